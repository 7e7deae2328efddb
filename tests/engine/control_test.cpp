// SPDX-License-Identifier: GPL-3.0-or-later
// What an author can ask of a fill, with the shipped model: words in, words out, the brush, lengths, candidates.
#include "tests/engine/by_number.h"
#include "tests/engine/support.h"

#include "engine/sampling/gap_length.h"
#include "engine/sampling/sampler.h"
#include "engine/sampling/seams.h"
#include "engine/sampling/text_guard.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

const std::string kDraft =
    "The road went down to the river. She had the old lamp in her hand, and the water was . Nobody came.\n";

// Words may be put in after "was ".
InfillRequest request(const std::string& sampler) {
  InfillRequest r;
  r.text = kDraft;
  const std::size_t at = r.text.find("was ") + 4;
  r.gaps = {{at, at, 0, 8}};
  r.candidates = 4;
  r.steps = 10;
  r.seed = 3;
  r.sampler = sampler;
  return r;
}

// The old lamp is the gap, and the brush is over some of it.
InfillRequest brush(const std::string& sampler, const std::vector<std::pair<std::string, float>>& strokes) {
  InfillRequest r = request(sampler);
  const std::size_t begin = r.text.find("the old lamp");
  r.gaps = {{begin, r.text.find(", and"), 0, 0}};  // "the old lamp in her hand"
  for (const auto& [word, value] : strokes) {
    const std::size_t at = r.text.find(word);
    r.strength.push_back({at, at + word.size(), value});
  }
  return r;
}

float sumOf(const std::vector<float>& values) { return std::accumulate(values.begin(), values.end(), 0.0F); }

}  // namespace

class ControlTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { session_ = lacunaEngine()->open(modelFolder()); }
  void everySampler_data();
  void everySampler();
  void forbiddenWordsStayOut_data() { everySampler_data(); }
  void forbiddenWordsStayOut();
  void pinsStandWhereTheyShould_data() { everySampler_data(); }
  void pinsStandWhereTheyShould();
  void brushLeavesTheRestAlone_data() { everySampler_data(); }
  void brushLeavesTheRestAlone();
  void brushGivesTextBack();
  void seamsGiveTextBack();
  void refusesBadWishes_data();
  void refusesBadWishes();
  void parallelNeedsFewerLooks();
  void trajectoryTellsWhatWasThought();
  void trajectoryTellsWhereItLooked();
  void consensusRanksTheSameCandidates();
  void lengthIsFound();

 private:
  InfillResult fill(const InfillRequest& r) { return session_->infill(r, {}, never_); }

  std::unique_ptr<Session> session_;
  CancelFlag never_{false};
};

