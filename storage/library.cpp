// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/library.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QTimeZone>
#include <QUuid>
#include <algorithm>

#include "storage/edits.h"
#include "storage/importers/importer.h"
#include "storage/migrations.h"
#include "storage/said.h"
#include "storage/spelling_notes.h"
#include "storage/words.h"

namespace lacuna::storage {
namespace {

// The path, once its folder is there.
QString prepared(const QString& path) {
  const QFileInfo info(path);
  const QString folder = QDir::toNativeSeparators(info.absolutePath());
  if (info.isDir()) {
    throw StorageError(StorageCode::kNotOurs, Said::tr("%1 is a folder, not a Lacuna library; name a file in it.")
                                                  .arg(QDir::toNativeSeparators(info.absoluteFilePath())));
  }
  if (!QDir().mkpath(info.absolutePath())) {
    throw StorageError(StorageCode::kReadOnly,
                       Said::tr("The folder %1 for the library cannot be made; check the rights of the folder "
                                "above it.")
                           .arg(folder));
  }
  if (info.exists() && !info.isReadable()) {
    throw StorageError(StorageCode::kUnreadable,
                       Said::tr("The library %1 may not be read; change the rights of the file.")
                           .arg(QDir::toNativeSeparators(info.absoluteFilePath())));
  }
  if (info.exists() && !info.isWritable()) {
    throw StorageError(StorageCode::kReadOnly,
                       Said::tr("The library %1 may not be written; change the rights of the file.")
                           .arg(QDir::toNativeSeparators(info.absoluteFilePath())));
  }
  return info.absoluteFilePath();
}

// The setting that holds the form of the file that a document was made of.
QString formSettingOf(const QString& id) { return QStringLiteral("form.") + id; }

QString goalSettingOf(const QString& id) {
  return id.isEmpty() ? QStringLiteral("goal") : QStringLiteral("goal.") + id;
}

}  // namespace

Library::Library(const QString& path, Database::Access access)
    : lock_(access == Database::Access::ReadOnly ? nullptr : std::make_unique<LibraryLock>(prepared(path))),
      database_(QFileInfo(path).absoluteFilePath(), access),
      runs_(database_),
      models_(database_),
      tree_(database_),
      links_(database_),
      writing_(database_) {
  if (readOnly()) {
    checkCurrent(database_);
  } else {
    migrate(database_);
  }
}

void Library::makeWritable() {
  if (!readOnly()) {
    return;
  }
  auto lock = std::make_unique<LibraryLock>(prepared(path()));
  Database writing(path());
  migrate(writing);
  database_.swap(writing);
  for (auto it = held_.cbegin(); it != held_.cend(); ++it) {
    if ((*it)->goesOn()) {
      continue;
    }
    const OpenDocument other(database_, keyOf(it.key()));
    if (other.text() != (*it)->text()) {
      const QString title = titleOf(it.key());
      create(Said::tr("%1 (as another program left it)").arg(title), other.text(), other.marks());
    }
    (*it)->overrule();
  }
  lock_ = std::move(lock);
}

Library::~Library() = default;

bool Library::isFirstStart() {
  return database_.number("SELECT count(*) FROM documents") == 0 &&
         database_.number("SELECT count(*) FROM settings WHERE name = 'begun'") == 0;
}

QVector<DocumentInfo> Library::documents() {
  Statement rows(database_,
                 "WITH RECURSIVE away(key) AS (SELECT key FROM documents WHERE binned > 0 OR archived > 0 "
                 "UNION SELECT d.key FROM documents d JOIN away a ON d.parent = a.key) "
                 "SELECT id, title, words, updated FROM documents WHERE kind > 2 AND key NOT IN away "
                 "ORDER BY updated DESC, key DESC");
  QVector<DocumentInfo> infos;
  while (rows.step()) {
    infos.append({rows.text(0), rows.text(1), static_cast<int>(rows.number(2)),
                  QDateTime::fromMSecsSinceEpoch(rows.number(3), QTimeZone::utc())});
  }
  return infos;
}

QString Library::create(const QString& title, const QString& text, const QVector<Mark>& marks) {
  return create(QVector<NewDocument>{{title, text, marks}}).first();
}

QStringList Library::create(const QVector<NewDocument>& documents) {
  Transaction transaction(database_);
  QStringList ids;
  QVector<qint64> keys;
  QVector<int> inside(documents.size(), 0);
  for (const NewDocument& document : documents) {
    const qint64 key = add(document, &ids);
    if (document.under >= 0 && document.under < keys.size()) {
      tree_.append(key, keys[document.under], inside[document.under]++, document.kind);
    } else {
      tree_.insert(key, document.place, document.kind);
    }
    keys.append(key);
  }
  database_.execute("INSERT OR IGNORE INTO settings(name, value) VALUES('begun', '1')");
  transaction.commit();
  return ids;
}

TextForm Library::formOf(const QString& id) { return formFromWord(setting(formSettingOf(id))); }

// The text of a file that may be in the encoding in which it was opened before.
Imported Library::importAgain(const QString& path, const QString& encoding) {
  try {
    return importFile(path, kLargestImport, encoding);
  } catch (const StorageError& error) {
    if (error.code() != StorageCode::kEncoding) throw;
    Statement known(database_,
                    "SELECT d.id FROM imports i JOIN documents d ON d.key = i.document "
                    "WHERE i.path = ?1 AND d.binned = 0 ORDER BY d.key DESC LIMIT 1");
    known.bind(QFileInfo(path).canonicalFilePath());
    const QString before = known.step() ? formOf(known.text(0)).encoding : QString();
    if (before.isEmpty()) throw;
    return importFile(path, kLargestImport, before);
  }
}

FileDraft Library::importOnce(const QString& path, const QString& encoding) {
  const Imported imported = importAgain(path, encoding);
  const QString canonical = QFileInfo(path).canonicalFilePath();
  // One that is linked has its own way to another text in the file.
  if (const QString linked = links_.documentAt(canonical); !linked.isEmpty()) return {linked};
  const QString digest =
      QString::fromLatin1(QCryptographicHash::hash(imported.text.toUtf8(), QCryptographicHash::Sha256).toHex());
  Statement known(database_,
                  "SELECT d.id, i.digest FROM imports i JOIN documents d ON d.key = i.document "
                  "WHERE i.path = ?1 AND d.binned = 0 ORDER BY i.digest = ?2 DESC, d.key DESC LIMIT 1");
  known.bind(canonical, digest);
  if (known.step()) {
    const QString id = known.text(0);
    if (known.text(1) != digest && held(id).text() != imported.text) {
      return {id, imported.text};
    }
    noteFile(id, digest, imported.form);
    return {id};
  }
  Transaction transaction(database_);
  QStringList made;
  NewDocument document{imported.title, imported.text};
  document.form = wordFor(imported.form);
  const qint64 key = add(document, &made);
  tree_.insert(key, document.place, document.kind);
  const QString id = made.first();
  Statement origin(database_, "INSERT INTO imports(document, path, digest) VALUES(?1, ?2, ?3)");
  origin.bind(key, canonical, digest);
  origin.run();
  database_.execute("INSERT OR IGNORE INTO settings(name, value) VALUES('begun', '1')");
  transaction.commit();
  return {id};
}

QString Library::importOf(const QString& id, const QString& path) {
  Statement row(database_,
                "SELECT i.digest FROM imports i JOIN documents d ON d.key = i.document "
                "WHERE d.id = ?1 AND i.path = ?2");
  row.bind(id, path);
  return row.step() ? row.text(0) : QString();
}

// What a document's file holds now: the same text, saved by another program or from here, with other line ends perhaps.
void Library::noteFile(const QString& id, const QString& digest, const TextForm& form) {
  if (readOnly()) {
    return;
  }
  Statement now(database_, "UPDATE imports SET digest = ?2 WHERE document = ?1 AND digest <> ?2");
  now.bind(keyOf(id), digest);
  now.run();
  setForm(id, form);
}

void Library::setForm(const QString& id, const TextForm& form) {
  if (formOf(id) != form) setSetting(formSettingOf(id), wordFor(form));
}

// Without its place. Returns its key.
qint64 Library::add(const NewDocument& document, QStringList* ids) {
  const QString id = idFor(document);
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  const QString title = document.title.trimmed();
  const QString name = title.isEmpty() ? QStringLiteral("Untitled") : title;
  const int words = countWords(document.text);
  Statement row(database_, "INSERT INTO documents(id, title, words, created, updated) VALUES(?1, ?2, ?3, ?4, ?5)");
  row.bind(id, name, words, now, now);
  row.run();
  const qint64 key = database_.lastId();
  Revisions(database_).add({key, 0, words, {RevisionReason::Created}}, document.text);
  Marks(database_).write(key, {soundMarks(document.marks, document.text.size()), 0});
  if (document.archived) {
    Statement archive(database_, "UPDATE documents SET archived = 1 WHERE key = ?1");
    archive.bind(key);
    archive.run();
  }
  if (const TextForm form = formFromWord(document.form); form != TextForm()) {
    setSetting(formSettingOf(id), wordFor(form));
  }
  ids->append(id);
  return key;
}

QString Library::idFor(const NewDocument& document) {
  if (!QUuid::fromString(document.id).isNull()) {
    Statement known(database_, "SELECT 1 FROM documents WHERE id = ?1");
    known.bind(document.id);
    if (!known.step()) return document.id;
  }
  return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

Document Library::read(const QString& id) {
  std::shared_ptr<OpenDocument> document = held_.value(id);
  if (document == nullptr) {
    document = loaded(id);
    if (document->hasNotice()) held_.insert(id, document);  // whoever opens it is to hear of it
  }
  return shown(id, *document);
}

// Without its notice.
Document Library::shown(const QString& id, const OpenDocument& document) {
  Statement row(database_, "SELECT title, cursor, scroll FROM documents WHERE id = ?1");
  row.bind(id);
  if (!row.step()) {
    held_.remove(id);
    keyOf(id);  // throws
  }
  Document opened{id, row.text(0), document.text(),           document.marks(),           0,
                  0,  {},          document.history().done(), document.history().undone()};
  opened.cursor = std::clamp(document.cursor(), 0, static_cast<int>(opened.text.size()));
  opened.scroll = document.scroll();
  return opened;
}

Document Library::open(const QString& id) {
  OpenDocument& document = held(id);
  Document opened = shown(id, document);
  opened.notice = document.takeNotice();
  // Opened is a number that only grows, so that a clock that was set back does not matter.
  // A disk that refuses is no reason not to show the text. What a word is may have changed since it was counted.
  try {
    Statement mark(database_,
                   "UPDATE documents SET opened = (SELECT max(opened) + 1 FROM documents), words = ?2 WHERE id = ?1");
    mark.bind(id, document.words());
    mark.run();
  } catch (const StorageError&) {
    return opened;
  }
  return opened;
}

QString Library::lastOpened() {
  return database_.text(
      "WITH RECURSIVE away(key) AS (SELECT key FROM documents WHERE binned > 0 "
      "UNION SELECT d.key FROM documents d JOIN away a ON d.parent = a.key) "
      "SELECT id FROM documents WHERE kind > 2 AND key NOT IN away ORDER BY opened DESC, updated DESC LIMIT 1");
}

void Library::rename(const QString& id, const QString& title) {
  if (title.trimmed().isEmpty()) {
    throw StorageError(StorageCode::kInvalid, Said::tr("A document needs a title; its old one was kept."));
  }
  Statement update(database_, "UPDATE documents SET title = ?2 WHERE key = ?1");
  update.bind(keyOf(id), title.trimmed());
  update.run();
}

void Library::remove(const QString& id) {
  const QVector<TreeNode> gone = tree_.subtree(id);
  if (!tree_.inBin(id)) {
    throw StorageError(
        StorageCode::kInvalid,
        Said::tr("“%1” is not in the bin; put it there before you delete it for good.").arg(gone.first().title));
  }
  Transaction transaction(database_);
  Statement revision(database_, "DELETE FROM revisions WHERE id = ?1");
  Statement document(database_, "DELETE FROM documents WHERE key = ?1");
  Statement settings(database_, "DELETE FROM settings WHERE name IN (?1, ?2, ?3)");
  for (const TreeNode& node : gone) {
    const qint64 key = keyOf(node.id);
    // A revision leans on an older one, so the newest goes first.
    for (const Revisions::Head& head : Revisions(database_).heads(key)) {
      revision.bind(head.id);
      revision.run();
    }
    document.bind(key);
    document.run();
    settings.bind(formSettingOf(node.id), goalSettingOf(node.id), spellingSettingOf(node.id));
    settings.run();
  }
  transaction.commit();
  for (const TreeNode& node : gone) held_.remove(node.id);
}

int Library::emptyBin() {
  int count = 0;
  for (const QString& id : tree_.binned()) {
    const auto nodes = tree_.nodes();
    const auto known = std::find_if(nodes.begin(), nodes.end(), [&id](const TreeNode& node) { return node.id == id; });
    if (known == nodes.end()) continue;  // it went with one above it
    count += static_cast<int>(tree_.subtree(id).size());
    remove(id);
  }
  return count;
}

void Library::apply(const QString& id, const QVector<Edit>& edits, const HistoryEvent& event) {
  held(id).apply(edits, event);
}
void Library::setMarks(const QString& id, const QVector<Mark>& marks) { held(id).setMarks(marks); }
void Library::setView(const QString& id, int cursor, double scroll) { held(id).setView(cursor, scroll); }

bool Library::waiting() const {
  return std::any_of(held_.cbegin(), held_.cend(), [](const auto& document) { return document->waiting(); });
}

QVector<Document> Library::unsaved() {
  QVector<Document> documents;
  for (auto it = held_.cbegin(); it != held_.cend(); ++it) {
    if (!(*it)->textWaits()) continue;
    const QString title = titleOf(it.key());
    documents.append({it.key(), title, (*it)->text(), (*it)->marks(), (*it)->cursor(), (*it)->scroll(), {}});
  }
  return documents;
}

void Library::commit() {
  if (!waiting()) {
    return;
  }
  Transaction transaction(database_);
  for (const auto& document : held_) {
    document->write();
  }
  transaction.commit();
  for (const auto& document : held_) {
    document->settle();
  }
}

bool Library::tidy() {
  commit();
  bool folded = false;
  for (const auto& document : held_) {
    const bool hour = document->hourIsOver();
    if (hour || document->compactable()) {
      document->compact({hour ? RevisionReason::Hourly : RevisionReason::Folded});
      folded = true;
    }
  }
  return folded;
}

void Library::close() {
  commit();
  for (const auto& document : held_) {
    if (document->compactable(true)) {
      document->compact();
    }
  }
  held_.clear();
}

QString Library::saveRun(Run run) {
  if (run.revision == 0) {
    run.revision = begun_.take(run.id);
  }
  if (run.revision == 0 && !run.parent.isEmpty()) {
    Statement parent(database_, "SELECT coalesce(revision, 0) FROM runs WHERE id = ?1");
    parent.bind(run.parent);
    run.revision = parent.step() ? parent.number(0) : 0;
  }
  const QString id = runs_.save(run);
  pruneRuns();
  return id;
}

QString Library::textOf(const Run& run) {
  return run.revision == 0 || run.documentId.isEmpty() ? QString() : revision(run.documentId, run.revision);
}

qint64 Library::keptRunBytes() {
  bool given = false;
  const qint64 bytes = setting(QStringLiteral("runs.keep_bytes")).toLongLong(&given);
  return given && bytes >= 0 ? bytes : Runs::kKeptBytes;
}

int Library::pruneRuns() {
  const qint64 most = keptRunBytes();
  return runs_.trajectoryBytes() > most ? runs_.prune(most) : 0;
}

// The words, and behind a space the last day for them where there is one.
WritingGoal Library::goal(const QString& id) {
  const QString kept = setting(goalSettingOf(id));
  return {std::max(0, kept.section(u' ', 0, 0).toInt()), QDate::fromString(kept.section(u' ', 1, 1), Qt::ISODate)};
}

void Library::setGoal(const WritingGoal& goal, const QString& id) {
  if (goal.words < 0) throw StorageError(StorageCode::kInvalid, Said::tr("A goal is a number of words from 0 on."));
  if (!id.isEmpty()) keyOf(id);  // throws
  const QString words = QString::number(goal.words);
  const bool dated = !id.isEmpty() && goal.by.isValid();
  setSetting(goalSettingOf(id), dated ? words + u' ' + goal.by.toString(Qt::ISODate) : words);
}

bool Library::hasGoal(const QString& id) { return !setting(goalSettingOf(id)).isEmpty(); }

QString Library::setting(const QString& name, const QString& absent) {
  Statement row(database_, "SELECT value FROM settings WHERE name = ?1");
  row.bind(name);
  return row.step() ? row.text(0) : absent;
}

void Library::setSetting(const QString& name, const QString& value) {
  Statement row(database_,
                "INSERT INTO settings(name, value) VALUES(?1, ?2) "
                "ON CONFLICT(name) DO UPDATE SET value = excluded.value");
  row.bind(name, value);
  row.run();
}

QString Library::titleOf(const QString& id) {
  Statement row(database_, "SELECT title FROM documents WHERE id = ?1");
  row.bind(id);
  return row.step() ? row.text(0) : QString();
}

qint64 Library::keyOf(const QString& id) {
  Statement row(database_, "SELECT key FROM documents WHERE id = ?1");
  row.bind(id);
  if (!row.step()) {
    throw StorageError(StorageCode::kNotFound,
                       Said::tr("The document is not in the library any more; choose another one from the list."));
  }
  return row.number(0);
}

OpenDocument& Library::held(const QString& id) {
  const auto known = held_.constFind(id);
  if (known != held_.cend()) {
    return **known;
  }
  const std::shared_ptr<OpenDocument> document = loaded(id);
  held_.insert(id, document);
  return *document;
}

// Mends what is damaged; texts that could not be put back become a document.
std::shared_ptr<OpenDocument> Library::loaded(const QString& id) {
  auto document = std::make_shared<OpenDocument>(database_, keyOf(id), &writing_);
  if (!document->rescued().isEmpty()) {
    const QString title = titleOf(id);
    create(Said::tr("Rescued pieces of %1").arg(title), document->rescued().join(QStringLiteral("\n\n")));
  }
  return document;
}

}  // namespace lacuna::storage
