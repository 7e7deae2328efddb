// SPDX-License-Identifier: GPL-3.0-or-later
// No word is lost without a question: a second start, a library that cannot be opened or written, undo over switching
// and restart. On the real window, its dialogs answered as an author would.
#include <sys/resource.h>

#include <QClipboard>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <csignal>

#include "tests/app/writing_desk.h"
#include "tests/storage/read_only_folder.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

// No file may grow beyond this while one lives: a full disk, as far as the library can tell.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes = 8192) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() { makeRoom(); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  void makeRoom() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit old_{};
  void (*handler_)(int) = nullptr;
};

// Answers the dialogs that come up while close() asks: the button whose text holds `button`, then the path.
class Answers : public QObject {
 public:
  explicit Answers(const QString& button, const QString& path = {}) : button_(button), path_(path) {
    timer_.setInterval(30);
    connect(&timer_, &QTimer::timeout, this, [this] { answer(); });
    timer_.start();
  }
  int questions = 0;

 private:
  void answer() {
    QWidget* dialog = QApplication::activeModalWidget();
    if (auto* box = qobject_cast<QMessageBox*>(dialog)) {
      for (QAbstractButton* b : box->buttons()) {
        if (!b->text().contains(button_)) continue;
        ++questions;
        b->click();
        return;
      }
    } else if (auto* files = qobject_cast<QFileDialog*>(dialog)) {
      files->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->setText(path_);
      QMetaObject::invokeMethod(files, path_.isEmpty() ? "reject" : "accept");
    }
  }
  QTimer timer_;
  QString button_;
  QString path_;
};

}  // namespace

class LossTest : public QObject {
  Q_OBJECT

  QString fresh() { return folder_.filePath(QStringLiteral("library-%1.lacuna").arg(++count_)); }
  QString withDocument(const QString& text) {
    const QString path = fresh();
    storage::Library library(path);
    library.create(QStringLiteral("Draft"), text);
    return path;
  }
  QString inAFolder(const QString& text) {
    const QString folder = folder_.filePath(QStringLiteral("folder-%1").arg(++count_));
    (void)QDir().mkdir(folder);
    const QString path = folder + QStringLiteral("/library.lacuna");
    storage::Library library(path);
    (void)library.open(library.create(QStringLiteral("Draft"), text));
    return path;
  }
  static QString kept(const QString& path) {
    storage::Library library(path);
    return library.open(library.lastOpened()).text;
  }

 private Q_SLOTS:
  void initTestCase() {
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    qputenv("XDG_RUNTIME_DIR", folder_.path().toUtf8());
    isolateSettings(folder_.filePath("settings"));
  }
  void init() { QSettings().clear(); }

  // --- A second start -------------------------------------------------------------------------------------------

  void aSecondStartHandsOver() {
    const QString path = withDocument(QStringLiteral("Low water."));
    const QString file = folder_.filePath("chapter.md");
    QVERIFY(writeFile(file, "# Salt\n\nThere was no sea.\n"));
    WritingDesk d(path);
    QVERIFY(d.opened());
    d.program.window().showMinimized();
    QProcess second;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    second.setProcessEnvironment(environment);
    second.start(programPath(), {file, QStringLiteral("--library"), path});
    QTRY_VERIFY_WITH_TIMEOUT(second.state() == QProcess::NotRunning && second.exitStatus() == QProcess::NormalExit,
                             30000);
    QCOMPARE(second.exitCode(), 0);
    QCOMPARE(second.readAllStandardError(), QByteArray());
    QTRY_VERIFY(d.text().contains(QStringLiteral("There was no sea.")));
    QVERIFY(!d.program.window().isMinimized() && d.program.window().isVisible());
    // Without a file it only comes to the front.
    const QString id = d.program.window().documentId();
    d.program.window().showMinimized();
    QProcess third;
    third.setProcessEnvironment(environment);
    third.start(programPath(), {QStringLiteral("--library"), path});
    QTRY_VERIFY_WITH_TIMEOUT(third.state() == QProcess::NotRunning, 30000);
    QCOMPARE(third.exitCode(), 0);
    QTRY_VERIFY(!d.program.window().isMinimized());
    QCOMPARE(d.program.window().documentId(), id);
  }

