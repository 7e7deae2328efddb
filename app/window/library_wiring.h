// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the library's panel to the calls that keep the tree. UI thread only.
#pragma once

#include "app/storage_thread.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

// Both outlive what is joined.
void joinLibrary(ui::MainWindow& window, StorageThread& storage);

}  // namespace lacuna::app
