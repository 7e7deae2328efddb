// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces words in several documents, for the window: first every place is shown, then those that the author chose are
// replaced, in each document as one step that it can undo.
//
// Slots may be called from any thread and return at once; signals come from other threads. Errors become
// StorageThread::failed. Documents are read one after another in the storage thread, with other work between, and
// looked through in a thread of their own.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <memory>
#include <optional>

#include "storage/values.h"
#include "ui/search/replace_values.h"

namespace lacuna::storage {
class Library;
}

namespace lacuna::app {

class StorageThread;

class ReplaceCalls : public QObject {
  Q_OBJECT
 public:
  explicit ReplaceCalls(StorageThread& storage) : storage_(storage) { pool_.setMaxThreadCount(1); }
  // Ends the question that is at work, and waits for it.
  void stop();

 public Q_SLOTS:
  // Outside the bin, in the order of the tree; found for each with a place, progressed after each. A new question ends
  // the one before.
  void find(const lacuna::ui::ReplaceQuestion& question);
  void forget() { ++newest_; }
  // Keeps the state before of each. A document whose text is another by now is left as it is. replaced.
  void replace(const QVector<lacuna::ui::DocumentEdits>& documents);

 Q_SIGNALS:
  void found(quint64 question, const lacuna::ui::ReplaceDocument& document);
  void progressed(quint64 question, int done, int all);
  // back: what takes it back.
  void replaced(int places, const QVector<lacuna::ui::DocumentEdits>& back, const QStringList& refused);

 private:
  struct Search;
  void next(const std::shared_ptr<Search>& search);
  void look(const std::shared_ptr<Search>& search, const QString& title, const QString& text);
  // What takes it back; nothing where the text is another.
  std::optional<ui::DocumentEdits> replaceIn(storage::Library& library, const ui::DocumentEdits& document);

  StorageThread& storage_;
  QThreadPool pool_;
  std::atomic<quint64> newest_ = 0;
};

}  // namespace lacuna::app
