// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/stream_plan.h"
#include "engine/sampling/trace.h"

namespace lacuna::engine {
std::vector<std::uint8_t> contextReach(const ModelConfig& config, const Layout& layout, const ContextBlocks& blocks) {
  const DocumentRows& document = layout.documents.front();
  std::vector<std::uint8_t> reach(blocks.spans.size(), 0);
  std::vector<bool> chunkSeen(static_cast<std::size_t>(document.chunkCount), false);
  const auto blockOf = [&](const Row& row) {
    return static_cast<std::size_t>(blocks.ofToken[static_cast<std::size_t>(row.read)]);
  };
  std::vector<std::int64_t> keys;
  std::vector<std::vector<std::size_t>> use;
  for (const Visibility& rule : distinctRules(config, true, &use)) {
    const std::uint8_t byPattern = rule.gap.dilation == 1 ? kByWindow : kByHops;
    // All candidates see the same context.
    for (std::int64_t query = document.filling; query < document.filling + document.fillingPerCandidate; ++query) {
      keys.clear();
      listVisible(layout, query, rule, &keys);
      for (const std::int64_t key : keys) {
        const Row& row = layout.rows[static_cast<std::size_t>(key)];
        if (row.kind == RowKind::kChunk) chunkSeen[static_cast<std::size_t>(row.chunk)] = true;
        if (row.kind != RowKind::kContext) continue;
        const Row& gap = layout.rows[static_cast<std::size_t>(query)];
        if (rule.gap.reaches(gap.fill, row.fill)) reach[blockOf(row)] |= byPattern;
        if (rule.far.reaches(gap, row)) reach[blockOf(row)] |= kByHops;
        if (row.tagged) reach[blockOf(row)] |= kByTag;
      }
    }
  }
  for (std::int32_t i = 0; i < document.contextCount; ++i) {
    const Row& row = layout.rows[static_cast<std::size_t>(document.context + i)];
    if (row.kind == RowKind::kContext && row.chunk >= 0 && chunkSeen[static_cast<std::size_t>(row.chunk)])
      reach[blockOf(row)] |= kByGlobal;
  }
  return reach;
}

}  // namespace lacuna::engine
