// SPDX-License-Identifier: GPL-3.0-or-later
// The line below the page about the open document's file, and the acts of the File menu.
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QToolButton>

#include "tests/ui/desk.h"
#include "ui/library/library_panel.h"
#include "ui/window/history_on_page.h"
#include "ui/window/link_on_page.h"

using namespace lacuna;
using namespace lacuna::ui;
using storage::LinkState;
using storage::LinkStatus;

class LinkOnPageTest : public QObject {
  Q_OBJECT

  static QToolButton* button(LinkOnPage& links, const QString& text) {
    for (QToolButton* each : links.line().findChildren<QToolButton*>())
      if (each->text() == text && each->isVisible()) return each;
    return nullptr;
  }
  static QAction* act(const MainWindow& window, const QString& part) {
    for (const QMenu* menu : window.menuBar()->findChildren<QMenu*>())
      for (QAction* action : menu->actions())
        if (action->menu() == nullptr && action->text().remove(u'&').contains(part)) return action;
    return nullptr;
  }

 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void aCopySaysSoUntilItIsLinkedOrClosed() {
    Desk desk(QStringLiteral("Words."));
    LinkOnPage& links = *desk.window.links();
    QVERIFY(!links.line().isVisible());
    links.copied(QStringLiteral("another"), QStringLiteral("/x/b.md"));
    QVERIFY(!links.line().isVisible());
    links.copied(QStringLiteral("a"), QStringLiteral("/x/a.md"));
    QVERIFY(links.line().isVisible() && links.line().sentence().contains("a.md stays as it is"));
    QSignalSpy wanted(&links, &LinkOnPage::linkWanted);
    button(links, QStringLiteral("Link to the file"))->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().at(1).toString(), QStringLiteral("/x/a.md"));
    links.setStatus({QStringLiteral("a"), QStringLiteral("/x/a.md"), LinkState::InStep, {}});
    QVERIFY(!links.line().isVisible());
    links.setStatus({QStringLiteral("a"), {}, LinkState::None, {}});
    links.copied(QStringLiteral("a"), QStringLiteral("/x/a.md"));
    button(links, QStringLiteral("\u00d7"))->click();
    QVERIFY(!links.line().isVisible());
    // The keys stay on the page.
    QVERIFY(desk.page().hasFocus());
  }

  void eachTroubleHasASentenceAndAnAct_data() {
    QTest::addColumn<LinkState>("state");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("offers");
    QTest::newRow("conflict") << LinkState::Conflict << "Nothing is overwritten"
                              << "Keep mine";
    QTest::newRow("missing") << LinkState::Missing << "moved, renamed or deleted"
                             << "Write it again";
    QTest::newRow("away") << LinkState::Away << "cannot be reached"
                          << "Try again";
    QTest::newRow("unreadable") << LinkState::Unreadable << "cannot be read (no rights)"
                                << "Unlink";
    QTest::newRow("no text") << LinkState::NoText << "no text in UTF-8"
                             << "Unlink";
    QTest::newRow("read only") << LinkState::ReadOnly << "may not be written"
                               << "Try again";
    QTest::newRow("full") << LinkState::Full << "No room on the disk"
                          << "Try again";
    QTest::newRow("failed") << LinkState::Failed << "could not be written (no rights)"
                            << "Try again";
  }
  void eachTroubleHasASentenceAndAnAct() {
    QFETCH(LinkState, state);
    QFETCH(QString, says);
    QFETCH(QString, offers);
    Desk desk(QStringLiteral("Words."));
    desk.window.resize(800, 600);
    LinkOnPage& links = *desk.window.links();
    links.setStatus({QStringLiteral("a"), QStringLiteral("/x/a.md"), state, QStringLiteral("no rights")});
    QVERIFY(links.line().isVisible());
    QVERIFY2(links.line().sentence().contains(says), qPrintable(links.line().sentence()));
    QVERIFY(links.line().sentence().contains("a.md"));
    QVERIFY(state == LinkState::Conflict || links.line().sentence().contains("in the library"));
    QVERIFY(button(links, offers) != nullptr);
    // All of it is on the screen, and the page keeps room.
    QCoreApplication::processEvents();
    for (QToolButton* each : links.line().findChildren<QToolButton*>())
      QVERIFY(links.line().rect().contains(each->geometry()));
    QVERIFY(desk.page().height() > 250);
    // Of another document: not now.
    Document other;
    other.id = QStringLiteral("b");
    desk.window.openDocument(other);
    QVERIFY(!links.line().isVisible());
  }

  void theMenuHasItAll() {
    Desk desk(QStringLiteral("Words."));
    LinkOnPage& links = *desk.window.links();
    QVERIFY(act(desk.window, "Link to a file") != nullptr);
    QVERIFY(!act(desk.window, "Unlink")->isEnabled());
    links.setStatus({QStringLiteral("a"), QStringLiteral("/x/R&D.md"), LinkState::Conflict, {}});
    QSignalSpy mine(&links, &LinkOnPage::keepMineWanted), take(&links, &LinkOnPage::takeFileWanted),
        compare(&links, &LinkOnPage::compareWanted), unlink(&links, &LinkOnPage::unlinkWanted);
    for (const char* text : {"Keep mine", "Take the file", "Compare with", "Unlink from"}) {
      QVERIFY2(act(desk.window, text) != nullptr, text);
      act(desk.window, text)->trigger();
    }
    for (const QSignalSpy* spy : {&mine, &take, &compare, &unlink}) {
      QCOMPARE(spy->size(), 1);
      QCOMPARE(spy->first().first().toString(), QStringLiteral("a"));
    }
    links.setStatus({QStringLiteral("a"), QStringLiteral("/x/a.md"), LinkState::Missing, {}});
    QVERIFY(!act(desk.window, "Keep mine")->isEnabled());
    QVERIFY(act(desk.window, "Write the file again")->isEnabled());
  }

  void theHistoryHasThePageForItself() {
    Desk desk(QStringLiteral("Words."));
    LinkOnPage& links = *desk.window.links();
    links.setStatus({QStringLiteral("a"), QStringLiteral("/x/a.md"), LinkState::Missing, {}});
    desk.window.history()->open();
    QVERIFY(!links.line().isVisible());
    desk.window.history()->close();
    QVERIFY(links.line().isVisible());
  }

  void newTextsAreOffered() {
    Desk desk(QStringLiteral("Words."));
    LinkOnPage& links = *desk.window.links();
    links.setNewFiles({QStringLiteral("p"), QStringLiteral("/x/novel"), {"a.md", "b.md"}});
    QVERIFY(links.line().sentence().contains("2 new texts in the folder novel"));
    QSignalSpy wanted(&links, &LinkOnPage::newFilesWanted), passed(&links, &LinkOnPage::newFilesPassed);
    button(links, QStringLiteral("Take in"))->click();
    button(links, QStringLiteral("Not these"))->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(passed.size(), 1);
    act(desk.window, "Take in new texts")->trigger();
    act(desk.window, "Leave new texts")->trigger();
    QCOMPARE(wanted.size(), 2);
    QCOMPARE(passed.size(), 2);
    // A conflict comes first, and they come back after it.
    links.setStatus({QStringLiteral("a"), QStringLiteral("/x/a.md"), LinkState::Conflict, {}});
    QVERIFY(links.line().sentence().contains("Nothing is overwritten"));
    links.setStatus({QStringLiteral("a"), QStringLiteral("/x/a.md"), LinkState::InStep, {}});
    QVERIFY(links.line().sentence().contains("2 new texts"));
    links.setNewFiles({QStringLiteral("p"), QStringLiteral("/x/novel"), {}});
    QVERIFY(!links.line().isVisible());
  }

  void theTreeShowsALink() {
    Desk desk(QStringLiteral("Words."));
    storage::TreeNode linked = node(QStringLiteral("a"), QStringLiteral("A draft"), 3);
    desk.window.setLibrary({linked});
    TreeModel& model = desk.window.library()->model();
    QTreeView* tree = desk.window.library()->tree();
    const auto picture = [&] {
      QCoreApplication::processEvents();
      return tree->grab().toImage();
    };
    const QImage before = picture();
    QVERIFY(!model.data(model.indexOf("a"), Qt::ToolTipRole).toString().contains("Linked"));
    linked.link = QStringLiteral("/x/a.md");
    desk.window.setLibrary({linked});
    QVERIFY(model.data(model.indexOf("a"), Qt::ToolTipRole).toString().contains("Linked to /x/a.md"));
    QVERIFY(picture() != before);
  }
};

QTEST_MAIN(LinkOnPageTest)
#include "link_on_page_test.moc"
