// SPDX-License-Identifier: GPL-3.0-or-later
// A small base of random weights with a random adapter of it, in files and in memory.
#pragma once

#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/adapter.h"
#include "engine/weights/base_file.h"
#include "engine/weights/base_tokenizer.h"
#include "engine/weights/model_folder.h"
#include "engine/weights/safetensors.h"
#include "tests/engine/made_up_gguf.h"
#include "tests/engine/support.h"

namespace lacuna::engine::testing {

inline MadeUpBaseOptions smallBase() {
  MadeUpBaseOptions options;
  options.layers = 3;
  options.width = 64;
  options.headSize = 16;
  options.feedForward = 96;
  return options;
}

// A base in a file, its tokenizer, and a random adapter of it.
struct MadeUpAdapter {
  explicit MadeUpAdapter(int experts = 4) {
    path = folder.write("base.gguf", madeUpBase(smallBase()));
    file.emplace(path);
    tokenizer = readBaseTokenizer(file->gguf());
    config.baseFile = "base.gguf";
    config.baseSha256 = file->sha256();
    config.rank = 4;
    config.experts = experts;
    config.expertHidden = 16;
    if (experts > 0) config.expertLayers = {1};
    config.marker = "…";
    config.begins = "\n";
    config.heads = {{4, 2, 0, 1, 9, {1}, false}};
    config.sinkReach = 12;
    torch::manual_seed(3);
    for (const auto& [name, sizes] : adapterTensors(config, file->config()))
      tensors.emplace_back(name, torch::randn(sizes) * (name.find(".b") != std::string::npos ? 0.05 : 0.3));
  }
  ScratchFolder folder;
  std::string path;
  std::optional<BaseFile> file;
  std::unique_ptr<Tokenizer> tokenizer;
  AdapterConfig config;
  NamedTensors tensors;

  // Writes it into a model folder, beside its base, and has bases looked for here.
  std::string save() const {
    const std::string model = folder.path("model");
    fs::create_directories(model);
    std::ofstream(model + "/config.json") << toJson(config).dump();
    writeSafeTensors(model + "/adapter.safetensors", tensors, {});
    setBaseFiles({path});
    return model;
  }

  torch::Tensor tensor(const std::string& name) const {
    for (const auto& [known, value] : tensors) {
      if (known == name) return value;
    }
    return {};
  }
};

}  // namespace lacuna::engine::testing
