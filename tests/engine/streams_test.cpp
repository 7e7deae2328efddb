// SPDX-License-Identifier: GPL-3.0-or-later
// Texts as one stream: what two-way and causal models see, held against the rule pair by pair and by perturbation.
#include "tests/engine/support.h"

#include "engine/denoiser/context_cache.h"
#include "engine/evaluation/model_pass.h"
#include "engine/training/streams.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

const std::vector<TokenId> kTokens = {11, 12, 13, 14, 15, 16, 17, 18};
const Gaps kGaps = {{2, 4}, {6, 7}};

std::vector<std::int64_t> numbers(const torch::Tensor& ids) {
  return {ids.data_ptr<std::int64_t>(), ids.data_ptr<std::int64_t>() + ids.numel()};
}

ModelConfig reading(Reading how) {
  ModelConfig config = tinyConfig(400);
  config.reading = how;
  config.globals = 3;
  return config;
}

}  // namespace

class StreamsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void twoWayHoldsTheTextInPlace() {
    const Batch batch = makeExample(kTokens, kGaps, StreamOptions(reading(Reading::kTwoWay)));
    QCOMPARE(numbers(batch.target_F), (std::vector<std::int64_t>{1, 1, 1, 11, 12, 13, 14, 15, 16, 17, 18}));
    QCOMPARE(batch.gap_F, (std::vector<std::int32_t>{-1, -1, -1, -1, -1, 0, 0, -1, -1, 1, -1}));
    QCOMPARE(batch.layout.reading, std::int64_t{1});
    QVERIFY(!batch.next_F.defined());
    for (std::size_t row = 0; row < batch.gap_F.size(); ++row)
      QCOMPARE(batch.level_F[row], batch.gap_F[row] < 0 ? 0.0F : 1.0F);
  }

  void causalPutsMiddlesLast() {
    const Batch batch = makeExample(kTokens, kGaps, StreamOptions(reading(Reading::kCausal)));
    // Prefix, <gap>, between, <gap>, suffix; then <expand> middle <delete> twice.
    QCOMPARE(numbers(batch.target_F), (std::vector<std::int64_t>{11, 12, 2, 15, 16, 2, 18, 3, 13, 14, 4, 3, 17, 4}));
    // Nothing is to be said of a gap's place, after the text's end, or after a middle's.
    QCOMPARE(numbers(batch.next_F), (std::vector<std::int64_t>{12, -1, 15, 16, -1, 18, -1, 13, 14, 4, -1, 17, 4, -1}));
    for (const float level : batch.level_F) QCOMPARE(level, 0.0F);
  }

  void candidatesAreCopies() {
    for (const Reading how : {Reading::kOneWay, Reading::kTwoWay, Reading::kCausal}) {
      StreamOptions options(reading(how));
      const Batch one = makeExample(kTokens, kGaps, options);
      options.candidates = 3;
      const Batch three = makeExample(kTokens, kGaps, options);
      QCOMPARE(three.layout.filling(), 3 * one.layout.filling());
      QVERIFY(three.target_F.equal(one.target_F.repeat({3})));
      QCOMPARE(three.gap_F.size(), 3 * one.gap_F.size());
    }
  }

  void listedRowsAreTheVisibleOnes() {
    Random random(5);
    for (int trial = 0; trial < 60; ++trial) {
      const bool joint = trial % 2 == 0;
      DocumentPlan plan;
      plan.candidates = 2;
      plan.context = joint ? 1 : static_cast<std::int32_t>(random.between(6, 30));
      plan.gaps = {{joint ? 0 : 3, static_cast<std::int32_t>(random.between(1, 40))}};
      const Layout layout = makeLayout({plan}, joint ? LayoutOptions{0, 0} : LayoutOptions{8, 2});
      Visibility rule;
      // Up to a window that is far wider than any document: dense attention.
      rule.context = {static_cast<std::int32_t>(random.between(0, 5)), static_cast<std::int32_t>(random.between(1, 3))};
      rule.gap = {trial % 5 == 0 ? 1 << 20 : static_cast<std::int32_t>(random.between(0, 6)),
                  static_cast<std::int32_t>(random.between(1, 4))};
      rule.options = {2, trial % 3 == 0, joint && trial % 4 == 0,
                      joint ? static_cast<std::int32_t>(random.between(0, 4)) : 0};
      for (std::int64_t q = 0; q < layout.total(); ++q) {
        std::vector<std::int64_t> listed;
        listVisible(layout, q, rule, &listed);
        std::vector<std::int64_t> visible;
        for (std::int64_t k = 0; k < layout.total(); ++k) {
          if (rule.visible(layout.rows[static_cast<std::size_t>(q)], layout.rows[static_cast<std::size_t>(k)]))
            visible.push_back(k);
        }
        QCOMPARE(listed, visible);
      }
    }
  }

  void influenceGoesTheRightWay() {
    for (const Reading how : {Reading::kTwoWay, Reading::kCausal}) {
      ModelConfig config = reading(how);
      config.heads = {{4, 2, 6, 1, 1 << 20, {1}}, {2, 1, 6, 1, 1 << 20, {1}}};
      Denoiser model(config, 3);
      stir(&model);
      const torch::NoGradGuard noGrad;
      const Batch batch = makeExample(kTokens, kGaps, StreamOptions(config));
      const FillPlan plan = makeFillPlan(config, batch.layout);
      const auto input = model.readingInput(batch.layout, batch.context_C);
      const KeyValues prepared = model.prepare(model.prefill(input, makeReadPlan(config, batch.layout), nullptr), plan);
      const auto clean_FW = model.embed(batch.target_F);
      const auto before = model.denoise(clean_FW, prepared, plan, nullptr);
      const std::int64_t at = 6;
      auto changed_FW = clean_FW.clone();
      changed_FW[at] += 1.0;
      const auto moved = (model.denoise(changed_FW, prepared, plan, nullptr) - before).abs().amax(1);
      const double earlier = moved.narrow(0, 0, at).max().item<double>();
      const double later = moved.narrow(0, at + 1, moved.size(0) - at - 1).min().item<double>();
      QVERIFY(later > 1e-6);
      // Text before the change: untouched by a causal model, moved in a two-way one, known or not.
      if (how == Reading::kCausal) QVERIFY2(earlier < 1e-6, qPrintable(QString::number(earlier)));
      if (how == Reading::kTwoWay) QVERIFY(moved.narrow(0, 0, at).min().item<double>() > 1e-6);
    }
  }

  void passesPickTheirRows() {
    ModelConfig config = reading(Reading::kCausal);
    Denoiser model(config, 3);
    stir(&model);
    const ModelPass pass(model, kTokens, {{2, 4}}, 2, nullptr);
    QCOMPARE(numbers(pass.gold_G()), (std::vector<std::int64_t>{13, 14, 13, 14}));
    const auto logits = pass.nextLogits(pass.gold_G());
    QCOMPARE(logits.size(0), std::int64_t{6});
    QVERIFY(logits.narrow(0, 0, 3).allclose(logits.narrow(0, 3, 3), 1e-4, 1e-5));
    // Another first token changes what is said after it, not what was said of it.
    auto other = pass.gold_G().clone();
    other[0] = 30;
    const auto changed = pass.nextLogits(other);
    QVERIFY(changed[0].allclose(logits[0], 1e-4, 1e-5) && !changed[1].allclose(logits[1], 1e-4, 1e-5));
    QVERIFY(changed.narrow(0, 3, 3).allclose(logits.narrow(0, 3, 3), 1e-4, 1e-5));
  }

  void keptContextGivesTheSameLogits() {
    const Denoiser model = [] {
      Denoiser made(tinyConfig(400), 3);
      stir(&made);
      return made;
    }();
    QVERIFY(canKeepContext(model.config()));
    ContextCache cache(model, 1 << 20);
    std::vector<TokenId> tokens;
    for (int i = 0; i < 120; ++i) tokens.push_back(5 + i * 37 % 300);
    for (const int begin : {40, 60}) {
      const Gaps gaps = {{begin, begin + 5}};
      const ModelPass fresh(model, tokens, gaps, 2, nullptr);
      const ModelPass kept(model, tokens, gaps, 2, &cache);
      const auto states = model.embed(fresh.gold_G());
      QVERIFY(fresh.logits(states).allclose(kept.logits(states), 1e-4, 1e-4));
    }
    ModelConfig joint = model.config();
    joint.reading = Reading::kTwoWay;
    QVERIFY(!canKeepContext(joint));
  }

  void configurationKeepsItsReading() {
    for (const char* name : {"one-way", "two-way", "causal"}) {
      const ModelConfig config = modelConfigFromJson({{"reading", name}});
      QCOMPARE(modelConfigFromJson(toJson(config)).reading, config.reading);
    }
    // Checkpoints compare this text: an old model's stays what it was.
    QVERIFY(!toJson(ModelConfig()).contains("reading"));
    QVERIFY(sentenceOf([] { modelConfigFromJson({{"reading", "sideways"}}); }).find("one-way") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(StreamsTest)
#include "streams_test.moc"
