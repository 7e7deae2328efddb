// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/optimizer.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "engine/error.h"

namespace lacuna::engine {
namespace {

// A stack of matrices in one tensor; gate and up are two maps that happen to be stored as one.
torch::Tensor asMatrices(const std::string& name, const torch::Tensor& tensor) {
  const bool halves = name.find("gate_up") != std::string::npos;
  const std::int64_t rows = halves ? tensor.size(-2) / 2 : tensor.size(-2);
  return tensor.reshape({-1, rows, tensor.size(-1)});
}

constexpr double kA = 3.4445;
constexpr double kB = -4.7750;
constexpr double kC = 2.0315;
constexpr int kSteps = 5;
constexpr double kTiny = 1e-7;

// On a GPU: matrices of one shape together.
torch::Tensor orthogonalizeTogether(const torch::Tensor& matrices_NRC) {
  const bool tall = matrices_NRC.size(-2) > matrices_NRC.size(-1);
  auto x = tall ? matrices_NRC.transpose(-2, -1) : matrices_NRC;
  x = x / (x.square().sum({-2, -1}, true).sqrt() + kTiny);
  for (int i = 0; i < kSteps; ++i) {
    const auto gram = x.matmul(x.transpose(-2, -1));
    x = kA * x + (kB * gram + kC * gram.matmul(gram)).matmul(x);
  }
  return tall ? x.transpose(-2, -1) : x;
}

// On a processor: one matrix at a time, which then stays in its caches. Products that are symmetric are computed above
// the diagonal, in up to four bands of rows.
class NewtonSchulz {
 public:
  NewtonSchulz(std::int64_t rows, std::int64_t columns) : tall_(rows > columns) {
    const std::int64_t small = std::min(rows, columns);
    x_RC_ = torch::empty({small, std::max(rows, columns)});
    next_RC_ = torch::empty_like(x_RC_);
    gram_RR_ = torch::empty({small, small});
    factor_RR_ = torch::empty_like(gram_RR_);
    band_ = small < 128 ? small : std::max<std::int64_t>(64, (small + 3) / 4);
  }

  // Valid until the next call.
  torch::Tensor run(const torch::Tensor& matrix_RC) {
    x_RC_.copy_(tall_ ? matrix_RC.t() : matrix_RC);
    x_RC_.div_(x_RC_.norm().item<double>() + kTiny);
    for (int i = 0; i < kSteps; ++i) {
      symmetric(gram_RR_, [&](torch::Tensor& to, const Band& band) {
        at::mm_out(to, x_RC_.narrow(0, band.first, band.rows), x_RC_.narrow(0, band.first, band.columns).t());
      });
      symmetric(factor_RR_, [&](torch::Tensor& to, const Band& band) {
        const auto rows = gram_RR_.narrow(0, band.first, band.rows);
        at::addmm_out(to, rows.narrow(1, band.first, band.columns), rows, gram_RR_.narrow(1, band.first, band.columns),
                      kB, kC);
      });
      at::addmm_out(next_RC_, x_RC_, factor_RR_, x_RC_, kA, 1.0);
      std::swap(x_RC_, next_RC_);
    }
    return tall_ ? x_RC_.t() : x_RC_;
  }

 private:
  struct Band {
    std::int64_t first, rows, columns;  // of the matrix from its diagonal on
  };

  // fill(to, band) for each band; what is below the diagonal is then what is above.
  template <class Fill>
  void symmetric(torch::Tensor& matrix_RR, const Fill& fill) const {
    const std::int64_t size = matrix_RR.size(0);
    for (std::int64_t first = 0; first < size; first += band_) {
      const Band band{first, std::min(band_, size - first), size - first};
      auto to = matrix_RR.narrow(0, first, band.rows).narrow(1, first, band.columns);
      fill(to, band);
      const std::int64_t end = first + band.rows;
      if (end == size) break;
      matrix_RR.narrow(0, end, size - end)
          .narrow(1, first, band.rows)
          .copy_(matrix_RR.narrow(0, first, band.rows).narrow(1, end, size - end).t());
    }
  }

