// SPDX-License-Identifier: GPL-3.0-or-later
// How the page is looked at while writing: typography, size, focus, typewriter, full screen, files that are dropped.
#include <QApplication>
#include <QDir>
#include <QMenuBar>
#include <QMimeData>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTest>
#include <QUrl>

#include "tests/ui/desk.h"
#include "tests/ui/drag.h"
#include "ui/editor/sentence_range.h"

using namespace lacuna::ui;

namespace {

QString paragraphs(int count) {
  QString text;
  for (int i = 0; i < count; ++i)
    text += QStringLiteral("It was late. She walked along the wall, and the tide came in.\n\n");
  return text;
}

int caretTop(Desk& d) { return d.page().caretRect(d.page().textCursor().position()).center().y(); }

}  // namespace

class WritingViewTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void anotherTypographyKeepsThePlaceAndTheUndo() {
    Desk d(paragraphs(2000));
    d.cursorTo(60000);
    d.type(QStringLiteral("x"));
    const int before = d.page().caretRect(d.page().textCursor().position()).top();
    PageTypography t;
    t.family = QStringLiteral("monospace");
    t.size = 26;
    t.lineSpacing = 2;
    t.paragraphSpacing = 0.5;
    t.indent = 1.5;
    t.justified = true;
    t.measure = 50;
    d.page().setTypography(t);
    d.grab();
    QVERIFY(qAbs(d.page().caretRect(d.page().textCursor().position()).top() - before) < 30);
    QVERIFY(d.page().pageLayout().laidOutBlocks() < 400);
    d.undo();
    QCOMPARE(d.text(), paragraphs(2000));
  }

  void typographyIsKeptAndBounded() {
    PageTypography t;
    t.size = 24;
    t.justified = true;
    t.save();
    QVERIFY(PageTypography::load() == t);
    t.size = 5000;
    t.save();
    QCOMPARE(PageTypography::load().size, 64.0);
    PageTypography().save();
  }

  void theMeasureCountsLetters() {
    Desk d(paragraphs(2));
    d.window.resize(1700, 800);
    d.grab();
    const qreal usual = d.page().pageLayout().measure();
    PageTypography t;
    t.measure = 40;
    d.page().setTypography(t);
    QVERIFY(d.page().pageLayout().measure() < usual * 0.7);
  }

  void ctrlAndTheWheelZoom() {
    Desk d(paragraphs(4));
    const int before = d.page().textFont().pixelSize();
    const QPointF at(100, 100);
    QWheelEvent wheel(at, d.page().viewport()->mapToGlobal(at), QPoint(), QPoint(0, 120), Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(d.page().viewport(), &wheel);
    QVERIFY(d.page().textFont().pixelSize() > before);
    d.window.setZoom(1);
  }

  void theLineStaysAtItsHeight() {
    Desk d(paragraphs(60));
    d.page().setTypewriter(true);
    d.cursorTo(0);
    d.grab();
    const int height = caretTop(d);
    QVERIFY(qAbs(height - d.page().viewport()->height() * 45 / 100) < 20);
    for (int i = 0; i < 12; ++i) {
      d.key(Qt::Key_Down);
      QVERIFY2(qAbs(caretTop(d) - height) <= 2, qPrintable(QString::number(i)));
    }
    d.cursorTo(static_cast<int>(d.text().size()));
    QVERIFY(qAbs(caretTop(d) - height) <= 2);
    d.window.resize(1100, 500);
    d.grab();
    QVERIFY(qAbs(caretTop(d) - d.page().viewport()->height() * 45 / 100) <= 3);
    d.window.resize(1100, 800);
    d.grab();
    QVERIFY(qAbs(caretTop(d) - height) <= 2);
    d.type(QStringLiteral("and"));
    d.key(Qt::Key_Return);
    QVERIFY(qAbs(caretTop(d) - height) <= 2);
  }

  void sentences() {
    const QString text = QStringLiteral("It was late. She said \u201cNo.\u201d So be it");
    QCOMPARE(sentenceAt(text, 3), qMakePair(0, 12));
    QCOMPARE(sentenceAt(text, 14).first, 13);
    QCOMPARE(sentenceAt(text, static_cast<int>(text.size())).second, static_cast<int>(text.size()));
    QCOMPARE(sentenceAt(QString(), 0), qMakePair(0, 0));
  }

  // The other sentences of the paragraph are paler, and words are the same.
  void theOtherSentencesAreDimmed() {
    Desk d(QStringLiteral("It was late. She walked along the wall.\n"));
    d.cursorTo(3);
    d.window.setFocusMode(true);
    d.page().setFocusOnSentence(false);
    const QImage paragraph = d.grab();
    d.page().setFocusOnSentence(true);
    const QImage sentence = d.grab();
    QVERIFY(paragraph != sentence);
    d.cursorTo(20);
    QVERIFY(d.grab() != sentence);
    d.page().setFocusOnSentence(false);
    d.window.setFocusMode(false);
  }

  void fullScreenIsThePageAlone() {
    Desk d(paragraphs(4));
    QTest::keyClick(&d.window, Qt::Key_F11);
    QTRY_VERIFY(d.window.isFullScreen());
    QTRY_VERIFY(!d.window.menuBar()->isVisible());
    QVERIFY(!d.window.statusBar()->isVisible());
    QVERIFY(d.page().hasFocus());
    d.type(QStringLiteral("x"));
    QCOMPARE(d.page().viewport()->cursor().shape(), Qt::BlankCursor);
    QTest::mouseMove(d.page().viewport(), QPoint(200, 200));
    QTRY_COMPARE(d.page().viewport()->cursor().shape(), Qt::IBeamCursor);
    d.key(Qt::Key_F10);
    QVERIFY(d.window.menuBar()->isVisible());
    if (QWidget* menu = QApplication::activePopupWidget()) menu->close();
    d.page().setFocus();
    d.key(Qt::Key_Escape);
    QTRY_VERIFY(!d.window.isFullScreen());
    QTRY_VERIFY(d.window.menuBar()->isVisible());
    QVERIFY(d.window.statusBar()->isVisible());
  }

  void aDroppedFileIsOpened() {
    Desk d(QStringLiteral("one"));
    QSignalSpy opened(&d.window, &MainWindow::openFileRequested);
    QMimeData mime;
    const QString path = QDir::temp().filePath(QStringLiteral("a.md"));
    mime.setUrls({QUrl::fromLocalFile(path)});
    dropOn(d.page(), mime, QPoint(100, 60));
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().toString(), path);
    QCOMPARE(d.text(), QStringLiteral("one"));
  }
};

QTEST_MAIN(WritingViewTest)
#include "writing_view_test.moc"
