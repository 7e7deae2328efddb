// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol of `lacuna eval`: blanks, maskings, far names, fills of every kind of model, pairs, the whole command.
#include "tests/engine/support.h"

#include "engine/evaluation/book_words.h"
#include "engine/evaluation/evaluate.h"
#include "engine/evaluation/harness.h"
#include "engine/evaluation/ngram_systems.h"
#include "engine/evaluation/pair_lengths.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

const char* const kTokenizer = LACUNA_SOURCE_DIR "/resources/model/tokenizer.model";

struct Desk {
  ScratchFolder folder;
  SentencePieceTokenizer tokenizer{kTokenizer};
  HeldOutBooks valid;
  Desk() {
    folder.write("valid/one.txt", habitualText(300, 1));
    folder.write("valid/two.txt", habitualText(200, 2));
    folder.write("books/three.txt", habitualText(400, 3));
    valid = readHeldOut(folder.path("valid"));
  }
  std::string saveModel(const std::string& name, const ModelConfig& config) const {
    Denoiser model(config, 5);
    stir(&model);
    lacuna::engine::saveModel(folder.path(name), config, model.parameters(), kTokenizer);
    return folder.path(name);
  }
};

ModelConfig reading(Reading how, const std::string& noise = "soft-absorbing") {
  ModelConfig config = tinyConfig();
  config.reading = how;
  config.noise = noise;
  config.name = noise + (how == Reading::kOneWay ? "" : how == Reading::kTwoWay ? " two-way" : " causal");
  return config;
}

HarnessOptions small() {
  HarnessOptions options;
  options.contexts = {48, 200};
  options.blanks.lengths = {3, 6};
  options.blanks.blanks = 5;
  options.fill.candidates = 2;
  options.fill.steps = 4;
  return options;
}

const Column* columnNamed(const Table& table, const std::string& name, std::size_t* at) {
  for (*at = 0; *at < table.columns.size(); ++*at) {
    if (table.columns[*at].name == name) return &table.columns[*at];
  }
  return nullptr;
}

double numberIn(const Table& table, std::size_t row, const std::string& name) {
  std::size_t at = 0;
  if (columnNamed(table, name, &at) == nullptr) return kNotMeasured;
  const Cell& cell = table.rows[row][at];
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  return std::get<double>(cell);
}

}  // namespace

class EvaluationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void blanksStandBetweenWordsAndDoNotMove();
  void maskingsAreUnbiased();
  void namesAreFoundFromAfar();
  void everyKindOfModelFillsAndScores_data();
  void everyKindOfModelFillsAndScores();
  void baselinesKnowTheirTraining();
  void commandReportsAllTables();
  void stopsAndRefuses();
  void pairsHaveTheirMetrics();
};

void EvaluationTest::blanksStandBetweenWordsAndDoNotMove() {
  const Desk desk;
  const Harness harness(desk.valid, small());
  const Harness again(desk.valid, small());
  std::set<std::size_t> places;
  for (std::size_t i = 0; i < harness.blanks().size(); ++i) {
    const Blank& blank = harness.blanks()[i];
    QCOMPARE(blank.begin, again.blanks()[i].begin);
    places.insert(blank.begin);
    const std::string gold = harness.gold(i);
    QVERIFY2(gold.front() == ' ' && gold.back() != ' ', gold.c_str());
    const BlankText shown = harness.text(i, 48);
    QVERIFY(shown.left.back() != ' ');
    QVERIFY(blank.kind != BlankKind::kTokens || shown.right.front() == ' ' || shown.right.front() == '\n');
    const std::string word = trimmed(gold);
    if (blank.kind == BlankKind::kWord) QVERIFY2(!word.empty() && word.find(' ') == std::string::npos, word.c_str());
  }
  QVERIFY(places.size() > 12);
  QCOMPARE(longestHeld(desk.valid, {48, 200, 1 << 20}), 200);
  HarnessOptions far = small();
  far.contexts = {1 << 20};
  ErrorCode code{};
  const std::string sentence = sentenceOf([&] { Harness(desk.valid, far); }, &code);
  QCOMPARE(code, ErrorCode::kInvalidInput);
  QVERIFY(sentence.find("longer ones") != std::string::npos);
}

