// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/allowed_tokens.h"

#include <limits>

namespace lacuna::engine {
namespace {

// A gap shorter than this stays within its paragraph.
constexpr int kShortestWithNewline = 80;

}  // namespace

void barRow(const std::vector<bool>& barred_V, torch::Tensor row_V) {
  float* data = row_V.data_ptr<float>();
  for (std::size_t id = 0; id < barred_V.size(); ++id) {
    if (barred_V[id]) data[id] = -std::numeric_limits<float>::infinity();
  }
}

torch::Tensor barredTokens(const DocumentRows& document, const std::vector<PreparedGap>& gaps,
                           const Tokenizer& tokenizer, const TextGuard& guard) {
  std::vector<bool> always_V = guard.barredTokens();
  std::vector<bool> newlines_V(always_V.size(), false);
  for (TokenId id = 0; id < tokenizer.vocabulary(); ++id) {
    const auto at = static_cast<std::size_t>(id);
    always_V[at] = always_V[at] || tokenizer.isControl(id) || tokenizer.isByte(id);
    newlines_V[at] = tokenizer.bytes(id).find('\n') != std::string::npos;
  }
  std::vector<torch::Tensor> rows;
  for (std::size_t gap = 0; gap < document.gaps.size(); ++gap) {
    const std::int32_t length = document.gaps[gap].length;
    const auto row_V = torch::zeros({tokenizer.vocabulary()});
    barRow(always_V, row_V);
    if (length < kShortestWithNewline) barRow(newlines_V, row_V);
    const auto gap_LV = row_V.repeat({length, 1});
    barRow(barredFirst(gaps[gap].seam, tokenizer), gap_LV[0]);
    barRow(barredLast(gaps[gap].seam, tokenizer), gap_LV[length - 1]);
    rows.push_back(gap_LV);
  }
  return torch::cat(rows).repeat({document.candidates, 1});
}

}  // namespace lacuna::engine
