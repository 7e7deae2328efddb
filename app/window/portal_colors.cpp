// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/portal_colors.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFile>
#include <QStandardPaths>

namespace lacuna::app {
namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kSpace = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");

}  // namespace

QDBusConnection desktopBus() {
  // Qt would start a bus where there is none.
  const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
  const bool there = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
                     (!runtime.isEmpty() && QFile::exists(runtime + QStringLiteral("/bus")));
  return there ? QDBusConnection::sessionBus() : QDBusConnection(QStringLiteral("none"));
}

std::optional<bool> darkOf(QVariant scheme) {
  for (int wraps = 0; wraps < 3 && scheme.canConvert<QDBusVariant>(); ++wraps)
    scheme = scheme.value<QDBusVariant>().variant();
  bool number = false;
  const uint value = scheme.toUInt(&number);
  if (!number || (value != 1 && value != 2)) return std::nullopt;
  return value == 1;
}

PortalColors::PortalColors(ui::DesktopColors& colors, QDBusConnection bus) : colors_(colors) {
  if (!bus.isConnected()) {
    colors_.setSaid(std::nullopt);
    return;
  }
  bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
              SLOT(onSettingChanged(QString, QString, QDBusVariant)));
  QDBusMessage ask = QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
  ask << kSpace << kKey;
  auto* waiting = new QDBusPendingCallWatcher(bus.asyncCall(ask), this);
  connect(waiting, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
    const QDBusPendingReply<QDBusVariant> reply = *done;
    done->deleteLater();
    colors_.setSaid(reply.isError() ? std::nullopt : darkOf(reply.value().variant()));
  });
}

void PortalColors::onSettingChanged(const QString& space, const QString& key, const QDBusVariant& value) {
  if (space == kSpace && key == kKey) colors_.setSaid(darkOf(value.variant()));
}

}  // namespace lacuna::app
