// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/piece_shapes.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "engine/text/utf8.h"

namespace lacuna::engine {
namespace {

using enum CharacterKind;

bool isContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// The bytes at the end of text that begin a character and do not end it.
std::string_view openEnd(std::string_view text) {
  for (std::size_t length = 1; length <= std::min<std::size_t>(3, text.size()); ++length) {
    const std::string_view end = text.substr(text.size() - length);
    if (isContinuation(end.front())) continue;
    const auto lead = static_cast<unsigned char>(end.front());
    const std::size_t wanted = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : lead >= 0xC2U ? 2 : 1;
    return wanted > length ? end : std::string_view();
  }
  return {};
}

PieceShape shapeOf(std::string_view bytes) {
  PieceShape shape;
  if (bytes.empty()) return shape;
  shape.space = bytes.front() == ' ';
  const auto* const whole = std::find_if_not(bytes.begin(), bytes.end(), isContinuation);
  shape.head = std::string(bytes.begin(), whole);
  shape.tail = openEnd(bytes);
  std::string_view body = bytes.substr(shape.space ? 1 : 0);
  shape.first = firstCharacter(body).kind;
  const Character last = lastCharacter(bytes);
  shape.last = last.kind;
  static constexpr std::string_view kDangling[] = {" a",  " an", " and", " but", " every", " my",  " nor",
                                                   " of", " or", " our", " the", " their", " your"};
  shape.dangles = std::find(std::begin(kDangling), std::end(kDangling), bytes) != std::end(kDangling);
  shape.endsSentence = last.code == U'.' || last.code == U'!' || last.code == U'?';
  if (shape.first == kSpace) shape.oddSpace = true;
  const char32_t code = firstCharacter(body).code;
  shape.speech = code == 0x201E || code == 0x201A || code == 0x2018;
  shape.opens = body == "“" || body == "«" || body == "‹";
  CharacterKind before = kNone;
  for (std::string_view rest = bytes; !rest.empty();) {
    const Character here = firstCharacter(rest);
    rest.remove_prefix(here.length);
    shape.word |= isOfWord(here.kind) || here.kind == kUnspaced;
    shape.newline |= here.kind == kLineEnd;
    // Any space but the usual one, two of them, or one beside a line's end.
    shape.oddSpace |= here.kind == kIgnored || here.code == 0xFFFD;
    shape.oddSpace |= isWhite(here.kind) && here.code != U'\n' && (here.code != U' ' || isWhite(before));
    shape.oddSpace |= here.kind == kLineEnd && before == kSpace;
    if (rest.empty() && here.kind == kQuote && before == kSpace) shape.last = kOpening;
    before = here.kind;
  }
  return shape;
}

}  // namespace

std::vector<std::string> piecesOf(const Tokenizer& tokenizer) {
  std::vector<std::string> pieces;
  for (TokenId id = 0; id < tokenizer.vocabulary(); ++id) pieces.push_back(tokenizer.bytes(id));
  return pieces;
}

PieceShapes::PieceShapes(const std::vector<std::string>& pieces) {
  std::unordered_set<std::string_view> spaced;
  for (const std::string& piece : pieces) {
    if (piece.size() > 1 && piece.front() == ' ') spaced.insert(std::string_view(piece).substr(1));
  }
  shapes_.reserve(pieces.size());
  for (const std::string& piece : pieces) {
    PieceShape shape = shapeOf(piece);
    // Small letters may be the inside of a word; that there is such a piece with a space says that words begin so.
    shape.beginsWord = shape.first != kLower || spaced.count(piece) > 0;
    const std::string_view bare = std::string_view(piece).substr(shape.space ? 1 : 0);
    shape.prefix = bare == "Mc" || bare == "Mac" || bare == "Fitz" || bare == "De" || bare == "La" || bare == "Le";
    shapes_.push_back(std::move(shape));
  }
  std::set<std::string> heads;
  std::set<std::string> tails;
  for (const PieceShape& shape : shapes_) {
    heads.insert(shape.head);
    tails.insert(shape.tail);
  }
  for (PieceShape& shape : shapes_) {
    const auto completes = [&](const std::string& tail, const std::string& head) {
      return !tail.empty() && utf8Length(tail + head) == tail.size() + head.size();
    };
    const bool ends = shape.tail.empty() || std::any_of(heads.begin(), heads.end(), [&](const std::string& head) {
                        return completes(shape.tail, head);
                      });
    const bool begins = shape.head.empty() || std::any_of(tails.begin(), tails.end(), [&](const std::string& tail) {
                          return completes(tail, shape.head);
                        });
    shape.lonely = !ends || !begins;
  }
}

bool PieceShapes::mayStand(TokenId id) const {
  const PieceShape& shape = (*this)[id];
  return !shape.oddSpace && !shape.lonely && (shape.first != kNone || !shape.head.empty());
}

bool PieceShapes::mayFollow(TokenId a, TokenId b) const {
  const PieceShape& left = (*this)[a];
  const PieceShape& right = (*this)[b];
  if (!left.tail.empty() || !right.head.empty()) {
    const std::string character = left.tail + right.head;
    const CharacterKind kind = firstCharacter(character).kind;
    return !left.tail.empty() && utf8Length(character) == character.size() && !isWhite(kind) && kind != kIgnored;
  }
  if (left.dangles && right.endsSentence && right.first == kStop && !right.space) return false;
  const bool letter = !right.space && isLetter(right.first);
  switch (left.last) {
    case kSpace:
    case kLineEnd:
      // Behind a line's end a space is taken out again: see finishPieces.
      if ((right.space && left.last == kSpace) || right.first == kStop || right.first == kClosing) return false;
      if (left.last == kSpace && right.newline) return false;
      if (left.last == kLineEnd && right.first == kLower) return false;
      return !letter || right.beginsWord;
    case kOpening:
      return !right.space && !right.newline && right.first != kStop && right.first != kClosing &&
             (!letter || right.beginsWord);
    case kStop:
    case kClosing:
      if (letter || (left.last == kStop && right.first == kStop)) return false;
      break;
    case kQuote:
    case kEmphasis:
    case kDash:
      if (letter && !right.beginsWord) return false;
      break;
    case kUpper:
      // "FHe"; capitals in a row are an abbreviation.
      if (letter && right.first == kUpper && right.last == kLower && !left.prefix) return false;
      break;
    case kLower:
      if (letter && right.first == kUpper && !left.prefix) return false;
      break;
    default:
      break;
  }
  // " ," and the like.
  return !right.space || (right.first != kStop && right.first != kClosing && right.first != kHyphen);
}

bool PieceShapes::startsWord(TokenId id, bool first) const {
  const PieceShape& shape = (*this)[id];
  if (!shape.space && !first) return false;
  return isOfWord(shape.first) || shape.first == kOpening || shape.first == kQuote || shape.first == kApostrophe ||
         shape.first == kEmphasis || shape.first == kPart;
}

bool closesAfterWord(std::string_view b) {
  const Character first = firstCharacter(b);
  switch (first.kind) {
    case kStop:
    case kClosing:
    case kDash:
    case kHyphen:
    case kApostrophe:
      return true;
    case kQuote:
    case kEmphasis: {
      const CharacterKind next = firstCharacter(b.substr(first.length)).kind;
      return !isOfWord(next) && next != kOpening;
    }
    default:
      return false;
  }
}

}  // namespace lacuna::engine
