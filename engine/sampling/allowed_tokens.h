// SPDX-License-Identifier: GPL-3.0-or-later
// Which tokens may stand where, apart from what the sampler decides.
#pragma once

#include <torch/types.h>

#include <compare>
#include <map>
#include <vector>

#include "engine/sampling/prepare.h"
#include "engine/sampling/text_guard.h"

namespace lacuna::engine {

// Where a token stands, as far as it matters to what it may be.
struct TokenPlace {
  std::size_t gap = 0;
  bool first = false;  // of its gap
  bool last = false;
  bool oneLine = false;     // no line break: see staysInLine()
  bool beginsWord = false;  // right after a pinned word
  bool mayExpand = false;   // ⟨expand⟩ may be drawn
  bool mayRemove = false;   // ⟨delete⟩ may be drawn
  bool mayEnd = false;      // the gap may end before it
  auto operator<=>(const TokenPlace&) const = default;
};

// Whether a gap of so many tokens stays within its paragraph.
bool staysInLine(std::size_t length);

// What a gap's tokens must heed before the model is asked: no control tokens, no bytes that a vocabulary falls back on,
// no odd spaces, no line breaks in short gaps, no forbidden words, and what the seams rule out. What depends on the
// tokens beside it is seen to when a token is drawn: see draw_rules.h. Places that are alike share one row,
// whatever the candidate. One thread.
class AllowedTokens {
 public:
  // All outlive this. bias_V: float32, added to every place's row; undefined: nothing.
  AllowedTokens(const std::vector<PreparedGap>& gaps, const Tokenizer& tokenizer, const TextGuard& guard,
                const torch::Tensor& bias_V = {});

  const PieceShapes& shapes() const { return shapes_; }

  // These tokens too, wherever they would stand, from now on.
  void bar(const std::vector<bool>& tokens_V);

  // [V] float32, contiguous: -inf where the token must not stand, else its bias. Until the next bar().
  const torch::Tensor& bars_V(const TokenPlace& place);
  // Of one candidate whose gaps have these lengths. [filling rows, V]
  torch::Tensor bars_FV(const std::vector<std::int32_t>& lengths);

 private:
  const std::vector<PreparedGap>& gaps_;
  const Tokenizer& tokenizer_;
  PieceShapes shapes_;
  torch::Tensor always_V_, newlines_V_, continues_V_;
  std::map<TokenPlace, torch::Tensor> rows_;
};

}  // namespace lacuna::engine
