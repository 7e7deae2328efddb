// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/draw_rules.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

namespace lacuna::engine {
namespace {

// The gap that a slot lies in, and its number.
std::pair<SlotRange, std::size_t> gapAround(const std::vector<Slot>& slots, std::size_t at) {
  SlotRange range{at, at + 1};
  while (range.begin > 0 && !slots[range.begin].startsGap) --range.begin;
  while (range.end < slots.size() && !slots[range.end].startsGap) ++range.end;
  std::size_t gap = 0;
  for (std::size_t i = 1; i <= range.begin; ++i) gap += slots[i].startsGap ? 1 : 0;
  return {range, gap};
}

// A gap's words in order, each as a hash; where noise stands between, a break that equals nothing.
class WordList {
 public:
  void add(std::string_view letters) { word_ += letters; }
  void endWord() {
    if (!word_.empty()) words_.push_back(std::hash<std::string>()(word_) | 1U);
    word_.clear();
  }
  void breakOff() {
    endWord();
    if (!words_.empty() && words_.back() != 0) words_.push_back(0);
  }
  bool inWord() const { return !word_.empty(); }
  std::size_t size() const { return words_.size(); }
  const std::vector<std::size_t>& words() const { return words_; }

 private:
  std::string word_;
  std::vector<std::size_t> words_;
};

// How often words [at, at + length) stand in the list, themselves included; 0 if there is a break among them.
int timesSaid(const std::vector<std::size_t>& words, std::size_t at, std::size_t length) {
  const auto first = words.begin() + static_cast<std::ptrdiff_t>(at);
  const auto last = first + static_cast<std::ptrdiff_t>(length);
  if (std::find(first, last, std::size_t{0}) != last) return 0;
  int times = 0;
  for (auto other = words.begin(); words.end() - other >= static_cast<std::ptrdiff_t>(length); ++other)
    times += std::equal(first, last, other) ? 1 : 0;
  return times;
}

bool isTwiceOver(const std::vector<std::size_t>& words, std::size_t at, std::size_t length) {
  const auto first = words.begin() + static_cast<std::ptrdiff_t>(at);
  const auto middle = first + static_cast<std::ptrdiff_t>(length);
  return std::find(first, middle, std::size_t{0}) == middle && std::equal(first, middle, middle);
}

// In a draft whose “ opens: it follows no word, and a word follows it.
bool misusesOpening(const PieceShape& left, const PieceShape& right) {
  using enum CharacterKind;
  const bool behind = isOfWord(left.last) || left.last == kStop || left.last == kClosing || left.last == kApostrophe;
  if (right.opens && (left.opens || left.last == kOpening || (behind && !right.space))) return true;
  return left.opens && (right.space || right.newline || right.first == kStop || right.first == kClosing);
}

// A paragraph that would end inside a sentence.
bool breaksSentence(const PieceShape& left, const PieceShape& right) {
  using enum CharacterKind;
  return right.first == kLineEnd && !right.space && (isOfWord(left.last) || left.last == kOpening || left.opens);
}

}  // namespace

int wordsLeeway(int words) { return words <= 3 ? 0 : std::max(1, words / 10); }

DrawRules::DrawRules(const PieceShapes& shapes, std::vector<std::string> pieces, std::vector<GapRules> gaps,
                     TokenId end)
    : shapes_(shapes), pieces_(std::move(pieces)), gaps_(std::move(gaps)), end_(end) {
  using Kind = std::tuple<bool, bool, CharacterKind, CharacterKind>;
  std::map<Kind, std::vector<TokenId>> kinds;
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    const auto id = static_cast<TokenId>(i);
    const PieceShape& shape = shapes_[id];
    const bool whole = shape.head.empty() && shape.tail.empty();
    if (!whole || !shapes_.mayStand(id) || shape.newline) continue;
    if (shape.word) kinds[{shape.space, shape.beginsWord, shape.first, shape.last}].push_back(id);
    const bool ends = !shape.space && shape.first == CharacterKind::kStop && shape.last == CharacterKind::kStop;
    if (!shape.word && (shape.opens || shape.speech || ends)) fillers_.push_back(id);
  }
  for (const auto& [kind, ids] : kinds) {
    if (100 * ids.size() >= shapes_.size()) fillers_.push_back(ids.front());
  }
}

bool DrawRules::counts() const {
  return std::any_of(gaps_.begin(), gaps_.end(), [](const GapRules& gap) { return gap.mostWords > 0; });
}

bool DrawRules::joins(const Place& place, TokenId a, TokenId b) const {
  if (!place.openLines && breaksSentence(shapes_[a], shapes_[b])) return false;
  return shapes_.mayFollow(a, b) && !(place.opensBySpace && misusesOpening(shapes_[a], shapes_[b]));
}

