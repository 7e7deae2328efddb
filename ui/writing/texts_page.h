// SPDX-License-Identifier: GPL-3.0-or-later
// What each chapter and scene of the open project amounts to, and what is generated of it. UI thread only.
#pragma once

#include <QTimer>
#include <QTreeWidget>
#include <QWidget>

#include "ui/writing/text_tally.h"

namespace lacuna::ui {

class TextsPage : public QWidget {
  Q_OBJECT
 public:
  // Shows what the tally has, and follows it. It outlives this.
  TextsPage(TextTally& tally, QWidget* parent);

  QTreeWidget* list() const { return list_; }
  QVector<QStringList> table() const;

 Q_SIGNALS:
  void documentChosen(const QString& id);

 private:
  void build();
  void fill();

  TextTally& tally_;
  QTreeWidget* list_;
  QHash<QString, QTreeWidgetItem*> items_;
  QVector<storage::TreeNode> shown_;
  QTimer later_;
};

}  // namespace lacuna::ui
