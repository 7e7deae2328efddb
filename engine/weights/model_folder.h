// SPDX-License-Identifier: GPL-3.0-or-later
// A model on disk: a folder with config.json, model.safetensors, tokenizer.model and a card.
#pragma once

#include <memory>
#include <string>

#include "engine/denoiser/denoiser.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct LoadedModel {
  std::unique_ptr<Tokenizer> tokenizer;
  std::unique_ptr<Denoiser> denoiser;
  std::string name;
  std::string fingerprint;  // 16 hexadecimal digits over weights and configuration (FNV-1a)
};

// The tokenizer.model of a folder. A model reads and writes the pieces that it was trained with and no others: where
// config.json names the hash of a tokenizer (models of before it did not), another one is refused with
// Error(kBadModel).
std::unique_ptr<Tokenizer> openTokenizer(const std::string& folder);

// Laid out for inference on this processor, with denoising steps of that precision.
// What the files claim is compared before anything is made of it. Throws Error(kBadModel), naming the file and the
// reason, or Error(kOutOfMemory).
LoadedModel loadModel(const std::string& folder, Precision precision = Precision::kFloat32);

// Weights are stored as float16, and the hash of the tokenizer with the configuration. Each file is replaced in one
// step. Throws Error(kIo).
void saveModel(const std::string& folder, const ModelConfig& config, const Parameters& parameters,
               const std::string& tokenizerPath);

}  // namespace lacuna::engine
