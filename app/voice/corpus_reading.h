// SPDX-License-Identifier: GPL-3.0-or-later
// Reads corpora for the window, one after the other in a thread of their own, with a hand of its own on the store and
// on the library, which it only reads.
//
// start(), stop() and look() may be called from any thread and return at once. Signals come from the reading thread.
// Nothing here throws.
#pragma once

#include <QMutex>
#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <atomic>

#include "app/storage_thread.h"

namespace lacuna::app {

class CorpusReading : public QObject {
  Q_OBJECT
 public:
  // Outlives this.
  explicit CorpusReading(StorageThread& storage);
  // As close().
  ~CorpusReading() override;

  // The corpora beside this library from now on.
  void open(const QString& library);
  // All sources of a corpus, as they are now; while it waits for its turn, once is enough.
  void start(const QString& corpus);
  // What goes on, if it is of this corpus; empty: whatever it is. Nothing of it is kept.
  void stop(const QString& corpus);
  // Whether sources have changed since they were read: into their notices.
  void look(const QStringList& corpora);
  // Stops, and waits for it.
  void close();

 Q_SIGNALS:
  void read(const QString& corpus, double share);  // 0 to 1; below 0: it has ended, or was stopped
  void failed(const QString& sentence);            // also where there is too little to learn from

 private:
  void perform(const QString& library, const QString& corpus);

  StorageThread& storage_;
  QThreadPool pool_;
  std::atomic<bool> stop_{false};
  QMutex mutex_;  // guards what follows
  QString library_;
  QString current_;
  QSet<QString> waiting_;
  bool closing_ = false;
};

}  // namespace lacuna::app
