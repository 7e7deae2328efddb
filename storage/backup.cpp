// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>

#include "storage/database.h"
#include "storage/files/folder_lock.h"
#include "storage/files/output_file.h"
#include "storage/library.h"
#include "storage/migrations.h"
#include "storage/said.h"
#include "storage/stored_text.h"
#include "storage/words.h"

namespace lacuna::storage {
namespace {

constexpr const char* kTime = "yyyy-MM-dd HH.mm.ss";
constexpr const char* kUntil = " until";          // ends the name of what a library was before it went back to a backup
constexpr const char* kPart = ".lacuna-backup-";  // begins the name of one that is being written

QString shown(const QString& path) { return QDir::toNativeSeparators(path); }
std::string encoded(const QString& path) { return QFile::encodeName(path).toStdString(); }

// A file that is there, for a connection that only reads.
QString existing(const QString& path) {
  if (!QFileInfo(path).isFile())
    throw StorageError(StorageCode::kNotFound, Said::tr("There is no library at %1; check the path.").arg(shown(path)));
  return QFileInfo(path).absoluteFilePath();
}

// On the disk, or kIo: a file, or a folder's list of names.
void synchronise(const QString& path) {
  const int file = ::open(encoded(path).c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!done)
    throw StorageError(StorageCode::kIo,
                       Said::tr("%1 could not be brought to the disk; check the disk that it is on.").arg(shown(path)));
}

// Removes a file at the end unless it was kept.
class Temporary {
 public:
  explicit Temporary(QString path) : path_(std::move(path)) { remove(); }
  ~Temporary() { remove(); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  const QString& path() const { return path_; }

 private:
  void remove() const {
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) QFile::remove(path_ + QLatin1String(suffix));
  }
  QString path_;
};

QString freeName(const QString& folder, const QString& base) {
  QString path = QStringLiteral("%1/%2.lacuna").arg(folder, base);
  for (int number = 2; QFileInfo::exists(path); ++number)
    path = QStringLiteral("%1/%2 %3.lacuna").arg(folder, base).arg(number);
  return path;
}

void copyInto(const BackupRequest& request, const QString& path) {
  Database library(existing(request.library), Database::Access::ReadOnly);
  if (request.stop != nullptr) library.stopOn(*request.stop);
  checkCurrent(library);
  try {
    Statement copy(library, "VACUUM INTO ?1");
    copy.bind(path);
    copy.run();
  } catch (const StorageError& error) {
    const StorageCode code = error.code();
    if (code == StorageCode::kFull)
      throw StorageError(code, Said::tr("There is no room in %1 for a backup of the library; free some, or choose "
                                        "another folder. Older backups are as they were.")
                                   .arg(shown(request.folder)));
    if (code == StorageCode::kIo || code == StorageCode::kReadOnly || code == StorageCode::kUnreadable)
      throw StorageError(code, Said::tr("No backup of the library could be written into %1; check the folder and "
                                        "its disk. Older backups are as they were.")
                                   .arg(shown(request.folder)));
    throw;
  }
}

// "NAME 2026-11-30 21.14.05.lacuna", newest first.
QVector<BackupInfo> filesNamed(const QString& folder, const QString& base, bool before) {
  const QRegularExpression name(
      QStringLiteral("^%1 (\\d{4}-\\d\\d-\\d\\d \\d\\d\\.\\d\\d\\.\\d\\d)(?: (\\d+))?\\.lacuna$")
          .arg(QRegularExpression::escape(base)));
  QVector<QPair<int, BackupInfo>> found;
  for (const QFileInfo& file : QDir(folder).entryInfoList(QDir::Files | QDir::NoSymLinks)) {
    const QRegularExpressionMatch match = name.match(file.fileName());
    const QDateTime made = QDateTime::fromString(match.captured(1), QLatin1String(kTime));
    if (match.hasMatch() && made.isValid())
      found.append({match.captured(2).toInt(), {file.absoluteFilePath(), made, file.size(), before}});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.second.made != b.second.made ? a.second.made > b.second.made : a.first > b.first;
  });
  QVector<BackupInfo> infos;
  for (const auto& each : found) infos.append(each.second);
  return infos;
}

// A library's file with what SQLite keeps beside it.
bool moveLibrary(const QString& from, const QString& to) {
  if (!QFile::rename(from, to)) return false;
  for (const char* suffix : {"-wal", "-shm", "-journal"}) {
    const QString companion = from + QLatin1String(suffix);
    if (QFileInfo::exists(companion)) QFile::rename(companion, to + QLatin1String(suffix));
  }
  return true;
}

QStringList rotate(const BackupRequest& request, const QDateTime& now) {
  QStringList removed;
  const QVector<BackupInfo> all = backupsIn(request.folder, request.library);
  for (qsizetype i = 0; i < all.size(); ++i) {
    const bool old = request.rule.mostDays > 0 && all[i].made.daysTo(now) > request.rule.mostDays;
    const bool goes = i >= std::max(1, request.rule.most) || (old && i >= std::max(1, request.rule.atLeast));
    if (goes && QFile::remove(all[i].path)) removed.append(all[i].path);
  }
  return removed;
}

}  // namespace

