// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/benchmark/sections.h"

namespace lacuna::engine {

Table benchMemory(const BenchSubject& subject) {
  const torch::NoGradGuard noGrad;
  const Denoiser& model = *subject.model;
  Table table;
  table.name = "memory";
  table.title = "Memory";
  table.note =
      "What is kept of a document that has been read, what a run over one gap takes out of it, and the most "
      "memory that the process held while it read and took one step (resident, weights and all).";
  table.columns = {{"document_tokens", "document", 0}, {"kept_bytes_per_token", "kept bytes/token", 0},
                   {"kept_mib", "kept MiB", 1},        {"prepared_mib", "for a gap MiB", 1},
                   {"before_mib", "before MiB", 0},    {"peak_mib", "peak MiB", 0}};
  for (const std::int64_t tokens : subject.lengthsOr({2048, 8192, 32768})) {
    subject.note("memory, " + std::to_string(tokens) + " tokens");
    if (subject.timing.cancel != nullptr && subject.timing.cancel->load())
      throw Error(ErrorCode::kCancelled, "Stopped before everything was measured.");
    const Scene scene = makeScene(subject.config, tokens);
    resetPeakMemory();
    const auto before = static_cast<double>(residentBytes());
    const KeyValues reading = model.prefill(model.readingInput(scene.layout, scene.context_C),
                                            makeReadPlan(subject.config, scene.layout), nullptr);
    const FillPlan plan = makeFillPlan(subject.config, scene.layout);
    const KeyValues prepared = model.prepare(reading, plan);
    model.logits(model.denoise(scene.state_FW, prepared, plan, nullptr));
    const auto kept = static_cast<double>(bytesOf(reading));
    table.rows.push_back({tokens, kept / static_cast<double>(tokens), kept / kMebibyte,
                          static_cast<double>(bytesOf(prepared)) / kMebibyte, before / kMebibyte,
                          static_cast<double>(peakResidentBytes()) / kMebibyte});
  }
  return table;
}

}  // namespace lacuna::engine
