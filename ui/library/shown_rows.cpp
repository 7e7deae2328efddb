// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/shown_rows.h"

#include <QHash>
#include <algorithm>

namespace lacuna::ui {
namespace {

struct Facts {
  int above = -1;  // index of the node that it lies in
  int sum = 0;
  bool archived = false;  // it, or one above it
  bool shown = false;
};

ShownRow rowOf(const TreeNode& node, const Facts& facts, bool found) {
  return {node.id, node.title, node.kind, -1, node.words, facts.sum, facts.archived, node.inBin, found, node.link};
}

}  // namespace

QVector<ShownRow> shownRows(const TreeNodes& nodes, const TreeShown& shown) {
  const int size = static_cast<int>(nodes.size());
  QVector<Facts> facts(size);
  QHash<QString, int> places;
  places.reserve(size);
  for (int i = 0; i < size; ++i) {
    const TreeNode& node = nodes.at(i);
    Facts& fact = facts[i];
    fact.above = places.value(node.parent, -1);
    fact.archived = node.archived || (fact.above >= 0 && facts.at(fact.above).archived);
    places.insert(node.id, i);
  }
  const QString filter = shown.filter.trimmed();
  const int project = shown.project.isEmpty() ? -1 : places.value(shown.project, -1);
  QVector<bool> found(size, false);
  for (int i = size - 1; i >= 0; --i) {
    const TreeNode& node = nodes.at(i);
    Facts& fact = facts[i];
    const Facts* above = fact.above >= 0 ? &facts.at(fact.above) : nullptr;
    fact.sum += node.words;
    const bool counts = node.kind != DocumentKind::Note && (above == nullptr || fact.archived == above->archived) &&
                        (fact.above < 0 || node.inBin == nodes.at(fact.above).inBin);
    if (counts && fact.above >= 0) facts[fact.above].sum += fact.sum;
    found[i] = !filter.isEmpty() && node.title.contains(filter, Qt::CaseInsensitive);
    const bool there = shown.archived || !fact.archived || node.inBin || node.id == shown.open;
    fact.shown = fact.shown || (there && (filter.isEmpty() || found.at(i)));
    if (fact.shown && fact.above >= 0 && node.inBin == nodes.at(fact.above).inBin) facts[fact.above].shown = true;
  }
  QVector<ShownRow> rows;
  QHash<int, int> rowOfNode;
  const auto add = [&](int i, int above) {
    rowOfNode.insert(i, static_cast<int>(rows.size()));
    rows.push_back(rowOf(nodes.at(i), facts.at(i), found.at(i)));
    rows.last().above = above;
  };
  for (int i = 0; i < size; ++i) {
    if (nodes.at(i).inBin || !facts.at(i).shown) continue;
    const bool outside = project >= 0 && i != project && !rowOfNode.contains(facts.at(i).above);
    if (!outside) add(i, rowOfNode.value(facts.at(i).above, -1));
  }
  QVector<int> thrown;  // what lies at the top of the bin, the newest first
  int documents = 0;
  for (int i = 0; i < size; ++i) {
    if (!nodes.at(i).inBin) continue;
    ++documents;
    const int above = facts.at(i).above;
    if (facts.at(i).shown && (above < 0 || !nodes.at(above).inBin)) thrown.push_back(i);
  }
  if (thrown.isEmpty()) return rows;
  std::stable_sort(thrown.begin(), thrown.end(),
                   [&nodes](int a, int b) { return nodes.at(a).binned > nodes.at(b).binned; });
  const int bin = static_cast<int>(rows.size());
  rows.push_back({kBinId, {}, DocumentKind::Folder, -1, 0, documents, false, true, false});
  for (const int top : thrown) {
    const int end = top + subtreeSize(nodes, top);
    for (int i = top; i < end; ++i)
      if (facts.at(i).shown) add(i, i == top ? bin : rowOfNode.value(facts.at(i).above, bin));
  }
  return rows;
}

}  // namespace lacuna::ui
