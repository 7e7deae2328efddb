// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/token_characters.h"

#include <algorithm>
#include <limits>

namespace lacuna::engine {

TokenCharacters::TokenCharacters(const Tokenizer& tokenizer) {
  for (TokenId id = 0; id < tokenizer.vocabulary(); ++id) {
    if (tokenizer.isControl(id)) {
      characters_.push_back(-1);
      continue;
    }
    // A character counts where it begins: its other bytes are 10xxxxxx.
    const std::string& bytes = tokenizer.bytes(id);
    const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    characters_.push_back(static_cast<std::int16_t>(std::count_if(bytes.begin(), bytes.end(), begins)));
  }
}

double TokenCharacters::Sum::perCharacter() const {
  return characters > 0 ? nats / characters : std::numeric_limits<double>::quiet_NaN();
}

TokenCharacters::Sum TokenCharacters::sum(const std::vector<std::int64_t>& target_R,
                                          const torch::Tensor& loss_N) const {
  Sum sum;
  const auto* nats = loss_N.const_data_ptr<float>();
  for (const std::int64_t target : target_R) {
    if (target < 0) continue;
    const double own = *nats++;
    const std::int16_t characters = characters_[static_cast<std::size_t>(target)];
    if (characters < 0) continue;
    sum.nats += own;
    sum.characters += characters;
  }
  return sum;
}

}  // namespace lacuna::engine
