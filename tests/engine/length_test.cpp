// SPDX-License-Identifier: GPL-3.0-or-later
// Gaps that become longer or shorter while they are denoised: with a made-up denoiser that knows the answer, and with a
// small model of random weights that says ⟨expand⟩ and ⟨delete⟩ all the time.
#include "tests/engine/support.h"

#include "engine/linear/avx2_linear.h"
#include "engine/sampling/gap_length.h"
#include "engine/sampling/infill_session.h"
#include "engine/sampling/length_change.h"
#include "engine/sampling/sampler.h"
#include "engine/training/trainer.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <set>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr TokenId kExpand = 3;
constexpr TokenId kRemove = 4;
constexpr TokenId kFirstAnswer = 10;  // the answer is 10, 11, 12, ..
constexpr float kBarred = -std::numeric_limits<float>::infinity();

// Those that settle tokens; the others move embeddings, whose number is given.
std::vector<std::string> tokenSamplers() {
  SamplerSetup setup;
  setup.table_VW = torch::zeros({1, 1});
  std::vector<std::string> names;
  for (const std::string& name : samplerNames()) {
    if (!makeSampler(name, setup)->continuous()) names.push_back(name);
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

// A model of random weights whose rows for ⟨expand⟩ and ⟨delete⟩ are so long that it is often sure of one of them.
std::string restlessModel(const ScratchFolder& folder, int headSize) {
  ModelConfig config = tinyConfig();
  config.headSize = headSize;
  config.changesLength = true;
  Denoiser model(config, 3);
  stir(&model);
  for (Parameter& parameter : model.parameters()) {
    if (parameter.name == "embedding") parameter.tensor.detach().narrow(0, kExpand, 2).mul_(12.0);
  }
  saveModel(folder.path("model"), config, model.parameters(), modelFolder() + "/tokenizer.model");
  return folder.path("model");
}

InfillRequest request(const std::string& sampler = "confidence") {
  InfillRequest r;
  r.text = "The road went down to the river. She had the old lamp in her hand, and the water was . Nobody came.\n";
  const std::size_t one = r.text.find("was ") + 4;
  const std::size_t two = r.text.find("Nobody");
  r.gaps = {{one, one, 0, 0}, {two, two, 0, 5}};
  r.candidates = 4;
  r.steps = 16;
  r.seed = 5;
  r.sampler = sampler;
  r.trace = true;
  return r;
}

struct Played {
  InfillResult result;
  std::vector<StepFrame> frames;

  std::vector<std::string> texts() const {  // by number, not by rank
    std::vector<std::string> all(result.candidates.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (const GapFill& fill : result.candidates[i])
        all[static_cast<std::size_t>(result.order[i])] += fill.text + "|";
    }
    return all;
  }
  std::set<std::size_t> lengths(std::size_t gap) const {
    std::set<std::size_t> found;
    for (const StepFrame& frame : frames) {
      for (const auto& candidate : frame.tokens) found.insert(candidate[gap].size());
    }
    return found;
  }
};

}  // namespace

class LengthTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    packed_ = openInfillSession(restlessModel(folder_, 16), Precision::kFixed16);
    const ScratchFolder other;
    plain_ = openInfillSession(restlessModel(other, 8), Precision::kFixed16);
  }
  void wishesAreSeenTo();
  void wishesHaveBounds();
  void endsWithTheAnswer_data();
  void endsWithTheAnswer();
  void staysWithinItsBounds();
  void lengthsChange_data();
  void lengthsChange();
  void candidatesDependOnThemselves_data() { lengthsChange_data(); }
  void candidatesDependOnThemselves();
  void pinsStay_data() { lengthsChange_data(); }
  void pinsStay();
  void seamsHold();
  void trajectoryFollowsTokens();
  void branchesRepeat_data() { lengthsChange_data(); }
  void branchesRepeat();
  void stops();
  void onlyWhereItMay();
  void isTrained();

 private:
  Session& session(const QString& which) { return which == "plain" ? *plain_ : *packed_; }
  Played play(Session& session, const InfillRequest& r) {
    Played played;
    played.result = session.infill(r, {[&](const StepFrame& frame) { played.frames.push_back(frame); }, {}}, never_);
    return played;
  }

  ScratchFolder folder_;
  std::unique_ptr<Session> packed_, plain_;
  CancelFlag never_{false};
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
    for (const std::uint64_t seed : {1U, 2U, 3U}) QCOMPARE(::play(wanted, seed), answerOf(wanted.answer));
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

