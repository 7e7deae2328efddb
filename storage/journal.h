// SPDX-License-Identifier: GPL-3.0-or-later
// The edits of a document after its last revision, one row each, in order.
//
// `document` is the key in the table documents. Errors: StorageError.
#pragma once

#include <QString>
#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

class Database;

class Journal {
 public:
  explicit Journal(Database& database) : database_(database) {}

  struct Entry {
    qint64 sequence = 0;  // 1 more than that of the entry before
    Edit edit;
    int length = 0;  // of the text after the edit
  };
  // Wants an open transaction.
  void append(qint64 document, const Entry& entry);

  struct Replay {
    QVector<Entry> entries;  // the sound ones, in order, without a hole
    int unsound = 0;         // rows after them, the first of which is damaged or missing
    qint64 bytes = 0;        // of the inserted text
    qint64 last = 0;         // the highest sequence of any row, sound or not; `after` when there is none
  };
  // The rows after this sequence, over a text of this length.
  Replay read(qint64 document, qint64 after, qint64 length) const;

  // Removes the rows up to this sequence. Wants an open transaction.
  void forget(qint64 document, qint64 upTo);
  // Moves the rows after this sequence to the table `damaged`, where nothing reads them again by itself, and returns
  // the texts that they had inserted and that can still be read. Wants an open transaction.
  QStringList setAside(qint64 document, qint64 after);

 private:
  Database& database_;
};

}  // namespace lacuna::storage
