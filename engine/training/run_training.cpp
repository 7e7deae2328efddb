// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

#include "engine/training/schedule.h"
#include "engine/training/trainer.h"
#include "engine/weights/model_folder.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

nlohmann::json expertSummary(const ExpertLoad& load) {
  nlohmann::json layers = nlohmann::json::array();
  for (const auto& tokens : load.tokens_E) {
    const auto share = tokens / tokens.sum();
    layers.push_back({{"highest", share.max().item<double>()}, {"lowest", share.min().item<double>()}});
  }
  return layers;
}

}  // namespace

void runTraining(const TrainJob& job, const TrainCallback& onProgress, const CancelFlag& cancel) {
  const torch::Device device = chooseDevice(job.device);
  const TrainConfig config = readTrainConfig(job.config);
  const Tokenizer tokenizer(job.tokenizer);
  if (config.model.vocabulary != tokenizer.vocabulary()) {
    throw Error(ErrorCode::kInvalidConfig, "The configuration's vocabulary is " +
                                               std::to_string(config.model.vocabulary) + ", the tokenizer's " +
                                               std::to_string(tokenizer.vocabulary()) + ".");
  }
  std::error_code failed;
  fs::create_directories(job.output, failed);
  if (failed) throw Error(ErrorCode::kIo, "The folder " + job.output + " cannot be made: " + failed.message() + ".");
  const TokenizedCorpus corpus = tokenizeCorpus(job.data, tokenizer, job.output + "/tokens.bin");
  TokenizedCorpus valid;
  if (!job.valid.empty()) valid = tokenizeCorpus(job.valid, tokenizer, job.output + "/valid.bin");

  Trainer trainer(config, tokenizer, corpus, device);
  const std::string checkpoint = job.output + "/checkpoint.safetensors";
  double before = 0;
  if (fs::exists(checkpoint)) before = trainer.load(checkpoint);
  std::ofstream metrics(job.output + "/metrics.jsonl", std::ios::app);
  const auto start = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return before + std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const double budget = job.budgetMinutes * 60;
  const auto progressOf = [&] {
    return budget > 0
               ? std::min(1.0, elapsed() / budget)
               : static_cast<double>(trainer.steps()) / static_cast<double>(std::max<std::int64_t>(1, config.steps));
  };
  const std::int64_t firstTokens = trainer.tokens();
  const auto report = [&](double heldOut, const std::string& note) {
    TrainProgress progress;
    progress.step = trainer.steps();
    progress.tokens = trainer.tokens();
    progress.loss = trainer.smoothedLoss();
    progress.heldOutLoss = heldOut;
    const double running = std::max(1e-9, elapsed() - before);
    progress.tokensPerSecond = static_cast<double>(trainer.tokens() - firstTokens) / running;
    const double share = progressOf();
    progress.steps = budget > 0
                         ? static_cast<std::int64_t>(static_cast<double>(trainer.steps()) / std::max(share, 1e-6))
                         : config.steps;
    progress.secondsLeft =
        budget > 0 ? std::max(0.0, budget - elapsed()) : elapsed() * (1 - share) / std::max(share, 1e-6);
    progress.note = note;
    if (onProgress) onProgress(progress);
  };
  const auto save = [&] {
    trainer.save(checkpoint, elapsed());
    saveModel(job.output + "/model", config.model, trainer.averaged(), job.tokenizer);
  };
  const auto measure = [&] {
    return valid.tokens.empty() ? std::numeric_limits<double>::quiet_NaN()
                                : trainer.heldOut(valid, config.heldOutBatches);
  };
  if (trainer.steps() > 0)
    report(std::numeric_limits<double>::quiet_NaN(), "Resumed at step " + std::to_string(trainer.steps()) + ".");
  while (progressOf() < 1.0 && !cancel.load()) {
    const StepLoss loss = trainer.step(rateAt(config, trainer.steps(), progressOf()));
    metrics << nlohmann::json{{"step", trainer.steps()},
                              {"loss", loss.loss},
                              {"norm", loss.gradientNorm},
                              {"tokens", trainer.tokens()},
                              {"seconds", elapsed()}}
                   .dump()
            << "\n";
    double heldOut = std::numeric_limits<double>::quiet_NaN();
    if (trainer.steps() % config.heldOutEvery == 0) {
      heldOut = measure();
      metrics << nlohmann::json{{"step", trainer.steps()},
                                {"held_out", heldOut},
                                {"seconds", elapsed()},
                                {"experts", expertSummary(trainer.lastLoad())}}
                     .dump()
              << std::endl;
    }
    const bool due = trainer.steps() % config.checkpointEvery == 0;
    if (due) save();
    report(heldOut, due ? "Checkpoint written." : "");
  }
  save();
  const double heldOut = measure();
  metrics << nlohmann::json{{"step", trainer.steps()}, {"held_out", heldOut}, {"seconds", elapsed()}, {"final", true}}
                 .dump()
          << std::endl;
  report(heldOut,
         cancel.load() ? "Stopped; the run resumes from here." : "Done; the model is in " + job.output + "/model.");
}

}  // namespace lacuna::engine
