// SPDX-License-Identifier: GPL-3.0-or-later
// The subcommands that need a window.
#pragma once

#include "app/cli/options.h"

namespace lacuna::app {

// Both return the exit code and have told the user about every failure.
int runWindow(const WindowOptions& options);
int runScreenshots(const ScreenshotOptions& options);

}  // namespace lacuna::app
