// SPDX-License-Identifier: GPL-3.0-or-later
// The quiet line above the status bar while a long import, export or print goes on: what it is, how far, and Stop. Work
// that is over at once is never shown. UI thread only.
#pragma once

#include <QAction>
#include <QLabel>
#include <QMainWindow>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QToolBar>

namespace lacuna::ui {

class WorkBar : public QToolBar {
  Q_OBJECT
 public:
  static constexpr int kShownAfter = 400;  // milliseconds

  explicit WorkBar(QMainWindow* window);
  // what: "Writing book.pdf".
  void begin(const QString& what);
  void setShare(double share);  // 0 to 1
  void end();
  // Of the File menu; only while something goes on.
  QAction* stopAction() const { return stop_; }

 Q_SIGNALS:
  void stopWanted();

 private:
  QLabel* what_;
  QProgressBar* share_;
  QPushButton* button_;
  QAction* stop_;
  QTimer later_;
};

}  // namespace lacuna::ui
