// SPDX-License-Identifier: GPL-3.0-or-later
// An adapter: what makes a pretrained causal base denoise. Low-rank updates (LoRA, arXiv:2106.09685) of the linears of
// every layer, for the rows of gaps alone; the absorbing state; routed experts beside some feed-forwards.
//
// On disk a folder: config.json, adapter.safetensors (float16) and a card. The base stands in the configuration by the
// SHA-256 of its file; over another one an adapter is refused.
//
// Shapes: W width, r rank, I inputs, O outputs, E experts, F hidden width of an expert.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/base/gap_rows.h"
#include "engine/denoiser/denoiser.h"
#include "engine/weights/base_file.h"
#include "engine/weights/safetensors.h"

namespace lacuna::engine {

struct AdapterConfig {
  std::string name = "adapter";
  std::string baseFile;    // its name, to tell a person
  std::string baseSha256;  // 64 hexadecimal digits
  int rank = 48;
  int experts = 0;
  int expertsPerToken = 2;
  int expertHidden = 32;
  std::vector<int> expertLayers;
  std::string marker = " …";     // what a gap is in the context stream; one token
  std::string openMarker;        // of a gap that ends where the model says so; empty: it has not learnt to
  int end = -1;                  // with an openMarker: the control token that says so
  std::string begins = "\n";     // in front of every reading; one token
  std::vector<HeadGroup> heads;  // what gap rows see; empty: all heads 256 tokens to either side
  int sinkReach = 256;

  // Throws Error(kInvalidConfig) naming the field.
  void check() const;
};

AdapterConfig adapterConfigFromJson(const nlohmann::json& json);
nlohmann::json toJson(const AdapterConfig& config);

// Whether a model folder's configuration is that of an adapter.
bool isAdapter(const nlohmann::json& json);

// The linears of a layer that are updated, as they are named and as they stand in one product: their outputs side by
// side, each with rows of `a` of its own.
struct AdaptedLinear {
  const char* name;
  std::vector<std::int64_t> outputs;
  std::int64_t inputs;
};
std::vector<AdaptedLinear> adaptedLinears(const LlamaConfig& base);

// The names and shapes of all its tensors, in order.
std::vector<std::pair<std::string, std::vector<std::int64_t>>> adapterTensors(const AdapterConfig& config,
                                                                              const LlamaConfig& base);

// Throws Error(kBadModel) where gaps do not go over that base: another rotary embedding, an output of its own.
void checkBase(const BaseFile& base);

// Root mean square of a base's embeddings: what the states of gap rows are scaled by.
double embeddingScale(const torch::Tensor& embedding_VW);

// What it says of gaps in the context stream. Throws Error(kBadModel) where a field is no single token.
GapMarks gapMarks(const AdapterConfig& config, const Tokenizer& tokenizer);

// The model that it makes of its base. Throws Error(kBadModel) naming the first tensor that is missing, unknown or of
// another shape, and where a token of the configuration is none. vocabulary: as in GapStreamWeights.
std::unique_ptr<Denoiser> makeGapStream(const AdapterConfig& config, const NamedTensors& tensors, const BaseFile& base,
                                        const Tokenizer& tokenizer, Precision precision,
                                        std::function<PackedLinear(Precision)> vocabulary = {});

}  // namespace lacuna::engine
