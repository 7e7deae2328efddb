// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of the lens *Surprise*, on a made-up base: its numbers are those of a score in whatever order pieces are
// read, of a passage as of the whole text, after edits as if read anew; what was likelier against a plain loop.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>

#include "engine/base/surprise_reader.h"
#include "engine/base/text_scorer.h"
#include "engine/sampling/infill_session.h"
#include "engine/text/characters.h"
#include "tests/engine/made_up_adapter.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

const CancelFlag never{false};

std::string prose(int words, std::uint64_t seed) {
  static const std::vector<std::string> kWords = {"the",   "water", "door",  "looked", "she",  "and",  "it",   "was",
                                                  "not",   "quay",  "lamp",  "“stay”", "from", "said", "café", "he",
                                                  "boats", "her",   "never", "in",     "a",    "tide", "with", "had"};
  Random random(seed, 11);
  std::string text;
  for (int i = 0; i < words; ++i) {
    if (!text.empty()) text += random.between(0, 60) == 0 ? "\n\n" : " ";
    text += kWords[static_cast<std::size_t>(random.between(0, static_cast<int>(kWords.size()) - 1))];
    if (random.between(0, 9) == 0) text += ".";
  }
  return text;
}

std::unique_ptr<SurpriseReader> readerOf(const Session& session) {
  const auto* const source = dynamic_cast<const SurpriseSource*>(&session);
  return source == nullptr ? nullptr : source->surpriseReader();
}

// By the byte of the text: log-probabilities of all tokens of all pieces, the last piece first.
std::map<std::size_t, float> readAll(SurpriseReader& reader, const SurpriseText& text) {
  std::map<std::size_t, float> numbers;
  for (std::size_t piece = reader.take(text, never).size(); piece-- > 0;) {
    for (const SurprisingToken& token : reader.read(piece, never)) numbers[token.begin] = token.logProbability;
  }
  return numbers;
}

bool same(float a, float b) { return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) < 1e-4F; }

struct Stopped {};

}  // namespace

class SurpriseTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void numbersAreThoseOfAScore();
  void aPassageReadsAsTheWholeText();
  void editsAreReadAsIfAnew();
  void anEditCostsItsChunkAndTheNext();
  void whatWasLikelierIsThat();
  void aStoppedPieceIsReadLater();
  void whatIsKeptIsBounded();
  void overNoBaseThereIsNoReader();
  void cleanup() { setBaseFiles({}); }
};

void SurpriseTest::numbersAreThoseOfAScore() {
  const MadeUpAdapter made(0);
  const auto session = openInfillSession(made.save(), Precision::kFloat32);
  const auto reader = readerOf(*session);
  QVERIFY(reader != nullptr);
  const std::string text = prose(1200, 1);
  const auto numbers = readAll(*reader, {text});
  const TextScore score = session->score(text, {}, never);
  QCOMPARE(numbers.size(), score.tokens.size());
  for (const ScoredToken& token : score.tokens) {
    QVERIFY(numbers.contains(token.begin));
    QVERIFY(same(numbers.at(token.begin), static_cast<float>(token.logProbability)));
  }
  // The pieces are all of the text.
  const auto pieces = reader->take({text}, never);
  QVERIFY(pieces.size() > 3);
  QCOMPARE(pieces.front().begin, std::size_t{0});
  QCOMPARE(pieces.back().end, text.size());
  for (std::size_t i = 1; i < pieces.size(); ++i) QCOMPARE(pieces[i].begin, pieces[i - 1].end);
  QVERIFY(reader->take({""}, never).empty());
}

void SurpriseTest::aPassageReadsAsTheWholeText() {
  const MadeUpAdapter made(0);
  const auto session = openInfillSession(made.save(), Precision::kFloat32);
  const auto reader = readerOf(*session);
  const std::string text = prose(2500, 2);
  const auto whole = readAll(*reader, {text});
  const std::size_t begin = text.find('\n', text.size() / 5) + 2;
  const std::size_t end = text.find('\n', 4 * text.size() / 5) + 2;
  const SurpriseText passage{text.substr(begin, end - begin), true, true};
  const auto pieces = reader->take(passage, never);
  QVERIFY(pieces.size() > 3);
  QVERIFY(pieces.front().begin > 0 && pieces.back().end < passage.text.size());
  QVERIFY(pieces.back().end - pieces.front().begin > passage.text.size() / 3);
  for (const auto& [at, number] : readAll(*readerOf(*session), passage)) {
    QVERIFY(whole.contains(begin + at));
    QVERIFY(same(whole.at(begin + at), number));
  }
}

