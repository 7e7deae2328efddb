// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna replay` over a library made here, and `lacuna infill --replay` with the model of the tree.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "storage/library.h"
#include "tests/app/made_up_replay.h"
#include "tests/app/support.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

// The program at a terminal of its own: what it writes, and keys for it.
class AtTerminal {
 public:
  explicit AtTerminal(const QStringList& arguments) : master_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    ::grantpt(master_);
    ::unlockpt(master_);
    const winsize size{30, 100, 0, 0};
    ::ioctl(master_, TIOCSWINSZ, &size);
    const int slave = ::open(::ptsname(master_), O_RDWR | O_NOCTTY);
    process_.setChildProcessModifier([slave] {
      ::dup2(slave, 0);
      ::dup2(slave, 1);
    });
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("TERM", "xterm-256color");
    environment.remove("NO_COLOR");
    process_.setProcessEnvironment(environment);
    process_.start(programPath(), arguments);
    process_.waitForStarted();
    ::close(slave);
  }
  ~AtTerminal() {
    process_.kill();
    process_.waitForFinished();
    ::close(master_);
  }

  void press(const QByteArray& bytes) {
    [[maybe_unused]] const ssize_t ignored =
        ::write(master_, bytes.constData(), static_cast<std::size_t>(bytes.size()));
  }
  // True once the text came after what was awaited before.
  bool awaits(const QByteArray& text, int milliseconds = 20000) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds) {
      const qsizetype found = written.indexOf(text, seen_);
      if (found >= 0) {
        seen_ = found + text.size();
        return true;
      }
      read();
    }
    return false;
  }
  int finish() {
    for (int i = 0; i < 400 && !process_.waitForFinished(50); ++i) read();
    read();
    return process_.exitCode();
  }
  bool runs() { return process_.state() == QProcess::Running; }
  QByteArray written;

 private:
  void read() {
    pollfd watched{master_, POLLIN, 0};
    char bytes[4096];
    while (::poll(&watched, 1, 20) > 0) {
      const ssize_t count = ::read(master_, bytes, sizeof bytes);
      if (count <= 0) return;
      written.append(bytes, count);
    }
  }

  int master_;
  QProcess process_;
  qsizetype seen_ = 0;
};

}  // namespace

class ReplayCommandTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    storage::Library library(path());
    const QString document = library.create(QStringLiteral("Low Water"), hostileText());
    for (quint32 seed = 1; seed <= 3; ++seed) {
      storage::Run run = madeUpReplayRun({3, 2, 9, 8, seed});
      run.id = seed < 3 ? QStringLiteral("aaaa%1").arg(seed) : QStringLiteral("bbbb3");
      run.documentId = document;
      library.beginRun(run.id, document);
      run_ = run;
      library.saveRun(run);
    }
    // The text has gone on since; the runs show what they read.
    library.apply(document, {{0, 5, QStringLiteral("XX")}});
    library.runs().setOutcome(QStringLiteral("bbbb3"), storage::RunOutcome::Taken, 1);
    storage::Run pruned = madeUpReplayRun({1, 1, 3, 2, 9});
    pruned.id = QStringLiteral("cccc");
    pruned.created = pruned.created.addDays(-1);
    pruned.trajectory.clear();
    library.runs().save(pruned);
    library.close();
  }

  void withoutARunTheyAreListed() {
    const Ran ran = replay({});
    QCOMPARE(ran.code, 0);
    const QList<QByteArray> lines = ran.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY2(lines[0].contains("bbbb3") && lines[0].contains("taken 2") && lines[0].contains("Low Water"), lines[0]);
    QVERIFY2(lines[3].contains("cccc"), lines[3]);
    const QJsonArray runs = QJsonDocument::fromJson(replay({"--json"}).out).object()["runs"].toArray();
    QCOMPARE(runs.size(), 4);
    QCOMPARE(runs[0]["id"].toString(), "bbbb3");
    QCOMPARE(runs[0]["outcome"].toString(), "taken");
    QCOMPARE(runs[0]["document"].toString(), "Low Water");
  }

  void whatCannotBeShownIsASentence_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("no such run") << QStringList{"zzz"} << 3 << QByteArray("No run of this library begins with \"zzz\"");
    QTest::newRow("two of them") << QStringList{"aaaa"} << 3 << QByteArray("2 runs begin with \"aaaa\"");
    QTest::newRow("pruned") << QStringList{"cccc"} << 3 << QByteArray("not in the library any more");
    QTest::newRow("no such candidate") << QStringList{"last", "--candidate", "9"} << 3
                                       << QByteArray("has 3 candidates");
    QTest::newRow("no run") << QStringList{"--html", "x.html"} << 2 << QByteArray("A file is named but no run");
    QTest::newRow("no folder") << QStringList{"last", "--html", "/proc/none/x.html"} << 1
                               << QByteArray("could not be written");
  }
  void whatCannotBeShownIsASentence() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QByteArray, sentence);
    const Ran ran = replay(arguments);
    QVERIFY2(isOneSentence(ran.err) && ran.err.contains(sentence), ran.err);
    QCOMPARE(ran.code, code);
    QVERIFY(ran.out.isEmpty());
  }

  void aMissingLibraryIsASentence() {
    const Ran ran = runProgramWith({"replay", "--library", folder_.filePath("none.lacuna")});
    QVERIFY2(isOneSentence(ran.err) && ran.err.contains("There is no library at"), ran.err);
    QCOMPARE(ran.code, 3);
    QVERIFY(!QFile::exists(folder_.filePath("none.lacuna")));
  }

  // The text and the run as they were, while a window holds the library.
  void filesHoldTheRunBesideAnOpenLibrary() {
    const storage::Library held(path());
    const QString html = folder_.filePath("run.html"), json = folder_.filePath("run.json"),
                  webp = folder_.filePath("run.webp");
    const Ran ran = replay({"bbbb3", "--html", html, "--json", json, "--webp", webp});
    QVERIFY2(ran.code == 0 && ran.out.isEmpty() && !ran.err.contains("lacuna:"), ran.err);
    const QJsonObject object = QJsonDocument::fromJson(readFile(json)).object();
    QCOMPARE(object["document"]["length"].toInt(), hostileText().size());
    QCOMPARE(object["gaps"][0]["original"].toString(), "[[…]]");
    QCOMPARE(object["frames"].toArray().size(), 8);
    QCOMPARE(object["frames"][3]["tokens"][1][0][2]["text"].toString(), run_.trajectory[3].tokens[1][0][2].text);
    QVERIFY(object["frames"][0]["tokens"][0][0][0]["alternatives"].toArray().size() > 0);
    QCOMPARE(object["run"]["taken"].toInt(), 1);
    QVERIFY(readFile(html).startsWith("<!doctype html>"));
    QVERIFY(readFile(webp).startsWith("RIFF") && readFile(webp).contains("ANMF"));
    QCOMPARE(replay({"bbbb3", "--json"}).out, readFile(json));
  }

  void aPipeGetsTheResultOrAStep() {
    const Ran end = replay({"last"});
    QCOMPARE(end.code, 0);
    QVERIFY(!end.out.contains('\x1b'));
    QVERIFY2(end.out.contains("The ferry left") && end.out.contains("step 8 of 8"), end.out);
    const Ran beyond = replay({"last", "--step", "999"});
    QCOMPARE(beyond.code, 3);
    QVERIFY2(beyond.err.contains("it has no step 999."), beyond.err.constData());
    const Ran step = replay({"last", "--step", "1"});
    QVERIFY2(step.out.contains("step 1 of 8") && step.out != end.out, step.out);
    QVERIFY(step.out.contains("\u2591") || step.out.contains("\u2592") || step.out.contains("\u2593"));
    QVERIFY(replay({"last", "--candidate", "1"}).out != replay({"last", "--candidate", "2"}).out);
    QCOMPARE(replay({"last", "--candidate", "2"}).out, end.out);  // the one that was taken
  }

  void atATerminalItPlaysAndKeysScrub() {
    AtTerminal terminal({"replay", "last", "--library", path(), "--pace", "40"});
    for (int step = 1; step <= 8; ++step) {
      QVERIFY2(terminal.awaits(QStringLiteral(" %1/8").arg(step).toUtf8()), terminal.written);
    }
    QVERIFY(terminal.awaits("q ends"));
    terminal.press("\x1b[D");
    QVERIFY(terminal.awaits(" 7/8"));
    terminal.press("\x1b[H");
    QVERIFY(terminal.awaits(" 1/8"));
    QVERIFY(!terminal.awaits(" 2/8", 400));  // it stands
    terminal.press(" ");
    QVERIFY(terminal.awaits(" 8/8"));
    QVERIFY(terminal.runs());
    terminal.press("q");
    QCOMPARE(terminal.finish(), 0);
    QVERIFY(terminal.written.endsWith("\n"));
    QVERIFY(terminal.written.contains("\x1b[?25h"));
  }

  void infillWritesAReplay() {
    NEED_MODEL();
    const QString draft = folder_.filePath("draft.md");
    QVERIFY(writeFile(
        draft,
        "# The “House”\n\nShe opened the door [[…]] and went in.\n\nThe lamp [[3 words]] burned 🌊. It was late.\n"));
    const QStringList quick{"infill", draft, "--seed", "7", "--candidates", "2", "--steps", "6"};
    const QString json = folder_.filePath("infill.json");
    const Ran ran = runProgramWith(quick + QStringList{"--replay", json});
    QVERIFY2(ran.code == 0, ran.err);
    QCOMPARE(ran.out, runProgramWith(quick).out);  // looking on changes nothing
    const QJsonObject object = QJsonDocument::fromJson(readFile(json)).object();
    QCOMPARE(object["document"]["title"].toString(), "The “House”");
    QCOMPARE(object["gaps"][1]["original"].toString(), "[[3 words]]");
    QCOMPARE(object["run"]["seed"].toString(), "7");
    const QJsonArray frames = object["frames"].toArray();
    QVERIFY(frames.size() >= 6);
    int alternatives = 0;
    double attention = 0;
    for (const QJsonValue& share : frames[2]["attention"].toArray()) attention += share.toDouble();
    for (const QJsonValue& token : frames[2]["tokens"][0][0].toArray())
      alternatives += static_cast<int>(token["alternatives"].toArray().size());
    QVERIFY(alternatives > 0);
    QVERIFY2(attention > 0.05 && attention <= 1.001, qPrintable(QString::number(attention)));
    // The last step is the result, but for spaces at the seams.
    for (int place = 0; place < 2; ++place) {
      const QJsonValue candidate = object["candidates"][place];
      QString text;
      for (const QJsonValue& token : frames.last()["tokens"][place][0].toArray()) text += token["text"].toString();
      QCOMPARE(text.trimmed(), candidate["fills"][0].toString().trimmed());
    }
    for (const char* name : {"infill.html", "infill.webp"}) {
      const Ran other = runProgramWith(quick + QStringList{"--replay", folder_.filePath(name)});
      QVERIFY2(other.code == 0, other.err);
      QVERIFY(QFileInfo(folder_.filePath(name)).size() > 5000);
    }
    const Ran wrong = runProgramWith(quick + QStringList{"--replay", folder_.filePath("a.doc")});
    QVERIFY2(wrong.code == 2 && isOneSentence(wrong.err), wrong.err);
  }

 private:
  QString path() const { return folder_.filePath("library.lacuna"); }
  Ran replay(const QStringList& arguments) {
    return runProgramWith(QStringList{"replay", "--library", path()} + arguments);
  }

  QTemporaryDir folder_;
  storage::Run run_;
};

QTEST_GUILESS_MAIN(ReplayCommandTest)
#include "replay_command_test.moc"
