// SPDX-License-Identifier: GPL-3.0-or-later
// What a model over a base costs, with its own weights: reading, and what an author waits for.
#include <ATen/Parallel.h>

#include <algorithm>
#include <optional>

#include "engine/benchmark/sections.h"
#include "engine/benchmark/session_run.h"
#include "engine/sampling/infill_session.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {
namespace {

constexpr std::int64_t kRead = 512;  // tokens, as others measure it
constexpr int kSmallSteps = 32;

void stopIfAsked(const BenchSubject& subject) {
  if (subject.timing.cancel != nullptr && subject.timing.cancel->load())
    throw Error(ErrorCode::kCancelled, "Stopped before everything was measured.");
}

// Sentences that differ, so that no reading is found again within a text.
class MadeUpProse {
 public:
  std::string tokens(std::int64_t count, const Tokenizer& tokenizer) {
    std::string text;
    for (std::int64_t made = 0; made < count;) {
      const std::string line = sentence();
      made += static_cast<std::int64_t>(tokenizer.encode(line).size());
      text += line;
    }
    return text;
  }

 private:
  std::string sentence() {
    static constexpr const char* kParts[] = {
        "she walked along the wall",  "the tide had gone out",      "nobody in the house spoke",
        "a lamp stood in the window", "he had never told her that", "behind the harbour",
        "the old boats lay still",    "as far as the ferry",        "two winters later",
        "with the letter in hand",    "it was nearly dark",         "and said nothing"};
    std::string made;
    for (int part = 0; part < 4; ++part) {
      random_ = random_ * 1664525U + 1013904223U;
      made += std::string(part == 0 ? "" : ", ") + kParts[(random_ >> 16U) % std::size(kParts)];
    }
    return made + " in " + std::to_string(random_ % 1000U) + ". ";
  }
  std::uint32_t random_ = 1;
};

}  // namespace

Table benchRead(const BenchSubject& subject) {
  Table table;
  table.name = "read";
  table.title = "Reading a base";
  table.note =
      "The frozen base over tokens from left to right, all layers, no logits: from the beginning, and on from the "
      "warm-up "
      "of a chunk. Tokens a second of the quickest run and of the median.";
  table.columns = {{"tokens", "tokens", 0},
                   {"past", "behind", 0},
                   {"threads", "threads", 0},
                   {"tokens_per_second", "tokens/s", 0},
                   {"median_tokens_per_second", "median", 0}};
  const LoadedModel model = loadModel(subject.modelFolder, Precision::kQuickest);
  if (model.base == nullptr)
    throw Error(ErrorCode::kInvalidConfig, "The model in " + subject.modelFolder + " has no base to read.");
  const std::vector<TokenId> all = model.tokenizer->encode(MadeUpProse().tokens(2 * kRead, *model.tokenizer));
  const std::vector<TokenId> ids(all.begin(), all.begin() + kRead);
  for (const std::int64_t past : {std::int64_t{0}, kRead / 2}) {
    subject.note("reading, behind " + std::to_string(past) + " tokens");
    KeyValues before;
    if (past > 0) before = model.base->prefill({all.end() - past, all.end()}, {}, false).kept;
    const Timing time = timeRuns([&] { model.base->prefill(ids, before, true); }, subject.timing);
    constexpr double kPerSecond = 1000.0 * static_cast<double>(kRead);
    table.rows.push_back(
        {kRead, past, std::int64_t{at::get_num_threads()}, kPerSecond / time.least, kPerSecond / time.median});
  }
  return table;
}

Table benchFill(const BenchSubject& subject) {
  Table table;
  table.name = "fill";
  table.title = "Filling a gap over a base";
  table.note =
      "A session's runs over one gap in the middle of a text of that length, the default sampler; seconds by the wall "
      "clock. Cold: nothing is read; first: until the first words can be shown; warm: the same text once more, the "
      "least "
      "of the repetitions. Step: from frame to frame, median. Peak: resident, model and all.";
  table.columns = {{"document_tokens", "document", 0},  {"gap_tokens", "gap", 0},  {"candidates", "candidates", 0},
                   {"cold_first_s", "cold first s", 2}, {"first_s", "first s", 2}, {"steps", "steps", 0},
                   {"step_ms", "step ms", 0},           {"run_s", "run s", 2},     {"peak_mib", "peak MiB", 0}};
  const auto model = std::make_shared<LoadedModel>(loadModel(subject.modelFolder, Precision::kQuickest));
  const CancelFlag never{false};
  const CancelFlag& cancel = subject.timing.cancel == nullptr ? never : *subject.timing.cancel;
  const auto measure = [&](std::int64_t tokens, int gap, int candidates) {
    stopIfAsked(subject);
    subject.note("filling, " + std::to_string(tokens) + " tokens, " + std::to_string(candidates) + " x " +
                 std::to_string(gap));
    resetPeakMemory();
    MadeUpProse prose;
    InfillRequest request;
    request.text = prose.tokens(tokens / 2, *model->tokenizer);
    request.gaps.push_back({request.text.size(), request.text.size(), 0, gap});
    request.text += " " + prose.tokens(tokens / 2, *model->tokenizer);
    request.candidates = candidates;
    request.steps = kSmallSteps;
    const auto session = openInfillSession(model);
    const SessionRun cold = timeSessionRun(*session, request, cancel);
    SessionRun warm = timeSessionRun(*session, request, cancel);
    for (int i = 1; i < subject.timing.repetitions; ++i) warm = warm.least(timeSessionRun(*session, request, cancel));
    table.rows.push_back({tokens, std::int64_t{gap}, std::int64_t{candidates}, cold.first, warm.first,
                          std::int64_t{warm.steps}, warm.step * 1000, warm.run,
                          static_cast<double>(peakResidentBytes()) / kMebibyte});
  };
  const std::vector<std::int64_t> lengths = subject.lengthsOr({2048, 8192, 32768, 131072});
  for (const std::int64_t tokens : lengths) measure(tokens, 12, 4);
  measure(lengths.front(), 12, 8);
  measure(lengths.front(), 64, 8);
  return table;
}

}  // namespace lacuna::engine
