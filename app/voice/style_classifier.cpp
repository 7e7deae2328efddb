// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/style_classifier.h"

#include <cmath>
#include <cstdint>

namespace lacuna::app {
namespace {

constexpr std::size_t kHashes = 1U << 16U;
constexpr qsizetype kShortest = 2;
constexpr qsizetype kLongest = 4;
constexpr double kUnseen = 0.5;  // of a run that was never met

// FNV-1a, so that the same text has the same runs everywhere.
template <typename Visit>
void eachRun(QStringView text, Visit visit) {
  for (qsizetype begin = 0; begin < text.size(); ++begin) {
    std::uint32_t hash = 2166136261U;
    for (qsizetype length = 1; length <= kLongest && begin + length <= text.size(); ++length) {
      hash = (hash ^ text[begin + length - 1].unicode()) * 16777619U;
      if (length >= kShortest) visit((hash ^ (hash >> 16U)) % kHashes);
    }
  }
}

}  // namespace

StyleClassifier::StyleClassifier() {
  for (Counts& side : sides_) side.runs.assign(kHashes, 0);
}

void StyleClassifier::learn(Side side, QStringView text) {
  Counts& counts = sides_[side == Side::Author ? 0 : 1];
  eachRun(text, [&](std::size_t run) {
    ++counts.runs[run];
    ++counts.all;
  });
}

double StyleClassifier::likeness(QStringView text) const {
  const auto& [author, other] = sides_;
  double sum = 0;
  qint64 runs = 0;
  const auto logarithm = [](const Counts& side, std::size_t run) {
    return std::log((side.runs[run] + kUnseen) / (static_cast<double>(side.all) + kUnseen * kHashes));
  };
  eachRun(text, [&](std::size_t run) {
    ++runs;
    // What neither has met says nothing of either.
    if (author.runs[run] + other.runs[run] > 0) sum += logarithm(author, run) - logarithm(other, run);
  });
  return runs == 0 ? 0.0 : sum / static_cast<double>(runs);
}

}  // namespace lacuna::app
