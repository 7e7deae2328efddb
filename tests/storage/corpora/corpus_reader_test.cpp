// SPDX-License-Identifier: GPL-3.0-or-later
// A corpus read from files, folders and the library, into a store: what is learnt, held out and left out, and why; what
// changes; what is written for whoever trains.
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>
#include <ctime>

#include "storage/corpora/corpus_reader.h"
#include "storage/formats/formats.h"
#include "storage/formats/markdown_reader.h"
#include "storage/words.h"
#include "tests/storage/corpora/corpus_desk.h"

using namespace lacuna::storage;
using test::book;
using test::Desk;
using test::english;
using test::errorOf;
using test::german;
using test::isSentence;

class CorpusReaderTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsABook();
  void readsEveryFormat();
  void readsOldEncodings();
  void readsAFolder();
  void readsDocumentsOfTheLibrary();
  void whatAModelWroteIsNotLearnt();
  void whatStandsTwiceIsLearntOnce();
  void anotherLanguageIsLeftOut();
  void saysWhatCannotBeRead();
  void choicesByHandStay();
  void whatIsAwayStays();
  void changesAreNoticed();
  void aStoryIsCut();
  void tooLittleIsSaid();
  void stoppedNothingHasChanged();
  void isWrittenForTraining();
  void theSameTextsAreTheSameChoice();
  void howLongItTakes();
};

void CorpusReaderTest::readsABook() {
  Desk desk;
  desk.file("book.md", book(1, 20, 600).toUtf8());
  QCOMPARE(desk.read(), QString());
  const Corpus corpus = desk.now();
  QCOMPARE(corpus.chapters.size(), 20);
  QCOMPARE(corpus.language, QString("en"));
  QCOMPARE(corpus.sources[0].notice, QString());
  QCOMPARE(corpus.duplicateWords + corpus.generatedWords + corpus.leftOutWords, 0);
  const double share = double(corpus.heldOutWords) / double(corpus.words + corpus.heldOutWords);
  QVERIFY2(share > 0.08 && share < 0.11, qPrintable(QString::number(share)));
  for (const CorpusChapter& chapter : corpus.chapters) QVERIFY(chapter.why.isEmpty() && !chapter.chosenByHand);
  QCOMPARE(corpus.chapters[4].title, QString("Chapter 5"));
  const QString text = desk.store.chapterText(corpus.chapters[4].id);
  QVERIFY(text.startsWith("# Chapter 5"));
  QCOMPARE(countWords(text), corpus.chapters[4].words);
}

void CorpusReaderTest::readsEveryFormat() {
  Desk desk;
  quint32 seed = 10;
  for (const char* suffix : {"txt", "md", "docx", "odt", "epub", "html"}) {
    Manuscript manuscript = readMarkdown(book(++seed, 3, 300));
    manuscript.title = QString::fromLatin1(suffix);
    desk.file(QStringLiteral("book.") + suffix, writeManuscript(QString::fromLatin1(suffix), manuscript));
  }
  QCOMPARE(desk.read(), QString());
  const Corpus corpus = desk.now();
  for (const CorpusSource& source : corpus.sources) {
    QVERIFY2(source.notice.isEmpty(), qPrintable(source.notice));
    QVERIFY2(source.words >= 900 && source.words < 940, qPrintable(source.title + QString::number(source.words)));
  }
  QCOMPARE(corpus.duplicateWords, 0);
}

void CorpusReaderTest::readsOldEncodings() {
  Desk desk;
  const QString text = english(3, 3000) + QString::fromUtf8("Caf\u00E9 M\u00FCller \u2013 \u201Cgood\u201D.\n");
  QByteArray bytes = english(3, 3000).toLatin1() + "Caf\xE9 M\xFCller \x96 \x93good\x94.\n";
  desk.file("old.txt", bytes);
  QCOMPARE(desk.read(), QString());
  const Corpus corpus = desk.now();
  QCOMPARE(corpus.sources[0].notice, QString());
  QVERIFY(desk.store.chapterText(corpus.chapters.last().id).endsWith(text.right(20)));
}

