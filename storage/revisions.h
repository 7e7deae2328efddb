// SPDX-License-Identifier: GPL-3.0-or-later
// The states of a document that are kept for good. Most are stored as a zstd frame against their predecessor as its
// prefix, a small delta; now and then one stands alone, so that a chain stays short. A
// revision's text is never changed.
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
    RevisionNote note{};
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
  void note(qint64 id, const RevisionNote& note);
  // When the newest state was kept that is more than a folded journal; milliseconds since 1970, UTC, or 0.
  qint64 newestPoint(qint64 document) const;
  // Deletes it; what leans on it is stored anew, against what it leaned on itself or alone, and read back before the
  // old form goes. False, with nothing changed, where something that leans on it is damaged. A transaction of its own.
  bool remove(qint64 id);

 private:
  struct Chain {
    QByteArray content;
    int deltas = 0;
  };
  std::optional<Chain> load(qint64 id) const;
  bool storeAnew(qint64 id, qint64 base);

  Database& database_;
};

}  // namespace lacuna::storage
