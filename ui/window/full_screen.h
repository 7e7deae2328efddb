// SPDX-License-Identifier: GPL-3.0-or-later
// The whole screen for the page: no menus, no status line, no panels, and no pointer while the author types. The menus
// come when the pointer touches the upper edge, and with Alt or F10. UI thread only.
#pragma once

#include <QMainWindow>
#include <QPointer>
#include <functional>

namespace lacuna::ui {

class FullScreen : public QObject {
  Q_OBJECT
 public:
  // `fold` hides or shows what stands beside the page, by what on() says.
  FullScreen(QMainWindow& window, QWidget& page, QWidget& paper, std::function<void()> fold);

  void set(bool on);
  bool on() const { return on_; }

 Q_SIGNALS:
  void changed(bool on);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void show(bool on);
  void showPointer(bool on);

  QMainWindow& window_;
  QWidget& page_;
  QWidget& paper_;
  std::function<void()> fold_;
  bool on_ = false;
  bool pointerHidden_ = false;
  Qt::WindowStates before_;
};

}  // namespace lacuna::ui
