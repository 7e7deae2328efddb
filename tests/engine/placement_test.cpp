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
  DocumentPlan document{60, {{20, 7}, {40, 5}}, 3};
  const auto lookAt = [&](int candidates, const torch::Tensor& state_FW) {
    document.candidates = candidates;
    const Layout layout = makeLayout({document}, config.layoutOptions());
    FillPlan plan = makeFillPlan(config, layout);
    torch::manual_seed(1);
    const auto context_C = torch::randint(5, 64, {60}, torch::kInt64);
    const KeyValues reading = model.read(model.readingInput(layout, context_C), makeReadPlan(config, layout), nullptr);
    const KeyValues kept = selectRows(reading, plan.kept);
    ModelLook look(model, document, std::move(plan), kept);
    if (look.together() != candidates || !look.whyNoGraph().empty()) throw std::logic_error("split without a reason");
    return look(state_FW);
  };
  torch::manual_seed(2);
  const auto state_FW = torch::randn({3 * 12, config.width});
  const auto all = lookAt(3, state_FW);
  const auto two = lookAt(2, state_FW.narrow(0, 0, 24));
  const auto one = lookAt(1, state_FW.narrow(0, 24, 12));
  QVERIFY((torch::cat({two, one}) - all).abs().max().item<double>() < 1e-5);
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
