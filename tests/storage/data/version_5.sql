-- SPDX-License-Identifier: GPL-3.0-or-later
-- A library as version 5 of the schema wrote it. Never changed: it stands for the files that are out there.
PRAGMA application_id = 1279479361;
PRAGMA user_version = 5;
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
  marks_sequence INTEGER NOT NULL DEFAULT 0, history_done INTEGER NOT NULL DEFAULT 0, history_sequence INTEGER NOT NULL DEFAULT -1);
INSERT INTO documents VALUES(1,'b49ddb22-8b95-4261-9ebe-cabcad1fe114','Low Water',10,1796073283689,1796073283710,2,12,0.25,1,2,2);
INSERT INTO documents VALUES(2,'f11d3cf8-a141-4cb1-ad7e-74f655c0d537','The Ferry',2,1796073283690,1796073283690,1,0,0.0,0,0,-1);
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
INSERT INTO revisions VALUES(1,1,NULL,1796073283689,0,4,18,18,X'28b52ffd2412910000546865207469646520776173206f75742e0a13432577');
INSERT INTO revisions VALUES(2,2,NULL,1796073283690,0,2,13,13,X'28b52ffd240d6900004e6f626f64792063616d652e0ad84a5cf1');
INSERT INTO revisions VALUES(3,1,1,1796073283698,1,10,49,49,X'28b52ffd24313d010004022053686520686164206c65667420746865206c616d70206275726e696e672e0a0100354f207877418f');
CREATE TABLE journal(
  document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  position INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  inserted BLOB NOT NULL,
  length INTEGER NOT NULL,
  digest INTEGER NOT NULL,
  PRIMARY KEY(document, sequence)) WITHOUT ROWID;
INSERT INTO journal VALUES(1,2,0,3,X'41',47,1749114510);
CREATE TABLE marks(
  document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
  begin INTEGER NOT NULL,
  end INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  note TEXT NOT NULL);
INSERT INTO marks VALUES(1,31,39,1,'Lacuna small, seed 7');
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
INSERT INTO settings VALUES('begun','1');
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
  seconds REAL NOT NULL, parent TEXT NOT NULL DEFAULT '', revision INTEGER REFERENCES revisions(id) ON DELETE SET NULL);
INSERT INTO runs VALUES(1,'run-1',1,1796073283702,'Lacuna Estuary 5M','c0ffee','0',1,'{}','[[18,18]]','[{"fills":[" the lamp"],"score":-1.5,"streams":[0]}]',0,-1,0.0,'',3);
CREATE TABLE trajectories(
  run INTEGER PRIMARY KEY REFERENCES runs(key) ON DELETE CASCADE,
  payload BLOB NOT NULL);
CREATE TABLE imports(
  document INTEGER PRIMARY KEY REFERENCES documents(key) ON DELETE CASCADE,
  path TEXT NOT NULL,
  digest TEXT NOT NULL);
CREATE TABLE history(
  document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  payload BLOB NOT NULL,
  PRIMARY KEY(document, number));
INSERT INTO history VALUES(1,1,X'28b52ffd240841000073746570206f6e65991414d5');
INSERT INTO history VALUES(1,2,X'28b52ffd2408410000737465702074776f2815b610');
CREATE INDEX revisions_by_document ON revisions(document, id);
CREATE INDEX revisions_by_base ON revisions(base);
CREATE INDEX marks_by_document ON marks(document, begin);
CREATE INDEX runs_by_document ON runs(document, created);
CREATE INDEX runs_by_time ON runs(created);
CREATE INDEX imports_by_path ON imports(path);
CREATE INDEX runs_by_revision ON runs(revision);