bool DrawRules::leavesRoom(const Place& place, TokenId id) const {
  if (fillers_.empty()) return true;
  const auto some = [&](const auto& suits) { return std::any_of(fillers_.begin(), fillers_.end(), suits); };
  const Seam* const seam = place.rules.seam;
  // A full stop fills a slot behind a word, not behind another sign.
  const auto between = [&](TokenId a, TokenId filler, TokenId b) {
    const bool stop = shapes_[filler].first == CharacterKind::kStop;
    return (!stop || isOfWord(shapes_[a].last)) && joins(place, a, filler) && joins(place, filler, b);
  };
  const auto left = [&](TokenId filler) { return between(place.beyondBefore, filler, id); };
  const auto right = [&](TokenId filler) { return between(id, filler, place.beyondAfter); };
  const auto first = [&](TokenId filler) { return mayBeFirst(*seam, shapes_[filler]) && joins(place, filler, id); };
  const auto last = [&](TokenId filler) { return mayBeLast(*seam, shapes_[filler]) && joins(place, id, filler); };
  return (place.beyondBefore < 0 || some(left)) && (place.beyondAfter < 0 || some(right)) &&
         (!place.behindFirst || seam == nullptr || some(first)) && (!place.beforeLast || seam == nullptr || some(last));
}

DrawRules::Place DrawRules::placeOf(const std::vector<Slot>& slots, std::size_t at) const {
  const auto [range, gap] = gapAround(slots, at);
  Place place;
  if (gap < gaps_.size()) place.rules = gaps_[gap];
  if (at > range.begin && slots[at - 1].settled) place.before = slots[at - 1].id;
  if (at + 1 < range.end && slots[at + 1].settled) place.after = slots[at + 1].id;
  const auto isBeyond = [&](std::size_t i) { return i >= range.begin && i < range.end && slots[i].settled; };
  if (at >= range.begin + 2 && place.before < 0 && isBeyond(at - 2)) place.beyondBefore = slots[at - 2].id;
  if (at + 2 < range.end && place.after < 0 && isBeyond(at + 2)) place.beyondAfter = slots[at + 2].id;
  place.behindFirst = at == range.begin + 1 && place.before < 0;
  place.beforeLast = at + 2 == range.end && place.after < 0;
  const Seam* const seam = place.rules.seam;
  place.marks = seam != nullptr && seam->style.marks;
  place.openLines = seam != nullptr && seam->style.openLines;
  place.opensBySpace = seam == nullptr || seam->style.doubles <= TextStyle::Doubles::kEnglish;
  const bool sentenceStart = seam != nullptr && seam->sentenceStart;
  place.first = at == range.begin || (place.before >= 0 && shapes_[place.before].last == CharacterKind::kLineEnd);
  const auto opensOnly = [&](TokenId id) {
    const PieceShape& shape = shapes_[id];
    return !shape.word && (shape.last == CharacterKind::kOpening || shape.last == CharacterKind::kQuote);
  };
  place.capital = sentenceStart && at == range.begin + 1 && place.before >= 0 && opensOnly(place.before);
  place.opensLow = sentenceStart && at == range.begin && place.after >= 0 && !shapes_[place.after].space &&
                   shapes_[place.after].first == CharacterKind::kLower;
  if (place.rules.mostWords == 0) return place;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (i == at) continue;
    if (!slots[i].settled) {
      ++place.open;
      if (i == range.begin) place.toCome = 1;
      continue;
    }
    const bool lineBefore =
        i > range.begin && slots[i - 1].settled && shapes_[slots[i - 1].id].last == CharacterKind::kLineEnd;
    place.words += shapes_.startsWord(slots[i].id, i == range.begin || lineBefore) ? 1 : 0;
  }
  return place;
}

bool DrawRules::readsWell(const Place& place, TokenId id) const {
  if (place.before >= 0 && !joins(place, place.before, id)) return false;
  if (place.after >= 0 && !joins(place, id, place.after)) return false;
  const PieceShape& shape = shapes_[id];
  if (place.capital && (shape.first == CharacterKind::kLower || shape.first == CharacterKind::kDash)) return false;
  const bool emphasis = shape.first == CharacterKind::kEmphasis;
  if (!shape.word && (shape.first == CharacterKind::kOther || (emphasis && !place.marks))) return false;
  return !place.opensLow || shape.word;
}

