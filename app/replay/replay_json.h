// SPDX-License-Identifier: GPL-3.0-or-later
// A replay as JSON for other programs. docs/replay.md describes every field; a change that a reader would notice raises
// the version.
#pragma once

#include <QByteArray>
#include <QJsonObject>

#include "app/replay/replay.h"

namespace lacuna::app {

inline constexpr const char* kReplayFormat = "lacuna-replay";
inline constexpr int kReplayVersion = 1;

// UTF-8, one object and a newline.
QByteArray replayJson(const Replay& replay);

// What the page of the HTML export holds too: all of it but the frames.
QJsonObject replayHead(const Replay& replay);
// Also what a list of runs tells of each: id, time, model, seed, steps, seconds, outcome and so on.
QJsonObject runJson(const storage::Run& run);
QString outcomeWord(storage::RunOutcome outcome);

}  // namespace lacuna::app
