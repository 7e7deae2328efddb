// SPDX-License-Identifier: GPL-3.0-or-later
// The headings of the open document as a tree. It follows the caret; a click or Enter goes there; a drag, or Alt with
// the arrows, moves a section with all that lies in it. UI thread only.
#pragma once

#include <QMenu>
#include <QStandardItemModel>
#include <QTreeView>

#include "ui/library/headings.h"
#include "ui/library/tree_row.h"

namespace lacuna::ui {

class OutlineView : public QTreeView {
  Q_OBJECT
 public:
  explicit OutlineView(QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setHeadings(const QVector<Heading>& headings);
  // Manuscript.
  void setCaret(int position);
  int rows() const { return static_cast<int>(headings_.size()); }

 Q_SIGNALS:
  void chosen(int position);  // manuscript
  // The section of heading `index` goes in front of heading `before`, or to the end where there is none of that number.
  void moved(int index, int before);
  void levelChanged(int index, int by);  // of the section: -1 up, 1 down

 protected:
  void drawBranches(QPainter*, const QRect&, const QModelIndex&) const override {}
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void show();
  void fillMenu(QMenu& menu, int at);
  static int indexOf(const QModelIndex& index);

  QStandardItemModel model_;
  QVector<QStandardItem*> items_;
  QVector<Heading> headings_;
  TreeRow* row_;
  QPersistentModelIndex pressed_;
  int caret_ = 0;
};

}  // namespace lacuna::ui
