// SPDX-License-Identifier: GPL-3.0-or-later
// Which documents are linked to files, and which projects to folders; what is in the bin is left alone. What is done
// with the files stands in linked_file.h and app/library/link_calls.h. Errors: StorageError.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>
#include <optional>

#include "storage/values/link.h"

namespace lacuna::storage {

class Database;

class Links {
 public:
  explicit Links(Database& database) : database_(database) {}

  // Outside the bin.
  QVector<Link> all();
  std::optional<Link> of(const QString& id);
  // The document, outside the bin, that is linked to this file; empty: none.
  QString documentAt(const QString& path);
  // New, or instead of the one before. A document in the bin that holds the file's path loses it.
  void set(const Link& link);
  void set(const QVector<Link>& links);  // in one transaction
  void remove(const QString& id);
  // Linked documents, outside the bin, with an edit on the disk that is not in their files.
  QStringList ahead();
  // The number of a document's last edit that is on the disk.
  qint64 lastEdit(const QString& id);

  struct Folder {
    QString id;  // of the project
    QString path;
    QStringList passed{};  // relative paths of texts that the author does not want
  };
  QVector<Folder> folders();
  void setFolder(const Folder& folder);
  void removeFolder(const QString& id);

 private:
  void put(const Link& link);

  Database& database_;
};

}  // namespace lacuna::storage
