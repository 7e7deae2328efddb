// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/text_tally.h"

#include <algorithm>

namespace lacuna::ui {

void TextTally::setNodes(const QVector<storage::TreeNode>& nodes, const QString& root) {
  root_ = root;
  nodes_.clear();
  stale_.clear();
  int depth = -1;          // of the root, while what lies under it goes by
  QSet<QString> archived;  // and what lies under it
  for (const storage::TreeNode& node : nodes) {
    if (node.id == root) {
      depth = node.depth;
    } else if (depth < 0 || node.depth <= depth) {
      if (depth >= 0) break;
      continue;
    }
    if (node.inBin) continue;
    nodes_ << node;
    nodes_.last().archived = node.archived || archived.contains(node.parent);
    if (nodes_.last().archived) archived.insert(node.id);
    Entry& entry = entries_[node.id];
    if (!entry.known || entry.updated != node.updated) stale_.insert(node.id);
    entry.updated = node.updated;
  }
  Q_EMIT changed();
  askNext();
}

void TextTally::touch(const QString& id) {
  if (!std::any_of(nodes_.cbegin(), nodes_.cend(), [&id](const storage::TreeNode& node) { return node.id == id; }))
    return;
  stale_.insert(id);
  askNext();
}

// What lies under a document comes behind it.
QHash<QString, TextTally::Sum> TextTally::sums() const {
  QHash<QString, Sum> sums;
  QSet<QString> archived;
  for (const storage::TreeNode& node : nodes_)
    if (node.archived) archived.insert(node.id);
  for (auto node = nodes_.crbegin(); node != nodes_.crend(); ++node) {
    const auto entry = entries_.constFind(node->id);
    Sum sum = sums.value(node->id);
    sum.counts += entry->counts;
    sum.whole = sum.whole && entry->known;
    if (sum.trouble.isEmpty()) sum.trouble = entry->trouble;
    sums.insert(node->id, sum);
    if (node->id == root_) break;
    if (node->kind == storage::DocumentKind::Note || node->archived != archived.contains(node->parent)) continue;
    Sum& above = sums[node->parent];
    above.counts += sum.counts;
    above.whole = above.whole && sum.whole;
    if (above.trouble.isEmpty()) above.trouble = sum.trouble;
  }
  return sums;
}

void TextTally::take(const QString& id, const storage::TextCounts& counts, const QString& trouble) {
  if (id != asked_) return;
  asked_.clear();
  Entry& entry = entries_[id];
  const bool news = !entry.known || entry.counts != counts || entry.trouble != trouble;
  entry.counts = counts;
  entry.trouble = trouble;
  entry.known = true;
  if (news) Q_EMIT changed();
  askNext();
}

void TextTally::startOver() {
  asked_.clear();
  entries_.clear();
  setNodes(QVector<storage::TreeNode>(nodes_), root_);
}

void TextTally::askNext() {
  if (!asked_.isEmpty() || stale_.isEmpty()) return;
  const auto next = std::find_if(nodes_.cbegin(), nodes_.cend(),
                                 [this](const storage::TreeNode& node) { return stale_.contains(node.id); });
  if (next == nodes_.cend()) return;
  asked_ = next->id;
  stale_.remove(asked_);
  Q_EMIT wanted(asked_);
}

}  // namespace lacuna::ui
