// SPDX-License-Identifier: GPL-3.0-or-later
// An animation as APNG (PNG, third edition, section 11.3.4: acTL, fcTL, fdAT), since Qt writes no animations. Qt makes
// the PNG of each frame; here they become one file. A program that knows PNG only shows the first frame.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QVector>

namespace lacuna::app {

struct ApngFrame {
  QImage image;          // all of one size; transparency is left out
  int milliseconds = 0;  // how long it stays, 0..65535
};

// All frames share one palette (palette.h); of a frame only the rectangle that differs from the one before is kept, and
// in it what did not change is transparent. loops: 0 plays for ever.
// Throws std::runtime_error without frames, with frames of different sizes, or when Qt makes no PNG of one.
QByteArray writeApng(const QVector<ApngFrame>& frames, int loops = 0);

// CRC-32 of PNG's chunks (annex D).
quint32 pngCrc(const QByteArray& bytes);

}  // namespace lacuna::app
