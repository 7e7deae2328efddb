// SPDX-License-Identifier: GPL-3.0-or-later
// The row functions of avx2_gap_rows.h over tensors, on all threads, in the type of the products (float32 or bfloat16).
// No row's numbers depend on another's, nor on the number of threads.
//
// Shapes: M packed rows, W width, F hidden width, E experts, K chosen, V vocabulary, N looks, H query heads, G key
// heads, D head size, Q = H / G, R rows of a look with padding, C context rows of a text with padding, S = C + R.
#pragma once

#include <torch/types.h>

#include <utility>
#include <vector>

#include "engine/attention/rotary.h"
#include "engine/base/gap_rows.h"
#include "engine/weights/base_file.h"

namespace lacuna::engine {

// oneDNN makes code for every shape that it has not seen: numbers of rows are rounded up to a few.
constexpr std::int64_t kRowStep = 32;
inline std::int64_t padded(std::int64_t rows) { return (rows + kRowStep - 1) / kRowStep * kRowStep; }

// A norm's input, and what its gradient needs.
struct NormedRows32 {
  torch::Tensor x_MW;      // float32
  torch::Tensor gain_W;    // float32
  torch::Tensor factor_M;  // float32
  double epsilon = 0;
};

// Returns h in `type`, and fills in factor_M.
torch::Tensor normPacked(NormedRows32* rows, torch::ScalarType type);
// dx += what dh brings.
void normPackedGradient(const NormedRows32& rows, const torch::Tensor& dh_MW, torch::Tensor dx_MW);

void addPacked(const torch::Tensor& y, torch::Tensor x);                     // x += y, x float32
torch::Tensor narrowPacked(const torch::Tensor& x, torch::ScalarType type);  // float32 to `type`
torch::Tensor gatedPacked(const torch::Tensor& hidden_M2F);                  // silu(gate) up
torch::Tensor gatedPackedGradient(const torch::Tensor& hidden_M2F, const torch::Tensor& out_MF);

struct RoutedRows {
  torch::Tensor hidden_ME2F;  // [M, E * 2 F]: of each expert its gates, then its ups
  torch::Tensor expert_MK;    // int64
  torch::Tensor weight_MK;    // float32
  std::int64_t experts = 0;
};
torch::Tensor routedPacked(const RoutedRows& rows);  // [M, E * F], zero but for the chosen
struct RoutedGradient {
  torch::Tensor hidden_ME2F;
  torch::Tensor logits_ME;  // float32, of the router
};
RoutedGradient routedPackedGradient(const RoutedRows& rows, const torch::Tensor& out_MEF);

// Where rows stand in attention. Of a reading: texts, C = 0.
struct PackedLayout {
  PackedLayout(const LlamaConfig& config, std::vector<RowRun> spans, const std::vector<std::int32_t>& places);

  std::vector<RowRun> looks;
  RotaryTable turn;          // by the rows' places
  std::int64_t rows = 0;     // M, padded
  std::int64_t room = 0;     // R
  std::int64_t context = 0;  // C
  std::int64_t heads = 0, keyHeads = 0, headSize = 0;
  torch::Tensor mask_N1QRS;  // [N, 1, Q R, S], zero or -infinity, in the products' type

  std::int64_t keys() const { return context + room; }
  std::int64_t shared() const { return heads / keyHeads; }
};

// Query heads that share a key head are further rows of it.
struct PackedHeads {
  torch::Tensor q_NGRD;  // [N, G, Q R, D]; undefined in a reading's keys
  torch::Tensor k_NGSD;
  torch::Tensor v_NGSD;
};

// all_MX: queries, keys, values side by side. Queries and keys are turned; the first C keys and values are those of the
// text that the look is at, given by `context` (undefined where C is 0): [texts, G, C, D].
PackedHeads splitPacked(const PackedLayout& layout, const torch::Tensor& all_MX, const PackedHeads& context);
// Keys and values of a reading, keys as they are.
PackedHeads keysPacked(const PackedLayout& layout, const torch::Tensor& all_MX);
void turnPacked(const PackedLayout& layout, const RotaryTable& turn, torch::Tensor k_NGSD);
torch::Tensor joinPacked(const PackedLayout& layout, const PackedHeads& gradient);      // [M, X]
torch::Tensor gatherPacked(const PackedLayout& layout, const torch::Tensor& out_NGRD);  // [M, H D]
torch::Tensor scatterPacked(const PackedLayout& layout, const torch::Tensor& rows_MX);  // [N, G, Q R, D]

// Nats of each row's target, float32 [M]; with gradients the logits become the gradient of the mean over `count` rows.
// Rows behind the targets are padding, whose gradient is zero.
torch::Tensor tokenLossPacked(torch::Tensor logits_MV, const std::vector<std::int64_t>& targets, double scale);

}  // namespace lacuna::engine
