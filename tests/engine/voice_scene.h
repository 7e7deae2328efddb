// SPDX-License-Identifier: GPL-3.0-or-later
// A made-up adapter in a folder, books of habits, and a voice over it in two ways: what the tests of a voice's training
// share.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/gap_layers.h"
#include "engine/training/rehearsal.h"
#include "engine/training/voice_trainer.h"
#include "tests/engine/adapter_desk.h"

namespace lacuna::engine::testing {

inline constexpr int kVoiceRank = 3;  // of the voice; the desk's adapter has 4

// An adapter in a folder and books of habits.
struct VoiceScene {
  VoiceScene() {
    desk.folder.write("books/one.txt", habitualText(300, 1));
    desk.folder.write("valid/held.txt", habitualText(120, 3));
    corpus = tokenizeCorpus(desk.folder.path("books"), *desk.tokenizer, "");
    valid = tokenizeCorpus(desk.folder.path("valid"), *desk.tokenizer, "");
    adapter = desk.folder.path("adapter");
    saveAdapter(adapter, desk.config, desk.parameters);
    tensors = readAdapter(adapter).tensors;
    config.voice.name = "Mara";
    config.voice.overName = desk.config.name;
    config.voice.overSha256 = config.voice.baseSha256 = desk.config.baseSha256;
    config.voice.rank = kVoiceRank;
    config.batch.tokens = 192;
    config.batch.lengths = {{48, 0.5}, {64, 0.5}};
    config.batch.longestGap = 12;
    config.optimizer.adamRate = 1e-2;
    config.rehearsal = 0;
    config.seed = 5;
    setBaseFiles({desk.path});
  }
  ~VoiceScene() { setBaseFiles({}); }
  VoiceTrainer trainer(const TokenizedCorpus& rehearsal = {}) const {
    return {config, {*desk.file, desk.config, tensors, *desk.tokenizer, corpus, rehearsal}};
  }
  TokenizedCorpus rehearsal() const {
    const CausalBase base(*desk.file, BasePrecision::kFloat32);
    return talkFreely(base, *desk.tokenizer, desk.marks().begins, {8, 64, 0.95, 3}, {});
  }

  AdapterDesk desk;
  std::string adapter;
  NamedTensors tensors;
  TokenizedCorpus corpus, valid;
  VoiceTrainConfig config;
};

// The desk's adapter with a random voice: as an adapter of both ranks, and as one of the voice's that runs over layers
// with the other in them.
struct BothWays {
  explicit BothWays(const VoiceScene& scene, bool speaks = true)
      : layers(scene.desk.config, scene.tensors, *scene.desk.file) {
    const LlamaConfig& base = scene.desk.file->config();
    std::map<std::string, torch::Tensor> known;
    for (const auto& [name, tensor] : scene.tensors) known[name] = tensor.to(torch::kFloat32);
    stackedConfig = voiceConfig = scene.desk.config;
    stackedConfig.rank = scene.desk.config.rank + kVoiceRank;
    voiceConfig.rank = kVoiceRank;
    torch::manual_seed(17);
    for (const auto& [name, sizes] : adapterTensors(voiceConfig, base)) {
      const bool first = name.ends_with(".a");
      if (!first && !name.ends_with(".b")) {
        stacked.push_back({name, known[name].clone(), ParameterKind::kMatrix});
        voice.push_back({name, known[name].clone(), ParameterKind::kBuffer});
        continue;
      }
      auto own = torch::randn(sizes) * 0.1;
      if (!first && !speaks) own.zero_();
      voice.push_back({name, own, ParameterKind::kMatrix});
      std::vector<torch::Tensor> rows;  // block by block the adapter's, then the voice's
      for (std::int64_t block = 0; first && block < own.size(0) / kVoiceRank; ++block) {
        rows.push_back(known[name].narrow(0, block * scene.desk.config.rank, scene.desk.config.rank));
        rows.push_back(own.narrow(0, block * kVoiceRank, kVoiceRank));
      }
      stacked.push_back({name, first ? torch::cat(rows) : torch::cat({known[name], own}, 1), ParameterKind::kMatrix});
    }
  }
  // What of a stacked gradient is the voice's.
  torch::Tensor ofVoice(const torch::Tensor& gradient, bool first) const {
    const std::int64_t rank = stackedConfig.rank;
    if (!first) return gradient.narrow(1, rank - kVoiceRank, kVoiceRank);
    std::vector<torch::Tensor> rows;
    for (std::int64_t block = 0; block < gradient.size(0) / rank; ++block)
      rows.push_back(gradient.narrow(0, block * rank + rank - kVoiceRank, kVoiceRank));
    return torch::cat(rows);
  }
  std::unique_ptr<AdapterPass> pass(const BaseFile& base, PassKind kind, bool narrow = false) const {
    AdapterPassOptions options;
    options.kind = kind;
    options.type = narrow ? torch::kBFloat16 : torch::kFloat32;
    options.gapLayer = [this](int layer) { return layers.layer(layer); };
    return makeAdapterPass(base, voiceConfig, options);
  }

  GapLayers layers;
  AdapterConfig stackedConfig, voiceConfig;
  Parameters stacked, voice;
};

}  // namespace lacuna::engine::testing
