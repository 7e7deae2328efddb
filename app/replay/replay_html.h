// SPDX-License-Identifier: GPL-3.0-or-later
// A replay as one HTML file that needs nothing but a browser: no network (a content security policy forbids it), no
// font, no library. The page is resources/replay; docs/replay.md says what the file holds.
#pragma once

#include <QByteArray>

#include "app/replay/replay.h"

namespace lacuna::app {

// UTF-8. Throws std::runtime_error when the program was built without its page.
QByteArray replayHtml(const Replay& replay);

// The frames as one text of packed numbers, and the table of the texts that they name, most used first.
struct PackedFrames {
  QStringList pieces;
  QByteArray numbers;
};
PackedFrames packFrames(const storage::Trajectory& trajectory);

}  // namespace lacuna::app
