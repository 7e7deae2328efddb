// SPDX-License-Identifier: GPL-3.0-or-later
// What was open lately is that of the library that is open; and whether files are still there is looked at in a thread
// of its own, since a disk may be slow. UI thread only.
#pragma once

#include <QObject>
#include <QThreadPool>

#include "app/storage_thread.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

class RecentWiring : public QObject {
  Q_OBJECT
 public:
  // Both outlive this.
  RecentWiring(ui::MainWindow& window, StorageThread& storage);
  // Waits for the look that goes on.
  ~RecentWiring() override;

 Q_SIGNALS:
  void looked(const QStringList& missing);

 private:
  QThreadPool pool_;
};

}  // namespace lacuna::app
