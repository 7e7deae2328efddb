// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "engine/benchmark/sections.h"
#include "engine/benchmark/session_run.h"
#include "engine/benchmark/word_tokenizer.h"
#include "engine/sampling/infill_session.h"
#include "engine/weights/model_folder.h"
#include "engine/workers.h"

namespace lacuna::engine {
namespace {

namespace fs = std::filesystem;

constexpr int kCandidates = 8;
constexpr int kSteps = 32;

// The model as a folder, since that is what a session opens; gone with this.
class BenchFolder {
 public:
  explicit BenchFolder(const BenchSubject& subject) {
    path_ = fs::temp_directory_path() /
            ("lacuna-bench-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
    fs::create_directories(path_);
    const fs::path tokenizer = path_ / "words.model";
    std::ofstream(tokenizer, std::ios::binary) << wordTokenizerModel(subject.config.vocabulary);
    saveModel(path_.string(), subject.config, subject.model->parameters(), tokenizer.string());
  }
  ~BenchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  BenchFolder(const BenchFolder&) = delete;
  BenchFolder& operator=(const BenchFolder&) = delete;
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

InfillRequest requestFor(const ModelConfig& config, std::int64_t tokens) {
  InfillRequest request;
  std::uint64_t word = 1;
  const auto append = [&](std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
      request.text += madeUpWord(word = word * 6364136223846793005U + 1442695040888963407U, config.vocabulary);
  };
  const std::int64_t gap = std::min<std::int64_t>(kBenchGap, tokens / 4);
  append((tokens - gap) / 2);
  request.gaps.push_back({request.text.size(), request.text.size(), 0, static_cast<int>(gap)});
  append(tokens - gap - (tokens - gap) / 2);
  request.candidates = kCandidates;
  request.steps = kSteps;
  return request;
}

}  // namespace

Table benchCandidates(const BenchSubject& subject) {
  Table table;
  table.name = "candidates";
  table.title = "Eight candidates";
  table.note =
      "A whole run of a session: 8 candidates, 32 steps, sampler \"confidence\", the text read before. First frame: "
      "until the first words can be shown. Look: from frame to frame, median. Peak: resident, weights and all. By the "
      "wall clock, and in processor time of all threads (CPU); the least of the repetitions.";
  table.columns = {{"document_tokens", "document", 0},
                   {"gap_tokens", "gap", 0},
                   {"candidates", "candidates", 0},
                   {"precision", "precision", 0},
                   {"trace", "trace", 0},
                   {"threads", "threads", 0},
                   {"first_frame_ms", "first ms", 1},
                   {"look_ms", "look ms", 1},
                   {"run_s", "run s", 2},
                   {"first_frame_cpu_ms", "first CPU ms", 1},
                   {"run_cpu_s", "run CPU s", 2},
                   {"peak_mib", "peak MiB", 0}};
  if (subject.config.vocabulary < kSmallestWordVocabulary) return table;
  const BenchFolder folder(subject);
  const CancelFlag never{false};
  const CancelFlag& cancel = subject.timing.cancel == nullptr ? never : *subject.timing.cancel;
  for (const Precision precision : {Precision::kFixed16, Precision::kFloat32}) {
    const char* const name = precision == Precision::kFixed16 ? "fixed16" : "float32";
    const auto session = openInfillSession(folder.path(), precision);
    for (const std::int64_t tokens : subject.lengthsOr({8192})) {
      InfillRequest request = requestFor(subject.config, tokens);
      session->readAhead(request.text, request.gaps, {}, cancel);
      for (const bool trace : {false, true}) {
        subject.note("candidates, " + std::to_string(tokens) + " tokens, " + name + (trace ? ", with a trace" : ""));
        request.trace = trace;
        resetPeakMemory();
        SessionRun least = timeSessionRun(*session, request, cancel);
        for (int i = 1; i < subject.timing.repetitions; ++i)
          least = least.least(timeSessionRun(*session, request, cancel));
        table.rows.push_back({tokens, std::int64_t{request.gaps.front().tokens}, std::int64_t{kCandidates},
                              std::string(name), trace, std::int64_t{stepThreads()}, least.first * 1000,
                              least.step * 1000, least.run, least.firstProcessor * 1000, least.runProcessor,
                              static_cast<double>(peakResidentBytes()) / kMebibyte});
      }
    }
  }
  return table;
}

}  // namespace lacuna::engine
