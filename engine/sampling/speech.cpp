// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/speech.h"

#include <cctype>

namespace lacuna::engine {
namespace {

constexpr std::string_view kOpens = "“";
constexpr std::string_view kCloses = "”";

// Walks over the marks of a text; a straight one opens what is closed and closes what is open.
struct Walk {
  bool open = false;
  bool clean = true;  // nothing was opened twice, or closed that was not open

  void over(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const std::string_view rest = text.substr(at);
      if (rest.starts_with(kOpens)) step(true);
      if (rest.starts_with(kCloses)) step(false);
      if (rest.front() == '"') step(!open);
    }
  }

 private:
  void step(bool opens) {
    clean = clean && opens != open;
    open = opens;
  }
};

bool hasOtherMarks(std::string_view text) {
  for (const char* const mark : {"„", "«", "»", "‹", "›"}) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

// By the first mark of a text: whether speech is open where the text begins.
std::optional<bool> openBefore(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with(kOpens)) return false;
    if (rest.starts_with(kCloses)) return true;
    if (rest.front() != '"') continue;
    // It opens in front of a word, behind a space or at the beginning of what is seen.
    const bool behindSpace = at == 0 || std::isspace(static_cast<unsigned char>(text[at - 1])) != 0;
    const bool beforeWord = rest.size() > 1 && (std::isalnum(static_cast<unsigned char>(rest[1])) != 0);
    return !(behindSpace && beforeWord);
  }
  return std::nullopt;
}

}  // namespace

Speech speechAround(std::string_view before, std::string_view after, bool gapBefore, bool gapAfter) {
  Speech speech;
  const std::size_t line = before.rfind('\n');
  const bool whole = line != std::string_view::npos || !gapBefore;
  if (line != std::string_view::npos) before.remove_prefix(line + 1);
  const std::size_t end = after.find('\n');
  const bool ends = end != std::string_view::npos || !gapAfter;
  after = after.substr(0, end);
  if (hasOtherMarks(before) || hasOtherMarks(after)) return speech;
  // Cut by another gap, its first mark tells of what stood before.
  const std::optional<bool> begins = whole ? false : openBefore(before);
  Walk walk{begins.value_or(false)};
  walk.over(before);
  if (begins && walk.clean) speech.open = walk.open;
  speech.opened = openBefore(after);
  // Speech that nothing closes may go on in the next paragraph.
  if (!speech.opened && ends && speech.open == false) speech.opened = false;
  return speech;
}

bool keepsSpeech(const Speech& speech, std::string_view fill) {
  if (!speech.open || fill.find('\n') != std::string_view::npos) return true;
  Walk walk{*speech.open};
  walk.over(fill);
  return walk.clean && (!speech.opened || *speech.opened == walk.open);
}

}  // namespace lacuna::engine
