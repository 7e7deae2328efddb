// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "engine/evaluation/model_system.h"
#include "engine/session.h"

namespace lacuna::engine {

// `lacuna eval` over books: the same blanks of held-out books before every system at every length of context, whatever
// their vocabularies; over pairs (a .jsonl file, or a folder of such): evaluatePairs(). Throws Error(kInvalidInput,
// kInvalidConfig, kBadModel, kIo), and Error(kCancelled) when the flag was set: figures over half of the blanks are
// none.
EvalReport evaluate(const EvalJob& job, const EvalCallbacks& callbacks, const CancelFlag& cancel);

// Sequence to sequence, with DiffuSeq's metrics: each model writes a target for each source, `candidates` times at
// lengths that the training pairs make likely, and the candidate of least risk counts.
EvalReport evaluatePairs(const EvalJob& job, const EvalCallbacks& callbacks, const CancelFlag& cancel);

// How the job's blanks are filled.
FillOptions fillOptions(const EvalJob& job);

// The job's models, the first one first, with names that differ.
std::vector<std::unique_ptr<LoadedSystem>> openModels(const EvalJob& job);

// Tells how far it is and about how long the rest will take, at most a few times a second.
class EvalClock {
 public:
  EvalClock(const EvalCallbacks& callbacks, const CancelFlag& cancel, double units)
      : callbacks_(callbacks), cancel_(cancel), total_(units) {}
  // units are of work done since the last call. Throws Error(kCancelled).
  void pass(double units, const std::string& what);
  double seconds() const;

 private:
  const EvalCallbacks& callbacks_;
  const CancelFlag& cancel_;
  double total_;
  double done_ = 0;
  double told_ = -1;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::string aboutSeconds(double seconds);  // "about 12 minutes"

}  // namespace lacuna::engine
