// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/difference.h"

#include <QHash>
#include <algorithm>
#include <utility>
#include <vector>

namespace lacuna::storage {
namespace {

// A run of equal elements: `length` of them from `a` in the first sequence and from `b` in the second.
struct Match {
  int a = 0;
  int b = 0;
  int length = 0;
};

struct Range {
  int beginA = 0;
  int endA = 0;
  int beginB = 0;
  int endB = 0;
  bool empty() const { return beginA == endA || beginB == endB; }
};

using Ids = std::vector<int>;

// Finds what two sequences of numbers have in common.
class Matcher {
 public:
  Matcher(const Ids& a, const Ids& b, qint64& effort)
      : a_(a),
        b_(b),
        effort_(effort),
        least_(std::min<qint64>(effort, 0) - kMostRounds * static_cast<qint64>(a.size() + b.size())) {}

  // Sorted, and apart from each other.
  std::vector<Match> matches(const Range& all) {
    std::vector<Range> open{all};
    while (!open.empty()) {
      Range range = open.back();
      open.pop_back();
      trim(range);
      if (range.empty() || shortest(range) || effort_ < least_) continue;
      effort_ -= range.endA - range.beginA + range.endB - range.beginB;
      const std::vector<std::pair<int, int>> anchors = commonUnique(range);
      int fromA = range.beginA;
      int fromB = range.beginB;
      for (const auto& [a, b] : anchors) {
        open.push_back({fromA, a, fromB, b});
        found_.push_back({a, b, 1});
        fromA = a + 1;
        fromB = b + 1;
      }
      if (!anchors.empty()) open.push_back({fromA, range.endA, fromB, range.endB});
    }
    std::sort(found_.begin(), found_.end(), [](const Match& x, const Match& y) { return x.a < y.a; });
    return std::move(found_);
  }

 private:
  static constexpr int kMostEdits = 1500;  // of one stretch; its memory grows with the square: 9 MB
  static constexpr int kMostRounds = 32;   // of the patience method over all elements, once the effort is spent

  bool same(int a, int b) const { return a_[static_cast<std::size_t>(a)] == b_[static_cast<std::size_t>(b)]; }

  void trim(Range& range) {
    int head = 0;
    while (range.beginA + head < range.endA && range.beginB + head < range.endB &&
           same(range.beginA + head, range.beginB + head))
      ++head;
    if (head > 0) found_.push_back({range.beginA, range.beginB, head});
    range.beginA += head;
    range.beginB += head;
    int tail = 0;
    while (range.beginA < range.endA - tail && range.beginB < range.endB - tail &&
           same(range.endA - tail - 1, range.endB - tail - 1))
      ++tail;
    range.endA -= tail;
    range.endB -= tail;
    if (tail > 0) found_.push_back({range.endA, range.endB, tail});
  }

  // Myers' greedy search for the shortest edit script. False, with nothing found, where it would take too long.
  bool shortest(const Range& range) {
    const int n = range.endA - range.beginA;
    const int m = range.endB - range.beginB;
    const int most = std::min(n + m, kMostEdits);
    // furthest[d][k + d]: how far along the first sequence d edits reach on the diagonal k (x - y).
    std::vector<std::vector<int>> furthest;
    for (int d = 0; d <= most; ++d) {
      effort_ -= d + 1;
      if (effort_ < 0) return false;
      std::vector<int> row(static_cast<std::size_t>(2 * d + 1));
      for (int k = -d; k <= d; k += 2) {
        int x = 0;
        if (d > 0) {
          const std::vector<int>& last = furthest.back();
          const auto at = [&last, d](int diagonal) { return last[static_cast<std::size_t>(diagonal + d - 1)]; };
          x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
        }
        int y = x - k;
        const int from = x;
        while (x < n && y < m && same(range.beginA + x, range.beginB + y)) {
          ++x;
          ++y;
        }
        effort_ -= x - from;
        row[static_cast<std::size_t>(k + d)] = x;
        if (x >= n && y >= m) {
          furthest.push_back(std::move(row));
          walkBack(range, furthest);
          return true;
        }
      }
      furthest.push_back(std::move(row));
    }
    return false;
  }