void CorpusReaderTest::readsAFolder() {
  Desk desk;
  desk.write("drafts/10 Third.txt", english(1, 900).toUtf8());
  desk.write("drafts/2 Second.md", book(2, 2, 500).toUtf8());
  desk.write("drafts/1/One.txt", english(4, 900).toUtf8());
  desk.write("drafts/.hidden.txt", english(5, 900).toUtf8());
  desk.write("drafts/picture.png", "\x89PNG\r\n");
  desk.write("drafts/zz broken.docx", "PK no zip");
  const QString id = desk.store.addSource(desk.corpus, SourceKind::Folder, desk.folder.path("drafts"), "drafts");
  QCOMPARE(desk.read(), QString());
  QCOMPARE(desk.titles().filter("part").size() > 0, true);
  QStringList bases = desk.titles();
  bases.replaceInStrings(QRegularExpression(", part .*"), "");
  bases.removeDuplicates();
  QCOMPARE(bases, (QStringList{"One", "2 Second: Chapter 1", "2 Second: Chapter 2", "10 Third"}));
  const QString notice = desk.now().sources[0].notice;
  QVERIFY2(notice.contains("broken.docx") && isSentence(notice), qPrintable(notice));
  QVERIFY(QFile::remove(desk.folder.path("drafts/1/One.txt")));
  desk.look();
  QVERIFY(desk.now().sources[0].notice.contains("changed"));
  desk.read();
  QVERIFY(!desk.titles().join(' ').contains("One"));
  Q_UNUSED(id)
}

void CorpusReaderTest::readsDocumentsOfTheLibrary() {
  Desk desk;
  const QStringList ids = desk.library.create(
      QVector<NewDocument>{{"The Estuary", {}, {}, DocumentKind::Project},
                           {"Low Water", "It began.\n", {}, DocumentKind::Chapter, {}, 0},
                           {"The lamp", english(1, 1500), {}, DocumentKind::Scene, {}, 1},
                           {"What I must not forget", english(2, 700), {}, DocumentKind::Note, {}, 1},
                           {"The boat", english(3, 800), {}, DocumentKind::Scene, {}, 1},
                           {"High Water", english(4, 1500), {}, DocumentKind::Chapter, {}, 0},
                           {"Thrown away", english(5, 1500), {}, DocumentKind::Scene, {}, 0}});
  desk.library.tree().bin(ids[6]);
  desk.document(ids[0], "Old title");
  QCOMPARE(desk.read(), QString());
  const Corpus corpus = desk.now();
  QStringList bases = desk.titles();
  bases.replaceInStrings(QRegularExpression(", part .*"), "");
  bases.removeDuplicates();
  QCOMPARE(bases, (QStringList{"What I must not forget", "Low Water", "High Water"}));
  QCOMPARE(corpus.chapters[0].use, ChapterUse::LeftOut);
  QVERIFY(corpus.chapters[0].why.contains("note"));
  QCOMPARE(corpus.leftOutWords, 700);
  // With the words of its scenes, in their order, and none of the note's or the bin's.
  QCOMPARE(corpus.words + corpus.heldOutWords, 2 + 1500 + 800 + 1500);
  QVERIFY(desk.store.chapterText(corpus.chapters[1].id).startsWith("It began.\n\n"));
  // The author may think otherwise.
  desk.store.setChapterUse(corpus.chapters[0].id, ChapterUse::Learn);
  desk.read();
  QCOMPARE(desk.now().chapters[0].use, ChapterUse::Learn);
  QCOMPARE(desk.now().leftOutWords, 0);
}

void CorpusReaderTest::whatAModelWroteIsNotLearnt() {
  Desk desk;
  const QString before = english(1, 1500), made = "A model wrote these seven words here. ", behind = english(2, 1500);
  const int at = static_cast<int>(before.size()), end = at + static_cast<int>(made.size());
  const QString id = desk.library.create("Draft", before + made + behind,
                                         {{at, end, MarkKind::Generated, "seed 1"}, {0, 50, MarkKind::Pin, {}}});
  desk.document(id, "Draft");
  QCOMPARE(desk.read(), QString());
  QCOMPARE(desk.now().generatedWords, 7);
  QString learnt;
  for (const CorpusChapter& chapter : desk.now().chapters) learnt += desk.store.chapterText(chapter.id);
  QVERIFY(!learnt.contains("model wrote"));
  QCOMPARE(desk.now().words + desk.now().heldOutWords, 3000);
  const auto told = [&] {
    int count = 0;
    for (const CorpusChapter& chapter : desk.now().chapters) count += chapter.why.contains("model") ? 1 : 0;
    return count;
  };
  QCOMPARE(told(), 1);
  desk.store.setTakesGenerated(desk.corpus, true);
  desk.read();
  QCOMPARE(desk.now().generatedWords, 7);
  QCOMPARE(desk.now().words + desk.now().heldOutWords, 3007);
  QCOMPARE(told(), 0);
  // A text that is a model's from end to end.
  desk.store.setTakesGenerated(desk.corpus, false);
  desk.document(desk.library.create("All", made, {{0, end - at, MarkKind::Generated, {}}}), "All");
  desk.read();
  QCOMPARE(desk.chapter("All").use, ChapterUse::LeftOut);
  QVERIFY(isSentence(desk.chapter("All").why));
  QCOMPARE(desk.now().generatedWords, 14);
}

