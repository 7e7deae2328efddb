// SPDX-License-Identifier: GPL-3.0-or-later
// A run of the model as the window sees it: every step of it, what the model thought at each, and what of the text it
// could see. Plain data: any thread may copy them, and copies are cheap.
// Positions are UTF-16 code units of RunView::text, the manuscript as the run read it.
#pragma once

#include <QByteArray>
#include <QDateTime>

#include "ui/values.h"

namespace lacuna::ui {

// One token of a gap after one step.
struct StepToken {
  QString text;  // a word's first token starts with its space
  float confidence = 0;
  bool settled = false;
  bool flipped = false;
  float entropy = 0;                        // nats; from the step at which it settled on, that of this step
  QVector<AlternativeView> alternatives{};  // likeliest first; none after the step at which it settled
  QByteArray experts{};                     // a byte a layer with experts: the one that it went to
};

struct StepView {
  int step = 0;                                   // 0 is the start, before any denoising
  QVector<QVector<QVector<StepToken>>> tokens{};  // [candidate][gap][token]
  QVector<QVector<float>> expertLoad{};           // [layer with experts][expert], shares that sum to 1
  QVector<float> attention{};                     // [block of RunView::context], its share of all attention
};

// A stretch of the text that a run read, and how its gaps could see it: a sum of the four.
struct ContextBlock {
  static constexpr quint8 kWindow = 1, kHops = 2, kGlobal = 4, kTag = 8;
  int begin = 0;
  int end = 0;
  quint8 reach = 0;
};

// What comes with a frame of a run that goes on: its step as storage will give it back. Shared, and never changed.
struct StepThoughts {
  StepView step;
  QVector<ContextBlock> context;  // of the whole run
  // What could stand there: at this step where there is noise, at the step at which it settled where there is none.
  Alternatives alternatives;
};

enum class RunEnd { Open, Taken, Left, Stopped, Failed };

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
  RunEnd end = RunEnd::Open;
  double seconds = 0;
  qint64 stored = 0;  // bytes that its steps take in the library; 0: they are not kept
};

struct RunView {
  RunItem item;
  quint64 ask = 0;  // while its gap may be open: the ask's number; 0 for a run of the past
  bool live = false;
  QString text;  // empty where it was not kept
  QVector<StepView> steps;
  QVector<ContextBlock> context;
  QVector<CandidateView> candidates;  // best first
};

}  // namespace lacuna::ui

Q_DECLARE_METATYPE(lacuna::ui::RunItem)
Q_DECLARE_METATYPE(lacuna::ui::RunView)
