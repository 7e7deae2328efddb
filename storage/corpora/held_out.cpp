// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/corpora/held_out.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace lacuna::storage {
namespace {

constexpr int kMost = 6;
constexpr double kShare = 0.09;
constexpr double kLeast = 0.08, kLargest = 0.10;
constexpr double kEnough = 0.05;  // of the author's own choice

struct Choice {
  QVector<int> chapters{};
  qint64 words = 0;
};

// One of each of `parts` equal parts of the corpus: that whose length comes nearest to its share, and of equals that in
// the middle.
Choice spread(const QVector<HeldOutCandidate>& chapters, qint64 all, qint64 wanted, int parts) {
  Choice choice;
  qint64 before = 0;
  QVector<int> best(parts, -1);
  QVector<std::pair<qint64, qint64>> cost(parts, {std::numeric_limits<qint64>::max(), 0});
  for (int i = 0; i < chapters.size(); ++i) {
    const qint64 middle = before + chapters[i].words / 2;
    before += chapters[i].words;
    if (!chapters[i].may || chapters[i].words == 0) continue;
    const auto part = static_cast<int>(std::min<qint64>(parts - 1, middle * parts / all));
    const std::pair<qint64, qint64> own = {std::abs(chapters[i].words - wanted / parts),
                                           std::abs(middle * 2 * parts - (2 * part + 1) * all)};
    if (own >= cost[part]) continue;
    cost[part] = own;
    best[part] = i;
  }
  for (const int i : best) {
    if (i < 0) continue;
    choice.chapters.append(i);
    choice.words += chapters[i].words;
  }
  return choice;
}

}  // namespace

QVector<int> chooseHeldOut(const QVector<HeldOutCandidate>& chapters) {
  qint64 all = 0, own = 0;
  int used = 0;
  for (const HeldOutCandidate& each : chapters) {
    all += each.words;
    own += each.heldOut ? each.words : 0;
    used += each.words > 0 ? 1 : 0;
  }
  const auto share = [all](qint64 words) { return static_cast<double>(words) / static_cast<double>(all); };
  if (all == 0 || share(own) >= kEnough) return {};
  const auto wanted = static_cast<qint64>(kShare * static_cast<double>(all)) - own;
  Choice best;
  double least = std::numeric_limits<double>::max();
  for (int parts = 1; parts <= kMost; ++parts) {
    const Choice choice = spread(chapters, all, wanted, parts);
    if (choice.chapters.isEmpty() || choice.chapters.size() >= used) continue;
    const double found = share(choice.words + own);
    // What lies within the bounds is as good as any; more places are better.
    const double off = found < kLeast ? kLeast - found : found > kLargest ? found - kLargest : 0;
    if (off > least) continue;
    least = off;
    best = choice;
  }
  return best.chapters;
}

}  // namespace lacuna::storage
