// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/device_attention.h"

#include <cmath>
#include <cstdint>

#include "engine/error.h"

namespace lacuna::engine {
namespace {

using cuda::Bfloat16;

static_assert(cuda::kWidth == kListWidth);

// The kernels read 16 bytes at once.
torch::Tensor aligned(const torch::Tensor& x_RHD) {
  const auto numbers = static_cast<std::int64_t>(16 / x_RHD.element_size());
  const bool fits = x_RHD.stride(2) == 1 && x_RHD.stride(0) % numbers == 0 && x_RHD.stride(1) % numbers == 0 &&
                    reinterpret_cast<std::uintptr_t>(x_RHD.const_data_ptr()) % 16 == 0;
  return fits ? x_RHD : x_RHD.clone(at::MemoryFormat::Contiguous);
}

AttentionInput alignedInput(const AttentionInput& input) {
  return {aligned(input.q_QHD), aligned(input.k_KGD), aligned(input.v_KGD)};
}

template <class Scalar>
cuda::Rows<const Scalar> rowsOf(const torch::Tensor& x_RHD) {
  return {static_cast<const Scalar*>(x_RHD.const_data_ptr()), x_RHD.stride(0), x_RHD.stride(1)};
}

template <class Scalar>
cuda::Rows<Scalar> writtenRows(const torch::Tensor& x_RHD) {
  return {static_cast<Scalar*>(x_RHD.data_ptr()), x_RHD.stride(0), x_RHD.stride(1)};
}

cuda::List listOf(const BlockList& list) {
  return {list.row_N64.const_data_ptr<std::int32_t>(), list.firstTile_N1.const_data_ptr<std::int32_t>(),
          list.column_T64.const_data_ptr<std::int32_t>(),
          reinterpret_cast<const std::uint64_t*>(list.seen_T64.const_data_ptr<std::int64_t>())};
}

template <class Scalar>
cuda::AttentionTask<Scalar> taskOf(const AttentionInput& input, const BlockList& list) {
  cuda::AttentionTask<Scalar> task{};
  task.list = listOf(list);
  task.q = rowsOf<Scalar>(input.q_QHD);
  task.k = rowsOf<Scalar>(input.k_KGD);
  task.v = rowsOf<Scalar>(input.v_KGD);
  task.heads = static_cast<int>(input.q_QHD.size(1));
  task.shared = static_cast<int>(input.q_QHD.size(1) / input.k_KGD.size(1));
  task.size = static_cast<int>(input.q_QHD.size(2));
  task.scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(task.size)));
  return task;
}

bool isNarrow(const AttentionInput& input) {
  const auto type = input.q_QHD.scalar_type();
  if (type != input.k_KGD.scalar_type() || type != input.v_KGD.scalar_type() ||
      (type != torch::kFloat32 && type != torch::kBFloat16)) {
    throw Error(ErrorCode::kInternal, "Attention on this device takes float32 or bfloat16, and one of them at a time.");
  }
  return type == torch::kBFloat16;
}

}  // namespace

template <class Scalar>
AttentionOutput DeviceAttention::forwardAs(const AttentionInput& given, const BlockLists& lists) const {
  const AttentionInput input = alignedInput(given);
  const auto& q = input.q_QHD;
  AttentionOutput output{torch::empty({q.size(0), q.size(1), q.size(2)}, q.options()),
                         torch::empty({q.size(0), q.size(1)}, q.options().dtype(torch::kFloat32))};
  auto task = taskOf<Scalar>(input, lists.queries);
  task.out = writtenRows<Scalar>(output.out_QHD);
  task.logSum_QH = output.logSum_QH.data_ptr<float>();
  start(AttentionPass::kForward, task, {lists.queries.blocks(), q.size(1)});
  return output;
}

template <class Scalar>
AttentionGradients DeviceAttention::backwardAs(const AttentionInput& given, const AttentionOutput& output,
                                               const torch::Tensor& gradient_QHD, const BlockLists& lists) const {
  const AttentionInput input = alignedInput(given);
  const auto& k = input.k_KGD;
  const auto gradient = aligned(gradient_QHD);
  const auto delta_QH = (gradient.to(torch::kFloat32) * output.out_QHD).sum(-1).contiguous();
  const auto like = [](const torch::Tensor& x) { return torch::empty({x.size(0), x.size(1), x.size(2)}, x.options()); };
  AttentionGradients made{like(input.q_QHD), like(k), like(k)};

  auto task = taskOf<Scalar>(input, lists.queries);
  task.outGradient = rowsOf<Scalar>(gradient);
  task.logSum_QH = output.logSum_QH.data_ptr<float>();
  task.delta_QH = delta_QH.template const_data_ptr<float>();
  task.out = writtenRows<Scalar>(made.q_QHD);
  start(AttentionPass::kQueryGradients, task, {lists.queries.blocks(), input.q_QHD.size(1)});

  const BlockList& keys = lists.keys.list;
  const auto sums =
      torch::empty({2, keys.blocks() * kListWidth, k.size(1), k.size(2)}, k.options().dtype(torch::kFloat32));
  task.list = listOf(keys);
  task.out = {};
  task.keySum = sums[0].template data_ptr<float>();
  task.valueSum = sums[1].template data_ptr<float>();
  start(AttentionPass::kKeyGradients, task, {keys.blocks(), k.size(1)});

  cuda::GatherTask<Scalar> last{};
  last.place_K = lists.keys.place_K.template const_data_ptr<std::int32_t>();
  last.parts_K = lists.keys.parts_K.template const_data_ptr<std::int32_t>();
  last.keySum = task.keySum;
  last.valueSum = task.valueSum;
  last.key = static_cast<Scalar*>(made.k_KGD.data_ptr());
  last.value = static_cast<Scalar*>(made.v_KGD.data_ptr());
  last.keyRows = lists.keys.keyRows;
  last.numbers = k.size(1) * k.size(2);
  gather(last, k.size(0));
  return made;
}

AttentionOutput DeviceAttention::forward(const AttentionInput& input, const BlockLists& lists) const {
  return isNarrow(input) ? forwardAs<Bfloat16>(input, lists) : forwardAs<float>(input, lists);
}

AttentionGradients DeviceAttention::backward(const AttentionInput& input, const AttentionOutput& output,
                                             const torch::Tensor& gradient_QHD, const BlockLists& lists) const {
  return isNarrow(input) ? backwardAs<Bfloat16>(input, output, gradient_QHD, lists)
                         : backwardAs<float>(input, output, gradient_QHD, lists);
}

}  // namespace lacuna::engine
