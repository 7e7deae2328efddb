// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_bar.h"

#include <QAbstractScrollArea>
#include <QAccessible>
#include <QCoreApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>

#include "ui/brush/brush.h"
#include "ui/fonts.h"
#include "ui/gap/gap_run.h"

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

GapBar::GapBar(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("gapBar"));
  setFocusPolicy(Qt::NoFocus);
  setMouseTracking(true);
  setCursor(Qt::ArrowCursor);
  setAccessibleName(tr("Gap"));
  hide();
}

void GapBar::setTheme(const Theme& theme) {
  theme_ = theme;
  card_ = {};
  update();
}

GapBar::Part& GapBar::add(const QString& strong, const QString& key, const QString& label, Action action,
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

void GapBar::showRun(const GapRun& run, const Look& look) {
  parts_.clear();
  focused_ = look.focused;
  if (run.gaps.size() > 1)
    add(QString(), QString(), tr("gap %1/%2").arg(look.number).arg(run.gaps.size()), None,
        tr("Several gaps, denoised jointly"))
        .spare = true;
  if (run.draft > 0) {
    addLength(run.draft);
    add(QString(), QStringLiteral("\u21b5"), tr("denoise so"), KeepLength,
        tr("Denoise again with this length (Enter)"));
    add(QString(), tr("Esc"), tr("as it was"), Leave, tr("Keep the length that it had (Esc)"));
  } else if (run.state == GapRun::Queued) {
    add(tr("Waiting"), QString(), tr("for the model"));
    add(QString(), tr("Esc"), tr("leave"), Leave, tr("Leave the gap; the text stays as it was (Esc)"));
  } else if (run.state == GapRun::Sent) {
    addSent(run);
  } else {
    addDone(run, look);
  }
  finish();
}

void GapBar::addSent(const GapRun& run) {
  if (run.frame.step <= 0) {
    Part& p = add(tr("Reading"), QString(),
                  run.contextTotal > 0 ? tr("the page, %1 of %2 tokens").arg(run.contextDone).arg(run.contextTotal)
                                       : tr("the page"));
    if (run.contextTotal > 0) p.progress = static_cast<double>(run.contextDone) / static_cast<double>(run.contextTotal);
  } else {
    Part& p = add(tr("Step %1").arg(run.frame.step), QString(), tr("of %1").arg(run.frame.steps));
    p.progress = run.frame.steps > 0 ? run.frame.step / static_cast<double>(run.frame.steps) : 0;
    if (run.frame.tokens.size() > 1)
      add(QString(), tr("Tab"), tr("watch %1 of %2").arg(run.shown + 1).arg(run.frame.tokens.size()), Next,
          tr("Watch another candidate (Tab)"))
          .spare = true;
  }
  Part& stop = add(QString(), tr("Esc"), tr("Stop"), Stop, tr("Stop; the text stays as it was (Esc)"));
  stop.accent = stop.square = true;
}

void GapBar::addDone(const GapRun& run, const Look& look) {
  if (!look.chosen.isEmpty()) {
    const QString shown = look.chosen.size() > 28 ? look.chosen.left(27) + u'\u2026' : look.chosen;
    add(tr("\u201c%1\u201d").arg(shown), QString(), QString()).spare = true;
    add(QString(), QStringLiteral("\u2193"), tr("other words"), Words, tr("What else could stand here (Down)"));
    add(QString(), QStringLiteral("\u21b5"), tr("take only this"), Take, tr("Take these words, not the rest (Enter)"));
    add(QString(), tr("Esc"), tr("back"), Leave, tr("Back to the whole candidate (Esc)"));
    return;
  }
  if (run.begun && run.openGaps() == 1) {
    add(tr("The rest"), QString(), QString());
  } else {
    add(QString::number(run.candidate + 1), QString(), tr("of %1").arg(run.result.candidates.size()));
  }
  add(QString(), QStringLiteral("\u21b5"), tr("take"), Take, tr("Take this text (Enter)"));
  add(QString(), tr("Ctrl \u2192"), tr("a word"), TakeWord, tr("Take the next word (Ctrl+Right)")).spare = true;
  if (!run.begun || run.openGaps() > 1)
    add(QString(), tr("Tab"), tr("next"), Next, tr("Next candidate (Tab; Shift+Tab goes back)"));
  add(QString(), tr("Esc"), tr("leave"), Leave, tr("Leave the gap (Esc)"));
  const int index = qBound(0, look.number - 1, static_cast<int>(run.gaps.size()) - 1);
  addLength(countWords(run.pieces(index).join(QString())));
  add(QString(), tr("Ctrl ."), tr("options"), Options, tr("Words that must appear, length, strength (Ctrl+.)")).spare =
      true;
}

void GapBar::addLength(int words) {
  const QString count = words == 1 ? tr("\u2248 1 word") : tr("\u2248 %1 words").arg(words);
  Part& p = add(QString(), QString(), count + QStringLiteral(" \u2194"), None,
                tr("Pull at the gap's end, or press Alt+Right and Alt+Left"));
  p.spare = parts_.size() > 1;
}

void GapBar::showBrush(int pressure, int strokes) {
  parts_.clear();
  focused_ = true;
  Part& p = add(tr("Brush"), tr("1\u20135"), pressureName(pressure), None,
                tr("Pressure: 1 polishes, 5 rewrites, 0 wipes a stroke away; or Ctrl and the wheel"));
  p.progress = pressure / static_cast<double>(kPressures);
  if (strokes == 0) {
    add(QString(), QString(), tr("paint over words, or select them and press Space")).spare = true;
  } else {
    add(QString(), QStringLiteral("\u21b5"), tr("back to noise"), Take, tr("Denoise what is painted (Enter)"));
  }
  add(QString(), tr("Esc"), tr("leave"), Leave, tr("Put the brush away (Esc)"));
  finish();
}

void GapBar::finish() {
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
bool GapBar::shorten() {
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

qreal GapBar::widthOf(const Part& p) const {
  qreal w = 0;
  if (p.square) w += 13;
  if (!p.strong.isEmpty()) w += QFontMetricsF(strongFont()).horizontalAdvance(p.strong) + 5;
  if (!p.key.isEmpty()) w += QFontMetricsF(keyFont()).horizontalAdvance(p.key) + 10 + 6;
  w += QFontMetricsF(labelFont()).horizontalAdvance(p.label);
  if (p.progress >= 0) w += kGauge + 9;
  return w;
}

void GapBar::arrange() {
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
const QPixmap& GapBar::card() {
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

void GapBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.drawPixmap(0, 0, card());
  for (int i = 0; i < parts_.size(); ++i) {
    const Part& p = parts_.at(i);
    qreal x = p.rect.x();
    const qreal middle = p.rect.center().y();
    if (hover_ == i && p.action != None) {
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
    text(labelFont(), p.label, p.accent ? theme_.accent : p.action == None ? theme_.soft : theme_.ink);
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

void GapBar::mousePressEvent(QMouseEvent* event) {
  for (const Part& p : std::as_const(parts_))
    if (p.action != None && p.rect.adjusted(-7, 0, 7, 0).contains(event->position())) {
      Q_EMIT chosen(p.action);
      return;
    }
}

void GapBar::mouseMoveEvent(QMouseEvent* event) {
  int now = -1;
  for (int i = 0; i < parts_.size(); ++i)
    if (parts_.at(i).rect.adjusted(-7, 0, 7, 0).contains(event->position())) now = i;
  if (now == hover_) return;
  hover_ = now;
  update();
}

void GapBar::leaveEvent(QEvent*) {
  hover_ = -1;
  update();
}

// The page's: it scrolls on when the bar comes to lie under the mouse.
void GapBar::wheelEvent(QWheelEvent* event) {
  if (auto* page = qobject_cast<QAbstractScrollArea*>(parentWidget()))
    QCoreApplication::sendEvent(page->viewport(), event);
}

bool GapBar::event(QEvent* event) {
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
