// SPDX-License-Identifier: GPL-3.0-or-later
// Samplers over made-up models whose posterior is known, and what the pieces around them promise. What needs the
// shipped model is in control_test.cpp.
#include "tests/engine/support.h"

#include "engine/sampling/choice.h"
#include "engine/sampling/embedding_state.h"
#include "engine/sampling/gap_length.h"
#include "engine/sampling/pins.h"
#include "engine/sampling/sampler.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

using Model = std::function<torch::Tensor(const SamplerState& state, const Level& level)>;

SamplerState fresh(int candidates, std::size_t slots, std::uint64_t seed) {
  SamplerState state;
  for (int c = 0; c < candidates; ++c) {
    Candidate candidate;
    candidate.slots.resize(slots);
    candidate.slots.front().startsGap = true;
    candidate.random = Random(seed, static_cast<std::uint64_t>(c));
    state.candidates.push_back(std::move(candidate));
  }
  return state;
}

SamplerSetup plainSetup(int steps) {
  SamplerSetup setup;
  setup.options.steps = steps;
  setup.options.temperature = 1.0F;
  setup.options.topP = 1.0F;
  setup.options.repeats = true;
  setup.options.repetitionPenalty = 0.0F;
  return setup;
}

// Three tokens in the plane, far enough apart to be told from each other at the end.
torch::Tensor threePoints() { return torch::tensor({{1.5F, 0.0F}, {-1.0F, 1.0F}, {-0.5F, -1.5F}}); }

// Runs a sampler against a model. Returns after how many steps it was done.
int play(const std::string& name, const SamplerSetup& setup, const Model& model, SamplerState* state) {
  const auto sampler = makeSampler(name, setup);
  if (sampler->continuous()) {
    torch::manual_seed(17);
    std::int64_t rows = 0;
    for (const Candidate& candidate : state->candidates) rows += static_cast<std::int64_t>(candidate.slots.size());
    state->y_FW = startingState(setup, torch::randn({rows, setup.table_VW.size(1)}), *state);
  }
  for (int step = 1; step <= setup.options.steps; ++step) {
    sampler->advance(step, model(*state, levelBefore(setup, step, *state)), state);
    const bool settled = std::all_of(state->candidates.begin(), state->candidates.end(), [](const Candidate& c) {
      return std::all_of(c.slots.begin(), c.slots.end(), [](const Slot& slot) { return slot.settled; });
    });
    if (settled && sampler->endsEarly()) return step;
  }
  return setup.options.steps;
}

// What is known of three points through noise: exact posteriors.
Model pointsModel(const torch::Tensor& prior, const torch::Tensor& table) {
  return [=](const SamplerState& state, const Level& level) {
    const auto distance = (state.y_FW.unsqueeze(1) - level.alpha_F1.unsqueeze(2) * table).square().sum(-1);
    return (prior.log() - distance / (2 * level.sigma_F1.square())).contiguous();
  };
}

}  // namespace

class SamplersTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void settlesAll_data();
  void settlesAll();
  void everySamplerHasItsRow();
  void refusesWhatItCannotDo();
  void recoversAKnownJoint_data();
  void recoversAKnownJoint();
  void recoversAKnownPrior_data();
  void recoversAKnownPrior();
  void deterministicEndsAtAFixedPoint();
  void parallelSettlesTheSure();
  void remaskingTakesBack();
  void guardKnowsWholeWords();
  void guardSeesWordsOfSeveralTokens();
  void pinsAreTokenizedByTheSeam();
  void pinsFitOrNot();
  void consensusPrefersTheMiddle();
  void climbFindsThePeak();
};

void SamplersTest::settlesAll_data() {
  QTest::addColumn<bool>("continuous");
  QTest::addColumn<int>("mostRemasks");
  // Every sampler has its row.
  QTest::newRow("confidence") << false << 1;
  QTest::newRow("guided") << false << 0;
  QTest::newRow("parallel") << false << 0;
  QTest::newRow("ancestral") << false << 0;
  QTest::newRow("remasking") << false << 1000;
  QTest::newRow("dpm-solver++") << true << 0;
  QTest::newRow("deterministic") << true << 0;
}

