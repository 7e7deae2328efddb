// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/whole_words.h"

#include <algorithm>

#include "engine/text/characters.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kAskedAtOnce = 32;
constexpr float kFragment = 0.5F;  // probability that the word goes on

}  // namespace

WholeWords::WholeWords(std::shared_ptr<const CausalBase> base, const Tokenizer& tokenizer)
    : base_(std::move(base)), tokenizer_(tokenizer) {
  const torch::NoGradGuard noGrad;
  const int vocabulary = base_->config().vocabulary;
  std::vector<float> goesOn(static_cast<std::size_t>(vocabulary), 0.0F);
  for (TokenId id = 0; id < vocabulary; ++id) {
    const CharacterKind kind = firstCharacter(tokenizer_.bytes(id)).kind;
    if (isLetter(kind) || kind == CharacterKind::kPart) goesOn[static_cast<std::size_t>(id)] = 1.0F;
  }
  goesOn_V = torch::tensor(goesOn);
  spaced_ = shareList("\nword: house\nword: slowly\nword: begin\nword: grey\nword:");
  unspaced_ = shareList("\nHouse\nslowly\nBegin\ngrey\n");
}

CausalBase::Shared WholeWords::shareList(const char* words) const {
  return base_->share(base_->prefill(tokenizer_.encode(words), {}, false).kept);
}

void WholeWords::learn(const std::vector<TokenId>& ids, const std::function<void()>& betweenParts) {
  const torch::NoGradGuard noGrad;
  std::vector<TokenId> unknown;
  for (const TokenId id : ids)
    if (!known_.contains(id)) unknown.push_back(id);
  std::sort(unknown.begin(), unknown.end());
  unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
  for (std::size_t first = 0; first < unknown.size(); first += kAskedAtOnce) {
    if (betweenParts) betweenParts();
    const std::size_t count = std::min(kAskedAtOnce, unknown.size() - first);
    std::vector<CausalBase::Thread> threads(count);
    std::vector<CausalBase::More> asked;
    for (std::size_t i = 0; i < count; ++i) {
      const TokenId id = unknown[first + i];
      asked.push_back({tokenizer_.startsWithSpace(id) ? &spaced_ : &unspaced_, &threads[i], {id}});
    }
    const auto goesOn = base_->next(asked).exp().matmul(goesOn_V);
    for (std::size_t i = 0; i < count; ++i) known_[unknown[first + i]] = goesOn.const_data_ptr<float>()[i] < kFragment;
  }
}

}  // namespace lacuna::engine
