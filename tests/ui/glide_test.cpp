// SPDX-License-Identifier: GPL-3.0-or-later
// Words that change their line glide there, in the real window: drawn on their way, while all that asks for a place is
// told the true one.
#include <QTest>

#include "tests/ui/desk.h"

using namespace lacuna::ui;

namespace {

const QString kText = QStringLiteral(
    "She had not expected the house to be so small, as if whoever lived there had only stepped out to see to the boats "
    "and would be back before the water turned.\n\nThe old woman did not ask her in. She held the light higher.\n");
const int kAt = static_cast<int>(kText.indexOf(QStringLiteral(", as if")));

struct Page : Desk {
  explicit Page(bool motion) : Desk(kText) {
    page().setMotion(motion);
    cursorTo(kAt);
    ask();
    settle();
    show(1);
    settle();
  }
  // A gap of so many words.
  void show(int words) {
    FrameView frame;
    frame.ask = engine.asks.last().id;
    frame.step = ++steps_;
    frame.steps = 99;
    frame.tokens = {{{}}};
    for (int i = 0; i < words; ++i) frame.tokens[0][0].push_back({QStringLiteral(" harbour"), 0.9F, true, false});
    window.showFrame(frame);
    page().gaps().flush();
  }
  // Until every word has its own width and stands in its place.
  void settle() {
    const auto wide = [this] {
      const QVector<InkSpan> spans = page().gaps().spans();
      return std::all_of(spans.begin(), spans.end(), [](const InkSpan& s) { return s.stretch == 0; });
    };
    QTRY_VERIFY(wide());
    QTRY_COMPARE(glide(), QPointF());
    QTRY_COMPARE(below(), 0.0);
  }
  int end() { return page().pageDocument().holes().first().viewEnd(); }
  // The word right behind the gap's comma.
  int word() { return end() + 2; }
  QPointF glide() { return page().pageLayout().glideOf(word()); }
  qreal below() { return page().pageLayout().shiftBelow(end()); }
  QRectF line() { return page().pageLayout().lineRect(word()); }
  // The page as it is painted now, no event before it.
  QImage picture() {
    QImage image(page().viewport()->size(), QImage::Format_RGB32);
    page().viewport()->render(&image, {}, {}, QWidget::DrawWindowBackground);
    return image;
  }
  // Where the next paragraph is drawn: its first line of pixels that is not paper, below the gap's own.
  QImage nextParagraph(const QRectF& where) {
    return picture().copy(where.translated(0, -page().verticalScrollBar()->value()).toRect());
  }

 private:
  int steps_ = 0;
};

}  // namespace

class GlideTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }

  void aWordThatChangesItsLineGlidesThere() {
    Page d(true);
    const QRectF before = d.line();
    d.show(60);
    QVERIFY(d.line().top() > before.top());
    // It is drawn on its way: nearer to where it stood.
    QVERIFY2(d.glide().y() < -5 && d.line().top() + d.glide().y() >= before.top(),
             qPrintable(QString::number(d.glide().y())));
    // What asks for a place is told the true one.
    const QTextLine line = d.page().document()->findBlock(d.word()).layout()->lineForTextPosition(d.word());
    QTextCursor cursor(d.page().document());
    cursor.setPosition(d.word());
    const QPoint caret = d.page().cursorRect(cursor).center();
    QVERIFY(line.isValid());
    QVERIFY(d.line().translated(0, -d.page().verticalScrollBar()->value()).contains(caret));
    QCOMPARE(d.page().cursorForPosition(caret).position(), d.word());
    const QImage gliding = d.picture();
    d.settle();
    QVERIFY(d.picture() != gliding);
    QCOMPARE(d.text(), kText);
  }

  void theLinesBelowSlide() {
    Page d(true);
    const QTextBlock next = d.page().document()->lastBlock().previous();
    const QRectF before = d.page().pageLayout().blockBoundingRect(next);
    const QImage stood = d.nextParagraph(before);
    d.show(60);
    const QRectF after = d.page().pageLayout().blockBoundingRect(next);
    QVERIFY(after.top() > before.top() + 40);
    QVERIFY2(d.below() < -5 && after.top() + d.below() >= before.top(), qPrintable(QString::number(d.below())));
    d.settle();
    QCOMPARE(d.nextParagraph(d.page().pageLayout().blockBoundingRect(next)), stood);  // the same words, further down
  }

  // Words give way by and by, and wrap in between: then too.
  void aLineBreakOfASlowWordGlides() {
    Page d(true);
    d.show(4);
    d.settle();
    const QRectF before = d.line();
    QPointF atTheBreak;
    bool broke = false;
    connect(&d.page().gaps(), &GapController::inkChanged, &d.engine, [&] {
      if (broke || d.line().top() == before.top()) return;
      broke = true;
      atTheBreak = d.glide();
    });
    for (int words = 5; words < 12 && !broke; ++words) {
      d.show(words);
      QTRY_VERIFY(broke || std::abs(d.page().gaps().spans().last().stretch) < 0.1);
    }
    QVERIFY(broke);
    QVERIFY2(atTheBreak.y() < -5, qPrintable(QString::number(atTheBreak.y())));
    d.settle();
  }

  void withoutMotionEachStepStandsAtOnce() {
    Page d(false);
    const QRectF before = d.line();
    d.show(60);
    QVERIFY(d.line().top() > before.top());
    QCOMPARE(d.glide(), QPointF());
    QCOMPARE(d.below(), 0.0);
  }

  // What the author types moves as it does everywhere.
  void theAuthorsWordsDoNotGlide() {
    Page d(true);
    d.cursorTo(4);
    const QRectF before = d.line();
    for (int i = 0; i < 12; ++i) d.type(QStringLiteral("word "));
    QVERIFY(d.line().top() > before.top());
    QCOMPARE(d.glide(), QPointF());
    QCOMPARE(d.below(), 0.0);
  }
};

QTEST_MAIN(GlideTest)
#include "glide_test.moc"
