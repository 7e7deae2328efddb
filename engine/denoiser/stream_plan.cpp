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
        return filling ? other.gapsAlike(rule) : other.context == rule.context;
      });
      use->back().push_back(static_cast<std::size_t>(same - rules.begin()));
      if (same == rules.end()) rules.push_back(rule);
    }
  }
  return rules;
}

SlotRows slotRows(const Layout& layout, TokenId readingBegins) {
  SlotRows slots;
  for (std::int64_t row = layout.reading; row < layout.total(); ++row) {
    const Row& at = layout.rows[static_cast<std::size_t>(row)];
    const DocumentRows& document = layout.documents[static_cast<std::size_t>(at.document)];
    if (!document.anchors) return {};
    if (at.anchor) {
      const std::int32_t before = document.gaps[static_cast<std::size_t>(at.gap)].before;
      slots.anchor.push_back(row - layout.reading);
      slots.before.push_back(before >= 0 ? before : readingBegins);
    } else {
      slots.own.push_back(row - layout.reading);
      slots.answer.push_back(row - layout.reading - 1);
    }
  }
  return slots;
}

SlotRows SlotRows::times(std::int64_t candidates, std::int64_t rows) const {
  SlotRows all;
  const auto add = [&](const std::vector<std::int64_t>& from, std::int64_t shift, std::vector<std::int64_t>* to) {
    for (const std::int64_t row : from) to->push_back(row + shift);
  };
  for (std::int64_t c = 0; c < candidates; ++c) {
    add(own, c * rows, &all.own);
    add(answer, c * rows, &all.answer);
    add(anchor, c * rows, &all.anchor);
    add(before, 0, &all.before);
  }
  return all;
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
    return makeRotary(places, config.rotarySize(), config.rotaryBase);
  };
  stream.query = table(queries);
  stream.key = &queries == &keys ? stream.query : table(keys);
  return stream;
}

namespace {

// Everything but the blocks. keyRow gets the row of the key tensor for each row of the layout, -1 for none.
FillPlan placeRows(const ModelConfig& config, const Layout& layout, const std::vector<Visibility>& rules,
                   std::vector<std::int64_t>* keyRow) {
  FillPlan plan;
  keyRow->assign(layout.rows.size(), -1);
  std::vector<std::int32_t> keyPlaces;
  for (const std::int64_t row : visibleRows(layout, rules, {layout.reading, layout.filling(), nullptr})) {
    if (row >= layout.reading) continue;
    (*keyRow)[static_cast<std::size_t>(row)] = static_cast<std::int64_t>(plan.kept.size());
    plan.kept.push_back(row);
    keyPlaces.push_back(layout.rows[static_cast<std::size_t>(row)].fill);
  }
  std::vector<std::int32_t> queryPlaces;
  for (std::int64_t row = layout.reading; row < layout.total(); ++row) {
    (*keyRow)[static_cast<std::size_t>(row)] = static_cast<std::int64_t>(plan.kept.size()) + row - layout.reading;
    queryPlaces.push_back(layout.rows[static_cast<std::size_t>(row)].fill);
  }
  plan.slots = slotRows(layout, config.readingBegins);
  plan.stream.query = makeRotary(queryPlaces, config.rotarySize(), config.rotaryBase);
  plan.stream.key = makeRotary(keyPlaces, config.rotarySize(), config.rotaryBase);
  return plan;
}

}  // namespace

FillPlan makePackedPlan(const ModelConfig& config, const Layout& layout) {
  std::vector<std::vector<std::size_t>> use;
  std::vector<std::int64_t> keyRow;
  FillPlan plan = placeRows(config, layout, distinctRules(config, true, &use), &keyRow);
  plan.stream.use = std::move(use);
  return plan;
}

FillPlan makeFillPlan(const ModelConfig& config, const Layout& layout) {
  std::vector<std::vector<std::size_t>> use;
  std::vector<std::int64_t> keyRow;
  const std::vector<Visibility> rules = distinctRules(config, true, &use);
  FillPlan plan = placeRows(config, layout, rules, &keyRow);
  plan.stream.use = std::move(use);
  const PlanRange range{layout.reading, layout.filling(), &keyRow};
  for (const Visibility& rule : rules) plan.stream.plans.push_back(makePlan(layout, rule, range));
  return plan;
}

}  // namespace lacuna::engine
