// SPDX-License-Identifier: GPL-3.0-or-later
// Corpora and voices in the store: choices that stay, texts that go for good, voices that can be taken back, files of
// others, full disks.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <cmath>

#include "storage/voices/voice_schema.h"
#include "tests/storage/faulty_disk.h"
#include "tests/storage/voices/voices_support.h"

using namespace lacuna::storage;
using test::errorOf;
using test::isSentence;
using test::Voices;

namespace {

// Whether the words stand in any file of the folder, however deep.
bool stands(const QString& folder, const QByteArray& words) {
  bool found = false;
  for (const QFileInfo& info : QDir(folder).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
    if (info.isDir()) {
      found = found || stands(info.filePath(), words);
      continue;
    }
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", qPrintable(info.filePath()));
    found = found || file.readAll().contains(words);
  }
  return found;
}

void writeInto(const QString& folder, const QString& name, const QByteArray& bytes) {
  QDir().mkpath(folder);
  QFile file(folder + u'/' + name);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("nothing can be written");
}

}  // namespace

class VoiceCorporaTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void sumsWhatIsUsed();
  void theAuthorsChoicesStay();
  void refusesWhatCannotBe();
  void aDeletedCorpusLeavesNoWords();
  void aNeededCorpusStays();
  void textsReadAgainLeaveNoOldWords();
  void aVoiceIsTakenBack();
  void aVoiceSpeaksInAProject();
  void aCardComesBack();
  void leavesFilesOfOthersAlone();
  void aFullDiskIsASentence();
};

void VoiceCorporaTest::sumsWhatIsUsed() {
  Voices voices;
  const QString other = voices.store.addSource(voices.corpus, SourceKind::Document, "id-1", "Low Water");
  QVector<ReadChapter> chapters = test::twoChapters(voices.source);
  chapters.append(ReadChapter{{}, "Poil de carotte."});
  chapters[2].chapter.sourceId = other;
  chapters[2].chapter.words = 3;
  chapters[2].chapter.use = ChapterUse::LeftOut;
  chapters[2].chapter.why = "It is French.";
  chapters[0].chapter.duplicateWords = 50;
  chapters[1].chapter.generatedWords = 7;
  voices.store.setChapters(voices.corpus, chapters, "en");
  const Corpus corpus = *voices.store.corpus(voices.corpus);
  QCOMPARE(corpus.words, 2400);
  QCOMPARE(corpus.heldOutWords, 300);
  QCOMPARE(corpus.leftOutWords, 3);
  QCOMPARE(corpus.duplicateWords, 50);
  QCOMPARE(corpus.generatedWords, 7);
  QVERIFY(corpus.tokens > 1200 && corpus.tokens < 4800);
  QVERIFY(corpus.readAt.isValid());
  QCOMPARE(corpus.sources[0].words, 2700);
  QCOMPARE(corpus.sources[1].words, 0);
  QCOMPARE(corpus.chapters.size(), 3);
  QCOMPARE(corpus.chapters[2].why, QString("It is French."));
  QCOMPARE(voices.store.chapterText(corpus.chapters[2].id), QString("Poil de carotte."));
  QCOMPARE(voices.store.view().corpora.size(), 1);
  voices.store.removeSource(other);
  QCOMPARE(voices.store.corpus(voices.corpus)->chapters.size(), 2);
}

