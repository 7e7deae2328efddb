// SPDX-License-Identifier: GPL-3.0-or-later
// The library's nodes as values: what a change makes of them, what takes it back, and who lies where. Nodes stand in
// reading order, as storage::Tree has them. Pure; any thread.
#pragma once

#include <QStringList>
#include <QVector>

#include "storage/values/tree_change.h"

namespace lacuna::ui {

using storage::DocumentKind;
using storage::NewDocument;
using storage::TreeChange;
using storage::TreeNode;
using storage::TreePlace;
using TreeNodes = QVector<TreeNode>;

// Null where it is not there.
const TreeNode* nodeOf(const TreeNodes& nodes, const QString& id);
// Number of nodes of the document with all that lies under it, from `index` on.
int subtreeSize(const TreeNodes& nodes, int index);
// `id` lies somewhere under `above`, or is it.
bool liesIn(const TreeNodes& nodes, const QString& id, const QString& above);
// Of these, those that lie in no other of them, in reading order.
QStringList topMost(const TreeNodes& nodes, const QStringList& ids);
// The sibling right behind it, of whatever state; empty: it is the last.
QString behind(const TreeNodes& nodes, const QString& id);

// As storage will have them.
void apply(TreeNodes& nodes, const TreeChange& change);
// Before the change is made; nothing for one that cannot be taken back.
QVector<TreeChange> inverse(const TreeNodes& nodes, const TreeChange& change);

// Where a new document of this kind goes, for whoever has chosen `chosen`: into the nearest document above that holds
// such kinds, right behind the one in which they are.
TreePlace placeFor(const TreeNodes& nodes, DocumentKind kind, const QString& chosen);

}  // namespace lacuna::ui
