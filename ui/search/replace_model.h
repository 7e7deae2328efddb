// SPDX-License-Identifier: GPL-3.0-or-later
// Places that would be replaced, under their documents, each with a tick. UI thread only.
#pragma once

#include <QAbstractItemModel>
#include <QVector>

#include "ui/search/replace_values.h"

namespace lacuna::ui {

class ReplaceModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Role { PlaceRole = Qt::UserRole };
  using QAbstractItemModel::QAbstractItemModel;

  void clear();
  void add(const ReplaceDocument& document);
  int places() const;
  int ticked() const;
  int documents() const;  // with a tick
  QVector<DocumentEdits> chosen() const;
  const ReplacePlace* placeAt(const QModelIndex& index) const;  // null: a document

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& child) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& /*parent*/ = {}) const override { return 1; }
  QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 Q_SIGNALS:
  void ticksChanged();

 private:
  struct Row {
    ReplaceDocument document;
    QVector<bool> ticks;
    int ticked = 0;
  };
  QVector<Row> rows_;
};

}  // namespace lacuna::ui
