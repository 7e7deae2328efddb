// SPDX-License-Identifier: GPL-3.0-or-later
// The training of a voice: that it learns, that a run that is killed and goes on ends with the same bytes, when it ends
// by itself, and what it leaves.
#include <QTest>
#include <cctype>
#include <cmath>
#include <fstream>
#include <thread>

#include "engine/training/adapter_trainer.h"
#include "engine/training/trainer.h"
#include "engine/training/work_clock.h"
#include "engine/weights/speaking_voices.h"
#include "tests/engine/voice_scene.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

nlohmann::json tinyRun() {
  return {{"voice", {{"name", "Mara"}, {"rank", kVoiceRank}}},
          {"batch", {{"tokens", 96}, {"lengths", {{48, 1}}}}},
          {"optimizer", {{"adamRate", 0.01}}},
          {"rehearsal", 0.3},
          {"warmUp", 2},
          {"steps", 10},
          {"checkpointEvery", 2},
          {"heldOutEvery", 3},
          {"heldOutBatches", 3},
          {"seed", 4}};
}

struct Killed {};

struct Job : TrainJob {
  explicit Job(const VoiceScene& scene, const nlohmann::json& json = tinyRun()) {
    config = scene.desk.folder.write("config.json", json.dump());
    data = scene.desk.folder.path("books");
    valid = scene.desk.folder.path("valid");
    output = scene.desk.folder.path("run");
    voiceOver = scene.adapter;
    device = "cpu";
  }
  // dieAt: throws in the middle of things, so that nothing is written any more.
  std::vector<TrainProgress> run(std::int64_t stopAt = 1000, std::int64_t dieAt = 1000) const {
    CancelFlag cancel{false};
    std::vector<TrainProgress> seen;
    runTraining(
        *this,
        [&](const TrainProgress& p) {
          seen.push_back(p);
          if (p.step >= dieAt) throw Killed();
          cancel = p.step >= stopAt;
        },
        cancel);
    return seen;
  }
};

std::string bytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

class VoiceTrainingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void beginsAsTheAdapterIs();
  void lossFallsAndResumesExactly();
  void aKilledRunEndsTheSame();
  void keepsTheBestAndEndsByItself();
  void callsBetweenTheLayers();
  void theClockCountsWork();
  void leavesAVoiceThatSpeaks();
  void refusesWhatCannotBe_data();
  void refusesWhatCannotBe();
  void refusesBadJobs();
};

void VoiceTrainingTest::beginsAsTheAdapterIs() {
  const VoiceScene scene;
  VoiceTrainer voice = scene.trainer();
  AdapterTrainConfig config;
  config.adapter = scene.desk.config;
  config.batch = scene.config.batch;
  AdapterTrainer adapter(config, *scene.desk.file, *scene.desk.tokenizer, scene.corpus);
  adapter.startFrom(scene.adapter);
  const double expected = adapter.heldOut(scene.valid, 4);
  // In bfloat16 the updates are added before or behind the rounding.
  const double found = voice.heldOut(scene.valid, 4);
  QVERIFY2(std::abs(found - expected) < 0.01 * expected, qPrintable(QString("%1 of %2").arg(found).arg(expected)));
  QVERIFY(voice.lastHeldOut().perCharacter > 0 && voice.lastHeldOut().perCharacter < found);
}

void VoiceTrainingTest::lossFallsAndResumesExactly() {
  VoiceScene scene;
  scene.config.rehearsal = 0.1;
  const TokenizedCorpus free = scene.rehearsal();
  VoiceTrainer straight = scene.trainer(free);
  const double before = straight.heldOut(scene.valid, 3);
  straight.heldOutCourse().begin(straight.lastHeldOut());
  std::vector<double> losses;
  for (int i = 0; i < 60; ++i) {
    losses.push_back(straight.step(1.0).loss);
    if (i == 29) straight.save(scene.desk.folder.path("middle.safetensors"), 12.5);
  }
  const double after = straight.heldOut(scene.valid, 3);
  QVERIFY2(after < 0.85 * before, qPrintable(QString("%1 -> %2").arg(before).arg(after)));
  VoiceTrainer resumed = scene.trainer(free);
  QCOMPARE(resumed.load(scene.desk.folder.path("middle.safetensors")), 12.5);
  QCOMPARE(resumed.heldOutCourse().before(), straight.heldOutCourse().before());
  QCOMPARE(resumed.heldOutCourse().loadBefore().tokens_E.size(), std::size_t{1});
  for (std::size_t i = 30; i < 60; ++i) QCOMPARE(resumed.step(1.0).loss, losses[i]);
  QCOMPARE(resumed.heldOut(scene.valid, 3), after);
  scene.config.voice.rank = 5;
  VoiceTrainer other = scene.trainer();
  const std::string sentence = sentenceOf([&] { other.load(scene.desk.folder.path("middle.safetensors")); });
  QVERIFY2(sentence.find("another model configuration") != std::string::npos, sentence.c_str());
}

