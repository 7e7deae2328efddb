// SPDX-License-Identifier: GPL-3.0-or-later
// Scores of all segments stand side by side, from the first panel that some row sees to the last; a row's own runs
// decide what of them counts. Weights are computed from the start of a row's first panel, so that a row's sums are
// the same whatever rows stand beside it.
#include "engine/attention/avx2_segments.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

static_assert(kSegmentRows == kTileRows);
constexpr std::int64_t kPanel = kKeyPanel;

struct Run {
  std::int64_t firstPanel = 0;
  std::int64_t lastPanel = 0;
  std::int64_t column = 0;  // of the first panel, in the scores
};

struct Scores {
  Run runs[kSegments];
  float* row[kTileRows];
};

template <int kRows>
void score(const SegmentTile& tile, const Scores& scores) {
  for (int s = 0; s < kSegments; ++s) {
    const Run& run = scores.runs[s];
    for (std::int64_t panel = run.firstPanel; panel < run.lastPanel; ++panel) {
      __m256 sum[kTileRows][2];
      avx2MultiplyTile<kRows>(tile.q, tile.segments[s].keys_PD16 + panel * tile.headSize * kPanel, kPanel,
                              tile.headSize, sum);
      const std::int64_t column = run.column + (panel - run.firstPanel) * kPanel;
      for (int i = 0; i < kRows; ++i) {
        _mm256_store_ps(scores.row[i] + column, sum[i][0]);
        _mm256_store_ps(scores.row[i] + column + 8, sum[i][1]);
      }
    }
  }
}

// The columns, multiples of 8, that a row's run lies in; and what of them is before and behind it.
struct Part {
  float* from = nullptr;
  std::int64_t count = 0;
  std::int64_t before = 0;
  std::int64_t behind = 0;
};

Part partOf(const SegmentTile& tile, const Scores& scores, int s, int row) {
  const std::int64_t begin = tile.begin[s][row];
  const std::int64_t end = tile.end[s][row];
  if (begin >= end) return {};
  const std::int64_t first = begin / 8 * 8;
  const std::int64_t last = (end + 7) / 8 * 8;
  float* at = scores.row[row] + scores.runs[s].column + first - scores.runs[s].firstPanel * kPanel;
  return {at, last - first, begin - first, last - end};
}

// Scores become weights that are not yet divided by their sum, 0 where the row sees nothing. Returns the sum.
float softmax(const SegmentTile& tile, const Scores& scores, int row, float scale) {
  __m256 most = _mm256_set1_ps(-__builtin_inff());
  Part parts[kSegments];
  for (int s = 0; s < kSegments; ++s) {
    const Part part = parts[s] = partOf(tile, scores, s, row);
    for (std::int64_t j = 0; j < part.before; ++j) part.from[j] = -__builtin_inff();
    for (std::int64_t j = part.count - part.behind; j < part.count; ++j) part.from[j] = -__builtin_inff();
    for (std::int64_t j = 0; j < part.count; j += 8) most = _mm256_max_ps(most, _mm256_load_ps(part.from + j));
  }
  const __m256 factor = _mm256_set1_ps(scale);
  const __m256 greatest = _mm256_set1_ps(avx2Max(most) * scale);
  __m256 sum = _mm256_setzero_ps();
  for (const Part& part : parts) {
    for (std::int64_t j = 0; j < part.count; j += 8) {
      const __m256 weight = avx2Exponential(_mm256_fmsub_ps(_mm256_load_ps(part.from + j), factor, greatest));
      _mm256_store_ps(part.from + j, weight);
      sum = _mm256_add_ps(sum, weight);
    }
  }
  return avx2Sum(sum);
}

// Columns that the run of panels has and the row's part has not.
void clearOutside(const SegmentTile& tile, const Scores& scores, int row) {
  for (int s = 0; s < kSegments; ++s) {
    const Run& run = scores.runs[s];
    const Part part = partOf(tile, scores, s, row);
    float* const first = scores.row[row] + run.column;
    float* const last = first + (run.lastPanel - run.firstPanel) * kPanel;
    float* const begin = part.from == nullptr ? last : part.from;
    float* const end = part.from == nullptr ? last : part.from + part.count;
    for (float* at = first; at < begin; at += 8) _mm256_store_ps(at, _mm256_setzero_ps());
    for (float* at = end; at < last; at += 8) _mm256_store_ps(at, _mm256_setzero_ps());
  }
}

