// SPDX-License-Identifier: GPL-3.0-or-later
// The training of an adapter: what a step sees, that it learns, that a run goes on exactly where it stopped, and that
// what it leaves opens as a model.
#include <QTest>
#include <cmath>
#include <fstream>
#include <set>

#include "engine/training/adapter_trainer.h"
#include "engine/training/trainer.h"
#include "tests/engine/adapter_desk.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

// A base, books of habits, and a configuration that ends within seconds.
struct TrainingScene {
  TrainingScene() {
    desk.folder.write("books/one.txt", habitualText(300, 1));
    desk.folder.write("books/more/two.txt", habitualText(200, 2));
    desk.folder.write("valid/held.txt", habitualText(120, 3));
    corpus = tokenizeCorpus(desk.folder.path("books"), *desk.tokenizer, "");
    valid = tokenizeCorpus(desk.folder.path("valid"), *desk.tokenizer, "");
    config.adapter = desk.config;
    config.batch.tokens = 192;
    config.batch.lengths = {{48, 0.5}, {64, 0.5}};
    config.batch.longestGap = 12;
    config.optimizer.adamRate = 1e-2;
    config.seed = 5;
  }
  AdapterTrainer trainer() const { return {config, *desk.file, *desk.tokenizer, corpus}; }
  GapSource source() const { return {corpus, *desk.tokenizer, config.batch, desk.marks(), 64}; }

  AdapterDesk desk;
  TokenizedCorpus corpus, valid;
  AdapterTrainConfig config;
};

nlohmann::json tinyRun() {
  return {
      {"adapter",
       {{"rank", 4}, {"experts", 4}, {"expertHidden", 16}, {"expertLayers", {1}}, {"marker", "…"}, {"name", "tiny"}}},
      {"batch", {{"tokens", 96}, {"lengths", {{48, 1}}}}},
      {"optimizer", {{"adamRate", 0.01}}},
      {"warmUp", 2},
      {"steps", 6},
      {"checkpointEvery", 2},
      {"heldOutEvery", 3},
      {"heldOutBatches", 3}};
}

struct Job : TrainJob {
  explicit Job(const TrainingScene& scene, const nlohmann::json& json = tinyRun()) {
    config = scene.desk.folder.write("config.json", json.dump());
    data = scene.desk.folder.path("books");
    valid = scene.desk.folder.path("valid");
    output = scene.desk.folder.path("run");
    device = "cpu";
    setBaseFiles({scene.desk.path});
  }
  ~Job() { setBaseFiles({}); }
  std::vector<TrainProgress> run(std::int64_t stopAt = 1000) const {
    CancelFlag cancel{false};
    std::vector<TrainProgress> seen;
    runTraining(
        *this,
        [&](const TrainProgress& p) {
          seen.push_back(p);
          cancel = p.step >= stopAt;
        },
        cancel);
    return seen;
  }
};

}  // namespace

class AdapterTrainingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void batchesArePure();
  void gapsAndMaskingsCoverEverything();
  void someStepsSeeRunsInOrder();
  void lossFallsAndResumesExactly();
  void twoSittingsAreOne();
  void leavesAModelThatOpens();
  void beginsWithAnAdapter();
  void refusesWhatCannotBe_data();
  void refusesWhatCannotBe();
  void refusesBadJobs();
  void theShippedConfigurationIsRead();
};

void AdapterTrainingTest::batchesArePure() {
  const TrainingScene scene;
  const GapRows a = scene.source().make(9, 4);
  const GapRows b = scene.source().make(9, 4);
  const GapRows c = scene.source().make(9, 5);
  QVERIFY(a.contextId_C == b.contextId_C && a.id_R == b.id_R && a.hidden_R == b.hidden_R);
  QCOMPARE(a.noise_RW.defined(), b.noise_RW.defined());
  QVERIFY(!a.noise_RW.defined() || a.noise_RW.equal(b.noise_RW));
  QVERIFY(a.contextId_C != c.contextId_C);
}

