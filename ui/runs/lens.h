// SPDX-License-Identifier: GPL-3.0-or-later
// What a lens says of each token of a run, from its recorded steps. Pure functions; any thread.
#pragma once

#include <QStringList>

#include "ui/run_values.h"

namespace lacuna::ui {

enum class LensKind { None, Settled, Flips, Confidence, Entropy, Experts };

struct Lens {
  LensKind kind = LensKind::None;
  int layer = 0;  // among those with experts
  bool operator==(const Lens&) const = default;
};

struct LensMark {
  float share = -1;  // 0 to 1, how strong the tint is and how thick the line under the token; below 0: nothing is known
  int number = -1;   // step, flips, expert; -1 where the lens has none
  QString said;      // in words, for hover, focus and a screen reader
};

// Which run, step (index in RunView::steps) and candidate (as RunFrame numbers them).
struct RunPlace {
  int step = 0;
  int candidate = 0;
};

// [gap][token]. Empty for LensKind::None, and where the place is not in the run.
QVector<QVector<LensMark>> lensMarks(const RunView& run, const RunPlace& place, const Lens& lens);

// The step at which a token settled for good, up to this place; -1: not yet.
int settledAt(const RunView& run, const RunPlace& place, int gap, int token);
// How often it changed its mind up to this place.
int flipsOf(const RunView& run, const RunPlace& place, int gap, int token);

struct LensName {
  LensKind kind;
  QString name;
  QString low, high;  // the ends of the legend
};
// All but None, in the order of the panel.
QVector<LensName> lensNames();

}  // namespace lacuna::ui
