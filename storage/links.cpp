// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/links.h"

#include "storage/database.h"
#include "storage/error.h"

namespace lacuna::storage {
namespace {

// Documents in the bin, and those below them.
#define LACUNA_AWAY                                                          \
  "WITH RECURSIVE away(key) AS (SELECT key FROM documents WHERE binned > 0 " \
  "UNION SELECT d.key FROM documents d JOIN away a ON d.parent = a.key) "
// The last edit of documents.key = d.key.
#define LACUNA_LAST                                                       \
  "coalesce((SELECT max(sequence) FROM journal WHERE document = d.key), " \
  "(SELECT sequence FROM revisions WHERE document = d.key ORDER BY id DESC LIMIT 1), 0)"

constexpr const char* kAll = LACUNA_AWAY
    "SELECT d.id, l.path, l.size, l.modified, l.digest, l.text, l.sequence "
    "FROM links l JOIN documents d ON d.key = l.document WHERE d.key NOT IN away ORDER BY d.key";
constexpr const char* kAhead = LACUNA_AWAY
    "SELECT d.id FROM links l JOIN documents d ON d.key = l.document "
    "WHERE d.key NOT IN away AND " LACUNA_LAST " <> l.sequence ORDER BY d.key";
constexpr const char* kAt = LACUNA_AWAY
    "SELECT d.id FROM links l JOIN documents d ON d.key = l.document WHERE l.path = ?1 AND d.key NOT IN away";
constexpr const char* kFolders = LACUNA_AWAY
    "SELECT d.id, f.path, f.passed FROM linked_folders f JOIN documents d ON d.key = f.document "
    "WHERE d.key NOT IN away ORDER BY d.key";

#undef LACUNA_AWAY

Link read(Statement& row) {
  return {row.text(0), row.text(1), {row.number(2), row.number(3), row.text(4)}, row.text(5), row.number(6)};
}

}  // namespace

QVector<Link> Links::all() {
  Statement rows(database_, kAll);
  QVector<Link> links;
  while (rows.step()) links.append(read(rows));
  return links;
}

std::optional<Link> Links::of(const QString& id) {
  Statement row(database_,
                "SELECT d.id, l.path, l.size, l.modified, l.digest, l.text, l.sequence "
                "FROM links l JOIN documents d ON d.key = l.document WHERE d.id = ?1");
  row.bind(id);
  return row.step() ? std::optional(read(row)) : std::nullopt;
}

QString Links::documentAt(const QString& path) {
  Statement row(database_, kAt);
  row.bind(path);
  return row.step() ? row.text(0) : QString();
}

void Links::put(const Link& link) {
  Statement other(database_,
                  "DELETE FROM links WHERE path = ?1 AND document <> (SELECT key FROM documents WHERE id = ?2)");
  other.bind(link.path, link.id);
  other.run();
  Statement row(database_,
                "INSERT INTO links(document, path, size, modified, digest, text, sequence) "
                "SELECT key, ?2, ?3, ?4, ?5, ?6, ?7 FROM documents WHERE id = ?1 "
                "ON CONFLICT(document) DO UPDATE SET path = excluded.path, size = excluded.size, "
                "modified = excluded.modified, digest = excluded.digest, text = excluded.text, "
                "sequence = excluded.sequence");
  row.bind(link.id, link.path, link.file.size, link.file.modified, link.file.digest, link.text, link.sequence);
  row.run();
}

void Links::set(const Link& link) { set(QVector<Link>{link}); }

void Links::set(const QVector<Link>& links) {
  Transaction transaction(database_);
  for (const Link& link : links) put(link);
  transaction.commit();
}

void Links::remove(const QString& id) {
  Statement row(database_, "DELETE FROM links WHERE document = (SELECT key FROM documents WHERE id = ?1)");
  row.bind(id);
  row.run();
}

QStringList Links::ahead() {
  Statement rows(database_, kAhead);
  QStringList ids;
  while (rows.step()) ids.append(rows.text(0));
  return ids;
}

qint64 Links::lastEdit(const QString& id) {
  Statement row(database_, "SELECT " LACUNA_LAST " FROM documents d WHERE d.id = ?1");
  row.bind(id);
  return row.step() ? row.number(0) : 0;
}

#undef LACUNA_LAST

QVector<Links::Folder> Links::folders() {
  Statement rows(database_, kFolders);
  QVector<Folder> folders;
  while (rows.step()) folders.append({rows.text(0), rows.text(1), rows.text(2).split(u'\n', Qt::SkipEmptyParts)});
  return folders;
}

void Links::setFolder(const Folder& folder) {
  Statement row(database_,
                "INSERT INTO linked_folders(document, path, passed) SELECT key, ?2, ?3 FROM documents WHERE id = ?1 "
                "ON CONFLICT(document) DO UPDATE SET path = excluded.path, passed = excluded.passed");
  row.bind(folder.id, folder.path, folder.passed.join(u'\n'));
  row.run();
}

void Links::removeFolder(const QString& id) {
  Statement row(database_, "DELETE FROM linked_folders WHERE document = (SELECT key FROM documents WHERE id = ?1)");
  row.bind(id);
  row.run();
}

}  // namespace lacuna::storage
