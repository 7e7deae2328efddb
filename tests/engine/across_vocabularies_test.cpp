// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna eval` over models of different vocabularies: the same blanks for all, nats a character, the book's own words
// among others, fills as a session makes them. Over a made-up base, so that nothing is downloaded.
#include <QTest>
#include <cmath>
#include <numeric>
#include <set>

#include "engine/attention/chunks.h"
#include "engine/base/causal_judge.h"
#include "engine/evaluation/base_system.h"
#include "engine/evaluation/evaluate.h"
#include "engine/evaluation/harness.h"
#include "engine/evaluation/sequential_system.h"
#include "engine/sampling/infill_session.h"
#include "engine/sampling/speech.h"
#include "engine/text/utf8.h"
#include "tests/engine/made_up_adapter.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

const char* const kTokenizer = LACUNA_SOURCE_DIR "/resources/model/tokenizer.model";

HarnessOptions small() {
  HarnessOptions options;
  options.contexts = {48, 120};
  options.blanks.lengths = {3, 8};
  options.blanks.blanks = 5;
  options.fill.candidates = 2;
  options.fill.steps = 4;
  return options;
}

struct Desk {
  MadeUpAdapter made{0};
  std::string model = made.save();
  HeldOutBooks books = {habitualText(300, 1), habitualText(250, 2)};

  // Of another vocabulary, a model of its own.
  std::string saveSmallModel() const {
    const ModelConfig config = tinyConfig();
    Denoiser denoiser(config, 5);
    stir(&denoiser);
    saveModel(made.folder.path("small"), config, denoiser.parameters(), kTokenizer);
    return made.folder.path("small");
  }
};

// Knows the book, or is always wrong.
class Oracle : public InfillSystem {
 public:
  Oracle(const Tokenizer& tokenizer, const Harness& harness, bool knows)
      : tokenizer_(tokenizer), harness_(harness), knows_(knows) {}
  const std::string& name() const override { return name_; }
  const Tokenizer& tokenizer() const override { return tokenizer_; }
  BlankScore score(const BlankView& view, const std::vector<Masking>& maskings) override {
    for (const Masking& masking : maskings)
      sound = sound && masking.hidden.size() == static_cast<std::size_t>(view.length);
    return {2.0 * view.length, 0.5};
  }
  Fills fill(const BlankText& text, const FillOptions& /*options*/) override {
    return {{"nothing of it", std::string(text.blank)}, knows_ ? std::size_t{1} : std::size_t{0}};
  }
  ClozeValues cloze(const BlankText& text, const std::vector<std::string>& options) override {
    ClozeValues values;
    for (const std::string& words : options) {
      choices.push_back(words);
      values.ranking.push_back((words == text.blank) == knows_ ? 1.0 : 0.0);
    }
    return values;
  }
  std::vector<std::string> choices;
  bool sound = true;

 private:
  std::string name_ = "oracle";
  const Tokenizer& tokenizer_;
  const Harness& harness_;
  bool knows_;
};

double numberIn(const Table& table, std::size_t row, const std::string& name) {
  for (std::size_t at = 0; at < table.columns.size(); ++at) {
    if (table.columns[at].name == name) return std::get<double>(table.rows[row][at]);
  }
  return kNotMeasured;
}

const std::string& nameOf(const Table& table, std::size_t row) { return std::get<std::string>(table.rows[row][0]); }

}  // namespace

class AcrossVocabulariesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void blanksAreOfTheText();
  void passagesCouldStandThere();
  void theBookIsFoundByWhoKnowsIt();
  void theBaseScoresAndChoosesAsItReads();
  void theAdapterChoosesByTheJudgeAndByItsGap();
  void whatARunDrawsFromIsALikelihood();
  void itFillsAsASessionDoes();
  void candidatesStandAsTheClozeRanks();
  void aReportHasRowsForAll();
};

