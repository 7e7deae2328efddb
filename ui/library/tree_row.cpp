// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/tree_row.h"

#include <QApplication>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include "ui/fonts.h"
#include "ui/library/tree_model.h"

namespace lacuna::ui {
namespace {

constexpr int kRow = 27;
constexpr int kSign = 14;  // pixels of a kind's sign
constexpr int kGap = 6;

void drawArrow(QPainter& painter, const QPointF& middle, bool open) {
  QPainterPath path;
  if (open) {
    path.moveTo(middle + QPointF(-3.5, -1.5));
    path.lineTo(middle + QPointF(0, 2));
    path.lineTo(middle + QPointF(3.5, -1.5));
  } else {
    path.moveTo(middle + QPointF(-1.5, -3.5));
    path.lineTo(middle + QPointF(2, 0));
    path.lineTo(middle + QPointF(-1.5, 3.5));
  }
  painter.drawPath(path);
}

void drawLines(QPainter& painter, const QRectF& at, const QVector<qreal>& ends) {
  qreal y = at.top();
  for (const qreal end : ends) {
    painter.drawLine(QPointF(at.left(), y), QPointF(at.left() + at.width() * end, y));
    y += 2.5;
  }
}

void drawSign(QPainter& painter, const QRectF& box, const QString& id, DocumentKind kind) {
  const QRectF page = box.adjusted(2.5, 1.5, -2.5, -1.5);
  if (id == kBinId) {
    painter.drawLine(box.topLeft() + QPointF(1.5, 3.5), box.topRight() + QPointF(-1.5, 3.5));
    painter.drawLine(box.topLeft() + QPointF(5.5, 1.5), box.topRight() + QPointF(-5.5, 1.5));
    painter.drawPolyline(QPolygonF({box.topLeft() + QPointF(3, 4), box.bottomLeft() + QPointF(4, -1.5),
                                    box.bottomRight() + QPointF(-4, -1.5), box.topRight() + QPointF(-3, 4)}));
    return;
  }
  switch (kind) {
    case DocumentKind::Project:  // a closed book
      painter.drawRoundedRect(page, 1.5, 1.5);
      painter.drawLine(page.topLeft() + QPointF(2.5, 0), page.bottomLeft() + QPointF(2.5, 0));
      break;
    case DocumentKind::Folder: {
      const QRectF f = box.adjusted(1.5, 2.5, -1.5, -2.5);
      painter.drawPolygon(QPolygonF({f.topLeft(), f.topLeft() + QPointF(4, 0), f.topLeft() + QPointF(5.5, 2),
                                     f.topRight() + QPointF(0, 2), f.bottomRight(), f.bottomLeft()}));
      break;
    }
    case DocumentKind::Chapter:  // a page with a headline
      painter.drawRect(page);
      painter.fillRect(QRectF(page.left() + 2, page.top() + 2.5, page.width() - 4, 1.6), painter.pen().color());
      drawLines(painter, page.adjusted(2, 6.5, -2, 0), {1, 0.7});
      break;
    case DocumentKind::Scene:  // lines of text
      drawLines(painter, box.adjusted(2.5, 3.5, -2.5, 0), {1, 1, 1, 0.6});
      break;
    case DocumentKind::Note: {  // a slip with a folded corner
      const QRectF n = box.adjusted(2, 2, -2, -2);
      painter.drawPolygon(QPolygonF({n.topLeft(), n.topRight(), n.bottomRight() - QPointF(0, 4),
                                     n.bottomRight() - QPointF(4, 0), n.bottomLeft()}));
      painter.drawPolyline(QPolygonF(
          {n.bottomRight() - QPointF(0, 4), n.bottomRight() - QPointF(4, 4), n.bottomRight() - QPointF(4, 0)}));
      break;
    }
  }
}

// Two links of a chain.
void drawLink(QPainter& painter, const QPointF& middle) {
  painter.drawRoundedRect(QRectF(middle.x() - 5.5, middle.y() - 2.2, 6.4, 4.4), 2.2, 2.2);
  painter.drawRoundedRect(QRectF(middle.x() - 0.9, middle.y() - 2.2, 6.4, 4.4), 2.2, 2.2);
}

QFont fontOf(const QModelIndex& index) {
  if (!index.data(TreeModel::KindRole).isValid()) return chromeFont(13);  // a heading
  const auto kind = static_cast<DocumentKind>(index.data(TreeModel::KindRole).toInt());
  QFont font = chromeFont(13, kind == DocumentKind::Project   ? QFont::DemiBold
                              : kind == DocumentKind::Chapter ? QFont::Medium
                                                              : QFont::Normal);
  font.setItalic(index.data(TreeModel::ArchivedRole).toBool());
  return font;
}

int titleLeft(const QStyleOptionViewItem& option, const QModelIndex& index) {
  return option.rect.x() + (index.data(TreeModel::KindRole).isValid() ? kSign + kGap : 2);
}

}  // namespace

QSize TreeRow::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const {
  return {120, kRow};
}

void TreeRow::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const bool chosen = (option.state & QStyle::State_Selected) != 0;
  const bool focused = option.widget != nullptr && option.widget->hasFocus();
  const QRectF row =
      QRectF(1, option.rect.y(), option.rect.right() - 1, option.rect.height()).adjusted(.5, .5, -.5, -.5);
  const bool current = (option.state & QStyle::State_HasFocus) != 0;
  if (chosen || (current && focused)) {
    painter->setPen(QPen(focused ? theme.accent : theme.line, 1));
    painter->setBrush(chosen ? QBrush(theme.card) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(row, 6, 6);
  } else if ((option.state & QStyle::State_MouseOver) != 0) {
    painter->setPen(Qt::NoPen);
    painter->setBrush(withAlpha(theme.accent, 0.06));
    painter->drawRoundedRect(row, 6, 6);
  }
  painter->setBrush(Qt::NoBrush);
  const QPointF middle(option.rect.x() - kIndent / 2.0, option.rect.center().y() + .5);
  if ((option.state & QStyle::State_Children) != 0) {
    painter->setPen(QPen(theme.soft, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    drawArrow(*painter, middle, (option.state & QStyle::State_Open) != 0);
  }
  const QString id = TreeModel::idOf(index);
  const bool isOpen = !id.isEmpty() && id == open;
  const bool faint = index.data(TreeModel::FaintRole).toBool();
  qreal right = row.right() - 8;
  if (!id.isEmpty()) {
    painter->setPen(QPen(isOpen ? theme.accent : theme.soft, 1.1));
    const QRectF sign(option.rect.x(), option.rect.center().y() - kSign / 2.0 + .5, kSign, kSign);
    drawSign(*painter, sign, id, static_cast<DocumentKind>(index.data(TreeModel::KindRole).toInt()));
    const int words = index.data(TreeModel::SumRole).toInt();
    if (words > 0 || id != kBinId) {
      const QString count = QLocale().toString(words);
      painter->setFont(chromeFont(11));
      painter->setPen(theme.soft);
      const qreal width = QFontMetricsF(painter->font()).horizontalAdvance(count);
      painter->drawText(QRectF(right - width, row.y(), width, row.height()), Qt::AlignVCenter | Qt::AlignRight, count);
      right -= width + 8;
    }
    if (!index.data(TreeModel::LinkRole).toString().isEmpty()) {
      painter->setPen(QPen(theme.soft, 1.1));
      drawLink(*painter, QPointF(right - 6, option.rect.center().y() + .5));
      right -= 18;
    }
  }
  painter->setFont(fontOf(index));
  painter->setPen(faint ? theme.soft : isOpen ? theme.accent : theme.ink);
  const qreal x = titleLeft(option, index);
  const QString text = QFontMetricsF(painter->font()).elidedText(index.data().toString(), Qt::ElideRight, right - x);
  painter->drawText(QRectF(x, row.y(), right - x, row.height()), Qt::AlignVCenter | Qt::AlignLeft, text);
  painter->restore();
}

void TreeRow::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
  QRect place = option.rect;
  place.setLeft(titleLeft(option, index) - 8);
  editor->setGeometry(place);
}

}  // namespace lacuna::ui
