// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/listed_attention.h"

#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include "engine/error.h"

namespace lacuna::engine {
namespace {

torch::Tensor inOneRun(const torch::Tensor& x_RHD) { return x_RHD.stride(2) == 1 ? x_RHD : x_RHD.contiguous(); }

AttentionInput suited(const AttentionInput& input) {
  const c10::DeviceType device = input.q_QHD.device().type();
  const auto type =
      at::autocast::is_autocast_enabled(device) ? at::autocast::get_autocast_dtype(device) : input.q_QHD.scalar_type();
  const auto suit = [&](const torch::Tensor& x) { return inOneRun(x.to(type)); };
  return {suit(input.q_QHD), suit(input.k_KGD), suit(input.v_KGD)};
}

// What the function carries beside tensors.
struct Carried : torch::CustomClassHolder {
  std::shared_ptr<const BlockLists> lists;
  const AttentionKernel* kernel = nullptr;
};

class ListedAttention : public torch::autograd::Function<ListedAttention> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& q_QHD,
                               const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                               const std::shared_ptr<const BlockLists>& lists, const AttentionKernel* kernel) {
    const AttentionOutput output = kernel->forward({q_QHD, k_KGD, v_KGD}, *lists);
    context->save_for_backward({q_QHD, k_KGD, v_KGD, output.out_QHD, output.logSum_QH});
    auto carried = c10::make_intrusive<Carried>();
    carried->lists = lists;
    carried->kernel = kernel;
    context->saved_data["carried"] = c10::IValue::make_capsule(carried);
    return output.out_QHD;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto carried = c10::static_intrusive_pointer_cast<Carried>(context->saved_data["carried"].toCapsule());
    if (!carried->lists->keys.place_K.defined())
      throw Error(ErrorCode::kInternal, "A gradient was asked for by an attention plan that was made without.");
    const AttentionGradients made =
        carried->kernel->backward({saved[0], saved[1], saved[2]}, {saved[3], saved[4]},
                                  inOneRun(gradients[0].to(saved[0].scalar_type())), *carried->lists);
    return {made.q_QHD, made.k_KGD, made.v_KGD, {}, {}};
  }
};

}  // namespace

torch::Tensor attendListed(const AttentionInput& input, const std::shared_ptr<const BlockLists>& lists,
                           const AttentionKernel& kernel) {
  const AttentionInput ready = suited(input);
  if (!at::GradMode::is_enabled()) return kernel.forward(ready, *lists).out_QHD;
  return ListedAttention::apply(ready.q_QHD, ready.k_KGD, ready.v_KGD, lists, &kernel);
}

}  // namespace lacuna::engine
