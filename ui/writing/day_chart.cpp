// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/day_chart.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/chart_keys.h"
#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kScaleRoom = 46;  // pixels, left of the bars
constexpr int kDatesRoom = 20;  // below them
constexpr int kTop = 8;
constexpr int kRight = 6;
constexpr int kMostBar = 26;
constexpr int kSwatch = 10;

enum Look { Typed, Pasted, Generated };

// The program's palette: a style sheet leaves widgets without their own.
QColor color(QPalette::ColorRole role) { return QGuiApplication::palette().color(role); }

void fill(QPainter& painter, const QRectF& rect, Look look) {
  switch (look) {
    case Typed:
      painter.fillRect(rect, color(QPalette::Link));
      break;
    case Pasted:
      painter.fillRect(rect, color(QPalette::PlaceholderText));
      break;
    case Generated: {  // can be told without its colour
      QColor ground = color(QPalette::BrightText);
      ground.setAlphaF(0.28F);
      painter.fillRect(rect, ground);
      painter.fillRect(rect, QBrush(color(QPalette::BrightText), Qt::BDiagPattern));
      break;
    }
  }
}

// 1, 2 or 5 of a power of ten.
int niceStep(int most) {
  const double raw = std::max(1.0, most / 3.0);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= raw) return static_cast<int>(factor * power);
  return static_cast<int>(10 * power);
}

int wordsOf(const storage::WritingCount& count) { return count.typed + count.pasted + count.generated; }

std::array<QString, 3> lookNames() {
  return {DayChart::tr("typed"), DayChart::tr("pasted"), DayChart::tr("generated")};
}

}  // namespace

