// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/group_product.h"

#include <torch/csrc/autograd/custom_function.h>

namespace lacuna::engine {
namespace {

using cuda::Bfloat16;

torch::Tensor narrow(const torch::Tensor& x) { return x.to(torch::kBFloat16).contiguous(); }

const Bfloat16* bitsOf(const torch::Tensor& x) { return static_cast<const Bfloat16*>(x.const_data_ptr()); }

cuda::tensor::GroupTask taskOf(const torch::Tensor& x_NI, const torch::Tensor& ends_E, std::int64_t outputs) {
  cuda::tensor::GroupTask task;
  task.ends_E = ends_E.const_data_ptr<std::int32_t>();
  task.x_NI = bitsOf(x_NI);
  task.rows = static_cast<int>(x_NI.size(0));
  task.experts = static_cast<int>(ends_E.size(0));
  task.inputs = static_cast<int>(x_NI.size(1));
  task.outputs = static_cast<int>(outputs);
  return task;
}

torch::Tensor product(const torch::Tensor& x_NI, const torch::Tensor& weight_EOI, const torch::Tensor& ends_E,
                      const GroupKernel& kernel) {
  auto out = torch::empty({x_NI.size(0), weight_EOI.size(1)}, x_NI.options());
  auto task = taskOf(x_NI, ends_E, weight_EOI.size(1));
  task.weight_EOI = bitsOf(weight_EOI);
  task.out_NO = static_cast<Bfloat16*>(out.data_ptr());
  kernel.product(task);
  return out;
}

class GroupProduct : public torch::autograd::Function<GroupProduct> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& rows_NI,
                               const torch::Tensor& weight_EOI, const torch::Tensor& ends_E,
                               const GroupKernel* kernel) {
    const auto x = narrow(rows_NI);
    const auto weight = narrow(weight_EOI);
    context->save_for_backward({x, weight, ends_E});
    context->saved_data["kernel"] = reinterpret_cast<std::int64_t>(kernel);
    context->saved_data["rowType"] = static_cast<std::int64_t>(rows_NI.scalar_type());
    context->saved_data["weightType"] = static_cast<std::int64_t>(weight_EOI.scalar_type());
    return product(x, weight, ends_E, *kernel).to(rows_NI.scalar_type());
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto* kernel = reinterpret_cast<const GroupKernel*>(context->saved_data["kernel"].toInt());
    const auto typeOf = [&](const char* name) {
      return static_cast<torch::ScalarType>(context->saved_data[name].toInt());
    };
    const auto gradient = narrow(gradients[0]);
    const auto rows = product(gradient, saved[1].transpose(1, 2).contiguous(), saved[2], *kernel);
    auto weight = torch::empty(saved[1].sizes(), saved[1].options().dtype(torch::kFloat32));
    auto task = taskOf(saved[0], saved[2], saved[1].size(1));
    task.outGradient_NO = bitsOf(gradient);
    task.weightGradient_EOI = weight.data_ptr<float>();
    kernel->gradient(task);
    return {rows.to(typeOf("rowType")), weight.to(typeOf("weightType")), {}, {}};
  }
};

}  // namespace

torch::Tensor multiplyGroups(const torch::Tensor& rows_NI, const torch::Tensor& weight_EOI, const torch::Tensor& ends_E,
                             const GroupKernel& kernel) {
  return GroupProduct::apply(rows_NI, weight_EOI, ends_E, &kernel);
}

torch::Tensor multiplyAllGroups(const torch::Tensor& rows_NI, const torch::Tensor& weight_EOI,
                                const torch::Tensor& ends_E) {
  const auto row_N1 = torch::arange(rows_NI.size(0), ends_E.options()).unsqueeze(1);
  const auto begins_E = torch::cat({torch::zeros({1}, ends_E.options()), ends_E.narrow(0, 0, ends_E.size(0) - 1)});
  const auto mine_NE = row_N1.ge(begins_E).logical_and(row_N1.lt(ends_E));
  torch::Tensor sum;
  for (std::int64_t e = 0; e < weight_EOI.size(0); ++e) {
    const auto own = at::linear(rows_NI, weight_EOI[e].to(rows_NI.scalar_type())) * mine_NE.select(1, e).unsqueeze(1);
    sum = e == 0 ? own : sum + own;
  }
  return sum;
}

}  // namespace lacuna::engine
