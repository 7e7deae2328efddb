// SPDX-License-Identifier: GPL-3.0-or-later
// What the Edit menu has for spelling.
#include "ui/window/main_window_parts.h"

namespace lacuna::ui {

void buildSpelling(QMenu* menu, MainWindow* window, MainWindow::Parts& p) {
  SpellingLens* lens = p.spelling.get();
  menu->addSeparator();
  QAction* check = menu->addAction(MainWindow::tr("Check spellin&g"));
  check->setCheckable(true);
  check->setChecked(lens->on());
  QObject::connect(check, &QAction::triggered, lens, &SpellingLens::setOn);
  QObject::connect(lens, &SpellingLens::switched, check, &QAction::setChecked);
  QAction* next = menu->addAction(MainWindow::tr("Next mi&sspelling"));
  next->setShortcut(QKeySequence(Qt::Key_F7));
  window->addAction(next);  // also when the menu bar is hidden
  QObject::connect(next, &QAction::triggered, lens, [&p, lens] {
    p.page->setFocus();
    lens->goToNext();
  });
  QMenu* languages = menu->addMenu(MainWindow::tr("Languages of the spell&ing"));
  if (lens->dictionaries().isEmpty()) {
    QAction* none = languages->addAction(MainWindow::tr("No dictionary is installed"));
    QObject::connect(none, &QAction::triggered, lens, [lens] { lens->setOn(lens->on()); });
  }
  for (const Dictionary& one : lens->dictionaries()) {
    QAction* action = languages->addAction(one.name());
    action->setCheckable(true);
    action->setData(one.code);
    QObject::connect(action, &QAction::triggered, lens, [lens, code = one.code](bool on) {
      QStringList codes = lens->languages();
      codes.removeAll(code);
      if (on) codes << code;
      lens->setLanguages(codes);
    });
  }
  // One language stays: without any the check itself is what to switch off.
  QObject::connect(languages, &QMenu::aboutToShow, lens, [languages, lens] {
    const QStringList used = lens->languages();
    for (QAction* action : languages->actions()) {
      const QString code = action->data().toString();
      if (code.isEmpty()) continue;
      action->setChecked(used.contains(code));
      action->setEnabled(!(used.size() == 1 && used.contains(code)));
    }
  });
}

}  // namespace lacuna::ui
