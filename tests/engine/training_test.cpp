// SPDX-License-Identifier: GPL-3.0-or-later
// A tiny model learns within seconds, and a run that was stopped and resumed gives the numbers of one that was not.
#include "tests/engine/training_desk.h"

#include "engine/training/schedule.h"

#include <QTest>

#include <cmath>
#include <filesystem>
#include <fstream>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

class TrainingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void lossFallsAndResumesExactly();
  void commandTrainsAndResumes();
  void goesBackWhenItLeavesItsCourse();
  void watchKnowsASpikeFromABadBatch();
  void accumulatedBatchesAreOneStep();
  void lengthsFollowTheCourse();
  void ratesFollowTheirCurve();
  void tokensStayOnTheDisk();
  void adamWLearnsToo();
  void recomputedLayersTrainAlike();
  void batchIsPure();
  void queueGivesTheSameSteps();
  void batchCoversGapsAndLevels();
  void foldersAreWeighted();
  void refusesForeignCheckpoint();
  void noiseHitsItsShares();
  void statesAreWhatTheirFormulasSay();
};

void TrainingTest::lossFallsAndResumesExactly() {
  const Desk desk;
  const TrainConfig config = tinyTraining();
  Trainer straight(config, desk.tokenizer, desk.corpus);
  std::vector<double> losses;
  const double before = straight.heldOut(desk.valid, 2);
  for (int i = 0; i < 60; ++i) {
    losses.push_back(straight.step(1.0).loss);
    if (i == 29) straight.save(desk.folder.path("middle.safetensors"), 12.5);
  }
  const double after = straight.heldOut(desk.valid, 2);
  QVERIFY2(losses.back() < 0.6 * losses.front(),
           qPrintable(QString("%1 -> %2").arg(losses.front()).arg(losses.back())));
  QVERIFY2(after < 0.8 * before, qPrintable(QString("%1 -> %2").arg(before).arg(after)));

  Trainer resumed(config, desk.tokenizer, desk.corpus);
  QCOMPARE(resumed.load(desk.folder.path("middle.safetensors")), 12.5);
  QCOMPARE(resumed.steps(), std::int64_t{30});
  for (std::size_t i = 30; i < 60; ++i) QCOMPARE(resumed.step(1.0).loss, losses[i]);
  QCOMPARE(resumed.heldOut(desk.valid, 2), after);
  QCOMPARE(resumed.smoothedLoss(), straight.smoothedLoss());
}

void TrainingTest::commandTrainsAndResumes() {
  const Desk desk;
  nlohmann::json json = {{"model", toJson(tinyConfig())},
                         {"batch", {{"tokens", 256}, {"lengths", {{64, 1.0}}}}},
                         {"steps", 8},
                         {"checkpointEvery", 4},
                         {"heldOutEvery", 4},
                         {"heldOutBatches", 1}};
  TrainJob job;
  job.config = desk.folder.write("config.json", json.dump());
  job.data = desk.folder.path("books");
  job.valid = desk.folder.path("valid");
  job.tokenizer = modelFolder() + "/tokenizer.model";
  job.output = desk.folder.path("whole");
  CancelFlag cancel{false};
  std::vector<TrainProgress> seen;
  runTraining(
      job, [&](const TrainProgress& p) { seen.push_back(p); }, cancel);
  QCOMPARE(seen.back().step, std::int64_t{8});
  QVERIFY(std::isfinite(seen.back().heldOutLoss) && seen.back().tokensPerSecond > 0);
  // The same run, stopped at step 3 and started again, ends with the same weights.
  job.output = desk.folder.path("halves");
  runTraining(
      job, [&](const TrainProgress& p) { cancel = p.step >= 3; }, cancel);
  cancel = false;
  runTraining(job, {}, cancel);
  const auto whole = readSafeTensors(desk.folder.path("whole/model/model.safetensors"));
  const auto halves = readSafeTensors(desk.folder.path("halves/model/model.safetensors"));
  QCOMPARE(whole.tensors.size(), halves.tensors.size());
  for (std::size_t i = 0; i < whole.tensors.size(); ++i)
    QVERIFY(whole.tensors[i].second.equal(halves.tensors[i].second));
  QVERIFY(loadModel(desk.folder.path("whole/model")).denoiser != nullptr);
}

