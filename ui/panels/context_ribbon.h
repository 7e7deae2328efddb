// SPDX-License-Identifier: GPL-3.0-or-later
// Beside the scroll bar: which passages the gap of a run could see, and how much of its attention each got. Shapes say
// how: a broad bar is the window, a short tick a hop of the dilated window, a dot a summary, a diamond a passage that
// the author has tagged; darkness says how much. A click goes there. UI thread only.
#pragma once

#include <QWidget>

#include "ui/painted_rows.h"
#include "ui/run_values.h"
#include "ui/theme.h"

namespace lacuna::ui {

struct RibbonPassage {
  qreal top = 0;  // 0 to 1, in the height of the page
  qreal bottom = 0;
  int position = 0;   // in the manuscript, where a click goes
  quint8 reach = 0;   // as RunBlock has it
  float share = 0;    // of all attention
  QString beginning;  // its first words
};

class ContextRibbon : public QWidget, public PaintedRows {
  Q_OBJECT
 public:
  explicit ContextRibbon(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  // gaps: their tops, 0 to 1.
  void show(const QVector<RibbonPassage>& passages, const QVector<qreal>& gaps);
  const QVector<RibbonPassage>& passages() const { return passages_; }
  int rowCount() const override { return static_cast<int>(passages_.size()); }
  QString rowName(int row) const override { return saidOf(passages_.at(row)); }
  QRect rowRect(int row) const override { return rectOf(passages_.at(row)).toAlignedRect(); }
  int currentRow() const override { return focused_; }
  void takeRow(int row) override;
  // What hovering says of a passage.
  static QString saidOf(const RibbonPassage& passage);
  // Middle of a passage in the widget; tests click there.
  QPoint centreOf(int passage) const;

 Q_SIGNALS:
  void chosen(int position);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF rectOf(const RibbonPassage& passage) const;
  int passageAt(const QPoint& point) const;
  void focusOn(int passage);

  Theme theme_;
  QVector<RibbonPassage> passages_;
  QVector<qreal> gaps_;
  float highest_ = 0;
  int focused_ = -1;
};

}  // namespace lacuna::ui
