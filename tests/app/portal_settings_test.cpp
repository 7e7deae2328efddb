// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's wish for dark or light, and for nothing that moves, over a bus of the test's own with a portal of the
// test's own.
#include "app/window/portal_settings.h"

#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QtTest/QtTest>

#include "tests/app/window_driver.h"
#include "ui/desktop_colors.h"
#include "ui/motion.h"

using namespace lacuna;

namespace {

QVariant wrapped(QVariant all, int times) {
  for (int i = 0; i < times; ++i) all = QVariant::fromValue(QDBusVariant(all));
  return all;
}

// Answers Read as portals do: a variant in a variant.
class Portal : public QDBusVirtualObject {
 public:
  uint scheme = 0;
  bool animates = true;
  QString introspect(const QString&) const override { return {}; }
  bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override {
    if (message.member() != QStringLiteral("Read")) return false;
    if (message.arguments() ==
        QVariantList{QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme")})
      return connection.send(message.createReply(wrapped(scheme, 2)));
    if (message.arguments() ==
        QVariantList{QStringLiteral("org.gnome.desktop.interface"), QStringLiteral("enable-animations")})
      return connection.send(message.createReply(wrapped(animates, 2)));
    return connection.send(message.createErrorReply({}, {}));
  }
};

}  // namespace

class PortalSettingsTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QProcess bus_;

 private Q_SLOTS:
  void initTestCase() { tests::isolateSettings(folder_.path()); }
  void init() { QSettings().clear(); }

  void whatAValueSays() {
    QCOMPARE(app::darkOf(wrapped(1, 0)), std::optional(true));
    QCOMPARE(app::darkOf(wrapped(2, 1)), std::optional(false));
    QCOMPARE(app::darkOf(wrapped(1, 2)), std::optional(true));
    QCOMPARE(app::darkOf(wrapped(0, 1)), std::nullopt);
    QCOMPARE(app::darkOf(wrapped(7, 1)), std::nullopt);
    QCOMPARE(app::darkOf(QVariant(QStringLiteral("dark"))), std::nullopt);
    QCOMPARE(app::stillOf(wrapped(false, 2)), std::optional(true));
    QCOMPARE(app::stillOf(wrapped(true, 1)), std::optional(false));
    QCOMPARE(app::stillOf(wrapped(0U, 1)), std::nullopt);
    QCOMPARE(app::stillOf({}), std::nullopt);
  }

  void withoutABusNothingIsSaid() {
    ui::MainWindow window;
    QSignalSpy changed(window.desktopColors(), &ui::DesktopColors::changed);
    const app::PortalSettings portal(window, QDBusConnection(QStringLiteral("nowhere")));
    QCoreApplication::processEvents();
    QCOMPARE(changed.size(), 0);
    QVERIFY(!window.desktopColors()->dark());
  }

  void theWindowFollowsThePortal() {
    if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty()) QSKIP("there is no dbus-daemon here");
    bus_.start(QStringLiteral("dbus-daemon"),
               {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address"),
                QStringLiteral("--address"), QStringLiteral("unix:path=") + folder_.filePath(QStringLiteral("bus"))});
    QVERIFY(bus_.waitForReadyRead(10000));
    const QString address = QString::fromUtf8(bus_.readLine()).trimmed();
    QDBusConnection desktop = QDBusConnection::connectToBus(address, QStringLiteral("desktop"));
    QDBusConnection program = QDBusConnection::connectToBus(address, QStringLiteral("program"));
    QVERIFY(desktop.isConnected() && program.isConnected());
    Portal portal;
    portal.scheme = 1;
    portal.animates = false;
    const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
    QVERIFY(desktop.registerVirtualObject(path, &portal));
    QVERIFY(desktop.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
    {
      ui::MainWindow window;
      QCOMPARE(window.themeName(), QStringLiteral("light"));
      const app::PortalSettings settings(window, program);
      QTRY_COMPARE(window.themeName(), QStringLiteral("dark"));
      QTRY_VERIFY(ui::reducedMotion());
      ui::heardOfStillness({});
      const auto tell = [&](uint scheme, const QString& key = QStringLiteral("color-scheme")) {
        QDBusMessage signal = QDBusMessage::createSignal(path, QStringLiteral("org.freedesktop.portal.Settings"),
                                                         QStringLiteral("SettingChanged"));
        signal << QStringLiteral("org.freedesktop.appearance") << key << wrapped(scheme, 1);
        QVERIFY(desktop.send(signal));
      };
      tell(2, QStringLiteral("contrast"));
      tell(2);
      QTRY_COMPARE(window.themeName(), QStringLiteral("light"));
      tell(1);
      QTRY_COMPARE(window.themeName(), QStringLiteral("dark"));
      // The author's own choice stays, and the desktop's comes back with the wish to follow it.
      window.setTheme(QStringLiteral("paper"));
      tell(2);
      QTRY_VERIFY(!window.desktopColors()->dark());
      QCOMPARE(window.themeName(), QStringLiteral("paper"));
      window.setTheme(QStringLiteral("system"));
      QCOMPARE(window.themeName(), QStringLiteral("light"));
      tell(1);
      QTRY_COMPARE(window.themeName(), QStringLiteral("dark"));
    }
    // The next start is dark from its first picture on.
    const ui::MainWindow next;
    QCOMPARE(next.themeName(), QStringLiteral("dark"));
    bus_.terminate();
    QVERIFY(bus_.waitForFinished(10000));
  }
};

QTEST_MAIN(PortalSettingsTest)
#include "portal_settings_test.moc"
