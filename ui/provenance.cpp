// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/provenance.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace lacuna::ui {
namespace {

struct Said {
  Q_DECLARE_TR_FUNCTIONS(Provenance)
};

}  // namespace

QString noteOf(const Provenance& from) {
  QString note = QStringLiteral("%1, seed %2, %3 steps, %4")
                     .arg(from.model.isEmpty() ? QStringLiteral("model") : from.model)
                     .arg(from.seed)
                     .arg(from.steps)
                     .arg(from.time.toUTC().toString(Qt::ISODate));
  if (from.run != 0) note += QStringLiteral(", run %1").arg(from.run);
  return note;
}

Provenance provenanceOf(const QString& note) {
  static const QRegularExpression form(
      QStringLiteral("^(.*), seed (\\d{1,20}), (\\d{1,9}) steps, ([^,]{1,40})(?:, run (\\d{1,20}))?$"));
  const QRegularExpressionMatch match = form.match(note);
  if (!match.hasMatch()) return {note};
  return {match.captured(1), match.captured(2).toULongLong(), match.captured(3).toInt(),
          QDateTime::fromString(match.captured(4), Qt::ISODate), match.captured(5).toULongLong()};
}

QString factsOf(const Provenance& from) {
  QStringList facts{from.model.isEmpty() ? Said::tr("not known by what") : from.model};
  if (from.steps > 0) {
    facts << Said::tr("seed %1").arg(from.seed)
          << (from.steps == 1 ? Said::tr("1 step") : Said::tr("%Ln steps", nullptr, from.steps));
    if (const QDateTime local = from.time.toLocalTime(); local.isValid())
      facts << QStringLiteral("%1, %2").arg(QLocale().toString(local.date(), QLocale::ShortFormat),
                                            local.time().toString(QStringLiteral("HH:mm")));
  }
  return facts.join(QStringLiteral(" \u00b7 "));
}

}  // namespace lacuna::ui
