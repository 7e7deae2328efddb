// SPDX-License-Identifier: GPL-3.0-or-later
// What a layer does to its rows in training, and its routed experts: the kernels against their plain twins, forward and
// backward, over widths that do and do not fill a kernel's lanes.
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "engine/experts/routed_experts.h"
#include "engine/gradients/row_functions.h"
#include "engine/linear/avx2_linear.h"

#include <QTest>

using namespace lacuna::engine;

namespace {

torch::Tensor leaf(const torch::Tensor& values) { return values.detach().clone().set_requires_grad(true); }

double apart(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

using Made = std::vector<torch::Tensor>;

// Values and gradients of both, under one random pull.
void compare(const std::vector<torch::Tensor>& inputs, const std::function<Made()>& fast,
             const std::function<Made()>& plain, double near) {
  const Made ours = fast();
  const Made theirs = plain();
  QCOMPARE(ours.size(), theirs.size());
  torch::Tensor pulledOurs = torch::zeros({});
  torch::Tensor pulledTheirs = torch::zeros({});
  for (std::size_t i = 0; i < ours.size(); ++i) {
    QCOMPARE(ours[i].sizes(), theirs[i].sizes());
    QVERIFY2(apart(ours[i], theirs[i]) < near, qPrintable(QString::number(apart(ours[i], theirs[i]))));
    const auto weight = torch::randn_like(theirs[i]);
    pulledOurs = pulledOurs + (ours[i] * weight).sum();
    pulledTheirs = pulledTheirs + (theirs[i] * weight).sum();
  }
  const auto made = torch::autograd::grad({pulledOurs}, inputs);
  const auto wanted = torch::autograd::grad({pulledTheirs}, inputs);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    QVERIFY(wanted[i].abs().max().item<double>() > 1e-3);
    const double scale = std::max(1.0, wanted[i].abs().max().item<double>());
    QVERIFY2(apart(made[i], wanted[i]) < near * scale, qPrintable(QString::number(apart(made[i], wanted[i]))));
  }
}

Mixture makeMixture(std::int64_t width, std::int64_t hidden, std::int64_t experts) {
  Mixture mixture;
  mixture.router_ED = leaf(torch::randn({experts, width}));
  mixture.bias_E = torch::zeros({experts});
  mixture.gateUp_E2FD = leaf(torch::randn({experts, 2 * hidden, width}) * 0.2);
  mixture.down_EDF = leaf(torch::randn({experts, width, hidden}) * 0.2);
  return mixture;
}

}  // namespace

class GradientsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    if (!hasAvx2()) QSKIP("this processor has no AVX2");
    torch::manual_seed(5);
  }
  void norms();
  void splitsHeads();
  void turnsHeads();
  void gates();
  void picksRows();
  void losses();
  void mixtures();
  void expertWithoutTokens();
};

void GradientsTest::norms() {
  for (const std::int64_t rows : {1, 7, 600}) {  // 600: more than one part of sums
    for (const std::int64_t width : {8, 40, 12}) {
      const auto x = leaf(torch::randn({rows, width}));
      const auto gain = leaf(torch::randn({width}));
      compare(
          {x, gain}, [&] { return Made{normRowsBy(x, gain)}; }, [&] { return Made{normRowsPlainly(x, gain)}; }, 2e-5);
      compare(
          {x}, [&] { return Made{normRowsBy(x, {})}; }, [&] { return Made{normRowsPlainly(x, {})}; }, 2e-5);
    }
  }
}

