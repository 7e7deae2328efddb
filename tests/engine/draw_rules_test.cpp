// SPDX-License-Identifier: GPL-3.0-or-later
// What a draw heeds beside the model: neighbours, the number of words, no going round in circles.
#include "engine/sampling/draw_rules.h"
#include "engine/text/sentencepiece_tokenizer.h"

#include "tests/engine/support.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

const std::vector<std::string> kPieces = {" the", " sky", " was", " and", " sea", ".",  ",",  "ly",  " El",
                                          "iz",   "ab",   "eth",  "“",    "She",  "ed", "\n", " she"};

TokenId idOf(const std::string& piece) {
  return static_cast<TokenId>(std::find(kPieces.begin(), kPieces.end(), piece) - kPieces.begin());
}

// One gap; an empty piece is noise.
std::vector<Slot> slotsOf(const std::vector<std::string>& pieces) {
  std::vector<Slot> slots(pieces.size());
  slots.front().startsGap = true;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].empty()) continue;
    slots[i].id = idOf(pieces[i]);
    slots[i].settled = true;
  }
  return slots;
}

std::string readSamples() {
  std::string text;
  for (const char* const name : {"the-winter-tuning.md", "the-estuary.md"}) {
    std::ifstream file(std::string(LACUNA_SOURCE_DIR "/resources/samples/") + name);
    text.append(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return text;
}

}  // namespace

class DrawRulesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void heedsNeighboursOnBothSides();
  void speechAtTheStartHasACapital();
  void countsWords();
  void noCircles();
  void namesOfManyPiecesComeAgain();
  void proseIsNoCircle();
};

void DrawRulesTest::heedsNeighboursOnBothSides() {
  const PieceShapes shapes(kPieces);
  const DrawRules rules(shapes, kPieces, {{}, {}}, kNoToken);
  const auto fits = [&](const std::vector<std::string>& pieces, std::size_t at, const std::string& piece) {
    const std::vector<Slot> slots = slotsOf(pieces);
    return rules.fits(rules.placeOf(slots, at), idOf(piece));
  };
  QVERIFY(fits({"She", "", " sky"}, 1, " was"));
  QVERIFY(!fits({"ed", "", " sky"}, 1, "She"));
  QVERIFY(!fits({" the", "", "She"}, 1, "ly"));
  QVERIFY(fits({"", "", "She"}, 1, "“"));
  // Another gap's token is no neighbour.
  std::vector<Slot> slots = slotsOf({"ed", "", " sky"});
  slots[1].startsGap = true;
  QVERIFY(rules.fits(rules.placeOf(slots, 1), idOf("She")));
}

void DrawRulesTest::speechAtTheStartHasACapital() {
  const PieceShapes shapes(kPieces);
  const Seam start = makeSeam("", "");
  const DrawRules rules(shapes, kPieces, {{&start, 0, 0}}, kNoToken);
  const Seam middle = makeSeam("saw ", " and");
  const DrawRules inside(shapes, kPieces, {{&middle, 0, 0}}, kNoToken);
  QVERIFY(!rules.fits(rules.placeOf(slotsOf({"“", ""}), 1), idOf("ed")));
  QVERIFY(rules.fits(rules.placeOf(slotsOf({"“", ""}), 1), idOf("She")));
  QVERIFY(!rules.fits(rules.placeOf(slotsOf({"", "ed"}), 0), idOf("“")));
  QVERIFY(inside.fits(inside.placeOf(slotsOf({" the", ""}), 1), idOf("ly")));
  // “ follows no word; in German it does.
  const Seam low = makeSeam({"„Ja“, sah ", " und", false, false, styleOf("„Ja“")});
  const DrawRules german(shapes, kPieces, {{&low, 0, 0}}, kNoToken);
  QVERIFY(!inside.fits(inside.placeOf(slotsOf({" the", ""}), 1), idOf("“")));
  QVERIFY(!inside.fits(inside.placeOf(slotsOf({"", "“"}), 0), idOf(",")));
  QVERIFY(german.fits(german.placeOf(slotsOf({" the", ""}), 1), idOf("“")));
}

