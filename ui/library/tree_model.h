// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the library's tree for Qt's view. A document keeps its index's pointer over all updates, so that
// selection, expansion and an open editor stay with it. It changes nothing itself: it says what was wished. UI thread.
#pragma once

#include <QAbstractItemModel>
#include <QHash>
#include <memory>
#include <unordered_map>

#include "ui/library/shown_rows.h"

namespace lacuna::ui {

class TreeModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Role { IdRole = Qt::UserRole, KindRole, WordsRole, SumRole, ArchivedRole, InBinRole, FaintRole, LinkRole };

  explicit TreeModel(QObject* parent = nullptr) : QAbstractItemModel(parent) {}
  ~TreeModel() override;

  void setRows(const QVector<ShownRow>& rows);
  // Rows may be dragged to another place; not while a filter leaves some out.
  void setOrderable(bool orderable) { orderable_ = orderable; }
  QModelIndex indexOf(const QString& id) const;
  static QString idOf(const QModelIndex& index) { return index.data(IdRole).toString(); }

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
  QStringList mimeTypes() const override;
  QMimeData* mimeData(const QModelIndexList& indexes) const override;
  bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                       const QModelIndex& parent) const override;
  bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                    const QModelIndex& parent) override;

 Q_SIGNALS:
  void renamed(const QString& id, const QString& title);
  void moved(const QStringList& ids, const lacuna::storage::TreePlace& place);
  void thrown(const QStringList& ids);  // onto the bin

 private:
  struct Item {
    ShownRow row;
    Item* above = nullptr;
    QVector<Item*> below{};
    int at = 0;  // among those beside it
  };
  Item* itemOf(const QModelIndex& index) const;
  const QVector<Item*>& belowOf(const QModelIndex& index) const;
  QModelIndex indexOf(Item* item) const;
  static QString describe(const ShownRow& row);

  std::unordered_map<QString, std::unique_ptr<Item>> items_;
  QVector<ShownRow> rows_;
  QVector<Item*> top_;
  bool orderable_ = true;
};

// "Chapter", and the like.
QString kindName(DocumentKind kind);

}  // namespace lacuna::ui