void LengthTest::lengthsChange_data() {
  QTest::addColumn<QString>("way");
  QTest::addColumn<QString>("sampler");
  for (const std::string& sampler : tokenSamplers())
    QTest::addRow("packed %s", sampler.c_str()) << "packed" << QString::fromStdString(sampler);
  QTest::newRow("plain confidence") << "plain"
                                    << "confidence";
}

void LengthTest::lengthsChange() {
  QFETCH(QString, way);
  QFETCH(QString, sampler);
  if (way == "packed" && !hasAvx2()) QSKIP("this processor has no AVX2");
  std::size_t contextCalls = 0;
  const InfillRequest r = request(sampler.toStdString());
  Played played;
  played.result = session(way).infill(r,
                                      {[&](const StepFrame& frame) { played.frames.push_back(frame); },
                                       [&](std::size_t, std::size_t) { ++contextCalls; }},
                                      never_);
  QVERIFY(played.lengths(0).size() > 3);
  QVERIFY(*played.lengths(0).rbegin() <= 64);
  QCOMPARE(played.lengths(1), std::set<std::size_t>{5});  // this one was asked for
  // Not all candidates agree.
  std::set<std::size_t> ends;
  for (const auto& candidate : played.frames.back().tokens) ends.insert(candidate[0].size());
  QVERIFY(ends.size() > 1);
  for (std::size_t i = 0; i < played.result.candidates.size(); ++i) {
    const auto& tokens = played.frames.back().tokens[static_cast<std::size_t>(played.result.order[i])];
    for (std::size_t gap = 0; gap < 2; ++gap) {
      const GapFill& fill = played.result.candidates[i][gap];
      QCOMPARE(static_cast<std::size_t>(fill.lengthTokens), tokens[gap].size());
      std::string text;
      for (const TokenState& token : tokens[gap]) {
        QVERIFY(token.settled && token.id > kRemove);
        text += token.text;
      }
      QCOMPARE(text, fill.text);
    }
  }
  // The same again, of the same bytes; and by several threads.
  QCOMPARE(play(session(way), r).texts(), played.texts());
  const QByteArray threads = qgetenv("OMP_NUM_THREADS");
  qputenv("OMP_NUM_THREADS", "3");
  const std::vector<std::string> byThree = play(session(way), r).texts();
  qputenv("OMP_NUM_THREADS", threads.isEmpty() ? "1" : threads);
  QCOMPARE(byThree, played.texts());
}

void LengthTest::candidatesDependOnThemselves() {
  QFETCH(QString, way);
  QFETCH(QString, sampler);
  if (way == "packed" && !hasAvx2()) QSKIP("this processor has no AVX2");
  InfillRequest r = request(sampler.toStdString());
  const std::vector<std::string> four = play(session(way), r).texts();
  for (const int number : {0, 2, 3}) {
    r.candidates = 1;
    r.firstCandidate = number;
    QCOMPARE(play(session(way), r).texts().front(), four[static_cast<std::size_t>(number)]);
  }
}

void LengthTest::pinsStay() {
  QFETCH(QString, way);
  QFETCH(QString, sampler);
  if (way == "packed" && !hasAvx2()) QSKIP("this processor has no AVX2");
  InfillRequest r = request(sampler.toStdString());
  r.pins = {{"cold", 0, 2}, {"lighthouse", 0, kAnywhere}, {"grey", 1, 1}};
  const Played played = play(session(way), r);
  QVERIFY(played.lengths(0).size() > 3);
  for (const std::string& text : played.texts()) {
    QVERIFY2(holdsWords(text, "cold") && holdsWords(text, "lighthouse") && holdsWords(text, "grey"), text.c_str());
  }
  // From the first step on they stand in every frame.
  for (std::size_t f = 1; f < played.frames.size(); ++f) {
    for (const auto& candidate : played.frames[f].tokens) {
      std::string settled;
      for (const TokenState& token : candidate[0]) settled += token.settled ? token.text : std::string("…");
      QVERIFY2(holdsWords(settled, "cold") && holdsWords(settled, "lighthouse"), settled.c_str());
    }
  }
}