void AdapterTrainingTest::gapsAndMaskingsCoverEverything() {
  TrainingScene scene;
  scene.config.batch.noisy = 0.5;
  scene.config.batch.inOrder = 0;
  std::size_t inGaps = 0;
  std::size_t noisy = 0;
  std::size_t looks = 0;
  std::int64_t text = 0;
  bool begins = false;
  bool ends = false;
  for (std::uint64_t step = 0; step < 60; ++step) {
    const GapRows rows = scene.source().make(1, step);
    QCOMPARE(rows.passes(), 2);
    const std::size_t half = rows.id_R.size() / 2;
    std::set<std::pair<std::int32_t, std::int32_t>> asked;
    for (std::size_t row = 0; row < half; ++row) {
      const bool anchor =
          row == 0 || rows.gap_R[row] != rows.gap_R[row - 1] || rows.place_R[row] <= rows.place_R[row - 1];
      // Every token of a gap is hidden in one of the passes, or in both; no anchor ever is.
      QCOMPARE(rows.hidden_R[row] || rows.hidden_R[row + half], !anchor);
      QCOMPARE(rows.id_R[row], rows.id_R[row + half]);
      inGaps += anchor ? 0 : 1;
      begins = begins || rows.place_R[row] == 0;
    }
    // What is asked of a row is the hidden token behind it.
    for (std::size_t row = 0; row + 1 < rows.id_R.size(); ++row) {
      if (rows.target_R[row] < 0) continue;
      QVERIFY(rows.hidden_R[row + 1]);
      QCOMPARE(rows.target_R[row], rows.id_R[row + 1]);
    }
    QCOMPARE(rows.asked(), std::count(rows.hidden_R.begin(), rows.hidden_R.end(), true));
    for (const RowRun& run : rows.texts) {
      const std::size_t last = static_cast<std::size_t>(run.first + run.count) - 1;
      ends = ends || rows.mark_C[last] >= 0;
      text += run.count - 1;
    }
    for (const RowRun& look : rows.looks) {
      ++looks;
      if (rows.noise_RW.defined() && rows.noise_RW[look.first].any().item<bool>()) ++noisy;
    }
  }
  QVERIFY(begins && ends);
  const double share = static_cast<double>(inGaps) / static_cast<double>(inGaps + static_cast<std::size_t>(text));
  QVERIFY2(share > 0.2 && share < 0.5, qPrintable(QString::number(share)));
  const double withNoise = static_cast<double>(noisy) / static_cast<double>(looks);
  QVERIFY2(withNoise > 0.35 && withNoise < 0.65, qPrintable(QString::number(withNoise)));
}

void AdapterTrainingTest::someStepsSeeRunsInOrder() {
  TrainingScene scene;
  scene.config.batch.inOrder = 0.5;
  std::size_t inOrder = 0;
  constexpr std::size_t kSteps = 60;
  for (std::uint64_t step = 0; step < kSteps; ++step) {
    const GapRows rows = scene.source().make(1, step);
    if (rows.passes() > 1) continue;
    ++inOrder;
    // Every token of every gap is asked once: as many rows of either kind, and an anchor for each gap.
    QCOMPARE(rows.asked(), std::count(rows.hidden_R.begin(), rows.hidden_R.end(), true));
    const auto marks = std::count_if(rows.mark_C.begin(), rows.mark_C.end(), [](auto mark) { return mark >= 0; });
    QCOMPARE(static_cast<std::int64_t>(rows.id_R.size()), 2 * rows.asked() + marks);
  }
  QVERIFY2(inOrder > kSteps / 4 && inOrder < kSteps * 3 / 4, qPrintable(QString::number(inOrder)));
  QCOMPARE(scene.source().makeHeldOutInOrder(1, 2).passes(), 1);
}

void AdapterTrainingTest::lossFallsAndResumesExactly() {
  const TrainingScene scene;
  AdapterTrainer straight = scene.trainer();
  const double before = straight.heldOut(scene.valid, 3);
  std::vector<double> losses;
  for (int i = 0; i < 60; ++i) {
    losses.push_back(straight.step(1.0).loss);
    if (i == 29) straight.save(scene.desk.folder.path("middle.safetensors"), 12.5);
  }
  const double after = straight.heldOut(scene.valid, 3);
  QVERIFY2(losses.back() < 0.75 * losses.front(),
           qPrintable(QString("%1 -> %2").arg(losses.front()).arg(losses.back())));
  QVERIFY2(after < 0.85 * before, qPrintable(QString("%1 -> %2").arg(before).arg(after)));
  QVERIFY(straight.tokens() > 60 * 40);
  // The experts' balance moves against their load.
  for (const Parameter& parameter : straight.parameters()) {
    if (parameter.kind == ParameterKind::kBuffer) QVERIFY(parameter.tensor.any().item<bool>());
  }

  AdapterTrainer resumed = scene.trainer();
  QCOMPARE(resumed.load(scene.desk.folder.path("middle.safetensors")), 12.5);
  for (std::size_t i = 30; i < 60; ++i) QCOMPARE(resumed.step(1.0).loss, losses[i]);
  QCOMPARE(resumed.heldOut(scene.valid, 3), after);
  QCOMPARE(resumed.tokens(), straight.tokens());
}

