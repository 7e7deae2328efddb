// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/history.h"

#include <algorithm>
#include <optional>

#include "storage/codec.h"
#include "storage/database.h"

namespace lacuna::storage {

void History::load(qint64 sequence) {
  Statement state(database_, "SELECT history_done, history_sequence FROM documents WHERE key = ?1");
  state.bind(document_);
  const bool fits = state.step() && state.number(1) == sequence;
  Statement range(database_, "SELECT min(number), max(number), count(*) FROM history WHERE document = ?1");
  range.bind(document_);
  if (!range.step() || range.number(2) == 0) return;
  first_ = range.number(0);
  last_ = range.number(1);
  done_ = state.number(0);
  if (!fits || done_ < first_ - 1 || done_ > last_) forget();  // the rows go with the next change
}

void History::clear() {
  if (last_ < first_ && fresh_.isEmpty()) return;
  forget();
  waits_ = true;
}

void History::forget() {
  dropFrom_ = std::min(dropFrom_, first_);
  done_ = last_ = first_ - 1;
  fresh_.clear();
}

void History::apply(const HistoryEvent& event) {
  switch (event.kind) {
    case HistoryEvent::None:
      return;
    case HistoryEvent::Push:
    case HistoryEvent::Replace:
      // Whoever goes on from here cannot redo what was undone.
      if (done_ < last_) dropFrom_ = std::min(dropFrom_, done_ + 1);
      while (!fresh_.isEmpty() && fresh_.lastKey() > done_) fresh_.remove(fresh_.lastKey());
      if (event.kind == HistoryEvent::Push || done_ < first_) ++done_;
      last_ = done_;
      fresh_.insert(done_, event.step);
      break;
    case HistoryEvent::Undo:
      if (done_ >= first_) --done_;
      break;
    case HistoryEvent::Redo:
      if (done_ < last_) ++done_;
      break;
  }
  waits_ = true;
}

std::optional<QByteArray> History::step(qint64 number) const {
  const auto fresh = fresh_.constFind(number);
  if (fresh != fresh_.cend()) return *fresh;
  if (number >= dropFrom_) return std::nullopt;
  Statement row(database_, "SELECT payload FROM history WHERE document = ?1 AND number = ?2");
  row.bind(document_, number);
  return row.step() ? decompress(row.blob(0)) : std::nullopt;
}

QVector<QByteArray> History::done() const {
  QVector<QByteArray> steps;
  for (qint64 number = done_; number >= first_; --number) {
    std::optional<QByteArray> sound = step(number);
    if (!sound) break;
    steps.append(std::move(*sound));
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

QVector<QByteArray> History::undone() const {
  QVector<QByteArray> steps;
  for (qint64 number = done_ + 1; number <= last_; ++number) {
    std::optional<QByteArray> sound = step(number);
    if (!sound) break;
    steps.append(std::move(*sound));
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

void History::write(qint64 sequence) {
  if (dropFrom_ != kNone) {
    Statement drop(database_, "DELETE FROM history WHERE document = ?1 AND number >= ?2");
    drop.bind(document_, dropFrom_);
    drop.run();
  }
  Statement put(database_, "INSERT OR REPLACE INTO history(document, number, payload) VALUES(?1, ?2, ?3)");
  for (auto it = fresh_.cbegin(); it != fresh_.cend(); ++it) {
    put.bind(document_, it.key(), compress(it.value()));
    put.run();
  }
  if (!fresh_.isEmpty()) {
    // The newest steps that fit the bounds stay, and the last one in any case.
    Statement prune(database_,
                    "DELETE FROM history WHERE document = ?1 AND number < (SELECT coalesce(max(number), 0) + 1 FROM ("
                    "SELECT number, sum(length(payload)) OVER (ORDER BY number DESC) AS bytes, "
                    "row_number() OVER (ORDER BY number DESC) AS rank FROM history WHERE document = ?1) "
                    "WHERE rank > 1 AND (bytes > ?2 OR rank > ?3))");
    prune.bind(document_, kMostBytes, kMostSteps);
    prune.run();
    Statement oldest(database_, "SELECT min(number) FROM history WHERE document = ?1");
    oldest.bind(document_);
    if (oldest.step()) firstWritten_ = oldest.number(0);
  }
  Statement state(database_, "UPDATE documents SET history_done = ?2, history_sequence = ?3 WHERE key = ?1");
  state.bind(document_, done_, sequence);
  state.run();
}

void History::settle() {
  fresh_.clear();
  dropFrom_ = kNone;
  waits_ = false;
  first_ = std::max(first_, firstWritten_);
  if (done_ < first_ - 1) forget();  // the bounds took what comes before the next step to redo
}

}  // namespace lacuna::storage
