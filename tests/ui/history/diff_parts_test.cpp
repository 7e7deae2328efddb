// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown of a difference: all changes, whole paragraphs, nothing lost between them.
#include <QRandomGenerator>
#include <QTest>

#include "ui/history/diff_parts.h"

using namespace lacuna::ui;

namespace {

Comparison compared(const QString& before, const QString& after, const QVector<Change>& changes) {
  return {QStringLiteral("a"), 1, 0, before, after, changes};
}

QString paragraphs(int count) {
  QString text;
  for (int i = 0; i < count; ++i) text += QStringLiteral("Paragraph %1 says little of what the others say.\n\n").arg(i);
  return text;
}

// The parts lie one behind the other in both texts, and what is not changed is the same.
void check(const Comparison& c) {
  int before = 0;
  int after = 0;
  int change = 0;
  for (const DiffPart& part : diffParts(c)) {
    QCOMPARE(part.beginBefore, before);
    QCOMPARE(part.beginAfter, after);
    QVERIFY(part.endBefore >= before && part.endAfter >= after);
    if (part.kind == DiffPart::Changed) {
      QCOMPARE(part.firstChange, change);
      QVERIFY(part.changes > 0);
      for (; change < part.firstChange + part.changes; ++change) {
        QVERIFY(c.changes.at(change).beginBefore >= part.beginBefore &&
                c.changes.at(change).endBefore <= part.endBefore);
        QVERIFY(c.changes.at(change).beginAfter >= part.beginAfter && c.changes.at(change).endAfter <= part.endAfter);
      }
    } else {
      QCOMPARE(c.textBefore.mid(part.beginBefore, part.endBefore - part.beginBefore),
               c.textAfter.mid(part.beginAfter, part.endAfter - part.beginAfter));
    }
    before = part.endBefore;
    after = part.endAfter;
  }
  QCOMPARE(before, int(c.textBefore.size()));
  QCOMPARE(after, int(c.textAfter.size()));
  QCOMPARE(change, int(c.changes.size()));
}

}  // namespace

class DiffPartsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void oneParagraphStaysAroundAChange() {
    const QString before = paragraphs(40);
    const int at = int(before.indexOf(QStringLiteral("20")));
    QString after = before;
    after.replace(at, 2, QStringLiteral("twenty"));
    const Comparison c = compared(before, after, {{at, at + 2, at, at + 6}});
    check(c);
    const QVector<DiffPart> parts = diffParts(c);
    QCOMPARE(parts.size(), 5);
    QCOMPARE(parts.at(0).kind, DiffPart::Folded);
    QVERIFY(before.mid(parts.at(1).beginBefore, parts.at(1).endBefore - parts.at(1).beginBefore)
                .startsWith(QStringLiteral("Paragraph 19")));
    QCOMPARE(after.mid(parts.at(2).beginAfter, parts.at(2).endAfter - parts.at(2).beginAfter),
             QStringLiteral("Paragraph twenty says little of what the others say.\n"));
    QVERIFY(before.mid(parts.at(3).beginBefore, parts.at(3).endBefore - parts.at(3).beginBefore)
                .contains(QStringLiteral("Paragraph 21")));
    QCOMPARE(parts.at(4).kind, DiffPart::Folded);
  }

  void nothingChangedAndEverythingChanged() {
    check(compared(paragraphs(10), paragraphs(10), {}));
    check(compared({}, {}, {}));
    check(compared({}, QStringLiteral("new"), {{0, 0, 0, 3}}));
    check(compared(QStringLiteral("old\n"), {}, {{0, 4, 0, 0}}));
  }

  // Word by word it could not be read.
  void changesWithASpaceBetweenThemAreOne() {
    const Comparison c =
        compared(QStringLiteral("A line was here.\n\nOne"), QStringLiteral("Hello there, was here.\n\nTwo"),
                 {{0, 1, 0, 5}, {2, 6, 6, 12}, {18, 21, 24, 27}});
    QCOMPARE(joinedChanges(c), (QVector<Change>{{0, 6, 0, 12}, {18, 21, 24, 27}}));
    const Comparison lines = compared(QStringLiteral("a\nb"), QStringLiteral("x\ny"), {{0, 1, 0, 1}, {2, 3, 2, 3}});
    QCOMPARE(joinedChanges(lines), lines.changes);
  }

  void randomChanges() {
    QRandomGenerator random(17);
    for (int round = 0; round < 400; ++round) {
      const QString before = paragraphs(random.bounded(1, 30));
      QVector<Change> changes;
      QString after;
      int at = 0;
      while (at < before.size()) {
        const int from = at + random.bounded(1, 300);
        if (from >= before.size()) break;
        const int to = std::min<int>(int(before.size()), from + random.bounded(0, 90));
        const QString put =
            random.bounded(3) == 0 && to > from ? QString() : QStringLiteral("x\ny").left(random.bounded(1, 4));
        after += before.mid(at, from - at);
        changes.push_back({from, to, int(after.size()), int(after.size() + put.size())});
        after += put;
        at = to;
      }
      after += before.mid(at);
      check(compared(before, after, changes));
      if (QTest::currentTestFailed()) return;
    }
  }
};

QTEST_APPLESS_MAIN(DiffPartsTest)
#include "diff_parts_test.moc"
