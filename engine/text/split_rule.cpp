// SPDX-License-Identifier: GPL-3.0-or-later
#define PCRE2_CODE_UNIT_WIDTH 8
#include "engine/text/split_rule.h"

#include <pcre2.h>

#include <stdexcept>

#include "engine/text/utf8.h"

namespace lacuna::engine {
namespace {

struct MatchFree {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
using Code = std::shared_ptr<pcre2_code>;
using Match = std::unique_ptr<pcre2_match_data, MatchFree>;

// Unicode's White_Space, which is what \s means to the tokenizers that these models were trained with. PCRE2's own \s
// holds U+180E too.
#define LACUNA_SPACE R"(\t-\r\x20\x85\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000})"

constexpr const char* kDigitsAlone = R"([^\p{N}]+|\p{N})";

constexpr const char* kGpt2 = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{L}\p{N})" LACUNA_SPACE
                              "]+|[" LACUNA_SPACE "]+(?![^" LACUNA_SPACE "])|[" LACUNA_SPACE "]+";

#define LACUNA_NEWER(digits)                                                                                         \
  R"('(?:[sStTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])|[^\r\n\p{L}\p{N}]?\p{L}+|)" digits R"(| ?[^\p{L}\p{N})" LACUNA_SPACE \
  R"(]+[\r\n]*|[)" LACUNA_SPACE R"(]*[\r\n]+|[)" LACUNA_SPACE R"(]+(?![^)" LACUNA_SPACE "])|[" LACUNA_SPACE "]+"
constexpr const char* kLlamaBpe = LACUNA_NEWER(R"(\p{N}{1,3})");
constexpr const char* kQwen2 = LACUNA_NEWER(R"(\p{N})");

struct NamedRule {
  const char* name;
  const char* first;  // cuts the text, and the second each of those parts on its own; nullptr: none
  const char* second;
  bool takesNewlines;  // a piece of punctuation holds the newlines that follow it
  bool wholeFirst;
};
constexpr NamedRule kRules[] = {
    {"smollm", kDigitsAlone, kGpt2, false, false},
    {"gpt-2", nullptr, kGpt2, false, false},
    {"llama-bpe", nullptr, kLlamaBpe, true, true},
    {"qwen2", nullptr, kQwen2, true, false},
};

Code compile(const char* expression) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  const Code code(
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(expression), PCRE2_ZERO_TERMINATED,
                    PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_NEVER_BACKSLASH_C, &error, &offset, nullptr),
      pcre2_code_free);
  if (!code) throw std::logic_error("a splitting rule does not compile, error " + std::to_string(error));
  pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);  // where it cannot, matching is slower
  return code;
}

// Length of the piece at `at`. Never 0: what no rule takes is a piece of one character.
std::size_t pieceAt(const pcre2_code* code, pcre2_match_data* match, std::string_view text, std::size_t at) {
  const int found =
      pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), at, PCRE2_NO_UTF_CHECK, match, nullptr);
  const std::size_t end = found > 0 ? pcre2_get_ovector_pointer(match)[1] : at;
  return end > at ? end - at : utf8Length(text.substr(at));
}

bool isSpace(std::string_view character) {
  if (character.size() == 1) return character[0] == ' ' || (character[0] >= '\t' && character[0] <= '\r');
  static constexpr std::string_view kSpaces[] = {"\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\xA8",
                                                 "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};
  for (const std::string_view space : kSpaces) {
    if (character == space) return true;
  }
  return character.substr(0, 2) == "\xE2\x80" && static_cast<unsigned char>(character[2]) <= 0x8A;  // U+2000..U+200A
}

bool isAsciiWord(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

// Only what surely is: ASCII's, and dashes, quotes and dots of U+2010..U+2027.
bool isPunctuation(std::string_view character) {
  if (character.size() == 1) return character[0] > ' ' && character[0] < 0x7F && !isAsciiWord(character[0]);
  return character.substr(0, 2) == "\xE2\x80" && static_cast<unsigned char>(character[2]) >= 0x90 &&
         static_cast<unsigned char>(character[2]) <= 0xA7;
}

// The character that ends at `end`; empty where the bytes there are none.
std::string_view characterBefore(std::string_view text, std::size_t end) {
  for (std::size_t length = 1; length <= 4 && length <= end; ++length) {
    const std::string_view character = text.substr(end - length, length);
    if (utf8Length(character) == length) return character;
  }
  return {};
}

}  // namespace

struct SplitRule::Expressions {
  Code first;  // may be empty
  Code second;
  bool takesNewlines = false;
  bool wholeFirst = false;
};

SplitRule::SplitRule(std::unique_ptr<Expressions> expressions) : expressions_(std::move(expressions)) {}
SplitRule::~SplitRule() = default;

std::unique_ptr<SplitRule> SplitRule::find(std::string_view name) {
  for (const NamedRule& rule : kRules) {
    if (name != rule.name) continue;
    auto made = std::make_unique<Expressions>();
    if (rule.first != nullptr) made->first = compile(rule.first);
    made->second = compile(rule.second);
    made->takesNewlines = rule.takesNewlines;
    made->wholeFirst = rule.wholeFirst;
    return std::unique_ptr<SplitRule>(new SplitRule(std::move(made)));
  }
  return nullptr;
}

bool SplitRule::wholeFirst() const { return expressions_->wholeFirst; }

std::vector<std::string_view> SplitRule::split(std::string_view text) const {
  const Match match(pcre2_match_data_create(1, nullptr));
  if (!match) throw std::bad_alloc();
  std::vector<std::string_view> pieces;
  pieces.reserve(text.size() / 5);
  const auto cut = [&](const Code& code, std::string_view part, const auto& take) {
    for (std::size_t at = 0; at < part.size();) {
      const std::size_t length = pieceAt(code.get(), match.get(), part, at);
      take(part.substr(at, length));
      at += length;
    }
  };
  const auto keep = [&](std::string_view piece) { pieces.push_back(piece); };
  if (!expressions_->first) {
    cut(expressions_->second, text, keep);
  } else {
    cut(expressions_->first, text, [&](std::string_view part) { cut(expressions_->second, part, keep); });
  }
  return pieces;
}

std::size_t SplitRule::firstCut(std::string_view text) const {
  for (std::size_t newline = text.find('\n', 1); newline < text.size(); newline = text.find('\n', newline + 1)) {
    const std::size_t at = newline > 1 && text[newline - 1] == '\r' ? newline - 1 : newline;
    const std::string_view before = characterBefore(text, at);
    if (before.empty()) continue;
    // No piece holds a line's end behind a letter, a digit or, with some rules, anything but space.
    if (expressions_->takesNewlines ? isAsciiWord(before.back()) : !isSpace(before)) return at;
    if (!expressions_->takesNewlines || !isPunctuation(before)) continue;
    // Punctuation takes all newlines that follow, so a piece ends where they end.
    const std::size_t end = text.find_first_not_of("\r\n", at);
    return end == std::string_view::npos ? text.size() : end;
  }
  return text.size();
}

}  // namespace lacuna::engine
