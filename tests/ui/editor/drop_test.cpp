// SPDX-License-Identifier: GPL-3.0-or-later
// Words that are dragged to another place of the page, and words that come from another program.
#include <QScrollBar>
#include <QTest>

#include "tests/ui/desk.h"
#include "tests/ui/drag.h"

using namespace lacuna::ui;

namespace {

QString longDraft() {
  QString text;
  for (int i = 0; i < 20; ++i) text += sampleDraft();
  return text;
}

}  // namespace

class DropTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  // To the author it is one act: a single undo brings the words back where they were.
  void aMoveIsOneStepOfUndo() {
    const QString text = QStringLiteral("one two three four\n\nfive six\n");
    Desk d(text);
    d.select(4, 8);
    QVERIFY(d.page().moveSelection(24));
    const QString moved = QStringLiteral("one three four\n\nfivetwo  six\n");
    QCOMPARE(d.text(), moved);
    QCOMPARE(d.mirror, moved);
    QCOMPARE(d.page().cursorPosition(), 24);
    d.undo();
    QCOMPARE(d.text(), text);
    QCOMPARE(d.mirror, text);
    d.redo();
    QCOMPARE(d.text(), moved);
    QCOMPARE(d.histories.value(QStringLiteral("a")).done.size(), 1);
    // What is typed next is another step.
    d.type(QStringLiteral("x"));
    d.undo();
    QCOMPARE(d.text(), moved);
  }

  // So few letters that they could pass for typing and deleting.
  void aMoveJoinsNothingBeforeIt() {
    Desk d(QStringLiteral("one two three\n"));
    d.cursorTo(3);
    d.key(Qt::Key_Backspace);
    d.select(0, 2);
    QVERIFY(d.page().moveSelection(7));
    QCOMPARE(d.text(), QStringLiteral(" two onthree\n"));
    d.undo();
    QCOMPARE(d.text(), QStringLiteral("on two three\n"));
    d.undo();
    QCOMPARE(d.text(), QStringLiteral("one two three\n"));
  }

  // The words under the gap are moved, not its noise; a gap elsewhere stays where it is.
  void aMoveOverAGapClosesIt() {
    const QString text = QStringLiteral("one two three four five six\n");
    Desk d(text);
    d.select(4, 7);
    d.ask();
    d.denoise(sampleFills());
    d.page().gaps().setGapMode(false);
    d.select(0, 13);
    const int target = static_cast<int>(d.view().indexOf(QStringLiteral(" six")));
    QVERIFY(!d.page().moveSelection(d.page().textCursor().selectionEnd()));
    QCOMPARE(d.text(), text);
    QVERIFY(d.page().moveSelection(target));
    QVERIFY(d.page().pageDocument().holes().isEmpty());
    QCOMPARE(d.text(), QStringLiteral(" four fiveone two three six\n"));
    QCOMPARE(d.view(), d.text());
  }

  // Nothing of the text is moved; what is typed next is no part of the step before.
  void aGapAloneIsNotMoved() {
    Desk d(QStringLiteral("one two\n"));
    d.cursorTo(3);
    d.type(QStringLiteral("z"));
    d.ask();
    d.denoise(sampleFills());
    d.page().gaps().setGapMode(false);
    const PageDocument::Hole hole = d.page().pageDocument().holes().first();
    QTextCursor cursor(d.page().document());
    cursor.setPosition(hole.viewBegin);
    cursor.setPosition(hole.viewEnd(), QTextCursor::KeepAnchor);
    d.page().setTextCursor(cursor);
    QVERIFY(!d.page().moveSelection(0));
    QCOMPARE(d.page().pageDocument().holes().size(), 1);
    d.cursorTo(0);
    d.type(QStringLiteral("ab"));
    d.undo();
    QCOMPARE(d.text(), QStringLiteral("onez two\n"));
  }

  // The caret stays where it is and the other end of the selection is pulled into a gap.
  void noEndOfASelectionStandsInAGap() {
    Desk d(QStringLiteral("one two three\n"));
    d.select(4, 7);
    d.ask();
    d.denoise(sampleFills());
    d.page().gaps().setGapMode(false);
    d.cursorTo(0);
    const PageDocument::Hole hole = d.page().pageDocument().holes().first();
    QTextCursor cursor(d.page().document());
    cursor.setPosition(hole.viewBegin + 1);
    cursor.setPosition(0, QTextCursor::KeepAnchor);
    d.page().setTextCursor(cursor);
    QCOMPARE(d.page().textCursor().position(), 0);
    QCOMPARE(d.page().textCursor().anchor(), hole.viewEnd());
  }

  // A gap whose length is pulled at gives its words back when the author goes elsewhere: the place is still the place.
  void aDropBehindAGapThatIsPulledAt() {
    const QString text = QStringLiteral("one two three\n\nfour five\n");
    Desk d(text);
    d.cursorTo(7);
    d.ask();
    d.denoise(sampleFills());
    for (int i = 0; i < 3; ++i) d.key(Qt::Key_Right, Qt::AltModifier);
    QVERIFY(d.page().gaps().activeRun()->draft() > 0);
    QVERIFY(d.page().dropText(QStringLiteral("dropped "), static_cast<int>(d.view().indexOf(QStringLiteral("five")))));
    QCOMPARE(d.text(), QStringLiteral("one two three\n\nfour dropped five\n"));
  }

  // What is let go of at the edge of the page no longer pulls it along.
  void thePageStandsStillAfterADrop() {
    Desk d(longDraft());
    const QWidget* port = d.page().viewport();
    dropOn(d.page(), QStringLiteral("dropped\r\nhere"), QPoint(port->width() / 2, port->height() - 4));
    QVERIFY(d.text().contains(QStringLiteral("dropped\nhere")));
    const int scroll = d.page().verticalScrollBar()->value();
    QTest::qWait(350);
    QCOMPARE(d.page().verticalScrollBar()->value(), scroll);
  }

  // The same where nothing may be dropped.
  void thePageStandsStillAfterADropOnAGap() {
    Desk d(longDraft());
    d.cursorTo(3000);
    d.ask();
    d.denoise(sampleFills());
    const PageDocument::Hole& hole = d.page().pageDocument().holes().first();
    const QRectF line = d.page().pageLayout().lineRect(hole.viewBegin + 8);
    d.page().verticalScrollBar()->setValue(qRound(line.top()));
    QTextCursor inside(d.page().document());
    inside.setPosition(hole.viewBegin + 8);
    const QPoint at = d.page().cursorRect(inside).center();
    QVERIFY(at.y() > 0 && at.y() < 20);
    const int scroll = d.page().verticalScrollBar()->value();
    dropOn(d.page(), QStringLiteral("dropped"), at);
    QCOMPARE(d.text(), longDraft());
    QTest::qWait(350);
    QCOMPARE(d.page().verticalScrollBar()->value(), scroll);
  }
};

QTEST_MAIN(DropTest)
#include "drop_test.moc"