void SamplersTest::settlesAll() {
  QFETCH(bool, continuous);
  QFETCH(int, mostRemasks);
  const std::string name = QTest::currentDataTag();
  torch::manual_seed(2);
  for (const int steps : {1, 2, 7, 8, 32, 64}) {
    SamplerState state = fresh(2, 11, 1);
    for (Candidate& candidate : state.candidates) {
      candidate.slots[6].startsGap = true;
      candidate.slots[3].id = 77;
      candidate.slots[3].settled = candidate.slots[3].fixed = true;
    }
    SamplerSetup setup = plainSetup(steps);
    setup.table_VW = torch::randn({300, 8});
    QCOMPARE(makeSampler(name, setup)->continuous(), continuous);
    play(
        name, setup,
        [&](const SamplerState& now, const Level&) {
          for (const Candidate& candidate : now.candidates) {
            if (candidate.slots[3].id != 77 || !candidate.slots[3].settled) qFatal("a fixed token was moved");
          }
          return torch::randn({22, 300}) * 3;
        },
        &state);
    for (const Candidate& candidate : state.candidates) {
      QCOMPARE(candidate.slots[3].id, TokenId{77});
      for (std::size_t i = 0; i < 11; ++i) {
        QVERIFY(candidate.slots[i].settled);
        QVERIFY(candidate.slots[i].remasked <= mostRemasks);
        QVERIFY(i == 3 || candidate.slots[i].logProbability < 0);
        QVERIFY(candidate.slots[i].confidence >= 0 && candidate.slots[i].confidence <= 1);
      }
    }
    if (continuous) QVERIFY(steps == 1 || state.y_FW[3].equal(setup.table_VW[77]));  // anchored to its own embedding
  }
}

void SamplersTest::everySamplerHasItsRow() {
  std::vector<std::string> names = samplerNames();
  std::vector<std::string> rows = {"confidence", "parallel",     "guided",       "ancestral",
                                   "remasking",  "dpm-solver++", "deterministic"};
  QCOMPARE(names.front(), std::string("confidence"));  // the default
  std::sort(names.begin(), names.end());
  std::sort(rows.begin(), rows.end());
  QCOMPARE(names, rows);
}

void SamplersTest::refusesWhatItCannotDo() {
  const std::string unknown = sentenceOf([] { makeSampler("dice", plainSetup(4)); });
  for (const std::string& name : samplerNames()) QVERIFY(unknown.find(name) != std::string::npos);
  // A hard mask has no embeddings under noise.
  QVERIFY(sentenceOf([] { makeSampler("dpm-solver++", plainSetup(4)); }).find("not trained") != std::string::npos);
  QVERIFY(sentenceOf([] { makeSampler("ancestral", plainSetup(4)); }).empty());
}

void SamplersTest::recoversAKnownJoint_data() {
  QTest::addColumn<int>("steps");
  QTest::newRow("ancestral") << 96;
  QTest::newRow("remasking") << 96;
}