void AcrossVocabulariesTest::blanksAreOfTheText() {
  const Desk desk;
  const SentencePieceTokenizer pieces(kTokenizer);
  const Harness harness(desk.books, small());
  std::set<std::string> counts;
  for (std::size_t i = 0; i < harness.blanks().size(); ++i) {
    const Blank& blank = harness.blanks()[i];
    for (const int context : {48, 120}) {
      const BlankText text = harness.text(i, context);
      QCOMPARE(std::string(text.blank), harness.gold(i));
      QVERIFY(text.blank.front() == ' ');
      const std::string& book = desk.books[blank.book];
      // One stretch of the book, and about as much of it as was asked for.
      const std::string whole = std::string(text.left) + std::string(text.blank) + std::string(text.right);
      QCOMPARE(book.substr(blank.begin - text.left.size(), whole.size()), whole);
      const double around = static_cast<double>(text.left.size() + text.right.size()) / (4.0 * context);
      QVERIFY2(around > 0.85 && around <= 1.0, qPrintable(QString::number(around)));
      // The same bytes for both vocabularies, the blank's own tokens between them.
      for (const Tokenizer* tokenizer :
           {static_cast<const Tokenizer*>(&pieces), static_cast<const Tokenizer*>(desk.made.tokenizer.get())}) {
        const BlankView view = viewOf(text, *tokenizer);
        QCOMPARE(tokenizer->decode(view.gold()), std::string(text.blank));
        QCOMPARE(tokenizer->decode(view.tokens), whole);
      }
    }
    QCOMPARE(blank.characters, static_cast<int>(harness.gold(i).size()));
    if (blank.kind != BlankKind::kTokens) continue;
    QVERIFY2(std::abs(blank.characters - 4 * blank.length) <= std::max(8, blank.length),
             qPrintable(QString("%1 for %2").arg(blank.characters).arg(blank.length)));
    counts.insert(std::to_string(viewOf(harness.text(i, 0), pieces).length) + " " +
                  std::to_string(viewOf(harness.text(i, 0), *desk.made.tokenizer).length));
  }
  QVERIFY(counts.size() > 3);
}

void AcrossVocabulariesTest::passagesCouldStandThere() {
  const Desk desk;
  const Harness harness(desk.books, small());
  const auto words = [](const std::string& text) { return splitWords(text).size(); };
  for (std::size_t i = 0; i < 10; ++i) {
    const auto passages = likePassages(desk.books, harness.blanks()[i], 48, 9, 1);
    QCOMPARE(passages, likePassages(desk.books, harness.blanks()[i], 48, 9, 1));
    QVERIFY(passages != likePassages(desk.books, harness.blanks()[i], 48, 9, 2));
    QCOMPARE(passages.size(), std::size_t{9});
    const std::string gold = harness.gold(i);
    for (const std::string& passage : passages) {
      QVERIFY(passage != gold && passage.front() == ' ' && passage.back() != ' ');
      QCOMPARE(words(passage), words(gold));
      QVERIFY(desk.books[harness.blanks()[i].book].find(passage) != std::string::npos);
    }
  }
}

void AcrossVocabulariesTest::theBookIsFoundByWhoKnowsIt() {
  const Desk desk;
  const Harness harness(desk.books, small());
  for (const bool knows : {true, false}) {
    Oracle oracle(*desk.made.tokenizer, harness, knows);
    for (std::size_t i = 0; i < 10; ++i) {
      const BlankAnswer answer = harness.ask(&oracle, i, 48, nullptr);
      QCOMPARE(answer.cloze, knows ? 1.0 : 0.0);
      QVERIFY(std::isnan(answer.clozeGap));
      QCOMPARE(answer.exact, knows ? 1.0 : 0.0);
      QCOMPARE(answer.tokens, static_cast<double>(viewOf(harness.text(i, 48), *desk.made.tokenizer).length));
    }
    QVERIFY(oracle.sound);
    QCOMPARE(oracle.choices.size(), std::size_t{100});
  }
}