void EvaluationTest::maskingsAreUnbiased() {
  // Where a token's likelihood does not depend on the others, every masking must lead to their sum on average.
  const std::vector<double> nats = {0.5, 1.5, 2.5, 4.0, 0.25, 3.0, 1.0};
  double sum = 0;
  for (const double n : nats) sum += n;
  for (const int looks : {3, 8}) {
    double mean = 0;
    constexpr int kTrials = 4000;
    for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
      double weights = 0;
      for (const Masking& masking : drawMaskings(7, looks, 3, trial)) {
        double hidden = 0;
        for (std::size_t i = 0; i < nats.size(); ++i) hidden += masking.hidden[i] ? nats[i] : 0;
        QCOMPARE(static_cast<int>(std::count(masking.hidden.begin(), masking.hidden.end(), true)), masking.count);
        mean += masking.weight * hidden / masking.count / kTrials;
        weights += masking.weight;
      }
      QCOMPARE(weights, 7.0);
    }
    QVERIFY2(std::abs(mean - sum) < 0.1, qPrintable(QString("%1 of %2").arg(mean).arg(sum)));
  }
  QCOMPARE(drawMaskings(1, 8, 1, 1).size(), std::size_t{1});
}

void EvaluationTest::namesAreFoundFromAfar() {
  const Desk desk;
  std::string text = "In the yard old Hettie mended a net, and then will ran. ";
  for (int i = 0; i < 260; ++i) text += "The grey water rose and the boats lay still until it was dark again. ";
  text += "Nobody had seen Hettie since. In March the Will ran out, and Hettie came.";
  const std::vector<BookWord> words = wordsOf(text);
  std::vector<std::string> spelled;
  for (const BookWord& word : words) spelled.push_back(word.text);
  QCOMPARE(spelled.front(), std::string("In"));
  QVERIFY(std::find(spelled.begin(), spelled.end(), "mended") != spelled.end());
  std::vector<std::size_t> distances;
  for (const NameMention& name : namesOf(words)) {
    QCOMPARE(words[name.word].text, std::string("Hettie"));  // not March: once; not Will: also small
    distances.push_back(name.distance);
  }
  QCOMPARE(distances.size(), std::size_t{3});
  QVERIFY(distances[0] > kTokenCharacters * kFar && distances[1] < 160 && distances[2] < 160);

  const HeldOutBooks books = {text};
  const Harness harness(books, small());
  QCOMPARE(harness.blanks().back().kind, BlankKind::kFarName);
  QCOMPARE(trimmed(harness.gold(harness.blanks().size() - 1)), std::string("Hettie"));
  QVERIFY(harness.blanks().back().distance > kFar);
}

void EvaluationTest::everyKindOfModelFillsAndScores_data() {
  QTest::addColumn<int>("reading");
  QTest::addColumn<QString>("noise");
  for (const char* noise : {"soft-absorbing", "absorbing", "gaussian", "diffuseq"}) {
    for (const Reading how : {Reading::kOneWay, Reading::kTwoWay, Reading::kCausal}) {
      if (how == Reading::kCausal && QString(noise) != "absorbing") continue;
      QTest::addRow("%s %d", noise, static_cast<int>(how)) << static_cast<int>(how) << QString(noise);
    }
  }
}

