// SPDX-License-Identifier: GPL-3.0-or-later
// The denoiser against its plain twin, and what may influence what.
#include "tests/engine/support.h"

#include <torch/csrc/autograd/autograd.h>

#include "tests/engine/plain_denoiser.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

struct Fixture {
  ModelConfig config;
  Denoiser model;
  Layout layout;
  torch::Tensor context;
  torch::Tensor state;

  explicit Fixture(const ModelConfig& c,
                   std::vector<DocumentPlan> documents = {{70, {{9, 12}, {30, 1}, {69, 20}}, 2}, {11, {{0, 3}}, 1}})
      : config(c), model(c, 3), layout(makeLayout(documents, c.layoutOptions())) {
    stir(&model);
    torch::manual_seed(4);
    std::int64_t tokens = 0;
    for (const DocumentPlan& plan : documents) tokens += plan.context;
    context = torch::randint(5, c.vocabulary, {tokens}, torch::kInt64);
    state = torch::randn({layout.filling(), c.width});
  }

  torch::Tensor cachedLogits(const torch::Tensor& filling) const {
    const KeyValues reading = model.prefill(model.readingInput(layout, context), makeReadPlan(config, layout), nullptr);
    const FillPlan plan = makeFillPlan(config, layout);
    return model.logits(model.denoise(filling, model.prepare(reading, plan), plan, nullptr));
  }
};

double largest(const torch::Tensor& x) { return x.abs().max().item<double>(); }

}  // namespace

class DenoiserTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cachedEqualsPlainTwin();
  void gradientsEqualPlainTwin();
  void contextGlobalsEqualPlainTwin();
  void gapMovesNoContext();
  void farContextMovesOnlyGlobals();
  void candidatesDoNotSeeEachOther();
  void choosesTheLikeliestExperts();
  void mixtureEqualsDenseTwin();
  void mixtureIsPerToken();
  void refusesBadConfigurations();
};

void DenoiserTest::cachedEqualsPlainTwin() {
  const Fixture f(tinyConfig());
  const torch::NoGradGuard noGrad;
  const PlainDenoiser plain(f.model);
  const auto rows = torch::cat({f.model.readingInput(f.layout, f.context), f.state});
  const auto states = plain.forward(rows, f.layout);
  const auto expected = plain.logits(states.back().narrow(0, f.layout.reading, f.layout.filling()));
  const auto got = f.cachedLogits(f.state);
  QVERIFY2(largest(got - expected) < 1e-4, qPrintable(QString::number(largest(got - expected))));
  QVERIFY(largest(expected) > 0.1);
}

void DenoiserTest::gradientsEqualPlainTwin() {
  const Fixture f(tinyConfig());
  const auto weight = torch::randn({f.layout.filling(), f.config.vocabulary}) / 100;
  const auto gradients = [&](const torch::Tensor& logits) {
    (logits * weight).sum().backward();
    std::vector<torch::Tensor> found;
    for (const Parameter& p : f.model.parameters()) {
      found.push_back(p.tensor.grad().defined() ? p.tensor.grad().clone() : torch::zeros_like(p.tensor));
      if (p.tensor.grad().defined()) p.tensor.grad().zero_();
    }
    return found;
  };
  const auto sparse = gradients(f.cachedLogits(f.state));
  const PlainDenoiser plain(f.model);
  const auto states = plain.forward(torch::cat({f.model.readingInput(f.layout, f.context), f.state}), f.layout);
  const auto dense = gradients(plain.logits(states.back().narrow(0, f.layout.reading, f.layout.filling())));
  int nonZero = 0;
  for (std::size_t i = 0; i < sparse.size(); ++i) {
    const double scale = 1.0 + largest(dense[i]);
    QVERIFY2(largest(sparse[i] - dense[i]) < 2e-4 * scale, f.model.parameters()[i].name.c_str());
    nonZero += largest(dense[i]) > 0 ? 1 : 0;
  }
  QVERIFY(nonZero > 30);
}

void DenoiserTest::contextGlobalsEqualPlainTwin() {
  ModelConfig config = tinyConfig();
  config.contextReadsGlobals = true;
  config.heads[0].contextDilation = 2;
  const Fixture f(config);
  const torch::NoGradGuard noGrad;
  const PlainDenoiser plain(f.model);
  const auto states = plain.forward(torch::cat({f.model.readingInput(f.layout, f.context), f.state}), f.layout);
  const auto expected = plain.logits(states.back().narrow(0, f.layout.reading, f.layout.filling()));
  QVERIFY(largest(f.cachedLogits(f.state) - expected) < 1e-4);
}

void DenoiserTest::gapMovesNoContext() {
  // In the plain twin, where it could: all rows go through it together.
  const Fixture f(tinyConfig());
  const torch::NoGradGuard noGrad;
  const PlainDenoiser plain(f.model);
  const auto input = f.model.readingInput(f.layout, f.context);
  const auto before = plain.forward(torch::cat({input, f.state}), f.layout);
  const auto after = plain.forward(torch::cat({input, f.state * -3 + 1}), f.layout);
  for (std::size_t layer = 0; layer < before.size(); ++layer) {
    QVERIFY(largest(before[layer].narrow(0, 0, f.layout.reading) - after[layer].narrow(0, 0, f.layout.reading)) < 1e-5);
    QVERIFY(largest(before[layer].narrow(0, f.layout.reading, 1) - after[layer].narrow(0, f.layout.reading, 1)) > 1e-3);
  }
}

