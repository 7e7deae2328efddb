// SPDX-License-Identifier: GPL-3.0-or-later
// A text with a hole at the place of the last edit, so that the next edit near by moves only the units between the two:
// a journal over a million words is replayed in milliseconds.
#pragma once

#include <QString>
#include <vector>

#include "storage/values.h"

namespace lacuna::storage {

class TextBuffer {
 public:
  explicit TextBuffer(const QString& text = {});
  int length() const { return static_cast<int>(units_.size() - (holeEnd_ - holeBegin_)); }
  // REQUIRES: 0 <= position < length().
  char16_t at(int position) const;
  // Returns by how much the number of words changed. REQUIRES: fits(edit, length()).
  int apply(const Edit& edit);
  QString text() const;
  int words() const { return words_; }

 private:
  void moveHole(std::size_t position);
  void widenHole(std::size_t size);
  int wordsAround(int begin, int end) const;

  std::vector<char16_t> units_;
  std::size_t holeBegin_ = 0;
  std::size_t holeEnd_ = 0;
  int words_ = 0;
};

}  // namespace lacuna::storage
