// SPDX-License-Identifier: GPL-3.0-or-later
// Packed weights against ATen's products over the same ones: sizes that no panel or block of rows divides, chosen rows,
// experts that nobody was sent to.
#include <torch/types.h>

#include "engine/benchmark/scene.h"
#include "engine/denoiser/denoiser.h"
#include "engine/experts/packed_mixture.h"
#include "engine/linear/amx_bfloat.h"
#include "engine/linear/avx2_fixed.h"
#include "engine/linear/packed_linear.h"

#include <QTest>

using namespace lacuna::engine;

namespace {

double apart(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

Mixture makeMixture(std::int64_t width, std::int64_t hidden, std::int64_t experts, int topK) {
  const auto matrix = [](at::IntArrayRef shape) { return torch::randn(shape) * 0.2; };
  Mixture mixture;
  mixture.router_ED = matrix({experts, width});
  mixture.bias_E = torch::zeros({experts});
  mixture.gateUp_E2FD = matrix({experts, 2 * hidden, width});
  mixture.down_EDF = matrix({experts, width, hidden});
  mixture.topK = topK;
  return mixture;
}

}  // namespace

class LinearTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    if (!hasAvx2()) QSKIP("this processor has no AVX2");
    torch::manual_seed(1);
  }
  void equalsLinear();
  void takesRowsOfAWiderTensor();
  void equalsSwiGlu();
  void keepsExtremeGatesFinite();
  void fixedPointIsTheRoundedProductExactly();
  void fixedPointIsTheSameWithVnni();
  void fixedPointNeverOverflows();
  void fixedPointIsNear();
  void bfloatIsTheRoundedProduct();
  void equalsMixture();
  void aTokenDependsOnItselfAlone();
  void equalsTheDenoiserBefore();
  void isOffWhereGradientsAreRecorded();

 private:
  const torch::NoGradGuard noGrad_;
};

void LinearTest::equalsLinear() {
  for (const std::int64_t rows : {1, 5, 6, 7, 64}) {
    for (const std::int64_t inputs : {1, 7, 64, 384}) {
      for (const std::int64_t outputs : {1, 8, 15, 16, 17, 100}) {
        const auto x = torch::randn({rows, inputs});
        const auto weight = torch::randn({outputs, inputs});
        QVERIFY(apart(PackedLinear(weight)(x), at::linear(x, weight)) < 1e-4);
      }
    }
  }
}

void LinearTest::takesRowsOfAWiderTensor() {
  const auto wide = torch::randn({9, 50});
  const auto weight = torch::randn({20, 30});
  QVERIFY(apart(PackedLinear(weight)(wide.narrow(1, 10, 30)), at::linear(wide.narrow(1, 10, 30), weight)) < 1e-4);
}

void LinearTest::equalsSwiGlu() {
  for (const std::int64_t hidden : {1, 8, 13, 64}) {
    const SwiGlu weights{torch::randn({2 * hidden, 24}) * 0.3, torch::randn({24, hidden}) * 0.3};
    const auto x = torch::randn({11, 24});
    const PackedSwiGlu packed(weights);
    QVERIFY(apart(packed.down(packed.gateUp(x)), swiGlu(x, weights)) < 1e-5);
  }
}

void LinearTest::keepsExtremeGatesFinite() {
  const auto x = torch::tensor({{-1e4F}, {-100.0F}, {-50.0F}, {0.0F}, {50.0F}, {1e4F}});
  const auto gateUp = torch::ones({2, 1});
  const auto expected = at::silu(x) * x;
  const auto got = PackedLinear::gated(gateUp)(x);
  QVERIFY(got.isfinite().all().item<bool>());
  QVERIFY(((got - expected).abs() <= 1e-6 * expected.abs() + 1e-6).all().item<bool>());
}

void LinearTest::fixedPointIsTheRoundedProductExactly() {
  for (const std::int64_t rows : {1, 3, 6, 13}) {
    for (const std::int64_t inputs : {1, 7, 64, 383, 700}) {
      for (const std::int64_t outputs : {1, 8, 17, 100}) {
        const auto x = torch::randn({rows, inputs});
        const auto weight = torch::randn({outputs, inputs});
        // Rounded as the kernel rounds; in float64 whole numbers of this size and their sums are exact.
        std::vector<torch::Tensor> mosts;  // of each run, as often as it has values
        const std::int64_t run = fixedRuns(inputs) == 1 ? inputs : kFixedRun;
        for (std::int64_t first = 0; first < inputs; first += run) {
          const std::int64_t count = std::min(run, inputs - first);
          mosts.push_back(x.narrow(1, first, count).abs().amax(1, true).expand({rows, count}));
        }
        const auto most_NI = torch::cat(mosts, 1);
        const auto roundedX =
            (x * (fixedLimit(inputs) / most_NI)).round().to(torch::kFloat64) * (most_NI / fixedLimit(inputs));
        const auto step_O1 = weight.abs().amax(1, true) / fixedWeight(inputs);
        const auto wholeW = (weight / step_O1).round().to(torch::kFloat64);
        const auto expected = roundedX.matmul(wholeW.t()) * step_O1.t();
        const auto off = (PackedLinear(weight, Precision::kFixed16)(x) - expected).abs();
        // A run is exact; of several the sum is a float's.
        const auto terms = roundedX.abs().matmul(wholeW.abs().t()) * step_O1.t();
        QVERIFY((off <= 1e-6 * (inputs <= kFixedWhole ? expected.abs() : terms)).all().item<bool>());
      }
    }
  }
}

