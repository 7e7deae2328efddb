// SPDX-License-Identifier: GPL-3.0-or-later
// A llama's layers written out, with full matrices of who sees whom: the plain twin of engine/base.
//
// Shapes: N rows, K keys, H query heads, G key heads, D head size.
#pragma once

#include <torch/types.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "engine/text/tokenizer.h"
#include "engine/weights/base_file.h"

namespace lacuna::engine::testing {

inline torch::Tensor normed(const torch::Tensor& x, const torch::Tensor& gain) {
  return x * (x.square().mean(-1, true) + 1e-5).rsqrt() * gain;
}

// x_NHD turned to places, written out.
inline torch::Tensor turned(const torch::Tensor& x_NHD, const std::vector<int>& places, double base) {
  const std::int64_t half = x_NHD.size(2) / 2;
  const auto frequency = torch::pow(base, -torch::arange(half, torch::kFloat64) / static_cast<double>(half));
  const auto angle =
      (torch::tensor(places).to(torch::kFloat64).unsqueeze(1) * frequency).to(torch::kFloat32).unsqueeze(1);
  const auto a = x_NHD.narrow(2, 0, half);
  const auto b = x_NHD.narrow(2, half, half);
  return torch::cat({a * angle.cos() - b * angle.sin(), a * angle.sin() + b * angle.cos()}, 2);
}

// Attention with a matrix of who sees whom, [N, K].
inline torch::Tensor attended(const torch::Tensor& q_NHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                              const torch::Tensor& sees_NK) {
  const std::int64_t shared = q_NHD.size(1) / k_KGD.size(1);
  const auto k = k_KGD.repeat_interleave(shared, 1);
  const auto v = v_KGD.repeat_interleave(shared, 1);
  auto scores = torch::einsum("nhd,khd->hnk", {q_NHD, k}) / std::sqrt(static_cast<double>(q_NHD.size(2)));
  scores = scores.masked_fill(sees_NK.logical_not().unsqueeze(0), -INFINITY);
  return torch::einsum("hnk,khd->nhd", {scores.softmax(-1), v}).reshape({q_NHD.size(0), -1});
}

struct PlainLayer {
  torch::Tensor attentionNorm, query, key, value, output, feedForwardNorm, gate, up, down;
};

inline std::vector<PlainLayer> plainLayers(const BaseFile& file) {
  std::vector<PlainLayer> layers;
  for (int i = 0; i < file.config().layers; ++i) {
    const LlamaLayer l = file.layer(i);
    layers.push_back(
        {l.attentionNorm_D, l.query, l.key, l.value, l.output, l.feedForwardNorm_D, l.gate_FD, l.up_FD, l.down_DF});
  }
  return layers;
}

struct PlainReading {
  torch::Tensor hidden;
  std::vector<torch::Tensor> keys, values;  // not turned
};

inline PlainReading plainRead(const BaseFile& file, const std::vector<TokenId>& ids) {
  const LlamaConfig& c = file.config();
  const auto count = static_cast<std::int64_t>(ids.size());
  std::vector<int> places(ids.size());
  std::iota(places.begin(), places.end(), 0);
  const auto sees = torch::ones({count, count}, torch::kBool).tril();
  PlainReading reading;
  auto x = at::embedding(file.embedding(), torch::tensor(std::vector<std::int64_t>(ids.begin(), ids.end())));
  for (const PlainLayer& l : plainLayers(file)) {
    const auto h = normed(x, l.attentionNorm);
    const auto q = at::linear(h, l.query).view({count, c.heads, c.headSize});
    const auto k = at::linear(h, l.key).view({count, c.keyHeads, c.headSize});
    const auto v = at::linear(h, l.value).view({count, c.keyHeads, c.headSize});
    reading.keys.push_back(k);
    reading.values.push_back(v);
    x = x + at::linear(attended(turned(q, places, c.ropeBase), turned(k, places, c.ropeBase), v, sees), l.output);
    const auto g = normed(x, l.feedForwardNorm);
    x = x + at::linear(at::silu(at::linear(g, l.gate)) * at::linear(g, l.up), l.down);
  }
  reading.hidden = x;
  return reading;
}

}  // namespace lacuna::engine::testing
