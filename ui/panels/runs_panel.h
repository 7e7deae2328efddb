// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of the open document, newest first: opened with Enter or a click, deleted with Delete, which can be undone.
// UI thread only.
#pragma once

#include <QAbstractListModel>
#include <QListView>
#include <QSpinBox>
#include <QTimer>

#include "ui/panels/card.h"
#include "ui/run_values.h"
#include "ui/theme.h"

namespace lacuna::ui {

// Rows of RunItem; DisplayRole is the words, ToolTipRole and AccessibleTextRole all that is known in a sentence.
class RunListModel : public QAbstractListModel {
  Q_OBJECT
 public:
  using QAbstractListModel::QAbstractListModel;
  void setRuns(const QVector<RunItem>& runs);
  const RunItem* at(int row) const;
  int rowOf(const QString& id) const;
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  QVector<RunItem> runs_;
};

// "14:02 · seed 7 · 32 steps · taken", without what the row above it says.
QString factsOf(const RunItem& run);

class RunsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit RunsPanel(QWidget* parent);
  void setTheme(const Theme& theme);
  void setRuns(const QVector<RunItem>& runs);
  void setShown(const QString& id);
  void setBytes(qint64 used, qint64 most);
  QListView* list() const { return list_; }
  QToolButton* undo() const { return undo_; }
  QSpinBox* most() const { return most_; }

 Q_SIGNALS:
  void opened(const QString& id);
  void removed(const QString& id);
  void restored(const QString& id);
  void bytesChosen(qint64 most);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void removeCurrent();

  RunListModel* model_;
  Card* card_;
  QListView* list_;
  QLabel* empty_;
  QLabel* gone_;
  QToolButton* open_;
  QToolButton* remove_;
  QToolButton* undo_;
  QSpinBox* most_;
  QLabel* used_;
  QTimer apply_;  // the limit, once the author has stopped turning at it
  QString lastRemoved_;
};

}  // namespace lacuna::ui