void EvaluationTest::everyKindOfModelFillsAndScores() {
  QFETCH(int, reading);
  QFETCH(QString, noise);
  const auto how = static_cast<Reading>(reading);
  const Desk desk;
  const Harness harness(desk.valid, small());
  Denoiser model(::reading(how, noise.toStdString()), 5);
  stir(&model);
  const auto process = makeNoiseProcess(noise.toStdString());
  ModelSystem system("tiny", model, desk.tokenizer, *process);
  for (const std::size_t blank : {std::size_t{1}, std::size_t{6}}) {
    const BlankAnswer answer = harness.ask(&system, blank, 48, &system);
    QVERIFY(answer.nats > 0 && std::isfinite(answer.nats));
    QVERIFY(answer.right >= 0 && answer.right <= 1);
    QCOMPARE(answer.candidates.size(), std::size_t{2});
    const BlankView view = viewOf(harness.text(blank, 48), desk.tokenizer);
    const auto length = static_cast<std::size_t>(view.length);
    QCOMPARE(answer.tokens, static_cast<double>(length));
    for (const std::vector<TokenId>& fill : system.fillTokens(view, harness.options().fill)) {
      QCOMPARE(fill.size(), length);
      for (const TokenId id : fill) QVERIFY(!desk.tokenizer.isControl(id));
    }
    if (how == Reading::kCausal) {
      FillOptions ending;
      ending.lengthIsKnown = false;
      for (const std::vector<TokenId>& fill : system.fillTokens(view, ending))
        QVERIFY(!fill.empty() && fill.size() <= 2 * length);
    }
    QVERIFY(std::isnan(answer.cloze) && (answer.clozeGap == 0 || answer.clozeGap == 1));
    QCOMPARE(std::isnan(answer.boundary), how == Reading::kCausal);
    // The same seed, the same words; the same model, the same score.
    const BlankAnswer again = harness.ask(&system, blank, 48, &system);
    QCOMPARE(again.text, answer.text);
    QVERIFY(std::abs(again.nats - answer.nats) < 1e-3);
  }
  // A tail of context that a one-way model's windows do not reach says little; the call must hold for it all the same.
  QVERIFY(std::isfinite(harness.likelihood(&system, 200, {}).value));
}

void EvaluationTest::baselinesKnowTheirTraining() {
  const Desk desk;
  const TokenizedCorpus train = tokenizeCorpus(desk.folder.path("books"), desk.tokenizer, "");
  const Harness harness(desk.valid, small());
  const auto trigram = makeTrigramSystem(train, desk.tokenizer);
  const auto frequent = makeFrequentSystem(train, desk.tokenizer);
  const double near = harness.likelihood(trigram.get(), 48, {}).value;
  const double flat = harness.likelihood(frequent.get(), 48, {}).value;
  QVERIFY2(near < 0.6 * flat, qPrintable(QString("%1 %2").arg(near).arg(flat)));
  QVERIFY(harness.ask(trigram.get(), 6, 48, nullptr).filled());
  const std::vector<TokenId> same = desk.tokenizer.encode(harness.ask(frequent.get(), 6, 48, nullptr).text);
  QCOMPARE(std::set<TokenId>(same.begin(), same.end()).size(), std::size_t{1});
}

void EvaluationTest::commandReportsAllTables() {
  const Desk desk;
  EvalJob job;
  job.model = desk.saveModel("one", reading(Reading::kOneWay));
  job.others = {desk.saveModel("two", reading(Reading::kTwoWay, "diffuseq")),
                desk.saveModel("three", reading(Reading::kCausal, "absorbing"))};
  job.data = desk.folder.path("valid");
  job.train = desk.folder.path("books");
  job.contexts = {48, 120, 1 << 20};
  job.lengths = {3, 5};
  job.blanks = 3;
  job.candidates = 2;
  job.steps = 3;
  std::vector<std::string> plan;
  const CancelFlag never{false};
  const EvalReport report = evaluate(job, {[&](const std::string& s) { plan.push_back(s); }, {}}, never);
  QCOMPARE(plan.size(), std::size_t{2});
  QVERIFY(plan[0].find("Longer contexts are left out") != std::string::npos);
  QVERIFY(plan[0].find("counted first") != std::string::npos);
  QVERIFY(plan[1].find("about") != std::string::npos);
  std::vector<std::string> names;
  for (const Table& table : report.tables) {
    names.push_back(table.name);
    for (const auto& row : table.rows) QCOMPARE(row.size(), table.columns.size());
  }
  QCOMPARE(names, (std::vector<std::string>{"infill", "by_length", "differences", "words", "texts", "fills"}));
  const Table& infill = report.tables[0];
  QCOMPARE(infill.rows.size(), std::size_t{3 * 2 + 2});
  for (std::size_t row = 0; row < infill.rows.size(); ++row) {
    QVERIFY(numberIn(infill, row, "nats_per_character") > 0 && numberIn(infill, row, "cloze_gap") >= 0);
    QVERIFY(numberIn(infill, row, "nll_low") <= numberIn(infill, row, "nll"));
    QVERIFY(numberIn(infill, row, "nll") <= numberIn(infill, row, "nll_high"));
    QCOMPARE(numberIn(infill, row, "blanks"), 6.0);
    QVERIFY(numberIn(infill, row, "bleu2") >= 0);
  }
  // A model against itself at another context, and the others against it.
  QCOMPARE(report.tables[2].rows.size(), std::size_t{1 + 4 + 2});
  // The held-out text is made like the training text: much of the book stands there.
  QVERIFY(numberIn(report.tables[4], 0, "found_4grams") > 0.5);
  QVERIFY(numberIn(report.tables[4], 0, "seam") > 0);
}

