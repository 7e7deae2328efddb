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

void layLook(const GapText& text, const std::vector<bool>& hidden, const GapMarks& marks, GapRows* rows) {
  const auto first = static_cast<std::int64_t>(rows->id_R.size());
  std::size_t token = 0;  // of those in gaps
  for (std::size_t gap = 0; gap < text.gaps.size(); ++gap) {
    const auto [begin, end] = text.gaps[gap];
    for (int i = begin - 1; i < end; ++i) {
      const bool anchor = i < begin;
      rows->id_R.push_back(i < 0 ? marks.begins : text.tokens[static_cast<std::size_t>(i)]);
      rows->place_R.push_back(i + 1);
      rows->gap_R.push_back(static_cast<std::int32_t>(gap));
      rows->hidden_R.push_back(!anchor && hidden[token]);
      if (!anchor) ++token;
      rows->target_R.push_back(i + 1 < end && hidden[token] ? text.tokens[static_cast<std::size_t>(i) + 1] : -1);
    }
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

}  // namespace lacuna::engine
