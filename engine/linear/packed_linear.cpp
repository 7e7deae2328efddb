// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/linear/packed_linear.h"

#include <ATen/Parallel.h>

#include "engine/linear/amx_bfloat.h"
#include "engine/linear/avx2_fixed.h"

namespace lacuna::engine {
namespace {

// Output columns, padded with zeros to whole panels, side by side. [O, I] -> [panels, I, 16]
torch::Tensor layPanels(const torch::Tensor& weight_OI) {
  const std::int64_t panels = (weight_OI.size(0) + kPanelColumns - 1) / kPanelColumns;
  const auto padded = at::constant_pad_nd(weight_OI, {0, 0, 0, panels * kPanelColumns - weight_OI.size(0)});
  return padded.view({panels, kPanelColumns, weight_OI.size(1)}).transpose(1, 2).contiguous();
}

// The same in whole numbers, [panels, I / 2, 16, 2], and what one of them stands for in each column. In one go: a base
// of 135 M weights is laid out twice before its first word.
std::pair<torch::Tensor, torch::Tensor> fixedPanels(const torch::Tensor& weight_OI) {
  const auto weight = weight_OI.to(torch::kFloat32).contiguous();
  const std::int64_t outputs = weight.size(0);
  const std::int64_t inputs = weight.size(1);
  const std::int64_t panels = (outputs + kPanelColumns - 1) / kPanelColumns;
  auto data = torch::zeros({panels, (inputs + 1) / 2, kPanelColumns, 2}, torch::kInt16);
  auto scale_P16 = torch::zeros({panels, kPanelColumns});
  roundColumns(weight.const_data_ptr<float>(), inputs, outputs, inputs, data.data_ptr<std::int16_t>(),
               scale_P16.data_ptr<float>());
  return {data, scale_P16};
}

// Of gates and ups, 8 of each to a panel. For a whole number of panels.
std::pair<torch::Tensor, torch::Tensor> fixedGatedPanels(const torch::Tensor& gateUp_2FI) {
  constexpr std::int64_t kHalf = kPanelColumns / 2;
  const auto weight = gateUp_2FI.to(torch::kFloat32).contiguous();
  const std::int64_t inputs = weight.size(1);
  const std::int64_t panels = weight.size(0) / kPanelColumns;
  auto data = torch::zeros({panels, (inputs + 1) / 2, kPanelColumns, 2}, torch::kInt16);
  auto scale_P16 = torch::empty({panels, kPanelColumns});
  const float* const from = weight.const_data_ptr<float>();
  for (std::int64_t panel = 0; panel < panels; ++panel) {
    std::int16_t* const to = data[panel].data_ptr<std::int16_t>();
    float* const scale = scale_P16[panel].data_ptr<float>();
    for (const std::int64_t half : {0, 1})
      roundColumns(from + (half * panels + panel) * kHalf * inputs, inputs, kHalf, inputs, to + half * kHalf * 2,
                   scale + half * kHalf);
  }
  return {data, scale_P16};
}

std::int64_t roundedUp(std::int64_t count, std::int64_t step) { return (count + step - 1) / step * step; }

// In bfloat16, [panels, I / 2, 16, 2], I rounded up.
torch::Tensor bfloatPanels(const torch::Tensor& panels_PI16) {
  const std::int64_t inputs = panels_PI16.size(1);
  const auto padded = at::constant_pad_nd(panels_PI16, {0, 0, 0, roundedUp(inputs, kTileInputs) - inputs});
  return padded.view({padded.size(0), -1, 2, kPanelColumns}).transpose(2, 3).to(torch::kBFloat16).contiguous();
}

template <class Task>
void chooseRows(const RowChoice& rows, std::int64_t all, Task* task) {
  task->rows = rows.in.empty() ? all : static_cast<std::int64_t>(rows.in.size());
  task->xRow_M = rows.in.empty() ? nullptr : rows.in.data();
  task->outRow_M = rows.out.empty() ? nullptr : rows.out.data();
  task->scale_M = rows.scale.empty() ? nullptr : rows.scale.data();
}

}  // namespace

void ProductRows::set(const RowSpan& rows, std::int64_t inputs, Precision precision) {
  floats_ = rows;
  if (precision == Precision::kFloat32) return;
  if (precision == Precision::kBfloat16) {
    roundedStride_ = roundedUp(inputs, kTileInputs);
    rounded_.resize(static_cast<std::size_t>(roundedUp(rows.rows, kTileRowsOfX) * roundedStride_));
    roundToBfloat(rows.data, rows.stride, rows.rows, inputs, reinterpret_cast<std::uint16_t*>(rounded_.data()),
                  roundedStride_);
    return;
  }
  roundedStride_ = inputs + inputs % 2;
  rounded_.resize(static_cast<std::size_t>(rows.rows * roundedStride_));
  scale_.resize(static_cast<std::size_t>(rows.rows * fixedRuns(inputs)));
  roundRows(rows.data, rows.stride, rows.rows, inputs, rounded_.data(), roundedStride_, scale_.data());
}

PackedLinear::PackedLinear(const torch::Tensor& weight_OI, Precision precision)
    : precision_(precision), inputs_(weight_OI.size(1)), outputs_(weight_OI.size(0)) {
  const auto weight = weight_OI.detach();
  if (precision == Precision::kFixed16)
    std::tie(data_, scale_O_) = fixedPanels(weight);
  else if (precision == Precision::kBfloat16)
    data_ = bfloatPanels(layPanels(weight));
  else
    data_ = layPanels(weight);
  panels_ = data_.size(0);
}

PackedLinear PackedLinear::gated(const torch::Tensor& gateUp_2FI, Precision precision) {
  const std::int64_t hidden = gateUp_2FI.size(0) / 2;
  if (precision == Precision::kFixed16 && hidden % 8 == 0) {
    PackedLinear packed;
    packed.gated_ = true;
    packed.precision_ = precision;
    packed.inputs_ = gateUp_2FI.size(1);
    packed.outputs_ = hidden;
    std::tie(packed.data_, packed.scale_O_) = fixedGatedPanels(gateUp_2FI.detach());
    packed.panels_ = packed.data_.size(0);
    return packed;
  }
  const std::int64_t blocks = (hidden + 7) / 8;
  const auto half = [&](std::int64_t first) {
    const auto padded =
        at::constant_pad_nd(gateUp_2FI.detach().narrow(0, first, hidden), {0, 0, 0, blocks * 8 - hidden});
    return padded.view({blocks, 8, gateUp_2FI.size(1)});
  };
  PackedLinear packed(torch::cat({half(0), half(hidden)}, 1).view({blocks * kPanelColumns, gateUp_2FI.size(1)}),
                      precision);
  packed.gated_ = true;
  packed.outputs_ = hidden;
  return packed;
}

std::size_t PackedLinear::bytes() const {
  return empty() ? 0 : data_.nbytes() + (scale_O_.defined() ? scale_O_.nbytes() : 0);
}

void PackedLinear::multiplyFloats(const RowSpan& x, const RowChoice& rows, const RowTarget& out, std::int64_t first,
                                  std::int64_t last) const {
  LinearTask task;
  chooseRows(rows, x.rows, &task);
  task.x = x.data;
  task.xStride = x.stride;
  task.panels = data_.const_data_ptr<float>();
  task.inputs = inputs_;
  task.outputs = outputs_;
  task.out = out.data;
  task.outStride = out.stride;
  if (gated_)
    multiplyGatedPanels(task, first, last);
  else
    multiplyPanels(task, first, last);
}

void PackedLinear::multiply(const torch::Tensor& x_NI, const RowChoice& rows, const torch::Tensor& out_NO,
                            std::int64_t first, std::int64_t last) const {
  multiplyFloats({x_NI.const_data_ptr<float>(), x_NI.stride(0), x_NI.size(0)}, rows,
                 {out_NO.data_ptr<float>(), out_NO.stride(0)}, first, last);
}

void PackedLinear::multiply(const ProductRows& x, const RowChoice& rows, const RowTarget& out) const {
  multiplyPart(x, rows, out, 0, panels_);
}

void PackedLinear::multiplyPart(const ProductRows& x, const RowChoice& rows, const RowTarget& out, std::int64_t first,
                                std::int64_t last) const {
  if (precision_ == Precision::kFloat32) return multiplyFloats(x.floats_, rows, out, first, last);
  if (precision_ == Precision::kBfloat16) return multiplyBfloats(x, rows, out, first, last);
  FixedTask task;
  chooseRows(rows, x.floats_.rows, &task);
  task.x = x.rounded_.data();
  task.xScale_MR = x.scale_.data();
  task.xStride = x.roundedStride_;
  task.panels = data_.const_data_ptr<std::int16_t>();
  task.columnScale = scale_O_.const_data_ptr<float>();
  task.inputs = inputs_;
  task.outputs = outputs_;
  task.out = out.data;
  task.outStride = out.stride;
  if (gated_)
    multiplyFixedGatedPanels(task, first, last);
  else
    multiplyFixedPanels(task, first, last);
}

void PackedLinear::multiplyBfloats(const ProductRows& x, const RowChoice& rows, const RowTarget& out,
                                   std::int64_t first, std::int64_t last) const {
  BfloatTask task;
  chooseRows(rows, x.floats_.rows, &task);
  task.x = reinterpret_cast<const std::uint16_t*>(x.rounded_.data());
  task.xStride = x.roundedStride_;
  task.panels = static_cast<const std::uint16_t*>(data_.const_data_ptr());
  task.inputs = roundedUp(inputs_, kTileInputs);
  task.outputs = outputs_;
  task.out = out.data;
  task.outStride = out.stride;
  if (gated_)
    multiplyBfloatGatedPanels(task, first, last);
  else
    multiplyBfloatPanels(task, first, last);
}

torch::Tensor PackedLinear::operator()(const torch::Tensor& x_NI) const {
  auto out = torch::empty({x_NI.size(0), outputs_}, x_NI.options());
  ProductRows rows;
  rows.set({x_NI.const_data_ptr<float>(), x_NI.stride(0), x_NI.size(0)}, inputs_, precision_);
  at::parallel_for(0, panels_, 1, [&](std::int64_t first, std::int64_t last) {
    multiplyPart(rows, {}, {out.data_ptr<float>(), out.stride(0)}, first, last);
  });
  return out;
}

bool canUsePacked() { return !at::GradMode::is_enabled() && hasAvx2(); }

}  // namespace lacuna::engine
