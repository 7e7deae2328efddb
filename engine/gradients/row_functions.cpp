// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/gradients/row_functions.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <optional>

#include "engine/gradients/avx2_rows_gradient.h"
#include "engine/linear/avx2_linear.h"

namespace lacuna::engine {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kPart = 256;  // rows whose gradients of a gain are summed by one thread

const float* read(const torch::Tensor& x) { return x.defined() ? x.const_data_ptr<float>() : nullptr; }

torch::Tensor inOneRun(const torch::Tensor& x) { return x.contiguous(); }

// part(first row, rows, where its sums go), over parts of the rows; the sums of all parts, in order.
template <class Part>
torch::Tensor sumOverParts(std::int64_t rows, const torch::Tensor& like, const Part& part) {
  const std::int64_t parts = (rows + kPart - 1) / kPart;
  const auto sums = torch::zeros({parts, like.numel()}, like.options().requires_grad(false));
  auto* data = sums.data_ptr<float>();
  at::parallel_for(0, parts, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i)
      part(i * kPart, std::min(kPart, rows - i * kPart), data + i * like.numel());
  });
  return sums.sum(0).view(like.sizes());
}

template <class Part>
void overParts(std::int64_t rows, const Part& part) {
  at::parallel_for(0, rows, kPart, [&](std::int64_t begin, std::int64_t end) { part(begin, end - begin); });
}

void turnBy(const RotaryTable& table, std::int64_t first, NormedRows* task) {
  task->angles = table.cos_TF.size(-1);
  task->cos = table.cos_TF.const_data_ptr<float>() + first * task->angles;
  task->sin = table.sin_TF.const_data_ptr<float>() + first * task->angles;
}

class NormFunction : public torch::autograd::Function<NormFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x_TW,
                               const std::optional<torch::Tensor>& gain, double epsilon) {
    const torch::Tensor gain_W = gain.value_or(torch::Tensor());
    context->save_for_backward({x_TW, gain_W});
    context->saved_data["epsilon"] = epsilon;
    auto y_TW = torch::empty(x_TW.sizes(), x_TW.options());
    const NormedRows whole = taskOf(x_TW, gain_W, epsilon);
    overParts(whole.rows, [&](std::int64_t first, std::int64_t count) {
      NormedRows task = whole;
      task.x += first * task.width;
      task.y = y_TW.data_ptr<float>() + first * task.width;
      task.rows = count;
      normForward(task);
    });
    return y_TW;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto pulled = inOneRun(gradients[0]);
    auto made = torch::empty(saved[0].sizes(), saved[0].options());
    const NormedRows whole = taskOf(saved[0], saved[1], context->saved_data["epsilon"].toDouble());
    const auto part = [&](std::int64_t first, std::int64_t count, float* gainGradient) {
      NormedRows task = whole;
      task.x += first * task.width;
      task.y = const_cast<float*>(pulled.const_data_ptr<float>()) + first * task.width;
      task.rows = count;
      normBackward(task, made.data_ptr<float>() + first * task.width, gainGradient);
    };
    if (saved[1].defined()) return {made, sumOverParts(whole.rows, saved[1], part), {}};
    overParts(whole.rows, [&](std::int64_t first, std::int64_t count) { part(first, count, nullptr); });
    return {made, {}, {}};
  }

 private:
  static NormedRows taskOf(const torch::Tensor& x_TW, const torch::Tensor& gain_W, double epsilon) {
    NormedRows task;
    task.x = x_TW.const_data_ptr<float>();
    task.width = x_TW.size(-1);
    task.xStride = task.yStride = task.width;
    task.gain = read(gain_W);
    task.rows = x_TW.numel() / task.width;
    task.epsilon = static_cast<float>(epsilon);
    return task;
  }
};

