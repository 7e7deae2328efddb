// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/document_switcher.h"

#include <QApplication>
#include <QKeyEvent>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/palette/entry_rows.h"

namespace lacuna::ui {
namespace {

constexpr int kWidth = 460;   // pixels
constexpr int kMargin = 10;   // around the rows
constexpr int kBeside = 40;   // of the window that stays free at each side
constexpr int kMostRows = 9;  // in sight at once

}  // namespace

DocumentSwitcher::DocumentSwitcher(QVector<PaletteEntry> entries, const Theme& theme, QWidget* window)
    : QFrame(window), list_(new QListWidget(this)), entries_(std::move(entries)), before_(QApplication::focusWidget()) {
  setObjectName(QStringLiteral("card"));
  setAccessibleName(tr("Documents that were open lately"));
  setFocusPolicy(Qt::StrongFocus);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  list_->setAccessibleName(accessibleName());
  list_->setItemDelegate(new EntryRows(theme, list_));
  list_->setUniformItemSizes(true);
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  column->addWidget(list_);
  for (int i = 0; i < entries_.size(); ++i) EntryRows::add(list_, entries_.at(i), i, {});
  list_->setCurrentRow(0);
  connect(list_, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) {
    list_->setCurrentItem(item);
    leave(true);
  });
  const int rows = std::min(kMostRows, list_->count());
  const QSize room = window->size() - QSize(2 * kBeside, 2 * kBeside);
  resize(QSize(kWidth, rows * EntryRows::kHeight + 2 * kMargin + 4).boundedTo(room));
  move((window->width() - width()) / 2, std::max(kBeside, (window->height() - height()) / 3));
  show();
  raise();
  setFocus(Qt::PopupFocusReason);
}

void DocumentSwitcher::step(int by) {
  const int rows = list_->count();
  if (rows > 0) list_->setCurrentRow((list_->currentRow() + by + rows) % rows);
}

// Ctrl+Tab is the window's, and comes back as step(); any other key is nobody's but this list's.
bool DocumentSwitcher::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Tab && key != Qt::Key_Backtab) event->accept();
  }
  return QFrame::event(event);
}

void DocumentSwitcher::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Down:
      step(1);
      break;
    case Qt::Key_Up:
      step(-1);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      leave(true);
      break;
    case Qt::Key_Escape:
      leave(false);
      break;
    default:
      break;
  }
  event->accept();
}

void DocumentSwitcher::keyReleaseEvent(QKeyEvent* event) {
  event->accept();
  if (event->key() == Qt::Key_Control) leave(true);
}

void DocumentSwitcher::focusOutEvent(QFocusEvent* event) {
  QFrame::focusOutEvent(event);
  leave(false);
}

void DocumentSwitcher::leave(bool go) {
  if (std::exchange(left_, true)) return;
  const int row = list_->currentRow();
  if (before_ != nullptr && hasFocus()) before_->setFocus(Qt::PopupFocusReason);
  hide();
  deleteLater();
  if (go && row >= 0) QTimer::singleShot(0, parentWidget(), entries_.at(row).act);
}

}  // namespace lacuna::ui
