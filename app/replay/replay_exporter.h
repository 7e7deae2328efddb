// SPDX-License-Identifier: GPL-3.0-or-later
// Writes replays in a thread of its own: an animation takes a second or two, in which neither the window nor the
// library may wait.
#pragma once

#include <QObject>
#include <QThreadPool>

#include "app/replay/replay_export.h"

namespace lacuna::app {

class ReplayExporter : public QObject {
  Q_OBJECT
 public:
  explicit ReplayExporter(QObject* parent = nullptr);
  // Waits for what is being written.
  ~ReplayExporter() override;

  // UI thread. Emits done, from another thread.
  void write(const storage::Run& run, const QString& title, const QString& text, const QString& path);

 Q_SIGNALS:
  // One sentence: what was written, or why it was not.
  void done(const QString& sentence);

 private:
  QThreadPool pool_;
};

}  // namespace lacuna::app
