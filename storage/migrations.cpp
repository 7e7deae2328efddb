// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrations.h"

#include <QByteArray>
#include <QDir>
#include <algorithm>
#include <array>

#include "storage/database.h"
#include "storage/error.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

// docs/storage.md explains the tables. Times are milliseconds since 1970, UTC.
//
// Files of before the first release had eight versions more, which no program reads any longer.
constexpr int kFirstVersion = 9;

// kSteps[i] brings a file to version kFirstVersion + i, the first one an empty file.
constexpr std::array<const char*, 1> kSteps = {
    R"(CREATE TABLE documents(
         key INTEGER PRIMARY KEY,
         id TEXT NOT NULL UNIQUE,
         title TEXT NOT NULL,
         words INTEGER NOT NULL DEFAULT 0,
         created INTEGER NOT NULL,
         updated INTEGER NOT NULL,
         opened INTEGER NOT NULL DEFAULT 0,
         cursor INTEGER NOT NULL DEFAULT 0,
         scroll REAL NOT NULL DEFAULT 0,
         marks_sequence INTEGER NOT NULL DEFAULT 0,
         history_done INTEGER NOT NULL DEFAULT 0,
         history_sequence INTEGER NOT NULL DEFAULT -1,
         -- A book is a tree. parent: the key of the document that it lies in; position: its place among those that lie
         -- there; binned: when it was thrown away, or 0.
         kind INTEGER NOT NULL DEFAULT 4,
         parent INTEGER REFERENCES documents(key) ON DELETE SET NULL,
         position INTEGER NOT NULL DEFAULT 0,
         archived INTEGER NOT NULL DEFAULT 0,
         binned INTEGER NOT NULL DEFAULT 0);
       CREATE INDEX documents_by_parent ON documents(parent, position);
       CREATE TABLE revisions(
         id INTEGER PRIMARY KEY,
         document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
         base INTEGER REFERENCES revisions(id),
         created INTEGER NOT NULL,
         sequence INTEGER NOT NULL,
         words INTEGER NOT NULL,
         length INTEGER NOT NULL,
         bytes INTEGER NOT NULL,
         payload BLOB NOT NULL);
       CREATE INDEX revisions_by_document ON revisions(document, id);
       CREATE INDEX revisions_by_base ON revisions(base);
       CREATE TABLE journal(
         document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
         sequence INTEGER NOT NULL,
         position INTEGER NOT NULL,
         removed INTEGER NOT NULL,
         inserted BLOB NOT NULL,
         length INTEGER NOT NULL,
         digest INTEGER NOT NULL,
         PRIMARY KEY(document, sequence)) WITHOUT ROWID;
       CREATE TABLE marks(
         document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
         begin INTEGER NOT NULL,
         end INTEGER NOT NULL,
         kind INTEGER NOT NULL,
         note TEXT NOT NULL);
       CREATE INDEX marks_by_document ON marks(document, begin);
       CREATE TABLE damaged(
         id INTEGER PRIMARY KEY,
         document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
         found INTEGER NOT NULL,
         source TEXT NOT NULL,
         sequence INTEGER NOT NULL,
         position INTEGER NOT NULL,
         removed INTEGER NOT NULL,
         payload BLOB NOT NULL);
       CREATE TABLE settings(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

       CREATE TABLE models(
         fingerprint TEXT PRIMARY KEY,
         name TEXT NOT NULL,
         folder TEXT NOT NULL,
         parameters INTEGER NOT NULL,
         seen INTEGER NOT NULL) WITHOUT ROWID;
       CREATE TABLE runs(
         key INTEGER PRIMARY KEY,
         id TEXT NOT NULL UNIQUE,
         document INTEGER REFERENCES documents(key) ON DELETE CASCADE,
         created INTEGER NOT NULL,
         model TEXT NOT NULL,
         fingerprint TEXT NOT NULL,
         seed TEXT NOT NULL,
         steps INTEGER NOT NULL,
         request TEXT NOT NULL,
         gaps TEXT NOT NULL,
         candidates TEXT NOT NULL,
         outcome INTEGER NOT NULL,
         taken INTEGER NOT NULL,
         seconds REAL NOT NULL,
         parent TEXT NOT NULL DEFAULT '',                                 -- the run that it branches from
         revision INTEGER REFERENCES revisions(id) ON DELETE SET NULL);  -- the text that it read
       CREATE INDEX runs_by_document ON runs(document, created);
       CREATE INDEX runs_by_time ON runs(created);
       CREATE TABLE trajectories(
         run INTEGER PRIMARY KEY REFERENCES runs(key) ON DELETE CASCADE,
         payload BLOB NOT NULL);
       CREATE INDEX runs_by_revision ON runs(revision);

       -- Which file a document was read from, so that opening the same file again finds it.
       CREATE TABLE imports(
         document INTEGER PRIMARY KEY REFERENCES documents(key) ON DELETE CASCADE,
         path TEXT NOT NULL,
         digest TEXT NOT NULL);
       CREATE INDEX imports_by_path ON imports(path);

       -- What the author can undo and redo, over switching and restart.
       CREATE TABLE history(
         document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
         number INTEGER NOT NULL,
         payload BLOB NOT NULL,
         PRIMARY KEY(document, number));

       -- Why a state was kept, and its name. Not columns of revisions: they would stand behind a megabyte of text.
       CREATE TABLE revision_notes(
         revision INTEGER PRIMARY KEY REFERENCES revisions(id) ON DELETE CASCADE,
         reason INTEGER NOT NULL,
         name TEXT NOT NULL);

       -- How much was written, in which session (the time at which it began), on which day, and in what.
       CREATE TABLE writing(
         session INTEGER NOT NULL,
         document INTEGER REFERENCES documents(key) ON DELETE SET NULL,
         day TEXT NOT NULL,
         ended INTEGER NOT NULL,
         typed INTEGER NOT NULL,
         deleted INTEGER NOT NULL,
         pasted INTEGER NOT NULL,
         generated INTEGER NOT NULL,
         milliseconds INTEGER NOT NULL);
       CREATE UNIQUE INDEX writing_by_session ON writing(session, day, document);
       CREATE INDEX writing_by_day ON writing(day);
       CREATE INDEX writing_by_document ON writing(document);

       -- Which documents are kept in step with which files, and as what both were the same last; and projects with
       -- folders.
       CREATE TABLE links(
         document INTEGER PRIMARY KEY REFERENCES documents(key) ON DELETE CASCADE,
         path TEXT NOT NULL,
         size INTEGER NOT NULL,
         modified INTEGER NOT NULL,
         digest TEXT NOT NULL,
         text TEXT NOT NULL,
         sequence INTEGER NOT NULL);
       CREATE UNIQUE INDEX links_by_path ON links(path);
       CREATE TABLE linked_folders(
         document INTEGER PRIMARY KEY REFERENCES documents(key) ON DELETE CASCADE,
         path TEXT NOT NULL,
         passed TEXT NOT NULL);)",
};