// Two tokens that depend on each other; the model knows the exact conditional of each, given what is settled.
void SamplersTest::recoversAKnownJoint() {
  QFETCH(int, steps);
  const auto joint = torch::tensor({{0.30F, 0.05F, 0.05F}, {0.05F, 0.25F, 0.02F}, {0.03F, 0.05F, 0.20F}});
  constexpr int kCandidates = 2000;
  SamplerState state = fresh(kCandidates, 2, 3);
  const auto model = [&](const SamplerState& now, const Level&) {
    std::vector<torch::Tensor> rows;
    rows.reserve(2 * kCandidates);
    const auto first = joint.sum(1).log();
    const auto second = joint.sum(0).log();
    const auto givenFirst = joint.log().unbind(0);
    const auto givenSecond = joint.log().unbind(1);
    for (const Candidate& candidate : now.candidates) {
      const Slot& a = candidate.slots[0];
      const Slot& b = candidate.slots[1];
      rows.push_back(b.settled ? givenSecond[static_cast<std::size_t>(b.id)] : first);
      rows.push_back(a.settled ? givenFirst[static_cast<std::size_t>(a.id)] : second);
    }
    return torch::stack(rows);
  };
  play(QTest::currentDataTag(), plainSetup(steps), model, &state);
  auto counted = torch::zeros({3, 3});
  for (const Candidate& candidate : state.candidates)
    counted[candidate.slots[0].id][candidate.slots[1].id] += 1.0F / kCandidates;
  // Standard error of a share at most 0.0103.
  const double off = (counted - joint).abs().max().item<double>();
  QVERIFY2(off < 0.04, qPrintable(QString::number(off)));
}

void SamplersTest::recoversAKnownPrior_data() {
  QTest::addColumn<int>("steps");
  QTest::newRow("ancestral") << 6;  // exact in any number of steps
  QTest::newRow("dpm-solver++") << 60;
}

void SamplersTest::recoversAKnownPrior() {
  QFETCH(int, steps);
  const auto prior = torch::tensor({0.5F, 0.3F, 0.2F});
  SamplerSetup setup = plainSetup(steps);
  setup.absorbs = false;
  setup.table_VW = threePoints();
  SamplerState state = fresh(500, 8, 5);
  play(QTest::currentDataTag(), setup, pointsModel(prior, setup.table_VW), &state);
  std::vector<float> counted(3, 0.0F);
  for (const Candidate& candidate : state.candidates) {
    for (const Slot& slot : candidate.slots) counted[static_cast<std::size_t>(slot.id)] += 1.0F / 4000;
  }
  const double off = (torch::tensor(counted) - prior).abs().max().item<double>();
  QVERIFY2(off < 0.03, qPrintable(QString("%1 %2 %3").arg(counted[0]).arg(counted[1]).arg(counted[2])));
}

void SamplersTest::deterministicEndsAtAFixedPoint() {
  SamplerSetup setup = plainSetup(12);
  setup.table_VW = threePoints();
  const auto nearest = [&](const torch::Tensor& y) { return -(y.unsqueeze(1) - setup.table_VW).square().sum(-1) * 8; };
  SamplerState state = fresh(4, 5, 1);
  torch::Tensor start;
  play(
      "deterministic", setup,
      [&](const SamplerState& now, const Level&) {
        if (!start.defined()) start = now.y_FW.clone();
        return nearest(now.y_FW).contiguous();
      },
      &state);
  QVERIFY(expectedClean(setup, nearest(state.y_FW)).allclose(state.y_FW, 1e-3, 1e-4));
  const auto where = nearest(start).argmax(-1);
  std::int64_t row = 0;
  for (const Candidate& candidate : state.candidates) {
    for (const Slot& slot : candidate.slots) QCOMPARE(std::int64_t{slot.id}, where[row++].item<std::int64_t>());
  }
}

void SamplersTest::parallelSettlesTheSure() {
  // Six of eight tokens are known at once, two only when the others are there.
  const auto model = [](const SamplerState& state, const Level&) {
    auto logits = torch::zeros({8, 20});
    for (std::int64_t i = 0; i < 8; ++i) {
      const bool late = i >= 6 && !state.candidates[0].slots[0].settled;
      logits[i][i] = late ? 1.0F : 9.0F;
    }
    return logits;
  };
  SamplerState state = fresh(1, 8, 1);
  QCOMPARE(play("parallel", plainSetup(32), model, &state), 2);
  for (std::size_t i = 0; i < 8; ++i) QCOMPARE(state.candidates[0].slots[i].id, static_cast<TokenId>(i));
  // Where nothing is sure enough it goes at the pace of the steps.
  SamplerSetup strict = plainSetup(32);
  strict.options.threshold = 1.0F;
  state = fresh(1, 8, 1);
  QVERIFY(play("parallel", strict, model, &state) > 28);
}

