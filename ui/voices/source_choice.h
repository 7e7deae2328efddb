// SPDX-License-Identifier: GPL-3.0-or-later
// Which documents of the library a corpus takes: its tree with boxes. What lies under a document that is taken comes
// with it. UI thread only.
#pragma once

#include <QDialog>
#include <QHash>
#include <QPushButton>
#include <QTreeWidget>

#include "storage/values.h"
#include "ui/voices/voice_values.h"

namespace lacuna::ui {

class SourceChoice : public QDialog {
  Q_OBJECT
 public:
  // nodes: the library's. taken: documents that the corpus has already, by id.
  SourceChoice(const QVector<storage::TreeNode>& nodes, const QStringList& taken, QWidget* parent);

  // The topmost ones with a mark, without those that were taken before.
  QVector<storage::CorpusSource> chosen() const;
  QTreeWidget* tree() const { return tree_; }

 private:
  void follow(QTreeWidgetItem* item);
  static void mark(QTreeWidgetItem* item, Qt::CheckState state);
  void collect(const QTreeWidgetItem* item, QVector<storage::CorpusSource>* found) const;

  QTreeWidget* tree_;
  QPushButton* add_;
  bool following_ = false;
};

}  // namespace lacuna::ui
