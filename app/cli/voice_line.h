// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna voice` on the command line.
#pragma once

#include "app/cli/options.h"

namespace CLI {
class App;
}

namespace lacuna::app {

void addVoice(CLI::App& root, VoiceOptions& to);

}  // namespace lacuna::app