void SamplersTest::remaskingTakesBack() {
  const auto vague = [](const SamplerState& state, const Level&) {
    return torch::zeros({static_cast<std::int64_t>(state.candidates.size()) * 10, 50});
  };
  SamplerState state = fresh(50, 10, 1);
  play("remasking", plainSetup(40), vague, &state);
  int remasks = 0;
  for (const Candidate& candidate : state.candidates) {
    for (const Slot& slot : candidate.slots) remasks += slot.remasked;
  }
  // On the average a token is settled for half of the 40 steps, at a chance of 0.1 a step (less near the end).
  QVERIFY2(remasks > 600 && remasks < 1100, qPrintable(QString::number(remasks)));
}

void SamplersTest::guardKnowsWholeWords() {
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  const TextGuard guard({" Lamp ", "été", "old man"}, tokenizer);
  for (const char* const text : {"the lamp was", "LAMP", "“lamp”", "lamp’s", "L'ÉTÉ", "an old man, he"})
    QVERIFY2(!guard.found(text).empty(), text);
  for (const char* const text : {"lamps", "clamp", "lam p", "étés", "old woman", "gold man", ""})
    QVERIFY2(guard.found(text).empty(), text);
  QVERIFY(TextGuard({}, tokenizer).empty());
  // Neither may a token spell the word with its neighbours, nor end it behind a neighbour that was drawn.
  const TokenId s = tokenizer.encode("s").front();
  const TokenId was = tokenizer.encode(" was").front();
  QVERIFY(guard.spoils({" lamp", "", true, false}, was) && !guard.spoils({" lamp", "", true, false}, s));
  QVERIFY(!guard.spoils({" lamp", "", false, false}, was));  // the author's own lamp
  QVERIFY(guard.spoils({" la", "p was", true, true}, tokenizer.encode("m").front()));
}

// A model that wants nothing but the forbidden word, in pieces.
void SamplersTest::guardSeesWordsOfSeveralTokens() {
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  const std::vector<TokenId> pieces = tokenizer.encode(" lamplighter");
  QVERIFY(pieces.size() > 1);
  const std::string word = tokenizer.decode(pieces).substr(1);
  const TextGuard guard({word}, tokenizer);
  for (const std::string& name : samplerNames()) {
    SamplerSetup setup = plainSetup(12);
    setup.table_VW = torch::randn({tokenizer.vocabulary(), 4});
    const auto eager = [&](const SamplerState& state, const Level&) {
      auto logits = torch::full(
          {static_cast<std::int64_t>(state.candidates.size() * pieces.size()), tokenizer.vocabulary()}, -5.0F);
      for (std::int64_t row = 0; row < logits.size(0); ++row)
        logits[row][pieces[static_cast<std::size_t>(row) % pieces.size()]] = 9.0F;
      return logits;
    };
    const auto hits = [&] {
      int count = 0;
      SamplerState state = fresh(4, pieces.size(), 2);
      play(name, setup, eager, &state);
      for (const Candidate& candidate : state.candidates) {
        std::vector<TokenId> ids;
        for (const Slot& slot : candidate.slots) ids.push_back(slot.id);
        count += guard.found(tokenizer.decode(ids)).empty() ? 0 : 1;
      }
      return count;
    };
    QVERIFY2(hits() > 0, name.c_str());
    setup.guard = &guard;
    QCOMPARE(hits(), 0);
  }
}

