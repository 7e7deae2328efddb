// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/text_guard.h"

#include <algorithm>
#include <cctype>

namespace lacuna::engine {
namespace {

constexpr std::string_view kPunctuationLead = "\xE2\x80";  // of U+2000..U+203F: dashes, quotation marks, ellipsis

bool endsWord(std::string_view rest) {
  if (rest.empty()) return true;
  const auto byte = static_cast<unsigned char>(rest.front());
  if (byte < 0x80U) return std::isalnum(byte) == 0;
  return rest.substr(0, 2) == kPunctuationLead;
}

bool beginsWord(std::string_view before) {
  if (before.empty()) return true;
  const auto byte = static_cast<unsigned char>(before.back());
  if (byte < 0x80U) return std::isalnum(byte) == 0;
  return before.size() >= 3 && before.substr(before.size() - 3, 2) == kPunctuationLead;
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

std::string foldCase(std::string_view text) {
  std::string folded(text);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const auto byte = static_cast<unsigned char>(folded[i]);
    if (byte < 0x80U) {
      folded[i] = static_cast<char>(std::tolower(byte));
    } else if (byte == 0xC3U && i + 1 < folded.size()) {
      const auto next = static_cast<unsigned char>(folded[i + 1]);
      if (next >= 0x80U && next <= 0x9EU && next != 0x97U) folded[i + 1] = static_cast<char>(next + 0x20U);
      ++i;
    }
  }
  return folded;
}

bool holdsWords(std::string_view text, std::string_view words, TextSpan within) {
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const bool touches = at < within.end && at + words.size() > within.begin;
    if (touches && beginsWord(text.substr(0, at)) && endsWord(text.substr(at + words.size()))) return true;
  }
  return false;
}

TextGuard::TextGuard(const std::vector<std::string>& forbidden, const Tokenizer& tokenizer) : tokenizer_(tokenizer) {
  forbid(forbidden);
}

void TextGuard::forbid(const std::vector<std::string>& words) {
  for (const std::string& one : words) {
    forbidden_.push_back(foldCase(trimmed(one)));
    reach_ = std::max(reach_, forbidden_.back().size() + 4);
  }
}

std::vector<bool> TextGuard::barredTokens() const {
  std::vector<bool> barred(static_cast<std::size_t>(tokenizer_.vocabulary()), false);
  if (forbidden_.empty()) return barred;
  for (TokenId id = 0; id < tokenizer_.vocabulary(); ++id)
    barred[static_cast<std::size_t>(id)] = !found(tokenizer_.bytes(id)).empty();
  return barred;
}

std::string TextGuard::found(std::string_view text) const {
  const std::string folded = foldCase(text);
  for (const std::string& words : forbidden_) {
    if (holdsWords(folded, words)) return words;
  }
  return {};
}

bool TextGuard::spoils(const Around& around, TokenId id) const {
  const std::string& own = tokenizer_.bytes(id);
  const std::string folded = foldCase(around.before + own + around.after);
  const std::size_t begin = around.before.size();
  // A match that ends where the draw begins touches a stretch that begins one byte earlier; likewise behind it.
  const TextSpan touched{begin > 0 && around.drawnBefore ? begin - 1 : begin,
                         begin + own.size() + (around.drawnAfter ? 1U : 0U)};
  return std::any_of(forbidden_.begin(), forbidden_.end(),
                     [&](const std::string& words) { return holdsWords(folded, words, touched); });
}

}  // namespace lacuna::engine
