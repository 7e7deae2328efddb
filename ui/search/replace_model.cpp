// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/replace_model.h"

#include <QLocale>
#include <algorithm>
#include <numeric>

namespace lacuna::ui {

void ReplaceModel::clear() {
  beginResetModel();
  rows_.clear();
  endResetModel();
  Q_EMIT ticksChanged();
}

void ReplaceModel::add(const ReplaceDocument& document) {
  if (document.places.isEmpty()) return;
  const int at = static_cast<int>(rows_.size());
  beginInsertRows({}, at, at);
  const auto count = static_cast<int>(document.places.size());
  rows_.push_back({document, QVector<bool>(count, true), count});
  endInsertRows();
  Q_EMIT ticksChanged();
}

int ReplaceModel::places() const {
  return std::accumulate(rows_.begin(), rows_.end(), 0,
                         [](int sum, const Row& row) { return sum + static_cast<int>(row.ticks.size()); });
}

int ReplaceModel::ticked() const {
  return std::accumulate(rows_.begin(), rows_.end(), 0, [](int sum, const Row& row) { return sum + row.ticked; });
}

int ReplaceModel::documents() const {
  return static_cast<int>(std::count_if(rows_.begin(), rows_.end(), [](const Row& row) { return row.ticked > 0; }));
}

QVector<DocumentEdits> ReplaceModel::chosen() const {
  QVector<DocumentEdits> all;
  for (const Row& row : rows_) {
    if (row.ticked == 0) continue;
    DocumentEdits edits{row.document.id, row.document.title, {}, {}, 0};
    for (qsizetype i = 0; i < row.ticks.size(); ++i) {
      if (!row.ticks.at(i)) continue;
      const ReplacePlace& place = row.document.places.at(i);
      edits.edits.push_back({place.position, static_cast<int>(place.before.size()), place.after});
      edits.before << place.before;
    }
    all.push_back(edits);
  }
  return all;
}

const ReplacePlace* ReplaceModel::placeAt(const QModelIndex& at) const {
  if (!at.isValid() || at.internalId() == 0) return nullptr;
  return &rows_.at(static_cast<qsizetype>(at.internalId()) - 1).document.places.at(at.row());
}

QModelIndex ReplaceModel::index(int row, int column, const QModelIndex& above) const {
  if (column != 0 || row < 0 || row >= rowCount(above)) return {};
  return createIndex(row, 0, above.isValid() ? static_cast<quintptr>(above.row()) + 1 : 0);
}

QModelIndex ReplaceModel::parent(const QModelIndex& child) const {
  if (!child.isValid() || child.internalId() == 0) return {};
  return createIndex(static_cast<int>(child.internalId()) - 1, 0, quintptr(0));
}

int ReplaceModel::rowCount(const QModelIndex& above) const {
  if (!above.isValid()) return static_cast<int>(rows_.size());
  return above.internalId() != 0 ? 0 : static_cast<int>(rows_.at(above.row()).ticks.size());
}

QVariant ReplaceModel::data(const QModelIndex& at, int role) const {
  if (!at.isValid()) return {};
  if (const ReplacePlace* place = placeAt(at)) {
    if (role == Qt::CheckStateRole) return rows_.at(at.parent().row()).ticks.at(at.row()) ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
      return QStringLiteral("%1%2 \u2192 %3%4").arg(place->left, place->before, place->after, place->right);
    return {};
  }
  const Row& row = rows_.at(at.row());
  if (role == Qt::CheckStateRole)
    return row.ticked == 0 ? Qt::Unchecked : row.ticked == row.ticks.size() ? Qt::Checked : Qt::PartiallyChecked;
  if (role == Qt::DisplayRole)
    return tr("%1  (%2)")
        .arg(row.document.title.isEmpty() ? tr("Untitled") : row.document.title,
             row.document.more ? tr("the first %1").arg(QLocale().toString(static_cast<int>(row.ticks.size())))
                               : QLocale().toString(static_cast<int>(row.ticks.size())));
  return {};
}

bool ReplaceModel::setData(const QModelIndex& at, const QVariant& value, int role) {
  if (!at.isValid() || role != Qt::CheckStateRole) return false;
  const bool on = value.toInt() != Qt::Unchecked;
  if (placeAt(at) != nullptr) {
    const QModelIndex above = at.parent();
    Row& row = rows_[above.row()];
    if (row.ticks.at(at.row()) == on) return true;
    row.ticks[at.row()] = on;
    row.ticked += on ? 1 : -1;
    Q_EMIT dataChanged(at, at);
    Q_EMIT dataChanged(above, above);
  } else {
    Row& row = rows_[at.row()];
    row.ticks.fill(on);
    row.ticked = on ? static_cast<int>(row.ticks.size()) : 0;
    Q_EMIT dataChanged(at, at);
    Q_EMIT dataChanged(index(0, 0, at), index(static_cast<int>(row.ticks.size()) - 1, 0, at));
  }
  Q_EMIT ticksChanged();
  return true;
}

Qt::ItemFlags ReplaceModel::flags(const QModelIndex& at) const {
  return at.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable : Qt::NoItemFlags;
}

}  // namespace lacuna::ui
