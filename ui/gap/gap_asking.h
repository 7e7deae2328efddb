// SPDX-License-Identifier: GPL-3.0-or-later
// How gaps are asked for, asked for again, and go on with a change while they denoise. UI thread only.
#pragma once

#include <QCoreApplication>

#include "ui/gap/gap_options.h"
#include "ui/gap/gap_showing.h"
#include "ui/gap/gap_wish.h"

namespace lacuna::ui {

class GapAsking {
  Q_DECLARE_TR_FUNCTIONS(GapAsking)
 public:
  GapAsking(GapQueue& queue, GapShowing& showing) : queue_(queue), showing_(showing) {}

  GapOptions& options() { return options_; }
  const GapOptions& options() const { return options_; }

  // Manuscript positions, ascending. False when a gap lives there already. A single gap gets the options' length and
  // pins, which are used up by it.
  bool ask(const QVector<GapAsk>& gaps);
  bool askWishes(const QVector<GapWish>& wishes);
  // New candidates for the active gap's run, from another seed; what was pinned stays. False unless it is done.
  bool askAgain();
  // The same as the run stands now: from the same seed while it denoises, from another when it is done.
  bool restart();

  // The gaps of `old` go over to a new run without leaving the page: their words sink back into noise where they stand.
  bool again(GapRun& old, quint64 seed);
  // Another run goes the same way up to the step that was reached, takes the edits in there, and goes on with the same
  // seed: what had settled stays. False when it has to begin again: nothing is there to go on from, or the way would be
  // too long. In gap_going_on.cpp.
  bool goOn(GapRun& old, const QVector<StepEditAsk>& edits, const QStringList& forbidden = {});

 private:
  quint64 freshId();
  std::unique_ptr<GapRun> makeRun(quint64 seed);
  void start(std::unique_ptr<GapRun> run);
  // The old run is stopped, and the gaps are the new one's.
  void handOver(GapRun& old, std::unique_ptr<GapRun> run);
  quint64 freshSeed() const;

  GapQueue& queue_;
  PageDocument& document_ = queue_.document();
  GapSignals& told_ = queue_.told();
  GapShowing& showing_;
  GapOptions options_;
  quint64 lastId_ = 0;
};

}  // namespace lacuna::ui
