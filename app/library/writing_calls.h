// SPDX-License-Identifier: GPL-3.0-or-later
// How much was written, and goals, for the window.
//
// Slots may be called from any thread and return at once; signals come from the storage thread. Errors become
// StorageThread::failed.
#pragma once

#include <QObject>
#include <QVector>

#include "storage/text_counts.h"
#include "storage/values.h"
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
  // Edits that were handed over before count. reported
  void report(const QString& id = {});
  // The text of the document and of all that lies under it, outside the bin. Takes as long as reading them. counted
  void count(const QString& id);
  void setGoal(int words, const QString& id = {});  // reported

 Q_SIGNALS:
  void reported(const lacuna::storage::WritingReport& report);
  void counted(const QString& id, const lacuna::storage::TextCounts& counts);

 private:
  // In the storage thread.
  void tell(storage::Library& library, const QString& id);

  StorageThread& storage_;
};

}  // namespace lacuna::app

Q_DECLARE_METATYPE(lacuna::storage::WritingReport)
