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

// Two books and a held-out one.
struct Desk {
  ScratchFolder folder;
  Tokenizer tokenizer{modelFolder() + "/tokenizer.model"};
  TokenizedCorpus corpus;
  TokenizedCorpus valid;
  Desk() {
    folder.write("books/one.txt", habitualText(600, 1));
    folder.write("books/two.txt", habitualText(400, 2));
    folder.write("valid/three.txt", habitualText(300, 3));
    corpus = tokenizeCorpus(folder.path("books"), tokenizer, "");
    valid = tokenizeCorpus(folder.path("valid"), tokenizer, "");
  }
};

}  // namespace lacuna::engine::testing