void SurpriseTest::editsAreReadAsIfAnew() {
  const MadeUpAdapter made(0);
  const auto session = openInfillSession(made.save(), Precision::kFloat32);
  const auto reader = readerOf(*session);
  std::string text = prose(1000, 3);
  (void)readAll(*reader, {text});
  Random random(5, 7);
  for (int i = 0; i < 6; ++i) {
    std::size_t at = static_cast<std::size_t>(random.between(0, static_cast<int>(text.size()) - 1));
    at = text.find(' ', at) == std::string::npos ? 0 : text.find(' ', at);
    if (i % 2 == 0) {
      text.insert(at, " " + prose(1 + i, 40 + static_cast<std::uint64_t>(i)));
    } else {
      text.erase(at, text.find(' ', at + 1) - at);
    }
    const auto now = readAll(*reader, {text});
    const auto fresh = readAll(*readerOf(*session), {text});
    QCOMPARE(now.size(), fresh.size());
    for (const auto& [byte, number] : fresh) QVERIFY(now.contains(byte) && same(now.at(byte), number));
  }
}

void SurpriseTest::anEditCostsItsChunkAndTheNext() {
  const MadeUpAdapter made(0);
  TextScorer scorer(std::make_shared<CausalBase>(*made.file, BasePrecision::kFloat32), 7);
  std::vector<TokenId> ids = made.tokenizer->encode(prose(2200, 4));
  const auto readAllChunks = [&] {
    std::size_t tokens = 0;
    for (const TextScorer::Chunk& chunk : TextScorer::chunksOf(ids)) {
      const TextScorer::Page& page = scorer.page(ids, chunk, {true, {}});
      if (page.scores.size() != static_cast<std::size_t>(chunk.end - chunk.begin) ||
          page.guesses.size() != page.scores.size())
        return std::size_t{0};
      tokens += scorer.tokensRead();
    }
    return tokens;
  };
  QVERIFY(readAllChunks() > ids.size());
  QCOMPARE(readAllChunks(), std::size_t{0});
  ids[ids.size() / 2] = ids[ids.size() / 2] == 9 ? 10 : 9;
  const std::size_t again = readAllChunks();
  QVERIFY(again > 0 && again < 3000);
}

// With plain readings: all six likeliest tokens of a place, and of each whether the base goes on within its word. On a
// base that is sure of itself, or none would ever be.
void SurpriseTest::whatWasLikelierIsThat() {
  const ScratchFolder folder;
  auto weights = madeUpWeights(smallBase(), static_cast<int>(madeUpVocabulary().tokens.size()));
  weights["output_norm.weight"] *= 8;
  const BaseFile file(folder.write("sure.gguf", madeUpBase(smallBase(), weights)));
  auto model = std::make_shared<LoadedModel>();
  model->base = std::make_shared<CausalBase>(file, BasePrecision::kFloat32);
  model->tokenizer = readBaseTokenizer(file.gguf());
  const CausalBase& base = *model->base;
  const Tokenizer& tokenizer = *model->tokenizer;
  const TokenId begins = tokenizer.encode("\n").front();
  const auto plainLogits = [&](std::vector<TokenId> before, const std::vector<TokenId>& ids) {
    before.insert(before.end(), ids.begin(), ids.end());
    return base.logits(base.prefill(before, {}, true).hidden_TW);
  };
  const auto isWhole = [&](TokenId id) {
    const bool spaced = tokenizer.bytes(id).front() == ' ';
    const std::string list =
        spaced ? "\nword: house\nword: slowly\nword: begin\nword: grey\nword:" : "\nHouse\nslowly\nBegin\ngrey\n";
    const auto next = plainLogits(tokenizer.encode(list), {id})[-1].softmax(0);
    double goesOn = 0;
    for (TokenId other = 0; other < base.config().vocabulary; ++other) {
      const CharacterKind kind = firstCharacter(tokenizer.bytes(other)).kind;
      if (isLetter(kind) || kind == CharacterKind::kPart) goesOn += next[other].item<double>();
    }
    return goesOn < 0.5;
  };
  const auto isLetters = [](std::string_view text) {
    for (; !text.empty(); text.remove_prefix(firstCharacter(text).length))
      if (!isLetter(firstCharacter(text).kind)) return false;
    return true;
  };
  const std::string text = prose(220, 6);
  const auto ids = tokenizer.encode(text);
  const auto chunks = TextScorer::chunksOf(ids);
  const auto reader = makeSurpriseReader(model, begins);
  QCOMPARE(reader->take({text}, never).size(), chunks.size());
  int told = 0;
  int fragments = 0;
  for (std::size_t piece = 0; piece < chunks.size(); ++piece) {
    const TextScorer::Chunk& chunk = chunks[piece];
    const auto logits = plainLogits({begins}, {ids.begin() + chunk.from, ids.begin() + chunk.end});
    const auto tokens = reader->read(piece, never);
    QCOMPARE(tokens.size(), static_cast<std::size_t>(chunk.end - chunk.begin));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const std::string own = tokenizer.bytes(ids[static_cast<std::size_t>(chunk.begin) + i]);
      const bool surelyBegins = own.size() > 1 && own.front() == ' ' && isLetters(own.substr(1));
      if (tokens[i].expected.empty() && !surelyBegins) continue;
      told += tokens[i].expected.empty() ? 0 : 1;
      QVERIFY(isLetters(own.front() == ' ' ? own.substr(1) : own));
      float nats = 0;
      for (std::size_t next = i; next < tokens.size(); ++next) {
        const std::string bytes = tokenizer.bytes(ids[static_cast<std::size_t>(chunk.begin) + next]);
        const CharacterKind kind = firstCharacter(bytes).kind;
        if (next > i && !isOfWord(kind) && kind != CharacterKind::kApostrophe && kind != CharacterKind::kPart) break;
        nats -= tokens[next].logProbability;
      }
      const auto probabilities = logits[static_cast<std::int64_t>(i) + chunk.begin - chunk.from].softmax(0);
      const auto order = logits[static_cast<std::int64_t>(i) + chunk.begin - chunk.from].argsort(0, true);
      std::vector<std::string> wanted;
      for (int k = 0; k < 6 && nats >= 6; ++k) {
        const auto id = order[k].item<TokenId>();
        const std::string bytes = tokenizer.bytes(id);
        if (probabilities[id].item<float>() <= std::exp(-nats)) continue;
        if (bytes.empty() || bytes == own || (bytes.front() == ' ') != (own.front() == ' ')) continue;
        const std::string word = own.front() == ' ' ? bytes.substr(1) : bytes;
        if (word.empty() || !isLetters(word)) continue;
        if (!isWhole(id)) {
          ++fragments;
        } else if (wanted.size() < 3) {
          wanted.push_back(word);
        }
      }
      QCOMPARE(tokens[i].expected, wanted);
    }
  }
  QVERIFY(told > 0);
  QVERIFY(fragments > 0);
}

