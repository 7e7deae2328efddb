// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/flow_layout.h"

#include <QWidget>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kBetween = 6;  // pixels

}  // namespace

FlowLayout::FlowLayout(QWidget* parent) : QLayout(parent) { setContentsMargins(0, 0, 0, 0); }

FlowLayout::~FlowLayout() { qDeleteAll(items_); }

QLayoutItem* FlowLayout::takeAt(int index) {
  return index >= 0 && index < items_.size() ? items_.takeAt(index) : nullptr;
}

QSize FlowLayout::sizeHint() const {
  QSize size;
  for (const QLayoutItem* item : items_) {
    if (item->isEmpty()) continue;
    size.rwidth() += item->sizeHint().width() + (size.width() > 0 ? kBetween : 0);
    size.setHeight(std::max(size.height(), item->sizeHint().height()));
  }
  return size;
}

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : items_)
    if (!item->isEmpty()) size = size.expandedTo(item->minimumSize());
  return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  (void)place(rect, true);
}

int FlowLayout::place(const QRect& rect, bool really) const {
  int x = 0;
  int y = 0;
  int line = 0;
  for (QLayoutItem* item : items_) {
    if (item->isEmpty()) continue;
    const QSize size = item->sizeHint().boundedTo({std::max(item->minimumSize().width(), rect.width()), 10000});
    if (x > 0 && x + size.width() > rect.width()) {
      x = 0;
      y += line + kBetween;
      line = 0;
    }
    const int left = parentWidget() != nullptr && parentWidget()->layoutDirection() == Qt::RightToLeft
                         ? rect.right() + 1 - x - size.width()
                         : rect.left() + x;
    if (really) item->setGeometry({QPoint(left, rect.top() + y), size});
    x += size.width() + kBetween;
    line = std::max(line, size.height());
  }
  return y + line;
}

}  // namespace lacuna::ui
