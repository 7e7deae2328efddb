// SPDX-License-Identifier: GPL-3.0-or-later
// Attention of a few rows to keys that were laid out for it beforehand, in up to three segments: what a whole gap sees,
// the context in its window, and the gap's own tokens. In each segment a row sees one run of keys. Compiled with the
// machine's wide instructions, so nothing is included here or there that other files could share.
//
// Shapes: D head size, a multiple of 16; K keys of a segment; P panels of 16 keys, the last one filled up with
// anything.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lacuna::engine {

constexpr int kSegments = 3;
constexpr std::int64_t kKeyPanel = 16;
constexpr int kSegmentRows = 6;

struct KeySegment {
  const float* keys_PD16 = nullptr;  // panel after panel, each transposed; 32-byte aligned, like the values
  const float* values_KD = nullptr;
  std::int64_t count = 0;   // K; 0: there is none
  float* mass_K = nullptr;  // null, or what each key's weights are added to
};

struct SegmentTile {
  int rows = 0;  // 1..kSegmentRows
  const float* q[kSegmentRows] = {};
  float* out[kSegmentRows] = {};
  KeySegment segments[kSegments];
  // Row i sees keys begin[s][i] .. end[s][i] of segment s; at least one key in all.
  std::int32_t begin[kSegments][kSegmentRows] = {};
  std::int32_t end[kSegments][kSegmentRows] = {};
  std::int64_t headSize = 0;
};

// Floats of scratch memory for segments of so many keys in all.
std::size_t segmentScratch(std::int64_t keys);

// out = softmax(q k^T / sqrt(D)) v. scratch: 32-byte aligned. A row's result does not depend on the other rows.
void attendSegments(const SegmentTile& tile, float* scratch);

// `count` (at most 16) keys of D floats each as one panel; it is filled up with zeros.
void layKeyPanel(const float* const* keys, std::int64_t count, std::int64_t headSize, float* panel_D16);

}  // namespace lacuna::engine