DayChart::DayChart(QWidget* parent) : QWidget(parent) {
  setFont(chromeFont(11));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("Words by day"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void DayChart::show(const QVector<ChartBar>& bars, int goal) {
  const QDate before = bars_.value(chosen_).first;
  const bool last = chosen_ < 0 || chosen_ + 1 == bars_.size() || bars_.size() != bars.size();
  bars_ = bars;
  goal_ = goal;
  int at = static_cast<int>(bars_.size()) - 1;
  for (int i = 0; !last && i < bars_.size(); ++i)
    if (bars_.at(i).first == before) at = i;
  chosen_ = -1;
  choose(at);
  update();
}

void DayChart::choose(int bar) {
  const int at = std::clamp(bar, -1, static_cast<int>(bars_.size()) - 1);
  if (at == chosen_) return;
  chosen_ = at;
  setAccessibleDescription(said(at));
  update();
  Q_EMIT chose(said(at));
}

QString DayChart::said(int bar) const {
  if (bar < 0 || bar >= bars_.size()) return {};
  const QLocale locale;
  const ChartBar& one = bars_.at(bar);
  const QString when = one.first == one.last ? locale.toString(one.first, QLocale::LongFormat)
                                             : tr("Week of %1").arg(locale.toString(one.first, QLocale::LongFormat));
  if (one.count == storage::WritingCount()) return tr("%1: nothing").arg(when);
  QStringList parts{tr("%1 typed").arg(locale.toString(one.count.typed))};
  if (one.count.pasted > 0) parts << tr("%1 pasted").arg(locale.toString(one.count.pasted));
  if (one.count.generated > 0) {
    parts << tr("%1 generated (%2)")
                 .arg(locale.toString(one.count.generated), shareText(one.count.generated, wordsOf(one.count)));
  }
  if (one.count.deleted > 0) parts << tr("%1 deleted").arg(locale.toString(one.count.deleted));
  const QString time = durationText(one.count.milliseconds);
  if (!time.isEmpty()) parts << time;
  return tr("%1: %2").arg(when, parts.join(QStringLiteral(", ")));
}

QRect DayChart::plot() const { return rect().adjusted(kScaleRoom, kTop, -kRight, -kDatesRoom); }

QRect DayChart::column(int bar) const {
  const QRect in = plot();
  const double each = in.width() / static_cast<double>(std::max<qsizetype>(1, bars_.size()));
  const int left = in.left() + static_cast<int>(bar * each);
  return {left, in.top(), std::max(1, in.left() + static_cast<int>((bar + 1) * each) - left), in.height()};
}

int DayChart::barAt(const QPoint& point) const {
  const QRect in = plot();
  if (bars_.isEmpty() || in.width() <= 0 || point.x() < in.left() || point.x() > in.right()) return -1;
  return std::min(static_cast<int>((point.x() - in.left()) * bars_.size() / in.width()),
                  static_cast<int>(bars_.size()) - 1);
}

int DayChart::highest() const {
  int most = goal_;
  for (const ChartBar& bar : bars_) most = std::max(most, wordsOf(bar.count));
  const int step = niceStep(std::max(most, 10));
  return (std::max(most, 10) + step - 1) / step * step;
}

void DayChart::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const QRect in = plot();
  paintScale(painter, in);
  for (int i = 0; i < bars_.size(); ++i) paintBar(painter, i, in);
  paintDates(painter, in);
  if (!hasFocus()) return;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(color(QPalette::BrightText));
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void DayChart::paintScale(QPainter& painter, const QRect& in) const {
  const int top = highest();
  const int step = niceStep(top);
  const QFontMetrics metrics = painter.fontMetrics();
  for (int words = 0; words <= top; words += step) {
    const int y = in.bottom() - static_cast<int>(static_cast<double>(words) / top * in.height());
    painter.setPen(color(QPalette::Mid));
    painter.drawLine(in.left(), y, in.right(), y);
    painter.setPen(color(QPalette::PlaceholderText));
    painter.drawText(QRect(4, y - metrics.height() / 2, kScaleRoom - 10, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, QLocale().toString(words));
  }
  if (goal_ <= 0) return;
  const int y = in.bottom() - static_cast<int>(static_cast<double>(goal_) / top * in.height());
  QPen dashed(color(QPalette::BrightText));
  dashed.setDashPattern({4, 3});
  painter.setPen(dashed);
  painter.drawLine(in.left(), y, in.right(), y);
}

void DayChart::paintBar(QPainter& painter, int bar, const QRect& in) const {
  const QRect whole = column(bar);
  if (bar == chosen_) painter.fillRect(whole, color(QPalette::Highlight));
  const int gap = whole.width() > 5 ? whole.width() / 5 : whole.width() > 2 ? 1 : 0;
  const int width = std::min(kMostBar, whole.width() - gap);
  const double unit = in.height() / static_cast<double>(highest());
  const storage::WritingCount& count = bars_.at(bar).count;
  double bottom = in.bottom();
  const std::array<int, 3> words{count.typed, count.pasted, count.generated};
  for (const Look look : {Typed, Pasted, Generated}) {
    if (words.at(look) <= 0) continue;
    const double height = std::max(1.0, words.at(look) * unit);
    fill(painter, QRectF(whole.left() + (whole.width() - width) / 2, bottom - height, width, height), look);
    bottom -= height;
  }
}

// As many as there is room for, of the first day of a week, or of a month where the span is long.
void DayChart::paintDates(QPainter& painter, const QRect& in) const {
  const bool months = bars_.size() > 40;
  const QLocale locale;
  painter.setPen(color(QPalette::PlaceholderText));
  const QFontMetrics metrics = painter.fontMetrics();
  int free = in.left();
  for (int i = 0; i < bars_.size(); ++i) {
    const ChartBar& bar = bars_.at(i);
    const bool marked = months ? bar.last.day() <= bar.first.daysTo(bar.last) + 1  // a month begins in it
                               : bar.first.dayOfWeek() == locale.firstDayOfWeek();
    if (!marked) continue;
    const QString text =
        months ? locale.toString(bar.last, QStringLiteral("MMM")) : locale.toString(bar.first, QStringLiteral("d MMM"));
    const int width = metrics.horizontalAdvance(text);
    const int left = column(i).left();
    if (left < free || left + width > rect().right()) continue;
    painter.drawText(left, in.bottom() + 4 + metrics.ascent(), text);
    free = left + width + 10;
  }
}

void DayChart::keyPressEvent(QKeyEvent* event) {
  if (const auto place = placeByKey(event->key(), chosen_, static_cast<int>(bars_.size()) - 1)) {
    choose(*place);
  } else {
    QWidget::keyPressEvent(event);
  }
}

void DayChart::mousePressEvent(QMouseEvent* event) {
  const int bar = barAt(event->pos());
  if (bar >= 0) choose(bar);
}

void DayChart::mouseMoveEvent(QMouseEvent* event) {
  const int bar = barAt(event->pos());
  setToolTip(bar < 0 ? QString() : said(bar));
  if (bar >= 0 && (event->buttons() & Qt::LeftButton) != 0) choose(bar);
}

ChartLegend::ChartLegend(QWidget* parent) : QWidget(parent) {
  setFont(chromeFont(11));
  setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
}

QSize ChartLegend::sizeHint() const {
  int width = 0;
  for (const QString& name : lookNames()) width += kSwatch + 5 + fontMetrics().horizontalAdvance(name) + 14;
  return {width, fontMetrics().height() + 4};
}

void ChartLegend::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  int x = 0;
  const std::array<QString, 3> names = lookNames();
  for (const Look look : {Typed, Pasted, Generated}) {
    fill(painter, QRectF(x, (height() - kSwatch) / 2, kSwatch, kSwatch), look);
    x += kSwatch + 5;
    painter.setPen(color(QPalette::WindowText));
    painter.drawText(QRect(x, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, names.at(look));
    x += fontMetrics().horizontalAdvance(names.at(look)) + 14;
  }
}

}  // namespace lacuna::ui