void DrawRulesTest::countsWords() {
  QCOMPARE(wordsLeeway(1), 0);
  QCOMPARE(wordsLeeway(3), 0);
  QCOMPARE(wordsLeeway(4), 1);
  QCOMPARE(wordsLeeway(19), 1);
  QCOMPARE(wordsLeeway(300), 30);
  const PieceShapes shapes(kPieces);
  const DrawRules rules(shapes, kPieces, {{nullptr, 3, 3}}, kNoToken);
  const auto fits = [&](const std::vector<std::string>& pieces, std::size_t at, const std::string& piece) {
    return rules.fits(rules.placeOf(slotsOf(pieces), at), idOf(piece));
  };
  // Three words are there: no fourth. Two are there and one place is left: it must be one.
  QVERIFY(!fits({" the", " sky", "", " was"}, 2, " and") && fits({" the", " sky", "", " was"}, 2, ","));
  QVERIFY(fits({" the", "", " sky"}, 1, " sea") && !fits({" the", "", " sky"}, 1, "ly"));
  QVERIFY(fits({" the", "", "", " sky"}, 1, "ly"));
  // A fill's first piece is a word without its space too, and so is a line's.
  QVERIFY(!fits({"She", " was", " the", ""}, 3, " sky"));
  QVERIFY(!fits({"She", "\n", "She", " was", ""}, 4, " sky"));
}

void DrawRulesTest::noCircles() {
  const PieceShapes shapes(kPieces);
  const DrawRules rules(shapes, kPieces, {{}}, kNoToken);
  const auto circles = [&](std::vector<std::string> pieces, std::size_t at) {
    const std::string piece = std::exchange(pieces[at], std::string());
    return rules.circles(slotsOf(pieces), at, idOf(piece));
  };
  QVERIFY(circles({" the", " sky", " the", " sky"}, 3));
  QVERIFY(circles({" the", " sky", " the", " sky"}, 0));
  QVERIFY(circles({" the", " sky", ",", " the", " sky", "."}, 3));
  QVERIFY(!circles({" the", " sky", " and", " the", " sea"}, 4));
  QVERIFY(!circles({" the", " sky", " and", " the", " sky"}, 4));
  QVERIFY2(circles({" the", " sky", " and", " the", " sky", " was", " the", " sky"}, 7), "the third time");
  QVERIFY2(circles({" the", " sky", " was", "", " and", " the", " sky", " was"}, 6), "three words");
  // Noise between words joins nothing.
  QVERIFY(!circles({" the", " sky", "", " the", "", " sky"}, 3));
  // Another gap may say it again.
  std::vector<Slot> slots = slotsOf({" the", " sky", " the", ""});
  slots[2].startsGap = true;
  QVERIFY(!rules.circles(slots, 3, idOf(" sky")));
}

void DrawRulesTest::namesOfManyPiecesComeAgain() {
  const PieceShapes shapes(kPieces);
  const DrawRules rules(shapes, kPieces, {{}}, kNoToken);
  std::vector<std::string> pieces = {" El", "iz", "ab", "eth", " was", " the", " sky", ".", " El", "iz", "ab", ""};
  QVERIFY(!rules.circles(slotsOf(pieces), 11, idOf("eth")));
}

// Of a page of prose, settled in random order, hardly any token is one that the rules would not let come.
void DrawRulesTest::proseIsNoCircle() {
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  const PieceShapes shapes(tokenizer);
  const DrawRules rules(shapes, piecesOf(tokenizer), {{}}, kNoToken);
  const std::vector<TokenId> ids = tokenizer.encode(readSamples());
  Random random(4);
  int tokens = 0;
  int circles = 0;
  int misfits = 0;
  for (std::size_t first = 0; first + 400 <= ids.size(); first += 400) {
    std::vector<Slot> slots(400);
    slots.front().startsGap = true;
    std::vector<std::size_t> order(slots.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (std::size_t i = order.size() - 1; i > 0; --i)
      std::swap(order[i], order[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(i)))]);
    // As a run settles them.
    for (const std::size_t at : order) {
      const TokenId id = ids[first + at];
      ++tokens;
      circles += rules.circles(slots, at, id) ? 1 : 0;
      misfits += rules.fits(rules.placeOf(slots, at), id) ? 0 : 1;
      slots[at].id = id;
      slots[at].settled = true;
    }
  }
  QVERIFY2(tokens >= 1200, qPrintable(QString::number(tokens)));
  QVERIFY2(circles * 100 < tokens, qPrintable(QString("%1 of %2 circle").arg(circles).arg(tokens)));
  QVERIFY2(misfits * 50 < tokens, qPrintable(QString("%1 of %2 do not fit").arg(misfits).arg(tokens)));
}

QTEST_GUILESS_MAIN(DrawRulesTest)
#include "draw_rules_test.moc"