// A rate that no model survives: three returns are told, then a sentence ends the run, and the last good state is on
// the disk.
void TrainingTest::goesBackWhenItLeavesItsCourse() {
  const Desk desk;
  nlohmann::json json = {{"model", toJson(tinyConfig())},
                         {"batch", {{"tokens", 256}, {"lengths", {{64, 1.0}}}}},
                         {"optimizer", {{"muon", false}, {"adamRate", 1e30}, {"clip", 1e30}}},
                         {"warmUp", 1},
                         {"steps", 40},
                         {"checkpointEvery", 50}};
  TrainJob job;
  job.config = desk.folder.write("config.json", json.dump());
  job.data = desk.folder.path("books");
  job.tokenizer = modelFolder() + "/tokenizer.model";
  job.output = desk.folder.path("run");
  const CancelFlag cancel{false};
  std::vector<std::string> notes;
  const std::string sentence = sentenceOf([&] {
    runTraining(
        job,
        [&](const TrainProgress& p) {
          if (!p.note.empty()) notes.push_back(p.note);
        },
        cancel);
  });
  QVERIFY2(sentence.find("lower the learning rates") != std::string::npos, sentence.c_str());
  QCOMPARE(notes.size(), std::size_t{3});
  QVERIFY2(notes.front().find("back to step 0") != std::string::npos, notes.front().c_str());
  // What is on the disk is the state before.
  TrainConfig config = readTrainConfig(job.config);
  Trainer trainer(config, desk.tokenizer, desk.corpus);
  trainer.load(job.output + "/checkpoint.safetensors");
  for (const Parameter& parameter : trainer.model().parameters())
    QVERIFY(at::isfinite(parameter.tensor).all().item<bool>());

  // A detour sees other batches, keeps its number over a checkpoint, and repeats itself.
  config = tinyTraining();
  const auto lossAfter = [&](Trainer* one, std::int64_t detour) {
    one->detour(detour);
    return one->step(1.0).loss;
  };
  Trainer plain(config, desk.tokenizer, desk.corpus), one(config, desk.tokenizer, desk.corpus),
      other(config, desk.tokenizer, desk.corpus);
  const double straight = plain.step(1.0).loss;
  const double around = lossAfter(&one, 1);
  QVERIFY(straight != around);
  QCOMPARE(lossAfter(&other, 1), around);
  one.save(desk.folder.path("detour.safetensors"), 0);
  Trainer resumed(config, desk.tokenizer, desk.corpus);
  resumed.load(desk.folder.path("detour.safetensors"));
  QCOMPARE(resumed.detours(), std::int64_t{1});
  QCOMPARE(resumed.step(1.0).loss, one.step(1.0).loss);
}

void TrainingTest::watchKnowsASpikeFromABadBatch() {
  LossWatch watch;
  Random random(3);
  const auto usual = [&] { return 5.0 + 0.6 * (random.uniform() - 0.5); };
  for (int i = 0; i < 300; ++i) QVERIFY(watch.sound(usual()));
  QVERIFY(watch.sound(7.5));  // one bad batch
  for (int i = 0; i < 50; ++i) QVERIFY(watch.sound(usual()));
  LossWatch copy;
  copy.restore(watch.state());
  int steps = 0;
  while (steps < 20 && watch.sound(8.0)) ++steps;
  QVERIFY2(steps > 0 && steps < 8, qPrintable(QString::number(steps)));
  int copied = 0;
  while (copied < 20 && copy.sound(8.0)) ++copied;
  QCOMPARE(copied, steps);
  QVERIFY(!watch.sound(std::nan("")));
  // The beginning of a run is no spike, however steep.
  LossWatch fresh;
  for (int i = 0; i < 90; ++i) QVERIFY(fresh.sound(i % 2 == 0 ? 9.0 : 4.0));
}

