// SPDX-License-Identifier: GPL-3.0-or-later
// Another language while the program runs: the window is another one, and the author is where they were. On the real
// window, without a model.
#include <QMenuBar>

#include "app/window/program_desk.h"
#include "storage/library.h"
#include "tests/app/window_driver.h"
#include "ui/language.h"

using namespace lacuna;
using namespace lacuna::tests;

class LanguageTest : public QObject {
  Q_OBJECT

  QString withDocument(const QString& text) {
    const QString path = folder_.filePath(QStringLiteral("library-%1.lacuna").arg(++count_));
    storage::Library library(path);
    library.create(QStringLiteral("Draft"), text);
    return path;
  }
  QTemporaryDir folder_;
  int count_ = 0;

 private Q_SLOTS:
  void initTestCase() {
    qputenv("XDG_RUNTIME_DIR", folder_.path().toUtf8());
    isolateSettings(folder_.filePath("settings"));
  }
  void init() { QSettings().clear(); }
  void cleanup() { ui::speak(QStringLiteral("en")); }

  void theAuthorStaysWhereTheyWere() {
    ui::speak(QStringLiteral("en"));
    QString text;
    for (int i = 0; i < 200; ++i) text += QStringLiteral("Low water, and a lamp at number %1.\n\n").arg(i);
    app::ProgramDesk desk({withDocument(text), QStringLiteral("no-model-here"), {}});
    desk.show();
    const auto window = [&desk]() -> ui::MainWindow& { return desk.program().window(); };
    QTRY_VERIFY(!window().documentId().isEmpty());
    window().resize(900, 640);
    QVERIFY(QTest::qWaitForWindowExposed(&window()));
    const QString id = window().documentId();
    window().page()->setCursorPosition(3000);
    QTest::keyClicks(window().page(), QStringLiteral("salt "));
    const QString full = window().manuscriptText();
    const int caret = window().page()->cursorPosition();
    QCOMPARE(full.size(), text.size() + 5);

    const QSignalSpy remade(&desk, &app::ProgramDesk::remade);
    ui::chooseLanguage(QStringLiteral("de"));
    Q_EMIT window().languageChosen();
    QTRY_COMPARE(remade.count(), 1);
    QCOMPARE(ui::spokenLanguage(), QStringLiteral("de"));
    QTRY_COMPARE(window().documentId(), id);
    QVERIFY(window().isVisible());
    QCOMPARE(window().menuBar()->actions().first()->text(), QStringLiteral("&Datei"));
    QCOMPARE(window().manuscriptText(), full);
    QCOMPARE(window().page()->cursorPosition(), caret);
    QCOMPARE(window().size(), QSize(900, 640));
    // And what was typed before can be taken back.
    window().activateWindow();
    window().page()->setFocus();
    QTest::keyClick(window().page(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window().manuscriptText(), text);
    QTRY_VERIFY(desk.program().storage().unsaved().isEmpty());
    QVERIFY(desk.program().close());
  }
};

QTEST_MAIN(LanguageTest)
#include "language_test.moc"
