// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/backup_calls.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <algorithm>
#include <utility>

#include "app/storage_thread.h"
#include "storage/library.h"

namespace lacuna::app {
namespace {

QString usualFolder(const QString& library) { return QFileInfo(library).absolutePath() + QStringLiteral("/backups"); }

}  // namespace

struct BackupCalls::Looking {
  QTemporaryDir folder;
  QString backup;
  std::unique_ptr<storage::Library> library;  // goes before the folder
};

BackupCalls::BackupCalls(StorageThread& storage) : storage_(storage), timer_(this) {
  pool_.setMaxThreadCount(1);
  connect(&timer_, &QTimer::timeout, this, [this] {
    timer_.start(kNextLook);
    makeIfDue();
  });
  timer_.start(kFirstLook);
}

BackupCalls::~BackupCalls() { stop(); }

void BackupCalls::stop() {
  stop_ = true;
  pool_.waitForDone();
  looking_.reset();
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
      sentence = tr("The backup failed (%1); the library itself is as it was.").arg(QString::fromUtf8(error.what()));
    }
    if (stop_) return;
    if (asked) {
      Q_EMIT storage_.failed(sentence);
    } else {
      Q_EMIT troubled(sentence);
    }
  });
}

void BackupCalls::make(bool asked) {
  const auto work = [this, asked](storage::Library& library) {
    const storage::BackupPlan plan = storage::backupPlan(library);
    if (!asked && (library.readOnly() || !storage::backupIsDue(library, QDateTime::currentDateTime()))) return;
    library.commit();
    const QString folder = plan.folder.isEmpty() ? usualFolder(library.path()) : plan.folder;
    const storage::BackupRequest request{library.path(), folder, plan.rule, &stop_};
    run(asked, [this, request] { Q_EMIT made(storage::makeBackup(request)); });
  };
  if (asked) {
    storage_.post(work);
  } else {
    storage_.postIfOpen(work);
  }
}

void BackupCalls::makeNow() { make(true); }
void BackupCalls::makeIfDue() { make(false); }

void BackupCalls::list(const QString& folder) {
  storage_.postWithPath(
      [this, folder](storage::Library* library, const QString& path) { tell(library, path, folder); });
}

// A library that is damaged says nothing of its plan.
void BackupCalls::tell(storage::Library* library, const QString& path, const QString& folder) {
  storage::BackupPlan plan;
  if (library != nullptr) {
    plan = storage::backupPlan(*library);
  } else {
    plan.folder = folder.isEmpty() ? usualFolder(path) : folder;
  }
  QVector<storage::BackupInfo> all =
      storage::backupsIn(plan.folder.isEmpty() ? usualFolder(path) : plan.folder, path) + storage::keptBeside(path);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.made > b.made; });
  Q_EMIT listed(plan, all);
}

void BackupCalls::setPlan(const storage::BackupPlan& plan) {
  storage_.post([this, plan](storage::Library& library) {
    storage::setBackupPlan(library, plan);
    tell(&library, library.path(), {});
  });
}

// A copy, so that a backup of an earlier version can be read too, and nothing is written beside it.
void BackupCalls::look(const QString& backup) {
  run(true, [this, backup] {
    looking_.reset();
    auto looking = std::make_unique<Looking>();
    looking->backup = backup;
    looking->library = std::make_unique<storage::Library>(storage::workingCopy(backup, looking->folder.path()));
    const QVector<storage::TreeNode> documents = looking->library->tree().nodes();
    looking_ = std::move(looking);
    Q_EMIT looked(backup, documents);
  });
}

void BackupCalls::read(const QString& backup, const QString& id) {
  run(true, [this, backup, id] {
    if (looking_ == nullptr || looking_->backup != backup) return;
    Q_EMIT wasRead(backup, id, looking_->library->read(id).text);
  });
}

void BackupCalls::check(const QString& path) {
  run(true, [this, path] { Q_EMIT checked(path, storage::checkLibrary(path, &stop_)); });
}

void BackupCalls::copyToWorkWith(const QString& backup) {
  storage_.postWithPath([this, backup](storage::Library*, const QString& path) {
    const QString folder = QFileInfo(path).absolutePath();
    run(true, [this, backup, folder] { Q_EMIT copied(storage::workingCopy(backup, folder)); });
  });
}

}  // namespace lacuna::app
