// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "app/cli/exit_codes.h"
#include "app/cli/infill_request.h"
#include "app/cli/interrupt.h"
#include "app/cli/offscreen_application.h"
#include "app/cli/replay_player.h"
#include "app/cli/run.h"
#include "app/cli/run_list.h"
#include "app/cli/terminal.h"
#include "app/cli/text_file.h"
#include "app/replay/replay_export.h"
#include "app/window/library_path.h"
#include "storage/files/output_file.h"

namespace lacuna::app {
namespace {

void print(const QByteArray& bytes) {
  std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
  std::fflush(stdout);
}

int listRuns(const RunEntries& entries, bool json) {
  if (json) {
    print(QByteArray::fromStdString(runListJson(entries)));
  } else if (entries.isEmpty()) {
    complain("This library holds no run yet: fill a gap in the window first.");
  } else {
    print(QByteArray::fromStdString(runLines(entries)));
  }
  return kExitDone;
}

// Candidates count from 1; 0 leaves it to the run.
int placeOf(const storage::Run& run, int candidate) {
  const auto count = candidatesOf(run);
  if (candidate > count) {
    throw BadInput("This run has " + std::to_string(count) + " candidates, so there is no --candidate " +
                   std::to_string(candidate) + ".");
  }
  return candidate > 0 ? candidate - 1 : usualPlace(run);
}

// The formats that are asked for, each with its file; "-" is standard output.
std::vector<std::pair<const ReplayFormat*, std::string>> wantedFiles(const ReplayOptions& options) {
  const std::pair<const char*, std::string> named[] = {
      {"html", options.html},
      {"json", options.jsonGiven && options.json.empty() ? "-" : options.json},
      {"webp", options.webp}};
  std::vector<std::pair<const ReplayFormat*, std::string>> wanted;
  for (const ReplayFormat& format : replayFormats()) {
    for (const auto& [name, path] : named) {
      if (!path.empty() && std::string_view(name) == format.name) wanted.emplace_back(&format, path);
    }
  }
  return wanted;
}

void writeFiles(const ReplayOptions& options, const Replay& replay) {
  for (const auto& [format, path] : wantedFiles(options)) {
    const QByteArray bytes =
        format->write(replay, format->painted ? replayLook(QString::fromStdString(options.theme)) : ReplayLook());
    if (path == "-") {
      print(bytes);
    } else {
      writeReplayFile(QFile::decodeName(path.c_str()), bytes);
    }
  }
}

int work(const ReplayOptions& options) {
  storage::RunReader reader(libraryPath(QString::fromStdString(options.library)));
  const RunEntries entries = reader.list();
  const bool files = !options.html.empty() || !options.json.empty() || !options.webp.empty();
  if (options.run.empty() && files) {
    throw BadUsage("A file is named but no run: write lacuna replay last, or an id that lacuna replay lists.");
  }
  if (options.run.empty()) return listRuns(entries, options.jsonGiven);
  for (const auto& [format, path] : wantedFiles(options)) {
    if (path != "-") files::checkOutput(path);
  }
  storage::RunReader::Whole whole = reader.load(findRun(entries, options.run));
  if (whole.run.trajectory.isEmpty()) {
    throw BadInput(
        "The steps of this run are not in the library any more, so there is nothing to replay; the setting "
        "runs.keep_bytes says how much room steps may take.");
  }
  if (const int last = whole.run.trajectory.last().step; options.step > last)
    throw BadInput("This run ended with step " + std::to_string(last) + "; it has no step " +
                   std::to_string(options.step) + ".");
  const PlayOptions play{placeOf(whole.run, options.candidate), options.step, options.pace};
  if (files || options.jsonGiven) {
    Replay replay = makeReplay(std::move(whole.run), whole.title, whole.text);
    replay.place = play.place;
    writeFiles(options, replay);
  } else if (terminalAt(1).live) {
    const engine::CancelFlag& stop = stopOnInterrupt();
    playReplay(whole.run, whole.text, play, stop);
    if (stop.load()) return kExitStopped;
  } else {
    print(QByteArray::fromStdString(replayText(whole.run, whole.text, play)));
  }
  return kExitDone;
}

}  // namespace

int runReplay(const ReplayOptions& options) {
  return guarded([&] {
    std::optional<OffscreenApplication> application;
    if (!options.webp.empty()) application.emplace();
    return work(options);
  });
}

}  // namespace lacuna::app
