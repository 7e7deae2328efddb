// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/exit_codes.h"
#include "app/cli/interrupt.h"
#include "app/cli/run.h"
#include "app/engine/engine_loader.h"

namespace lacuna::app {
namespace {

void printJson(const engine::EvalReport& report, const engine::EvalJob& job) {
  nlohmann::ordered_json object;
  object["blanks"] = report.blanks;
  object["context_tokens"] = job.contextTokens;
  object["seed"] = job.seed;
  object["seconds"] = report.seconds;
  object["rows"] = nlohmann::ordered_json::array();
  for (const engine::EvalRow& row : report.rows) {
    nlohmann::ordered_json entry;
    entry["name"] = row.name;
    entry["nll"] = row.nll;
    entry["nll_low"] = row.nllLow;
    entry["nll_high"] = row.nllHigh;
    entry["accuracy"] = row.accuracy;
    entry["tokens"] = row.tokens;
    object["rows"].push_back(std::move(entry));
  }
  std::printf("%s\n", object.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
}

void printTable(const engine::EvalReport& report) {
  std::printf("%-24s %8s   %-17s %9s %9s\n", "", "NLL", "95 % interval", "accuracy", "tokens");
  for (const engine::EvalRow& row : report.rows) {
    std::printf("%-24s %8.3f   %7.3f – %-7.3f %8.1f%% %9lld\n", row.name.c_str(), row.nll, row.nllLow, row.nllHigh,
                row.accuracy * 100, static_cast<long long>(row.tokens));
  }
  std::printf("%d blanks in %.1f s. NLL in nats a masked token; lower is better.\n", report.blanks, report.seconds);
}

}  // namespace

int runEval(const EvalOptions& options) {
  return guarded([&] {
    engine::EvalJob job;
    job.model = modelFolder(options.model);
    job.data = options.data;
    job.train = options.train;
    job.blanks = options.blanks;
    job.contextTokens = options.context;
    job.seed = options.seed;
    const engine::CancelFlag& stop = stopOnInterrupt();
    const engine::EvalReport report = loadEngine().evaluate(job, stop);
    if (stop.load()) throw engine::Error(engine::ErrorCode::kCancelled, "Stopped before all blanks were measured.");
    if (options.json) {
      printJson(report, job);
    } else {
      printTable(report);
    }
    return kExitDone;
  });
}

}  // namespace lacuna::app
