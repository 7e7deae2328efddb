// SPDX-License-Identifier: GPL-3.0-or-later
// A model on disk: a folder with config.json, model.safetensors, tokenizer.model and a card.
#pragma once

#include <memory>
#include <string>

#include "engine/base/adapter.h"
#include "engine/base/causal_base.h"
#include "engine/denoiser/context_reader.h"
#include "engine/denoiser/denoiser.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct LoadedModel {
  std::shared_ptr<const CausalBase> base;  // what an adapter denoises over; null for a model of its own
  std::unique_ptr<Tokenizer> tokenizer;
  std::unique_ptr<Denoiser> denoiser;
  std::string name;
  std::string baseName{};       // of the base: what its file calls it; empty without one
  std::string baseSha256{};     // of the base's file
  std::string fingerprint;      // 16 hexadecimal digits over weights and configuration (FNV-1a)
  std::int64_t parameters = 0;  // with those of its base
  std::string folder{};         // that it was loaded from
  std::string speaking{};       // which voices speak with it (speaking_voices.h); empty: none
};

// 16 hexadecimal digits over weights and configuration (FNV-1a).
std::string fingerprintOf(const NamedTensors& tensors, const std::string& config);

// Whether what is read is also kept in files, in the folder that LACUNA_CONTEXT_CACHE names. Only a base's readings
// are, and nothing without that variable, or where it is empty.
enum class KeepReadings { kInMemory, kInFilesToo };

// Whoever reads the context for it. limitBytes: of what is kept in memory beyond a request.
std::unique_ptr<ContextReader> makeContextReader(const LoadedModel& model, std::size_t limitBytes,
                                                 KeepReadings keep = KeepReadings::kInMemory);

// Where bases may lie, .gguf files in the order in which they are tried; an adapter takes the first with its hash.
void setBaseFiles(std::vector<std::string> paths);
// The base of an adapter: the first of those, or of its own folder, with its hash. Throws Error(kBadModel) where none
// has it.
BaseFile findBase(const AdapterConfig& adapter, const std::string& folder);
// The first of those. Throws Error(kInvalidInput) where there is none, Error(kBadModel) where it is no usable one.
BaseFile firstBase();

// The tokenizer.model of a folder. A model reads and writes the pieces that it was trained with and no others: where
// config.json names the hash of a tokenizer (models of before it did not), another one is refused with
// Error(kBadModel).
std::unique_ptr<Tokenizer> openTokenizer(const std::string& folder);

// Of denoising steps: the quickest with 16 bits, unless LACUNA_STEPS says fixed16, bfloat16 or float32, for those who
// want to compare. Throws Error(kInvalidConfig).
Precision stepPrecision();

// Laid out for inference on this processor, with denoising steps of that precision.
// What the files claim is compared before anything is made of it. Throws Error(kBadModel), naming the file and the
// reason, or Error(kOutOfMemory).
LoadedModel loadModel(const std::string& folder, Precision precision = Precision::kFloat32);

// Weights are stored as float16, and the hash of the tokenizer with the configuration. Each file is replaced in one
// step. Throws Error(kIo).
void saveModel(const std::string& folder, const ModelConfig& config, const Parameters& parameters,
               const std::string& tokenizerPath);

// Whether a folder's config.json is that of an adapter. Throws Error(kBadModel) where there is none.
bool isAdapterFolder(const std::string& folder);

struct AdapterFolder {
  AdapterConfig config;
  NamedTensors tensors;
};
// Throws Error(kBadModel) where it is none.
AdapterFolder readAdapter(const std::string& folder);
// As saveModel(). parameters: adapterTensors().
void saveAdapter(const std::string& folder, const AdapterConfig& config, const Parameters& parameters);

}  // namespace lacuna::engine
