// SPDX-License-Identifier: GPL-3.0-or-later
// Between positions in a QString, UTF-16 units, and offsets in its UTF-8, bytes. Any thread.
#pragma once

#include <QString>
#include <cstddef>
#include <vector>

namespace lacuna::app {

// Where each unit of a text begins in its UTF-8.
class ByteOffsets {
 public:
  // The text must outlive this.
  explicit ByteOffsets(const QString& text);
  // Positions outside the text, or inside a surrogate pair, are moved to the nearest letter.
  std::size_t of(int position) const;

 private:
  const QString& text_;
  std::vector<std::size_t> offsets_;
};

// The way back: the unit at which a byte offset lies; beyond the text its length.
class UnitOffsets {
 public:
  explicit UnitOffsets(const QString& text);
  // Where the byte's letter begins; of a pair's end the unit after the pair.
  int of(std::size_t byte) const;

 private:
  std::vector<std::size_t> offsets_;  // as ByteOffsets has them
};

}  // namespace lacuna::app
