// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the desktop whether it is dark (org.freedesktop.appearance, from the settings of xdg-desktop-portal), and hears
// of it when that changes. The session's bus is a socket of this machine, and no network; where there is none, or
// nobody answers, nothing is said. Nothing waits for an answer. UI thread only.
#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>
#include <optional>

#include "ui/desktop_colors.h"

namespace lacuna::app {

// The session's bus; not connected where the desktop has none: none is started.
QDBusConnection desktopBus();

// What a value of color-scheme says: 1 dark, 2 light, else nothing. Portals wrap it once or twice.
std::optional<bool> darkOf(QVariant scheme);

class PortalColors : public QObject {
  Q_OBJECT
 public:
  // colors must live on.
  PortalColors(ui::DesktopColors& colors, QDBusConnection bus);

 private Q_SLOTS:
  void onSettingChanged(const QString& space, const QString& key, const QDBusVariant& value);

 private:
  ui::DesktopColors& colors_;
};

}  // namespace lacuna::app
