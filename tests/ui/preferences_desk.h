// SPDX-License-Identifier: GPL-3.0-or-later
// The window's preferences in a test.
#pragma once

#include <QAction>
#include <QTimer>
#include <functional>

#include "tests/ui/desk.h"
#include "ui/preferences/preferences_dialog.h"

namespace lacuna::ui {

// Opens the dialog as its key does, lets `act` work in it, and leaves it by Esc where `act` did not leave it.
inline bool inDialog(Desk& desk, const std::function<void(PreferencesDialog&)>& act) {
  bool met = false;
  QTimer::singleShot(0, &desk.window, [&] {
    auto* dialog = desk.window.findChild<PreferencesDialog*>();
    if (dialog == nullptr) return;
    met = true;
    act(*dialog);
    if (dialog->isVisible()) QTest::keyClick(dialog, Qt::Key_Escape);
  });
  const QList<QAction*> actions = desk.window.actions();
  for (QAction* action : actions)
    if (action->shortcut() == QKeySequence(QStringLiteral("Ctrl+,"))) action->trigger();
  return met;
}

}  // namespace lacuna::ui
