// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs in the store: which state follows which, what is refused, the queue's order, curves that go back.
#include <QDir>
#include <QFileInfo>
#include <QTest>
#include <cmath>

#include "tests/storage/voices/voices_support.h"

using namespace lacuna::storage;
using test::errorOf;
using test::isSentence;
using test::Voices;

Q_DECLARE_METATYPE(lacuna::storage::JobState)

namespace {

// Brings a new job into a state, by the ways that there are.
QString jobIn(Voices& voices, JobState state) {
  if (state == JobState::Draft) return voices.draft();
  const QString job = voices.queued();
  if (state == JobState::Queued) return job;
  voices.store.claim(job);
  voices.point(job, 5);
  if (state == JobState::Pausing) voices.store.pause(job);
  if (state != JobState::Running && state != JobState::Pausing) voices.store.endSitting(job, state, {});
  return job;
}

}  // namespace

class VoiceJobsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void statesFollow_data();
  void statesFollow();
  void keepsWhatItIsTold();
  void settingsAreFixed();
  void refusesSettingsThatNobodyCanHave();
  void refusesACorpusThatTeachesNothing();
  void theQueueHasAnOrder();
  void whatIsClaimedIsTold();
  void wishesReachTheWorker();
  void aPauseIsTakenBack();
  void aStoppedJobKeepsItsBest();
  void theRunGoesBack();
  void aRemovedJobLeavesNothing();
  void anyoneSeesChanges();
};

void VoiceJobsTest::statesFollow_data() {
  QTest::addColumn<JobState>("from");
  QTest::addColumn<QString>("act");
  QTest::addColumn<int>("to");  // -1: a sentence, and nothing changes
  const auto row = [](JobState from, const char* act, int to) {
    QTest::addRow("%d %s", static_cast<int>(from), act) << from << QString::fromLatin1(act) << to;
  };
  const auto no = -1;
  using enum JobState;
  const QVector<JobState> states{Draft, Queued, Running, Pausing, Paused, Done, Stopped, Failed};
  const auto all = [&](const char* act, QVector<int> to) {
    for (int i = 0; i < states.size(); ++i) row(states[i], act, to[i]);
  };
  const auto n = [](JobState state) { return static_cast<int>(state); };
  //                Draft      Queued      Running     Pausing     Paused      Done       Stopped     Failed
  all("enqueue", {n(Queued), no, no, no, no, no, no, no});
  all("pause", {no, n(Paused), n(Pausing), n(Pausing), n(Paused), no, no, no});
  all("resume", {no, n(Queued), n(Running), n(Pausing), n(Queued), no, n(Queued), n(Queued)});
  all("stop", {no, n(Stopped), n(Running), n(Pausing), n(Queued), no, no, no});
  all("settings", {n(Draft), no, no, no, no, no, no, no});
  all("move", {no, n(Queued), no, no, no, no, no, no});
  all("plan", {n(Draft), n(Queued), n(Running), n(Pausing), n(Paused), no, no, n(Failed)});
  all("end", {no, no, n(Done), n(Done), no, no, no, no});
  all("draft again", {no, no, no, no, no, no, no, no});
}

void VoiceJobsTest::statesFollow() {
  QFETCH(JobState, from);
  QFETCH(QString, act);
  QFETCH(int, to);
  Voices voices;
  const QString job = jobIn(voices, from);
  QCOMPARE(voices.state(job), from);
  const auto error = errorOf([&] {
    if (act == "enqueue") voices.store.enqueue(job, "/m", "m", "1");
    if (act == "pause") voices.store.pause(job);
    if (act == "resume") voices.store.resume(job);
    if (act == "stop") voices.store.stop(job);
    if (act == "settings") voices.store.setSettings(job, {});
    if (act == "move") voices.store.moveJob(job, 1);
    if (act == "plan") voices.store.setPlan(job, {});
    if (act == "end") voices.store.endSitting(job, JobState::Done, {});
    if (act == "draft again") voices.store.endSitting(job, JobState::Draft, {});
  });
  QCOMPARE(error.has_value(), to < 0);
  if (error) {
    QCOMPARE(error->code(), StorageCode::kInvalid);
    QVERIFY2(isSentence(error->sentence()), error->what());
  }
  QCOMPARE(voices.state(job), to < 0 ? from : static_cast<JobState>(to));
}

