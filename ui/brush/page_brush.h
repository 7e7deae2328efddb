// SPDX-License-Identifier: GPL-3.0-or-later
// The brush in the author's hand: a mode of the page in which mouse and keys paint over words instead of writing.
// UI thread only.
#pragma once

#include <QKeyEvent>
#include <QObject>

#include "ui/brush/brush.h"
#include "ui/editor/page_layout.h"
#include "ui/gap/gap_bar.h"

namespace lacuna::ui {

class PageView;

class PageBrush : public QObject {
  Q_OBJECT
 public:
  explicit PageBrush(PageView& page);

  bool active() const { return active_; }
  int pressure() const { return pressure_; }
  const BrushStrokes& strokes() const { return strokes_; }
  GapBar* bar() { return bar_; }
  void start();
  void leave();
  void send();
  void setPressure(int pressure);

  // While it is active every key and click on the page comes here first. True: used.
  bool key(const QKeyEvent* event);
  void press(const QPoint& point);
  void drag(const QPoint& point);
  void release();
  bool undo();
  void place();
  QVector<Wash> washes() const;

 private:
  int at(const QPoint& point) const;  // manuscript
  bool paint(int begin, int end);     // false: a gap is in the way, which is said
  void refresh();

  PageView& page_;
  BrushStrokes strokes_;
  GapBar* bar_;
  bool active_ = false;
  int pressure_ = 3;
  int from_ = -1;  // where the stroke under the mouse began
  int to_ = -1;
};

}  // namespace lacuna::ui
