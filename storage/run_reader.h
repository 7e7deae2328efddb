// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of a library, read without its lock: for a program that only looks, also while a window has the library
// open. Nothing is written and nothing migrated.
//
// Threads: one thread, the one that made it. Errors: StorageError.
#pragma once

#include <QString>
#include <QVector>

#include "storage/database.h"
#include "storage/values.h"

namespace lacuna::storage {

class RunReader {
 public:
  // Throws kNotFound where there is no file or it is of an earlier version, kTooNew, kNotOurs, kUnreadable.
  explicit RunReader(const QString& path);

  struct Entry {
    Run run;        // without its trajectory
    QString title;  // of its document; empty for a run of none
  };
  // Newest first.
  QVector<Entry> list();

  struct Whole {
    Run run;
    QString title;
    QString text;  // that the run read; empty where it was not kept
  };
  // Throws kNotFound, or kDamaged for a damaged trajectory.
  Whole load(const QString& id);

 private:
  QString titleOf(const QString& documentId);

  Database database_;
};

}  // namespace lacuna::storage
