// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspection/inspect.h"

#include <chrono>
#include <iterator>

#include "engine/inspection/views.h"
#include "engine/text/utf8.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kFewestTokens = 128;

void check(const InspectJob& job) {
  const auto range = [](const char* what, int value, int low, int high) {
    if (value >= low && value <= high) return;
    throw Error(ErrorCode::kInvalidConfig, std::string("The number of ") + what + " must be " + std::to_string(low) +
                                               " to " + std::to_string(high) + ", not " + std::to_string(value) + ".");
  };
  range("stretches", job.stretches, 1, 10000);
  range("tokens of context", job.contextTokens, 16, 65536);
  range("tokens of a gap", job.gapTokens, 4, 512);
  range("steps", job.steps, 1, 1000);
  const std::size_t bad = utf8Invalid(job.text);
  if (bad != job.text.size()) {
    throw Error(ErrorCode::kInvalidInput,
                "The text is not UTF-8: byte " + std::to_string(bad) + " begins no character.");
  }
}

// Whatever is wrong with the folder, to the caller it is the model that cannot be used.
LoadedModel openModel(const std::string& folder) {
  try {
    LoadedModel model = loadModel(folder);
    if (!model.denoiser->config().isJoint()) return model;
    throw Error(ErrorCode::kBadModel, "The model in " + folder +
                                          " reads text and gap as one stream: it is a baseline for lacuna eval, and "
                                          "there is no reading of its own to look into.");
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kIo && error.code() != ErrorCode::kInvalidConfig) throw;
    throw Error(ErrorCode::kBadModel, error.what());
  }
}

}  // namespace

InspectReport inspectModel(const InspectJob& job, const NoteCallback& onNote, const CancelFlag& cancel) {
  check(job);
  const auto start = std::chrono::steady_clock::now();
  const LoadedModel model = openModel(job.model);
  const auto noise = makeNoiseProcess(model.denoiser->config().noise);
  Subject subject;
  subject.model = model.denoiser.get();
  subject.tokenizer = model.tokenizer.get();
  subject.noise = noise.get();
  subject.job = job;
  subject.cancel = &cancel;
  subject.tokens = model.tokenizer->encode(job.text);
  if (subject.tokens.size() < kFewestTokens) {
    throw Error(ErrorCode::kInvalidInput, "The text has " + std::to_string(subject.tokens.size()) +
                                              " tokens, too few to tell anything: give one of at least " +
                                              std::to_string(kFewestTokens) + ", better of thousands.");
  }
  subject.tokens.insert(subject.tokens.begin(), model.tokenizer->special().document);
  subject.classes = classifyTokens(subject.tokens, *model.tokenizer);

  InspectReport report;
  report.model = model.name;
  report.fingerprint = model.fingerprint;
  report.tokens = static_cast<std::int64_t>(subject.tokens.size()) - 1;
  const auto append = [&](std::vector<Table> tables) {
    report.tables.insert(report.tables.end(), std::make_move_iterator(tables.begin()),
                         std::make_move_iterator(tables.end()));
  };
  const auto note = [&](const char* what) {
    if (onNote) onNote(what);
  };
  note("attention");
  append(viewAttention(subject));
  note("experts");
  append(viewExperts(subject));
  note("reconstruction from noise");
  append({viewReconstruction(subject)});
  note("the trajectory");
  append({viewAccumulation(subject)});
  note("short texts");
  append({viewShortSequences(subject)});
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace lacuna::engine
