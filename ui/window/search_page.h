// SPDX-License-Identifier: GPL-3.0-or-later
// The page *Search* of the preferences. Private to the window.
#pragma once

#include "ui/preferences/preferences_page.h"
#include "ui/search/find_bar.h"

namespace lacuna::ui {

// The bar must live on.
PreferencesPage* searchPage(FindBar& bar);

}  // namespace lacuna::ui
