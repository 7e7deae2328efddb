// SPDX-License-Identifier: GPL-3.0-or-later
// Layouts and rules that attention is tested with, and the rule as a matrix.
#pragma once

#include <torch/types.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/attention/patterns.h"
#include "engine/diffusion/random.h"

namespace lacuna::engine::testing {

struct AttentionCase {
  std::string name;
  std::vector<DocumentPlan> documents;
  LayoutOptions layout;
  Visibility visibility;
};

inline DocumentPlan documentOf(int context, std::vector<GapPlace> gaps, int candidates = 1) {
  return {context, std::move(gaps), candidates};
}

inline std::vector<AttentionCase> attentionCases() {
  std::vector<GapPlace> many;
  for (int i = 0; i < 64; ++i) many.push_back({i * 3 + 1, 1 + i % 5});
  return {
      {"window wider than the text", {documentOf(7, {{3, 4}})}, {4, 2}, {{64, 1}, {64, 1}, {8, false}}},
      {"window of one", {documentOf(40, {{10, 6}, {30, 3}})}, {8, 0}, {{0, 1}, {0, 1}, {1, false}}},
      {"gap at the very start", {documentOf(30, {{0, 9}})}, {8, 2}, {{3, 1}, {4, 2}, {1, false}}},
      {"gap at the very end", {documentOf(30, {{29, 9}})}, {8, 2}, {{3, 1}, {4, 3}, {1, false}}},
      {"only a gap", {documentOf(1, {{0, 70}})}, {16, 3}, {{5, 1}, {6, 4}, {2, false}}},
      {"no chunks, no globals", {documentOf(50, {{20, 12}})}, {0, 0}, {{6, 1}, {6, 1}, {0, false}}},
      {"dilation that divides nothing",
       {documentOf(211, {{20, 13}, {90, 1}, {91, 37}, {200, 5}})},
       {16, 4},
       {{9, 3}, {11, 7}, {3, false}}},
      {"context that reads globals", {documentOf(90, {{20, 13}})}, {16, 4}, {{9, 1}, {11, 2}, {3, true}}},
      {"gaps that read no globals",
       {documentOf(90, {{20, 13}, {60, 5}})},
       {16, 4},
       {{9, 1}, {11, 2}, {3, false}, false}},
      {"anchors and a sink over a base",
       {documentOf(90, {{0, 4}, {20, 13}, {22, 2}, {60, 5}}, 2), documentOf(30, {}, 1)},
       {16, 1, 24},
       {{9, 1}, {11, 1}, {2, false, false, 0, true}, false}},
      {"anchors under a dilation, with chunks",
       {documentOf(120, {{40, 13}, {60, 5}}, 2)},
       {16, 1, 10},
       {{9, 1}, {7, 3}, {2, false, false, 0, true}}},
      {"hops into far text, a gap near each of the text's ends",
       {documentOf(190, {{3, 4}, {90, 13}, {92, 2}, {185, 5}}, 2)},
       {16, 1, 24},
       {{9, 1}, {11, 1}, {2, false, false, 0, true}, false, {7, 4, 1}}},
      {"several documents and candidates",
       {documentOf(64, {{5, 8}, {40, 3}}, 3), documentOf(9, {{8, 5}}, 2), documentOf(200, {{100, 150}}, 1)},
       {16, 2},
       {{16, 1}, {16, 4}, {2, false}}},
      {"no gap at all", {documentOf(130, {})}, {32, 2}, {{8, 1}, {8, 1}, {2, false}}},
      {"sixty-four gaps", {documentOf(200, many, 2)}, {32, 2}, {{8, 1}, {8, 4}, {2, false}}},
  };
}

// Documents of odd lengths, windows and dilations that divide nothing, up to four gaps, some of the paper's pattern.
inline AttentionCase randomAttentionCase(std::uint64_t seed) {
  Random random(seed, 77);
  const auto between = [&](int low, int high) { return static_cast<std::int32_t>(random.between(low, high)); };
  AttentionCase made;
  made.name = "random " + std::to_string(seed);
  for (int d = between(1, 2); d > 0; --d) {
    const std::int32_t context = between(1, 130);
    std::vector<GapPlace> gaps;
    std::int32_t at = between(0, 20);
    for (int g = between(0, 4); g > 0 && at < context; --g, at += between(1, 30)) gaps.push_back({at, between(1, 40)});
    made.documents.push_back(documentOf(context, gaps, between(1, 2)));
  }
  made.layout = {between(0, 1) * between(4, 40), between(0, 5)};
  made.visibility = {
      {between(0, 30), between(1, 5)}, {between(0, 30), between(1, 9)}, {between(0, 4), between(0, 3) == 0}};
  made.visibility.gapReadsGlobals = between(0, 3) > 0;
  if (between(0, 2) == 0) made.visibility.far = {between(1, 9), between(0, 3), between(0, 2)};
  return made;
}

// bool [count, rows]: row i is that of layout row first + i.
inline torch::Tensor visibleMatrix(const Layout& layout, const Visibility& visibility, std::int64_t first,
                                   std::int64_t count) {
  auto matrix = torch::zeros({count, layout.total()}, torch::kBool);
  auto* data = matrix.data_ptr<bool>();
  for (std::int64_t q = 0; q < count; ++q) {
    for (std::int64_t k = 0; k < layout.total(); ++k) {
      data[q * layout.total() + k] = visibility.visible(layout.rows[static_cast<std::size_t>(first + q)],
                                                        layout.rows[static_cast<std::size_t>(k)]);
    }
  }
  return matrix;
}

}  // namespace lacuna::engine::testing
