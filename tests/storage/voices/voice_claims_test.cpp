// SPDX-License-Identifier: GPL-3.0-or-later
// Several processes at one store. The test starts itself again as a worker, which claims a job, says so, and counts
// steps until it is killed, stopped, or told to pause.
#include <csignal>
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include "tests/storage/voices/voices_support.h"

using namespace lacuna::storage;
using test::errorOf;
using test::isSentence;
using test::Voices;

namespace {

constexpr int kPatience = 30000;  // milliseconds

// Says "claimed NAME" and "step N" as it goes, "nothing" where there is no job, and how a job ended.
int worker(const QString& path) {
  try {
    VoiceStore store(path);
    const auto job = store.claim();
    std::printf("%s\n", job ? qPrintable(QStringLiteral("claimed ") + job->name) : "nothing");
    std::fflush(stdout);
    if (!job) return 0;
    for (qint64 step = job->step + 1;; ++step) {
      if (store.wish(job->id) == VoiceStore::Wish::Pause) {
        store.endSitting(job->id, JobState::Paused, {});
        std::puts("paused");
        return 0;
      }
      VoiceJob figures;
      figures.step = step;
      store.addPoint(job->id, {step, double(step), 1.0 / double(step), kNotMeasured}, figures);
      std::printf("step %lld\n", static_cast<long long>(step));
      std::fflush(stdout);
    }
  } catch (const StorageError& error) {
    std::printf("failed %s\n", error.what());
    return 1;
  }
}

struct Worker {
  QProcess process;
  QByteArray said;
  explicit Worker(const QString& path) {
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--worker"), path});
  }
  // Until it has said so many lines.
  bool says(qsizetype lines) {
    while (said.count('\n') < lines) {
      if (!process.waitForReadyRead(kPatience)) return false;
      said += process.readAll();
    }
    return true;
  }
  void kill() {
    process.kill();
    process.waitForFinished(kPatience);
    said += process.readAll();
  }
  bool ends() {
    const bool ended = process.waitForFinished(kPatience);
    said += process.readAll();
    return ended;
  }
};

}  // namespace

class VoiceClaimsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void nobodyHasAJobTwice();
  void whatWasKilledGoesOn();
  void aKilledPauseIsAPause();
  void aStoppedWriterHoldsNobodyForEver();
  void itIsPausedFromElsewhere();
};

void VoiceClaimsTest::nobodyHasAJobTwice() {
  Voices voices;
  QStringList jobs;
  for (const char* name : {"a", "b", "c"}) jobs << voices.queued(QString::fromLatin1(name));
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < 5; ++i) workers.push_back(std::make_unique<Worker>(voices.store.path()));
  QStringList claimed;
  int idle = 0;
  for (const auto& each : workers) {
    QVERIFY(each->says(1));
    const QString line = QString::fromLatin1(each->said.left(each->said.indexOf('\n')));
    if (line == "nothing") {
      ++idle;
    } else {
      claimed << line.section(' ', 1);
    }
  }
  claimed.sort();
  QCOMPARE(claimed, (QStringList{"a", "b", "c"}));
  QCOMPARE(idle, 2);
  for (const QString& job : jobs) QVERIFY(voices.store.isWorkedOn(job));
  const auto error = errorOf([&] { voices.store.claim(jobs[1]); });
  QVERIFY(error && error->code() == StorageCode::kLocked && isSentence(error->sentence()));
  for (const auto& each : workers) each->kill();
  for (const QString& job : jobs) QVERIFY(!voices.store.isWorkedOn(job));
}

void VoiceClaimsTest::whatWasKilledGoesOn() {
  Voices voices;
  const QString job = voices.queued("a");
  const QString next = voices.queued("b");
  qint64 before = 0;
  for (int round = 0; round < 6; ++round) {
    Worker worker(voices.store.path());
    QVERIFY(worker.says(2 + round));
    QVERIFY2(worker.said.startsWith("claimed a\n"), worker.said);
    worker.kill();
    QVERIFY2(!worker.said.contains("failed"), worker.said);
    // All that it has said is there, and no step twice.
    worker.said.truncate(worker.said.lastIndexOf('\n'));
    const qint64 promised = worker.said.mid(worker.said.lastIndexOf(' ') + 1).toLongLong();
    const VoiceJobView view = *voices.store.job(job);
    QVERIFY2(view.job.step >= promised && promised > before, worker.said);
    QCOMPARE(view.points.size(), view.job.step);
    QCOMPARE(view.points.last().step, view.job.step);
    QCOMPARE(view.job.state, JobState::Running);
    before = view.job.step;
  }
  const auto claimed = voices.store.claim();
  QVERIFY(claimed && claimed->id == job);
  QCOMPARE(voices.state(next), JobState::Queued);
}

void VoiceClaimsTest::aKilledPauseIsAPause() {
  Voices voices;
  const QString job = voices.queued("a");
  {
    VoiceStore other(voices.store.path());
    other.claim();
    voices.point(job, 3);
    other.pause(job);
  }
  QCOMPARE(voices.state(job), JobState::Pausing);
  QVERIFY(!voices.store.claim());
  QCOMPARE(voices.state(job), JobState::Paused);
  // The same with a stop: whoever comes next makes a voice of it.
  voices.store.resume(job);
  {
    VoiceStore other(voices.store.path());
    other.claim();
    other.pause(job);
    other.stop(job);
  }
  QVERIFY(voices.store.claim());
  QCOMPARE(voices.store.wish(job), VoiceStore::Wish::Stop);
}

void VoiceClaimsTest::aStoppedWriterHoldsNobodyForEver() {
  Voices voices;
  const QString job = voices.queued("a");
  Worker worker(voices.store.path());
  QVERIFY(worker.says(4));
  const auto pid = static_cast<pid_t>(worker.process.processId());
  // Wherever it is held, it may be read; and written once it goes on, without a sentence.
  for (int i = 0; i < 20; ++i) {
    QVERIFY(kill(pid, SIGSTOP) == 0);
    QVERIFY(voices.store.view().jobs[0].step > 0);
    QVERIFY(voices.store.isWorkedOn(job));
    std::thread later([pid] {
      QThread::msleep(20);
      kill(pid, SIGCONT);
    });
    const auto error = errorOf([&] { voices.store.setNote(job, QString::number(i)); });
    later.join();
    QVERIFY2(!error, error ? error->what() : "");
    QVERIFY(worker.says(worker.said.count('\n') + 1));
  }
  worker.kill();
  QVERIFY2(!worker.said.contains("failed"), worker.said.right(300));
}

void VoiceClaimsTest::itIsPausedFromElsewhere() {
  Voices voices;
  const QString job = voices.queued("a");
  Worker worker(voices.store.path());
  QVERIFY(worker.says(3));
  voices.store.pause(job);
  QVERIFY(worker.ends());
  QVERIFY2(worker.said.endsWith("paused\n"), worker.said.right(300));
  QCOMPARE(voices.state(job), JobState::Paused);
  QVERIFY(!voices.store.isWorkedOn(job));
}

int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  const QStringList arguments = application.arguments();
  if (arguments.size() == 3 && arguments[1] == QStringLiteral("--worker")) return worker(arguments[2]);
  VoiceClaimsTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "voice_claims_test.moc"
