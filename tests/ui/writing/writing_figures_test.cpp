// SPDX-License-Identifier: GPL-3.0-or-later
// What is told from days: rows in a row, averages, bars, how far it is to a goal, tables.
#include "ui/writing/writing_figures.h"

#include <QTest>

using namespace lacuna;
using namespace lacuna::ui;

namespace {

const QDate kToday(2026, 12, 1);  // a Tuesday

storage::WritingDay day(int ago, int typed, int pasted = 0) {
  storage::WritingCount count;
  count.typed = typed;
  count.pasted = pasted;
  return {kToday.addDays(-ago), count};
}

}  // namespace

class WritingFiguresTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void daysInARow_data() {
    QTest::addColumn<QVector<storage::WritingDay>>("days");
    QTest::addColumn<int>("streak");
    QTest::addColumn<int>("longest");
    using Days = QVector<storage::WritingDay>;
    QTest::newRow("none") << Days() << 0 << 0;
    QTest::newRow("today") << Days{day(0, 5)} << 1 << 1;
    QTest::newRow("today is not over") << Days{day(2, 5), day(1, 5)} << 2 << 2;
    QTest::newRow("yesterday was missed") << Days{day(4, 5), day(3, 5), day(2, 5)} << 0 << 3;
    QTest::newRow("a gap") << Days{day(5, 5), day(4, 5), day(3, 5), day(1, 5), day(0, 5)} << 2 << 3;
    QTest::newRow("pasting is no writing") << Days{day(2, 5), day(1, 0, 300), day(0, 5)} << 1 << 1;
  }
  void daysInARow() {
    QFETCH(QVector<storage::WritingDay>, days);
    const WritingFigures figures = figuresOf(days, kToday);
    QTEST(figures.streak, "streak");
    QTEST(figures.longest, "longest");
  }

  void averageAndBest() {
    const WritingFigures figures = figuresOf({day(9, 100), day(8, 0, 50), day(7, 301), day(6, 301)}, kToday);
    QCOMPARE(figures.written, 3);
    QCOMPARE(figures.average, 234);
    QCOMPARE(figures.best.day, kToday.addDays(-7));
    QVERIFY(!figuresOf({}, kToday).best.day.isValid());
  }

  void barsHaveNoGaps() {
    const QVector<storage::WritingDay> days{day(400, 7), day(90, 9), day(27, 3, 4), day(0, 5)};
    const QVector<ChartBar> weeks4 = barsOf(days, ChartSpan::FourWeeks, kToday, Qt::Monday);
    QCOMPARE(weeks4.size(), 28);
    QCOMPARE(weeks4.first().first, kToday.addDays(-27));
    QCOMPARE(weeks4.first().count.typed, 3);
    QCOMPARE(weeks4.first().count.pasted, 4);
    QCOMPARE(weeks4.last().count.typed, 5);
    const QVector<ChartBar> months3 = barsOf(days, ChartSpan::ThreeMonths, kToday, Qt::Monday);
    QCOMPARE(months3.size(), 91);
    QCOMPARE(months3.first().count.typed, 9);
    for (const Qt::DayOfWeek begins : {Qt::Monday, Qt::Sunday, Qt::Tuesday, Qt::Wednesday}) {
      const QVector<ChartBar> year = barsOf(days, ChartSpan::Year, kToday, begins);
      QCOMPARE(year.size(), 53);
      QCOMPARE(year.last().last, kToday);
      int typed = 0;
      for (int i = 0; i < year.size(); ++i) {
        QCOMPARE(year.at(i).first.dayOfWeek(), static_cast<int>(begins));
        if (i > 0) QCOMPARE(year.at(i - 1).last.addDays(1), year.at(i).first);
        typed += year.at(i).count.typed;
      }
      QCOMPARE(typed, 17);
    }
  }

  void theWayToAGoal() {
    using storage::WritingGoal;
    QCOMPARE(wayTo({}, 500, 0, kToday).left, 0);
    const GoalWay undated = wayTo({1000}, 400, 100, kToday);
    QCOMPARE(undated.left, 700);
    QCOMPARE(undated.today, 0);
    // Ten days with today, 700 words from this morning on: 70 today, of which 100 are there.
    const GoalWay ahead = wayTo({1000, kToday.addDays(9)}, 400, 100, kToday);
    QCOMPARE(ahead.days, 10);
    QCOMPARE(ahead.today, 70);
    QCOMPARE(ahead.now, 0);
    const GoalWay behind = wayTo({1000, kToday.addDays(9)}, 310, 10, kToday);
    QCOMPARE(behind.today, 70);
    QCOMPARE(behind.now, 60);
    // A day of cutting makes today's share larger by what was cut.
    QCOMPARE(wayTo({1000, kToday.addDays(9)}, 290, -10, kToday).now, 80);
    const GoalWay last = wayTo({1000, kToday}, 999, 0, kToday);
    QCOMPARE(last.days, 1);
    QCOMPARE(last.now, 1);
    const GoalWay over = wayTo({1000, kToday.addDays(-1)}, 400, 0, kToday);
    QCOMPARE(over.days, 0);
    QCOMPARE(over.today, 0);
    QCOMPARE(wayTo({1000, kToday.addDays(2)}, 1200, 10, kToday).today, 0);
  }

  void timesAndShares() {
    QCOMPARE(durationText(0), QString());
    QCOMPARE(durationText(59999), QStringLiteral("less than a minute"));
    QCOMPARE(durationText(48 * 60000), QStringLiteral("48 min"));
    QCOMPARE(durationText(80 * 60000), QStringLiteral("1 h 20 min"));
    QCOMPARE(readingTime(2400), QStringLiteral("10 min"));
    QCOMPARE(readingTime(100000000), QStringLiteral("6944 h 26 min"));
    QCOMPARE(shareText(0, 10), QString());
    QCOMPARE(shareText(1, 1000), QStringLiteral("< 1%"));
    QCOMPARE(shareText(1, 3), QStringLiteral("33%"));
  }

  void tablesForOtherPrograms() {
    QCOMPARE(csvOf({{QStringLiteral("a"), QStringLiteral("b, \"c\"")}, {QStringLiteral("two\nlines"), QString()}}),
             QStringLiteral("a,\"b, \"\"c\"\"\"\r\n\"two\nlines\",\r\n"));
  }
};

QTEST_GUILESS_MAIN(WritingFiguresTest)
#include "writing_figures_test.moc"
