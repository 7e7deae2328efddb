// SPDX-License-Identifier: GPL-3.0-or-later
// BLEU (Papineni et al. 2002) against one reference, as two programs compute it. Pure functions; parity with both is
// held by tests/engine/metrics_test.cpp.
#pragma once

#include <array>
#include <cstdint>

#include "engine/evaluation/words.h"

namespace lacuna::engine {

constexpr int kBleuOrder = 4;

// What BLEU is made of; counts of many pairs add up to those of a corpus.
struct BleuCounts {
  std::array<std::int64_t, kBleuOrder> matches{};  // n-grams of the fill that the reference holds, clipped
  std::array<std::int64_t, kBleuOrder> total{};    // n-grams of the fill
  std::int64_t length = 0;                         // words of the fill
  std::int64_t reference = 0;                      // words of the reference

  BleuCounts& operator+=(const BleuCounts& other);
};

BleuCounts countBleu(const WordList& fill, const WordList& reference);

// 0..100, over n-grams of 1..order words: sacrebleu's corpus_score with its default smoothing "exp".
double corpusBleu(const BleuCounts& counts, int order);

// 0..1: nltk's sentence_bleu with SmoothingFunction().method4 (Chen and Cherry 2014), which DiffuSeq reports. It is
// over words between spaces.
double sentenceBleu(const BleuCounts& counts);

}  // namespace lacuna::engine