// The first token brings the seam's space, the last is no comma before the text's full stop, and no draw repeats its
// neighbour or spells a forbidden word, whatever vanished in between.
void LengthTest::seamsHold() {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    InfillRequest r = request("confidence");
    r.seed = seed;
    r.forbidden = {"the", "lamp", "and"};
    const Played played = play(*packed_, r);
    const Tokenizer tokenizer(modelFolder() + "/tokenizer.model");
    for (const auto& candidate : played.frames.back().tokens) {
      const auto& tokens = candidate[0];
      QVERIFY(tokenizer.startsWithSpace(tokens.front().id));
      const std::string last = tokenizer.bytes(tokens.back().id);
      QVERIFY2(last.find_first_of(".,;:!?") != 0 && last != " ", last.c_str());
      for (std::size_t i = 1; i < tokens.size(); ++i) QVERIFY(tokens[i].id != tokens[i - 1].id);
    }
    for (const std::string& text : played.texts()) {
      for (const std::string& word : r.forbidden) QVERIFY2(!holdsWords(foldCase(text), word), text.c_str());
    }
  }
}

// Frames and trajectory have the same shape, and a settled token can be followed from step to step.
void LengthTest::trajectoryFollowsTokens() {
  const Played played = play(*packed_, request());
  const std::vector<TracedStep>& steps = played.result.trajectory.steps;
  QCOMPARE(steps.size(), played.frames.size() - 1);
  int moved = 0;
  int added = 0;
  for (std::size_t s = 0; s < steps.size(); ++s) {
    const auto& frame = played.frames[s + 1].tokens;
    float attention = 0;
    for (const float share : steps[s].attentionReceived) attention += share;
    QVERIFY(attention > 0 && attention < 1);
    for (const auto& load : steps[s].expertLoad) {
      QVERIFY(std::abs(std::accumulate(load.begin(), load.end(), 0.0F) - 1.0F) < 1e-5F);
    }
    for (std::size_t c = 0; c < frame.size(); ++c) {
      for (std::size_t g = 0; g < frame[c].size(); ++g) {
        QCOMPARE(steps[s].tokens[c][g].size(), frame[c][g].size());
        for (std::size_t t = 0; t < frame[c][g].size(); ++t) {
          const TracedToken& token = steps[s].tokens[c][g][t];
          QCOMPARE(token.id, frame[c][g][t].id);
          QCOMPARE(token.settled, frame[c][g][t].settled);
          QCOMPARE(token.experts.size(), std::size_t{2});
          for (const Alternative& other : token.alternatives) QVERIFY(other.probability == 0 || other.id > kRemove);
          added += token.added ? 1 : 0;
          QVERIFY(!token.added || !token.settled);
          const TokenState& before = played.frames[s].tokens[c][g][t - static_cast<std::size_t>(token.moved)];
          moved += token.moved != 0 && before.settled && token.settled ? 1 : 0;
          // The correction at the end may have sent it back and drawn another in one step, or it stood settled.
          if (before.settled && token.settled) QCOMPARE(before.id, token.id);
        }
      }
    }
  }
  QVERIFY(moved > 0 && added > 0);
}

