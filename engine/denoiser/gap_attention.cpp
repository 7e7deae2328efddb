// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/gap_attention.h"

#include <algorithm>
#include <cstring>

namespace lacuna::engine {
namespace {

// Memory for `count` floats, aligned to 64 bytes.
float* roomIn(std::vector<float>* memory, std::size_t count) {
  if (memory->size() < count + kKeyPanel) memory->resize(count + kKeyPanel);
  const auto address = reinterpret_cast<std::uintptr_t>(memory->data());
  return memory->data() + (64 - address % 64) % 64 / sizeof(float);
}

}  // namespace

MassSums::MassSums(const FillReach& reach) {
  for (const RuleReach& rule : reach.rules) {
    whole.emplace_back();
    window.emplace_back();
    own.emplace_back();
    for (const auto& keys : rule.whole) whole.back().emplace_back(keys.size());
    for (const auto& keys : rule.window) window.back().emplace_back(keys.size());
    for (const auto& keys : rule.own) own.back().emplace_back(keys.size());
  }
}

void MassSums::addTo(const FillReach& reach, float* kept_K, float* own_R) const {
  const auto add = [](const auto& keys, const std::vector<float>& sums, float* to) {
    for (std::size_t j = 0; j < keys.size(); ++j) to[keys[j]] += sums[j];
  };
  for (std::size_t r = 0; r < window.size(); ++r) {
    for (std::size_t gap = 0; gap < whole[r].size(); ++gap) add(reach.rules[r].whole[gap], whole[r][gap], kept_K);
    for (std::size_t group = 0; group < window[r].size(); ++group) {
      add(reach.rules[r].window[group], window[r][group], kept_K);
      add(reach.rules[r].own[group], own[r][group], own_R);
    }
  }
}

std::vector<GapAttention::Head> GapAttention::headsOf(int layer) const {
  std::vector<Head> heads;
  std::int64_t query = 0;
  for (std::size_t g = 0; g < config_.heads.size(); ++g) {
    const HeadGroup& group = config_.heads[g];
    const std::int64_t shared = group.heads / group.keyHeads;
    for (int k = 0; k < group.keyHeads; ++k) {
      heads.push_back(
          {query, shared, static_cast<std::int64_t>(heads.size()), reach_.use[static_cast<std::size_t>(layer)][g]});
      query += shared;
    }
  }
  return heads;
}

KeySegment GapAttention::layOwn(const Head& head, std::int32_t group, const HeadRows& rows, std::int64_t candidate) {
  const std::vector<std::int32_t>& keys = reach_.rules[head.rule].own[static_cast<std::size_t>(group)];
  const auto count = static_cast<std::int64_t>(keys.size());
  const std::int64_t size = config_.headSize;
  const std::int64_t panels = (count + kKeyPanel - 1) / kKeyPanel;
  float* const laid = roomIn(&own_, static_cast<std::size_t>((panels * kKeyPanel + count) * size));
  float* const values = laid + panels * kKeyPanel * size;
  const std::int64_t keyAt = head.key * size;
  const std::int64_t valueAt = keyAt + config_.keyHeadCount() * size;
  for (std::int64_t first = 0; first < count; first += kKeyPanel) {
    const std::int64_t some = std::min(kKeyPanel, count - first);
    const float* from[kKeyPanel] = {};
    for (std::int64_t j = 0; j < some; ++j) {
      const float* const row =
          rows.keyValues + (candidate * rows.perCandidate + keys[static_cast<std::size_t>(first + j)]) * rows.keyStride;
      from[j] = row + keyAt;
      std::memcpy(values + (first + j) * size, row + valueAt, static_cast<std::size_t>(size) * sizeof(float));
    }
    layKeyPanel(from, some, size, laid + first * size);
  }
  return {laid, values, count, nullptr};
}

bool GapAttention::takeRows(const ReachTile& reach, const HeadRows& rows, std::int64_t candidate, SegmentTile* tile) {
  tile->rows = 0;
  for (std::size_t at = 0; at < reach.rows.size(); ++at) {
    const std::int64_t row = candidate * rows.perCandidate + reach.rows[at];
    const std::int64_t place = rows.place == nullptr ? row : rows.place[row];
    if (place < 0) continue;
    const int i = tile->rows++;
    places_[i] = place;
    tile->begin[1][i] = reach.window[at].begin;
    tile->end[1][i] = reach.window[at].end;
    tile->begin[2][i] = reach.own[at].begin;
    tile->end[2][i] = reach.own[at].end;
  }
  return tile->rows > 0;
}

void GapAttention::attendTile(const Head& head, const HeadRows& rows, SegmentTile* tile) {
  std::int64_t keys = 0;
  for (const KeySegment& segment : tile->segments) keys += segment.count + kKeyPanel;
  for (int i = 0; i < tile->rows; ++i) {
    tile->begin[0][i] = 0;
    tile->end[0][i] = static_cast<std::int32_t>(tile->segments[0].count);
  }
  float* const scratch = roomIn(&scratch_, segmentScratch(keys));
  for (std::int64_t shared = 0; shared < head.queries; ++shared) {
    const std::int64_t column = (head.query + shared) * config_.headSize;
    for (int i = 0; i < tile->rows; ++i) {
      tile->q[i] = rows.queries + places_[i] * rows.stride + column;
      tile->out[i] = rows.out + places_[i] * rows.outStride + column;
    }
    attendSegments(*tile, scratch);
  }
}

void GapAttention::attend(int layer, const LaidKeys& keys, const HeadRows& rows, std::vector<MassSums>* masses) {
  for (const Head& head : headsOf(layer)) {
    const std::vector<ReachTile>& tiles = reach_.rules[head.rule].tiles;
    // All candidates pass a group's context while it is in the cache.
    for (std::size_t first = 0; first < tiles.size();) {
      const std::int32_t group = tiles[first].group;
      std::size_t last = first;
      while (last < tiles.size() && tiles[last].group == group) ++last;
      for (std::int64_t c = 0; c < rows.candidates; ++c) {
        SegmentTile tile;
        tile.headSize = config_.headSize;
        const auto attends = [&](const ReachTile& of) { return takeRows(of, rows, c, &tile); };
        if (std::none_of(tiles.begin() + static_cast<std::ptrdiff_t>(first),
                         tiles.begin() + static_cast<std::ptrdiff_t>(last), attends))
          continue;  // its keys need not be laid out
        tile.segments[1] = keys.window(static_cast<int>(head.key), group);
        tile.segments[2] = layOwn(head, group, rows, c);
        MassSums* const mass = masses == nullptr ? nullptr : &(*masses)[static_cast<std::size_t>(c)];
        if (mass != nullptr) {
          tile.segments[1].mass_K = mass->window[head.rule][static_cast<std::size_t>(group)].data();
          tile.segments[2].mass_K = mass->own[head.rule][static_cast<std::size_t>(group)].data();
        }
        for (std::size_t t = first; t < last; ++t) {
          if (!takeRows(tiles[t], rows, c, &tile)) continue;
          tile.segments[0] = keys.whole(static_cast<int>(head.key), tiles[t].gap);
          if (mass != nullptr)
            tile.segments[0].mass_K = mass->whole[head.rule][static_cast<std::size_t>(tiles[t].gap)].data();
          attendTile(head, rows, &tile);
        }
      }
      first = last;
    }
  }
}

}  // namespace lacuna::engine
