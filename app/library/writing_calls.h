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

namespace lacuna::storage {
class Library;
}

namespace lacuna::app {

class StorageThread;

struct WritingReport {
  QString id;                     // of a document, with all that lies under it; empty: of the whole library
  storage::WritingCount session;  // this one
  storage::WritingCount today;
  QVector<storage::WritingDay> days;          // on which something was written, of the last year, in order
  QVector<storage::WritingSession> sessions;  // the last fifty, newest first
  qint64 words = 0;                           // of the texts, outside the bin
  int goal = 0;                               // words a day; of a document: words that it is to have. 0: none
};

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
  void reported(const lacuna::app::WritingReport& report);
  void counted(const QString& id, const lacuna::storage::TextCounts& counts);

 private:
  // In the storage thread.
  void tell(storage::Library& library, const QString& id);

  StorageThread& storage_;
};

}  // namespace lacuna::app

Q_DECLARE_METATYPE(lacuna::app::WritingReport)
