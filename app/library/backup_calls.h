// SPDX-License-Identifier: GPL-3.0-or-later
// Backups of the library, for the window: made by themselves as the library's plan says, or when asked for, in a thread
// of their own that only reads. Nobody waits for them.
//
// Slots may be called from any thread and return at once; signals come from other threads. What fails when it was asked
// for becomes StorageThread::failed; what fails by itself becomes troubled.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <QVector>
#include <atomic>
#include <memory>

#include "storage/backup.h"

namespace lacuna::app {

class StorageThread;

class BackupCalls : public QObject {
  Q_OBJECT
 public:
  static constexpr int kFirstLook = 2 * 60 * 1000;  // milliseconds after the start, when a library is open
  static constexpr int kNextLook = 10 * 60 * 1000;

  // In a thread with an event loop: that of the window.
  explicit BackupCalls(StorageThread& storage);
  ~BackupCalls() override;
  // Ends what is at work, without a trace of it, and begins nothing more.
  void stop();

 public Q_SLOTS:
  void makeNow();    // made
  void makeIfDue();  // made, where it is time for one
  // listed. Also where the library cannot be opened: then those of `folder`, empty: of the usual one.
  void list(const QString& folder = {});
  void look(const QString& backup);                       // looked
  void read(const QString& backup, const QString& id);    // wasRead; after look() at it
  void setPlan(const lacuna::storage::BackupPlan& plan);  // listed
  void check(const QString& path);                        // checked
  // A checked copy of the backup beside the library, open or not; openable with StorageThread::open. copied
  void copyToWorkWith(const QString& backup);

 Q_SIGNALS:
  void made(const lacuna::storage::BackupMade& backup);
  void troubled(const QString& sentence);
  void listed(const lacuna::storage::BackupPlan& plan, const QVector<lacuna::storage::BackupInfo>& backups);
  void checked(const QString& path, const lacuna::storage::LibraryCheck& check);
  void copied(const QString& path);
  void looked(const QString& backup, const QVector<lacuna::storage::TreeNode>& documents);
  void wasRead(const QString& backup, const QString& id, const QString& text);

 private:
  struct Looking;
  void make(bool asked);
  void tell(storage::Library* library, const QString& path, const QString& folder);  // in the storage thread
  template <typename Work>
  void run(bool asked, Work work);

  StorageThread& storage_;
  QThreadPool pool_;  // one thread: one after another
  QTimer timer_;
  // Used in the pool's thread alone: a copy of the backup that is looked at.
  std::unique_ptr<Looking> looking_;
  std::atomic<bool> stop_ = false;
};

}  // namespace lacuna::app

Q_DECLARE_METATYPE(lacuna::storage::BackupMade)
Q_DECLARE_METATYPE(lacuna::storage::BackupPlan)
Q_DECLARE_METATYPE(lacuna::storage::LibraryCheck)