class SplitFunction : public torch::autograd::Function<SplitFunction> {
 public:
  static variable_list forward(AutogradContext* context, const torch::Tensor& all_TX, const torch::Tensor& queryGain_D,
                               const torch::Tensor& keyGain_D, const HeadNorms& norms) {
    context->save_for_backward(
        {all_TX, queryGain_D, keyGain_D, norms.query.cos_TF, norms.query.sin_TF, norms.key.cos_TF, norms.key.sin_TF});
    context->saved_data["queryHeads"] = norms.queryHeads;
    const std::int64_t rows = all_TX.size(0);
    const std::int64_t size = queryGain_D.size(0);
    const std::int64_t keys = (all_TX.size(1) / size - norms.queryHeads) / 2;
    auto q_THD = torch::empty({rows, norms.queryHeads, size}, all_TX.options());
    auto k_TGD = torch::empty({rows, keys, size}, all_TX.options());
    overParts(rows, [&](std::int64_t first, std::int64_t count) {
      const auto run = [&](NormedRows task, const torch::Tensor& to) {
        task.y = to.data_ptr<float>() + first * task.yStride;
        normForward(task);
      };
      run(queriesOf({all_TX, queryGain_D, norms.query, norms.queryHeads}, first, count), q_THD);
      run(keysOf({all_TX, keyGain_D, norms.key, norms.queryHeads}, first, count), k_TGD);
    });
    auto v_TGD = torch::empty({rows, keys, size}, all_TX.options());
    v_TGD.view({rows, keys * size}).copy_(all_TX.narrow(1, (norms.queryHeads + keys) * size, keys * size));
    return {q_THD, k_TGD, v_TGD};
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const std::int64_t queryHeads = context->saved_data["queryHeads"].toInt();
    const torch::Tensor& all_TX = saved[0];
    const Side query{all_TX, saved[1], {saved[3], saved[4]}, queryHeads};
    const Side key{all_TX, saved[2], {saved[5], saved[6]}, queryHeads};
    auto made = torch::empty(all_TX.sizes(), all_TX.options());
    const auto run = [&](const Side& side, torch::Tensor pulled, const auto& tasksOf) {
      const NormedRows whole = tasksOf(side, 0, all_TX.size(0));
      if (whole.parts == 0) return torch::zeros_like(side.gain_D);
      pulled = pulled.defined() ? inOneRun(pulled)
                                : torch::zeros({all_TX.size(0), whole.parts, whole.width}, all_TX.options());
      return sumOverParts(all_TX.size(0), side.gain_D, [&](std::int64_t first, std::int64_t count, float* sums) {
        NormedRows task = tasksOf(side, first, count);
        task.y = const_cast<float*>(pulled.const_data_ptr<float>()) + first * task.yStride;
        normBackward(task, made.data_ptr<float>() + (task.x - all_TX.const_data_ptr<float>()), sums);
      });
    };
    const auto queryGain = run(query, gradients[0], queriesOf);
    const auto keyGain = run(key, gradients[1], keysOf);
    const std::int64_t keys = keysOf(key, 0, 0).parts * saved[2].size(0);
    const auto values = made.narrow(1, made.size(1) - keys, keys);
    if (gradients[2].defined())
      values.copy_(gradients[2].reshape({all_TX.size(0), keys}));
    else
      values.zero_();
    return {made, queryGain, keyGain, {}};
  }

 private:
  struct Side {
    const torch::Tensor& all_TX;
    const torch::Tensor& gain_D;
    RotaryTable table;
    std::int64_t queryHeads;
  };

  static NormedRows queriesOf(const Side& side, std::int64_t first, std::int64_t count) {
    NormedRows task;
    task.width = side.gain_D.size(0);
    task.xStride = side.all_TX.size(1);
    task.x = side.all_TX.const_data_ptr<float>() + first * task.xStride;
    task.parts = side.queryHeads;
    task.yStride = task.parts * task.width;
    task.gain = side.gain_D.const_data_ptr<float>();
    task.rows = count;
    if (side.table.cos_TF.defined()) {
      turnBy(side.table, first, &task);
    }
    return task;
  }

  static NormedRows keysOf(const Side& side, std::int64_t first, std::int64_t count) {
    NormedRows task = queriesOf(side, first, count);
    task.x += side.queryHeads * task.width;
    task.parts = (task.xStride / task.width - side.queryHeads) / 2;
    task.yStride = task.parts * task.width;
    return task;
  }
};

class TurnFunction : public torch::autograd::Function<TurnFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x_THD, const RotaryTable& table) {
    context->save_for_backward({table.cos_TF, table.sin_TF});
    return run(x_THD, table, false);
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    return {run(inOneRun(gradients[0]), {saved[0], saved[1]}, true), {}};
  }

 private:
  static torch::Tensor run(const torch::Tensor& x_THD, const RotaryTable& table, bool back) {
    auto y_THD = torch::empty(x_THD.sizes(), x_THD.options());
    overParts(x_THD.size(0), [&](std::int64_t first, std::int64_t count) {
      NormedRows task;
      task.parts = x_THD.size(1);
      task.width = x_THD.size(2);
      task.xStride = task.yStride = task.parts * task.width;
      task.x = x_THD.const_data_ptr<float>() + first * task.xStride;
      task.y = y_THD.data_ptr<float>() + first * task.yStride;
      turnBy(table, first, &task);
      task.rows = count;
      turnRows(task, back);
    });
    return y_THD;
  }
};

