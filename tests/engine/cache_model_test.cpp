// SPDX-License-Identifier: GPL-3.0-or-later
// The cache model: its formulas by hand, what it does to a look of a model, and the way of its frequencies from a
// corpus to a fill.
#include "tests/engine/support.h"

#include "engine/denoiser/cache_context.h"
#include "engine/evaluation/model_pass.h"
#include "engine/sampling/infill_session.h"
#include "engine/training/trainer.h"
#include "engine/weights/safetensors.h"

#include <QTest>

#include <cmath>
#include <map>
#include <set>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr int kVocabulary = 12;
constexpr TokenId kMarker = 2;

torch::Tensor uniform() { return torch::full({kVocabulary}, -std::log(kVocabulary)); }

std::map<TokenId, float> asMap(CacheModel::Bonuses bonuses) {
  std::map<TokenId, float> map;
  for (const auto& [id, logit] : bonuses) map[id] = logit;
  return map;
}

bool near(double a, double b) { return std::abs(a - b) < 1e-5; }

// A model that leaves nearly everything to its cache.
ModelConfig cachedConfig() {
  ModelConfig config = tinyConfig();
  config.cache = {3.0, 50, 150, 3.0, 1};
  return config;
}

}  // namespace

class CacheModelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void wordsAreAsTheFormulaSays();
  void pairsAreAsTheFormulaSays();
  void placesKnowTheirNeighbours();
  void withoutStrengthNothingIsAdded();
  void configurationKeepsIt();
  void evaluationAddsIt();
  void frequenciesComeFromTheCorpus();
  void aDraftsWordsReturn_data();
  void aDraftsWordsReturn();
};

void CacheModelTest::wordsAreAsTheFormulaSays() {
  // 5 and 6 beside the gap, 7 three tokens away; <doc> does not count.
  const std::vector<std::int64_t> ids = {1, 7, 6, 5, kMarker, 5};
  const auto frequency = torch::linspace(1, 2, kVocabulary);
  const auto p = frequency / frequency.sum();
  const CacheModel cache({0.5, 10, 4, 0, 1}, p.log(), {ids, {4}});
  const auto weight = [](double distance) { return 1 / (1 + distance / 4); };
  const double total = 2 * weight(1) + weight(2) + weight(3);
  for (TokenId id = 0; id < kVocabulary; ++id) {
    const double count = id == 5 ? 2 * weight(1) : id == 6 ? weight(2) : id == 7 ? weight(3) : 0;
    const double share = p[id].item<double>();
    const double expected = 0.5 * std::log((count + 10 * share) / (total + 10) / share);
    QVERIFY(near(cache.words_V()[id].item<double>(), expected));
  }
  QVERIFY(cache.rightOf(7).empty() && cache.leftOf(5).empty());  // pairs have no strength
  // The nearest of two gaps counts.
  const std::vector<std::int64_t> two = {kMarker, 5, 7, 7, 7, 7, 6, kMarker};
  const CacheModel both({1, 10, 1, 0, 1}, uniform(), {two, {0, 7}});
  QCOMPARE(both.words_V()[5].item<float>(), both.words_V()[6].item<float>());
  QVERIFY(both.words_V()[5].item<float>() < both.words_V()[7].item<float>());
}

void CacheModelTest::pairsAreAsTheFormulaSays() {
  // 5 6 twice, 5 7 once; 8 stands before 9 only across the gap, and 10 before 11 only where text was left out.
  const std::vector<std::int64_t> ids = {5, 6, 5, 7, 5, 6, 8, kMarker, 9, 10, 1, 11};
  const CacheModel cache({1, 100, 1e9, 0.5, 2}, uniform(), {ids, {7}});
  const auto q = [](double count) { return (count + 100.0 / kVocabulary) / (10 + 100); };
  const auto right = asMap(cache.rightOf(5));
  QCOMPARE(right.size(), std::size_t{2});
  QVERIFY(near(right.at(6), 0.5 * std::log(1 + 2.0 / 5 / q(2))));
  QVERIFY(near(right.at(7), 0.5 * std::log(1 + 1.0 / 5 / q(1))));
  const auto left = asMap(cache.leftOf(5));
  QCOMPARE(left.size(), std::size_t{2});
  QVERIFY(near(left.at(6), 0.5 * std::log(1 + 1.0 / 4 / q(2))));
  QVERIFY(near(left.at(7), 0.5 * std::log(1 + 1.0 / 4 / q(1))));
  QVERIFY(cache.rightOf(8).empty() && cache.leftOf(9).empty());
  QVERIFY(cache.rightOf(10).empty() && cache.leftOf(11).empty());
  QVERIFY(cache.rightOf(kMarker).empty() && cache.rightOf(-1).empty());
}