void GradientsTest::splitsHeads() {
  for (const int size : {16, 32, 64}) {
    std::vector<std::int32_t> places;
    for (std::int32_t i = 0; i < 300; ++i) places.push_back(i % 50 == 0 ? -1 : 3 * i);
    const RotaryTable table = makeRotary(places, size / 2, 1000);
    for (const std::int64_t queries : {3, 0}) {
      for (const bool turned : {true, false}) {
        const auto all = leaf(torch::randn({300, (queries + 4) * size}));
        const HeadNorms norms{leaf(torch::randn({size})), leaf(torch::randn({size})), table,
                              turned ? table : RotaryTable(), queries};
        const auto listed = [&](const SplitHeads& heads) {
          return queries > 0 ? Made{heads.q_THD, heads.k_TGD, heads.v_TGD} : Made{heads.k_TGD, heads.v_TGD};
        };
        std::vector<torch::Tensor> inputs = {all, norms.keyGain_D};
        if (queries > 0) inputs.push_back(norms.queryGain_D);
        compare(
            inputs, [&] { return listed(splitHeads(all, norms)); },
            [&] { return listed(splitHeadsPlainly(all, norms)); }, 2e-5);
        // Nobody asks for the values, as in a layer whose heads look elsewhere.
        compare(
            {all}, [&] { return Made{splitHeads(all, norms).k_TGD}; },
            [&] { return Made{splitHeadsPlainly(all, norms).k_TGD}; }, 2e-5);
      }
    }
  }
}

void GradientsTest::turnsHeads() {
  std::vector<std::int32_t> places;
  for (std::int32_t i = 0; i < 70; ++i) places.push_back(5 * i - 1);
  const auto x = leaf(torch::randn({70, 3, 32}));
  const RotaryTable table = makeRotary(places, 16, 1000);
  compare(
      {x}, [&] { return Made{turnHeads(x, table)}; }, [&] { return Made{rotate(x, table)}; }, 1e-6);
}

void GradientsTest::gates() {
  for (const std::int64_t width : {8, 336, 5}) {
    const auto x = leaf(torch::randn({70, 2 * width}) * 4);
    compare(
        {x}, [&] { return Made{gatedProduct(x)}; }, [&] { return Made{gatedProductPlainly(x)}; }, 1e-5);
  }
}

void GradientsTest::picksRows() {
  const auto x = leaf(torch::randn({9, 2, 16}));
  const auto rows = torch::tensor({4, 0, 4, 8, 7}, torch::kInt64);
  compare(
      {x}, [&] { return Made{pickRows(x, rows)}; }, [&] { return Made{x.index_select(0, rows)}; }, 1e-6);
}

void GradientsTest::losses() {
  for (const std::int64_t vocabulary : {64, 61}) {
    const auto x = leaf(torch::randn({300, 24}));
    const auto weight = leaf(torch::randn({vocabulary, 24}));
    const auto target = torch::randint(0, vocabulary, {300}, torch::kInt64);
    compare(
        {x, weight}, [&] { return Made{tokenLoss(x, weight, target)}; },
        [&] { return Made{tokenLossPlainly(x, weight, target)}; }, 3e-5);
  }
}

void GradientsTest::mixtures() {
  for (const std::int64_t rows : {1, 5, 300}) {
    const Mixture weights = makeMixture(24, 16, 4);
    const auto x = leaf(torch::randn({rows, 24}));
    const auto out = leaf(torch::randn({rows, 24}));
    std::vector<torch::Tensor> inputs = {x, out};
    if (rows > 5) {
      QVERIFY(suitsRoutedExperts(x, weights));
      inputs.insert(inputs.end(), {weights.router_ED, weights.gateUp_E2FD, weights.down_EDF});
    }
    compare(
        inputs, [&] { return Made{addExperts(out, x, chooseExperts(x, weights), weights)}; },
        [&] { return Made{addExpertsPlainly(out, x, chooseExperts(x, weights), weights)}; }, 3e-5);
  }
}

void GradientsTest::expertWithoutTokens() {
  const Mixture weights = makeMixture(16, 8, 3);
  weights.bias_E[1] = -100.0F;
  const auto x = leaf(torch::randn({20, 16}));
  const auto out = addExperts(torch::zeros_like(x), x, chooseExperts(x, weights), weights);
  const auto made = torch::autograd::grad({out.square().sum()}, {weights.gateUp_E2FD, weights.down_EDF});
  for (const auto& gradient : made) {
    QCOMPARE(gradient[1].abs().max().item<double>(), 0.0);
    QVERIFY(gradient[0].abs().max().item<double>() > 0.0);
  }
}

QTEST_GUILESS_MAIN(GradientsTest)
#include "gradients_test.moc"