class GatedFunction : public torch::autograd::Function<GatedFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& hidden_T2F) {
    context->save_for_backward({hidden_T2F});
    const std::int64_t width = hidden_T2F.size(1) / 2;
    auto out_TF = torch::empty({hidden_T2F.size(0), width}, hidden_T2F.options());
    overParts(hidden_T2F.size(0), [&](std::int64_t first, std::int64_t count) {
      gatedForward(hidden_T2F.const_data_ptr<float>() + first * 2 * width, count, width,
                   out_TF.data_ptr<float>() + first * width);
    });
    return out_TF;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto hidden_T2F = context->get_saved_variables()[0];
    const auto pulled = inOneRun(gradients[0]);
    const std::int64_t width = hidden_T2F.size(1) / 2;
    auto made = torch::empty(hidden_T2F.sizes(), hidden_T2F.options());
    overParts(hidden_T2F.size(0), [&](std::int64_t first, std::int64_t count) {
      GatedGradient task;
      task.hidden_N2F = hidden_T2F.const_data_ptr<float>() + first * 2 * width;
      task.out_NF = pulled.const_data_ptr<float>() + first * width;
      task.rows = count;
      task.width = width;
      task.hiddenGradient_N2F = made.data_ptr<float>() + first * 2 * width;
      gatedBackward(task);
    });
    return {made};
  }
};

class PickFunction : public torch::autograd::Function<PickFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x_T, const torch::Tensor& row_N) {
    context->save_for_backward({row_N});
    context->saved_data["shape"] = x_T.sizes().vec();
    return x_T.index_select(0, row_N);
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto row_N = context->get_saved_variables()[0];
    const auto pulled = inOneRun(gradients[0]);
    auto made = torch::zeros(context->saved_data["shape"].toIntVector(), pulled.options());
    const std::int64_t width = made.size(0) == 0 ? 0 : made.numel() / made.size(0);
    scatterRows(pulled.const_data_ptr<float>(), row_N.const_data_ptr<std::int64_t>(), row_N.size(0), width,
                made.data_ptr<float>());
    return {made, {}};
  }
};

class TokenLossFunction : public torch::autograd::Function<TokenLossFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x_TW, const torch::Tensor& weight_VW,
                               const torch::Tensor& target_T) {
    auto logits_TV = at::linear(x_TW, weight_VW);
    const std::int64_t rows = logits_TV.size(0);
    const std::int64_t count = logits_TV.size(1);
    auto logSum_T = torch::empty({rows}, logits_TV.options());
    auto loss_T = torch::empty({rows}, logits_TV.options());
    const auto* target = target_T.const_data_ptr<std::int64_t>();
    overParts(rows, [&](std::int64_t first, std::int64_t part) {
      for (std::int64_t row = first; row < first + part; ++row) {
        const float* logits = logits_TV.const_data_ptr<float>() + row * count;
        const float sum = logSumExp(logits, count);
        logSum_T.data_ptr<float>()[row] = sum;
        loss_T.data_ptr<float>()[row] = sum - logits[target[row]];
      }
    });
    context->save_for_backward({x_TW, weight_VW, target_T, logits_TV, logSum_T});
    return loss_T;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto pulled = inOneRun(gradients[0]);
    auto logits_TV = saved[3];
    const std::int64_t count = logits_TV.size(1);
    auto* data = logits_TV.data_ptr<float>();
    overParts(logits_TV.size(0), [&](std::int64_t first, std::int64_t part) {
      for (std::int64_t row = first; row < first + part; ++row) {
        const float factor = pulled.const_data_ptr<float>()[row];
        softmaxTimes(data + row * count, count, saved[4].const_data_ptr<float>()[row], factor);
        data[row * count + saved[2].const_data_ptr<std::int64_t>()[row]] -= factor;
      }
    });
    return {logits_TV.mm(saved[1]), logits_TV.t().mm(saved[0]), {}};
  }
};

bool suitsTable(const RotaryTable& table) {
  return !table.cos_TF.defined() || (table.cos_TF.is_cpu() && table.cos_TF.scalar_type() == torch::kFloat32 &&
                                     table.cos_TF.is_contiguous() && table.sin_TF.is_contiguous());
}

}  // namespace

