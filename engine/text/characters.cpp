// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/characters.h"

#include <algorithm>
#include <iterator>

#include "engine/text/utf8.h"

namespace lacuna::engine {
namespace {

// first..last in steps of stride are capitals, whose small letters lie so much further on.
struct CaseRange {
  char32_t first;
  char32_t last;
  int stride;
  int distance;
};

// Unicode 15's simple lower case beyond ASCII, where both letters have the same length in UTF-8; ascending. And the
// final sigma, which is compared as any other.
constexpr CaseRange kCapitals[] = {
    {0xC0, 0xD6, 1, 32},       {0xD8, 0xDE, 1, 32},        {0x100, 0x12E, 2, 1},        {0x132, 0x136, 2, 1},
    {0x139, 0x147, 2, 1},      {0x14A, 0x176, 2, 1},       {0x178, 0x178, 1, -121},     {0x179, 0x17D, 2, 1},
    {0x181, 0x181, 1, 210},    {0x182, 0x184, 2, 1},       {0x186, 0x186, 1, 206},      {0x187, 0x187, 1, 1},
    {0x189, 0x18A, 1, 205},    {0x18B, 0x18B, 1, 1},       {0x18E, 0x18E, 1, 79},       {0x18F, 0x18F, 1, 202},
    {0x190, 0x190, 1, 203},    {0x191, 0x191, 1, 1},       {0x193, 0x193, 1, 205},      {0x194, 0x194, 1, 207},
    {0x196, 0x196, 1, 211},    {0x197, 0x197, 1, 209},     {0x198, 0x198, 1, 1},        {0x19C, 0x19C, 1, 211},
    {0x19D, 0x19D, 1, 213},    {0x19F, 0x19F, 1, 214},     {0x1A0, 0x1A4, 2, 1},        {0x1A6, 0x1A6, 1, 218},
    {0x1A7, 0x1A7, 1, 1},      {0x1A9, 0x1A9, 1, 218},     {0x1AC, 0x1AC, 1, 1},        {0x1AE, 0x1AE, 1, 218},
    {0x1AF, 0x1AF, 1, 1},      {0x1B1, 0x1B2, 1, 217},     {0x1B3, 0x1B5, 2, 1},        {0x1B7, 0x1B7, 1, 219},
    {0x1B8, 0x1B8, 1, 1},      {0x1BC, 0x1BC, 1, 1},       {0x1C4, 0x1C4, 1, 2},        {0x1C5, 0x1C5, 1, 1},
    {0x1C7, 0x1C7, 1, 2},      {0x1C8, 0x1C8, 1, 1},       {0x1CA, 0x1CA, 1, 2},        {0x1CB, 0x1DB, 2, 1},
    {0x1DE, 0x1EE, 2, 1},      {0x1F1, 0x1F1, 1, 2},       {0x1F2, 0x1F4, 2, 1},        {0x1F6, 0x1F6, 1, -97},
    {0x1F7, 0x1F7, 1, -56},    {0x1F8, 0x21E, 2, 1},       {0x220, 0x220, 1, -130},     {0x222, 0x232, 2, 1},
    {0x23B, 0x23B, 1, 1},      {0x23D, 0x23D, 1, -163},    {0x241, 0x241, 1, 1},        {0x243, 0x243, 1, -195},
    {0x244, 0x244, 1, 69},     {0x245, 0x245, 1, 71},      {0x246, 0x24E, 2, 1},        {0x370, 0x372, 2, 1},
    {0x376, 0x376, 1, 1},      {0x37F, 0x37F, 1, 116},     {0x386, 0x386, 1, 38},       {0x388, 0x38A, 1, 37},
    {0x38C, 0x38C, 1, 64},     {0x38E, 0x38F, 1, 63},      {0x391, 0x3A1, 1, 32},       {0x3A3, 0x3AB, 1, 32},
    {0x3C2, 0x3C2, 1, 1},      {0x3CF, 0x3CF, 1, 8},       {0x3D8, 0x3EE, 2, 1},        {0x3F4, 0x3F4, 1, -60},
    {0x3F7, 0x3F7, 1, 1},      {0x3F9, 0x3F9, 1, -7},      {0x3FA, 0x3FA, 1, 1},        {0x3FD, 0x3FF, 1, -130},
    {0x400, 0x40F, 1, 80},     {0x410, 0x42F, 1, 32},      {0x460, 0x480, 2, 1},        {0x48A, 0x4BE, 2, 1},
    {0x4C0, 0x4C0, 1, 15},     {0x4C1, 0x4CD, 2, 1},       {0x4D0, 0x52E, 2, 1},        {0x531, 0x556, 1, 48},
    {0x10A0, 0x10C5, 1, 7264}, {0x10C7, 0x10C7, 1, 7264},  {0x10CD, 0x10CD, 1, 7264},   {0x13A0, 0x13EF, 1, 38864},
    {0x13F0, 0x13F5, 1, 8},    {0x1C90, 0x1CBA, 1, -3008}, {0x1CBD, 0x1CBF, 1, -3008},  {0x1E00, 0x1E94, 2, 1},
    {0x1EA0, 0x1EFE, 2, 1},    {0x1F08, 0x1F0F, 1, -8},    {0x1F18, 0x1F1D, 1, -8},     {0x1F28, 0x1F2F, 1, -8},
    {0x1F38, 0x1F3F, 1, -8},   {0x1F48, 0x1F4D, 1, -8},    {0x1F59, 0x1F5F, 2, -8},     {0x1F68, 0x1F6F, 1, -8},
    {0x1F88, 0x1F8F, 1, -8},   {0x1F98, 0x1F9F, 1, -8},    {0x1FA8, 0x1FAF, 1, -8},     {0x1FB8, 0x1FB9, 1, -8},
    {0x1FBA, 0x1FBB, 1, -74},  {0x1FBC, 0x1FBC, 1, -9},    {0x1FC8, 0x1FCB, 1, -86},    {0x1FCC, 0x1FCC, 1, -9},
    {0x1FD8, 0x1FD9, 1, -8},   {0x1FDA, 0x1FDB, 1, -100},  {0x1FE8, 0x1FE9, 1, -8},     {0x1FEA, 0x1FEB, 1, -112},
    {0x1FEC, 0x1FEC, 1, -7},   {0x1FF8, 0x1FF9, 1, -128},  {0x1FFA, 0x1FFB, 1, -126},   {0x1FFC, 0x1FFC, 1, -9},
    {0x2132, 0x2132, 1, 28},   {0x2160, 0x216F, 1, 16},    {0x2183, 0x2183, 1, 1},      {0x24B6, 0x24CF, 1, 26},
    {0x2C00, 0x2C2F, 1, 48},   {0x2C60, 0x2C60, 1, 1},     {0x2C63, 0x2C63, 1, -3814},  {0x2C67, 0x2C6B, 2, 1},
    {0x2C72, 0x2C72, 1, 1},    {0x2C75, 0x2C75, 1, 1},     {0x2C80, 0x2CE2, 2, 1},      {0x2CEB, 0x2CED, 2, 1},
    {0x2CF2, 0x2CF2, 1, 1},    {0xA640, 0xA66C, 2, 1},     {0xA680, 0xA69A, 2, 1},      {0xA722, 0xA72E, 2, 1},
    {0xA732, 0xA76E, 2, 1},    {0xA779, 0xA77B, 2, 1},     {0xA77D, 0xA77D, 1, -35332}, {0xA77E, 0xA786, 2, 1},
    {0xA78B, 0xA78B, 1, 1},    {0xA790, 0xA792, 2, 1},     {0xA796, 0xA7A8, 2, 1},      {0xA7B3, 0xA7B3, 1, 928},
    {0xA7B4, 0xA7C2, 2, 1},    {0xA7C4, 0xA7C4, 1, -48},   {0xA7C6, 0xA7C6, 1, -35384}, {0xA7C7, 0xA7C9, 2, 1},
    {0xA7D0, 0xA7D0, 1, 1},    {0xA7D6, 0xA7D8, 2, 1},     {0xA7F5, 0xA7F5, 1, 1},      {0xFF21, 0xFF3A, 1, 32},
    {0x10400, 0x10427, 1, 40}, {0x104B0, 0x104D3, 1, 40},  {0x10570, 0x1057A, 1, 39},   {0x1057C, 0x1058A, 1, 39},
    {0x1058C, 0x10592, 1, 39}, {0x10594, 0x10595, 1, 39},  {0x10C80, 0x10CB2, 1, 64},   {0x118A0, 0x118BF, 1, 32},
    {0x16E40, 0x16E5F, 1, 32}, {0x1E900, 0x1E921, 1, 34},
};

struct CodeRange {
  char32_t first;
  char32_t last;
};

// What is no letter beyond ASCII: whole blocks of signs, and the punctuation of some scripts. Ascending.
constexpr CodeRange kNoLetters[] = {
    {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},       {0xD7, 0xD7},        {0xF7, 0xF7},
    {0x37E, 0x37E},   {0x387, 0x387},   {0x55A, 0x55F},   {0x589, 0x58F},     {0x5BE, 0x5BE},      {0x5C0, 0x5C0},
    {0x5C3, 0x5C3},   {0x5F3, 0x5F4},   {0x600, 0x60F},   {0x61B, 0x61F},     {0x66A, 0x66D},      {0x6D4, 0x6D4},
    {0x964, 0x965},   {0x1680, 0x1680}, {0x2000, 0x20CF}, {0x2100, 0x2101},   {0x2103, 0x2106},    {0x2116, 0x2118},
    {0x2120, 0x2123}, {0x2190, 0x2BFF}, {0x2E00, 0x2E7F}, {0x2FF0, 0x3004},   {0x3008, 0x3020},    {0x3030, 0x3030},
    {0xD800, 0xF8FF}, {0xFE10, 0xFE1F}, {0xFE30, 0xFE6F}, {0xFEFF, 0xFEFF},   {0xFF00, 0xFF0F},    {0xFF1A, 0xFF20},
    {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF},
};

// Thai to Khmer, kana, Chinese characters.
constexpr CodeRange kUnspacedLetters[] = {
    {0xE00, 0xEFF},   {0x1000, 0x109F}, {0x1780, 0x17FF}, {0x3005, 0x3007}, {0x3021, 0x3029},   {0x3031, 0x312F},
    {0x31A0, 0x31FF}, {0x3400, 0x9FFF}, {0xF900, 0xFAFF}, {0xFF66, 0xFF9F}, {0x1B000, 0x1B16F}, {0x20000, 0x3FFFF},
};

bool isAmong(const CodeRange* begin, const CodeRange* end, char32_t code) {
  const CodeRange* const range = std::find_if(begin, end, [&](const CodeRange& one) { return code <= one.last; });
  return range != end && code >= range->first;
}

bool isCapitalOf(const CaseRange& range, char32_t code) {
  return code >= range.first && code <= range.last && (code - range.first) % static_cast<unsigned>(range.stride) == 0;
}

char32_t toLower(char32_t code) {
  if (code < 0x80) return code >= U'A' && code <= U'Z' ? code + 32 : code;
  for (const CaseRange& range : kCapitals) {
    if (code < range.first) break;
    if (isCapitalOf(range, code)) return code + static_cast<char32_t>(range.distance);
  }
  return code;
}

bool hasCapital(char32_t code) {
  return std::any_of(std::begin(kCapitals), std::end(kCapitals), [&](const CaseRange& range) {
    return isCapitalOf(range, code - static_cast<char32_t>(range.distance));
  });
}

bool isIn(char32_t code, std::u32string_view set) { return set.find(code) != std::u32string_view::npos; }

constexpr char32_t kFinalSigma = 0x3C2;

char32_t codeOf(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 1) return byte(0);
  char32_t code = byte(0) & (0xFFU >> (character.size() + 1));
  for (std::size_t i = 1; i < character.size(); ++i) code = code << 6U | (byte(i) & 0x3FU);
  return code;
}

}  // namespace

