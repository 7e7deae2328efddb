// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/library_path.h"

#include <QFileInfo>
#include <QStandardPaths>

#include "storage/database.h"
#include "storage/error.h"
#include "storage/migrations.h"

namespace lacuna::app {

QString libraryPath(const QString& wanted) {
  if (!wanted.isEmpty()) return wanted;
  const QString named = qEnvironmentVariable("LACUNA_LIBRARY");
  if (!named.isEmpty()) return named;
  return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
         QStringLiteral("/lacuna/library.lacuna");
}

LibraryState lookAtLibrary(const QString& path) {
  const QFileInfo file(path);
  if (!file.exists()) return {true, QStringLiteral("%1, not made yet").arg(path)};
  try {
    storage::Database database(path, storage::Database::Access::ReadOnly);
    storage::checkVersion(database);
    return {true, QStringLiteral("%1, %2 KiB").arg(path).arg(file.size() / 1024)};
  } catch (const storage::StorageError& error) {
    return {false, error.sentence()};
  }
}

}  // namespace lacuna::app