  void walkBack(const Range& range, const std::vector<std::vector<int>>& furthest) {
    int x = range.endA - range.beginA;
    int y = range.endB - range.beginB;
    for (int d = static_cast<int>(furthest.size()) - 1; d >= 0; --d) {
      int fromX = 0;
      int fromY = 0;
      if (d > 0) {
        const std::vector<int>& last = furthest[static_cast<std::size_t>(d - 1)];
        const auto at = [&last, d](int diagonal) { return last[static_cast<std::size_t>(diagonal + d - 1)]; };
        const int k = x - y;
        const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
        fromX = at(down ? k + 1 : k - 1);
        fromY = fromX - (down ? k + 1 : k - 1);
      }
      // An edit first, then what is equal: as much as both have moved since.
      const int equal = d > 0 ? std::min(x - fromX, y - fromY) : x;
      if (equal > 0) found_.push_back({range.beginA + x - equal, range.beginB + y - equal, equal});
      x = fromX;
      y = fromY;
    }
  }

  // Elements that stand once in both stretches, as many as keep their order (Cohen's patience method).
  std::vector<std::pair<int, int>> commonUnique(const Range& range) const {
    struct Seen {
      int countA = 0;
      int countB = 0;
      int b = 0;
    };
    QHash<int, Seen> seen;
    for (int i = range.beginA; i < range.endA; ++i) ++seen[a_[static_cast<std::size_t>(i)]].countA;
    for (int i = range.beginB; i < range.endB; ++i) {
      Seen& one = seen[b_[static_cast<std::size_t>(i)]];
      ++one.countB;
      one.b = i;
    }
    // The longest run of growing places: piles of cards, each card remembers the top of the pile to its left.
    std::vector<std::pair<int, int>> cards;
    std::vector<int> left;
    std::vector<int> tops;
    for (int i = range.beginA; i < range.endA; ++i) {
      const Seen& one = seen[a_[static_cast<std::size_t>(i)]];
      if (one.countA != 1 || one.countB != 1) continue;
      const auto pile = std::lower_bound(tops.begin(), tops.end(), one.b, [&cards](int top, int b) {
        return cards[static_cast<std::size_t>(top)].second < b;
      });
      left.push_back(pile == tops.begin() ? -1 : *(pile - 1));
      const int card = static_cast<int>(cards.size());
      cards.emplace_back(i, one.b);
      if (pile == tops.end()) {
        tops.push_back(card);
      } else {
        *pile = card;
      }
    }
    std::vector<std::pair<int, int>> anchors;
    for (int card = tops.empty() ? -1 : tops.back(); card >= 0; card = left[static_cast<std::size_t>(card)])
      anchors.push_back(cards[static_cast<std::size_t>(card)]);
    std::reverse(anchors.begin(), anchors.end());
    return anchors;
  }

  const Ids& a_;
  const Ids& b_;
  qint64& effort_;  // of the whole difference; below zero the search for the shortest is off
  qint64 least_;
  std::vector<Match> found_;
};

// A text as pieces: where each begins, and a number that equal pieces share. One begin more than pieces, the end.
struct Pieces {
  Ids ids;
  std::vector<int> begins;
};

class Splitter {
 public:
  Pieces lines(QStringView text) {
    Pieces pieces;
    for (qsizetype begin = 0; begin < text.size();) {
      const qsizetype end = text.indexOf(QLatin1Char('\n'), begin);
      add(pieces, text, begin, end < 0 ? text.size() : end + 1);
      begin = pieces.begins.back();
    }
    return closed(std::move(pieces), text.size());
  }

  // Words, runs of spaces, and every other letter by itself.
  Pieces words(QStringView text) {
    Pieces pieces;
    for (qsizetype begin = 0; begin < text.size();) {
      qsizetype end = begin;
      const Kind kind = next(text, end);
      while (kind != kOther && end < text.size()) {
        qsizetype after = end;
        if (next(text, after) != kind) break;
        end = after;
      }
      add(pieces, text, begin, end);
      begin = end;
    }
    return closed(std::move(pieces), text.size());
  }

