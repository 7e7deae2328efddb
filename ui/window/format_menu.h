// SPDX-License-Identifier: GPL-3.0-or-later
// The menu for Markdown's marks. Private to the window.
#pragma once

#include "ui/window/main_window.h"

namespace lacuna::ui {

void buildFormatMenu(MainWindow* window, MainWindow::Parts& parts);

}  // namespace lacuna::ui
