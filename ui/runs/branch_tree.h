// SPDX-License-Identifier: GPL-3.0-or-later
// Where the candidates of a run and its branches stand in a picture: each a lane that leaves its parent's at a step.
// Pure functions; any thread.
#pragma once

#include "ui/run_values.h"

namespace lacuna::ui {

// A candidate of a run, as a leaf of the tree.
struct TreeLeaf {
  QString run;
  int candidate = 0;    // as RunFrame numbers it
  QString words;        // for hover and a screen reader
  int lane = 0;         // from the top
  int parentLane = -1;  // -1: leaves the root
  float from = 0;       // 0 to 1, where it leaves: the share of all steps
  float to = 1;         // where it ends: less than 1 for a run that was stopped
};

struct BranchTree {
  QVector<TreeLeaf> leaves;  // by lane
  int lanes = 0;
};

// The family of a run: its oldest ancestor among `items`, all that branch from it, and what branches from those.
// Runs whose parent is not there stand at the root.
BranchTree branchTree(const QVector<RunItem>& items, const QString& run);

}  // namespace lacuna::ui
