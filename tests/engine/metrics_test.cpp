// SPDX-License-Identifier: GPL-3.0-or-later
// The metrics of `lacuna eval` against sacrebleu 2.6.0, rouge-score 0.1.2 and nltk 3.10.4 on fixed strings of our own.
// The expected numbers are what tests/peers/metric_values.py prints.
#include <QtTest/QtTest>

#include <cmath>

#include "engine/evaluation/bleu.h"
#include "engine/evaluation/bootstrap.h"
#include "engine/evaluation/diversity.h"
#include "engine/evaluation/mbr.h"
#include "engine/evaluation/memorisation.h"
#include "engine/evaluation/rouge.h"

using namespace lacuna::engine;

namespace {

struct Peer {
  const char* fill;
  const char* reference;
  const char* tokens;  // tokenisation 13a of the fill
  double rouge;
  double method4;
};

const Peer kPeers[] = {
    {"The lamp burned low, and nobody came.", "The lamp burned low and nobody came up the stair.",
     "The lamp burned low , and nobody came .", 0.8235294118, 0.1581639427},
    {"She counted 1,024 nets—twice—before 6.30.", "She counted 1,024 nets, twice, before 6.30.",
     "She counted 1,024 nets—twice—before 6.30 .", 1.0, 0.2157386463},
    {"a a a a", "a b", "a a a a", 0.3333333333, 0.0610332203},
    {"It was “dark”; he’d gone (so they said) & the tide-line rose.",
     "It was dark: he had gone, they said, & the tide line rose.",
     "It was “dark” ; he’d gone ( so they said ) & the tide-line rose .", 0.88, 0.0687539311},
    {"Joss", "Mara", "Joss", 0.0, 0.0},
    {"oars", "oars", "oars", 1.0, 1.0},
    {"the door of the door of the door", "the door of the old house by the sea", "the door of the door of the door",
     0.5882352941, 0.3226013519},
    {"Ça sent la mer\u00a0: 12-15 brasses.", "Ça sent la mer : 12 à 15 brasses.", "Ça sent la mer : 12 - 15 brasses .",
     1.0, 0.4835447405},
};

bool near(double a, double b) { return std::abs(a - b) < 1e-7; }

std::string joined(const WordList& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

BleuCounts counted(const Peer& peer) { return countBleu(tokenize13a(peer.fill), tokenize13a(peer.reference)); }

std::vector<WordList> fillWords() {
  std::vector<WordList> texts;
  for (const Peer& peer : kPeers) texts.push_back(splitWords(peer.fill));
  return texts;
}

}  // namespace

class MetricsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void sentencesAgreeWithPeers() {
    for (const Peer& peer : kPeers) {
      QCOMPARE(joined(tokenize13a(peer.fill)), std::string(peer.tokens));
      QVERIFY2(near(rougeL(rougeWords(peer.fill), rougeWords(peer.reference)), peer.rouge), peer.fill);
      QVERIFY2(near(sentenceBleu(countBleu(splitWords(peer.fill), splitWords(peer.reference))), peer.method4),
               peer.fill);
    }
  }

  void corpusBleuAgreesWithSacrebleu() {
    BleuCounts all;
    for (const Peer& peer : kPeers) all += counted(peer);
    QVERIFY(near(corpusBleu(all, 2), 50.9912061777));
    QVERIFY(near(corpusBleu(all, 4), 29.9182749997));
    QVERIFY(near(corpusBleu(counted(kPeers[0]), 2), 59.6834421683));
    QVERIFY(near(corpusBleu(counted(kPeers[0]), 4), 35.7388011363));
    QVERIFY(near(corpusBleu(counted(kPeers[6]), 2), 45.6735539025));
    QVERIFY(near(corpusBleu(counted(kPeers[6]), 4), 32.2601351893));
    // No fill has two words: sacrebleu calls that zero, and nothing is divided by zero.
    QCOMPARE(corpusBleu(counted(kPeers[5]), 2), 0.0);
    QCOMPARE(corpusBleu(BleuCounts(), 4), 0.0);
  }

