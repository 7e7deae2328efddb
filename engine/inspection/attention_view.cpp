// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "engine/inspection/views.h"

namespace lacuna::engine {
namespace {

// Kinds of keys first, then context by distance in octaves: 1, 2, 3-4, 5-8, ...
enum Source : std::size_t { kSelf, kGapKnown, kGapMasked, kMarker, kChunkGlobal, kDocumentGlobal, kFirstOctave };
constexpr const char* kSourceNames[] = {"itself",     "gap, settled tokens", "gap, masked tokens",
                                        "gap marker", "chunk globals",       "document globals"};

std::size_t octaveOf(std::int32_t distance) {
  std::size_t octave = 0;
  while ((std::int32_t{1} << octave) < distance) ++octave;
  return octave;
}

bool isDilated(const HeadGroup& group) {
  return std::any_of(group.gapDilations.begin(), group.gapDilations.end(), [](int d) { return d > 1; });
}

// Per head group: mass by source, what a uniform spread over the visible keys would give, and context by distance.
struct GroupSums {
  std::vector<double> mass;
  std::vector<double> uniform;
  double near = 0;  // context within the plain window
  double hops = 0;  // context beyond it
  double distance = 0;

  void grow(std::size_t size) {
    if (mass.size() >= size) return;
    mass.resize(size);
    uniform.resize(size);
  }
};

struct Sums {
  std::vector<std::vector<GroupSums>> cells;  // [layer][group]
  double queries = 0;
};

int plainWindow(const ModelConfig& config) {
  int window = 0;
  for (const HeadGroup& group : config.heads) {
    if (!isDilated(group)) window = std::max(window, group.gapWindow);
  }
  return window;
}

std::size_t sourceOf(const Row& query, const Row& key, const torch::Tensor& masked_F, std::int64_t keyGapRow) {
  switch (key.kind) {
    case RowKind::kGap:
      if (key.fill == query.fill) return kSelf;
      return masked_F.data_ptr<bool>()[keyGapRow] ? kGapMasked : kGapKnown;
    case RowKind::kMarker:
      return kMarker;
    case RowKind::kChunk:
      return kChunkGlobal;
    case RowKind::kGlobal:
      return kDocumentGlobal;
    case RowKind::kContext:
      break;
  }
  return kFirstOctave + octaveOf(std::abs(key.fill - query.fill));
}

void addStretch(const Subject& subject, const ReadStretch& stretch, Sums* sums) {
  const ModelConfig& config = subject.model->config();
  const Layout& layout = stretch.batch.layout;
  const auto masked_F = maskAt(subject, stretch, 0.5);
  FillProbe probe(FillProbe::Detail::kLayers);
  look(subject, stretch, {{}, masked_F, 0, nullptr, &probe});
  const std::vector<std::int64_t> keys = probedRows(stretch.plan, layout);
  const int window = plainWindow(config);
  for (std::size_t layer = 0; layer < probe.layerMass_PFK().size(); ++layer) {
    const auto mass = probe.layerMass_PFK()[layer].contiguous();
    const auto data = mass.accessor<float, 3>();
    for (std::size_t g = 0; g < config.heads.size(); ++g) {
      GroupSums& group = sums->cells[layer][g];
      for (std::int64_t f = 0; f < layout.filling(); ++f) {
        const Row& query = layout.rows[static_cast<std::size_t>(layout.reading + f)];
        const auto row = data[static_cast<std::int64_t>(g)][f];
        double visible = 0;
        for (std::size_t k = 0; k < keys.size(); ++k) visible += row[static_cast<std::int64_t>(k)] > 0 ? 1 : 0;
        for (std::size_t k = 0; k < keys.size(); ++k) {
          const auto m = static_cast<double>(row[static_cast<std::int64_t>(k)]);
          if (m <= 0) continue;
          const Row& key = layout.rows[static_cast<std::size_t>(keys[k])];
          const std::size_t source = sourceOf(query, key, masked_F, keys[k] - layout.reading);
          group.grow(source + 1);
          group.mass[source] += m;
          group.uniform[source] += 1 / visible;
          if (source < kFirstOctave) continue;
          const int distance = std::abs(key.fill - query.fill);
          (distance <= window ? group.near : group.hops) += m;
          group.distance += m * distance;
        }
      }
    }
  }
  sums->queries += static_cast<double>(layout.filling());
}

// Mean over layers of the groups that `pick` chooses, weighted by their heads.
template <class Pick, class Value>
double meanOver(const ModelConfig& config, const Sums& sums, const Pick& pick, const Value& value) {
  double total = 0;
  double heads = 0;
  for (const auto& layer : sums.cells) {
    for (std::size_t g = 0; g < layer.size(); ++g) {
      if (!pick(config.heads[g])) continue;
      total += config.heads[g].heads * value(layer[g]);
      heads += config.heads[g].heads;
    }
  }
  return heads > 0 ? total / heads / sums.queries : kNotMeasured;
}

Table byDistance(const ModelConfig& config, const Sums& sums) {
  Table table;
  table.name = "attention_distance";
  table.title = "Attention of the gap's tokens by distance";
  table.note =
      "Shares of the softmax mass, mean over heads and layers, half of the gap masked. Uniform: what the same "
      "pattern would give with equal weights. The plain window ends at " +
      std::to_string(plainWindow(config)) + ".";
  table.columns = {{"source", "source", 0},  {"distance_from", "from", 0},        {"distance_to", "to", 0},
                   {"mass", "mass", 4},      {"window_heads", "window heads", 4}, {"dilated_heads", "dilated heads", 4},
                   {"uniform", "uniform", 4}};
  std::size_t sources = kFirstOctave;
  for (const auto& layer : sums.cells) {
    for (const GroupSums& group : layer) sources = std::max(sources, group.mass.size());
  }
  for (std::size_t source = 0; source < sources; ++source) {
    const auto massAt = [&](const GroupSums& group) { return source < group.mass.size() ? group.mass[source] : 0.0; };
    const auto uniformAt = [&](const GroupSums& g) { return source < g.uniform.size() ? g.uniform[source] : 0.0; };
    const auto all = [](const HeadGroup&) { return true; };
    const auto plain = [](const HeadGroup& group) { return !isDilated(group); };
    std::vector<Cell> row;
    if (source < kFirstOctave) {
      row = {std::string(kSourceNames[source]), kNotMeasured, kNotMeasured};
    } else {
      const std::int64_t to = std::int64_t{1} << (source - kFirstOctave);
      row = {std::string(to <= plainWindow(config) ? "context" : "context, by hops"), to / 2 + 1, to};
    }
    row.insert(row.end(), {meanOver(config, sums, all, massAt), meanOver(config, sums, plain, massAt),
                           meanOver(config, sums, isDilated, massAt), meanOver(config, sums, all, uniformAt)});
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table byLayer(const ModelConfig& config, const Sums& sums) {
  Table table;
  table.name = "attention_layers";
  table.title = "Attention by layer and head group";
  table.note =
      "Window: context within the plain window's reach. Hops: context further away. Mean distance in tokens, "
      "over what falls on context.";
  table.columns = {{"layer", "layer", 0},           {"heads", "heads", 0},          {"dilation", "dilation", 0},
                   {"own_gap", "own gap", 3},       {"window", "window", 3},        {"hops", "hops", 3},
                   {"marker", "marker", 3},         {"chunk_globals", "chunks", 3}, {"document_globals", "globals", 3},
                   {"mean_distance", "distance", 1}};
  for (std::size_t layer = 0; layer < sums.cells.size(); ++layer) {
    for (std::size_t g = 0; g < config.heads.size(); ++g) {
      GroupSums group = sums.cells[layer][g];
      group.grow(kFirstOctave);
      const double n = sums.queries;
      const double context = group.near + group.hops;
      table.rows.push_back({static_cast<std::int64_t>(layer), std::int64_t{config.heads[g].heads},
                            std::int64_t{config.visibility(static_cast<int>(layer), config.heads[g]).gap.dilation},
                            (group.mass[kSelf] + group.mass[kGapKnown] + group.mass[kGapMasked]) / n, group.near / n,
                            group.hops / n, group.mass[kMarker] / n, group.mass[kChunkGlobal] / n,
                            group.mass[kDocumentGlobal] / n, context > 0 ? group.distance / context : kNotMeasured});
    }
  }
  return table;
}

}  // namespace

std::vector<Table> viewAttention(const Subject& subject) {
  const ModelConfig& config = subject.model->config();
  Sums sums;
  sums.cells.assign(static_cast<std::size_t>(config.layers), std::vector<GroupSums>(config.heads.size()));
  for (const Cut& cut : cutStretches(subject, subject.job.contextTokens + subject.job.gapTokens, subject.job.gapTokens))
    addStretch(subject, readStretch(subject, cut, config), &sums);
  return {byDistance(config, sums), byLayer(config, sums)};
}

}  // namespace lacuna::engine
