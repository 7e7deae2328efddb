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
#include "storage/links.h"
#include "storage/open_document.h"
#include "storage/runs.h"
#include "storage/text_form.h"
#include "storage/thinning.h"
#include "storage/tree.h"
#include "storage/values.h"
#include "storage/values/writing.h"
#include "storage/writing_log.h"

namespace lacuna::storage {

struct Imported;

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

  // Where everything lies, the bin and the archive included.
  Tree& tree() { return tree_; }
  // Which documents are kept in step with files.
  Links& links() { return links_; }
  // How much was written.
  WritingLog& writing() { return writing_; }

  // Chapters, scenes and notes that are neither in the bin nor archived, newest first.
  QVector<DocumentInfo> documents();
  // A scene at the top, behind all others.
  QString create(const QString& title, const QString& text, const QVector<Mark>& marks = {});
  // All of them or none. Returns their ids.
  QStringList create(const QVector<NewDocument>& documents);
  // The document that was made of this file, else a new one with its text. The author's edits since stay, also where
  // the file has changed: its text then comes along. Throws what importFile throws. encoding: as importFile's; empty:
  // also the one that the file had before.
  FileDraft importOnce(const QString& path, const QString& encoding = {});
  // Digest (SHA-256) of the text that the document was made of, if that was this file's; else empty.
  QString importOf(const QString& id, const QString& path);
  // How the file stood that a document was made of; the usual form where it was made of none.
  TextForm formOf(const QString& id);
  void setForm(const QString& id, const TextForm& form);
  // The document as it stands, edits that wait included.
  Document open(const QString& id);
  // As open(), but nobody looks at it: it does not become the one that was opened last, it is not kept in memory, and
  // a notice waits for whoever opens it.
  Document read(const QString& id);
  // Whether it was opened or written in, and is in memory with what waits.
  bool holds(const QString& id) const { return held_.contains(id); }
  // The document that was opened last, of those outside the bin; empty when there is none.
  QString lastOpened();
  void rename(const QString& id, const QString& title);
  // Deletes it for good, with all that lies under it, its history and its runs. Throws kInvalid unless it is in the
  // bin: nothing is lost by one click.
  void remove(const QString& id);
  // Deletes for good what is in the bin; returns how many documents that were.
  int emptyBin();

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
  qint64 keepRevision(const QString& id, const RevisionNote& note = {});
  // Another text than the document's own becomes a state in its history; the document stays as it is.
  void keepBeside(const QString& id, const QString& text, const RevisionNote& note);
  // An empty name takes the name away. Throws kNotFound.
  void nameRevision(const QString& id, qint64 revision, const QString& name);
  // What would be kept, and what not; nothing is changed.
  ThinningPlan planThinning(const QString& id, const ThinningRule& rule = {});
  // Deletes one state, which others may lean on; false where that cannot be done because one of these is damaged.
  // Throws kInvalid for the newest state. Up to half a second for a very long text.
  bool removeRevision(const QString& id, qint64 revision);

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
  // Of a day, or of a document.
  WritingGoal goal(const QString& id = {});
  // Throws kInvalid below 0, kNotFound for an unknown document.
  void setGoal(const WritingGoal& goal, const QString& id = {});
  // Whether anybody has ever set one, be it to none.
  bool hasGoal(const QString& id = {});
  // Text values under a name; `absent` where there is none.
  QString setting(const QString& name, const QString& absent = {});
  void setSetting(const QString& name, const QString& value);
  Database& database() { return database_; }

 private:
  qint64 keyOf(const QString& id);
  QString titleOf(const QString& id);
  OpenDocument& held(const QString& id);
  std::shared_ptr<OpenDocument> loaded(const QString& id);
  Document shown(const QString& id, const OpenDocument& document);
  Imported importAgain(const QString& path, const QString& encoding);
  void noteFile(const QString& id, const QString& digest, const TextForm& form);
  qint64 add(const NewDocument& document, QStringList* ids);
  QString idFor(const NewDocument& document);
  Revisions::Head headOf(const QString& id, qint64 revision);

  std::unique_ptr<LibraryLock> lock_;  // null: for reading only
  Database database_;
  Runs runs_;
  Models models_;
  Tree tree_;
  Links links_;
  WritingLog writing_;
  QHash<QString, std::shared_ptr<OpenDocument>> held_;
  QHash<QString, qint64> begun_;  // runs that are not saved yet, and the revisions that they read
};

}  // namespace lacuna::storage
