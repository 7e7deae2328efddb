// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that leave other runs at some step, with the shipped model: they repeat, they differ, the author's words stay.
#include "tests/engine/by_number.h"
#include "tests/engine/support.h"

#include "engine/sampling/sampler.h"
#include "engine/sampling/text_guard.h"

#include <QTest>

#include <atomic>
#include <chrono>
#include <thread>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr int kSteps = 10;
constexpr int kGapTokens = 9;

InfillRequest request(const std::string& sampler, std::uint64_t seed) {
  InfillRequest r;
  r.text = "The road went down to the river. She had the old lamp in her hand, and the water was . Nobody came.\n";
  const std::size_t one = r.text.find("was ") + 4;
  const std::size_t two = r.text.find("Nobody");
  r.gaps = {{one, one, 0, kGapTokens}, {two, two, 0, 3}};
  r.candidates = 3;
  r.steps = kSteps;
  r.seed = seed;
  r.sampler = sampler;
  return r;
}

struct Played {
  InfillResult result;
  std::vector<StepFrame> frames;

  const StepFrame* at(int step) const {
    for (const StepFrame& frame : frames) {
      if (frame.step == step) return &frame;
    }
    return nullptr;
  }
  // By number, not by rank.
  std::string text(int candidate) const { return textsByNumber(result)[static_cast<std::size_t>(candidate)]; }
};

bool same(const std::vector<std::vector<TokenState>>& a, const std::vector<std::vector<TokenState>>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t gap = 0; gap < a.size(); ++gap) {
    if (a[gap].size() != b[gap].size()) return false;
    for (std::size_t i = 0; i < a[gap].size(); ++i) {
      const TokenState& x = a[gap][i];
      const TokenState& y = b[gap][i];
      // Batches of one and of several agree to rounding, which samplers of embeddings carry along.
      if (x.id != y.id || x.settled != y.settled || x.text != y.text) return false;
      if (std::abs(x.confidence - y.confidence) > 1e-2F) return false;
    }
  }
  return true;
}

}  // namespace

class BranchTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { session_ = lacunaEngine()->open(modelFolder()); }
  void repeatsAndDiffers_data();
  void repeatsAndDiffers();
  void editsStay_data() { repeatsAndDiffers_data(); }
  void editsStay();
  void backToNoise_data() { repeatsAndDiffers_data(); }
  void backToNoise();
  void branchOfABranch_data() { repeatsAndDiffers_data(); }
  void branchOfABranch();
  void forbiddenFromAStepOn_data() { repeatsAndDiffers_data(); }
  void forbiddenFromAStepOn();
  void pinsAndTheBrushGoAlong();
  void stopsOnTheWay();
  void tracesItsOwnStepsOnly();
  void refusesBadWays_data();
  void refusesBadWays();

 private:
  Played play(const InfillRequest& r) {
    Played played;
    played.result = session_->infill(r, {[&](const StepFrame& frame) { played.frames.push_back(frame); }, {}}, never_);
    return played;
  }

  std::unique_ptr<Session> session_;
  CancelFlag never_{false};
};

