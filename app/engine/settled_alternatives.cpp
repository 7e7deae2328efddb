// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/settled_alternatives.h"

namespace lacuna::app {
namespace {

constexpr float kLeast = 0.001F;

// The step since which the token is settled; null when it is not settled at the end.
const engine::TracedToken* settling(const std::vector<engine::TracedStep>& steps, std::size_t candidate,
                                    std::size_t gap, std::size_t token) {
  const engine::TracedToken* found = nullptr;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if (candidate >= step->tokens.size() || gap >= step->tokens[candidate].size() ||
        token >= step->tokens[candidate][gap].size())
      return nullptr;
    const engine::TracedToken& state = step->tokens[candidate][gap][token];
    if (!state.settled) return found;
    found = &state;
    token -= static_cast<std::size_t>(state.moved);  // to where it stood a step earlier
  }
  return found;
}

QVector<ui::AlternativeView> viewsOf(const engine::TracedToken* token, TokenTexts& texts) {
  QVector<ui::AlternativeView> views;
  if (token == nullptr) return views;
  for (const engine::Alternative& a : token->alternatives) {
    if (a.probability < kLeast) break;
    views.push_back({texts(a.text), a.probability});
  }
  return views;
}

}  // namespace

Alternatives settledAlternatives(const engine::Trajectory& trajectory, TokenTexts& texts) {
  Alternatives all;
  if (trajectory.steps.empty()) return all;
  const auto& last = trajectory.steps.back().tokens;
  for (std::size_t c = 0; c < last.size(); ++c) {
    all.emplace_back();
    for (std::size_t g = 0; g < last[c].size(); ++g) {
      all.last().emplace_back();
      for (std::size_t k = 0; k < last[c][g].size(); ++k)
        all.last().last().push_back(viewsOf(settling(trajectory.steps, c, g, k), texts));
    }
  }
  return all;
}

}  // namespace lacuna::app
