// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QSet>
#include <map>

#include "storage/corpora/chapter_names.h"
#include "storage/error.h"
#include "storage/said.h"
#include "storage/voices/voice_json.h"
#include "storage/voices/voice_rows.h"
#include "storage/voices/voice_schema.h"
#include "storage/voices/voice_store.h"

namespace lacuna::storage {
namespace {

QString soundName(const QString& name) {
  const QString sound = name.simplified();
  if (sound.isEmpty()) throw StorageError(StorageCode::kInvalid, Said::tr("Give it a name first."));
  return sound;
}

StorageError goneCorpus() {
  return StorageError(StorageCode::kNotFound, Said::tr("These texts have been deleted; choose others."));
}

}  // namespace

QString VoiceStore::addCorpus(const QString& name) {
  const QString id = newId();
  VoiceChange change(database_);
  Statement(database_, "INSERT INTO corpora(id, name, created) VALUES(?, ?, ?)")
      .bind(id, soundName(name), nowMilliseconds())
      .run();
  change.commit();
  return id;
}

void VoiceStore::renameCorpus(const QString& id, const QString& name) {
  VoiceChange change(database_);
  Statement(database_, "UPDATE corpora SET name = ? WHERE id = ?").bind(soundName(name), id).run();
  if (database_.changes() == 0) throw goneCorpus();
  change.commit();
}

void VoiceStore::removeCorpus(const QString& id) {
  QStringList ended;
  {
    VoiceChange change(database_);
    VoiceRows rows(database_, {});
    const QString name = corpusRow(id).name;
    for (const VoiceJob& job : rows.jobs()) {
      if (job.corpusId != id || job.state == JobState::Draft) continue;
      if (job.state != JobState::Done && job.state != JobState::Stopped && job.state != JobState::Failed)
        throw StorageError(
            StorageCode::kInvalid,
            Said::tr("“%1” is needed by the voice “%2”, which is not finished; stop or remove that first.")
                .arg(name, job.name));
      ended.append(job.id);
      Statement(database_, "DELETE FROM samples WHERE job = ?").bind(job.id).run();
    }
    Statement(database_, "DELETE FROM jobs WHERE corpus = ? AND state = ?")
        .bind(id, static_cast<int>(JobState::Draft))
        .run();
    for (Voice& voice : rows.voices()) {
      if (!ended.contains(voice.jobId) || voice.card.passages.isEmpty()) continue;
      voice.card.passages.clear();
      Statement(database_, "UPDATE voices SET card = ? WHERE id = ?").bind(compact(toJson(voice.card)), voice.id).run();
    }
    Statement(database_, "DELETE FROM corpora WHERE id = ?").bind(id).run();
    change.commit();
  }
  for (const QString& job : ended) QDir(jobFolder(job)).removeRecursively();
  wipeLog();
}

void VoiceStore::setTakesGenerated(const QString& id, bool takes) {
  VoiceChange change(database_);
  Statement(database_, "UPDATE corpora SET takes_generated = ? WHERE id = ?").bind(takes, id).run();
  if (database_.changes() == 0) throw goneCorpus();
  change.commit();
}

QString VoiceStore::addSource(const QString& corpus, SourceKind kind, const QString& reference, const QString& title) {
  const QString id = newId();
  VoiceChange change(database_);
  const Corpus row = corpusRow(corpus);
  for (const CorpusSource& source : row.sources)
    if (source.kind == kind && source.reference == reference)
      throw StorageError(StorageCode::kInvalid, Said::tr("“%1” is in “%2” already.").arg(source.title, row.name));
  Statement(database_,
            "INSERT INTO sources(id, corpus, position, kind, reference, title) VALUES(?1, ?2, "
            "(SELECT coalesce(max(position), 0) + 1 FROM sources WHERE corpus = ?2), ?3, ?4, ?5)")
      .bind(id, corpus, static_cast<int>(kind), reference, title)
      .run();
  change.commit();
  return id;
}

void VoiceStore::removeSource(const QString& id) {
  {
    VoiceChange change(database_);
    Statement(database_, "DELETE FROM sources WHERE id = ?").bind(id).run();
    change.commit();
  }
  wipeLog();
}

void VoiceStore::setSourceNotice(const QString& id, const QString& notice) {
  {
    Statement same(database_, "SELECT 1 FROM sources WHERE id = ? AND notice = ?");
    if (same.bind(id, notice).step()) return;  // nobody is woken for nothing
  }
  VoiceChange change(database_);
  Statement(database_, "UPDATE sources SET notice = ? WHERE id = ?").bind(notice, id).run();
  change.commit();
}

void VoiceStore::setSourceStamp(const QString& id, const QString& stamp) {
  VoiceChange change(database_);
  Statement(database_, "UPDATE sources SET stamp = ? WHERE id = ?").bind(stamp, id).run();
  change.commit();
}

QString VoiceStore::sourceStamp(const QString& id) {
  Statement row(database_, "SELECT stamp FROM sources WHERE id = ?");
  return row.bind(id).step() ? row.text(0) : QString();
}

void VoiceStore::setChapters(const QString& corpus, const QVector<ReadChapter>& chapters, const QString& language) {
  {
    VoiceChange change(database_);
    std::map<ChapterName, CorpusChapter> known;
    QSet<QString> sources;
    const Corpus before = corpusRow(corpus);
    for (const CorpusSource& source : before.sources) sources.insert(source.id);
    ChapterNames old, now;
    for (const CorpusChapter& chapter : before.chapters) known[old.next(chapter.sourceId, chapter.title)] = chapter;
    Statement(database_, "DELETE FROM chapters WHERE corpus = ?").bind(corpus).run();
    Statement insert(database_,
                     "INSERT INTO chapters(id, corpus, source, position, title, words, characters, duplicate_words, "
                     "generated_words, use, why, by_hand, text) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    int position = 0;
    for (const ReadChapter& read : chapters) {
      const CorpusChapter& chapter = read.chapter;
      if (!sources.contains(chapter.sourceId)) continue;  // it was taken out while it was read
      // One that is there again is the same one.
      const auto same = known.find(now.next(chapter.sourceId, chapter.title));
      const bool kept = same != known.end() && same->second.chosenByHand && chapter.words > 0;
      const ChapterUse use = kept ? same->second.use : chapter.use;
      const QString why = !kept || use == chapter.use  ? chapter.why
                          : use == ChapterUse::LeftOut ? same->second.why
                                                       : QString();
      insert
          .bind(same != known.end() ? same->second.id : newId(), corpus, chapter.sourceId, ++position, chapter.title,
                chapter.words, read.text.size(), chapter.duplicateWords, chapter.generatedWords, static_cast<int>(use),
                why, kept, read.text)
          .run();
    }
    Statement(database_, "UPDATE corpora SET language = ?, read_at = ? WHERE id = ?")
        .bind(language, nowMilliseconds(), corpus)
        .run();
    change.commit();
  }
  wipeLog();
}

void VoiceStore::setChapterUse(const QString& chapter, ChapterUse use) {
  VoiceChange change(database_);
  QString title;
  {
    Statement row(database_, "SELECT title, words, why FROM chapters WHERE id = ?");
    if (!row.bind(chapter).step())
      throw StorageError(StorageCode::kNotFound,
                         Said::tr("This chapter is not there any more: its texts have been read again; look again."));
    title = row.text(0);
    if (use != ChapterUse::LeftOut && row.number(1) == 0)
      throw StorageError(StorageCode::kInvalid, Said::tr("Nothing of “%1” is left to use: %2").arg(title, row.text(2)));
  }
  const QString why = use == ChapterUse::LeftOut ? Said::tr("You have left it out.") : QString();
  Statement(database_, "UPDATE chapters SET use = ?, why = ?, by_hand = 1 WHERE id = ?")
      .bind(static_cast<int>(use), why, chapter)
      .run();
  change.commit();
}

QString VoiceStore::chapterText(const QString& chapter) {
  Statement row(database_, "SELECT text FROM chapters WHERE id = ?");
  return row.bind(chapter).step() ? row.text(0) : QString();
}

std::optional<Corpus> VoiceStore::corpus(const QString& id) {
  if (id.isEmpty()) return std::nullopt;
  const ReadMoment moment(database_);
  const QVector<Corpus> found = VoiceRows(database_, {}).corpora(id);
  return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

Corpus VoiceStore::corpusRow(const QString& id) {
  const QVector<Corpus> found = id.isEmpty() ? QVector<Corpus>() : VoiceRows(database_, {}).corpora(id);
  if (found.isEmpty()) throw goneCorpus();
  return found.first();
}

}  // namespace lacuna::storage
