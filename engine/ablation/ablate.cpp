// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ablation/ablate.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "engine/ablation/result_file.h"
#include "engine/device.h"
#include "engine/evaluation/bootstrap.h"
#include "engine/evaluation/evaluate.h"
#include "engine/file_access.h"
#include "engine/text/sentencepiece_tokenizer.h"

namespace lacuna::engine {
namespace {

using Results = std::map<std::string, RunResult>;

std::vector<Column> columnsOf(const Grid& grid) {
  std::vector<Column> columns;
  for (const std::string& axis : grid.axes) columns.push_back({axis, axis});
  if (grid.axes.empty()) columns.push_back({"run", "run"});
  const std::vector<Column> figures = {{"seed", "seed"},
                                       {"nll", "NLL"},
                                       {"nll_low", "low"},
                                       {"nll_high", "high"},
                                       {"nll_less_first", "less first"},
                                       {"nll_less_first_low", "low"},
                                       {"nll_less_first_high", "high"},
                                       {"nll_long", "NLL long"},
                                       {"bleu2", "BLEU-2", 2},
                                       {"rouge_l", "ROUGE-L", 2},
                                       {"tokens_per_second", "tokens/s", 0},
                                       {"seconds_to_target", "s to target", 0},
                                       {"peak_mb", "peak MB", 0},
                                       {"train_seconds", "s trained", 0},
                                       {"tokens", "tokens"},
                                       {"parameters", "parameters"},
                                       {"active_parameters", "active"}};
  columns.insert(columns.end(), figures.begin(), figures.end());
  return columns;
}

std::string noteOf(const Grid& grid) {
  const MeasureOptions& measure = grid.measure;
  std::string note = "NLL in nats a token over " + std::to_string(measure.blanks) + " blanks of each length with " +
                     std::to_string(measure.contexts.front()) + " tokens of context, as lacuna eval has it";
  if (measure.contexts.size() > 1) note += "; long: with " + std::to_string(measure.contexts.back());
  note += ". Less first: this run's NLL less that of the grid's first run with the same seed, paired over the blanks";
  note += ". Peak memory is the process' while it trained.";
  if (measure.targetLoss > 0) {
    char target[64];
    std::snprintf(target, sizeof target, " Target: NLL of %.2f over a few of the blanks.", measure.targetLoss);
    note += target;
  }
  return note;
}

// The run's NLL less the first's over the same blanks; not measured where either has none.
Interval lessFirst(const RunResult& run, const RunResult* first) {
  if (first == nullptr || run.nats.empty() || run.nats.size() != first->nats.size())
    return {kNotMeasured, kNotMeasured, kNotMeasured};
  return ratioDifference(run.nats, first->nats, run.lengths, 1);
}

// The grid's first run of that seed, if it is done.
const RunResult* firstOf(const Grid& grid, const Results& results, std::uint64_t seed) {
  for (const GridRun& run : grid.runs) {
    if (run.seed != seed) continue;
    const auto found = results.find(run.key);
    return found == results.end() ? nullptr : &found->second;
  }
  return nullptr;
}

Table tableOf(const Grid& grid, const Results& results) {
  Table table{"runs", grid.name, noteOf(grid), columnsOf(grid), {}};
  for (const GridRun& run : grid.runs) {
    const auto found = results.find(run.key);
    if (found == results.end()) continue;
    const RunResult& r = found->second;
    const Interval less = lessFirst(r, firstOf(grid, results, run.seed));
    std::vector<Cell> cells(run.values.begin(), run.values.end());
    cells.insert(cells.end(), {static_cast<std::int64_t>(run.seed), r.nll.value, r.nll.low, r.nll.high, less.value,
                               less.low, less.high, r.nllLong, r.bleu2, r.rougeL, r.tokensPerSecond, r.secondsToTarget,
                               r.peakMegabytes, r.trainSeconds, r.tokens, r.parameters, r.activeParameters});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

// Over the seeds of each run: mean, and how far the seeds lie apart.
Table seedTable(const Grid& grid, const Results& results) {
  Table table{"seeds",
              "Over seeds",
              "Means over the seeds that are done, and the least and the greatest NLL among them.",
              {{"run", "run"},
               {"seeds", "seeds"},
               {"nll", "NLL"},
               {"nll_least", "least"},
               {"nll_greatest", "greatest"},
               {"bleu2", "BLEU-2", 2},
               {"tokens_per_second", "tokens/s", 0}},
              {}};
  std::map<std::string, std::vector<const RunResult*>> byName;
  std::vector<std::string> order;
  for (const GridRun& run : grid.runs) {
    const auto found = results.find(run.key);
    if (found == results.end()) continue;
    if (!byName.contains(run.name)) order.push_back(run.name);
    byName[run.name].push_back(&found->second);
  }
  for (const std::string& name : order) {
    const auto& seeds = byName[name];
    double nll = 0, least = 1e300, greatest = -1e300, bleu = 0, speed = 0;
    for (const RunResult* r : seeds) {
      nll += r->nll.value;
      least = std::min(least, r->nll.value);
      greatest = std::max(greatest, r->nll.value);
      bleu += r->bleu2;
      speed += r->tokensPerSecond;
    }
    const auto count = static_cast<double>(seeds.size());
    table.rows.push_back(
        {name, static_cast<std::int64_t>(seeds.size()), nll / count, least, greatest, bleu / count, speed / count});
  }
  return table;
}

std::string titleOf(const GridRun& run) { return run.name + ", seed " + std::to_string(run.seed) + ": "; }

std::string planOf(const AblateJob& job, const Grid& grid, std::size_t left) {
  std::string plan = std::to_string(left) + " of " + std::to_string(grid.runs.size()) + " runs are to be made";
  if (job.budgetMinutes > 0) plan += " in " + aboutSeconds(job.budgetMinutes * 60);
  return plan + "; the results are in " + job.results + ".";
}

std::string summaryOf(const RunResult& result) {
  char text[160];
  std::snprintf(text, sizeof text, "NLL %.3f (%.3f to %.3f) after %lld steps in %.0f s.", result.nll.value,
                result.nll.low, result.nll.high, static_cast<long long>(result.steps), result.trainSeconds);
  return text;
}

// runs.jsonl -> runs.models, where each run's model stays.
std::string modelsBeside(const std::string& results) {
  return std::filesystem::path(results).replace_extension(".models").string();
}

}  // namespace

AblateReport ablate(const AblateJob& job, const AblateCallbacks& callbacks, const CancelFlag& cancel) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  const Grid grid = readGrid(job.grid);
  const torch::Device device = chooseDevice(job.device);
  const SentencePieceTokenizer tokenizer(job.tokenizer);
  for (const GridRun& run : grid.runs) {
    if (run.config.model.vocabulary != tokenizer.vocabulary()) {
      throw Error(ErrorCode::kInvalidInput, "The vocabulary of the run \"" + run.name + "\" is " +
                                                std::to_string(run.config.model.vocabulary) + ", the tokenizer's " +
                                                std::to_string(tokenizer.vocabulary()) + ".");
    }
  }
  withFiles(ErrorCode::kIo, [&] {
    files::checkAppend(job.results);
    files::makeFolder(modelsBeside(job.results));
  });
  Results results = readResults(job.results);
  std::size_t left = 0;
  for (const GridRun& run : grid.runs) left += results.contains(run.key) ? 0 : 1;
  if (callbacks.onRun) callbacks.onRun(planOf(job, grid, left));
  const TokenizedCorpus corpus = tokenizeShared(job.data, tokenizer, job.cache);
  checkTrainable(corpus, job.data);
  const HeldOutBooks valid = readHeldOut(job.valid);
  double measuring = 0;  // seconds that the last run took beside its training
  AblateReport report;
  try {
    for (const GridRun& run : grid.runs) {
      if (results.contains(run.key)) continue;
      // What is left of the time, shared among the runs that are left; measuring has its part of a share.
      const double share = (job.budgetMinutes * 60 - elapsed()) / static_cast<double>(left);
      const double training = job.budgetMinutes > 0 ? std::max({share - measuring, share / 4, 1.0}) : 0;
      const double before = elapsed();
      const auto told = [&](const std::string& what) {
        if (cancel.load()) throw Error(ErrorCode::kCancelled, "Stopped.");
        if (callbacks.onNote) callbacks.onNote(titleOf(run) + what + "; " + std::to_string(left) + " runs left");
      };
      told("begins");
      const RunResult result = trainAndMeasure(run,
                                               {corpus, valid, tokenizer, grid.measure, device, training,
                                                modelsBeside(job.results) + "/" + run.key, job.tokenizer},
                                               told);
      measuring = elapsed() - before - result.trainSeconds;
      appendResult(job.results, grid, run, result);
      results[run.key] = result;
      --left;
      if (callbacks.onRun) callbacks.onRun(titleOf(run) + summaryOf(result) + " " + std::to_string(left) + " left.");
    }
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kCancelled) throw;
    report.cancelled = true;
  }
  report.left = static_cast<int>(left);
  report.device = describeDevice(device);
  report.tables = {tableOf(grid, results), seedTable(grid, results)};
  report.seconds = elapsed();
  return report;
}

}  // namespace lacuna::engine
