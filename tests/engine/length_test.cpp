// SPDX-License-Identifier: GPL-3.0-or-later
// Gaps that become longer or shorter while they are denoised: what becomes of wishes, samplers over a made-up denoiser
// that knows the answer, and how a model learns to wish. Whole runs are in length_run_test.cpp.
#include "tests/engine/support.h"

#include "engine/sampling/length_change.h"
#include "engine/sampling/sampler.h"
#include "engine/training/trainer.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr TokenId kExpand = 3;
constexpr TokenId kRemove = 4;
constexpr TokenId kFirstAnswer = 10;  // the answer is 10, 11, 12, ..
constexpr float kBarred = -std::numeric_limits<float>::infinity();

// Those that settle tokens and can change lengths; the others move embeddings.
std::vector<std::string> tokenSamplers() {
  std::vector<std::string> names;
  for (const std::string& name : samplerNames()) {
    if (!isContinuous(name, {})) names.push_back(name);
  }
  return names;
}

Candidate blanks(const std::vector<std::size_t>& gaps) {
  Candidate candidate;
  for (const std::size_t length : gaps) {
    for (std::size_t i = 0; i < length; ++i) {
      candidate.slots.emplace_back();
      candidate.slots.back().startsGap = i == 0;
    }
  }
  return candidate;
}

// A denoiser that knows the answer: a run of noise between settled tokens has to hold what stands between them there.
// Too short, as many of its slots as are missing are two; too long, as many as are left over are none.
std::vector<TokenId> knownAnswer(const std::vector<Slot>& slots, std::size_t answer) {
  std::vector<TokenId> says(slots.size(), kFirstAnswer);
  std::size_t next = 0;  // of the answer
  for (std::size_t i = 0; i < slots.size();) {
    if (slots[i].settled) {
      next = static_cast<std::size_t>(slots[i++].id - kFirstAnswer) + 1;
      continue;
    }
    std::size_t end = i;
    while (end < slots.size() && !slots[end].settled) ++end;
    const std::size_t until = end < slots.size() ? static_cast<std::size_t>(slots[end].id - kFirstAnswer) : answer;
    const std::size_t needed = until - next;
    const std::size_t run = end - i;
    const std::size_t twos = needed > run ? std::min(run, needed - run) : 0;
    const std::size_t nones = run > needed ? run - needed : 0;
    for (std::size_t j = 0; j < run; ++j) {
      if (j < twos || j < nones)
        says[i + j] = j < twos ? kExpand : kRemove;
      else
        says[i + j] = kFirstAnswer + static_cast<TokenId>(next + j + twos - nones);
    }
    i = end;
  }
  return says;
}

struct Play {
  std::string sampler = "confidence";
  int steps = 32;
  LengthBounds bounds{1, 64};
  std::size_t start = 6;
  std::size_t answer = 11;
};

// The ids that one gap ends with. Checks that all is settled and no length was left to be.
std::vector<TokenId> play(const Play& wanted, std::uint64_t seed) {
  SamplerSetup setup;
  setup.options.steps = wanted.steps;
  setup.expand = kExpand;
  setup.remove = kRemove;
  const auto sampler = makeSampler(wanted.sampler, setup);
  SamplerState state;
  for (std::uint64_t c = 0; c < 3; ++c) {
    state.candidates.push_back(blanks({wanted.start}));
    state.candidates.back().random = Random(seed, c);
  }
  for (int step = 1; step <= wanted.steps; ++step) {
    std::vector<torch::Tensor> rows;
    for (const Candidate& candidate : state.candidates) {
      for (const TokenId id : knownAnswer(candidate.slots, wanted.answer)) {
        auto row_V = torch::zeros({100});
        row_V[id] = 14.0F;
        row_V.narrow(0, 0, 3).fill_(kBarred);
        if (candidate.slots.size() >= wanted.bounds.longest || step > lastGrowingStep(wanted.steps))
          row_V[kExpand] = kBarred;
        if (candidate.slots.size() <= wanted.bounds.shortest || step == wanted.steps) row_V[kRemove] = kBarred;
        rows.push_back(row_V);
      }
    }
    sampler->advance(step, torch::stack(rows), &state);
    for (Candidate& candidate : state.candidates) changeLengths({wanted.bounds}, {}, &candidate);
  }
  std::vector<TokenId> ids;
  for (const Candidate& candidate : state.candidates) {
    std::vector<TokenId> own;
    for (const Slot& slot : candidate.slots) {
      if (!slot.settled || slot.id == kExpand || slot.id == kRemove) qFatal("a slot was left over");
      own.push_back(slot.id);
    }
    if (!ids.empty() && own != ids) return {};  // the answer is one
    ids = own;
  }
  return ids;
}

