// SPDX-License-Identifier: GPL-3.0-or-later
// How the page is looked at while writing: sentence or paragraph in focus, typewriter scrolling, full screen, the size
// of its letters by wheel and fingers. Private to the window.
#pragma once

#include <QMenu>

#include "ui/window/main_window.h"

namespace lacuna::ui {

void addWritingView(QMenu* menu, MainWindow* window, MainWindow::Parts& parts);

}  // namespace lacuna::ui
