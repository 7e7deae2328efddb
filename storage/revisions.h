// SPDX-License-Identifier: GPL-3.0-or-later
// The states of a document that are kept for good. Most are stored as a zstd frame against their predecessor as its
// prefix, a small delta; now and then one stands alone, so that a chain stays short. A revision is never changed.
//
// `document` is the key in the table documents. Errors: StorageError.
#pragma once

#include <QString>
#include <QVector>
#include <optional>

#include "storage/values.h"

namespace lacuna::storage {

class Database;

class Revisions {
 public:
  // Deltas between two revisions that stand alone.
  static constexpr int kLongestChain = 24;

  explicit Revisions(Database& database) : database_(database) {}

  struct New {
    qint64 document = 0;
    qint64 sequence = 0;  // the last edit of the journal that is in the text
    int words = 0;
  };
  // Returns the revision's id. With `alone`, it does not lean on a predecessor. Wants an open transaction.
  qint64 add(const New& revision, const QString& text, bool alone = false);

  struct Head {
    qint64 id = 0;
    qint64 sequence = 0;
    int words = 0;
  };
  // Newest first.
  QVector<Head> heads(qint64 document) const;
  QVector<RevisionInfo> list(qint64 document) const;
  // Empty when the revision, or one that it leans on, is damaged.
  std::optional<QString> text(qint64 id) const;

 private:
  struct Chain {
    QByteArray content;
    int deltas = 0;
  };
  std::optional<Chain> load(qint64 id) const;

  Database& database_;
};

}  // namespace lacuna::storage
