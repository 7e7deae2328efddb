// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/linked_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "storage/error.h"
#include "storage/files/output_file.h"
#include "storage/folders/folder_index.h"
#include "storage/formats/encoding.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

// A file that was changed so shortly ago can be changed again without its time telling it: some file systems count in
// two seconds.
constexpr qint64 kFresh = qint64(3) * 1000 * 1000 * 1000;  // nanoseconds

QByteArray native(const QString& path) { return QFile::encodeName(path); }

// Size and time, or the errno.
int stampOf(const QString& path, FileStamp* stamp) {
  struct stat about {};
  if (::stat(native(path).constData(), &about) != 0) return errno;
  if (!S_ISREG(about.st_mode)) return EISDIR;
  stamp->size = about.st_size;
  stamp->modified = static_cast<qint64>(about.st_mtim.tv_sec) * 1000000000 + about.st_mtim.tv_nsec;
  const qint64 now = QDateTime::currentMSecsSinceEpoch() * 1000000;
  if (now - stamp->modified < kFresh) stamp->modified = 0;
  return 0;
}

LinkState stateOf(files::FileFault fault) {
  using enum files::FileFault;
  switch (fault) {
    case kFull:
      return LinkState::Full;
    case kNoRights:
      return LinkState::ReadOnly;
    case kNotFound:
      return LinkState::Away;
    default:
      return LinkState::Failed;
  }
}

QString besideOf(const QString& path) {
  return QFileInfo(path).path() + QStringLiteral("/.lacuna-%1.before").arg(::getpid());
}

}  // namespace

FileLook lookAtFile(const QString& path, const FileStamp& known, const QString& encoding) {
  FileLook look;
  const int error = stampOf(path, &look.stamp);
  if (error == ENOENT || error == ENOTDIR) {
    look.state = QFileInfo(QFileInfo(path).path()).isDir() ? LinkState::Missing : LinkState::Away;
    return look;
  }
  if (error != 0) {
    look.state = LinkState::Unreadable;
    look.why = QString::fromLocal8Bit(std::strerror(error));
    return look;
  }
  const bool same = known.modified != 0 && known.size == look.stamp.size && known.modified == look.stamp.modified;
  if (same) {
    look.stamp.digest = known.digest;
    return look;
  }
  try {
    look.file = readTextFile(path, encoding, known.digest);
  } catch (const StorageError& refused) {
    look.state = refused.code() == StorageCode::kEncoding ? LinkState::NoText : LinkState::Unreadable;
    look.why = refused.sentence();
    return look;
  }
  // Of the bytes that were read; should it have changed meanwhile, the next look finds another size or time.
  look.stamp.digest = digestOf(look.file.bytes);
  if (look.stamp.size != look.file.bytes.size()) look.stamp.modified = 0;
  look.stamp.size = look.file.bytes.size();
  look.changed = look.stamp.digest != known.digest;
  return look;
}

FileWrite writeLinkedFile(const QString& path, const QString& text, const TextForm& form, const QString& expected,
                          const std::function<void()>& between) {
  FileWrite result;
  if (const qsizetype at = firstOutside(text, form.encoding); at >= 0) {
    result.state = LinkState::Failed;
    result.why = Said::tr("its encoding %1 has no “%2”, in line %3")
                     .arg(form.encoding, text.mid(at, text[at].isHighSurrogate() ? 2 : 1))
                     .arg(text.left(at).count(u'\n') + 1);
    return result;
  }
  const QByteArray bytes = bytesFromText(text, form);
  const auto conflict = [&result](FileLook look) {
    result.state = look.state == LinkState::InStep ? LinkState::Conflict : look.state;
    result.why = look.why;
    result.look = std::move(look);
    return result;
  };
  FileStamp unknown;
  unknown.digest = expected;
  FileLook before = lookAtFile(path, unknown, form.encoding);
  const bool isThere = before.state != LinkState::Missing;
  if (before.state == LinkState::Away || (isThere && before.state != LinkState::InStep)) return conflict(before);
  if (isThere == expected.isEmpty() || before.changed) return conflict(before);
  const QString kept = besideOf(path);
  try {
    files::OutputFile file(native(path).toStdString(), files::Target::kFilesOnly);
    file.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    if (between) between();
    file.commit(native(kept).toStdString());
  } catch (const files::FileError& error) {
    result.state = stateOf(error.fault());
    result.why = QString::fromStdString(error.why());
    return result;
  }
  // What it took the place of: was it still what was expected?
  FileLook old = lookAtFile(kept, unknown, form.encoding);
  const bool wasThere = old.state != LinkState::Missing;
  if (wasThere && (expected.isEmpty() || old.changed || old.state != LinkState::InStep)) {
    // The other program's words go back to their place; ours are in the library.
    if (std::rename(native(kept).constData(), native(path).constData()) == 0) return conflict(old);
  }
  QFile::remove(kept);
  (void)stampOf(path, &result.stamp);
  result.stamp.size = bytes.size();
  result.stamp.modified = 0;
  result.stamp.digest = digestOf(bytes);
  return result;
}

QString digestOfText(const QString& text) { return digestOf(text.toUtf8()); }

QString linkPath(const QString& path) {
  const QFileInfo info(path);
  if (const QString there = info.canonicalFilePath(); !there.isEmpty()) return there;
  const QString folder = QFileInfo(info.absolutePath()).canonicalFilePath();
  return (folder.isEmpty() ? QDir::cleanPath(info.absolutePath()) : folder) + u'/' + info.fileName();
}

bool mixesLineEnds(const TextFile& file) {
  return bytesFromText(file.text, file.form) != file.bytes && file.bytes.contains('\r');
}

}  // namespace lacuna::storage
