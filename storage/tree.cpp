// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/tree.h"

#include <QDateTime>
#include <QHash>
#include <QSet>
#include <QTimeZone>
#include <algorithm>

#include "storage/database.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

// The numbers in the file, which stay when the enumeration changes.
int numberOf(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::Project:
      return 1;
    case DocumentKind::Folder:
      return 2;
    case DocumentKind::Chapter:
      return 3;
    case DocumentKind::Scene:
      return 4;
    case DocumentKind::Note:
      return 5;
  }
  return 4;
}

DocumentKind kindOf(qint64 number) {
  switch (number) {
    case 1:
      return DocumentKind::Project;
    case 2:
      return DocumentKind::Folder;
    case 3:
      return DocumentKind::Chapter;
    case 5:
      return DocumentKind::Note;
    default:
      return DocumentKind::Scene;
  }
}

[[noreturn]] void refuse(const QString& sentence) { throw StorageError(StorageCode::kInvalid, sentence); }

}  // namespace

// In reading order.
QVector<Tree::Row> Tree::rows() {
  Statement table(database_,
                  "SELECT d.key, coalesce(d.parent, 0), d.id, d.title, d.kind, d.words, d.updated, d.archived, "
                  "d.binned, coalesce(p.id, ''), coalesce(l.path, f.path, '') FROM documents d "
                  "LEFT JOIN documents p ON p.key = d.parent LEFT JOIN links l ON l.document = d.key "
                  "LEFT JOIN linked_folders f ON f.document = d.key "
                  "ORDER BY d.position, d.key");
  QVector<Row> all;
  QHash<qint64, QVector<qsizetype>> under;  // by parent, in order
  while (table.step()) {
    Row row;
    row.key = table.number(0);
    row.parent = table.text(9).isEmpty() ? 0 : table.number(1);  // one that is gone is the top
    row.node = {table.text(2),
                table.text(3),
                kindOf(table.number(4)),
                table.text(9),
                0,
                static_cast<int>(table.number(5)),
                QDateTime::fromMSecsSinceEpoch(table.number(6), QTimeZone::utc()),
                table.number(7) != 0,
                table.number(8),
                false,
                table.text(10)};
    under[row.parent].append(all.size());
    all.append(std::move(row));
  }
  QVector<Row> ordered;
  ordered.reserve(all.size());
  QVector<bool> seen(all.size(), false);
  const auto walk = [&](qsizetype first, int firstDepth, bool firstBinned) {
    struct Step {
      qsizetype index;
      int depth;
      bool binned;
    };
    QVector<Step> open{{first, firstDepth, firstBinned}};
    while (!open.isEmpty()) {
      const Step step = open.takeLast();
      if (seen[step.index]) continue;
      seen[step.index] = true;
      Row row = all[step.index];
      row.node.depth = step.depth;
      row.node.inBin = step.binned || row.node.binned > 0;
      const QVector<qsizetype> children = under.value(row.key);
      for (auto child = children.crbegin(); child != children.crend(); ++child)
        open.append({*child, step.depth + 1, row.node.inBin});
      ordered.append(std::move(row));
    }
  };
  for (const qsizetype top : under.value(0)) walk(top, 0, false);
  for (qsizetype i = 0; i < all.size(); ++i) {
    if (seen[i]) continue;
    all[i].parent = 0;  // a circle: it is cut open here
    all[i].node.parent.clear();
    walk(i, 0, false);
  }
  return ordered;
}

QVector<TreeNode> Tree::nodes() {
  QVector<TreeNode> nodes;
  for (const Row& row : rows()) nodes.append(row.node);
  return nodes;
}

QVector<TreeNode> Tree::subtree(const QString& id) {
  QVector<TreeNode> nodes;
  for (const Row& row : rows()) {
    if (nodes.isEmpty() ? row.node.id == id : row.node.depth > nodes.first().depth) {
      nodes.append(row.node);
    } else if (!nodes.isEmpty()) {
      break;
    }
  }
  if (nodes.isEmpty()) rowOf({}, id);  // throws
  return nodes;
}

Tree::Row Tree::rowOf(const QVector<Row>& rows, const QString& id) const {
  const auto found = std::find_if(rows.begin(), rows.end(), [&id](const Row& row) { return row.node.id == id; });
  if (found == rows.end()) {
    throw StorageError(StorageCode::kNotFound,
                       Said::tr("The document is not in the library any more; choose another one from the list."));
  }
  return *found;
}

qint64 Tree::parentKey(const QVector<Row>& rows, const QString& id) const {
  return id.isEmpty() ? 0 : rowOf(rows, id).key;
}

