// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMenu>

#include "ui/window/main_window_parts.h"

namespace lacuna::ui {
namespace {

void openList(MainWindow* window, MainWindow::Parts& parts) {
  if (parts.generatedList == nullptr) {
    parts.generatedList = new GeneratedDialog(*parts.generated, *parts.page, window);
  }
  parts.generatedList->open();
}

}  // namespace

void buildGenerated(QMenu* menu, MainWindow* window, MainWindow::Parts& p) {
  QMenu* generated = menu->addMenu(MainWindow::tr("Generate&d text"));
  GeneratedText* texts = p.generated.get();
  const auto add = [generated, window](const QString& text, const QString& keys, const auto& act) {
    QAction* action = generated->addAction(text);
    action->setShortcut(QKeySequence(keys));
    QObject::connect(action, &QAction::triggered, window, act);
  };
  add(MainWindow::tr("&Confirm the selection, or the passage here"), QStringLiteral("Ctrl+Shift+G"),
      [&p] { p.page->confirmGenerated(); });
  add(MainWindow::tr("Confirm this &paragraph"), QString(), [texts] { texts->confirmParagraph(); });
  add(MainWindow::tr("Confirm &all of this draft"), QString(), [texts] { texts->confirmAll(); });
  generated->addSeparator();
  add(MainWindow::tr("&Where it came from"), QStringLiteral("Ctrl+Shift+I"), [&p, texts] {
    p.page->setFocus();
    texts->openCard();
  });
  add(MainWindow::tr("Go to the &next passage"), QStringLiteral("F12"), [&p, texts] {
    p.page->setFocus();
    texts->goToNext(1);
  });
  add(MainWindow::tr("Go to the pre&vious passage"), QStringLiteral("Shift+F12"), [&p, texts] {
    p.page->setFocus();
    texts->goToNext(-1);
  });
  add(MainWindow::tr("&List of all passages\u2026"), QString(), [window, &p] { openList(window, p); });
  QObject::connect(texts, &GeneratedText::sentence, window, &MainWindow::showSentence);
  QObject::connect(texts, &GeneratedText::runWanted, p.runs.get(), &RunsOnPage::showRunOf);
  QObject::connect(p.runs.get(), &RunsOnPage::panelWanted, p.room.get(), [&p] { p.room->show(p.panel); });
  QObject::connect(p.status.get(), &StatusLine::generatedClicked, window, [window, &p] { openList(window, p); });
  QObject::connect(p.page, &PageView::menuOpens, generated, [generated](QMenu& at) { at.addMenu(generated); });
}

}  // namespace lacuna::ui
