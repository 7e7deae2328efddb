// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/backup_calls.h"

#include <QFileInfo>
#include <utility>

#include "app/storage_thread.h"
#include "storage/library.h"

namespace lacuna::app {

BackupCalls::BackupCalls(StorageThread& storage) : storage_(storage), timer_(this) {
  pool_.setMaxThreadCount(1);
  connect(&timer_, &QTimer::timeout, this, [this] {
    timer_.start(kNextLook);
    makeIfDue();
  });
  timer_.start(kFirstLook);
}

void BackupCalls::stop() {
  stop_ = true;
  pool_.waitForDone();
}

// In the pool's thread; an error becomes a sentence.
template <typename Work>
void BackupCalls::run(bool asked, Work work) {
  if (stop_) return;
  pool_.start([this, asked, work = std::move(work)] {
    if (stop_) return;
    QString sentence;
    try {
      work();
      return;
    } catch (const storage::StorageError& error) {
      sentence = error.sentence();
    } catch (const std::exception& error) {
      sentence = QStringLiteral("The backup failed (%1); the library itself is as it was.")
                     .arg(QString::fromUtf8(error.what()));
    }
    if (stop_) return;
    if (asked) {
      Q_EMIT storage_.failed(sentence);
    } else {
      Q_EMIT troubled(sentence);
    }
  });
}

void BackupCalls::look(bool asked) {
  const auto work = [this, asked](storage::Library& library) {
    const storage::BackupPlan plan = storage::backupPlan(library);
    if (!asked && (library.readOnly() || !storage::backupIsDue(library, QDateTime::currentDateTime()))) return;
    library.commit();
    const QString folder =
        plan.folder.isEmpty() ? QFileInfo(library.path()).absolutePath() + QStringLiteral("/backups") : plan.folder;
    const storage::BackupRequest request{library.path(), folder, plan.rule, &stop_};
    run(asked, [this, request] { Q_EMIT made(storage::makeBackup(request)); });
  };
  if (asked) {
    storage_.post(work);
  } else {
    storage_.postIfOpen(work);
  }
}

void BackupCalls::makeNow() { look(true); }
void BackupCalls::makeIfDue() { look(false); }

void BackupCalls::list() {
  storage_.post([this](storage::Library& library) { tell(library); });
}

void BackupCalls::tell(storage::Library& library) {
  const storage::BackupPlan plan = storage::backupPlan(library);
  Q_EMIT listed(plan, storage::backupsIn(plan.folder, library.path()));
}

void BackupCalls::setPlan(const storage::BackupPlan& plan) {
  storage_.post([this, plan](storage::Library& library) {
    storage::setBackupPlan(library, plan);
    tell(library);
  });
}

void BackupCalls::check(const QString& path) {
  run(true, [this, path] { Q_EMIT checked(path, storage::checkLibrary(path, &stop_)); });
}

void BackupCalls::copyToWorkWith(const QString& backup) {
  storage_.post([this, backup](storage::Library& library) {
    const QString folder = QFileInfo(library.path()).absolutePath();
    run(true, [this, backup, folder] { Q_EMIT copied(storage::workingCopy(backup, folder)); });
  });
}

}  // namespace lacuna::app
