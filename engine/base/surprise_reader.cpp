// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/surprise_reader.h"

#include <ATen/Parallel.h>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/base/text_scorer.h"
#include "engine/base/whole_words.h"
#include "engine/text/characters.h"
#include "engine/text/line_cache.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kPages = 256;  // some 130,000 tokens, 30 bytes each
constexpr std::size_t kLineBytes = 2U << 20U;
constexpr std::int32_t kCutReach = 257;  // tokens to either side that decide where chunks are cut (attention/chunks.h)
constexpr float kWorthAsking = 6.0F;     // nats of a word from which others in its place are of interest
constexpr std::size_t kExpected = 3;

// For as long as it lives this thread does its work alone, without helpers of LibTorch's.
class OneThread {
 public:
  OneThread() : before_(at::get_num_threads()) { omp_set_num_threads(1); }
  ~OneThread() { omp_set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;
};

class BaseSurpriseReader : public SurpriseReader {
 public:
  BaseSurpriseReader(std::shared_ptr<const LoadedModel> model, TokenId begins)
      : model_(std::move(model)),
        tokenizer_(*model_->tokenizer),
        lines_(tokenizer_, kLineBytes),
        scorer_(model_->base, begins, kPages) {}

  std::vector<TextSpan> take(const SurpriseText& text, const CancelFlag& cancel) override;
  std::vector<SurprisingToken> read(std::size_t piece, const CancelFlag& cancel) override;

 private:
  bool beginsWord(std::int32_t at) const;
  bool goesOn(std::int32_t at) const;  // within the word of the token before, its apostrophes too
  // As the token there does: with a space or without. A word's letters to its end.
  bool mayStandAt(std::int32_t at, TokenId id) const;
  void findExpected(const TextScorer::Chunk& chunk, const TextScorer::Page& page,
                    const std::function<void()>& stopIfAsked, std::vector<SurprisingToken>* tokens);

