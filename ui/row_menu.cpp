// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row_menu.h"

#include <QContextMenuEvent>
#include <utility>

namespace lacuna::ui {
namespace {

constexpr int kIndent = 16;  // pixels from the row's beginning, by the key

}  // namespace

void addButtons(QMenu& menu, const QList<QAbstractButton*>& buttons) {
  for (QAbstractButton* button : buttons) {
    if (!button->isVisible()) continue;
    QAction* action = menu.addAction(button->text(), button, &QAbstractButton::click);
    action->setEnabled(button->isEnabled());
  }
}

RowMenu::RowMenu(QAbstractItemView* view, std::function<void(QMenu& menu, const QModelIndex& row)> fill)
    : QObject(view), view_(view), fill_(std::move(fill)) {
  view->installEventFilter(this);
  view->viewport()->installEventFilter(this);
}

bool RowMenu::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::ContextMenu) return QObject::eventFilter(watched, event);
  const auto* wanted = static_cast<QContextMenuEvent*>(event);
  QModelIndex row = view_->currentIndex();
  QPoint at = wanted->globalPos();
  if (wanted->reason() == QContextMenuEvent::Mouse) {
    row = view_->indexAt(view_->viewport()->mapFromGlobal(at));
    if ((view_->model()->flags(row) & Qt::ItemIsEnabled) != 0) view_->setCurrentIndex(row);
  } else if (row.isValid()) {
    view_->scrollTo(row);
    at = view_->viewport()->mapToGlobal(view_->visualRect(row).bottomLeft() + QPoint(kIndent, 0));
  }
  if ((view_->model()->flags(row) & Qt::ItemIsEnabled) == 0) return true;  // none, or a caption
  QMenu menu(view_);
  fill_(menu, row);
  if (!menu.isEmpty()) menu.exec(at);
  return true;
}

}  // namespace lacuna::ui
