// SPDX-License-Identifier: GPL-3.0-or-later
// One layer's attention from the rows of some candidates to laid keys and to each candidate's own.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/denoiser/fill_reach.h"
#include "engine/denoiser/laid_keys.h"

namespace lacuna::engine {

// What attention falls on, summed over rows, heads and layers: per candidate, kept rows and then its own filling rows.
struct MassSums {
  std::vector<std::vector<std::vector<float>>> whole;   // [rule][gap][key]
  std::vector<std::vector<std::vector<float>>> window;  // [rule][group][key]
  std::vector<std::vector<std::vector<float>>> own;     // [rule][group][key]

  explicit MassSums(const FillReach& reach);
  // Adds them to kept_K and own_R.
  void addTo(const FillReach& reach, float* kept_K, float* own_R) const;
};

// Rows of float memory, all turned and normed. Keys and values are of all rows of all candidates; queries of those that
// attend.
struct HeadRows {
  const float* queries = nullptr;  // heads beside one another
  std::int64_t stride = 0;
  const float* keyValues = nullptr;  // key heads and value heads beside one another
  std::int64_t keyStride = 0;
  float* out = nullptr;  // query heads beside one another
  std::int64_t outStride = 0;
  std::int64_t candidates = 0;
  std::int64_t perCandidate = 0;
  const std::int32_t* place = nullptr;  // of each row among those that attend, -1: it does not; null: all do
};

class GapAttention {
 public:
  GapAttention(const ModelConfig& config, const FillReach& reach) : config_(config), reach_(reach) {}

  // masses: null, or one a candidate.
  void attend(int layer, const LaidKeys& keys, const HeadRows& rows, std::vector<MassSums>* masses);

 private:
  struct Head {
    std::int64_t query = 0;
    std::int64_t queries = 0;  // that share the key head
    std::int64_t key = 0;
    std::size_t rule = 0;
  };
  std::vector<Head> headsOf(int layer) const;
  KeySegment layOwn(const Head& head, std::int32_t group, const HeadRows& rows, std::int64_t candidate);
  // The queries are put in; false: no row of the tile attends.
  bool takeRows(const ReachTile& reach, const HeadRows& rows, std::int64_t candidate, SegmentTile* tile);
  void attendTile(const Head& head, const HeadRows& rows, SegmentTile* tile);

  const ModelConfig& config_;
  const FillReach& reach_;
  std::vector<float> own_, scratch_;        // with room to align
  std::int64_t places_[kSegmentRows] = {};  // of a tile's rows, among those that attend
};

}  // namespace lacuna::engine
