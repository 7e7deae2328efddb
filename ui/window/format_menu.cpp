// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/format_menu.h"

#include <QMenuBar>

#include "ui/window/main_window_parts.h"

namespace lacuna::ui {

void buildFormatMenu(MainWindow* window, MainWindow::Parts& parts) {
  QMenu* menu = window->menuBar()->addMenu(MainWindow::tr("F&ormat"));
  PageView* page = parts.page;
  // They are about the text, and the keys are the page's: in a field they do what the field does with them.
  const auto add = [page](QMenu* where, const QString& text, const char* keys, auto act) {
    auto* action = new QAction(text, page);
    action->setShortcut(QKeySequence(QLatin1String(keys)));
    action->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(action, &QAction::triggered, page, act);
    where->addAction(action);
    page->addAction(action);
  };
  const auto emphasis = [&](const QString& text, const char* keys, InlineSpan::Kind kind) {
    add(menu, text, keys, [page, kind] { page->typing().emphasize(kind); });
  };
  emphasis(MainWindow::tr("&Bold"), "Ctrl+B", InlineSpan::Bold);
  emphasis(MainWindow::tr("&Italic"), "Ctrl+I", InlineSpan::Italic);
  emphasis(MainWindow::tr("&Struck out"), "Ctrl+Shift+X", InlineSpan::Strike);
  emphasis(MainWindow::tr("&Code"), "Ctrl+Shift+C", InlineSpan::Code);
  menu->addSeparator();
  QMenu* headings = menu->addMenu(MainWindow::tr("&Heading"));
  static constexpr const char* kKeys[] = {"Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6"};
  for (int level = 1; level <= 6; ++level)
    add(headings, MainWindow::tr("Level &%1").arg(level), kKeys[level - 1],
        [page, level] { page->typing().markLines(LineMark::Heading, level); });
  headings->addSeparator();
  add(headings, MainWindow::tr("&No heading"), "Ctrl+7", [page] { page->typing().markLines(LineMark::Heading, 0); });
  const auto lines = [&](const QString& text, const char* keys, LineMark::Kind kind) {
    add(menu, text, keys, [page, kind] { page->typing().markLines(kind); });
  };
  lines(MainWindow::tr("&List"), "Ctrl+Shift+8", LineMark::Bullet);
  lines(MainWindow::tr("&Numbered list"), "Ctrl+Shift+7", LineMark::Number);
  lines(MainWindow::tr("Block &quote"), "Ctrl+Shift+9", LineMark::Quote);
  menu->addSeparator();
  add(menu, MainWindow::tr("One l&evel in"), "Ctrl+]", [page] { (void)page->typing().indent(true); });
  add(menu, MainWindow::tr("One level o&ut"), "Ctrl+[", [page] { (void)page->typing().indent(false); });
  QObject::connect(page, &PageView::menuOpens, menu, [menu](QMenu& at) { at.addMenu(menu); });
}

}  // namespace lacuna::ui
