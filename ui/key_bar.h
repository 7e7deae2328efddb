// SPDX-License-Identifier: GPL-3.0-or-later
// The small bar that says what the keys do now, also for the mouse: by a gap, and for the brush. It takes no focus: the
// keys go to the page. UI thread only.
#pragma once

#include <QPixmap>
#include <QVector>
#include <QWidget>

#include "ui/theme.h"

namespace lacuna::ui {

class KeyBar : public QWidget {
  Q_OBJECT
 public:
  explicit KeyBar(QWidget* parent);

  void setTheme(const Theme& theme);
  QSize sizeHint() const override { return size_; }
  // Room around the drawn bar for its shadow, pixels.
  static constexpr int kShadow = 14;
  QString sentence() const { return sentence_; }

 Q_SIGNALS:
  void chosen(int action);

 protected:
  static constexpr int kNone = 0;  // nothing to be done by the mouse
  struct Part {
    QString strong;  // "2"
    QString key;     // in a key cap
    QString label;
    int action = kNone;
    bool accent = false;
    bool square = false;
    qreal progress = -1;  // 0..1 draws a small gauge
    QString tip;
    bool spare = false;  // goes first where the page is narrow
    QRectF rect;
  };
  // A bar is shown by begin(), its parts from left to right, finish().
  void begin(bool focused);
  Part& add(const QString& strong, const QString& key, const QString& label, int action = kNone,
            const QString& tip = {});
  bool isEmpty() const { return parts_.isEmpty(); }
  void finish();

  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  bool event(QEvent* event) override;

 private:
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