// One instruction for 32 products, or four: whole numbers summed in any order are the same.
void LinearTest::fixedPointIsTheSameWithVnni() {
  if (!hasVnni()) QSKIP("This processor has no AVX-512 VNNI.");
  for (const std::int64_t inputs : {1, 2, 6, 65, 510, 576, 1536}) {
    constexpr std::int64_t kOutputs = 32;
    const std::int64_t pairs = (inputs + 1) / 2;
    const auto weights =
        torch::randint(-fixedWeight(inputs), fixedWeight(inputs) + 1, {2 * pairs * kOutputs}, torch::kInt16);
    const auto scales = torch::rand({kOutputs}) + 0.5;
    for (const std::int64_t rows : {1, 2, 3, 5, 6, 11}) {
      const int limit = fixedLimit(inputs);
      const auto x = torch::randint(-limit, limit + 1, {rows, 2 * pairs}, torch::kInt16);
      if (inputs % 2 == 1) x.select(1, inputs).zero_();
      const auto xScales = torch::rand({rows, fixedRuns(inputs)}) + 0.5;
      const auto product = [&](bool vnni) {
        const auto out = torch::empty({rows, kOutputs});
        FixedTask task;
        task.x = x.const_data_ptr<std::int16_t>();
        task.xScale_MR = xScales.const_data_ptr<float>();
        task.xStride = 2 * pairs;
        task.panels = weights.const_data_ptr<std::int16_t>();
        task.columnScale = scales.const_data_ptr<float>();
        task.rows = rows;
        task.inputs = inputs;
        task.outputs = kOutputs;
        task.out = out.data_ptr<float>();
        task.outStride = kOutputs;
        task.vnni = vnni;
        multiplyFixedPanels(task, 0, kOutputs / 16);
        return out;
      };
      QVERIFY(at::equal(product(true), product(false)));
    }
  }
}

void LinearTest::fixedPointNeverOverflows() {
  for (const std::int64_t inputs : {1, 2, 384, 1024, 4096}) {
    const auto x = torch::full({1, inputs}, 3.0F);
    const auto weight = torch::full({2, inputs}, -0.5F);
    const auto y = PackedLinear(weight, Precision::kFixed16)(x);
    QVERIFY(apart(y, torch::full({1, 2}, -1.5F * static_cast<float>(inputs))) < 1e-3 * static_cast<double>(inputs));
  }
  QVERIFY(
      at::equal(PackedLinear(torch::zeros({3, 9}), Precision::kFixed16)(torch::zeros({2, 9})), torch::zeros({2, 3})));
}

void LinearTest::fixedPointIsNear() {
  const auto x = torch::randn({64, 384});
  const auto weight = torch::randn({200, 384});
  const auto exact = at::linear(x, weight);
  const auto error = (PackedLinear(weight, Precision::kFixed16)(x) - exact).square().mean().sqrt() / exact.std();
  QVERIFY2(error.item<double>() < 1e-3, qPrintable(QString::number(error.item<double>())));
  for (const std::int64_t hidden : {45, 48}) {  // the second fills its panels
    const auto gateUp = torch::randn({2 * hidden, 384}) * 0.05;
    const auto got = PackedLinear::gated(gateUp, Precision::kFixed16)(x);
    const auto both = at::linear(x, gateUp);
    QVERIFY(apart(got, at::silu(both.narrow(1, 0, hidden)) * both.narrow(1, hidden, hidden)) < 1e-2);
  }
}