void CorpusReaderTest::whatStandsTwiceIsLearntOnce() {
  Desk desk;
  const QString story = english(1, 1200), licence = "\n\n" + english(9, 400);
  QString copy = story;
  copy.replace(" lamp ", " lantern ");
  desk.file("a.txt", (english(2, 2500) + licence).toUtf8());
  desk.file("b.md", ("# Story\n\n" + story + "\n\n# Other\n\n" + english(3, 1200) + licence).toUtf8());
  desk.file("c.txt", copy.toUtf8());
  desk.file("d.txt", (english(4, 900) + licence).toUtf8());
  QCOMPARE(desk.read(), QString());
  const Corpus corpus = desk.now();
  QCOMPARE(corpus.sources[2].words, 0);
  for (const CorpusChapter& chapter : corpus.chapters) {
    if (chapter.sourceId == corpus.sources[2].id) {
      QCOMPARE(chapter.use, ChapterUse::LeftOut);
      QVERIFY2(chapter.why.contains("Story") && isSentence(chapter.why), qPrintable(chapter.why));
      QVERIFY(chapter.duplicateWords > 200 && chapter.words == 0);
    }
    // What repeats something is not held out, and neither is what is repeated.
    if (chapter.duplicateWords > 0) QVERIFY(chapter.use != ChapterUse::HeldOut);
    if (chapter.title.startsWith("Story")) QCOMPARE(chapter.use, ChapterUse::Learn);
  }
  QVERIFY2(corpus.duplicateWords > 1950 && corpus.duplicateWords <= 2000,
           qPrintable(QString::number(corpus.duplicateWords)));
  QVERIFY(corpus.heldOutWords > 0);
  // The licence is learnt once, with the first text.
  int licences = 0;
  for (const CorpusChapter& chapter : corpus.chapters)
    licences += desk.store.chapterText(chapter.id).contains(licence.trimmed().right(60)) ? 1 : 0;
  QCOMPARE(licences, 1);
  // With the original left out by hand, the copy is learnt.
  for (const CorpusChapter& chapter : corpus.chapters)
    if (chapter.title.startsWith("Story")) desk.store.setChapterUse(chapter.id, ChapterUse::LeftOut);
  desk.read();
  QVERIFY(desk.now().sources[2].words > 1000);
}

void CorpusReaderTest::anotherLanguageIsLeftOut() {
  Desk desk;
  desk.file("a.md", (book(1, 6, 600) + "\n# Brief\n\n" + german(400)).toUtf8());
  QCOMPARE(desk.read(), QString());
  QCOMPARE(desk.now().language, QString("en"));
  const CorpusChapter letter = desk.chapter("Brief");
  QCOMPARE(letter.use, ChapterUse::LeftOut);
  QVERIFY2(letter.why.contains("Deutsch") && isSentence(letter.why), qPrintable(letter.why));
  QCOMPARE(desk.now().leftOutWords, letter.words);
  desk.store.setChapterUse(letter.id, ChapterUse::Learn);
  desk.read();
  QCOMPARE(desk.chapter("Brief").use, ChapterUse::Learn);
  QVERIFY(desk.chapter("Brief").why.isEmpty());
}

