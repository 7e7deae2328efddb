// SPDX-License-Identifier: GPL-3.0-or-later
// What each expert of each layer is used for the author's words, before the voice learnt and now: a row a layer, two
// bars an expert. The keys Up and Down and the mouse choose a layer. UI thread only.
#pragma once

#include <QWidget>

#include "storage/values/voices.h"
#include "ui/painted_rows.h"

namespace lacuna::ui {

class ExpertChart : public QWidget, public PaintedRows {
  Q_OBJECT
 public:
  explicit ExpertChart(QWidget* parent = nullptr);

  void show(const QVector<storage::ExpertUse>& layers);
  int rowCount() const override { return static_cast<int>(layers_.size()); }
  // "Layer 3: expert 1 12.1%, now 14.0%; …"
  QString rowName(int row) const override;
  QRect rowRect(int row) const override;
  int currentRow() const override { return current_; }
  void takeRow(int row) override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

 Q_SIGNALS:
  void chose(const QString& said);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  void paintRow(QPainter& painter, int row) const;

  QVector<storage::ExpertUse> layers_;
  double most_ = 1;  // the highest share
  int current_ = -1;
};

}  // namespace lacuna::ui
