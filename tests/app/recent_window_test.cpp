// SPDX-License-Identifier: GPL-3.0-or-later
// What was open lately, in the real window: kept for its library over a restart, and files that are away are grey.
#include <QMenu>
#include <QMenuBar>

#include "tests/app/writing_desk.h"
#include "ui/window/recent_on_page.h"

using namespace lacuna;
using namespace lacuna::tests;

class RecentWindowTest : public QObject {
  Q_OBJECT

  static QMenu* recentMenu(WritingDesk& desk) {
    for (QAction* each : desk.program.window().menuBar()->actions().first()->menu()->actions())
      if (each->text() == QStringLiteral("Recent&ly open")) {
        Q_EMIT each->menu()->aboutToShow();
        return each->menu();
      }
    return nullptr;
  }
  static QAction* entry(WritingDesk& desk, const QString& beginning) {
    for (QAction* each : recentMenu(desk)->actions())
      if (each->text().startsWith(beginning)) return each;
    return nullptr;
  }
  QString write(const QString& name, const QByteArray& text) {
    QFile file(folder_.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) return {};
    return file.fileName();
  }

 private Q_SLOTS:
  void initTestCase() { isolateSettings(folder_.path()); }

  void itIsKeptForItsLibrary() {
    const QString library = folder_.filePath(QStringLiteral("one.lacuna"));
    const QString storm = write(QStringLiteral("storm.md"), "# Storm\n\nIt came at night.\n");
    const QString tide = write(QStringLiteral("tide.md"), "# Tide\n\nIt went out.\n");
    {
      WritingDesk desk(library, storm);  // as a file that the program was started with
      QVERIFY(desk.opened());
      Q_EMIT desk.program.window().openFileRequested(tide);
      QTRY_VERIFY_WITH_TIMEOUT(desk.text().startsWith(QStringLiteral("# Tide")), 10000);
      QVERIFY(entry(desk, QStringLiteral("storm.md")) != nullptr);
      desk.program.window().close();
      QVERIFY(desk.program.close());
    }
    QVERIFY(QFile::remove(storm));
    {
      // What was open last is open again, and the list is there.
      WritingDesk desk(library);
      QVERIFY(desk.opened());
      QCOMPARE(desk.text(), QStringLiteral("# Tide\n\nIt went out.\n"));
      QVERIFY(entry(desk, QStringLiteral("tide.md")) != nullptr);
      QTRY_VERIFY_WITH_TIMEOUT(!entry(desk, QStringLiteral("storm.md"))->isEnabled(), 10000);
      QVERIFY(entry(desk, QStringLiteral("storm.md"))->text().contains(QStringLiteral("is no longer in")));
      QVERIFY(entry(desk, QStringLiteral("tide.md"))->isEnabled());
      // The draft of the file that is gone is still a document, and opens.
      QCOMPARE(desk.program.window().recent()->list().documents().size(), 2);
      recentMenu(desk)->actions().first()->trigger();
      QTRY_VERIFY_WITH_TIMEOUT(desk.text().startsWith(QStringLiteral("# Storm")), 10000);
      // Ctrl+Tab and back.
      QTest::keyClick(desk.program.window().windowHandle(), Qt::Key_Tab, Qt::ControlModifier);
      QTRY_VERIFY_WITH_TIMEOUT(desk.text().startsWith(QStringLiteral("# Tide")), 10000);
      QTest::keyClick(&desk.page(), Qt::Key_Left, Qt::AltModifier);
      QTRY_VERIFY_WITH_TIMEOUT(desk.text().startsWith(QStringLiteral("# Storm")), 10000);
    }
    // Another library has a list of its own.
    WritingDesk other(folder_.filePath(QStringLiteral("two.lacuna")));
    QVERIFY(other.opened());
    QVERIFY(entry(other, QStringLiteral("tide.md")) == nullptr);
  }

 private:
  QTemporaryDir folder_;
};

QTEST_MAIN(RecentWindowTest)
#include "recent_window_test.moc"