// Where the number can be met no longer, whatever comes, it is kept from moving further away.
bool DrawRules::countsRight(const Place& place, TokenId id) const {
  if (place.rules.mostWords == 0) return true;
  const bool starts = shapes_.startsWord(id, place.first);
  if (starts) return place.words + 1 + place.toCome <= place.rules.mostWords;
  return place.words + place.open >= place.rules.leastWords;
}

bool DrawRules::mayEnd(const Place& place, Heeded heeded) const {
  const Seam* const seam = place.rules.seam;
  if (place.before < 0 || (seam != nullptr && !mayBeLast(*seam, shapes_[place.before]))) return false;
  return heeded == Heeded::kNeighbours || place.words >= place.rules.leastWords;
}

std::vector<std::size_t> DrawRules::endsOf(const std::vector<Slot>& slots, const SlotRange& range) const {
  if (range.size() == 0) return {0};
  const std::size_t gap = gapAround(slots, range.begin).second;
  const GapRules rules = gap < gaps_.size() ? gaps_[gap] : GapRules();
  // Without a number of words the model's own end says how much is wanted.
  const std::size_t fewest = rules.mostWords > 0 ? 1 : (range.size() * 2 + 2) / 3;
  std::size_t firstFree = range.end;  // behind the last slot that is fixed
  while (firstFree > range.begin && !slots[firstFree - 1].fixed) --firstFree;
  std::vector<std::size_t> ends;
  int words = 0;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    const std::size_t tokens = i - range.begin + 1;
    const bool first = i == range.begin || shapes_[slots[i - 1].id].last == CharacterKind::kLineEnd;
    words += shapes_.startsWord(slots[i].id, first) ? 1 : 0;
    const bool cutsNothing = i + 1 == range.end || shapes_.startsWord(slots[i + 1].id, false);
    const bool mayBe = rules.seam == nullptr || mayBeLast(*rules.seam, shapes_[slots[i].id]);
    const bool enough = tokens >= fewest && words >= rules.leastWords && i + 1 >= firstFree;
    if ((cutsNothing && mayBe && enough) || (i + 1 == range.end && ends.empty())) ends.push_back(tokens);
  }
  return ends;
}

bool DrawRules::endsHere(const Place& place, TokenId likeliest) const {
  return place.rules.mostWords > 0 && place.words >= place.rules.mostWords && mayEnd(place, Heeded::kAll) &&
         shapes_.startsWord(likeliest, place.first);
}

bool DrawRules::fits(const Place& place, TokenId id, Heeded heeded) const {
  if (heeded == Heeded::kNothing) return true;
  if (id == end_) return mayEnd(place, heeded);
  if (!readsWell(place, id)) return false;
  if (heeded == Heeded::kNeighbours) return true;
  return countsRight(place, id) && (heeded == Heeded::kWords || leavesRoom(place, id));
}

bool DrawRules::circles(const std::vector<Slot>& slots, std::size_t at, TokenId id) const {
  const SlotRange range = gapAround(slots, at).first;
  WordList list;
  std::size_t begin = 0;  // the words that the slot has a part in
  std::size_t end = 0;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (i != at && !slots[i].settled) {
      list.breakOff();
      continue;
    }
    const std::string piece = foldCase(pieces_[static_cast<std::size_t>(i == at ? id : slots[i].id)]);
    if (i == at) begin = list.size();
    for (std::string_view rest = piece; !rest.empty();) {
      const Character here = firstCharacter(rest);
      // An apostrophe is a part of its word, a space or any other sign its end; bytes of letters go with letters.
      const bool inside = isOfWord(here.kind) || here.kind == CharacterKind::kPart ||
                          (here.kind == CharacterKind::kApostrophe && list.inWord());
      if (inside)
        list.add(rest.substr(0, here.length));
      else
        list.endWord();
      rest.remove_prefix(here.length);
    }
    if (i == at) end = list.size() + (list.inWord() ? 1 : 0);
  }
  list.endWord();
  const std::vector<std::size_t>& words = list.words();
  end = std::min(end, words.size());
  if (begin >= end) return false;
  const auto length = static_cast<int>(range.size());
  const int most[] = {2 + length / 400, 1};
  for (std::size_t run = 2; run <= 3; ++run) {
    for (std::size_t from = begin >= run - 1 ? begin - (run - 1) : 0; from < end && from + run <= words.size();
         ++from) {
      if (timesSaid(words, from, run) > most[run - 2]) return true;
    }
  }
  for (std::size_t run = 2; run <= 8; ++run) {
    for (std::size_t from = begin >= 2 * run - 1 ? begin - (2 * run - 1) : 0;
         from < end && from + 2 * run <= words.size(); ++from) {
      if (isTwiceOver(words, from, run)) return true;
    }
  }
  return false;
}

}  // namespace lacuna::engine
