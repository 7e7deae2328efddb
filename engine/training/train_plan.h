// SPDX-License-Identifier: GPL-3.0-or-later
// What a training job is about, before its books are read: a model of its own, or an adapter of a base.
#pragma once

#include <functional>
#include <memory>

#include "engine/session.h"
#include "engine/training/learner.h"

namespace lacuna::engine {

struct TrainPlan {
  RunOptions options;
  std::unique_ptr<Tokenizer> tokenizer;
  // Throws Error(kInvalidInput), naming the folder, where there is nothing in it to learn from.
  std::function<void(const TokenizedCorpus& corpus, const std::string& where)> check;
  // What has to be there before begin(), in files of the output; may be empty. between is called now and then, and what
  // it throws passes through.
  std::function<void(const std::function<void()>& between)> prepare;
  // The plan and the corpus outlive what it makes.
  std::function<std::unique_ptr<Learner>(const TokenizedCorpus& corpus, torch::Device device)> begin;
  // The averaged weights as a model folder.
  std::function<void(const Learner& learner, const std::string& folder)> save;
  // Of a voice: the best on the held-out text is kept in best/, and the run's clock counts work alone.
  bool keepsBest = false;
  int patience = 0;                 // held-out measurements without gain after which it ends; 0: never
  std::vector<int> expertLayers{};  // of the adapter
};

// With TrainJob::voiceOver it is of a voice. A configuration with an "adapter", or none at all, is of an adapter; its
// base is that of the model that the run begins with, else the first of setBaseFiles(). Throws what is wrong with the
// job, its configuration, tokenizer, model or base.
TrainPlan planTraining(const TrainJob& job);

}  // namespace lacuna::engine
