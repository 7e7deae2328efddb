// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/search_model.h"

#include <algorithm>
#include <limits>

namespace lacuna::ui {
namespace {

constexpr int kBefore = 24;  // units of a snippet before the first place: the panel is narrow

// The snippet without most of what stands before its first place.
storage::SearchHit shortened(storage::SearchHit hit) {
  const int first = hit.places.isEmpty() ? 0 : hit.places.first().first;
  if (first <= kBefore) return hit;
  const qsizetype space = hit.snippet.indexOf(u' ', first - kBefore);
  const int cut = space < 0 || space >= first ? first : static_cast<int>(space) + 1;
  hit.snippet = QChar(0x2026) + hit.snippet.mid(cut);
  for (QPair<int, int>& place : hit.places) place = {place.first - cut + 1, place.second - cut + 1};
  return hit;
}

}  // namespace

QString SearchModel::titleOf(const QString& id, const QString& known) const {
  const QString title = known.isEmpty() ? known_.value(id).second : known;
  return title.isEmpty() ? tr("Untitled") : title;
}

void SearchModel::setNodes(const QVector<storage::TreeNode>& nodes) {
  known_.clear();
  for (const storage::TreeNode& node : nodes) known_.insert(node.id, {static_cast<int>(known_.size()), node.title});
  for (Row& row : rows_)
    if (known_.contains(row.id)) row.title = titleOf(row.id, known_.value(row.id).second);
  if (!rows_.isEmpty()) Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(rows_.size()) - 1, 0));
}

void SearchModel::setResult(const storage::SearchResult& result) {
  beginResetModel();
  rows_.clear();
  for (const storage::SearchedDocument& document : result.documents) {
    Row row{document.id, titleOf(document.id, document.title), document.passages, {}};
    for (const storage::SearchHit& hit : document.hits) row.hits.push_back(shortened(hit));
    rows_.push_back(row);
  }
  const auto listed = [this](const QString& id) {
    return std::any_of(rows_.cbegin(), rows_.cend(), [&id](const Row& row) { return row.id == id; });
  };
  for (const QString& id : result.titles)
    if (!listed(id)) rows_.push_back({id, titleOf(id, {}), 0, {}});
  const auto order = [this](const Row& row) {
    const auto known = known_.constFind(row.id);
    return known == known_.cend() ? std::numeric_limits<int>::max() : known->first;
  };
  std::stable_sort(rows_.begin(), rows_.end(), [&order](const Row& a, const Row& b) { return order(a) < order(b); });
  endResetModel();
}

SearchPlace SearchModel::place(const QModelIndex& at) const {
  if (!at.isValid()) return {};
  if (!isHit(at)) return {rows_.at(at.row()).id, 0, 0, {}};
  const Row& row = rows_.at(at.parent().row());
  const storage::SearchHit& hit = row.hits.at(at.row());
  const QPair<int, int> words = hit.places.value(0);
  return {row.id, hit.begin, hit.end, hit.snippet.mid(words.first, words.second - words.first)};
}

QModelIndex SearchModel::step(const QModelIndex& from, int by) const {
  QVector<QModelIndex> hits;
  qsizetype here = -1;
  for (int r = 0; r < rows_.size(); ++r) {
    const QModelIndex document = index(r, 0);
    if (document == from) here = by > 0 ? hits.size() - 1 : hits.size();
    for (int h = 0; h < rows_.at(r).hits.size(); ++h) {
      hits.push_back(index(h, 0, document));
      if (hits.last() == from) here = hits.size() - 1;
    }
  }
  if (hits.isEmpty()) return {};
  if (!from.isValid()) here = by > 0 ? -1 : hits.size();
  return hits.at((here + by + hits.size()) % hits.size());
}

QModelIndex SearchModel::index(int row, int column, const QModelIndex& above) const {
  if (column != 0 || row < 0 || row >= rowCount(above)) return {};
  return createIndex(row, 0, above.isValid() ? static_cast<quintptr>(above.row()) + 1 : 0);
}

QModelIndex SearchModel::parent(const QModelIndex& child) const {
  return isHit(child) ? createIndex(static_cast<int>(child.internalId()) - 1, 0, quintptr(0)) : QModelIndex();
}

int SearchModel::rowCount(const QModelIndex& above) const {
  if (!above.isValid()) return static_cast<int>(rows_.size());
  return isHit(above) ? 0 : static_cast<int>(rows_.at(above.row()).hits.size());
}

QVariant SearchModel::data(const QModelIndex& at, int role) const {
  if (!at.isValid()) return {};
  if (isHit(at)) {
    const storage::SearchHit& hit = rows_.at(at.parent().row()).hits.at(at.row());
    if (role == Qt::DisplayRole || role == WordsRole) return hit.snippet;
    if (role == PlacesRole) return QVariant::fromValue(Places(hit.places));
    return {};
  }
  const Row& row = rows_.at(at.row());
  if (role == Qt::DisplayRole || role == WordsRole || role == Qt::ToolTipRole) return row.title;
  if (role == CountRole) return row.passages;
  if (role == Qt::AccessibleDescriptionRole)
    return row.passages == 1 ? tr("1 paragraph") : tr("%Ln paragraphs", nullptr, row.passages);
  return {};
}

}  // namespace lacuna::ui
