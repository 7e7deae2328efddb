// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/tree_changes.h"

#include <QDateTime>
#include <QHash>
#include <QSet>
#include <algorithm>

namespace lacuna::ui {
namespace {

int indexOf(const TreeNodes& nodes, const QString& id) {
  const auto found = std::find_if(nodes.begin(), nodes.end(), [&id](const TreeNode& node) { return node.id == id; });
  return found == nodes.end() ? -1 : static_cast<int>(found - nodes.begin());
}

// Depths and the bin, from parents and their own states; a parent stands before those that lie in it.
void tellStates(TreeNodes& nodes) {
  QHash<QString, const TreeNode*> known;
  for (TreeNode& node : nodes) {
    const TreeNode* above = known.value(node.parent);
    node.depth = above == nullptr ? 0 : above->depth + 1;
    node.inBin = node.binned > 0 || (above != nullptr && above->inBin);
    known.insert(node.id, &node);
  }
}

void moveTo(TreeNodes& nodes, int index, const TreePlace& place) {
  const int size = subtreeSize(nodes, index);
  TreeNodes moved = nodes.mid(index, size);
  moved.first().parent = place.parent;
  nodes.remove(index, size);
  int at = static_cast<int>(nodes.size());
  const int above = indexOf(nodes, place.parent);
  if (above >= 0) at = above + subtreeSize(nodes, above);
  const TreeNode* before = place.before.isEmpty() ? nullptr : nodeOf(nodes, place.before);
  if (before != nullptr && before->parent == place.parent) at = static_cast<int>(before - nodes.constData());
  for (int i = 0; i < size; ++i) nodes.insert(at + i, moved.at(i));
}

// Which kinds hold which: a project holds all others, a chapter scenes and notes.
int rankOf(DocumentKind kind) { return std::min(static_cast<int>(kind), static_cast<int>(DocumentKind::Scene)); }

}  // namespace

const TreeNode* nodeOf(const TreeNodes& nodes, const QString& id) {
  const int index = indexOf(nodes, id);
  return index < 0 ? nullptr : &nodes.at(index);
}

int subtreeSize(const TreeNodes& nodes, int index) {
  int size = 1;
  while (index + size < nodes.size() && nodes.at(index + size).depth > nodes.at(index).depth) ++size;
  return size;
}

bool liesIn(const TreeNodes& nodes, const QString& id, const QString& above) {
  const int index = indexOf(nodes, above);
  if (index < 0) return false;
  const auto begin = nodes.begin() + index;
  return std::any_of(begin, begin + subtreeSize(nodes, index), [&id](const TreeNode& node) { return node.id == id; });
}

QStringList topMost(const TreeNodes& nodes, const QStringList& ids) {
  const QSet<QString> wanted(ids.begin(), ids.end());
  QStringList top;
  for (int i = 0; i < nodes.size(); ++i) {
    if (!wanted.contains(nodes.at(i).id)) continue;
    top << nodes.at(i).id;
    i += subtreeSize(nodes, i) - 1;
  }
  return top;
}

QString behind(const TreeNodes& nodes, const QString& id) {
  const int index = indexOf(nodes, id);
  if (index < 0) return {};
  const int next = index + subtreeSize(nodes, index);
  return next < nodes.size() && nodes.at(next).parent == nodes.at(index).parent ? nodes.at(next).id : QString();
}

void apply(TreeNodes& nodes, const TreeChange& change) {
  const int index = indexOf(nodes, change.id);
  if (index < 0) return;
  TreeNode& node = nodes[index];
  switch (change.kind) {
    case TreeChange::Move:
      moveTo(nodes, index, change.place);
      break;
    case TreeChange::Rename:
      node.title = change.title;
      return;
    case TreeChange::SetKind:
      node.kind = change.to;
      return;
    case TreeChange::Archive:
    case TreeChange::Unarchive:
      node.archived = change.kind == TreeChange::Archive;
      return;
    case TreeChange::Bin:
      node.binned = QDateTime::currentMSecsSinceEpoch();
      break;
    case TreeChange::Restore: {
      node.binned = 0;
      QString parent = node.parent;
      for (const TreeNode* above = nodeOf(nodes, parent); above != nullptr && above->inBin;
           above = nodeOf(nodes, parent))
        parent = above->parent;
      if (parent != node.parent) moveTo(nodes, index, {parent, {}});
      break;
    }
    case TreeChange::Remove:
      nodes.remove(index, subtreeSize(nodes, index));
      return;
  }
  tellStates(nodes);
}

QVector<TreeChange> inverse(const TreeNodes& nodes, const TreeChange& change) {
  const TreeNode* node = nodeOf(nodes, change.id);
  if (node == nullptr) return {};
  TreeChange back{change.kind, change.id};
  switch (change.kind) {
    case TreeChange::Move:
      back.place = {node->parent, behind(nodes, node->id)};
      break;
    case TreeChange::Rename:
      back.title = node->title;
      break;
    case TreeChange::SetKind:
      back.to = node->kind;
      break;
    case TreeChange::Archive:
    case TreeChange::Unarchive:
      back.kind = node->archived ? TreeChange::Archive : TreeChange::Unarchive;
      break;
    case TreeChange::Bin:
      back.kind = TreeChange::Restore;
      break;
    case TreeChange::Restore:
      back.kind = TreeChange::Bin;
      break;
    case TreeChange::Remove:
      return {};
  }
  return {back};
}

TreePlace placeFor(const TreeNodes& nodes, DocumentKind kind, const QString& chosen) {
  const TreeNode* node = nodeOf(nodes, chosen);
  if (node != nullptr && node->inBin) node = nullptr;
  QString from;
  const auto holds = [kind](const TreeNode& above) {
    const bool folders = above.kind == DocumentKind::Folder && kind == DocumentKind::Folder;
    return kind != DocumentKind::Project && (folders || rankOf(above.kind) < rankOf(kind));
  };
  while (node != nullptr && !holds(*node)) {
    from = node->id;
    node = nodeOf(nodes, node->parent);
  }
  return {node == nullptr ? QString() : node->id, from.isEmpty() ? QString() : behind(nodes, from)};
}

}  // namespace lacuna::ui