CharacterKind kindOf(char32_t code) {
  using enum CharacterKind;
  if (code >= U'a' && code <= U'z') return kLower;
  if (code >= U'A' && code <= U'Z') return kUpper;
  if (code >= U'0' && code <= U'9') return kDigit;
  if (code == U' ' || code == U'\t' || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
      code == 0x202F || code == 0x205F || code == 0x3000)
    return kSpace;
  if (code == U'\n' || code == U'\r' || code == 0x2028 || code == 0x2029) return kLineEnd;
  if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xAD || (code >= 0x200B && code <= 0x200F) ||
      (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF)
    return kIgnored;
  if (isIn(code, U".,;:!?\u061F\u060C\u061B\u3001\u3002\uFF01\uFF0C\uFF0E\uFF1A\uFF1B\uFF1F")) return kStop;
  if (isIn(code, U"\u2013\u2014\u2015\u2026")) return kDash;
  if (isIn(code, U"-\u2010\u2011")) return kHyphen;
  if (isIn(code, U"'\u2019")) return kApostrophe;
  if (isIn(code, U"\"\u201C\u00AB\u00BB\u2039\u203A")) return kQuote;
  if (code == U'*' || code == U'_') return kEmphasis;
  if (isIn(code, U"([{\u2018\u201A\u201E\u00BF\u00A1\u3008\u300A\u300C\u300E\u3010\uFF08")) return kOpening;
  if (isIn(code, U")]}\u201D\u3009\u300B\u300D\u300F\u3011\uFF09")) return kClosing;
  if (code < 0x80) return kOther;
  if (isAmong(std::begin(kNoLetters), std::end(kNoLetters), code)) return kOther;
  if (isAmong(std::begin(kUnspacedLetters), std::end(kUnspacedLetters), code)) return kUnspaced;
  if (code == kFinalSigma || hasCapital(code)) return kLower;
  return toLower(code) != code ? kUpper : kUncased;
}

Character firstCharacter(std::string_view text) {
  if (text.empty()) return {};
  const std::size_t length = utf8Length(text);
  if (length == 0) return {0, 1, CharacterKind::kPart};
  const char32_t code = codeOf(text.substr(0, length));
  return {code, length, kindOf(code)};
}

Character lastCharacter(std::string_view text) {
  for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length) {
    const std::string_view end = text.substr(text.size() - length);
    if (utf8Length(end) == length) return firstCharacter(end);
  }
  if (text.empty()) return {};
  return {0, 1, CharacterKind::kPart};
}

std::string toUtf8(char32_t code) {
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0U | code >> 6U), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0U | code >> 12U), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | code >> 18U), tail(12), tail(6), tail(0)};
}

std::string foldCase(std::string_view text) {
  std::string folded(text);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = std::max<std::size_t>(1, utf8Length(text.substr(i)));
    const bool whole = length > 1 || static_cast<unsigned char>(text[i]) < 0x80U;
    if (whole) folded.replace(i, length, toUtf8(toLower(codeOf(text.substr(i, length)))));
    i += length;
  }
  return folded;
}

}  // namespace lacuna::engine
