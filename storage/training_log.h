// SPDX-License-Identifier: GPL-3.0-or-later
// How a training run went, in a database of its own beside its checkpoints: a row a step. docs/storage.md has the
// tables.
//
// Threads: belongs to the thread that made it. Errors: StorageError.
#pragma once

#include <QElapsedTimer>
#include <QString>
#include <QVector>

#include "storage/database.h"

namespace lacuna::storage {

// What is NaN was not measured.
struct TrainingStep {
  qint64 step = 0;
  qint64 tokens = 0;  // seen so far
  double loss = 0;    // of this step, nats a token
  double gradientNorm = 0;
  double rate = 0;         // share of the configured learning rates
  double seconds = 0;      // since the run began
  double heldOutLoss = 0;  // nats a token
  bool operator==(const TrainingStep&) const = default;
};

class TrainingLog {
 public:
  // Makes the file where it is missing. Throws kNotOurs for another program's database.
  explicit TrainingLog(const QString& path);
  // Commits what was added. What cannot be written any more is lost: call flush() to hear of it.
  ~TrainingLog();

  // A step that is there already is replaced, and with it all that followed: the run went back. On the disk within some
  // seconds.
  void add(const TrainingStep& step);
  // The held-out loss at a step that was added before, or by an earlier sitting of the run; the rest of its row stays.
  // Where there is no such row it becomes one without a loss of its own.
  void addHeldOut(const TrainingStep& step);
  // The expert layers at a step: the share of tokens of the busiest and the idlest expert.
  void addExperts(qint64 step, int layer, double highest, double lowest);
  // A sentence about the run: a return, a checkpoint.
  void note(qint64 step, const QString& text);
  void flush();

  QVector<TrainingStep> steps();  // ascending
  QStringList notes();            // in the order they were written

 private:
  void begin();
  void flushNowAndThen();

  Database database_;
  bool open_ = false;  // a transaction is
  QElapsedTimer since_;
};

}  // namespace lacuna::storage
