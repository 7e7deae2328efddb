// SPDX-License-Identifier: GPL-3.0-or-later
// How the pieces of a vocabulary may meet each other and the text beside a gap. All that is asked of a piece is its
// bytes: whether it brings a space, what it begins and ends with, whether it holds whole characters. So the rules hold
// for SentencePiece's pieces and for byte-level BPE's alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/characters.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct PieceShape {
  bool space = false;                          // begins with a space
  bool oddSpace = false;                       // two spaces in a row, a tab, a carriage return, a control character
  bool newline = false;                        // holds a line feed
  bool word = false;                           // holds a letter or a digit
  bool beginsWord = false;                     // a word may begin with it where no space is wanted
  bool prefix = false;                         // of names such as McDonald, whose second part is a capital as well
  bool lonely = false;                         // begins or ends inside a character that no other piece completes
  bool opens = false;                          // a quotation mark alone that opens wherever “ does not close
  bool endsSentence = false;                   // its last character is . ! or ?
  bool dangles = false;                        // a whole word that no sentence ends with: the, and, of
  bool speech = false;                         // begins with a quotation mark that only ever opens
  CharacterKind first = CharacterKind::kNone;  // of the first character behind that space
  CharacterKind last = CharacterKind::kNone;
  std::string head;  // bytes that end a character which the piece before began; of a piece of such bytes, all of them
  std::string tail;  // bytes that begin a character which the piece behind must end
};

// The bytes of a vocabulary's pieces.
std::vector<std::string> piecesOf(const Tokenizer& tokenizer);

class PieceShapes {
 public:
  // The pieces of a vocabulary by their bytes; empty ones stand for nothing (control tokens).
  explicit PieceShapes(const std::vector<std::string>& pieces);
  explicit PieceShapes(const Tokenizer& tokenizer) : PieceShapes(piecesOf(tokenizer)) {}

  std::size_t size() const { return shapes_.size(); }
  const PieceShape& operator[](TokenId id) const { return shapes_[static_cast<std::size_t>(id)]; }

  // Whether it may stand anywhere at all: it is text, with no spaces but single ones, and its characters are whole or
  // can be made so.
  bool mayStand(TokenId id) const;

  // Whether nothing that a reader would stumble over arises where b follows a: no letter after a full stop, no full
  // stop after "the", no capital inside a word, no half a word behind an opening quotation mark, no two spaces, no
  // broken character.
  bool mayFollow(TokenId a, TokenId b) const;

  // Whether it counts as a word where it stands: it begins one. first: of its gap, or of a line.
  bool startsWord(TokenId id, bool first) const;

 private:
  std::vector<PieceShape> shapes_;
};

// Whether b, the start of a text, may stand right behind a word, as a full stop or a closing quotation mark does. What
// is undecided by itself, a straight quotation mark, closes unless a word follows it.
bool closesAfterWord(std::string_view b);

}  // namespace lacuna::engine