void VoiceJobsTest::keepsWhatItIsTold() {
  Voices voices;
  VoiceSettings settings;
  settings.rank = 7;
  settings.linears = QStringList{"queries", "down"};
  settings.rate = 3e-4;
  settings.minutes = 0;
  settings.steps = 1234;
  settings.rehearsal = 0.25;
  settings.patience = 0;
  settings.sampleEvery = 9;
  settings.onBattery = true;
  settings.fromHour = 22;
  settings.untilHour = 6;
  settings.device = "cpu";
  settings.seed = 18446744073709551615ULL;
  const QString job = voices.store.addJob("  A\n voice ", voices.corpus, settings);
  VoicePlan plan{true, 1.5, 1200, 3.25, 30, qint64(6) << 30, 1, 2, qint64(1) << 40, "Too much."};
  voices.store.setPlan(job, plan);
  voices.store.enqueue(job, "/m", "estuary", "abc");
  const VoiceJob row = VoiceStore(voices.store.path()).job(job)->job;
  QCOMPARE(row.name, QString("A voice"));
  QVERIFY(row.settings == settings);
  QCOMPARE(row.plan.memory, plan.memory);
  QCOMPARE(row.plan.diskFree, plan.diskFree);
  QCOMPARE(row.plan.passes, plan.passes);
  QCOMPARE(row.plan.refusal, plan.refusal);
  QCOMPARE(row.corpusName, QString("My novel"));
  QCOMPARE(row.model + row.modelName + row.modelSha256, QString("/mestuaryabc"));
  QCOMPARE(row.position, 1);
  QVERIFY(row.created.isValid() && !row.started.isValid() && std::isnan(row.heldOutBest));
  QCOMPARE(voices.store.jobNamed("A voice")->id, job);
  QVERIFY(!voices.store.jobNamed("Another"));
}

void VoiceJobsTest::settingsAreFixed() {
  Voices voices;
  const QString job = voices.draft();
  voices.store.setPlan(job, {true, 1, 2, 3, 4, 5, 6, 7, 8, {}});
  VoiceSettings settings;
  settings.rank = 4;
  voices.store.setSettings(job, settings);
  QCOMPARE(voices.store.job(job)->job.settings.rank, 4);
  QVERIFY(!voices.store.job(job)->job.plan.measured);  // it was measured for others
}

void VoiceJobsTest::refusesSettingsThatNobodyCanHave() {
  Voices voices;
  const auto refuses = [&](auto change) {
    VoiceSettings settings;
    change(settings);
    const auto error = errorOf([&] { voices.store.addJob("A", voices.corpus, settings); });
    return error && isSentence(error->sentence());
  };
  QVERIFY(refuses([](VoiceSettings& s) { s.rank = 0; }));
  QVERIFY(refuses([](VoiceSettings& s) { s.rank = 257; }));
  QVERIFY(refuses([](VoiceSettings& s) { s.linears = QStringList{"knees"}; }));
  QVERIFY(refuses([](VoiceSettings& s) { s.rate = std::nan(""); }));
  QVERIFY(refuses([](VoiceSettings& s) { s.rate = 0; }));
  QVERIFY(refuses([](VoiceSettings& s) { s.minutes = -1; }));
  QVERIFY(refuses([](VoiceSettings& s) { s.minutes = 0; }));
  QVERIFY(refuses([](VoiceSettings& s) { s.rehearsal = 0.95; }));
  QVERIFY(refuses([](VoiceSettings& s) { s.fromHour = 24; }));
  QVERIFY(!refuses([](VoiceSettings& s) { s.minutes = 0, s.steps = 5; }));
  QVERIFY(errorOf([&] { voices.store.addJob(" \n", voices.corpus, {}); }));
  QVERIFY(errorOf([&] { voices.store.addJob("A", "no corpus", {}); }));
}

void VoiceJobsTest::refusesACorpusThatTeachesNothing() {
  Voices voices;
  const QString job = voices.draft();
  const QVector<CorpusChapter> chapters = voices.store.corpus(voices.corpus)->chapters;
  const auto enqueue = [&] { voices.store.enqueue(job, "/m", "m", "1"); };
  voices.store.setChapterUse(chapters[1].id, ChapterUse::Learn);
  auto error = errorOf(enqueue);
  QVERIFY(error && isSentence(error->sentence()) && error->sentence().contains("held out"));
  voices.store.setChapterUse(chapters[0].id, ChapterUse::LeftOut);
  error = errorOf(enqueue);
  QVERIFY2(error && isSentence(error->sentence()) && error->sentence().contains("300"), error ? error->what() : "");
  QCOMPARE(voices.state(job), JobState::Draft);
}

