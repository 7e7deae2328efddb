// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/step_chart.h"

#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QScatterSeries>
#include <QtCharts/QValueAxis>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kHeight = 78;
constexpr int kTextGap = 8;
constexpr qreal kDot = 9;  // pixels

QLabel* number(QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setFont(chromeFont(11));
  label->setTextFormat(Qt::PlainText);
  return label;
}

}  // namespace

StepChart::StepChart(QWidget* parent)
    : QWidget(parent),
      chart_(new QChart),
      view_(new QChartView(chart_, this)),
      settled_(new QLineSeries(this)),
      floor_(new QLineSeries(this)),
      area_(new QAreaSeries(settled_, floor_)),
      entropy_(new QLineSeries),
      line_(new QLineSeries),
      dot_(new QScatterSeries),
      settledText_(number(this)),
      entropyText_(number(this)) {
  setFixedHeight(kHeight);
  setAccessibleName(tr("Settled tokens and entropy over the steps"));
  chart_->legend()->hide();
  chart_->setMargins(QMargins(0, 0, 0, 0));
  chart_->setBackgroundVisible(false);
  chart_->layout()->setContentsMargins(0, 0, 0, 0);
  auto* x = new QValueAxis(chart_);
  auto* y = new QValueAxis(chart_);
  for (QValueAxis* axis : {x, y}) axis->setVisible(false);
  y->setRange(-0.03, 1.06);
  chart_->addAxis(x, Qt::AlignBottom);
  chart_->addAxis(y, Qt::AlignLeft);
  for (QAbstractSeries* series : {static_cast<QAbstractSeries*>(area_), static_cast<QAbstractSeries*>(entropy_),
                                  static_cast<QAbstractSeries*>(line_), static_cast<QAbstractSeries*>(dot_)}) {
    chart_->addSeries(series);
    series->attachAxis(x);
    series->attachAxis(y);
  }
  view_->setFrameShape(QFrame::NoFrame);
  view_->setRenderHint(QPainter::Antialiasing);
  view_->setStyleSheet(QStringLiteral("background: transparent"));
  view_->setFocusPolicy(Qt::NoFocus);
  view_->setCursor(Qt::PointingHandCursor);
  view_->viewport()->installEventFilter(this);
  auto* text = new QVBoxLayout;
  text->setContentsMargins(kTextGap, 2, 0, 2);
  text->setSpacing(2);
  text->addStretch();
  text->addWidget(settledText_);
  text->addWidget(entropyText_);
  text->addStretch();
  // Of one size whatever they say: another would lay out the whole panel anew.
  for (QLabel* label : {settledText_, entropyText_})
    label->setFixedSize(kTextRoom - kTextGap, QFontMetrics(label->font()).height() + 2);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(view_, 1);
  row->addLayout(text);
  setTheme(Theme());
}

void StepChart::setTheme(const Theme& theme) {
  settled_->setPen(QPen(theme.accent2, 2));
  area_->setPen(QPen(theme.accent2, 2));
  area_->setBrush(withAlpha(theme.accent2, 0.18));
  QPen dashed(theme.accent, 1.5);
  dashed.setDashPattern({3, 2});
  entropy_->setPen(dashed);
  line_->setPen(QPen(theme.soft, 1));
  dot_->setColor(theme.accent2);
  dot_->setBorderColor(theme.card);
  dot_->setMarkerSize(kDot);
  settledText_->setStyleSheet(QStringLiteral("color: %1").arg(theme.accent2.name()));
  entropyText_->setStyleSheet(QStringLiteral("color: %1").arg(theme.accent.name()));
}

void StepChart::show(const RunCurves& curves, int steps, int shown) {
  curves_ = curves;
  steps_ = std::max({1, steps, curves.steps.isEmpty() ? 1 : curves.steps.last()});
  highest_ = 1.0F;
  for (const float nats : curves_.entropy) highest_ = std::max(highest_, nats);
  QList<QPointF> settled;
  QList<QPointF> floor;
  QList<QPointF> entropy;
  for (qsizetype i = 0; i < curves_.steps.size(); ++i) {
    const qreal x = curves_.steps.at(i);
    settled.push_back({x, static_cast<qreal>(curves_.settled.at(i))});
    floor.push_back({x, 0.0});
    // Before the first step nothing was thought.
    if (curves_.thoughts && curves_.entropy.at(i) > 0) {
      entropy.push_back({x, static_cast<qreal>(curves_.entropy.at(i) / highest_) * 0.94});
    }
  }
  // Room for half of the dot at either end.
  const int first = curves_.steps.isEmpty() ? 0 : curves_.steps.first();
  const double margin = kDot * 0.6 * (steps_ - first) / std::max(1, view_->width());
  chart_->axes(Qt::Horizontal).first()->setRange(first - margin, steps_ + margin);
  settled_->replace(settled);
  floor_->replace(floor);
  entropy_->replace(entropy);
  showPlace(shown);
}

void StepChart::showPlace(int shown) {
  if (shown < 0 || shown >= curves_.steps.size()) {
    line_->clear();
    dot_->clear();
    settledText_->clear();
    entropyText_->clear();
    return;
  }
  const qreal x = curves_.steps.at(shown);
  line_->replace(QList<QPointF>{{x, -0.03}, {x, 1.06}});
  dot_->replace(QList<QPointF>{{x, static_cast<qreal>(curves_.settled.at(shown))}});
  settledText_->setText(tr("settled %1/%2").arg(curves_.settledTokens.at(shown)).arg(curves_.tokens));
  const bool thought = curves_.thoughts && curves_.entropy.at(shown) > 0;
  entropyText_->setText(thought ? tr("entropy %L1").arg(static_cast<double>(curves_.entropy.at(shown)), 0, 'f', 1)
                                : QString());
  setAccessibleDescription(settledText_->text() + QStringLiteral(", ") + entropyText_->text());
}

bool StepChart::eventFilter(QObject* watched, QEvent* event) {
  const bool pressed = event->type() == QEvent::MouseButtonPress;
  const bool dragged =
      event->type() == QEvent::MouseMove && static_cast<QMouseEvent*>(event)->buttons().testFlag(Qt::LeftButton);
  if (watched != view_->viewport() || !(pressed || dragged) || curves_.steps.isEmpty()) return false;
  const QPointF at =
      chart_->mapToValue(chart_->mapFromScene(view_->mapToScene(static_cast<QMouseEvent*>(event)->pos())));
  const auto nearest = std::min_element(curves_.steps.cbegin(), curves_.steps.cend(),
                                        [&at](int a, int b) { return std::abs(a - at.x()) < std::abs(b - at.x()); });
  Q_EMIT chosen(static_cast<int>(nearest - curves_.steps.cbegin()));
  return true;
}

}  // namespace lacuna::ui
