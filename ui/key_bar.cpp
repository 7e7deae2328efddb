// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/key_bar.h"

#include <QAbstractScrollArea>
#include <QAccessible>
#include <QCoreApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kHeight = 32;
constexpr int kPad = 11;
constexpr int kGap = 15;
constexpr qreal kGauge = 64;

QFont labelFont() { return chromeFont(12); }
QFont strongFont() { return chromeFont(12, QFont::DemiBold); }
QFont keyFont() { return chromeFont(11); }

}  // namespace

KeyBar::KeyBar(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::NoFocus);
  setMouseTracking(true);
  setCursor(Qt::ArrowCursor);
  hide();
}

void KeyBar::setTheme(const Theme& theme) {
  theme_ = theme;
  card_ = {};
  update();
}

KeyBar::Part& KeyBar::add(const QString& strong, const QString& key, const QString& label, int action,
                          const QString& tip) {
  Part p;
  p.strong = strong;
  p.key = key;
  p.label = label;
  p.action = action;
  p.tip = tip;
  parts_.push_back(p);
  return parts_.last();
}

void KeyBar::begin(bool focused) {
  parts_.clear();
  focused_ = focused;
}

void KeyBar::finish() {
  QStringList words;
  for (const Part& p : std::as_const(parts_)) words << (p.strong + u' ' + p.key + u' ' + p.label).simplified();
  const QString said = words.join(QStringLiteral(", "));
  if (said != sentence_) {
    sentence_ = said;
    setAccessibleDescription(said);
  }
  arrange();
  const auto* area = qobject_cast<QAbstractScrollArea*>(parentWidget());
  while (area != nullptr && size_.width() > area->viewport()->width() + 2 * kShadow && shorten()) arrange();
  update();
}

// What can be spared goes first, then the gauges, then what keys are called: their tips still say it.
bool KeyBar::shorten() {
  const auto last = [this](const auto& is) { return std::find_if(parts_.rbegin(), parts_.rend(), is); };
  if (const auto spare = last([](const Part& p) { return p.spare; }); spare != parts_.rend()) {
    parts_.erase(std::next(spare).base());
    return true;
  }
  if (const auto gauge = last([](const Part& p) { return p.progress >= 0; }); gauge != parts_.rend()) {
    gauge->progress = -1;
    return true;
  }
  const auto named = last([](const Part& p) { return !p.key.isEmpty() && !p.label.isEmpty(); });
  if (named == parts_.rend()) return false;
  named->label.clear();
  return true;
}

qreal KeyBar::widthOf(const Part& p) const {
  qreal w = 0;
  if (p.square) w += 13;
  if (!p.strong.isEmpty()) w += QFontMetricsF(strongFont()).horizontalAdvance(p.strong) + 5;
  if (!p.key.isEmpty()) w += QFontMetricsF(keyFont()).horizontalAdvance(p.key) + 10 + 6;
  w += QFontMetricsF(labelFont()).horizontalAdvance(p.label);
  if (p.progress >= 0) w += kGauge + 9;
  return w;
}

void KeyBar::arrange() {
  qreal x = kShadow + kPad;
  for (Part& p : parts_) {
    const qreal w = widthOf(p);
    p.rect = QRectF(x, kShadow, w, kHeight);
    x += w + kGap;
  }
  size_ = QSize(qRound(x - kGap + kPad + kShadow), kHeight + 2 * kShadow);
  resize(size_);
}

// The card and its shadow are drawn once: the page below changes with every frame, and they with it.
const QPixmap& KeyBar::card() {
  const qreal scale = devicePixelRatioF();
  const QSize pixels = (QSizeF(size()) * scale).toSize();
  if (card_.size() == pixels && cardFocused_ == focused_) return card_;
  cardFocused_ = focused_;
  card_ = QPixmap(pixels);
  card_.setDevicePixelRatio(scale);
  card_.fill(Qt::transparent);
  QPainter painter(&card_);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF card = QRectF(rect()).adjusted(kShadow, kShadow, -kShadow, -kShadow).adjusted(.5, .5, -.5, -.5);
  painter.setPen(Qt::NoPen);
  for (int i = kShadow - 2; i > 0; i -= 2) {
    painter.setBrush(QColor(0, 0, 0, theme_.dark ? 9 : 3));
    painter.drawRoundedRect(card.adjusted(-i * .8, -i * .5 + 3, i * .8, i * 0.75 + 2), 9 + i, 9 + i);
  }
  painter.setPen(QPen(focused_ ? mixed(theme_.accent, theme_.line, 0.45) : theme_.line, 1));
  painter.setBrush(theme_.card);
  painter.drawRoundedRect(card, 10, 10);
  return card_;
}

void KeyBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.drawPixmap(0, 0, card());
  for (int i = 0; i < parts_.size(); ++i) {
    const Part& p = parts_.at(i);
    qreal x = p.rect.x();
    const qreal middle = p.rect.center().y();
    if (hover_ == i && p.action != kNone) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(withAlpha(theme_.accent, 0.10));
      painter.drawRoundedRect(p.rect.adjusted(-7, 4, 7, -4), 7, 7);
    }
    const auto text = [&painter, &x, &p](const QFont& font, const QString& s, const QColor& color) {
      painter.setFont(font);
      painter.setPen(color);
      painter.drawText(QRectF(x, p.rect.y(), 400, p.rect.height()), Qt::AlignVCenter | Qt::AlignLeft, s);
      x += QFontMetricsF(font).horizontalAdvance(s);
    };
    if (p.square) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(theme_.accent);
      painter.drawRoundedRect(QRectF(x, middle - 4, 8.5, 8.5), 1.5, 1.5);
      x += 13;
    }
    if (!p.strong.isEmpty()) {
      text(strongFont(), p.strong, theme_.ink);
      x += 5;
    }
    if (!p.key.isEmpty()) {
      const qreal w = QFontMetricsF(keyFont()).horizontalAdvance(p.key) + 10;
      const QRectF cap(x + .5, middle - 8.5, w, 17);
      painter.setPen(QPen(theme_.line, 1));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(cap, 4, 4);
      painter.drawLine(QPointF(cap.left() + 3, cap.bottom() + 1), QPointF(cap.right() - 3, cap.bottom() + 1));
      x += 5;
      text(keyFont(), p.key, theme_.soft);
      x += 5 + 6;
    }
    text(labelFont(), p.label, p.accent ? theme_.accent : p.action == kNone ? theme_.soft : theme_.ink);
    if (p.progress >= 0) {
      x += 9;
      painter.setPen(Qt::NoPen);
      painter.setBrush(theme_.line);
      painter.drawRoundedRect(QRectF(x, middle - 2, kGauge, 4), 2, 2);
      painter.setBrush(theme_.accent);
      painter.drawRoundedRect(QRectF(x, middle - 2, std::max(4.0, kGauge * std::min(1.0, p.progress)), 4), 2, 2);
    }
  }
}

void KeyBar::mousePressEvent(QMouseEvent* event) {
  for (const Part& p : std::as_const(parts_))
    if (p.action != kNone && p.rect.adjusted(-7, 0, 7, 0).contains(event->position())) {
      Q_EMIT chosen(p.action);
      return;
    }
}

void KeyBar::mouseMoveEvent(QMouseEvent* event) {
  int now = -1;
  for (int i = 0; i < parts_.size(); ++i)
    if (parts_.at(i).rect.adjusted(-7, 0, 7, 0).contains(event->position())) now = i;
  if (now == hover_) return;
  hover_ = now;
  update();
}

void KeyBar::leaveEvent(QEvent*) {
  hover_ = -1;
  update();
}

// The page's: it scrolls on when the bar comes to lie under the mouse.
void KeyBar::wheelEvent(QWheelEvent* event) {
  if (auto* page = qobject_cast<QAbstractScrollArea*>(parentWidget()))
    QCoreApplication::sendEvent(page->viewport(), event);
}

bool KeyBar::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    for (const Part& p : std::as_const(parts_))
      if (p.rect.contains(help->pos()) && !p.tip.isEmpty()) {
        QToolTip::showText(help->globalPos(), p.tip, this);
        return true;
      }
  }
  return QWidget::event(event);
}

}  // namespace lacuna::ui
