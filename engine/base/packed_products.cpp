// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/packed_products.h"

#include <ATen/Parallel.h>

#include "engine/base/causal_base.h"
#include "engine/linear/avx512_bfloat.h"

namespace lacuna::engine {
namespace {

bool tiles() {
  static const bool has = basePrecision(Precision::kFixed16) == BasePrecision::kBfloat16;
  return has;
}

bool byHand(const torch::Tensor& x_MK, const torch::Tensor& w_KN) {
  const bool strides = w_KN.stride(0) == 1 || w_KN.stride(1) == 1;
  return x_MK.scalar_type() == torch::kBFloat16 && x_MK.size(1) % 2 == 0 && strides && hasBfloat512() && !tiles();
}

std::uint16_t* bits(const torch::Tensor& tensor) { return static_cast<std::uint16_t*>(tensor.data_ptr()); }

void multiplyByHand(const torch::Tensor& x_MK, const torch::Tensor& w_KN, bool adds, const torch::Tensor& y_MN) {
  const auto x = x_MK.contiguous();
  BfloatProduct product;
  product.x = bits(x);
  product.xStride = x.stride(0);
  product.w = bits(w_KN);
  product.wInput = w_KN.stride(0);
  product.wOutput = w_KN.stride(1);
  product.rows = x.size(0);
  product.inputs = x.size(1);
  product.outputs = w_KN.size(1);
  product.y = bits(y_MN);
  product.yStride = y_MN.stride(0);
  product.adds = adds;
  const std::int64_t panels = (product.outputs + kBfloatColumns - 1) / kBfloatColumns;
  at::parallel_for(0, panels, 1,
                   [&](std::int64_t first, std::int64_t last) { multiplyBfloat512(product, first, last); });
}

}  // namespace

torch::Tensor multiplyPacked(const torch::Tensor& x_MK, const torch::Tensor& w_KN) {
  if (!byHand(x_MK, w_KN)) return at::mm(x_MK, w_KN);
  const auto y_MN = torch::empty({x_MK.size(0), w_KN.size(1)}, x_MK.options());
  multiplyByHand(x_MK, w_KN, false, y_MN);
  return y_MN;
}

void addProductPacked(const torch::Tensor& x_MK, const torch::Tensor& w_KN, torch::Tensor y_MN) {
  if (byHand(x_MK, w_KN) && y_MN.stride(1) == 1)
    multiplyByHand(x_MK, w_KN, true, y_MN);
  else
    y_MN.addmm_(x_MK, w_KN);
}

bool bfloatIsQuick() { return tiles() || hasBfloat512(); }

}  // namespace lacuna::engine
