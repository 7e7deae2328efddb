// SPDX-License-Identifier: GPL-3.0-or-later
// One function a subcommand. Each returns the program's exit code and has told the user about every failure.
#pragma once

#include "app/cli/options.h"
#include "engine/session.h"

namespace lacuna::app {

int runInfill(const InfillOptions& options);
int runReplay(const ReplayOptions& options);
int runDoctor(const DoctorOptions& options);
int runEval(const EvalOptions& options);
int runAblate(const AblateOptions& options);
int runInspect(const InspectOptions& options);
int runBench(const BenchOptions& options);
int runTokenizer(const TokenizerOptions& options);
int runModel(const ModelOptions& options);
int runTrain(const TrainOptions& options);

// Where the commands keep the tokens of books that they read: lacuna/tokens in the user's folder of caches.
std::string tokenCacheFolder();
// Prints "lacuna: <sentence>" on standard error.
void complain(const std::string& sentence);
// The exit code of an error of the engine.
int exitCodeFor(engine::ErrorCode code);
// Calls work() and turns what it throws into a sentence on standard error and an exit code.
template <typename Work>
int guarded(Work work) noexcept {
  try {
    return work();
  } catch (const engine::Error& error) {
    complain(error.what());
    return exitCodeFor(error.code());
  } catch (const std::bad_alloc&) {
    complain("There is not enough memory for this: close other programs, or ask for fewer candidates or shorter gaps.");
  } catch (const std::exception& error) {
    complain(std::string("Something unforeseen went wrong: ") + error.what());
  }
  return 1;
}

}  // namespace lacuna::app
