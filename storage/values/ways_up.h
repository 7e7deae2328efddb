// SPDX-License-Identifier: GPL-3.0-or-later
// From a document to what it lies in, up to the top of the library. Plain data, any thread.
#pragma once

#include <QHash>
#include <QStringList>
#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

class WaysUp {
 public:
  WaysUp() = default;
  explicit WaysUp(const QVector<TreeNode>& nodes) {
    for (const TreeNode& node : nodes) parents_.insert(node.id, node.parent);
  }
  // The document and those above it, the topmost last; of one that is not among the nodes itself alone.
  QStringList of(const QString& id) const {
    QStringList way{id};
    // A circle would be a mistake of the library's.
    while (way.size() <= parents_.size() && !parents_.value(way.last()).isEmpty()) way << parents_.value(way.last());
    return way;
  }
  QString top(const QString& id) const { return of(id).last(); }

 private:
  QHash<QString, QString> parents_;
};

}  // namespace lacuna::storage