void ControlTest::everySampler_data() {
  QTest::addColumn<QString>("sampler");
  for (const std::string& name : samplerNames()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

// The same seed gives the same words, whatever else is in the batch; another seed gives others.
void ControlTest::everySampler() {
  QFETCH(QString, sampler);
  InfillRequest r = request(sampler.toStdString());
  const std::size_t second = r.text.find("Nobody");
  r.gaps.push_back({second, second, 0, 3});
  r.candidates = 8;
  const std::vector<std::string> eight = textsByNumber(fill(r));
  QCOMPARE(eight.size(), std::size_t{8});
  QCOMPARE(textsByNumber(fill(r)), eight);
  for (const int number : {0, 3, 7}) {
    InfillRequest one = r;
    one.candidates = 1;
    one.firstCandidate = number;
    QCOMPARE(textsByNumber(fill(one)).front(), eight[static_cast<std::size_t>(number)]);
  }
  r.seed = 4;
  QVERIFY(sampler == "deterministic" || textsByNumber(fill(r)) != eight);
}

void ControlTest::forbiddenWordsStayOut() {
  QFETCH(QString, sampler);
  InfillRequest r = request(sampler.toStdString());
  r.candidates = 3;
  // Whatever comes is forbidden.
  {
    std::set<std::string> words(r.forbidden.begin(), r.forbidden.end());
    for (const std::string& text : textsByNumber(fill(r))) {
      std::string word;
      for (const char letter : text + " ") {
        if (std::isalpha(static_cast<unsigned char>(letter)) != 0) {
          word += letter;
        } else if (!word.empty()) {
          words.insert(word);
          word.clear();
        }
      }
    }
    QVERIFY(words.size() > r.forbidden.size());
    r.forbidden.assign(words.begin(), words.end());
  }
  for (const std::string& text : textsByNumber(fill(r))) {
    for (const std::string& word : r.forbidden)
      QVERIFY2(!holdsWords(foldCase(text), foldCase(word)), (word + " in " + text).c_str());
  }
}

void ControlTest::pinsStandWhereTheyShould() {
  QFETCH(QString, sampler);
  InfillRequest r = request(sampler.toStdString());
  r.gaps.front().tokens = 12;
  r.pins = {{"deep", 0, 0}, {"lighthouse keeper", 0, kAnywhere}, {"drowned", 0, kAnywhere}};
  const InfillResult result = fill(r);
  std::set<std::size_t> places;
  for (const std::string& text : textsByNumber(result)) {
    QVERIFY2(text.rfind("deep", 0) == 0 && holdsWords(text, "deep"), text.c_str());
    QVERIFY2(holdsWords(text, "lighthouse keeper"), text.c_str());
    QVERIFY2(holdsWords(text, "drowned"), text.c_str());
    places.insert(text.find("drowned"));
  }
  QCOMPARE(result.candidates.front().front().lengthTokens, 12);
  // An automatic gap makes room.
  r.gaps.front().tokens = 0;
  r.candidates = 1;
  QVERIFY(holdsWords(textsByNumber(fill(r)).front(), "lighthouse keeper"));
}

void ControlTest::brushLeavesTheRestAlone() {
  QFETCH(QString, sampler);
  const InfillRequest half = brush(sampler.toStdString(), {{"old lamp", 1.0F}, {"hand", 0.0F}});
  bool changed = false;
  for (const std::string& text : textsByNumber(fill(half))) {
    QVERIFY2(text.rfind("the ", 0) == 0, text.c_str());
    QVERIFY2(text.size() > 13 && text.substr(text.size() - 13) == " in her hand|", text.c_str());
    changed = changed || text != "the old lamp in her hand|";
  }
  QVERIFY(changed);
}

void ControlTest::brushGivesTextBack() {
  for (const std::string& name : samplerNames()) {
    const InfillRequest still = brush(name, {{"old", 0.0F}, {"lamp", 0.0F}});
    for (const std::string& text : textsByNumber(fill(still))) QCOMPARE(text, std::string("the old lamp in her hand|"));
  }
  // The weaker the brush, the more stays: words in common with the text, over candidates.
  const auto kept = [&](float strength) {
    InfillRequest r = brush("confidence", {{"old lamp in her hand", strength}});
    r.candidates = 12;
    int count = 0;
    for (const std::string& text : textsByNumber(fill(r))) {
      for (const char* const word : {"old", "lamp", "in", "her", "hand"}) count += holdsWords(text, word) ? 1 : 0;
    }
    return count;
  };
  const int weak = kept(0.2F);
  const int middle = kept(0.6F);
  const int strong = kept(1.0F);
  QVERIFY2(weak > middle && middle > strong, qPrintable(QString("%1 %2 %3").arg(weak).arg(middle).arg(strong)));
}

void ControlTest::seamsGiveTextBack() {
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  const std::vector<std::string> befores = {"", "Left", "Left ", "Left  ", "Left “", "Left\n", "Left\n  ", "# "};
  const std::vector<std::string> middles = {"middle", " middle", "middle ", " middle  ", "x", " ", "“Oh”", "a\n", "é…"};
  const std::vector<std::string> afters = {"right", " right", ".", "", "\n", "“right", "—"};
  for (const std::string& before : befores) {
    for (const std::string& middle : middles) {
      for (const std::string& after : afters) {
        Seam seam = makeSeam(before, after);
        const std::string spelled = asTokens(&seam, middle);
        QCOMPARE(finishFill(seam, tokenizer.decode(tokenizer.encode(spelled))), middle);
      }
    }
  }
}

void ControlTest::refusesBadWishes_data() {
  QTest::addColumn<QString>("says");
  QTest::newRow("pin too long") << "do not fit into gap 1, which has 2 tokens";
  QTest::newRow("pin past the end") << "do not fit into gap 1";
  QTest::newRow("pin in no gap") << "names gap 3";
  QTest::newRow("empty pin") << "is empty";
  QTest::newRow("pin of two lines") << "line break";
  QTest::newRow("pinned and forbidden") << "both pinned and forbidden";
  QTest::newRow("empty forbidden") << "forbidden word is empty";
  QTest::newRow("stroke outside") << "outside of the gaps";
  QTest::newRow("too strong") << "strength must be 0 to 1";
  QTest::newRow("threshold") << "threshold";
  QTest::newRow("penalty") << "penalty";
}

void ControlTest::refusesBadWishes() {
  QFETCH(QString, says);
  const std::string row = QTest::currentDataTag();
  InfillRequest r = request("confidence");
  if (row == "pin too long") {
    r.gaps.front().tokens = 2;
    r.pins = {{"the keeper of the lighthouse", 0, kAnywhere}};
  } else if (row == "pin past the end") {
    r.pins = {{"lamp", 0, 8}};
  } else if (row == "pin in no gap") {
    r.pins = {{"lamp", 2, kAnywhere}};
  } else if (row == "empty pin") {
    r.pins = {{" ", 0, kAnywhere}};
  } else if (row == "pin of two lines") {
    r.pins = {{"a\nb", 0, kAnywhere}};
  } else if (row == "pinned and forbidden") {
    r.pins = {{"the Lamp", 0, kAnywhere}};
    r.forbidden = {" lamp"};
  } else if (row == "empty forbidden") {
    r.forbidden = {"  "};
  } else if (row == "stroke outside") {
    r.strength = {{0, 3, 0.5F}};
  } else if (row == "too strong") {
    r = brush("confidence", {{"old", 1.5F}});
  } else if (row == "threshold") {
    r.threshold = 0.0F;
  } else {
    r.repetitionPenalty = -1.0F;
  }
  ErrorCode code{};
  const QString sentence = QString::fromStdString(sentenceOf([&] { fill(r); }, &code));
  QVERIFY2(sentence.contains(says), qPrintable(sentence));
  QVERIFY(sentence.endsWith('.') && !sentence.contains('\n'));
  QCOMPARE(code, ErrorCode::kInvalidInput);
}

void ControlTest::parallelNeedsFewerLooks() {
  InfillRequest r = request("parallel");
  r.steps = 24;
  r.threshold = 0.02F;  // surer than this it nearly always is
  const InfillResult quick = fill(r);
  QVERIFY2(quick.steps < 20, qPrintable(QString::number(quick.steps)));
  for (const auto& candidate : quick.candidates) QVERIFY(!candidate.front().text.empty());
  r.threshold = 1.0F;
  QCOMPARE(fill(r).steps, 24);
}

void ControlTest::trajectoryTellsWhatWasThought() {
  InfillRequest r = request("confidence");
  QVERIFY(fill(r).trajectory.steps.empty());
  r.trace = true;
  std::vector<StepFrame> frames;
  const InfillResult result =
      session_->infill(r, {[&](const StepFrame& frame) { frames.push_back(frame); }, {}}, never_);
  QCOMPARE(result.trajectory.steps.size(), std::size_t{10});
  double first = 0;
  double last = 0;
  for (std::size_t s = 0; s < 10; ++s) {
    const TracedStep& step = result.trajectory.steps[s];
    QCOMPARE(step.step, static_cast<int>(s) + 1);
    QVERIFY(!step.expertLoad.empty());
    for (const auto& shares : step.expertLoad) QVERIFY(std::abs(sumOf(shares) - 1) < 1e-4);
    QCOMPARE(step.attentionReceived.size(), result.trajectory.context.size());
    QVERIFY(sumOf(step.attentionReceived) > 0.05 && sumOf(step.attentionReceived) < 1);
    QCOMPARE(step.tokens.size(), std::size_t{4});
    for (std::size_t c = 0; c < 4; ++c) {
      for (std::size_t i = 0; i < 8; ++i) {
        const TracedToken& token = step.tokens[c][0][i];
        const TokenState& shown = frames[s + 1].tokens[c][0][i];
        QVERIFY(token.id == shown.id && token.settled == shown.settled && token.confidence == shown.confidence);
        QVERIFY(token.entropy >= 0 && token.entropy < std::log(4096.0F));
        float sum = 0;
        for (std::size_t k = 0; k < 8; ++k) {
          QVERIFY(k == 0 || token.alternatives[k].probability <= token.alternatives[k - 1].probability);
          QVERIFY(token.alternatives[k].text.empty() == frames[s].tokens[c][0][i].settled);
          sum += token.alternatives[k].probability;
        }
        QVERIFY(frames[s].tokens[c][0][i].settled ? sum == 0 : sum > 0 && sum <= 1.0001F);
        (s == 0 ? first : last) += s == 0 || s == 9 ? static_cast<double>(token.entropy) : 0.0;
      }
    }
  }
  QVERIFY2(last < first, "the noise did not clear");
}

// Blocks follow each other over the whole text, and the one around the gap is looked at most.
void ControlTest::trajectoryTellsWhereItLooked() {
  InfillRequest r;
  for (int i = 0; i < 60; ++i) r.text += "The tide went out and “nobody” saw it go, not even Ève. ";
  const std::size_t middle = r.text.find("nobody", r.text.size() / 2);
  r.gaps = {{middle, middle + 6, 0, 5}};
  r.candidates = 2;
  r.steps = 3;
  r.trace = true;
  const Trajectory trajectory = fill(r).trajectory;
  QVERIFY(trajectory.context.size() > 5);
  QCOMPARE(trajectory.context.front().begin, std::size_t{0});
  QCOMPARE(trajectory.context.back().end, r.text.size());
  std::size_t around = 0;
  for (std::size_t i = 0; i < trajectory.context.size(); ++i) {
    const TextSpan& span = trajectory.context[i];
    if (i > 0) QCOMPARE(span.begin, trajectory.context[i - 1].end);
    if (span.begin <= middle && middle < span.end) around = i;
  }
  const std::vector<float>& received = trajectory.steps.front().attentionReceived;
  const float most = *std::max_element(received.begin(), received.end());
  QVERIFY(received[around] > 0.5F * most);
  QVERIFY(received.front() < most);
}

void ControlTest::consensusRanksTheSameCandidates() {
  InfillRequest r = request("confidence");
  r.candidates = 6;
  const InfillResult likely = fill(r);
  r.ranking = Ranking::kConsensus;
  const InfillResult agreed = fill(r);
  QCOMPARE(textsByNumber(agreed), textsByNumber(likely));  // by number
  for (std::size_t gap = 0; gap < agreed.order.front().size(); ++gap) {
    std::set<int> numbers;
    for (const std::vector<int>& row : agreed.order) numbers.insert(row[gap]);
    QCOMPARE(numbers.size(), std::size_t{6});
  }
  QCOMPARE(fill(r).order, agreed.order);
}

void ControlTest::lengthIsFound() {
  const LoadedModel model = loadModel(modelFolder());
  const auto noise = makeNoiseProcess(model.denoiser->config().noise);
  const LengthCalibration calibration = calibrateLengths(model, *noise);
  for (const double value : calibration) QVERIFY(std::isfinite(value) && value < 0);
  QCOMPARE(calibrateLengths(model, *noise), calibration);
  InfillRequest r = request("confidence");
  r.gaps.front().tokens = 0;
  r.candidates = 1;
  r.steps = 2;
  std::set<int> lengths;
  // The gap is where the bar stands.
  for (std::string draft :
       {"The water was |. Nobody came.\n", "“Yes,” he said, “|.”\n", "Once upon a time |\n\nThe end.\n",
        "She put on her | and went out.\n", "It was the year of our Lord |.\n"}) {
    const std::size_t bar = draft.find('|');
    r.text = draft.erase(bar, 1);
    r.gaps.front().begin = r.gaps.front().end = bar;
    const int length = fill(r).candidates.front().front().lengthTokens;
    QVERIFY(std::find(kGapLengths.begin(), kGapLengths.end(), length) != kGapLengths.end());
    QCOMPARE(fill(r).candidates.front().front().lengthTokens, length);
    lengths.insert(length);
  }
  QVERIFY2(lengths.size() > 1, "every gap got the same length");
}

QTEST_GUILESS_MAIN(ControlTest)
#include "control_test.moc"
