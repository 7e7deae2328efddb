// SPDX-License-Identifier: GPL-3.0-or-later
// Whether things on the screen may move. UI thread only.
#pragma once

namespace lacuna::ui {

// What the desktop is set to: no animations in GTK's settings files, or none in KDE's. False where neither says so.
bool desktopWantsStillness();
// The author's own choice; else the desktop's.
bool reducedMotion();
void setReducedMotion(bool on);

}  // namespace lacuna::ui
