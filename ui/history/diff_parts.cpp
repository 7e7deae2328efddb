// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/diff_parts.h"

#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kLeastApart = 2;     // units of white space
constexpr int kLeastFolded = 200;  // units; what is shorter may as well be read

// Behind the first paragraph with words of [begin, end), and before the last one.
int pastFirst(const QString& text, int begin, int end) {
  bool words = false;
  for (int at = begin; at < end; ++at) {
    if (text.at(at) == u'\n' && words) return at + 1;
    words = words || !text.at(at).isSpace();
  }
  return end;
}

int beforeLast(const QString& text, int begin, int end) {
  bool words = false;
  for (int at = end; at > begin; --at) {
    if (text.at(at - 1) == u'\n' && words) return at;
    words = words || !text.at(at - 1).isSpace();
  }
  return begin;
}

class Parts {
 public:
  explicit Parts(const Comparison& comparison) : c_(comparison) {}

  QVector<DiffPart> made() {
    for (int i = 0; i < c_.changes.size(); ++i) add(i);
    same(lengthBefore(), true);
    return parts_;
  }

 private:
  int lengthBefore() const { return static_cast<int>(c_.textBefore.size()); }

  // Between two changes both texts are the same: what is found there in one is in the other.
  void add(int index) {
    const Change& change = c_.changes.at(index);
    const int known = index > 0 ? c_.changes.at(index - 1).endBefore : 0;
    const int lineEnd =
        change.beginBefore > 0 ? static_cast<int>(c_.textBefore.lastIndexOf(u'\n', change.beginBefore - 1)) : -1;
    const int begin = std::max(known, lineEnd + 1);
    const int next = index + 1 < c_.changes.size() ? c_.changes.at(index + 1).beginBefore : lengthBefore();
    const int stop = static_cast<int>(c_.textBefore.indexOf(u'\n', change.endBefore));
    const int end = stop < 0 || stop >= next ? next : stop + 1;
    const bool joins = !parts_.isEmpty() && parts_.last().kind == DiffPart::Changed && parts_.last().endBefore > begin;
    if (!joins) {
      same(begin, false);
      parts_.push_back({DiffPart::Changed, begin, end, change.beginAfter - (change.beginBefore - begin), 0, index, 0});
    }
    DiffPart& part = parts_.last();
    part.endBefore = end;
    part.endAfter = change.endAfter + (end - change.endBefore);
    ++part.changes;
  }

  // What is unchanged up to there.
  void same(int end, bool last) {
    const bool first = parts_.isEmpty();
    int begin = first ? 0 : parts_.last().endBefore;
    const int shift = first ? 0 : parts_.last().endAfter - parts_.last().endBefore;
    if (begin >= end) return;
    const int head = first ? begin : pastFirst(c_.textBefore, begin, end);
    const int tail = last ? end : beforeLast(c_.textBefore, begin, end);
    const auto put = [&](DiffPart::Kind kind, int from, int to) {
      if (to > from) parts_.push_back({kind, from, to, from + shift, to + shift, 0, 0});
    };
    if (tail - head < kLeastFolded) {
      put(DiffPart::Same, begin, end);
      return;
    }
    put(DiffPart::Same, begin, head);
    put(DiffPart::Folded, head, tail);
    put(DiffPart::Same, tail, end);
  }

  const Comparison& c_;
  QVector<DiffPart> parts_;
};

}  // namespace

QVector<Change> joinedChanges(const Comparison& comparison) {
  QVector<Change> joined;
  for (const Change& change : comparison.changes) {
    const int between = joined.isEmpty() ? 0 : change.beginBefore - joined.last().endBefore;
    const bool close = !joined.isEmpty() && between <= kLeastApart &&
                       QStringView(comparison.textBefore).mid(joined.last().endBefore, between).trimmed().isEmpty() &&
                       !QStringView(comparison.textBefore).mid(joined.last().endBefore, between).contains(u'\n');
    if (close) {
      joined.last().endBefore = change.endBefore;
      joined.last().endAfter = change.endAfter;
    } else {
      joined << change;
    }
  }
  return joined;
}

QVector<DiffPart> diffParts(const Comparison& comparison) { return Parts(comparison).made(); }

}  // namespace lacuna::ui
