// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/text_style.h"

#include <algorithm>
#include <array>

namespace lacuna::engine {
namespace {

using enum CharacterKind;
using Doubles = TextStyle::Doubles;
using Singles = TextStyle::Singles;

bool opensAfter(CharacterKind before) {
  return before == kNone || isWhite(before) || before == kOpening || before == kHyphen || before == kIgnored;
}

// Whether a double quotation mark opens: the ones that only open or close say so themselves, others go by their place.
bool opens(char32_t code, Neighbours beside) {
  if (code == 0x201E) return true;
  if (code == 0x201D) return opensAfter(beside.before) && isOfWord(beside.after);
  if (opensAfter(beside.before)) return true;
  // “—Yes”, but “Yes—”.
  return beside.before == kDash && isOfWord(beside.after);
}

std::string doubleMark(Doubles style, bool opening) {
  switch (style) {
    case Doubles::kEnglish:
      return opening ? "“" : "”";
    case Doubles::kGerman:
      return opening ? "„" : "“";
    case Doubles::kFrench:
      return opening ? "«" : "»";
    case Doubles::kReversed:
      return opening ? "»" : "«";
    default:
      return "\"";
  }
}

bool isDouble(char32_t code) {
  return code == U'"' || code == 0x201C || code == 0x201D || code == 0x201E || code == 0xAB || code == 0xBB;
}

bool isSingle(char32_t code) { return code == U'\'' || code == 0x2018 || code == 0x2019; }

}  // namespace

TextStyle styleOf(std::string_view text) {
  std::array<std::size_t, 6> doubles{};  // by Doubles
  std::size_t straight = 0;
  std::size_t curly = 0;
  std::size_t opening = 0;  // ‘
  std::size_t lines = 0;
  std::size_t returns = 0;
  std::size_t openLines = 0;
  CharacterKind before = kNone;
  char32_t last = 0;
  const auto count = [&](Doubles style, std::size_t marks = 1) { doubles[static_cast<std::size_t>(style)] += marks; };
  for (std::size_t at = 0; at < text.size();) {
    const Character here = firstCharacter(text.substr(at));
    at += here.length;
    const bool opensHere = opensAfter(before);
    if (here.code == U'"') count(Doubles::kStraight);
    if (here.code == 0x201D) count(Doubles::kEnglish);
    if (here.code == 0x201E) count(Doubles::kGerman, 2);  // its closing one is English' opening one
    if (here.code == 0xAB) count(opensHere ? Doubles::kFrench : Doubles::kReversed, 2);
    if (here.code == 0x201C && opensHere) count(Doubles::kEnglish);
    straight += here.code == U'\'' ? 1 : 0;
    curly += here.code == 0x2019 || here.code == 0x2018 ? 1 : 0;
    opening += here.code == 0x2018 ? 1 : 0;
    lines += here.code == U'\n' ? 1 : 0;
    openLines += isLetter(before) && here.kind == kLineEnd ? 1 : 0;
    returns += here.code == U'\n' && last == U'\r' ? 1 : 0;
    before = here.kind;
    last = here.code;
  }
  TextStyle style;
  style.carriageReturns = returns > 0 && 2 * returns >= lines;
  style.openLines = openLines >= 4 && 2 * openLines >= lines;
  style.singleSpeech = opening > 0;
  style.marks = text.find_first_of("*_") != std::string_view::npos;
  const auto most = std::max_element(doubles.begin(), doubles.end());
  if (*most > 0) style.doubles = static_cast<Doubles>(most - doubles.begin());
  if (straight > curly) style.singles = Singles::kStraight;
  if (curly > 0 && curly >= straight) style.singles = Singles::kCurly;
  // Who types one kind straight types the other straight as well.
  if (straight + curly == 0 && style.doubles != Doubles::kAsTheyCome)
    style.singles = style.doubles == Doubles::kStraight ? Singles::kStraight : Singles::kCurly;
  if (style.doubles == Doubles::kAsTheyCome && style.singles != Singles::kAsTheyCome)
    style.doubles = style.singles == Singles::kStraight ? Doubles::kStraight : Doubles::kEnglish;
  return style;
}

std::string styled(const TextStyle& style, char32_t code, Neighbours beside) {
  if (code == U'\n' && style.carriageReturns) return "\r\n";
  const bool english = style.doubles == Doubles::kEnglish && (code == 0x201C || code == 0x201D);
  if (isDouble(code) && !english && style.doubles != Doubles::kAsTheyCome)
    return doubleMark(style.doubles, opens(code, beside));
  if (isSingle(code) && style.singles == Singles::kStraight) return "'";
  if (code == U'\'' && style.singles == Singles::kCurly) {
    // ’Tis and ’em are rarer than ‘speech’ where a draft has such speech.
    return style.singleSpeech && opensAfter(beside.before) && isOfWord(beside.after) ? "‘" : "’";
  }
  return toUtf8(code);
}

}  // namespace lacuna::engine
