// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/portal_settings.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFile>
#include <QStandardPaths>

#include "ui/desktop_colors.h"

namespace lacuna::app {
namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kAppearance = QStringLiteral("org.freedesktop.appearance");
const QString kScheme = QStringLiteral("color-scheme");
const QString kGnome = QStringLiteral("org.gnome.desktop.interface");
const QString kAnimates = QStringLiteral("enable-animations");

QVariant unwrapped(QVariant value) {
  for (int wraps = 0; wraps < 3 && value.canConvert<QDBusVariant>(); ++wraps)
    value = value.value<QDBusVariant>().variant();
  return value;
}

}  // namespace

QDBusConnection desktopBus() {
  // Qt would start a bus where there is none.
  const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
  const bool there = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
                     (!runtime.isEmpty() && QFile::exists(runtime + QStringLiteral("/bus")));
  return there ? QDBusConnection::sessionBus() : QDBusConnection(QStringLiteral("none"));
}

std::optional<bool> darkOf(const QVariant& scheme) {
  bool number = false;
  const uint value = unwrapped(scheme).toUInt(&number);
  if (!number || (value != 1 && value != 2)) return std::nullopt;
  return value == 1;
}

std::optional<bool> stillOf(const QVariant& animates) {
  const QVariant value = unwrapped(animates);
  if (value.typeId() != QMetaType::Bool) return std::nullopt;
  return !value.toBool();
}

PortalSettings::PortalSettings(ui::MainWindow& window, QDBusConnection bus) : window_(window) {
  if (!bus.isConnected()) {
    window_.desktopColors()->setSaid(std::nullopt);
    return;
  }
  bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
              SLOT(onSettingChanged(QString, QString, QDBusVariant)));
  for (const auto& [space, key] : {std::pair(kAppearance, kScheme), std::pair(kGnome, kAnimates)}) {
    QDBusMessage ask = QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    ask << space << key;
    auto* waiting = new QDBusPendingCallWatcher(bus.asyncCall(ask), this);
    connect(waiting, &QDBusPendingCallWatcher::finished, this,
            [this, space = space, key = key](QDBusPendingCallWatcher* done) {
              const QDBusPendingReply<QDBusVariant> reply = *done;
              done->deleteLater();
              say(space, key, reply.isError() ? QVariant() : reply.value().variant());
            });
  }
}

void PortalSettings::say(const QString& space, const QString& key, const QVariant& value) {
  if (space == kAppearance && key == kScheme) window_.desktopColors()->setSaid(darkOf(value));
  if (space == kGnome && key == kAnimates) window_.setDesktopStillness(stillOf(value));
}

void PortalSettings::onSettingChanged(const QString& space, const QString& key, const QDBusVariant& value) {
  say(space, key, value.variant());
}

}  // namespace lacuna::app
