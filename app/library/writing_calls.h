// SPDX-License-Identifier: GPL-3.0-or-later
// How much was written, and goals, for the window.
//
// Slots may be called from any thread and return at once; signals come from the storage thread. Errors become
// StorageThread::failed, but where no library is open nothing is said.
#pragma once

#include <QObject>

#include "storage/values/text_counts.h"
#include "storage/values/writing.h"

namespace lacuna::storage {
class Library;
}

namespace lacuna::app {

class StorageThread;

class WritingCalls : public QObject {
  Q_OBJECT
 public:
  explicit WritingCalls(StorageThread& storage) : storage_(storage) {}

 public Q_SLOTS:
  // Cheap: what is written already counts, edits that wait do not. todayCounted
  void countToday();
  // Edits that were handed over before count. reported
  void report(const QString& id = {});
  // The document's own text, edits that wait included. counted
  void count(const QString& id);
  void setGoal(const lacuna::storage::WritingGoal& goal, const QString& id = {});  // reported; todayCounted
  // Words a day that were set elsewhere, before libraries knew of goals: they hold where this one has no goal yet.
  // goalAdopted, todayCounted
  void adoptGoal(int words);

 Q_SIGNALS:
  void todayCounted(const lacuna::storage::WritingToday& today);
  void reported(const lacuna::storage::WritingReport& report);
  // trouble: one sentence, where it cannot be read; empty: it could.
  void counted(const QString& id, const lacuna::storage::TextCounts& counts, const QString& trouble);
  void goalAdopted();

 private:
  // In the storage thread.
  void tell(storage::Library& library, const QString& id);
  void tellToday(storage::Library& library);

  StorageThread& storage_;
};

}  // namespace lacuna::app
