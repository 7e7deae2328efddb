// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ablation/train_run.h"

#include <chrono>
#include <cmath>

#include <optional>

#include "engine/benchmark/base_config.h"
#include "engine/benchmark/machine.h"
#include "engine/training/schedule.h"
#include "engine/training/trainer.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {
namespace {

using Clock = std::chrono::steady_clock;

// The averaged weights as a model of their own, on the CPU, laid out for inference.
Denoiser averagedModel(const Trainer& trainer, const ModelConfig& config) {
  const torch::NoGradGuard noGrad;
  Denoiser model(config, 0);
  const Parameters averaged = trainer.averaged();
  for (std::size_t i = 0; i < averaged.size(); ++i) {
    model.parameters()[i].tensor.copy_(averaged[i].tensor);
    model.parameters()[i].tensor.set_requires_grad(false);
  }
  model.pack();
  return model;
}

HarnessOptions harnessOptions(const MeasureOptions& measure, int blanks) {
  HarnessOptions options;
  options.contexts = measure.contexts;
  options.blanks.lengths = measure.lengths;
  options.blanks.blanks = blanks;
  options.fill.candidates = measure.candidates;
  options.fill.steps = measure.steps;
  options.cloze = false;
  return options;
}

class RunTrainer {
 public:
  RunTrainer(const GridRun& run, const RunScene& scene, const std::function<void(const std::string&)>& told)
      : run_(run),
        scene_(scene),
        told_(told),
        noise_(makeNoiseProcess(run.config.model.noise)),
        few_(scene.valid, harnessOptions(scene.measure, scene.measure.looks)) {}

  RunResult run();

 private:
  double progress(const Trainer& trainer) const;
  void watch(const Trainer& trainer);
  void measure(const Trainer& trainer);

  const GridRun& run_;
  const RunScene& scene_;
  const std::function<void(const std::string&)>& told_;
  std::unique_ptr<NoiseProcess> noise_;
  Harness few_;
  RunResult result_;
};

double RunTrainer::progress(const Trainer& trainer) const {
  if (scene_.trainSeconds > 0) return std::min(1.0, result_.trainSeconds / scene_.trainSeconds);
  return static_cast<double>(trainer.steps()) / static_cast<double>(std::max<std::int64_t>(1, run_.config.steps));
}

void RunTrainer::watch(const Trainer& trainer) {
  const Denoiser model = averagedModel(trainer, run_.config.model);
  ModelSystem system(run_.name, model, scene_.tokenizer, *noise_);
  const double nll = few_.likelihood(&system, scene_.measure.contexts.front(), [&] { told_("measuring"); }).value;
  result_.curve.emplace_back(result_.trainSeconds, nll);
  if (std::isnan(result_.secondsToTarget) && nll <= scene_.measure.targetLoss)
    result_.secondsToTarget = result_.trainSeconds;
}

void RunTrainer::measure(const Trainer& trainer) {
  const Denoiser model = averagedModel(trainer, run_.config.model);
  ModelSystem system(run_.name, model, scene_.tokenizer, *noise_);
  const Harness all(scene_.valid, harnessOptions(scene_.measure, scene_.measure.blanks));
  BleuCounts bleu;
  double rouge = 0;
  for (std::size_t i = 0; i < all.blanks().size(); ++i) {
    if (all.blanks()[i].kind != BlankKind::kTokens) continue;
    told_("filling blank " + std::to_string(i + 1));
    const BlankAnswer answer = all.ask(&system, i, scene_.measure.contexts.front(), nullptr);
    result_.nats.push_back(answer.nats);
    result_.lengths.push_back(answer.tokens);
    bleu += answer.bleu;
    rouge += answer.rouge;
  }
  result_.nll = bootstrap(result_.nats.size(), 1,
                          [&](const Draw& draw) { return ratioOver(draw, result_.nats, result_.lengths); });
  result_.bleu2 = corpusBleu(bleu, 2);
  result_.rougeL = 100 * rouge / static_cast<double>(result_.nats.size());
  result_.nllLong = scene_.measure.contexts.size() < 2
                        ? kNotMeasured
                        : all.likelihood(&system, scene_.measure.contexts.back(), [&] { told_("measuring"); }).value;
}

RunResult RunTrainer::run() {
  resetPeakMemory();
  Trainer trainer(run_.config, scene_.tokenizer, scene_.corpus, scene_.device);
  result_.secondsToTarget = kNotMeasured;
  result_.parameters = countParameters(trainer.model().parameters());
  result_.activeParameters = countActive(run_.config.model, result_.parameters);
  double peak = 0;
  while (progress(trainer) < 1.0) {
    const auto start = Clock::now();
    const StepLoss loss = trainer.step(rateAt(run_.config, trainer.steps(), progress(trainer)), {progress(trainer), 0});
    if (!loss.sound) {
      throw Error(ErrorCode::kInternal, "The run \"" + run_.name + "\" left its course at step " +
                                            std::to_string(trainer.steps()) + " (loss " + std::to_string(loss.loss) +
                                            "); lower its learning rates in the grid.");
    }
    result_.trainSeconds += std::chrono::duration<double>(Clock::now() - start).count();
    told_("step " + std::to_string(trainer.steps()));
    if (trainer.steps() % scene_.measure.every != 0) continue;
    // What measuring needs is not what training needs.
    peak = std::max(peak, static_cast<double>(peakResidentBytes()));
    watch(trainer);
    resetPeakMemory();
  }
  result_.peakMegabytes = std::max(peak, static_cast<double>(peakResidentBytes())) / 1e6;
  result_.steps = trainer.steps();
  result_.tokens = trainer.tokens();
  result_.tokensPerSecond = static_cast<double>(trainer.tokens()) / std::max(1e-9, result_.trainSeconds);
  measure(trainer);
  ModelConfig named = run_.config.model;
  named.name = run_.name;
  saveModel(scene_.modelFolder, named, trainer.averaged(), scene_.tokenizerFile);
  return result_;
}

}  // namespace

RunResult trainAndMeasure(const GridRun& run, const RunScene& scene,
                          const std::function<void(const std::string&)>& told) {
  return RunTrainer(run, scene, told).run();
}

}  // namespace lacuna::engine
