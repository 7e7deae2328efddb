// SPDX-License-Identifier: GPL-3.0-or-later
// An update of the weights is what its formula says, whichever kernel computes it.
#include "tests/engine/support.h"

#include "engine/training/optimizer.h"

#include <QTest>

#include <cmath>

using namespace lacuna::engine;

class OptimizerTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void adamWIsItsFormula();
  void muonIsItsFormula();
  void muonOrthogonalizes();
};

// at::_fused_adamw_ against the plain formula, with a moment's layout as checkpoints have it.
void OptimizerTest::adamWIsItsFormula() {
  torch::manual_seed(5);
  Parameters parameters = {{"matrix", torch::randn({19, 33}), ParameterKind::kMatrix},
                           {"table", torch::randn({40, 7}), ParameterKind::kEmbedding},
                           {"gain", torch::randn({13}), ParameterKind::kVector},
                           {"bias", torch::randn({4}), ParameterKind::kBuffer}};
  OptimizerOptions options;
  options.muon = false;
  options.weightDecay = 0.1;
  options.clip = 1e9;
  std::vector<torch::Tensor> weight, first, second;
  for (Parameter& parameter : parameters) {
    weight.push_back(parameter.tensor.to(torch::kFloat64));
    first.push_back(torch::zeros_like(weight.back()));
    second.push_back(torch::zeros_like(weight.back()));
    parameter.tensor.set_requires_grad(parameter.kind != ParameterKind::kBuffer);
  }
  Optimizer optimizer(&parameters, options);
  for (int step = 1; step <= 5; ++step) {
    const double rate = 0.2 * step;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto gradient = torch::randn_like(parameters[i].tensor.detach());
      parameters[i].tensor.mutable_grad() = gradient;
      const auto g = gradient.to(torch::kFloat64);
      first[i] = options.beta1 * first[i] + (1 - options.beta1) * g;
      second[i] = options.beta2 * second[i] + (1 - options.beta2) * g * g;
      const double learningRate = options.adamRate * rate;
      if (parameters[i].kind != ParameterKind::kVector) weight[i] *= 1 - learningRate * options.weightDecay;
      weight[i] -= learningRate * (first[i] / (1 - std::pow(options.beta1, step))) /
                   ((second[i] / (1 - std::pow(options.beta2, step))).sqrt() + options.epsilon);
    }
    optimizer.step(rate);
  }
  for (std::size_t i = 0; i < parameters.size(); ++i)
    QVERIFY(at::allclose(parameters[i].tensor.to(torch::kFloat64), weight[i], 1e-5, 1e-6));
  const NamedTensors state = optimizer.state();
  QCOMPARE(state.size(), std::size_t{1 + 2 * 3});
  QCOMPARE(state[0].second.item<std::int64_t>(), std::int64_t{5});
  QCOMPARE(state[1].first, std::string("optimizer.first.matrix"));
  QVERIFY(at::allclose(state[1].second.to(torch::kFloat64), first[0], 1e-5, 1e-6));
  QVERIFY(at::allclose(state[2].second.to(torch::kFloat64), second[0], 1e-5, 1e-6));
}

// Of stacks of matrices, and of one that holds two.
void OptimizerTest::muonIsItsFormula() {
  torch::manual_seed(6);
  Parameters parameters = {{"stack", torch::randn({3, 6, 10}), ParameterKind::kMatrix},
                           {"tall", torch::randn({10, 6}), ParameterKind::kMatrix},
                           {"gate_up", torch::randn({20, 6}), ParameterKind::kMatrix}};
  OptimizerOptions options;
  options.clip = 1e9;
  std::vector<torch::Tensor> weight, momentum;
  const std::vector<std::vector<std::int64_t>> shapes = {{3, 6, 10}, {1, 10, 6}, {2, 10, 6}};
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    weight.push_back(parameters[i].tensor.view(shapes[i]).clone());
    momentum.push_back(torch::zeros_like(weight.back()));
    parameters[i].tensor.set_requires_grad(true);
  }
  Optimizer optimizer(&parameters, options);
  for (int step = 0; step < 3; ++step) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const auto gradient = torch::randn_like(weight[i]);
      parameters[i].tensor.mutable_grad() = gradient.reshape(parameters[i].tensor.sizes());
      momentum[i] = options.momentum * momentum[i] + gradient;
      const auto made = orthogonalize(gradient + options.momentum * momentum[i]);
      const double scale = i == 0 ? 1.0 : std::sqrt(10.0 / 6.0);
      weight[i] =
          weight[i] * (1 - 0.5 * options.muonRate * options.weightDecay) - 0.5 * options.muonRate * scale * made;
    }
    optimizer.step(0.5);
  }
  for (std::size_t i = 0; i < parameters.size(); ++i)
    QVERIFY(at::allclose(parameters[i].tensor.view(shapes[i]), weight[i], 1e-5, 1e-6));
}

void OptimizerTest::muonOrthogonalizes() {
  torch::manual_seed(1);
  for (const auto& shape : std::vector<std::vector<std::int64_t>>{{3, 16, 48}, {2, 48, 16}, {1, 8, 8}}) {
    const auto values = at::linalg_svdvals(orthogonalize(torch::randn(shape)));
    QVERIFY(values.min().item<double>() > 0.4);
    QVERIFY(values.max().item<double>() < 1.4);
  }
  // The same as the steps written down, for sizes with one band of rows and with several.
  for (const auto& shape : std::vector<std::vector<std::int64_t>>{{2, 40, 30}, {1, 130, 200}, {2, 300, 270}}) {
    const auto matrices = torch::randn(shape);
    auto x = matrices / (matrices.square().sum({-2, -1}, true).sqrt() + 1e-7);
    for (int i = 0; i < 5; ++i) {
      const auto gram = x.transpose(-2, -1).matmul(x);
      x = 3.4445 * x + x.matmul(-4.7750 * gram + 2.0315 * gram.matmul(gram));
    }
    QVERIFY((orthogonalize(matrices) - x).abs().max().item<double>() < 2e-4);
  }
}

QTEST_GUILESS_MAIN(OptimizerTest)
#include "optimizer_test.moc"
