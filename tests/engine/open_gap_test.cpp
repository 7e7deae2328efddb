// SPDX-License-Identifier: GPL-3.0-or-later
// Gaps whose length is left open: the model says where they end, and what is left of their room says nothing.
#include <QTest>
#include <atomic>

#include "engine/sampling/draw_rules.h"
#include "engine/sampling/infill_session.h"
#include "engine/sampling/shortlists.h"
#include "engine/weights/model_folder.h"
#include "tests/engine/made_up_adapter.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr TokenId kEnd = 0;
const std::string kText = "the rain came and she [[...]] the road to the house.";

InfillRequest request() {
  InfillRequest asked;
  asked.text = kText;
  asked.gaps.push_back({});
  asked.gaps.back().begin = kText.find("[[");
  asked.gaps.back().end = kText.find("]]") + 2;
  asked.candidates = 6;
  asked.seed = 3;
  return asked;
}

struct EndingScene : MadeUpAdapter {
  EndingScene() {
    config.openMarker = "_";
    config.end = kEnd;
  }
};

}  // namespace

class OpenGapTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aGapEndsWhereTheModelSaysSo();
  void aPinnedWordIsNotCutOff();
  void onlyFromLeftToRight();
  void endsBehindWordsThatMayBeLast();
  void aRowAlwaysListsTheEnd();
  void refusesEndsThatAreWords();
  void cleanupTestCase() { setBaseFiles({}); }

 private:
  static std::string modelThatEnds(const MadeUpAdapter& scene) {
    setBaseFiles({scene.path});
    return scene.save();
  }
};

void OpenGapTest::aGapEndsWhereTheModelSaysSo() {
  const EndingScene scene;
  const auto session = openInfillSession(modelThatEnds(scene), Precision::kFixed16);
  const std::atomic<bool> go{false};
  std::size_t room = 0;
  int steps = 0;
  InfillCallbacks callbacks;
  std::vector<std::vector<bool>> over;  // [candidate][slot]: ended in some frame
  callbacks.onStep = [&](const StepFrame& frame) {
    steps = frame.steps;
    over.resize(frame.tokens.size());
    for (std::size_t c = 0; c < frame.tokens.size(); ++c) {
      const auto& slots = frame.tokens[c].front();
      room = slots.size();
      over[c].resize(room, false);
      bool ended = false;
      for (std::size_t i = 0; i < room; ++i) {
        QVERIFY(slots[i].text.find("endoftext") == std::string::npos);
        QVERIFY2(!over[c][i] || (slots[i].settled && slots[i].id == kEnd), "what has ended stays so");
        const bool isEnd = slots[i].settled && slots[i].id == kEnd;
        QVERIFY2(!ended || isEnd, "nothing comes behind the end");
        ended = over[c][i] = isEnd;
        if (isEnd) QVERIFY(slots[i].text.empty());
      }
    }
  };
  std::size_t ended = 0;
  for (std::uint64_t seed = 1; seed <= 40 && ended < 3; ++seed) {
    InfillRequest asked = request();
    asked.seed = seed;
    over.clear();
    const InfillResult result = session->infill(asked, callbacks, go);
    QVERIFY(room > 12 && steps == static_cast<int>(room));
    QVERIFY(result.steps <= steps);
    for (std::size_t c = 0; c < over.size(); ++c) {
      const auto words = static_cast<std::size_t>(std::count(over[c].begin(), over[c].end(), false));
      ended += words < room ? 1 : 0;
      QVERIFY(words > 0);
      const std::vector<int> here{static_cast<int>(c)};
      const auto rank =
          static_cast<std::size_t>(std::find(result.order.begin(), result.order.end(), here) - result.order.begin());
      const GapFill& fill = result.candidates[rank].front();
      QCOMPARE(static_cast<std::size_t>(fill.lengthTokens), words);
      QVERIFY(!fill.text.empty() && fill.text.find("endoftext") == std::string::npos);
      QVERIFY(std::isfinite(fill.score));
    }
  }
  QVERIFY2(ended > 0, "with a vocabulary as small as this some gap ends by chance");
}

