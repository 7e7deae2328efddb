// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/seams.h"

#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kWordsBeside = 3;  // of each side of a joint
constexpr float kStrength = 0.5F;

// Where the `count`th word from `at` begins (backwards) or ends; `at` when the line ends before the first.
int wordsAway(const QString& text, int at, int step, int count) {
  const auto inside = [&](int i) { return i >= 0 && i < text.size() && text.at(i) != u'\n'; };
  int far = at;
  int i = step < 0 ? at - 1 : at;
  for (int word = 0; word < count && inside(i); ++word) {
    while (inside(i) && text.at(i).isSpace()) i += step;
    bool any = false;
    while (inside(i) && !text.at(i).isSpace()) {
      i += step;
      any = true;
    }
    if (any) far = step < 0 ? i + 1 : i;
  }
  return far;
}

}  // namespace

void SeamNotes::noteCut(int position) {
  joints_ = {position};
  fresh_ = true;
}

void SeamNotes::notePaste(int begin, int end) {
  if (!fresh_) joints_.clear();
  fresh_ = false;
  joints_ << begin << end;
}

void SeamNotes::edited(const QVector<Edit>& edits) {
  for (const Edit& e : edits) {
    const int grown = static_cast<int>(e.inserted.size()) - e.removed;
    for (int& joint : joints_) {
      if (joint >= e.position + e.removed) {
        joint += grown;
      } else if (joint > e.position) {
        joint = e.position;
      }
    }
  }
}

QVector<GapWish> SeamNotes::wishes(const QString& text) const {
  QVector<QPair<int, int>> ranges;
  for (const int joint : joints_) {
    const int begin = wordsAway(text, joint, -1, kWordsBeside);
    const int end = wordsAway(text, joint, 1, kWordsBeside);
    // At the end of a line nothing was joined.
    if (begin < joint && end > joint) ranges.push_back({begin, end});
  }
  std::sort(ranges.begin(), ranges.end());
  QVector<GapWish> wishes;
  for (const QPair<int, int>& range : std::as_const(ranges)) {
    if (!wishes.isEmpty() && range.first <= wishes.last().gap.end) {
      wishes.last().gap.end = std::max(wishes.last().gap.end, range.second);
      wishes.last().strokes.first().end = wishes.last().gap.end - wishes.last().gap.begin;
    } else {
      wishes.push_back({{range.first, range.second}, {}, {{0, range.second - range.first, kStrength}}, true});
    }
  }
  return wishes;
}

}  // namespace lacuna::ui
