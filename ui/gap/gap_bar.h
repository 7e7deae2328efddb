// SPDX-License-Identifier: GPL-3.0-or-later
// The small bar by a gap, and that of the brush: what the keys do now, also for the mouse. It takes no focus: the keys
// go to the page.
#pragma once

#include <QPixmap>
#include <QVector>
#include <QWidget>

#include "ui/theme.h"

namespace lacuna::ui {

struct GapRun;

class GapBar : public QWidget {
  Q_OBJECT
 public:
  enum Action { None, Take, TakeWord, Next, Leave, Stop, Options, Words, KeepLength };
  explicit GapBar(QWidget* parent);

  void setTheme(const Theme& theme);
  struct Look {
    int number = 1;       // of the active gap, from 1
    bool focused = true;  // the keys belong to the gap
    QString chosen;       // the words that the author points at
  };
  void showRun(const GapRun& run, const Look& look);
  // pressure: 1..5.
  void showBrush(int pressure, int strokes);
  QSize sizeHint() const override { return size_; }
  // Room around the drawn bar for its shadow, pixels.
  static constexpr int kShadow = 14;
  QString sentence() const { return sentence_; }

 Q_SIGNALS:
  void chosen(lacuna::ui::GapBar::Action action);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Part {
    QString strong;  // "2"
    QString key;     // in a key cap
    QString label;
    Action action = None;
    bool accent = false;
    bool square = false;
    qreal progress = -1;  // 0..1 draws a small gauge
    QString tip;
    bool spare = false;  // goes first where the page is narrow
    QRectF rect;
  };
  Part& add(const QString& strong, const QString& key, const QString& label, Action action = None,
            const QString& tip = {});
  void addDone(const GapRun& run, const Look& look);
  void addSent(const GapRun& run);
  void addLength(int words);
  void finish();
  bool shorten();  // false: there is nothing left to take away
  void arrange();
  const QPixmap& card();
  qreal widthOf(const Part& part) const;

  Theme theme_;
  QVector<Part> parts_;
  QSize size_;
  QString sentence_;
  int hover_ = -1;
  bool focused_ = true;
  QPixmap card_;  // empty: to be drawn
  bool cardFocused_ = true;
};

}  // namespace lacuna::ui
