// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/exit_codes.h"
#include "app/cli/interrupt.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/engine/engine_loader.h"

namespace lacuna::app {
namespace {

// draft.json -> draft.results.jsonl, beside it.
std::string besideGrid(const std::string& grid) {
  const std::size_t dot = grid.rfind(".json");
  return (dot == std::string::npos ? grid : grid.substr(0, dot)) + ".results.jsonl";
}

void printObject(const engine::AblateReport& report, const engine::AblateJob& job) {
  nlohmann::ordered_json object;
  object["version"] = LACUNA_VERSION;
  object["device"] = report.device;
  object["results"] = job.results;
  object["left"] = report.left;
  object["seconds"] = report.seconds;
  for (const engine::Table& table : report.tables) object[table.name] = tableJson(table);
  printJson(object);
}

engine::AblateReport work(const engine::AblateJob& job) {
  const NoteLine line;
  engine::AblateCallbacks callbacks;
  callbacks.onRun = [&](const std::string& sentence) { line.keep(sentence); };
  callbacks.onNote = [&](const std::string& note) { line.show(note); };
  return loadEngine().ablate(job, callbacks, stopOnInterrupt());
}

}  // namespace

int runAblate(const AblateOptions& options) {
  return guarded([&] {
    engine::AblateJob job;
    job.grid = options.grid;
    job.data = options.data;
    job.valid = options.valid;
    job.tokenizer = options.tokenizer;
    job.results = options.results.empty() ? besideGrid(options.grid) : options.results;
    job.device = options.device;
    job.cache = tokenCacheFolder();
    job.budgetMinutes = options.budgetMinutes;
    const engine::AblateReport report = work(job);
    if (options.json) {
      printObject(report, job);
    } else {
      for (const engine::Table& table : report.tables) std::fputs(tableText(table).c_str(), stdout);
      std::printf("%s; %.0f s. The results are in %s.\n", report.device.c_str(), report.seconds, job.results.c_str());
      if (report.left > 0)
        std::printf("%d %s left: the same command goes on with them.\n", report.left,
                    report.left == 1 ? "run is" : "runs are");
    }
    return report.cancelled ? kExitStopped : kExitDone;
  });
}

}  // namespace lacuna::app
