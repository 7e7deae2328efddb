// SPDX-License-Identifier: GPL-3.0-or-later
// What the status bar says, each part whole or not at all. UI thread only.
#pragma once

#include <QLabel>
#include <QMainWindow>

#include "storage/values/text_counts.h"
#include "ui/editor/manuscript.h"
#include "ui/gap/gap_run.h"
#include "ui/theme.h"
#include "ui/window/saved_state.h"
#include "ui/writing/today_label.h"

namespace lacuna::ui {

class StatusLine : public QObject {
  Q_OBJECT
 public:
  // surprise: stands among the parts and takes what room is left.
  StatusLine(QMainWindow& window, QWidget* surprise);

  void showWords(const Manuscript& manuscript);
  void showToday(const storage::WritingToday& today);
  // Of the text that is selected, before the words of the whole; empty: none is.
  void showSelection(const storage::TextCounts& selection);
  void showGenerated(const Manuscript& manuscript);
  void showSaved(const SavedState& state, const Theme& theme);
  // run: the one that the author looks at; null: none.
  void showEngine(const EngineView& engine, const GapRun* run);
  // As much of it as the window has room for.
  void fit();
  // The model's name, at which its menu opens.
  const QWidget& model() const { return *model_; }

 Q_SIGNALS:
  void modelClicked();
  void todayClicked();
  void generatedClicked();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QLabel* addLabel(const QString& name, bool chip);
  QLabel* prepare(QLabel* label, const QString& name, bool chip) const;
  void sayWords();

  QMainWindow& window_;
  int textWords_ = 0;
  storage::TextCounts selection_;
  QLabel* words_;
  TodayLabel* today_;
  QLabel* generated_;
  QLabel* saved_;
  QLabel* model_;
  QLabel* device_;
  QLabel* pace_;     // milliseconds a step
  QLabel* context_;  // tokens that were read
};

}  // namespace lacuna::ui
