// SPDX-License-Identifier: GPL-3.0-or-later
// How much was written: what each edit adds to, and the table that holds the sums by session, day and document. Only
// what the author typed counts towards a goal; pasted and generated words are told apart from it.
//
// Counts are words, as storage/words.h has them. A day is one of the author's own time zone.
#pragma once

#include <QDate>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

class Database;

// Counts the edits of one document, and holds the sums until they are written. No database, any thread.
class WritingCounter {
 public:
  // Pauses that are longer do not count as time of writing (milliseconds).
  static constexpr qint64 kLongestPause = 60 * 1000;

  // One edit's part: so many units removed or inserted at a place, by which the number of words changed.
  struct Part {
    int position = 0;
    int removed = 0;
    int inserted = 0;
    int change = 0;
  };
  struct Act {
    EditOrigin origin = EditOrigin::Typed;
    bool undoes = false;  // or redoes: what it takes back is no deleting, what it brings back no typing
    qint64 now = 0;       // milliseconds since 1970, UTC
  };
  // What backspace takes out of the run of typing that goes on was not written. REQUIRES: the origin is known.
  void count(const Part& part, const Act& act);

  bool waiting() const { return !sums_.isEmpty(); }
  const QMap<QDate, WritingCount>& sums() const { return sums_; }
  void settle() { sums_.clear(); }

 private:
  void countTyped(const Part& part, WritingCount& sum);

  QMap<QDate, WritingCount> sums_;
  // The run of typing that goes on: where it stands, and the words that it brought.
  int runBegin_ = 0;
  int runEnd_ = 0;
  int runWords_ = 0;
  qint64 last_ = 0;  // when the last edit came
};

// What an edit with an unknown origin most likely is. `change`: of the number of words; `marks`: of the text after it.
EditOrigin likelyOrigin(const Edit& edit, int change, const QVector<Mark>& marks);

class WritingLog {
 public:
  // A session is from here to the object's end, or to begin().
  explicit WritingLog(Database& database) : database_(database) { begin(); }
  void begin();

  // Wants an open transaction. `document` is the key in the table documents.
  void write(qint64 document, const WritingCounter& counter);

  // Sums over these documents; without any, over all, those too that are deleted since. Errors: StorageError.
  WritingCount thisSession(const QStringList& documents = {}) const;
  WritingCount on(const QDate& day, const QStringList& documents = {}) const;
  // Days on which something was written, in order, from `first` to `last`.
  QVector<WritingDay> days(const QDate& first, const QDate& last, const QStringList& documents = {}) const;
  // Sessions in which something was written, newest first.
  QVector<WritingSession> sessions(int most, const QStringList& documents = {}) const;

 private:
  Database& database_;
  qint64 session_ = 0;  // when it began, milliseconds since 1970, UTC; its key too
};

}  // namespace lacuna::storage
