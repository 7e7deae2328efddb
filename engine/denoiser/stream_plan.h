// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about a forward pass that depends on the layout alone: which plan each layer and head group uses, and
// the rotary tables. Made once per layout, on the host and by any thread; used in every layer and every denoising step,
// on the model's device.
#pragma once

#include <vector>

#include "engine/attention/block_plan.h"
#include "engine/attention/rotary.h"
#include "engine/denoiser/config.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct StreamPlan {
  std::vector<AttentionPlan> plans;
  std::vector<std::vector<std::size_t>> use;  // [layer][head group] -> plans
  RotaryTable query;
  RotaryTable key;

  StreamPlan to(torch::Device device) const;
};

// Distinct visibility rules over layers and head groups, and which is used where; `filling` says which of the two
// patterns counts.
std::vector<Visibility> distinctRules(const ModelConfig& config, bool filling,
                                      std::vector<std::vector<std::size_t>>* use);

// Reading rows see reading rows, at their places in the context stream.
StreamPlan makeReadPlan(const ModelConfig& config, const Layout& layout);

// Some of them, `queries`, against those that they see, `keys` (layout rows, in the order of the key tensor).
StreamPlan makeReadPlan(const ModelConfig& config, const Layout& layout, const std::vector<std::int64_t>& queries,
                        const std::vector<std::int64_t>& keys);

// Where a gap's tokens are among filling rows that begin with anchors. Every row answers for the token behind it: the
// anchor for a gap's first, and a gap's last row for none of it.
struct SlotRows {
  std::vector<std::int64_t> own;     // per gap token: the row that holds it
  std::vector<std::int64_t> answer;  // the row that answers for it
  std::vector<std::int64_t> anchor;  // the anchors' rows
  std::vector<std::int64_t> before;  // the tokens that they hold

  bool empty() const { return anchor.empty(); }
  // The same for so many candidates of `rows` rows each.
  SlotRows times(std::int64_t candidates, std::int64_t rows) const;
};
// Empty where gaps have no anchors.
// readingBegins: the token that stands before a text.
SlotRows slotRows(const Layout& layout, TokenId readingBegins);

struct FillPlan {
  StreamPlan stream;               // key rows: the kept reading rows, then the filling rows
  std::vector<std::int64_t> kept;  // K: the reading rows that some filling row sees, ascending
  SlotRows slots;

  FillPlan to(torch::Device device) const { return {stream.to(device), kept, slots}; }
};

// Filling rows see both streams, at their places in the document with its gaps open.
FillPlan makeFillPlan(const ModelConfig& config, const Layout& layout);
// The same without the blocks of its attention, which take most of the time: what a PackedFill reads.
FillPlan makePackedPlan(const ModelConfig& config, const Layout& layout);

}  // namespace lacuna::engine
