// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/exit_codes.h"
#include "app/cli/interrupt.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/engine/engine_loader.h"

namespace lacuna::app {
namespace {

void printObject(const engine::BenchReport& report, const engine::BenchJob& job) {
  nlohmann::ordered_json object;
  object["version"] = LACUNA_VERSION;
  object["machine"] = {{"cpu", report.cpu},
                       {"device", report.device},
                       {"threads", report.threads},
                       {"torch", report.torch},
                       {"clock", report.clock}};
  object["config"] = {{"name", report.model}};
  if (report.parameters > 0) {  // a model on disk says of itself what it is (lacuna model show)
    object["config"]["parameters"] = report.parameters;
    object["config"]["active_parameters"] = report.activeParameters;
  }
  object["repetitions"] = job.repetitions;
  object["seed"] = job.seed;
  object["seconds"] = report.seconds;
  if (report.tables.size() == 1) {
    object["benchmark"] = report.tables.front().name;
    object.update(tableJson(report.tables.front()));
  } else {
    for (const engine::Table& table : report.tables) object[table.name] = tableJson(table);
  }
  printJson(object);
}

void printTables(const engine::BenchReport& report, const engine::BenchJob& job) {
  std::printf("%s, %d %s, %s; LibTorch %s\n", report.cpu.c_str(), report.threads,
              report.threads == 1 ? "thread" : "threads", report.device.c_str(), report.torch.c_str());
  if (report.parameters == 0) {  // a model on disk
    std::printf("%s\n\n", printable(report.model).c_str());
  } else {
    std::printf("%s: %.1f M parameters, %.1f M active, random weights, float32\n\n", printable(report.model).c_str(),
                static_cast<double>(report.parameters) / 1e6, static_cast<double>(report.activeParameters) / 1e6);
  }
  for (const engine::Table& table : report.tables) std::fputs(tableText(table).c_str(), stdout);
  std::printf("Medians of up to %d runs, %s; %.0f s in all.\n", job.repetitions, report.clock.c_str(), report.seconds);
}

engine::BenchReport measure(const engine::BenchJob& job) {
  const NoteLine line;
  return loadEngine().benchmark(
      job, [&](const std::string& note) { line.show(note); }, stopSoonOnInterrupt());
}

}  // namespace

int runBench(const BenchOptions& options) {
  return guarded([&] {
    engine::BenchJob job;
    job.section = options.section;
    const bool ofAModel = options.section == "read" || options.section == "fill";
    if (ofAModel || !options.model.empty()) job.model = modelFolder(options.model);
    job.config = options.config;
    job.lengths = options.lengths;
    job.repetitions = options.repetitions;
    job.seed = options.seed;
    const engine::BenchReport report = measure(job);
    options.json ? printObject(report, job) : printTables(report, job);
    return kExitDone;
  });
}

}  // namespace lacuna::app
