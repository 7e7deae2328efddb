// SPDX-License-Identifier: GPL-3.0-or-later
// How a row of what was found is drawn: a document's title with its number, or a few lines with the places marked.
#pragma once

#include <QStyledItemDelegate>

#include "ui/theme.h"

namespace lacuna::ui {

class SearchRows : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  Theme theme;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace lacuna::ui
