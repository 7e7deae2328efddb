// SPDX-License-Identifier: GPL-3.0-or-later
// The menus at rows: by the mouse, where it points; by the Menu key, at the current row; and what stands in them is
// done.
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTimer>

#include "tests/ui/desk.h"
#include "ui/library/library_panel.h"
#include "ui/panels/run_panel.h"
#include "ui/panels/runs_panel.h"
#include "ui/window/search_desk.h"

namespace lacuna::ui {
namespace {

// Opens the menu there, triggers the entry that begins with `act`, and returns all entries.
QStringList menuAt(QWidget* widget, const QPoint& at, QContextMenuEvent::Reason reason, const QString& act = {}) {
  QStringList texts;
  QTimer::singleShot(0, widget, [&texts, act] {
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    if (menu == nullptr) return;
    QAction* chosen = nullptr;
    for (QAction* each : menu->actions()) {
      if (each->isSeparator()) continue;
      const QString text = each->text().remove(u'&').section(u'\t', 0, 0);
      texts << (each->isEnabled() ? text : u'(' + text + u')');
      if (!act.isEmpty() && text.startsWith(act)) chosen = each;
    }
    menu->close();
    if (chosen != nullptr) chosen->trigger();
  });
  QContextMenuEvent event(reason, at, widget->mapToGlobal(at));
  QApplication::sendEvent(widget, &event);
  QCoreApplication::processEvents();
  return texts;
}

QStringList byKey(QWidget* widget, const QString& act = {}) {
  return menuAt(widget, widget->rect().center(), QContextMenuEvent::Keyboard, act);
}

QStringList byMouse(QAbstractItemView* view, const QModelIndex& row, const QString& act = {}) {
  return menuAt(view->viewport(), view->visualRect(row).center(), QContextMenuEvent::Mouse, act);
}

}  // namespace

class RowMenusTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }

  void headings() {
    Desk d(QStringLiteral("# A\n\none\n\n# B\n\ntwo\n\n## C\n\nthree\n"));
    OutlineView* outline = d.window.library()->outline();
    outline->setFocus();
    outline->setCurrentIndex(outline->model()->index(0, 0));
    QCOMPARE(byKey(outline), QStringList({QStringLiteral("Go there"), QStringLiteral("(Move the section up)"),
                                          QStringLiteral("Move the section down"), QStringLiteral("(A level higher)"),
                                          QStringLiteral("A level lower")}));
    byKey(outline, QStringLiteral("Move the section down"));
    QVERIFY(d.text().startsWith(QStringLiteral("# B")));
    QVERIFY(d.text().indexOf(QStringLiteral("# A")) > d.text().indexOf(QStringLiteral("## C")));
    // The mouse means the row that it points at.
    const QModelIndex c = outline->model()->index(0, 0, outline->model()->index(0, 0));
    byMouse(outline, c, QStringLiteral("A level higher"));
    QVERIFY(d.text().contains(QStringLiteral("\n# C\n")));
    byMouse(outline, outline->model()->index(2, 0), QStringLiteral("Go there"));
    QCOMPARE(d.page().cursorPosition(), int(d.text().indexOf(QStringLiteral("# A"))));
    QCOMPARE(d.window.focusWidget(), static_cast<QWidget*>(&d.page()));
    // Below the last row there is none.
    QVERIFY(menuAt(outline->viewport(), outline->viewport()->rect().bottomRight(), QContextMenuEvent::Mouse).isEmpty());
  }

  void runs() {
    Desk d(QStringLiteral("words\n"));
    RunItem one;
    one.id = QStringLiteral("r1");
    one.words = QStringLiteral("first");
    RunItem two = one;
    two.id = QStringLiteral("r2");
    d.window.setRuns({one, two});
    RunsPanel* panel = d.window.runPanel()->runs();
    d.window.runPanel()->showTab(RunPanel::Runs);
    QListView* list = panel->list();
    QSignalSpy opened(panel, &RunsPanel::opened);
    QSignalSpy removed(&d.window, &MainWindow::runRemovalRequested);
    const QStringList texts = byMouse(list, list->model()->index(1, 0), QStringLiteral("Open"));
    QCOMPARE(texts, QStringList({QStringLiteral("Open"), QStringLiteral("Delete")}));
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().toString(), QStringLiteral("r2"));
    byKey(list, QStringLiteral("Delete"));
    QCOMPARE(removed.count(), 1);
    QCOMPARE(removed.first().first().toString(), QStringLiteral("r2"));
    QVERIFY(byKey(list).contains(QStringLiteral("Undo")));
  }

  void candidates() {
    Desk d(QStringLiteral("Before after.\n"));
    d.cursorTo(7);
    d.ask();
    d.denoise({{QStringLiteral("one ")}, {QStringLiteral("two ")}});
    QList<CandidateRow*> rows = d.window.runPanel()->denoising()->findChildren<CandidateRow*>();
    QVERIFY(rows.size() >= 2);
    const auto row = std::find_if(rows.begin(), rows.end(), [](const CandidateRow* each) {
      return each->isVisible() && each->text() == QStringLiteral("two");
    });
    QVERIFY(row != rows.end());
    const QStringList texts = byKey(*row, QStringLiteral("Show"));
    QCOMPARE(texts, QStringList({QStringLiteral("Show this candidate"), QStringLiteral("Take it"),
                                 QStringLiteral("(Copy it)")}));
    QVERIFY(d.view().contains(QStringLiteral("two")));
    QCOMPARE(d.text(), QStringLiteral("Before after.\n"));
    byKey(*row, QStringLiteral("Take"));
    QVERIFY(d.text().contains(QStringLiteral("two")));
    d.undo();
    QCOMPARE(d.text(), QStringLiteral("Before after.\n"));
  }

  void whatWasFound() {
    Desk d(QStringLiteral("grey words\n"));
    SearchPanel& panel = d.window.searching()->panel();
    d.window.searching()->open();
    panel.line()->setText(QStringLiteral("grey"));
    storage::SearchRequest request;
    request.text = QStringLiteral("grey");
    storage::SearchResult result;
    result.documents = {
        {QStringLiteral("a"), QStringLiteral("A draft"), 1, {{0, 4, QStringLiteral("grey words"), {{0, 4}}}}}};
    result.passages = 1;
    panel.showResult(request, result);
    QTreeView* list = panel.list();
    const QModelIndex document = list->model()->index(0, 0);
    const QModelIndex place = list->model()->index(0, 0, document);
    QVERIFY(byMouse(list, document).startsWith(QStringLiteral("Open this document")));
    byMouse(list, document, QStringLiteral("Fold"));
    QVERIFY(!list->isExpanded(document));
    byKey(list, QStringLiteral("Unfold"));
    QVERIFY(list->isExpanded(document));
    byMouse(list, place, QStringLiteral("Go to"));
    QCOMPARE(d.page().textCursor().selectedText(), QStringLiteral("grey"));
  }

  void thePage() {
    Desk d(QStringLiteral("some words\n"));
    d.page().setFocus();
    d.select(0, 4);
    const QStringList texts = byKey(&d.page());
    for (const char* wanted : {"Rewrite the selection", "Format", "Generated text", "Cut", "Paste"})
      QVERIFY2(texts.contains(QLatin1String(wanted)), wanted);
    // The menus stand in the bar all the same.
    QStringList bar;
    for (const QAction* each : d.window.menuBar()->actions()) bar << each->text();
    QVERIFY(bar.contains(QStringLiteral("F&ormat")));
  }
};

}  // namespace lacuna::ui

QTEST_MAIN(lacuna::ui::RowMenusTest)
#include "row_menus_test.moc"
