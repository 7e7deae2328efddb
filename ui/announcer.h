// SPDX-License-Identifier: GPL-3.0-or-later
// Says to a screen reader, in words, what has happened. Qt 6.4 has no announcements, so a small status object changes
// its name and raises an alert, which readers speak at once. UI thread only.
#pragma once

#include <QWidget>

namespace lacuna::ui {

// Takes no room and no focus.
class Announcer : public QWidget {
  Q_OBJECT
 public:
  explicit Announcer(QWidget* parent);
  void say(const QString& text);
};

}  // namespace lacuna::ui
