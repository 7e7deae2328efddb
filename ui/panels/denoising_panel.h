// SPDX-License-Identifier: GPL-3.0-or-later
// What a run does, or did: its steps, its candidates, what the model thought of a word, the branches. UI thread only.
#pragma once

#include <QVBoxLayout>

#include "ui/gap/gap_controller.h"
#include "ui/panels/branch_view.h"
#include "ui/panels/candidate_row.h"
#include "ui/panels/card.h"
#include "ui/panels/compare_card.h"
#include "ui/panels/step_card.h"
#include "ui/panels/token_card.h"
#include "ui/runs/run_model.h"
#include "ui/theme.h"

namespace lacuna::ui {

class DenoisingPanel : public QWidget {
  Q_OBJECT
 public:
  DenoisingPanel(RunModel& model, QWidget* parent);
  void setTheme(const Theme& theme);
  // The run of the gap that is open; null: nothing denoises.
  void showRun(const GapRun* run);
  // Among these the branches of the run that is shown are found.
  void setFamily(const QVector<RunItem>& runs);
  // Where the keys come in from the page: the slider, the first candidate, or null.
  QWidget* firstStop() const;
  StepCard* stepCard() const { return step_; }
  CompareCard* compareCard() const { return compare_; }
  TokenCard* tokenCard() const { return token_; }
  BranchView* branches() const { return branches_; }
  StepText* words() const { return text_; }
  QToolButton* takePast() const { return takePast_; }
  QToolButton* copyPast() const { return copyPast_; }

 Q_SIGNALS:
  void candidateChosen(int index);  // of the open gap
  void candidateTaken(int index);   // likewise
  void runWanted(const QString& id, int candidate);
  // The shown candidate of a run whose gap is not open.
  void pastTakeWanted(int candidate);
  void pastCopyWanted(int candidate);
  // Go on from the place that is shown, with the model's edits.
  void branchWanted(bool sameSeed);

 private:
  void showModel();
  void showState();  // that nothing is there yet, and why
  void showCandidates(const GapRun* run);
  void buildPastActs();
  void showPastCandidates();
  void fillRows(int count);
  void choose(int index);
  void showMenu(int index, const QPoint& at);
  void showBranches();

  RunModel& model_;
  Theme theme_;
  QVector<RunItem> family_;
  bool gapOpen_ = false;  // candidates are those of the open gap
  bool waiting_ = false;  // it has not begun to denoise
  bool gapDone_ = false;  // its candidates can be taken
  QVBoxLayout* column_ = nullptr;
  Card* state_ = nullptr;
  QLabel* hint_ = nullptr;
  StepCard* step_ = nullptr;
  Card* words_ = nullptr;
  StepText* text_ = nullptr;
  CompareCard* compare_ = nullptr;
  Card* candidatesCard_ = nullptr;
  TokenCard* token_ = nullptr;
  Card* branchCard_ = nullptr;
  BranchView* branches_ = nullptr;
  QVector<CandidateRow*> rows_;
  QWidget* pastActs_ = nullptr;  // above the rows, when the gap is not open
  QToolButton* takePast_ = nullptr;
  QToolButton* copyPast_ = nullptr;
};

}  // namespace lacuna::ui
