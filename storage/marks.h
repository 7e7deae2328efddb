// SPDX-License-Identifier: GPL-3.0-or-later
// The marks of a document as they were after some edit of its journal. Later edits move them when the document opens,
// so that typing writes no marks.
#pragma once

#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

class Database;

class Marks {
 public:
  explicit Marks(Database& database) : database_(database) {}

  struct Stored {
    QVector<Mark> marks;
    qint64 sequence = 0;  // the last edit that they know of
  };
  Stored read(qint64 document) const;
  // Replaces all marks of the document. Wants an open transaction.
  void write(qint64 document, const Stored& stored);

 private:
  Database& database_;
};

}  // namespace lacuna::storage
