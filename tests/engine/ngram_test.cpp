// SPDX-License-Identifier: GPL-3.0-or-later
// The baselines without a model count what stands in the corpus.
#include "tests/engine/support.h"

#include "engine/evaluation/ngram.h"

#include <QTest>

#include <cmath>
#include <map>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

struct Desk {
  ScratchFolder folder;
  SentencePieceTokenizer tokenizer{modelFolder() + "/tokenizer.model"};
  TokenizedCorpus corpus;
  Desk() {
    folder.write("books/one.txt", habitualText(600, 1));
    folder.write("books/two.txt", habitualText(400, 2));
    corpus = tokenizeCorpus(folder.path("books"), tokenizer, "");
  }
};

}  // namespace

class NgramTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void trigramIsADistribution();
  void trigramCountsWhatStandsThere();
};

void NgramTest::trigramIsADistribution() {
  const Desk desk;
  const auto& t = desk.corpus.tokens;
  const KnownTokens around{t[21], t[20], t[23], t[24]};
  const BidirectionalTrigram trigram(desk.corpus, desk.tokenizer.vocabulary());
  for (const KnownTokens& known : {around, KnownTokens{}, KnownTokens{t[21], -1, -1, -1}}) {
    double sum = 0;
    for (const double p : trigram.logDistribution(known)) sum += std::exp(p);
    QVERIFY(std::abs(sum - 1.0) < 1e-9);
  }
  QVERIFY(trigram.logDistribution(around)[t[22]] > std::log(unigram(desk.corpus, desk.tokenizer.vocabulary())[t[22]]));
}

// The formula in the header by maps of maps, of the neighbours of every place of a corpus.
void NgramTest::trigramCountsWhatStandsThere() {
  const Desk desk;
  const auto& t = desk.corpus.tokens;
  using History = std::pair<TokenId, TokenId>;  // nearest, further or -1
  std::map<History, std::map<TokenId, int>> left, right;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (i >= 1) ++left[{t[i - 1], -1}][t[i]];
    if (i >= 2) ++left[{t[i - 1], t[i - 2]}][t[i]];
    if (i + 1 < t.size()) ++right[{t[i + 1], -1}][t[i]];
    if (i + 2 < t.size()) ++right[{t[i + 1], t[i + 2]}][t[i]];
  }
  const std::vector<double> once = unigram(desk.corpus, desk.tokenizer.vocabulary());
  const auto side = [&](const auto& counted, TokenId nearest, TokenId further) {
    std::vector<double> p = once;
    for (const History& history : {History{nearest, -1}, History{nearest, further}}) {
      const auto found = counted.find(history);
      if (found == counted.end()) continue;
      double total = 0;
      for (const auto& [word, n] : found->second) total += n;
      const auto types = static_cast<double>(found->second.size());
      for (double& value : p) value *= types / (total + types);
      for (const auto& [word, n] : found->second) p[static_cast<std::size_t>(word)] += n / (total + types);
    }
    return p;
  };
  const BidirectionalTrigram trigram(desk.corpus, desk.tokenizer.vocabulary());
  for (std::size_t i = 2; i + 2 < 120; ++i) {
    const KnownTokens around{t[i - 1], t[i - 2], t[i + 1], static_cast<TokenId>(i % 3 == 0 ? 7 : t[i + 2])};
    const std::vector<double> before = side(left, around.left1, around.left2);
    const std::vector<double> after = side(right, around.right1, around.right2);
    double sum = 0;
    for (std::size_t w = 0; w < once.size(); ++w) sum += before[w] * after[w] / once[w];
    const std::vector<double> logs = trigram.logDistribution(around);
    for (std::size_t w = 0; w < once.size(); ++w) QCOMPARE(logs[w], std::log(before[w] * after[w] / once[w] / sum));
  }
}

QTEST_GUILESS_MAIN(NgramTest)
#include "ngram_test.moc"
