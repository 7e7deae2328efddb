// SPDX-License-Identifier: GPL-3.0-or-later
// Voices: what a model learns from an author's own writing. Corpora are what it learns from, jobs are how, voices are
// what came of it. Plain data, any thread. docs/voice.md tells the whole.
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <QVector>
#include <limits>

namespace lacuna::storage {

constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

// Where a corpus takes its texts from.
enum class SourceKind {
  Document,  // of the library, with all that lies under it; reference: its id
  File,      // in any format that can be imported; reference: its path
  Folder,    // all such files in it and under it; reference: its path
};

struct CorpusSource {
  QString id;
  SourceKind kind = SourceKind::File;
  QString reference;
  QString title;
  qint64 words = 0;  // of what is learnt from and held out
  QString notice{};  // a sentence: it has changed since it was read, it is gone, it cannot be read; empty: all is well
};

// What becomes of a chapter.
enum class ChapterUse {
  Learn,    // it is learnt from
  HeldOut,  // it is asked: how well the voice does on words it has not seen
  LeftOut,  // neither: `why` says so
};

struct CorpusChapter {
  QString id;
  QString sourceId;
  QString title;
  qint64 words = 0;
  qint64 duplicateWords = 0;  // in passages that stand elsewhere in the corpus too, nearly: they are left out
  qint64 generatedWords = 0;  // under marks of a model: left out unless Corpus::takesGenerated
  ChapterUse use = ChapterUse::Learn;
  QString why{};            // a sentence; of what is learnt from whole: empty
  bool chosenByHand{false};  // the author has said how it is used
};

struct Corpus {
  QString id;
  QString name;
  QString language{};  // most of it, as "en"; empty: not known
  bool takesGenerated = false;
  qint64 words = 0;           // that are learnt from
  qint64 heldOutWords = 0;
  qint64 leftOutWords = 0;
  qint64 duplicateWords = 0;
  qint64 generatedWords = 0;
  qint64 tokens = 0;  // of the words that are learnt from; about, where no model has counted them
  QDateTime readAt{};  // when its sources were read last
  QVector<CorpusSource> sources{};
  QVector<CorpusChapter> chapters{};  // in the order of their sources
};

// draft -> queued -> running -> pausing -> paused -> queued ...; from running also done, stopped, failed.
enum class JobState { Draft, Queued, Running, Pausing, Paused, Done, Stopped, Failed };

// What the author may say of a job. Frozen when it is queued.
struct VoiceSettings {
  int rank = 16;             // of the voice's low-rank updates, 1..256
  QStringList linears{};     // of queries keys values output gate up down; empty: all
  double rate = 1e-3;        // of learning
  double minutes = 30;       // that it may take at most, of work; 0: as many steps as `steps` says
  qint64 steps = 0;
  double rehearsal = 0.1;    // share of text that is the base's own, so that it forgets nothing, 0..0.9
  int patience = 6;          // held-out measurements without gain after which it ends; 0: never before its time
  int sampleEvery = 25;      // steps between two looks at the sample gaps
  bool onBattery = false;    // also where the machine is not plugged in
  int fromHour = -1;         // only between these hours of the day, 0..23, over midnight too; -1: at any time
  int untilHour = -1;
  QString device = QStringLiteral("auto");
  quint64 seed = 1;
  bool operator==(const VoiceSettings&) const = default;
};

// What a dry run of some steps has measured, before the start.
struct VoicePlan {
  bool measured = false;
  double secondsAStep = 0;
  qint64 steps = 0;        // that fit into the time
  double passes = 0;       // how often each word is seen
  double minutes = 0;
  qint64 memory = 0, memoryFree = 0;  // bytes
  qint64 disk = 0, diskFree = 0;
  QString refusal{};  // a sentence, with the setting that would do; empty: it fits
};

struct VoiceJob {
  QString id;
  QString name;  // of the voice that comes of it
  QString corpusId;
  QString corpusName{};
  JobState state = JobState::Draft;
  int position = 0;  // in the queue, from 1; 0: not in it
  VoiceSettings settings{};
  VoicePlan plan{};
  QString model{};        // folder of the adapter that it is learnt over
  QString modelName{};
  QString modelSha256{};  // of the adapter's weights
  qint64 step = 0, steps = 0;
  double seconds = 0;      // of work, over all sittings
  double secondsLeft = kNotMeasured;
  double tokensPerSecond = kNotMeasured;
  double heldOutBefore = kNotMeasured;  // nats a character, without the voice
  double heldOut = kNotMeasured;        // the newest
  double heldOutBest = kNotMeasured;
  QString note{};  // a sentence: what it waits for, why it ended
  QDateTime created{}, started{}, ended{};
};

// One step of a job. What was not measured at it is NaN.
struct VoicePoint {
  qint64 step = 0;
  double seconds = 0;
  double loss = kNotMeasured;     // of this step, nats a character
  double heldOut = kNotMeasured;  // nats a character
};

// One sample gap, in a chapter that was held out, at one step; step 0: the model without the voice.
struct VoiceSample {
  qint64 step = 0;
  int place = 0;  // which of the gaps, from 0
  QString before, after;  // some words of what stands around it
  QString own;            // what the author wrote there
  QString fill;           // what was said instead: the same seed at every step
};

// The share of tokens that each expert of a layer got.
struct ExpertUse {
  int layer = 0;
  QVector<double> before, now;
};

struct VerbatimPassage {
  QString fill;     // the words, as they were said
  QString chapter;  // where they stand
  int words = 0;
};

// What is known of a voice when its job has ended.
struct VoiceCard {
  qint64 words = 0, steps = 0, tokens = 0;
  double seconds = 0;
  double heldOutBefore = kNotMeasured, heldOutAfter = kNotMeasured;  // nats a character
  int fills = 0;                          // that were made for what follows
  double distinctive = kNotMeasured;      // share of fills in which a classifier of character n-grams knows the voice
  double verbatim = kNotMeasured;         // share of fills that repeat more than 12 words of the corpus
  int longestVerbatim = 0;                // words
  QVector<VerbatimPassage> passages{};    // the longest, at most ten
  QString language{};
  QStringList sources{};  // titles
  QString device{};
};

struct Voice {
  QString id;
  QString name;
  QString jobId{};   // empty: it was imported
  QString folder{};  // config.json, voice.safetensors, README.md
  qint64 bytes = 0;
  QString modelName{};
  QString modelSha256{};  // of the adapter that it speaks over
  VoiceCard card{};
  QDateTime created{};
  bool deleted = false;  // until the program ends it can be taken back
};

struct VoiceShare {
  QString voiceId;
  double share = 1.0;  // 0..1.5
  bool operator==(const VoiceShare&) const = default;
};

// Everything but the points and samples of jobs.
struct VoicesView {
  QVector<Corpus> corpora;  // without their chapters' texts
  QVector<VoiceJob> jobs;   // the queue first, in its order, then the others, newest first
  QVector<Voice> voices;    // newest first
};

// Of one job.
struct VoiceJobView {
  VoiceJob job;
  QVector<VoicePoint> points;
  QVector<VoiceSample> samples;
  QVector<ExpertUse> experts;
};

}  // namespace lacuna::storage

Q_DECLARE_METATYPE(lacuna::storage::VoicesView)
Q_DECLARE_METATYPE(lacuna::storage::VoiceJobView)
