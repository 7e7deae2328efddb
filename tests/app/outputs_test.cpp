// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands write: to pipes and devices as well as to files, never in their place; what cannot be printed is
// said; nothing that a file holds drives the terminal; Ctrl+C is heeded.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <csignal>
#include <ctime>

#include "app/cli/interrupt.h"
#include "tests/app/support.h"

using namespace lacuna::tests;

class OutputsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    QVERIFY(writeFile(path("draft.md"), "She opened [[2 words]] and went in.\n"));
  }

  void aPipeStaysAPipe() {
    const QByteArray pipe = path("pipe").toLocal8Bit();
    QCOMPARE(::mkfifo(pipe.constData(), 0600), 0);
    QProcess reader;
    reader.start("cat", {path("pipe")});
    QVERIFY(reader.waitForStarted());
    const Ran ran = runProgramWith(quick() + QStringList{"-o", path("pipe")});
    QVERIFY2(ran.code == 0, ran.err.constData());
    QVERIFY(reader.waitForFinished());
    const QByteArray text = reader.readAllStandardOutput();
    QVERIFY2(text.startsWith("She opened ") && text.endsWith("went in.\n"), text.constData());
    struct stat about {};
    QVERIFY(::lstat(pipe.constData(), &about) == 0 && S_ISFIFO(about.st_mode));
  }

  void standardOutputHasAName() {
    const Ran ran = shell("\"$LACUNA\" infill \"$DRAFT\" --seed 7 --steps 2 --candidates 1 -o /dev/stdout | cat");
    QVERIFY2(ran.out.contains("She opened ") && ran.out.contains("went in."), ran.err.constData());
    QVERIFY2(ran.err.isEmpty(), ran.err.constData());
  }

  void whatCannotBePrintedIsSaid() {
    if (!QFile::exists("/dev/full")) QSKIP("there is no /dev/full");
    for (const char* command :
         {"doctor --json", "doctor --help", "--version", "infill \"$DRAFT\" --seed 7 --steps 2 --candidates 1 -o -"}) {
      const Ran ran = shell(QStringLiteral("\"$LACUNA\" %1 > /dev/full").arg(QLatin1String(command)));
      QCOMPARE(ran.code, 1);
      QVERIFY2(isOneSentence(ran.err) && ran.err.contains("Standard output"), ran.err.constData());
    }
    // Closed: no file that the command opens gets its number.
    const Ran closed = shell("\"$LACUNA\" doctor >&-");
    QCOMPARE(closed.code, 1);
    QVERIFY2(closed.err.contains("Standard output"), closed.err.constData());
  }

  void aNameMayBeLong() {
    const QString name = path(QString(250, 'n'));
    const Ran ran = runProgramWith(quick() + QStringList{"-o", name});
    QVERIFY2(ran.code == 0, ran.err.constData());
    QVERIFY(readFile(name).startsWith("She opened "));
  }

  // ESC and U+009B begin a command to a terminal.
  void aModelsNameDrivesNoTerminal() {
    const QString model = path("named");
    QVERIFY(copyModel(model));
    QByteArray config = readFile(model + "/config.json");
    QVERIFY(config.contains("Lacuna Estuary 5M"));
    config.replace("Lacuna Estuary 5M", "bad\\u001b[31mname\\u009b32m\\u007f");
    QVERIFY(writeFile(model + "/config.json", config));
    QVERIFY(QDir(folder_.path()).mkpath("books"));
    QVERIFY(writeFile(path("books/a.txt"), QByteArray("The keeper carried the lamp up the stair. ").repeated(60)));
    for (const QStringList& command :
         {QStringList{"doctor", "--model", model}, QStringList{"doctor", "--json", "--model", model},
          QStringList{"inspect", model, path("books/a.txt"), "--stretches", "1", "--context", "32", "--gap", "4",
                      "--steps", "1"},
          QStringList{"eval", "--model", model, "--data", path("books"), "--blanks", "2", "--context", "16",
                      "--lengths", "4", "--candidates", "1", "--steps", "1"},
          quick() + QStringList{"--model", model, "--json"}}) {
      const Ran ran = runProgramWith(command);
      QVERIFY2(ran.out.contains("bad"), ran.err + ran.out);
      for (const QByteArray& text : {ran.out, ran.err}) {
        QVERIFY2(!text.contains('\x1b') && !text.contains("\xC2\x9B") && !text.contains('\x7F'), text.constData());
      }
    }
  }

  void ctrlCIsHeededByWorkThatDoesNotLook() {
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(2);
      lacuna::app::stopSoonOnInterrupt();
      ::raise(SIGINT);
      for (;;) ::pause();  // never looks at the flag
    }
    int status = 0;
    for (int i = 0; i < 300 && ::waitpid(child, &status, WNOHANG) == 0; ++i) QTest::qSleep(50);
    if (::kill(child, 0) == 0) ::kill(child, SIGKILL);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 130);
  }

 private:
  QString path(const QString& name) const { return folder_.filePath(name); }
  QStringList quick() const { return {"infill", path("draft.md"), "--seed", "7", "--steps", "2", "--candidates", "1"}; }
  Ran shell(const QString& command) const {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LACUNA", programPath());
    environment.insert("DRAFT", path("draft.md"));
    process.setProcessEnvironment(environment);
    process.start("sh", {"-c", command});
    Ran ran;
    if (!process.waitForFinished(120000)) return ran;
    ran.crashed = process.exitStatus() != QProcess::NormalExit;
    ran.code = process.exitCode();
    ran.out = process.readAllStandardOutput();
    ran.err = process.readAllStandardError();
    return ran;
  }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(OutputsTest)
#include "outputs_test.moc"
