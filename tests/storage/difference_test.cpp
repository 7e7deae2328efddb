// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/difference.h"

#include <QElapsedTimer>
#include <QTest>

#include "storage/edits.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

QString applied(QString text, const QVector<Edit>& edits) {
  for (const Edit& edit : edits) applyEdit(text, edit);
  return text;
}

// What must hold of every difference: in order, apart, true to both texts.
void check(const QString& before, const QString& after, const QVector<Change>& changes) {
  int a = 0;
  int b = 0;
  for (const Change& change : changes) {
    QVERIFY(change.beginBefore < change.endBefore || change.beginAfter < change.endAfter);
    QCOMPARE(change.beginBefore - a, change.beginAfter - b);  // as much is the same in both
    QVERIFY(a == 0 || change.beginBefore > a);                // something is
    QCOMPARE(before.mid(a, change.beginBefore - a), after.mid(b, change.beginAfter - b));
    a = change.endBefore;
    b = change.endAfter;
  }
  QCOMPARE(before.mid(a), after.mid(b));
  QCOMPARE(applied(before, editsFor(changes, after)), after);
}

QStringList said(const QString& before, const QString& after) {
  QStringList lines;
  for (const Change& change : difference(before, after)) {
    lines << before.mid(change.beginBefore, change.endBefore - change.beginBefore) + QStringLiteral(" > ") +
                 after.mid(change.beginAfter, change.endAfter - change.beginAfter);
  }
  return lines;
}

// The plain twin: the length of the longest common subsequence, by the table.
int longestCommon(const QString& a, const QString& b) {
  QVector<QVector<int>> table(a.size() + 1, QVector<int>(b.size() + 1, 0));
  for (qsizetype i = 0; i < a.size(); ++i)
    for (qsizetype j = 0; j < b.size(); ++j)
      table[i + 1][j + 1] = a[i] == b[j] ? table[i][j] + 1 : qMax(table[i][j + 1], table[i + 1][j]);
  return table[a.size()][b.size()];
}

}  // namespace

class DifferenceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void saysWords_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QStringList>("changes");
    QTest::newRow("same") << "The lamp."
                          << "The lamp." << QStringList{};
    QTest::newRow("a word") << "The old lamp burned."
                            << "The new lamp burned." << QStringList{"old > new"};
    QTest::newRow("a word more") << "The lamp."
                                 << "The old lamp." << QStringList{" > old "};
    QTest::newRow("stop") << "The lamp."
                          << "The lamp!" << QStringList{". > !"};
    QTest::newRow("all of it") << ""
                               << "The lamp." << QStringList{" > The lamp."};
    QTest::newRow("nothing left") << "The lamp.\n"
                                  << "" << QStringList{"The lamp.\n > "};
    QTest::newRow("a line") << "One.\nTwo.\nThree.\n"
                            << "One.\nThree.\n"
                            << QStringList{"Two.\n > "};
    QTest::newRow("two lines") << "One a.\nTwo.\nThree b.\n"
                               << "One c.\nTwo.\nThree d.\n"
                               << QStringList{"a > c", "b > d"};
    QTest::newRow("last line without end") << "One.\nTwo"
                                           << "One.\nTwo\n"
                                           << QStringList{" > \n"};
    QTest::newRow("an accent of its own") << QString::fromUtf8("cafe\u0301 here") << QString::fromUtf8("cafe here")
                                          << QStringList{QString::fromUtf8("cafe\u0301 > cafe")};
  }
  void saysWords() {
    QFETCH(QString, before);
    QFETCH(QString, after);
    QTEST(said(before, after), "changes");
    check(before, after, difference(before, after));
  }

  // Whatever the texts are, one becomes the other, and pairs are never cut.
  void randomTexts() {
    test::Random random(23);
    for (int round = 0; round < 400; ++round) {
      const QString before = random.text(random.below(60));
      QString after = before;
      for (int i = random.below(8); i > 0; --i) applyEdit(after, random.edit(static_cast<int>(after.size())));
      if (random.oneIn(10)) after = random.text(40);
      const QVector<Change> changes =
          difference(before, after, random.oneIn(3) ? random.below(300) : kDifferenceEffort);
      check(before, after, changes);
      if (QTest::currentTestFailed()) return;
      for (const Change& change : changes) {
        for (const auto& [text, at] : {std::pair(before, change.beginBefore), std::pair(after, change.beginAfter)}) {
          QVERIFY(at == 0 || at == text.size() || !text[at - 1].isHighSurrogate() || !text[at].isLowSurrogate());
        }
      }
    }
  }

  // As much is kept as can be: letters that are pieces of their own, against the table.
  void isShortest() {
    test::Random random(5);
    const QString letters = QStringLiteral(".,;:");
    for (int round = 0; round < 200; ++round) {
      QString texts[2];
      for (QString& text : texts)
        for (int i = random.below(40); i > 0; --i) text += letters[random.below(4)];
      qsizetype kept = texts[0].size();
      for (const Change& change : difference(texts[0], texts[1])) kept -= change.endBefore - change.beginBefore;
      QCOMPARE(kept, qsizetype(longestCommon(texts[0], texts[1])));
    }
  }

  // Changes that were not chosen stay away.
  void aPartIsRestored() {
    const QString now = QStringLiteral("The old lamp burned. Nobody came.");
    const QString then = QStringLiteral("The new lamp burned. Somebody came.");
    const QVector<Change> changes = difference(now, then);
    QCOMPARE(changes.size(), 2);
    QCOMPARE(applied(now, editsFor({changes[1]}, then)), QStringLiteral("The old lamp burned. Somebody came."));
    QCOMPARE(applied(now, editsFor({changes[0]}, then)), QStringLiteral("The new lamp burned. Nobody came."));
  }

  // A long text with changes all over it, a text against another one, and the worst of all: short words without end in
  // another order. None takes long, all are right.
  void timeIsBounded_data() {
    QTest::addColumn<int>("which");
    QTest::newRow("a million words, 300 edits") << 0;
    QTest::newRow("two texts that share nothing but words") << 1;
    QTest::newRow("one line of 400,000 letters of two kinds") << 2;
    QTest::newRow("every line twice in another order") << 3;
  }
  void timeIsBounded() {
    QFETCH(int, which);
    QString before;
    QString after;
    test::Random random(9);
    if (which == 0) {
      before = test::prose(1000000);
      after = before;
      for (int i = 0; i < 300; ++i)
        applyEdit(after, {random.below(static_cast<int>(after.size() - 20)), i % 7, QStringLiteral("the lamp ")});
    } else if (which == 1) {
      before = test::prose(200000, 1);
      after = test::prose(200000, 2);
    } else if (which == 2) {
      for (int i = 0; i < 200000; ++i) before += random.oneIn(2) ? QStringLiteral("a ") : QStringLiteral("b ");
      for (int i = 0; i < 200000; ++i) after += random.oneIn(2) ? QStringLiteral("a ") : QStringLiteral("b ");
    } else {
      for (int i = 0; i < 60000; ++i) before += QStringLiteral("line %1\n").arg(i / 2);
      for (int i = 60000; i > 0; --i) after += QStringLiteral("line %1\n").arg(i / 2);
    }
    QElapsedTimer timer;
    timer.start();
    const QVector<Change> changes = difference(before, after);
    const qint64 elapsed = timer.elapsed();
    qInfo("%lld changes in %lld ms", static_cast<long long>(changes.size()), static_cast<long long>(elapsed));
    check(before, after, changes);
    QVERIFY2(elapsed < 6000, qPrintable(QString::number(elapsed)));
    if (which == 0) QVERIFY(changes.size() > 200 && changes.size() < 1500);
  }
};

QTEST_APPLESS_MAIN(DifferenceTest)
#include "difference_test.moc"