void CorpusReaderTest::saysWhatCannotBeRead() {
  Desk desk;
  desk.file("a.md", book(1, 6, 600).toUtf8());
  desk.file("broken.docx", "PK no zip");
  desk.store.addSource(desk.corpus, SourceKind::File, desk.folder.path("gone.txt"), "gone");
  desk.store.addSource(desk.corpus, SourceKind::Folder, desk.folder.path("nowhere"), "nowhere");
  QDir().mkpath(desk.folder.path("empty"));
  desk.store.addSource(desk.corpus, SourceKind::Folder, desk.folder.path("empty"), "empty");
  desk.document("no such document", "Lost");
  const QString binned = desk.library.create("Binned", english(3, 100));
  desk.library.tree().bin(binned);
  desk.document(binned, "Binned");
  QCOMPARE(desk.read(), QString());
  const QVector<CorpusSource> sources = desk.now().sources;
  QVERIFY(sources[0].notice.isEmpty() && sources[0].words > 3000);
  for (int i = 1; i < sources.size(); ++i) {
    QVERIFY2(isSentence(sources[i].notice), qPrintable(sources[i].title + sources[i].notice));
    QCOMPARE(sources[i].words, 0);
  }
  // Looking says the same; and without a library nothing is said anew.
  desk.look();
  for (int i = 0; i < sources.size(); ++i) QCOMPARE(desk.now().sources[i].notice, sources[i].notice);
  CorpusReader(desk.store).look(desk.corpus);
  for (int i = 0; i < sources.size(); ++i) QCOMPARE(desk.now().sources[i].notice, sources[i].notice);
}

void CorpusReaderTest::choicesByHandStay() {
  Desk desk;
  desk.file("book.md", book(1, 20, 600).toUtf8());
  desk.read();
  desk.store.setChapterUse(desk.chapter("Chapter 3").id, ChapterUse::LeftOut);
  desk.store.setChapterUse(desk.chapter("Chapter 4").id, ChapterUse::HeldOut);
  desk.write("book.md", ("# Prologue\n\n" + english(5, 200) + "\n\n" + book(1, 20, 600)).toUtf8());
  desk.read();
  QCOMPARE(desk.chapter("Chapter 3").use, ChapterUse::LeftOut);
  QVERIFY(desk.chapter("Chapter 3").chosenByHand && isSentence(desk.chapter("Chapter 3").why));
  QCOMPARE(desk.chapter("Chapter 4").use, ChapterUse::HeldOut);
  // One more may be held out beside it, so that they are enough; not many more.
  const Corpus corpus = desk.now();
  const double share = double(corpus.heldOutWords) / double(corpus.words + corpus.heldOutWords);
  QVERIFY2(share >= 0.05 && share < 0.12, qPrintable(QString::number(share)));
}

void CorpusReaderTest::whatIsAwayStays() {
  Desk desk;
  desk.file("book.md",
            (book(1, 12, 600) + "\n# Last\n\n## A\n\n" + english(8, 200) + "\n\n## B\n\n" + english(9, 200)).toUtf8());
  const QStringList ids = desk.library.create(QVector<NewDocument>{
      {"Draft", english(2, 900), {}, DocumentKind::Chapter}, {"Note", english(3, 200), {}, DocumentKind::Note, {}, 0}});
  desk.document(ids[0], "Draft");
  desk.file("copy.txt", english(102, 600).toUtf8());  // the second chapter
  desk.read();
  desk.store.setChapterUse(desk.chapter("Chapter 3").id, ChapterUse::LeftOut);
  desk.read();
  QCOMPARE(desk.chapter("copy").use, ChapterUse::LeftOut);
  const Corpus before = desk.now();
  const auto same = [&] {
    const Corpus now = desk.now();
    bool well = now.words == before.words && now.heldOutWords == before.heldOutWords &&
                now.chapters.size() == before.chapters.size();
    for (int i = 0; well && i < now.chapters.size(); ++i)
      well = now.chapters[i].id == before.chapters[i].id && now.chapters[i].use == before.chapters[i].use &&
             now.chapters[i].chosenByHand == before.chapters[i].chosenByHand;
    return well;
  };
  QVERIFY(QFile::rename(desk.folder.path("book.md"), desk.folder.path("away.md")));
  desk.read();
  QVERIFY(same());
  QVERIFY(isSentence(desk.now().sources[0].notice));
  CorpusReader(desk.store).read(desk.corpus);
  QVERIFY(same());
  QVERIFY(isSentence(desk.now().sources[1].notice));
  // It is back, as it was.
  QVERIFY(QFile::rename(desk.folder.path("away.md"), desk.folder.path("book.md")));
  desk.look();
  for (const CorpusSource& source : desk.now().sources) QCOMPARE(source.notice, QString());
}

