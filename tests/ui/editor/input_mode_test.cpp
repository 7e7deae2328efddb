// SPDX-License-Identifier: GPL-3.0-or-later
// One mode has the keys at a time, and the one that had them hears of it.
#include <QTest>

#include "ui/editor/input_mode.h"
#include "ui/hold.h"

using namespace lacuna::ui;

namespace {

struct Mode : InputMode {
  void left() override {
    ++lefts;
    if (then != nullptr) then->enter(*next);
  }
  int lefts = 0;
  InputModes* then = nullptr;  // where leaving leads on to `next`
  InputMode* next = nullptr;
};

}  // namespace

class InputModeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void writingIsAnEditorsOwn() {
    InputModes modes;
    QKeyEvent key(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, QStringLiteral("a"));
    QVERIFY(!modes.current().key(&key));
    QVERIFY(modes.current().writes());
    QVERIFY(modes.current().showsCaret());
    QVERIFY(!modes.current().needsStrip());
  }

  void enteringOneLeavesTheOther() {
    InputModes modes;
    Mode gap;
    Mode brush;
    modes.enter(gap);
    modes.enter(gap);
    QVERIFY(modes.is(gap));
    QCOMPARE(gap.lefts, 0);
    modes.enter(brush);
    QVERIFY(modes.is(brush) && !modes.is(gap));
    QCOMPARE(gap.lefts, 1);
    modes.leave(gap);  // it has nothing to leave
    QVERIFY(modes.is(brush));
    modes.leave(brush);
    QCOMPARE(brush.lefts, 1);
    QVERIFY(!modes.is(gap) && !modes.is(brush));
    modes.write();
    QCOMPARE(gap.lefts + brush.lefts, 2);
  }

  // Whoever is left may already be on its way elsewhere: the last one to ask has the keys.
  void leavingMayLeadOn() {
    InputModes modes;
    Mode gap;
    Mode brush;
    Mode third;
    gap.then = &modes;
    gap.next = &third;
    modes.enter(gap);
    modes.enter(brush);
    QVERIFY(modes.is(third));
    QCOMPARE(gap.lefts, 1);
    QCOMPARE(brush.lefts, 1);
  }

  void forgettingTellsNobody() {
    InputModes modes;
    Mode gap;
    modes.enter(gap);
    modes.forget();
    QVERIFY(!modes.is(gap));
    QCOMPARE(gap.lefts, 0);
  }

  void aHoldEndsWithItsScope() {
    int count = 0;
    {
      const Hold outer(count);
      {
        const Hold inner(count);
        QCOMPARE(count, 2);
      }
      QCOMPARE(count, 1);
    }
    QCOMPARE(count, 0);
  }
};

QTEST_GUILESS_MAIN(InputModeTest)
#include "input_mode_test.moc"
