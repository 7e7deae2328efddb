// SPDX-License-Identifier: GPL-3.0-or-later
// The brush in the author's hand: a mode of the page in which mouse and keys paint over words instead of writing.
// UI thread only.
#pragma once

#include <QObject>

#include "ui/brush/brush.h"
#include "ui/brush/brush_bar.h"
#include "ui/editor/page_host.h"

namespace lacuna::ui {

class PageBrush : public QObject, public InputMode {
  Q_OBJECT
 public:
  explicit PageBrush(PageHost& page);

  bool active() const { return page_.modes().is(*this); }
  int pressure() const { return pressure_; }
  const BrushStrokes& strokes() const { return strokes_; }
  BrushBar* bar() { return bar_; }
  // A second call puts it away.
  void start();
  void leave() { page_.modes().leave(*this); }
  void send();
  void setPressure(int pressure);
  QVector<Wash> washes() const;
  // The bar, in the strip below the text.
  void place();

  bool key(QKeyEvent* event) override;
  bool press(QMouseEvent* event) override;
  bool drag(QMouseEvent* event) override;
  bool release(QMouseEvent* event) override;
  bool doubleClick(QMouseEvent* /*event*/) override { return true; }
  bool wheel(QWheelEvent* event) override;
  // Of a stroke. False when there is none.
  bool undo() override;
  bool ask() override;
  bool writes() const override { return false; }
  bool opensGaps() const override { return false; }
  bool needsStrip() const override { return true; }
  void left() override;

 Q_SIGNALS:
  void wished(const QVector<lacuna::ui::GapWish>& wishes);

 private:
  int at(const QPoint& point) const;  // manuscript
  // False: a gap is in the way, which is said.
  bool paint(int begin, int end);
  bool paintSelection();
  void refresh();

  PageHost& page_;
  BrushStrokes strokes_;
  BrushBar* bar_;
  int pressure_ = 3;
  int from_ = -1;  // where the stroke under the mouse began
  int to_ = -1;
};

}  // namespace lacuna::ui