void CorpusReaderTest::changesAreNoticed() {
  Desk desk;
  const QByteArray text = book(1, 6, 600).toUtf8();
  desk.file("book.md", text);
  const QString id = desk.library.create("Draft", english(2, 900));
  desk.document(id, "Draft");
  desk.read();
  const auto notice = [&](int i) {
    desk.look();
    return desk.now().sources[i].notice;
  };
  QVERIFY(notice(0).isEmpty() && notice(1).isEmpty());
  // The same bytes at another time are the same text.
  QTest::qWait(20);
  desk.write("book.md", text);
  QCOMPARE(notice(0), QString());
  desk.write("book.md", text + "More.\n");
  QVERIFY2(isSentence(notice(0)) && notice(0).contains("changed"), qPrintable(notice(0)));
  desk.write("book.md", text);
  QCOMPARE(notice(0), QString());
  QFile::remove(desk.folder.path("book.md"));
  QVERIFY(isSentence(notice(0)));
  desk.write("book.md", text + "More.\n");
  desk.read();
  QCOMPARE(notice(0), QString());
  desk.library.apply(id, {{0, 0, "New. "}});
  desk.library.commit();
  QVERIFY2(isSentence(notice(1)) && notice(1).contains("Draft"), qPrintable(notice(1)));
  desk.read();
  QCOMPARE(notice(1), QString());
  desk.library.tree().bin(id);
  QVERIFY(isSentence(notice(1)));
  desk.library.tree().restore(id);
  QCOMPARE(notice(1), QString());
}

void CorpusReaderTest::aStoryIsCut() {
  Desk desk;
  desk.file("story.txt", english(1, 2600).toUtf8());
  QCOMPARE(desk.read(), QString());
  const Corpus corpus = desk.now();
  QVERIFY2(corpus.chapters.size() >= 6, qPrintable(QString::number(corpus.chapters.size())));
  QCOMPARE(corpus.chapters[1].title, QString("story, part 2"));
  const double share = double(corpus.heldOutWords) / 2600;
  QVERIFY2(share > 0.07 && share < 0.13, qPrintable(QString::number(share)));
  // Two chapters that are half of everything each could not be held out.
  Desk other;
  other.file("two.md", book(1, 2, 5000).toUtf8());
  QCOMPARE(other.read(), QString());
  QVERIFY(other.titles().contains("Chapter 2, part 3"));
  const double held = double(other.now().heldOutWords) / 10000;
  QVERIFY2(held > 0.07 && held < 0.11, qPrintable(QString::number(held)));
}

void CorpusReaderTest::tooLittleIsSaid() {
  Desk desk;
  QVERIFY(isSentence(desk.read()));
  desk.file("a.txt", english(1, 1900).toUtf8());
  const QString little = desk.read();
  QVERIFY2(isSentence(little) && little.contains("2000"), qPrintable(little));
  desk.file("b.txt", english(2, 200).toUtf8());
  QCOMPARE(desk.read(), QString());
  for (const CorpusChapter& chapter : desk.now().chapters) desk.store.setChapterUse(chapter.id, ChapterUse::Learn);
  QVERIFY(desk.read().contains("held out"));
}

void CorpusReaderTest::stoppedNothingHasChanged() {
  Desk desk;
  desk.file("a.md", book(1, 10, 600).toUtf8());
  desk.read();
  const qint64 version = desk.store.version();
  desk.file("b.md", book(2, 10, 600).toUtf8());
  double last = 0;
  for (const double until : {0.0, 0.3, 0.6, 0.9}) {
    QVERIFY_EXCEPTION_THROWN(CorpusReader(desk.store).read(desk.corpus, Work([&](double share) {
                                                             last = share;
                                                             return share < until;
                                                           })),
                             Stopped);
  }
  QCOMPARE(desk.now().chapters.size(), 10);
  QCOMPARE(desk.store.version(), version + 1);  // the new source
  QVERIFY(last <= 1);
}

