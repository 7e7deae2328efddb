// SPDX-License-Identifier: GPL-3.0-or-later
// Losses by Unicode characters instead of tokens, so that they can be compared over other tokenizers and lengths.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "engine/text/tokenizer.h"

namespace lacuna::engine {

class TokenCharacters {
 public:
  explicit TokenCharacters(const Tokenizer& tokenizer);

  struct Sum {
    double nats = 0;
    double characters = 0;
    double perCharacter() const;  // NaN where there are none
  };
  // target_R: as in GapRows, -1 where nothing is asked. loss_N: of those that are asked, in their order. Control
  // tokens, which stand for no text, are left out of both sums.
  Sum sum(const std::vector<std::int64_t>& target_R, const torch::Tensor& loss_N) const;

 private:
  std::vector<std::int16_t> characters_;  // by id; -1: a control token
};

}  // namespace lacuna::engine
