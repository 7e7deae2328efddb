// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/surprise_words.h"

#include <algorithm>
#include <cmath>

namespace lacuna::app {
namespace {

constexpr char16_t kFirstUnspaced = 0x2e80;  // from there on are scripts without spaces

bool isUnspaced(QChar unit) { return unit.unicode() >= kFirstUnspaced && !unit.isSurrogate() && unit.isLetter(); }

bool isLetter(QChar unit) {
  return (unit.isLetterOrNumber() || unit.isMark() || unit.isSurrogate()) && !isUnspaced(unit);
}

bool isOfWord(const QString& text, qsizetype at) {
  if (at < 0 || at >= text.size()) return false;
  const QChar unit = text.at(at);
  if (unit != u'\'' && unit != u'\u2019') return isLetter(unit);
  return at > 0 && at + 1 < text.size() && isLetter(text.at(at - 1)) && isLetter(text.at(at + 1));
}

}  // namespace

WordRange wordAround(const QString& text, int unit) {
  if (unit >= 0 && unit < text.size() && isUnspaced(text.at(unit))) return {unit, unit + 1};
  WordRange word{unit, unit};
  if (!isOfWord(text, unit)) return word;
  while (isOfWord(text, word.begin - 1)) --word.begin;
  while (isOfWord(text, word.end)) ++word.end;
  return word;
}

SurprisingWords::SurprisingWords(const ui::SurpriseAsk& ask, const std::vector<engine::TextSpan>& pieces)
    : ask_(ask), units_(ask_.text), spans_(pieces) {
  for (const engine::TextSpan& span : spans_)
    pieces_.push_back({units_.of(span.begin), units_.of(span.end), false, {}});
}

std::vector<std::size_t> SurprisingWords::order() const {
  const auto count = static_cast<int>(pieces_.size());
  int first = 0;
  while (first < count && pieces_[static_cast<std::size_t>(first)].end <= ask_.sightBegin) ++first;
  int last = first;  // behind what is in sight
  while (last < count && pieces_[static_cast<std::size_t>(last)].begin <= ask_.sightEnd) ++last;
  std::vector<std::size_t> order;
  for (int i = first; i < last; ++i) order.push_back(static_cast<std::size_t>(i));
  for (int away = 0; away < kOutward; ++away) {
    if (last + away < count) order.push_back(static_cast<std::size_t>(last + away));
    if (first - 1 - away >= 0) order.push_back(static_cast<std::size_t>(first - 1 - away));
  }
  return order;
}

ui::SurprisePiece SurprisingWords::add(std::size_t piece, const std::vector<engine::SurprisingToken>& tokens) {
  Piece& own = pieces_[piece];
  own.read = true;
  own.tokens.clear();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::size_t end = i + 1 < tokens.size() ? tokens[i + 1].begin : spans_[piece].end;
    QString expected;
    for (const std::string& word : tokens[i].expected)
      expected += (expected.isEmpty() ? QString() : QStringLiteral("\n")) + QString::fromStdString(word);
    own.tokens.push_back({std::max(0, units_.of(end) - 1), tokens[i].logProbability, expected});
  }
  // A word may lie in two pieces: those beside this one count, where they have been read.
  const bool before = piece > 0 && pieces_[piece - 1].read && pieces_[piece - 1].end == own.begin;
  const bool after = piece + 1 < pieces_.size() && pieces_[piece + 1].read && pieces_[piece + 1].begin == own.end;
  const int from = before ? pieces_[piece - 1].begin : own.begin;
  const int to = after ? pieces_[piece + 1].end : own.end;
  std::vector<const Token*> all;
  for (std::size_t i = before ? piece - 1 : piece; i <= (after ? piece + 1 : piece); ++i)
    for (const Token& token : pieces_[i].tokens) all.push_back(&token);

  ui::SurprisePiece found{ask_.id, ask_.offset + own.begin, ask_.offset + own.end, {}};
  for (std::size_t i = 0; i < all.size();) {
    const WordRange word = wordAround(ask_.text, all[i]->last);
    std::size_t next = i + 1;
    if (word.begin == word.end) {
      i = next;
      continue;
    }
    float nats = -all[i]->logProbability;
    for (; next < all.size() && all[next]->last < word.end; ++next) nats -= all[next]->logProbability;
    // What reaches beyond what has been read is told when that has been, what lies beside the piece was.
    const bool whole = word.begin >= from && word.end <= to && word.begin < own.end && word.end > own.begin;
    if (whole && !std::isnan(nats))
      found.words.push_back({ask_.offset + word.begin, ask_.offset + word.end, nats, all[i]->expected});
    i = next;
  }
  return found;
}

}  // namespace lacuna::app
