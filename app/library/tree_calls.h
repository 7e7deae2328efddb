// SPDX-License-Identifier: GPL-3.0-or-later
// The library's tree, for the window: what storage::Tree and storage/arrange.h do, in the storage thread.
//
// Slots may be called from any thread and return at once; signals come from the storage thread. Errors become
// StorageThread::failed, and nothing has changed. After each change treeChanged comes, and libraryChanged with it.
#pragma once

#include <QObject>
#include <QStringList>
#include <QVector>

#include "storage/arrange.h"
#include "storage/library.h"
#include "storage/values.h"
#include "storage/values/tree_change.h"

namespace lacuna::app {

class StorageThread;

class TreeCalls : public QObject {
  Q_OBJECT
 public:
  explicit TreeCalls(StorageThread& storage) : storage_(storage) {}

 public Q_SLOTS:
  void list();                                                          // treeChanged
  void create(const QVector<lacuna::storage::NewDocument>& documents);  // made
  void move(const QString& id, const lacuna::storage::TreePlace& place);
  // One after another; applied when all were tried, in any case.
  void apply(const QVector<lacuna::storage::TreeChange>& changes);
  void setKind(const QString& id, lacuna::storage::DocumentKind kind);
  void archive(const QString& id, bool archived);
  void bin(const QString& id);
  void restore(const QString& id);
  void remove(const QString& id);     // for good, out of the bin
  void emptyBin();                    // binEmptied
  void duplicate(const QString& id);  // made
  // Edits that were handed over before are in it. textChanged of the first, then the others are in the bin.
  void merge(const QStringList& ids, const lacuna::storage::StepOf& stepOf = {});
  // textChanged of the first part, made with the second.
  void split(const lacuna::storage::SplitRequest& request);

 Q_SIGNALS:
  void treeChanged(const QVector<lacuna::storage::TreeNode>& nodes);
  void made(const QStringList& ids);
  void applied();
  void binEmptied(int documents);
  // Storage has changed this text itself: whoever shows it opens it anew.
  void textChanged(const QString& id);

 private:
  template <typename Work>
  void change(Work work);
  StorageThread& storage_;
};

}  // namespace lacuna::app
