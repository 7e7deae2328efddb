// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspection/token_class.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "engine/text/utf8.h"

namespace lacuna::engine {
namespace {

const std::set<std::string_view>& functionWords() {
  static const std::set<std::string_view> words = {
      "a",       "about",   "above",   "after",  "again",   "against", "all",   "am",     "an",      "and",
      "any",     "are",     "as",      "at",     "be",      "because", "been",  "before", "being",   "below",
      "between", "both",    "but",     "by",     "can",     "cannot",  "could", "did",    "do",      "does",
      "doing",   "down",    "during",  "each",   "either",  "else",    "ever",  "every",  "few",     "for",
      "from",    "had",     "has",     "have",   "having",  "he",      "her",   "here",   "hers",    "herself",
      "him",     "himself", "his",     "how",    "i",       "if",      "in",    "into",   "is",      "it",
      "its",     "itself",  "may",     "me",     "might",   "mine",    "more",  "most",   "much",    "must",
      "my",      "myself",  "neither", "never",  "no",      "nor",     "not",   "now",    "of",      "off",
      "on",      "once",    "one",     "only",   "or",      "other",   "our",   "ours",   "out",     "over",
      "own",     "same",    "shall",   "she",    "should",  "since",   "so",    "some",   "such",    "than",
      "that",    "the",     "their",   "theirs", "them",    "then",    "there", "these",  "they",    "this",
      "those",   "though",  "through", "till",   "to",      "too",     "under", "until",  "up",      "upon",
      "us",      "very",    "was",     "we",     "were",    "what",    "when",  "where",  "whether", "which",
      "while",   "who",     "whom",    "whose",  "why",     "will",    "with",  "within", "without", "would",
      "yet",     "you",     "your",    "yours",  "yourself"};
  return words;
}

struct Shape {
  bool letters = false;     // holds a letter or a digit
  bool startsWord = false;  // begins with a space, or its first character is no letter
  bool endsInLetter = false;
};

// Typographic marks are U+2010 .. U+2027 and the guillemets; what else is not ASCII counts as a letter.
bool isLetter(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (first < 0x80U) return (first >= '0' && first <= '9') || ((first | 0x20U) >= 'a' && (first | 0x20U) <= 'z');
  return !(character.substr(0, 2) == "\xE2\x80" || character == "\xC2\xAB" || character == "\xC2\xBB");
}

Shape shapeOf(std::string_view piece) {
  Shape shape;
  bool first = true;
  while (!piece.empty()) {
    const std::size_t length = std::max<std::size_t>(1, utf8Length(piece));
    const bool letter = isLetter(piece.substr(0, length));
    shape.letters = shape.letters || letter;
    if (first) shape.startsWord = !letter;
    shape.endsInLetter = letter;
    first = false;
    piece.remove_prefix(length);
  }
  return shape;
}

std::string lowered(std::string_view piece) {
  std::string word(piece);
  word.erase(0, word.find_first_not_of(' ') == std::string::npos ? 0 : word.find_first_not_of(' '));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20U : c); });
  return word;
}

}  // namespace

std::vector<TokenClass> classifyPieces(const std::vector<std::string>& pieces) {
  std::vector<TokenClass> classes;
  bool inWord = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string& piece = pieces[i];
    if (piece.empty() || piece.find('\n') != std::string::npos) {
      classes.push_back(piece.empty() ? TokenClass::kOther : TokenClass::kNewline);
      inWord = false;
      continue;
    }
    const Shape shape = shapeOf(piece);
    // "'t" of "don't" goes on with its word; " door" and "“I" begin one.
    const bool apostrophe = piece.front() == '\'' || piece.rfind("\xE2\x80\x99", 0) == 0;
    const bool continues = inWord && piece.front() != ' ' && (!shape.startsWord || (apostrophe && shape.letters));
    if (continues) {
      // A function word turns out to be the beginning of a longer one.
      if (classes.back() == TokenClass::kFunction && !apostrophe) classes.back() = TokenClass::kContent;
      classes.push_back(TokenClass::kContinuation);
    } else if (!shape.letters) {
      classes.push_back(TokenClass::kPunctuation);
    } else {
      classes.push_back(functionWords().count(lowered(piece)) > 0 ? TokenClass::kFunction : TokenClass::kContent);
    }
    inWord = shape.endsInLetter;
  }
  return classes;
}

std::vector<TokenClass> classifyTokens(const std::vector<TokenId>& tokens, const Tokenizer& tokenizer) {
  std::vector<std::string> pieces;
  pieces.reserve(tokens.size());
  for (const TokenId id : tokens) pieces.push_back(tokenizer.isByte(id) ? std::string() : tokenizer.bytes(id));
  return classifyPieces(pieces);
}

}  // namespace lacuna::engine
