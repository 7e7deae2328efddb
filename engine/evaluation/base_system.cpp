// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/base_system.h"

#include <algorithm>
#include <numeric>

#include "engine/base/causal_judge.h"

namespace lacuna::engine {

BaseSystem::BaseSystem(std::shared_ptr<const LoadedModel> model, std::shared_ptr<ChunkReader> reader, BaseView sees)
    : model_(std::move(model)), reader_(std::move(reader)), sees_(sees) {
  name_ = model_->baseName + (sees == BaseView::kLeft ? ", left side" : ", judging both sides");
}

BaseSystem::Left BaseSystem::readLeft(const std::vector<TokenId>& left, std::size_t more) const {
  const auto most = static_cast<std::size_t>(model_->base->config().context);
  const std::size_t seen = std::min(left.size(), most - std::min(most, more + 1));
  const std::vector<TokenId> near(left.end() - static_cast<std::ptrdiff_t>(seen), left.end());
  const KeyValues past = reader_->past(near, {});
  return {near.empty() ? reader_->begins() : near.back(), sliceRows(past, 0, past.rows() - 1, false)};
}

std::vector<std::vector<float>> BaseSystem::scoreBehind(const std::vector<TokenId>& left,
                                                        const std::vector<std::vector<TokenId>>& sequences) const {
  std::size_t longest = 0;
  for (const auto& sequence : sequences) longest = std::max(longest, sequence.size());
  const auto [last, past] = readLeft(left, longest);
  std::vector<std::vector<TokenId>> behind;
  for (const auto& sequence : sequences) {
    behind.push_back({last});
    behind.back().insert(behind.back().end(), sequence.begin(), sequence.end());
  }
  return model_->base->score(behind, past);
}

torch::Tensor BaseSystem::expects(const BlankView& view) const {
  const auto [last, past] =
      readLeft({view.tokens.begin(), view.tokens.begin() + view.begin}, static_cast<std::size_t>(view.length));
  std::vector<TokenId> behind = {last};
  const std::vector<TokenId> gold = view.gold();
  behind.insert(behind.end(), gold.begin(), gold.end() - 1);
  return model_->base->logits(model_->base->prefill(behind, past, true).hidden_TW).log_softmax(-1);
}

BlankScore BaseSystem::score(const BlankView& view, const std::vector<Masking>& /*maskings*/) {
  if (sees_ == BaseView::kJudged) return {kNotMeasured, kNotMeasured};
  const auto scores = scoreBehind({view.tokens.begin(), view.tokens.begin() + view.begin}, {view.gold()});
  return {-std::accumulate(scores.front().begin(), scores.front().end(), 0.0), kNotMeasured};
}

Fills BaseSystem::fill(const BlankText& /*text*/, const FillOptions& /*options*/) { return {}; }

ClozeValues BaseSystem::cloze(const BlankText& text, const std::vector<std::string>& options) {
  const std::vector<TokenId> left = tokenizer().encode(text.left);
  std::vector<TokenId> after;
  if (sees_ == BaseView::kJudged) after = tokenizer().encode(text.right);
  if (after.size() > static_cast<std::size_t>(kJudgedAfter)) after.resize(static_cast<std::size_t>(kJudgedAfter));
  std::vector<std::vector<TokenId>> sequences;
  for (const std::string& words : options) {
    sequences.push_back(tokenizer().encode(words));
    sequences.back().insert(sequences.back().end(), after.begin(), after.end());
  }
  ClozeValues values;
  for (const auto& scores : scoreBehind(left, sequences))
    values.ranking.push_back(std::accumulate(scores.begin(), scores.end(), 0.0));
  return values;
}

}  // namespace lacuna::engine
