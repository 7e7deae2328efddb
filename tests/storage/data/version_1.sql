-- SPDX-License-Identifier: GPL-3.0-or-later
-- A library as version 1 of the schema wrote it. Never changed: it stands for the files that are out there.
PRAGMA application_id = 1279479361;
PRAGMA user_version = 1;
CREATE TABLE documents(
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  words INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  opened INTEGER NOT NULL DEFAULT 0,
  cursor INTEGER NOT NULL DEFAULT 0,
  scroll REAL NOT NULL DEFAULT 0,
  marks_sequence INTEGER NOT NULL DEFAULT 0);
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
INSERT INTO documents VALUES(1, '6c1f4d0e-0000-4000-8000-000000000001', 'Low Water', 10, 1795255200000, 1795255260000, 1, 12, 0.25, 1);
INSERT INTO revisions VALUES(1, 1, NULL, 1795255200000, 0, 4, 18, 18, x'28b52ffd2412910000546865207469646520776173206f75742e0a13432577');
INSERT INTO journal VALUES(1, 1, 17, 0, x'2053686520686164206c65667420746865206c616d70206275726e696e672e', 49, 2009263683);
INSERT INTO marks VALUES(1, 31, 39, 1, 'Lacuna small, seed 7');
INSERT INTO settings VALUES('begun', '1');
