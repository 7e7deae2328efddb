// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/zip_archive.h"

#include <zip.h>

#include <QUrl>
#include <QVector>

#include "storage/error.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr qint64 kPiece = 256 * 1024;

// The work as libzip asks for it; nothing may be thrown through libzip, which is C.
struct Packing {
  const Work& work;
  double share = 0;
  bool stopped = false;
  bool mayGoOn() {
    try {
      work.at(share);
    } catch (const Stopped&) {
      stopped = true;
    }
    return !stopped;
  }
};

}  // namespace

ZipReader::ZipReader(const QString& name, const QByteArray& bytes) : name_(name), bytes_(bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(bytes_.constData(), static_cast<zip_uint64_t>(bytes_.size()), 0, &error);
  archive_ = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive_ == nullptr) {
    if (source != nullptr) zip_source_free(source);
    zip_error_fini(&error);
    refuse(Said::tr("is cut off or damaged: its archive cannot be opened; take another copy of it"));
  }
  zip_error_fini(&error);
  if (zip_get_num_entries(archive_, 0) > kMostEntries) {
    zip_discard(archive_);
    refuse(Said::tr("holds more than %1 parts and is not opened; save it anew in the program that it comes from")
               .arg(kMostEntries));
  }
}

ZipReader::~ZipReader() { zip_discard(archive_); }

void ZipReader::refuse(const QString& why) const {
  throw StorageError(StorageCode::kInvalid, QStringLiteral("%1 %2.").arg(name_, why));
}

bool ZipReader::has(const QString& entry) const {
  return !entry.isEmpty() && zip_name_locate(archive_, entry.toUtf8().constData(), 0) >= 0;
}

QByteArray ZipReader::read(const QString& entry) {
  const zip_int64_t index = entry.isEmpty() ? -1 : zip_name_locate(archive_, entry.toUtf8().constData(), 0);
  if (index < 0) refuse(Said::tr("lacks its part \"%1\"; it is damaged, take another copy").arg(entry));
  zip_stat_t stat;
  zip_stat_init(&stat);
  zip_stat_index(archive_, static_cast<zip_uint64_t>(index), 0, &stat);
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    refuse(Said::tr("is protected by a password; save it without one first"));
  zip_file_t* file = zip_fopen_index(archive_, static_cast<zip_uint64_t>(index), 0);
  if (file == nullptr) refuse(Said::tr("is damaged: its part \"%1\" cannot be opened; take another copy").arg(entry));
  const qint64 packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? static_cast<qint64>(stat.comp_size) : 0;
  QByteArray all;
  QByteArray piece(kPiece, Qt::Uninitialized);
  QString wrong;
  for (;;) {
    const zip_int64_t got = zip_fread(file, piece.data(), kPiece);
    if (got < 0)
      wrong = Said::tr("is damaged: its part \"%1\" cannot be read to its end; take another copy").arg(entry);
    if (got <= 0) break;
    all.append(piece.constData(), got);
    const bool bomb = all.size() > kRatioFrom && all.size() / kMostRatio > packed;
    if (bomb || all.size() > kLargestEntry || total_ + all.size() > kMostBytes) {
      wrong = Said::tr("unpacks to far more than a text has (its part \"%1\") and is not opened").arg(entry);
      break;
    }
  }
  zip_fclose(file);
  if (!wrong.isEmpty()) refuse(wrong);
  total_ += all.size();
  return all;
}

void ZipWriter::add(const QString& entry, const QByteArray& bytes, bool stored) {
  entries_.append({entry, bytes, stored});
}

QByteArray ZipWriter::finish(const Work& work) const {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  bool well = archive != nullptr;
  for (const Entry& entry : entries_) {
    if (!well) break;
    zip_source_t* source =
        zip_source_buffer(archive, entry.bytes.constData(), static_cast<zip_uint64_t>(entry.bytes.size()), 0);
    const zip_int64_t index = zip_file_add(archive, entry.name.toUtf8().constData(), source, ZIP_FL_ENC_UTF_8);
    well = index >= 0;
    if (well && entry.stored)
      well = zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0) == 0;
  }
  Packing packing{work};
  if (archive != nullptr) {
    zip_register_progress_callback_with_state(
        archive, 0.01, [](zip_t*, double share, void* state) { static_cast<Packing*>(state)->share = share; }, nullptr,
        &packing);
    zip_register_cancel_callback_with_state(
        archive, [](zip_t*, void* state) { return static_cast<Packing*>(state)->mayGoOn() ? 0 : 1; }, nullptr,
        &packing);
    if (well) {
      well = zip_close(archive) == 0;
      if (!well) zip_discard(archive);
    } else {
      zip_discard(archive);
    }
  }
  QByteArray bytes;
  if (well && zip_source_open(target) == 0) {
    zip_source_seek(target, 0, SEEK_END);
    bytes.resize(zip_source_tell(target));
    zip_source_seek(target, 0, SEEK_SET);
    well = zip_source_read(target, bytes.data(), static_cast<zip_uint64_t>(bytes.size())) == bytes.size();
    zip_source_close(target);
  }
  zip_source_free(target);
  zip_error_fini(&error);
  if (packing.stopped) throw Stopped();
  if (!well || bytes.isEmpty())
    throw StorageError(StorageCode::kInternal, Said::tr("The file could not be packed; try another format."));
  return bytes;
}

QString entryBeside(const QString& entry, const QString& relative) {
  const QString path = QUrl::fromPercentEncoding(relative.section(u'#', 0, 0).toUtf8());
  QStringList parts =
      path.startsWith(u'/') ? QStringList() : entry.section(u'/', 0, -2).split(u'/', Qt::SkipEmptyParts);
  for (const QString& part : path.split(u'/', Qt::SkipEmptyParts)) {
    if (part == QStringLiteral(".")) continue;
    if (part == QStringLiteral("..")) {
      if (parts.isEmpty()) return {};
      parts.removeLast();
    } else {
      parts.append(part);
    }
  }
  return parts.join(u'/');
}

}  // namespace lacuna::storage