void EvaluationTest::stopsAndRefuses() {
  const Desk desk;
  EvalJob job;
  job.model = desk.saveModel("one", reading(Reading::kOneWay));
  job.data = desk.folder.path("valid");
  job.contexts = {48};
  job.lengths = {3};
  job.blanks = 2;
  job.candidates = 1;
  job.steps = 2;
  CancelFlag stop{true};
  ErrorCode code{};
  sentenceOf([&] { evaluate(job, {}, stop); }, &code);
  QCOMPARE(code, ErrorCode::kCancelled);
  // Between two books of the training set, before anything is counted.
  stop = false;
  EvalJob trained = job;
  trained.train = desk.folder.path("books");
  const NoteCallback stopAtBook = [&](const std::string& note) {
    stop = note.find("1 of 1 books") != std::string::npos;
  };
  sentenceOf([&] { evaluate(trained, {{}, stopAtBook}, stop); }, &code);
  QCOMPARE(code, ErrorCode::kCancelled);
  stop = false;
  EvalJob wrong = job;
  wrong.blanks = 1;
  sentenceOf([&] { evaluate(wrong, {}, stop); }, &code);
  QCOMPARE(code, ErrorCode::kInvalidConfig);
  wrong = job;
  wrong.data = desk.folder.path("none");
  sentenceOf([&] { evaluate(wrong, {}, stop); }, &code);
  QCOMPARE(code, ErrorCode::kInvalidInput);
}

void EvaluationTest::pairsHaveTheirMetrics() {
  const Desk desk;
  std::string lines;
  for (int i = 0; i < 12; ++i)
    lines += R"({"src": "who mended net number )" + std::to_string(i) + R"( ?", "trg": "net )" + std::to_string(i) +
             R"( was mended by whom ?"})" + "\n";
  EvalJob job;
  job.model = desk.saveModel("one", reading(Reading::kOneWay));
  job.others = {desk.saveModel("three", reading(Reading::kCausal, "absorbing"))};
  job.data = desk.folder.write("qqp/test.jsonl", lines);
  job.train = desk.folder.path("qqp");
  job.blanks = 4;
  job.candidates = 3;
  job.steps = 3;
  const CancelFlag never{false};
  const EvalReport report = evaluate(job, {}, never);
  QCOMPARE(report.tables.size(), std::size_t{1});
  const Table& table = report.tables[0];
  QCOMPARE(table.rows.size(), std::size_t{4});
  QCOMPARE(std::get<std::string>(table.rows[1][1]), std::string("MBR-3"));
  for (std::size_t row = 0; row < 4; ++row) {
    QCOMPARE(numberIn(table, row, "pairs"), 4.0);
    QVERIFY(numberIn(table, row, "nll") > 0);
    QVERIFY(numberIn(table, row, "self_bleu") >= 0 && numberIn(table, row, "div4") > 0);
  }
  const PairLengths lengths(tokenizeCorpus(job.data, desk.tokenizer, ""));
  const std::vector<int> likely = lengths.likely(20, 5);
  QVERIFY(std::is_sorted(likely.begin(), likely.end()) && likely.front() >= 1);
  QCOMPARE(PairLengths(TokenizedCorpus()).likely(100, 3), (std::vector<int>{86, 100, 114}));
}

QTEST_GUILESS_MAIN(EvaluationTest)
#include "evaluation_test.moc"
