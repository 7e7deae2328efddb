// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_steps.h"

#include <algorithm>

namespace lacuna::ui {

RunCurves curvesOf(const RunView& run, int candidate) {
  RunCurves curves;
  for (int s = 0; s < run.steps.size(); ++s) {
    const auto tokens = tokensAt(run, {s, candidate});
    const auto before = tokensAt(run, {s - 1, candidate});
    int settled = 0;
    int all = 0;
    int open = 0;
    double entropy = 0;
    for (qsizetype g = 0; g < tokens.size(); ++g) {
      for (qsizetype t = 0; t < tokens.at(g).size(); ++t) {
        const RunToken& token = tokens.at(g).at(t);
        ++all;
        settled += token.settled ? 1 : 0;
        const bool wasSettled = g < before.size() && t < before.at(g).size() && before.at(g).at(t).settled;
        if (wasSettled && token.settled) continue;
        ++open;
        entropy += static_cast<double>(entropyOf(token));
        curves.thoughts = curves.thoughts || token.entropy > 0;
      }
    }
    curves.steps.push_back(run.steps.at(s).step);
    curves.settled.push_back(all > 0 ? static_cast<float>(settled) / static_cast<float>(all) : 0.0F);
    curves.entropy.push_back(open > 0 ? static_cast<float>(entropy / open) : 0.0F);
    curves.settledTokens.push_back(settled);
    curves.tokens = all;
  }
  return curves;
}

QVector<QVector<TokenChange>> differences(const QVector<QVector<RunToken>>& a, const QVector<QVector<RunToken>>& b) {
  QVector<QVector<TokenChange>> changes(std::max(a.size(), b.size()));
  for (qsizetype g = 0; g < changes.size(); ++g) {
    const QVector<RunToken> left = a.value(g);
    const QVector<RunToken> right = b.value(g);
    for (qsizetype t = 0; t < std::max(left.size(), right.size()); ++t) {
      const bool both = t < left.size() && t < right.size();
      if (!both) {
        changes[g].push_back(TokenChange::Words);
      } else if (left.at(t).text == right.at(t).text) {
        changes[g].push_back(left.at(t).settled == right.at(t).settled ? TokenChange::Same : TokenChange::Settled);
      } else {
        const bool settled = left.at(t).settled && right.at(t).settled;
        changes[g].push_back(settled ? TokenChange::Words : TokenChange::Guess);
      }
    }
  }
  return changes;
}

QVector<QVector<RunToken>> tokensAt(const RunView& run, const RunPlace& place) {
  if (place.step < 0 || place.step >= run.steps.size()) return {};
  const auto& tokens = run.steps.at(place.step).tokens;
  return place.candidate >= 0 && place.candidate < tokens.size() ? tokens.at(place.candidate)
                                                                 : QVector<QVector<RunToken>>();
}

InfillAsk branchAsk(const RunView& run, const RunPlace& place, quint64 seed, const QVector<StepEditAsk>& edits) {
  InfillAsk ask = run.item.ask;
  ask.id = 0;
  ask.from = run.live ? run.ask : 0;
  ask.text = run.text;
  // The way needs to know how long its gaps were. Under the brush a gap is as long as its text.
  const auto tokens = tokensAt(run, place);
  for (qsizetype g = 0; g < std::min(ask.gaps.size(), tokens.size()); ++g) {
    GapAsk& gap = ask.gaps[g];
    const auto within = [&gap](const StrokeAsk& s) { return s.begin >= gap.begin && s.end <= gap.end; };
    if (std::none_of(ask.strokes.cbegin(), ask.strokes.cend(), within))
      gap.tokens = static_cast<int>(tokens.at(g).size());
  }
  // Of several gaps the first one's: a candidate may have its fills from several streams.
  const QVector<int> streams = run.candidates.value(place.candidate).streams;
  const int number = (streams.isEmpty() ? place.candidate : streams.first()) + ask.firstCandidate;
  const int step = place.step >= 0 && place.step < run.steps.size() ? run.steps.at(place.step).step : 0;
  // From the start there is nothing to go again: the run itself, with this seed.
  if (step > 0) ask.way.push_back({step, run.item.ask.seed, number, edits});
  ask.seed = seed;
  ask.candidates = 1;
  ask.firstCandidate = number;
  return ask;
}

PositionMap::PositionMap(const QString& before, const QString& now) : before_(before.size()), now_(now.size()) {
  if (before == now) {
    head_ = before_;  // the usual case, and a document may be long
    return;
  }
  const qsizetype shorter = std::min(before_, now_);
  while (head_ < shorter && before.at(head_) == now.at(head_)) ++head_;
  while (tail_ < shorter - head_ && before.at(before_ - 1 - tail_) == now.at(now_ - 1 - tail_)) ++tail_;
}

int PositionMap::now(int position) const {
  const qsizetype at = std::clamp<qsizetype>(position, 0, before_);
  if (at <= head_) return static_cast<int>(at);
  if (at >= before_ - tail_) return static_cast<int>(at + now_ - before_);
  return static_cast<int>(std::min(at, now_ - tail_));
}

}  // namespace lacuna::ui
