// SPDX-License-Identifier: GPL-3.0-or-later
// Zip archives, of which .docx, .odt and .epub are made. Reading trusts nothing that an archive says of itself, and
// never writes to the disk: a name is only a name. Any thread; one object belongs to one thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <memory>

#include "storage/values/work.h"

struct zip;

namespace lacuna::storage {

class ZipReader {
 public:
  static constexpr int kMostEntries = 20000;
  static constexpr qint64 kLargestEntry = qint64(128) * 1024 * 1024;
  static constexpr qint64 kMostBytes = qint64(384) * 1024 * 1024;  // of all that is read
  static constexpr int kMostRatio = 200;                           // of an entry above kRatioFrom
  static constexpr qint64 kRatioFrom = qint64(4) * 1024 * 1024;

  // `name` is the file's, for sentences. Throws StorageError(kInvalid): no archive, cut off, too many entries.
  ZipReader(const QString& name, const QByteArray& bytes);
  ~ZipReader();
  ZipReader(const ZipReader&) = delete;
  ZipReader& operator=(const ZipReader&) = delete;

  bool has(const QString& entry) const;
  // Throws StorageError(kInvalid): not there, encrypted, damaged, larger than the limits.
  QByteArray read(const QString& entry);
  // Empty where there is no such entry.
  QByteArray readIfThere(const QString& entry) { return has(entry) ? read(entry) : QByteArray(); }

 private:
  [[noreturn]] void refuse(const QString& why) const;

  QString name_;
  QByteArray bytes_;
  zip* archive_ = nullptr;
  qint64 total_ = 0;
};

class ZipWriter {
 public:
  // In this order. `stored`: not compressed, as the first entry of .odt and .epub has to be.
  void add(const QString& entry, const QByteArray& bytes, bool stored = false);
  // Throws StorageError(kInternal), and what the work throws.
  QByteArray finish(const Work& work = {}) const;

 private:
  struct Entry {
    QString name;
    QByteArray bytes;
    bool stored = false;
  };
  QVector<Entry> entries_;
};

// A name within an archive that is given relative to another entry: "../text/a%20b.xhtml#x" beside "OEBPS/content.opf"
// is "text/a b.xhtml". What leads out of the archive is empty.
QString entryBeside(const QString& entry, const QString& relative);

}  // namespace lacuna::storage
