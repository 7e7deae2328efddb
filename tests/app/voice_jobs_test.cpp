// SPDX-License-Identifier: GPL-3.0-or-later
// A job from the queue to its voice, over an engine that learns nothing: what is written down, what the author's
// wishes, the machine and faults make of it, and that nothing is lost.
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <cmath>

#include "app/voice/voice_runner.h"
#include "storage/error.h"
#include "storage/voices/voice_store.h"
#include "tests/app/made_up_base.h"
#include "tests/app/made_up_engine.h"

using namespace lacuna;
using namespace lacuna::app;
using storage::JobState;

namespace {

struct Desk {
  QTemporaryDir folder;
  storage::VoiceStore store{storage::VoiceStore::pathFor(folder.filePath("library.lacuna"))};
  tests::MadeUpEngine engine;
  engine::CancelFlag interrupt{false};
  RunnerOptions options;
  QStringList notes;

  Desk() {
    options.powerFolder = folder.filePath("power");
    options.onNote = [this](const QString& note) { notes << note; };
  }

  QString corpus() {
    const QString id = store.addCorpus("Novel");
    const QString source = store.addSource(id, storage::SourceKind::File, "novel.txt", "Novel");
    QVector<storage::ReadChapter> chapters;
    for (quint32 i = 0; i < 4; ++i) {
      storage::ReadChapter read;
      read.text = QString::fromUtf8(tests::madeUpProse(800, i));
      read.chapter.sourceId = source;
      read.chapter.title = QStringLiteral("Chapter %1").arg(i + 1);
      read.chapter.words = 800;
      read.chapter.use = i == 2 ? storage::ChapterUse::HeldOut : storage::ChapterUse::Learn;
      chapters << read;
    }
    store.setChapters(id, chapters, "en");
    return id;
  }

  QString queued(storage::VoiceSettings settings = {}) {
    settings.sampleEvery = 20;
    const QString job = store.addJob("Mine", corpus(), settings);
    store.enqueue(job, "adapter", "Made up", tests::kMadeUpHash);
    return job;
  }

  std::optional<EndedSitting> work(const QString& only = {}) {
    return workOnJob(store, engine, interrupt, options, only);
  }
};

}  // namespace

class VoiceJobsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aJobBecomesAVoice() {
    Desk desk;
    QVERIFY(!desk.work());
    const QString job = desk.queued();
    const auto ended = desk.work();
    QVERIFY(ended);
    QVERIFY2(ended->state == JobState::Done, qPrintable(ended->note));
    const auto view = desk.store.job(job);
    QCOMPARE(view->job.state, JobState::Done);
    QCOMPARE(view->job.step, 60);
    QCOMPARE(view->job.heldOutBefore, 2.0);
    QVERIFY(std::abs(view->job.heldOutBest - 2.04) < 1e-9);
    QCOMPARE(view->points.size(), 60);
    QCOMPARE(view->points[9].step, 10);
    QVERIFY(std::isfinite(view->points[9].heldOut) && std::isnan(view->points[8].heldOut));
    QCOMPARE(view->experts.size(), 1);
    QCOMPARE(view->experts.first().layer, 4);
    // Step 0 without a voice, then each twentieth with the one that stood on the disk then.
    QMap<qint64, QStringList> fills;
    for (const storage::VoiceSample& sample : view->samples) {
      fills[sample.step] << sample.fill;
      QVERIFY(!sample.own.isEmpty() && !sample.before.isEmpty());
    }
    QCOMPARE(fills.keys(), (QList<qint64>{0, 20, 40, 60}));
    QCOMPARE(fills[0].size(), 4);
    QVERIFY(fills[0].first().startsWith("nobody says"));
    QVERIFY2(fills[40].first().startsWith("step 40 says"), qPrintable(fills[40].first()));

