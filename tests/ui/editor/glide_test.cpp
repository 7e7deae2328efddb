// SPDX-License-Identifier: GPL-3.0-or-later
// Words that change their line come in there, in the real window, and what is below slides: over no other words, while
// all that asks for a place is told the true one.
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
    LiveStep frame;
    frame.ask = engine.asks.last().id;
    frame.frame.step = ++steps_;
    frame.steps = 99;
    frame.frame.tokens = {{{}}};
    for (int i = 0; i < words; ++i)
      frame.frame.tokens[0][0].push_back({-1, 230, true, false, QStringLiteral(" harbour")});
    window.showStep(frame);
    page().gaps().showing().flush();
  }
  // Until every word has its own width and stands in its place.
  void settle() {
    const auto wide = [this] {
      const QVector<InkSpan> spans = page().gaps().showing().spans();
      return std::all_of(spans.begin(), spans.end(), [](const InkSpan& s) { return s.stretch == 0; });
    };
    QTRY_VERIFY(wide());
    QTRY_COMPARE(opacity(), 1.0);
    QTRY_COMPARE(below(), 0.0);
  }
  int end() { return page().pageDocument().holes().first().viewEnd(); }
  // The word right behind the gap's comma.
  int word() { return end() + 2; }
  qreal opacity() { return page().pageLayout().opacityOf(word()); }
  qreal below() { return page().pageLayout().shiftBelow(end()); }
  QRectF line() { return page().pageLayout().lineRect(word()); }
  // The page as it is painted now, no event before it.
  QImage picture() {
    QImage image(page().viewport()->size(), QImage::Format_RGB32);
    page().viewport()->render(&image, {}, {}, QWidget::DrawWindowBackground);
    return image;
  }
  QImage partOf(const QRectF& where) {
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

  void aWordThatChangesItsLineComesInThere() {
    Page d(true);
    const QRectF before = d.line();
    d.show(60);
    QVERIFY(d.line().top() > before.top());
    QVERIFY2(d.opacity() > 0.2 && d.opacity() < 0.8, qPrintable(QString::number(d.opacity())));
    // What asks for a place is told the true one.
    const QTextLine line = d.page().document()->findBlock(d.word()).layout()->lineForTextPosition(d.word());
    QTextCursor cursor(d.page().document());
    cursor.setPosition(d.word());
    const QPoint caret = d.page().cursorRect(cursor).center();
    QVERIFY(line.isValid());
    QVERIFY(d.line().translated(0, -d.page().verticalScrollBar()->value()).contains(caret));
    QCOMPARE(d.page().cursorForPosition(caret).position(), d.word());
    // Fainter than it will be, and no ink is where none will be.
    const QRectF own =
        d.page().pageLayout().blockBoundingRect(cursor.block()).adjusted(0, 0, 0, -50);  // without the room
    const QImage coming = d.partOf(own);
    d.page().pageLayout().forgetWords();
    const QImage stands = d.partOf(own);
    QVERIFY(stands != coming);
    for (int y = 0; y < stands.height(); ++y)
      for (int x = 0; x < stands.width(); ++x)
        QVERIFY2(qGray(coming.pixel(x, y)) >= qGray(stands.pixel(x, y)) - 2,
                 qPrintable(QStringLiteral("%1 %2").arg(x).arg(y)));
    QCOMPARE(d.text(), kText);
  }

  void theLinesBelowSlide() {
    Page d(true);
    const QTextBlock next = d.page().document()->lastBlock().previous();
    const QRectF before = d.page().pageLayout().blockBoundingRect(next);
    const QImage stood = d.partOf(before);
    d.show(60);
    const QRectF after = d.page().pageLayout().blockBoundingRect(next);
    QVERIFY(after.top() > before.top() + 40);
    QVERIFY2(d.below() < -5 && after.top() + d.below() >= before.top(), qPrintable(QString::number(d.below())));
    // Through the room for the bar alone: above it stand the words that have made the paragraph grow.
    const QTextBlock own = d.page().document()->findBlock(d.end());
    const QTextLine last = own.layout()->lineAt(own.layout()->lineCount() - 1);
    QVERIFY(after.top() + d.below() >= d.page().pageLayout().blockBoundingRect(own).top() + last.y() + last.height());
    d.settle();
    QCOMPARE(d.partOf(d.page().pageLayout().blockBoundingRect(next)), stood);  // the same words, further down
  }

  // Words give way by and by, and wrap in between: then too, and where they only move along their line they stand.
  void aLineBreakOfASlowWordComesIn() {
    Page d(true);
    d.show(4);
    d.settle();
    const QRectF before = d.line();
    qreal atTheBreak = 1;
    qreal along = 1;
    bool broke = false;
    connect(&d.page().gaps(), &GapController::inkChanged, &d.engine, [&] {
      if (broke) return;
      broke = d.line().top() != before.top();
      (broke ? atTheBreak : along) = std::min(broke ? atTheBreak : along, d.opacity());
    });
    for (int words = 5; words < 12 && !broke; ++words) {
      d.show(words);
      QTRY_VERIFY(broke || std::abs(d.page().gaps().showing().spans().last().stretch) < 0.1);
    }
    QVERIFY(broke);
    QCOMPARE(along, 1.0);
    QVERIFY2(atTheBreak < 0.8, qPrintable(QString::number(atTheBreak)));
    d.settle();
  }

  void withoutMotionEachStepStandsAtOnce() {
    Page d(false);
    const QRectF before = d.line();
    d.show(60);
    QVERIFY(d.line().top() > before.top());
    QCOMPARE(d.opacity(), 1.0);
    QCOMPARE(d.below(), 0.0);
  }

  // What the author types moves as it does everywhere.
  void theAuthorsWordsStandAtOnce() {
    Page d(true);
    d.cursorTo(4);
    const QRectF before = d.line();
    for (int i = 0; i < 12; ++i) d.type(QStringLiteral("word "));
    QVERIFY(d.line().top() > before.top());
    QCOMPARE(d.opacity(), 1.0);
    QCOMPARE(d.below(), 0.0);
  }
};

QTEST_MAIN(GlideTest)
#include "glide_test.moc"