BackupPlan backupPlan(Library& library) {
  const auto number = [&library](const char* name, int absent, int least) {
    bool given = false;
    const int value = library.setting(QLatin1String(name)).toInt(&given);
    return given && value >= least ? value : absent;
  };
  BackupPlan plan;
  const QString beside = QFileInfo(library.path()).absolutePath() + QStringLiteral("/backups");
  plan.folder = library.setting(QStringLiteral("backup.folder"), beside);
  plan.hours = number("backup.hours", plan.hours, 1);
  plan.rule.most = number("backup.most", plan.rule.most, 1);
  plan.rule.mostDays = number("backup.most_days", plan.rule.mostDays, 0);
  return plan;
}

void setBackupPlan(Library& library, const BackupPlan& plan) {
  if (plan.hours < 1 || plan.rule.most < 1 || plan.rule.mostDays < 0)
    throw StorageError(StorageCode::kInvalid, Said::tr("Backups are made every hour at most, and one of them is "
                                                       "kept at least; choose other numbers."));
  library.setSetting(QStringLiteral("backup.folder"), plan.folder);
  library.setSetting(QStringLiteral("backup.hours"), QString::number(plan.hours));
  library.setSetting(QStringLiteral("backup.most"), QString::number(plan.rule.most));
  library.setSetting(QStringLiteral("backup.most_days"), QString::number(plan.rule.mostDays));
}

bool backupIsDue(Library& library, const QDateTime& now) {
  const BackupPlan plan = backupPlan(library);
  if (plan.folder.isEmpty()) return false;
  const qint64 written = library.database().number("SELECT coalesce(max(updated), 0) FROM documents");
  if (written == 0) return false;
  const QVector<BackupInfo> all = backupsIn(plan.folder, library.path());
  if (all.isEmpty()) return true;
  const QDateTime last = all.first().made;
  return last.secsTo(now) >= qint64(plan.hours) * 3600 && last.toMSecsSinceEpoch() < written;
}

QVector<BackupInfo> backupsIn(const QString& folder, const QString& library) {
  return filesNamed(folder, QFileInfo(library).completeBaseName(), false);
}

QVector<BackupInfo> keptBeside(const QString& library) {
  const QFileInfo file(library);
  return filesNamed(file.absolutePath(), file.completeBaseName() + QLatin1String(kUntil), true);
}

LibraryCheck checkLibrary(const QString& path, const std::atomic<bool>* stop) {
  Database database(existing(path), Database::Access::ReadOnly);
  if (stop != nullptr) database.stopOn(*stop);
  checkVersion(database);
  const QString said = database.text("PRAGMA integrity_check(1)");
  if (said != QStringLiteral("ok") || !database.text("PRAGMA foreign_key_check").isEmpty())
    throw StorageError(StorageCode::kDamaged,
                       Said::tr("The library %1 is damaged inside (%2) and was left as it is; choose another backup.")
                           .arg(shown(path), said.simplified().left(120)));
  LibraryCheck check;
  QVector<QPair<qint64, QString>> documents;
  Statement rows(database, "SELECT key, title FROM documents ORDER BY key");
  while (rows.step()) documents.append({rows.number(0), rows.text(1)});
  for (const auto& [key, title] : documents) {
    const std::optional<StoredText> text = storedText(database, key);
    ++check.documents;
    if (text) check.words += countWords(text->text);
    if (!text || !text->sound) check.damaged.append(title);
    if (stop != nullptr && stop->load()) break;
  }
  return check;
}

