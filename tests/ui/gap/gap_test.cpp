// SPDX-License-Identifier: GPL-3.0-or-later
// A gap from Ctrl+G to Enter, Esc and Ctrl+Z, by keyboard and mouse on the real window.
#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QTest>

#include "tests/ui/desk.h"

using namespace lacuna::ui;

namespace {

const QString kText = QStringLiteral("# Title\n\nShe came to the house. It was dark.\n\nNobody answered.\n");
const QVector<QStringList> kFills{{QStringLiteral(" The windows were shut, and someone had gone.")},
                                  {QStringLiteral(" A lamp burned.")},
                                  {QStringLiteral(" There was no smoke.")}};
const int kAt = static_cast<int>(kText.indexOf(QStringLiteral(" It was")));

}  // namespace

class GapTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void insertionIsTakenAndUndone() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    QCOMPARE(d.engine.asks.size(), 1);
    const InfillAsk ask = d.engine.asks.first();
    QCOMPARE(ask.text, kText);
    QCOMPARE(ask.gaps.size(), 1);
    QCOMPARE(ask.gaps.first().begin, kAt);
    QCOMPARE(ask.gaps.first().end, kAt);
    QVERIFY(ask.seed != 0);
    QVERIFY(d.view() != kText);
    QVector<QImage> seen;
    for (int s = 1; s <= 16; ++s) {
      d.engine.step(kFills, s, 16);
      d.page().gaps().showing().flush();
      const QImage now = d.grab();
      if (!seen.contains(now)) seen.push_back(now);
      QCOMPARE(d.text(), kText);
    }
    QVERIFY2(seen.size() >= 10, qPrintable(QString::number(seen.size())));
    d.engine.finish(kFills);
    QVERIFY(d.view().contains(kFills.first().first()));
    QCOMPARE(d.text(), kText);
    QCOMPARE(d.editedCount, 0);
    d.key(Qt::Key_Return);
    QString expected = kText;
    expected.insert(kAt, kFills.first().first());
    QCOMPARE(d.text(), expected);
    QCOMPARE(d.view(), expected);
    QCOMPARE(d.mirror, expected);
    QCOMPARE(d.editedCount, 1);
    QCOMPARE(d.marks.size(), 1);
    QCOMPARE(d.marks.first().kind, MarkKind::Generated);
    QVERIFY(d.marks.first().note.contains(QStringLiteral("seed %1").arg(ask.seed)));
    QCOMPARE(d.engine.finished, (QVector<QPair<quint64, int>>{{ask.id, 0}}));
    d.undo();
    QCOMPARE(d.text(), kText);
    QCOMPARE(d.view(), kText);
    QCOMPARE(d.mirror, kText);
    QVERIFY(d.marks.isEmpty());
    d.redo();
    QCOMPARE(d.text(), expected);
    QCOMPARE(d.marks.size(), 1);
  }

  void selectionIsRewritten() {
    Desk d(kText);
    d.select(kAt, kAt + 13);
    d.ask();
    QCOMPARE(d.engine.asks.first().gaps.first().end, kAt + 13);
    QVERIFY(!d.view().contains(QStringLiteral("It was dark")));
    d.denoise(kFills);
    d.key(Qt::Key_Tab);
    d.key(Qt::Key_Tab);
    d.key(Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(d.view().contains(kFills.at(1).first()));
    d.key(Qt::Key_Enter);
    QString expected = kText;
    expected.replace(kAt, 13, kFills.at(1).first());
    QCOMPARE(d.text(), expected);
    QCOMPARE(d.mirror, expected);
    QCOMPARE(d.engine.finished.first().second, 1);
    d.undo();
    QCOMPARE(d.text(), kText);
    QCOMPARE(d.view(), kText);
  }

  void leavingRestores() {
    Desk d(kText);
    d.select(kAt, kAt + 13);
    d.ask();
    d.denoise(kFills);
    d.key(Qt::Key_Escape);
    QCOMPARE(d.view(), kText);
    QCOMPARE(d.text(), kText);
    QCOMPARE(d.editedCount, 0);
    QCOMPARE(d.engine.finished.first().second, -1);
    QVERIFY(!d.page().gapBar()->isVisible());
    d.undo();
    QCOMPARE(d.text(), kText);
  }

  void stoppingIsAtOnce() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    d.engine.step(kFills, 1, 8);
    d.engine.step(kFills, 2, 8);
    d.page().gaps().showing().flush();
    d.key(Qt::Key_Escape);
    QCOMPARE(d.engine.stops, QVector<quint64>{d.engine.asks.first().id});
    QCOMPARE(d.view(), kText);
    d.engine.step(kFills, 3, 8);  // was on its way
    d.page().gaps().showing().flush();
    QCOMPARE(d.view(), kText);
    d.engine.cancelled();
    QCOMPARE(d.view(), kText);
    QCOMPARE(d.engine.finished, (QVector<QPair<quint64, int>>{{d.engine.asks.first().id, -1}}));
    QCOMPARE(d.editedCount, 0);
    d.ask();
    QCOMPARE(d.engine.asks.size(), 2);
  }

  void enterWhileDenoisingTakesNothing() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    d.engine.step(kFills, 2, 8);
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), kText);
    QVERIFY(d.page().gaps().gapMode());
  }

  void twoGapsInOneParagraph() {
    const QString text = QStringLiteral("She came [[\u2026]] house. It was [[3 words]].\n");
    const QVector<QStringList> fills{{QStringLiteral("to the"), QStringLiteral("dark and still")},
                                     {QStringLiteral("up to a"), QStringLiteral("as ever was")}};
    for (const bool both : {true, false}) {
      Desk d(text);
      d.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
      QCOMPARE(d.engine.asks.size(), 1);
      const InfillAsk ask = d.engine.asks.first();
      QCOMPARE(ask.gaps.size(), 2);
      QCOMPARE(ask.gaps.at(0).words, 0);
      QCOMPARE(ask.gaps.at(1).words, 3);
      QCOMPARE(ask.text.mid(ask.gaps.at(0).begin, ask.gaps.at(0).end - ask.gaps.at(0).begin),
               QStringLiteral("[[\u2026]]"));
      d.denoise(fills);
      QCOMPARE(d.text(), text);
      QCOMPARE(d.view(), QStringLiteral("She came to the house. It was dark and still.\n"));
      d.key(Qt::Key_Return);
      QCOMPARE(d.text(), QStringLiteral("She came to the house. It was [[3 words]].\n"));
      QVERIFY(d.page().gaps().gapMode());
      if (both) {
        d.key(Qt::Key_Tab);
        d.key(Qt::Key_Return);
        QCOMPARE(d.text(), QStringLiteral("She came to the house. It was as ever was.\n"));
        QCOMPARE(d.engine.finished.size(), 1);
      }
      d.undo();
      QCOMPARE(d.text(), text);
      QCOMPARE(d.view(), text);
      QCOMPARE(d.mirror, text);
      QCOMPARE(d.engine.finished.size(), 1);
    }
  }

  void typingElsewhereDisturbsNothing() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    d.engine.step(kFills, 1, 8);
    d.page().gaps().showing().flush();
    d.cursorTo(static_cast<int>(kText.indexOf(QStringLiteral("Nobody"))));
    QVERIFY(!d.page().gaps().gapMode());
    for (int s = 2; s <= 8; ++s) {
      d.type(QStringLiteral("ab"));
      if (s == 4) d.key(Qt::Key_Return);
      d.engine.step(kFills, s, 8);
      d.page().gaps().showing().flush();
      QCOMPARE(d.text(), d.mirror);
      QCOMPARE(d.text().count(QStringLiteral("windows")), 0);
    }
    d.cursorTo(0);
    d.type(QStringLiteral("xy"));
    d.engine.finish(kFills);
    QString expected = kText;
    expected.insert(static_cast<int>(kText.indexOf(QStringLiteral("Nobody"))), QStringLiteral("ababab\nabababab"));
    expected.prepend(QStringLiteral("xy"));
    QCOMPARE(d.text(), expected);
    // Enter is the text's now; a click on the gap gives it the keys again.
    const PageDocument::Hole hole = d.page().pageDocument().holes().first();
    QTextCursor inside(d.page().document());
    inside.setPosition(hole.viewBegin + 8);
    QTest::mouseClick(d.page().viewport(), Qt::LeftButton, Qt::NoModifier, d.page().cursorRect(inside).center());
    QVERIFY(d.page().gaps().gapMode());
    d.key(Qt::Key_Return);
    expected.insert(kAt + 2, kFills.first().first());
    QCOMPARE(d.text(), expected);
    QCOMPARE(d.mirror, expected);
    for (int i = 0; i < 50; ++i) d.undo();
    QCOMPARE(d.text(), kText);
    QCOMPARE(d.mirror, kText);
  }

  void typingAtTheGapGoesBehindIt() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    d.type(QStringLiteral(" ok"));
    QString expected = kText;
    expected.insert(kAt, QStringLiteral(" ok"));
    QCOMPARE(d.text(), expected);
    QCOMPARE(d.page().pageDocument().holes().size(), 1);
    d.denoise(kFills);
    QVERIFY(d.view().contains(kFills.first().first() + QStringLiteral(" ok")));
    // Backspace three times deletes what was typed, once more leaves the gap.
    for (int i = 0; i < 4; ++i) d.key(Qt::Key_Backspace);
    QCOMPARE(d.view(), kText);
    QCOMPARE(d.text(), kText);
    QCOMPARE(d.engine.finished.size(), 1);
  }

  // An input method makes Qt report the whole paragraph as changed, the gap in it included.
  void composingBesideTheGap() {
    Desk d(kText);
    d.select(kAt + 1, kAt + 3);
    d.ask();
    d.engine.step(kFills, 3, 8);
    d.page().gaps().showing().flush();
    d.cursorTo(kAt - 5);
    QInputMethodEvent composing(QStringLiteral("\u3042"), {});
    QCoreApplication::sendEvent(&d.page(), &composing);
    QCOMPARE(d.text(), kText);
    QInputMethodEvent done;
    done.setCommitString(QStringLiteral("\u4e9c"));
    QCoreApplication::sendEvent(&d.page(), &done);
    QString expected = kText;
    expected.insert(kAt - 5, QStringLiteral("\u4e9c"));
    QCOMPARE(d.text(), expected);
    QCOMPARE(d.mirror, expected);
    QCOMPARE(d.page().pageDocument().holes().size(), 1);
  }

  void editAcrossTheGapLeavesIt() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    d.engine.step(kFills, 3, 8);
    d.page().gaps().showing().flush();
    d.select(kAt - 4, kAt + 4);
    d.type(QStringLiteral("Q"));
    QString expected = kText;
    expected.replace(kAt - 4, 8, QStringLiteral("Q"));
    QCOMPARE(d.text(), expected);
    QCOMPARE(d.view(), expected);
    QCOMPARE(d.engine.stops.size(), 1);
    d.undo();
    QCOMPARE(d.text(), kText);
  }

  void noiseIsNeverCopied() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    d.denoise(kFills);
    d.key(Qt::Key_A, Qt::ControlModifier);
    d.key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), kText);
    QGuiApplication::clipboard()->setText(QStringLiteral("one\r\ntwo"));
    d.cursorTo(0);
    d.key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("one\ntwo") + kText);
    QCOMPARE(d.mirror, d.text());
  }

  void askWaitsForTheEngine() {
    Desk d(kText, false);
    d.cursorTo(kAt);
    d.ask();
    QVERIFY(d.engine.asks.isEmpty());
    QVERIFY(d.page().gapBar()->isVisible());
    d.cursorTo(0);
    d.type(QStringLiteral("abc"));
    FakeEngine::ready(d.window);
    QCOMPARE(d.engine.asks.size(), 1);
    QCOMPARE(d.engine.asks.first().text, QStringLiteral("abc") + kText);
    QCOMPARE(d.engine.asks.first().gaps.first().begin, kAt + 3);
  }

  void oneAskAtATime() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    d.cursorTo(static_cast<int>(kText.size()) - 1);
    d.ask();
    QCOMPARE(d.engine.asks.size(), 1);
    QCOMPARE(d.page().pageDocument().holes().size(), 2);
    d.denoise(kFills);
    QCOMPARE(d.engine.asks.size(), 2);
    QCOMPARE(d.engine.asks.last().text, kText);
    d.denoise({{QStringLiteral(" At all.")}});
    QVERIFY(d.page().gaps().gapMode());
    d.key(Qt::Key_Return);
    d.key(Qt::Key_J, Qt::ControlModifier);
    QVERIFY(d.page().gaps().gapMode());
    d.key(Qt::Key_Return);
    QString expected = kText;
    expected.insert(static_cast<int>(kText.size()) - 1, QStringLiteral(" At all."));
    expected.insert(kAt, kFills.first().first());
    QCOMPARE(d.text(), expected);
    QCOMPARE(d.engine.finished.size(), 2);
  }

  void aBrokenEngineGivesTheTextBack() {
    Desk d(kText);
    d.select(kAt, kAt + 13);
    d.ask();
    d.engine.step(kFills, 3, 8);
    d.page().gaps().showing().flush();
    d.window.setEngine({EngineView::Failed, QString(), QString(), QStringLiteral("The model is gone.")});
    QCOMPARE(d.view(), kText);
    QCOMPARE(d.engine.finished.first().second, -1);
  }

  void malformedAnswersAreHarmless() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    LiveStep frame;
    frame.ask = d.engine.asks.first().id;
    d.window.showStep(frame);
    frame.frame.tokens = {{}, {{}, {}}};
    d.window.showStep(frame);
    d.page().gaps().showing().flush();
    d.key(Qt::Key_Tab);
    ResultView result;
    result.ask = frame.ask;
    result.candidates = {{{}, 0, {9}}};
    d.window.showResult(result);
    d.window.showResult(result);
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), kText);
    LiveStep stray;
    stray.ask = 99;
    d.window.showStep(stray);
    d.window.showResult({});
  }

  void confirmingClearsTheMark() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    d.denoise(kFills);
    d.key(Qt::Key_Return);
    QCOMPARE(d.marks.size(), 1);
    const QImage marked = d.grab();
    d.key(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(d.marks.isEmpty());
    QVERIFY(d.grab() != marked);
    d.undo();
    QCOMPARE(d.marks.size(), 1);
  }

  void aGapThatGrowsAboveMovesNoText() {
    QString text;
    for (int i = 0; i < 200; ++i)
      text += QStringLiteral("Paragraph %1 stands still while the tide comes in.\n\n").arg(i);
    Desk desk(text);
    desk.cursorTo(10);
    desk.ask();
    PageView& page = desk.page();
    page.verticalScrollBar()->setValue(page.verticalScrollBar()->maximum() / 3);
    QCoreApplication::processEvents();
    const int scroll = page.verticalScrollBar()->value();
    const int place = page.pageDocument().toManuscript(page.cursorForPosition(QPoint(300, 200)).position());
    const auto height = [&] {
      QTextCursor cursor = page.textCursor();
      cursor.setPosition(page.pageDocument().toView(place));
      return page.cursorRect(cursor).top();
    };
    const int before = height();
    const QString fill =
        QStringLiteral("and the water rose over the stones of the causeway until nobody could pass ").repeated(6);
    for (int s = 1; s <= 8; ++s) {
      desk.engine.step({{fill}}, s, 8);
      page.gaps().showing().flush();
      QVERIFY2(qAbs(height() - before) <= 1,
               qPrintable(QStringLiteral("step %1: %2, %3").arg(s).arg(before).arg(height())));
    }
    desk.engine.finish({{fill}});
    // Words give way by and by; then the gap has grown by lines.
    QTRY_VERIFY(page.verticalScrollBar()->value() > scroll + 50);
    QVERIFY(qAbs(height() - before) <= 1);
  }

  void theBarNeverCoversTheGap() {
    QString text;
    for (int i = 0; i < 30; ++i)
      text += QStringLiteral("A paragraph that is long enough to fill a line of it. ").repeated(4) + u'\n';
    Desk d(text);
    for (const int at : {20, 900, 2000, static_cast<int>(text.size()) - 2}) {
      d.cursorTo(at);
      d.ask();
      d.engine.step(kFills, 4, 8);
      d.page().gaps().showing().flush();
      QVERIFY(d.page().gapBar()->isVisible());
      const PageDocument::Hole hole = d.page().pageDocument().holes().first();
      const QRectF lines = d.page()
                               .pageLayout()
                               .rangeRect(hole.viewBegin, hole.viewEnd())
                               .translated(0, -d.page().verticalScrollBar()->value());
      const int s = GapBar::kShadow;
      const QRect bar = d.page().gapBar()->geometry().adjusted(s, s, -s, -s);
      QVERIFY2(!QRectF(bar).intersects(lines.adjusted(0, 4, 0, -4)), qPrintable(QString::number(at)));
      QVERIFY(d.page().rect().contains(bar));
      d.key(Qt::Key_Escape);
      d.engine.cancelled();
    }
  }

  // Nothing of the author's is selected: the gap goes, and no letter beside it.
  void deletingASelectedGapDeletesNoLetter() {
    const QString text = QStringLiteral("One two. Three.\n");
    for (const Qt::KeyboardModifiers modifiers :
         {Qt::KeyboardModifiers(Qt::NoModifier), Qt::KeyboardModifiers(Qt::ControlModifier)}) {
      for (const Qt::Key key : {Qt::Key_Backspace, Qt::Key_Delete}) {
        Desk d(text);
        d.cursorTo(8);
        d.ask();
        d.denoise(sampleFills());
        d.page().gaps().setGapMode(false);
        const PageDocument::Hole hole = d.page().pageDocument().holes().first();
        QTextCursor cursor = d.page().textCursor();
        cursor.setPosition(hole.viewBegin);
        cursor.setPosition(hole.viewEnd(), QTextCursor::KeepAnchor);
        d.page().setTextCursor(cursor);
        d.key(key, modifiers);
        QCOMPARE(d.text(), text);
        QVERIFY(d.page().pageDocument().holes().isEmpty());
        QCOMPARE(d.page().cursorPosition(), 8);
      }
    }
  }
};

QTEST_MAIN(GapTest)
#include "gap_test.moc"
