// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/writing_log.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>
#include <algorithm>

#include "storage/database.h"

namespace lacuna::storage {
namespace {

constexpr const char* kSums =
    "coalesce(sum(typed), 0), coalesce(sum(deleted), 0), coalesce(sum(pasted), 0), coalesce(sum(generated), 0), "
    "coalesce(sum(milliseconds), 0)";
// ?1: a list of ids as JSON; of an empty one, all.
constexpr const char* kAmong =
    "(?1 = '[]' OR document IN (SELECT key FROM documents WHERE id IN (SELECT value FROM json_each(?1))))";

QString listOf(const QStringList& ids) {
  return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(ids)).toJson(QJsonDocument::Compact));
}

// Words that were taken back on the day after they were typed leave nothing below zero.
WritingCount sumsFrom(const Statement& row, int first) {
  const auto at = [&row](int column) { return static_cast<int>(std::max<qint64>(0, row.number(column))); };
  return {at(first), at(first + 1), at(first + 2), at(first + 3), std::max<qint64>(0, row.number(first + 4))};
}

QByteArray select(const char* before, const char* after) {
  return QByteArray("SELECT ") + before + kSums + QByteArray(" FROM writing WHERE ") + kAmong + after;
}

}  // namespace

EditOrigin likelyOrigin(const Edit& edit, int change, const QVector<Mark>& marks) {
  const int end = edit.position + static_cast<int>(edit.inserted.size());
  const bool marked = !edit.inserted.isEmpty() && std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) {
    return mark.kind == MarkKind::Generated && mark.begin <= edit.position && end <= mark.end;
  });
  return marked ? EditOrigin::Generated : change > 1 ? EditOrigin::Pasted : EditOrigin::Typed;
}

void WritingCounter::count(const Part& part, const Act& act) {
  if (act.origin == EditOrigin::Uncounted) return;
  WritingCount& sum = sums_[QDateTime::fromMSecsSinceEpoch(act.now).date()];
  if (last_ > 0 && act.now > last_ && act.now - last_ <= kLongestPause) sum.milliseconds += act.now - last_;
  last_ = act.now;
  if (act.undoes) {
    runBegin_ = runEnd_ = -1;
    runWords_ = 0;
  }
  switch (act.origin) {
    case EditOrigin::Pasted:
      sum.pasted += act.undoes ? part.change : std::max(0, part.change);
      break;
    case EditOrigin::Generated:
      sum.generated += act.undoes ? part.change : std::max(0, part.change);
      break;
    default:
      if (act.undoes) {
        sum.typed += part.change;
      } else {
        countTyped(part, sum);
      }
  }
  // What another act took away was deleted by it.
  if (!act.undoes && (act.origin == EditOrigin::Pasted || act.origin == EditOrigin::Generated) && part.change < 0)
    sum.deleted -= part.change;
}

void WritingCounter::countTyped(const Part& part, WritingCount& sum) {
  if (part.removed > 0) {
    const int lost = std::max(0, -part.change);
    const bool inRun = part.position >= runBegin_ && part.position + part.removed <= runEnd_;
    const int back = inRun ? std::min(lost, runWords_) : 0;
    sum.typed -= back;
    sum.deleted += lost - back;
    if (inRun) {
      runWords_ -= back;
      runEnd_ -= part.removed;
    } else {
      runBegin_ = runEnd_ = part.position;
      runWords_ = 0;
    }
    return;
  }
  if (part.position < runBegin_ || part.position > runEnd_) {
    runBegin_ = runEnd_ = part.position;
    runWords_ = 0;
  }
  const int more = std::max(0, part.change);
  runEnd_ += part.inserted;
  runWords_ += more;
  sum.typed += more;
}

void WritingLog::begin() { session_ = QDateTime::currentMSecsSinceEpoch(); }

void WritingLog::write(qint64 document, const WritingCounter& counter) {
  Statement add(database_,
                "INSERT INTO writing(session, document, day, ended, typed, deleted, pasted, generated, milliseconds) "
                "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT(session, day, document) DO UPDATE SET "
                "ended = excluded.ended, typed = typed + excluded.typed, deleted = deleted + excluded.deleted, "
                "pasted = pasted + excluded.pasted, generated = generated + excluded.generated, "
                "milliseconds = milliseconds + excluded.milliseconds");
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  for (auto it = counter.sums().cbegin(); it != counter.sums().cend(); ++it) {
    const WritingCount& sum = it.value();
    add.bind(session_, document, it.key().toString(Qt::ISODate), now, sum.typed, sum.deleted, sum.pasted, sum.generated,
             sum.milliseconds);
    add.run();
  }
}

WritingCount WritingLog::thisSession(const QStringList& documents) const {
  Statement row(database_, select("", " AND session = ?2").constData());
  row.bind(listOf(documents), session_);
  return row.step() ? sumsFrom(row, 0) : WritingCount();
}

WritingCount WritingLog::on(const QDate& day, const QStringList& documents) const {
  Statement row(database_, select("", " AND day = ?2").constData());
  row.bind(listOf(documents), day.toString(Qt::ISODate));
  return row.step() ? sumsFrom(row, 0) : WritingCount();
}

QVector<WritingDay> WritingLog::days(const QDate& first, const QDate& last, const QStringList& documents) const {
  Statement rows(database_, select("day, ", " AND day BETWEEN ?2 AND ?3 GROUP BY day ORDER BY day").constData());
  rows.bind(listOf(documents), first.toString(Qt::ISODate), last.toString(Qt::ISODate));
  QVector<WritingDay> days;
  while (rows.step()) days.append({QDate::fromString(rows.text(0), Qt::ISODate), sumsFrom(rows, 1)});
  return days;
}

QVector<WritingSession> WritingLog::sessions(int most, const QStringList& documents) const {
  Statement rows(database_,
                 select("session, max(ended), ", " GROUP BY session ORDER BY session DESC LIMIT ?2").constData());
  rows.bind(listOf(documents), most);
  QVector<WritingSession> sessions;
  const auto time = [&rows](int column) {
    return QDateTime::fromMSecsSinceEpoch(rows.number(column), QTimeZone::utc());
  };
  while (rows.step()) sessions.append({time(0), time(1), sumsFrom(rows, 2)});
  return sessions;
}

}  // namespace lacuna::storage
