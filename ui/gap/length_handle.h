// SPDX-License-Identifier: GPL-3.0-or-later
// The grip at the end of a gap that the author pulls to make it longer or shorter. UI thread only.
#pragma once

#include <QWidget>

#include "ui/theme.h"

namespace lacuna::ui {

class LengthHandle : public QWidget {
  Q_OBJECT
 public:
  explicit LengthHandle(QWidget* parent);
  void setTheme(const Theme& theme);
  // foot: the end of the gap's last line, in the parent's coordinates; line: its height.
  void stand(const QPoint& foot, int line);

 Q_SIGNALS:
  void grabbed(const QPoint& at);  // in the parent's coordinates
  void pulled(const QPoint& to);
  void dropped();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  Theme theme_;
  bool held_ = false;
};

}  // namespace lacuna::ui
