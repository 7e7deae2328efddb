// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/fill_reach.h"

#include <algorithm>

#include "engine/attention/avx2_segments.h"
#include "engine/denoiser/stream_plan.h"

namespace lacuna::engine {
namespace {

struct Sight {
  std::vector<std::int64_t> window;  // kept rows
  std::vector<std::int32_t> own;     // filling rows of the candidate
};

class RuleMaker {
 public:
  // keptOfRow: per reading row.
  RuleMaker(const Layout& layout, const Visibility& rule, const std::vector<std::int64_t>& keptOfRow)
      : layout_(layout), rule_(rule), keptOfRow_(keptOfRow) {}

  // Nothing where some row sees what is no run.
  std::optional<RuleReach> make() {
    const DocumentRows& document = layout_.documents.front();
    reach_.whole.resize(document.gaps.size());
    const auto residues = static_cast<std::size_t>(rule_.gap.dilation);
    // Far text is seen by one gap as a whole and may be in another's window: each gap then has keys of its own.
    const bool apart = rule_.far.stride > 0;
    const std::size_t groups = residues * (apart ? document.gaps.size() : 1);
    reach_.window.resize(groups);
    reach_.own.resize(groups);
    std::vector<std::vector<std::int32_t>> rowsOf(groups);
    for (std::int32_t row = 0; row < document.fillingPerCandidate; ++row) {
      const auto residue = static_cast<std::size_t>(rowAt(row).fill) % residues;
      const std::size_t group = residue + (apart ? residues * static_cast<std::size_t>(rowAt(row).gap) : 0);
      sights_.push_back(look(row));
      const std::vector<std::int64_t>& seen = sights_.back().window;
      reach_.window[group].insert(reach_.window[group].end(), seen.begin(), seen.end());
      rowsOf[group].push_back(row);
      for (std::size_t each = residue; each < groups; each += residues) reach_.own[each].push_back(row);
    }
    for (std::vector<std::int64_t>& keys : reach_.window) {
      std::sort(keys.begin(), keys.end());
      keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    }
    for (std::size_t group = 0; group < groups; ++group) {
      for (const std::int32_t row : rowsOf[group]) place(row, static_cast<std::int32_t>(group));
    }
    return runs_ ? std::optional(std::move(reach_)) : std::nullopt;
  }

 private:
  const Row& rowAt(std::int32_t row) const { return layout_.rows[static_cast<std::size_t>(layout_.reading + row)]; }

  // Fills the list of the row's gap on the way.
  Sight look(std::int32_t row) {
    keys_.clear();
    listVisible(layout_, layout_.reading + row, rule_, &keys_);
    Sight sight;
    std::vector<std::int64_t> always;
    for (const std::int64_t key : keys_) {
      const Row& seen = layout_.rows[static_cast<std::size_t>(key)];
      if (seen.kind == RowKind::kGap) {
        sight.own.push_back(static_cast<std::int32_t>(key - layout_.reading));
        continue;
      }
      const std::int64_t kept = keptOfRow_[static_cast<std::size_t>(key)];
      const bool near = seen.kind == RowKind::kContext && !seen.tagged && !rule_.far.reaches(rowAt(row), seen);
      (near ? sight.window : always).push_back(kept);
    }
    std::vector<std::int64_t>& ofGap = reach_.whole[static_cast<std::size_t>(rowAt(row).gap)];
    if (ofGap.empty()) ofGap = always;
    runs_ = runs_ && ofGap == always;
    return sight;
  }

  void place(std::int32_t row, std::int32_t group) {
    const Row& at = rowAt(row);
    std::vector<ReachTile>& tiles = reach_.tiles;
    const bool joins = !tiles.empty() && tiles.back().gap == at.gap && tiles.back().group == group &&
                       tiles.back().rows.size() < kSegmentRows;
    if (!joins) tiles.push_back({at.gap, group, {}, {}, {}});
    const Sight& sight = sights_[static_cast<std::size_t>(row)];
    tiles.back().rows.push_back(row);
    tiles.back().window.push_back(runIn(reach_.window[static_cast<std::size_t>(group)], sight.window));
    tiles.back().own.push_back(runIn(reach_.own[static_cast<std::size_t>(group)], sight.own));
  }

  template <class Index>
  KeyRun runIn(const std::vector<Index>& all, const std::vector<Index>& seen) {
    if (seen.empty()) return {};
    const auto first = std::lower_bound(all.begin(), all.end(), seen.front());
    const auto begin = static_cast<std::size_t>(first - all.begin());
    runs_ = runs_ && begin + seen.size() <= all.size() && std::equal(seen.begin(), seen.end(), first);
    return {static_cast<std::int32_t>(begin), static_cast<std::int32_t>(begin + seen.size())};
  }

  const Layout& layout_;
  const Visibility& rule_;
  const std::vector<std::int64_t>& keptOfRow_;
  bool runs_ = true;
  RuleReach reach_;
  std::vector<Sight> sights_;
  std::vector<std::int64_t> keys_;
};

}  // namespace

std::optional<FillReach> makeFillReach(const ModelConfig& config, const Layout& layout,
                                       const std::vector<std::int64_t>& kept) {
  FillReach reach;
  const std::vector<Visibility> rules = distinctRules(config, true, &reach.use);
  std::vector<std::int64_t> keptOfRow(static_cast<std::size_t>(layout.reading), -1);
  for (std::size_t i = 0; i < kept.size(); ++i)
    keptOfRow[static_cast<std::size_t>(kept[i])] = static_cast<std::int64_t>(i);
  for (const Visibility& rule : rules) {
    std::optional<RuleReach> made = RuleMaker(layout, rule, keptOfRow).make();
    if (!made) return std::nullopt;
    reach.rules.push_back(std::move(*made));
  }
  return reach;
}

}  // namespace lacuna::engine
