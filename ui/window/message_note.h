// SPDX-License-Identifier: GPL-3.0-or-later
// The quiet one-sentence message on the page. It goes by itself, or by a click; it lies where the author does not
// write, and the wheel goes through it. UI thread only.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <functional>

#include "ui/page/page_view.h"

namespace lacuna::ui {

class MessageNote : public QLabel {
  Q_OBJECT
 public:
  explicit MessageNote(PageView& page);
  // Empty: it goes.
  void say(const QString& sentence);
  // With a button for what can be done about it, for as long as the note is there.
  void offer(const QString& sentence, const QString& button, const std::function<void()>& act);
  // At the foot of the page; at its head where it would cover more there of what is busy.
  void place();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  // Where the author writes, and what they steer with, in the page's coordinates.
  QVector<QRect> busyPlaces() const;

  void setActing(bool acting);

  PageView& page_;
  QTimer timer_;
  QPushButton* button_;
  std::function<void()> act_;
  bool atHead_ = false;
};

}  // namespace lacuna::ui
