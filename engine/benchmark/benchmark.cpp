// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/benchmark/benchmark.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/version.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>

#include "engine/accelerator.h"
#include "engine/benchmark/base_config.h"
#include "engine/benchmark/sections.h"

namespace lacuna::engine {
namespace {

struct Section {
  const char* name;
  Table (*measure)(const BenchSubject& subject);
  bool onGpu = false;    // left out where there is none
  bool trained = false;  // of a model on disk, left out where none is named
};

constexpr Section kSections[] = {{"step", benchStep},
                                 {"candidates", benchCandidates},
                                 {"attention", benchAttention},
                                 {"attention", benchGpuAttention, true},
                                 {"experts", benchExperts},
                                 {"memory", benchMemory},
                                 {"read", benchRead, false, true},
                                 {"fill", benchFill, false, true},
                                 {"train", benchTrain}};  // moves the weights: last

constexpr std::int64_t kShortest = 64;
constexpr std::int64_t kLongest = 1 << 20;

void refuse(const std::string& sentence) { throw Error(ErrorCode::kInvalidConfig, sentence); }

void check(const BenchJob& job) {
  bool known = job.section.empty();
  for (const Section& section : kSections) {
    known = known || job.section == section.name;
    if (section.trained && job.section == section.name && job.model.empty())
      refuse("The benchmark \"" + job.section + "\" is of a model over a base: name its folder.");
  }
  if (!known) {
    refuse("There is no benchmark \"" + job.section +
           "\"; choose step, candidates, attention, experts, memory, read, fill or train.");
  }
  if (job.repetitions < 1 || job.repetitions > 1000) refuse("The number of repetitions must be 1 to 1000.");
  for (const std::int64_t length : job.lengths) {
    if (length >= kShortest && length <= kLongest) continue;
    refuse("A length must be " + std::to_string(kShortest) + " to " + std::to_string(kLongest) + " tokens, not " +
           std::to_string(length) + ".");
  }
}

}  // namespace

BenchReport runBenchmark(const BenchJob& job, const NoteCallback& onNote, const CancelFlag& cancel) {
  check(job);
  const auto start = std::chrono::steady_clock::now();
  BenchSubject subject;
  subject.config = readBenchConfig(job.config);
  const bool trained = std::any_of(std::begin(kSections), std::end(kSections), [&](const Section& section) {
    return section.trained && job.section == section.name;
  });
  // What is measured of a model on disk alone needs no other.
  std::optional<Denoiser> model;
  if (!trained) model.emplace(makeRandomModel(subject.config, job.seed));
  subject.model = model ? &*model : nullptr;
  subject.modelFolder = job.model;
  subject.lengths = job.lengths;
  subject.timing.repetitions = job.repetitions;
  subject.timing.cancel = &cancel;
  subject.note = [&](const std::string& note) {
    if (onNote) onNote(note);
  };
  torch::manual_seed(job.seed);

  BenchReport report;
  report.cpu = cpuName();
  report.device = accelerator() == nullptr ? "CPU" : "CPU; " + accelerator()->name() + " where a table says so";
  report.threads = at::get_num_threads();
  report.clock = clockName();
  report.torch = std::string(TORCH_VERSION) + ", " + at::get_cpu_capability();
  report.model = trained ? job.model : subject.config.name;
  if (model) {
    report.parameters = countParameters(model->parameters());
    report.activeParameters = countActive(subject.config, report.parameters);
  }
  for (const Section& section : kSections) {
    if ((section.onGpu && accelerator() == nullptr) || (section.trained && job.model.empty())) continue;
    if (job.section.empty() || job.section == section.name) report.tables.push_back(section.measure(subject));
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace lacuna::engine
