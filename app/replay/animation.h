// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that move, as one file: WebP's animation (RFC 9649), without loss, since Qt writes none. Pure; any thread.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QVector>

namespace lacuna::app {

struct AnimationFrame {
  QImage image;          // all of one size; transparency is left out
  int milliseconds = 0;  // how long it stays
};

// It plays for ever. Frames that look alike become one, which stays as long as all of them.
// Throws std::runtime_error without frames, with frames of different sizes, or when there is no memory for it.
QByteArray writeAnimation(const QVector<AnimationFrame>& frames);

}  // namespace lacuna::app
