// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/gradients/gradient_hook.h"

#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>

namespace lacuna::engine {
namespace {

class Told final : public torch::autograd::PostAccumulateGradHook {
 public:
  explicit Told(std::function<void()> told) : told_(std::move(told)) {}
  void operator()(const torch::autograd::Variable& /*leaf*/) override { told_(); }

 private:
  std::function<void()> told_;
};

}  // namespace

void onGradient(const torch::Tensor& leaf, std::function<void()> told) {
  torch::autograd::impl::set_post_acc_grad_hooks(leaf, told ? std::make_unique<Told>(std::move(told)) : nullptr);
}

}  // namespace lacuna::engine
