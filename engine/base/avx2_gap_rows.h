// SPDX-License-Identifier: GPL-3.0-or-later
// What a layer does to the packed rows of gaps in training, forward and backward, each in one pass over the row.
// Compiled with the machine's wide instructions, so nothing is included here or there that other files could share.
// Whoever calls has asked hasAvx2().
//
// Elements are float32 or bfloat16 (T); what is summed over a row or over layers is float32.
//
// Shapes: N rows, W their width, F hidden width, E experts, K experts a row, V vocabulary, H query heads, G key heads,
// D head size. W, F and D are multiples of 8, D of 16.
#pragma once

#include <cstdint>

namespace lacuna::engine {

using Bits16 = std::uint16_t;  // a bfloat16

// Rows of width W normed with a gain: h = x gain / sqrt(mean(x^2) + epsilon).
struct NormedGapRows {
  const float* x_NW = nullptr;
  const float* gain_W = nullptr;
  float* factor_N = nullptr;  // 1 / sqrt(...): written forward, read backward
  std::int64_t rows = 0;
  std::int64_t width = 0;
  float epsilon = 0;
};

// Every row through K of E experts of F hidden units, all of whose gates and ups were computed.
template <class T>
struct RoutedGapRows {
  const T* hidden_NE2F = nullptr;  // of each expert its gates, then its ups
  const std::int64_t* expert_NK = nullptr;
  const float* weight_NK = nullptr;  // softmax over the chosen
  std::int64_t rows = 0;
  std::int64_t experts = 0;
  std::int64_t chosen = 0;
  std::int64_t width = 0;  // F
};

// The rows of one text between the product that they come from and attention's layout, in which the query heads that
// share a key head stand one after the other: queries [H, room, D], keys and values [G, keys, D].
struct GapHeads {
  const float* cos_NF = nullptr;  // D / 2 angles a row: dimensions i and i + D / 2 of a head are turned together
  const float* sin_NF = nullptr;
  std::int64_t rows = 0;   // N
  std::int64_t room = 0;   // rows of a query head, N at least
  std::int64_t keys = 0;   // rows of a key head
  std::int64_t first = 0;  // where this text's own rows begin in them
  std::int64_t heads = 0;
  std::int64_t keyHeads = 0;
  std::int64_t headSize = 0;
};

template <class T>
struct GapRowKernels {
  static void norm(const NormedGapRows& task, T* h_NW);
  // dx += the gradient that dh brings through norm().
  static void normGradient(const NormedGapRows& task, const T* dh_NW, float* dx_NW);

  static void add(const T* y, std::int64_t count, float* x);     // x += y
  static void narrow(const float* x, std::int64_t count, T* y);  // y = x

  // out = silu(gate) up of rows with F gates, then F ups.
  static void gated(const T* hidden_N2F, std::int64_t rows, std::int64_t width, T* out_NF);
  struct Gated {
    const T* hidden_N2F = nullptr;
    const T* out_NF = nullptr;  // the gradient of what came out
    std::int64_t rows = 0;
    std::int64_t width = 0;
  };
  static void gatedGradient(const Gated& task, T* hidden_N2F);

  // The chosen experts' weighted silu(gate) up, each in its place; the others' places are left as they are.
  static void routed(const RoutedGapRows<T>& task, T* out_NEF);
  // out: the gradient of what came out. Writes the places of the chosen alone: of hidden, and of the router's logits.
  static void routedGradient(const RoutedGapRows<T>& task, const T* out_NEF, T* hidden_NE2F, float* logits_NE);

  // all_NX: queries, keys, values side by side, X = (H + 2 G) D. Queries and keys are turned. q null: no queries, and
  // keys as they are.
  static void split(const GapHeads& task, const T* all_NX, T* q, T* k, T* v);
  // The gradient of split(), from the gradients of queries, keys and values.
  struct Heads {
    const T* q = nullptr;
    const T* k = nullptr;
    const T* v = nullptr;
  };
  static void join(const GapHeads& task, const Heads& from, T* all_NX);
  // keys [G, keys, D] in their places: rows first .. first + rows of each are turned.
  static void turnKeys(const GapHeads& task, T* k);
  // What came out of attention [H, room, D] as rows [N, H D], and the other way round.
  static void gather(const GapHeads& task, const T* out, T* rows_NX);
  static void scatter(const GapHeads& task, const T* rows_NX, T* out);

  // -log softmax(logits)[target] in nats. Where scale is not 0 the logits become the gradient of scale times that.
  static float tokenLoss(T* logits_V, std::int64_t count, std::int64_t target, float scale);
};

extern template struct GapRowKernels<float>;
extern template struct GapRowKernels<Bits16>;

}  // namespace lacuna::engine
