// SPDX-License-Identifier: GPL-3.0-or-later
// What a base thinks of a text, token by token: against plain readings, over chunks, after edits, and as a session
// tells it. On a made-up base.
#include <QTest>
#include <cmath>

#include "engine/attention/chunks.h"
#include "engine/base/text_scorer.h"
#include "engine/sampling/infill_session.h"
#include "tests/engine/made_up_adapter.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

std::vector<TokenId> someTokens(int count, std::uint64_t seed) {
  Random random(seed, 5);
  std::vector<TokenId> ids;
  for (int i = 0; i < count; ++i) ids.push_back(static_cast<TokenId>(random.between(3, 300)));
  return ids;
}

constexpr TokenId kBegins = 7;

}  // namespace

class TextScorerTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aShortTextIsOneReading();
  void chunksAreReadBehindTheirWarmUp();
  void anEditCostsItsChunkAndTheNext();
  void aSessionTellsTokensAndCharacters();
};

void TextScorerTest::aShortTextIsOneReading() {
  const MadeUpAdapter made(0);
  const auto base = std::make_shared<CausalBase>(*made.file, BasePrecision::kFloat32);
  TextScorer scorer(base, kBegins);
  const auto ids = someTokens(90, 1);
  std::vector<TokenId> all = {kBegins};
  all.insert(all.end(), ids.begin(), ids.end());
  const std::vector<float> plain = base->score({all}, {}).front();
  const std::vector<float> found = scorer.score(ids, {});
  QCOMPARE(found.size(), ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) QVERIFY(std::abs(found[i] - plain[i]) < 1e-4F);
  QVERIFY(scorer.score({}, {}).empty());
  QCOMPARE(scorer.score({ids[0]}, {}).size(), std::size_t{1});
}

void TextScorerTest::chunksAreReadBehindTheirWarmUp() {
  const MadeUpAdapter made(0);
  const auto base = std::make_shared<CausalBase>(*made.file, BasePrecision::kFloat32);
  TextScorer scorer(base, kBegins);
  const auto ids = someTokens(2000, 2);
  std::vector<std::size_t> done;
  const std::vector<float> found = scorer.score(ids, [&](std::size_t now, std::size_t total) {
    QCOMPARE(total, ids.size());
    done.push_back(now);
  });
  QCOMPARE(found.size(), ids.size());
  const std::vector<std::int64_t> wide(ids.begin(), ids.end());
  const std::vector<std::int32_t> starts = cutChunks(wide, 512);
  QVERIFY(starts.size() > 2);
  QCOMPARE(done.size(), starts.size() + 1);
  QCOMPARE(done.back(), ids.size());
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::int32_t end = i + 1 < starts.size() ? starts[i + 1] : static_cast<std::int32_t>(ids.size());
    const std::int32_t from = i == 0 ? 0 : std::max(starts[i - 1], starts[i] - kWarmUp);
    std::vector<TokenId> all = {kBegins};
    all.insert(all.end(), ids.begin() + from, ids.begin() + end);
    const std::vector<float> plain = base->score({all}, {}).front();
    for (std::int32_t at = starts[i]; at < end; ++at)
      QVERIFY(std::abs(found[static_cast<std::size_t>(at)] - plain[static_cast<std::size_t>(at - from)]) < 1e-3F);
  }
}

void TextScorerTest::anEditCostsItsChunkAndTheNext() {
  const MadeUpAdapter made(0);
  const auto base = std::make_shared<CausalBase>(*made.file, BasePrecision::kFloat32);
  TextScorer scorer(base, kBegins);
  auto ids = someTokens(4000, 3);
  const std::vector<float> before = scorer.score(ids, {});
  scorer.score(ids, {});
  QCOMPARE(scorer.tokensRead(), std::size_t{0});
  ids[2500] = ids[2500] == 9 ? 10 : 9;
  const std::vector<float> after = scorer.score(ids, {});
  QVERIFY(scorer.tokensRead() > 0 && scorer.tokensRead() < 3000);
  TextScorer fresh(base, kBegins);
  QCOMPARE(after, fresh.score(ids, {}));
  QCOMPARE(std::vector<float>(after.begin(), after.begin() + 1000),
           std::vector<float>(before.begin(), before.begin() + 1000));
}

void TextScorerTest::aSessionTellsTokensAndCharacters() {
  const MadeUpAdapter made(0);
  const auto session = openInfillSession(made.save(), Precision::kFloat32);
  const CancelFlag never{false};
  const std::string text = "She looked at the door—and it said “water”.\n\nBut he was not on the water.";
  const TextScore score = session->score(text, {}, never);
  QCOMPARE(score.base, std::string("Made up"));
  QVERIFY(std::isnan(score.tokens.front().logProbability));
  std::string spelled;
  std::vector<TokenId> ids;
  double nats = 0;
  for (std::size_t i = 0; i < score.tokens.size(); ++i) {
    const ScoredToken& token = score.tokens[i];
    ids.push_back(token.id);
    spelled += token.text;
    if (i > 0) QVERIFY(token.begin > score.tokens[i - 1].begin && token.logProbability <= 0);
    if (i > 0) nats -= token.logProbability;
  }
  QCOMPARE(spelled, text);
  QCOMPARE(ids, made.tokenizer->encode(text));
  const std::size_t first = score.tokens[1].begin;
  // — “ ” are three bytes each.
  QCOMPARE(score.characters, static_cast<std::int64_t>(text.size() - 6 - first));
  QVERIFY(std::abs(score.natsPerCharacter - nats / static_cast<double>(score.characters)) < 1e-9);
  const CausalBase base(*made.file, BasePrecision::kFloat32);
  std::vector<TokenId> all = made.tokenizer->encode("\n");
  QCOMPARE(all.size(), std::size_t{1});
  all.insert(all.end(), ids.begin(), ids.end());
  const std::vector<float> plain = base.score({all}, {}).front();
  for (std::size_t i = 1; i < ids.size(); ++i)
    QVERIFY(std::abs(score.tokens[i].logProbability - static_cast<double>(plain[i])) < 1e-3);

  ErrorCode code{};
  CancelFlag stop{true};
  sentenceOf([&] { session->score(text, {}, stop); }, &code);
  QCOMPARE(code, ErrorCode::kCancelled);
  sentenceOf([&] { session->score("", {}, never); }, &code);
  QCOMPARE(code, ErrorCode::kInvalidInput);
  const auto without = openInfillSession(modelFolder());
  const std::string sentence = sentenceOf([&] { without->score(text, {}, never); }, &code);
  QCOMPARE(code, ErrorCode::kBadModel);
  QVERIFY(sentence.find("no pretrained base") != std::string::npos);
  setBaseFiles({});
}

QTEST_GUILESS_MAIN(TextScorerTest)
#include "text_scorer_test.moc"