void BranchTest::repeatsAndDiffers_data() {
  QTest::addColumn<QString>("sampler");
  for (const std::string& name : samplerNames()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void BranchTest::repeatsAndDiffers() {
  QFETCH(QString, sampler);
  int others = 0;
  int differ = 0;
  for (const std::uint64_t seed : {3U, 8U}) {
    const InfillRequest r = request(sampler.toStdString(), seed);
    const Played original = play(r);
    for (const int step : {1, 3, 6, kSteps - 1}) {
      const int left = step % 3;
      InfillRequest branch = r;
      branch.way = {{step, seed, left, {}}};
      const Played again = play(branch);
      // Nothing of the way is shown but its end, where all candidates are one.
      QCOMPARE(again.frames.front().step, step);
      for (const auto& candidate : again.frames.front().tokens) {
        const StepFrame* there = original.at(step);
        QVERIFY(there == nullptr || same(candidate, there->tokens[static_cast<std::size_t>(left)]));
      }
      // From there on one of them repeats the original.
      for (const StepFrame& frame : again.frames) {
        const StepFrame* there = original.at(frame.step);
        QVERIFY(there == nullptr ||
                same(frame.tokens[static_cast<std::size_t>(left)], there->tokens[static_cast<std::size_t>(left)]));
      }
      QCOMPARE(again.text(left), original.text(left));
      // The same, alone in its batch.
      branch.candidates = 1;
      branch.firstCandidate = left;
      QCOMPARE(play(branch).text(0), original.text(left));
      // Early enough, the others and those of another seed go elsewhere.
      if (step > 3) continue;
      branch.candidates = 3;
      branch.firstCandidate = 0;
      branch.seed = seed + 100;
      const Played elsewhere = play(branch);
      for (int c = 0; c < 3; ++c) {
        others += 2;
        differ += elsewhere.text(c) != original.text(left) ? 1 : 0;
        differ += c == left || again.text(c) != original.text(left) ? 1 : 0;
      }
      QVERIFY(play(branch).text(1) == elsewhere.text(1));
    }
  }
  QVERIFY2(differ > others * 3 / 4, qPrintable(QString("%1 of %2").arg(differ).arg(others)));
}

void BranchTest::editsStay() {
  QFETCH(QString, sampler);
  const InfillRequest r = request(sampler.toStdString(), 3);
  for (const int step : {1, 5, kSteps - 1}) {
    InfillRequest branch = r;
    branch.way = {{step, 3, 1, {{0, 2, "drowned"}, {1, 0, "Then"}}}};
    branch.seed = 11;
    const Played played = play(branch);
    for (const StepFrame& frame : played.frames) {
      for (const auto& candidate : frame.tokens) {
        std::string one;
        for (const TokenState& token : candidate[0]) one += token.text;
        QVERIFY2(holdsWords(one, "drowned"), one.c_str());
        QVERIFY(candidate[0][2].settled && candidate[0][2].confidence >= 1.0F);
      }
    }
    for (int c = 0; c < 3; ++c) {
      QVERIFY2(holdsWords(played.text(c), "drowned"), played.text(c).c_str());
      QVERIFY2(holdsWords(played.text(c), "Then"), played.text(c).c_str());
    }
    // Every candidate has its length.
    for (const auto& candidate : played.result.candidates) {
      QCOMPARE(candidate[0].lengthTokens, kGapTokens);
      QCOMPARE(candidate[1].lengthTokens, 3);
    }
  }
}

void BranchTest::backToNoise() {
  QFETCH(QString, sampler);
  InfillRequest branch = request(sampler.toStdString(), 5);
  // What was fixed in one stretch is noise again in the next.
  branch.way = {{3, 5, 0, {{0, 4, "river"}}}, {4, 5, 0, {{0, 4, ""}}}};
  const Played played = play(branch);
  QCOMPARE(played.frames.front().step, 4);
  for (const auto& candidate : played.frames.front().tokens) QVERIFY(!candidate[0][4].settled);
  for (const auto& candidate : played.frames.back().tokens) QVERIFY(candidate[0][4].settled);
  for (const float entropy : played.frames.front().entropy) QVERIFY(entropy >= 0 && entropy < 20);
}

void BranchTest::branchOfABranch() {
  QFETCH(QString, sampler);
  InfillRequest first = request(sampler.toStdString(), 3);
  first.way = {{2, 3, 1, {{0, 0, "deep"}}}};
  first.seed = 21;
  const Played parent = play(first);
  InfillRequest second = first;
  second.way.push_back({5, 21, 2, {}});
  const Played child = play(second);
  QCOMPARE(child.frames.front().step, 5);
  for (const StepFrame& frame : child.frames) {
    const StepFrame* there = parent.at(frame.step);
    QVERIFY(there == nullptr || same(frame.tokens[2], there->tokens[2]));
  }
  QCOMPARE(child.text(2), parent.text(2));
  // A stretch that only goes on is no stretch.
  second.way.insert(second.way.begin() + 1, {4, 21, 2, {}});
  QCOMPARE(play(second).text(2), parent.text(2));
  for (int c = 0; c < 3; ++c) QVERIFY(holdsWords(child.text(c), "deep"));
}

// A word is forbidden in the middle of a run: up to there it goes as it went without, from there the word does not
// come.
void BranchTest::forbiddenFromAStepOn() {
  QFETCH(QString, sampler);
  const InfillRequest r = request(sampler.toStdString(), 3);
  const Played original = play(r);
  const std::vector<TokenState> done = original.frames.back().tokens[1][0];
  std::size_t at = done.size();
  for (std::size_t t = 0; t < done.size(); ++t) {
    const std::string& text = done[t].text;
    const bool word = text.size() > 2 && text.front() == ' ' &&
                      std::all_of(text.begin() + 1, text.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
    if (word) at = t;
  }
  QVERIFY(at < done.size());
  InfillRequest branch = r;
  branch.way = {{5, 3, 1, {}, {done[at].text}}};
  // What has settled by then is the caller's to send away.
  for (std::size_t t = 0; t < done.size(); ++t) {
    const TokenState& then = original.at(5)->tokens[1][0][t];
    if (then.settled && foldCase(then.text) == foldCase(done[at].text))
      branch.way.front().edits.push_back({0, static_cast<int>(t), ""});
  }
  const Played other = play(branch);
  QCOMPARE(other.frames.front().step, 5);
  for (std::size_t t = 0; t < done.size(); ++t) {
    const TokenState& then = original.at(5)->tokens[1][0][t];
    const TokenState& now = other.frames.front().tokens[1][0][t];
    const bool sentAway = then.settled && foldCase(then.text) == foldCase(done[at].text);
    QCOMPARE(now.settled, then.settled && !sentAway);
    if (!sentAway) QCOMPARE(now.id, then.id);
  }
  QCOMPARE(other.result.candidates.size(), std::size_t{3});
  for (const std::vector<GapFill>& candidate : other.result.candidates)
    QVERIFY2(!holdsWords(foldCase(candidate[0].text), foldCase(done[at].text.substr(1))), candidate[0].text.c_str());
}

void BranchTest::pinsAndTheBrushGoAlong() {
  InfillRequest r = request("confidence", 3);
  const std::size_t begin = r.text.find("the old lamp");
  r.gaps = {{begin, r.text.find(", and"), 0, 0}, r.gaps.front()};
  const std::size_t lamp = r.text.find("lamp");
  r.strength = {{lamp, lamp + 4, 0.8F}};
  r.pins = {{"lighthouse", 1, kAnywhere}};
  r.forbidden = {"lantern"};
  const Played original = play(r);
  r.way = {{4, 3, 2, {}}};
  const Played again = play(r);
  QCOMPARE(again.text(2), original.text(2));
  for (int c = 0; c < 3; ++c) {
    QVERIFY(holdsWords(again.text(c), "lighthouse"));
    QVERIFY(again.text(c).find("in her hand") != std::string::npos);
  }
}

void BranchTest::stopsOnTheWay() {
  InfillRequest r = request("ancestral", 3);
  r.steps = 1000;
  r.way = {{999, 3, 0, {}}};
  CancelFlag cancel{false};
  std::thread author([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    cancel = true;
  });
  int frames = 0;
  const InfillResult result = session_->infill(r, {[&](const StepFrame&) { ++frames; }, {}}, cancel);
  author.join();
  QVERIFY(result.cancelled && result.candidates.empty());
  QVERIFY(result.steps < 999);
  QCOMPARE(frames, 0);
}

void BranchTest::tracesItsOwnStepsOnly() {
  InfillRequest r = request("confidence", 3);
  r.trace = true;
  r.way = {{6, 3, 0, {}}};
  const InfillResult result = play(r).result;
  QCOMPARE(result.trajectory.steps.size(), std::size_t{kSteps - 6});
  QCOMPARE(result.trajectory.steps.front().step, 7);
  QCOMPARE(result.trajectory.steps.front().tokens.size(), std::size_t{3});
}

void BranchTest::refusesBadWays_data() {
  QTest::addColumn<QString>("says");
  QTest::newRow("steps fall") << "must grow";
  QTest::newRow("step 0") << "must grow";
  QTest::newRow("last step") << "before the last step";
  QTest::newRow("candidate") << "below 0";
  QTest::newRow("gap") << "names gap 4";
  QTest::newRow("token") << "does not fit into gap 2, which has 3 tokens";
  QTest::newRow("too long") << "does not fit into gap 2";
  QTest::newRow("lines") << "line break";
  QTest::newRow("spaces") << "nothing but spaces";
  QTest::newRow("utf8") << "not UTF-8";
  QTest::newRow("forbidden") << "holds the forbidden word “lamp”";
  QTest::newRow("forbidden on the way") << "holds the forbidden word “tide”";
  QTest::newRow("many") << "More than 64";
}

void BranchTest::refusesBadWays() {
  QFETCH(QString, says);
  const std::string row = QTest::currentDataTag();
  InfillRequest r = request("confidence", 3);
  r.way = {{4, 3, 0, {}}};
  BranchPoint& point = r.way.front();
  if (row == "steps fall") {
    r.way.push_back({4, 3, 0, {}});
  } else if (row == "step 0") {
    point.step = 0;
  } else if (row == "last step") {
    point.step = kSteps;
  } else if (row == "candidate") {
    point.candidate = -1;
  } else if (row == "gap") {
    point.edits = {{3, 0, "lamp"}};
  } else if (row == "token") {
    point.edits = {{1, 3, "lamp"}};
  } else if (row == "too long") {
    point.edits = {{1, 1, "the keeper of the lighthouse"}};
  } else if (row == "lines") {
    point.edits = {{0, 0, "a\nb"}};
  } else if (row == "spaces") {
    point.edits = {{0, 0, "  "}};
  } else if (row == "utf8") {
    point.edits = {{0, 0, "\xFF"}};
  } else if (row == "forbidden") {
    r.forbidden = {" lamp"};
    point.edits = {{0, 0, "Lamp"}};
  } else if (row == "forbidden on the way") {
    point.forbidden = {"tide"};
    r.way.push_back({6, 3, 0, {{0, 0, "tide"}}, {}});
  } else {
    point.edits.assign(65, {0, 0, "lamp"});
  }
  ErrorCode code{};
  const QString sentence = QString::fromStdString(sentenceOf([&] { session_->infill(r, {}, never_); }, &code));
  QVERIFY2(sentence.contains(says), qPrintable(sentence));
  QVERIFY(sentence.endsWith('.') && !sentence.contains('\n'));
  QCOMPARE(code, ErrorCode::kInvalidInput);
}

QTEST_GUILESS_MAIN(BranchTest)
#include "branch_test.moc"
