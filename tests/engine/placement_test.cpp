// SPDX-License-Identifier: GPL-3.0-or-later
// What a GPU's memory is asked for before work starts, and that a look at candidates in parts is the same look.
#include <torch/types.h>

#include "engine/sampling/model_look.h"
#include "engine/sampling/placement.h"
#include "tests/engine/support.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

class PlacementTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void asksForMoreWhereThereIsMore();
  void saysWhatIsMissing();
  void looksAlikeInParts();
  void staysOnTheCpuWithoutAGpu();
};

void PlacementTest::asksForMoreWhereThereIsMore() {
  const ModelConfig config;
  QVERIFY(lookBytes(config, 100, 64) < lookBytes(config, 200, 64));
  QVERIFY(lookBytes(config, 100, 64) < lookBytes(config, 100, 128));
  QVERIFY(leastBytes(config, 1000) - leastBytes(config, 0) == 1000);
  // Keys and values of 12,000 rows are counted in full.
  const std::size_t rows = 12000;
  const auto keyWidth = static_cast<std::size_t>(config.keyHeadCount() * config.headSize);
  QVERIFY(lookBytes(config, rows, 1) >= sizeof(float) * 2 * static_cast<std::size_t>(config.layers) * rows * keyWidth);
}

void PlacementTest::saysWhatIsMissing() {
  QCOMPARE(whyTooSmall({5000, 9000}, 5000, "GPU"), std::string());
  QCOMPARE(whyTooSmall({0, 0}, 5000, "GPU"), std::string());  // the device does not say
  QCOMPARE(
      whyTooSmall({500000000, 8000000000}, 1240000000, "NVIDIA T4"),
      std::string("The NVIDIA T4 has 0.5 GB of memory free and the model wants 1.2 GB, so the CPU does the work."));
}

void PlacementTest::looksAlikeInParts() {
  const torch::NoGradGuard noGrad;
  const ModelConfig config = tinyConfig();
  Denoiser model(config, 3);
  stir(&model);
  const DocumentPlan document{60, {{20, 7}, {40, 5}}, 3};
  const Layout layout = makeLayout({document}, config.layoutOptions());
  const FillPlan plan = makeFillPlan(config, layout);
  torch::manual_seed(1);
  const auto context_C = torch::randint(5, 64, {60}, torch::kInt64);
  const KeyValues reading = model.prefill(model.readingInput(layout, context_C), makeReadPlan(config, layout), nullptr);
  const KeyValues kept = selectRows(reading, plan.kept);
  const auto bytes = [&](std::size_t candidates) { return lookBytes(config, plan.kept.size(), 12 * candidates); };
  torch::manual_seed(2);
  const auto state_FW = torch::randn({3 * 12, config.width});
  ModelLook whole(model, document, plan, kept);
  const auto all = whole(state_FW);
  QCOMPARE(whole.together(), 3);
  QVERIFY(all.abs().max().item<double>() > 1e-2);
  for (const std::size_t together : {2U, 1U}) {
    ModelLook look(model, document, plan, kept, bytes(together));
    QCOMPARE(look.together(), static_cast<int>(together));
    QVERIFY((look(state_FW) - all).abs().max().item<double>() < 1e-5);
    QVERIFY((look(state_FW) - all).abs().max().item<double>() < 1e-5);  // its parts are kept
  }
  ErrorCode code{};
  const std::string sentence = sentenceOf([&] { ModelLook(model, document, plan, kept, bytes(1) - 1); }, &code);
  QCOMPARE(code, ErrorCode::kOutOfMemory);
  QCOMPARE(sentence, std::string("The GPU has no memory left for this gap."));
}

void PlacementTest::staysOnTheCpuWithoutAGpu() {
  if (accelerator() != nullptr) QSKIP("there is a GPU");
  Denoiser model(tinyConfig(), 3);
  QCOMPARE(placeModel(&model), std::string());
  QVERIFY(model.device().is_cpu());
  qputenv("LACUNA_DEVICE", "cuda");
  ErrorCode code{};
  const std::string sentence = sentenceOf([&] { placeModel(&model); }, &code);
  qunsetenv("LACUNA_DEVICE");
  QCOMPARE(code, ErrorCode::kInvalidConfig);
  QVERIFY(sentence.rfind("CUDA was asked for, but ", 0) == 0);
}

QTEST_GUILESS_MAIN(PlacementTest)
#include "placement_test.moc"
