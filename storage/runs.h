// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of the model: what was asked, what came out, and every step on the way. And the models that made them.
//
// Errors: StorageError. REQUIRES: no open transaction.
#pragma once

#include <QString>
#include <QVector>
#include <optional>

#include "storage/values.h"

namespace lacuna::storage {

class Database;

class Runs {
 public:
  // The trajectories of a library take this many bytes at most, unless the setting says otherwise.
  static constexpr qint64 kKeptBytes = qint64(512) * 1024 * 1024;

  explicit Runs(Database& database) : database_(database) {}

  // A run with an id that is known replaces that run. Returns the id. Throws kNotFound for an unknown document.
  QString save(const Run& run);
  void setOutcome(const QString& id, RunOutcome outcome, int taken);
  // Runs of a session that is over: what nobody took or left was left. A branch stays a branch.
  void leaveOpen();
  // Newest first, without trajectories. An empty id lists the runs of all documents and of none.
  QVector<Run> list(const QString& documentId = {}) const;
  // With its trajectory, which is empty where it was pruned. Throws kNotFound, or kDamaged for a damaged trajectory.
  Run load(const QString& id) const;
  void remove(const QString& id);
  // Removes the oldest trajectories until the rest takes at most `bytes`; the runs themselves stay, for they tell where
  // a text came from. Returns how many went.
  int prune(qint64 bytes);
  // As compressed.
  qint64 trajectoryBytes() const;

 private:
  Database& database_;
};

class Models {
 public:
  explicit Models(Database& database) : database_(database) {}

  // Adds it, or brings what is known of it up to date. Throws kInvalid without a fingerprint.
  void save(const Model& model);
  std::optional<Model> find(const QString& fingerprint) const;
  // Last saved first.
  QVector<Model> list() const;
  void remove(const QString& fingerprint);

 private:
  Database& database_;
};

}  // namespace lacuna::storage
