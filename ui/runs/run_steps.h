// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a run's steps: curves over them, the difference of two, what to ask to go on from one. Pure functions.
#pragma once

#include "ui/run_values.h"
#include "ui/runs/lens.h"

namespace lacuna::ui {

// One value a step, of one candidate.
struct RunCurves {
  QVector<int> steps;      // their numbers
  QVector<float> settled;  // share of the tokens, 0 to 1
  QVector<float> entropy;  // nats, mean over the tokens that were not settled before the step; 0 when all were
  QVector<int> settledTokens;
  int tokens = 0;
  bool thoughts = false;  // false: no entropy is recorded (a run of version 0.1)
};
RunCurves curvesOf(const RunView& run, int candidate);

enum class TokenChange { Same, Settled, Guess, Words };
// What sets a token of b apart from the same one of a: Settled, the same word, in one of them still a guess; Guess,
// another word, not settled in both; Words, another word, settled in both. Missing tokens count as Words.
// [gap][token], as long as the longer.
QVector<QVector<TokenChange>> differences(const QVector<QVector<RunToken>>& a, const QVector<QVector<RunToken>>& b);

// The tokens of one place; empty where the run has none.
QVector<QVector<RunToken>> tokensAt(const RunView& run, const RunPlace& place);

// What to ask to go on from a place of a run: the same words up to there, then with `seed`.
InfillAsk branchAsk(const RunView& run, const RunPlace& place, quint64 seed, const QVector<StepEditAsk>& edits);

// Where positions of the text that a run read lie in the manuscript as it stands now. Exact before and behind what was
// edited; within it, as near as can be told.
class PositionMap {
 public:
  PositionMap(const QString& before, const QString& now);
  int now(int position) const;

 private:
  qsizetype before_, now_;  // lengths
  qsizetype head_ = 0;      // letters that are the same at the beginning,
  qsizetype tail_ = 0;      // and at the end
};

}  // namespace lacuna::ui
