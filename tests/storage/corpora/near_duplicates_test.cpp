// SPDX-License-Identifier: GPL-3.0-or-later
// Near copies: found with some words changed, in dialogue, with paragraphs put in and left out; and not found where
// people only say what everybody says.
#include <QRandomGenerator>
#include <QTest>
#include <algorithm>

#include "storage/corpora/near_duplicates.h"
#include "storage/search/passages.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

// Words of a made-up language, so that no two paragraphs share five in a row by chance.
QString word(QRandomGenerator& random) {
  static const QStringList kSyllables{"ka", "lo", "mi", "tu", "re", "sa", "no", "vi", "pe", "da", "shu", "go"};
  QString word;
  for (quint32 i = 0, count = 1 + random.bounded(3U); i < count; ++i) word += kSyllables[random.bounded(12)];
  return word;
}

QString paragraph(QRandomGenerator& random, int words) {
  QStringList list;
  for (int i = 0; i < words; ++i) list << word(random);
  return list.join(' ') + QStringLiteral(".\n\n");
}

// Prose: some long paragraphs, some lines of dialogue.
QStringList chapter(quint32 seed, int paragraphs = 60) {
  QRandomGenerator random(seed);
  QStringList list;
  for (int i = 0; i < paragraphs; ++i) list << paragraph(random, random.bounded(3) == 0 ? 5 : 20 + random.bounded(60));
  return list;
}

// With this share of the words replaced.
QStringList changed(const QStringList& paragraphs, double share, quint32 seed) {
  QRandomGenerator random(seed);
  QStringList result;
  for (const QString& each : paragraphs) {
    QStringList words = each.trimmed().split(' ');
    for (QString& one : words)
      if (random.generateDouble() < share) one = word(random) + QStringLiteral("x");
    result << words.join(' ') + QStringLiteral("\n\n");
  }
  return result;
}

// Keeps the texts, and finds in them; each list is a chapter.
struct Found {
  QVector<QStringList> chapters;
  std::vector<int> first;
  explicit Found(const QVector<QStringList>& texts) : chapters(texts) {
    std::vector<CorpusPassage> passages;
    for (int i = 0; i < chapters.size(); ++i)
      for (const QString& each : chapters[i]) passages.push_back({each, i});
    first = findNearDuplicates(passages);
  }
  // Of a chapter's words, the share in passages that stand before.
  double share(int chapter) const {
    std::size_t at = 0;
    double repeated = 0, all = 0;
    for (int i = 0; i < chapters.size(); ++i)
      for (const QString& each : chapters[i]) {
        const auto words = static_cast<double>(each.count(' ') + 1);
        if (i == chapter) all += words;
        if (i == chapter && first[at] >= 0) repeated += words;
        ++at;
      }
    return all > 0 ? repeated / all : 0;
  }
};

}  // namespace

class NearDuplicatesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsACopy();
  void findsANearCopy();
  void followsWhatWasPutInAndLeftOut();
  void findsDialogueInACopyAndNotElsewhere();
  void typographyChangesNothing();
  void theFirstStays();
  void aLicenceInEveryFile();
  void nothingInNothing();
  void stops();
  void realProse();
};

void NearDuplicatesTest::findsACopy() {
  const QStringList one = chapter(1), two = chapter(2);
  const Found found({one, two, one});
  QCOMPARE(found.share(0), 0.0);
  QCOMPARE(found.share(1), 0.0);
  QCOMPARE(found.share(2), 1.0);
  for (int i = 0; i < one.size(); ++i) QCOMPARE(found.first[static_cast<std::size_t>(one.size() + two.size() + i)], i);
}

void NearDuplicatesTest::findsANearCopy() {
  double least = 1;
  for (quint32 seed = 10; seed < 30; ++seed) {
    const QStringList own = chapter(seed);
    const Found found({own, chapter(seed + 100), changed(own, 0.05, seed)});
    QCOMPARE(found.share(0), 0.0);
    QCOMPARE(found.share(1), 0.0);
    least = std::min(least, found.share(2));
  }
  QVERIFY2(least > 0.97, qPrintable(QString::number(least)));
}

void NearDuplicatesTest::followsWhatWasPutInAndLeftOut() {
  const QStringList own = chapter(3);
  QStringList copy = changed(own, 0.03, 3);
  QRandomGenerator random(9);
  const QString put = paragraph(random, 40);
  copy.insert(20, put);
  copy.removeAt(40);
  copy.removeAt(7);
  const Found found({own, copy});
  const double share = found.share(1);
  QVERIFY2(share > 0.93 && share < 1, qPrintable(QString::number(share)));
  QCOMPARE(found.first[static_cast<std::size_t>(own.size() + 19)], -1);  // what is new is not a copy
}

void NearDuplicatesTest::findsDialogueInACopyAndNotElsewhere() {
  const QString yes = "“Yes,” he said.\n\n", no = "“No, I do not think so,” she said.\n\n";
  QStringList one = chapter(4), two = chapter(5);
  for (QStringList* each : {&one, &two})
    for (const int at : {10, 20, 30}) {
      each->insert(at, yes);
      each->insert(at, no);
    }
  const Found apart({one, two});
  QCOMPARE(apart.share(1), 0.0);
  const Found copied({one, one});
  QCOMPARE(copied.share(1), 1.0);
}

