// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/bleu.h"

#include <algorithm>
#include <cmath>

#include "engine/evaluation/ngrams.h"

namespace lacuna::engine {
namespace {

double brevityPenalty(const BleuCounts& counts) {
  if (counts.length >= counts.reference) return 1.0;
  if (counts.length == 0) return 0.0;
  return std::exp(1.0 - static_cast<double>(counts.reference) / static_cast<double>(counts.length));
}

}  // namespace

BleuCounts& BleuCounts::operator+=(const BleuCounts& other) {
  for (std::size_t n = 0; n < kBleuOrder; ++n) {
    matches[n] += other.matches[n];
    total[n] += other.total[n];
  }
  length += other.length;
  reference += other.reference;
  return *this;
}

BleuCounts countBleu(const WordList& fill, const WordList& reference) {
  BleuCounts counts;
  counts.length = static_cast<std::int64_t>(fill.size());
  counts.reference = static_cast<std::int64_t>(reference.size());
  for (int n = 1; n <= kBleuOrder; ++n) {
    const auto at = static_cast<std::size_t>(n - 1);
    const auto known = countNgrams(reference, n);
    for (const auto& [ngram, count] : countNgrams(fill, n)) {
      const auto found = known.find(ngram);
      counts.matches[at] += found == known.end() ? 0 : std::min(count, found->second);
      counts.total[at] += count;
    }
  }
  return counts;
}

double corpusBleu(const BleuCounts& counts, int order) {
  if (std::all_of(counts.matches.begin(), counts.matches.begin() + order, [](std::int64_t m) { return m == 0; }))
    return 0.0;
  double logs = 0;
  double smooth = 1;
  for (std::size_t n = 0; n < static_cast<std::size_t>(order); ++n) {
    // An order of which the fills have no n-gram at all leaves nothing to average, and sacrebleu calls that zero.
    if (counts.total[n] == 0) return 0.0;
    double precision = static_cast<double>(counts.matches[n]);
    if (counts.matches[n] == 0) precision = 1.0 / (smooth *= 2);
    logs += std::log(precision / static_cast<double>(counts.total[n]));
  }
  return 100.0 * brevityPenalty(counts) * std::exp(logs / order);
}

double sentenceBleu(const BleuCounts& counts) {
  constexpr double kK = 5.0;  // nltk's default
  if (counts.matches[0] == 0) return 0.0;
  double logs = 0;
  double doubling = 1;
  for (std::size_t n = 0; n < kBleuOrder; ++n) {
    auto matches = static_cast<double>(counts.matches[n]);
    if (counts.matches[n] == 0 && counts.length > 1) {
      doubling *= 2;
      matches = std::log(static_cast<double>(counts.length)) / (doubling * kK);
    }
    const double precision = matches / static_cast<double>(std::max<std::int64_t>(1, counts.total[n]));
    if (precision > 0) logs += std::log(precision) / kBleuOrder;
  }
  return brevityPenalty(counts) * std::exp(logs);
}

}  // namespace lacuna::engine
