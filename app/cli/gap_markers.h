// SPDX-License-Identifier: GPL-3.0-or-later
// Gaps that an author writes into a text: [[…]], [[...]], [[]], [[12 words]], [[1 word]].
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lacuna::app {

// The marker's own bytes, brackets included: they are what is replaced.
struct GapMarker {
  std::size_t begin = 0;
  std::size_t end = 0;
  int words = 0;  // 0: no length was asked for
};

struct FoundMarkers {
  std::vector<GapMarker> gaps;     // ascending
  std::vector<GapMarker> notGaps;  // [[anything else]] on one line: left alone
};

// A length is at most this many words; a greater number makes the marker "anything else".
inline constexpr int kMostWords = 400;

// text is UTF-8. Spaces inside the brackets do not matter, nor does the case of "words".
FoundMarkers findMarkers(const std::string& text);

// The line of a byte, from 1.
std::size_t lineOf(const std::string& text, std::size_t byte);

}  // namespace lacuna::app
