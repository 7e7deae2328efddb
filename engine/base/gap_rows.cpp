// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/gap_rows.h"

#include <algorithm>

namespace lacuna::engine {
namespace {

void layContext(const GapText& text, const GapMarks& marks, GapRows* rows) {
  const auto first = static_cast<std::int64_t>(rows->contextId_C.size());
  const auto say = [&](TokenId id, int place, int mark) {
    rows->contextId_C.push_back(id);
    rows->contextPlace_C.push_back(place);
    rows->mark_C.push_back(mark);
  };
  say(marks.begins, 0, -1);
  int at = 0;
  const auto sayUntil = [&](int end) {
    for (; at < end; ++at) say(text.tokens[static_cast<std::size_t>(at)], at + 1, -1);
  };
  for (std::size_t gap = 0; gap < text.gaps.size(); ++gap) {
    sayUntil(text.gaps[gap].first);
    const bool open = gap < text.open.size() && text.open[gap];
    say(open ? marks.openMarker : marks.marker, at + 1, static_cast<int>(gap));
    at = text.gaps[gap].second;
  }
  sayUntil(static_cast<int>(text.tokens.size()));
  rows->texts.push_back({first, static_cast<std::int64_t>(rows->contextId_C.size()) - first});
}

struct LaidRow {
  TokenId id = 0;
  int place = 0;  // of its token in the text; -1: what a reading begins with
  int gap = 0;
  bool hidden = false;
  std::int64_t target = -1;
  RowTime time;
};

void lay(const LaidRow& row, GapRows* rows) {
  rows->id_R.push_back(row.id);
  rows->place_R.push_back(row.place + 1);
  rows->gap_R.push_back(row.gap);
  rows->hidden_R.push_back(row.hidden);
  rows->target_R.push_back(row.target);
  rows->time_R.push_back(row.time);
}

TokenId idAt(const GapText& text, const GapMarks& marks, int place) {
  return place < 0 ? marks.begins : text.tokens[static_cast<std::size_t>(place)];
}

void layLook(const GapText& text, const std::vector<bool>& hidden, const GapMarks& marks, GapRows* rows) {
  const auto first = static_cast<std::int64_t>(rows->id_R.size());
  std::size_t token = 0;  // of those in gaps
  for (std::size_t gap = 0; gap < text.gaps.size(); ++gap) {
    const auto [begin, end] = text.gaps[gap];
    for (int i = begin - 1; i < end; ++i) {
      const bool anchor = i < begin;
      LaidRow row{idAt(text, marks, i), i, static_cast<int>(gap), !anchor && hidden[token], -1, {}};
      if (!anchor) ++token;
      if (i + 1 < end && hidden[token]) row.target = idAt(text, marks, i + 1);
      lay(row, rows);
    }
  }
  rows->looks.push_back({first, static_cast<std::int64_t>(rows->id_R.size()) - first});
}

void layRun(const GapText& text, const GapMarks& marks, GapRows* rows) {
  const auto first = static_cast<std::int64_t>(rows->id_R.size());
  for (std::size_t gap = 0; gap < text.gaps.size(); ++gap) {
    const auto [begin, end] = text.gaps[gap];
    const bool open = gap < text.open.size() && text.open[gap];
    bool ended = false;  // what comes then stands for nothing
    for (int i = begin - 1; i < end && !ended; ++i) {
      const int step = i - begin + 1;  // the one in which it answers
      LaidRow row{idAt(text, marks, i), i, static_cast<int>(gap), false, -1, {step, step, RowTime::kAlways}};
      ended = open && i >= begin && row.id == marks.end;
      if (i + 1 < end && !ended) row.target = idAt(text, marks, i + 1);
      lay(row, rows);
    }
    for (int i = begin; i < end; ++i)
      lay({idAt(text, marks, i), i, static_cast<int>(gap), true, -1, {0, 0, i - begin + 1}}, rows);
  }
  rows->looks.push_back({first, static_cast<std::int64_t>(rows->id_R.size()) - first});
}

}  // namespace

std::int64_t GapRows::asked() const {
  return std::count_if(target_R.begin(), target_R.end(), [](std::int64_t id) { return id >= 0; });
}

GapRows layGapRows(const std::vector<GapText>& texts, const GapMarks& marks) {
  GapRows rows;
  for (const GapText& text : texts) layContext(text, marks, &rows);
  for (std::size_t pass = 0; pass < texts.front().hidden.size(); ++pass) {
    for (const GapText& text : texts) layLook(text, text.hidden[pass], marks, &rows);
  }
  return rows;
}

GapRows layGapRowsInOrder(const std::vector<GapText>& texts, const GapMarks& marks) {
  GapRows rows;
  for (const GapText& text : texts) layContext(text, marks, &rows);
  for (const GapText& text : texts) layRun(text, marks, &rows);
  return rows;
}

}  // namespace lacuna::engine