void AcrossVocabulariesTest::theBaseScoresAndChoosesAsItReads() {
  const Desk desk;
  const auto loaded = std::make_shared<LoadedModel>(loadModel(desk.model));
  const TokenId begins = loaded->denoiser->config().readingBegins;
  const auto reader = std::make_shared<ChunkReader>(loaded->base, begins, std::size_t{1} << 28U);
  BaseSystem left(loaded, reader, BaseView::kLeft);
  BaseSystem judging(loaded, reader, BaseView::kJudged);
  QCOMPARE(left.name(), std::string("Made up, left side"));
  const Harness harness(desk.books, small());
  // In one go, nothing kept: the sum over what stands behind the left side.
  const auto plain = [&](const BlankText& text, const std::string& words, std::size_t after) {
    std::vector<TokenId> all = {begins};
    for (const TokenId id : loaded->tokenizer->encode(text.left)) all.push_back(id);
    const std::size_t from = all.size();
    for (const TokenId id : loaded->tokenizer->encode(words)) all.push_back(id);
    const std::vector<TokenId> right = loaded->tokenizer->encode(text.right);
    all.insert(all.end(), right.begin(), right.begin() + static_cast<std::ptrdiff_t>(std::min(after, right.size())));
    const std::vector<float> scores = loaded->base->score({all}, {}).front();
    return std::accumulate(scores.begin() + static_cast<std::ptrdiff_t>(from) - 1, scores.end(), 0.0);
  };
  for (const std::size_t blank : {std::size_t{0}, std::size_t{7}}) {
    const BlankText text = harness.text(blank, 48);
    const BlankView view = viewOf(text, left.tokenizer());
    const double nats = left.score(view, {}).nats;
    QVERIFY(std::abs(nats + plain(text, harness.gold(blank), 0)) < 0.02 * nats);
    QVERIFY(std::isnan(judging.score(view, {}).nats));
    const std::vector<std::string> options = {" and she looked", harness.gold(blank), " the water was not his"};
    const ClozeValues own = left.cloze(text, options);
    const ClozeValues both = judging.cloze(text, options);
    QVERIFY(own.gap.empty() && both.gap.empty());
    for (std::size_t i = 0; i < options.size(); ++i) {
      QVERIFY(std::abs(own.ranking[i] - plain(text, options[i], 0)) < 0.02 * nats);
      QVERIFY(std::abs(both.ranking[i] - plain(text, options[i], 32)) < 0.05 * nats);
    }
    QVERIFY(left.fill(text, {}).texts.empty());
    const BlankAnswer answer = harness.ask(&left, blank, 48, nullptr);
    QVERIFY(!answer.filled() && std::isnan(answer.rouge) && !std::isnan(answer.cloze));
  }
  setBaseFiles({});
}

void AcrossVocabulariesTest::theAdapterChoosesByTheJudgeAndByItsGap() {
  const Desk desk;
  const auto system = LoadedSystem::open(desk.model);
  const Harness harness(desk.books, small());
  const BlankText text = harness.text(6, 48);
  const std::vector<std::string> options = {" and she looked", harness.gold(6), " the water was not his"};
  const ClozeValues values = system->cloze(text, options);
  QCOMPARE(values.ranking.size(), options.size());
  // Behind the whole left side: the shown text is one chunk.
  BaseSystem judging(system->share(), system->shareBaseReader(), BaseView::kJudged);
  const ClozeValues plain = judging.cloze(text, options);
  BaseSystem left(system->share(), system->shareBaseReader(), BaseView::kLeft);
  const ClozeValues own = left.cloze(text, options);
  BlankText nothing = text;
  nothing.left = nothing.right = {};
  const ClozeValues alone = left.cloze(nothing, options);
  double mean = 0;
  for (const std::string& words : options) mean += static_cast<double>(system->tokenizer().encode(words).size()) / 3.0;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const BlankView view = viewOf(withWords(text, options[i]), system->tokenizer());
    const auto gold = view.gold();
    const auto expected_LV = system->asARunSettles(view);
    double gap = 0;
    for (std::size_t k = 0; k < gold.size(); ++k)
      gap += expected_LV[static_cast<std::int64_t>(k)][gold[k]].item<double>();
    // Less what the words cost with nothing around them.
    const double more = (gap - alone.ranking[i]) / static_cast<double>(gold.size());
    QVERIFY2(std::abs(values.gap[i] - more) < 1e-2 * std::abs(gap),
             qPrintable(QString("%1 %2").arg(values.gap[i]).arg(more)));
    // What fills cost, half by either stream, is brought to their mean length.
    const double cost = (own.ranking[i] + gap - alone.ranking[i]) / 2 * mean / static_cast<double>(gold.size());
    const double expected = cost + 2 * (plain.ranking[i] - own.ranking[i]);  // what stands behind counts twice
    QVERIFY2(std::abs(values.ranking[i] - expected) < 0.02 * std::abs(expected),
             qPrintable(QString("%1 %2").arg(values.ranking[i]).arg(expected)));
  }
  setBaseFiles({});
}

