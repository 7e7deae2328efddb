// SPDX-License-Identifier: GPL-3.0-or-later
// How a row of the library's trees looks: a card when chosen, a sign of its kind, words at the right. UI thread only.
#pragma once

#include <QStyledItemDelegate>

#include "ui/theme.h"

namespace lacuna::ui {

class TreeRow : public QStyledItemDelegate {
 public:
  static constexpr int kIndent = 14;  // pixels a level
  using QStyledItemDelegate::QStyledItemDelegate;

  Theme theme;
  QString open;  // the document on the page

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const override;
};

}  // namespace lacuna::ui
