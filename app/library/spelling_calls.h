// SPDX-License-Identifier: GPL-3.0-or-later
// The words and languages of projects and documents, for the window.
//
// Slots may be called from any thread and return at once; signals come from the storage thread. Errors become
// StorageThread::failed, and told comes all the same: what is true.
#pragma once

#include <QObject>
#include <QStringList>

#include "storage/values/spelling.h"

namespace lacuna::app {

class StorageThread;

class SpellingCalls : public QObject {
  Q_OBJECT
 public:
  explicit SpellingCalls(StorageThread& storage) : storage_(storage) {}

 public Q_SLOTS:
  void read();  // told
  void changeWords(const QString& id, const QStringList& added, const QStringList& removed);
  void setLanguages(const QString& id, const QStringList& languages);
  // A list of words in a file of its own; with no library too.
  void changeList(const QString& path, const QStringList& added, const QStringList& removed);

 Q_SIGNALS:
  // Of the whole library.
  void told(const lacuna::storage::LibrarySpelling& spelling);

 private:
  StorageThread& storage_;
};

}  // namespace lacuna::app
