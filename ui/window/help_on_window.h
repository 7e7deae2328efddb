// SPDX-License-Identifier: GPL-3.0-or-later
// The Help menu: an act by a few letters, the manual at the page about what the author has before them, all keys. UI
// thread only.
#pragma once

#include "ui/window/main_window.h"

namespace lacuna::ui {

// Of a widget: the name of the manual's page about it and what lies in it.
inline constexpr const char* kManualPage = "manualPage";

void buildHelp(MainWindow* window, MainWindow::Parts& parts);
// About what has the focus, or about the page as it stands.
QString manualPageFor(const QWidget* focus, const MainWindow& window);

}  // namespace lacuna::ui
