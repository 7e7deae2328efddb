// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a window can be shown at all, and what is said when it cannot.
#pragma once

namespace lacuna::app {

// True when the environment names a display, or a platform of Qt's own that needs none.
bool hasDisplay();

// Qt ends the program with a crash when the display does not answer; from here on it ends with a sentence and
// kExitFailed.
void explainMissingDisplay();

}  // namespace lacuna::app
