// SPDX-License-Identifier: GPL-3.0-or-later
// The re-noise brush, the mending of seams and the continuation at the end, on the real window.
#include <QTest>

#include "tests/ui/desk.h"

using namespace lacuna::ui;

namespace {

const QString kText = QStringLiteral("# Title\n\nShe came to the house. It was dark.\n\nNobody answered at all.\n");

int placeOf(const char* word) { return static_cast<int>(kText.indexOf(QLatin1String(word))); }

struct Painter : Desk {
  Painter() : Desk(kText) { page().setMotion(false); }
  void start() { key(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier); }
  QPoint pointAt(int position) {
    QTextCursor cursor(page().document());
    cursor.setPosition(page().pageDocument().toView(position));
    return page().cursorRect(cursor).center();
  }
  void dragOver(int begin, int end) {
    QTest::mousePress(page().viewport(), Qt::LeftButton, Qt::NoModifier, pointAt(begin));
    QTest::mouseMove(page().viewport(), pointAt(end));
    QTest::mouseRelease(page().viewport(), Qt::LeftButton, Qt::NoModifier, pointAt(end));
  }
  QString textOf(const StrokeAsk& s) const { return kText.mid(s.begin, s.end - s.begin); }
};

}  // namespace

class BrushTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void paintedByMouse() {
    Painter d;
    d.start();
    QVERIFY(d.page().brush().active());
    QVERIFY(d.page().brush().bar()->isVisible());
    const QImage bare = d.grab();
    d.key(Qt::Key_5);
    d.dragOver(placeOf("came") + 1, placeOf("the house") + 1);
    const QImage one = d.grab();
    QVERIFY(one != bare);
    d.key(Qt::Key_2);
    d.dragOver(placeOf("dark") + 1, placeOf("dark") + 3);
    d.dragOver(placeOf("answered") + 1, placeOf("answered") + 3);
    QVERIFY(d.grab() != one);
    QCOMPARE(d.page().brush().strokes().strokes().size(), 3);
    QCOMPARE(d.text(), kText);
    d.key(Qt::Key_Return);
    QVERIFY(!d.page().brush().active());
    QCOMPARE(d.engine.asks.size(), 1);
    const InfillAsk ask = d.engine.asks.first();
    QCOMPARE(ask.gaps.size(), 2);  // one a paragraph
    QCOMPARE(ask.strokes.size(), 3);
    QCOMPARE(d.textOf(ask.strokes.at(0)), QStringLiteral("came to the"));
    QCOMPARE(d.textOf(ask.strokes.at(1)), QStringLiteral("dark"));
    QCOMPARE(d.textOf(ask.strokes.at(2)), QStringLiteral("answered"));
    QCOMPARE(ask.strokes.at(0).strength, 1.0F);
    QCOMPARE(ask.strokes.at(1).strength, 0.4F);
    QCOMPARE(ask.gaps.at(0).begin, ask.strokes.at(0).begin);
    QCOMPARE(ask.gaps.at(0).end, ask.strokes.at(1).end);
    // Words between the strokes stand in the gap as they are.
    QVERIFY(d.view().contains(QStringLiteral("house. It was")));
    const QVector<QStringList> fills{{QStringLiteral("went up the house. It was grey"), QStringLiteral("replied")}};
    d.denoise(fills);
    d.key(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(d.text(), QString(kText)
                           .replace(QStringLiteral("came to the house. It was dark"), fills.first().first())
                           .replace(QStringLiteral("answered"), QStringLiteral("replied")));
    d.undo();
    QCOMPARE(d.text().toUtf8(), kText.toUtf8());
    QCOMPARE(d.mirror, kText);
  }

  void paintedByKeys() {
    Painter d;
    d.cursorTo(placeOf("house"));
    d.start();
    for (int i = 0; i < 5; ++i) d.key(Qt::Key_Right, Qt::ShiftModifier);
    d.key(Qt::Key_4);  // a selection is painted at once
    QVERIFY(!d.page().textCursor().hasSelection());
    d.cursorTo(placeOf("dark") + 2);
    d.key(Qt::Key_Space);  // the word at the cursor
    d.key(Qt::Key_A);      // nobody writes with the brush
    QCOMPARE(d.text(), kText);
    d.key(Qt::Key_Return);
    const QVector<StrokeAsk> strokes = d.engine.asks.first().strokes;
    QCOMPARE(strokes.size(), 2);
    QCOMPARE(d.textOf(strokes.at(0)), QStringLiteral("house"));
    QCOMPARE(d.textOf(strokes.at(1)), QStringLiteral("dark"));
    QCOMPARE(strokes.at(1).strength, 0.8F);
  }

