// SPDX-License-Identifier: GPL-3.0-or-later
// A run on its way from the engine into storage, and from there into the window. Pure functions; any thread.
//
// A frame of the engine says what each token looks like, and its trajectory what the model thought meanwhile. The two
// are joined as they come (app/engine/trajectory_recorder.h keeps them), and from there the way is one: what the window
// is shown while a run goes on is what storage will give back.
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
ui::StepView toView(const storage::RunFrame& frame);
QVector<ui::ContextBlock> toView(const QVector<storage::RunBlock>& context);
// text: that the run read.
ui::RunView toView(const storage::Run& run, const QString& text);

}  // namespace lacuna::app
