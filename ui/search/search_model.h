// SPDX-License-Identifier: GPL-3.0-or-later
// What was found in the library, as a tree of two levels: documents, and under each the places in it. UI thread only.
#pragma once

#include <QAbstractItemModel>
#include <QHash>

#include "ui/values.h"

namespace lacuna::ui {

// A place in a document that the author wants to see.
struct SearchPlace {
  QString document;
  int begin = 0;  // UTF-16 units of its text as it was searched; begin == end: the document itself
  int end = 0;
  QString words;  // that stood there
};

class SearchModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Role { WordsRole = Qt::UserRole, CountRole, PlacesRole };
  using Places = QVector<QPair<int, int>>;  // begin and end, in the words that are shown

  using QAbstractItemModel::QAbstractItemModel;

  // Titles and the order of the documents.
  void setNodes(const QVector<storage::TreeNode>& nodes);
  void setResult(const storage::SearchResult& result);
  SearchPlace place(const QModelIndex& index) const;
  static bool isHit(const QModelIndex& index) { return index.isValid() && index.internalId() != 0; }
  // The next hit in this direction, round at the ends; from an invalid index the first or the last.
  QModelIndex step(const QModelIndex& from, int by) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& child) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& /*parent*/ = {}) const override { return 1; }
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  struct Row {
    QString id;
    QString title;
    int passages = 0;
    QVector<storage::SearchHit> hits;
  };
  QString titleOf(const QString& id, const QString& known) const;

  QVector<Row> rows_;
  QHash<QString, QPair<int, QString>> known_;  // order and title
};

}  // namespace lacuna::ui

Q_DECLARE_METATYPE(lacuna::ui::SearchModel::Places)
