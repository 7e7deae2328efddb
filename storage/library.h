// SPDX-License-Identifier: GPL-3.0-or-later
// Start here: a library is one SQLite file with documents, their history, runs and models. This class is what the
// program uses of storage; the other headers are its parts.
//
//   Library library(path);                     // lock, open, migrate
//   const QString id = library.create(u"Low Water"_qs, text);
//   library.apply(id, {{12, 0, u"grey "_qs}}); // in memory
//   library.commit();                          // on the disk
//
// Threads: one thread, the one that made it. Errors: StorageError, and what waited to be written still waits.
#pragma once

#include <QHash>
#include <QString>
#include <QVector>
#include <memory>

#include "storage/database.h"
#include "storage/library_lock.h"
#include "storage/open_document.h"
#include "storage/runs.h"
#include "storage/text_form.h"
#include "storage/values.h"

namespace lacuna::storage {

class Library {
 public:
  // Makes the file, and its folder, when they are missing. ReadOnly reads a library that cannot be written: changes
  // wait for makeWritable(), and what cannot wait throws kReadOnly.
  explicit Library(const QString& path, Database::Access access = Database::Access::ReadWrite);
  // Gives the library back. What waits is not written: call close() first, which can say what went wrong.
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  const QString& path() const { return database_.path(); }
  bool readOnly() const { return lock_ == nullptr; }
  // Of one that was opened ReadOnly: from now on it can be written, and what waits with it. Where another program has
  // changed a document that is held here, its state becomes a document of its own. Throws, and may be called again.
  void makeWritable();
  // True when no document was ever made in it.
  bool isFirstStart();

  // Newest first.
  QVector<DocumentInfo> documents();
  QString create(const QString& title, const QString& text, const QVector<Mark>& marks = {});
  // The document that was made of this file, else a new one with its text. The author's edits since stay, also where
  // the file has changed: its text then comes along. Throws what importFile throws.
  FileDraft importOnce(const QString& path);
  // How the file stood that a document was made of; the usual form where it was made of none.
  TextForm formOf(const QString& id);
  // The document as it stands, edits that wait included.
  Document open(const QString& id);
  // The document that was opened last; empty when there is none.
  QString lastOpened();
  void rename(const QString& id, const QString& title);
  void remove(const QString& id);

  // These wait in memory for commit().
  void apply(const QString& id, const QVector<Edit>& edits, const HistoryEvent& event = {});
  void setMarks(const QString& id, const QVector<Mark>& marks);
  void setView(const QString& id, int cursor, double scroll);
  bool waiting() const;
  // The documents of which a change of text, marks or history waits, as they stand.
  QVector<Document> unsaved();
  // Everything that waits, in one transaction. Writes the changes, never a whole text.
  void commit();
  // Folds journals that have grown into revisions; true when there was one. Takes up to a second for a very long text.
  bool tidy();
  // Commits, and folds what the journals still hold.
  void close();

  // Newest first. The text as it stands now may be ahead of them by the journal.
  QVector<RevisionInfo> revisions(const QString& id);
  // The text of a revision of this document. Throws kNotFound or kDamaged.
  QString revision(const QString& id, qint64 revision);
  // Keeps the text as it stands now as a revision, unless the newest one is that text. Returns its number.
  qint64 keepRevision(const QString& id);

  // A run over this document begins: the text that it reads is kept, so that the run can always be shown in it and
  // branched from.
  void beginRun(const QString& runId, const QString& documentId);
  // As Runs::save, and gives the run the revision that beginRun() kept; a branch its parent's. Prunes. Returns the
  // run's id.
  QString saveRun(Run run);
  // The text that a run read; empty when none was kept. Throws what revision() throws.
  QString textOf(const Run& run);

  // Removes the oldest trajectories when they take more than the setting runs.keep_bytes (Runs::kKeptBytes without it).
  int pruneRuns();
  qint64 keptRunBytes();
  Runs& runs() { return runs_; }
  Models& models() { return models_; }
  // Text values under a name; `absent` where there is none.
  QString setting(const QString& name, const QString& absent = {});
  void setSetting(const QString& name, const QString& value);
  Database& database() { return database_; }

 private:
  qint64 keyOf(const QString& id);
  OpenDocument& held(const QString& id);
  void noteFile(const QString& id, const QString& digest, const TextForm& form);
  QString insert(const QString& title, const QString& text, const QVector<Mark>& marks);

  std::unique_ptr<LibraryLock> lock_;  // null: for reading only
  Database database_;
  Runs runs_;
  Models models_;
  QHash<QString, std::shared_ptr<OpenDocument>> held_;
  QHash<QString, qint64> begun_;  // runs that are not saved yet, and the revisions that they read
};

}  // namespace lacuna::storage
