// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/writing_figures.h"

#include <QCoreApplication>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kReadingWords = 240;  // a minute; Brysbaert 2019 has 238 for silent reading of prose
constexpr qint64 kMinute = 60 * 1000;

struct Say {
  Q_DECLARE_TR_FUNCTIONS(lacuna::ui::WritingFigures)
};

void add(storage::WritingCount& sum, const storage::WritingCount& more) {
  sum.typed += more.typed;
  sum.deleted += more.deleted;
  sum.pasted += more.pasted;
  sum.generated += more.generated;
  sum.milliseconds += more.milliseconds;
}

}  // namespace

WritingFigures figuresOf(const QVector<storage::WritingDay>& days, const QDate& today) {
  WritingFigures figures;
  qint64 words = 0;
  int run = 0;
  QDate before;
  for (const storage::WritingDay& day : days) {
    if (day.count.typed <= 0) continue;
    ++figures.written;
    words += day.count.typed;
    if (!figures.best.day.isValid() || day.count.typed > figures.best.count.typed) figures.best = day;
    run = before.isValid() && before.daysTo(day.day) == 1 ? run + 1 : 1;
    figures.longest = std::max(figures.longest, run);
    before = day.day;
  }
  if (before.isValid() && before.daysTo(today) <= 1) figures.streak = run;
  if (figures.written > 0) figures.average = static_cast<int>((words + figures.written / 2) / figures.written);
  return figures;
}

QVector<ChartBar> barsOf(const QVector<storage::WritingDay>& days, ChartSpan span, const QDate& today,
                         Qt::DayOfWeek weekBegins) {
  constexpr int kWeeks = 53;
  const bool weeks = span == ChartSpan::Year;
  const int each = weeks ? 7 : 1;
  const int count = weeks ? kWeeks : span == ChartSpan::ThreeMonths ? 91 : 28;
  const int into = weeks ? (today.dayOfWeek() - weekBegins + 7) % 7 : 0;
  const QDate first = today.addDays(-into - static_cast<qint64>(count - 1) * each);
  QVector<ChartBar> bars(count);
  for (int i = 0; i < count; ++i) {
    bars[i].first = first.addDays(static_cast<qint64>(i) * each);
    bars[i].last = std::min(today, bars[i].first.addDays(each - 1));
  }
  for (const storage::WritingDay& day : days) {
    const qint64 at = first.daysTo(day.day);
    if (at >= 0 && at / each < count) add(bars[static_cast<int>(at / each)].count, day.count);
  }
  return bars;
}

GoalWay wayTo(const storage::WritingGoal& goal, int have, int grown, const QDate& today) {
  GoalWay way;
  if (goal.words <= 0) return way;
  way.left = std::max(0, goal.words - (have - grown));
  if (!goal.by.isValid()) return way;
  way.days = static_cast<int>(std::max<qint64>(0, today.daysTo(goal.by) + 1));
  if (way.days == 0) return way;
  way.today = (way.left + way.days - 1) / way.days;
  way.now = std::clamp(way.today - grown, 0, std::max(0, goal.words - have));
  return way;
}

QString durationText(qint64 milliseconds) {
  if (milliseconds <= 0) return {};
  const qint64 minutes = milliseconds / kMinute;
  if (minutes == 0) return Say::tr("less than a minute");
  if (minutes < 60) return Say::tr("%1 min").arg(minutes);
  return Say::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString readingTime(int words) { return durationText(words * kMinute / kReadingWords); }

QString shareText(int part, int of) {
  if (part <= 0 || of <= 0) return {};
  const double share = 100.0 * part / of;
  return share < 1 ? Say::tr("< 1%") : Say::tr("%1%").arg(qRound(share));
}

QString csvOf(const QVector<QStringList>& rows) {
  QString text;
  for (const QStringList& row : rows) {
    QStringList cells;
    for (QString cell : row) {
      const bool quoted = cell.contains(u'"') || cell.contains(u',') || cell.contains(u'\n') || cell.contains(u'\r');
      cells << (quoted ? u'"' + cell.replace(u'"', QStringLiteral("\"\"")) + u'"' : cell);
    }
    text += cells.join(u',') + QStringLiteral("\r\n");
  }
  return text;
}

}  // namespace lacuna::ui
