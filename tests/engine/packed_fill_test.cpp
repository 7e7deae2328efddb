// SPDX-License-Identifier: GPL-3.0-or-later
// A step in one pass against Denoiser::denoise(), its plain twin: random layouts, both precisions, what a probe is
// told; and that a candidate's bytes depend on nothing but the candidate.
#include "tests/engine/support.h"

#include "engine/denoiser/packed_fill.h"
#include "engine/linear/avx2_linear.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

double apart(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

// As tinyConfig(), with heads that the kernels take.
ModelConfig suitableConfig() {
  ModelConfig config = tinyConfig(512);
  config.headSize = 16;
  return config;
}

// A document whose gaps are at its ends, side by side, short and long, and some of it tagged, as chance will have it.
DocumentPlan randomDocument(Random& random) {
  DocumentPlan plan;
  plan.context = static_cast<std::int32_t>(random.between(1, 180));
  plan.candidates = static_cast<std::int32_t>(random.between(1, 4));
  for (std::int32_t at = 0; at < plan.context && plan.gaps.size() < 5;) {
    plan.gaps.push_back({at, static_cast<std::int32_t>(random.between(1, 40))});
    at += static_cast<std::int32_t>(random.between(1, 90));
  }
  // Passages that the author tagged: far from every gap, near one, around a marker.
  for (std::int32_t at = static_cast<std::int32_t>(random.between(0, 200)); at < plan.context;
       at += static_cast<std::int32_t>(random.between(20, 90))) {
    const std::int32_t end = std::min(plan.context, at + static_cast<std::int32_t>(random.between(1, 12)));
    plan.tagged.push_back({at, end});
  }
  return plan;
}

struct Case {
  const Denoiser& model;
  Layout layout;
  FillPlan plan;
  KeyValues kept;
  torch::Tensor state_FW;

  Case(const Denoiser& denoiser, const DocumentPlan& document, const LayoutOptions& options) : model(denoiser) {
    layout = makeLayout({document}, options);
    plan = makeFillPlan(model.config(), layout);
    const auto context = torch::randint(5, model.config().vocabulary, {document.context}, torch::kInt64);
    kept = selectRows(model.prefill(model.readingInput(layout, context), makeReadPlan(model.config(), layout), nullptr),
                      plan.kept);
    state_FW = torch::randn({layout.filling(), model.config().width});
  }

  torch::Tensor plain(FillProbe* probe = nullptr) const {
    return model.denoise(state_FW, model.prepareKept(kept, plan), plan, {nullptr, probe});
  }
  torch::Tensor packed(FillProbe* probe = nullptr, int threads = 1) const {
    return PackedFill(model, layout, plan, kept)(state_FW, probe, threads);
  }
};

}  // namespace

class PackedFillTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    if (!hasAvx2()) QSKIP("this processor has no AVX2");
    torch::manual_seed(5);
  }
  void equalsFill();
  void equalsFillWhereHeadsLeaveTheGlobals();
  void equalsFillWithHopsIntoFarText();
  void equalsFillWithGroupedAndPlainLayers();
  void isNearInFixedPoint();
  void tellsTheProbeTheSame();
  void bytesDependOnTheCandidateAlone();
  void partOfALookLeavesTheRest();
  void servesWhatItCan();

 private:
  const torch::NoGradGuard noGrad_;
};

void PackedFillTest::equalsFill() {
  Denoiser model(suitableConfig(), 3);
  stir(&model);
  model.pack();
  Random random(1);
  for (int i = 0; i < 40; ++i) {
    const Case test(model, randomDocument(random), model.config().layoutOptions());
    QVERIFY(PackedFill::serves(model, test.layout));
    const double difference = apart(test.packed(), test.plain());
    QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
  }
}

void PackedFillTest::equalsFillWithHopsIntoFarText() {
  ModelConfig config = suitableConfig();
  config.heads = {
      {2, 1, 6, 1, 7, {1}, false, {3, 2, 1}}, {2, 1, 6, 1, 7, {1}}, {2, 1, 6, 1, 5, {3, 4}, true, {5, 4, 0}}};
  QCOMPARE(toJson(modelConfigFromJson(toJson(config))), toJson(config));
  QVERIFY(modelConfigFromJson(toJson(config)).heads.back().gapFar == config.heads.back().gapFar);
  Denoiser model(config, 3);
  stir(&model);
  model.pack();
  Random random(3);
  for (int i = 0; i < 40; ++i) {
    const Case test(model, randomDocument(random), model.config().layoutOptions());
    QVERIFY(PackedFill::serves(model, test.layout));  // far text is one run, of any number of gaps
    const double difference = apart(test.packed(), test.plain());
    QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
  }
}

