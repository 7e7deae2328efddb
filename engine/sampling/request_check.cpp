// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/request_check.h"

#include <algorithm>

#include "engine/sampling/prepare.h"
#include "engine/sampling/text_guard.h"
#include "engine/text/utf8.h"

namespace lacuna::engine {
namespace {

constexpr int kMostPins = 8;  // a gap
constexpr std::size_t kMostForbidden = 256;
constexpr std::size_t kMostTaggedBytes = 64U << 10U;  // what is shorter is counted in tokens
constexpr std::size_t kMostPoints = 64;               // stretches of a way
constexpr std::size_t kMostEdits = 64;                // at one step

bool splits(const std::string& text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

void checkGaps(const InfillRequest& request) {
  std::size_t last = 0;
  for (std::size_t i = 0; i < request.gaps.size(); ++i) {
    const GapRequest& gap = request.gaps[i];
    const std::string name = "Gap " + std::to_string(i + 1);
    require(gap.begin <= gap.end && gap.end <= request.text.size(), name + " lies outside of the text.");
    require(i == 0 || gap.begin >= last, name + " overlaps the gap before it, or stands before it.");
    require(!splits(request.text, gap.begin) && !splits(request.text, gap.end),
            name + " begins or ends in the middle of a character.");
    require(gap.tokens >= 0 && gap.tokens <= kLongestGap && gap.words >= 0 && gap.words <= kLongestGap,
            name + " is too long: " + std::to_string(kLongestGap) + " tokens at most; select or ask for fewer words.");
    last = gap.end;
  }
}

// The forbidden word that the author's own words hold; empty: none.
std::string forbiddenIn(const std::string& text, const std::vector<std::string>& forbidden) {
  for (const std::string& words : forbidden) {
    std::string_view bare = words;
    while (!bare.empty() && bare.front() == ' ') bare.remove_prefix(1);
    while (!bare.empty() && bare.back() == ' ') bare.remove_suffix(1);
    if (holdsWords(foldCase(text), foldCase(bare))) return std::string(bare);
  }
  return {};
}

void checkForbidden(const std::vector<std::string>& forbidden) {
  require(forbidden.size() <= kMostForbidden,
          "There are more than " + std::to_string(kMostForbidden) + " forbidden words.");
  for (const std::string& words : forbidden) {
    require(words.find_first_not_of(' ') != std::string::npos, "A forbidden word is empty.");
    require(utf8Invalid(words) == words.size(), "A forbidden word is not UTF-8.");
  }
}

void checkWords(const InfillRequest& request) {
  checkForbidden(request.forbidden);
  std::vector<int> pins(request.gaps.size(), 0);
  for (const Pin& pin : request.pins) {
    require(pin.gap >= 0 && static_cast<std::size_t>(pin.gap) < request.gaps.size(),
            "The pinned word “" + pin.text + "” names gap " + std::to_string(pin.gap + 1) + ", and there are only " +
                std::to_string(request.gaps.size()) + ".");
    require(++pins[static_cast<std::size_t>(pin.gap)] <= kMostPins,
            "Gap " + std::to_string(pin.gap + 1) + " has more than " + std::to_string(kMostPins) + " pinned words.");
    require(utf8Invalid(pin.text) == pin.text.size(), "A pinned word is not UTF-8.");
    const std::string forbidden = forbiddenIn(pin.text, request.forbidden);
    require(forbidden.empty(), "The word “" + forbidden + "” is both pinned and forbidden.");
  }
}

// forbidden: by the request, and on the way to the edit.
void checkEdit(const StepEdit& edit, const InfillRequest& request, const std::vector<std::string>& forbidden) {
  const std::string name = edit.text.empty() ? "An edit of a step" : "The edit “" + edit.text + "” of a step";
  require(utf8Invalid(edit.text) == edit.text.size(), "An edit of a step is not UTF-8.");
  require(edit.gap >= 0 && static_cast<std::size_t>(edit.gap) < request.gaps.size(),
          name + " names gap " + std::to_string(edit.gap + 1) + ", and there are only " +
              std::to_string(request.gaps.size()) + ".");
  require(edit.token >= 0 && edit.token < kLongestGap, name + " names a token that no gap has.");
  require(edit.text.find('\n') == std::string::npos, "An edit of a step holds a line break: write one line.");
  require(
      edit.text.empty() || edit.text.find_first_not_of(' ') != std::string::npos,
      "An edit of a step holds nothing but spaces: write a word, or leave it empty to send the token back to noise.");
  const std::string held = forbiddenIn(edit.text, forbidden);
  require(held.empty(), name + " holds the forbidden word “" + held + "”.");
}

void checkWay(const InfillRequest& request) {
  require(request.way.size() <= kMostPoints,
          "The way to this branch has more than " + std::to_string(kMostPoints) + " stretches.");
  int last = 0;
  std::vector<std::string> forbidden = request.forbidden;
  for (const BranchPoint& point : request.way) {
    require(point.step > last, "The steps of the way to a branch must grow from one stretch to the next.");
    require(point.candidate >= 0, "A stretch of the way to a branch names a candidate below 0.");
    require(point.edits.size() <= kMostEdits,
            "More than " + std::to_string(kMostEdits) + " words were edited at one step of the way to a branch.");
    forbidden.insert(forbidden.end(), point.forbidden.begin(), point.forbidden.end());
    checkForbidden(forbidden);
    for (const StepEdit& edit : point.edits) checkEdit(edit, request, forbidden);
    last = point.step;
  }
}

void checkStrokes(const InfillRequest& request) {
  std::size_t last = 0;
  for (const Stroke& stroke : request.strength) {
    require(stroke.value >= 0.0F && stroke.value <= 1.0F, "The brush's strength must be 0 to 1.");
    const bool inside = std::any_of(request.gaps.begin(), request.gaps.end(), [&](const GapRequest& gap) {
      return stroke.begin >= gap.begin && stroke.end <= gap.end;
    });
    require(inside && stroke.begin < stroke.end && stroke.begin >= last,
            "A stroke of the brush is empty, overlaps another or lies outside of the gaps.");
    require(!splits(request.text, stroke.begin) && !splits(request.text, stroke.end),
            "A stroke of the brush begins or ends in the middle of a character.");
    last = stroke.end;
  }
}

void checkTagged(const InfillRequest& request) {
  std::size_t last = 0;
  std::size_t bytes = 0;
  for (const TextSpan& passage : request.tagged) {
    require(passage.begin < passage.end && passage.end <= request.text.size(),
            "A tagged passage is empty or lies outside of the text.");
    require(passage.begin >= last, "A tagged passage overlaps the one before it, or stands before it.");
    require(!splits(request.text, passage.begin) && !splits(request.text, passage.end),
            "A tagged passage begins or ends in the middle of a character.");
    last = passage.end;
    bytes += passage.end - passage.begin;
  }
  require(bytes <= kMostTaggedBytes, "The tagged passages are far too long, " + std::to_string(bytes >> 10U) +
                                         " KB in all: tag what matters most, some pages at the most.");
}

}  // namespace

void require(bool holds, const std::string& sentence) {
  if (!holds) throw Error(ErrorCode::kInvalidInput, sentence);
}

void checkWayFits(const std::vector<BranchPoint>& way, int steps) {
  for (const BranchPoint& point : way) {
    require(point.step < steps, "A branch begins at step " + std::to_string(point.step) + ", and the run has only " +
                                    std::to_string(steps) + ": it must begin before the last step.");
  }
}

void checkRequest(const InfillRequest& request) {
  require(!request.gaps.empty(), "There is no gap to fill: mark one with [[...]], or give one.");
  require(request.candidates >= 1 && request.candidates <= 64, "The number of candidates must be 1 to 64.");
  require(request.firstCandidate >= 0, "The number of the first candidate must be 0 or more.");
  require(request.steps >= 1 && request.steps <= 1000, "The number of steps must be 1 to 1000.");
  require(request.temperature >= 0.0F && request.temperature <= 10.0F, "The temperature must be 0 to 10.");
  require(request.topP > 0.0F && request.topP <= 1.0F, "Top-p must be above 0 and at most 1.");
  require(request.threshold > 0.0F && request.threshold <= 1.0F, "The threshold must be above 0 and at most 1.");
  require(request.repetitionPenalty >= 0.0F && request.repetitionPenalty <= 20.0F,
          "The repetition penalty must be 0 to 20.");
  const std::size_t bad = utf8Invalid(request.text);
  require(bad == request.text.size(), "The text is not UTF-8: byte " + std::to_string(bad) + " begins no character.");
  checkGaps(request);
  checkWords(request);
  checkStrokes(request);
  checkTagged(request);
  checkWay(request);
}

}  // namespace lacuna::engine
