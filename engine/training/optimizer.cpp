// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/optimizer.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/session.h"

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

struct MatrixUpdate {
  torch::Tensor weight_RC, gradient_RC, momentum_RC;
};

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
    for (std::size_t i = 0; i < parameters_->size(); ++i) {
      const Parameter& parameter = (*parameters_)[i];
      if (parameter.kind != ParameterKind::kBuffer && !usesMuon(parameter) && parameter.tensor.grad().defined())
        stepAdam(i, rate);
    }
    stepMuon(rate);
  }
  forget();
  return norm;
}

void Optimizer::forget() {
  for (Parameter& parameter : *parameters_) parameter.tensor.mutable_grad().reset();
}

void Optimizer::stepAdam(std::size_t index, double rate) {
  Parameter& parameter = (*parameters_)[index];
  const auto gradient = parameter.tensor.grad();
  first_[index].lerp_(gradient, 1 - options_.beta1);
  second_[index].mul_(options_.beta2).addcmul_(gradient, gradient, 1 - options_.beta2);
  const double correction1 = 1 - std::pow(options_.beta1, static_cast<double>(steps_));
  const double correction2 = 1 - std::pow(options_.beta2, static_cast<double>(steps_));
  const double learningRate = options_.adamRate * rate;
  if (parameter.kind != ParameterKind::kVector) parameter.tensor.mul_(1 - learningRate * options_.weightDecay);
  const auto denominator = (second_[index] / correction2).sqrt_().add_(options_.epsilon);
  parameter.tensor.addcdiv_(first_[index], denominator, -learningRate / correction1);
}

void Optimizer::stepMuon(double rate) {
  // Matrices of one shape are orthogonalised in one batch.
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::size_t>> shapes;
  for (std::size_t i = 0; i < parameters_->size(); ++i) {
    const Parameter& parameter = (*parameters_)[i];
    if (!usesMuon(parameter) || !parameter.tensor.grad().defined()) continue;
    const auto matrices = asMatrices(parameter.name, parameter.tensor);
    shapes[{matrices.size(1), matrices.size(2)}].push_back(i);
  }
  for (const auto& [shape, members] : shapes) {
    const double scale = std::sqrt(std::max(1.0, static_cast<double>(shape.first) / static_cast<double>(shape.second)));
    const double learningRate = options_.muonRate * rate;
    if ((*parameters_)[members.front()].tensor.is_cpu()) {
      stepMatrices(members, learningRate, scale);
      continue;
    }
    std::vector<torch::Tensor> directions;
    for (const std::size_t i : members) {
      const auto gradient = (*parameters_)[i].tensor.grad();
      first_[i].mul_(options_.momentum).add_(gradient);
      directions.push_back(asMatrices((*parameters_)[i].name, gradient + options_.momentum * first_[i]));
    }
    const auto updates = orthogonalize(torch::cat(directions));
    std::int64_t at = 0;
    for (const std::size_t i : members) {
      auto& tensor = (*parameters_)[i].tensor;
      const std::int64_t count = asMatrices((*parameters_)[i].name, tensor).size(0);
      tensor.mul_(1 - learningRate * options_.weightDecay);
      tensor.add_(updates.narrow(0, at, count).reshape(tensor.sizes()), -learningRate * scale);
      at += count;
    }
  }
}

void Optimizer::stepMatrices(const std::vector<std::size_t>& members, double learningRate, double scale) {
  std::vector<MatrixUpdate> updates;
  for (const std::size_t i : members) {
    const Parameter& parameter = (*parameters_)[i];
    const auto weight = asMatrices(parameter.name, parameter.tensor.detach());
    const auto gradient = asMatrices(parameter.name, parameter.tensor.grad());
    const auto momentum = asMatrices(parameter.name, first_[i]);
    for (std::int64_t n = 0; n < weight.size(0); ++n)
      updates.push_back({weight.select(0, n), gradient.select(0, n), momentum.select(0, n)});
  }
  at::parallel_for(0, static_cast<std::int64_t>(updates.size()), 1, [&](std::int64_t begin, std::int64_t end) {
    const torch::NoGradGuard noGrad;
    const auto shape = updates.front().weight_RC.sizes();
    NewtonSchulz schulz(shape[0], shape[1]);
    auto direction_RC = torch::empty(shape);
    for (std::int64_t i = begin; i < end; ++i) {
      auto& [weight_RC, gradient_RC, momentum_RC] = updates[static_cast<std::size_t>(i)];
      momentum_RC.mul_(options_.momentum).add_(gradient_RC);
      at::add_out(direction_RC, gradient_RC, momentum_RC, options_.momentum);
      weight_RC.mul_(1 - learningRate * options_.weightDecay).add_(schulz.run(direction_RC), -learningRate * scale);
    }
  });
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