void CacheModelTest::placesKnowTheirNeighbours() {
  const std::vector<std::int64_t> ids = {5, 6, kMarker, 7, 5};
  const CacheModel cache({1, 100, 1e9, 1, 2}, uniform(), cacheContext(ids, {{2, 3}}));
  CacheModel::Gap gap = cacheGap(ids, {2, 3}, std::vector<TokenId>(3, -1));
  QCOMPARE(gap.before, 6);
  QCOMPARE(gap.after, 7);
  QCOMPARE(gap.tokens, (std::vector<TokenId>{-1, -1, -1}));
  gap.tokens[1] = 5;
  const auto places = cache.bonuses({gap, gap});
  QCOMPARE(places.size(), std::size_t{6});
  QCOMPARE(asMap(places[0][0]), asMap(cache.rightOf(6)));
  QCOMPARE(asMap(places[0][1]), asMap(cache.leftOf(5)));
  QVERIFY(places[1][0].empty() && places[1][1].empty());
  QCOMPARE(asMap(places[5][0]), asMap(cache.rightOf(5)));
  QCOMPARE(asMap(places[5][1]), asMap(cache.leftOf(7)));
  std::vector<float> row(kVocabulary, 0.0F);
  addBonuses(places[0], row.data());
  // 6 has nothing to its right but the gap; 7 stands left of 5.
  QVERIFY(cache.rightOf(6).empty());
  QCOMPARE(row[7], asMap(cache.leftOf(5)).at(7));
  QVERIFY(row[7] > 0);
}

void CacheModelTest::withoutStrengthNothingIsAdded() {
  const CacheModel none(kVocabulary);
  QVERIFY(none.words_V().equal(torch::zeros({kVocabulary})));
  QVERIFY(none.rightOf(5).empty());
  const std::vector<std::int64_t> ids = {5, 6, kMarker, 7};
  const Denoiser model(tinyConfig(), 1);
  QVERIFY(!model.tokenLogFrequency().defined());
  QVERIFY(!model.cacheOf(cacheContext(ids, {{2, 1}})).words_V().any().item<bool>());
}

void CacheModelTest::configurationKeepsIt() {
  const ModelConfig config = cachedConfig();
  QCOMPARE(modelConfigFromJson(toJson(config)).cache, config.cache);
  QVERIFY(!toJson(tinyConfig()).contains("cache"));
  const auto sentence = [](const std::string& cache) {
    return sentenceOf([&] { modelConfigFromJson(nlohmann::json::parse(R"({"cache": )" + cache + "}")); });
  };
  QVERIFY(sentence(R"({"word": 1})").find("word") != std::string::npos);
  QVERIFY(sentence(R"({"words": 9})").find("0 to 4") != std::string::npos);
  QVERIFY(sentence(R"({"words": 1, "nearness": 0})").find("nearness") != std::string::npos);
  const std::string joint = sentenceOf(
      [] { modelConfigFromJson(nlohmann::json::parse(R"({"cache": {"words": 1}, "reading": "two-way"})")); });
  QVERIFY(joint.find("one-way") != std::string::npos);
}

// Logits with the cache are those without, and the cache's by itself.
void CacheModelTest::evaluationAddsIt() {
  Denoiser model(cachedConfig(), 3);
  stir(&model);
  const std::vector<TokenId> tokens = {1, 40, 41, 42, 40, 41, 43, 44, 40, 41};
  const ModelPass pass(model, tokens, {{5, 7}, {8, 9}}, 2, nullptr);
  const auto before_GV = torch::randn({6, 4096});
  auto logits_GV = before_GV.clone();
  // Candidate 0: [43? hidden, 43][hidden]; candidate 1 knows everything.
  pass.addCache({-1, 43, -1, 41, 43, 40}, &logits_GV);
  const std::vector<std::int64_t> ids = {1, 40, 41, 42, 40, kMarker, 44, kMarker, 41};
  const CacheModel cache = model.cacheOf(cacheContext(ids, {{5, 2}, {7, 1}}));
  const auto expected = [&](std::int64_t row, TokenId left, TokenId right) {
    auto own_V = before_GV[row] + cache.words_V();
    addBonuses({cache.rightOf(left), cache.leftOf(right)}, own_V.data_ptr<float>());
    return own_V;
  };
  QVERIFY(!cache.rightOf(40).empty());
  QVERIFY(at::allclose(logits_GV[0], expected(0, 40, 43)));
  QVERIFY(at::allclose(logits_GV[1], expected(1, -1, 44)));
  QVERIFY(at::allclose(logits_GV[2], expected(2, 44, 41)));
  QVERIFY(at::allclose(logits_GV[3], expected(3, 40, 43)));
  QVERIFY(at::allclose(logits_GV[4], expected(4, 41, 44)));
}

