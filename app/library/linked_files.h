// SPDX-License-Identifier: GPL-3.0-or-later
// The thread that looks at linked files and writes them: a disk in a network may let it wait, and nobody else. Work is
// done in the order in which it was asked for. UI thread; what is handed over is called in the files' thread.
#pragma once

#include <QObject>
#include <functional>
#include <memory>

namespace lacuna::app {

class LinkedFiles : public QObject {
  Q_OBJECT
 public:
  LinkedFiles();
  ~LinkedFiles() override;

  void work(std::function<void()> act);
  // Until all that was asked for is done, or so many milliseconds went by. Not from the files' thread.
  bool waitForIdle(int milliseconds);
  // This file is watched, with its folder, and no other; empty: none.
  void watch(const QString& path);

 Q_SIGNALS:
  // It, or something beside it, may have changed. From the files' thread, at most a few times a second.
  void touched();

 private:
  struct Worker;
  std::unique_ptr<Worker> worker_;  // its thread may hang in a disk that does not answer: then it is left behind
};

}  // namespace lacuna::app
