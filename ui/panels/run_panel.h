// SPDX-License-Identifier: GPL-3.0-or-later
// The room behind the page: three tabs over one run. Denoising goes through its steps, Lenses look at one, Runs lists
// all of the draft. UI thread only.
#pragma once

#include <QButtonGroup>
#include <QFrame>
#include <QStackedWidget>

#include "ui/panels/denoising_panel.h"
#include "ui/panels/lens_panel.h"
#include "ui/panels/runs_panel.h"
#include "ui/runs/run_model.h"

namespace lacuna::ui {

class RunPanel : public QFrame {
  Q_OBJECT
 public:
  enum Tab { Denoising, Lenses, Runs };

  explicit RunPanel(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  void showTab(Tab tab);
  Tab tab() const { return static_cast<Tab>(stack_->currentIndex()); }
  // All runs of the open document, newest first.
  void setRuns(const QVector<RunItem>& runs);
  const QVector<RunItem>& listed() const { return listed_; }

  // Where the keys come in from the page, in the tab that is shown.
  QWidget* firstStop() const;

  RunModel& model() { return model_; }
  DenoisingPanel* denoising() const { return denoising_; }
  LensPanel* lenses() const { return lenses_; }
  RunsPanel* runs() const { return runs_; }

 private:
  RunModel model_;
  QVector<RunItem> listed_;
  QButtonGroup* tabs_;
  QStackedWidget* stack_;
  DenoisingPanel* denoising_;
  LensPanel* lenses_;
  RunsPanel* runs_;
};

}  // namespace lacuna::ui
