// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion.h"

#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <optional>

namespace lacuna::ui {

namespace {

std::optional<bool>& heard() {
  static std::optional<bool> still;
  return still;
}

}  // namespace

void heardOfStillness(std::optional<bool> still) { heard() = still; }

// Qt 6.4 has no word for it. The settings' files are the same on every desktop that keeps them.
bool desktopWantsStillness() {
  if (heard()) return *heard();
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
  for (const char* name : {"gtk-4.0", "gtk-3.0"}) {
    const QString path = QStringLiteral("%1/%2/settings.ini").arg(folder, QLatin1String(name));
    if (!QFileInfo::exists(path)) continue;
    const QSettings gtk(path, QSettings::IniFormat);
    const QString value = gtk.value(QStringLiteral("Settings/gtk-enable-animations")).toString().toLower();
    if (value == QLatin1String("0") || value == QLatin1String("false")) return true;
  }
  const QString path = folder + QStringLiteral("/kdeglobals");
  if (!QFileInfo::exists(path)) return false;
  const QSettings kde(path, QSettings::IniFormat);
  bool number = false;
  const double factor = kde.value(QStringLiteral("KDE/AnimationDurationFactor")).toString().toDouble(&number);
  return number && factor == 0;
}

bool reducedMotion() {
  const QVariant own = QSettings().value(QStringLiteral("ui/reducedMotion"));
  return own.isValid() ? own.toBool() : desktopWantsStillness();
}

void setReducedMotion(bool on) { QSettings().setValue(QStringLiteral("ui/reducedMotion"), on); }

}  // namespace lacuna::ui
