// SPDX-License-Identifier: GPL-3.0-or-later
// The library as a tree: projects hold folders, chapters, scenes and notes, and each of them can hold others. Where a
// document lies, in what order, and whether it is archived or in the bin. Texts are elsewhere.
//
// What is in the bin keeps its place, so that restoring it puts it back; what lies under it is in the bin with it.
// Nothing leaves the bin by itself. An archived document is out of the way and otherwise like any other.
//
// Errors: StorageError; each change is one transaction, whole or not there. REQUIRES: no open transaction.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

class Database;

class Tree {
 public:
  explicit Tree(Database& database) : database_(database) {}

  // Every document, the bin's and the archive's too, in reading order: a parent before those that lie in it. Whatever
  // the table says, each is there once: one whose parent is gone or goes round in a circle stands at the top.
  QVector<TreeNode> nodes();
  // The document and all that lies under it, in reading order. Throws kNotFound.
  QVector<TreeNode> subtree(const QString& id);

  // Puts the document, with what lies under it, into `place`. Throws kInvalid for a place in itself, for a project that
  // is not at the top, and for a place in the bin.
  void move(const QString& id, const TreePlace& place);
  void setKind(const QString& id, DocumentKind kind);
  void archive(const QString& id, bool archived);

  void bin(const QString& id);
  // Out of the bin. Where the document lay in another that is still in the bin, it comes to lie in the next above that
  // is not, or at the top.
  void restore(const QString& id);
  bool inBin(const QString& id);
  // All that is in the bin because it, or something above it, was thrown away: those that were thrown away themselves,
  // the newest first.
  QStringList binned();

  // For Library, within its transaction: makes room at the place and puts the document with this key there.
  void insert(qint64 key, const TreePlace& place, DocumentKind kind);
  // As insert(), for one that comes to lie behind all others in a document that was made in the same transaction.
  void append(qint64 key, qint64 parent, int position, DocumentKind kind);

 private:
  struct Row {
    qint64 key = 0;
    qint64 parent = 0;
    TreeNode node;
  };
  QVector<Row> rows();
  Row rowOf(const QVector<Row>& rows, const QString& id) const;
  qint64 parentKey(const QVector<Row>& rows, const QString& id) const;
  void place(const QVector<Row>& rows, qint64 key, const TreePlace& place);
  void set(const char* sql, const QString& id, qint64 value);

  Database& database_;
};

}  // namespace lacuna::storage
