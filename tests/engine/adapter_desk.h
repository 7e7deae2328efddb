// SPDX-License-Identifier: GPL-3.0-or-later
// A made-up base in a file, an adapter of it, and texts with gaps: what the tests of an adapter's training share.
#pragma once

#include <torch/types.h>

#include <optional>
#include <string>
#include <vector>

#include "engine/base/adapter_pass.h"
#include "engine/weights/base_tokenizer.h"
#include "tests/engine/made_up_gguf.h"
#include "tests/engine/support.h"

namespace lacuna::engine::testing {

inline MadeUpBaseOptions deskBase() {
  MadeUpBaseOptions options;
  options.layers = 3;
  options.width = 64;
  options.headSize = 16;
  options.feedForward = 96;
  return options;
}

struct AdapterDesk {
  explicit AdapterDesk(int experts = 4, const MadeUpBaseOptions& options = deskBase()) {
    path = folder.write("base.gguf", madeUpBase(options));
    file.emplace(path);
    tokenizer = readBaseTokenizer(file->gguf());
    config.baseFile = "base.gguf";
    config.baseSha256 = file->sha256();
    config.rank = 4;
    config.experts = experts;
    config.expertHidden = 16;
    if (experts > 0) config.expertLayers = {1};
    config.marker = "…";
    parameters = newAdapter(config, *file, 3);
    // Updates that begin at zero would leave half of the gradients there.
    torch::manual_seed(3);
    for (Parameter& parameter : parameters) {
      if (parameter.name.ends_with(".b") || parameter.name.ends_with("experts.down"))
        parameter.tensor.copy_(torch::randn_like(parameter.tensor) * 0.1);
      if (parameter.name.ends_with("experts.bias")) parameter.tensor[0] = 0.05;
    }
  }

  GapMarks marks() const {
    return {tokenizer->encode(config.marker).front(), tokenizer->encode(config.begins).front()};
  }

  // Two texts of unlike lengths, gaps that begin and end them, two passes or runs in order, noise on some rows.
  GapRows rows(bool inOrder = false) const {
    std::vector<GapText> texts(2);
    texts[0].tokens = tokens(41, 1);
    texts[0].gaps = {{0, 3}, {9, 10}, {30, 41}};
    texts[1].tokens = tokens(23, 2);
    texts[1].gaps = {{5, 12}};
    Random random(4);
    for (GapText& text : texts) {
      text.hidden.resize(2);
      for (const auto& [begin, end] : text.gaps) {
        for (int i = begin; i < end; ++i) {
          text.hidden[0].push_back(random.uniform() < 0.6);
          text.hidden[1].push_back(!text.hidden[0].back());
        }
      }
    }
    GapRows rows = inOrder ? layGapRowsInOrder(texts, marks()) : layGapRows(texts, marks());
    torch::manual_seed(8);
    rows.noise_RW = torch::randn({static_cast<std::int64_t>(rows.id_R.size()), file->config().width}) * 0.3;
    return rows;
  }

  std::vector<TokenId> tokens(int count, std::uint64_t seed) const {
    Random random(seed, 5);
    std::vector<TokenId> ids;
    for (int i = 0; i < count; ++i)
      ids.push_back(static_cast<TokenId>(random.between(3, file->config().vocabulary - 1)));
    return ids;
  }

  ScratchFolder folder;
  std::string path;
  std::optional<BaseFile> file;
  std::unique_ptr<Tokenizer> tokenizer;
  AdapterConfig config;
  Parameters parameters;
};

}  // namespace lacuna::engine::testing
