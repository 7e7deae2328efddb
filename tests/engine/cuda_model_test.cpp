// SPDX-License-Identifier: GPL-3.0-or-later
// The model on a real GPU: a recorded step against a plain one and against the CPU, a whole infill, a training step.
#include <torch/types.h>

#include <cmath>

#include "engine/accelerator.h"
#include "engine/sampling/infill_session.h"
#include "engine/sampling/model_look.h"
#include "engine/training/trainer.h"
#include "tests/engine/support.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

InfillRequest requestOf(int candidates) {
  InfillRequest request;
  request.text = "The tide had gone out, and the boats lay . Nobody had seen the lamp being lit.";
  const std::size_t at = request.text.find(" .") + 1;
  request.gaps = {{at, at, 0, 12}};
  request.candidates = candidates;
  request.steps = 8;
  return request;
}

}  // namespace

class CudaModelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    if (accelerator() == nullptr) QSKIP(("there is no GPU to test on: " + whyNoAccelerator()).c_str());
  }
  void recordedStepsEqualPlainOnes();
  void sessionNamesTheGpuAndRepeatsItself();
  void asksForMemoryFirst();
  void trains();
};

void CudaModelTest::recordedStepsEqualPlainOnes() {
  const torch::NoGradGuard noGrad;
  const LoadedModel loaded = loadModel(modelFolder());
  Denoiser& model = *loaded.denoiser;
  const ModelConfig& config = model.config();
  const DocumentPlan document{300, {{100, 24}, {200, 9}}, 3};
  const Layout layout = makeLayout({document}, config.layoutOptions());
  const FillPlan plan = makeFillPlan(config, layout);
  torch::manual_seed(1);
  const auto context_C = torch::randint(5, config.vocabulary, {300}, torch::kInt64);
  const auto keptOn = [&](torch::Device device) {
    const KeyValues reading = model.prefill(model.readingInput(layout, context_C.to(device)),
                                            makeReadPlan(config, layout).to(device), nullptr);
    return selectRows(reading, plan.kept);
  };
  const auto state = [&] { return torch::randn({3 * 33, config.width}); };
  const std::vector<torch::Tensor> states{state(), state(), state()};
  std::vector<torch::Tensor> host;
  {
    ModelLook look(model, document, plan, keptOn(torch::kCPU));
    for (const auto& x : states) host.push_back(look(x));
  }
  model.to(torch::kCUDA);
  const KeyValues kept = keptOn(torch::kCUDA);
  ModelLook recorded(model, document, plan, kept);
  for (std::size_t i = 0; i < states.size(); ++i) {
    ModelLook plain(model, document, plan, kept);
    const auto first = plain(states[i]);  // a graph's first call computes
    const auto later = recorded(states[i]);
    QVERIFY2(recorded.whyNoGraph().empty(), recorded.whyNoGraph().c_str());
    QVERIFY((later - first).abs().max().item<double>() < 1e-3);
    QVERIFY(((first - host[i]).norm() / host[i].norm()).item<double>() < 0.05);  // bfloat16 against float32
  }
}

void CudaModelTest::sessionNamesTheGpuAndRepeatsItself() {
  const auto session = openInfillSession(modelFolder());
  QCOMPARE(session->model().device, accelerator()->name());
  const CancelFlag never{false};
  const InfillResult once = session->infill(requestOf(4), {}, never);
  const InfillResult again = session->infill(requestOf(4), {}, never);
  QCOMPARE(once.candidates.size(), std::size_t{4});
  for (std::size_t i = 0; i < 4; ++i) QCOMPARE(once.candidates[i][0].text, again.candidates[i][0].text);
  QVERIFY(once.note.empty());
}

void CudaModelTest::asksForMemoryFirst() {
  const torch::NoGradGuard noGrad;
  const DeviceMemory memory = accelerator()->memory();
  QVERIFY(memory.free > 0 && memory.free <= memory.total);
  const LoadedModel loaded = loadModel(modelFolder());
  Denoiser& model = *loaded.denoiser;
  const ModelConfig& config = model.config();
  model.to(torch::kCUDA);
  // What a tensor takes is free no longer.
  const auto taken = torch::empty({256 << 20}, torch::TensorOptions(torch::kUInt8).device(torch::kCUDA));
  QVERIFY(accelerator()->memory().free + (200U << 20U) < memory.free);
  const DocumentPlan document{300, {{100, 24}}, 8};
  const Layout layout = makeLayout({document}, config.layoutOptions());
  const FillPlan plan = makeFillPlan(config, layout);
  const auto context_C = torch::randint(5, config.vocabulary, {300}, torch::kInt64).to(torch::kCUDA);
  const KeyValues reading =
      model.prefill(model.readingInput(layout, context_C), makeReadPlan(config, layout).to(torch::kCUDA), nullptr);
  const KeyValues kept = selectRows(reading, plan.kept);
  const auto needs = [&](std::size_t candidates) { return lookBytes(config, plan.kept.size(), 24 * candidates); };
  ModelLook whole(model, document, plan, kept);
  QCOMPARE(whole.together(), 8);
  ModelLook parts(model, document, plan, kept, needs(2));
  QCOMPARE(parts.together(), 2);
  const auto state_FW = torch::randn({8 * 24, config.width});
  QVERIFY((parts(state_FW) - whole(state_FW)).abs().max().item<double>() < 0.05);
  ErrorCode code{};
  QVERIFY(!sentenceOf([&] { ModelLook(model, document, plan, kept, needs(1) - 1); }, &code).empty());
  QCOMPARE(code, ErrorCode::kOutOfMemory);
}

void CudaModelTest::trains() {
  ScratchFolder folder;
  folder.write("data/a.txt", habitualText(400, 1));
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  TrainConfig config;
  config.model = tinyConfig(tokenizer.vocabulary());
  const TokenizedCorpus corpus = tokenizeCorpus(folder.path("data"), tokenizer, folder.path("tokens.bin"));
  Trainer trainer(config, tokenizer, corpus, torch::kCUDA);
  double first = 0;
  double last = 0;
  for (int i = 0; i < 20; ++i) {
    last = trainer.step(1.0).loss;
    if (i == 0) first = last;
    QVERIFY(std::isfinite(last));
  }
  QVERIFY(last < first);
}

QTEST_GUILESS_MAIN(CudaModelTest)
#include "cuda_model_test.moc"