  // Whoever selects and presses Enter means the selection: there is no second key to guess.
  void enterSendsWhatIsSelected() {
    Painter d;
    d.start();
    d.key(Qt::Key_A, Qt::ControlModifier);
    d.key(Qt::Key_Return);
    QCOMPARE(d.engine.asks.size(), 1);
    QVERIFY(!d.page().brush().active());
    QCOMPARE(d.text(), kText);
  }

  void wipedAndPutAway() {
    Painter d;
    d.start();
    d.dragOver(placeOf("came") + 1, placeOf("dark") + 1);
    d.key(Qt::Key_0);
    d.dragOver(placeOf("the house") + 1, placeOf("the house") + 2);
    QCOMPARE(d.page().brush().strokes().strokes().size(), 2);
    d.undo();
    QCOMPARE(d.page().brush().strokes().strokes().size(), 1);
    d.undo();
    QVERIFY(d.page().brush().strokes().strokes().isEmpty());
    d.key(Qt::Key_Return);  // nothing to send
    QVERIFY(d.engine.asks.isEmpty());
    QVERIFY(d.page().brush().active());
    d.key(Qt::Key_Escape);
    QVERIFY(!d.page().brush().active());
    d.cursorTo(0);
    d.type(QStringLiteral("a"));
    QCOMPARE(d.text(), QStringLiteral("a") + kText);
  }

  void theWheelPresses() {
    Painter d;
    d.start();
    const QPointF at(300, 200);
    QWheelEvent up(at, d.page().viewport()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier,
                   Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(d.page().viewport(), &up);
    QCOMPARE(d.page().brush().pressure(), 4);
    for (int i = 0; i < 5; ++i) QCoreApplication::sendEvent(d.page().viewport(), &up);
    QCOMPARE(d.page().brush().pressure(), 5);
  }

  void strokesNeverReachIntoAGap() {
    Painter d;
    d.select(placeOf("house"), placeOf("house") + 5);
    d.ask();
    d.denoise({{QStringLiteral("boat")}});
    d.start();
    d.dragOver(placeOf("came") + 1, placeOf("dark") + 1);
    QVERIFY(d.page().brush().strokes().strokes().isEmpty());
    d.dragOver(placeOf("dark") + 1, placeOf("dark") + 2);
    QCOMPARE(d.page().brush().strokes().strokes().size(), 1);
  }

  // Enter is the gap's that the author turned to, not the brush's.
  void aGapTakesTheKeysFromTheBrush() {
    Painter d;
    d.select(placeOf("house"), placeOf("house") + 5);
    d.ask();
    d.denoise({{QStringLiteral("boat")}});
    d.start();
    QVERIFY(d.page().brush().active());
    d.page().acts().goToNextGap();
    QVERIFY(d.page().gaps().gapMode());
    QVERIFY(!d.page().brush().active());
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), QString(kText).replace(placeOf("house"), 5, QStringLiteral("boat")));
  }

  void seamsAreMended() {
    Painter d;
    d.key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(d.engine.asks.isEmpty());
    const int from = placeOf("Nobody");
    d.select(from, from + 7);  // "Nobody "
    d.key(Qt::Key_X, Qt::ControlModifier);
    d.cursorTo(placeOf("It was"));
    d.key(Qt::Key_V, Qt::ControlModifier);
    const QString text = d.text();
    QVERIFY(text.contains(QStringLiteral("house. Nobody It was")));
    d.key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(d.engine.asks.size(), 1);
    const InfillAsk ask = d.engine.asks.first();
    QCOMPARE(ask.gaps.size(), 1);  // where it was cut a line begins: nothing was joined
    QCOMPARE(text.mid(ask.gaps.first().begin, ask.gaps.first().end - ask.gaps.first().begin),
             QStringLiteral("to the house. Nobody It was dark."));
    QCOMPARE(ask.strokes.size(), 1);
    QCOMPARE(ask.strokes.first().strength, 0.5F);
    d.denoise({{QStringLiteral("to the house. Nobody saw it.")}});
    d.key(Qt::Key_Return);
    d.undo();
    QCOMPARE(d.text(), text);
    for (int i = 0; i < 5; ++i) d.undo();
    QCOMPARE(d.text(), kText);
  }

  void theTextGoesOn() {
    Painter d;
    d.page().acts().continueAtEnd(300);
    const InfillAsk ask = d.engine.asks.first();
    QCOMPARE(ask.gaps.first().begin, static_cast<int>(kText.size()) - 1);
    QCOMPARE(ask.gaps.first().words, 300);
    d.denoise({{QStringLiteral(" So she went in.")}});
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), kText.chopped(1) + QStringLiteral(" So she went in.\n"));
    d.key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(d.engine.asks.last().gaps.first().words, 300);  // as long as last time
    d.key(Qt::Key_Escape);
    QCOMPARE(d.engine.stops.size(), 1);
  }
};

QTEST_MAIN(BrushTest)
#include "brush_test.moc"