    const QVector<storage::Voice> voices = desk.store.view().voices;
    QCOMPARE(voices.size(), 1);
    const storage::Voice& voice = voices.first();
    QCOMPARE(voice.id, ended->voice);
    QCOMPARE(voice.name, "Mine");
    QCOMPARE(voice.jobId, job);
    QCOMPARE(voice.modelSha256, tests::kMadeUpHash);
    QCOMPARE(voice.card.steps, 60);
    QVERIFY(voice.card.fills > 0 && std::isfinite(voice.card.verbatim));
    QCOMPARE(voice.card.device, "made up");
    QCOMPARE(tests::readFile(voice.folder + "/voice.safetensors"), "step 60");
    QVERIFY(tests::readFile(voice.folder + "/README.md").contains("# Mine"));
    // What the author wrote does not lie about.
    QVERIFY(!QFileInfo::exists(desk.store.jobFolder(job) + "/learn"));
    QVERIFY(!desk.work());
  }

  void theAuthorPausesAndGoesOn() {
    Desk desk;
    const QString job = desk.queued();
    desk.engine.training.before = [&](std::int64_t step) {
      if (step == 25 && desk.engine.training.began.size() == 1) desk.store.pause(job);
    };
    QCOMPARE(desk.work()->state, JobState::Paused);
    QCOMPARE(desk.store.job(job)->job.step, 25);
    QVERIFY(desk.store.view().voices.isEmpty());
    QVERIFY(!desk.work());
    desk.store.resume(job);
    QCOMPARE(desk.work()->state, JobState::Done);
    QCOMPARE(desk.engine.training.began, (std::vector<std::int64_t>{0, 25}));
    QCOMPARE(desk.store.job(job)->points.size(), 60);
  }

  void theAuthorStopsAndKeepsTheBest() {
    Desk desk;
    const QString job = desk.queued();
    desk.engine.training.before = [&](std::int64_t step) {
      if (step == 25) desk.store.stop(job);
    };
    const auto ended = desk.work();
    QCOMPARE(ended->state, JobState::Stopped);
    QCOMPARE(desk.store.view().voices.size(), 1);
    QCOMPARE(tests::readFile(desk.store.view().voices.first().folder + "/voice.safetensors"), "step 20");
    // And on from there, if the author thinks better of it.
    desk.engine.training.before = [](auto) {};
    desk.store.resume(job);
    QCOMPARE(desk.work()->state, JobState::Done);
    QCOMPARE(desk.engine.training.began, (std::vector<std::int64_t>{0, 25}));
    QCOMPARE(desk.store.view().voices.size(), 2);
  }

  void itEndsWhereNothingIsGained() {
    Desk desk;
    desk.engine.training.patienceAt = 40;
    const QString job = desk.queued();
    const auto ended = desk.work();
    QCOMPARE(ended->state, JobState::Done);
    QVERIFY2(ended->note.contains("nothing more to gain"), qPrintable(ended->note));
    QCOMPARE(desk.store.job(job)->job.step, 40);
  }

  void anInterruptedProgramPausesOrLeavesIt() {
    for (const bool pauses : {true, false}) {
      Desk desk;
      desk.options.pausesWhenInterrupted = pauses;
      const QString job = desk.queued();
      desk.engine.training.before = [&](std::int64_t step) {
        if (step == 30 && desk.engine.training.began.size() == 1) desk.interrupt = true;
      };
      QCOMPARE(desk.work()->state, pauses ? JobState::Paused : JobState::Queued);
      desk.interrupt = false;
      if (pauses) desk.store.resume(job);
      QCOMPARE(desk.work()->state, JobState::Done);
      QCOMPARE(desk.engine.training.began, (std::vector<std::int64_t>{0, 30}));
    }
  }

  void aFullDiskPausesWithASentence() {
    Desk desk;
    const QString job = desk.queued();
    desk.engine.training.before = [&](std::int64_t step) {
      if (step == 15 && desk.engine.training.began.size() == 1)
        throw engine::Error(engine::ErrorCode::kIo, "The disk is full: make room.");
    };
    const auto ended = desk.work();
    QCOMPARE(ended->state, JobState::Paused);
    QCOMPARE(desk.store.job(job)->job.note, "The disk is full: make room.");
    desk.store.resume(job);
    QCOMPARE(desk.work()->state, JobState::Done);
    QCOMPARE(desk.engine.training.began, (std::vector<std::int64_t>{0, 10}));
    // Steps that were done again stand once.
    QCOMPARE(desk.store.job(job)->points.size(), 60);
  }

  void whatTheStoreThrowsIsNotLostUnderTheEngine() {
    Desk desk;
    const QString job = desk.queued();
    int steps = 0;
    desk.options.onProgress = [&](const storage::VoiceJob&, const engine::TrainProgress&) {
      if (++steps == 12) throw storage::StorageError(storage::StorageCode::kFull, "No room for the points.");
    };
    QCOMPARE(desk.work()->state, JobState::Paused);
    QCOMPARE(desk.store.job(job)->job.note, "No room for the points.");
  }

  void tooLittleMemoryFailsWithASetting() {
    Desk desk;
    const QString job = desk.queued();
    desk.engine.training.before = [](std::int64_t) -> void {
      throw engine::Error(engine::ErrorCode::kOutOfMemory, "There is not enough memory for this.");
    };
    const auto ended = desk.work();
    QCOMPARE(ended->state, JobState::Failed);
    QVERIFY2(ended->note.contains("rank 8"), qPrintable(ended->note));
    QCOMPARE(desk.store.job(job)->job.state, JobState::Failed);
    desk.engine.training.before = [](auto) {};
    desk.store.resume(job);
    QCOMPARE(desk.work()->state, JobState::Done);
  }

  void aLostGpuIsReplacedByTheProcessor() {
    Desk desk;
    desk.queued();
    desk.engine.training.before = [&](std::int64_t step) {
      if (step == 15 && desk.engine.training.devices.back() == "auto")
        throw engine::Error(engine::ErrorCode::kInternal, "The engine failed: CUDA error: device lost.");
    };
    QCOMPARE(desk.work()->state, JobState::Done);
    QCOMPARE(desk.engine.training.devices, (std::vector<std::string>{"auto", "cpu"}));
    QCOMPARE(desk.engine.training.began, (std::vector<std::int64_t>{0, 10}));
    QVERIFY(desk.notes.join(' ').contains("The GPU was lost"));

    // One that was asked for by name is waited for.
    Desk named;
    storage::VoiceSettings settings;
    settings.device = "cuda";
    named.queued(settings);
    named.engine.training.before = [](std::int64_t) -> void {
      throw engine::Error(engine::ErrorCode::kInternal, "The engine failed: CUDA error: device lost.");
    };
    QCOMPARE(named.work()->state, JobState::Paused);
  }

  void anotherModelIsRefused() {
    Desk desk;
    const QString job = desk.store.addJob("Mine", desk.corpus(), {});
    desk.store.enqueue(job, "adapter", "Made up", "0123456789abcdef");
    const auto ended = desk.work();
    QCOMPARE(ended->state, JobState::Failed);
    QVERIFY2(ended->note.contains("no longer the one"), qPrintable(ended->note));
    QVERIFY(desk.engine.training.began.empty());
  }

  void itWaitsForTheMains() {
    Desk desk;
    const auto write = [&](const QString& path, const QByteArray& says) {
      QDir().mkpath(desk.folder.filePath("power/BAT0"));
      QVERIFY(tests::writeFile(desk.folder.filePath("power/BAT0/" + path), says));
    };
    write("type", "Battery");
    write("status", "Full");
    const QString job = desk.queued();
    QString waiting;
    desk.engine.training.before = [&](std::int64_t step) {
      if (step == 12 && desk.engine.training.began.size() == 1) write("status", "Discharging");
    };
    int looks = 0;
    desk.options.now = [&] {
      // It is asked twice a look; after some it is plugged in again.
      if (desk.store.job(job)->job.note.contains("plugged in") && ++looks > 2) {
        waiting = desk.store.job(job)->job.note;
        write("status", "Charging");
      }
      return QTime(12, 0);
    };
    QCOMPARE(desk.work()->state, JobState::Done);
    QVERIFY(waiting.contains("plugged in"));
    QCOMPARE(desk.engine.training.began, (std::vector<std::int64_t>{0, 12}));
  }

  void whileItWaitsItCanBePaused() {
    Desk desk;
    storage::VoiceSettings settings;
    settings.fromHour = 22;
    settings.untilHour = 6;
    const QString job = desk.queued(settings);
    int looks = 0;
    desk.options.now = [&] {
      if (++looks == 3) desk.store.pause(job);
      return QTime(12, 0);
    };
    QCOMPARE(desk.work()->state, JobState::Paused);
    QVERIFY(desk.engine.training.began.empty());
    QVERIFY(desk.notes.join(' ').contains("22:00"));
  }

  void samplesAreNotWorthAJob() {
    Desk desk;
    const QString job = desk.queued();
    desk.engine.training.opening = []() -> void {
      throw engine::Error(engine::ErrorCode::kOutOfMemory, "There is not enough memory for this.");
    };
    QCOMPARE(desk.work()->state, JobState::Done);
    QVERIFY(desk.store.job(job)->samples.isEmpty());
    QCOMPARE(desk.store.view().voices.size(), 1);
    QCOMPARE(desk.store.view().voices.first().card.fills, 0);
  }

  void aJobThatIsKilledAgainAndAgainIsGivenUp() {
    Desk desk;
    const QString job = desk.queued();
    const JobFiles files(desk.store.jobFolder(job));
    for (int i = 0; i < 8; ++i) QCOMPARE(files.begin(0), i);
    const auto ended = desk.work();
    QCOMPARE(ended->state, JobState::Failed);
    QVERIFY2(ended->note.contains("8 times") && ended->note.contains("rank 8"), qPrintable(ended->note));
    // Further than before: it begins to count anew.
    for (int i = 0; i < 3; ++i) files.begin(0);
    QCOMPARE(files.begin(5), 1);
    files.end();
    QCOMPARE(files.begin(5), 0);
  }

  void aVoiceIsWorthMoreThanItsCard() {
    Desk desk;
    desk.options.pausesWhenInterrupted = false;
    desk.options.onNote = [&](const QString& note) {
      desk.notes << note;
      if (note == "The voice is examined.") desk.interrupt = true;
    };
    const QString job = desk.queued();
    QCOMPARE(desk.work()->state, JobState::Queued);
    QVERIFY(desk.store.view().voices.isEmpty());
    // Again and again it is killed there.
    const JobFiles files(desk.store.jobFolder(job));
    for (int i = 0; i < 4; ++i) files.begin(60);
    desk.interrupt = false;
    desk.options.onNote = [&](const QString& note) { desk.notes << note; };
    QCOMPARE(desk.work()->state, JobState::Done);
    QCOMPARE(desk.store.view().voices.size(), 1);
    QCOMPARE(desk.store.view().voices.first().card.fills, 0);
    QVERIFY(desk.notes.join(' ').contains("killed 4 times"));
  }

  void whatItTakesIsMeasuredBefore() {
    Desk desk;
    desk.engine.training.steps = 3;
    desk.engine.training.checkpointEvery = 3;
    storage::VoiceSettings settings;
    settings.minutes = 30;
    const QString job = desk.store.addJob("Mine", desk.corpus(), settings);
    MeasureOptions options;
    options.memoryFree = qint64{1} << 40;
    options.diskFree = qint64{1} << 40;
    const auto measure = [&] {
      return measureJob(desk.store, desk.engine, desk.interrupt, desk.store.job(job)->job, "adapter", options);
    };
    const storage::VoicePlan plan = measure();
    QVERIFY2(plan.refusal.isEmpty(), qPrintable(plan.refusal));
    QCOMPARE(plan.secondsAStep, 1.0);
    QVERIFY(plan.steps > 1700 && plan.steps <= 1800);
    QVERIFY(plan.memory > 1 << 20 && plan.disk > 1000);
    QVERIFY(desk.store.job(job)->job.plan.measured);
    QVERIFY(QDir(desk.store.jobFolder(job) + "/dry").entryList(QDir::NoDotAndDotDot | QDir::AllEntries).isEmpty());
    options.memoryFree = 1;
    QVERIFY(measure().refusal.contains("of memory"));
    options.memoryFree = qint64{1} << 40;
    options.diskFree = 1;
    QVERIFY(measure().refusal.contains("on the disk"));
    options.diskFree = qint64{1} << 40;
    // Memory is refused until the rank is small enough.
    int calls = 0;
    desk.engine.training.before = [&](std::int64_t step) {
      if (step == 1 && ++calls < 3)
        throw engine::Error(engine::ErrorCode::kOutOfMemory, "There is not enough memory for this.");
    };
    QVERIFY2(measure().refusal.contains("rank 4 would do"), qPrintable(desk.store.job(job)->job.plan.refusal));
    desk.interrupt = true;
    QVERIFY_THROWS_EXCEPTION(engine::Error, measure());
  }
};

QTEST_GUILESS_MAIN(VoiceJobsTest)
#include "voice_jobs_test.moc"
