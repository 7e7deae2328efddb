// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of texts as documents, and documents as a folder of texts. Plain data, any thread.
#pragma once

#include <QPair>
#include <QString>
#include <QStringList>
#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

struct FolderReading {
  QString encoding{};          // of texts that are not UTF-8; empty: they are told and left out
  bool headingTitles = false;  // a document is called after the first heading of its text, where it begins with one
};

// One document that a folder has made.
struct FolderText {
  NewDocument document{};
  QString file{};    // with its text, relative to the folder, parted by '/'; empty: it has none
  QString folder{};  // that it stands for, likewise; empty: none, and for the first one the folder itself
};

struct FolderRead {
  QString path;                 // of the folder, without links
  QVector<FolderText> texts{};  // a document before those that lie in it; the first one is the project
  QStringList leftOut{};        // one sentence each: what was not taken, and why
  QStringList leftFiles{};      // texts among it, relative
  int files = 0;                // texts that were taken
  bool listed = false;          // it has a list of Lacuna's: order, kinds and titles are that of the library
};

struct FolderSelection {
  bool notes = true;
  bool archived = true;
};

struct FolderWritten {
  QString path;     // of the folder, without links
  int written = 0;  // files that were made or changed
  int unchanged = 0;
  int removed = 0;        // files of ours that have another name now, or none
  QStringList changed{};  // relative: another program has changed them since, so they were left as they are
  QVector<QPair<QString, QString>> files{};  // ids of documents and where their texts lie now
};

}  // namespace lacuna::storage
