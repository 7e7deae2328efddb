// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_program.h"

#include "app/cli/command_line.h"
#include "app/cli/run.h"
#include "app/engine/context_cache.h"
#include "app/window/run_window.h"

namespace lacuna::app {
namespace {

int dispatch(const WindowOptions& options) { return runWindow(options); }
int dispatch(const InfillOptions& options) { return runInfill(options); }
int dispatch(const ReplayOptions& options) { return runReplay(options); }
int dispatch(const DoctorOptions& options) { return runDoctor(options); }
int dispatch(const EvalOptions& options) { return runEval(options); }
int dispatch(const AblateOptions& options) { return runAblate(options); }
int dispatch(const InspectOptions& options) { return runInspect(options); }
int dispatch(const ScoreOptions& options) { return runScore(options); }
int dispatch(const BenchOptions& options) { return runBench(options); }
int dispatch(const TokenizerOptions& options) { return runTokenizer(options); }
int dispatch(const ModelOptions& options) { return runModel(options); }
int dispatch(const CacheOptions& options) { return runCache(options); }
int dispatch(const LibraryOptions& options) { return runLibrary(options); }
int dispatch(const TransferOptions& options) { return runTransfer(options); }
int dispatch(const VoiceOptions& options) { return runVoice(options); }
int dispatch(const TrainOptions& options) { return runTrain(options); }
int dispatch(const ScreenshotOptions& options) { return runScreenshots(options); }

}  // namespace

int runProgram(int argc, char** argv) {
  holdStandardStreams();
  const int code = guarded([&] {
    const ParsedCommand parsed = parseCommandLine(argc, argv);
    if (!parsed.command) return parsed.exitCode;
    offerContextCache();
    return std::visit([](const auto& options) { return dispatch(options); }, *parsed.command);
  });
  return closeStandardOutput(code);
}

}  // namespace lacuna::app
