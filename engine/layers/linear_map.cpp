// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/layers/linear_map.h"

#include "engine/gradients/row_functions.h"

namespace lacuna::engine {
namespace {

torch::Tensor updateOf(const torch::Tensor& x_NI, const LowRankUpdate& update) {
  const std::int64_t rank = update.b_Or.size(1);
  std::vector<torch::Tensor> blocks;
  std::int64_t row = 0;
  for (std::size_t i = 0; i < update.outputs.size(); ++i) {
    const auto a = update.a_KI.narrow(0, static_cast<std::int64_t>(i) * rank, rank);
    blocks.push_back(at::linear(at::linear(x_NI, a), update.b_Or.narrow(0, row, update.outputs[i])));
    row += update.outputs[i];
  }
  return torch::cat(blocks, -1);
}

}  // namespace

LinearMap LinearMap::gated(torch::Tensor gateUp_2FI) {
  LinearMap map({std::move(gateUp_2FI)});
  map.gated_ = true;
  return map;
}

LinearMap LinearMap::of(PackedLinear packed) {
  LinearMap map;
  map.packed_ = std::move(packed);
  return map;
}

LinearMap LinearMap::with(LowRankUpdate update) const {
  LinearMap map = *this;
  map.update_ = {std::move(update)};
  return map;
}

LinearMap LinearMap::laidOut(Precision precision) const {
  LinearMap map;
  map.gated_ = gated_;
  map.packed_ = gated_ ? PackedLinear::gated(weight(), precision) : PackedLinear(weight(), precision);
  return map;
}

torch::Tensor LinearMap::weight() const { return parts_.size() == 1 ? parts_.front() : torch::cat(parts_); }

std::size_t LinearMap::bytes() const {
  std::size_t bytes = packed_.bytes();
  for (const torch::Tensor& part : parts_) bytes += part.nbytes();
  return bytes;
}

torch::Tensor LinearMap::operator()(const torch::Tensor& x_NI) const {
  if (isLaidOut()) return packed_(x_NI.contiguous());
  const auto weight_OI = weight();
  const auto x = weight_OI.scalar_type() == torch::kFloat32 ? x_NI : x_NI.to(weight_OI.scalar_type());
  auto y = at::linear(x, weight_OI);
  if (!update_.empty()) y = y + updateOf(x, update_.front());
  return gated_ ? gatedProduct(y) : y;
}

}  // namespace lacuna::engine