void NearDuplicatesTest::typographyChangesNothing() {
  QStringList own;
  for (const QString& each : chapter(6)) own << QStringLiteral("\"Don't %1").arg(each);
  QStringList set;
  for (QString each : own) set << each.replace("\"Don't", "*“DON’T*").replace(" ka ", "  ka — ").toUpper();
  QCOMPARE(Found({own, set}).share(1), 1.0);
}

void NearDuplicatesTest::theFirstStays() {
  const QStringList own = chapter(7);
  const Found found({chapter(8), own, changed(own, 0.05, 1), own, changed(own, 0.05, 2)});
  QCOMPARE(found.share(0), 0.0);
  QCOMPARE(found.share(1), 0.0);
  QCOMPARE(found.share(3), 1.0);
  QVERIFY(found.share(2) > 0.95 && found.share(4) > 0.95);
  for (std::size_t i = 0; i < found.first.size(); ++i) QVERIFY(found.first[i] < static_cast<int>(i));
}

void NearDuplicatesTest::aLicenceInEveryFile() {
  const QStringList licence = chapter(11, 6);
  QVector<QStringList> files;
  for (quint32 i = 0; i < 40; ++i) files << chapter(200 + i, 10) + licence;
  const Found found(files);
  QCOMPARE(found.share(0), 0.0);
  for (int file = 1; file < files.size(); ++file) {
    const std::size_t begin = static_cast<std::size_t>(file * 16);
    for (std::size_t i = 0; i < 16; ++i) QCOMPARE(found.first[begin + i] >= 0, i >= 10);
  }
}

void NearDuplicatesTest::nothingInNothing() {
  QVERIFY(findNearDuplicates({}).empty());
  QCOMPARE(Found({{QString(), "\n\n", "One.", "", "***\n\n", "***\n\n"}}).first, std::vector<int>(6, -1));
}

void NearDuplicatesTest::stops() {
  const QStringList own = chapter(12, 600);
  std::vector<CorpusPassage> passages;
  for (const QString& each : own) passages.push_back({each, 0});
  QVERIFY_EXCEPTION_THROWN(findNearDuplicates(passages, Work([](double share) { return share < 0.2; })), Stopped);
}

// By hand: LACUNA_PROSE=FOLDER measures on the books in it, each with a copy in which 5 of 100 words are others.
void NearDuplicatesTest::realProse() {
  const QString folder = qEnvironmentVariable("LACUNA_PROSE");
  if (folder.isEmpty()) QSKIP("LACUNA_PROSE names no folder of books");
  const double share = qEnvironmentVariable("LACUNA_PROSE_CHANGED", "0.05").toDouble();
  QVector<QStringList> books, copies;
  qint64 words = 0;
  QRandomGenerator random(5);
  for (const QString& name : QDir(folder).entryList({"*.txt"}, QDir::Files)) {
    QFile file(folder + '/' + name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    QStringList paragraphs, copy;
    for (const Passage& passage : passagesOf(text)) paragraphs << text.mid(passage.begin, passage.length);
    const QStringList all = text.split(QRegularExpression("\\s+"), Qt::SkipEmptyParts);
    for (const QString& paragraph : paragraphs) {
      QStringList list = paragraph.split(' ');
      for (QString& one : list)
        if (random.generateDouble() < share) one = all[random.bounded(all.size())];
      copy << list.join(' ');
    }
    words += all.size();
    books << paragraphs;
    copies << copy;
  }
  QElapsedTimer timer;
  timer.start();
  const Found found(books + copies);
  const qint64 took = timer.elapsed();
  double missed = 0, wrong = 0, copied = 0, missedLong = 0;
  int elsewhere = 0;
  std::size_t at = 0;
  const std::size_t offset = found.first.size() / 2;
  for (int i = 0; i < found.chapters.size(); ++i)
    for (const QString& each : found.chapters[i]) {
      const auto count = static_cast<double>(each.split(' ', Qt::SkipEmptyParts).size());
      const bool isCopy = i >= books.size();
      const int first = found.first[at];
      if (!isCopy && first >= 0) wrong += count;
      if (isCopy) copied += count;
      if (isCopy && first < 0) missed += count;
      if (isCopy && first < 0 && count >= 30) missedLong += count;
      if (isCopy && first >= 0 && static_cast<std::size_t>(first) + offset != at) ++elsewhere;
      ++at;
    }
  qInfo(
      "%lld words in %lld books and their copies: %.0f copied, %.2f %% of them missed (%.2f %% in paragraphs of 30 "
      "words or more), %.3f %% of the books' own taken for copies, %d paragraphs found elsewhere; %lld ms",
      static_cast<long long>(2 * words), static_cast<long long>(books.size()), copied, 100 * missed / copied,
      100 * missedLong / copied, 100 * wrong / copied, elsewhere, static_cast<long long>(took));
  QVERIFY(missed < 0.02 * copied && wrong < 0.005 * copied);
}

QTEST_APPLESS_MAIN(NearDuplicatesTest)
#include "near_duplicates_test.moc"
