// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/writing_log.h"

#include <QTest>

#include "storage/library.h"
#include "storage/text_counts.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

// Types each letter by itself, as a person does; "<" is backspace.
int type(Library& library, const QString& id, int at, const QString& keys) {
  for (const QChar key : keys) {
    if (key == QLatin1Char('<')) {
      library.apply(id, {{--at, 1, {}}});
    } else {
      library.apply(id, {{at++, 0, QString(key)}});
    }
  }
  return at;
}

}  // namespace

class WritingLogTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void typing_data() {
    QTest::addColumn<QString>("keys");
    QTest::addColumn<int>("typed");
    QTest::addColumn<int>("deleted");
    QTest::newRow("words") << "the old lamp " << 3 << 0;
    QTest::newRow("a slip that is mended at once") << "teh<<he lamp" << 2 << 0;
    QTest::newRow("a word that was taken back") << "lamp<<<<door" << 1 << 0;
    QTest::newRow("all taken back, and more that stood there") << "one two<<<<<<<<<<<<<<<<<<<" << 0 << 2;
  }
  void typing() {
    QFETCH(QString, keys);
    const test::Folder folder;
    Library library(folder.path());
    const QString id = library.create(QStringLiteral("Draft"), QStringLiteral("Nobody came here. "));
    type(library, id, 18, keys);
    library.commit();
    const WritingCount count = library.writing().thisSession();
    QTEST(count.typed, "typed");
    QTEST(count.deleted, "deleted");
    QCOMPARE(count.pasted + count.generated, 0);
  }

  void originsAreToldApart() {
    const test::Folder folder;
    Library library(folder.path());
    const QString id = library.create(QStringLiteral("Draft"), QString());
    const auto apply = [&](const Edit& edit, EditOrigin origin, HistoryEvent::Kind kind = HistoryEvent::Push,
                           const QVector<Mark>& marks = {}) {
      library.apply(id, {edit}, {kind, "step", marks, origin});
    };
    apply({0, 0, QStringLiteral("one two three ")}, EditOrigin::Typed);  // an input method may bring several
    apply({0, 0, QStringLiteral("four ")}, EditOrigin::Pasted);
    apply({0, 0, QStringLiteral("five six ")}, EditOrigin::Generated);
    apply({0, 0, QStringLiteral("seven ")}, EditOrigin::Uncounted);
    // Not said: what lies under a generated mark, several words at once, one word.
    apply({0, 0, QStringLiteral("eight ")}, EditOrigin::Unknown, HistoryEvent::Push,
          {{0, 6, MarkKind::Generated, QStringLiteral("m")}});
    apply({0, 0, QStringLiteral("nine ten ")}, EditOrigin::Unknown);
    apply({0, 0, QStringLiteral("eleven ")}, EditOrigin::Unknown);
    library.commit();
    WritingCount count = library.writing().thisSession();
    QCOMPARE(count.typed, 4);
    QCOMPARE(count.pasted, 3);
    QCOMPARE(count.generated, 3);
    QCOMPARE(count.deleted, 0);
    // What is undone was not written, and what is redone was; of an unknown step nothing is said.
    apply({0, 7, {}}, EditOrigin::Typed, HistoryEvent::Undo);
    apply({0, 9, {}}, EditOrigin::Pasted, HistoryEvent::Undo);
    apply({0, 6, {}}, EditOrigin::Unknown, HistoryEvent::Undo);
    library.commit();
    count = library.writing().thisSession();
    QCOMPARE(count.typed, 3);
    QCOMPARE(count.pasted, 1);
    QCOMPARE(count.generated, 3);
    QCOMPARE(count.deleted, 0);
    apply({0, 0, QStringLiteral("eleven ")}, EditOrigin::Typed, HistoryEvent::Redo);
    library.commit();
    QCOMPARE(library.writing().thisSession().typed, 4);
    // Typed over a chosen word: one gone, one new.
    apply({0, 6, QStringLiteral("x")}, EditOrigin::Typed);
    library.commit();
    QCOMPARE(library.writing().thisSession().typed, 5);
    QCOMPARE(library.writing().thisSession().deleted, 1);
  }

  // Days and pauses, by a clock of the test's own.
  void daysAndTime() {
    const QDateTime noon(QDate(2026, 11, 30), QTime(12, 0));
    const auto at = [&noon](qint64 seconds) { return noon.addSecs(seconds).toMSecsSinceEpoch(); };
    WritingCounter counter;
    counter.count({0, 0, 4, 1}, {EditOrigin::Typed, false, at(0)});
    counter.count({4, 0, 5, 1}, {EditOrigin::Typed, false, at(20)});
    counter.count({9, 0, 5, 1}, {EditOrigin::Typed, false, at(500)});  // a walk between
    counter.count({14, 0, 5, 1}, {EditOrigin::Typed, false, at(530)});
    counter.count({19, 0, 5, 2}, {EditOrigin::Pasted, false, at(24 * 3600)});
    QCOMPARE(counter.sums().size(), 2);
    QCOMPARE(counter.sums().first(), (WritingCount{4, 0, 0, 0, 50000}));
    QCOMPARE(counter.sums().last(), (WritingCount{0, 0, 2, 0, 0}));
  }

  void sumsComeBack() {
    const test::Folder folder;
    const QDate today = QDate::currentDate();
    QString one;
    QString two;
    {
      Library library(folder.path());
      one = library.create(QStringLiteral("One"), QString());
      two = library.create(QStringLiteral("Two"), QString());
      type(library, one, 0, QStringLiteral("a b c "));
      library.commit();
      library.commit();  // nothing twice
      type(library, one, 6, QStringLiteral("d "));
      type(library, two, 0, QStringLiteral("e f "));
      library.commit();
      QTest::qWait(2);
      library.writing().begin();
      type(library, two, 4, QStringLiteral("g "));
      library.commit();
      QCOMPARE(library.writing().thisSession().typed, 1);
    }
    Library library(folder.path());
    WritingLog& writing = library.writing();
    QCOMPARE(writing.thisSession(), WritingCount());
    QCOMPARE(writing.on(today).typed, 7);
    QCOMPARE(writing.on(today, {one}).typed, 4);
    QCOMPARE(writing.on(today, {one, two}).typed, 7);
    QCOMPARE(writing.on(today.addDays(-1)).typed, 0);
    QCOMPARE(writing.sessions(10).size(), 2);
    QCOMPARE(writing.sessions(10)[0].count.typed, 1);
    QCOMPARE(writing.sessions(10)[1].count.typed, 6);
    QCOMPARE(writing.sessions(1).size(), 1);
    QCOMPARE(writing.sessions(10, {one}).size(), 1);
    QVERIFY(writing.sessions(1)[0].begun <= writing.sessions(1)[0].ended);
    library.database().execute("UPDATE writing SET day = '2026-01-31' WHERE document = 1");
    const QVector<WritingDay> days = writing.days(QDate(2026, 1, 1), today);
    QCOMPARE(days.size(), 2);
    QCOMPARE(days[0].day, QDate(2026, 1, 31));
    QCOMPARE(days[0].count.typed, 4);
    QCOMPARE(writing.days(QDate(2026, 1, 1), QDate(2026, 1, 30)).size(), 0);
    // A day's work stays when the document goes for good.
    library.tree().bin(one);
    QCOMPARE(library.emptyBin(), 1);
    QCOMPARE(writing.days(QDate(2026, 1, 31), QDate(2026, 1, 31))[0].count.typed, 4);
    QCOMPARE(writing.on(QDate(2026, 1, 31), {two}).typed, 0);
  }

  void aGoal() {
    const test::Folder folder;
    QString id;
    {
      Library library(folder.path());
      id = library.create(QStringLiteral("Draft"), QString());
      QCOMPARE(library.goal(), WritingGoal());
      QVERIFY(!library.hasGoal());
      library.setGoal({1000, QDate(2027, 3, 1)});  // a day's own is on every day
      library.setGoal({80000, QDate(2027, 3, 1)}, id);
      QVERIFY(test::errorOf([&] { library.setGoal({-1}); }));
      QVERIFY(test::errorOf([&] { library.setGoal({5}, QStringLiteral("nobody")); }));
    }
    Library library(folder.path());
    QCOMPARE(library.goal(), WritingGoal{1000});
    QCOMPARE(library.goal(id), (WritingGoal{80000, QDate(2027, 3, 1)}));
    library.setSetting(QStringLiteral("goal.") + id, QStringLiteral("500"));  // of an earlier version
    QCOMPARE(library.goal(id), WritingGoal{500});
    library.setGoal({});
    QCOMPARE(library.goal(), WritingGoal());
    QVERIFY(library.hasGoal());
    library.tree().bin(id);
    library.remove(id);
    QCOMPARE(library.database().number("SELECT count(*) FROM settings WHERE name LIKE 'goal.%'"), 0);
  }

  void whatATextAmountsTo_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QVector<int>>("counts");  // words, generated, characters, letters, sentences, paragraphs
    QTest::newRow("nothing") << "" << QVector<int>{0, 0, 0, 0, 0, 0};
    QTest::newRow("lines") << "The old lamp.\n\n  \nNobody came.\n" << QVector<int>{5, 2, 27, 22, 2, 2};
    QTest::newRow("a dash is no word") << "old \u2014 lamp" << QVector<int>{2, 1, 10, 8, 1, 1};
    QTest::newRow("a wave is one letter") << QString::fromUcs4(U"\U0001F30A a") << QVector<int>{1, 0, 3, 2, 1, 1};
  }
  void whatATextAmountsTo() {
    QFETCH(QString, text);
    QFETCH(QVector<int>, counts);
    const QVector<Mark> marks{{4, 9, MarkKind::Generated, {}}, {0, 3, MarkKind::Pin, {}}};
    const TextCounts found = countText(text, marks);
    QCOMPARE((QVector<int>{found.words, found.generated, found.characters, found.letters, found.sentences,
                           found.paragraphs}),
             counts);
    // A part of a text is counted with the text's own marks.
    const TextCounts part = countText(QStringView(text).mid(qMin<qsizetype>(4, text.size())), marks, 4);
    QCOMPARE(part.generated, text.size() > 4 ? counts[1] : 0);
  }

  void sentences_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("sentences");
    QTest::newRow("two") << "It rained. Nobody came!" << 2;
    QTest::newRow("the end of a line ends one") << "A heading\nIt rained" << 2;
    QTest::newRow("speech goes on") << QString::fromUtf8("\u201cWhere?\u201d she asked. \u201cHere!\u201d He sat.")
                                    << 3;
    QTest::newRow("German quotes") << QString::fromUtf8("\u201eWo?\u201c fragte sie. \u00bbHier.\u00ab Er sa\u00df.")
                                   << 3;
    QTest::newRow("titles and initials") << "Mr. Brown met J. R. Hartley. So did I. They left." << 3;
    QTest::newRow("a day's number") << QString::fromUtf8("Am 3. Mai kam sie, z. B. Dr. Ems. Es war 1984. Dann ging er.")
                                    << 3;
    QTest::newRow("an ellipsis") << QString::fromUtf8("Well\u2026 perhaps. Well\u2026 Perhaps...") << 3;
    QTest::newRow("no words") << "* * *\n...\n\u2014\n" << 0;
    QTest::newRow("emphasis") << "*It rained.* **Nobody came.**" << 2;
  }
  void sentences() {
    QFETCH(QString, text);
    QTEST(countText(text).sentences, "sentences");
  }
};

QTEST_GUILESS_MAIN(WritingLogTest)
#include "writing_log_test.moc"
