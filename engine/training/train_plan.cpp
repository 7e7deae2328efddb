// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/train_plan.h"

#include <cstdio>
#include <filesystem>

#include "engine/denoiser/parameter_shapes.h"
#include "engine/text/json.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/training/adapter_trainer.h"
#include "engine/training/rehearsal.h"
#include "engine/training/trainer.h"
#include "engine/training/voice_trainer.h"
#include "engine/weights/base_tokenizer.h"
#include "engine/weights/folder_config.h"
#include "engine/weights/mapped_file.h"
#include "engine/weights/model_folder.h"
#include "engine/weights/sha256.h"

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

// read() may refuse what the configuration says.
template <class Read>
auto readConfig(const std::string& path, const Read& read) -> decltype(read()) {
  try {
    return read();
  } catch (const Error& error) {
    // The command line is well; the file that it names is not.
    if (error.code() != ErrorCode::kInvalidConfig) throw;
    throw Error(ErrorCode::kInvalidInput, path + ": " + error.what());
  }
}

void checkBooks(const TokenizedCorpus& corpus, const std::string& where) {
  if (corpus.holdsPairs())
    refuseTraining(where + " holds pairs; an adapter is trained on books, which are .txt files.");
  checkTrainable(corpus, where);
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
  const auto config = readConfig(job.config, [&] { return adapterTrainConfigFromJson(json, begins, job.config); });
  TrainPlan plan;
  plan.options = config;
  plan.tokenizer = readBaseTokenizer(base->gguf());
  plan.check = checkBooks;
  plan.begin = [config, base, tokenizer = plan.tokenizer.get()](const TokenizedCorpus& corpus, torch::Device device) {
    return std::make_unique<AdapterTrainer>(config, *base, *tokenizer, corpus, device);
  };
  plan.save = [config](const Learner& learner, const std::string& folder) {
    saveAdapter(folder, config.adapter, learner.averaged());
  };
  return plan;
}

// What the card says of a voice's making.
std::string cardLines(const Learner& learner) {
  const HeldOutCourse& course = learner.heldOutCourse();
  std::string lines = "Learnt in " + std::to_string(learner.steps()) + " steps, " + std::to_string(learner.tokens()) +
                      " tokens asked.\n";
  if (!course.began()) return lines;
  char text[160];
  std::snprintf(text, sizeof text, "Held-out text: %.4f nats a character without it, %.4f with it (step %lld).\n",
                course.before(), course.best(), static_cast<long long>(course.bestStep()));
  return lines + text;
}

TrainPlan planVoice(const TrainJob& job) {
  if (!job.tokenizer.empty() || !job.from.empty())
    refuseTraining("A voice is learnt over an adapter alone: leave --tokenizer and --from out.");
  if (!isAdapterFolder(job.voiceOver))
    refuseTraining("The model in " + job.voiceOver + " is no adapter of a base, and voices are learnt over one.");
  const auto over = std::make_shared<const AdapterFolder>(readAdapter(job.voiceOver));
  const auto base = std::make_shared<const BaseFile>(findBase(over->config, job.voiceOver));
  checkBase(*base);
  VoiceConfig begins;
  begins.overName = over->config.name;
  begins.overSha256 = sha256(MappedFile(job.voiceOver + "/" + kAdapterWeights).bytes());
  begins.baseFile = over->config.baseFile;
  begins.baseSha256 = over->config.baseSha256;
  const auto json = job.config.empty() ? nlohmann::json::object() : readJsonObject(job.config, "The configuration");
  const auto config = readConfig(job.config, [&] { return voiceTrainConfigFromJson(json, begins, job.config); });
  TrainPlan plan;
  plan.options = config;
  plan.keepsBest = true;
  plan.patience = config.patience;
  plan.expertLayers = over->config.expertLayers;
  plan.tokenizer = readBaseTokenizer(base->gguf());
  plan.check = checkBooks;
  const auto rehearsal = std::make_shared<TokenizedCorpus>();
  plan.prepare = [=, tokenizer = plan.tokenizer.get(),
                  path = job.output + "/rehearsal.safetensors"](const std::function<void()>& between) {
    FreeTalk talk;
    talk.seed = config.seed;
    const TokenId begin = gapMarks(over->config, *tokenizer).begins;
    if (config.rehearsal > 0) *rehearsal = keptRehearsal(path, *base, *tokenizer, begin, talk, between);
  };
  plan.begin = [=, tokenizer = plan.tokenizer.get()](const TokenizedCorpus& corpus, torch::Device device) {
    const VoiceTrainer::Ground ground{*base, over->config, over->tensors, *tokenizer, corpus, *rehearsal};
    return std::make_unique<VoiceTrainer>(config, ground, device);
  };
  plan.save = [config](const Learner& learner, const std::string& folder) {
    saveVoice(folder, config.voice, learner.averaged(), cardLines(learner));
  };
  return plan;
}

}  // namespace

TrainPlan planTraining(const TrainJob& job) {
  // Written so that NaN is refused too.
  if (!(job.budgetMinutes >= 0 && job.budgetMinutes <= 1e6))
    throw Error(ErrorCode::kInvalidConfig, "The budget must be 0 to 1000000 minutes.");
  if (!job.voiceOver.empty()) return planVoice(job);
  if (job.config.empty()) return planAdapter(job, nlohmann::json::object());
  const auto json = readJsonObject(job.config, "The configuration");
  return trainsAdapter(json) ? planAdapter(job, json) : planModel(job);
}

}  // namespace lacuna::engine
