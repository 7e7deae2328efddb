// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/voices/voice_schema.h"

#include <QDir>
#include <QFile>
#include <QUuid>
#include <array>

#include "storage/error.h"
#include "storage/said.h"
#include "storage/values/voices.h"

namespace lacuna::storage {
namespace {

// A writer may be held back for as long as a gap takes to be filled.
constexpr const char* kSettings = "PRAGMA busy_timeout = 30000; PRAGMA secure_delete = ON;";

// docs/storage.md explains the tables. Times are milliseconds since 1970, UTC. A step that was shipped is never changed
// again: add one at the end.
constexpr std::array<const char*, 1> kSteps = {
    R"(CREATE TABLE changes(number INTEGER NOT NULL);
       INSERT INTO changes VALUES(0);
       CREATE TABLE corpora(
         id TEXT PRIMARY KEY,
         name TEXT NOT NULL,
         language TEXT NOT NULL DEFAULT '',
         takes_generated INTEGER NOT NULL DEFAULT 0,
         created INTEGER NOT NULL,
         read_at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
       CREATE TABLE sources(
         id TEXT PRIMARY KEY,
         corpus TEXT NOT NULL REFERENCES corpora(id) ON DELETE CASCADE,
         position INTEGER NOT NULL,
         kind INTEGER NOT NULL,
         reference TEXT NOT NULL,
         title TEXT NOT NULL,
         notice TEXT NOT NULL DEFAULT '',
         stamp TEXT NOT NULL DEFAULT '',
         UNIQUE(corpus, kind, reference)) WITHOUT ROWID;
       CREATE TABLE chapters(
         id TEXT NOT NULL UNIQUE,
         corpus TEXT NOT NULL REFERENCES corpora(id) ON DELETE CASCADE,
         source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
         position INTEGER NOT NULL,
         title TEXT NOT NULL,
         words INTEGER NOT NULL,
         characters INTEGER NOT NULL,
         duplicate_words INTEGER NOT NULL,
         generated_words INTEGER NOT NULL,
         use INTEGER NOT NULL,
         why TEXT NOT NULL,
         by_hand INTEGER NOT NULL,
         text TEXT NOT NULL);
       CREATE INDEX chapters_by_corpus ON chapters(corpus, position);
       CREATE INDEX chapters_by_source ON chapters(source);
       CREATE TABLE jobs(
         key INTEGER PRIMARY KEY,
         id TEXT NOT NULL UNIQUE,
         name TEXT NOT NULL,
         corpus TEXT NOT NULL,
         corpus_name TEXT NOT NULL,
         state INTEGER NOT NULL,
         wish INTEGER NOT NULL DEFAULT 0,
         again INTEGER NOT NULL DEFAULT 0,
         position INTEGER NOT NULL DEFAULT 0,
         settings TEXT NOT NULL,
         plan TEXT NOT NULL DEFAULT '',
         model TEXT NOT NULL DEFAULT '',
         model_name TEXT NOT NULL DEFAULT '',
         model_sha256 TEXT NOT NULL DEFAULT '',
         step INTEGER NOT NULL DEFAULT 0,
         steps INTEGER NOT NULL DEFAULT 0,
         seconds REAL NOT NULL DEFAULT 0,
         seconds_left REAL,
         tokens_per_second REAL,
         held_out_before REAL,
         held_out REAL,
         held_out_best REAL,
         note TEXT NOT NULL DEFAULT '',
         created INTEGER NOT NULL,
         started INTEGER NOT NULL DEFAULT 0,
         ended INTEGER NOT NULL DEFAULT 0);
       CREATE TABLE points(
         job TEXT NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
         step INTEGER NOT NULL,
         seconds REAL NOT NULL,
         loss REAL,
         held_out REAL,
         PRIMARY KEY(job, step)) WITHOUT ROWID;
       CREATE TABLE samples(
         job TEXT NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
         step INTEGER NOT NULL,
         place INTEGER NOT NULL,
         before TEXT NOT NULL,
         after TEXT NOT NULL,
         own TEXT NOT NULL,
         fill TEXT NOT NULL,
         PRIMARY KEY(job, step, place)) WITHOUT ROWID;
       CREATE TABLE experts(
         job TEXT NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
         layer INTEGER NOT NULL,
         before TEXT NOT NULL,
         now TEXT NOT NULL,
         PRIMARY KEY(job, layer)) WITHOUT ROWID;
       CREATE TABLE voices(
         key INTEGER PRIMARY KEY,
         id TEXT NOT NULL UNIQUE,
         name TEXT NOT NULL,
         job TEXT NOT NULL,
         bytes INTEGER NOT NULL,
         model_name TEXT NOT NULL,
         model_sha256 TEXT NOT NULL,
         card TEXT NOT NULL,
         created INTEGER NOT NULL,
         deleted INTEGER NOT NULL DEFAULT 0);
       CREATE TABLE defaults(
         project TEXT NOT NULL,
         position INTEGER NOT NULL,
         voice TEXT NOT NULL REFERENCES voices(id) ON DELETE CASCADE,
         share REAL NOT NULL,
         PRIMARY KEY(project, position)) WITHOUT ROWID;
       CREATE INDEX defaults_by_voice ON defaults(voice);)",
};

QString fileOf(const Database& database) { return QDir::toNativeSeparators(database.path()); }

// 0 of an empty file.
int versionOf(Database& database) {
  const qint64 application = database.number("PRAGMA application_id");
  const qint64 version = database.number("PRAGMA user_version");
  if (application == 0 && version == 0 && database.number("SELECT count(*) FROM sqlite_schema") == 0) return 0;
  if (application != kVoicesId || version < 1)
    throw StorageError(StorageCode::kNotOurs,
                       Said::tr("%1 holds something else than Lacuna's voices; move it away, and a new one is made.")
                           .arg(fileOf(database)));
  if (version > voicesVersion())
    throw StorageError(StorageCode::kTooNew,
                       Said::tr("The voices in %1 have version %2, and this program knows versions up to %3; open them "
                                "with a newer Lacuna. Nothing in them was changed.")
                           .arg(fileOf(database))
                           .arg(version)
                           .arg(voicesVersion()));
  return static_cast<int>(version);
}

}  // namespace

int voicesVersion() { return static_cast<int>(kSteps.size()); }

void openVoices(Database& database) {
  database.execute(kSettings);
  if (versionOf(database) == voicesVersion()) return;
  // Texts lie in it, and SQLite gives its other files the same rights.
  (void)QFile::setPermissions(database.path(), QFile::ReadOwner | QFile::WriteOwner);
  database.useWriteAheadLog();
  for (int version = versionOf(database); version < voicesVersion(); ++version) {
    Transaction transaction(database);
    if (versionOf(database) != version) continue;  // another program was quicker
    database.execute(kSteps[static_cast<std::size_t>(version)]);
    database.execute(QByteArray("PRAGMA application_id = " + QByteArray::number(kVoicesId)).constData());
    database.execute(QByteArray("PRAGMA user_version = " + QByteArray::number(version + 1)).constData());
    transaction.commit();
  }
}

QString newId() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

qint64 nowMilliseconds() { return QDateTime::currentMSecsSinceEpoch(); }

QDateTime timeOf(qint64 milliseconds) {
  return milliseconds == 0 ? QDateTime() : QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
}

double measured(const Statement& row, int column) { return row.isNull(column) ? kNotMeasured : row.real(column); }

}  // namespace lacuna::storage
