// SPDX-License-Identifier: GPL-3.0-or-later
// Whether things on the screen may move. UI thread only.
#pragma once

#include <optional>

namespace lacuna::ui {

// What the desktop says itself, while the program runs (app/window/portal_settings.h); nothing: it says nothing.
void heardOfStillness(std::optional<bool> still);
// What the desktop is set to: by its own word, else no animations in GTK's files or in KDE's. False where none says so.
bool desktopWantsStillness();
// The author's own choice; else the desktop's.
bool reducedMotion();
void setReducedMotion(bool on);

}  // namespace lacuna::ui