void AcrossVocabulariesTest::whatARunDrawsFromIsALikelihood() {
  const Desk desk;
  const auto system = LoadedSystem::open(desk.model);
  BaseSystem base(system->share(), system->shareBaseReader(), BaseView::kLeft);
  const Harness harness(desk.books, small());
  const auto near = [](double is, double shall) {
    const bool holds = std::abs(is - shall) < 0.02 * std::abs(shall);
    if (!holds) qWarning() << is << "and not" << shall;
    return holds;
  };
  for (const std::size_t blank : {std::size_t{2}, std::size_t{7}}) {
    const BlankView view = viewOf(harness.text(blank, 48), system->tokenizer());
    const auto gold = view.gold();
    const auto sum = [&gold](const torch::Tensor& expected_LV) {
      double nats = 0;
      for (std::size_t k = 0; k < gold.size(); ++k)
        nats -= expected_LV[static_cast<std::int64_t>(k)][gold[k]].item<double>();
      return nats;
    };
    const auto each_LV = system->fromLeftToRight(view);
    // At its last token it sees all the rest.
    Masking last = allHidden(view.length);
    std::fill(last.hidden.begin(), last.hidden.end() - 1, false);
    last.count = 1;
    last.weight = 1;
    QVERIFY(near(-each_LV[view.length - 1][gold.back()].item<double>(), system->score(view, {last}).nats));
    QVERIFY(std::abs(sum(each_LV) - system->score(view, {allHidden(view.length)}).nats) > 0.1);
    QVERIFY(near(sum(base.expects(view)), base.score(view, {}).nats));

    // A run's looks: the first is at all rows, and each row is a distribution.
    const auto run_LV = system->asARunSettles(view);
    QCOMPARE(run_LV.sizes(), each_LV.sizes());
    QVERIFY((run_LV[0] - each_LV[0]).abs().max().item<double>() < 1e-3);
    QVERIFY((run_LV.logsumexp(-1)).abs().max().item<double>() < 1e-3);
    QVERIFY(near(SequentialSystem(*system, &base, 0).score(view, {}).nats, sum(run_LV)));
    QVERIFY(near(SequentialSystem(*system, &base, 1).score(view, {}).nats, base.score(view, {}).nats));
    const auto both_LV = (run_LV * 0.75 + base.expects(view) * 0.25).exp();
    SequentialSystem guided(*system, &base, 0.25);
    QVERIFY(near(guided.score(view, {}).nats, sum((both_LV / both_LV.sum(-1, true)).log())));
  }
  setBaseFiles({});
}

void AcrossVocabulariesTest::itFillsAsASessionDoes() {
  const Desk desk;
  const auto system = LoadedSystem::open(desk.model);
  const auto session = openInfillSession(std::make_shared<LoadedModel>(loadModel(desk.model, stepPrecision())));
  const Harness harness(desk.books, small());
  for (const std::size_t blank : {std::size_t{1}, std::size_t{8}}) {
    const BlankText text = harness.text(blank, 48);
    FillOptions options;
    options.candidates = 3;
    options.steps = 4;
    options.seed = 9;
    const Fills fills = system->fill(text, options);
    InfillRequest request;
    request.text = std::string(text.left) + " [[…]]" + std::string(text.right);
    GapRequest gap;
    gap.begin = text.left.size() + 1;
    gap.end = gap.begin + std::string("[[…]]").size();
    gap.tokens = viewOf(text, system->tokenizer()).length;
    request.gaps = {gap};
    request.candidates = 3;
    request.steps = 4;
    request.seed = 9;
    const CancelFlag never{false};
    const InfillResult result = session->infill(request, {}, never);
    QCOMPARE(fills.best, std::size_t{0});
    QCOMPARE(fills.texts.size(), result.candidates.size());
    for (std::size_t i = 0; i < fills.texts.size(); ++i)
      QCOMPARE(fills.texts[i], " " + result.candidates[i].front().text);
  }
  setBaseFiles({});
}

void AcrossVocabulariesTest::candidatesStandAsTheClozeRanks() {
  const Desk desk;
  const auto system = LoadedSystem::open(desk.model);
  BaseSystem judging(system->share(), system->shareBaseReader(), BaseView::kJudged);
  const Harness harness(desk.books, small());
  // Pairs that stand the other way round. Some do: a run draws with noise in what is open, and made-up words may read
  // as other tokens than those that were drawn.
  const auto turned = [](const std::vector<double>& values) {
    int count = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      count += static_cast<int>(std::count_if(values.begin() + static_cast<std::ptrdiff_t>(i), values.end(),
                                              [&](double later) { return later > values[i]; }));
    return count;
  };
  int own = 0;
  int other = 0;
  int pairs = 0;
  for (std::size_t blank = 0; blank < 10; ++blank) {
    const BlankText text = harness.text(blank, 48);
    FillOptions options;
    options.candidates = 12;
    options.steps = 32;
    options.temperature = 1;
    options.topP = 1;
    const Fills fills = system->fill(text, options);
    // What is said twice, or leaves speech open, comes last.
    const auto length = static_cast<std::size_t>(viewOf(text, system->tokenizer()).length);
    const Speech speech = speechAround(text.left, text.right, false, false);
    std::vector<std::string> texts;
    for (const std::string& fill : fills.texts) {
      if (keepsSpeech(speech, fill) && std::find(texts.begin(), texts.end(), fill) == texts.end() &&
          system->tokenizer().encode(fill).size() == length)
        texts.push_back(fill);
    }
    if (texts.size() < 2) continue;
    pairs += static_cast<int>(texts.size() * (texts.size() - 1) / 2);
    own += turned(system->cloze(text, texts).ranking);
    other += turned(judging.cloze(text, texts).ranking);
  }
  const QString found = QString("%1 and by the judge alone %2 of %3 pairs").arg(own).arg(other).arg(pairs);
  QVERIFY2(pairs > 100 && 5 * own < pairs && 4 * own < 3 * other, qPrintable(found));
  setBaseFiles({});
}

