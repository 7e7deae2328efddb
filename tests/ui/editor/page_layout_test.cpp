// SPDX-License-Identifier: GPL-3.0-or-later
// A long document is laid out only where someone looks, and stays where it was while it grows.
#include <QRandomGenerator>
#include <QTest>
#include <QTextBlock>

#include "tests/ui/desk.h"

using namespace lacuna::ui;

namespace {

QString longText(int words) {
  static const QString kSentence = QStringLiteral("She walked along the wall until the tide came in and it was late. ");
  QString text;
  int n = 0;
  int paragraph = 0;
  while (n < words) {
    const int sentences = 1 + (paragraph * 7) % 9;
    if (paragraph % 40 == 0) text += QStringLiteral("## Chapter %1\n\n").arg(paragraph / 40 + 1);
    for (int i = 0; i < sentences; ++i) text += kSentence;
    n += sentences * 14;
    text += QStringLiteral("\n\n");
    ++paragraph;
  }
  return text;
}

}  // namespace

class PageLayoutTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void aMillionWordsAreNotAllLaidOut() {
    const QString text = longText(1000000);
    Desk d(text);
    d.grab();
    PageLayout& layout = d.page().pageLayout();
    QVERIFY(d.page().document()->blockCount() > 20000);
    QVERIFY2(layout.laidOutBlocks() < 150, qPrintable(QString::number(layout.laidOutBlocks())));
    // Somewhere in the middle: as few again.
    d.cursorTo(static_cast<int>(text.size() / 2));
    d.grab();
    QVERIFY(layout.laidOutBlocks() < 300);
    const int before = layout.laidOutBlocks();
    d.type(QStringLiteral("typing here"));
    d.key(Qt::Key_Return);
    d.grab();
    QVERIFY(layout.laidOutBlocks() < before + 20);
    QCOMPARE(d.text().size(), text.size() + 12);
    QCOMPARE(d.text(), d.mirror);
    QVERIFY(d.page().cursorRect().top() >= 0);
    QVERIFY(d.page().cursorRect().bottom() <= d.page().viewport()->height());
    d.key(Qt::Key_End, Qt::ControlModifier);
    d.grab();
    QVERIFY(layout.laidOutBlocks() < before + 200);
    QVERIFY(d.page().cursorRect().bottom() <= d.page().viewport()->height());
  }

  // Incremental heights against a layout made at once.
  // As many paragraphs as the empty page had, and Qt counts a document's changes anew with each text that is set.
  void aSingleParagraphIsShownWhenItIsOpened() {
    Desk d(QString{});
    const QImage empty = d.page().viewport()->grab().toImage();
    for (const QString& text : {QStringLiteral("Just a short line."), QStringLiteral("And another one.")}) {
      Document document;
      document.id = text.left(3);
      document.text = text;
      d.window.openDocument(document);
      d.page().clearFocus();  // no caret
      QCoreApplication::processEvents();
      QVERIFY(d.page().document()->firstBlock().layout()->lineCount() == 1);
      QVERIFY(d.page().viewport()->grab().toImage() != empty);
    }
  }

  void editsKeepTheHeightsRight() {
    QRandomGenerator random(3);
    Desk d(longText(1500));
    PageLayout& layout = d.page().pageLayout();
    layout.ensureLaidOut(0, 1e9);
    for (int i = 0; i < 60; ++i) {
      QTextCursor cursor(d.page().document());
      const int length = d.page().document()->characterCount() - 1;
      const int begin = random.bounded(length);
      cursor.setPosition(begin);
      if (i % 2 == 0)
        cursor.setPosition(std::min(length, begin + static_cast<int>(random.bounded(300))), QTextCursor::KeepAnchor);
      cursor.insertText(i % 3 == 0 ? QStringLiteral("\n\n# New\n") : QStringLiteral("some words "));
      layout.ensureLaidOut(0, 1e9);
      qreal top = -1;
      for (QTextBlock b = d.page().document()->begin(); b.isValid(); b = b.next()) {
        const QRectF rect = layout.blockBoundingRect(b);
        if (top >= 0) QCOMPARE(rect.top(), top);
        top = rect.bottom();
      }
      QVERIFY(layout.documentSize().height() > top);
    }
    const qreal incremental = layout.documentSize().height();
    layout.setStyle(d.page().font(), loadTheme(QStringLiteral("light")));
    layout.ensureLaidOut(0, 1e9);
    QCOMPARE(layout.documentSize().height(), incremental);
  }

  // The room for a gap's bar goes with the paragraph, whatever it is joined with, and nothing is short of it
  // afterwards.
  void theRoomIsGivenBack_data() {
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("end");
    QTest::addColumn<int>("room");
    QTest::newRow("joined with the one above") << 3 << 7 << 6;
    QTest::newRow("gone") << 5 << 11 << 6;
    QTest::newRow("joined with the one below") << 8 << 12 << 6;
    QTest::newRow("from above to below") << 2 << 14 << 6;
    QTest::newRow("above") << 0 << 5 << 6;
    QTest::newRow("the last one, joined") << 15 << 18 << 19;
    QTest::newRow("the last one, gone") << 4 << 22 << 19;
    QTest::newRow("all") << 0 << 22 << 19;
  }
  void theRoomIsGivenBack() {
    QFETCH(int, begin);
    QFETCH(int, end);
    QFETCH(int, room);
    const auto heights = [](const PageLayout& layout) {
      QStringList said;
      for (int block = 0; block < layout.document()->blockCount(); ++block)
        said << QString::number(layout.blockTop(block + 1) - layout.blockTop(block));
      return said.join(u' ');
    };
    QTextDocument document;
    document.setPlainText(QStringLiteral("One.\nTwo.\nThree.\nFour."));
    auto* layout = new PageLayout(&document);
    document.setDocumentLayout(layout);
    layout->ensureLaidOut(0, 1e9);
    layout->setRoom(room, 50);
    QTextCursor cursor(&document);
    cursor.setPosition(begin);
    cursor.setPosition(end, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    QTextDocument again;
    again.setPlainText(document.toPlainText());
    auto* other = new PageLayout(&again);
    again.setDocumentLayout(other);
    other->ensureLaidOut(0, 1e9);
    QCOMPARE(layout->documentSize().height(), other->documentSize().height() + 50);
    layout->setRoom(-1, 0);
    QCOMPARE(heights(*layout), heights(*other));
  }

  void hitsWhatIsDrawn() {
    Desk d(
        QStringLiteral("# Head\n\nWords on a page that go on for longer than a single line can hold them, so that "
                       "there are two.\n\n> quoted\n\n* * *\n"));
    PageLayout& layout = d.page().pageLayout();
    for (int p = 0; p < d.text().size(); ++p) {
      QTextCursor cursor(d.page().document());
      cursor.setPosition(p);
      const QRect rect = d.page().cursorRect(cursor);
      const int hit =
          layout.hitTest(QPointF(rect.center()) + QPointF(0, d.page().verticalScrollBar()->value()), Qt::FuzzyHit);
      // At a soft line break the end of one line and the start of the next are the same position.
      QVERIFY2(std::abs(hit - p) <= 1,
               qPrintable(QStringLiteral("%1 hit %2 at %3,%4").arg(p).arg(hit).arg(rect.x()).arg(rect.y())));
    }
    QCOMPARE(layout.hitTest(QPointF(10, 100), Qt::ExactHit), -1);
    QCOMPARE(layout.hitTest(QPointF(400, 1e7), Qt::FuzzyHit), static_cast<int>(d.text().size()));
  }

  void scrollIsKept() {
    const QString text = longText(20000);
    Desk d(text);
    Document document;
    document.id = QStringLiteral("b");
    document.text = text;
    document.cursor = static_cast<int>(text.size()) / 2;
    document.scroll = 0.5;
    d.window.openDocument(document);
    QVERIFY(qAbs(d.page().scrollShare() - 0.5) < 0.02);
    QCOMPARE(d.page().cursorPosition(), document.cursor);
  }

  // A gap below the author's place must not move the page.
  void theGapDoesNotScroll() {
    const QString text = longText(6000);
    Desk d(text);
    d.cursorTo(3000);
    d.ask();
    d.page().verticalScrollBar()->setValue(d.page().verticalScrollBar()->value() + 150);
    const int at = d.page().verticalScrollBar()->value();
    for (int s = 1; s <= 8; ++s) {
      d.engine.step(sampleFills(), s, 8);
      d.page().gaps().showing().flush();
      QCoreApplication::processEvents();
      QCOMPARE(d.page().verticalScrollBar()->value(), at);
    }
  }
};

QTEST_MAIN(PageLayoutTest)
#include "page_layout_test.moc"
