// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/train_plan.h"

#include <filesystem>

#include "engine/denoiser/parameter_shapes.h"
#include "engine/text/json.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/training/adapter_trainer.h"
#include "engine/training/trainer.h"
#include "engine/weights/base_tokenizer.h"
#include "engine/weights/model_folder.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

[[noreturn]] void refuseTraining(const std::string& sentence) { throw Error(ErrorCode::kInvalidInput, sentence); }

TrainPlan planModel(const TrainJob& job) {
  if (job.tokenizer.empty() && job.from.empty()) {
    refuseTraining(job.config +
                   ": the configuration has no \"adapter\", so it is of a model of its own, which needs --tokenizer.");
  }
  if (!job.from.empty() && isAdapterFolder(job.from)) {
    refuseTraining(job.config + ": the configuration has no \"adapter\", but " + job.from +
                   " is one: a run that begins with it needs one too.");
  }
  const TrainConfig config = readTrainConfig(job.config);
  TrainPlan plan;
  plan.options = config;
  plan.tokenizer = job.from.empty() ? std::make_unique<SentencePieceTokenizer>(job.tokenizer) : openTokenizer(job.from);
  if (config.model.vocabulary != plan.tokenizer->vocabulary()) {
    refuseTraining(job.config + ": the configuration's vocabulary is " + std::to_string(config.model.vocabulary) +
                   ", the tokenizer's " + std::to_string(plan.tokenizer->vocabulary()) + ".");
  }
  checkFitsMemory(config.model);
  plan.check = checkTrainable;
  plan.begin = [config, tokenizer = plan.tokenizer.get()](const TokenizedCorpus& corpus, torch::Device device) {
    return std::make_unique<Trainer>(config, *tokenizer, corpus, device);
  };
  const std::string pieces = job.from.empty() ? job.tokenizer : job.from + "/tokenizer.model";
  plan.save = [config, pieces](const Learner& learner, const std::string& folder) {
    saveModel(folder, config.model, learner.averaged(), pieces);
  };
  return plan;
}

AdapterTrainConfig readAdapterTrainConfig(const std::string& path, const nlohmann::json& json,
                                          const AdapterConfig& begins) {
  try {
    return adapterTrainConfigFromJson(json, begins, path);
  } catch (const Error& error) {
    // The command line is well; the file that it names is not.
    if (error.code() != ErrorCode::kInvalidConfig) throw;
    throw Error(ErrorCode::kInvalidInput, path + ": " + error.what());
  }
}

TrainPlan planAdapter(const TrainJob& job, const nlohmann::json& json) {
  if (!job.tokenizer.empty()) refuseTraining("An adapter reads by its base's own tokenizer: leave --tokenizer out.");
  if (!job.from.empty() && !isAdapterFolder(job.from))
    refuseTraining("The model in " + job.from +
                   " is no adapter of a base: a run of one begins with an adapter, or anew.");
  AdapterConfig begins;
  std::shared_ptr<const BaseFile> base;
  if (job.from.empty()) {
    base = std::make_shared<const BaseFile>(firstBase());
    begins.baseFile = fs::path(base->info().path).filename().string();
    begins.baseSha256 = base->sha256();
  } else {
    begins = readAdapter(job.from).config;
    base = std::make_shared<const BaseFile>(findBase(begins, job.from));
  }
  checkBase(*base);
  const AdapterTrainConfig config = readAdapterTrainConfig(job.config, json, begins);
  TrainPlan plan;
  plan.options = config;
  plan.tokenizer = readBaseTokenizer(base->gguf());
  plan.check = [](const TokenizedCorpus& corpus, const std::string& where) {
    if (corpus.holdsPairs())
      refuseTraining(where + " holds pairs; an adapter is trained on books, which are .txt files.");
    checkTrainable(corpus, where);
  };
  plan.begin = [config, base, tokenizer = plan.tokenizer.get()](const TokenizedCorpus& corpus, torch::Device device) {
    return std::make_unique<AdapterTrainer>(config, *base, *tokenizer, corpus, device);
  };
  plan.save = [config](const Learner& learner, const std::string& folder) {
    saveAdapter(folder, config.adapter, learner.averaged());
  };
  return plan;
}

}  // namespace

TrainPlan planTraining(const TrainJob& job) {
  // Written so that NaN is refused too.
  if (!(job.budgetMinutes >= 0 && job.budgetMinutes <= 1e6))
    throw Error(ErrorCode::kInvalidConfig, "The budget must be 0 to 1000000 minutes.");
  if (job.config.empty()) return planAdapter(job, nlohmann::json::object());
  const auto json = readJsonObject(job.config, "The configuration");
  return trainsAdapter(json) ? planAdapter(job, json) : planModel(job);
}

}  // namespace lacuna::engine