void VoiceCorporaTest::theAuthorsChoicesStay() {
  Voices voices;
  QVector<ReadChapter> chapters = test::twoChapters(voices.source);
  chapters.append(chapters[0]);  // two are called One
  voices.store.setChapters(voices.corpus, chapters, "en");
  const QVector<CorpusChapter> first = voices.store.corpus(voices.corpus)->chapters;
  voices.store.setChapterUse(first[1].id, ChapterUse::Learn);
  voices.store.setChapterUse(first[2].id, ChapterUse::LeftOut);
  chapters.prepend(chapters[1]);  // a new one before, called Two as well: it is the first Two now
  chapters[0].chapter.title = "Prologue";
  chapters[1].chapter.words = 2500;
  voices.store.setChapters(voices.corpus, chapters, "en");
  const QVector<CorpusChapter> now = voices.store.corpus(voices.corpus)->chapters;
  QCOMPARE(now.size(), 4);
  QCOMPARE(now[1].id, first[0].id);
  QCOMPARE(now[1].words, 2500);
  QVERIFY(!now[1].chosenByHand && now[2].chosenByHand && now[3].chosenByHand);
  QCOMPARE(now[2].use, ChapterUse::Learn);
  QCOMPARE(now[3].use, ChapterUse::LeftOut);
  QVERIFY(isSentence(now[3].why));
  QVERIFY(now[2].why.isEmpty());
}

void VoiceCorporaTest::refusesWhatCannotBe() {
  Voices voices;
  const auto sentence = [](const std::function<void()>& work) {
    const auto error = errorOf(work);
    return error && isSentence(error->sentence());
  };
  QVERIFY(sentence([&] { voices.store.addSource(voices.corpus, SourceKind::File, "/books/novel.txt", "Again"); }));
  QVERIFY(errorOf([&] { voices.store.addCorpus("  "); }));
  QVERIFY(sentence([&] { voices.store.renameCorpus("gone", "New"); }));
  QVERIFY(sentence([&] { voices.store.setChapterUse("gone", ChapterUse::Learn); }));
  QVector<ReadChapter> chapters = test::twoChapters(voices.source);
  chapters[1].chapter.words = 0;
  chapters[1].chapter.use = ChapterUse::LeftOut;
  chapters[1].chapter.why = "All of it stands in One.";
  voices.store.setChapters(voices.corpus, chapters, "en");
  const QString empty = voices.store.corpus(voices.corpus)->chapters[1].id;
  const auto error = errorOf([&] { voices.store.setChapterUse(empty, ChapterUse::HeldOut); });
  QVERIFY(error && error->sentence().contains("All of it stands in One."));
  QVERIFY(!voices.store.corpus("gone"));
}

void VoiceCorporaTest::aDeletedCorpusLeavesNoWords() {
  Voices voices;
  const QString job = voices.queued();
  voices.store.claim();
  voices.point(job, 1);
  voices.store.addSamples(job, {{0, 0, "The heron stood", "in the reeds", "lighthouse", "heron"}});
  writeInto(voices.store.jobFolder(job) + "/learn", "one.txt", "The heron stood");
  voices.store.endSitting(job, JobState::Done, {});
  Voice voice;
  voice.name = "Mine";
  voice.jobId = job;
  voice.card.longestVerbatim = 14;
  voice.card.passages = {{"The heron stood in the reeds", "One", 6}};
  voice.card.sources = QStringList{"novel"};
  voices.store.addVoice(voice);
  const QString draft = voices.draft("Later");
  QVERIFY(stands(voices.folder.dir.path(), "heron stood") && stands(voices.folder.dir.path(), "lighthouse"));
  voices.store.removeCorpus(voices.corpus);
  QVERIFY(!stands(voices.folder.dir.path(), "heron"));
  QVERIFY(!stands(voices.folder.dir.path(), "lighthouse"));
  // What it came to stays.
  const VoicesView view = voices.store.view();
  QVERIFY(view.corpora.isEmpty());
  QCOMPARE(view.jobs.size(), 1);
  QCOMPARE(view.jobs[0].corpusName, QString("My novel"));
  QCOMPARE(voices.store.job(job)->points.size(), 1);
  QCOMPARE(view.voices[0].card.longestVerbatim, 14);
  QCOMPARE(view.voices[0].card.sources, QStringList{"novel"});
  QVERIFY(!voices.store.job(draft));
}

