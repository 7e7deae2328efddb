// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/text_buffer.h"

#include <algorithm>

#include "storage/words.h"

namespace lacuna::storage {
namespace {

constexpr std::size_t kSpareUnits = 4096;

bool isSpace(char16_t unit) { return QChar(unit).isSpace(); }

}  // namespace

TextBuffer::TextBuffer(const QString& text)
    : units_(reinterpret_cast<const char16_t*>(text.utf16()),
             reinterpret_cast<const char16_t*>(text.utf16()) + text.size()),
      words_(countWords(text)) {}

char16_t TextBuffer::at(int position) const {
  const auto index = static_cast<std::size_t>(position);
  return units_[index < holeBegin_ ? index : index + (holeEnd_ - holeBegin_)];
}

int TextBuffer::apply(const Edit& edit) {
  const int before = wordsAround(edit.position, edit.position + edit.removed);
  const auto inserted = static_cast<std::size_t>(edit.inserted.size());
  moveHole(static_cast<std::size_t>(edit.position));
  holeEnd_ += static_cast<std::size_t>(edit.removed);
  widenHole(inserted);
  const char16_t* units = reinterpret_cast<const char16_t*>(edit.inserted.utf16());
  std::copy(units, units + inserted, units_.begin() + static_cast<std::ptrdiff_t>(holeBegin_));
  holeBegin_ += inserted;
  const int change = wordsAround(edit.position, edit.position + static_cast<int>(inserted)) - before;
  words_ += change;
  return change;
}

QString TextBuffer::text() const {
  QString text;
  text.reserve(length());
  text.append(reinterpret_cast<const QChar*>(units_.data()), static_cast<qsizetype>(holeBegin_));
  text.append(reinterpret_cast<const QChar*>(units_.data() + holeEnd_),
              static_cast<qsizetype>(units_.size() - holeEnd_));
  return text;
}

void TextBuffer::moveHole(std::size_t position) {
  const auto begin = units_.begin();
  const auto at = [begin](std::size_t index) { return begin + static_cast<std::ptrdiff_t>(index); };
  if (position < holeBegin_) {
    std::copy_backward(at(position), at(holeBegin_), at(holeEnd_));
    holeEnd_ -= holeBegin_ - position;
  } else {
    const std::size_t count = position - holeBegin_;
    std::copy(at(holeEnd_), at(holeEnd_ + count), at(holeBegin_));
    holeEnd_ += count;
  }
  holeBegin_ = position;
}

void TextBuffer::widenHole(std::size_t size) {
  if (holeEnd_ - holeBegin_ >= size) {
    return;
  }
  const std::size_t more = size + kSpareUnits + units_.size() / 16;
  units_.insert(units_.begin() + static_cast<std::ptrdiff_t>(holeEnd_), more, u'\0');
  holeEnd_ += more;
}

// The words that touch [begin, end), an empty range's neighbours included.
int TextBuffer::wordsAround(int begin, int end) const {
  while (begin > 0 && !isSpace(at(begin - 1))) {
    --begin;
  }
  while (end < length() && !isSpace(at(end))) {
    ++end;
  }
  WordCounter counter;
  for (int i = begin; i < end; ++i) counter.add(at(i));
  return counter.words();
}

}  // namespace lacuna::storage
