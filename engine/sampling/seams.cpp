// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/seams.h"

#include <algorithm>
#include <cctype>

namespace lacuna::engine {
namespace {

using Words = std::vector<std::string_view>;

bool endsWithAny(std::string_view text, const Words& endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) {
    return text.size() >= e.size() && text.substr(text.size() - e.size()) == e;
  });
}

bool startsWithAny(std::string_view text, const Words& starts) {
  return std::any_of(starts.begin(), starts.end(), [&](std::string_view s) { return text.substr(0, s.size()) == s; });
}

const Words kOpening = {"“", "‘", "(", "[", "\"", "—", "*", "_"};
const Words kPunctuation = {".", ",", ";", ":", "!", "?", "’", "”", ")", "—", "…"};
const Words kClinging = {".", ",", ";", ":", "!", "?", "’", "”", ")", "—", "…", "-", "–", "'"};

// Nothing but punctuation, with or without its space.
bool isPunctuation(const std::string& bytes) {
  std::string_view rest = bytes;
  if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  if (rest.empty()) return true;
  return startsWithAny(rest, kPunctuation);
}

}  // namespace

bool startsWithWord(std::string_view text) {
  if (text.empty()) return false;
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80U) return std::isalnum(first) != 0;
  // Closing marks and dashes cling to what is before them; letters beyond ASCII and opening quotes begin a word.
  return !startsWithAny(text, {"”", "’", "—", "–", "…"});
}

bool clingsToWord(std::string_view text) { return startsWithAny(text, kClinging); }

Seam makeSeam(std::string_view before, std::string_view after) {
  Seam seam;
  seam.left = before;
  while (!seam.left.empty() && seam.left.back() == ' ') seam.left.remove_suffix(1);
  seam.spaceTaken = seam.left.size() != before.size();
  const bool lineStart = seam.left.empty() || seam.left.back() == '\n';
  // Markdown's own marks at a line's start ("# ", "> ") keep their space.
  const std::size_t line = seam.left.rfind('\n') == std::string_view::npos ? 0 : seam.left.rfind('\n') + 1;
  const bool onlyMarks = seam.left.substr(line).find_first_not_of("#>*- ") == std::string_view::npos;
  seam.firstWithoutSpace = lineStart || (!seam.spaceTaken && endsWithAny(seam.left, kOpening));
  seam.firstNeedsSpace = !seam.firstWithoutSpace && seam.spaceTaken && !onlyMarks;
  seam.noPunctuationFirst = lineStart || onlyMarks ||
                            endsWithAny(seam.left, {".", ",", ";", ":", "!", "?", "“", "‘", "(", "—"}) ||
                            seam.spaceTaken;
  seam.spaceAfter = startsWithWord(after) && (seam.spaceTaken || lineStart);
  std::string_view next = after;
  seam.noPunctuationLast = startsWithAny(next, kPunctuation);
  return seam;
}

std::string startFill(const Seam& seam, const std::string& piece) {
  const bool bringsSpace = !piece.empty() && piece.front() == ' ';
  return bringsSpace && (seam.spaceTaken || seam.firstWithoutSpace) ? piece.substr(1) : piece;
}

std::string endFill(const Seam& seam, const std::string& piece) {
  const bool open = !piece.empty() && piece.back() != ' ' && piece.back() != '\n';
  return open && seam.spaceAfter ? piece + ' ' : piece;
}

std::string asTokens(Seam* seam, std::string_view between) {
  std::string_view body = between;
  if (seam->spaceAfter && !body.empty() && body.back() == ' ') body.remove_suffix(1);
  seam->spaceAfter = body.size() < between.size() && endFill(*seam, std::string(body)).size() == between.size();
  if (!seam->spaceAfter) body = between;
  // The space that was taken from the text before comes back with the first token; what startFill would strip from the
  // author's own text gets one to strip.
  const bool leads = seam->firstWithoutSpace ? !body.empty() && body.front() == ' ' : seam->spaceTaken;
  return leads ? " " + std::string(body) : std::string(body);
}

std::string finishFill(const Seam& seam, const std::string& fill) { return endFill(seam, startFill(seam, fill)); }

std::vector<bool> barredFirst(const Seam& seam, const Tokenizer& tokenizer) {
  std::vector<bool> barred(static_cast<std::size_t>(tokenizer.vocabulary()), false);
  for (TokenId id = 0; id < tokenizer.vocabulary(); ++id) {
    const std::string& bytes = tokenizer.bytes(id);
    const bool space = tokenizer.startsWithSpace(id);
    barred[static_cast<std::size_t>(id)] = (seam.firstNeedsSpace && !space) || (seam.firstWithoutSpace && space) ||
                                           (seam.noPunctuationFirst && isPunctuation(bytes));
  }
  return barred;
}

std::vector<bool> barredLast(const Seam& seam, const Tokenizer& tokenizer) {
  std::vector<bool> barred(static_cast<std::size_t>(tokenizer.vocabulary()), false);
  for (TokenId id = 0; id < tokenizer.vocabulary(); ++id) {
    const std::string& bytes = tokenizer.bytes(id);
    const bool opening = bytes == " “" || bytes == " ‘" || bytes == " " || bytes == " (";
    barred[static_cast<std::size_t>(id)] = opening || (seam.noPunctuationLast && isPunctuation(bytes));
  }
  return barred;
}

}  // namespace lacuna::engine
