// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/entry_rows.h"

#include <QPainter>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {

void EntryRows::add(QListWidget* list, const PaletteEntry& entry, int number, const FuzzyMatch& match) {
  auto* item = new QListWidgetItem(entry.title, list);
  item->setData(EntryRole, number);
  item->setData(BesideRole, entry.checked ? QStringLiteral("✓  ") + entry.beside : entry.beside);
  item->setData(PlacesRole, QVariant::fromValue(match.places));
  item->setData(SoftRole, entry.soft < 0 ? static_cast<int>(entry.title.size()) : entry.soft);
  item->setData(Qt::AccessibleDescriptionRole, entry.enabled ? entry.beside : tr("Not possible now"));
  if (!entry.enabled) item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
}

void EntryRows::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const QRectF row = QRectF(option.rect).adjusted(2, 1, -2, -1);
  if ((option.state & QStyle::State_Selected) != 0) {
    painter->setPen(QPen(theme_.accent, 1));
    painter->setBrush(withAlpha(theme_.accent, 0.12));
    painter->drawRoundedRect(row, 6, 6);
  }
  const bool enabled = (index.flags() & Qt::ItemIsEnabled) != 0;
  painter->setFont(chromeFont(11));
  painter->setPen(theme_.soft);
  const QString beside = index.data(BesideRole).toString();
  const qreal wide = QFontMetricsF(painter->font()).horizontalAdvance(beside);
  painter->drawText(row.adjusted(0, 0, -10, 0), Qt::AlignVCenter | Qt::AlignRight, beside);
  // The letters that were typed stand out, by weight as well as by colour.
  const auto places = index.data(PlacesRole).value<QVector<int>>();
  const int soft = index.data(SoftRole).toInt();
  const QString title = index.data().toString();
  qreal x = row.x() + 10;
  const qreal right = row.right() - wide - 24;
  for (int i = 0; i < title.size() && x < right; ++i) {
    const bool typed = std::binary_search(places.begin(), places.end(), i);
    painter->setFont(chromeFont(i < soft ? 13 : 11, typed ? QFont::DemiBold : QFont::Normal));
    painter->setPen(!enabled ? theme_.soft : typed ? theme_.accent : i < soft ? theme_.ink : theme_.soft);
    const QString letter = title.mid(i, title.at(i).isHighSurrogate() ? 2 : 1);
    const qreal step = QFontMetricsF(painter->font()).horizontalAdvance(letter);
    painter->drawText(QRectF(x, row.y(), step + 2, row.height()), Qt::AlignVCenter | Qt::AlignLeft, letter);
    x += step;
    if (letter.size() == 2) ++i;
  }
  painter->restore();
}

}  // namespace lacuna::ui
