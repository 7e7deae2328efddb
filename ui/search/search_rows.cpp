// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/search_rows.h"

#include <QPainter>
#include <QTextLayout>

#include "ui/fonts.h"
#include "ui/search/search_model.h"

namespace lacuna::ui {
namespace {

constexpr int kTitleRow = 27;  // pixels
constexpr int kLines = 2;
constexpr int kPadding = 4;

int lineHeight() { return QFontMetrics(chromeFont(12)).lineSpacing() + 1; }

}  // namespace

QSize SearchRows::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
  return {120, SearchModel::isHit(index) ? kLines * lineHeight() + 2 * kPadding : kTitleRow};
}

void SearchRows::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const bool hit = SearchModel::isHit(index);
  const bool chosen = (option.state & QStyle::State_Selected) != 0;
  const QRectF row =
      QRectF(1, option.rect.y(), option.rect.right() - 1, option.rect.height()).adjusted(.5, .5, -.5, -.5);
  // With the keys, which may stand at a row before it is chosen.
  const bool keys = (option.state & QStyle::State_HasFocus) != 0;
  if (chosen || keys) {
    const bool focus = keys || (option.widget != nullptr && option.widget->hasFocus());
    painter->setPen(QPen(focus ? theme.accent : theme.line, 1));
    painter->setBrush(chosen ? QBrush(theme.card) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(row, 6, 6);
  } else if ((option.state & QStyle::State_MouseOver) != 0) {
    painter->setPen(Qt::NoPen);
    painter->setBrush(withAlpha(theme.accent, 0.06));
    painter->drawRoundedRect(row, 6, 6);
  }
  if (!hit) {
    const int passages = index.data(SearchModel::CountRole).toInt();
    const QString count = passages > 0 ? QLocale().toString(passages) : QString();
    painter->setFont(chromeFont(11));
    painter->setPen(theme.soft);
    const qreal width = QFontMetricsF(painter->font()).horizontalAdvance(count);
    painter->drawText(row.adjusted(0, 0, -8, 0), Qt::AlignVCenter | Qt::AlignRight, count);
    painter->setFont(chromeFont(13, QFont::DemiBold));
    painter->setPen(theme.ink);
    const QRectF title = row.adjusted(8, 0, -16 - width, 0);
    painter->drawText(
        title, Qt::AlignVCenter | Qt::AlignLeft,
        QFontMetricsF(painter->font()).elidedText(index.data().toString(), Qt::ElideRight, title.width()));
    painter->restore();
    return;
  }
  const QString text = index.data(SearchModel::WordsRole).toString();
  QTextLayout layout(text, chromeFont(12));
  QTextOption wrap;
  wrap.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  wrap.setTextDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
  layout.setTextOption(wrap);
  QVector<QTextLayout::FormatRange> marks;
  QTextCharFormat found;
  found.setBackground(mixed(theme.accent2, chosen ? theme.card : theme.chrome, 0.26));
  found.setForeground(theme.ink);
  for (const auto& [begin, end] : index.data(SearchModel::PlacesRole).value<SearchModel::Places>())
    marks.push_back({begin, end - begin, found});
  layout.setFormats(marks);
  const QRectF words = row.adjusted(14, kPadding, -8, -kPadding);
  painter->setClipRect(words.adjusted(-2, 0, 2, 0));
  layout.beginLayout();
  int lines = 0;
  for (; lines < kLines; ++lines) {
    QTextLine line = layout.createLine();
    if (!line.isValid()) break;
    line.setLineWidth(words.width());
    line.setPosition(QPointF(0, lines * lineHeight()));
  }
  layout.endLayout();
  painter->setPen(mixed(theme.ink, theme.chrome, 0.86));
  layout.draw(painter, words.topLeft() + QPointF(0, (kLines - lines) * lineHeight() / 2.0));
  painter->restore();
}

}  // namespace lacuna::ui
