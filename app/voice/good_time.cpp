// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/good_time.h"

#include <QDir>
#include <QFile>

namespace lacuna::app {
namespace {

QByteArray said(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.read(64).trimmed() : QByteArray();
}

}  // namespace

bool isOnBattery(const QString& folder) {
  bool empties = false;
  const QDir supplies(folder);
  for (const QString& name : supplies.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
    const QString path = supplies.filePath(name);
    // That of a mouse, for instance.
    if (said(path + QStringLiteral("/scope")) == "Device") continue;
    if (said(path + QStringLiteral("/type")) == "Battery") {
      empties = empties || said(path + QStringLiteral("/status")) == "Discharging";
    } else if (said(path + QStringLiteral("/online")) == "1") {
      return false;
    }
  }
  return empties;
}

bool isWithinHours(int from, int until, const QTime& now) {
  if (from < 0 || until < 0 || from == until) return true;
  const int hour = now.hour();
  return from < until ? hour >= from && hour < until : hour >= from || hour < until;
}

QString whatItWaitsFor(const storage::VoiceSettings& settings, const QString& powerFolder, const QTime& now) {
  if (!isWithinHours(settings.fromHour, settings.untilHour, now))
    return QStringLiteral("It waits until %1:00, as its hours say.").arg(settings.fromHour);
  if (!settings.onBattery && isOnBattery(powerFolder))
    return QStringLiteral("It waits until the machine is plugged in.");
  return {};
}

}  // namespace lacuna::app
