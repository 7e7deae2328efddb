// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs whose gaps become longer or shorter, with a small model of random weights that says ⟨expand⟩ and ⟨delete⟩
// all the time.
#include "tests/engine/by_number.h"
#include "tests/engine/support.h"

#include "engine/linear/avx2_linear.h"
#include "engine/sampling/infill_session.h"
#include "engine/sampling/sampler.h"
#include "engine/sampling/text_guard.h"

#include <QTest>

#include <numeric>
#include <set>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr TokenId kExpand = 3;
constexpr TokenId kRemove = 4;

// Those that settle tokens and can change lengths; the others move embeddings.
std::vector<std::string> tokenSamplers() {
  std::vector<std::string> names;
  for (const std::string& name : samplerNames()) {
    if (!isContinuous(name, {})) names.push_back(name);
  }
  return names;
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

  std::vector<std::string> texts() const { return textsByNumber(result); }
  std::set<std::size_t> lengths(std::size_t gap) const {
    std::set<std::size_t> found;
    for (const StepFrame& frame : frames) {
      for (const auto& candidate : frame.tokens) found.insert(candidate[gap].size());
    }
    return found;
  }
};

}  // namespace

class LengthRunTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    packed_ = openInfillSession(restlessModel(folder_, 16), Precision::kFixed16);
    const ScratchFolder other;
    plain_ = openInfillSession(restlessModel(other, 8), Precision::kFixed16);
  }
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

void LengthRunTest::lengthsChange_data() {
  QTest::addColumn<QString>("way");
  QTest::addColumn<QString>("sampler");
  for (const std::string& sampler : tokenSamplers())
    QTest::addRow("packed %s", sampler.c_str()) << "packed" << QString::fromStdString(sampler);
  QTest::newRow("plain confidence") << "plain"
                                    << "confidence";
}

void LengthRunTest::lengthsChange() {
  QFETCH(QString, way);
  QFETCH(QString, sampler);
  if (way == "packed" && !hasAvx2()) QSKIP("this processor has no AVX2");
  std::size_t contextCalls = 0;
  InfillRequest r = request(sampler.toStdString());
  r.candidates = 8;  // four may well end alike
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
    for (std::size_t gap = 0; gap < 2; ++gap) {
      const auto& tokens = played.frames.back().tokens[static_cast<std::size_t>(played.result.order[i][gap])];
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

void LengthRunTest::candidatesDependOnThemselves() {
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

void LengthRunTest::pinsStay() {
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
void LengthRunTest::seamsHold() {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    InfillRequest r = request("confidence");
    r.seed = seed;
    r.forbidden = {"the", "lamp", "and"};
    const Played played = play(*packed_, r);
    const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
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
void LengthRunTest::trajectoryFollowsTokens() {
  int moved = 0;
  int added = 0;
  for (const std::uint64_t seed : {1, 2, 3, 4}) {  // lengths change in one run or another
    InfillRequest r = request();
    r.seed = seed;
    const Played played = play(*packed_, r);
    const std::vector<TracedStep>& steps = played.result.trajectory.steps;
    QCOMPARE(steps.size(), played.frames.size() - 1);
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
  }
  QVERIFY(moved > 0 && added > 0);
}

void LengthRunTest::branchesRepeat() {
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

void LengthRunTest::stops() {
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

void LengthRunTest::onlyWhereItMay() {
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

QTEST_GUILESS_MAIN(LengthRunTest)
#include "length_run_test.moc"
