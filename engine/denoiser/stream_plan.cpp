// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/stream_plan.h"

#include <algorithm>
#include <numeric>

namespace lacuna::engine {

std::vector<Visibility> distinctRules(const ModelConfig& config, bool filling,
                                      std::vector<std::vector<std::size_t>>* use) {
  std::vector<Visibility> rules;
  for (int layer = 0; layer < config.layers; ++layer) {
    use->emplace_back();
    for (const HeadGroup& group : config.heads) {
      const Visibility rule = config.visibility(layer, group);
      const auto same = std::find_if(rules.begin(), rules.end(), [&](const Visibility& other) {
        return filling ? other.gap == rule.gap : other.context == rule.context;
      });
      use->back().push_back(static_cast<std::size_t>(same - rules.begin()));
      if (same == rules.end()) rules.push_back(rule);
    }
  }
  return rules;
}

StreamPlan StreamPlan::to(torch::Device device) const {
  StreamPlan moved{{}, use, query.to(device), key.to(device)};
  for (const AttentionPlan& plan : plans) moved.plans.push_back(plan.to(device));
  return moved;
}

StreamPlan makeReadPlan(const ModelConfig& config, const Layout& layout) {
  std::vector<std::int64_t> all(static_cast<std::size_t>(layout.reading));
  std::iota(all.begin(), all.end(), 0);
  return makeReadPlan(config, layout, all, all);
}

StreamPlan makeReadPlan(const ModelConfig& config, const Layout& layout, const std::vector<std::int64_t>& queries,
                        const std::vector<std::int64_t>& keys) {
  StreamPlan stream;
  std::vector<std::int64_t> keyRow(layout.rows.size(), -1);
  for (std::size_t i = 0; i < keys.size(); ++i)
    keyRow[static_cast<std::size_t>(keys[i])] = static_cast<std::int64_t>(i);
  const PlanRange range{0, static_cast<std::int64_t>(queries.size()), &keyRow, &queries};
  for (const Visibility& rule : distinctRules(config, false, &stream.use)) {
    stream.plans.push_back(makePlan(layout, rule, range));
  }
  const auto table = [&](const std::vector<std::int64_t>& rows) {
    std::vector<std::int32_t> places;
    for (const std::int64_t row : rows) places.push_back(layout.rows[static_cast<std::size_t>(row)].read);
    return makeRotary(places, config.headSize, config.rotaryBase);
  };
  stream.query = table(queries);
  stream.key = &queries == &keys ? stream.query : table(keys);
  return stream;
}

FillPlan makeFillPlan(const ModelConfig& config, const Layout& layout) {
  FillPlan plan;
  PlanRange range{layout.reading, layout.filling(), nullptr};
  const std::vector<Visibility> rules = distinctRules(config, true, &plan.stream.use);
  std::vector<std::int64_t> keyRow(layout.rows.size(), -1);
  std::vector<std::int64_t> kept;
  std::vector<std::int32_t> keyPlaces;
  for (const std::int64_t row : visibleRows(layout, rules, range)) {
    if (row >= layout.reading) continue;
    keyRow[static_cast<std::size_t>(row)] = static_cast<std::int64_t>(kept.size());
    kept.push_back(row);
    keyPlaces.push_back(layout.rows[static_cast<std::size_t>(row)].fill);
  }
  std::vector<std::int32_t> queryPlaces;
  for (std::int64_t row = layout.reading; row < layout.total(); ++row) {
    keyRow[static_cast<std::size_t>(row)] = static_cast<std::int64_t>(kept.size()) + row - layout.reading;
    queryPlaces.push_back(layout.rows[static_cast<std::size_t>(row)].fill);
  }
  range.keyRow = &keyRow;
  for (const Visibility& rule : rules) plan.stream.plans.push_back(makePlan(layout, rule, range));
  plan.stream.query = makeRotary(queryPlaces, config.headSize, config.rotaryBase);
  plan.stream.key = makeRotary(keyPlaces, config.headSize, config.rotaryBase);
  plan.kept = std::move(kept);
  return plan;
}

}  // namespace lacuna::engine