  void nobodyIsThere() {
    using Answer = app::RunningInstance::Answer;
    const QString path = fresh();
    QCOMPARE(app::RunningInstance::handOver(path, {}), Answer::Nobody);
    {
      app::RunningInstance first;
      QVERIFY(first.listen(path));
      // Another library has a window of its own.
      QCOMPARE(app::RunningInstance::handOver(fresh(), {}), Answer::Nobody);
    }
    QCOMPARE(app::RunningInstance::handOver(path, {}), Answer::Nobody);
  }

  void whatIsNoGreetingIsIgnored() {
    app::RunningInstance first;
    const QString path = fresh();
    QVERIFY(first.listen(path));
    QSignalSpy asked(&first, &app::RunningInstance::asked);
    std::unique_ptr<QThread> caller(QThread::create([path] {
      (void)app::RunningInstance::handOver(path, QStringLiteral("a\nb.md"));  // a line break in a name is a name
    }));
    caller->start();
    QTRY_COMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().toString(), QStringLiteral("a\nb.md"));
    caller->wait();
  }

  // --- A library that cannot be used ----------------------------------------------------------------------------

  // Another window has it, and lets it go: what was written meanwhile becomes a draft, with its undo.
  void wordsWithoutALibraryFindOne() {
    const QString path = withDocument(QStringLiteral("Low water."));
    auto other = std::make_unique<storage::Library>(path);
    WritingDesk d(path);
    QTRY_COMPARE_WITH_TIMEOUT(d.failed.size(), 1, 10000);
    QTRY_COMPARE(d.status(), QStringLiteral("NOT SAVED: the library cannot be written"));
    QCOMPARE(d.text(), QString());  // the message is no text of the author's
    d.type(QStringLiteral("the tide is out"));
    QVERIFY(d.isItSaved().startsWith(QStringLiteral("Not saved. ")));
    other.reset();
    QVERIFY(d.opened());
    QCOMPARE(d.text(), QStringLiteral("the tide is out"));
    d.type(QStringLiteral(" now"));
    QVERIFY(d.allSaved());
    QTRY_VERIFY(d.status().startsWith(QStringLiteral("saved")));
    for (int i = 0; i < 5 && !d.text().isEmpty(); ++i) d.undo();
    QCOMPARE(d.text(), QString());
    d.redo();
    QVERIFY(d.program.window().close());
    QVERIFY(d.program.close());
    storage::Library library(path);
    QCOMPARE(library.documents().size(), 2);
    QVERIFY(library.open(library.lastOpened()).text.startsWith(QStringLiteral("the tide is out")));
  }

  void aFileIsShownWithoutALibrary() {
    const QString path = withDocument(QStringLiteral("Low water."));
    const QString file = folder_.filePath("notes.md");
    QVERIFY(writeFile(file, "There was no sea.\n"));
    auto other = std::make_unique<storage::Library>(path);
    {
      WritingDesk d(path, file);
      QTRY_COMPARE_WITH_TIMEOUT(d.text(), QStringLiteral("There was no sea.\n"), 10000);
      // Nothing was written: nothing is asked.
      Answers answers(QStringLiteral("tay"));
      QVERIFY(d.program.window().close());
      QCOMPARE(answers.questions, 0);
    }
    // When the library comes, the file is a draft of it.
    WritingDesk d(path, file);
    QTRY_COMPARE_WITH_TIMEOUT(d.text(), QStringLiteral("There was no sea.\n"), 10000);
    QVERIFY(d.program.window().documentId().isEmpty());
    other.reset();
    QVERIFY(d.opened());
    QCOMPARE(d.text(), QStringLiteral("There was no sea.\n"));
  }

  void closingWithoutALibraryAsks_data() {
    QTest::addColumn<QString>("button");
    QTest::addColumn<bool>("closes");
    QTest::newRow("stay") << QStringLiteral("tay") << false;
    QTest::newRow("discard") << QStringLiteral("iscard") << true;
    QTest::newRow("save") << QStringLiteral("ave a copy") << true;
  }
  void closingWithoutALibraryAsks() {
    QFETCH(QString, button);
    QFETCH(bool, closes);
    const QString path = withDocument(QStringLiteral("Low water."));
    const storage::Library other(path);
    WritingDesk d(path);
    QTRY_COMPARE_WITH_TIMEOUT(d.failed.size(), 1, 10000);
    d.type(QStringLiteral("the tide is out"));
    const QString copy = folder_.filePath(QStringLiteral("copy-%1.md").arg(++count_));
    Answers answers(button, copy);
    QCOMPARE(d.program.window().close(), closes);
    QCOMPARE(answers.questions, 1);
    if (button == QStringLiteral("ave a copy")) QCOMPARE(readFile(copy), QByteArray("the tide is out"));
    if (!closes) QCOMPARE(d.text(), QStringLiteral("the tide is out"));
    if (closes) QVERIFY(d.program.close());
  }

  // --- A library that is read-only from the start ---------------------------------------------------------------

  // Its drafts are there, what is written waits, and is kept as soon as that can be.
  void aReadOnlyLibraryIsReadAndKeptLater() {
    const QString path = inAFolder(QStringLiteral("Low water."));
    {
      ReadOnlyFolder folder(QFileInfo(path).absolutePath());
      WritingDesk d(path);
      QVERIFY(d.opened());
      QCOMPARE(d.text(), QStringLiteral("Low water."));
      // Nothing was written: nothing is missing, and nothing is asked.
      QTRY_COMPARE(d.status(), QStringLiteral("CANNOT SAVE: the library cannot be written"));
      QVERIFY(d.isItSaved().startsWith(QStringLiteral("Everything is saved so far. ")));
      {
        Answers answers(QStringLiteral("tay"));
        QVERIFY(d.program.window().close());
        QCOMPARE(answers.questions, 0);
        d.program.window().show();
        d.program.window().activateWindow();
      }
      d.page().moveCursor(QTextCursor::End);
      d.type(QStringLiteral(" High water."));
      QVERIFY(d.isItSaved().startsWith(QStringLiteral("Not saved. ")));
      QTest::qWait(app::StorageThread::kRetryDelay + 500);
      QCOMPARE(d.status(), QStringLiteral("NOT SAVED: the library cannot be written"));
      QCOMPARE(d.failed.size(), 1);  // said once, and held up
      Answers answers(QStringLiteral("tay"));
      QVERIFY(!d.program.window().close());
      QCOMPARE(answers.questions, 1);
      const QString id = d.program.window().documentId();
      folder.makeWritable();
      QTRY_VERIFY_WITH_TIMEOUT(d.status().startsWith(QStringLiteral("saved")), 10000);
      QVERIFY(d.isItSaved().startsWith(QStringLiteral("Everything is saved.")));
      QCOMPARE(d.program.window().documentId(), id);
      d.type(QStringLiteral(" And so on."));
      QVERIFY(d.allSaved());
      QVERIFY(d.program.window().close());
      QVERIFY(d.program.close());
    }
    QCOMPARE(kept(path), QStringLiteral("Low water. High water. And so on."));
  }

  void closingAReadOnlyLibraryAsks_data() { closingWithoutALibraryAsks_data(); }
  void closingAReadOnlyLibraryAsks() {
    QFETCH(QString, button);
    QFETCH(bool, closes);
    const QString path = inAFolder(QStringLiteral("Low water."));
    const QString copy = folder_.filePath(QStringLiteral("copy-%1.md").arg(++count_));
    {
      const ReadOnlyFolder folder(QFileInfo(path).absolutePath());
      WritingDesk d(path);
      QVERIFY(d.opened());
      d.page().moveCursor(QTextCursor::End);
      d.type(QStringLiteral(" High."));
      Answers answers(button, copy);
      QCOMPARE(d.program.window().close(), closes);
      QCOMPARE(answers.questions, 1);
      if (!closes) QCOMPARE(d.text(), QStringLiteral("Low water. High."));
      if (closes) QVERIFY(d.program.close());
    }
    if (button == QStringLiteral("ave a copy")) QCOMPARE(readFile(copy), QByteArray("Low water. High."));
    QCOMPARE(kept(path), QStringLiteral("Low water."));
  }

  // --- A disk that is full --------------------------------------------------------------------------------------

  void aFullDiskIsSaidAndTriedAgain() {
    const QString path = withDocument(QStringLiteral("tide "));
    WritingDesk d(path);
    QVERIFY(d.opened());
    QVERIFY(d.allSaved());
    d.page().moveCursor(QTextCursor::End);
    {
      FullDisk disk;
      const QString pasted = QStringLiteral("and the ebb ").repeated(3000);
      QGuiApplication::clipboard()->setText(pasted);
      QTest::keyClick(&d.page(), Qt::Key_V, Qt::ControlModifier);
      QTRY_COMPARE_WITH_TIMEOUT(d.status(), QStringLiteral("NOT SAVED: the library cannot be written"), 10000);
      QCOMPARE(d.failed.size(), 1);
      QVERIFY(d.isItSaved().startsWith(QStringLiteral("Not saved. ")));
      d.type(QStringLiteral("x"));
      QTest::qWait(app::StorageThread::kRetryDelay + 500);
      QCOMPARE(d.status(), QStringLiteral("NOT SAVED: the library cannot be written"));
      QCOMPARE(d.failed.size(), 1);  // said once, and held up
      // What is typed after a new draft that could not be made goes into the old one: it is said.
      QTest::keyClick(&d.page(), Qt::Key_N, Qt::ControlModifier);
      QTRY_COMPARE(d.failed.size(), 2);
      QVERIFY(d.failed.last().first().toString().startsWith(QStringLiteral("No new draft was made")));
      // Closed twice: it asks twice, and nothing is gone.
      for (int i = 0; i < 2; ++i) {
        Answers answers(QStringLiteral("tay"));
        QVERIFY(!d.program.window().close());
        QCOMPARE(answers.questions, 1);
      }
      QVERIFY(d.program.window().isVisible());
      // A file dialog that is left is no answer.
      Answers answers(QStringLiteral("ave a copy"));
      QVERIFY(!d.program.window().close());
    }
    QTRY_VERIFY_WITH_TIMEOUT(d.status().startsWith(QStringLiteral("saved")), 10000);
    QVERIFY(d.isItSaved().startsWith(QStringLiteral("Everything is saved.")));
    const QString text = d.text();
    QVERIFY(d.program.window().close());
    QVERIFY(d.program.close());
    QCOMPARE(kept(path), text);
  }

  void aFullDiskAndACopyElsewhere() {
    const QString path = withDocument(QStringLiteral("tide "));
    WritingDesk d(path);
    QVERIFY(d.opened());
    QVERIFY(d.allSaved());
    const FullDisk disk(20000);
    d.page().moveCursor(QTextCursor::End);
    // More than fits, in drafts of their own: each is asked for.
    QGuiApplication::clipboard()->setText(QStringLiteral("and the ebb ").repeated(1000));
    for (int i = 0; i < 6; ++i) QTest::keyClick(&d.page(), Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(d.failed.size(), 1, 10000);
    d.page().selectAll();
    QTest::keyClick(&d.page(), Qt::Key_Delete);
    d.type(QStringLiteral("Only this."));
    const QString copy = folder_.filePath("elsewhere.md");
    Answers answers(QStringLiteral("ave a copy"), copy);
    QVERIFY(d.program.window().close());
    QCOMPARE(answers.questions, 1);
    QVERIFY(d.program.close());
    QCOMPARE(readFile(copy), QByteArray("Only this."));
  }

 private:
  QTemporaryDir folder_;
  int count_ = 0;
};

QTEST_MAIN(LossTest)
#include "loss_test.moc"
