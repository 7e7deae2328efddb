// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/run_reader.h"

#include <QDir>
#include <QFileInfo>

#include "storage/migrations.h"
#include "storage/revisions.h"
#include "storage/runs.h"

namespace lacuna::storage {
namespace {

QString existing(const QString& path) {
  if (QFileInfo(path).isFile()) return path;
  throw StorageError(StorageCode::kNotFound,
                     QStringLiteral("There is no library at %1: name one with --library, or fill a gap in the window "
                                    "first.")
                         .arg(QDir::toNativeSeparators(path)));
}

}  // namespace

RunReader::RunReader(const QString& path) : database_(existing(path), Database::Access::ReadOnly) {
  checkCurrent(database_);
}

QVector<RunReader::Entry> RunReader::list() {
  QVector<Entry> entries;
  for (Run& run : Runs(database_).list()) {
    const QString title = titleOf(run.documentId);
    entries.append({std::move(run), title});
  }
  return entries;
}

RunReader::Whole RunReader::load(const QString& id) {
  Whole whole;
  whole.run = Runs(database_).load(id);
  whole.title = titleOf(whole.run.documentId);
  if (whole.run.revision > 0) whole.text = Revisions(database_).text(whole.run.revision).value_or(QString());
  return whole;
}

QString RunReader::titleOf(const QString& documentId) {
  if (documentId.isEmpty()) return {};
  Statement row(database_, "SELECT title FROM documents WHERE id = ?1");
  row.bind(documentId);
  return row.step() ? row.text(0) : QString();
}

}  // namespace lacuna::storage
