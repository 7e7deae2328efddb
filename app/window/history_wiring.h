// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the window's history to the library: lists, comparisons, and what is brought back. Before anything is brought
// back the text as it stands is kept. UI thread only.
#pragma once

#include <QObject>

#include "app/storage_thread.h"
#include "storage/values/history.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

class HistoryWiring : public QObject {
  Q_OBJECT
 public:
  // Both outlive this.
  HistoryWiring(ui::MainWindow& window, StorageThread& storage);

 private:
  // What the author wants back, while the library compares anew: the page gets only what fits its text.
  struct Wanted {
    QString id;  // empty: nothing
    qint64 state = 0;
    QVector<storage::Change> changes;  // empty: all
    storage::Comparison shown{};       // in which they were chosen
  };
  void restore(const QString& id, qint64 state, const QVector<storage::Change>& changes);
  void compared(const storage::Comparison& comparison);

  ui::MainWindow& window_;
  StorageThread& storage_;
  Wanted wanted_;
};

// The edits of the text after that take changes back, which are ascending. Without any: all of them.
QVector<storage::Edit> editsBack(const storage::Comparison& comparison, const QVector<storage::Change>& changes);

}  // namespace lacuna::app
