// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/tree_model.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QMimeData>
#include <algorithm>
#include <utility>

namespace lacuna::ui {
namespace {

const QString kMime = QStringLiteral("application/x-lacuna-documents");

bool sameShape(const QVector<ShownRow>& a, const QVector<ShownRow>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const ShownRow& x, const ShownRow& y) { return x.id == y.id && x.above == y.above; });
}

}  // namespace

QString kindName(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::Project:
      return TreeModel::tr("Project");
    case DocumentKind::Folder:
      return TreeModel::tr("Folder");
    case DocumentKind::Chapter:
      return TreeModel::tr("Chapter");
    case DocumentKind::Scene:
      return TreeModel::tr("Scene");
    case DocumentKind::Note:
      return TreeModel::tr("Note");
  }
  return {};
}

TreeModel::~TreeModel() = default;

void TreeModel::setRows(const QVector<ShownRow>& rows) {
  if (sameShape(rows_, rows)) {
    for (int i = 0; i < rows.size(); ++i) {
      if (rows.at(i) == rows_.at(i)) continue;
      Item* item = items_.at(rows.at(i).id).get();
      item->row = rows.at(i);
      const QModelIndex changed = indexOf(item);
      Q_EMIT dataChanged(changed, changed);
    }
    rows_ = rows;
    return;
  }
  Q_EMIT layoutAboutToBeChanged();
  const QModelIndexList before = persistentIndexList();
  std::unordered_map<QString, std::unique_ptr<Item>> gone = std::exchange(items_, {});
  QVector<Item*> placed;
  top_.clear();
  for (const ShownRow& row : rows) {
    const auto known = gone.find(row.id);
    std::unique_ptr<Item> item;
    if (known != gone.end()) {
      item = std::move(known->second);
      gone.erase(known);
    } else {
      item = std::make_unique<Item>();
    }
    item->row = row;
    item->above = row.above < 0 ? nullptr : placed.at(row.above);
    item->below.clear();
    QVector<Item*>& beside = item->above == nullptr ? top_ : item->above->below;
    item->at = static_cast<int>(beside.size());
    beside.push_back(item.get());
    placed.push_back(item.get());
    items_.emplace(row.id, std::move(item));
  }
  rows_ = rows;
  QModelIndexList after;
  const QSet<Item*> there(placed.begin(), placed.end());
  for (const QModelIndex& index : before) {
    Item* item = itemOf(index);
    after.push_back(there.contains(item) ? indexOf(item) : QModelIndex());
  }
  changePersistentIndexList(before, after);
  Q_EMIT layoutChanged();
}

TreeModel::Item* TreeModel::itemOf(const QModelIndex& index) const {
  return index.isValid() ? static_cast<Item*>(index.internalPointer()) : nullptr;
}

const QVector<TreeModel::Item*>& TreeModel::belowOf(const QModelIndex& index) const {
  const Item* item = itemOf(index);
  return item == nullptr ? top_ : item->below;
}

QModelIndex TreeModel::indexOf(Item* item) const {
  return item == nullptr ? QModelIndex() : createIndex(item->at, 0, item);
}

QModelIndex TreeModel::indexOf(const QString& id) const {
  const auto found = items_.find(id);
  return found == items_.end() ? QModelIndex() : indexOf(found->second.get());
}

QModelIndex TreeModel::index(int row, int column, const QModelIndex& parent) const {
  const QVector<Item*>& beside = belowOf(parent);
  return column == 0 && row >= 0 && row < beside.size() ? createIndex(row, 0, beside.at(row)) : QModelIndex();
}

QModelIndex TreeModel::parent(const QModelIndex& index) const {
  const Item* item = itemOf(index);
  return item == nullptr ? QModelIndex() : indexOf(item->above);
}

int TreeModel::rowCount(const QModelIndex& parent) const { return static_cast<int>(belowOf(parent).size()); }
int TreeModel::columnCount(const QModelIndex& /*parent*/) const { return 1; }

