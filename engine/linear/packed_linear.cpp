// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/linear/packed_linear.h"

#include <ATen/Parallel.h>

namespace lacuna::engine {
namespace {

// Output columns, padded with zeros to whole panels, side by side. [O, I] -> [panels, I, 16]
torch::Tensor layPanels(const torch::Tensor& weight_OI) {
  const std::int64_t panels = (weight_OI.size(0) + kPanelColumns - 1) / kPanelColumns;
  const auto padded = at::constant_pad_nd(weight_OI, {0, 0, 0, panels * kPanelColumns - weight_OI.size(0)});
  return padded.view({panels, kPanelColumns, weight_OI.size(1)}).transpose(1, 2).contiguous();
}

}  // namespace

PackedLinear::PackedLinear(const torch::Tensor& weight_OI)
    : inputs_(weight_OI.size(1)), outputs_(weight_OI.size(0)), data_(layPanels(weight_OI.detach())) {
  panels_ = data_.size(0);
}

PackedLinear PackedLinear::gated(const torch::Tensor& gateUp_2FI) {
  const std::int64_t hidden = gateUp_2FI.size(0) / 2;
  const std::int64_t blocks = (hidden + 7) / 8;
  const auto half = [&](std::int64_t first) {
    const auto padded =
        at::constant_pad_nd(gateUp_2FI.detach().narrow(0, first, hidden), {0, 0, 0, blocks * 8 - hidden});
    return padded.view({blocks, 8, gateUp_2FI.size(1)});
  };
  PackedLinear packed(torch::cat({half(0), half(hidden)}, 1).view({blocks * kPanelColumns, gateUp_2FI.size(1)}));
  packed.gated_ = true;
  packed.outputs_ = hidden;
  return packed;
}

void PackedLinear::multiply(const torch::Tensor& x_NI, const RowChoice& rows, const torch::Tensor& out_NO,
                            std::int64_t first, std::int64_t last) const {
  LinearTask task;
  task.x = x_NI.const_data_ptr<float>();
  task.xStride = x_NI.stride(0);
  task.xRow_M = rows.in.empty() ? nullptr : rows.in.data();
  task.panels = data_.const_data_ptr<float>();
  task.rows = rows.in.empty() ? x_NI.size(0) : static_cast<std::int64_t>(rows.in.size());
  task.inputs = inputs_;
  task.outputs = outputs_;
  task.out = out_NO.data_ptr<float>();
  task.outStride = out_NO.stride(0);
  task.outRow_M = rows.out.empty() ? nullptr : rows.out.data();
  task.scale_M = rows.scale.empty() ? nullptr : rows.scale.data();
  if (gated_)
    multiplyGatedPanels(task, first, last);
  else
    multiplyPanels(task, first, last);
}

torch::Tensor PackedLinear::operator()(const torch::Tensor& x_NI) const {
  auto out = torch::empty({x_NI.size(0), outputs_}, x_NI.options());
  at::parallel_for(0, panels_, 1, [&](std::int64_t first, std::int64_t last) { multiply(x_NI, {}, out, first, last); });
  return out;
}

bool canUsePacked() { return !at::GradMode::is_enabled() && hasAvx2(); }

}  // namespace lacuna::engine
