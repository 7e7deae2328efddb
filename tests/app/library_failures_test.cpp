// SPDX-License-Identifier: GPL-3.0-or-later
// Libraries and files that the window cannot use: a sentence on the page, nothing lost, nothing written over.
#include <QDialog>
#include <QLabel>
#include <QStatusBar>
#include <QtEndian>

#include "tests/app/window_driver.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

// Where SQLite's header keeps the version of the schema.
constexpr int kVersionByte = 60;

void makeLibrary(const QString& path) {
  app::StorageThread storage;
  QSignalSpy opened(&storage, &app::StorageThread::documentOpened);
  storage.open(path);
  storage.createDocument("Low Water", "The bus went no farther.");
  QVERIFY(opened.wait(30000));
  QVERIFY(storage.close());
}

}  // namespace

class LibraryFailuresTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    isolateSettings(folder_.filePath("settings"));
    library_ = folder_.filePath("good.lacuna");
    makeLibrary(library_);
  }

  void aLibraryOfANewerVersion() {
    const QString newer = folder_.filePath("newer.lacuna");
    QByteArray bytes = readFile(library_);
    QVERIFY(bytes.startsWith("SQLite format 3"));
    qToBigEndian<quint32>(9000, bytes.data() + kVersionByte);
    QVERIFY(writeFile(newer, bytes));
    expectRefusal(newer);
    QCOMPARE(readFile(newer), bytes);
  }

  void aFileThatIsNoLibrary() {
    const QString odd = folder_.filePath("odd.lacuna");
    const QByteArray bytes = QByteArray("These are the words of a text and no library. ").repeated(200);
    QVERIFY(writeFile(odd, bytes));
    expectRefusal(odd);
    QCOMPARE(readFile(odd), bytes);
  }

  void aFolderThatNobodyCanWriteTo() {
    // Permissions do not bind root; nobody makes files in /proc.
    expectSentence("/proc/lacuna/library.lacuna");
  }

  void aGoodLibraryIsWell() {
    const Ran ran = runProgramWith({"doctor", "--library", library_});
    QVERIFY2(ran.code == 0, ran.out + ran.err);
    QVERIFY(ran.out.contains(library_.toUtf8()));
  }

  // What was named on the command line is in an encoding that the author does not know; the last document stands on the
  // page instead.
  void aFileThatIsNotUtf8() {
    const QString text = folder_.filePath("latin1.md");
    QVERIFY(writeFile(text, "caf\xE9 noir, and some more of it"));
    app::ProgramWindow program({library_, modelPath(), text});
    int asked = 0;
    QTimer answer;
    connect(&answer, &QTimer::timeout, &answer, [&asked] {
      auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
      if (dialog == nullptr) return;
      ++asked;
      dialog->reject();
    });
    answer.start(20);
    program.show();
    QTRY_COMPARE_WITH_TIMEOUT(asked, 1, 30000);
    QTRY_COMPARE_WITH_TIMEOUT(program.window().manuscriptText(), QStringLiteral("The bus went no farther."), 30000);
  }

  void aFileIsImported() {
    const QString text = folder_.filePath("chapter.md");
    QVERIFY(writeFile(text, "# Salt\n\nThere was no sea.\n"));
    app::ProgramWindow program({library_, modelPath(), text});
    program.show();
    QTRY_VERIFY_WITH_TIMEOUT(program.window().manuscriptText().contains("There was no sea."), 30000);
    QVERIFY(program.close());
    QCOMPARE(readFile(text), QByteArray("# Salt\n\nThere was no sea.\n"));
  }

  void aModelThatIsMissing() {
    app::ProgramWindow program({library_, folder_.filePath("nowhere"), {}});
    QSignalSpy failed(&program.engine(), &app::EngineThread::failed);
    program.show();
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 60000);
    const QString sentence = failed.first().first().toString();
    QVERIFY2(sentence.contains("nowhere") && !sentence.contains('\n'), qPrintable(sentence));
    // The editor is good without any model.
    QTRY_VERIFY_WITH_TIMEOUT(!program.window().documentId().isEmpty(), 30000);
    const QString before = program.window().manuscriptText();
    program.window().page()->moveCursor(QTextCursor::End);
    QTest::keyClicks(program.window().page(), " More.");
    QCOMPARE(program.window().manuscriptText(), before + " More.");
  }

 private:
  void expectSentence(const QString& path) {
    app::ProgramWindow program({path, modelPath(), {}});
    QSignalSpy failed(&program.storage(), &app::StorageThread::failed);
    program.show();
    QTRY_VERIFY_WITH_TIMEOUT(failed.count() > 0, 30000);
    const QString sentence = failed.first().first().toString();
    QVERIFY2(sentence.contains(path.section('/', 0, -2)), qPrintable(sentence));
    QVERIFY(!sentence.contains('\n') && sentence.endsWith('.'));
    // There is room to write, though nothing is kept, and that stays in sight.
    QTRY_COMPARE(program.window().windowTitle().section(' ', 0, 1), QStringLiteral("No library"));
    QTest::keyClicks(program.window().page(), "x");
    QCOMPARE(program.window().manuscriptText(), QStringLiteral("x"));
    bool said = false;
    for (const QLabel* label : program.window().statusBar()->findChildren<QLabel*>())
      said = said || label->text().startsWith(QStringLiteral("NOT SAVED"));
    QVERIFY(said);
  }

  void expectRefusal(const QString& path) {
    expectSentence(path);
    const Ran ran = runProgramWith({"doctor", "--library", path});
    QCOMPARE(ran.code, 1);
    QVERIFY2(ran.out.contains("FAIL library") && ran.out.contains(path.toUtf8()), ran.out.constData());
  }

  QTemporaryDir folder_;
  QString library_;
};

QTEST_MAIN(LibraryFailuresTest)
#include "library_failures_test.moc"
