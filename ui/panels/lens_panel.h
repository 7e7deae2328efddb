// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at a step of a run through a lens: when each token settled, how often it flipped, how sure the model was, how
// undecided, and which expert had it. UI thread only.
#pragma once

#include <QButtonGroup>
#include <QComboBox>

#include "ui/panels/card.h"
#include "ui/panels/step_text.h"
#include "ui/runs/run_model.h"

namespace lacuna::ui {

class LoadBars;
class LensLegend;

class LensPanel : public QWidget {
  Q_OBJECT
 public:
  LensPanel(RunModel& model, QWidget* parent);
  void setTheme(const Theme& theme);
  StepText* text() const { return text_; }
  QAbstractButton* button(LensKind kind) const { return buttons_->button(static_cast<int>(kind)); }
  QComboBox* layers() const { return layers_; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void show();
  void showLoads();

  RunModel& model_;
  QButtonGroup* buttons_;
  Card* lensCard_;
  Card* textCard_;
  Card* expertCard_;
  LensLegend* legend_;
  QLabel* hint_;
  StepText* text_;
  QComboBox* layers_;
  LoadBars* loads_;
};

// What the tints mean: a scale from the one end to the other.
class LensLegend : public QWidget {
 public:
  explicit LensLegend(QWidget* parent);
  void setTheme(const Theme& theme);
  void show(const LensName& name);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Theme theme_;
  LensName name_{LensKind::None, {}, {}, {}};
};

// How much of a layer's work each expert had, and the mark of an even share.
class LoadBars : public QWidget {
 public:
  explicit LoadBars(QWidget* parent);
  void setTheme(const Theme& theme);
  void show(const QVector<float>& shares);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Theme theme_;
  QVector<float> shares_;
};

}  // namespace lacuna::ui
