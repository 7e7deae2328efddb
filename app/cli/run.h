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
int runScore(const ScoreOptions& options);
int runBench(const BenchOptions& options);
int runTokenizer(const TokenizerOptions& options);
int runModel(const ModelOptions& options);
int runCache(const CacheOptions& options);
int runLibrary(const LibraryOptions& options);
int runTransfer(const TransferOptions& options);
int runVoice(const VoiceOptions& options);
int runTrain(const TrainOptions& options);

// Where the commands keep the tokens of books that they read: lacuna/tokens in the user's folder of caches.
std::string tokenCacheFolder();
// Prints "lacuna: <sentence>" on standard error; nothing in it can drive a terminal.
void complain(const std::string& sentence);
// The exit code of an error of the engine.
int exitCodeFor(engine::ErrorCode code);
// To be called where something was caught: says what, and returns the exit code for it.
int explainException() noexcept;
// Calls work() and turns what it throws into a sentence on standard error and an exit code.
template <typename Work>
int guarded(Work work) noexcept {
  try {
    return work();
  } catch (...) {
    return explainException();
  }
}

// Before anything is opened: a file that got the number of a closed standard stream would be printed into.
void holdStandardStreams();
// At the end of every command: code, or kExitFailed and a sentence where not all that was printed could be written.
int closeStandardOutput(int code) noexcept;

}  // namespace lacuna::app
