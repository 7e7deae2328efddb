// SPDX-License-Identifier: GPL-3.0-or-later
// A run on its way from the engine into the window and into storage. Pure functions; any thread.
//
// A frame of the engine says what each token looks like, and its trajectory what the model thought meanwhile. The two
// are joined once, as they come (app/engine/trajectory_recorder.h keeps them): that frame is what the page and the
// panel show, what they show of a run that has ended, and what storage writes and gives back.
#pragma once

#include "app/window/translate.h"
#include "ui/run_values.h"

namespace lacuna::app {

// With what the frame's trajectory knows of its step. A token keeps its alternatives until the step at which it
// settles, and that step's entropy from then on; before: the frame that was kept last, null for the first.
storage::RunFrame toRunFrame(const engine::StepFrame& frame, const storage::RunFrame* before, TokenTexts& texts);

// The blocks of context in positions of the text.
QVector<storage::RunBlock> contextOf(const engine::Trajectory& trajectory, const QString& text);

// candidates, gaps, seconds and steps; everything but the trajectory and the outcome.
storage::Run toRun(const ui::InfillAsk& ask, const ui::ResultView& result, const engine::ModelInfo& model);

ui::RunItem toItem(const storage::Run& run);
QVector<ui::RunItem> toItems(const QVector<storage::Run>& runs);
// text: that the run read. The view has the run's own steps: nothing is copied.
ui::RunView toView(const storage::Run& run, const QString& text);

}  // namespace lacuna::app
