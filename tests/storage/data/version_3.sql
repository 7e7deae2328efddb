-- SPDX-License-Identifier: GPL-3.0-or-later
-- A library as version 3 of the schema (program 0.1) wrote it. Never changed: it stands for the files that are out there.
PRAGMA application_id = 1279479361;
PRAGMA user_version = 3;
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
  seconds REAL NOT NULL);
CREATE INDEX runs_by_document ON runs(document, created);
CREATE INDEX runs_by_time ON runs(created);
CREATE TABLE trajectories(
  run INTEGER PRIMARY KEY REFERENCES runs(key) ON DELETE CASCADE,
  payload BLOB NOT NULL);
CREATE TABLE imports(
  document INTEGER PRIMARY KEY REFERENCES documents(key) ON DELETE CASCADE,
  path TEXT NOT NULL,
  digest TEXT NOT NULL);
CREATE INDEX imports_by_path ON imports(path);
INSERT INTO documents VALUES(1, '6c1f4d0e-0000-4000-8000-000000000001', 'Low Water', 10, 1795255200000, 1795255260000, 1, 12, 0.25, 1);
INSERT INTO revisions VALUES(1, 1, NULL, 1795255200000, 0, 4, 18, 18, x'28b52ffd2412910000546865207469646520776173206f75742e0a13432577');
INSERT INTO journal VALUES(1, 1, 17, 0, x'2053686520686164206c65667420746865206c616d70206275726e696e672e', 49, 2009263683);
INSERT INTO marks VALUES(1, 31, 39, 1, 'Lacuna small, seed 7');
INSERT INTO settings VALUES('begun', '1');
INSERT INTO runs VALUES(1, 'run-1', 1, 1795255201000, 'Lacuna Estuary 5M', 'c0ffee', '18446744073709551612', 2, '{"words":[0]}', '[[18,18]]', '[{"fills":[" the lamp"],"frame":0,"score":-1.5}]', 1, 0, 0.5);
INSERT INTO trajectories VALUES(1, x'28b52ffd2436b101000104ffffffff0f0007022061ac0205206c616d7009042074686503000001010201010201010102030400000066e666000000000103018854e3e7');
