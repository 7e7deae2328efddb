// SPDX-License-Identifier: GPL-3.0-or-later
// The probe changes nothing, and what it says is what the plain twin's full matrices say.
#include "tests/engine/support.h"

#include <cmath>

#include "engine/attention/attention_mass.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

double largest(const torch::Tensor& x) { return x.abs().max().item<double>(); }

torch::Tensor visibleMatrix(const Layout& layout, const Visibility& rule) {
  auto matrix = torch::zeros({layout.total(), layout.total()}, torch::kBool);
  auto data = matrix.accessor<bool, 2>();
  for (std::int64_t q = 0; q < layout.total(); ++q) {
    for (std::int64_t k = 0; k < layout.total(); ++k)
      data[q][k] = rule.visible(layout.rows[static_cast<std::size_t>(q)], layout.rows[static_cast<std::size_t>(k)]);
  }
  return matrix;
}

// Two documents, several gaps, two candidates in one of them.
struct Fixture {
  ModelConfig config = tinyConfig();
  Denoiser model{config, 3};
  Layout layout = makeLayout({{70, {{9, 12}, {30, 1}, {69, 20}}, 2}, {11, {{0, 3}}, 1}}, config.layoutOptions());
  FillPlan plan = makeFillPlan(config, layout);
  KeyValues prepared;
  torch::Tensor state;

  Fixture() {
    stir(&model);
    torch::manual_seed(4);
    const auto context = torch::randint(5, config.vocabulary, {81}, torch::kInt64);
    const torch::NoGradGuard noGrad;
    prepared =
        model.prepare(model.prefill(model.readingInput(layout, context), makeReadPlan(config, layout), nullptr), plan);
    state = torch::randn({layout.filling(), config.width});
  }
};

}  // namespace

class ProbeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void massEqualsDenseTwin();
  void changesNothing();
  void rowsSumToOne();
  void nothingIsSeenThatIsHidden();
  void layersMeanTheMean();
  void tellsTheExperts();
  void holdsTheLastPassOnly();
};

void ProbeTest::massEqualsDenseTwin() {
  const torch::NoGradGuard noGrad;
  const Layout layout = makeLayout({{200, {{40, 9}, {120, 17}}, 2}, {30, {{3, 5}}, 1}}, {32, 4});
  const Visibility rule{{8, 1}, {8, 4}, {2, false}};
  torch::manual_seed(1);
  const auto q = torch::randn({layout.total(), 4, 16});
  const auto k = torch::randn({layout.total(), 2, 16});
  const auto got = attentionMass(q, k, makePlan(layout, rule, {0, layout.total(), nullptr}));
  const auto scores = q.transpose(0, 1).matmul(k.repeat_interleave(2, 1).permute({1, 2, 0})) / 4.0;
  const auto expected = scores.masked_fill(visibleMatrix(layout, rule).logical_not(), -INFINITY).softmax(-1).mean(0);
  QVERIFY2(largest(got - expected) < 1e-5, qPrintable(QString::number(largest(got - expected))));
}

void ProbeTest::changesNothing() {
  const Fixture f;
  const torch::NoGradGuard noGrad;
  FillProbe probe(FillProbe::Detail::kLayers);
  const auto without = f.model.logits(f.model.denoise(f.state, f.prepared, f.plan, nullptr));
  const auto with = f.model.logits(f.model.denoise(f.state, f.prepared, f.plan, {nullptr, &probe}));
  QVERIFY(largest(with - without) < 1e-5);
  QVERIFY(largest(without) > 0.1);
}

