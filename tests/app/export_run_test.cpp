// SPDX-License-Identifier: GPL-3.0-or-later
// The window's run into a file: never on the UI thread, and with a sentence at the end.
#include <QAction>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "tests/app/window_driver.h"
#include "ui/window/main_window.h"

using namespace lacuna;
using namespace lacuna::tests;

class ExportRunTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    isolateSettings(folder_.path());
  }

  void aRunOfTheWindowBecomesAFile() {
    const QString draft = folder_.filePath("draft.md");
    QVERIFY(writeFile(draft,
                      "# Low Water\n\nThe tide had gone out and the harbour was quiet. She waited for the ferry.\n"));
    Driver driver(folder_.filePath("library.lacuna"), draft);
    QVERIFY(driver.start());
    QVERIFY(exportAction(driver.window()) != nullptr);

    QSignalSpy asked(&driver.window(), &ui::MainWindow::infillRequested);
    QTest::keyClick(&driver.page(), Qt::Key_G, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 1, 10000);
    const auto ask = asked.first().first().value<ui::InfillAsk>();
    // Before its end there is nothing to export, and a sentence says so.
    const QString early = folder_.filePath("early.html");
    Q_EMIT driver.window().exportRunRequested({}, ask.id, early);
    QTRY_VERIFY_WITH_TIMEOUT(driver.isDone(), 120000);
    QVERIFY(!QFile::exists(early));

    for (const char* name : {"run.html", "run.json", "run.webp"}) {
      const QString path = folder_.filePath(name);
      Q_EMIT driver.window().exportRunRequested({}, ask.id, path);
      QVERIFY(!QFile::exists(path));  // it is only asked for
      QTRY_VERIFY2_WITH_TIMEOUT(isSaid(driver.window(), path), name, 60000);
      QVERIFY(QFileInfo(path).size() > 5000);
    }
    const QJsonObject object = QJsonDocument::fromJson(readFile(folder_.filePath("run.json"))).object();
    QCOMPARE(object["run"]["seed"].toString(), QString::number(ask.seed));
    QVERIFY(object["frames"].toArray().size() >= ask.steps);
    QCOMPARE(object["document"]["title"].toString(), "draft");  // the file's name

    Q_EMIT driver.window().exportRunRequested({}, ask.id, folder_.filePath("none/run.html"));
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(driver.window(), QStringLiteral("could not be written")), 20000);
    Q_EMIT driver.window().exportRunRequested({}, 999999, folder_.filePath("unknown.html"));
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(driver.window(), QStringLiteral("not done yet")), 20000);
  }

 private:
  static QAction* exportAction(ui::MainWindow& window) {
    for (QAction* action : window.actions()) {
      if (action->text().contains("Export")) return action;
    }
    return nullptr;
  }
  static bool isSaid(ui::MainWindow& window, const QString& words) {
    const QList<QLabel*> labels = window.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
                       [&](const QLabel* label) { return label->text().contains(words); });
  }

  QTemporaryDir folder_;
};

QTEST_MAIN(ExportRunTest)
#include "export_run_test.moc"