void VoiceJobsTest::theQueueHasAnOrder() {
  Voices voices;
  const QString a = voices.queued("a"), b = voices.queued("b"), c = voices.queued("c");
  const QString draft = voices.draft("d");
  const auto names = [&] {
    QString all;
    for (const VoiceJob& job : voices.store.view().jobs)
      all += job.name + (job.position > 0 ? QString::number(job.position) : QString());
    return all;
  };
  QCOMPARE(names(), QString("a1b2c3d"));
  voices.store.moveJob(c, 1);
  QCOMPARE(names(), QString("c1a2b3d"));
  voices.store.moveJob(c, 99);
  QCOMPARE(names(), QString("a1b2c3d"));
  voices.store.moveJob(a, 2);
  QCOMPARE(names(), QString("b1a2c3d"));
  voices.store.pause(a);
  QCOMPARE(names(), QString("b1c2da"));
  voices.store.resume(a);
  QCOMPARE(names(), QString("b1c2a3d"));
  voices.store.removeJob(c);
  QCOMPARE(names(), QString("b1a2d"));
  QCOMPARE(voices.store.claim()->id, b);
  QCOMPARE(names(), QString("ba1d"));
  voices.store.endSitting(b, JobState::Queued, {});
  QCOMPARE(names(), QString("b1a2d"));
  voices.store.stop(b);
  QCOMPARE(names(), QString("a1db"));
  Q_UNUSED(draft)
}

void VoiceJobsTest::whatIsClaimedIsTold() {
  Voices voices;
  QVERIFY(!voices.store.claim());
  const QString job = voices.queued();
  QVERIFY(!voices.store.isWorkedOn(job));
  const auto claimed = voices.store.claim();
  QVERIFY(claimed && claimed->id == job && claimed->state == JobState::Running && claimed->started.isValid());
  QVERIFY(voices.store.isWorkedOn(job));
  QVERIFY(!voices.store.claim());
  VoiceJob figures;
  figures.step = 10;
  figures.steps = 200;
  figures.seconds = 12.5;
  figures.secondsLeft = 240;
  figures.tokensPerSecond = 900;
  figures.heldOutBefore = 1.05;
  voices.store.addPoint(job, {10, 12.5, 0.9, kNotMeasured}, figures);
  voices.store.setNote(job, "It waits for power.");
  voices.store.addSamples(job, {{0, 0, "before", "after", "own", "fill"}, {10, 0, "before", "after", "own", "fuller"}});
  voices.store.setExperts(job, {{2, {0.5, 0.5}, {0.25, 0.75}}});
  VoiceJobView view = *VoiceStore(voices.store.path()).job(job);
  QCOMPARE(view.job.tokensPerSecond, 900.0);
  QCOMPARE(view.job.heldOutBefore, 1.05);
  QVERIFY(std::isnan(view.job.heldOut));
  QCOMPARE(view.job.note, QString("It waits for power."));
  QCOMPARE(view.points.size(), 1);
  QVERIFY(std::isnan(view.points[0].heldOut));
  QCOMPARE(view.samples.size(), 2);
  QCOMPARE(view.samples[1].fill, QString("fuller"));
  QCOMPARE(view.experts[0].now, (QVector<double>{0.25, 0.75}));
  voices.store.endSitting(job, JobState::Done, "It learns no more.");
  view = *voices.store.job(job);
  QVERIFY(view.job.ended.isValid());
  QCOMPARE(view.job.note, QString("It learns no more."));
  QVERIFY(!voices.store.isWorkedOn(job));
  QVERIFY(errorOf([&] { voices.store.endSitting(job, JobState::Done, {}); }));
}

void VoiceJobsTest::wishesReachTheWorker() {
  Voices voices;
  VoiceStore other(voices.store.path());  // a window beside the process that trains
  const QString job = voices.queued();
  voices.store.claim();
  QCOMPARE(voices.store.wish(job), VoiceStore::Wish::GoOn);
  other.pause(job);
  QCOMPARE(voices.store.wish(job), VoiceStore::Wish::Pause);
  QVERIFY(errorOf([&] { other.endSitting(job, JobState::Paused, {}); }));  // who does not work on it does not end it
  voices.store.endSitting(job, JobState::Paused, {});
  QCOMPARE(voices.state(job), JobState::Paused);
  other.resume(job);
  voices.store.claim();
  QCOMPARE(voices.store.wish(job), VoiceStore::Wish::GoOn);
  other.stop(job);
  QCOMPARE(voices.store.wish(job), VoiceStore::Wish::Stop);
  other.pause(job);  // stopping goes before pausing
  QCOMPARE(voices.store.wish(job), VoiceStore::Wish::Stop);
  voices.store.endSitting(job, JobState::Stopped, {});
  other.resume(job);
  voices.store.claim();
  QCOMPARE(voices.store.wish(job), VoiceStore::Wish::GoOn);
  QCOMPARE(voices.store.wish("gone"), VoiceStore::Wish::Stop);
}

