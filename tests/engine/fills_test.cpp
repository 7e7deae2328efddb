// SPDX-License-Identifier: GPL-3.0-or-later
// What the shipped model puts into gaps that lie at edges, and into long ones: words of their own, as many as were
// asked for, in the draft's own signs, and no circles.
#include "tests/engine/support.h"

#include <algorithm>
#include <set>

#include "engine/sampling/draw_rules.h"
#include "engine/sampling/seams.h"
#include "engine/text/utf8.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

const std::string kSentence = "The road went down to the river, and nobody had told her that it would be so long. ";

int countWords(const std::string& text) {
  int words = 0;
  bool inside = false;
  bool counted = false;
  for (std::size_t at = 0; at < text.size();) {
    const Character here = firstCharacter(std::string_view(text).substr(at));
    at += here.length;
    inside = !isWhite(here.kind);
    if (!inside) counted = false;
    if (inside && !counted && isOfWord(here.kind)) {
      ++words;
      counted = true;
    }
  }
  return words;
}

std::string readSample(const char* name) {
  std::ifstream file(std::string(LACUNA_SOURCE_DIR "/resources/samples/") + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Of the runs of so many words, the share that came before already.
double repeated(const std::string& text, std::size_t length) {
  std::vector<std::string> words;
  std::string word;
  for (const char letter : foldCase(text) + " ") {
    if (std::isalpha(static_cast<unsigned char>(letter)) != 0 || static_cast<unsigned char>(letter) >= 0x80U)
      word += letter;
    else if (!word.empty())
      words.push_back(std::exchange(word, {}));
  }
  std::set<std::vector<std::string>> seen;
  int again = 0;
  int all = 0;
  for (auto first = words.begin(); words.end() - first >= static_cast<std::ptrdiff_t>(length); ++first, ++all)
    again += seen.insert({first, first + static_cast<std::ptrdiff_t>(length)}).second ? 0 : 1;
  return all == 0 ? 0 : static_cast<double>(again) / all;
}

}  // namespace

class FillsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { session_ = lacunaEngine()->open(modelFolder()); }
  void beginWithAWord_data();
  void beginWithAWord();
  void wordsAreCounted_data();
  void wordsAreCounted();
  void twoGapsInARow();
  void followTheDraft();
  void aPageDoesNotGoRound_data();
  void aPageDoesNotGoRound();

 private:
  // The fills of a draft whose gaps are |; [candidate][gap].
  std::vector<std::vector<std::string>> fill(std::string draft, int words, std::uint64_t seed,
                                             const std::string& sampler = "confidence") {
    InfillRequest r;
    for (std::size_t at = draft.find('|'); at != std::string::npos; at = draft.find('|')) {
      draft.erase(at, 1);
      r.gaps.push_back({at, at, words, 0});
    }
    r.text = draft;
    r.candidates = 4;
    r.steps = 10;
    r.seed = seed;
    r.sampler = sampler;
    std::vector<std::vector<std::string>> texts;
    for (const auto& candidate : session_->infill(r, {}, never_).candidates) {
      texts.emplace_back();
      for (const GapFill& one : candidate) texts.back().push_back(one.text);
    }
    return texts;
  }

  std::unique_ptr<Session> session_;
  CancelFlag never_{false};
};

void FillsTest::beginWithAWord_data() {
  QTest::addColumn<QString>("draft");
  QTest::newRow("an empty document") << QStringLiteral("|");
  QTest::newRow("behind a byte-order mark") << QStringLiteral("\uFEFF|");
  QTest::newRow("a last empty line") << QString::fromStdString(kSentence + "She left.\n\n|");
  QTest::newRow("a line between two") << QString::fromStdString(kSentence + "\n|\nShe left.");
  QTest::newRow("a new sentence") << QString::fromStdString(kSentence + "|");
}

void FillsTest::beginWithAWord() {
  QFETCH(QString, draft);
  for (const std::string sampler : {"confidence", "ancestral"}) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      for (const auto& fills : fill(draft.toStdString(), 8, seed, sampler)) {
        std::string_view text = fills.front();
        Character first = firstCharacter(text);
        QVERIFY2(first.kind != CharacterKind::kSpace, fills.front().c_str());
        if (first.code == 0x201C || first.code == 0x2018) {
          text.remove_prefix(first.length);
          first = firstCharacter(text);
        }
        QVERIFY2(first.kind == CharacterKind::kUpper || first.kind == CharacterKind::kDigit, fills.front().c_str());
        // "uddenlyShe": a capital behind a small letter.
        for (std::size_t at = 1; at < text.size(); ++at) {
          const bool glued = std::isupper(static_cast<unsigned char>(text[at])) != 0 &&
                             std::islower(static_cast<unsigned char>(text[at - 1])) != 0;
          QVERIFY2(!glued || text.substr(at - std::min<std::size_t>(at, 3), 3).find('c') != std::string_view::npos,
                   fills.front().c_str());
        }
      }
    }
  }
}