QString fileOf(const Database& database) { return QDir::toNativeSeparators(database.path()); }

// Returns the version of the file; 0 for an empty one.
int readVersion(Database& database) {
  const qint64 application = database.number("PRAGMA application_id");
  const qint64 version = database.number("PRAGMA user_version");
  const qint64 tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (application == 0 && version == 0 && tables == 0) {
    return 0;
  }
  if (application != kApplicationId) {
    throw StorageError(StorageCode::kNotOurs,
                       Said::tr("%1 is a database of another program, not a Lacuna library; choose another "
                                "file, or move this one away.")
                           .arg(fileOf(database)));
  }
  if (version > schemaVersion()) {
    throw StorageError(StorageCode::kTooNew,
                       Said::tr("The library %1 has version %2, and this program knows versions up to %3; "
                                "open it with a newer Lacuna. Nothing in it was changed.")
                           .arg(fileOf(database))
                           .arg(version)
                           .arg(schemaVersion()));
  }
  if (version >= 1 && version < kFirstVersion) {
    throw StorageError(
        StorageCode::kTooNew,
        Said::tr("The library %1 was written by a Lacuna from before its first release, and cannot be read "
                 "any more; nothing in it was changed.")
            .arg(fileOf(database)));
  }
  if (version < 1) {
    throw StorageError(StorageCode::kDamaged,
                       Said::tr("The library %1 names no version; it was left as it is: put back a backup copy.")
                           .arg(fileOf(database)));
  }
  return static_cast<int>(version);
}

}  // namespace

int schemaVersion() { return kFirstVersion + static_cast<int>(kSteps.size()) - 1; }

void migrate(Database& database) {
  const int found = readVersion(database);
  database.useWriteAheadLog();
  for (int version = std::max(found + 1, kFirstVersion); version <= schemaVersion(); ++version) {
    Transaction transaction(database);
    database.execute(kSteps[static_cast<std::size_t>(version - kFirstVersion)]);
    database.execute(QByteArray("PRAGMA application_id = " + QByteArray::number(kApplicationId)).constData());
    database.execute(QByteArray("PRAGMA user_version = " + QByteArray::number(version)).constData());
    transaction.commit();
  }
}

void checkVersion(Database& database) {
  if (readVersion(database) == 0) {
    throw StorageError(StorageCode::kNotOurs,
                       Said::tr("%1 is empty, not a Lacuna library; open it once in Lacuna.").arg(fileOf(database)));
  }
}

void checkCurrent(Database& database) {
  checkVersion(database);
  if (database.number("PRAGMA user_version") < schemaVersion()) {
    throw StorageError(StorageCode::kNotFound,
                       Said::tr("The library %1 was written by an earlier Lacuna: open it once in the window, "
                                "which brings it up to date.")
                           .arg(fileOf(database)));
  }
}

}  // namespace lacuna::storage
