// SPDX-License-Identifier: GPL-3.0-or-later
// How a row of a palette is drawn: what it is at the left, with the letters that were typed, its keys at the right.
#pragma once

#include <QListWidget>
#include <QStyledItemDelegate>

#include "ui/palette/fuzzy.h"
#include "ui/palette/palette_entry.h"
#include "ui/theme.h"

namespace lacuna::ui {

class EntryRows : public QStyledItemDelegate {
  Q_OBJECT
 public:
  EntryRows(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), theme_(theme) {}

  enum Role { EntryRole = Qt::UserRole, BesideRole, PlacesRole, SoftRole };
  static constexpr int kHeight = 30;  // pixels
  // A row of `list` for the entry with this number.
  static void add(QListWidget* list, const PaletteEntry& entry, int number, const FuzzyMatch& match);

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {100, kHeight}; }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  Theme theme_;
};

}  // namespace lacuna::ui