// With the weights held still a step over two batches has the mean of their losses.
void TrainingTest::accumulatedBatchesAreOneStep() {
  const Desk desk;
  TrainConfig config = tinyTraining();
  Trainer single(config, desk.tokenizer, desk.corpus);
  config.accumulate = 2;
  Trainer twice(config, desk.tokenizer, desk.corpus);
  // Before any update: the losses of batches 0 and 1, with the same weights.
  const StepLoss both = twice.step(0.0);
  const StepLoss first = single.step(0.0);
  const std::int64_t firstTokens = single.tokens();
  const StepLoss second = single.step(0.0);
  QVERIFY(std::abs(both.loss - 0.5 * (first.loss + second.loss)) < 1e-5);
  QCOMPARE(twice.tokens(), single.tokens());
  QVERIFY(firstTokens < twice.tokens());
  QCOMPARE(twice.steps(), std::int64_t{1});
  QVERIFY(both.gradientNorm < first.gradientNorm + second.gradientNorm);
  for (int i = 0; i < 30; ++i) twice.step(1.0);
  QVERIFY(twice.step(1.0).loss < 0.7 * both.loss);
}

void TrainingTest::lengthsFollowTheCourse() {
  const Desk desk;
  TrainConfig config = tinyTraining();
  config.batch.lengths = {{192, 1.0}};
  config.batch.stages = {{0.5, {{32, 1.0}}}, {0.75, {{96, 1.0}}}};
  const auto longest = [&](double share) {
    const Batch batch = makeBatch(desk.corpus, desk.tokenizer, config.model.layoutOptions(), config.batch, 9, 4, share);
    std::int64_t most = 0;
    for (const DocumentRows& document : batch.layout.documents) {
      const auto markers = static_cast<std::int64_t>(document.gaps.size());
      most = std::max<std::int64_t>(most, document.contextCount - markers + document.fillingPerCandidate);
    }
    return most;
  };
  QCOMPARE(longest(0.0), std::int64_t{32});
  QCOMPARE(longest(0.3 + 0.2), std::int64_t{96});
  QCOMPARE(longest(0.8), std::int64_t{192});
  for (const char* bad : {R"([[0.5, [[8, 1.0]]]])", R"([[0.6, [[32, 1]]], [0.4, [[64, 1]]]])", R"([[2, [[32, 1]]]])"}) {
    const nlohmann::json json = {{"batch", {{"stages", nlohmann::json::parse(bad)}}}};
    QVERIFY2(!sentenceOf([&] { trainConfigFromJson(json, "a test"); }).empty(), bad);
  }
}

void TrainingTest::ratesFollowTheirCurve() {
  TrainConfig config;
  config.warmUp = 10;
  config.decay = 0.5;
  QCOMPARE(rateAt(config, 4, 0.1), 0.5);
  QCOMPARE(rateAt(config, 100, 0.4), 1.0);
  QCOMPARE(rateAt(config, 100, 0.75), 0.5);
  config.curve = RateCurve::kCosine;
  QCOMPARE(rateAt(config, 100, 0.5), 0.5);
  QVERIFY(rateAt(config, 100, 0.25) > 0.8 && rateAt(config, 100, 1.0) < 1e-12);
}

