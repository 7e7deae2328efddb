// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the search over the library, and the replacement in its documents, to the storage thread. UI thread only.
#pragma once

#include "app/storage_thread.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

// Both outlive what is joined.
void joinSearch(ui::MainWindow& window, StorageThread& storage);

}  // namespace lacuna::app
