// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/runs.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>
#include <QUuid>
#include <cmath>

#include "storage/database.h"
#include "storage/said.h"
#include "storage/trajectory.h"

namespace lacuna::storage {
namespace {

constexpr const char* kColumns =
    "SELECT runs.id, coalesce(documents.id, ''), runs.created, model, fingerprint, seed, steps, request, gaps, "
    "candidates, outcome, taken, seconds, runs.parent, coalesce(revision, 0), coalesce(length(payload), 0), runs.key "
    "FROM runs LEFT JOIN documents ON documents.key = runs.document "
    "LEFT JOIN trajectories ON trajectories.run = runs.key ";

QString compact(const QJsonArray& array) {
  return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QJsonArray arrayOf(const QString& json) { return QJsonDocument::fromJson(json.toUtf8()).array(); }

QString gapsToJson(const QVector<RunGap>& gaps) {
  QJsonArray array;
  for (const RunGap& gap : gaps) {
    array.append(QJsonArray{gap.begin, gap.end});
  }
  return compact(array);
}

QVector<RunGap> gapsFromJson(const QString& json) {
  QVector<RunGap> gaps;
  for (const QJsonValue& value : arrayOf(json)) {
    const QJsonArray pair = value.toArray();
    gaps.append({pair.at(0).toInt(), pair.at(1).toInt()});
  }
  return gaps;
}

QString candidatesToJson(const QVector<RunCandidate>& candidates) {
  QJsonArray array;
  for (const RunCandidate& candidate : candidates) {
    QJsonArray streams;
    for (const int stream : candidate.streams) streams.append(stream);
    array.append(QJsonObject{{QStringLiteral("fills"), QJsonArray::fromStringList(candidate.fills)},
                             {QStringLiteral("score"), std::isfinite(candidate.score) ? candidate.score : 0.0},
                             {QStringLiteral("streams"), streams}});
  }
  return compact(array);
}

QVector<RunCandidate> candidatesFromJson(const QString& json) {
  QVector<RunCandidate> candidates;
  for (const QJsonValue& value : arrayOf(json)) {
    RunCandidate candidate;
    for (const QJsonValue& fill : value[QStringLiteral("fills")].toArray()) {
      candidate.fills.append(fill.toString());
    }
    candidate.score = value[QStringLiteral("score")].toDouble();
    for (const QJsonValue& stream : value[QStringLiteral("streams")].toArray())
      candidate.streams.append(stream.toInt());
    if (candidate.streams.isEmpty())
      candidate.streams.fill(value[QStringLiteral("frame")].toInt(), candidate.fills.size());
    candidates.append(candidate);
  }
  return candidates;
}

// Runs of before were ranked as a whole, and their steps stand in the order of their streams.
bool standsInStreams(const QString& candidatesJson) {
  const QJsonArray candidates = arrayOf(candidatesJson);
  return std::any_of(candidates.begin(), candidates.end(),
                     [](const QJsonValue& value) { return value.toObject().contains(QStringLiteral("frame")); });
}

// The numbers in the file.
int numberOf(RunOutcome outcome) {
  switch (outcome) {
    case RunOutcome::Open:
      return 0;
    case RunOutcome::Taken:
      return 1;
    case RunOutcome::Left:
      return 2;
    case RunOutcome::Stopped:
      return 3;
    case RunOutcome::Failed:
      return 4;
  }
  return 0;
}

RunOutcome outcomeOf(qint64 number) {
  constexpr RunOutcome kOutcomes[] = {RunOutcome::Open, RunOutcome::Taken, RunOutcome::Left, RunOutcome::Stopped,
                                      RunOutcome::Failed};
  return number >= 0 && number < 5 ? kOutcomes[number] : RunOutcome::Open;
}

Run read(const Statement& row) {
  Run run;
  run.id = row.text(0);
  run.documentId = row.text(1);
  run.created = QDateTime::fromMSecsSinceEpoch(row.number(2), QTimeZone::utc());
  run.model = row.text(3);
  run.fingerprint = row.text(4);
  run.seed = row.text(5).toULongLong();
  run.steps = static_cast<int>(row.number(6));
  run.request = QJsonDocument::fromJson(row.text(7).toUtf8()).object();
  run.gaps = gapsFromJson(row.text(8));
  run.candidates = candidatesFromJson(row.text(9));
  run.outcome = outcomeOf(row.number(10));
  run.taken = static_cast<int>(row.number(11));
  run.seconds = row.real(12);
  run.parent = row.text(13);
  run.revision = row.number(14);
  run.stored = row.number(15);
  return run;
}

[[noreturn]] void throwUnknownRun() {
  throw StorageError(StorageCode::kNotFound,
                     Said::tr("This run is not in the library any more; choose another one from the list."));
}

}  // namespace

QString Runs::save(const Run& run) {
  const QString id = run.id.isEmpty() ? QUuid::createUuid().toString(QUuid::WithoutBraces) : run.id;
  const QDateTime created = run.created.isValid() ? run.created : QDateTime::currentDateTimeUtc();
  const QByteArray payload =
      run.trajectory.isEmpty() ? QByteArray() : packTrajectory(thinned(run.trajectory), run.context);
  Transaction transaction(database_);
  if (!run.documentId.isEmpty()) {
    Statement document(database_, "SELECT 1 FROM documents WHERE id = ?1");
    document.bind(run.documentId);
    if (!document.step()) {
      throw StorageError(StorageCode::kNotFound,
                         Said::tr("A run was not kept, because its document is not in the library any more."));
    }
  }
  Statement insert(
      database_,
      "INSERT INTO runs(id, document, created, model, fingerprint, seed, steps, request, gaps, candidates, "
      "outcome, taken, seconds, parent, revision) VALUES(?1, (SELECT key FROM documents WHERE id = ?2), ?3, ?4, ?5, "
      "?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, nullif(?15, 0)) ON CONFLICT(id) DO UPDATE SET document = "
      "excluded.document, "
      "created = excluded.created, model = excluded.model, fingerprint = excluded.fingerprint, "
      "seed = excluded.seed, steps = excluded.steps, request = excluded.request, gaps = excluded.gaps, "
      "candidates = excluded.candidates, outcome = excluded.outcome, taken = excluded.taken, "
      "seconds = excluded.seconds, parent = excluded.parent, revision = coalesce(excluded.revision, revision) "
      "RETURNING key");
  insert.bind(id, run.documentId, created.toMSecsSinceEpoch(), run.model, run.fingerprint, QString::number(run.seed),
              run.steps, QString::fromUtf8(QJsonDocument(run.request).toJson(QJsonDocument::Compact)),
              gapsToJson(run.gaps), candidatesToJson(run.candidates), numberOf(run.outcome), run.taken,
              std::isfinite(run.seconds) ? run.seconds : 0.0, run.parent, run.revision);
  qint64 key = 0;
  while (insert.step()) {
    key = insert.number(0);
  }
  if (!payload.isEmpty()) {
    Statement frames(database_, "INSERT OR REPLACE INTO trajectories(run, payload) VALUES(?1, ?2)");
    frames.bind(key, payload);
    frames.run();
  }
  transaction.commit();
  return id;
}

void Runs::setOutcome(const QString& id, RunOutcome outcome, int taken) {
  Statement update(database_, "UPDATE runs SET outcome = ?2, taken = ?3 WHERE id = ?1");
  update.bind(id, numberOf(outcome), taken);
  update.run();
  if (database_.changes() == 0) {
    throwUnknownRun();
  }
}

void Runs::leaveOpen() {
  Statement update(database_, "UPDATE runs SET outcome = ?2 WHERE outcome = ?1 AND parent = ''");
  update.bind(numberOf(RunOutcome::Open), numberOf(RunOutcome::Left));
  update.run();
}

QVector<Run> Runs::list(const QString& documentId) const {
  const QByteArray sql =
      QByteArray(kColumns) + "WHERE ?1 = '' OR documents.id = ?1 ORDER BY runs.created DESC, runs.key DESC";
  Statement rows(database_, sql.constData());
  rows.bind(documentId);
  QVector<Run> runs;
  while (rows.step()) {
    runs.append(read(rows));
  }
  return runs;
}

Run Runs::load(const QString& id) const {
  const QByteArray sql = QByteArray(kColumns) + "WHERE runs.id = ?1";
  Statement row(database_, sql.constData());
  row.bind(id);
  if (!row.step()) {
    throwUnknownRun();
  }
  Run run = read(row);
  Statement frames(database_, "SELECT payload FROM trajectories WHERE run = ?1");
  frames.bind(row.number(16));
  if (frames.step()) {
    std::optional<RunSteps> steps = unpackTrajectory(frames.blob(0));
    if (!steps) {
      throw StorageError(StorageCode::kDamaged,
                         Said::tr("The steps of the run of %1 are damaged and cannot be shown; its text and its "
                                  "settings are still there.")
                             .arg(run.created.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))));
    }
    run.trajectory = std::move(steps->trajectory);
    run.context = std::move(steps->context);
    if (standsInStreams(row.text(9))) orderCandidates(&run);
  }
  return run;
}

