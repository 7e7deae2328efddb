// SPDX-License-Identifier: GPL-3.0-or-later
// A new run that begins with the weights of a model.
#include "tests/engine/training_desk.h"

#include <QTest>

#include <cmath>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

class StartFromTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void beginsWithAnotherModel();
};

// A run begins where another model ended, by its held-out loss, though its heads read less; one of another shape is
// refused, and a run that is there already goes on from itself.
void StartFromTest::beginsWithAnotherModel() {
  const Desk desk;
  TrainConfig config = tinyTraining();
  Trainer first(config, desk.tokenizer, desk.corpus);
  const double before = first.heldOut(desk.valid, 2);
  for (int i = 0; i < 40; ++i) first.step(1.0);
  const double learnt = first.heldOut(desk.valid, 2);
  QVERIFY(learnt < 0.9 * before);
  saveModel(desk.folder.path("model"), config.model, first.averaged(), modelFolder() + "/tokenizer.model");

  Trainer same(config, desk.tokenizer, desk.corpus);
  same.startFrom(desk.folder.path("model"));
  QVERIFY(std::abs(same.heldOut(desk.valid, 2) - learnt) < 0.01);  // the folder's weights are float16
  QCOMPARE(same.steps(), std::int64_t{0});
  config.model.heads.front().gapReadsGlobals = false;
  Trainer near(config, desk.tokenizer, desk.corpus);
  near.startFrom(desk.folder.path("model"));
  const double nearLoss = near.heldOut(desk.valid, 2);
  QVERIFY2(nearLoss < 0.9 * before && nearLoss != learnt, qPrintable(QString::number(nearLoss)));

  nlohmann::json json = {
      {"model", toJson(config.model)}, {"batch", {{"tokens", 256}, {"lengths", {{64, 1.0}}}}}, {"steps", 4}};
  TrainJob job;
  job.config = desk.folder.write("config.json", json.dump());
  job.data = desk.folder.path("books");
  job.valid = desk.folder.path("valid");
  job.from = desk.folder.path("model");
  job.output = desk.folder.path("run");
  const CancelFlag go{false};
  std::vector<TrainProgress> seen;
  const auto run = [&] {
    runTraining(
        job, [&](const TrainProgress& p) { seen.push_back(p); }, go);
  };
  run();
  QCOMPARE(seen.back().step, std::int64_t{4});
  const double after = seen.back().heldOutLoss;
  QVERIFY2(after < 0.95 * before, qPrintable(QString::number(after)));
  QVERIFY(loadModel(desk.folder.path("run/model")).denoiser != nullptr);  // with the tokenizer of the model before
  run();
  QCOMPARE(seen.back().heldOutLoss, after);

  json["model"]["layers"] = config.model.layers + 1;
  job.config = desk.folder.write("other.json", json.dump());
  job.output = desk.folder.path("other");
  const std::string sentence = sentenceOf(run);
  QVERIFY2(sentence.find("same width, layers and experts") != std::string::npos, sentence.c_str());
}

QTEST_GUILESS_MAIN(StartFromTest)
#include "start_from_test.moc"
