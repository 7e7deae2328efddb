// SPDX-License-Identifier: GPL-3.0-or-later
// What the tokens of one document's gaps see, as runs instead of lists: seen from a filling row, keys are of three
// kinds. All that its whole gap sees (its marker, tagged and far context, the chunks in reach, the globals); the
// context in its window; the tokens of its own candidate in its window. With keys in the order of their places and
// parted into groups, each of the three is one run. A group is of one residue of the dilation, and with hops into far
// text of one gap. All candidates see alike, so the lists are of one of them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/denoiser/config.h"

namespace lacuna::engine {

struct KeyRun {
  std::int32_t begin = 0;
  std::int32_t end = 0;
};

// Rows that see nearly the same, at most kSegmentRows of one gap and group.
struct ReachTile {
  std::int32_t gap = 0;
  std::int32_t group = 0;
  std::vector<std::int32_t> rows;  // filling rows of a candidate
  std::vector<KeyRun> window;      // per row, in RuleReach::window[group]
  std::vector<KeyRun> own;         // per row, in RuleReach::own[group]
};

// By one visibility rule. Indices of context count the kept rows of a FillPlan.
struct RuleReach {
  std::vector<std::vector<std::int64_t>> whole;   // [gap], kept rows
  std::vector<std::vector<std::int64_t>> window;  // [group], ascending
  std::vector<std::vector<std::int32_t>> own;     // [group], filling rows of a candidate, ascending by place
  std::vector<ReachTile> tiles;
};

struct FillReach {
  std::vector<RuleReach> rules;
  std::vector<std::vector<std::size_t>> use;  // [layer][head group] -> rules
};

// kept: the reading rows that the filling rows of the layout's only document see, ascending, or all. Nothing when what
// some row sees is no run: a pattern of another kind is for Denoiser::denoise().
std::optional<FillReach> makeFillReach(const ModelConfig& config, const Layout& layout,
                                       const std::vector<std::int64_t>& kept);

}  // namespace lacuna::engine
