// SPDX-License-Identifier: GPL-3.0-or-later
// What can be told from the days on which something was written, and how it is said. Pure functions; any thread, but
// what is said is in the program's language.
#pragma once

#include <QDate>
#include <QString>
#include <QStringList>
#include <QVector>

#include "storage/values/text_counts.h"
#include "storage/values/writing.h"

namespace lacuna::ui {

struct WritingFigures {
  int streak = 0;   // days in a row on which something was typed, up to today or yesterday: today is not over
  int longest = 0;  // such days, ever since the first of `days`
  int average = 0;  // words typed on a day on which any were
  int written = 0;  // such days
  storage::WritingDay best{};  // most typed; an invalid day: none
};
// `days` as WritingReport has them.
WritingFigures figuresOf(const QVector<storage::WritingDay>& days, const QDate& today);

enum class ChartSpan { FourWeeks, ThreeMonths, Year };

// What one bar of the chart is of.
struct ChartBar {
  QDate first;
  QDate last;  // the same day, but where a bar is a week
  storage::WritingCount count{};
};
// In order, without gaps, up to today: 28 and 91 days, and 53 weeks, which begin on `weekBegins`.
QVector<ChartBar> barsOf(const QVector<storage::WritingDay>& days, ChartSpan span, const QDate& today,
                         Qt::DayOfWeek weekBegins);

// How far it is to a goal with a date.
struct GoalWay {
  int left = 0;   // words from this morning on; 0: it was reached before today
  int days = 0;   // up to the last one, today included; 0: it is over
  int today = 0;  // words that today has to bring, so that each day brings the same; 0: nothing has a date, or is left
  int now = 0;    // words of today's share that are not there yet
};
// `have`: words that count towards it now; `grown`: by so many since this morning.
GoalWay wayTo(const storage::WritingGoal& goal, int have, int grown, const QDate& today);

// "1 h 20 min", "12 min", "less than a minute"; empty for no time at all.
QString durationText(qint64 milliseconds);
// As long as a reader takes, at 240 words a minute.
QString readingTime(int words);
// "12%", "< 1%"; empty for none.
QString shareText(int part, int of);
// Rows of cells as RFC 4180 has them, each row with its line end.
QString csvOf(const QVector<QStringList>& rows);

}  // namespace lacuna::ui
