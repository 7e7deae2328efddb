// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/exit_codes.h"
#include "app/cli/interrupt.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"
#include "app/engine/engine_loader.h"

namespace lacuna::app {
namespace {

void print(const engine::InspectReport& report, const engine::InspectJob& job, bool json) {
  if (json) {
    nlohmann::ordered_json object;
    object["model"] = report.model;
    object["fingerprint"] = report.fingerprint;
    object["tokens"] = report.tokens;
    object["stretches"] = job.stretches;
    object["context_tokens"] = job.contextTokens;
    object["gap_tokens"] = job.gapTokens;
    object["steps"] = job.steps;
    object["seed"] = job.seed;
    object["seconds"] = report.seconds;
    for (const engine::Table& table : report.tables) object[table.name] = tableJson(table);
    printJson(object);
    return;
  }
  std::printf("%s (%s), %lld tokens of text\n\n", printable(report.model).c_str(), report.fingerprint.c_str(),
              static_cast<long long>(report.tokens));
  for (const engine::Table& table : report.tables) std::fputs(tableText(table).c_str(), stdout);
  std::printf("%d stretches of %d tokens with a gap of %d, seed %llu, %.1f s.\n", job.stretches,
              job.contextTokens + job.gapTokens, job.gapTokens, static_cast<unsigned long long>(job.seed),
              report.seconds);
}

engine::InspectReport inspect(const engine::InspectJob& job) {
  const NoteLine line;
  return loadEngine().inspect(
      job, [&](const std::string& note) { line.show(note); }, stopSoonOnInterrupt());
}

}  // namespace

int runInspect(const InspectOptions& options) {
  return guarded([&] {
    engine::InspectJob job;
    job.text = readText(options.file);
    job.model = options.model;
    job.stretches = options.stretches;
    job.contextTokens = options.context;
    job.gapTokens = options.gap;
    job.steps = options.steps;
    job.seed = options.seed;
    print(inspect(job), job, options.json);
    return kExitDone;
  });
}

}  // namespace lacuna::app