void TrainingTest::tokensStayOnTheDisk() {
  const Desk desk;
  const std::string cache = desk.folder.path("tokens.bin");
  const TokenizedCorpus made = tokenizeCorpus(desk.folder.path("books"), desk.tokenizer, cache);
  const TokenizedCorpus again = tokenizeCorpus(desk.folder.path("books"), desk.tokenizer, cache);
  for (const TokenizedCorpus& corpus : {made, again}) {
    QVERIFY(
        std::equal(corpus.tokens.begin(), corpus.tokens.end(), desk.corpus.tokens.begin(), desk.corpus.tokens.end()));
    QVERIFY(corpus.starts == desk.corpus.starts);
  }
  // A cache of the wrong length is made anew, and who has mapped the old one keeps it.
  {
    std::ofstream longer(cache, std::ios::app | std::ios::binary);
    longer << "x";
  }
  const TokenizedCorpus mended = tokenizeCorpus(desk.folder.path("books"), desk.tokenizer, cache);
  QVERIFY(std::equal(mended.tokens.begin(), mended.tokens.end(), made.tokens.begin(), made.tokens.end()));
  QVERIFY(std::filesystem::file_size(cache) % 2 == 0);
  // So is one of the right length whose beginnings of books are none: damaged, or laid out by another version.
  {
    std::fstream damaged(cache, std::ios::in | std::ios::out | std::ios::binary);
    damaged.seekp(24);
    damaged << "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
  }
  QVERIFY(tokenizeCorpus(desk.folder.path("books"), desk.tokenizer, cache).starts == made.starts);
  QVERIFY(!sentenceOf([&] { TokenStore::map(cache, 0, 1U << 30U); }).empty());
}

void TrainingTest::adamWLearnsToo() {
  const Desk desk;
  TrainConfig config = tinyTraining();
  config.optimizer.muon = false;
  Trainer trainer(config, desk.tokenizer, desk.corpus);
  const double first = trainer.step(1.0).loss;
  for (int i = 0; i < 40; ++i) trainer.step(1.0);
  QVERIFY(trainer.step(1.0).loss < 0.7 * first);
}

// What is made again in the backward pass is what was made before: the same run to the last digit.
void TrainingTest::recomputedLayersTrainAlike() {
  const Desk desk;
  for (const Reading reading : {Reading::kOneWay, Reading::kTwoWay, Reading::kCausal}) {
    TrainConfig config = tinyTraining();
    config.model.reading = reading;
    config.softShare = 0.5;
    config.accumulate = 2;
    Trainer kept(config, desk.tokenizer, desk.corpus);
    config.recomputeLayers = true;
    Trainer again(config, desk.tokenizer, desk.corpus);
    for (int step = 0; step < 4; ++step) {
      const StepLoss one = kept.step(1.0);
      const StepLoss other = again.step(1.0);
      QCOMPARE(other.loss, one.loss);
      QCOMPARE(other.gradientNorm, one.gradientNorm);
      QCOMPARE(again.lastLoad().tokens, kept.lastLoad().tokens);
      QCOMPARE(again.lastLoad().tokens_E.size(), kept.lastLoad().tokens_E.size());
      for (std::size_t layer = 0; layer < kept.lastLoad().tokens_E.size(); ++layer)
        QVERIFY(again.lastLoad().tokens_E[layer].equal(kept.lastLoad().tokens_E[layer]));
    }
    for (std::size_t i = 0; i < kept.model().parameters().size(); ++i) {
      const Parameter& parameter = kept.model().parameters()[i];
      QVERIFY2(parameter.tensor.equal(again.model().parameters()[i].tensor), parameter.name.c_str());
    }
    QCOMPARE(again.heldOut(desk.valid, 1), kept.heldOut(desk.valid, 1));
  }
}

void TrainingTest::batchIsPure() {
  const Desk desk;
  const TrainConfig config = tinyTraining();
  const auto make = [&](std::uint64_t step) {
    return makeBatch(desk.corpus, desk.tokenizer, config.model.layoutOptions(), config.batch, 9, step);
  };
  const Batch a = make(4);
  const Batch b = make(4);
  const Batch c = make(5);
  QVERIFY(a.context_C.equal(b.context_C) && a.target_F.equal(b.target_F) && a.level_F == b.level_F);
  QVERIFY(!a.context_C.equal(c.context_C));
}

