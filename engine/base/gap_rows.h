// SPDX-License-Identifier: GPL-3.0-or-later
// Texts with gaps as the rows of two streams, for the training of an adapter: what is known, which the base reads with
// a mark in the place of each gap, and the gaps' own rows, each gap's behind an anchor, the token before it. Row i
// answers for the token behind it. Several passes hide other tokens of the same gaps over one reading, or one pass
// shows a run that settles its gaps from left to right, all of its steps at once.
//
// Places count the text with its gaps open; the token that a reading begins with stands at 0, the text from 1 on.
//
// Shapes: C context rows, R gap rows of all passes, W width.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "engine/text/tokenizer.h"

namespace lacuna::engine {

// Rows first .. first + count.
struct RowRun {
  std::int64_t first = 0;
  std::int64_t count = 0;
};

struct GapText {
  std::vector<TokenId> tokens;
  std::vector<std::pair<int, int>> gaps;  // [begin, end), ascending and apart
  std::vector<bool> open;                 // per gap: its length is; GapMarks::end fills what is left. Empty: none is
  // Per pass, of the tokens of all gaps one after the other: whether it is absorbed. All texts have as many passes.
  std::vector<std::vector<bool>> hidden;
};

// When a row of a look is there, and when it looks around: it sees those that are there then. In a look at one moment
// all are there at all times.
struct RowTime {
  static constexpr std::int32_t kAlways = std::numeric_limits<std::int32_t>::max();
  std::int32_t looks = 0;
  std::int32_t from = 0;
  std::int32_t until = kAlways;  // not then any more

  bool sees(const RowTime& other) const { return other.from <= looks && looks < other.until; }
};

struct GapRows {
  std::vector<std::int64_t> contextId_C;
  std::vector<std::int32_t> contextPlace_C;
  std::vector<std::int32_t> mark_C;  // the gap of its text that a mark stands for; -1: no mark, seen by all of its text
  std::vector<RowRun> texts;         // their context rows

  // Pass by pass, in each text by text.
  std::vector<std::int64_t> id_R;
  std::vector<std::int32_t> place_R;
  std::vector<std::int32_t> gap_R;
  std::vector<bool> hidden_R;
  std::vector<std::int64_t> target_R;  // the token behind, where that is hidden; -1: nothing is asked
  std::vector<RowTime> time_R;
  std::vector<RowRun> looks;  // their gap rows: look p * texts + t is text t in pass p
  torch::Tensor noise_RW;     // float32, unit scale, added to the hidden rows; undefined: none

  std::int64_t asked() const;  // rows with a target
  int passes() const { return static_cast<int>(looks.size() / texts.size()); }
};

// What the context stream says of gaps: AdapterConfig's tokens.
struct GapMarks {
  TokenId marker = 0;
  TokenId begins = 0;
  TokenId openMarker = kNoToken;  // of a gap whose length is open; none: there are no such gaps
  TokenId end = kNoToken;
};

// REQUIRES: a text at least, ids of the model.
GapRows layGapRows(const std::vector<GapText>& texts, const GapMarks& marks);

// One look a text, at all steps of a run that settles a token of every gap a step, from left to right. `hidden` is not
// read. Every token of a gap stands twice: absorbed, as the run's first step computes it, until it is settled; then as
// itself, when it answers for the token behind it. So each is asked once, and what answers has seen what it would have
// seen in the run: the text, all words up to it, and of the others that they are still open. Of an open gap the first
// end is asked.
GapRows layGapRowsInOrder(const std::vector<GapText>& texts, const GapMarks& marks);

}  // namespace lacuna::engine
