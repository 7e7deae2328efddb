// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the desktop (the settings of xdg-desktop-portal) whether it is dark, org.freedesktop.appearance, and whether
// things may move, org.gnome.desktop.interface, and hears of it when that changes. The session's bus is a socket of
// this machine, and no network; where there is none, or nobody answers, nothing is said. Nothing waits for an answer.
// UI thread only.
#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>
#include <optional>

#include "ui/window/main_window.h"

namespace lacuna::app {

// The session's bus; not connected where the desktop has none: none is started.
QDBusConnection desktopBus();

// What a value of color-scheme says: 1 dark, 2 light, else nothing. Portals wrap it once or twice.
std::optional<bool> darkOf(const QVariant& scheme);
// What a value of enable-animations says; wrapped likewise.
std::optional<bool> stillOf(const QVariant& animates);

class PortalSettings : public QObject {
  Q_OBJECT
 public:
  // window must live on.
  PortalSettings(ui::MainWindow& window, QDBusConnection bus);

 private Q_SLOTS:
  void onSettingChanged(const QString& space, const QString& key, const QDBusVariant& value);

 private:
  void say(const QString& space, const QString& key, const QVariant& value);

  ui::MainWindow& window_;
};

}  // namespace lacuna::app