std::vector<TokenId> answerOf(std::size_t tokens) {
  std::vector<TokenId> ids(tokens);
  std::iota(ids.begin(), ids.end(), kFirstAnswer);
  return ids;
}

}  // namespace

class LengthTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void wishesAreSeenTo();
  void wishesHaveBounds();
  void endsWithTheAnswer_data();
  void endsWithTheAnswer();
  void staysWithinItsBounds();
  void isTrained();
};

void LengthTest::wishesAreSeenTo() {
  Candidate candidate = blanks({3, 2});
  std::vector<Slot>& slots = candidate.slots;
  for (std::size_t i = 0; i < 5; ++i) slots[i].id = static_cast<TokenId>(50 + i);
  slots[0].wish = LengthWish::kVanish;  // the second begins the gap then,
  slots[0].beginsWord = true;           // and follows the pinned word
  slots[2].wish = LengthWish::kSplit;
  slots[3].wish = LengthWish::kSplit;
  slots[3].remasked = 1;
  QCOMPARE(changeLengths({{1, 9}, {1, 9}}, {}, &candidate), (std::vector<std::size_t>{1, 2, 2, 3, 3, 4}));
  std::vector<bool> starts;
  for (const Slot& slot : slots) {
    starts.push_back(slot.startsGap);
    QVERIFY(slot.wish == LengthWish::kNone && !slot.settled && slot.remasked == 0);
  }
  QCOMPARE(starts, (std::vector<bool>{true, false, false, true, false, false}));
  QVERIFY(slots[0].beginsWord && !slots[1].beginsWord);
  QCOMPARE(slots[0].id, TokenId{51});
  QCOMPARE(slots[5].id, TokenId{54});
  QCOMPARE(gapsOf(slots).size(), std::size_t{2});
}

void LengthTest::wishesHaveBounds() {
  Candidate candidate = blanks({4, 4});
  for (std::size_t i = 0; i < 8; ++i) candidate.slots[i].wish = i < 4 ? LengthWish::kVanish : LengthWish::kSplit;
  const std::vector<std::size_t> was = changeLengths({{3, 9}, {1, 6}}, {}, &candidate);
  QCOMPARE(was, (std::vector<std::size_t>{1, 2, 3, 4, 4, 5, 5, 6, 7}));
  for (const Slot& slot : candidate.slots) QVERIFY(slot.wish == LengthWish::kNone);
  // What is forbidden stays, and is asked about in the gap as it has become.
  candidate = blanks({4});
  candidate.slots[0].wish = candidate.slots[2].wish = LengthWish::kVanish;
  std::vector<std::size_t> asked;
  const auto mayVanish = [&](const std::vector<Slot>& slots, std::size_t at) {
    asked.push_back(slots.size() * 10 + at);
    return at == 0;
  };
  QCOMPARE(changeLengths({{1, 9}}, mayVanish, &candidate), (std::vector<std::size_t>{1, 2, 3}));
  QCOMPARE(asked, (std::vector<std::size_t>{40, 31}));
  QVERIFY(candidate.slots[0].startsGap);
}

void LengthTest::endsWithTheAnswer_data() {
  QTest::addColumn<int>("start");
  QTest::addColumn<int>("answer");
  for (const std::string& sampler : tokenSamplers()) {
    for (const auto& [start, answer] : {std::pair{6, 11}, {12, 7}, {1, 9}, {20, 3}, {8, 8}, {9, 1}, {10, 40}})
      QTest::addRow("%s %d %d", sampler.c_str(), start, answer) << start << answer;
  }
}

