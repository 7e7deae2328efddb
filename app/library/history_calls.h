// SPDX-License-Identifier: GPL-3.0-or-later
// The states of a document, for the window: listed, named, read, compared, thinned.
//
// Slots may be called from any thread and return at once; signals come from other threads. Errors become
// StorageThread::failed. To restore a state, or a part of one, the window asks for the comparison of the text as it
// stands with that state, and makes the edits (storage::editsFor) of the changes that it wants as one step of its own:
// so it can be undone. It asks to keep() the present state before.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <QVector>

#include "storage/difference.h"
#include "storage/thinning.h"
#include "storage/values.h"

namespace lacuna::app {

class StorageThread;

class HistoryCalls : public QObject {
  Q_OBJECT
 public:
  explicit HistoryCalls(StorageThread& storage) : storage_(storage) {}
  // Waits for comparisons that are at work.
  void stop() { pool_.waitForDone(); }

 public Q_SLOTS:
  void list(const QString& id);  // listed
  // The text as it stands, edits that were handed over before included. kept, then listed.
  void keep(const QString& id, const lacuna::storage::RevisionNote& note);
  void name(const QString& id, qint64 revision, const QString& name);  // listed
  void load(const QString& id, qint64 revision);                       // loaded
  // Numbers of states; 0: the text as it stands. compared; the work is done in a thread of its own.
  void compare(const QString& id, qint64 before, qint64 after);
  void planThinning(const QString& id, const lacuna::storage::ThinningRule& rule = {});  // thinningPlanned
  // As planned now, one state after another with other work between. thinned, then listed.
  void thin(const QString& id, const lacuna::storage::ThinningRule& rule = {});

 Q_SIGNALS:
  void listed(const QString& id, const QVector<lacuna::storage::RevisionInfo>& states);  // newest first
  void kept(const QString& id, qint64 revision);
  void loaded(const QString& id, qint64 revision, const QString& text);
  void compared(const lacuna::storage::Comparison& comparison);
  void thinningPlanned(const QString& id, const lacuna::storage::ThinningPlan& plan);
  // sentence: what was kept.
  void thinned(const QString& id, int removed, const QString& sentence);

 private:
  void removeNext(const QString& id, const storage::ThinningPlan& plan, int removed);

  StorageThread& storage_;
  QThreadPool pool_;
};

}  // namespace lacuna::app

Q_DECLARE_METATYPE(lacuna::storage::Comparison)
Q_DECLARE_METATYPE(lacuna::storage::ThinningPlan)