void CacheModelTest::frequenciesComeFromTheCorpus() {
  const ScratchFolder folder;
  folder.write("books/one.txt", habitualText(300, 1));
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  const TokenizedCorpus corpus = tokenizeCorpus(folder.path("books"), tokenizer, "");
  TrainConfig config;
  config.model = cachedConfig();
  config.batch.tokens = 128;
  config.batch.lengths = {{64, 1.0}};
  Trainer trainer(config, tokenizer, corpus);
  trainer.step(1.0);
  trainer.step(1.0);
  saveModel(folder.path("model"), config.model, trainer.averaged(), modelFolder() + "/tokenizer.model");
  const LoadedModel loaded = loadModel(folder.path("model"));
  const auto expected = torch::tensor(unigram(corpus, 4096), torch::kFloat64).log();
  QVERIFY(at::allclose(loaded.denoiser->tokenLogFrequency().to(torch::kFloat64), expected, 0.0, 0.01));
  // A run of another corpus, begun with this model, counts its own; one begun with a model without a cache does too.
  folder.write("others/two.txt", "Zebras grazed. Zebras ran. " + habitualText(20, 2));
  const TokenizedCorpus others = tokenizeCorpus(folder.path("others"), tokenizer, "");
  Trainer next(config, tokenizer, others);
  next.startFrom(folder.path("model"));
  const auto counted = torch::tensor(unigram(others, 4096), torch::kFloat64).log();
  QVERIFY(at::allclose(next.model().tokenLogFrequency().to(torch::kFloat64), counted, 0.0, 1e-5));
  Denoiser plain(tinyConfig(), 1);
  saveModel(folder.path("plain"), tinyConfig(), plain.parameters(), modelFolder() + "/tokenizer.model");
  next.startFrom(folder.path("plain"));
  QVERIFY(at::allclose(next.model().tokenLogFrequency().to(torch::kFloat64), counted, 0.0, 1e-5));
}

void CacheModelTest::aDraftsWordsReturn_data() {
  QTest::addColumn<int>("headSize");
  QTest::addColumn<QString>("sampler");
  QTest::newRow("row by row") << 16 << "confidence";
  QTest::newRow("all logits") << 8 << "confidence";
  QTest::newRow("continuous") << 16 << "dpm-solver++";
}

// A model that knows nothing fills with what stands in the draft, and all the way in its order.
void CacheModelTest::aDraftsWordsReturn() {
  QFETCH(int, headSize);
  QFETCH(QString, sampler);
  const ScratchFolder folder;
  InfillRequest request;
  for (int i = 0; i < 12; ++i) request.text += "Marvellous otters whistled. ";
  const std::size_t at = request.text.size() / 28 / 2 * 28;  // between two sentences
  request.gaps = {{at, at, 0, 8}};
  request.candidates = 2;
  request.steps = 12;
  request.temperature = 0.3F;
  request.repetitionPenalty = 0.0F;
  request.sampler = sampler.toStdString();
  const auto share = [&](const CacheOptions& cache) {
    ModelConfig config = tinyConfig();
    config.headSize = headSize;
    config.cache = cache;
    Denoiser model(config, 3);
    stir(&model);
    saveModel(folder.path("model"), config, model.parameters(), modelFolder() + "/tokenizer.model");
    const auto session = openInfillSession(folder.path("model"));
    const CancelFlag never{false};
    const InfillResult result = session->infill(request, {}, never);
    const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
    std::set<TokenId> draft;
    for (const TokenId id : tokenizer.encode(request.text)) draft.insert(id);
    double own = 0, all = 0;
    for (const auto& candidate : result.candidates) {
      for (const TokenId id : tokenizer.encode(candidate.front().text)) {
        own += draft.count(id) > 0 ? 1 : 0;
        ++all;
      }
    }
    return own / all;
  };
  const double without = share({});
  const double with = share(cachedConfig().cache);
  QVERIFY2(without < 0.3, qPrintable(QString::number(without)));
  QVERIFY2(with > 0.8, qPrintable(QString::number(with)));
}

QTEST_GUILESS_MAIN(CacheModelTest)
#include "cache_model_test.moc"
