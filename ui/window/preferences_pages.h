// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of the preferences. Private to the window.
#pragma once

#include "ui/window/main_window.h"

namespace lacuna::ui {

// Shows the dialog until it is left.
void showPreferences(MainWindow* window, MainWindow::Parts& parts);

}  // namespace lacuna::ui