 private:
  enum Kind { kWord, kSpace, kOther };

  // Of the letter at `at`, which moves behind it.
  static Kind next(QStringView text, qsizetype& at) {
    char32_t letter = text[at].unicode();
    ++at;
    if (QChar::isHighSurrogate(letter) && at < text.size() && text[at].isLowSurrogate()) {
      letter = QChar::surrogateToUcs4(static_cast<char16_t>(letter), text[at].unicode());
      ++at;
    }
    if (QChar::isLetterOrNumber(letter) || QChar::isMark(letter)) return kWord;
    return QChar::isSpace(letter) && letter != U'\n' ? kSpace : kOther;
  }

  // begins holds the end of the last piece too, until it is closed.
  void add(Pieces& pieces, QStringView text, qsizetype begin, qsizetype end) {
    const QStringView piece = text.mid(begin, end - begin);
    const auto known = ids_.constFind(piece);
    pieces.ids.push_back(known != ids_.cend() ? *known : *ids_.insert(piece, static_cast<int>(ids_.size())));
    if (pieces.begins.empty()) pieces.begins.push_back(0);
    pieces.begins.push_back(static_cast<int>(end));
  }
  static Pieces closed(Pieces pieces, qsizetype size) {
    if (pieces.begins.empty()) pieces.begins.push_back(static_cast<int>(size));
    return pieces;
  }

  QHash<QStringView, int> ids_;
};

// The stretches of both texts that no match covers.
QVector<Change> changesOf(const Pieces& before, const Pieces& after, qint64& effort) {
  const int countA = static_cast<int>(before.ids.size());
  const int countB = static_cast<int>(after.ids.size());
  std::vector<Match> matches = Matcher(before.ids, after.ids, effort).matches({0, countA, 0, countB});
  matches.push_back({countA, countB, 0});
  QVector<Change> changes;
  int a = 0;
  int b = 0;
  const auto at = [](const Pieces& pieces, int piece) { return pieces.begins[static_cast<std::size_t>(piece)]; };
  for (const Match& match : matches) {
    if (match.a > a || match.b > b)
      changes.append({at(before, a), at(before, match.a), at(after, b), at(after, match.b)});
    a = match.a + match.length;
    b = match.b + match.length;
  }
  return changes;
}

}  // namespace

QVector<Change> difference(QStringView before, QStringView after, qint64 effort) {
  Splitter lines;
  const Pieces linesBefore = lines.lines(before);
  const Pieces linesAfter = lines.lines(after);
  QVector<Change> changes;
  for (const Change& block : changesOf(linesBefore, linesAfter, effort)) {
    if (block.beginBefore == block.endBefore || block.beginAfter == block.endAfter) {
      changes.append(block);
      continue;
    }
    Splitter words;
    const Pieces wordsBefore = words.words(before.mid(block.beginBefore, block.endBefore - block.beginBefore));
    const Pieces wordsAfter = words.words(after.mid(block.beginAfter, block.endAfter - block.beginAfter));
    for (const Change& change : changesOf(wordsBefore, wordsAfter, effort)) {
      changes.append({block.beginBefore + change.beginBefore, block.beginBefore + change.endBefore,
                      block.beginAfter + change.beginAfter, block.beginAfter + change.endAfter});
    }
  }
  return changes;
}

QVector<Edit> editsFor(const QVector<Change>& changes, QStringView after) {
  QVector<Edit> edits;
  edits.reserve(changes.size());
  for (auto change = changes.crbegin(); change != changes.crend(); ++change) {
    edits.append({change->beginBefore, change->endBefore - change->beginBefore,
                  after.mid(change->beginAfter, change->endAfter - change->beginAfter).toString()});
  }
  return edits;
}

}  // namespace lacuna::storage