void TrainingTest::queueGivesTheSameSteps() {
  const Desk desk;
  const TrainConfig config = tinyTraining();
  const auto noise = makeNoiseProcess(config.model.noise);
  const TrainSource source{desk.corpus, desk.tokenizer, config, *noise};
  TrainQueue queue(source, 9, 3);
  for (const std::int64_t step : {4, 5, 6, 7, 2, 3, 9}) {
    const TrainInput ahead = queue.take(step);
    const TrainInput alone = source.make(9, step);
    QVERIFY(ahead.batch.context_C.equal(alone.batch.context_C));
    QVERIFY(ahead.noised.noise_FW.equal(alone.noised.noise_FW));
    QVERIFY(ahead.noised.masked_F.equal(alone.noised.masked_F));
    QCOMPARE(ahead.soft, alone.soft);
    QCOMPARE(ahead.fillPlan.kept, alone.fillPlan.kept);
  }
}

void TrainingTest::batchCoversGapsAndLevels() {
  const Desk desk;
  const TrainConfig config = tinyTraining();
  double gap = 0;
  double total = 0;
  double level = 0;
  for (std::uint64_t step = 0; step < 40; ++step) {
    const Batch batch = makeBatch(desk.corpus, desk.tokenizer, config.model.layoutOptions(), config.batch, 9, step);
    QCOMPARE(batch.layout.filling(), batch.target_F.size(0));
    QCOMPARE(static_cast<std::int64_t>(batch.level_F.size()), batch.target_F.size(0));
    std::int64_t markers = 0;
    for (const DocumentRows& document : batch.layout.documents)
      markers += static_cast<std::int64_t>(document.gaps.size());
    QCOMPARE((batch.context_C == desk.tokenizer.special().gap).sum().item<std::int64_t>(), markers);
    QVERIFY(!(batch.target_F == desk.tokenizer.special().gap).any().item<bool>());
    gap += static_cast<double>(batch.target_F.size(0));
    total += static_cast<double>(batch.target_F.size(0) + batch.context_C.size(0) - markers);
    for (const float l : batch.level_F) level += static_cast<double>(l);
  }
  QVERIFY2(gap / total > 0.2 && gap / total < 0.7, qPrintable(QString::number(gap / total)));
  QVERIFY2(std::abs(level / gap - 0.5) < 0.1, qPrintable(QString::number(level / gap)));
}

void TrainingTest::foldersAreWeighted() {
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  constexpr std::uint16_t kOld = 300;
  constexpr std::uint16_t kNew = 301;
  TokenizedCorpus corpus;
  std::vector<std::uint16_t> tokens(4000, kOld);
  tokens.resize(8000, kNew);
  corpus.tokens = tokens;
  corpus.starts = {0, 4000, 8000};
  corpus.folders = {"old", "new"};
  const auto shareOfNew = [&](double weight) {
    BatchOptions options = tinyTraining().batch;
    options.folderWeights = {{"new", weight}};
    int fromNew = 0;
    int all = 0;
    for (std::uint64_t step = 0; step < 200; ++step) {
      const Batch batch = makeBatch(corpus, tokenizer, {}, options, 1, step);
      fromNew += static_cast<int>((batch.target_F == kNew).sum().item<std::int64_t>());
      all += static_cast<int>(batch.target_F.size(0));
    }
    return static_cast<double>(fromNew) / all;
  };
  QVERIFY(std::abs(shareOfNew(1.0) - 0.5) < 0.1);
  QVERIFY(std::abs(shareOfNew(3.0) - 0.75) < 0.1);
}

void TrainingTest::refusesForeignCheckpoint() {
  const Desk desk;
  TrainConfig config = tinyTraining();
  Trainer one(config, desk.tokenizer, desk.corpus);
  one.save(desk.folder.path("c.safetensors"), 0);
  config.model.layers = 2;
  Trainer two(config, desk.tokenizer, desk.corpus);
  ErrorCode code{};
  const std::string sentence = sentenceOf([&] { two.load(desk.folder.path("c.safetensors")); }, &code);
  QVERIFY(sentence.find("another model configuration") != std::string::npos);
  QCOMPARE(code, ErrorCode::kBadModel);
}

