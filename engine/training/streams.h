// SPDX-License-Identifier: GPL-3.0-or-later
// Examples laid out as the rows of a pass, in the way that the model reads: one way (context rows and gap rows), or as
// one stream of filling rows in which everything stands (Reading::kTwoWay, kCausal).
#pragma once

#include <torch/types.h>

#include <functional>
#include <utility>
#include <vector>

#include "engine/attention/layout.h"
#include "engine/denoiser/config.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

using Gaps = std::vector<std::pair<int, int>>;  // [begin, end) of tokens, ascending and apart

struct StreamOptions {
  StreamOptions() = default;
  StreamOptions(const LayoutOptions& pattern) : layout(pattern) {}  // NOLINT: a layout alone means one way
  explicit StreamOptions(const ModelConfig& config)
      : layout(config.layoutOptions()),
        reading(config.reading),
        prefix(config.reading == Reading::kTwoWay ? config.globals : 0) {
    if (config.hasBase()) special = {.gap = config.gapMarker};
  }

  LayoutOptions layout;
  Reading reading = Reading::kOneWay;
  int prefix = 0;               // kTwoWay: <doc> tokens that are put before each example, to be its globals
  std::int32_t candidates = 1;  // copies of the filling rows; none sees another's
  SpecialTokens special = kOwnSpecialTokens;
};

struct Batch {
  Layout layout;
  torch::Tensor context_C;  // int64: context streams, one after the other
  torch::Tensor target_F;   // int64: what the filling rows hold when nothing is noised
  torch::Tensor next_F;     // int64, kCausal only: what stands after each row, -1 where nothing is to be said
  std::vector<float> level_F;  // each filling row's probability to be noised: t of its gap; 1 for ⟨expand⟩, ⟨delete⟩
  std::vector<std::int32_t> group_F;  // its example
  std::vector<std::int32_t> gap_F;    // its gap, counted over the batch; -1: known text in a joint stream
};

class Streams {
 public:
  // From what a gap held to what its rows are to say.
  using Change = std::function<std::vector<std::int64_t>(const std::vector<std::int64_t>&)>;

  explicit Streams(const StreamOptions& options) : options_(options), special_(options.special) {}

  void append(const std::vector<TokenId>& tokens, const Gaps& gaps, const Change& change);
  std::size_t gapCount() const { return gapLengths_.size(); }
  const std::vector<int>& gapLengths() const { return gapLengths_; }  // rows
  // Levels are 1 for rows of gaps and 0 for known text; 0 for all where kCausal, which knows no noise.
  Batch batch() const;

 private:
  void appendOneWay(const std::vector<TokenId>& tokens, const Gaps& gaps, const Change& change);
  void appendTwoWay(const std::vector<TokenId>& tokens, const Gaps& gaps, const Change& change);
  void appendCausal(const std::vector<TokenId>& tokens, const Gaps& gaps, const Change& change);
  void say(const std::vector<std::int64_t>& tokens, std::int32_t gap);
  std::int32_t newGap(std::size_t rows);
  void closeJoint(std::size_t first);

  StreamOptions options_;
  SpecialTokens special_;
  std::vector<std::int64_t> context_;
  std::vector<std::int64_t> target_;
  std::vector<std::int64_t> next_;
  std::vector<std::int32_t> gap_;
  std::vector<int> gapLengths_;
  std::vector<DocumentPlan> plans_;
};

// One stretch of tokens with given gaps as a batch of one document.
Batch makeExample(const std::vector<TokenId>& tokens, const Gaps& gaps, const StreamOptions& options);

}  // namespace lacuna::engine
