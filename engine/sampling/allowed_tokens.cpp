// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/allowed_tokens.h"

#include <limits>

namespace lacuna::engine {
namespace {

constexpr std::size_t kShortestWithNewline = 80;

torch::Tensor asBars(const std::vector<bool>& barred_V) {
  auto row_V = torch::zeros({static_cast<std::int64_t>(barred_V.size())});
  float* const data = row_V.data_ptr<float>();
  for (std::size_t id = 0; id < barred_V.size(); ++id) {
    if (barred_V[id]) data[id] = -std::numeric_limits<float>::infinity();
  }
  return row_V;
}

}  // namespace

bool staysInLine(std::size_t length) { return length < kShortestWithNewline; }

AllowedTokens::AllowedTokens(const std::vector<PreparedGap>& gaps, const Tokenizer& tokenizer, const TextGuard& guard,
                             const torch::Tensor& bias_V)
    : gaps_(gaps), tokenizer_(tokenizer), shapes_(tokenizer) {
  std::vector<bool> always_V = guard.barredTokens();
  std::vector<bool> newlines_V(always_V.size(), false);
  for (TokenId id = 0; id < tokenizer.vocabulary(); ++id) {
    const auto at = static_cast<std::size_t>(id);
    // Bytes that a vocabulary falls back on spell nothing that other pieces do not, or half a character.
    always_V[at] = always_V[at] || tokenizer.isControl(id) || tokenizer.isByte(id) || !shapes_.mayStand(id);
    newlines_V[at] = shapes_[id].newline;
  }
  always_V_ = asBars(always_V);
  if (bias_V.defined()) always_V_ += bias_V;
  newlines_V_ = asBars(newlines_V);
}

void AllowedTokens::bar(const std::vector<bool>& tokens_V) {
  always_V_ += asBars(tokens_V);
  rows_.clear();
}

const torch::Tensor& AllowedTokens::bars_V(const TokenPlace& place) {
  const auto [found, isNew] = rows_.try_emplace(place);
  if (!isNew) return found->second;
  const Seam& seam = gaps_[place.gap].seam;
  auto row_V = always_V_.clone();
  if (place.oneLine) row_V += newlines_V_;
  if (place.first) row_V += asBars(barredFirst(seam, shapes_));
  if (place.last) row_V += asBars(barredLast(seam, shapes_));
  if (place.beginsWord) {
    if (!continues_V_.defined()) continues_V_ = asBars(continuesWord(shapes_));
    row_V += continues_V_;
  }
  // Where a small vocabulary has nothing that would do, anything may stand: finishPieces sees to the spaces.
  if (row_V.max().item<float>() == -std::numeric_limits<float>::infinity()) row_V = always_V_.clone();
  // A length is no text: the seams do not mind it.
  if (place.mayExpand) row_V[tokenizer_.special().expand] = 0.0F;
  if (place.mayEnd) row_V[tokenizer_.special().end] = 0.0F;
  if (place.mayRemove) row_V[tokenizer_.special().remove] = 0.0F;
  return found->second = std::move(row_V);
}

torch::Tensor AllowedTokens::bars_FV(const std::vector<std::int32_t>& lengths) {
  std::vector<torch::Tensor> rows;
  for (std::size_t gap = 0; gap < lengths.size(); ++gap) {
    for (std::int32_t i = 0; i < lengths[gap]; ++i) {
      TokenPlace place{gap, i == 0, i + 1 == lengths[gap]};
      place.oneLine = staysInLine(static_cast<std::size_t>(lengths[gap]));
      rows.push_back(bars_V(place));
    }
  }
  return torch::stack(rows);
}

}  // namespace lacuna::engine
