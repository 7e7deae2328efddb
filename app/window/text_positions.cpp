// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/text_positions.h"

#include <algorithm>

namespace lacuna::app {
namespace {

int onLetter(const QString& text, int position) {
  const int inside = std::clamp(position, 0, static_cast<int>(text.size()));
  const bool splits =
      inside > 0 && inside < text.size() && text.at(inside).isLowSurrogate() && text.at(inside - 1).isHighSurrogate();
  return splits ? inside + 1 : inside;
}

std::vector<std::size_t> offsetsOf(const QString& text) {
  std::vector<std::size_t> offsets;
  offsets.reserve(static_cast<std::size_t>(text.size()) + 1);
  std::size_t at = 0;
  for (qsizetype i = 0; i < text.size(); ++i) {
    offsets.push_back(at);
    const QChar unit = text.at(i);
    const char16_t code = unit.unicode();
    // The halves of a pair take four bytes between them; a half that stands alone becomes U+FFFD, three bytes.
    const bool lowOfPair = unit.isLowSurrogate() && i > 0 && text.at(i - 1).isHighSurrogate();
    const bool highOfPair = unit.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
    at += highOfPair ? 4 : lowOfPair ? 0 : code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  offsets.push_back(at);
  return offsets;
}

}  // namespace

ByteOffsets::ByteOffsets(const QString& text) : text_(text), offsets_(offsetsOf(text)) {}

std::size_t ByteOffsets::of(int position) const {
  return offsets_[static_cast<std::size_t>(onLetter(text_, position))];
}

UnitOffsets::UnitOffsets(const QString& text) : offsets_(offsetsOf(text)) {}

int UnitOffsets::of(std::size_t byte) const {
  // The second half of a pair stands at the byte where the next letter begins: that one is meant.
  auto found = std::upper_bound(offsets_.begin(), offsets_.end(), byte);
  if (found != offsets_.begin() && *(found - 1) == byte) --found;
  return static_cast<int>(std::min(found, offsets_.end() - 1) - offsets_.begin());
}

}  // namespace lacuna::app
