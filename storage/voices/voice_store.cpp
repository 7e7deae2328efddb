// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/voices/voice_store.h"

#include <QDir>
#include <QFileInfo>

#include "storage/error.h"
#include "storage/files/folder_lock.h"
#include "storage/files/output_file.h"
#include "storage/said.h"
#include "storage/voices/voice_rows.h"
#include "storage/voices/voice_schema.h"

namespace lacuna::storage {
namespace {

void makeFolder(const QString& path) {
  try {
    files::makeFolder(QFile::encodeName(path).toStdString());
  } catch (const files::FileError& error) {
    const StorageCode code = error.fault() == files::FileFault::kFull       ? StorageCode::kFull
                             : error.fault() == files::FileFault::kNoRights ? StorageCode::kReadOnly
                                                                            : StorageCode::kIo;
    throw StorageError(code, QString::fromUtf8(error.what()));
  }
}

// Weights say something of the texts that they come from: the user's alone.
QString ownFolder(const QString& path) {
  if (!QFileInfo(path).isDir()) {
    makeFolder(path);
    (void)QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  }
  return path;
}

QString opened(const QString& path) {
  makeFolder(QFileInfo(path).absolutePath());
  return path;
}

}  // namespace

QString VoiceStore::pathFor(const QString& library) {
  return QFileInfo(library).absoluteDir().filePath(QStringLiteral("voices.sqlite"));
}

VoiceStore::VoiceStore(const QString& path) : database_(opened(path)) {
  openVoices(database_);
  wipeLog();
}

VoiceStore::~VoiceStore() = default;

QString VoiceStore::folder() const {
  return ownFolder(QFileInfo(path()).absoluteDir().filePath(QStringLiteral("voices")));
}

QString VoiceStore::jobFolder(const QString& job) const {
  return ownFolder(ownFolder(folder() + QStringLiteral("/jobs")) + u'/' + job);
}

QString VoiceStore::voiceFolder(const QString& voice) const { return folder() + u'/' + voice; }

qint64 VoiceStore::version() {
  if (logHoldsText_) wipeLog();
  return database_.number("SELECT number FROM changes");
}

VoicesView VoiceStore::view() {
  VoicesView view;
  const ReadMoment moment(database_);
  VoiceRows rows(database_, QFileInfo(path()).absoluteDir().filePath(QStringLiteral("voices")));
  view.corpora = rows.corpora();
  view.jobs = rows.jobs();
  view.voices = rows.voices();
  return view;
}

void VoiceStore::wipeLog() {
  database_.execute("PRAGMA busy_timeout = 0");
  try {
    // 0: all of it is in the file now, and the log is empty.
    logHoldsText_ = database_.number("PRAGMA wal_checkpoint(TRUNCATE)", 1) != 0;
  } catch (const StorageError&) {
    logHoldsText_ = true;  // somebody writes at this moment, or the disk is full: later
  }
  database_.execute("PRAGMA busy_timeout = 30000");
}

}  // namespace lacuna::storage
