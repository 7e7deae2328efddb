// SPDX-License-Identifier: GPL-3.0-or-later
// The library's tree under the author's hands: a click opens, Ctrl and Shift choose several, a drag moves. What is
// unfolded stays so over updates and restarts. UI thread only.
#pragma once

#include <QSet>
#include <QTreeView>

#include "ui/library/tree_model.h"
#include "ui/library/tree_row.h"

namespace lacuna::ui {

class TreeView : public QTreeView {
  Q_OBJECT
 public:
  explicit TreeView(TreeModel& model, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setOpen(const QString& id);
  // While one is set all that is shown is unfolded, and nothing of that is kept.
  void setFiltered(bool filtered);
  QStringList chosen() const;  // without the bin itself
  void choose(const QString& id);
  void chooseAll(const QStringList& ids);
  void rename(const QString& id);
  // Rows of the model were replaced: those that are new are folded as they are wanted.
  void unfold();
  void keep() const;  // into the settings

 Q_SIGNALS:
  void opened(const QString& id);
  void menuWanted(const QPoint& global);

 protected:
  void drawBranches(QPainter*, const QRect&, const QModelIndex&) const override {}
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  bool wanted(const QModelIndex& index) const;
  void noteFolding(const QModelIndex& index, bool open);

  TreeModel& model_;
  TreeRow* row_;
  QSet<QString> unfolded_;
  QSet<QString> folded_;
  QPersistentModelIndex pressed_;
  bool filtered_ = false;
  int unfoldings_ = 0;
};

}  // namespace lacuna::ui