bool suitsRowKernels(const torch::Tensor& x) {
  return x.is_cpu() && x.scalar_type() == torch::kFloat32 && x.size(-1) % 8 == 0 && x.is_contiguous() && hasAvx2();
}

torch::Tensor normRowsPlainly(const torch::Tensor& x, const torch::Tensor& gain, double epsilon) {
  const auto normed = x * (x.square().mean(-1, /*keepdim=*/true) + epsilon).rsqrt();
  return gain.defined() ? normed * gain : normed;
}

torch::Tensor normRowsBy(const torch::Tensor& x_TW, const torch::Tensor& gain_W, double epsilon) {
  if (!suitsRowKernels(x_TW) || (gain_W.defined() && !suitsRowKernels(gain_W)))
    return normRowsPlainly(x_TW, gain_W, epsilon);
  return NormFunction::apply(x_TW, gain_W.defined() ? std::optional(gain_W) : std::nullopt, epsilon);
}

SplitHeads splitHeadsPlainly(const torch::Tensor& all_TX, const HeadNorms& norms) {
  const std::int64_t size = norms.queryGain_D.size(0);
  const auto all_THD = all_TX.view({all_TX.size(0), -1, size});
  const std::int64_t keys = (all_THD.size(1) - norms.queryHeads) / 2;
  const auto normed = [&](std::int64_t first, std::int64_t heads, const torch::Tensor& gain, const RotaryTable& table) {
    const auto x = normRowsPlainly(all_THD.narrow(1, first, heads), gain);
    return table.cos_TF.defined() ? rotate(x, table) : x;
  };
  SplitHeads split;
  if (norms.queryHeads > 0) split.q_THD = normed(0, norms.queryHeads, norms.queryGain_D, norms.query);
  split.k_TGD = normed(norms.queryHeads, keys, norms.keyGain_D, norms.key);
  split.v_TGD = all_THD.narrow(1, norms.queryHeads + keys, keys);
  return split;
}

SplitHeads splitHeads(const torch::Tensor& all_TX, const HeadNorms& norms) {
  if (!suitsRowKernels(all_TX) || norms.queryGain_D.size(0) % 8 != 0 || norms.queryGain_D.size(0) > 512 ||
      !suitsTable(norms.query) || !suitsTable(norms.key))
    return splitHeadsPlainly(all_TX, norms);
  const auto parts = SplitFunction::apply(all_TX, norms.queryGain_D, norms.keyGain_D, norms);
  return {norms.queryHeads > 0 ? parts[0] : torch::Tensor(), parts[1], parts[2]};
}

torch::Tensor turnHeads(const torch::Tensor& x_THD, const RotaryTable& table) {
  return suitsRowKernels(x_THD) && suitsTable(table) ? TurnFunction::apply(x_THD, table) : rotate(x_THD, table);
}

torch::Tensor gatedProductPlainly(const torch::Tensor& hidden_T2F) {
  const std::int64_t width = hidden_T2F.size(-1) / 2;
  return at::silu(hidden_T2F.narrow(-1, 0, width)) * hidden_T2F.narrow(-1, width, width);
}

torch::Tensor gatedProduct(const torch::Tensor& hidden_T2F) {
  const bool suits = hidden_T2F.dim() == 2 && suitsRowKernels(hidden_T2F) && hidden_T2F.size(1) % 16 == 0;
  return suits ? GatedFunction::apply(hidden_T2F) : gatedProductPlainly(hidden_T2F);
}

torch::Tensor pickRows(const torch::Tensor& x_T, const torch::Tensor& row_N) {
  const bool suits = x_T.dim() > 0 && suitsRowKernels(x_T) && row_N.is_contiguous();
  return suits ? PickFunction::apply(x_T, row_N) : x_T.index_select(0, row_N);
}

torch::Tensor tokenLossPlainly(const torch::Tensor& x_TW, const torch::Tensor& weight_VW,
                               const torch::Tensor& target_T) {
  return at::cross_entropy_loss(at::linear(x_TW, weight_VW).to(torch::kFloat32), target_T, {}, at::Reduction::None);
}

torch::Tensor tokenLoss(const torch::Tensor& x_TW, const torch::Tensor& weight_VW, const torch::Tensor& target_T) {
  const bool suits = suitsRowKernels(x_TW) && suitsRowKernels(weight_VW) && target_T.is_contiguous();
  return suits ? TokenLossFunction::apply(x_TW, weight_VW, target_T) : tokenLossPlainly(x_TW, weight_VW, target_T);
}

}  // namespace lacuna::engine
