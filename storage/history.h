// SPDX-License-Identifier: GPL-3.0-or-later
// What the author can undo and redo in a document, kept beside its journal and written with it: a stack of steps, the
// first of which are done. What a step holds is the window's own affair; here it is bytes.
//
// `document` is the key in the table documents. Errors: StorageError; after one, what waited still waits.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QVector>
#include <limits>
#include <optional>

#include "storage/values.h"

namespace lacuna::storage {

class Database;

class History {
 public:
  // The oldest steps go when there are more of them, or when they take more; the newest always stays.
  static constexpr int kMostSteps = 2000;
  static constexpr qint64 kMostBytes = 8 * 1024 * 1024;

  History(Database& database, qint64 document) : database_(database), document_(document) {}

  // Takes up what is stored, if it belongs to the text after the edit `sequence`; else nothing can be undone.
  void load(qint64 sequence);
  void apply(const HistoryEvent& event);
  // The text was changed by somebody else: no step fits it any more.
  void clear();

  // Oldest first. Where a step is damaged, those that lie behind it are left out.
  QVector<QByteArray> done() const;
  // The one to redo next is the last.
  QVector<QByteArray> undone() const;

  bool waiting() const { return waits_; }
  // Wants an open transaction. settle() is for after its commit.
  void write(qint64 sequence);
  void settle();

 private:
  static constexpr qint64 kNone = std::numeric_limits<qint64>::max();
  std::optional<QByteArray> step(qint64 number) const;
  void forget();

  Database& database_;
  qint64 document_;
  // Steps have numbers without a hole: [first_, done_] are done, (done_, last_] were undone.
  qint64 first_ = 1;
  qint64 done_ = 0;
  qint64 last_ = 0;
  qint64 firstWritten_ = 0;  // what write() left as the oldest
  bool waits_ = false;
  QMap<qint64, QByteArray> fresh_;  // not written yet, as the window gave them
  qint64 dropFrom_ = kNone;         // rows from this number on are out of date
};

}  // namespace lacuna::storage
