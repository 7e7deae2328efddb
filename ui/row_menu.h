// SPDX-License-Identifier: GPL-3.0-or-later
// The menu at a row of a list or a tree: by the mouse where it points, and the row under it becomes the current one; by
// the Menu key below the current row. UI thread only.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QMenu>
#include <functional>

namespace lacuna::ui {

// What these buttons do, under their words; those that are not to be seen are left out.
void addButtons(QMenu& menu, const QList<QAbstractButton*>& buttons);

class RowMenu : public QObject {
  Q_OBJECT
 public:
  // Of the view. fill: adds what can be done with the row, which is valid; what it leaves empty is not shown.
  RowMenu(QAbstractItemView* view, std::function<void(QMenu& menu, const QModelIndex& row)> fill);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QAbstractItemView* view_;
  std::function<void(QMenu&, const QModelIndex&)> fill_;
};

}  // namespace lacuna::ui