void FillsTest::wordsAreCounted_data() {
  QTest::addColumn<int>("words");
  QTest::addColumn<QString>("sampler");
  for (const int words : {1, 2, 3, 5, 12, 40}) {
    QTest::addRow("%d", words) << words << QStringLiteral("confidence");
    QTest::addRow("%d in any order", words) << words << QStringLiteral("ancestral");
  }
}

void FillsTest::wordsAreCounted() {
  QFETCH(int, words);
  QFETCH(QString, sampler);
  int fills = 0;
  int kept = 0;
  const int leeway = wordsLeeway(words);
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    for (const auto& one : fill(kSentence + "She had | when it was dark.", words, seed, sampler.toStdString())) {
      const int count = countWords(one.front());
      const std::string what = std::to_string(count) + " for " + std::to_string(words) + ": " + one.front();
      QVERIFY2(std::abs(count - words) <= 2 * leeway + 1, what.c_str());
      kept += std::abs(count - words) <= leeway ? 1 : 0;
      ++fills;
    }
  }
  QVERIFY2(10 * kept >= 9 * fills, qPrintable(QString("%1 of %2").arg(kept).arg(fills)));
}

void FillsTest::twoGapsInARow() {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    for (const auto& fills : fill(kSentence + "He | | home.", 2, seed)) {
      const std::string joined = "He " + fills[0] + " " + fills[1] + " home.";
      QVERIFY2(countWords(joined) == 6, joined.c_str());
      QVERIFY2(joined.find("  ") == std::string::npos, joined.c_str());
      for (const std::string& one : fills) {
        const CharacterKind last = lastCharacter(one).kind;
        QVERIFY2(last != CharacterKind::kApostrophe && last != CharacterKind::kHyphen, joined.c_str());
      }
    }
  }
}

// Straight quotes and CR LF, where the model writes curly ones and LF.
void FillsTest::followTheDraft() {
  std::string draft =
      "\"I don't know,\" she said. \"It isn't far.\"\r\n\r\n\"Is it?\" he said. " + kSentence + "\r\n\r\n|";
  int marks = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    for (const auto& fills : fill(draft, 90, seed)) {
      const std::string& text = fills.front();
      for (const char* const curly : {"“", "”", "’", "‘"})
        QVERIFY2(text.find(curly) == std::string::npos, text.c_str());
      for (std::size_t at = 0; at < text.size(); ++at) QVERIFY(text[at] != '\n' || (at > 0 && text[at - 1] == '\r'));
      marks += static_cast<int>(std::count(text.begin(), text.end(), '"') + std::count(text.begin(), text.end(), '\''));
    }
  }
  QVERIFY2(marks > 5, qPrintable(QString::number(marks)));
}

void FillsTest::aPageDoesNotGoRound_data() {
  QTest::addColumn<QString>("draft");
  QTest::newRow("from nothing") << QStringLiteral("|");
  QTest::newRow("in a draft") << QString::fromStdString(readSample("the-winter-tuning.md") + "\n\n|");
}

// Runs of two, three and four words come again at most twice as often as in as much prose of the samples.
void FillsTest::aPageDoesNotGoRound() {
  QFETCH(QString, draft);
  // Some 300 words each.
  const auto share = [](std::size_t length) {
    double sum = 0;
    for (const char* const name : {"the-estuary.md", "the-winter-tuning.md"}) {
      const std::string prose = readSample(name);
      sum += repeated(prose.substr(0, prose.find(' ', 1700)), length);
    }
    return sum / 2;
  };
  const auto page = fill(draft.toStdString(), 300, 3);
  for (const std::size_t length : {2U, 3U, 4U}) {
    double sum = 0;
    for (const auto& fills : page) sum += repeated(fills.front(), length);
    const double mean = sum / static_cast<double>(page.size());
    QVERIFY2(mean <= 2 * share(length), qPrintable(QString("%1 words: %2, in prose %3\n%4")
                                                       .arg(length)
                                                       .arg(mean)
                                                       .arg(share(length))
                                                       .arg(QString::fromStdString(page.front().front()))));
  }
  for (const auto& fills : page) {
    const int count = countWords(fills.front());
    QVERIFY2(std::abs(count - 300) <= 2 * wordsLeeway(300), (std::to_string(count) + fills.front()).c_str());
  }
}

QTEST_GUILESS_MAIN(FillsTest)
#include "fills_test.moc"