void DenoiserTest::farContextMovesOnlyGlobals() {
  ModelConfig config = tinyConfig();
  config.globals = 0;
  config.chunk = 0;
  const Fixture f(config, {{400, {{20, 5}}, 1}});
  const torch::NoGradGuard noGrad;
  const auto before = f.cachedLogits(f.state);
  auto moved = f.context.clone();
  moved[390] = 7 + (moved[390].item<std::int64_t>() % 1000);
  Fixture g(config, {{400, {{20, 5}}, 1}});
  g.context = moved;
  QCOMPARE(largest(g.cachedLogits(f.state) - before), 0.0);
  moved = f.context.clone();
  moved[22] = 7 + (moved[22].item<std::int64_t>() % 1000);
  g.context = moved;
  QVERIFY(largest(g.cachedLogits(f.state) - before) > 1e-4);
}

void DenoiserTest::candidatesDoNotSeeEachOther() {
  const Fixture f(tinyConfig(), {{50, {{10, 8}, {40, 2}}, 3}});
  const torch::NoGradGuard noGrad;
  const auto before = f.cachedLogits(f.state);
  auto other = f.state.clone();
  other.narrow(0, 10, 10).normal_();
  const auto after = f.cachedLogits(other);
  QVERIFY(largest((after - before).narrow(0, 0, 10)) < 1e-5);
  QVERIFY(largest((after - before).narrow(0, 20, 10)) < 1e-5);
  QVERIFY(largest((after - before).narrow(0, 10, 10)) > 1e-3);
}

// Against the library's own top k.
void DenoiserTest::choosesTheLikeliestExperts() {
  const auto logits_TE = torch::randn({200, 7}) * 3;
  const auto bias_E = torch::randn({7}) * 0.3;
  for (const int topK : {1, 2, 7}) {
    const ExpertChoice choice = chooseExperts(logits_TE, bias_E, topK);
    const auto probability_TE = logits_TE.softmax(-1);
    QVERIFY(at::equal(choice.expert_TK, std::get<1>((probability_TE + bias_E).topk(topK, -1))));
    const auto chosen_TK = probability_TE.gather(1, choice.expert_TK);
    QVERIFY(largest(choice.weight_TK - chosen_TK / chosen_TK.sum(1, true)) < 1e-6);
  }
  // Of two that are as likely, the first.
  const ExpertChoice equal = chooseExperts(torch::zeros({3, 5}), torch::zeros({5}), 2);
  QVERIFY(at::equal(equal.expert_TK, torch::tensor({0, 1}).expand({3, 2})));
}

void DenoiserTest::mixtureEqualsDenseTwin() {
  Denoiser model(tinyConfig(), 5);
  stir(&model);
  Mixture* mixtures = model.mixtures().front();
  mixtures->bias_E = torch::tensor({0.5F, 0.0F, -0.5F, 0.1F});
  auto x = torch::randn({57, 32}).set_requires_grad(true);
  ExpertLoad load;
  const ExpertChoice choice = chooseExperts(x, *mixtures);
  load.add(choice, 0);
  const auto sparse = addExperts(torch::zeros_like(x), x, choice, *mixtures);
  const auto dense = addExpertsPlainly(torch::zeros_like(x), x, choice, *mixtures);
  QVERIFY(largest(sparse - dense) < 1e-5);
  const auto weight = torch::randn_like(dense);
  const auto gradients = [&](const torch::Tensor& made) {
    return torch::autograd::grad({(made * weight).sum()}, {x, mixtures->gateUp_E2FD, mixtures->router_ED}, {},
                                 /*retain_graph=*/true);
  };
  const auto g1 = gradients(sparse);
  const auto g2 = gradients(dense);
  for (std::size_t i = 0; i < g1.size(); ++i) QVERIFY(largest(g1[i] - g2[i]) < 1e-4);
  QCOMPARE(load.tokens_E.at(0).sum().item<double>(), 57.0 * 2);
  QVERIFY(load.zLoss.item<double>() > 0);
}

void DenoiserTest::mixtureIsPerToken() {
  Denoiser model(tinyConfig(), 5);
  stir(&model);
  const torch::NoGradGuard noGrad;
  const auto x = torch::randn({40, 32});
  const Mixture& experts = *model.mixtures().front();
  const auto pass = [&](const torch::Tensor& rows) {
    return addExperts(torch::zeros_like(rows), rows, chooseExperts(rows, experts), experts);
  };
  const auto together = pass(x);
  const auto alone = pass(x.narrow(0, 17, 1));
  QVERIFY(largest(together.narrow(0, 17, 1) - alone) < 1e-5);
}

void DenoiserTest::refusesBadConfigurations() {
  const auto refused = [](const nlohmann::json& change) {
    nlohmann::json json = toJson(tinyConfig());
    json.update(change);
    return sentenceOf([&] { modelConfigFromJson(json); });
  };
  QVERIFY(refused(nlohmann::json::object()).empty());
  for (const auto& change : std::vector<nlohmann::json>{{{"width", 0}},
                                                        {{"width", "wide"}},
                                                        {{"layers", -1}},
                                                        {{"headSize", 10}},
                                                        {{"heads", nlohmann::json::array()}},
                                                        {{"expertsPerToken", 9}},
                                                        {{"surprise", 1}},
                                                        {{"vocabulary", 10}},
                                                        {{"heads", 3}}}) {
    const std::string sentence = refused(change);
    QVERIFY2(!sentence.empty(), change.dump().c_str());
    QVERIFY(sentence.back() == '.');
  }
}

QTEST_GUILESS_MAIN(DenoiserTest)
#include "denoiser_test.moc"
