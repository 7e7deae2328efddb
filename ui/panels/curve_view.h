// SPDX-License-Identifier: GPL-3.0-or-later
// Two small curves over the steps of a run: how much is settled, and how much is still in doubt. UI thread only.
#pragma once

#include <QVector>
#include <QWidget>

#include "ui/theme.h"

namespace lacuna::ui {

class CurveView : public QWidget {
  Q_OBJECT
 public:
  explicit CurveView(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  // Values 0 to 1, one a step; steps: how many there will be.
  void show(const QVector<float>& settled, const QVector<float>& doubt, int steps);
  QSize sizeHint() const override { return {272, 100}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Theme theme_;
  QVector<float> settled_, doubt_;
  int steps_ = 0;
};

}  // namespace lacuna::ui
