// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <cstdio>
#include <memory>
#include <optional>

#include "app/cli/exit_codes.h"
#include "app/cli/infill_output.h"
#include "app/cli/infill_request.h"
#include "app/cli/interrupt.h"
#include "app/cli/live_view.h"
#include "app/cli/offscreen_application.h"
#include "app/cli/run.h"
#include "app/cli/text_file.h"
#include "app/cli/voice_option.h"
#include "app/engine/engine_loader.h"
#include "app/engine/trajectory_recorder.h"
#include "app/replay/recorded_run.h"
#include "app/replay/replay_export.h"
#include "storage/files/output_file.h"

namespace lacuna::app {
namespace {

constexpr const char* kStandardOutput = "-";

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

// Whatever is wrong with the folder, to the caller it is the model that cannot be used.
std::unique_ptr<engine::Session> openModel(engine::Engine& engine, const std::string& folder) {
  try {
    return engine.open(folder);
  } catch (const engine::Error& error) {
    using enum engine::ErrorCode;
    const bool machine = error.code() == kOutOfMemory || error.code() == kInternal || error.code() == kCancelled;
    throw engine::Error(machine ? error.code() : kBadModel, error.what());
  }
}

int stopped() {
  complain("Stopped; nothing was written.");
  return kExitStopped;
}

// The first heading, else the file's name.
QString titleOf(const std::string& text, const std::string& file) {
  if (text.starts_with("# ")) return QString::fromStdString(text.substr(2, text.find('\n') - 2)).trimmed();
  return QFileInfo(QString::fromStdString(file)).completeBaseName();
}

void writeReplay(const InfillOptions& options, const engine::InfillRequest& request, storage::Run run) {
  Replay replay = makeReplay(std::move(run), titleOf(request.text, options.file), QString::fromStdString(request.text));
  replay.place = options.take - 1;
  const QString path = QString::fromStdString(options.replay);
  std::optional<OffscreenApplication> application;
  if (replayFormatOf(path)->painted) application.emplace();
  exportReplay(replay, application ? replayLook() : ReplayLook(), path);
}

int work(const InfillOptions& options) {
  const std::string text = readText(options.file);
  engine::InfillRequest request = planInfill(options, text);
  request.trace = !options.replay.empty();
  if (request.trace && replayFormatOf(QString::fromStdString(options.replay)) == nullptr) {
    throw BadUsage("--replay " + options.replay + " says no format: end the name in .html, .json or .webp.");
  }
  const bool toOutput = options.output == kStandardOutput;
  if (!options.output.empty() && !toOutput) files::checkOutput(options.output);
  if (request.trace) files::checkOutput(options.replay);
  for (const std::string& note : notesOn(text)) complain(note);

  const engine::CancelFlag& stop = stopOnInterrupt();
  const Terminal terminal = terminalAt(1);
  std::unique_ptr<LiveView> live;
  if (terminal.live && !options.json && !toOutput) live = std::make_unique<LiveView>(request, 1);

  const std::unique_ptr<engine::Session> session = openModel(loadEngine(), modelFolder(options.model));
  session->speakWith(voiceBlends(options.voices));
  engine::InfillCallbacks callbacks;
  TokenTexts texts;
  TrajectoryRecorder recorder(texts);
  callbacks.onStep = [&](const engine::StepFrame& frame) {
    if (live) live->showFrame(frame, 0);
    if (request.trace) recorder.add(frame);
  };
  if (live) {
    callbacks.onContext = [&](std::size_t done, std::size_t total) { live->showReading(done, total); };
  }
  const engine::InfillResult result = session->infill(request, callbacks, stop);
  if (!result.note.empty()) complain(result.note);
  if (result.cancelled || result.candidates.empty()) {
    if (live) live->clear();
    return stopped();
  }
  const auto take = std::min<std::size_t>(static_cast<std::size_t>(options.take), result.candidates.size()) - 1;
  if (live) {
    live->settle(result.candidates[take]);
    live->close();
  }
  if (request.trace) writeReplay(options, request, recordedRun(request, result, session->model(), recorder.take()));
  if (!options.output.empty() && !toOutput) {
    files::writeFile(options.output, filledText(request, result.candidates[take]));
  }
  if (toOutput) {
    print(filledText(request, result.candidates[take]));
  } else if (options.json) {
    print(infillJson(request, result, session->model().name));
  } else if (live) {
    print(infillList(request, result, terminal));
    std::printf("\n%s, seed %llu, %d steps, %.1f s%s%s\n", printable(session->model().name).c_str(),
                static_cast<unsigned long long>(request.seed), result.steps, result.seconds,
                options.output.empty() ? "" : "; wrote ", printable(options.output).c_str());
  } else {
    print(infillLines(result));
  }
  return kExitDone;
}

}  // namespace

int runInfill(const InfillOptions& options) {
  return guarded([&] {
    try {
      return work(options);
    } catch (const engine::Error& error) {
      if (error.code() == engine::ErrorCode::kCancelled) return stopped();
      throw;
    }
  });
}

}  // namespace lacuna::app