void AcrossVocabulariesTest::aReportHasRowsForAll() {
  const Desk desk;
  desk.made.folder.write("valid/one.txt", desk.books[0]);
  desk.made.folder.write("valid/two.txt", desk.books[1]);
  desk.made.folder.write("train/three.txt", habitualText(300, 3));
  EvalJob job;
  job.model = desk.model;
  job.others = {desk.saveSmallModel()};
  job.data = desk.made.folder.path("valid");
  job.train = desk.made.folder.path("train");
  job.contexts = {48, 120};
  job.lengths = {3, 8};
  job.blanks = 3;
  job.candidates = 0;
  const CancelFlag never{false};
  const EvalReport report = evaluate(job, {}, never);
  const Table& infill = report.tables[0];
  // Two models, the base in two ways and the model over it in two at two contexts, two baselines at one.
  QCOMPARE(infill.rows.size(), std::size_t{14 + 2});
  QCOMPARE(nameOf(infill, 4), std::string("Made up, left side"));
  QCOMPARE(nameOf(infill, 6), std::string("Made up, judging both sides"));
  const HeldOutBooks books = readHeldOut(job.data);
  HarnessOptions options;
  options.contexts = job.contexts;
  options.blanks.lengths = job.lengths;
  options.blanks.blanks = job.blanks;
  const Harness harness(books, options);
  const std::vector<std::unique_ptr<LoadedSystem>> models = openModels(job);
  for (std::size_t model = 0; model < 2; ++model) {
    double nats = 0, characters = 0, tokens = 0;
    for (std::size_t i = 0; i < harness.blanks().size(); ++i) {
      if (harness.blanks()[i].kind != BlankKind::kTokens) continue;
      const BlankView view = viewOf(harness.text(i, 48), models[model]->tokenizer());
      nats += models[model]->score(view, drawMaskings(view.length, kLooks, 1, i)).nats;
      characters += static_cast<double>(countCharacters(harness.gold(i)));
      tokens += view.length;
    }
    const std::size_t row = 2 * model;
    QVERIFY(std::abs(numberIn(infill, row, "nats_per_character") - nats / characters) < 1e-3);
    QVERIFY(std::abs(numberIn(infill, row, "nll") - nats / tokens) < 1e-3);
    QVERIFY(!std::isnan(numberIn(infill, row, "cloze_gap")));
    QCOMPARE(std::isnan(numberIn(infill, row, "cloze")), model == 1);
    QVERIFY(std::isnan(numberIn(infill, row, "bleu2")));
  }
  QVERIFY(numberIn(infill, 4, "nats_per_character") > 0 && std::isnan(numberIn(infill, 6, "nats_per_character")));
  QVERIFY(!std::isnan(numberIn(infill, 6, "cloze")) && std::isnan(numberIn(infill, 6, "cloze_gap")));
  for (const std::size_t row : {8, 10, 12, 14}) {
    QVERIFY(numberIn(infill, row, "nats_per_character") > 0);
    QCOMPARE(std::isnan(numberIn(infill, row, "cloze_gap")), row != 14);
  }
  const std::string model = nameOf(infill, 0);
  QCOMPARE(nameOf(infill, 8), model + ", left to right");
  QCOMPARE(nameOf(infill, 10), model + ", guided");
  QCOMPARE(nameOf(infill, 12), nameOf(infill, 2) + ", left to right");
  setBaseFiles({});
}

QTEST_GUILESS_MAIN(AcrossVocabulariesTest)
#include "across_vocabularies_test.moc"
