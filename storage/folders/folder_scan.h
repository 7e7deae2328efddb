// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in a folder that can become documents. For folder_reader.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

namespace lacuna::storage {

struct FolderEntry {
  QString path{};  // relative, parted by '/'
  QString name{};  // without its suffix
  bool isFolder = false;
  int above = -1;  // index of the folder that it lies in; -1: the one that was looked into
};

struct FolderScan {
  QString path;                    // without links
  QVector<FolderEntry> entries{};  // a folder before what lies in it, each folder in the order of names
  QStringList leftOut{};           // one sentence each
};

// Throws StorageError: kNotFound, kUnreadable, kInvalid for more than a library takes.
FolderScan scanFolder(const QString& path);

}  // namespace lacuna::storage
