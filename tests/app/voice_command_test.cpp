// SPDX-License-Identifier: GPL-3.0-or-later
// Voices from a terminal, with the real engine over a made-up base: a job is started, killed, paused and ended, and
// what comes of it is that of a job that was left alone. LACUNA_KILLS=200 for more kills.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <csignal>

#include "storage/voices/voice_store.h"
#include "tests/app/made_up_base.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

constexpr int kUsualKills = 3;

}  // namespace

class VoiceCommandTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QString why;
    adapter_ = makeAdapter(folder_.path(), &why);
    QVERIFY2(!adapter_.isEmpty(), qPrintable(why));
    for (int i = 0; i < 6; ++i)
      QVERIFY(writeFile(folder_.filePath(QStringLiteral("text%1.txt").arg(i)), madeUpProse(700, 10 + i)));
  }

  void aJobIsStartedAndShown() {
    begin("Mine", "plain");
    const Ran started =
        run("plain", {"start", "Mine", "--steps", "30", "--seed", "3", "--rank", "2", "--card-seconds", "0.1"});
    QVERIFY2(started.code == 0, started.err + started.out);
    QVERIFY2(started.out.contains("30 steps"), started.out);
    const QJsonObject shown = json(run("plain", {"show", "Mine", "--json"}));
    QCOMPARE(shown["state"].toString(), "done");
    QCOMPARE(shown["history"].toArray().size(), 31);  // step 0 is the model without the voice
    QVERIFY(shown["held_out"].isDouble() && shown["held_out_before"].isDouble());
    QVERIFY(!shown["samples"].toArray().isEmpty());
    plain_ = weightsOf("plain");
    QVERIFY(plain_.size() > 500);

    // Taken along and brought back; over another adapter it is refused.
    const QString zip = folder_.filePath("mine.zip");
    QCOMPARE(run("plain", {"export", "Mine", zip}).code, 0);
    begin("Other", "elsewhere");
    const Ran imported = run("elsewhere", {"import", zip, "--json"});
    QVERIFY2(imported.code == 0, imported.err);
    QCOMPARE(json(imported)["name"].toString(), "Mine");
    QCOMPARE(readFile(json(imported)["folder"].toString() + "/voice.safetensors"), plain_);
    QVERIFY(writeFile(folder_.filePath("broken.zip"), readFile(zip).left(300)));
    const Ran broken = run("elsewhere", {"import", folder_.filePath("broken.zip")});
    QVERIFY2(broken.code == 3 && isOneSentence(broken.err), broken.err);
  }

  void killsChangeNothing() {
    if (plain_.isEmpty()) QSKIP("there is nothing to compare with");
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("LACUNA_KILLS", &given);
    const int kills = given ? wanted : kUsualKills;
    QRandomGenerator random(given ? QRandomGenerator::global()->generate() : 5);
    int killed = 0;
    int runs = 0;
    while (killed < kills) {
      const QString name = QStringLiteral("killed%1").arg(runs++);
      begin("Mine", name);
      QStringList next = {"start", "Mine", "--steps", "30", "--seed", "3", "--rank", "2", "--card-seconds", "0"};
      for (int i = 0; i < 6 && killed < kills; ++i) {
        QProcess process;
        start(process, name, next);
        QVERIFY(process.waitForStarted());
        if (process.waitForFinished(200 + static_cast<int>(random.bounded(2500)))) break;
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        process.waitForFinished();
        ++killed;
        storage::VoiceStore store(storage::VoiceStore::pathFor(library(name)));
        // Killed before it was queued: it is started again. Else it goes on.
        if (store.jobNamed("Mine")->state != storage::JobState::Draft) next = {"resume", "Mine", "--card-seconds", "0"};
      }
      storage::VoiceStore store(storage::VoiceStore::pathFor(library(name)));
      if (store.jobNamed("Mine")->state != storage::JobState::Done) {
        const Ran ended = run(name, next);
        QVERIFY2(ended.code == 0, ended.err + ended.out);
      }
      QCOMPARE(weightsOf(name), plain_);
      const auto view = store.job(store.jobNamed("Mine")->id);
      QCOMPARE(view->points.size(), 31);
      for (qsizetype i = 0; i < view->points.size(); ++i) QCOMPARE(view->points[i].step, i);
      QCOMPARE(store.view().voices.size(), 1);
      QDir(folder_.filePath(name)).removeRecursively();
    }
    qInfo("%d kills over %d runs: each made the weights of the run that was left alone", killed, runs);
  }

  void anotherTerminalPausesIt() {
    begin("Mine", "paused");
    QProcess process;
    start(process, "paused", {"start", "Mine", "--steps", "100000", "--rank", "2", "--rehearsal", "0"});
    storage::VoiceStore store(storage::VoiceStore::pathFor(library("paused")));
    const auto step = [&] { return store.jobNamed("Mine")->step; };
    QVERIFY(QTest::qWaitFor([&] { return step() > 2; }, 60000));
    const Ran paused = run("paused", {"pause", "Mine"});
    QVERIFY2(paused.code == 0, paused.err);
    QVERIFY(process.waitForFinished(30000));
    QCOMPARE(process.exitCode(), 130);
    const qint64 at = step();
    QCOMPARE(store.jobNamed("Mine")->state, storage::JobState::Paused);
    start(process, "paused", {"resume", "Mine"});
    QVERIFY(QTest::qWaitFor([&] { return step() > at + 2; }, 60000));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(30000));
    QCOMPARE(process.exitCode(), 130);
    QCOMPARE(store.jobNamed("Mine")->state, storage::JobState::Paused);
    const Ran stopped = run("paused", {"stop", "Mine", "--card-seconds", "0"});
    QVERIFY2(stopped.code == 0, stopped.err);
    QCOMPARE(store.jobNamed("Mine")->state, storage::JobState::Stopped);
    QCOMPARE(store.view().voices.size(), 1);
  }

  void whatCannotBeIsASentence() {
    for (const QStringList& arguments :
         {QStringList{"start", "Nobody"}, QStringList{"pause", "Nobody"}, QStringList{"export", "Nobody", "x.zip"},
          QStringList{"import", folder_.filePath("text1.txt")}}) {
      const Ran ran = run("plain", arguments);
      QVERIFY2(ran.code == 3 && isOneSentence(ran.err), ran.err);
    }
    begin("Small", "small", 0);
    const Ran small = run("small", {"start", "Small", "--steps", "2", "--model", modelPath()});
    QVERIFY2(small.code == 3 && isOneSentence(small.err), small.err);
  }

 private:
  QString library(const QString& name) const { return folder_.filePath(name + "/library.lacuna"); }

  void begin(const QString& voice, const QString& name, int texts = 6) {
    QDir().mkpath(folder_.filePath(name));
    QVERIFY2(run(name, {"new", voice}).code == 0, run(name, {"list"}).err);
    QStringList arguments = {"add", voice};
    for (int i = 0; i < texts; ++i) arguments << folder_.filePath(QStringLiteral("text%1.txt").arg(i));
    if (texts == 0) return;
    const Ran added = run(name, arguments);
    QVERIFY2(added.code == 0, added.err);
  }

  QStringList changes(const QString& name) const {
    return {"LACUNA_LIBRARY=" + library(name), "LACUNA_MODEL=" + adapter_,
            "LACUNA_BASE=" + folder_.filePath("base.gguf")};
  }

  Ran run(const QString& name, const QStringList& arguments) const {
    return runProgramWith(QStringList{"voice"} + arguments, changes(name));
  }

  void start(QProcess& process, const QString& name, const QStringList& arguments) const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& change : changes(name)) environment.insert(change.section('=', 0, 0), change.section('=', 1));
    process.setProcessEnvironment(environment);
    process.setStandardOutputFile(QProcess::nullDevice());
    process.start(programPath(), QStringList{"voice"} + arguments);
  }

  static QJsonObject json(const Ran& ran) { return QJsonDocument::fromJson(ran.out).object(); }

  QByteArray weightsOf(const QString& name) const {
    storage::VoiceStore store(storage::VoiceStore::pathFor(library(name)));
    const auto voices = store.view().voices;
    return voices.isEmpty() ? QByteArray() : readFile(voices.first().folder + "/voice.safetensors");
  }

  QTemporaryDir folder_;
  QString adapter_;
  QByteArray plain_;
};

QTEST_GUILESS_MAIN(VoiceCommandTest)
#include "voice_command_test.moc"
