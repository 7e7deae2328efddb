// SPDX-License-Identifier: GPL-3.0-or-later
// A training that ends within seconds.
#pragma once

#include "engine/training/trainer.h"
#include "tests/engine/support.h"

namespace lacuna::engine::testing {

inline TrainConfig tinyTraining() {
  TrainConfig config;
  config.model = tinyConfig();
  config.batch.tokens = 384;
  config.batch.lengths = {{96, 0.7}, {192, 0.3}};
  config.batch.longestGap = 8;
  config.warmUp = 5;
  config.steps = 60;
  config.seed = 9;
  return config;
}

// Books of so many sentences, and a held-out one.
struct Desk {
  ScratchFolder folder;
  SentencePieceTokenizer tokenizer{modelFolder() + "/tokenizer.model"};
  TokenizedCorpus corpus;
  TokenizedCorpus valid;
  explicit Desk(const std::vector<int>& books = {600, 400}, int heldOut = 300) {
    for (std::size_t i = 0; i < books.size(); ++i)
      folder.write("books/" + std::to_string(i) + ".txt", habitualText(books[i], i + 1));
    folder.write("valid/held.txt", habitualText(heldOut, 3));
    corpus = tokenizeCorpus(folder.path("books"), tokenizer, "");
    valid = tokenizeCorpus(folder.path("valid"), tokenizer, "");
  }
};

}  // namespace lacuna::engine::testing