void VoiceCorporaTest::aNeededCorpusStays() {
  Voices voices;
  const QString job = voices.queued();
  const auto refuses = [&] {
    const auto error = errorOf([&] { voices.store.removeCorpus(voices.corpus); });
    return error && isSentence(error->sentence()) && error->sentence().contains("Mine") &&
           !voices.store.chapterText(voices.store.corpus(voices.corpus)->chapters[0].id).isEmpty();
  };
  QVERIFY(refuses());
  voices.store.claim();
  voices.point(job, 1);
  QVERIFY(refuses());
  voices.store.endSitting(job, JobState::Paused, {});
  QVERIFY(refuses());
  voices.store.claim(job);
  voices.store.resume(job);
  voices.store.claim(job);
  voices.store.endSitting(job, JobState::Stopped, {});
  voices.store.removeCorpus(voices.corpus);
  // And then there is nothing to go on with.
  const auto error = errorOf([&] { voices.store.resume(job); });
  QVERIFY(error && isSentence(error->sentence()));
}

void VoiceCorporaTest::textsReadAgainLeaveNoOldWords() {
  Voices voices;
  QVERIFY(stands(voices.folder.dir.path(), "heron stood"));
  QVector<ReadChapter> chapters = test::twoChapters(voices.source);
  chapters[0].text = "Another book. ";
  voices.store.setChapters(voices.corpus, chapters, "en");
  QVERIFY(!stands(voices.folder.dir.path(), "heron stood"));
  // While somebody reads, the log cannot be emptied; soon afterwards it is.
  const QString secret = "Nobody rowed";
  {
    VoiceStore other(voices.store.path());
    Database reader(voices.store.path());
    reader.execute("BEGIN");
    QVERIFY(reader.number("SELECT count(*) FROM chapters") == 2);
    voices.store.removeSource(voices.source);
    reader.execute("COMMIT");
  }
  voices.store.version();
  QVERIFY(!stands(voices.folder.dir.path(), secret.toUtf8()));
}

void VoiceCorporaTest::aVoiceIsTakenBack() {
  Voices voices;
  Voice voice;
  voice.name = "Mine";
  voice.id = "11111111-2222-3333-4444-555555555555";
  writeInto(voices.store.voiceFolder(voice.id), "voice.safetensors", QByteArray(1000, 'w'));
  const QString id = voices.store.addVoice(voice);
  QCOMPARE(id, voice.id);
  const QString other = voices.store.addVoice([] {
    Voice imported;
    imported.name = "Hers";
    return imported;
  }());
  QCOMPARE(voices.store.view().voices[1].bytes, 1000);
  QCOMPARE(voices.store.view().voices[1].folder, voices.store.voiceFolder(id));
  voices.store.setDefault({}, {{id, 0.5}});
  voices.store.renameVoice(id, "My own");
  voices.store.deleteVoice(id);
  QVERIFY(voices.store.view().voices[1].deleted);
  QVERIFY(voices.store.defaultFor({}).isEmpty());
  voices.store.restoreVoice(id);
  QCOMPARE(voices.store.defaultFor({}), (QVector<VoiceShare>{{id, 0.5}}));
  voices.store.purge();
  QCOMPARE(voices.store.view().voices.size(), 2);
  voices.store.deleteVoice(id);
  voices.store.purge();
  QCOMPARE(voices.store.view().voices.size(), 1);
  QCOMPARE(voices.store.view().voices[0].id, other);
  QVERIFY(!QFileInfo::exists(voices.store.voiceFolder(id)));
  const auto error = errorOf([&] { voices.store.restoreVoice(id); });
  QVERIFY(error && isSentence(error->sentence()));
  // A job that is ended again, after the machine had stopped, has one voice.
  voice.card.steps = 7;
  voices.store.addVoice(voice);
  voices.store.addVoice(voice);
  QCOMPARE(voices.store.view().voices.size(), 2);
}