void ProbeTest::rowsSumToOne() {
  const Fixture f;
  const torch::NoGradGuard noGrad;
  FillProbe probe(FillProbe::Detail::kLayers);
  f.model.denoise(f.state, f.prepared, f.plan, {nullptr, &probe});
  const std::vector<std::int64_t> rows = probedRows(f.plan, f.layout);
  QCOMPARE(probe.mass_FK().size(0), f.layout.filling());
  QCOMPARE(probe.mass_FK().size(1), static_cast<std::int64_t>(rows.size()));
  QVERIFY(largest(probe.mass_FK().sum(1) - 1) < 1e-5);
  QVERIFY(probe.mass_FK().min().item<double>() >= 0);
  QCOMPARE(probe.layerMass_PFK().size(), static_cast<std::size_t>(f.config.layers));
  for (const auto& layer : probe.layerMass_PFK()) {
    QCOMPARE(layer.size(0), static_cast<std::int64_t>(f.config.heads.size()));
    QVERIFY(largest(layer.sum(2) - 1) < 1e-5);
  }
}

void ProbeTest::nothingIsSeenThatIsHidden() {
  const Fixture f;
  const torch::NoGradGuard noGrad;
  FillProbe probe(FillProbe::Detail::kLayers);
  f.model.denoise(f.state, f.prepared, f.plan, {nullptr, &probe});
  const auto rows = torch::tensor(probedRows(f.plan, f.layout), torch::kInt64);
  for (int layer = 0; layer < f.config.layers; ++layer) {
    for (std::size_t g = 0; g < f.config.heads.size(); ++g) {
      const auto visible = visibleMatrix(f.layout, f.config.visibility(layer, f.config.heads[g]))
                               .narrow(0, f.layout.reading, f.layout.filling())
                               .index_select(1, rows);
      const auto mass = probe.layerMass_PFK()[static_cast<std::size_t>(layer)][static_cast<std::int64_t>(g)];
      QCOMPARE(largest(mass.masked_select(visible.logical_not())), 0.0);
      QVERIFY(mass.masked_select(visible).min().item<double>() > 0);
    }
  }
}

void ProbeTest::layersMeanTheMean() {
  const Fixture f;
  const torch::NoGradGuard noGrad;
  FillProbe probe(FillProbe::Detail::kLayers);
  f.model.denoise(f.state, f.prepared, f.plan, {nullptr, &probe});
  auto sum = torch::zeros_like(probe.mass_FK());
  for (const auto& layer : probe.layerMass_PFK()) sum += (layer[0] * 4 + layer[1] * 2) / 6;
  QVERIFY(largest(sum / f.config.layers - probe.mass_FK()) < 1e-6);
}

void ProbeTest::tellsTheExperts() {
  const Fixture f;
  const torch::NoGradGuard noGrad;
  FillProbe probe;
  ExpertLoad load;
  f.model.denoise(f.state, f.prepared, f.plan, {&load, &probe});
  QVERIFY(probe.layerMass_PFK().empty());
  QCOMPARE(probe.choices().size(), std::size_t{2});  // three layers, the first of them dense
  for (std::size_t layer = 0; layer < probe.choices().size(); ++layer) {
    const ExpertChoice& choice = probe.choices()[layer];
    QCOMPARE(choice.expert_TK.size(0), f.layout.filling());
    QCOMPARE(choice.expert_TK.size(1), std::int64_t{2});
    QVERIFY(largest(choice.weight_TK.sum(1) - 1) < 1e-5);
    const auto counted = torch::bincount(choice.expert_TK.view(-1), {}, 4).to(torch::kFloat32);
    QCOMPARE(largest(counted - load.tokens_E[layer]), 0.0);
  }
}

void ProbeTest::holdsTheLastPassOnly() {
  const Fixture f;
  const torch::NoGradGuard noGrad;
  FillProbe probe;
  f.model.denoise(f.state, f.prepared, f.plan, {nullptr, &probe});
  const auto first = probe.mass_FK().clone();
  f.model.denoise(f.state * -2 + 1, f.prepared, f.plan, {nullptr, &probe});
  QVERIFY(largest(probe.mass_FK() - first) > 1e-4);
  QVERIFY(largest(probe.mass_FK().sum(1) - 1) < 1e-5);
  QCOMPARE(probe.choices().size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(ProbeTest)
#include "probe_test.moc"
