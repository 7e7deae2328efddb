// SPDX-License-Identifier: GPL-3.0-or-later
// A run on its way from the engine into storage, and from there into the window. Pure functions; any thread.
//
// Frames are for the page: what each token looked like when it was shown. The trajectory says what the model thought
// meanwhile. RunRecorder (app/engine/trajectory_recorder.h) keeps the frames; addThoughts() joins the two.
#pragma once

#include "app/window/translate.h"
#include "ui/run_values.h"

namespace lacuna::app {

storage::RunFrame toRunFrame(const engine::StepFrame& frame, TokenTexts& texts);

// Adds to each frame of the run what the engine's trajectory knows of its step; context blocks in positions of the
// text. A token keeps its alternatives until the step at which it settles, and that step's entropy from then on.
void addThoughts(const engine::Trajectory& trajectory, const QString& text, storage::Run* run);

// candidates, gaps, seconds and steps; everything but the trajectory and the outcome.
storage::Run toRun(const ui::InfillAsk& ask, const ui::ResultView& result, const engine::ModelInfo& model);

ui::RunItem toItem(const storage::Run& run);
QVector<ui::RunItem> toItems(const QVector<storage::Run>& runs);
// text: that the run read.
ui::RunView toView(const storage::Run& run, const QString& text);

}  // namespace lacuna::app