  void tokenisationKnowsItsCorners() {
    QCOMPARE(joined(tokenize13a("&quot;So&quot; 3.5, 7-8, a-b, x.y")),
             std::string("\" So \" 3.5 , 7 - 8 , a-b , x . y"));
    QCOMPARE(joined(tokenize13a("end-\nline and\nline,é")), std::string("endline and line , é"));
    QCOMPARE(joined(tokenize13a("a.,b {c}[d]`e~")), std::string("a . , b { c } [ d ] ` e ~"));
    QVERIFY(tokenize13a(" \t\n").empty());
    QCOMPARE(splitWords(" one\u2009two\u00a0 three\u3000").size(), std::size_t{3});
    QCOMPARE(joined(rougeWords("He’d SAID: 3rd—naïve")), std::string("he d said 3rd na ve"));
  }

  void diversityAgreesWithDiffuSeqsScript() {
    const std::vector<WordList> texts = fillWords();
    QVERIFY(near(distinctOverall(texts, 1), 0.8));
    QVERIFY(near(distinctOverall(texts, 2), 0.8378378378));
    QVERIFY(near(distinctWithin(texts, 1), 0.8281250000));
    QVERIFY(near(diversity4(texts), 0.92));
    QVERIFY(std::isnan(diversity4({{"too", "short"}})));
    // "the door of the door of the door": of six pairs two are "door of", two "of the", three "the door".
    QVERIFY(near(repetition({splitWords(kPeers[6].fill)}, 2), 4.0 / 7.0));
    QCOMPARE(repetition({splitWords("no word twice")}, 2), 0.0);
  }

  void leastRiskAgreesWithDiffuSeqsScript() {
    std::vector<WordList> candidates;
    for (const char* text : {"she mended the nets by the door", "he sang", "she mended the nets at the door",
                             "she mended nets by the old door"})
      candidates.push_back(splitWords(text));
    QCOMPARE(leastRisk(candidates), std::size_t{0});
    std::swap(candidates[0], candidates[1]);
    QCOMPARE(leastRisk(candidates), std::size_t{1});
    QCOMPARE(leastRisk({{}}), std::size_t{0});
  }

  void memorisationFindsRunsWhereverTheyStand() {
    TokenizedCorpus corpus;
    corpus.tokens = {9, 1, 2, 3, 4, 5, 9, 3, 2, 1};
    corpus.starts = {0, corpus.tokens.size()};
    const auto found = foundInCorpus({{1, 2, 3, 4, 5}, {5, 4, 3, 2, 1}, {9, 3, 2, 1, 1}, {1, 2}}, corpus, 4);
    QCOMPARE(found[0], (std::vector<bool>{true, true}));
    QCOMPARE(found[1], (std::vector<bool>{false, false}));
    QCOMPARE(found[2], (std::vector<bool>{true, false}));
    QVERIFY(found[3].empty());
    QCOMPARE(foundInCorpus({{4, 5, 6}}, corpus, 1)[0], (std::vector<bool>{true, true, false}));
  }

  void bootstrapIsSeededPairedAndWide() {
    std::vector<double> values;
    std::vector<double> better;
    for (int i = 0; i < 200; ++i) {
      values.push_back(i % 7);
      better.push_back(i % 7 - 0.5);
    }
    const auto mean = [&](const Draw& draw) { return meanOver(draw, values); };
    const Interval a = bootstrap(values.size(), 1, mean);
    QVERIFY(a.low < a.value && a.value < a.high);
    // About two standard errors: the values' deviation is 2.
    QVERIFY2(a.high - a.low > 0.4 && a.high - a.low < 0.75, qPrintable(QString::number(a.high - a.low)));
    QCOMPARE(bootstrap(values.size(), 1, mean).low, a.low);
    // The difference of two rows over the same blanks is sure, though each row is not.
    const Interval difference =
        bootstrap(values.size(), 1, [&](const Draw& draw) { return meanOver(draw, better) - meanOver(draw, values); });
    QVERIFY(near(difference.low, -0.5) && near(difference.high, -0.5));
    QVERIFY(std::isnan(bootstrap(0, 1, mean).value));
    QVERIFY(near(ratioOver({0, 1}, {2.0, std::nan("")}, {4.0, 9.0}), 0.5));
  }
};

QTEST_GUILESS_MAIN(MetricsTest)
#include "metrics_test.moc"
