// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/token_alternatives.h"

namespace lacuna::app {
namespace {

constexpr float kLeast = 0.001F;

}  // namespace

QVector<storage::RunAlternative> TokenAlternatives::likeliestOf(const engine::TracedToken& token) {
  QVector<storage::RunAlternative> likeliest;
  for (const engine::Alternative& one : token.alternatives) {
    if (one.probability < kLeast) break;
    likeliest.push_back({one.id, storage::packConfidence(one.probability), texts_(one.text)});
  }
  return likeliest;
}

void TokenAlternatives::add(const engine::TracedStep& step) {
  now_.resize(static_cast<qsizetype>(step.tokens.size()));
  settled_.resize(now_.size());
  for (qsizetype c = 0; c < now_.size(); ++c) {
    const auto& gaps = step.tokens[static_cast<std::size_t>(c)];
    now_[c].resize(static_cast<qsizetype>(gaps.size()));
    settled_[c].resize(now_[c].size());
    for (qsizetype g = 0; g < now_[c].size(); ++g) {
      const std::vector<engine::TracedToken>& tokens = gaps[static_cast<std::size_t>(g)];
      const QVector<QVector<storage::RunAlternative>> before = now_[c][g];
      const QVector<bool> settledBefore = settled_[c][g];
      auto& row = now_[c][g];
      auto& settled = settled_[c][g];
      row.resize(static_cast<qsizetype>(tokens.size()));
      settled.resize(row.size());
      for (qsizetype t = 0; t < row.size(); ++t) {
        const engine::TracedToken& token = tokens[static_cast<std::size_t>(t)];
        const qsizetype then = t - token.moved;  // where it stood a step earlier
        const bool stays = token.settled && !token.added && settledBefore.value(then, false);
        row[t] = stays ? before[then] : likeliestOf(token);
        settled[t] = token.settled;
      }
    }
  }
}

}  // namespace lacuna::app