template <int kRows>
void weigh(const SegmentTile& tile, const Scores& scores, const float* factor) {
  for (std::int64_t d = 0; d < tile.headSize; d += kPanel) {
    __m256 total[kTileRows][2];
    for (int i = 0; i < kRows; ++i) total[i][0] = total[i][1] = _mm256_setzero_ps();
    for (int s = 0; s < kSegments; ++s) {
      const Run& run = scores.runs[s];
      if (run.firstPanel == run.lastPanel) continue;
      const std::int64_t first = run.firstPanel * kPanel;
      const std::int64_t last =
          run.lastPanel * kPanel < tile.segments[s].count ? run.lastPanel * kPanel : tile.segments[s].count;
      const float* weights[kTileRows];
      for (int i = 0; i < kRows; ++i) weights[i] = scores.row[i] + run.column;
      __m256 sum[kTileRows][2];
      avx2MultiplyTile<kRows>(weights, tile.segments[s].values_KD + first * tile.headSize + d, tile.headSize,
                              last - first, sum);
      for (int i = 0; i < kRows; ++i) {
        total[i][0] = _mm256_add_ps(total[i][0], sum[i][0]);
        total[i][1] = _mm256_add_ps(total[i][1], sum[i][1]);
      }
    }
    for (int i = 0; i < kRows; ++i) {
      _mm256_storeu_ps(tile.out[i] + d, _mm256_mul_ps(total[i][0], _mm256_set1_ps(factor[i])));
      _mm256_storeu_ps(tile.out[i] + d + 8, _mm256_mul_ps(total[i][1], _mm256_set1_ps(factor[i])));
    }
  }
}

void addMass(const SegmentTile& tile, const Scores& scores, const float* factor) {
  for (int s = 0; s < kSegments; ++s) {
    float* const mass = tile.segments[s].mass_K;
    for (int i = 0; mass != nullptr && i < tile.rows; ++i) {
      const Run& run = scores.runs[s];
      const float* weights = scores.row[i] + run.column - run.firstPanel * kPanel;
      for (std::int64_t j = tile.begin[s][i]; j < tile.end[s][i]; ++j) mass[j] += factor[i] * weights[j];
    }
  }
}

template <int kRows>
void attendRows(const SegmentTile& tile, const Scores& scores) {
  score<kRows>(tile, scores);
  const float scale = 1.0F / __builtin_sqrtf(static_cast<float>(tile.headSize));
  float factor[kTileRows];
  for (int i = 0; i < kRows; ++i) {
    factor[i] = 1.0F / softmax(tile, scores, i, scale);
    clearOutside(tile, scores, i);
  }
  weigh<kRows>(tile, scores, factor);
  addMass(tile, scores, factor);
}

}  // namespace

std::size_t segmentScratch(std::int64_t keys) {
  return static_cast<std::size_t>((keys + kSegments * kPanel) / 8 * 8 * kTileRows);
}

void attendSegments(const SegmentTile& tile, float* scratch) {
  Scores scores;
  std::int64_t columns = 0;
  for (int s = 0; s < kSegments; ++s) {
    std::int64_t first = tile.segments[s].count;
    std::int64_t last = 0;
    for (int i = 0; i < tile.rows; ++i) {
      if (tile.begin[s][i] >= tile.end[s][i]) continue;
      if (tile.begin[s][i] < first) first = tile.begin[s][i];
      if (tile.end[s][i] > last) last = tile.end[s][i];
    }
    if (first >= last) first = last = 0;
    scores.runs[s] = {first / kPanel, (last + kPanel - 1) / kPanel, columns};
    columns += (scores.runs[s].lastPanel - scores.runs[s].firstPanel) * kPanel;
  }
  for (int i = 0; i < tile.rows; ++i) scores.row[i] = scratch + i * columns;
  switch (tile.rows) {
    case 1:
      return attendRows<1>(tile, scores);
    case 2:
      return attendRows<2>(tile, scores);
    case 3:
      return attendRows<3>(tile, scores);
    case 4:
      return attendRows<4>(tile, scores);
    case 5:
      return attendRows<5>(tile, scores);
    default:
      return attendRows<6>(tile, scores);
  }
}

void layKeyPanel(const float* const* keys, std::int64_t count, std::int64_t headSize, float* panel_D16) {
  static const float kNothing[8] = {};
  for (std::int64_t d = 0; d < headSize; d += 8) {
    for (std::int64_t half = 0; half < kPanel; half += 8) {
      const float* from[8];
      for (int j = 0; j < 8; ++j) from[j] = half + j < count ? keys[half + j] + d : kNothing;
      avx2Transpose8(from, panel_D16 + d * kPanel + half, kPanel);
    }
  }
}

#else

std::size_t segmentScratch(std::int64_t) { return 0; }
void attendSegments(const SegmentTile&, float*) {}
void layKeyPanel(const float* const*, std::int64_t, std::int64_t, float*) {}

#endif

}  // namespace lacuna::engine
