// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/voices/voice_rows.h"

#include <QHash>

#include "storage/error.h"
#include "storage/voices/voice_json.h"
#include "storage/voices/voice_schema.h"

namespace lacuna::storage {
namespace {

// Of two English novels 3.8 and 4.3 with the tokens of the shipped base.
constexpr double kCharactersAToken = 4.0;

// A number that a later program may have written; what this one does not know is the first.
template <typename Value>
Value oneOf(qint64 number, Value last) {
  return number >= 0 && number <= static_cast<qint64>(last) ? static_cast<Value>(number) : Value();
}

}  // namespace

ReadMoment::ReadMoment(Database& database) : database_(database) { database_.execute("BEGIN"); }

ReadMoment::~ReadMoment() {
  try {
    if (database_.inTransaction()) database_.execute("COMMIT");
  } catch (const StorageError&) {
    // It has read only; what went wrong is on its way already.
  }
}

QVector<Corpus> VoiceRows::corpora(const QString& only) {
  QVector<Corpus> corpora;
  QHash<QString, qsizetype> place;
  Statement row(database_,
                "SELECT id, name, language, takes_generated, read_at FROM corpora WHERE ?1 = '' OR id = ?1 "
                "ORDER BY created, id");
  row.bind(only);
  while (row.step()) {
    Corpus corpus;
    corpus.id = row.text(0);
    corpus.name = row.text(1);
    corpus.language = row.text(2);
    corpus.takesGenerated = row.number(3) != 0;
    corpus.readAt = timeOf(row.number(4));
    place.insert(corpus.id, corpora.size());
    corpora.append(corpus);
  }
  Statement source(database_,
                   "SELECT corpus, id, kind, reference, title, notice FROM sources WHERE ?1 = '' OR corpus = ?1 "
                   "ORDER BY corpus, position");
  QHash<QString, CorpusSource*> sources;
  source.bind(only);
  while (source.step()) {
    Corpus& corpus = corpora[place.value(source.text(0))];
    CorpusSource each;
    each.id = source.text(1);
    each.kind = oneOf(source.number(2), SourceKind::Folder);
    each.reference = source.text(3);
    each.title = source.text(4);
    each.notice = source.text(5);
    corpus.sources.append(each);
  }
  for (Corpus& corpus : corpora)
    for (CorpusSource& each : corpus.sources) sources.insert(each.id, &each);
  Statement chapter(database_,
                    "SELECT corpus, id, source, title, words, duplicate_words, generated_words, use, why, by_hand, "
                    "characters FROM chapters WHERE ?1 = '' OR corpus = ?1 ORDER BY corpus, position");
  chapter.bind(only);
  QHash<QString, qint64> characters;
  while (chapter.step()) {
    Corpus& corpus = corpora[place.value(chapter.text(0))];
    CorpusChapter each;
    each.id = chapter.text(1);
    each.sourceId = chapter.text(2);
    each.title = chapter.text(3);
    each.words = chapter.number(4);
    each.duplicateWords = chapter.number(5);
    each.generatedWords = chapter.number(6);
    each.use = oneOf(chapter.number(7), ChapterUse::LeftOut);
    each.why = chapter.text(8);
    each.chosenByHand = chapter.number(9) != 0;
    (each.use == ChapterUse::Learn     ? corpus.words
     : each.use == ChapterUse::HeldOut ? corpus.heldOutWords
                                       : corpus.leftOutWords) += each.words;
    corpus.duplicateWords += each.duplicateWords;
    corpus.generatedWords += each.generatedWords;
    if (each.use == ChapterUse::Learn) characters[corpus.id] += chapter.number(10);
    CorpusSource* from = sources.value(each.sourceId);
    if (from != nullptr && each.use != ChapterUse::LeftOut) from->words += each.words;
    corpus.chapters.append(each);
  }
  for (Corpus& corpus : corpora)
    corpus.tokens = static_cast<qint64>(static_cast<double>(characters.value(corpus.id)) / kCharactersAToken);
  return corpora;
}

QVector<VoiceJob> VoiceRows::jobs(const QString& only) {
  QVector<VoiceJob> jobs;
  // Those that run, those that wait, all others.
  Statement row(database_,
                "SELECT id, name, corpus, corpus_name, state, position, settings, plan, model, model_name, "
                "model_sha256, step, steps, seconds, seconds_left, tokens_per_second, held_out_before, held_out, "
                "held_out_best, note, created, started, ended FROM jobs WHERE ?1 = '' OR id = ?1 "
                "ORDER BY CASE WHEN state IN (2, 3) THEN 0 WHEN state = 1 THEN 1 ELSE 2 END, "
                "CASE WHEN state = 1 THEN position ELSE 0 END, key DESC");
  row.bind(only);
  while (row.step()) {
    VoiceJob job;
    job.id = row.text(0);
    job.name = row.text(1);
    job.corpusId = row.text(2);
    job.corpusName = row.text(3);
    job.state = oneOf(row.number(4), JobState::Failed);
    job.position = static_cast<int>(row.number(5));
    job.settings = settingsFrom(objectFrom(row.text(6)));
    job.plan = planFrom(objectFrom(row.text(7)));
    job.model = row.text(8);
    job.modelName = row.text(9);
    job.modelSha256 = row.text(10);
    job.step = row.number(11);
    job.steps = row.number(12);
    job.seconds = row.real(13);
    job.secondsLeft = measured(row, 14);
    job.tokensPerSecond = measured(row, 15);
    job.heldOutBefore = measured(row, 16);
    job.heldOut = measured(row, 17);
    job.heldOutBest = measured(row, 18);
    job.note = row.text(19);
    job.created = timeOf(row.number(20));
    job.started = timeOf(row.number(21));
    job.ended = timeOf(row.number(22));
    jobs.append(job);
  }
  return jobs;
}

QVector<Voice> VoiceRows::voices() {
  QVector<Voice> voices;
  Statement row(database_,
                "SELECT id, name, job, bytes, model_name, model_sha256, card, created, deleted FROM voices "
                "ORDER BY key DESC");
  while (row.step()) {
    Voice voice;
    voice.id = row.text(0);
    voice.name = row.text(1);
    voice.jobId = row.text(2);
    voice.folder = folder_ + u'/' + voice.id;
    voice.bytes = row.number(3);
    voice.modelName = row.text(4);
    voice.modelSha256 = row.text(5);
    voice.card = cardFrom(objectFrom(row.text(6)));
    voice.created = timeOf(row.number(7));
    voice.deleted = row.number(8) != 0;
    voices.append(voice);
  }
  return voices;
}

QVector<VoicePoint> VoiceRows::points(const QString& job) {
  QVector<VoicePoint> points;
  Statement row(database_, "SELECT step, seconds, loss, held_out FROM points WHERE job = ? ORDER BY step");
  row.bind(job);
  while (row.step()) points.append({row.number(0), row.real(1), measured(row, 2), measured(row, 3)});
  return points;
}

QVector<VoiceSample> VoiceRows::samples(const QString& job) {
  QVector<VoiceSample> samples;
  Statement row(database_,
                "SELECT step, place, before, after, own, fill FROM samples WHERE job = ? ORDER BY step, place");
  row.bind(job);
  while (row.step())
    samples.append(
        {row.number(0), static_cast<int>(row.number(1)), row.text(2), row.text(3), row.text(4), row.text(5)});
  return samples;
}

QVector<ExpertUse> VoiceRows::experts(const QString& job) {
  QVector<ExpertUse> experts;
  Statement row(database_, "SELECT layer, before, now FROM experts WHERE job = ? ORDER BY layer");
  row.bind(job);
  while (row.step())
    experts.append({static_cast<int>(row.number(0)), sharesFrom(row.text(1)), sharesFrom(row.text(2))});
  return experts;
}

}  // namespace lacuna::storage
