// SPDX-License-Identifier: GPL-3.0-or-later
// How wide the panels beside the page are, and which of them there is room for: the page gets a measure that can be
// read. Panels become narrower, then fold; what was narrow for want of room becomes wide again. UI thread only.
#pragma once

#include <QAction>
#include <QSplitter>

namespace lacuna::ui {

class PanelRoom : public QObject {
  Q_OBJECT
 public:
  // The splitter holds library, page and side, in this order.
  PanelRoom(QSplitter* splitter, QWidget* library, QWidget* side);

  // The action shows and folds that panel.
  void addSwitch(QAction* action, QWidget* panel);
  // Comes in sight, whatever was wanted before.
  void show(const QWidget* panel);
  // Of a window so wide.
  void fit(int width);
  // Neither is shown, whatever the author wants otherwise.
  void setFolded(bool folded);
  // What the author wants to see, from the settings and into them.
  void restore();
  void keep() const;

 private:
  struct Panel {
    QWidget* widget = nullptr;
    int index = 0;  // in the splitter
    int least = 0;  // pixels
    int width = 0;  // as the author drew it
    QString setting;
    QAction* action = nullptr;
    bool wanted = true;
  };
  Panel& panelOf(const QWidget* widget) { return widget == library_.widget ? library_ : side_; }

  QSplitter* splitter_;
  Panel library_;
  Panel side_;
  const QWidget* asked_ = nullptr;  // the panel that was asked for last: where one alone fits, that one
  bool folded_ = false;
};

}  // namespace lacuna::ui