// The command: 6 steps, and 3 and 3, bit for bit.
void AdapterTrainingTest::twoSittingsAreOne() {
  const TrainingScene scene;
  Job job(scene);
  const auto seen = job.run();
  QCOMPARE(seen.back().step, std::int64_t{6});
  QVERIFY(std::isfinite(seen.back().heldOutLoss) && seen.back().tokensPerSecond > 0);
  QVERIFY(std::any_of(seen.begin(), seen.end(), [](const TrainProgress& p) { return !p.experts.empty(); }));
  job.output = scene.desk.folder.path("halves");
  QCOMPARE(job.run(3).back().step, std::int64_t{3});
  QCOMPARE(job.run().back().heldOutLoss, seen.back().heldOutLoss);
  for (const char* file : {"checkpoint.safetensors", "model/adapter.safetensors"}) {
    const auto whole = readSafeTensors(scene.desk.folder.path("run/") + file).tensors;
    const auto halves = readSafeTensors(scene.desk.folder.path("halves/") + file).tensors;
    QCOMPARE(whole.size(), halves.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      if (whole[i].first == "trainer.doubles") continue;  // holds how long it took
      QVERIFY2(whole[i].second.equal(halves[i].second), whole[i].first.c_str());
    }
  }
  // Another shape does not go on from there.
  auto other = tinyRun();
  other["adapter"]["rank"] = 5;
  job.config = scene.desk.folder.write("other.json", other.dump());
  QVERIFY(sentenceOf([&] { job.run(); }).find("another model configuration") != std::string::npos);
}

void AdapterTrainingTest::leavesAModelThatOpens() {
  const TrainingScene scene;
  const Job job(scene);
  job.run();
  const LoadedModel model = loadModel(job.output + "/model");
  QCOMPARE(model.name, std::string("tiny"));
  QVERIFY(model.base != nullptr && model.denoiser != nullptr);
  const AdapterFolder folder = readAdapter(job.output + "/model");
  QCOMPARE(folder.config.baseFile, std::string("base.gguf"));
  QCOMPARE(folder.config.baseSha256, scene.desk.file->sha256());
  QCOMPARE(folder.tensors.size(), adapterTensors(folder.config, scene.desk.file->config()).size());
  bool learnt = false;
  for (const auto& [name, tensor] : folder.tensors)
    learnt = learnt || (name.ends_with(".b") && tensor.any().item<bool>());
  QVERIFY(learnt);
}

// A run begins where an adapter ended, without a word of its shape; one of another shape is refused.
void AdapterTrainingTest::beginsWithAnAdapter() {
  TrainingScene scene;
  AdapterTrainer first = scene.trainer();
  const double before = first.heldOut(scene.valid, 3);
  for (int i = 0; i < 40; ++i) first.step(1.0);
  const double learnt = first.heldOut(scene.valid, 3);
  QVERIFY(learnt < 0.9 * before);
  const std::string folder = scene.desk.folder.path("model");
  saveAdapter(folder, scene.config.adapter, first.averaged());

  nlohmann::json json = tinyRun();
  json.erase("adapter");
  json["adapter"] = nlohmann::json::object();
  json["optimizer"]["adamRate"] = 0;
  Job job(scene, json);
  job.from = folder;
  const double held = job.run().back().heldOutLoss;
  QVERIFY2(held < 0.95 * before, qPrintable(QString("%1 of %2").arg(held).arg(before)));
  const auto begun = readAdapter(job.output + "/model");
  const auto from = readAdapter(folder);
  QVERIFY(toJson(begun.config) == toJson(from.config));
  for (std::size_t i = 0; i < from.tensors.size(); ++i) {
    if (!from.tensors[i].first.ends_with("bias"))
      QVERIFY2(begun.tensors[i].second.equal(from.tensors[i].second), from.tensors[i].first.c_str());
  }
  json["adapter"]["rank"] = 6;
  job.config = scene.desk.folder.write("other.json", json.dump());
  job.output = scene.desk.folder.path("other");
  const std::string sentence = sentenceOf([&] { job.run(); });
  QVERIFY2(sentence.find("has the shape") != std::string::npos, sentence.c_str());
}

