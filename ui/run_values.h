// SPDX-License-Identifier: GPL-3.0-or-later
// A run of the model as the window sees it: every step of it, what the model thought at each, and what of the text it
// could see. Plain data: any thread may copy them, and copies are cheap.
// Positions are UTF-16 code units of RunView::text, the manuscript as the run read it.
#pragma once

#include <QByteArray>
#include <QDateTime>

#include "ui/values.h"

namespace lacuna::ui {

// A run in a list.
struct RunItem {
  QString id;
  QString parent;  // the run that it branches from; empty: none
  QDateTime created;
  QString model;
  QString words;           // of the candidate that was taken, or of the best one
  InfillAsk ask;           // everything that was asked but the text
  int steps = 0;           // that it is to take, or took: some end early
  QVector<int> streams{};  // per candidate, of its first gap
  RunOutcome end = RunOutcome::Open;
  double seconds = 0;
  qint64 stored = 0;  // bytes that its steps take in the library; 0: they are not kept
};

// A run with its steps, whether it goes on, has just ended or comes from the library. Copies share their memory.
struct RunView {
  RunItem item;
  quint64 ask = 0;  // while its gap may be open: the ask's number; 0 for a run of the past
  bool live = false;
  QString text;  // empty where it was not kept
  Trajectory steps;
  QVector<RunBlock> context;
  QVector<RunCandidate> candidates;  // best first
};

}  // namespace lacuna::ui

Q_DECLARE_METATYPE(lacuna::ui::RunItem)
Q_DECLARE_METATYPE(lacuna::ui::RunView)