// Groups whose windows are alike and whose globals are not: two rules. The probe tells them apart as fill() does.
void PackedFillTest::equalsFillWhereHeadsLeaveTheGlobals() {
  ModelConfig config = suitableConfig();
  config.heads = {{2, 1, 6, 1, 7, {1}, false}, {2, 1, 6, 1, 7, {1}}, {2, 1, 6, 1, 5, {3, 4}, false}};
  QCOMPARE(toJson(modelConfigFromJson(toJson(config))), toJson(config));
  QVERIFY(!modelConfigFromJson(toJson(config)).heads.front().gapReadsGlobals);
  Denoiser model(config, 3);
  stir(&model);
  model.pack();
  Random random(6);
  for (int i = 0; i < 10; ++i) {
    const Case test(model, randomDocument(random), config.layoutOptions());
    QVERIFY(PackedFill::serves(model, test.layout));
    FillProbe plain;
    FillProbe packed(FillProbe::Detail::kSum);
    QVERIFY(apart(test.packed(&packed), test.plain(&plain)) < 1e-4);
    QVERIFY(apart(packed.mass_K(), plain.mass_K()) < 1e-5);
  }
}

void PackedFillTest::equalsFillWithGroupedAndPlainLayers() {
  ModelConfig config = suitableConfig();
  config.heads = {{6, 2, 6, 1, 9, {1, 2}}, {1, 1, 6, 1, 3, {5}}};
  config.width = 28;  // no multiple of a lane
  config.experts = 0;
  config.expertsPerToken = 1;
  config.chunk = 0;
  config.globals = 0;
  Denoiser model(config, 3);
  stir(&model);
  model.pack();
  Random random(2);
  for (int i = 0; i < 10; ++i) {
    const Case test(model, randomDocument(random), config.layoutOptions());
    QVERIFY(apart(test.packed(), test.plain()) < 1e-4);
  }
}

void PackedFillTest::isNearInFixedPoint() {
  ModelConfig config = suitableConfig();
  // With fewer of them a token near the border between two would change sides, which is no rounding error.
  config.expertsPerToken = config.experts;
  Denoiser model(config, 3);
  stir(&model);
  model.pack(Precision::kFixed16);
  Random random(3);
  for (int i = 0; i < 10; ++i) {
    const Case test(model, randomDocument(random), model.config().layoutOptions());
    const auto plain = test.plain();
    const auto packed = test.packed();
    QVERIFY(!at::equal(plain, packed));
    const double error = ((packed - plain).square().mean() / plain.square().mean()).sqrt().item<double>();
    QVERIFY2(error < 2e-3, qPrintable(QString::number(error)));
  }
}

void PackedFillTest::tellsTheProbeTheSame() {
  Denoiser model(suitableConfig(), 3);
  stir(&model);
  model.pack();
  Random random(4);
  for (int i = 0; i < 5; ++i) {
    const Case test(model, randomDocument(random), model.config().layoutOptions());
    FillProbe plain;
    FillProbe packed(FillProbe::Detail::kSum);
    test.plain(&plain);
    QVERIFY(at::equal(test.packed(&packed, 2), test.packed()));
    QVERIFY(apart(packed.mass_K(), plain.mass_K()) < 1e-5);
    QVERIFY(std::abs(packed.mass_K().sum().item<double>() - 1) < 1e-4);
    QCOMPARE(packed.choices().size(), plain.choices().size());
    for (std::size_t layer = 0; layer < plain.choices().size(); ++layer) {
      QVERIFY(apart(packed.choices()[layer].logits_TE, plain.choices()[layer].logits_TE) < 1e-4);
      QVERIFY(at::equal(packed.choices()[layer].expert_TK, plain.choices()[layer].expert_TK));
      QVERIFY(apart(packed.choices()[layer].weight_TK, plain.choices()[layer].weight_TK) < 1e-4);
    }
  }
}

