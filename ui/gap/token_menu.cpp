// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/token_menu.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/fonts.h"
#include "ui/share_text.h"

namespace lacuna::ui {
namespace {

constexpr int kWidth = 262;
constexpr int kRow = 26;
constexpr int kSwapWidth = 44;  // of the "swap" at the right end of the row
enum Role { kProbability = Qt::UserRole, kShare, kAct, kSwaps };
enum Act { kPick, kKeep, kNever };

// A word, a bar as long as its probability beside the likeliest, the number, and "swap" on the row that the author is
// at.
class RowDelegate : public QStyledItemDelegate {
 public:
  RowDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), theme_(theme) {}
  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {kWidth - 12, kRow}; }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF row = QRectF(option.rect).adjusted(1, 1, -1, -1);
    const bool here = (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) != 0;
    if (here) {
      painter->setPen(Qt::NoPen);
      painter->setBrush(withAlpha(theme_.accent, 0.10));
      painter->drawRoundedRect(row, 6, 6);
    }
    const bool alternative = index.data(kAct).toInt() == kPick;
    painter->setPen(theme_.ink);
    painter->setFont(alternative ? pageFont(16) : chromeFont(12));
    const QRectF inner = row.adjusted(9, 0, -9, 0);
    const QString text = index.data(Qt::DisplayRole).toString();
    if (!alternative) {
      painter->drawText(inner, Qt::AlignVCenter | Qt::AlignLeft, text);
      painter->restore();
      return;
    }
    const double p = index.data(kProbability).toDouble();
    painter->drawText(QRectF(inner.left(), inner.top(), 88, inner.height()), Qt::AlignVCenter | Qt::AlignLeft,
                      QFontMetricsF(painter->font()).elidedText(text, Qt::ElideRight, 88));
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme_.accent2);
    painter->drawRoundedRect(
        QRectF(inner.left() + 96, inner.center().y() - 3.5, std::max(7.0, 60 * index.data(kShare).toDouble()), 7), 3.5,
        3.5);
    painter->setFont(chromeFont(11));
    painter->setPen(theme_.soft);
    painter->drawText(QRectF(inner.left() + 164, inner.top(), 28, inner.height()), Qt::AlignVCenter | Qt::AlignRight,
                      shareText(p));
    if (here && index.data(kSwaps).toBool()) {
      painter->setPen(theme_.accent);
      painter->drawText(QRectF(row.right() - kSwapWidth, row.top(), kSwapWidth - 8, row.height()),
                        Qt::AlignVCenter | Qt::AlignRight, TokenMenu::tr("swap"));
    }
    painter->restore();
  }

 private:
  const Theme& theme_;
};

}  // namespace

TokenMenu::TokenMenu(QWidget* parent) : FloatingCard(parent), list_(new QListWidget(this)), hint_(new QLabel(this)) {
  setObjectName(QStringLiteral("tokenMenu"));
  setFixedWidth(kWidth);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 6, 6, 7);
  column->setSpacing(3);
  list_->setItemDelegate(new RowDelegate(theme_, list_));
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setMouseTracking(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->installEventFilter(this);
  list_->viewport()->installEventFilter(this);
  setFocusProxy(list_);
  hint_->setFont(chromeFont(11));
  hint_->setProperty("role", QStringLiteral("soft"));
  hint_->setContentsMargins(9, 0, 9, 0);
  column->addWidget(list_);
  column->addWidget(hint_);
  hide();
}

void TokenMenu::open(const Content& content, const QRect& word) {
  content_ = content;
  list_->clear();
  double likeliest = 0;
  for (const RunAlternative& a : content.alternatives)
    likeliest = std::max(likeliest, static_cast<double>(probabilityOf(a)));
  const auto add = [this, likeliest](const QString& text, Act act, double probability) {
    auto* item = new QListWidgetItem(text, list_);
    item->setData(kAct, act);
    item->setData(kProbability, probability);
    item->setData(kShare, likeliest > 0 ? probability / likeliest : 0.0);
    item->setData(kSwaps, !content_.going);
    if (act == kPick)
      item->setData(Qt::AccessibleTextRole, tr("%1, %2 percent").arg(text).arg(qRound(probability * 100)));
  };
  for (const RunAlternative& a : content.alternatives) add(a.text, kPick, static_cast<double>(probabilityOf(a)));
  if (!content.noise) {
    add(content.pinned ? tr("Let this word go") : tr("Keep this word here"), kKeep, 0);
    add(tr("Never this word"), kNever, 0);
  }
  list_->setAccessibleName(content.noise ? tr("In place of noise") : tr("In place of %1").arg(content.text));
  list_->setFixedHeight(kRow * list_->count() + 2);
  hint_->setText(content.going ? tr("\u21b5 and go on from here")
                               : tr("\u21b5 and the rest again \u00b7 \u21e7\u21b5 only this word"));
  hint_->setVisible(!content.alternatives.isEmpty());
  list_->setCurrentRow(0);
  layout()->activate();
  adjustSize();
  const QRect room = parentWidget()->rect().adjusted(6, 6, -6, -6);
  int y = word.bottom() + 8;
  if (y + height() > room.bottom()) y = word.top() - height() - 8;
  move(qBound(room.left(), word.left() - 12, std::max(room.left(), room.right() - width())),
       qBound(room.top(), y, std::max(room.top(), room.bottom() - height())));
  show();
  raise();
  list_->setFocus(Qt::PopupFocusReason);
}

void TokenMenu::choose(int row, bool onlyThis) {
  const QListWidgetItem* item = list_->item(row);
  if (item == nullptr) return;
  const QString text = item->text();
  switch (item->data(kAct).toInt()) {
    case kPick:
      if (onlyThis && !content_.going) {
        Q_EMIT swapped(text);
      } else {
        Q_EMIT picked(text);
      }
      break;
    case kKeep:
      Q_EMIT kept(!content_.pinned);
      break;
    default:
      Q_EMIT never();
      break;
  }
}

bool TokenMenu::eventFilter(QObject* watched, QEvent* event) {
  if (watched == list_ && event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
      case Qt::Key_Escape:
        Q_EMIT closed();
        return true;
      case Qt::Key_Return:
      case Qt::Key_Enter:
        choose(list_->currentRow(), (key->modifiers() & Qt::ShiftModifier) != 0);
        return true;
      case Qt::Key_Delete:
        if (!content_.noise) Q_EMIT never();
        return true;
      default:
        break;
    }
  }
  if (watched == list_->viewport() && event->type() == QEvent::MouseButtonRelease) {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (const QListWidgetItem* item = list_->itemAt(mouse->pos())) {
      const bool swaps = mouse->pos().x() > list_->viewport()->width() - kSwapWidth;
      choose(list_->row(item), swaps || (mouse->modifiers() & Qt::ShiftModifier) != 0);
    }
    return true;
  }
  if (watched == list_ && event->type() == QEvent::FocusOut && isVisible()) {
    QMetaObject::invokeMethod(this, &TokenMenu::closed, Qt::QueuedConnection);
  }
  return FloatingCard::eventFilter(watched, event);
}

void TokenMenu::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void TokenMenu::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(mixed(theme_.accent, theme_.line, 0.45), 1));
  painter.setBrush(theme_.card);
  painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 10, 10);
}

}  // namespace lacuna::ui