void OpenGapTest::aPinnedWordIsNotCutOff() {
  const EndingScene scene;
  const auto session = openInfillSession(modelThatEnds(scene), Precision::kFixed16);
  InfillRequest asked = request();
  asked.pins.push_back({"rain", 0, 15});
  const InfillResult result = session->infill(asked, {}, std::atomic<bool>{false});
  for (const auto& candidate : result.candidates) QVERIFY(candidate.front().text.find("rain") != std::string::npos);
}

void OpenGapTest::onlyFromLeftToRight() {
  const EndingScene scene;
  const auto session = openInfillSession(modelThatEnds(scene), Precision::kFixed16);
  InfillRequest asked = request();
  asked.sampler = "confidence";
  InfillResult result = session->infill(asked, {}, std::atomic<bool>{false});
  for (const auto& candidate : result.candidates) QCOMPARE(candidate.front().lengthTokens, 12);
  asked.sampler.clear();
  asked.gaps.front().tokens = 7;
  result = session->infill(asked, {}, std::atomic<bool>{false});
  for (const auto& candidate : result.candidates) QCOMPARE(candidate.front().lengthTokens, 7);
}

void OpenGapTest::endsBehindWordsThatMayBeLast() {
  const std::vector<std::string> pieces = {"", " the", " sky", ",", " “"};
  const PieceShapes shapes(pieces);
  const Seam seam = makeSeam(std::string_view("She saw "), std::string_view(" and went."));
  const DrawRules rules(shapes, pieces, {{&seam, 2, 3}}, kEnd);
  const auto fits = [&](const std::vector<TokenId>& settled, DrawRules::Heeded heeded) {
    std::vector<Slot> slots(settled.size() + 2);
    slots.front().startsGap = true;
    for (std::size_t i = 0; i < settled.size(); ++i) {
      slots[i].id = settled[i];
      slots[i].settled = true;
    }
    return rules.fits(rules.placeOf(slots, settled.size()), kEnd, heeded);
  };
  using enum DrawRules::Heeded;
  QVERIFY2(!fits({1}, kAll), "two words were asked for");
  QVERIFY(fits({1}, kNeighbours));
  QVERIFY(fits({1, 2}, kAll));
  QVERIFY2(!fits({1, 2, 4}, kNeighbours), "an opening mark is no end");
  QVERIFY2(!fits({}, kNeighbours), "a gap says something");
  const auto endsHere = [&](const std::vector<TokenId>& settled, TokenId likeliest) {
    std::vector<Slot> slots(settled.size() + 2);
    slots.front().startsGap = true;
    for (std::size_t i = 0; i < settled.size(); ++i) {
      slots[i].id = settled[i];
      slots[i].settled = true;
    }
    return rules.endsHere(rules.placeOf(slots, settled.size()), likeliest);
  };
  QVERIFY2(endsHere({1, 2, 1}, 2), "three words are there, and another would come");
  QVERIFY2(!endsHere({1, 2, 1}, 3), "a comma may");
  QVERIFY(!endsHere({1, 2}, 2) && !endsHere({1, 2, 1, 4}, 2));
}

void OpenGapTest::aRowAlwaysListsTheEnd() {
  auto logits_FV = torch::randn({2, 200});
  logits_FV[0][kEnd] = -50.0F;
  logits_FV[1][kEnd] = -INFINITY;
  const Shortlists lists(logits_FV, 64, kEnd);
  const Shortlist first = lists.row(0);
  QCOMPARE(first.ids[63], std::int64_t{kEnd});
  QCOMPARE(first.logits[63], -50.0F);
  const Shortlist barred = lists.row(1);
  QVERIFY(std::find(barred.ids, barred.ids + 64, std::int64_t{kEnd}) == barred.ids + 64);
}

void OpenGapTest::refusesEndsThatAreWords() {
  EndingScene scene;
  scene.config.end = 70;
  setBaseFiles({scene.path});
  const std::string model = scene.save();
  QVERIFY_THROWS_EXCEPTION(Error, loadModel(model));
  scene.config.end = -1;
  QVERIFY_THROWS_EXCEPTION(Error, scene.config.check());
}

QTEST_APPLESS_MAIN(OpenGapTest)
#include "open_gap_test.moc"
