// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/fuzzy.h"

#include <QVarLengthArray>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kLetter = 1;
constexpr int kBeside = 9;  // right behind the letter before
constexpr int kStart = 8;   // of a word
constexpr int kNone = -1'000'000;

using Letters = QVarLengthArray<char16_t, 160>;
using Table = QVarLengthArray<int, 2048>;

Letters folded(QStringView text) {
  Letters letters;
  letters.reserve(text.size());
  for (const QChar letter : text) letters.append(letter.toCaseFolded().unicode());
  return letters;
}

// Most texts have not even the letters: they are passed over before anything is weighed.
bool holdsInOrder(const Letters& text, const Letters& piece) {
  qsizetype found = 0;
  for (qsizetype j = 0; j < text.size() && found < piece.size(); ++j)
    if (text[j] == piece[found]) ++found;
  return found == piece.size();
}

bool startsWord(QStringView text, qsizetype at) {
  return at == 0 || (!text.at(at - 1).isLetterOrNumber() && text.at(at).isLetterOrNumber());
}

// The best way to find all of `piece` in order: over both lengths.
FuzzyMatch matchPiece(QStringView text, const Letters& letters, const Letters& piece) {
  FuzzyMatch match;
  if (!holdsInOrder(letters, piece)) return match;
  const qsizetype n = letters.size();
  const qsizetype m = piece.size();
  // Row i, column j: letters 0..i of the piece found, the last of them at j.
  Table best(n * m, kNone);
  Table from(n * m, -1);
  for (qsizetype i = 0; i < m; ++i) {
    int* const row = best.data() + i * n;
    const int* const above = i == 0 ? row : row - n;
    int before = kNone;  // the best of the row above, left of j
    int beforeAt = -1;
    for (qsizetype j = 0; j < n; ++j) {
      if (i > 0 && j > 0 && above[j - 1] > before) {
        before = above[j - 1];
        beforeAt = static_cast<int>(j - 1);
      }
      if (letters[j] != piece[i]) continue;
      const int own = kLetter + (startsWord(text, j) ? kStart : 0);
      if (i == 0) {
        row[j] = own;
        continue;
      }
      if (before == kNone) continue;
      const int beside = j > 0 && above[j - 1] > kNone ? above[j - 1] + kBeside : kNone;
      row[j] = own + std::max(before, beside);
      from[i * n + j] = beside >= before ? static_cast<int>(j - 1) : beforeAt;
    }
  }
  const int* const lastRow = best.data() + (m - 1) * n;
  const int* const last = std::max_element(lastRow, lastRow + n);
  match.score = *last;
  match.places.resize(m);
  auto j = static_cast<int>(last - lastRow);
  for (qsizetype i = m; i-- > 0;) {
    match.places[i] = j;
    j = from[i * n + j];
  }
  return match;
}

}  // namespace

FuzzyMatch fuzzyMatch(QStringView text, QStringView pattern) {
  FuzzyMatch all;
  all.score = 0;
  const auto pieces = pattern.split(u' ', Qt::SkipEmptyParts);
  if (pieces.isEmpty()) return all;
  if (text.isEmpty()) return {};
  const Letters letters = folded(text);
  for (const QStringView piece : pieces) {
    const FuzzyMatch one = matchPiece(text, letters, folded(piece));
    if (one.score < 0) return {};
    all.score += one.score;
    all.places += one.places;
  }
  std::sort(all.places.begin(), all.places.end());
  all.places.erase(std::unique(all.places.begin(), all.places.end()), all.places.end());
  return all;
}

}  // namespace lacuna::ui