void SamplersTest::pinsAreTokenizedByTheSeam() {
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  const auto pin = [&](const char* text, const char* before, const char* after) {
    const PinTokens tokens = tokenizePin({text, 0, kAnywhere}, makeSeam(before, after), tokenizer);
    return std::pair(tokenizer.decode(tokens.first), tokenizer.decode(tokens.inside));
  };
  QCOMPARE(pin("lamp", "She took the ", " and left"), std::pair(std::string(" lamp"), std::string(" lamp")));
  QCOMPARE(pin(" the lamp ", "\n", "."), std::pair(std::string("the lamp"), std::string(" the lamp")));
  QCOMPARE(pin("lamp", "“", ""), std::pair(std::string("lamp"), std::string(" lamp")));
  QCOMPARE(pin(", however", "She ", " left"), std::pair(std::string(", however"), std::string(", however")));
  QVERIFY(!sentenceOf([&] { pin("  ", "", ""); }).empty());
  QVERIFY(!sentenceOf([&] { pin("one\ntwo", "", ""); }).empty());
}

void SamplersTest::pinsFitOrNot() {
  const auto pin = [](std::size_t length, int place) {
    PinTokens tokens;
    tokens.first = tokens.inside = std::vector<TokenId>(length, 9);
    tokens.place = place;
    return tokens;
  };
  const std::vector<bool> six(6, false);
  QVERIFY(pinsFit({pin(6, kAnywhere)}, six));
  QVERIFY(!pinsFit({pin(7, kAnywhere)}, six));
  QVERIFY(pinsFit({pin(2, 4)}, six) && !pinsFit({pin(2, 5)}, six) && !pinsFit({pin(1, 6)}, six));
  QVERIFY(!pinsFit({pin(2, 1), pin(2, 2)}, six));
  // In the middle there is room for two on each side, but for no three.
  QVERIFY(pinsFit({pin(2, 2), pin(2, kAnywhere), pin(2, kAnywhere)}, six));
  QVERIFY(!pinsFit({pin(2, 2), pin(3, kAnywhere)}, six));
  // 3 + 1 and 2 + 2 go into four and four, though not in the order given.
  const std::vector<bool> split = {false, false, false, false, true, false, false, false, false};
  QVERIFY(pinsFit({pin(1, kAnywhere), pin(2, kAnywhere), pin(3, kAnywhere), pin(2, kAnywhere)}, split));
  // The places of a pin leave room for the others.
  QCOMPARE(placesFor({pin(2, kAnywhere), pin(4, kAnywhere)}, six), (std::vector<int>{0, 4}));
}

void SamplersTest::consensusPrefersTheMiddle() {
  QCOMPARE(overlap({1, 2, 3}, {1, 2, 3}), 1.0);
  QCOMPARE(overlap({1, 2, 3}, {4, 5, 6}), 0.0);
  // Two of three tokens each way, one pair of two.
  QCOMPARE(overlap({1, 2, 3}, {1, 2, 4}), 0.5 * (2.0 / 3 + 0.5));
  QVERIFY(overlap({1, 2, 3, 4}, {4, 3, 2, 1}) < overlap({1, 2, 3, 4}, {1, 2, 4, 3}));
  QCOMPARE(overlap({7}, {7}), 1.0);
  const std::vector<double> gain = consensus({{1, 2, 3}, {1, 2, 4}, {1, 5, 3}, {8, 9, 10}});
  QCOMPARE(rankedByValue(gain).front(), 0);
  QCOMPARE(rankedByValue(gain).back(), 3);
  QCOMPARE(consensus({{1, 2}}), std::vector<double>{0.0});
}

void SamplersTest::climbFindsThePeak() {
  for (int peak = 0; peak < 12; ++peak) {
    for (int start = 0; start < 12; ++start) {
      int asked = 0;
      const auto value = [&](int index) {
        ++asked;
        return -std::abs(index - peak) * 1.0;
      };
      QCOMPARE(climb({0, 11, start}, value), peak);
      QVERIFY(asked <= std::abs(peak - start) + 3);
      QCOMPARE(climb({5, 8, start}, value), std::clamp(peak, 5, 8));
    }
  }
}

QTEST_GUILESS_MAIN(SamplersTest)
#include "samplers_test.moc"