void LengthTest::endsWithTheAnswer() {
  QFETCH(int, start);
  QFETCH(int, answer);
  Play wanted;
  wanted.sampler = std::string(QTest::currentDataTag());
  wanted.sampler.resize(wanted.sampler.find(' '));
  wanted.start = static_cast<std::size_t>(start);
  wanted.answer = static_cast<std::size_t>(answer);
  for (const int steps : {12, 32}) {
    wanted.steps = steps;
    for (const std::uint64_t seed : {1U, 2U, 3U}) QCOMPARE(play(wanted, seed), answerOf(wanted.answer));
  }
}

void LengthTest::staysWithinItsBounds() {
  for (const std::string& sampler : tokenSamplers()) {
    const LengthBounds bounds{5, 8};
    for (const TokenId wish : {kRemove, kExpand}) {
      SamplerSetup setup;
      setup.options.steps = 16;
      setup.expand = kExpand;
      setup.remove = kRemove;
      const auto made = makeSampler(sampler, setup);
      SamplerState state;
      state.candidates.push_back(blanks({6}));
      for (int step = 1; step <= 16; ++step) {
        std::vector<torch::Tensor> rows;
        const std::size_t now = state.candidates[0].slots.size();
        for (std::size_t i = 0; i < now; ++i) {
          auto row_V = torch::zeros({100});
          row_V[wish] = 14.0F;
          if (now >= bounds.longest || step > lastGrowingStep(16)) row_V[kExpand] = kBarred;
          if (now <= bounds.shortest || step == 16) row_V[kRemove] = kBarred;
          rows.push_back(row_V);
        }
        made->advance(step, torch::stack(rows), &state);
        changeLengths({bounds}, {}, &state.candidates[0]);
      }
      QCOMPARE(state.candidates[0].slots.size(), wish == kExpand ? bounds.longest : bounds.shortest);
      for (const Slot& slot : state.candidates[0].slots) QVERIFY(slot.settled);
    }
  }
}

// What a configuration turns on reaches the model's own, and a model learns when to say it.
void LengthTest::isTrained() {
  nlohmann::json json = {{"model", toJson(tinyConfig())},
                         {"batch", {{"tokens", 384}, {"lengths", {{96, 1.0}}}, {"longestGap", 8}}},
                         {"warmUp", 5},
                         {"seed", 9}};
  QVERIFY(!trainConfigFromJson(json, "here").model.changesLength);
  json["batch"]["expansions"] = 0.25;
  json["batch"]["deletions"] = 0.1;
  const TrainConfig config = trainConfigFromJson(json, "here");
  QVERIFY(config.model.changesLength);
  QVERIFY(modelConfigFromJson(toJson(config.model)).changesLength);
  const ScratchFolder folder;
  folder.write("books/one.txt", habitualText(600, 1));
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  const TokenizedCorpus corpus = tokenizeCorpus(folder.path("books"), tokenizer, "");
  Trainer trainer(config, tokenizer, corpus);
  const auto said = [&] {  // mean log-probability of ⟨expand⟩ where it belongs, and elsewhere
    const torch::NoGradGuard noGrad;
    const auto noise = makeNoiseProcess(config.model.noise);
    const TrainInput input = TrainSource{corpus, tokenizer, config, *noise}.make(77, 1);
    const Denoiser& model = trainer.model();
    const KeyValues prepared = model.prepare(
        model.prefill(model.readingInput(input.batch.layout, input.batch.context_C), input.readPlan, nullptr),
        input.fillPlan);
    const auto logits_FV =
        model.logits(model.denoise(noise->state(model, input.noised, nullptr), prepared, input.fillPlan, nullptr));
    const auto said_F = logits_FV.log_softmax(-1).select(1, kExpand);
    const auto belongs = input.batch.target_F == kExpand;
    const auto masked = input.noised.masked_F;
    return std::pair(said_F.index({belongs}).mean().item<double>(),
                     said_F.index({masked.logical_and(~belongs)}).mean().item<double>());
  };
  const double before = said().first;
  for (int i = 0; i < 60; ++i) trainer.step(1.0);
  const auto [where, elsewhere] = said();
  QVERIFY2(before < -5 && where > -2.5, qPrintable(QString("%1 -> %2").arg(before).arg(where)));
  QVERIFY2(where > elsewhere, qPrintable(QString("%1, elsewhere %2").arg(where).arg(elsewhere)));
}

QTEST_GUILESS_MAIN(LengthTest)
#include "length_test.moc"
