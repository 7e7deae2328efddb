// SPDX-License-Identifier: GPL-3.0-or-later
// The candidates of a run and the runs that branch from it, as lanes that part. The lane that is shown has a filled
// ring at its step. A click, or up, down and Enter, goes to a lane. UI thread only.
#pragma once

#include <QWidget>

#include "ui/painted_rows.h"
#include "ui/runs/branch_tree.h"
#include "ui/theme.h"

namespace lacuna::ui {

class BranchView : public QWidget, public PaintedRows {
  Q_OBJECT
 public:
  explicit BranchView(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  // share: 0 to 1, the step that is shown.
  void show(const BranchTree& tree, const QString& run, int candidate, float share);
  int lanes() const { return tree_.lanes; }
  QPoint leafCentre(int lane) const;
  int rowCount() const override { return static_cast<int>(tree_.leaves.size()); }
  QString rowName(int row) const override { return tree_.leaves.at(row).words; }
  QRect rowRect(int row) const override;
  int currentRow() const override { return focused_; }
  void takeRow(int row) override;
  QSize sizeHint() const override;

 Q_SIGNALS:
  void chosen(const QString& run, int candidate);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QPointF at(float share, int lane) const;
  int laneAt(const QPoint& point) const;

  Theme theme_;
  BranchTree tree_;
  int shown_ = -1;  // lane
  int focused_ = 0;
  float share_ = 1;
};

}  // namespace lacuna::ui
