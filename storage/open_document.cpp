// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/open_document.h"

#include <algorithm>

#include "storage/database.h"
#include "storage/edits.h"
#include "storage/said.h"
#include "storage/words.h"

namespace lacuna::storage {

OpenDocument::OpenDocument(Database& database, qint64 key, WritingLog* log)
    : database_(database),
      key_(key),
      revisions_(database),
      journal_(database),
      store_(database),
      history_(database, key),
      log_(log) {
  load();
}

void OpenDocument::load() {
  const QVector<Revisions::Head> heads = revisions_.heads(key_);
  const auto sound = [this, &heads]() -> std::pair<qsizetype, QString> {
    for (qsizetype i = 0; i < heads.size(); ++i) {
      if (std::optional<QString> text = revisions_.text(heads[i].id)) {
        return {i, std::move(*text)};
      }
    }
    throw StorageError(StorageCode::kDamaged,
                       Said::tr("No state of this document can be read any more; it was left as it is in %1: "
                                "put back a backup copy of that file.")
                           .arg(database_.path()));
  };
  auto [index, text] = sound();
  buffer_ = TextBuffer(text);
  sequence_ = heads[index].sequence;

  const Marks::Stored stored = store_.read(key_);
  marks_ = stored.marks;
  // The journal goes on from the newest revision only: over an older one its rows are unsound.
  Journal::Replay replay = journal_.read(key_, heads.first().sequence, index == 0 ? buffer_.length() : -1);
  for (const Journal::Entry& entry : replay.entries) {
    buffer_.apply(entry.edit);
    if (entry.sequence > stored.sequence) {
      marks_ = mapMarks(marks_, entry.edit);
    }
    sequence_ = entry.sequence;
  }
  marks_ = soundMarks(marks_, buffer_.length());
  journalRows_ = static_cast<int>(replay.entries.size());
  journalBytes_ = replay.bytes;

  Statement view(database_, "SELECT cursor, scroll FROM documents WHERE key = ?1");
  view.bind(key_);
  if (view.step()) {
    cursor_ = static_cast<int>(view.number(0));
    scroll_ = view.real(1);
  }
  if (index > 0) {
    notice_ = Said::tr("The newest state of this document is damaged; the one before it was opened.");
  } else if (replay.unsound > 0) {
    notice_ = Said::tr("The last changes of this document are damaged (%1 of them); all before them is here.")
                  .arg(replay.unsound);
  }
  if (notice_.isEmpty()) {
    history_.load(sequence_);
  } else {
    repair(index > 0 ? 0 : sequence_, replay.last);
  }
}

void OpenDocument::repair(qint64 lastSound, qint64 last) {
  Transaction transaction(database_);
  rescued_ = journal_.setAside(key_, lastSound);
  sequence_ = last;  // numbers are never used twice
  fold(true);
  history_.clear();
  history_.write(sequence_);
  transaction.commit();
  history_.settle();
  journalRows_ = 0;
  journalBytes_ = 0;
}

void OpenDocument::apply(const QVector<Edit>& edits, const HistoryEvent& event) {
  qint64 length = buffer_.length();
  for (const Edit& edit : edits) {
    if (!fits(edit, length)) {
      throw StorageError(StorageCode::kInvalid,
                         Said::tr("A change at position %1 does not fit a text of %2 characters and was not kept; "
                                  "save the text to a file, and open that.")
                             .arg(edit.position)
                             .arg(length));
    }
    length += edit.inserted.size() - edit.removed;
  }
  for (const Edit& edit : edits) {
    if (edit.removed == 0 && edit.inserted.isEmpty()) {
      continue;
    }
    // In two parts, so that a word that took another's place counts as both.
    if (edit.removed > 0) {
      const Edit removal{edit.position, edit.removed, {}};
      count(removal, buffer_.apply(removal), event);
    }
    if (!edit.inserted.isEmpty()) {
      const Edit insertion{edit.position, 0, edit.inserted};
      count(insertion, buffer_.apply(insertion), event);
    }
    marks_ = mapMarks(marks_, edit);
    std::optional<Edit> run = waiting_.isEmpty() ? std::nullopt : joined(waiting_.last().edit, edit);
    if (run) {
      waiting_.last().edit = std::move(*run);
      waiting_.last().length = buffer_.length();
    } else {
      waiting_.append({++sequence_, edit, buffer_.length()});
    }
  }
  if (event.kind != HistoryEvent::None) {
    history_.apply(event);
    setMarks(event.marks);
  } else if (!edits.isEmpty()) {
    history_.clear();
  }
}

void OpenDocument::count(const Edit& edit, int change, const HistoryEvent& event) {
  if (log_ == nullptr) return;
  const bool undoes = event.kind == HistoryEvent::Undo || event.kind == HistoryEvent::Redo;
  EditOrigin origin = event.origin;
  if (origin == EditOrigin::Unknown) origin = undoes ? EditOrigin::Uncounted : likelyOrigin(edit, change, event.marks);
  counter_.count({edit.position, edit.removed, static_cast<int>(edit.inserted.size()), change},
                 {origin, undoes, QDateTime::currentMSecsSinceEpoch()});
}

void OpenDocument::setMarks(const QVector<Mark>& marks) {
  QVector<Mark> sound = soundMarks(marks, buffer_.length());
  if (sound != marks_) {  // a list that only moved with the text costs nothing
    marks_ = std::move(sound);
    marksWait_ = true;
  }
}

void OpenDocument::setView(int cursor, double scroll) {
  viewWaits_ = viewWaits_ || cursor != cursor_ || scroll != scroll_;
  cursor_ = cursor;
  scroll_ = scroll;
}

void OpenDocument::write() {
  for (const Journal::Entry& entry : waiting_) {
    journal_.append(key_, entry);
  }
  if (marksWait_) {
    store_.write(key_, {marks_, sequence_});
  }
  if (!waiting_.isEmpty() || marksWait_) {
    Statement update(database_, "UPDATE documents SET words = ?2, updated = ?3 WHERE key = ?1");
    update.bind(key_, buffer_.words(), QDateTime::currentMSecsSinceEpoch());
    update.run();
  }
  if (!waiting_.isEmpty() || history_.waiting()) {
    history_.write(sequence_);
  }
  if (log_ != nullptr && counter_.waiting()) {
    log_->write(key_, counter_);
  }
  if (viewWaits_) {
    Statement update(database_, "UPDATE documents SET cursor = ?2, scroll = ?3 WHERE key = ?1");
    update.bind(key_, cursor_, scroll_);
    update.run();
  }
}

void OpenDocument::settle() {
  journalRows_ += static_cast<int>(waiting_.size());
  for (const Journal::Entry& entry : waiting_) {
    journalBytes_ += entry.edit.inserted.size();
  }
  if (!waiting_.isEmpty() || history_.waiting()) {
    history_.settle();
  }
  counter_.settle();
  waiting_.clear();
  marksWait_ = false;
  viewWaits_ = false;
}

qint64 OpenDocument::newestStored() const {
  const QVector<Revisions::Head> heads = revisions_.heads(key_);
  return heads.isEmpty() ? -1 : journal_.read(key_, heads.first().sequence, -1).last;
}

bool OpenDocument::goesOn() const {
  return newestStored() == (waiting_.isEmpty() ? sequence_ : waiting_.first().sequence - 1);
}

void OpenDocument::overrule() {
  Transaction transaction(database_);
  sequence_ = std::max(newestStored(), sequence_) + 1;  // numbers are never used twice
  fold(true);
  history_.clear();
  history_.write(sequence_);
  Statement update(database_, "UPDATE documents SET words = ?2, updated = ?3 WHERE key = ?1");
  update.bind(key_, buffer_.words(), QDateTime::currentMSecsSinceEpoch());
  update.run();
  if (log_ != nullptr && counter_.waiting()) log_->write(key_, counter_);
  transaction.commit();
  settle();
  journalRows_ = 0;
  journalBytes_ = 0;
}

bool OpenDocument::compactable(bool any) const {
  return journalRows_ > (any ? 0 : kJournalRows) || journalBytes_ > (any ? 0 : kJournalBytes);
}

bool OpenDocument::hourIsOver() const {
  return journalRows_ > 0 && QDateTime::currentMSecsSinceEpoch() - revisions_.newestPoint(key_) >= kHour;
}

void OpenDocument::compact(const RevisionNote& note) {
  Transaction transaction(database_);
  fold(false, note);
  transaction.commit();
  journalRows_ = 0;
  journalBytes_ = 0;
}

void OpenDocument::keepBeside(const QString& text, const RevisionNote& note) {
  Transaction transaction(database_);
  revisions_.add({key_, sequence_, countWords(text), note}, text);
  fold(false);
  transaction.commit();
  journalRows_ = 0;
  journalBytes_ = 0;
}

void OpenDocument::fold(bool alone, const RevisionNote& note) {
  revisions_.add({key_, sequence_, buffer_.words(), note}, buffer_.text(), alone);
  journal_.forget(key_, sequence_);
  store_.write(key_, {marks_, sequence_});
}

}  // namespace lacuna::storage