void Runs::remove(const QString& id) {
  Statement remove(database_, "DELETE FROM runs WHERE id = ?1");
  remove.bind(id);
  remove.run();
  if (database_.changes() == 0) {
    throwUnknownRun();
  }
}

int Runs::prune(qint64 bytes) {
  Transaction transaction(database_);
  Statement rows(database_,
                 "SELECT runs.key, length(payload) FROM trajectories JOIN runs ON runs.key = trajectories.run "
                 "ORDER BY created DESC, runs.key DESC");
  QVector<qint64> over;
  qint64 sum = 0;
  while (rows.step()) {
    sum += rows.number(1);
    if (sum > bytes) {
      over.append(rows.number(0));
    }
  }
  Statement remove(database_, "DELETE FROM trajectories WHERE run = ?1");
  for (const qint64 key : over) {
    remove.bind(key);
    remove.run();
  }
  transaction.commit();
  return static_cast<int>(over.size());
}

qint64 Runs::trajectoryBytes() const {
  return database_.number("SELECT coalesce(sum(length(payload)), 0) FROM trajectories");
}

void Models::save(const Model& model) {
  if (model.fingerprint.isEmpty()) {
    throw StorageError(StorageCode::kInvalid, Said::tr("A model without a fingerprint cannot be remembered."));
  }
  Statement insert(database_,
                   "INSERT INTO models(fingerprint, name, folder, parameters, seen) VALUES(?1, ?2, ?3, ?4, "
                   "(SELECT coalesce(max(seen), 0) + 1 FROM models)) ON CONFLICT(fingerprint) DO UPDATE SET "
                   "name = excluded.name, folder = excluded.folder, parameters = excluded.parameters, "
                   "seen = excluded.seen");
  insert.bind(model.fingerprint, model.name, model.folder, model.parameters);
  insert.run();
}

std::optional<Model> Models::find(const QString& fingerprint) const {
  for (Model& model : list()) {
    if (model.fingerprint == fingerprint) {
      return std::move(model);
    }
  }
  return std::nullopt;
}

QVector<Model> Models::list() const {
  Statement rows(database_, "SELECT fingerprint, name, folder, parameters FROM models ORDER BY seen DESC");
  QVector<Model> models;
  while (rows.step()) {
    models.append({rows.text(0), rows.text(1), rows.text(2), rows.number(3)});
  }
  return models;
}

void Models::remove(const QString& fingerprint) {
  Statement remove(database_, "DELETE FROM models WHERE fingerprint = ?1");
  remove.bind(fingerprint);
  remove.run();
}

}  // namespace lacuna::storage
