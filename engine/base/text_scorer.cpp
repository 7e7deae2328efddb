// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/text_scorer.h"

#include <algorithm>
#include <cmath>

#include "engine/attention/chunks.h"
#include "engine/text/utf8.h"

namespace lacuna::engine {
namespace {

constexpr int kChunk = 512;         // tokens, on the average
constexpr std::int64_t kRows = 32;  // of logits at once, 200 KB each
constexpr TokenId kBreak = -1;      // between warm-up and chunk in a page's key

// The likeliest of a row of logits. One scan: most entries are less than the least of those that are kept.
TextScorer::Guesses likeliest(const float* row_V, std::int64_t vocabulary, float logSum) {
  TextScorer::Guesses best;
  best.fill({kNoToken, -INFINITY});
  for (std::int64_t id = 0; id < vocabulary; ++id) {
    if (row_V[id] <= best.back().probability) continue;
    std::size_t at = best.size() - 1;
    for (; at > 0 && best[at - 1].probability < row_V[id]; --at) best[at] = best[at - 1];
    best[at] = {static_cast<TokenId>(id), row_V[id]};
  }
  for (TextScorer::Guess& guess : best) guess.probability = std::exp(guess.probability - logSum);
  return best;
}

}  // namespace

TextScorer::TextScorer(std::shared_ptr<const CausalBase> base, TokenId begins, std::size_t mostPages)
    : base_(std::move(base)), begins_(begins), mostPages_(mostPages) {}

std::vector<TextScorer::Chunk> TextScorer::chunksOf(const std::vector<TokenId>& ids) {
  const std::vector<std::int64_t> wide(ids.begin(), ids.end());
  const std::vector<std::int32_t> starts = cutChunks(wide, kChunk);
  std::vector<Chunk> chunks;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const auto end = i + 1 < starts.size() ? starts[i + 1] : static_cast<std::int32_t>(ids.size());
    chunks.push_back({i == 0 ? starts[i] : std::max(starts[i - 1], starts[i] - kWarmUp), starts[i], end});
  }
  return chunks;
}

TextScorer::Page TextScorer::read(const std::vector<TokenId>& ids, const Chunk& chunk, const Wish& wish) const {
  const torch::NoGradGuard noGrad;
  std::vector<TokenId> all = {begins_};
  // Nothing is asked of what follows the last one.
  all.insert(all.end(), ids.begin() + chunk.from, ids.begin() + chunk.end - 1);
  const auto hidden_TW = base_
                             ->prefill(all, {}, true,
                                       [&](int) {
                                         if (wish.betweenParts) wish.betweenParts();
                                       })
                             .hidden_TW;
  const std::int64_t count = chunk.end - chunk.begin;
  const std::int64_t vocabulary = base_->config().vocabulary;
  Page page;
  for (std::int64_t first = 0; first < count; first += kRows) {
    if (wish.betweenParts && first > 0) wish.betweenParts();
    const std::int64_t rows = std::min(kRows, count - first);
    // The row before a token speaks of it.
    const auto logits_RV = base_->logits(hidden_TW.narrow(0, chunk.begin - chunk.from + first, rows));
    const auto sums_R = logits_RV.logsumexp(1);
    const auto* const logits = logits_RV.const_data_ptr<float>();
    for (std::int64_t row = 0; row < rows; ++row) {
      const TokenId id = ids[static_cast<std::size_t>(chunk.begin + first + row)];
      const float* const row_V = logits + row * logits_RV.stride(0);
      const float sum = sums_R.const_data_ptr<float>()[row];
      page.scores.push_back(row_V[id < vocabulary ? id : 0] - sum);
      if (wish.guesses) page.guesses.push_back(likeliest(row_V, vocabulary, sum));
    }
  }
  return page;
}

const TextScorer::Page& TextScorer::keep(const std::vector<TokenId>& ids, const Chunk& chunk, const Wish& wish) {
  std::vector<TokenId> key(ids.begin() + chunk.from, ids.begin() + chunk.begin);
  key.push_back(kBreak);
  key.insert(key.end(), ids.begin() + chunk.begin, ids.begin() + chunk.end);
  auto page = pages_.find(key);
  if (page == pages_.end() || (wish.guesses && page->second.guesses.empty())) {
    page = pages_.insert_or_assign(std::move(key), read(ids, chunk, wish)).first;
    tokensRead_ += static_cast<std::size_t>(chunk.end - chunk.from);
  }
  page->second.used = clock_;
  return page->second;
}

const TextScorer::Page& TextScorer::page(const std::vector<TokenId>& ids, const Chunk& chunk, const Wish& wish) {
  tokensRead_ = 0;
  ++clock_;
  const Page& kept = keep(ids, chunk, wish);
  drop();
  return kept;
}

std::vector<float> TextScorer::score(const std::vector<TokenId>& ids, const Progress& progress) {
  tokensRead_ = 0;
  ++clock_;
  std::vector<float> scores;
  for (const Chunk& chunk : chunksOf(ids)) {
    if (progress) progress(scores.size(), ids.size());
    const Page& page = keep(ids, chunk, {});
    scores.insert(scores.end(), page.scores.begin(), page.scores.end());
  }
  if (progress) progress(scores.size(), ids.size());
  drop();
  return scores;
}

// What was used longest ago, once there is too much: the older half at a time, so that it is not asked at every call.
void TextScorer::drop() {
  if (pages_.size() <= mostPages_) return;
  std::vector<std::uint64_t> used;
  for (const auto& [key, page] : pages_) used.push_back(page.used);
  const auto middle = used.begin() + static_cast<std::ptrdiff_t>(used.size() / 2);
  std::nth_element(used.begin(), middle, used.end());
  std::erase_if(pages_, [&](const auto& page) { return page.second.used <= *middle && page.second.used != clock_; });
}

TextScore textScore(const std::string& text, const std::vector<TokenId>& ids, const std::vector<float>& scores,
                    const Tokenizer& tokenizer, const std::string& base) {
  TextScore score;
  score.base = base;
  const std::vector<std::string> shown = tokenizer.display(ids);
  std::size_t byte = 0;
  double nats = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    score.tokens.push_back({byte, ids[i], shown[i], i == 0 ? kNotMeasured : static_cast<double>(scores[i])});
    byte += tokenizer.bytes(ids[i]).size();
    if (i > 0) nats -= static_cast<double>(scores[i]);
  }
  const std::size_t first = ids.empty() ? 0 : tokenizer.bytes(ids.front()).size();
  score.characters = static_cast<std::int64_t>(countCharacters(std::string_view(text).substr(first)));
  score.natsPerCharacter = score.characters > 0 ? nats / static_cast<double>(score.characters) : kNotMeasured;
  return score;
}

}  // namespace lacuna::engine
