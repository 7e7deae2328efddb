// SPDX-License-Identifier: GPL-3.0-or-later
// One palette for many pictures: as they are where they have few enough colours, else the nearest of 255. By median cut
// (Heckbert 1982), after the commonest colours have got a place of their own. Pure; any thread.
#pragma once

#include <QHash>
#include <QImage>
#include <QVector>

namespace lacuna::app {

class Palette {
 public:
  static constexpr int kMost = 255;  // one of a byte's values is left for what is transparent
  static constexpr int kClear = 255;

  // Pixels that go into the palette: those of `now` that differ from `before`, or all where that is null. Both RGB32
  // and of one size.
  void add(const QImage& now, const QImage& before);
  // After the last add(). The table that indexed() uses; its last entry is transparent.
  QVector<QRgb> table();
  // The pixels of an area; those that are as they were before are transparent. REQUIRES: table() was called, and all
  // that differs was added.
  QImage indexed(const QImage& now, const QImage& before, const QRect& area) const;

 private:
  QHash<QRgb, qint64> counts_;
  QHash<QRgb, int> index_;
  QVector<QRgb> table_;
};

}  // namespace lacuna::app