// 10 steps in one go; and stopped after three, killed in the fifth and in the eighth, begun again each time.
void VoiceTrainingTest::aKilledRunEndsTheSame() {
  const VoiceScene scene;
  Job job(scene);
  const auto seen = job.run();
  QCOMPARE(seen.back().step, std::int64_t{10});
  QVERIFY(std::isfinite(seen.front().heldOutPerCharacter) && seen.front().step == 0);
  QCOMPARE(seen.front().heldOutPerCharacter, seen.back().heldOutBefore);
  QVERIFY(seen.back().bestHeldOut < seen.back().heldOutBefore && seen.back().bestStep > 0);
  const auto measured = std::find_if(seen.begin(), seen.end(), [](const auto& p) { return !p.expertShares.empty(); });
  QVERIFY(measured != seen.end());
  QCOMPARE(measured->expertShares.front().layer, 1);
  for (const auto& shares : {measured->expertShares.front().before, measured->expertShares.front().now}) {
    double sum = 0;
    for (const double share : shares) sum += share;
    QVERIFY(shares.size() == 4 && std::abs(sum - 1) < 1e-5);
  }
  job.output = scene.desk.folder.path("pieces");
  QCOMPARE(job.run(3).back().step, std::int64_t{3});
  for (const std::int64_t at : {5, 8}) {
    bool killed = false;
    try {
      job.run(1000, at);
    } catch (const Killed&) {
      killed = true;
    }
    QVERIFY(killed);
  }
  QCOMPARE(job.run().back().heldOutPerCharacter, seen.back().heldOutPerCharacter);
  for (const char* file : {"model/voice.safetensors", "best/voice.safetensors", "model/config.json"})
    QVERIFY2(bytesOf(scene.desk.folder.path("run/") + file) == bytesOf(job.output + "/" + file), file);
  QVERIFY(!bytesOf(job.output + "/best/voice.safetensors").empty());
}

void VoiceTrainingTest::keepsTheBestAndEndsByItself() {
  const VoiceScene scene;
  auto json = tinyRun();
  json["optimizer"]["adamRate"] = 0;
  json["patience"] = 2;
  json["steps"] = 100;
  const Job job(scene, json);
  const auto seen = job.run();
  QVERIFY(seen.back().outOfPatience);
  QCOMPARE(seen.back().step, std::int64_t{6});
  QCOMPARE(seen.back().bestStep, std::int64_t{0});
  QVERIFY2(seen.back().note.find("no gain") != std::string::npos, seen.back().note.c_str());
  for (const auto& [name, tensor] : readVoice(job.output + "/best", scene.desk.file->config()).tensors)
    QVERIFY2(!name.ends_with(".b") || !tensor.any().item<bool>(), name.c_str());
  QVERIFY(job.run().back().outOfPatience);  // and stays so
  // Held-out text that is nothing like what is learnt: the best is not the last.
  std::string other = habitualText(120, 3);
  for (char& letter : other) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  scene.desk.folder.write("unlike/held.txt", other);
  json["optimizer"]["adamRate"] = 0.05;
  json["rehearsal"] = 0;
  json["patience"] = 0;
  json["steps"] = 12;
  Job wild(scene, json);
  wild.valid = scene.desk.folder.path("unlike");
  wild.output = scene.desk.folder.path("wild");
  const auto worse = wild.run();
  QVERIFY(!worse.back().outOfPatience);
  QVERIFY(worse.back().bestHeldOut < worse.back().heldOutPerCharacter);
  QVERIFY(bytesOf(wild.output + "/best/voice.safetensors") != bytesOf(wild.output + "/model/voice.safetensors"));
}

