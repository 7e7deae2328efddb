// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/routed_experts.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <vector>

#include "engine/gradients/avx2_rows_gradient.h"
#include "engine/gradients/row_functions.h"

namespace lacuna::engine {
namespace {

constexpr std::int64_t kRowsATask = 64;

// N = T K rows in order of their expert.
struct ExpertOrder {
  torch::Tensor token_N;             // int64: whose row it is
  torch::Tensor place_TK;            // int64: the row of a token's k-th expert
  std::vector<std::int64_t> begins;  // of each expert's rows; the end of the last one
};

ExpertOrder orderByExpert(const torch::Tensor& expert_TK, std::int64_t experts) {
  ExpertOrder order;
  const std::int64_t rows = expert_TK.numel();
  const std::int64_t most = expert_TK.size(1);
  const auto* expert = expert_TK.const_data_ptr<std::int64_t>();
  order.begins.assign(static_cast<std::size_t>(experts) + 1, 0);
  for (std::int64_t i = 0; i < rows; ++i) ++order.begins[static_cast<std::size_t>(expert[i]) + 1];
  for (std::size_t e = 1; e < order.begins.size(); ++e) order.begins[e] += order.begins[e - 1];
  order.token_N = torch::empty({rows}, torch::kInt64);
  order.place_TK = torch::empty(expert_TK.sizes(), torch::kInt64);
  std::vector<std::int64_t> next = order.begins;
  for (std::int64_t i = 0; i < rows; ++i) {
    const std::int64_t place = next[static_cast<std::size_t>(expert[i])]++;
    order.token_N.data_ptr<std::int64_t>()[place] = i / most;
    order.place_TK.data_ptr<std::int64_t>()[i] = place;
  }
  return order;
}

torch::Tensor gathered(const torch::Tensor& x_TD, const torch::Tensor& row_N) {
  auto out = torch::empty({row_N.size(0), x_TD.size(1)}, x_TD.options());
  at::parallel_for(0, row_N.size(0), kRowsATask, [&](std::int64_t begin, std::int64_t end) {
    gatherRows(x_TD.const_data_ptr<float>(), row_N.const_data_ptr<std::int64_t>() + begin, end - begin, x_TD.size(1),
               out.data_ptr<float>() + begin * x_TD.size(1));
  });
  return out;
}

// Rows that came from a token's experts, added up; factor_TK undefined: 1.
torch::Tensor combined(const torch::Tensor& from_ND, const torch::Tensor& place_TK, const torch::Tensor& factor_TK) {
  const std::int64_t most = place_TK.size(1);
  const std::int64_t width = from_ND.size(1);
  auto out = torch::empty({place_TK.size(0), width}, from_ND.options());
  at::parallel_for(0, place_TK.size(0), kRowsATask, [&](std::int64_t begin, std::int64_t end) {
    const float* factor = factor_TK.defined() ? factor_TK.const_data_ptr<float>() + begin * most : nullptr;
    combineRows(from_ND.const_data_ptr<float>(), place_TK.const_data_ptr<std::int64_t>() + begin * most, factor,
                end - begin, most, width, out.data_ptr<float>() + begin * width);
  });
  return out;
}

// run(expert, first row, rows), for experts that got some.
template <class Run>
void eachExpert(const std::vector<std::int64_t>& begins, const Run& run) {
  for (std::size_t e = 0; e + 1 < begins.size(); ++e) {
    if (begins[e + 1] > begins[e]) run(static_cast<std::int64_t>(e), begins[e], begins[e + 1] - begins[e]);
  }
}

// rows_NI weight_E^T, run by run.
torch::Tensor timesTransposed(const torch::Tensor& rows_NI, const torch::Tensor& weight_EOI,
                              const std::vector<std::int64_t>& begins) {
  auto out = torch::empty({rows_NI.size(0), weight_EOI.size(1)}, rows_NI.options());
  eachExpert(begins, [&](std::int64_t e, std::int64_t first, std::int64_t count) {
    auto to = out.narrow(0, first, count);
    at::mm_out(to, rows_NI.narrow(0, first, count), weight_EOI.select(0, e).t());
  });
  return out;
}

torch::Tensor times(const torch::Tensor& rows_NO, const torch::Tensor& weight_EOI,
                    const std::vector<std::int64_t>& begins) {
  auto out = torch::empty({rows_NO.size(0), weight_EOI.size(2)}, rows_NO.options());
  eachExpert(begins, [&](std::int64_t e, std::int64_t first, std::int64_t count) {
    auto to = out.narrow(0, first, count);
    at::mm_out(to, rows_NO.narrow(0, first, count), weight_EOI.select(0, e));
  });
  return out;
}

torch::Tensor weightGradient(const torch::Tensor& out_NO, const torch::Tensor& in_NI,
                             const std::vector<std::int64_t>& begins) {
  const auto experts = static_cast<std::int64_t>(begins.size()) - 1;
  auto made = torch::empty({experts, out_NO.size(1), in_NI.size(1)}, out_NO.options());
  for (std::int64_t e = 0; e < experts; ++e) {
    auto to = made.select(0, e);
    const std::int64_t first = begins[static_cast<std::size_t>(e)];
    const std::int64_t count = begins[static_cast<std::size_t>(e) + 1] - first;
    if (count == 0)
      to.zero_();
    else
      at::mm_out(to, out_NO.narrow(0, first, count).t(), in_NI.narrow(0, first, count));
  }
  return made;
}

class RoutedFunction : public torch::autograd::Function<RoutedFunction> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x_TD,
                               const torch::Tensor& weight_TK, const torch::Tensor& gateUp_E2FD,
                               const torch::Tensor& down_EDF, const torch::Tensor& expert_TK) {
    const ExpertOrder order = orderByExpert(expert_TK, gateUp_E2FD.size(0));
    const auto hidden_N2F = timesTransposed(gathered(x_TD, order.token_N), gateUp_E2FD, order.begins);
    context->save_for_backward({x_TD, weight_TK, gateUp_E2FD, down_EDF, hidden_N2F, order.token_N, order.place_TK});
    context->saved_data["begins"] = order.begins;
    // Under a function's forward nothing is recorded: this is the kernel alone.
    const auto out_ND = timesTransposed(gatedProduct(hidden_N2F), down_EDF, order.begins);
    return combined(out_ND, order.place_TK, weight_TK);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const std::vector<std::int64_t> begins = context->saved_data["begins"].toIntVector();
    const auto& [x_TD, weight_TK, gateUp_E2FD] = std::tie(saved[0], saved[1], saved[2]);
    const auto& [down_EDF, hidden_N2F, token_N, place_TK] = std::tie(saved[3], saved[4], saved[5], saved[6]);
    const std::int64_t width = hidden_N2F.size(1) / 2;
    const auto out_ND = gathered(gradients[0].contiguous(), token_N);
    const auto product_NF = times(out_ND, down_EDF, begins);
    const auto factor_N = torch::empty({token_N.size(0)}, weight_TK.options());
    factor_N.index_copy_(0, place_TK.view(-1), weight_TK.view(-1));
    const auto hiddenGradient_N2F = torch::empty(hidden_N2F.sizes(), hidden_N2F.options());
    const auto weighted_NF = torch::empty(product_NF.sizes(), product_NF.options());
    const auto factorGradient_N = torch::empty(factor_N.sizes(), factor_N.options());
    at::parallel_for(0, token_N.size(0), kRowsATask, [&](std::int64_t begin, std::int64_t end) {
      GatedGradient task;
      task.hidden_N2F = hidden_N2F.const_data_ptr<float>() + begin * 2 * width;
      task.out_NF = product_NF.const_data_ptr<float>() + begin * width;
      task.rows = end - begin;
      task.width = width;
      task.hiddenGradient_N2F = hiddenGradient_N2F.data_ptr<float>() + begin * 2 * width;
      task.factor_N = factor_N.const_data_ptr<float>() + begin;
      task.factorGradient_N = factorGradient_N.data_ptr<float>() + begin;
      task.weighted_NF = weighted_NF.data_ptr<float>() + begin * width;
      gatedBackward(task);
    });
    const auto weightMade_TK = factorGradient_N.index_select(0, place_TK.view(-1)).view(weight_TK.sizes());
    const auto downMade = weightGradient(out_ND, weighted_NF, begins);
    const auto gateUpMade = weightGradient(hiddenGradient_N2F, gathered(x_TD, token_N), begins);
    const auto xMade = combined(times(hiddenGradient_N2F, gateUp_E2FD, begins), place_TK, {});
    return {xMade, weightMade_TK, gateUpMade, downMade, {}};
  }
};

}  // namespace

bool suitsRoutedExperts(const torch::Tensor& x_TD, const Mixture& weights) {
  return suitsRowKernels(x_TD) && suitsRowKernels(weights.gateUp_E2FD) && suitsRowKernels(weights.down_EDF);
}

torch::Tensor routedExperts(const torch::Tensor& x_TD, const ExpertChoice& choice, const Mixture& weights) {
  return RoutedFunction::apply(x_TD, choice.weight_TK.contiguous(), weights.gateUp_E2FD, weights.down_EDF,
                               choice.expert_TK.contiguous());
}

}  // namespace lacuna::engine