// Numbers the documents at the place anew, with this one among them. Wants an open transaction.
void Tree::place(const QVector<Row>& rows, qint64 key, const TreePlace& place) {
  const qint64 parent = parentKey(rows, place.parent);
  QVector<qint64> order;
  qsizetype at = -1;
  for (const Row& row : rows) {
    if (row.parent != parent || row.key == key) continue;
    if (!place.before.isEmpty() && row.node.id == place.before) at = order.size();
    order.append(row.key);
  }
  order.insert(at < 0 ? order.size() : at, key);
  Statement update(database_,
                   "UPDATE documents SET parent = nullif(?2, 0), position = ?3 WHERE key = ?1 AND "
                   "(coalesce(parent, 0) <> ?2 OR position <> ?3)");
  for (qsizetype i = 0; i < order.size(); ++i) {
    update.bind(order[i], parent, i);
    update.run();
  }
}

void Tree::move(const QString& id, const TreePlace& where) {
  Transaction transaction(database_);
  const QVector<Row> all = rows();
  const Row moved = rowOf(all, id);
  if (!where.parent.isEmpty()) {
    if (moved.node.kind == DocumentKind::Project)
      refuse(Said::tr("A project lies at the top of the library; move what is in it instead."));
    if (rowOf(all, where.parent).node.inBin)
      refuse(Said::tr("“%1” is in the bin; restore it before you move something into it.")
                 .arg(rowOf(all, where.parent).node.title));
    const auto inside = subtree(id);
    if (std::any_of(inside.begin(), inside.end(), [&where](const TreeNode& node) { return node.id == where.parent; }))
      refuse(Said::tr("“%1” cannot be moved into itself; choose another place.").arg(moved.node.title));
  }
  place(all, moved.key, where);
  transaction.commit();
}

void Tree::insert(qint64 key, const TreePlace& where, DocumentKind kind) {
  const QVector<Row> all = rows();
  if (!where.parent.isEmpty()) {
    if (kind == DocumentKind::Project) refuse(Said::tr("A project lies at the top of the library; make it there."));
    const Row parent = rowOf(all, where.parent);
    if (parent.node.inBin)
      refuse(Said::tr("“%1” is in the bin; restore it before you put something into it.").arg(parent.node.title));
  }
  Statement update(database_, "UPDATE documents SET kind = ?2 WHERE key = ?1");
  update.bind(key, numberOf(kind));
  update.run();
  place(all, key, where);
}

void Tree::append(qint64 key, qint64 parent, int position, DocumentKind kind) {
  if (kind == DocumentKind::Project) refuse(Said::tr("A project lies at the top of the library; make it there."));
  Statement update(database_, "UPDATE documents SET kind = ?2, parent = ?3, position = ?4 WHERE key = ?1");
  update.bind(key, numberOf(kind), parent, position);
  update.run();
}

// SQL with ?1, the id, and ?2, the value.
void Tree::set(const char* sql, const QString& id, qint64 value) {
  Statement update(database_, sql);
  update.bind(id, value);
  update.run();
  if (database_.changes() == 0) rowOf({}, id);  // throws
}

void Tree::setKind(const QString& id, DocumentKind kind) {
  if (kind == DocumentKind::Project && !rowOf(rows(), id).node.parent.isEmpty())
    refuse(Said::tr("A project lies at the top of the library; move the document there first."));
  set("UPDATE documents SET kind = ?2 WHERE id = ?1", id, numberOf(kind));
}

void Tree::archive(const QString& id, bool archived) {
  set("UPDATE documents SET archived = ?2 WHERE id = ?1", id, archived ? 1 : 0);
}

void Tree::bin(const QString& id) {
  if (inBin(id)) return;
  set("UPDATE documents SET binned = ?2 WHERE id = ?1", id, QDateTime::currentMSecsSinceEpoch());
}

void Tree::restore(const QString& id) {
  Transaction transaction(database_);
  const QVector<Row> all = rows();
  const Row restored = rowOf(all, id);
  if (!restored.node.inBin) return;
  QString parent = restored.node.parent;
  while (!parent.isEmpty() && rowOf(all, parent).node.inBin) parent = rowOf(all, parent).node.parent;
  if (parent != restored.node.parent) place(all, restored.key, {parent, {}});
  set("UPDATE documents SET binned = ?2 WHERE id = ?1", id, 0);
  transaction.commit();
}

bool Tree::inBin(const QString& id) { return rowOf(rows(), id).node.inBin; }

QStringList Tree::binned() {
  Statement table(database_, "SELECT id FROM documents WHERE binned > 0 ORDER BY binned DESC, key DESC");
  QStringList ids;
  while (table.step()) ids.append(table.text(0));
  return ids;
}

}  // namespace lacuna::storage
