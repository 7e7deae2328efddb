// SPDX-License-Identifier: GPL-3.0-or-later
// Backups of a library: whole copies in a folder of the author's choice, each checked before it counts, the oldest of
// which go when there are enough. And what a copy is worth, before one is opened.
//
// Free functions with connections of their own, which only read the library: any thread, also while a window writes in
// it. A long library takes seconds: not the thread that writes. Errors: StorageError; after one, the folder is as it
// was.
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <QVector>
#include <atomic>

#include "storage/values.h"
#include "storage/values/backup.h"

namespace lacuna::storage {

class Library;

BackupPlan backupPlan(Library& library);
// Throws kInvalid for numbers that make no plan.
void setBackupPlan(Library& library, const BackupPlan& plan);
// Whether it is time for one: there are documents, and something was written since the last.
bool backupIsDue(Library& library, const QDateTime& now);

// The backups of a library of this name that lie in the folder, newest first. A folder that is not there has none.
QVector<BackupInfo> backupsIn(const QString& folder, const QString& library);

// Reads all of it: the database's own structures, and the text of every document. Throws kDamaged where it is no sound
// database, and what a library that cannot be opened is told else. Nothing is written.
LibraryCheck checkLibrary(const QString& path, const std::atomic<bool>* stop = nullptr);

struct BackupRequest {
  QString library;
  QString folder;  // is made
  BackupRule rule{};
  const std::atomic<bool>* stop = nullptr;  // set to true it ends the work soon, with kInternal and a sentence
};
BackupMade makeBackup(const BackupRequest& request);

// A copy of the backup to work with, in this folder, beside others of its name: what is opened as a library is written
// in, and the backup shall stay what it is. The backup is checked before. Returns the copy's path.
QString workingCopy(const QString& backup, const QString& folder);

// The file becomes the library: what stood there is kept beside it, under a name that tells until when it was so; its
// path, or an empty one where nothing stood there. REQUIRES: the library is closed, and both lie in one folder. After
// an error all is as it was.
QString putInPlace(const QString& copy, const QString& library);
// What putInPlace() kept of this library, newest first.
QVector<BackupInfo> keptBeside(const QString& library);

}  // namespace lacuna::storage
