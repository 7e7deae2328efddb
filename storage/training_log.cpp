// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/training_log.h"

#include <QtMath>

#include "storage/error.h"

namespace lacuna::storage {
namespace {

constexpr int kApplicationId = 0x4C43544C;  // "LCTL"
constexpr int kVersion = 1;
constexpr qint64 kFlushAfter = 3000;  // milliseconds

double orNan(const Statement& row, int column) { return row.isNull(column) ? qQNaN() : row.real(column); }

}  // namespace

TrainingLog::TrainingLog(const QString& path) : database_(path) {
  const bool empty = database_.number("SELECT count(*) FROM sqlite_master") == 0;
  if (!empty && (database_.number("PRAGMA application_id") != kApplicationId ||
                 database_.number("PRAGMA user_version") != kVersion)) {
    throw StorageError(
        StorageCode::kNotOurs,
        QStringLiteral("%1 holds something else than a training run's figures; give another folder.").arg(path));
  }
  if (!empty) return;
  database_.execute(R"(BEGIN;
    CREATE TABLE steps(step INTEGER PRIMARY KEY, tokens INTEGER NOT NULL, loss REAL, gradient_norm REAL, rate REAL,
                       seconds REAL NOT NULL, held_out_loss REAL);
    CREATE TABLE experts(step INTEGER NOT NULL, layer INTEGER NOT NULL, highest REAL NOT NULL, lowest REAL NOT NULL,
                         PRIMARY KEY(step, layer)) WITHOUT ROWID;
    CREATE TABLE notes(id INTEGER PRIMARY KEY, step INTEGER NOT NULL, text TEXT NOT NULL);
    PRAGMA application_id = 0x4C43544C;
    PRAGMA user_version = 1;
    COMMIT)");
}

TrainingLog::~TrainingLog() {
  try {
    flush();
  } catch (const StorageError&) {  // see the header
  }
}

void TrainingLog::add(const TrainingStep& step) {
  begin();
  Statement(database_, "DELETE FROM steps WHERE step >= ?").bind(step.step).run();
  Statement(database_, "DELETE FROM experts WHERE step >= ?").bind(step.step).run();
  Statement(database_, "INSERT INTO steps VALUES(?, ?, ?, ?, ?, ?, ?)")
      .bind(step.step, step.tokens, step.loss, step.gradientNorm, step.rate, step.seconds, step.heldOutLoss)
      .run();
  flushNowAndThen();
}

void TrainingLog::addHeldOut(const TrainingStep& step) {
  begin();
  Statement(database_,
            "INSERT INTO steps(step, tokens, seconds, held_out_loss) VALUES(?, ?, ?, ?) "
            "ON CONFLICT(step) DO UPDATE SET held_out_loss = excluded.held_out_loss")
      .bind(step.step, step.tokens, step.seconds, step.heldOutLoss)
      .run();
  flushNowAndThen();
}

void TrainingLog::addExperts(qint64 step, int layer, double highest, double lowest) {
  begin();
  Statement(database_, "INSERT OR REPLACE INTO experts VALUES(?, ?, ?, ?)").bind(step, layer, highest, lowest).run();
}

void TrainingLog::note(qint64 step, const QString& text) {
  begin();
  Statement(database_, "INSERT INTO notes(step, text) VALUES(?, ?)").bind(step, text).run();
  flushNowAndThen();
}

void TrainingLog::begin() {
  if (open_) return;
  database_.execute("BEGIN IMMEDIATE");
  open_ = true;
  since_.start();
}

void TrainingLog::flushNowAndThen() {
  if (since_.elapsed() >= kFlushAfter) flush();
}

void TrainingLog::flush() {
  if (!open_) return;
  open_ = false;
  database_.execute("COMMIT");
}

QVector<TrainingStep> TrainingLog::steps() {
  QVector<TrainingStep> steps;
  Statement row(database_,
                "SELECT step, tokens, loss, gradient_norm, rate, seconds, held_out_loss FROM steps ORDER BY step");
  while (row.step()) {
    steps.push_back(
        {row.number(0), row.number(1), orNan(row, 2), orNan(row, 3), orNan(row, 4), row.real(5), orNan(row, 6)});
  }
  return steps;
}

QStringList TrainingLog::notes() {
  QStringList notes;
  Statement row(database_, "SELECT text FROM notes ORDER BY id");
  while (row.step()) notes.push_back(row.text(0));
  return notes;
}

}  // namespace lacuna::storage
