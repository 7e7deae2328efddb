// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/glide.h"

#include <QTextLayout>
#include <algorithm>
#include <cmath>

namespace lacuna::ui {
namespace {

constexpr qreal kPerSecond = 26.0;  // 95 % of the way in 115 ms
constexpr qreal kNear = 0.5;        // pixels
constexpr qreal kFaintest = 0.75;   // of a word that has just come
constexpr qreal kSeen = 0.03;

// A word of the author's, or a token; positions in the paragraph.
struct Piece {
  std::pair<int, int> key;
  int begin = 0;
  int end = 0;
};

struct Pieces {
  QVector<Piece> all;
  QVector<int> lengths;
};

// Stretches of the author's text have even numbers, the tokens between two of them the odd one.
Pieces piecesOf(const QTextBlock& block, const QVector<InkSpan>& spans) {
  Pieces pieces;
  const QString text = block.text();
  const int size = static_cast<int>(text.size());
  int stretch = 0;
  const auto addText = [&](int from, int to) {
    pieces.lengths.push_back(to - from);
    int number = 0;
    for (int at = from; at < to;) {
      while (at < to && text.at(at).isSpace()) ++at;
      const int begin = at;
      while (at < to && !text.at(at).isSpace()) ++at;
      if (at > begin) pieces.all.push_back({{stretch, number++}, begin, at});
    }
  };
  int at = 0;
  int number = 0;
  for (const InkSpan& span : spans) {
    int begin = std::max(span.begin - block.position(), 0);
    const int end = std::min(span.end - block.position(), size);
    if (end <= begin) continue;
    if (begin > at || stretch == 0) {
      addText(at, begin);
      stretch += 2;
      number = 0;
    }
    at = end;
    while (begin < end && text.at(begin).isSpace()) ++begin;
    pieces.all.push_back({{stretch - 1, number++}, begin, end});
  }
  addText(at, size);
  return pieces;
}

qreal opacityOf(qreal faint) { return 1.0 - kFaintest * faint; }

}  // namespace

void Glide::note(const QTextBlock& block, const Extent& extent, const QVector<InkSpan>& spans) {
  const QTextLayout* layout = block.layout();
  const Pieces pieces = piecesOf(block, spans);
  const auto known = paragraphs_.find(block.blockNumber());
  // What the author wrote there meanwhile has no places of before.
  const bool same = known != paragraphs_.end() && known->second.lengths == pieces.lengths;
  Paragraph now;
  now.lengths = pieces.lengths;
  now.height = extent.text;
  int line = 0;
  for (const Piece& piece : pieces.all) {
    while (line + 1 < layout->lineCount() && layout->lineAt(line + 1).textStart() <= piece.begin) ++line;
    if (line >= layout->lineCount()) break;
    const QTextLine on = layout->lineAt(line);
    Word word{on.y()};
    if (same) {
      const auto before = known->second.words.find(piece.key);
      if (before != known->second.words.end())
        word.faint = std::abs(before->second.top - word.top) > kNear ? 1 : before->second.faint;
    }
    if (word.faint > 0) now.coming.push_back({piece.begin, piece.end, opacityOf(word.faint)});
    now.words.emplace(piece.key, word);
  }
  if (same) push(block.blockNumber(), extent.text - known->second.height, extent.room);
  moving_ = moving_ || !now.coming.isEmpty();
  paragraphs_[block.blockNumber()] = std::move(now);
}

void Glide::push(int block, qreal pixels, qreal room) {
  if (std::abs(pixels) < kNear) return;
  const qreal shift = std::max(shifts_[block] - pixels, -room);
  if (std::abs(shift) < kNear) {
    shifts_.erase(block);
    return;
  }
  shifts_[block] = shift;
  moving_ = true;
}

void Glide::forget() {
  paragraphs_.clear();
  shifts_.clear();
  moving_ = false;
}

bool Glide::advance(qreal seconds) {
  const qreal left = std::exp(-kPerSecond * seconds);
  moving_ = false;
  for (auto& [number, paragraph] : paragraphs_) {
    if (paragraph.coming.isEmpty()) continue;
    for (auto& [key, word] : paragraph.words) word.faint = word.faint * left < kSeen ? 0 : word.faint * left;
    for (ComingWord& word : paragraph.coming) word.opacity = 1.0 - (1.0 - word.opacity) * left;
    paragraph.coming.removeIf([](const ComingWord& word) { return word.opacity > opacityOf(kSeen); });
    moving_ = moving_ || !paragraph.coming.isEmpty();
  }
  for (auto shift = shifts_.begin(); shift != shifts_.end();) {
    shift->second *= left;
    shift = std::abs(shift->second) < kNear ? shifts_.erase(shift) : std::next(shift);
  }
  moving_ = moving_ || !shifts_.empty();
  return moving_;
}

const QVector<ComingWord>* Glide::words(int block) const {
  const auto found = paragraphs_.find(block);
  return found == paragraphs_.end() || found->second.coming.isEmpty() ? nullptr : &found->second.coming;
}

qreal Glide::shiftOf(int block) const {
  qreal sum = 0;
  for (auto shift = shifts_.begin(); shift != shifts_.end() && shift->first < block; ++shift) sum += shift->second;
  return std::round(sum);  // letters stay on the pixel grid
}

int Glide::first() const {
  for (const auto& [number, paragraph] : paragraphs_)
    if (!paragraph.coming.isEmpty()) return shifts_.empty() ? number : std::min(number, shifts_.begin()->first);
  return shifts_.empty() ? -1 : shifts_.begin()->first;
}

qreal Glide::reach() const {
  qreal sum = 0;
  for (const auto& [block, pixels] : shifts_) sum += std::abs(pixels);
  return sum;
}

}  // namespace lacuna::ui