BackupMade makeBackup(const BackupRequest& request) {
  const QString folder = QFileInfo(request.folder).absoluteFilePath();
  const BackupRequest whole{request.library, folder, request.rule, request.stop};
  const auto stopped = [&request] {
    if (request.stop != nullptr && request.stop->load())
      throw StorageError(StorageCode::kInternal,
                         Said::tr("The backup was stopped before it was done; older ones are as they were."));
  };
  try {
    files::makeFolder(encoded(folder));
    const files::FolderLock lock(
        encoded(folder), ".lacuna-backup.lock",
        "Another Lacuna is making a backup in " + folder.toStdString() + " at this moment; wait until it is done.");
    // What a lost process left. No other is at work here.
    for (const QString& part :
         QDir(folder).entryList({QLatin1String(kPart) + QStringLiteral("*.part*")}, QDir::Files | QDir::Hidden))
      QFile::remove(folder + QLatin1Char('/') + part);
    const Temporary copy(QStringLiteral("%1/%2%3.part").arg(folder, QLatin1String(kPart)).arg(::getpid()));
    BackupMade made;
    try {
      copyInto(whole, copy.path());
      made.check = checkLibrary(copy.path(), request.stop);
    } catch (const StorageError&) {
      stopped();
      throw;
    }
    stopped();
    synchronise(copy.path());
    const QDateTime now = QDateTime::currentDateTime();
    const QString base =
        QStringLiteral("%1 %2").arg(QFileInfo(request.library).completeBaseName(), now.toString(QLatin1String(kTime)));
    made.info = {freeName(folder, base), now, QFileInfo(copy.path()).size()};
    if (!QFile::rename(copy.path(), made.info.path))
      throw StorageError(StorageCode::kIo, Said::tr("The backup could not get its name in %1; check the folder's "
                                                    "rights. Older backups are as they were.")
                                               .arg(shown(folder)));
    synchronise(folder);
    if (made.check.damaged.isEmpty()) made.removed = rotate(whole, now);
    return made;
  } catch (const files::FileError& error) {
    throw StorageError(error.fault() == files::FileFault::kFull    ? StorageCode::kFull
                       : error.fault() == files::FileFault::kInUse ? StorageCode::kLocked
                                                                   : StorageCode::kReadOnly,
                       QString::fromStdString(error.what()));
  }
}

QString workingCopy(const QString& backup, const QString& folder) {
  constexpr qint64 kChunk = 1 << 20;
  (void)checkLibrary(backup);
  const QString path = freeName(QFileInfo(folder).absoluteFilePath(),
                                QStringLiteral("%1 (copy)").arg(QFileInfo(backup).completeBaseName()));
  QFile from(backup);
  if (!from.open(QIODevice::ReadOnly))
    throw StorageError(StorageCode::kUnreadable,
                       Said::tr("%1 may not be read; change the rights of the file.").arg(shown(backup)));
  try {
    files::makeFolder(encoded(QFileInfo(folder).absoluteFilePath()));
    files::OutputFile to(encoded(path), files::Target::kFilesOnly);
    while (!from.atEnd()) {
      const QByteArray bytes = from.read(kChunk);
      if (bytes.isEmpty())
        throw StorageError(
            StorageCode::kIo,
            Said::tr("%1 could not be read to its end; check the disk that it is on.").arg(shown(backup)));
      to.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    }
    to.commit();
  } catch (const files::FileError& error) {
    throw StorageError(error.fault() == files::FileFault::kFull ? StorageCode::kFull : StorageCode::kReadOnly,
                       QString::fromStdString(error.what()));
  }
  return path;
}

QString putInPlace(const QString& copy, const QString& library) {
  const QFileInfo place(library);
  QString aside;
  const StorageError refused(StorageCode::kIo,
                             Said::tr("%1 could not make room for the backup; check the rights of its folder. "
                                      "Nothing was changed.")
                                 .arg(shown(library)));
  if (place.exists()) {
    aside = freeName(place.absolutePath(),
                     QStringLiteral("%1%2 %3").arg(place.completeBaseName(), QLatin1String(kUntil),
                                                   QDateTime::currentDateTime().toString(QLatin1String(kTime))));
    if (!moveLibrary(place.absoluteFilePath(), aside)) throw refused;
  }
  if (!moveLibrary(QFileInfo(copy).absoluteFilePath(), place.absoluteFilePath())) {
    if (!aside.isEmpty()) moveLibrary(aside, place.absoluteFilePath());
    throw refused;
  }
  synchronise(place.absolutePath());
  return aside;
}

}  // namespace lacuna::storage