void LengthTest::branchesRepeat() {
  QFETCH(QString, way);
  QFETCH(QString, sampler);
  if (way == "packed" && !hasAvx2()) QSKIP("this processor has no AVX2");
  InfillRequest r = request(sampler.toStdString());
  const Played original = play(session(way), r);
  for (const int step : {2, 9}) {
    InfillRequest branch = r;
    branch.way = {{step, r.seed, 1, {}}};
    const Played again = play(session(way), branch);
    QCOMPARE(again.texts()[1], original.texts()[1]);
    for (const StepFrame& frame : again.frames) {
      for (const StepFrame& there : original.frames) {
        if (there.step == frame.step) QCOMPARE(frame.tokens[1][0].size(), there.tokens[1][0].size());
      }
    }
    // The author's word goes where it was put, in the gap as it was then, and stays.
    branch.way[0].edits = {{0, 1, "harbour"}};
    const std::size_t had = again.frames.front().tokens[1][0].size();
    if (had < 6) continue;
    for (const std::string& text : play(session(way), branch).texts())
      QVERIFY2(holdsWords(text, "harbour"), text.c_str());
    branch.way[0].edits = {{0, static_cast<int>(had), "harbour"}};
    const std::string sentence = sentenceOf([&] { play(session(way), branch); });
    QVERIFY2(sentence.find("does not fit into gap 1, which has " + std::to_string(had)) != std::string::npos,
             sentence.c_str());
  }
}

void LengthTest::stops() {
  CancelFlag cancel{false};
  const InfillRequest r = request();
  const std::vector<std::string> whole = play(*packed_, r).texts();
  int last = -1;
  const InfillResult result = packed_->infill(r,
                                              {[&](const StepFrame& frame) {
                                                 last = frame.step;
                                                 if (frame.step == 3) cancel = true;
                                               },
                                               {}},
                                              cancel);
  QVERIFY(result.cancelled && result.candidates.empty());
  QCOMPARE(last, 3);
  QCOMPARE(result.trajectory.steps.size(), std::size_t{3});
  // The session goes on as if nothing had been.
  QCOMPARE(play(*packed_, r).texts(), whole);
}

void LengthTest::onlyWhereItMay() {
  InfillRequest asked = request();
  asked.gaps[0].tokens = 7;
  QCOMPARE(play(*packed_, asked).lengths(0), std::set<std::size_t>{7});
  asked.gaps[0].tokens = 0;
  asked.gaps[0].words = 4;
  QCOMPARE(play(*packed_, asked).lengths(0).size(), std::size_t{1});
  // Samplers of embeddings settle all at once, at the end.
  for (const char* const sampler : {"dpm-solver++", "deterministic"}) {
    const Played played = play(*packed_, request(sampler));
    QCOMPARE(played.lengths(0).size(), std::size_t{1});
    for (const auto& candidate : played.frames.back().tokens) {
      for (const TokenState& token : candidate[0]) QVERIFY(token.id > kRemove);
    }
  }
  // A model that was not trained so says nothing of length, whatever its weights are.
  ScratchFolder other;
  const std::string path = restlessModel(other, 16);
  std::ifstream in(path + "/config.json");
  nlohmann::json config = nlohmann::json::parse(in);
  QVERIFY(config["changesLength"].get<bool>());
  config.erase("changesLength");
  other.write("model/config.json", config.dump());
  const auto fixed = openInfillSession(path, Precision::kFixed16);
  QCOMPARE(play(*fixed, request()).lengths(0).size(), std::size_t{1});
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
  const Tokenizer tokenizer(modelFolder() + "/tokenizer.model");
  const TokenizedCorpus corpus = tokenizeCorpus(folder.path("books"), tokenizer, "");
  Trainer trainer(config, tokenizer, corpus);
  const auto said = [&] {  // mean log-probability of ⟨expand⟩ where it belongs, and elsewhere
    const torch::NoGradGuard noGrad;
    const auto noise = makeNoiseProcess(config.model.noise);
    const TrainInput input = TrainSource{corpus, tokenizer, config, *noise}.make(77, 1);
    const Denoiser& model = trainer.model();
    const KeyValues prepared = model.prepare(
        model.read(model.readingInput(input.batch.layout, input.batch.context_C), input.readPlan, nullptr),
        input.fillPlan);
    const auto logits_FV =
        model.logits(model.fill(noise->state(model, input.noised, nullptr), prepared, input.fillPlan, nullptr));
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
