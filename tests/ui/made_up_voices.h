// SPDX-License-Identifier: GPL-3.0-or-later
// Corpora, jobs and voices as a store would have them after a week's work.
#pragma once

#include <cmath>

#include "ui/voices/voice_values.h"

namespace lacuna::ui {

inline storage::Corpus madeUpCorpus() {
  using storage::ChapterUse;
  storage::Corpus corpus;
  corpus.id = QStringLiteral("corpus");
  corpus.name = QStringLiteral("The Lighthouse Keeper\u2019s Long Winter");
  corpus.language = QStringLiteral("en");
  corpus.words = 98412;
  corpus.heldOutWords = 9120;
  corpus.leftOutWords = 3012;
  corpus.duplicateWords = 1100;
  corpus.generatedWords = 812;
  corpus.tokens = 131204;
  corpus.sources = {
      {QStringLiteral("s1"), storage::SourceKind::Document, QStringLiteral("book"),
       QStringLiteral("The Lighthouse Keeper\u2019s Long Winter"), 90412},
      {QStringLiteral("s2"), storage::SourceKind::File, QStringLiteral("/texts/tides.odt"), QStringLiteral("tides.odt"),
       8000, QStringLiteral("It has changed since it was read on 28 November: read it again.")}};
  for (int i = 1; i <= 14; ++i) {
    storage::CorpusChapter chapter;
    chapter.id = QStringLiteral("c%1").arg(i);
    chapter.sourceId = i < 13 ? QStringLiteral("s1") : QStringLiteral("s2");
    chapter.title = QStringLiteral("Chapter %1: what the tide brought").arg(i);
    chapter.words = 6000 + 137 * i;
    if (i % 7 == 3) {
      chapter.use = ChapterUse::HeldOut;
      chapter.why = QStringLiteral("It tells how well the voice does on words that it has not seen.");
    } else if (i == 14) {
      chapter.use = ChapterUse::LeftOut;
      chapter.why = QStringLiteral("It is in another language (fr) than most of the corpus.");
      chapter.chosenByHand = true;
    }
    if (i == 5) chapter.duplicateWords = 1100;
    corpus.chapters.push_back(chapter);
  }
  return corpus;
}

inline storage::VoiceJob madeUpJob(const QString& id, storage::JobState state, int position = 0) {
  storage::VoiceJob job;
  job.id = id;
  job.name = QStringLiteral("Winter, %1").arg(id);
  job.corpusId = QStringLiteral("corpus");
  job.corpusName = madeUpCorpus().name;
  job.state = state;
  job.position = position;
  job.modelName = QStringLiteral("Estuary 135M");
  if (state == storage::JobState::Draft || state == storage::JobState::Queued) return job;
  job.step = 240;
  job.steps = 600;
  job.seconds = 740;
  job.secondsLeft = 1110;
  job.tokensPerSecond = 812;
  job.heldOutBefore = 1.082;
  job.heldOut = job.heldOutBest = 1.041;
  return job;
}

inline storage::Voice madeUpVoice(const QString& id, const QString& name) {
  storage::Voice voice;
  voice.id = id;
  voice.name = name;
  voice.jobId = QStringLiteral("done");
  voice.bytes = 9400000;
  voice.modelName = QStringLiteral("Estuary 135M");
  voice.created = QDateTime(QDate(2026, 11, 29), QTime(9, 30), Qt::UTC);
  storage::VoiceCard& card = voice.card;
  card.words = 98412;
  card.steps = 600;
  card.seconds = 1850;
  card.heldOutBefore = 1.082;
  card.heldOutAfter = 1.033;
  card.fills = 48;
  card.distinctive = 0.74;
  card.verbatim = 1.0 / 48;
  card.longestVerbatim = 14;
  card.passages = {{QStringLiteral("and the grey light lay over the flats like a sheet that somebody had thrown"),
                    QStringLiteral("Chapter 2: what the tide brought"), 14}};
  card.language = QStringLiteral("en");
  card.sources = {QStringLiteral("The Lighthouse Keeper\u2019s Long Winter")};
  return voice;
}

inline storage::VoicesView madeUpVoices() {
  using storage::JobState;
  storage::VoicesView view;
  view.corpora = {madeUpCorpus()};
  storage::Corpus empty;
  empty.id = QStringLiteral("empty");
  empty.name = QStringLiteral("My texts");
  view.corpora.push_back(empty);
  view.jobs = {madeUpJob(QStringLiteral("running"), JobState::Running),
               madeUpJob(QStringLiteral("first"), JobState::Queued, 1),
               madeUpJob(QStringLiteral("second"), JobState::Queued, 2),
               madeUpJob(QStringLiteral("draft"), JobState::Draft), madeUpJob(QStringLiteral("done"), JobState::Done)};
  view.voices = {madeUpVoice(QStringLiteral("winter"), QStringLiteral("Winter")),
                 madeUpVoice(QStringLiteral("old"), QStringLiteral("My early stories, 1998 to 2004"))};
  return view;
}

inline VoiceSpeaking madeUpSpeaking() {
  VoiceSpeaking speaking;
  speaking.project = QStringLiteral("book");
  speaking.projectTitle = QStringLiteral("The Lighthouse Keeper\u2019s Long Winter");
  speaking.own = true;
  speaking.here = {{QStringLiteral("winter"), 0.8}};
  return speaking;
}

// Points every step, held out every 20 steps, samples every 60.
inline storage::VoiceJobView madeUpJobView(const storage::VoiceJob& job) {
  storage::VoiceJobView view;
  view.job = job;
  for (qint64 step = 1; step <= job.step; ++step) {
    storage::VoicePoint point;
    point.step = step;
    point.seconds = static_cast<double>(step) * 3;
    const double down = std::exp(-static_cast<double>(step) / 90);
    point.loss = 0.98 + 0.09 * down + 0.03 * std::sin(static_cast<double>(step * 7));
    if (step % 20 == 0) point.heldOut = 1.035 + 0.045 * down;
    view.points.push_back(point);
  }
  const QStringList own{QStringLiteral("the keeper put out the lamp before it was day"),
                        QStringLiteral("she had counted the boats, and one was missing"),
                        QStringLiteral("nobody in the village would say a word of it")};
  for (qint64 step = 0; step <= job.step; step += 60)
    for (int place = 0; place < own.size(); ++place)
      view.samples.push_back({step, place, QStringLiteral("It was the third night of the storm, and "),
                              QStringLiteral(", and the road was white to the harbour."), own.at(place),
                              QStringLiteral("somebody had gone out to sea at step %1, gap %2").arg(step).arg(place)});
  for (int layer = 0; layer < 6; ++layer) {
    storage::ExpertUse use;
    use.layer = layer * 5;
    for (int expert = 0; expert < 4; ++expert) {
      use.before.push_back(0.25);
      use.now.push_back(0.1 * (1 + (expert + layer) % 4));
    }
    view.experts.push_back(use);
  }
  return view;
}

}  // namespace lacuna::ui