void SurpriseTest::aStoppedPieceIsReadLater() {
  const MadeUpAdapter made(0);
  const auto session = openInfillSession(made.save(), Precision::kFloat32);
  const auto reader = readerOf(*session);
  const std::string text = prose(300, 8);
  QVERIFY(!reader->take({text}, never).empty());
  ErrorCode code{};
  const CancelFlag stop{true};
  sentenceOf([&] { (void)reader->read(0, stop); }, &code);
  QCOMPARE(code, ErrorCode::kCancelled);
  QVERIFY(!reader->read(0, never).empty());
  sentenceOf([&] { (void)reader->read(99, never); }, &code);
  QCOMPARE(code, ErrorCode::kInvalidInput);

  // In the middle of a chunk: nothing of it is kept.
  TextScorer scorer(std::make_shared<CausalBase>(*made.file, BasePrecision::kFloat32), 7);
  const auto ids = made.tokenizer->encode(text);
  const TextScorer::Chunk chunk = TextScorer::chunksOf(ids).front();
  int parts = 0;
  const TextScorer::Wish stopping{true, [&] {
                                    if (++parts == 3) throw Stopped();
                                  }};
  bool stopped = false;
  try {
    (void)scorer.page(ids, chunk, stopping);
  } catch (const Stopped&) {
    stopped = true;
  }
  QVERIFY(stopped);
  QCOMPARE(scorer.pages(), std::size_t{0});
}

void SurpriseTest::whatIsKeptIsBounded() {
  const MadeUpAdapter made(0);
  TextScorer scorer(std::make_shared<CausalBase>(*made.file, BasePrecision::kFloat32), 7, 4);
  for (std::uint64_t seed = 20; seed < 32; ++seed) {
    const auto ids = made.tokenizer->encode(prose(60, seed));
    const TextScorer::Chunk chunk = TextScorer::chunksOf(ids).front();
    (void)scorer.page(ids, chunk, {});
    QCOMPARE(scorer.tokensRead(), static_cast<std::size_t>(chunk.end));
    QVERIFY(scorer.pages() <= 4 && scorer.pages() > 0);
    (void)scorer.page(ids, chunk, {});
    QCOMPARE(scorer.tokensRead(), std::size_t{0});  // the newest stays
  }
}

void SurpriseTest::overNoBaseThereIsNoReader() {
  const auto session = openInfillSession(modelFolder());
  QVERIFY(dynamic_cast<const SurpriseSource*>(session.get()) != nullptr);
  QVERIFY(readerOf(*session) == nullptr);
}

QTEST_GUILESS_MAIN(SurpriseTest)
#include "surprise_test.moc"
