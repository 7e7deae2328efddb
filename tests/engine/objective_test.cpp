// SPDX-License-Identifier: GPL-3.0-or-later
// The losses of the baselines, against their formulas and on tiny data; pairs as training data.
#include "tests/engine/training_desk.h"

#include "engine/diffusion/diffuseq.h"
#include "engine/training/objective.h"

#include <QTest>

#include <cmath>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

TrainConfig training(Reading how, const std::string& noise) {
  TrainConfig config;
  config.model = tinyConfig();
  config.model.reading = how;
  config.model.noise = noise;
  config.batch.tokens = 192;
  config.batch.lengths = {{64, 1.0}};
  config.batch.longestGap = 8;
  config.warmUp = 5;
  config.seed = 9;
  return config;
}

}  // namespace

class ObjectiveTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyKindOfModelLearns_data() {
    QTest::addColumn<int>("reading");
    QTest::addColumn<QString>("noise");
    QTest::addColumn<bool>("bound");
    const auto row = [](const char* name, Reading how, const char* noise, bool bound) {
      QTest::newRow(name) << static_cast<int>(how) << QString(noise) << bound;
    };
    row("autoregressive", Reading::kCausal, "absorbing", false);
    row("MDLM", Reading::kTwoWay, "absorbing", true);
    row("DiffuSeq-v2", Reading::kTwoWay, "diffuseq", false);
    row("two-way soft", Reading::kTwoWay, "soft-absorbing", false);
    row("one-way regression", Reading::kOneWay, "diffuseq", false);
  }
  void everyKindOfModelLearns() {
    QFETCH(int, reading);
    QFETCH(QString, noise);
    QFETCH(bool, bound);
    const Desk desk({300}, 100);
    TrainConfig config = training(static_cast<Reading>(reading), noise.toStdString());
    config.weighting = bound ? Weighting::kBound : Weighting::kEven;
    Trainer trainer(config, desk.tokenizer, desk.corpus);
    const double before = trainer.heldOut(desk.valid, 2);
    double first = 0;
    double last = 0;
    for (int i = 0; i < 40; ++i) {
      const double loss = trainer.step(1.0).loss;
      (i < 5 ? first : last) += i < 5 || i >= 35 ? loss : 0.0;
    }
    const double after = trainer.heldOut(desk.valid, 2);
    QVERIFY2(last < 0.8 * first, qPrintable(QString("%1 -> %2").arg(first).arg(last)));
    // Regression learns to tell tokens apart more slowly than cross-entropy does.
    const double share = noise == "diffuseq" ? 0.97 : 0.85;
    QVERIFY2(after < share * before, qPrintable(QString("%1 -> %2").arg(before).arg(after)));
  }

  void regressionIsItsFormula() {
    const torch::NoGradGuard noGrad;
    Denoiser model(tinyConfig(400), 2);
    stir(&model);
    const auto noise = makeNoiseProcess("diffuseq");
    const auto ids = torch::tensor({10, 11, 12}, torch::kInt64);
    Random random(4);
    const NoisedTokens noised = noise->draw(ids, {0.5F, 0.5F, 0.0F}, {0, 0, 0}, 400, 32, random);
    Batch batch;
    const ObjectiveInput input{model, *noise, noised, ids, {}, batch, Weighting::kEven};
    const auto hidden = torch::randn({3, 32});
    const auto x0 = model.embed(ids).narrow(0, 0, 2);
    const auto f = model.output(hidden).narrow(0, 0, 2);
    const auto start = x0 + 0.1 * noised.noise_FW.narrow(0, 0, 2);
    const auto rounding = -model.decode(start).log_softmax(-1).gather(1, ids.narrow(0, 0, 2).unsqueeze(1)).mean();
    const auto expected = (x0 - f).square().mean() + rounding + 0.01 * model.maskState().norm();
    QVERIFY(std::abs(trainingLoss(hidden, input).item<double>() - expected.item<double>()) < 1e-4);
    // The head that regression trains is the one that fills use.
    QVERIFY(model.decode(model.output(hidden)).allclose(model.logits(hidden), 1e-4, 1e-5));
  }

  void boundWeighsByTheInverseOfTime() {
    const torch::NoGradGuard noGrad;
    Denoiser model(tinyConfig(400), 2);
    stir(&model);
    const auto noise = makeNoiseProcess("absorbing");
    const auto ids = torch::tensor({10, 11, 12, 13}, torch::kInt64);
    NoisedTokens noised;
    noised.ids_F = ids;
    noised.masked_F = torch::tensor({true, false, true, false});
    noised.weight_F = torch::tensor({2.0F, 0.0F, 2.0F, 0.0F});
    Batch batch;
    batch.level_F = {0.5F, 0.5F, 0.25F, 0.0F};
    const ObjectiveInput input{model, *noise, noised, ids, {}, batch, Weighting::kBound};
    const auto hidden = torch::randn({4, 32});
    const auto entropy = -model.logits(hidden).log_softmax(-1).gather(1, ids.unsqueeze(1)).squeeze(1);
    const double expected = (2 * entropy[0] + 4 * entropy[2]).item<double>() / 3;
    QVERIFY(std::abs(trainingLoss(hidden, input).item<double>() - expected) < 1e-3);
  }

  void diffuSeqNoisesWholeGapsByItsSchedule() {
    const DiffuSeq process;
    const std::int64_t rows = 20000;
    const auto ids = torch::randint(5, 300, {rows}, torch::kInt64);
    const std::vector<float> level(static_cast<std::size_t>(rows), 0.3F);
    const std::vector<std::int32_t> group(static_cast<std::size_t>(rows), 0);
    Random random(1);
    const NoisedTokens noised = process.draw(ids, level, group, 300, 4, random);
    QVERIFY(noised.masked_F.logical_xor(noised.gaussian_F).all().item<bool>());
    const double sigma = std::sqrt(std::sqrt(0.3 + 1e-4));  // sqrt(1 - abar), abar = 1 - sqrt(t + 1e-4)
    QVERIFY(std::abs(diffuSeqSigma(0.3) - sigma) < 1e-12);
    QVERIFY(std::abs(noised.masked_F.to(torch::kFloat64).mean().item<double>() - 0.5 * sigma) < 0.015);
    const auto free = noised.sigma_F.masked_select(noised.gaussian_F);
    QVERIFY(std::abs(free.min().item<double>() - sigma) < 1e-6 && std::abs(free.max().item<double>() - sigma) < 1e-6);
  }

  void pairsAreRead() {
    const ScratchFolder folder;
    const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
    const std::string good =
        folder.write("qqp/train.jsonl",
                     "{\"src\": \"how do I mend a net ?\", \"trg\": \"what mends a net ?\"}\n\n"
                     "{\"src\": \"where is the lamp\", \"trg\": \"where did the lamp go\", \"extra\": 1}\n");
    QVERIFY(holdsPairFiles(good) && holdsPairFiles(folder.path("qqp")));
    const TokenizedCorpus corpus = tokenizeCorpus(folder.path("qqp"), tokenizer, "");
    QCOMPARE(corpus.targets.size(), std::size_t{2});
    BatchOptions options;
    options.tokens = 64;
    const Batch batch = makeBatch(corpus, tokenizer, LayoutOptions{16, 2}, options, 1, 3);
    // Every gap is a whole target, and nothing of it is in the context.
    std::vector<TokenId> first(batch.target_F.data_ptr<std::int64_t>(),
                               batch.target_F.data_ptr<std::int64_t>() + batch.layout.documents[0].fillingPerCandidate);
    const std::string text = tokenizer.decode(first);
    QVERIFY2(text == "what mends a net ?" || text == "where did the lamp go", text.c_str());
    QCOMPARE(batch.layout.documents[0].gaps.size(), std::size_t{1});

    folder.write("mixed/a.jsonl", "{}");
    folder.write("mixed/b.txt", "A book.");
    QVERIFY(!holdsPairFiles(folder.path("mixed")));
    const std::string bad = folder.write("bad.jsonl", "{\"src\": \"a\", \"trg\": \"b\"}\n{\"src\": \"a\"}\n");
    const std::string sentence = sentenceOf([&] { readPairs(bad); });
    QVERIFY2(sentence.find("Line 2") != std::string::npos, sentence.c_str());
  }
};

QTEST_GUILESS_MAIN(ObjectiveTest)
#include "objective_test.moc"
