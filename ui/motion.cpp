// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include "ui/dconf.h"

namespace lacuna::ui {

// Qt 6.4 has no word for it, and the settings' files are the same on every desktop that keeps them.
bool desktopWantsStillness() {
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
  QFile gnome(folder + QStringLiteral("/dconf/user"));
  if (gnome.open(QIODevice::ReadOnly)) {
    constexpr qint64 kMost = 8 << 20;  // bytes; what people change takes some kilobytes
    const auto animates = dconfBoolean(gnome.read(kMost), "/org/gnome/desktop/interface/enable-animations");
    if (animates.has_value() && !*animates) return true;
  }
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