  std::shared_ptr<const LoadedModel> model_;
  const Tokenizer& tokenizer_;
  LineCache lines_;
  TextScorer scorer_;
  std::optional<WholeWords> words_;
  std::vector<TokenId> ids_;
  std::vector<std::size_t> begins_;  // bytes, one more than there are ids
  std::vector<TextScorer::Chunk> chunks_;
};

std::function<void()> stopping(const CancelFlag& cancel) {
  return [&cancel] {
    if (cancel.load()) throw Error(ErrorCode::kCancelled, "Stopped before the text was read.");
  };
}

std::vector<TextSpan> BaseSurpriseReader::take(const SurpriseText& text, const CancelFlag& cancel) {
  ids_.clear();
  chunks_.clear();
  ids_ = lines_.encode(text.text, stopping(cancel));
  begins_.assign(1, 0);
  for (const TokenId id : ids_) begins_.push_back(begins_.back() + tokenizer_.bytes(id).size());
  const auto count = static_cast<std::int32_t>(ids_.size());
  const std::int32_t first = text.cutBefore ? kCutReach : 0;
  const std::int32_t last = text.cutAfter ? count - kCutReach : count;
  std::int32_t before = text.cutBefore ? -1 : 0;  // where the chunk before begins
  for (const TextScorer::Chunk& chunk : TextScorer::chunksOf(ids_)) {
    // What it is read behind is the end of the chunk before.
    if (before >= first && chunk.end <= last) chunks_.push_back(chunk);
    before = chunk.begin;
  }
  std::vector<TextSpan> spans;
  for (const TextScorer::Chunk& chunk : chunks_)
    spans.push_back({begins_[static_cast<std::size_t>(chunk.begin)], begins_[static_cast<std::size_t>(chunk.end)]});
  return spans;
}

bool BaseSurpriseReader::beginsWord(std::int32_t at) const {
  const std::string& bytes = tokenizer_.bytes(ids_[static_cast<std::size_t>(at)]);
  if (bytes.empty()) return false;
  if (bytes.front() == ' ') return isLetter(firstCharacter(std::string_view(bytes).substr(1)).kind);
  if (!isLetter(firstCharacter(bytes).kind)) return false;
  if (at == 0) return true;
  const CharacterKind before = lastCharacter(tokenizer_.bytes(ids_[static_cast<std::size_t>(at - 1)])).kind;
  return !isOfWord(before) && before != CharacterKind::kApostrophe && before != CharacterKind::kPart;
}

bool BaseSurpriseReader::goesOn(std::int32_t at) const {
  const CharacterKind kind = firstCharacter(tokenizer_.bytes(ids_[static_cast<std::size_t>(at)])).kind;
  return isOfWord(kind) || kind == CharacterKind::kApostrophe || kind == CharacterKind::kPart;
}

bool BaseSurpriseReader::mayStandAt(std::int32_t at, TokenId id) const {
  if (id < 0 || tokenizer_.startsWithSpace(id) != tokenizer_.startsWithSpace(ids_[static_cast<std::size_t>(at)]))
    return false;
  std::string_view rest = tokenizer_.bytes(id);
  if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  if (rest.empty()) return false;
  while (!rest.empty()) {
    const Character character = firstCharacter(rest);
    if (!isLetter(character.kind)) return false;
    rest.remove_prefix(character.length);
  }
  return true;
}

void BaseSurpriseReader::findExpected(const TextScorer::Chunk& chunk, const TextScorer::Page& page,
                                      const std::function<void()>& stopIfAsked, std::vector<SurprisingToken>* tokens) {
  struct Place {
    std::int32_t at = 0;
    std::vector<TokenId> ids;
  };
  std::vector<Place> places;
  std::vector<TokenId> all;
  for (std::int32_t at = chunk.begin; at < chunk.end; ++at) {
    if (!beginsWord(at)) continue;
    float nats = 0;
    std::int32_t next = at;
    do nats -= page.scores[static_cast<std::size_t>(next++ - chunk.begin)];
    while (next < chunk.end && goesOn(next));
    if (nats < kWorthAsking) continue;
    const float own = std::exp(-nats);
    places.push_back({at, {}});
    for (const TextScorer::Guess& guess : page.guesses[static_cast<std::size_t>(at - chunk.begin)]) {
      if (guess.probability <= own || guess.id == ids_[static_cast<std::size_t>(at)]) continue;
      if (!mayStandAt(at, guess.id)) continue;
      places.back().ids.push_back(guess.id);
      all.push_back(guess.id);
    }
  }
  if (all.empty()) return;
  if (!words_) words_.emplace(model_->base, tokenizer_);
  words_->learn(all, stopIfAsked);
  for (const Place& place : places) {
    std::vector<std::string>& expected = (*tokens)[static_cast<std::size_t>(place.at - chunk.begin)].expected;
    for (const TokenId id : place.ids) {
      if (!words_->is(id) || expected.size() == kExpected) continue;
      const std::string& bytes = tokenizer_.bytes(id);
      expected.push_back(bytes.front() == ' ' ? bytes.substr(1) : bytes);
    }
  }
}

std::vector<SurprisingToken> BaseSurpriseReader::read(std::size_t piece, const CancelFlag& cancel) {
  if (piece >= chunks_.size()) throw Error(ErrorCode::kInvalidInput, "The text has no such piece.");
  const torch::NoGradGuard noGrad;
  const OneThread alone;
  const auto stopIfAsked = stopping(cancel);
  stopIfAsked();
  const TextScorer::Chunk chunk = chunks_[piece];
  const TextScorer::Page& page = scorer_.page(ids_, chunk, {true, stopIfAsked});
  std::vector<SurprisingToken> tokens;
  for (std::int32_t at = chunk.begin; at < chunk.end; ++at) {
    const float score = page.scores[static_cast<std::size_t>(at - chunk.begin)];
    tokens.push_back({begins_[static_cast<std::size_t>(at)], at > 0 ? score : std::numeric_limits<float>::quiet_NaN()});
  }
  findExpected(chunk, page, stopIfAsked, &tokens);
  return tokens;
}

}  // namespace

std::unique_ptr<SurpriseReader> makeSurpriseReader(std::shared_ptr<const LoadedModel> model, TokenId begins) {
  return std::make_unique<BaseSurpriseReader>(std::move(model), begins);
}

}  // namespace lacuna::engine
