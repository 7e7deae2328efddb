// SPDX-License-Identifier: GPL-3.0-or-later
// A replay as pictures, painted by what paints the page in the window (ui/editor/gap_painter.h). Needs a
// QGuiApplication but no window and no display.
#pragma once

#include <QByteArray>
#include <QFont>
#include <QImage>
#include <QVector>

#include "app/replay/replay.h"
#include "ui/theme.h"

namespace lacuna::app {

// What the pictures look like. Made on the UI thread; a value, so that the pictures may be made on another.
struct ReplayLook {
  ui::Theme theme;
  QFont page;
  QFont small;
};
// theme: "light", "dark" or "paper". UI thread only.
ReplayLook replayLook(const QString& theme = QStringLiteral("light"));

// One picture a frame of the trajectory, all of one size, of the candidate at replay.place. REQUIRES: a trajectory.
QVector<QImage> replayPictures(const Replay& replay, const ReplayLook& look);

// The pictures as an animation of some six seconds that ends with a look at the result.
QByteArray replayAnimation(const Replay& replay, const ReplayLook& look);

}  // namespace lacuna::app