QString TreeModel::describe(const ShownRow& row) {
  if (row.id == kBinId) return tr("%n documents that were thrown away", nullptr, row.sum);
  const QString kind = row.archived ? tr("%1, archived").arg(kindName(row.kind)) : kindName(row.kind);
  const QString own = tr("%1, %2").arg(kind, tr("%n words", nullptr, row.words));
  const QString all =
      row.sum == row.words ? own : tr("%1; %2 with what lies in it").arg(own, tr("%n words", nullptr, row.sum));
  return row.link.isEmpty() ? all : tr("%1\nLinked to %2").arg(all, QDir::toNativeSeparators(row.link));
}

QVariant TreeModel::data(const QModelIndex& index, int role) const {
  const Item* item = itemOf(index);
  if (item == nullptr) return {};
  const ShownRow& row = item->row;
  switch (role) {
    case Qt::DisplayRole:
      return row.id == kBinId ? tr("Bin") : row.title.isEmpty() ? tr("Untitled") : row.title;
    case Qt::EditRole:
      return row.title;
    case Qt::ToolTipRole:
      return row.id == kBinId ? describe(row) : row.title + QLatin1Char('\n') + describe(row);
    case Qt::AccessibleDescriptionRole:
      return describe(row);
    case IdRole:
      return row.id;
    case KindRole:
      return static_cast<int>(row.kind);
    case WordsRole:
      return row.words;
    case SumRole:
      return row.sum;
    case ArchivedRole:
      return row.archived;
    case InBinRole:
      return row.inBin;
    case LinkRole:
      return row.link;
    case FaintRole:
      return row.archived || row.inBin || (!orderable_ && !row.found);
    default:
      return {};
  }
}

bool TreeModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  const QString title = value.toString().simplified();
  if (role != Qt::EditRole || !index.isValid() || title.isEmpty() || title == itemOf(index)->row.title) return false;
  Q_EMIT renamed(idOf(index), title);
  return true;
}

Qt::ItemFlags TreeModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return orderable_ ? Qt::ItemIsDropEnabled : Qt::NoItemFlags;
  Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  const ShownRow& row = itemOf(index)->row;
  if (row.id == kBinId) return flags | Qt::ItemIsDropEnabled;
  flags |= Qt::ItemIsDragEnabled;
  if (!row.inBin) flags |= Qt::ItemIsEditable | Qt::ItemIsDropEnabled;
  return flags;
}

QStringList TreeModel::mimeTypes() const { return {kMime}; }

QMimeData* TreeModel::mimeData(const QModelIndexList& indexes) const {
  QStringList ids;
  for (const QModelIndex& index : indexes) ids << idOf(index);
  auto* data = new QMimeData;
  data->setData(kMime, ids.join(u'\n').toUtf8());
  return data;
}

bool TreeModel::canDropMimeData(const QMimeData* data, Qt::DropAction /*action*/, int /*row*/, int /*column*/,
                                const QModelIndex& parent) const {
  if (data == nullptr || !data->hasFormat(kMime)) return false;
  if (idOf(parent) == kBinId) return true;
  if (!orderable_ || parent.data(InBinRole).toBool()) return false;
  const QStringList ids = QString::fromUtf8(data->data(kMime)).split(u'\n');
  // Nothing goes into itself, and a project lies at the top.
  for (QModelIndex above = parent; above.isValid(); above = above.parent())
    if (ids.contains(idOf(above))) return false;
  return !parent.isValid() || std::none_of(ids.begin(), ids.end(), [this](const QString& id) {
    const auto found = items_.find(id);
    return found != items_.end() && found->second->row.kind == DocumentKind::Project;
  });
}

bool TreeModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                             const QModelIndex& parent) {
  if (!canDropMimeData(data, action, row, column, parent)) return false;
  const QStringList ids = QString::fromUtf8(data->data(kMime)).split(u'\n');
  if (idOf(parent) == kBinId) {
    Q_EMIT thrown(ids);
    return true;
  }
  // In front of the first that stays where it is.
  const QVector<Item*>& beside = belowOf(parent);
  QString before;
  for (int i = row; i >= 0 && i < beside.size() && before.isEmpty(); ++i)
    if (!ids.contains(beside.at(i)->row.id) && beside.at(i)->row.id != kBinId) before = beside.at(i)->row.id;
  Q_EMIT moved(ids, {idOf(parent), before});
  return true;
}

}  // namespace lacuna::ui