void VoiceTrainingTest::callsBetweenTheLayers() {
  const VoiceScene scene;
  Job job(scene);
  int calls = 0;
  const auto thread = std::this_thread::get_id();
  bool elsewhere = false;
  job.between = [&] {
    ++calls;
    elsewhere = elsewhere || std::this_thread::get_id() != thread;
  };
  job.run();
  // Three layers read, run forward and run back, in ten steps.
  QVERIFY2(calls > 10 * 9, qPrintable(QString::number(calls)));
  QVERIFY(!elsewhere);
}

void VoiceTrainingTest::theClockCountsWork() {
  WorkClock clock;
  clock.start(true);
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  clock.leaveOut();
  QVERIFY(clock.seconds() < 0.4);
  const double before = clock.seconds();
  std::this_thread::sleep_for(std::chrono::milliseconds(1200));
  clock.tick();  // more than a second at once: the process was stopped
  QVERIFY(clock.seconds() - before < 1.19);
  QVERIFY(clock.seconds() >= 1.0);
  WorkClock all;
  all.start(false);
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  QVERIFY(all.seconds() >= 1.1);
}

void VoiceTrainingTest::leavesAVoiceThatSpeaks() {
  const VoiceScene scene;
  const Job job(scene);
  job.run();
  const VoiceFolder voice = readVoice(job.output + "/model", scene.desk.file->config());
  QCOMPARE(voice.config.name, std::string("Mara"));
  QCOMPARE(voice.config.rank, kVoiceRank);
  QCOMPARE(voice.config.overName, scene.desk.config.name);
  QCOMPARE(voice.config.baseSha256, scene.desk.file->sha256());
  LoadedModel model = loadModel(scene.adapter);
  speakWith(&model, {{job.output + "/best"}});
  QVERIFY(!model.speaking.empty());
  QVERIFY(bytesOf(job.output + "/model/README.md").find("nats a character") != std::string::npos);
}

void VoiceTrainingTest::refusesWhatCannotBe_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<QString>("names");
  const auto row = [](const char* json, const char* names) { QTest::newRow(json) << json << names; };
  row(R"({"voice": {"rank": 0}})", "rank");
  row(R"({"voice": {"rank": 4.5}})", "rank");
  row(R"({"voice": {"linears": ["keys", "head"]}})", "\"head\"");
  row(R"({"voice": {"experts": 4}})", "experts");
  row(R"({"voice": {"name": ""}})", "name");
  row(R"({"voice": []})", "object");
  row(R"({"voice": {}, "adapter": {}})", "adapter");
  row(R"({"voice": {}, "rehearsal": 1})", "rehearsal");
  row(R"({"voice": {}, "patience": -1})", "patience");
  row(R"({"voice": {}, "batch": {"lengths": [[513, 1]]}})", "513");
  row(R"({"voice": {}, "decay": 2})", "decay");
}

void VoiceTrainingTest::refusesWhatCannotBe() {
  QFETCH(QString, json);
  QFETCH(QString, names);
  VoiceConfig over;
  over.overSha256 = over.baseSha256 = std::string(64, '0');
  ErrorCode code{};
  const std::string sentence =
      sentenceOf([&] { voiceTrainConfigFromJson(nlohmann::json::parse(json.toStdString()), over, "a test"); }, &code);
  QVERIFY2(sentence.find(names.toStdString()) != std::string::npos, sentence.c_str());
  QCOMPARE(code, ErrorCode::kInvalidConfig);
}

void VoiceTrainingTest::refusesBadJobs() {
  const VoiceScene scene;
  Job job(scene);
  const auto says = [&](const char* words) {
    const std::string sentence = sentenceOf([&] { job.run(); });
    return sentence.find(words) != std::string::npos ? QByteArray() : QByteArray::fromStdString("said: " + sentence);
  };
  job.from = scene.adapter;
  QCOMPARE(says("--from"), QByteArray());
  job.from.clear();
  job.voiceOver = scene.desk.folder.path("nowhere");
  QCOMPARE(says("does not exist"), QByteArray());
  job.voiceOver = scene.adapter;
  job.run(3);
  // Other weights of the adapter: the run's state is of no use over them.
  AdapterDesk other;
  other.parameters.front().tensor.add_(1.0);
  saveAdapter(scene.adapter, scene.desk.config, other.parameters);
  QCOMPARE(says("another model configuration"), QByteArray());
}

QTEST_APPLESS_MAIN(VoiceTrainingTest)
#include "voice_training_test.moc"
