// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/exit_codes.h"
#include "app/cli/html_report.h"
#include "app/cli/interrupt.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/cli/voice_option.h"
#include "app/engine/engine_loader.h"
#include "storage/files/output_file.h"

namespace lacuna::app {
namespace {

engine::EvalJob jobOf(const EvalOptions& options) {
  engine::EvalJob job;
  job.model = modelFolder(options.model);
  job.voices = voiceBlends(options.voices);
  job.others = options.compare;
  job.data = options.data;
  job.train = options.train;
  job.cache = tokenCacheFolder();
  job.contexts = options.contexts;
  job.lengths = options.lengths;
  std::sort(job.contexts.begin(), job.contexts.end());
  job.blanks = options.blanks;
  job.candidates = options.candidates;
  job.steps = options.steps;
  job.sampler = options.sampler;
  job.temperature = options.temperature;
  job.topP = options.topP;
  job.seed = options.seed;
  return job;
}

// A float's own digits, without those that a double adds.
double rounded(float value) { return std::round(1e4 * static_cast<double>(value)) / 1e4; }

void printObject(const engine::EvalReport& report, const engine::EvalJob& job) {
  nlohmann::ordered_json object;
  object["version"] = LACUNA_VERSION;
  object["model"] = report.model;
  object["fingerprint"] = report.fingerprint;
  object["blanks"] = report.blanks;
  object["contexts"] = job.contexts;
  object["candidates"] = job.candidates;
  object["steps"] = job.steps;
  object["temperature"] = rounded(job.temperature);
  object["top_p"] = rounded(job.topP);
  object["seed"] = job.seed;
  object["seconds"] = report.seconds;
  for (const engine::Table& table : report.tables) object[table.name] = tableJson(table);
  printJson(object);
}

std::string settings(const engine::EvalReport& report, const engine::EvalJob& job) {
  return report.model + " (" + report.fingerprint + "), " + std::to_string(report.blanks) + " measured, " +
         std::to_string(job.candidates) + " candidates of " + std::to_string(job.steps) + " steps, temperature " +
         nlohmann::json(rounded(job.temperature)).dump() + ", top-p " + nlohmann::json(rounded(job.topP)).dump() +
         ", seed " + std::to_string(job.seed) + ", Lacuna " LACUNA_VERSION ".";
}

void writeReport(const std::string& path, const engine::EvalReport& report, const engine::EvalJob& job) {
  HtmlReport page{"Evaluation of " + report.model, {settings(report, job)}, {}, report.tables};
  for (const engine::Table& table : report.tables) {
    if (table.name == "infill") {
      page.plots.push_back(svgPlot(table, {"Nats a character, by context", "system", "context_tokens",
                                           "nats_per_character", "nats_per_character_low", "nats_per_character_high"}));
      page.plots.push_back(
          svgPlot(table, {"BLEU-2 by context", "system", "context_tokens", "bleu2", "bleu2_low", "bleu2_high"}));
      page.plots.push_back(
          svgPlot(table, {"ROUGE-L by context", "system", "context_tokens", "rouge_l", "rouge_l_low", "rouge_l_high"}));
    } else if (table.name == "by_length") {
      engine::Table least = table;  // at each system's least context
      const auto context = [](const auto& row) { return row[1]; };
      std::erase_if(least.rows, [&](const auto& row) {
        const auto first =
            std::find_if(table.rows.begin(), table.rows.end(), [&](const auto& other) { return other[0] == row[0]; });
        return std::holds_alternative<std::int64_t>(context(row)) && context(row) != context(*first);
      });
      page.plots.push_back(
          svgPlot(least, {"Nats a character by length of the blank, at the least context", "system", "blank_tokens",
                          "nats_per_character", "nats_per_character_low", "nats_per_character_high"}));
    } else if (table.name == "words") {
      page.plots.push_back(svgPlot(table, {"Far names recovered, %", "system", "context_tokens", "exact_name",
                                           "exact_name_low", "exact_name_high"}));
    }
  }
  writeHtml(path, page);
}

engine::EvalReport measure(const engine::EvalJob& job) {
  const NoteLine line;
  engine::EvalCallbacks callbacks;
  callbacks.onPlan = [&](const std::string& sentence) { line.keep(sentence); };
  callbacks.onNote = [&](const std::string& note) { line.show(note); };
  return loadEngine().evaluate(job, callbacks, stopSoonOnInterrupt());
}

}  // namespace

int runEval(const EvalOptions& options) {
  return guarded([&] {
    const engine::EvalJob job = jobOf(options);
    if (!options.html.empty()) files::checkOutput(options.html);
    const engine::EvalReport report = measure(job);
    if (!options.html.empty()) writeReport(options.html, report, job);
    if (options.json) {
      printObject(report, job);
    } else {
      for (const engine::Table& table : report.tables) std::fputs(tableText(table).c_str(), stdout);
      std::printf("%s %.0f s.\n", printable(settings(report, job)).c_str(), report.seconds);
      if (!options.html.empty()) std::printf("The report is in %s.\n", options.html.c_str());
    }
    return kExitDone;
  });
}

}  // namespace lacuna::app
