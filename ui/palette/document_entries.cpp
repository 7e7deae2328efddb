// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/document_entries.h"

#include <QCoreApplication>
#include <QHash>

namespace lacuna::ui {
namespace {

const QString kBetween = QStringLiteral(" › ");
constexpr int kDeepest = 100;  // deeper than any tree; a circle would be a mistake of the library's

struct Said {
  Q_DECLARE_TR_FUNCTIONS(DocumentEntries)
};

// The way to what lies in each document: its own title behind the way to itself.
class Ways {
 public:
  explicit Ways(const QVector<storage::TreeNode>& nodes) {
    for (const storage::TreeNode& node : nodes) nodes_.insert(node.id, &node);
  }

  QString into(const QString& id, int depth = 0) {
    const storage::TreeNode* node = nodes_.value(id);
    if (node == nullptr || depth > kDeepest) return {};
    const auto known = ways_.constFind(id);
    if (known != ways_.constEnd()) return *known;
    const QString above = into(node->parent, depth + 1);
    const QString way = above.isEmpty() ? node->title : above + kBetween + node->title;
    ways_.insert(id, way);
    return way;
  }

  const storage::TreeNode* node(const QString& id) const { return nodes_.value(id); }

 private:
  QHash<QString, const storage::TreeNode*> nodes_;
  QHash<QString, QString> ways_;
};

PaletteEntry entryOf(const storage::TreeNode& node, Ways* ways, const QString& open,
                     const std::function<void(const QString&)>& choose) {
  const QString way = ways->into(node.parent);
  PaletteEntry entry;
  entry.id = node.id;
  entry.title = way.isEmpty() ? node.title : node.title + QStringLiteral("   ") + way;
  entry.soft = static_cast<int>(node.title.size());
  entry.beside = node.id == open ? Said::tr("open") : node.archived ? Said::tr("archived") : QString();
  entry.act = [choose, id = node.id] { choose(id); };
  return entry;
}

}  // namespace

QString wayTo(const QVector<storage::TreeNode>& nodes, const QString& id) {
  Ways ways(nodes);
  const storage::TreeNode* node = ways.node(id);
  return node == nullptr ? QString() : ways.into(node->parent);
}

QVector<PaletteEntry> recentEntries(const QVector<storage::TreeNode>& nodes, const QStringList& recent,
                                    const std::function<void(const QString&)>& choose) {
  Ways ways(nodes);
  QVector<PaletteEntry> entries;
  for (const QString& id : recent) {
    const storage::TreeNode* node = ways.node(id);
    if (node != nullptr && !node->inBin) entries.push_back(entryOf(*node, &ways, {}, choose));
  }
  return entries;
}

QVector<PaletteEntry> documentEntries(const QVector<storage::TreeNode>& nodes, const QStringList& recent,
                                      const QString& open, const std::function<void(const QString&)>& choose) {
  Ways ways(nodes);
  QVector<PaletteEntry> entries;
  entries.reserve(nodes.size());
  QSet<QString> listed;
  for (const QString& id : recent) {
    const storage::TreeNode* node = ways.node(id);
    if (node == nullptr || node->inBin || id == open || listed.contains(id)) continue;
    listed.insert(id);
    entries.push_back(entryOf(*node, &ways, open, choose));
  }
  for (const storage::TreeNode& node : nodes)
    if (!node.inBin && !listed.contains(node.id)) entries.push_back(entryOf(node, &ways, open, choose));
  return entries;
}

}  // namespace lacuna::ui
