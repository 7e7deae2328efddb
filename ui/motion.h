// SPDX-License-Identifier: GPL-3.0-or-later
// Whether things on the screen may move. UI thread only.
#pragma once

namespace lacuna::ui {

// What the desktop is set to: no animations in GNOME's settings, in GTK's files, or in KDE's. False where none says so.
bool desktopWantsStillness();
// The author's own choice; else the desktop's.
bool reducedMotion();
void setReducedMotion(bool on);

}  // namespace lacuna::ui
