// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/thinning.h"

#include <QSet>

#include "storage/said.h"

namespace lacuna::storage {
namespace {

// The stretch of time of which one state is kept; every state its own while it is young.
QString stretchOf(const RevisionInfo& state, const QDateTime& now, const ThinningRule& rule) {
  const QDateTime local = state.created.toLocalTime();
  const qint64 seconds = state.created.secsTo(now);
  constexpr qint64 kDay = 24 * 60 * 60;
  if (seconds < rule.allDays * kDay) return QStringLiteral("state %1").arg(state.id);
  if (seconds < rule.hourlyDays * kDay) return local.toString(QStringLiteral("'hour' yyyy-MM-dd HH"));
  if (seconds < rule.dailyDays * kDay) return local.toString(QStringLiteral("'day' yyyy-MM-dd"));
  int year = 0;
  const int week = local.date().weekNumber(&year);
  return QStringLiteral("week %1-%2").arg(year).arg(week);
}

QString days(int count) { return count == 1 ? Said::tr("1 day") : Said::tr("%Ln days", nullptr, count); }

}  // namespace

ThinningPlan planThinning(const QVector<RevisionInfo>& states, const QDateTime& now, const ThinningRule& rule) {
  ThinningPlan plan;
  QSet<QString> held;
  for (qsizetype i = 0; i < states.size(); ++i) {
    const RevisionInfo& state = states[i];
    const bool always = i == 0 || i + 1 == states.size() || !state.name.isEmpty() || state.read;
    const QString stretch = stretchOf(state, now, rule);
    const bool first = !held.contains(stretch);
    held.insert(stretch);
    (always || first ? plan.kept : plan.removed).append(state.id);
  }
  plan.sentence = Said::tr(
                      "%1 of %2 states are kept: all that are younger than %3, one an hour up to %4, one a day up to "
                      "%5, one a week before that, and always the first, the newest, those with a name and those that "
                      "a model read.")
                      .arg(plan.kept.size())
                      .arg(states.size())
                      .arg(days(rule.allDays), days(rule.hourlyDays), days(rule.dailyDays));
  return plan;
}

}  // namespace lacuna::storage
