// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the lens *Surprise* on the page to the thread that reads for it. UI thread only.
#pragma once

#include "app/engine/engine_thread.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

// Both outlive what is joined.
void joinSurprise(ui::MainWindow& window, EngineThread& engine);

}  // namespace lacuna::app
