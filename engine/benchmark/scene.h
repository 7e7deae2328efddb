// SPDX-License-Identifier: GPL-3.0-or-later
// A model with random weights before a document of random tokens with a gap.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "engine/benchmark/machine.h"
#include "engine/denoiser/denoiser.h"

namespace lacuna::engine {

constexpr std::int32_t kBenchGap = 64;  // tokens

// Fresh weights make every layer the identity: the maps back into the residual stream are zero. These are not.
Denoiser makeRandomModel(const ModelConfig& config, std::uint64_t seed);

struct Scene {
  Layout layout;
  torch::Tensor context_C;  // int64
  torch::Tensor state_FW;   // of the gap
  std::int32_t gap = 0;     // tokens
};

// tokens: of the document with its gap, which stands in the middle; at least 8.
Scene makeScene(const ModelConfig& config, std::int64_t tokens);

// The whole job of a section.
struct BenchSubject {
  ModelConfig config;
  Denoiser* model = nullptr;
  std::string modelFolder;            // empty: none
  std::vector<std::int64_t> lengths;  // as asked for; empty: the section's own
  TimingOptions timing;
  NoteCallback note;  // never empty

  std::vector<std::int64_t> lengthsOr(std::vector<std::int64_t> own) const { return lengths.empty() ? own : lengths; }
};

// As a step begins: a gradient that is not there is written, one that is there is added to.
void clearGradients(const BenchSubject& subject);

}  // namespace lacuna::engine
