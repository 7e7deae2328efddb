// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/writing_view.h"

#include <QSettings>

#include "ui/window/main_window_parts.h"

namespace lacuna::ui {
namespace {

QAction* addSwitch(QMenu* menu, const QString& text, const QKeySequence& keys, MainWindow* window) {
  auto* action = new QAction(text, window);
  action->setCheckable(true);
  action->setShortcut(keys);
  menu->addAction(action);
  window->addAction(action);
  return action;
}

// A switch that is as it was left.
template <typename Set>
void addKept(QMenu* menu, const QString& text, const QKeySequence& keys, MainWindow* window, const QString& setting,
             Set set) {
  QAction* action = addSwitch(menu, text, keys, window);
  QObject::connect(action, &QAction::toggled, window, [setting, set](bool on) {
    set(on);
    QSettings().setValue(setting, on);
  });
  action->setChecked(QSettings().value(setting, false).toBool());
}

}  // namespace

void addWritingView(QMenu* menu, MainWindow* window, MainWindow::Parts& parts) {
  PageView* page = parts.page;
  addKept(menu, MainWindow::tr("Focus on the s&entence"), QKeySequence(Qt::SHIFT | Qt::Key_F9), window,
          QStringLiteral("ui/focusOnSentence"), [page](bool on) { page->setFocusOnSentence(on); });
  addKept(menu, MainWindow::tr("T&ypewriter scrolling"), QKeySequence(Qt::CTRL | Qt::Key_F9), window,
          QStringLiteral("ui/typewriter"), [page](bool on) { page->setTypewriter(on); });
  QAction* full = addSwitch(menu, MainWindow::tr("Full sc&reen"), QKeySequence(Qt::Key_F11), window);
  full->setProperty(HistoryOnPage::kWithoutPage, true);
  FullScreen* screen = parts.fullScreen.get();
  QObject::connect(full, &QAction::triggered, screen, &FullScreen::set);
  QObject::connect(screen, &FullScreen::changed, full, &QAction::setChecked);
  QObject::connect(page, &PageView::zoomWanted, window,
                   [window, &parts](double factor) { window->setZoom(parts.zoom * factor); });
  QObject::connect(page, &PageView::filesDropped, window, [window](const QStringList& paths) {
    for (const QString& path : paths) Q_EMIT window->openFileRequested(path);
  });
}

}  // namespace lacuna::ui
