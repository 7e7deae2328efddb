// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/gradients/recomputed.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

namespace lacuna::engine {
namespace {

using torch::autograd::variable_list;

struct PartHolder : torch::CustomClassHolder {
  PartHolder(RecomputedPart held, std::size_t count) : part(std::move(held)), inputs(count) {}
  RecomputedPart part;
  std::size_t inputs;  // of the saved tensors; the others are parameters
};

class RecomputedFunction : public torch::autograd::Function<RecomputedFunction> {
 public:
  static variable_list forward(torch::autograd::AutogradContext* context, const RecomputedPart& part,
                               at::TensorList inputs, at::TensorList parameters) {
    variable_list saved = inputs.vec();
    saved.insert(saved.end(), parameters.begin(), parameters.end());
    context->save_for_backward(std::move(saved));
    context->saved_data["part"] = c10::IValue::make_capsule(c10::make_intrusive<PartHolder>(part, inputs.size()));
    context->set_materialize_grads(false);
    return part(inputs.vec(), /*again=*/false);
  }

  static variable_list backward(torch::autograd::AutogradContext* context, variable_list gradients) {
    const auto capsule = context->saved_data["part"].toCapsule();
    const auto& holder = static_cast<const PartHolder&>(*capsule);
    variable_list leaves = context->get_saved_variables();
    for (std::size_t i = 0; i < holder.inputs; ++i) leaves[i] = leaves[i].detach().set_requires_grad(true);
    const at::AutoGradMode withGradients(true);
    const variable_list made =
        holder.part({leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(holder.inputs)}, /*again=*/true);
    variable_list roots;
    variable_list seeds;
    for (std::size_t i = 0; i < made.size(); ++i) {
      if (!gradients[i].defined() || !made[i].requires_grad()) continue;
      roots.push_back(made[i]);
      seeds.push_back(gradients[i]);
    }
    variable_list result = torch::autograd::grad(roots, leaves, seeds, /*retain_graph=*/std::nullopt,
                                                 /*create_graph=*/false, /*allow_unused=*/true);
    result.insert(result.begin(), torch::Tensor());  // of the part itself
    return result;
  }
};

}  // namespace

std::vector<torch::Tensor> recomputed(const RecomputedPart& part, const std::vector<torch::Tensor>& inputs,
                                      const std::vector<torch::Tensor>& parameters) {
  return RecomputedFunction::apply(part, at::TensorList(inputs), at::TensorList(parameters));
}

}  // namespace lacuna::engine