void CorpusReaderTest::isWrittenForTraining() {
  Desk desk;
  desk.file("a.md", book(1, 20, 300).toUtf8());
  desk.file("b.md", book(2, 2, 300).toUtf8());
  desk.read();
  for (const CorpusChapter& chapter : desk.now().chapters) desk.store.setChapterUse(chapter.id, ChapterUse::Learn);
  desk.store.setChapterUse(desk.now().chapters[5].id, ChapterUse::HeldOut);
  desk.store.setChapterUse(desk.now().chapters[6].id, ChapterUse::HeldOut);
  desk.store.setChapterUse(desk.now().chapters[9].id, ChapterUse::LeftOut);
  const QString learn = desk.folder.path("job/learn"), heldOut = desk.folder.path("job/held-out");
  desk.write("job/learn/old.txt", "Old.");
  writeTraining(desk.store, desk.corpus, learn, heldOut);
  const auto text = [](const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
  };
  QCOMPARE(QDir(learn).entryList(QDir::Files), (QStringList{"00001.txt", "00002.txt", "00003.txt", "00004.txt"}));
  QCOMPARE(QDir(heldOut).entryList(QDir::Files), QStringList{"00001.txt"});
  const QString first = text(learn + "/00001.txt");
  QVERIFY(first.startsWith("# Chapter 1\n") && first.contains("\n\n# Chapter 5\n") && !first.contains("# Chapter 6"));
  QCOMPARE(first.count("# Chapter"), 5);
  QCOMPARE(text(learn + "/00002.txt").count("# Chapter"), 2);
  QCOMPARE(text(learn + "/00003.txt").count("# Chapter"), 10);
  QVERIFY(text(heldOut + "/00001.txt").startsWith("# Chapter 6\n"));
  QCOMPARE(text(heldOut + "/00001.txt").count("# Chapter"), 2);
  qint64 words = 0;
  for (const QString& name : QDir(learn).entryList(QDir::Files)) words += countWords(text(learn + '/' + name));
  QCOMPARE(words, desk.now().words);
  const auto error = errorOf([&] { writeTraining(desk.store, "gone", learn, heldOut); });
  QVERIFY(error && isSentence(error->sentence()));
}

void CorpusReaderTest::theSameTextsAreTheSameChoice() {
  QVector<ChapterUse> first;
  for (int round = 0; round < 2; ++round) {
    Desk desk;
    desk.file("a.md", book(1, 14, 700).toUtf8());
    desk.read();
    QVector<ChapterUse> uses;
    for (const CorpusChapter& chapter : desk.now().chapters) uses << chapter.use;
    if (round == 0) first = uses;
    QCOMPARE(uses, first);
  }
}

// By hand: LACUNA_PROSE=FOLDER says how long the books in it take, and what becomes of them.
void CorpusReaderTest::howLongItTakes() {
  const QString folder = qEnvironmentVariable("LACUNA_PROSE");
  if (folder.isEmpty()) QSKIP("LACUNA_PROSE names no folder of books");
  Desk desk;
  desk.store.addSource(desk.corpus, SourceKind::Folder, folder, "books");
  QElapsedTimer timer;
  timer.start();
  const std::clock_t processor = std::clock();
  desk.read();
  const Corpus corpus = desk.now();
  qInfo(
      "%lld words learnt, %lld held out in %lld chapters, %lld left out, %lld twice, about %lld tokens, %s: %lld ms, "
      "%.0f of the processor",
      static_cast<long long>(corpus.words), static_cast<long long>(corpus.heldOutWords),
      static_cast<long long>(std::count_if(corpus.chapters.begin(), corpus.chapters.end(),
                                           [](const CorpusChapter& each) { return each.use == ChapterUse::HeldOut; })),
      static_cast<long long>(corpus.leftOutWords), static_cast<long long>(corpus.duplicateWords),
      static_cast<long long>(corpus.tokens), qPrintable(corpus.language), static_cast<long long>(timer.elapsed()),
      1000.0 * static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC);
  for (const CorpusChapter& chapter : corpus.chapters)
    if (!chapter.why.isEmpty()) qInfo("%s: %s", qPrintable(chapter.title), qPrintable(chapter.why));
}

QTEST_APPLESS_MAIN(CorpusReaderTest)
#include "corpus_reader_test.moc"
