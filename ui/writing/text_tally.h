// SPDX-License-Identifier: GPL-3.0-or-later
// What the texts of a project amount to, asked for one after another and only where one has changed. UI thread only.
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>

#include "storage/values/text_counts.h"
#include "storage/values/writing.h"

namespace lacuna::ui {

class TextTally : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  struct Sum {
    storage::TextCounts counts{};
    bool whole = true;  // every text is in it
    QString trouble{};  // of one that cannot be read
  };

  // The document with all that lies under it is counted, but for the bin. Those that have changed since are again.
  void setNodes(const QVector<storage::TreeNode>& nodes, const QString& root);
  const QString& root() const { return root_; }
  // In the order of the tree, the root first; none in the bin. `archived`: it, or one above it.
  const QVector<storage::TreeNode>& nodes() const { return nodes_; }
  // Its text has changed.
  void touch(const QString& id);
  // Of each document with all that lies under it, but for notes and what is archived, as the library's panel has it; by
  // its id.
  QHash<QString, Sum> sums() const;

 public Q_SLOTS:
  // What wanted() asked for.
  void take(const QString& id, const lacuna::storage::TextCounts& counts, const QString& trouble);
  // Whoever was asked is there no longer: asks for all once more.
  void startOver();

 Q_SIGNALS:
  void wanted(const QString& id);
  void changed();

 private:
  struct Entry {
    QDateTime updated;
    storage::TextCounts counts{};
    QString trouble{};
    bool known = false;
  };
  void askNext();

  QString root_;
  QVector<storage::TreeNode> nodes_;
  QHash<QString, Entry> entries_;  // of every document that was counted once
  QSet<QString> stale_;
  QString asked_;  // that the answer is awaited of
};

}  // namespace lacuna::ui