  bool tall_;
  std::int64_t band_;
  torch::Tensor x_RC_, next_RC_, gram_RR_, factor_RR_;
};

struct AdamTensors {
  std::vector<torch::Tensor> weights, gradients, first, second;
};

// Matrices of one shape from their momentum to their new weights.
struct MatrixUpdate {
  torch::Tensor weight_NRC, gradient_NRC, momentum_NRC;
};

// Of a parameter: a matrix at a time on a processor, where it then stays in its caches; all together on a GPU.
void appendUpdates(const Parameter& parameter, const torch::Tensor& momentum, std::vector<MatrixUpdate>* updates) {
  const auto weight = asMatrices(parameter.name, parameter.tensor.detach());
  const auto gradient = asMatrices(parameter.name, parameter.tensor.grad());
  const auto moved = asMatrices(parameter.name, momentum);
  const std::int64_t each = weight.is_cpu() ? 1 : weight.size(0);
  for (std::int64_t n = 0; n < weight.size(0); n += each)
    updates->push_back({weight.narrow(0, n, each), gradient.narrow(0, n, each), moved.narrow(0, n, each)});
}

// Asks for each update's direction_NRC and gives it back made orthogonal.
using DirectionOf = std::function<torch::Tensor(const MatrixUpdate&)>;
using Take = std::function<void(const MatrixUpdate&, const torch::Tensor& made_NRC)>;

void orthogonalizeEach(const std::vector<MatrixUpdate>& updates, const DirectionOf& direction, const Take& take) {
  at::parallel_for(0, static_cast<std::int64_t>(updates.size()), 1, [&](std::int64_t begin, std::int64_t end) {
    const torch::NoGradGuard noGrad;
    const auto shape = updates.front().weight_NRC.sizes();
    NewtonSchulz schulz(shape[1], shape[2]);
    for (std::int64_t i = begin; i < end; ++i) {
      const MatrixUpdate& update = updates[static_cast<std::size_t>(i)];
      take(update, schulz.run(direction(update).select(0, 0)).unsqueeze(0));
    }
  });
}

void orthogonalizeAll(const std::vector<MatrixUpdate>& updates, const DirectionOf& direction, const Take& take) {
  std::vector<torch::Tensor> directions;
  for (const MatrixUpdate& update : updates) directions.push_back(direction(update));
  const auto made = orthogonalizeTogether(torch::cat(directions));
  std::int64_t at = 0;
  for (const MatrixUpdate& update : updates) {
    const std::int64_t count = update.weight_NRC.size(0);
    take(update, made.narrow(0, at, count));
    at += count;
  }
}

}  // namespace

torch::Tensor orthogonalize(const torch::Tensor& matrices_NRC) {
  if (!matrices_NRC.is_cpu()) return orthogonalizeTogether(matrices_NRC);
  auto made = torch::empty_like(matrices_NRC);
  NewtonSchulz schulz(matrices_NRC.size(1), matrices_NRC.size(2));
  for (std::int64_t i = 0; i < matrices_NRC.size(0); ++i)
    made.select(0, i).copy_(schulz.run(matrices_NRC.select(0, i)));
  return made;
}

Optimizer::Optimizer(Parameters* parameters, const OptimizerOptions& options)
    : parameters_(parameters), options_(options), first_(parameters->size()), second_(parameters->size()) {
  for (std::size_t i = 0; i < parameters->size(); ++i) {
    const Parameter& parameter = (*parameters)[i];
    if (parameter.kind == ParameterKind::kBuffer) continue;
    first_[i] = torch::zeros_like(parameter.tensor, torch::TensorOptions().requires_grad(false));
    if (!usesMuon(parameter)) second_[i] = torch::zeros_like(first_[i]);
  }
}

bool Optimizer::usesMuon(const Parameter& parameter) const {
  return options_.muon && parameter.kind == ParameterKind::kMatrix;
}

double Optimizer::step(double rate) {
  const torch::NoGradGuard noGrad;
  std::vector<torch::Tensor> gradients;
  for (Parameter& parameter : *parameters_) {
    if (parameter.kind != ParameterKind::kBuffer && parameter.tensor.grad().defined())
      gradients.push_back(parameter.tensor.grad());
  }
  std::vector<torch::Tensor> norms;
  for (const auto& gradient : gradients) norms.push_back(gradient.norm());
  const double norm = torch::stack(norms).norm().item<double>();
  if (std::isfinite(norm)) {
    if (norm > options_.clip) {
      for (auto& gradient : gradients) gradient.mul_(options_.clip / norm);
    }
    ++steps_;
    stepAdam(rate);
    stepMuon(rate);
  }
  forget();
  return norm;
}

void Optimizer::forget() {
  for (Parameter& parameter : *parameters_) parameter.tensor.mutable_grad().reset();
}

void Optimizer::stepAdam(double rate) {
  for (const bool decays : {false, true}) {
    AdamTensors tensors;
    for (std::size_t i = 0; i < parameters_->size(); ++i) {
      const Parameter& parameter = (*parameters_)[i];
      if (!second_[i].defined() || !parameter.tensor.grad().defined()) continue;
      if ((parameter.kind != ParameterKind::kVector) != decays) continue;
      tensors.weights.push_back(parameter.tensor);
      tensors.gradients.push_back(parameter.tensor.grad());
      tensors.first.push_back(first_[i]);
      tensors.second.push_back(second_[i]);
    }
    if (tensors.weights.empty()) continue;
    const std::vector<torch::Tensor> steps(
        tensors.weights.size(), torch::scalar_tensor(steps_, tensors.weights.front().options().requires_grad(false)));
    at::_fused_adamw_(tensors.weights, tensors.gradients, tensors.first, tensors.second, /*max_exp_avg_sqs=*/{}, steps,
                      options_.adamRate * rate, options_.beta1, options_.beta2, decays ? options_.weightDecay : 0.0,
                      options_.epsilon, /*amsgrad=*/false, /*maximize=*/false);
  }
}

void Optimizer::stepMuon(double rate) {
  const double learningRate = options_.muonRate * rate;
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<MatrixUpdate>> shapes;
  for (std::size_t i = 0; i < parameters_->size(); ++i) {
    const Parameter& parameter = (*parameters_)[i];
    if (!usesMuon(parameter) || !parameter.tensor.grad().defined()) continue;
    const auto matrices = asMatrices(parameter.name, parameter.tensor);
    appendUpdates(parameter, first_[i], &shapes[{matrices.size(1), matrices.size(2)}]);
  }
  for (const auto& [shape, updates] : shapes) {
    const double scale = std::sqrt(std::max(1.0, static_cast<double>(shape.first) / static_cast<double>(shape.second)));
    const auto direction = [&](const MatrixUpdate& update) {
      update.momentum_NRC.mul_(options_.momentum).add_(update.gradient_NRC);
      return at::add(update.gradient_NRC, update.momentum_NRC, options_.momentum);
    };
    const auto take = [&](const MatrixUpdate& update, const torch::Tensor& made_NRC) {
      update.weight_NRC.mul_(1 - learningRate * options_.weightDecay).add_(made_NRC, -learningRate * scale);
    };
    const bool onProcessor = updates.front().weight_NRC.is_cpu();
    onProcessor ? orthogonalizeEach(updates, direction, take) : orthogonalizeAll(updates, direction, take);
  }
}

NamedTensors Optimizer::state() const {
  NamedTensors state;
  state.emplace_back("optimizer.steps", torch::tensor({steps_}, torch::kInt64));
  for (std::size_t i = 0; i < parameters_->size(); ++i) {
    if (first_[i].defined()) state.emplace_back("optimizer.first." + (*parameters_)[i].name, first_[i]);
    if (second_[i].defined()) state.emplace_back("optimizer.second." + (*parameters_)[i].name, second_[i]);
  }
  return state;
}

void Optimizer::load(const NamedTensors& state) {
  std::map<std::string, torch::Tensor> found(state.begin(), state.end());
  const auto take = [&](const std::string& name, torch::Tensor* tensor) {
    const auto entry = found.find(name);
    if (entry == found.end() || entry->second.sizes() != tensor->sizes()) {
      throw Error(ErrorCode::kBadModel, "The checkpoint lacks \"" + name + "\": it belongs to another configuration.");
    }
    tensor->copy_(entry->second);
  };
  auto steps = torch::zeros({1}, torch::kInt64);
  take("optimizer.steps", &steps);
  steps_ = steps.item<std::int64_t>();
  for (std::size_t i = 0; i < parameters_->size(); ++i) {
    if (first_[i].defined()) take("optimizer.first." + (*parameters_)[i].name, &first_[i]);
    if (second_[i].defined()) take("optimizer.second." + (*parameters_)[i].name, &second_[i]);
  }
}

}  // namespace lacuna::engine
