// SPDX-License-Identifier: GPL-3.0-or-later
// The search over the whole library, for the window: the latest question is answered, those that it overtook are not.
//
// find() may be called from any thread and returns at once; found comes from the storage thread. Errors become
// StorageThread::failed.
#pragma once

#include <QObject>
#include <atomic>

#include "storage/values.h"

namespace lacuna::app {

class StorageThread;

class SearchCalls : public QObject {
  Q_OBJECT
 public:
  explicit SearchCalls(StorageThread& storage) : storage_(storage) {}

 public Q_SLOTS:
  void find(const lacuna::storage::SearchRequest& request);

 Q_SIGNALS:
  // Places are those of the texts with all edits in them that were handed over before the question.
  void found(const lacuna::storage::SearchRequest& request, const lacuna::storage::SearchResult& result);

 private:
  StorageThread& storage_;
  std::atomic<quint64> newest_ = 0;
};

}  // namespace lacuna::app