void VoiceJobsTest::aPauseIsTakenBack() {
  Voices voices;
  VoiceStore other(voices.store.path());
  const QString job = voices.queued();
  voices.store.claim();
  other.pause(job);
  other.resume(job);
  QCOMPARE(voices.state(job), JobState::Pausing);  // the worker may have seen it by now
  voices.store.endSitting(job, JobState::Paused, {});
  QCOMPARE(voices.state(job), JobState::Queued);
  voices.store.claim();
  other.pause(job);
  other.resume(job);
  other.pause(job);
  voices.store.endSitting(job, JobState::Paused, {});
  QCOMPARE(voices.state(job), JobState::Paused);
}

void VoiceJobsTest::aStoppedJobKeepsItsBest() {
  Voices voices;
  const QString first = voices.queued("first");
  const QString job = jobIn(voices, JobState::Paused);
  voices.store.stop(job);
  // Somebody has to make the voice of it.
  const auto claimed = voices.store.claim();
  QVERIFY(claimed && claimed->id == job);
  QCOMPARE(voices.store.wish(job), VoiceStore::Wish::Stop);
  voices.store.endSitting(job, JobState::Stopped, {});
  voices.store.stop(first);
  QCOMPARE(voices.state(first), JobState::Stopped);
  QVERIFY(isSentence(voices.store.job(first)->job.note));
  QVERIFY(!voices.store.claim());
}

void VoiceJobsTest::theRunGoesBack() {
  Voices voices;
  const QString job = jobIn(voices, JobState::Running);
  for (const qint64 step : {1, 2, 3, 4, 5, 6}) voices.point(job, step, 10.0 + double(step));
  voices.store.addSamples(job, {{0, 0, {}, {}, {}, "a"}, {3, 0, {}, {}, {}, "b"}, {6, 0, {}, {}, {}, "c"}});
  VoiceJob figures;
  figures.step = 4;
  voices.store.addPoint(job, {4, 9, kNotMeasured, 1.25}, figures);  // measured after the step
  VoiceJobView view = *voices.store.job(job);
  QCOMPARE(view.points.size(), 4);
  QCOMPARE(view.points.last().loss, 14.0);
  QCOMPARE(view.points.last().heldOut, 1.25);
  QCOMPARE(view.samples.size(), 2);
  voices.point(job, 2, 0.5);
  view = *voices.store.job(job);
  QCOMPARE(view.points.size(), 2);
  QCOMPARE(view.points.last().loss, 0.5);
  QCOMPARE(view.job.step, 2);
}

void VoiceJobsTest::aRemovedJobLeavesNothing() {
  Voices voices;
  const QString job = jobIn(voices, JobState::Running);
  const QString folder = voices.store.jobFolder(job);
  QVERIFY(QDir(folder).mkpath("state"));
  const auto error = errorOf([&] { voices.store.removeJob(job); });
  QVERIFY(error && isSentence(error->sentence()) && QFileInfo::exists(folder + "/state"));
  QVERIFY(errorOf([&] { VoiceStore(voices.store.path()).removeJob(job); }));
  voices.store.endSitting(job, JobState::Failed, "No.");
  voices.store.removeJob(job);
  QVERIFY(!QFileInfo::exists(folder) && !voices.store.job(job));
  const auto gone = errorOf([&] { voices.store.pause(job); });
  QVERIFY(gone && gone->code() == StorageCode::kNotFound && isSentence(gone->sentence()));
}

void VoiceJobsTest::anyoneSeesChanges() {
  Voices voices;
  VoiceStore other(voices.store.path());
  qint64 seen = other.version();
  const auto changed = [&] { return std::exchange(seen, other.version()) != other.version(); };
  QVERIFY(!changed());
  const QString job = voices.queued();
  QVERIFY(changed());
  voices.store.claim();
  QVERIFY(changed());
  voices.point(job, 1);
  QVERIFY(changed());
  voices.store.setNote(job, "Note.");
  QVERIFY(changed());
  voices.store.setNote(job, "Note.");
  QVERIFY(!changed());
  QVERIFY(!voices.store.claim());
  QVERIFY(!changed());
}

QTEST_APPLESS_MAIN(VoiceJobsTest)
#include "voice_jobs_test.moc"
