// SPDX-License-Identifier: GPL-3.0-or-later
// What a row may see, as data. After Beltagy et al. 2020 (arXiv:2004.05150) and SA-DiffuSeq (arXiv:2512.20724):
// sliding window, dilated sliding window, global tokens; and one-way visibility between the two streams.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/attention/layout.h"

namespace lacuna::engine {

// A row sees the positions p + j * dilation for |j| <= window.
struct WindowPattern {
  std::int32_t window = 128;
  std::int32_t dilation = 1;
  bool operator==(const WindowPattern&) const = default;

  bool reaches(std::int32_t from, std::int32_t to) const;
};

// Hops into far text: every stride-th place of the context stream, from so many chunks before a gap's own to so many
// behind it. All rows of a gap see the same. stride 0: there are none.
struct FarPattern {
  std::int32_t stride = 0;
  std::int32_t chunksBefore = 0;
  std::int32_t chunksAfter = 0;
  bool operator==(const FarPattern&) const = default;

  // gap: a filling row.
  bool reaches(const Row& gap, const Row& context) const;
};

struct VisibilityOptions {
  std::int32_t chunkReach = 16;  // gap tokens see the chunk globals of so many chunks to either side
  // True: the paper's setting, in which context sees globals and tagged tokens; an edit then touches the whole
  // document.
  bool contextReadsGlobals = false;
  bool causal = false;            // gap tokens see those before them, and themselves
  std::int32_t globalPrefix = 0;  // the first gap tokens see all of their candidate's, and are seen by all
  bool sinks = false;             // the globals are a base's sinks, which gap tokens always see
};

// The rule itself, for any pair of rows: the plain twin of listVisible. Symmetric in nothing.
//   context q:  context within `context` (positions of the context stream); globals and tagged context where the
//               options say so
//   chunk q:    itself and its own chunk's context
//   global q:   its document's chunk globals and globals
//   gap q:      its candidate's gap tokens and the context within `gap` (positions with the gaps open) or `far`,
//               tagged context, its own marker, chunk globals within reach and document globals unless
//               `gapReadsGlobals` is off (sinks in any case); an anchor sees and is seen as a gap token at its place;
//               of gap tokens as `causal` and `globalPrefix` say
struct Visibility {
  WindowPattern context;
  WindowPattern gap;
  VisibilityOptions options;
  bool gapReadsGlobals = true;  // and chunk globals
  FarPattern far = {};

  // Whether gap tokens see alike by both; their options are one model's.
  bool gapsAlike(const Visibility& other) const {
    return gap == other.gap && gapReadsGlobals == other.gapReadsGlobals && far == other.far;
  }

  bool visible(const Row& q, const Row& k) const;
};

// Appends the rows that `query` (an index into layout.rows) sees, ascending. Cost O(window), not O(rows).
void listVisible(const Layout& layout, std::int64_t query, const Visibility& visibility,
                 std::vector<std::int64_t>* keys);

}  // namespace lacuna::engine
