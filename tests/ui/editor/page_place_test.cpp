// SPDX-License-Identifier: GPL-3.0-or-later
// The author's place on the page, and what may stand on it: nothing moves the line that is written on, and no bar lies
// over words.
#include <QClipboard>
#include <QGuiApplication>
#include <QPaintEvent>
#include <QScrollBar>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

#include "tests/ui/desk.h"

using namespace lacuna::ui;

namespace {

QString longDraft(int paragraphs) {
  QString text = QStringLiteral("# The first chapter\n\n");
  for (int i = 0; i < paragraphs; ++i)
    text += QStringLiteral("Paragraph %1 of those that wait for the tide, and for as long as it takes, and longer. ")
                .arg(i)
                .repeated(1 + (i * 7) % 5) +
            QStringLiteral("\n\n");
  return text;
}

int caretAt(Desk& d) { return d.page().cursorRect().center().y(); }

bool seen(Desk& d) { return caretAt(d) > 0 && caretAt(d) < d.page().viewport()->height(); }

void settle() {
  for (int i = 0; i < 3; ++i) QCoreApplication::processEvents();
}

// What of the author's text a bar covers, as view positions; -1: nothing.
int coveredBy(Desk& d, const QWidget* bar) {
  const int s = GapBar::kShadow;
  const QRectF card = QRectF(bar->geometry().adjusted(s, s, -s, -s));
  const int scroll = d.page().verticalScrollBar()->value();
  const QRectF port(d.page().viewport()->rect());
  for (QTextBlock block = d.page().document()->begin(); block.isValid(); block = block.next()) {
    const QRectF rect = d.page().pageLayout().blockBoundingRect(block).translated(0, -scroll);
    for (int i = 0; i < block.layout()->lineCount(); ++i) {
      const QTextLine line = block.layout()->lineAt(i);
      const QRectF words = line.naturalTextRect().translated(rect.topLeft()).intersected(port);
      if (line.textLength() > 0 && words.adjusted(0, 4, 0, -4).intersects(card))
        return block.position() + line.textStart();
    }
  }
  return -1;
}

}  // namespace

class PagePlaceTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }

  void thePanelsComeAndGo_data() {
    QTest::addColumn<int>("width");
    QTest::addRow("wide") << 1500;
    QTest::addRow("usual") << 1100;
    QTest::addRow("narrow") << 980;
  }

  // F9 folds the panels, and again brings them back.
  void thePanelsComeAndGo() {
    QFETCH(int, width);
    Desk d(longDraft(300));
    d.window.resize(width, 800);
    settle();
    for (const int share : {1, 2, 3}) {
      d.cursorTo(static_cast<int>(d.text().size()) * share / 4);
      settle();
      QVERIFY(seen(d));
      const int before = caretAt(d);
      d.key(Qt::Key_F9);
      settle();
      QVERIFY2(qAbs(caretAt(d) - before) <= 1, qPrintable(QStringLiteral("%1, %2").arg(before).arg(caretAt(d))));
      d.key(Qt::Key_F9);
      settle();
      QVERIFY2(qAbs(caretAt(d) - before) <= 1, qPrintable(QStringLiteral("%1, %2").arg(before).arg(caretAt(d))));
    }
  }

  void thePlaceOfAReaderIsKept() {
    Desk d(longDraft(300));
    settle();
    d.cursorTo(0);
    QScrollBar* const bar = d.page().verticalScrollBar();
    bar->setValue(bar->maximum() / 2);
    settle();
    const auto top = [&d, bar] {
      return d.page().pageLayout().hitTest(QPointF(d.page().viewport()->width() / 2.0, bar->value() + 2), Qt::FuzzyHit);
    };
    const int paragraph = d.page().document()->findBlock(top()).blockNumber();
    for (const QSize& size : {QSize(1500, 800), QSize(700, 800), QSize(1100, 500), QSize(1100, 800)}) {
      d.window.resize(size);
      settle();
      QCOMPARE(d.page().document()->findBlock(top()).blockNumber(), paragraph);
    }
  }

  void zoomAndSizeKeepTheCaretInSight() {
    Desk d(longDraft(300));
    d.cursorTo(static_cast<int>(d.text().size()) / 2);
    settle();
    const int before = caretAt(d);
    for (const double zoom : {1.5, 2.4, 0.7, 1.0}) {
      d.window.setZoom(zoom);
      settle();
      QVERIFY2(seen(d), qPrintable(QString::number(zoom)));
    }
    QVERIFY2(qAbs(caretAt(d) - before) <= 12, qPrintable(QStringLiteral("%1, %2").arg(before).arg(caretAt(d))));
    for (const QSize& size : {QSize(640, 400), QSize(1500, 300), QSize(520, 700), QSize(1100, 800)}) {
      d.window.resize(size);
      settle();
      QVERIFY2(seen(d), qPrintable(QStringLiteral("%1 x %2").arg(size.width()).arg(size.height())));
    }
    QVERIFY2(qAbs(caretAt(d) - before) <= 12, qPrintable(QStringLiteral("%1, %2").arg(before).arg(caretAt(d))));
  }

  void ctrlHomeShowsTheHeadOfThePage() {
    Desk d(longDraft(100));
    d.key(Qt::Key_End, Qt::ControlModifier);
    QVERIFY(d.page().verticalScrollBar()->value() > 0);
    d.key(Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(d.page().verticalScrollBar()->value(), 0);
    // Elsewhere the caret's line is whole, too.
    d.cursorTo(static_cast<int>(d.text().size()) / 2);
    for (int i = 0; i < 60; ++i) {
      d.key(Qt::Key_Up);
      const QRectF line = d.page().pageLayout().lineRect(d.page().textCursor().position());
      QVERIFY(line.top() >= d.page().verticalScrollBar()->value());
    }
  }

  // The gap was the whole text, and what stands below it now was never laid out.
  void deletingNothingShowsTheCaret_data() {
    QTest::addColumn<bool>("word");
    QTest::newRow("a letter") << false;
    QTest::newRow("a word") << true;
  }
  void deletingNothingShowsTheCaret() {
    QFETCH(bool, word);
    // Headings are higher than a guess takes them for.
    QString text = longDraft(10);
    for (int i = 0; i < 150; ++i) text += QStringLiteral("# Of the tide\n\nIt came.\n");
    Desk d(text);
    d.page().setMotion(false);
    d.page().selectAll();
    d.ask();
    settle();
    d.type(QStringLiteral("x"));
    d.page().gaps().taking().leaveAll();
    d.key(Qt::Key_Delete, word ? Qt::ControlModifier : Qt::NoModifier);
    QCOMPARE(d.text(), text + u'x');
    QCOMPARE(d.page().cursorPosition(), static_cast<int>(d.text().size()));
    QVERIFY2(seen(d), qPrintable(QString::number(caretAt(d))));
    // A key that is only held leaves the reader where they are.
    d.page().verticalScrollBar()->setValue(0);
    d.key(Qt::Key_Shift);
    QCOMPARE(d.page().verticalScrollBar()->value(), 0);
  }

  void aLargePasteEndsInSight() {
    Desk d(longDraft(3));
    d.window.resize(700, 500);
    d.cursorTo(30);
    QGuiApplication::clipboard()->setText(longDraft(120));
    d.key(Qt::Key_V, Qt::ControlModifier);
    QVERIFY(seen(d));
    d.undo();
    QVERIFY(seen(d));
    d.redo();
    QVERIFY(seen(d));
  }

  // The end of the gap is far below the window, so is the room below its paragraph.
  void theBarCoversNoWords() {
    QString text = longDraft(6);
    const int begin = static_cast<int>(text.size()) + 300;
    text += QStringLiteral("A paragraph that has no end, since who wrote it never paused to take breath, not once. ")
                .repeated(40);
    text += QStringLiteral("\n\n") + longDraft(10);
    for (const int length : {0, 40, 2500}) {
      Desk d(text);
      d.select(begin, begin + length);
      d.ask();
      d.engine.step(sampleFills(), 4, 8);
      d.page().gaps().showing().flush();
      settle();
      QScrollBar* const bar = d.page().verticalScrollBar();
      for (int scroll = 0; scroll < bar->maximum(); scroll += 173) {
        bar->setValue(scroll);
        settle();
        if (d.page().gapBar()->isVisible())
          QVERIFY2(coveredBy(d, d.page().gapBar()) < 0, qPrintable(QStringLiteral("%1 %2").arg(length).arg(scroll)));
        // Its room is never empty, even where the gap itself is above the page.
        const int end = d.page().pageDocument().holes().first().viewEnd();
        const PageLayout& layout = d.page().pageLayout();
        const qreal foot = layout.blockBoundingRect(d.page().document()->findBlock(end)).bottom() - bar->value();
        if (foot > 0 && foot < d.page().viewport()->height())
          QVERIFY2(d.page().gapBar()->isVisible(), qPrintable(QStringLiteral("%1 %2").arg(length).arg(scroll)));
      }
      // And with the caret elsewhere in the paragraph.
      d.cursorTo(begin - 200);
      settle();
      QVERIFY(!d.page().gaps().gapMode());
      if (d.page().gapBar()->isVisible()) QVERIFY(coveredBy(d, d.page().gapBar()) < 0);
      d.cursorTo(begin);
      settle();
      QVERIFY(d.page().gapBar()->isVisible());
      QVERIFY(coveredBy(d, d.page().gapBar()) < 0);
    }
  }

  // Whoever scrolls does not stop where the bar comes to lie under the mouse.
  void theWheelGoesThroughTheBar() {
    Desk d(longDraft(30));
    d.window.resize(700, 500);
    d.cursorTo(200);
    d.ask();
    settle();
    GapBar* bar = d.page().gapBar();
    QVERIFY(bar->isVisible());
    const int before = d.page().verticalScrollBar()->value();
    const QPoint at = bar->rect().center();
    QWheelEvent down(at, bar->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(bar, &down);
    QVERIFY(d.page().verticalScrollBar()->value() > before);
  }

  void theBrushCoversNoWords() {
    Desk d(longDraft(60));
    d.cursorTo(900);
    d.page().brush().start();
    settle();
    QVERIFY(d.page().brush().bar()->isVisible());
    QVERIFY(coveredBy(d, d.page().brush().bar()) < 0);
    const int height = d.page().viewport()->height();
    d.page().brush().leave();
    settle();
    QVERIFY(d.page().viewport()->height() > height);
  }

  // A line that the page's edge cuts is still the one that is written on.
  void aCutLineStaysInSight_data() {
    QTest::addColumn<bool>("above");
    QTest::addColumn<bool>("brush");
    for (const bool above : {false, true})
      for (const bool brush : {false, true})
        QTest::addRow("%s, %s", above ? "above" : "below", brush ? "brush" : "no brush") << above << brush;
  }
  void aCutLineStaysInSight() {
    QFETCH(bool, above);
    QFETCH(bool, brush);
    for (const QSize& size : {QSize(640, 400), QSize(520, 300), QSize(1920, 1080)}) {
      Desk d(longDraft(60));
      d.window.resize(1100, 800);
      d.cursorTo(static_cast<int>(d.text().size()) / 2);
      if (brush) d.page().brush().start();
      settle();
      // Ten pixels of it are to be seen. What comes into sight is laid out, and moves it.
      for (int i = 0; i < 3; ++i) {
        const QRectF line = d.page().pageLayout().lineRect(d.page().textCursor().position());
        const int edge = qRound(above ? line.bottom() - 10 : line.top() + 10);
        d.page().verticalScrollBar()->setValue(above ? edge : edge - d.page().viewport()->height());
        settle();
      }
      const QRect caret = d.page().cursorRect();
      QVERIFY(above ? caret.top() < 0 : caret.bottom() >= d.page().viewport()->height());
      d.window.resize(size);
      settle();
      QVERIFY2(seen(d), qPrintable(QString("%1 of %2").arg(caretAt(d)).arg(d.page().viewport()->height())));
    }
  }

  // A place that was noted while the caret was out of sight is not the author's any more when it has come back.
  void aCaretThatComesIntoSightStaysThere() {
    Desk d(longDraft(60));
    d.window.resize(1100, 500);
    d.cursorTo(static_cast<int>(d.text().size()) / 2);
    settle();
    QScrollBar* const bar = d.page().verticalScrollBar();
    for (int i = 0; i < 3; ++i) {
      const QRectF line = d.page().pageLayout().lineRect(d.page().textCursor().position());
      bar->setValue(qRound(line.top()) - d.page().viewport()->height() - 20);
      settle();
    }
    QVERIFY(!seen(d));
    d.window.resize(1100, 800);
    settle();
    QVERIFY(seen(d));
    d.window.resize(640, 400);
    settle();
    QVERIFY2(seen(d), qPrintable(QString("%1 of %2").arg(caretAt(d)).arg(d.page().viewport()->height())));
  }

  void textFromRightToLeftStandsAtTheRight() {
    const QString hebrew = QString::fromUtf8("\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd.");
    Desk d(QStringLiteral("Left.\n") + hebrew + QStringLiteral("\n# ") + hebrew + QStringLiteral("\n> ") + hebrew +
           QStringLiteral("\nleft again\n"));
    settle();
    PageLayout& layout = d.page().pageLayout();
    const auto textOf = [&](int number) {
      const QTextBlock block = d.page().document()->findBlockByNumber(number);
      const QRectF rect = layout.blockBoundingRect(block);
      return block.layout()->lineAt(0).naturalTextRect().translated(rect.topLeft());
    };
    const QRectF line = layout.lineRect(0);
    QVERIFY(qAbs(textOf(0).left() - line.left()) < 2);
    QVERIFY(qAbs(textOf(4).left() - line.left()) < 2);
    QVERIFY2(qAbs(textOf(1).right() - line.right()) < 2, qPrintable(QString::number(textOf(1).right())));
    // The marks hang at the right of the words.
    for (const int marked : {2, 3}) {
      const QTextBlock block = d.page().document()->findBlockByNumber(marked);
      const QTextLine laid = block.layout()->lineAt(0);
      const qreal edge = laid.cursorToX(2) + layout.blockBoundingRect(block).left();
      QVERIFY2(edge < line.right() + 1 && edge > line.right() - 40, qPrintable(QString::number(edge - line.right())));
      // A quotation is set in from there.
      QVERIFY(textOf(marked).right() > edge + 5);
    }
    // The caret goes to the left as one writes.
    d.cursorTo(7);
    const int before = d.page().cursorRect().left();
    d.cursorTo(9);
    QVERIFY(d.page().cursorRect().left() < before);
  }

  // The line ends of another system show nothing.
  void carriageReturnsAreNotSeen() {
    const QString text = QStringLiteral("One.\r\n\r\n# Two\r\n* * *\r\n");
    Desk d(text);
    Desk plain(QString(text).remove(u'\r'));
    QCOMPARE(d.text(), text);
    QVERIFY(!d.view().contains(QChar(0x240d)));
    for (int i = 0; i < 4; ++i) {
      const QTextBlock block = d.page().document()->findBlockByNumber(i);
      const QTextBlock same = plain.page().document()->findBlockByNumber(i);
      QCOMPARE(d.page().pageLayout().blockBoundingRect(block).height(),
               plain.page().pageLayout().blockBoundingRect(same).height());
      QVERIFY(qAbs(block.layout()->lineAt(0).naturalTextWidth() - same.layout()->lineAt(0).naturalTextWidth()) < 1);
    }
  }

  // What is painted of the first letter is less than the placeholder was.
  void nothingIsLeftOfThePlaceholder() {
    Desk d(QString{});
    (void)d.grab();
    struct Painted : QObject {
      QRegion region;
      bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint) region += static_cast<QPaintEvent*>(event)->region();
        return false;
      }
    } painted;
    d.page().viewport()->installEventFilter(&painted);
    d.type(QStringLiteral("a"));
    QTRY_VERIFY(!painted.region.isEmpty());
    settle();
    const QRect line = d.page().pageLayout().lineRect(0).toRect().adjusted(0, -10, 0, 10);
    QVERIFY(painted.region.contains(line.intersected(d.page().viewport()->rect())));
    QCOMPARE((QRegion(line) - painted.region).boundingRect(), QRect());
  }
};

QTEST_MAIN(PagePlaceTest)
#include "page_place_test.moc"