void LinearTest::bfloatIsTheRoundedProduct() {
  if (!hasAmx()) QSKIP("This processor has no AMX.");
  const auto rounded = [](const torch::Tensor& x) { return x.to(torch::kBFloat16).to(torch::kFloat64); };
  for (const std::int64_t rows : {1, 16, 17, 40, 64, 133}) {
    for (const std::int64_t inputs : {1, 31, 64, 577}) {
      for (const std::int64_t outputs : {1, 8, 17, 100}) {
        const auto x = torch::randn({rows, inputs});
        const auto weight = torch::randn({outputs, inputs});
        const auto y = PackedLinear(weight, Precision::kBfloat16)(x);
        const auto expected = rounded(x).matmul(rounded(weight).t());
        const auto terms = rounded(x).abs().matmul(rounded(weight).abs().t());
        QVERIFY(((y - expected).abs() <= 1e-5 * terms).all().item<bool>());
        // A row is the same whatever stands beside it.
        const auto last = x.narrow(0, rows - 1, 1).contiguous();
        QVERIFY(at::equal(PackedLinear(weight, Precision::kBfloat16)(last), y.narrow(0, rows - 1, 1)));
      }
    }
  }
  const auto x = torch::randn({70, 96});
  const SwiGlu gated{torch::randn({2 * 45, 96}), torch::randn({96, 45})};
  const auto both = rounded(x).matmul(rounded(gated.gateUp_2FD).t());
  const auto got = PackedLinear::gated(gated.gateUp_2FD, Precision::kBfloat16)(x);
  QVERIFY(apart(got, at::silu(both.narrow(1, 0, 45)) * both.narrow(1, 45, 45)) < 1e-3);
  // Rows that are named, and results that are added.
  const PackedLinear packed(torch::randn({20, 96}), Precision::kBfloat16);
  ProductRows input;
  input.set({x.const_data_ptr<float>(), 96, 70}, 96, Precision::kBfloat16);
  const auto plain = packed(x);
  auto out = torch::ones({3, 20});
  packed.multiply(input, {{69, 3}, {2, 0}, {0.5F, 2.0F}}, {out.data_ptr<float>(), 20});
  QVERIFY(apart(out[2], 1 + 0.5 * plain[69]) < 1e-5);
  QVERIFY(apart(out[0], 1 + 2 * plain[3]) < 1e-5);
  QVERIFY(at::equal(out[1], torch::ones({20})));
}

void LinearTest::equalsMixture() {
  for (const int topK : {1, 2, 3}) {
    const Mixture weights = makeMixture(40, 20, 5, topK);
    const PackedMixture packed(weights);
    for (const std::int64_t tokens : {1, 2, 13, 64}) {
      const auto x = torch::randn({tokens, 40});
      const auto before = torch::randn({tokens, 40});
      const ExpertChoice choice = chooseExperts(x, weights);
      const ExpertChoice again = chooseExperts(x, packed);
      QVERIFY(at::equal(again.expert_TK, choice.expert_TK));
      QVERIFY(apart(again.weight_TK, choice.weight_TK) < 1e-6);
      const auto fast = addExperts(before.clone(), x, choice, packed);
      QVERIFY(apart(fast, addExperts(before, x, choice, weights)) < 1e-5);
      QVERIFY(apart(fast, addExpertsPlainly(before, x, choice, weights)) < 1e-5);
    }
  }
}

void LinearTest::aTokenDependsOnItselfAlone() {
  const Mixture weights = makeMixture(32, 16, 4, 2);
  const PackedMixture packed(weights);
  const auto x = torch::randn({30, 32});
  const ExpertChoice choice = chooseExperts(x, weights);
  const auto none = [](const torch::Tensor& rows) { return torch::zeros(rows.sizes()); };
  const auto together = addExperts(none(x), x, choice, packed);
  for (const std::int64_t row : {0, 7, 29}) {
    const auto one = [&](const torch::Tensor& rows) { return rows.narrow(0, row, 1); };
    const ExpertChoice own{one(choice.logits_TE), one(choice.expert_TK), one(choice.weight_TK)};
    const auto alone = addExperts(none(one(x)), one(x), own, packed);
    QVERIFY(at::equal(alone, one(together)));
  }
}

void LinearTest::equalsTheDenoiserBefore() {
  Denoiser model = makeRandomModel(ModelConfig(), 3);
  const Scene scene = makeScene(model.config(), 600);
  const FillPlan plan = makeFillPlan(model.config(), scene.layout);
  const auto logits = [&] {
    const auto input = model.readingInput(scene.layout, scene.context_C);
    const KeyValues prepared =
        model.prepare(model.prefill(input, makeReadPlan(model.config(), scene.layout), nullptr), plan);
    model.denoise(scene.state_FW * 2, prepared, plan, nullptr);  // a step before leaves nothing behind
    return model.logits(model.denoise(scene.state_FW, prepared, plan, nullptr));
  };
  const auto before = logits();
  model.pack();
  const auto after = logits();
  QVERIFY(!at::equal(before, after));  // another way to the same numbers
  QVERIFY(apart(before, after) < 1e-4);
  model.to(torch::kCPU);  // lets go of what was laid out
  QVERIFY(at::equal(before, logits()));
}

void LinearTest::isOffWhereGradientsAreRecorded() {
  QVERIFY(canUsePacked());
  const torch::AutoGradMode grad(true);
  QVERIFY(!canUsePacked());
}

QTEST_APPLESS_MAIN(LinearTest)
#include "linear_test.moc"
