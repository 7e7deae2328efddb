// SPDX-License-Identifier: GPL-3.0-or-later
// A document that is being written: its text and marks in memory, and what of them is not on the disk yet.
//
// Errors: StorageError; after one, what waited still waits.
#pragma once

#include <QVector>
#include <utility>

#include "storage/history.h"
#include "storage/journal.h"
#include "storage/marks.h"
#include "storage/revisions.h"
#include "storage/text_buffer.h"
#include "storage/values.h"
#include "storage/writing_log.h"

namespace lacuna::storage {

class Database;

class OpenDocument {
 public:
  // A journal that is longer than this is folded into a revision.
  static constexpr int kJournalRows = 200;
  static constexpr qint64 kJournalBytes = 64 * 1024;
  static constexpr qint64 kHour = qint64(60) * 60 * 1000;  // milliseconds

  // Reads the last revision and replays the journal. What is damaged is set aside, the sound text becomes a new
  // revision, and takeNotice() says so. `key` is the key in the table documents. `log` outlives it; null: not counted.
  OpenDocument(Database& database, qint64 key, WritingLog* log = nullptr);

  QString text() const { return buffer_.text(); }
  int words() const { return buffer_.words(); }
  const QVector<Mark>& marks() const { return marks_; }
  int cursor() const { return cursor_; }
  double scroll() const { return scroll_; }
  bool hasNotice() const { return !notice_.isEmpty(); }
  // Empty, or one sentence about what was damaged; once.
  QString takeNotice() { return std::exchange(notice_, {}); }
  // Texts of edits that could not be replayed.
  const QStringList& rescued() const { return rescued_; }

  // Throws kInvalid, without a change, where an edit is not within the text. `event` is what the edits, or a change of
  // marks without edits, did to the history; edits without one leave nothing to undo.
  void apply(const QVector<Edit>& edits, const HistoryEvent& event = {});
  void setMarks(const QVector<Mark>& marks);
  void setView(int cursor, double scroll);

  const History& history() const { return history_; }

  // A change of the text, its marks or its history waits, not only where the author looked at it.
  bool textWaits() const { return !waiting_.isEmpty() || marksWait_ || history_.waiting(); }
  bool waiting() const { return textWaits() || viewWaits_; }
  // Writes what waits; wants an open transaction. settle() is for after its commit.
  void write();
  void settle();

  // The disk holds what this one was read from and has written since, and nothing newer.
  bool goesOn() const;
  // In a transaction of its own: the text as it stands becomes the newest state, over what another program wrote.
  void overrule();

  // True when the journal has grown enough; with `any`, when it is not empty.
  bool compactable(bool any = false) const;
  // An hour went by since the last state that was kept for a reason, and there are changes since.
  bool hourIsOver() const;
  // Folds the journal into a revision, in a transaction of its own. REQUIRES: !waiting().
  void compact(const RevisionNote& note = {});
  // A text that is not the document's own becomes a state of it, before the text as it stands. REQUIRES: !waiting().
  void keepBeside(const QString& text, const RevisionNote& note);

 private:
  void load();
  void repair(qint64 lastSound, qint64 last);
  void fold(bool alone, const RevisionNote& note = {});
  void count(const Edit& edit, int change, const HistoryEvent& event);
  qint64 newestStored() const;

  Database& database_;
  qint64 key_;
  Revisions revisions_;
  Journal journal_;
  Marks store_;
  History history_;
  WritingLog* log_;
  WritingCounter counter_;

  TextBuffer buffer_;
  QVector<Mark> marks_;
  int cursor_ = 0;
  double scroll_ = 0;
  QString notice_;
  QStringList rescued_;

  qint64 sequence_ = 0;  // of the last edit in buffer_, written or waiting
  QVector<Journal::Entry> waiting_;
  bool marksWait_ = false;
  bool viewWaits_ = false;
  int journalRows_ = 0;
  qint64 journalBytes_ = 0;
};

}  // namespace lacuna::storage
