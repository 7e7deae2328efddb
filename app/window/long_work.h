// SPDX-License-Identifier: GPL-3.0-or-later
// Long imports, exports and prints, one after the other in a thread of their own. The window shows how far they are and
// can stop them; what goes wrong becomes a sentence in it. UI thread only, but for say().
#pragma once

#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <functional>
#include <memory>

#include "storage/values/work.h"
#include "ui/files/work_bar.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

class LongWork : public QObject {
  Q_OBJECT
 public:
  using Act = std::function<void(const storage::Work&)>;

  explicit LongWork(ui::MainWindow& window);
  // Waits for what is being written.
  ~LongWork() override;
  // what: for the author, "Writing book.pdf". The act runs in the thread of the work and may throw.
  void run(const QString& what, Act act);
  // A quiet sentence in the window. Any thread.
  void say(const QString& sentence);
  ui::WorkBar& bar() { return *bar_; }

 private:
  using Stop = std::shared_ptr<std::atomic_bool>;
  void perform(const Act& act, const Stop& stop);

  ui::MainWindow& window_;
  ui::WorkBar* bar_;
  Stop current_;
  QThreadPool pool_;
};

}  // namespace lacuna::app
