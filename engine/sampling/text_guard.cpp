// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/text_guard.h"

#include <algorithm>

namespace lacuna::engine {
namespace {

// A word ends where no letter and no digit follows, of whatever script. Half a character is taken for a letter.
bool isPartOfWord(CharacterKind kind) { return isOfWord(kind) || kind == CharacterKind::kPart; }

bool endsWord(std::string_view rest) { return !isPartOfWord(firstCharacter(rest).kind); }
bool beginsWord(std::string_view before) { return !isPartOfWord(lastCharacter(before).kind); }

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

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
