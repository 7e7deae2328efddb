// SPDX-License-Identifier: GPL-3.0-or-later
// The window's size: on its first day, on another screen, in full screen, and what folds where there is little room.
#include <QScreen>
#include <QSettings>
#include <QTest>

#include "tests/ui/desk.h"
#include "ui/library/library_panel.h"
#include "ui/panels/run_panel.h"
#include "ui/window/history_on_page.h"

using namespace lacuna::ui;

class WindowSizeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void theFirstWindowFitsTheScreen() {
    QSettings().clear();
    MainWindow window;
    window.show();
    QVERIFY(window.screen()->availableGeometry().size().width() >= window.width());
    QVERIFY(window.screen()->availableGeometry().size().height() >= window.height());
  }

  // What is on this machine, in the menu: models can be chosen, bases and what is damaged only be read about.
  void aWindowFromALargerScreenFits() {
    QSettings().clear();
    {
      MainWindow window;
      window.show();
      window.resize(window.screen()->availableGeometry().size() + QSize(500, 400));
      QCoreApplication::processEvents();
      window.close();
    }
    MainWindow window;
    window.show();
    QCoreApplication::processEvents();
    const QRect room = window.screen()->availableGeometry();
    QVERIFY2(room.contains(QRect(window.pos(), window.size())),
             qPrintable(QStringLiteral("%1 x %2").arg(window.width()).arg(window.height())));
  }

  void fullScreenComesBackAsItWas() {
    Desk d(QStringLiteral("Hello.\n"));
    d.window.setWindowState(Qt::WindowMaximized);
    d.key(Qt::Key_F11);
    QVERIFY(d.window.isFullScreen());
    d.key(Qt::Key_F11);
    QVERIFY(!d.window.isFullScreen() && d.window.isMaximized());
  }

  // Nothing beside it takes a share: the page and what stands below it are away.
  void theHistoryHasTheWholeWidth() {
    Desk d(QStringLiteral("Hello.\n"));
    d.window.resize(1100, 800);
    d.key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    const HistoryView& view = d.window.history()->view();
    QTRY_COMPARE(view.width(), d.window.centralWidget()->width());
    d.key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(d.page().isVisible() && d.page().width() > d.window.width() / 3);
  }

  // A page of a few words a line is no page: panels become narrower, then fold, and come back.
  void smallWindowsFoldThePanels() {
    Desk d(QStringLiteral("Hello.\n"));
    auto* library = d.window.findChild<LibraryPanel*>();
    const QWidget* side = d.window.findChild<RunPanel*>();
    d.window.resize(1100, 800);
    QCoreApplication::processEvents();
    const int wide = library->width();
    const auto measure = [&d] { return d.page().pageLayout().measure(); };
    for (const QSize& size : {QSize(1100, 800), QSize(980, 700), QSize(800, 600), QSize(640, 400), QSize(520, 300)}) {
      d.window.resize(size);
      QCoreApplication::processEvents();
      QCOMPARE(d.window.size(), size);
      QVERIFY2(measure() >= 390, qPrintable(QStringLiteral("%1: %2").arg(size.width()).arg(measure())));
      QCOMPARE(side->isVisible(), size.width() >= 970);
      QCOMPARE(library->isVisible(), size.width() >= 690);
    }
    d.window.resize(1100, 800);
    QCoreApplication::processEvents();
    QVERIFY(library->isVisible());
    QVERIFY(side->isVisible());
    QCOMPARE(library->width(), wide);  // as it was before there was little room
    // What the author folded stays folded.
    d.key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!side->isVisible());
    d.window.resize(600, 800);
    d.window.resize(1200, 800);
    QCoreApplication::processEvents();
    QVERIFY(!side->isVisible());
    QVERIFY(library->isVisible());
    // And what they want to see in a narrow window is seen.
    d.window.resize(640, 400);
    QCoreApplication::processEvents();
    QVERIFY(!library->isVisible());
    d.key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(library->isVisible());
    // Where there is no room for both the other one folds, and comes back with the room.
    d.window.resize(800, 600);
    QCoreApplication::processEvents();
    QVERIFY(library->isVisible() && !side->isVisible());
    d.key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(side->isVisible() && !library->isVisible());
    QVERIFY2(measure() >= 390, qPrintable(QString::number(measure())));
    // Asked for, it stays; put away, it makes room for the other again.
    d.window.resize(790, 600);
    QCoreApplication::processEvents();
    QVERIFY(side->isVisible() && !library->isVisible());
    d.key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!side->isVisible() && library->isVisible());
    d.key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(side->isVisible() && !library->isVisible());
    d.window.resize(1100, 800);
    QCoreApplication::processEvents();
    QVERIFY(side->isVisible() && library->isVisible());
  }
};

QTEST_MAIN(WindowSizeTest)
#include "window_size_test.moc"
