// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/text_scorer.h"

#include <algorithm>

#include "engine/attention/chunks.h"
#include "engine/text/utf8.h"

namespace lacuna::engine {
namespace {

constexpr int kChunk = 512;               // tokens, on the average
constexpr std::size_t kMostPages = 4096;  // some two million tokens; each holds little
constexpr TokenId kBreak = -1;            // between warm-up and chunk in a page's key

}  // namespace

TextScorer::TextScorer(std::shared_ptr<const CausalBase> base, TokenId begins)
    : base_(std::move(base)), begins_(begins) {}

std::vector<float> TextScorer::read(const std::vector<TokenId>& warmUp, const std::vector<TokenId>& chunk) const {
  std::vector<TokenId> before = {begins_};
  before.insert(before.end(), warmUp.begin(), warmUp.end());
  // The last of them is read with the chunk: it is asked for the chunk's first token.
  std::vector<TokenId> sequence = {before.back()};
  before.pop_back();
  sequence.insert(sequence.end(), chunk.begin(), chunk.end());
  const KeyValues past = before.empty() ? KeyValues() : base_->read(before, {}, false).kept;
  return base_->score({sequence}, past).front();
}

std::vector<float> TextScorer::score(const std::vector<TokenId>& ids, const Progress& progress) {
  tokensRead_ = 0;
  ++clock_;
  const std::vector<std::int64_t> wide(ids.begin(), ids.end());
  const std::vector<std::int32_t> starts = cutChunks(wide, kChunk);
  std::vector<float> scores;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (progress) progress(scores.size(), ids.size());
    const std::int32_t begin = starts[i];
    const auto end = i + 1 < starts.size() ? starts[i + 1] : static_cast<std::int32_t>(ids.size());
    const std::int32_t from = i == 0 ? begin : std::max(starts[i - 1], begin - kWarmUp);
    const std::vector<TokenId> warmUp(ids.begin() + from, ids.begin() + begin);
    const std::vector<TokenId> chunk(ids.begin() + begin, ids.begin() + end);
    std::vector<TokenId> key = warmUp;
    key.push_back(kBreak);
    key.insert(key.end(), chunk.begin(), chunk.end());
    auto page = pages_.find(key);
    if (page == pages_.end()) {
      page = pages_.emplace(std::move(key), Page{read(warmUp, chunk), clock_}).first;
      tokensRead_ += warmUp.size() + chunk.size();
    }
    page->second.used = clock_;
    scores.insert(scores.end(), page->second.scores.begin(), page->second.scores.end());
  }
  if (progress) progress(scores.size(), ids.size());
  drop();
  return scores;
}

// All that this text does not hold, once there is too much of it.
void TextScorer::drop() {
  if (pages_.size() <= kMostPages) return;
  std::erase_if(pages_, [&](const auto& page) { return page.second.used != clock_; });
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