void AdapterTrainingTest::refusesWhatCannotBe_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<QString>("names");
  const auto row = [](const char* json, const char* names) { QTest::newRow(json) << json << names; };
  row(R"({"adapter": {"rank": 0}})", "rank");
  row(R"({"adapter": {"rank": 4.5}})", "rank");
  row(R"({"adapter": {"experts": 4, "expertsPerToken": 5}})", "expertsPerToken");
  row(R"({"adapter": {"expertLayers": [1]}})", "experts is 0");
  row(R"({"adapter": {"linears": ["keys", "head"]}})", "\"head\"");
  row(R"({"adapter": {"linears": []}})", "linears");
  row(R"({"adapter": {"base": {}}})", "--base");
  row(R"({"adapter": {"depth": 3}})", "depth");
  row(R"({"adapter": {}, "model": {}})", "model");
  row(R"({"adapter": {}, "batch": {"share": 0.95}})", "share");
  row(R"({"adapter": {}, "batch": {"lengths": [[513, 1]]}})", "513");
  row(R"({"adapter": {}, "batch": {"lengths": [[64, 0]]}})", "lengths");
  row(R"({"adapter": {}, "batch": {"longestGap": 0}})", "longestGap");
  row(R"({"adapter": {}, "batch": {"whole": 0.1}})", "whole");
  row(R"({"adapter": {}, "decay": 2})", "decay");
  row(R"({"adapter": {}, "ema": 1})", "ema");
  row(R"({"adapter": {}, "curve": "round"})", "curve");
}

void AdapterTrainingTest::refusesWhatCannotBe() {
  QFETCH(QString, json);
  QFETCH(QString, names);
  AdapterConfig begins;
  begins.baseSha256 = std::string(64, '0');
  ErrorCode code{};
  const std::string sentence = sentenceOf(
      [&] { adapterTrainConfigFromJson(nlohmann::json::parse(json.toStdString()), begins, "a test"); }, &code);
  QVERIFY2(sentence.find(names.toStdString()) != std::string::npos, sentence.c_str());
  QCOMPARE(code, ErrorCode::kInvalidConfig);
}

void AdapterTrainingTest::refusesBadJobs() {
  const TrainingScene scene;
  Job job(scene);
  const auto says = [&](const char* words) {
    const std::string sentence = sentenceOf([&] { job.run(); });
    return sentence.find(words) != std::string::npos ? QByteArray() : QByteArray::fromStdString("said: " + sentence);
  };
  auto json = tinyRun();
  json["adapter"]["expertLayers"] = {1, 3};
  job.config = scene.desk.folder.write("layers.json", json.dump());
  QCOMPARE(says("layers 0 to 2"), QByteArray());
  json = tinyRun();
  json["adapter"]["marker"] = "two tokens";
  job.config = scene.desk.folder.write("marker.json", json.dump());
  QCOMPARE(says("no single token"), QByteArray());
  json = tinyRun();
  json.erase("adapter");
  job.config = scene.desk.folder.write("own.json", json.dump());
  QCOMPARE(says("has no \"adapter\""), QByteArray());
  job.config = scene.desk.folder.path("config.json");
  job.tokenizer = modelFolder() + "/tokenizer.model";
  QCOMPARE(says("leave --tokenizer out"), QByteArray());
  job.tokenizer.clear();
  job.from = modelFolder();
  QCOMPARE(says("is no adapter"), QByteArray());
  job.from.clear();
  job.data = scene.desk.folder.path("nothing");
  QCOMPARE(says("does not exist"), QByteArray());
  job.data = scene.desk.folder.path("pairs");
  scene.desk.folder.write("pairs/a.jsonl", "{\"src\": \"one\", \"trg\": \"two\"}\n");
  QCOMPARE(says("pairs"), QByteArray());
  job.data = scene.desk.folder.path("books");
  setBaseFiles({});
  QCOMPARE(says("--base"), QByteArray());
  setBaseFiles({scene.desk.folder.path("gone.gguf")});
  QCOMPARE(says("gone.gguf"), QByteArray());
  setBaseFiles({scene.desk.folder.write("torn.gguf", madeUpBase(deskBase()).substr(0, 9000))});
  QCOMPARE(says("torn.gguf"), QByteArray());
  MadeUpBaseOptions untied = deskBase();
  untied.tied = false;
  setBaseFiles({scene.desk.folder.write("untied.gguf", madeUpBase(untied))});
  QCOMPARE(says("output of its own"), QByteArray());
}

void AdapterTrainingTest::theShippedConfigurationIsRead() {
  AdapterConfig begins;
  begins.baseSha256 = std::string(64, '0');
  std::ifstream file(LACUNA_SOURCE_DIR "/resources/models/estuary-135m/train.json");
  const AdapterTrainConfig config = adapterTrainConfigFromJson(nlohmann::json::parse(file), begins, "train.json");
  const auto shipped = readAdapter(LACUNA_SOURCE_DIR "/resources/models/estuary-135m").config;
  QCOMPARE(config.adapter.rank, shipped.rank);
  QVERIFY(config.adapter.expertLayers == shipped.expertLayers);
  QCOMPARE(config.adapter.expertHidden, shipped.expertHidden);
  QCOMPARE(config.adapter.marker, shipped.marker);
}

QTEST_GUILESS_MAIN(AdapterTrainingTest)
#include "adapter_training_test.moc"
