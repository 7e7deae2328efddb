// SPDX-License-Identifier: GPL-3.0-or-later
// Small models, corpora and folders for the engine's tests.
#pragma once

#include <torch/types.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/denoiser/denoiser.h"
#include "engine/diffusion/random.h"
#include "engine/session.h"
#include "engine/text/corpus.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine::testing {

namespace fs = std::filesystem;

// A folder that is gone at the end of the test.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (fs::temp_directory_path() / "lacuna-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::permissions(path_, fs::perms::owner_all, ignored);
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  std::string path(const std::string& name = "") const { return name.empty() ? path_ : path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& content) const {
    fs::create_directories(fs::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }

 private:
  std::string path_;
};

inline std::string modelFolder() { return LACUNA_SOURCE_DIR "/resources/model"; }

inline ModelConfig tinyConfig(int vocabulary = 4096) {
  ModelConfig config;
  config.name = "tiny";
  config.vocabulary = vocabulary;
  config.width = 32;
  config.layers = 3;
  config.headSize = 8;
  config.heads = {{4, 2, 6, 1, 7, {1}}, {2, 1, 6, 1, 5, {3, 4}}};
  config.chunk = 16;
  config.globals = 3;
  config.chunkReach = 2;
  config.denseLayers = 1;
  config.denseHidden = 48;
  config.experts = 4;
  config.expertsPerToken = 2;
  config.expertHidden = 16;
  config.sharedHidden = 24;
  return config;
}

// Output maps begin at zero; with something in them, every part of a layer counts.
inline void stir(Denoiser* model) {
  const torch::NoGradGuard noGrad;
  torch::manual_seed(11);
  for (Parameter& parameter : model->parameters()) {
    if (parameter.kind != ParameterKind::kBuffer) parameter.tensor.add_(torch::randn_like(parameter.tensor), 0.15);
  }
}

// The sentence of the Error that a call throws; empty when it throws none.
template <class Function>
std::string sentenceOf(const Function& function, ErrorCode* code = nullptr) {
  try {
    function();
  } catch (const Error& error) {
    if (code != nullptr) *code = error.code();
    return error.what();
  }
  return {};
}

// A few thousand words of a made-up language with strong habits: quick to learn, hard to know beforehand.
inline std::string habitualText(int sentences, std::uint64_t seed) {
  static const char* const kNames[] = {"Mara", "Joss", "Ellen", "Tam"};
  static const char* const kVerbs[] = {"carried", "mended", "counted", "painted"};
  static const char* const kThings[] = {"the lamp", "the nets", "the oars", "the door"};
  static const char* const kEnds[] = {"before the tide came in", "while the kettle sang", "until it was dark"};
  Random random(seed);
  std::string text;
  for (int i = 0; i < sentences; ++i) {
    const auto who = static_cast<std::size_t>(random.between(0, 3));
    text +=
        std::string(kNames[who]) + " " + kVerbs[who] + " " + kThings[who] + " " + kEnds[random.between(0, 2)] + ". ";
    if (i % 6 == 5) text += "\n\n";
  }
  return text;
}

}  // namespace lacuna::engine::testing
