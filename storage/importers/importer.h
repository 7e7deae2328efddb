// SPDX-License-Identifier: GPL-3.0-or-later
// Reads files of other programs into the text of a document: text files here, all others by storage/formats.
//
// To add a format: one pair of files with two functions here beside it, one line in importer.cpp, one fixture.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVector>

#include "storage/error.h"
#include "storage/text_form.h"
#include "storage/values/reading.h"
#include "storage/values/work.h"

namespace lacuna::storage {

struct Imported {
  QString title;
  QString text;              // lines end in line feeds
  TextForm form = {};        // how it stood in the file
  QStringList leftOut = {};  // one sentence each: what could not be taken along
};

struct Importer {
  const char* name;      // for a person: "Markdown"
  const char* suffixes;  // "md markdown", lower case, without dots
  // Whether this importer takes a file with this suffix (lower case) that begins with these bytes.
  bool (*canRead)(const QString& suffix, const QByteArray& head);
  // `path` is for the title and for sentences. Throws StorageError: kInvalid, naming what is wrong and where.
  Imported (*read)(const QString& path, const QByteArray& bytes);
};

// Files that are larger are refused: 256 MiB, some forty million words.
constexpr qint64 kLargestImport = qint64(256) * 1024 * 1024;

const QVector<Importer>& importers();
// "*.md" and so on, for a file dialog.
QStringList importPatterns();

// Throws StorageError with one sentence: missing, a folder, unreadable, too large, an unknown kind; kEncoding: a text
// that is not UTF-8. Any thread.
// encoding: of such a text, see storage/formats/encoding.h; empty: UTF-8, or what its mark says.
Imported importFile(const QString& path, qint64 largest = kLargestImport, const QString& encoding = {},
                    const Work& work = {});
// After kEncoding: how its beginning reads in each encoding, the likeliest first. None where it is no text at all.
QVector<Reading> readingsOf(const QString& path);

}  // namespace lacuna::storage
