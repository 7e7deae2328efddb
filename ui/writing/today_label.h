// SPDX-License-Identifier: GPL-3.0-or-later
// How much was typed today, in the status bar: the words, and under them a thin line as long as the way to the goal
// that is behind the author; a small sign when it is reached. UI thread only.
#pragma once

#include <QLabel>

#include "storage/values/writing.h"

namespace lacuna::ui {

class TodayLabel : public QLabel {
  Q_OBJECT
 public:
  explicit TodayLabel(QWidget* parent);
  void show(const storage::WritingToday& today);
  bool reached() const { return goal_ > 0 && typed_ >= goal_; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int typed_ = 0;
  int goal_ = 0;
};

}  // namespace lacuna::ui
