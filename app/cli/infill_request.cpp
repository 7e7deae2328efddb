// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/infill_request.h"

#include <algorithm>
#include <random>

#include "app/cli/gap_markers.h"
#include "app/cli/text_file.h"

namespace lacuna::app {
namespace {

bool startsLetter(const std::string& text, std::size_t byte) {
  return byte == text.size() || (static_cast<unsigned char>(text[byte]) & 0xC0U) != 0x80U;
}

std::string named(const engine::GapRequest& gap) { return std::to_string(gap.begin) + ":" + std::to_string(gap.end); }

std::vector<engine::GapRequest> chosenGaps(const InfillOptions& options, const std::string& text) {
  const std::vector<GapMarker> markers = findMarkers(text).gaps;
  std::vector<engine::GapRequest> gaps;
  const auto add = [&](const GapMarker& marker) { gaps.push_back({marker.begin, marker.end, marker.words, 0}); };
  if (options.markers.empty() && options.ranges.empty()) {
    std::for_each(markers.begin(), markers.end(), add);
    return gaps;
  }
  for (const int number : options.markers) {
    if (static_cast<std::size_t>(number) > markers.size()) {
      throw BadUsage("--gap " + std::to_string(number) + " is not in " + options.file + ", which has " +
                     std::to_string(markers.size()) + " written gaps: choose one of them, or give BEGIN:END.");
    }
    add(markers[static_cast<std::size_t>(number) - 1]);
  }
  for (const ByteRange& range : options.ranges) {
    gaps.push_back({range.begin, range.end, 0, 0});
    if (range.end > text.size()) {
      throw BadUsage("--gap " + named(gaps.back()) + " reaches past the end of " + options.file + ", which has " +
                     std::to_string(text.size()) + " bytes: choose a range inside it.");
    }
    if (!startsLetter(text, range.begin) || !startsLetter(text, range.end)) {
      throw BadUsage("--gap " + named(gaps.back()) + " cuts a letter of " + options.file +
                     " in two: begin and end at whole UTF-8 letters.");
    }
  }
  return gaps;
}

void refuseOverlaps(const std::vector<engine::GapRequest>& gaps) {
  for (std::size_t i = 1; i < gaps.size(); ++i) {
    const bool same = gaps[i].begin == gaps[i - 1].begin;
    if (gaps[i].begin < gaps[i - 1].end || same) {
      throw BadUsage("The gaps " + named(gaps[i - 1]) + " and " + named(gaps[i]) +
                     " (in bytes) overlap: name each place only once.");
    }
  }
}

// "WORD" belongs to the first gap, "2:WORD" to the second.
engine::Pin readPin(const std::string& word) {
  const std::size_t digits = word.find_first_not_of("0123456789");
  const bool numbered = digits != std::string::npos && digits > 0 && digits < 7 && word[digits] == ':';
  if (!numbered) return {word, 0, engine::kAnywhere};
  const int number = std::stoi(word.substr(0, digits));
  if (number < 1) throw BadUsage("--pin " + word + " counts gaps from 1.");
  return {word.substr(digits + 1), number - 1, engine::kAnywhere};
}

}  // namespace

engine::InfillRequest planInfill(const InfillOptions& options, const std::string& text) {
  engine::InfillRequest request;
  request.text = text;
  request.gaps = chosenGaps(options, text);
  if (request.gaps.empty()) {
    throw BadInput(options.file +
                   " has no gap: write [[…]] where words are missing, or name a place with --gap "
                   "BEGIN:END.");
  }
  std::stable_sort(request.gaps.begin(), request.gaps.end(),
                   [](const auto& a, const auto& b) { return a.begin < b.begin; });
  refuseOverlaps(request.gaps);
  request.candidates = options.candidates;
  request.steps = options.steps;
  // Below 2^31, so that a drawn seed is short enough to type again.
  request.seed = options.seedGiven ? options.seed : std::random_device()() & 0x7FFFFFFFU;
  request.temperature = options.temperature;
  request.topP = options.topP;
  request.sampler = options.sampler;
  request.forbidden = options.forbidden;
  for (const std::string& word : options.pinned) request.pins.push_back(readPin(word));
  request.ranking = options.ranking == "consensus" ? engine::Ranking::kConsensus : engine::Ranking::kLikelihood;
  return request;
}

std::vector<std::string> notesOn(const std::string& text) {
  constexpr std::size_t kMost = 5;  // a notebook may be full of links
  constexpr std::size_t kShown = 57;
  std::vector<std::string> notes;
  const std::vector<GapMarker> others = findMarkers(text).notGaps;
  for (const GapMarker& other : others) {
    if (notes.size() == kMost) {
      const std::size_t left = others.size() - kMost;
      notes.push_back("note: " + std::to_string(left) + (left == 1 ? " more such piece is" : " more such pieces are") +
                      " left alone, down to line " + std::to_string(others.back().line) + ".");
      break;
    }
    std::string shown = text.substr(other.begin, other.end - other.begin);
    if (shown.size() > kShown + 3) {
      std::size_t end = shown.find_last_of(' ', kShown);
      // One long word is cut between two letters.
      if (end == std::string::npos) end = kShown;
      while (end > 0 && !startsLetter(shown, end)) --end;
      shown = shown.substr(0, end) + " …]]";
    }
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    notes.push_back("note: " + shown + " in line " + std::to_string(other.line) +
                    " is left alone: " + ui::whyLeftAlone(other.kind));
  }
  return notes;
}

std::string filledText(const engine::InfillRequest& request, const std::vector<engine::GapFill>& fills) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < request.gaps.size(); ++i) {
    out.append(request.text, at, request.gaps[i].begin - at);
    out += fills[i].text;
    at = request.gaps[i].end;
  }
  return out.append(request.text, at, std::string::npos);
}

}  // namespace lacuna::app