void VoiceCorporaTest::aVoiceSpeaksInAProject() {
  Voices voices;
  Voice voice;
  voice.name = "Mine";
  const QString a = voices.store.addVoice(voice), b = voices.store.addVoice(voice);
  voices.store.setDefault("project", {{b, 0.25}, {a, 1.5}});
  QCOMPARE(voices.store.defaultFor("project"), (QVector<VoiceShare>{{b, 0.25}, {a, 1.5}}));
  QVERIFY(voices.store.defaultFor("other").isEmpty());
  for (const double share : {-0.1, 1.6, std::nan("")}) {
    const auto error = errorOf([&] { voices.store.setDefault("project", {{a, share}}); });
    QVERIFY(error && isSentence(error->sentence()));
  }
  QVERIFY(errorOf([&] { voices.store.setDefault("project", {{"gone", 1}}); }));
  QCOMPARE(voices.store.defaultFor("project").size(), 2);
  voices.store.setDefault("project", {});
  QVERIFY(voices.store.defaultFor("project").isEmpty());
}

void VoiceCorporaTest::aCardComesBack() {
  Voices voices;
  Voice voice;
  voice.name = "Mine";
  voice.modelSha256 = "abc";
  voice.card = {90000, 400, qint64(5) << 33,     1800.5, 1.0,       kNotMeasured, 48, 0.75,
                0.0,   9,   {{"a b", "One", 2}}, "en",   {"novel"}, "cpu"};
  voices.store.addVoice(voice);
  const VoiceCard card = voices.store.view().voices[0].card;
  QCOMPARE(card.words, 90000);
  QCOMPARE(card.tokens, qint64(5) << 33);
  QCOMPARE(card.heldOutBefore, 1.0);
  QVERIFY(std::isnan(card.heldOutAfter));
  QCOMPARE(card.verbatim, 0.0);
  QCOMPARE(card.distinctive, 0.75);
  QCOMPARE(card.passages[0].chapter, QString("One"));
  QCOMPARE(card.device + card.language, QString("cpuen"));
}

void VoiceCorporaTest::leavesFilesOfOthersAlone() {
  const test::Folder folder;
  const QString path = VoiceStore::pathFor(folder.path());
  { Database(path).execute("CREATE TABLE mine(x)"); }
  auto error = errorOf([&] { VoiceStore store(path); });
  QVERIFY(error && error->code() == StorageCode::kNotOurs && isSentence(error->sentence()));
  QFile::remove(path);
  { VoiceStore store(path); }
  QVERIFY((QFileInfo(path).permissions() & (QFile::ReadGroup | QFile::ReadOther)) == 0);
  { Database(path).execute("PRAGMA user_version = 99"); }
  error = errorOf([&] { VoiceStore store(path); });
  QVERIFY(error && error->code() == StorageCode::kTooNew && isSentence(error->sentence()));
  QCOMPARE(Database(path).number("PRAGMA user_version"), 99);
}

void VoiceCorporaTest::aFullDiskIsASentence() {
  test::FaultyDisk disk;
  Voices voices;
  const QString job = voices.queued();
  voices.store.claim();
  voices.point(job, 1);
  for (int write = 1; write < 12; ++write) {
    const qint64 version = voices.store.version();
    disk.failAt(write, 13, true);  // SQLITE_FULL
    const auto error = errorOf([&] { voices.point(job, 2, 0.5); });
    const bool failed = disk.failed();
    disk.heal();
    if (error) {
      QVERIFY(error->code() == StorageCode::kFull ||
              error->code() == StorageCode::kIo);  // a write, or its synchronising
      QVERIFY2(isSentence(error->sentence()), error->what());
      QCOMPARE(voices.store.job(job)->job.step, 1);
      QCOMPARE(voices.store.version(), version);
    }
    if (!failed) {
      QVERIFY(write > 1);
      QCOMPARE(voices.store.job(job)->points.size(), 2);
      return;
    }
    voices.point(job, 1);
  }
  QFAIL("it never came to an end");
}

QTEST_APPLESS_MAIN(VoiceCorporaTest)
#include "voice_corpora_test.moc"
