// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/diversity.h"

#include <set>

#include "engine/evaluation/ngrams.h"
#include "engine/table.h"

namespace lacuna::engine {
namespace {

double share(double part, double whole) { return whole > 0 ? part / whole : kNotMeasured; }

struct Spread {
  double different = 0;
  double all = 0;
};

Spread spreadOf(const WordList& words, int n) {
  Spread spread;
  for (const auto& [ngram, count] : countNgrams(words, n)) {
    spread.different += 1;
    spread.all += static_cast<double>(count);
  }
  return spread;
}

}  // namespace

double distinctOverall(const std::vector<WordList>& texts, int n) {
  std::set<WordList> different;
  double all = 0;
  for (const WordList& words : texts) {
    for (const auto& [ngram, count] : countNgrams(words, n)) {
      different.insert(ngram);
      all += static_cast<double>(count);
    }
  }
  return share(static_cast<double>(different.size()), all);
}

double distinctWithin(const std::vector<WordList>& texts, int n) {
  double sum = 0;
  double counted = 0;
  for (const WordList& words : texts) {
    const Spread spread = spreadOf(words, n);
    if (spread.all == 0) continue;
    sum += spread.different / spread.all;
    counted += 1;
  }
  return share(sum, counted);
}

double repetition(const std::vector<WordList>& texts, int n) {
  Spread sum;
  for (const WordList& words : texts) {
    const Spread spread = spreadOf(words, n);
    sum.different += spread.different;
    sum.all += spread.all;
  }
  return share(sum.all - sum.different, sum.all);
}

}  // namespace lacuna::engine
