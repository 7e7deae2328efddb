// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/fuzzy.h"

#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kLetter = 1;
constexpr int kBeside = 9;  // right behind the letter before
constexpr int kStart = 8;   // of a word
constexpr int kNone = -1'000'000;

bool startsWord(QStringView text, qsizetype at) {
  return at == 0 || (!text.at(at - 1).isLetterOrNumber() && text.at(at).isLetterOrNumber());
}

// The best way to find all of `piece` in order: over both lengths.
FuzzyMatch matchPiece(QStringView text, QStringView piece) {
  const qsizetype n = text.size();
  const qsizetype m = piece.size();
  // best[i][j]: letters 0..i found, the last of them at j.
  QVector<QVector<int>> best(m, QVector<int>(n, kNone));
  QVector<QVector<int>> from(m, QVector<int>(n, -1));
  for (qsizetype i = 0; i < m; ++i) {
    int before = kNone;  // the best of the row above, left of j
    int beforeAt = -1;
    for (qsizetype j = 0; j < n; ++j) {
      if (i > 0 && j > 0 && best[i - 1][j - 1] > before) {
        before = best[i - 1][j - 1];
        beforeAt = static_cast<int>(j - 1);
      }
      if (text.at(j).toCaseFolded() != piece.at(i).toCaseFolded()) continue;
      const int own = kLetter + (startsWord(text, j) ? kStart : 0);
      if (i == 0) {
        best[i][j] = own;
        continue;
      }
      const int beside = j > 0 && best[i - 1][j - 1] > kNone ? best[i - 1][j - 1] + kBeside : kNone;
      if (before == kNone) continue;
      best[i][j] = own + std::max(before, beside);
      from[i][j] = beside >= before ? static_cast<int>(j - 1) : beforeAt;
    }
  }
  FuzzyMatch match;
  const auto last = std::max_element(best.last().begin(), best.last().end());
  if (last == best.last().end() || *last == kNone) return match;
  match.score = *last;
  int j = static_cast<int>(last - best.last().begin());
  for (qsizetype i = m; i-- > 0;) {
    match.places.push_front(j);
    j = from[i][j];
  }
  return match;
}

}  // namespace

FuzzyMatch fuzzyMatch(QStringView text, QStringView pattern) {
  FuzzyMatch all;
  all.score = 0;
  const auto pieces = pattern.split(u' ', Qt::SkipEmptyParts);
  for (const QStringView piece : pieces) {
    if (text.isEmpty()) return {};
    const FuzzyMatch one = matchPiece(text, piece);
    if (one.score < 0) return {};
    all.score += one.score;
    all.places += one.places;
  }
  std::sort(all.places.begin(), all.places.end());
  all.places.erase(std::unique(all.places.begin(), all.places.end()), all.places.end());
  return all;
}

}  // namespace lacuna::ui