void PackedFillTest::bytesDependOnTheCandidateAlone() {
  for (const Precision precision : {Precision::kFloat32, Precision::kFixed16}) {
    Denoiser model(suitableConfig(), 3);
    stir(&model);
    model.pack(precision);
    DocumentPlan document{90, {{7, 13}, {60, 30}}, 5};
    const Case all(model, document, model.config().layoutOptions());
    const auto together = all.packed();
    for (const int threads : {2, 3, 9}) QVERIFY(at::equal(all.packed(nullptr, threads), together));
    document.candidates = 1;
    const Layout layout = makeLayout({document}, model.config().layoutOptions());
    const FillPlan plan = makeFillPlan(model.config(), layout);
    QCOMPARE(plan.kept, all.plan.kept);
    const PackedFill alone(model, layout, plan, all.kept);
    for (const std::int64_t candidate : {0, 3, 4}) {
      const auto rows = [&](const torch::Tensor& x_FW) { return x_FW.narrow(0, candidate * 43, 43); };
      QVERIFY(at::equal(alone(rows(all.state_FW), nullptr, 1), rows(together)));
    }
  }
}

// Rows that are computed again are what they are in the whole look, among the others as they were; those others stay.
void PackedFillTest::partOfALookLeavesTheRest() {
  for (const Precision precision : {Precision::kFloat32, Precision::kFixed16}) {
    Denoiser model(suitableConfig(), 3);
    stir(&model);
    model.pack(precision);
    const DocumentPlan document{90, {{7, 13}, {60, 30}}, 3};
    const Case test(model, document, model.config().layoutOptions());
    const PackedFill look(model, test.layout, test.plan, test.kept);
    const std::size_t rows = 3 * 43;
    for (const int threads : {1, 2}) {
      KeptGapRows kept;
      FillProbe whole(FillProbe::Detail::kSum), part(FillProbe::Detail::kSum);
      const auto before = look(test.state_FW, &whole, threads, &kept);
      QVERIFY(at::equal(before, test.packed()));
      // Nothing has changed: what is asked for comes out the same.
      GapRowsAsked only{std::vector<bool>(rows, false), std::vector<bool>(rows, false)};
      for (const std::size_t row : {0, 12, 13, 50, 128}) only.asked_F[row] = true;
      QVERIFY(at::equal(look(test.state_FW, &part, threads, &kept, &only), before));
      for (std::size_t layer = 0; layer < whole.choices().size(); ++layer)
        QVERIFY(at::equal(part.choices()[layer].expert_TK, whole.choices()[layer].expert_TK));
      QVERIFY(std::abs(part.mass_K().sum().item<double>() - 1) < 1e-4);
      // Two have: their own rows alone become others.
      auto changed = test.state_FW.clone();
      for (const std::size_t row : {12, 50}) {
        changed[static_cast<std::int64_t>(row)].normal_();
        only.changed_F[row] = true;
      }
      only.asked_F.assign(rows, false);
      only.asked_F[11] = true;
      const auto after = look(changed, nullptr, threads, &kept, &only);
      for (std::size_t row = 0; row < rows; ++row) {
        const auto at = static_cast<std::int64_t>(row);
        const bool same = at::equal(after[at], before[at]);
        QCOMPARE(same, row != 11 && row != 12 && row != 50);
      }
      // Of all rows it is the whole look.
      only.changed_F.assign(rows, true);
      only.asked_F.assign(rows, true);
      QVERIFY(at::equal(look(changed, nullptr, threads, &kept, &only), look(changed, nullptr, threads)));
    }
  }
}

void PackedFillTest::servesWhatItCan() {
  Denoiser model(suitableConfig(), 3);
  const Layout one = makeLayout({{30, {{3, 4}}, 1}}, model.config().layoutOptions());
  QVERIFY(!PackedFill::serves(model, one));  // not packed
  model.pack();
  QVERIFY(PackedFill::serves(model, one));
  QVERIFY(
      !PackedFill::serves(model, makeLayout({{30, {{3, 4}}, 1}, {9, {{1, 2}}, 1}}, model.config().layoutOptions())));
  QVERIFY(!PackedFill::serves(model, makeLayout({{30, {}, 1}}, model.config().layoutOptions())));
  {
    const torch::AutoGradMode grad(true);
    QVERIFY(!PackedFill::serves(model, one));
  }
  model.to(torch::kCPU);  // lets go of what was laid out
  QVERIFY(!PackedFill::serves(model, one));
}

QTEST_APPLESS_MAIN(PackedFillTest)
#include "packed_fill_test.moc"