void TrainingTest::noiseHitsItsShares() {
  const auto process = makeNoiseProcess("soft-absorbing");
  const std::int64_t rows = 20000;
  const auto ids = torch::randint(5, 300, {rows}, torch::kInt64);
  const std::vector<float> level(rows, 0.6F);
  std::vector<std::int32_t> group;
  for (std::int64_t i = 0; i < rows; ++i) group.push_back(static_cast<std::int32_t>(i / 20));
  Random random(1);
  const NoisedTokens noised = process->draw(ids, level, group, 300, 4, random);
  const auto share = [&](const torch::Tensor& mask) { return mask.to(torch::kFloat64).mean().item<double>(); };
  QVERIFY(std::abs(share(noised.masked_F) - 0.6 * 0.8) < 0.02);
  QVERIFY(std::abs(share(noised.gaussian_F) - 0.6 * 0.1) < 0.01);
  QVERIFY(std::abs(share(noised.weight_F == 0) - 0.4) < 0.02);
  QVERIFY(std::abs(share(noised.ids_F != ids) - 0.6 * 0.1) < 0.01);
  // Half of the examples carry noise on their masks.
  const auto masked = noised.masked_F.nonzero().squeeze(1);
  QVERIFY(std::abs(share(noised.sigma_F.index_select(0, masked) > 0) - 0.5) < 0.06);
}

void TrainingTest::statesAreWhatTheirFormulasSay() {
  const torch::NoGradGuard noGrad;
  Denoiser model(tinyConfig(), 2);
  stir(&model);
  NoisedTokens tokens;
  tokens.ids_F = torch::tensor({10, 11, 12}, torch::kInt64);
  tokens.masked_F = torch::tensor({true, false, false});
  tokens.gaussian_F = torch::tensor({false, true, false});
  tokens.sigma_F = torch::tensor({0.5F, 0.6F, 0.0F});
  tokens.noise_FW = torch::randn({3, 32});
  const auto x0 = model.embed(tokens.ids_F);
  const auto& m = model.maskState();
  const auto soft = makeNoiseProcess("soft-absorbing")->state(model, tokens, nullptr);
  QVERIFY(soft[0].allclose(m + 0.5 * tokens.noise_FW[0], 1e-5, 1e-6));
  QVERIFY(soft[1].allclose(0.8 * (x0[1] - m) + m + 0.6 * tokens.noise_FW[1], 1e-5, 1e-6));
  QVERIFY(soft[2].equal(x0[2]));
  const auto hard = makeNoiseProcess("absorbing")->state(model, tokens, nullptr);
  QVERIFY(hard[0].equal(m) && hard[1].equal(x0[1]));
  // A sure guess moves the absorbed state towards its token, a vague one hardly.
  Guess guess{torch::tensor({{20}, {20}, {20}}, torch::kInt64), torch::ones({3, 1}),
              torch::tensor({0.01F, 0.01F, 0.01F})};
  const auto target = model.embed(torch::tensor({20}, torch::kInt64))[0];
  const auto start = m + 0.5 * tokens.noise_FW[0];
  const auto towards = [&](float entropy) {
    guess.entropy_F.fill_(entropy);
    const auto moved = makeNoiseProcess("soft-absorbing")->state(model, tokens, &guess)[0] - start;
    return (moved / (target - m)).mean().item<double>();
  };
  QVERIFY(towards(0.01F) > 0.2);
  QVERIFY(towards(7.0F) < 0.3 * towards(0.01F));
  QVERIFY(!sentenceOf([] { makeNoiseProcess("salt"); }).empty());
}

QTEST_GUILESS_MAIN(TrainingTest)
#include "training_test.moc"
