// SPDX-License-Identifier: GPL-3.0-or-later
// Pages in a view: what is drawn, by which keys they go by, and that more of them leave those in sight where they are.
#include <QCheckBox>
#include <QLabel>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/desk.h"
#include "ui/print/print_dialog.h"

using namespace lacuna::ui;

namespace {

class MadeUpPages : public PrintedPages {
 public:
  MadeUpPages(int count, QVector<int>* painted) : count_(count), painted_(painted) {}
  int count() const override { return count_; }
  QSizeF size() const override { return {400, 600}; }
  void paint(QPainter& painter, int number) override {
    painted_->append(number);
    painter.fillRect(QRectF(0, 0, 400, 600), QColor(255, 0, number % 256));
  }

 private:
  int count_;
  QVector<int>* painted_;
};

}  // namespace

class PageSheetsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void onlyPagesInSightAreDrawn() {
    QVector<int> painted;
    PageSheets sheets;
    sheets.resize(420, 500);
    sheets.show();
    QVERIFY(QTest::qWaitForWindowExposed(&sheets));
    sheets.setPages(std::make_shared<MadeUpPages>(1000, &painted), false);
    (void)sheets.grab();
    QVERIFY(painted.contains(0) && painted.size() < 4);
    painted.clear();
    sheets.setFocus();
    QTest::keyClick(&sheets, Qt::Key_End);
    (void)sheets.grab();
    QCOMPARE(sheets.current(), 999);
    QVERIFY(painted.contains(999) && painted.size() < 4);
    for (const auto& [key, page] : QVector<QPair<Qt::Key, int>>{
             {Qt::Key_Home, 0}, {Qt::Key_PageDown, 1}, {Qt::Key_Space, 2}, {Qt::Key_PageUp, 1}}) {
      QTest::keyClick(&sheets, key);
      QCOMPARE(sheets.current(), page);
    }
    // More pages: the view stays, and what is drawn already is not drawn again.
    const int at = sheets.verticalScrollBar()->value();
    (void)sheets.grab();
    painted.clear();
    sheets.setPages(std::make_shared<MadeUpPages>(2000, &painted), true);
    (void)sheets.grab();
    QCOMPARE(sheets.verticalScrollBar()->value(), at);
    QVERIFY(painted.isEmpty());
    // Larger letters keep the place.
    QTest::keyClick(&sheets, Qt::Key_Plus);
    QVERIFY(sheets.zoom() > 1.1);
    QCOMPARE(sheets.current(), 1);
    QTest::keyClick(&sheets, Qt::Key_0);
    QCOMPARE(sheets.zoom(), 1.0);
  }

  void theDialogSaysWhatItHas() {
    QVector<int> painted;
    PrintDialog dialog({false, false, QStringLiteral("A draft")}, false, nullptr);
    QSignalSpy wanted(&dialog, &PrintDialog::layoutWanted);
    dialog.show();
    QTRY_VERIFY(wanted.count() >= 1);
    QCOMPARE(dialog.choice().scope, PrintScope::Document);
    dialog.setPages(std::make_shared<MadeUpPages>(3, &painted), false, false);
    const auto says = [&dialog](const char* words) {
      for (const QLabel* label : dialog.findChildren<QLabel*>())
        if (label->isVisible() && label->text().contains(QLatin1String(words))) return true;
      return false;
    };
    QVERIFY(says("Page 1 of 3 so far"));
    dialog.setPages(std::make_shared<MadeUpPages>(12, &painted), true, true);
    QVERIFY(says("Page 1 of 12") && !says("so far"));
    dialog.setPrinters(false);
    QVERIFY(says("No printer is set up on this computer"));
    dialog.setPrinters(true);
    QVERIFY(!says("No printer"));
    // A change of the look asks once more, after a pause.
    const auto asked = wanted.count();
    for (QCheckBox* box : dialog.findChildren<QCheckBox*>()) box->toggle();
    QTRY_COMPARE(wanted.count(), asked + 1);
  }
};

QTEST_MAIN(PageSheetsTest)
#include "page_sheets_test.moc"
