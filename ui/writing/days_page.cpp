// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/days_page.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QSettings>
#include <QVBoxLayout>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr auto kSpan = "writing/span";

// What was not typed by the author, said apart: "20 pasted, 35 generated"; empty: nothing.
QString apart(const storage::WritingCount& count) {
  const QLocale locale;
  QStringList parts;
  if (count.pasted > 0) parts << DaysPage::tr("%1 pasted").arg(locale.toString(count.pasted));
  if (count.generated > 0) parts << DaysPage::tr("%1 generated").arg(locale.toString(count.generated));
  return parts.join(QStringLiteral(", "));
}

// The figure, and under it, small, what belongs to it.
void put(QLabel* label, const QString& figure, const QString& more) {
  label->setText(QStringLiteral("<span style=\"font-size:17px; font-weight:600\">%1</span><br/>%2")
                     .arg(figure.toHtmlEscaped(), more.isEmpty() ? QStringLiteral("&nbsp;") : more.toHtmlEscaped()));
  label->setAccessibleDescription(more.isEmpty() ? figure : figure + QStringLiteral(", ") + more);
}

QString dayCount(int days) { return days == 1 ? DaysPage::tr("1 day") : DaysPage::tr("%Ln days", nullptr, days); }

}  // namespace

DaysPage::DaysPage(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setSpacing(8);
  auto* figures = new QHBoxLayout;
  figures->setSpacing(14);
  todayWords_ = addFigure(figures, tr("Today"));
  session_ = addFigure(figures, tr("This session"));
  streak_ = addFigure(figures, tr("Days in a row"));
  average_ = addFigure(figures, tr("On a day of writing"));
  best_ = addFigure(figures, tr("Best day"));
  column->addLayout(figures);

  auto* row = new QHBoxLayout;
  span_ = new QComboBox(this);
  span_->setAccessibleName(tr("Span of time"));
  span_->addItem(tr("Four weeks"));
  span_->addItem(tr("Three months"));
  span_->addItem(tr("A year, by week"));
  span_->setCurrentIndex(qBound(0, QSettings().value(QLatin1String(kSpan), 0).toInt(), span_->count() - 1));
  row->addWidget(span_);
  row->addSpacing(10);
  row->addWidget(new ChartLegend(this));
  row->addStretch(1);
  column->addLayout(row);
  chart_ = new DayChart(this);
  column->addWidget(chart_, 1);
  said_ = new QLabel(this);
  said_->setProperty("role", "soft");
  said_->setWordWrap(true);
  said_->setAccessibleName(tr("The chosen day"));
  column->addWidget(said_);
  connect(chart_, &DayChart::chose, said_, &QLabel::setText);
  connect(span_, &QComboBox::currentIndexChanged, this, [this](int index) {
    QSettings().setValue(QLatin1String(kSpan), index);
    showChart();
  });
}

QLabel* DaysPage::addFigure(QLayout* row, const QString& name) {
  auto* box = new QVBoxLayout;
  box->setSpacing(1);
  auto* caption = new QLabel(name, this);
  caption->setFont(chromeFont(11));
  caption->setProperty("role", "caption");
  auto* figure = new QLabel(this);
  figure->setFont(chromeFont(11));
  figure->setTextFormat(Qt::RichText);
  figure->setAccessibleName(name);
  box->addWidget(caption);
  box->addWidget(figure);
  static_cast<QHBoxLayout*>(row)->addLayout(box, 1);
  return figure;
}

void DaysPage::show(const storage::WritingReport& report, int goal, const QDate& today) {
  report_ = report;
  goal_ = report.id.isEmpty() ? goal : 0;
  today_ = today;
  const QLocale locale;
  const QString typed = locale.toString(report.today.typed);
  put(todayWords_, goal_ > 0 ? tr("%1 of %2").arg(typed, locale.toString(goal_)) : typed, apart(report.today));
  const QString time = durationText(report.session.milliseconds);
  put(session_, locale.toString(report.session.typed),
      apart(report.session).isEmpty() ? time : apart(report.session) + (time.isEmpty() ? time : tr(", %1").arg(time)));
  const WritingFigures figures = figuresOf(report.days, today);
  put(streak_, dayCount(figures.streak),
      figures.longest > figures.streak ? tr("longest: %1").arg(dayCount(figures.longest)) : QString());
  put(average_, locale.toString(figures.average),
      figures.written > 0 ? tr("on %1").arg(dayCount(figures.written)) : QString());
  put(best_, locale.toString(figures.best.count.typed),
      figures.best.day.isValid() ? locale.toString(figures.best.day, QLocale::ShortFormat) : QString());
  showChart();
}

void DaysPage::showChart() {
  if (!today_.isValid()) return;
  const auto span = static_cast<ChartSpan>(span_->currentIndex());
  const QVector<ChartBar> bars = barsOf(report_.days, span, today_, QLocale().firstDayOfWeek());
  chart_->show(bars, span == ChartSpan::Year ? 0 : goal_);
  said_->setText(chart_->said(chart_->chosen()));
}

QStringList DaysPage::figures() const {
  QStringList all;
  for (const QLabel* each : {todayWords_, session_, streak_, average_, best_}) all << each->accessibleDescription();
  return all;
}

QVector<QStringList> DaysPage::table() const {
  QVector<QStringList> rows{{tr("Day"), tr("Typed"), tr("Pasted"), tr("Generated"), tr("Deleted"), tr("Minutes")}};
  const QDate first = chart_->bars().isEmpty() ? QDate() : chart_->bars().first().first;
  for (const storage::WritingDay& day : report_.days) {
    if (day.day < first) continue;
    const storage::WritingCount& count = day.count;
    rows << QStringList{day.day.toString(Qt::ISODate),  QString::number(count.typed),
                        QString::number(count.pasted),  QString::number(count.generated),
                        QString::number(count.deleted), QString::number(count.milliseconds / 60000)};
  }
  return rows;
}

}  // namespace lacuna::ui
