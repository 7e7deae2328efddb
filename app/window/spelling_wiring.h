// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the words and languages of the spelling to the library that keeps them. UI thread only.
#pragma once

#include "app/storage_thread.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

// Both must live on.
void joinSpelling(ui::MainWindow& window, StorageThread& storage);

}  // namespace lacuna::app
