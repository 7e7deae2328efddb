// SPDX-License-Identifier: GPL-3.0-or-later
// The page *Spelling* of the preferences. Private to the window.
#pragma once

#include "ui/preferences/preferences_page.h"
#include "ui/spelling/spelling_lens.h"

namespace lacuna::ui {

PreferencesPage* spellingPage(SpellingLens& lens);

}  // namespace lacuna::ui
