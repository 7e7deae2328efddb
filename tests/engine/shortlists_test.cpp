// SPDX-License-Identifier: GPL-3.0-or-later
// Rows seen to one by one against tensors over all logits: the same tokens in the same order, the same sureness.
#include "tests/engine/support.h"

#include "engine/linear/avx2_linear.h"
#include "engine/sampling/shortlists.h"

#include <bit>

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr float kBarred = -std::numeric_limits<float>::infinity();

struct Fixture {
  VocabularyTail tail;
  torch::Tensor hidden_FW, barred_FV, weight_VW;
  std::vector<CacheModel::Bonus> bonuses;  // every row has the first three from one side, and all from the other
  std::vector<TokenId> asked;

  Fixture(std::int64_t rows, std::int64_t vocabulary, double barredShare = 0.2) {
    weight_VW = torch::randn({vocabulary, 24});
    tail.vocabulary = LinearMap::of(PackedLinear(weight_VW));
    tail.gain_W = torch::rand({24}) + 0.5;
    hidden_FW = torch::randn({rows, 24});
    barred_FV = torch::zeros({rows, vocabulary}).masked_fill(torch::rand({rows, vocabulary}) < barredShare, kBarred);
    barred_FV.narrow(1, vocabulary / 2, 4).zero_();  // some are always allowed
    for (TokenId i = 0; i < 5; ++i) bonuses.push_back({static_cast<TokenId>(vocabulary / 2 + i), 0.5F + 1.0F * i});
    for (std::int64_t i = 0; i < rows; ++i) asked.push_back(static_cast<TokenId>(vocabulary / 2 + i % 4));
  }
  torch::Tensor logits() const {
    const auto normed = hidden_FW * (hidden_FW.square().mean(-1, true) + 1e-6).rsqrt() * tail.gain_W;
    auto logits_FV = at::linear(normed, weight_VW) + barred_FV;
    for (std::size_t i = 0; i < bonuses.size(); ++i)
      logits_FV.select(1, bonuses[i].id) += (i < 3 ? 2.0F : 1.0F) * bonuses[i].logit;
    return logits_FV;
  }
  Shortlists byRow(std::int64_t width, int threads = 1) const {
    std::vector<const float*> bars_F;
    for (std::int64_t row = 0; row < hidden_FW.size(0); ++row)
      bars_F.push_back(barred_FV.const_data_ptr<float>() + row * barred_FV.size(1));
    const CacheModel::Bonuses all(bonuses);
    const std::vector<CacheModel::PlaceBonuses> bonuses_F(bars_F.size(), {all.first(3), all});
    return Shortlists(RowLook{&tail, hidden_FW, bars_F, bonuses_F, asked, width, threads});
  }
};

bool near(float a, float b) { return std::abs(a - b) <= 1e-4F * (1 + std::abs(b)); }

}  // namespace

class ShortlistsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    if (!hasAvx2()) QSKIP("this processor has no AVX2");
    torch::manual_seed(8);
  }
  void equalTensors_data();
  void equalTensors();
  void guessesAlike();
  void rowsAreTheSameBytesHoweverAsked();
  void whatNobodyAskedForGivesNothing();

 private:
  const torch::NoGradGuard noGrad_;
};

void ShortlistsTest::equalTensors_data() {
  QTest::addColumn<int>("vocabulary");
  QTest::addColumn<int>("width");
  QTest::addColumn<double>("barred");
  QTest::newRow("usual") << 4096 << 64 << 0.2;
  QTest::newRow("guarded") << 4096 << 512 << 0.2;
  QTest::newRow("odd vocabulary") << 1003 << 64 << 0.2;
  QTest::newRow("short vocabulary") << 130 << 64 << 0.2;
  QTest::newRow("list as long as the vocabulary") << 61 << 64 << 0.0;
  QTest::newRow("nearly all barred") << 2048 << 64 << 0.995;
}

void ShortlistsTest::equalTensors() {
  QFETCH(int, vocabulary);
  QFETCH(int, width);
  QFETCH(double, barred);
  const Fixture fixture(7, vocabulary, barred);
  const auto logits_FV = fixture.logits();
  const Shortlists twin(logits_FV, width);
  const Shortlists lists = fixture.byRow(width);
  QCOMPARE(lists.rows(), 7);
  for (std::size_t row = 0; row < 7; ++row) {
    const Shortlist expected = twin.row(row);
    const Shortlist list = lists.row(row);
    QCOMPARE(list.count, expected.count);
    for (int i = 0; i < list.count; ++i) {
      if (expected.logits[i] == kBarred) {
        QCOMPARE(list.logits[i], kBarred);
        continue;
      }
      QVERIFY(near(list.logits[i], expected.logits[i]));
      // Neighbours that rounding makes change places may do so.
      const bool same = list.ids[i] == expected.ids[i];
      const float own = logits_FV[static_cast<std::int64_t>(row)][list.ids[i]].item<float>();
      QVERIFY(same || near(own, expected.logits[i]));
    }
    QVERIFY(near(list.logNormalizer, expected.logNormalizer));
    QVERIFY(near(lists.entropy(row), twin.entropy(row)));
    QVERIFY(near(lists.logProbability(row, fixture.asked[row]), twin.logProbability(row, fixture.asked[row])));
    QVERIFY(near(lists.probability(row, fixture.asked[row]), twin.probability(row, fixture.asked[row])));
  }
}

void ShortlistsTest::guessesAlike() {
  const Fixture fixture(5, 600);
  const Shortlists lists = fixture.byRow(64);
  lists.want(std::vector<bool>(5, true));
  const Guess guess = lists.guess();
  const Guess expected = makeGuess(fixture.logits());
  QVERIFY(at::equal(guess.ids_FK, expected.ids_FK));
  QVERIFY((guess.probability_FK - expected.probability_FK).abs().max().item<double>() < 1e-5);
  QVERIFY((guess.entropy_F - expected.entropy_F).abs().max().item<double>() < 1e-4);
}

void ShortlistsTest::rowsAreTheSameBytesHoweverAsked() {
  const Fixture fixture(131, 700);
  const Shortlists atOnce = fixture.byRow(64, 3);
  atOnce.want(std::vector<bool>(131, true));
  const Shortlists oneByOne = fixture.byRow(64);
  for (const std::size_t row : {130U, 0U, 64U, 7U}) {
    const Shortlist a = atOnce.row(row);
    const Shortlist b = oneByOne.row(row);
    QVERIFY(std::equal(a.ids, a.ids + a.count, b.ids) && std::equal(a.logits, a.logits + a.count, b.logits));
    QCOMPARE(std::bit_cast<std::uint32_t>(a.logNormalizer), std::bit_cast<std::uint32_t>(b.logNormalizer));
    QCOMPARE(std::bit_cast<std::uint32_t>(atOnce.entropy(row)), std::bit_cast<std::uint32_t>(oneByOne.entropy(row)));
  }
  QVERIFY(!oneByOne.knows(1));
}

void ShortlistsTest::whatNobodyAskedForGivesNothing() {
  const Fixture fixture(3, 300);
  const Shortlists lists = fixture.byRow(64);
  lists.want({false, true, false});
  const Guess guess = lists.guess();
  QVERIFY(guess.entropy_F[0].item<float>() > 1000);
  QVERIFY(guess.entropy_F[1].item<float>() < 10);
}

QTEST_APPLESS_MAIN(ShortlistsTest)
#include "shortlists_test.moc"
