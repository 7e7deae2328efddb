// SPDX-License-Identifier: GPL-3.0-or-later
// What `lacuna inspect` measures: the shape of the report with the shipped model, the classes of tokens, and that the
// figures are what they say they are.
#include "tests/engine/support.h"

#include <cmath>

#include "engine/inspection/inspect.h"
#include "engine/inspection/subject.h"
#include "engine/inspection/token_class.h"
#include "engine/inspection/views.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

InspectJob smallJob() {
  InspectJob job;
  job.model = modelFolder();
  job.text = habitualText(220, 3);
  job.stretches = 2;
  job.contextTokens = 200;
  job.gapTokens = 16;
  job.steps = 6;
  return job;
}

// The shipped weights where every window is ±64, two heads' with hops of 4 and 16: the shipped heads have narrower
// ones.
LoadedModel wideModel(const ScratchFolder& folder) {
  nlohmann::json config = nlohmann::json::parse(std::ifstream(modelFolder() + "/config.json"));
  config["heads"] = nlohmann::json::parse(
      R"([{"heads": 4, "keyHeads": 2, "contextWindow": 64, "gapWindow": 64, "gapDilations": [1]},
          {"heads": 2, "keyHeads": 1, "contextWindow": 64, "gapWindow": 64, "gapDilations": [4, 16]}])");
  folder.write("config.json", config.dump());
  for (const char* name : {"model.safetensors", "tokenizer.model"})
    std::filesystem::copy_file(modelFolder() + "/" + name, folder.path(name));
  return loadModel(folder.path());
}

double number(const Table& table, std::size_t row, const std::string& column) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name != column) continue;
    const Cell& cell = table.rows.at(row).at(i);
    return std::holds_alternative<std::int64_t>(cell) ? static_cast<double>(std::get<std::int64_t>(cell))
                                                      : std::get<double>(cell);
  }
  throw std::out_of_range(column);
}

Subject subjectOf(const LoadedModel& model, const NoiseProcess& noise) {
  Subject subject;
  subject.model = model.denoiser.get();
  subject.tokenizer = model.tokenizer.get();
  subject.noise = &noise;
  subject.job = smallJob();
  subject.tokens = model.tokenizer->encode(subject.job.text);
  return subject;
}

}  // namespace

class InspectionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void tablesAreWhole();
  void massIsAllThereIs();
  void expertsAreCounted();
  void levelsAreMeasured();
  void correctedRunBeginsAlike();
  void fullWindowsChangeNothingWhereWindowsCoverAll();
  void sameJobSameFigures();
  void classifiesTokens_data();
  void classifiesTokens();
  void masksAreNested();
  void refusesWhatItCannotUse();
  void stopsWhenAsked();

 private:
  const Table& table(const std::string& name) const {
    for (const Table& t : report_.tables) {
      if (t.name == name) return t;
    }
    throw std::out_of_range(name);
  }

  InspectReport report_;
  CancelFlag never_{false};
};

void InspectionTest::initTestCase() {
  std::vector<std::string> notes;
  report_ = inspectModel(
      smallJob(), [&](const std::string& note) { notes.push_back(note); }, never_);
  QCOMPARE(notes.size(), std::size_t{5});
}

void InspectionTest::tablesAreWhole() {
  std::vector<std::string> names;
  for (const Table& t : report_.tables) {
    names.push_back(t.name);
    QVERIFY2(!t.rows.empty() && !t.title.empty() && !t.note.empty(), t.name.c_str());
    for (const auto& row : t.rows) QCOMPARE(row.size(), t.columns.size());
  }
  const std::vector<std::string> expected = {"attention_distance", "attention_layers", "expert_classes",
                                             "expert_layers",      "reconstruction",   "accumulation",
                                             "short_sequences"};
  QVERIFY(names == expected);
  QVERIFY(report_.tokens > 1000 && report_.seconds > 0);
}

void InspectionTest::massIsAllThereIs() {
  const Table& distance = table("attention_distance");
  for (const char* column : {"mass", "window_heads", "dilated_heads", "uniform"}) {
    double sum = 0;
    for (std::size_t row = 0; row < distance.rows.size(); ++row) sum += number(distance, row, column);
    QVERIFY2(std::abs(sum - 1) < 1e-3, column);
  }
  const Table& layers = table("attention_layers");
  QCOMPARE(layers.rows.size(), std::size_t{18});  // six layers, three groups
  for (std::size_t row = 0; row < layers.rows.size(); ++row) {
    double sum = 0;
    for (const char* column : {"own_gap", "window", "hops", "marker", "chunk_globals", "document_globals"})
      sum += number(layers, row, column);
    QVERIFY(std::abs(sum - 1) < 1e-3);
    // What has no dilation sees nothing beyond its window.
    if (number(layers, row, "dilation") == 1) QCOMPARE(number(layers, row, "hops"), 0.0);
  }
}

void InspectionTest::expertsAreCounted() {
  const Table& classes = table("expert_classes");
  for (std::size_t row = 0; row < classes.rows.size(); ++row) {
    double sum = 0;
    for (int e = 0; e < 8; ++e) sum += number(classes, row, "expert_" + std::to_string(e));
    QVERIFY(std::abs(sum - 1) < 1e-9);
    QVERIFY(number(classes, row, "lift") > 0);
  }
  const Table& layers = table("expert_layers");
  QCOMPARE(layers.rows.size(), std::size_t{8});  // four mixtures, clean and masked
  for (std::size_t row = 0; row < layers.rows.size(); ++row) {
    QVERIFY(number(layers, row, "router_entropy") > 0 && number(layers, row, "router_entropy") < std::log(8.0) + 1e-6);
    QVERIFY(number(layers, row, "effective") >= 1 && number(layers, row, "effective") <= 8 + 1e-6);
    QVERIFY(number(layers, row, "dead") >= 0 && number(layers, row, "dead") < 8);
    QVERIFY(number(layers, row, "highest") >= 1.0 / 8 && number(layers, row, "lowest") <= 1.0 / 8);
  }
}

void InspectionTest::levelsAreMeasured() {
  const Table& levels = table("reconstruction");
  QCOMPARE(levels.rows.size(), std::size_t{10});
  double last = 0;
  for (std::size_t row = 0; row < levels.rows.size(); ++row) {
    QVERIFY(std::abs(number(levels, row, "level") - (static_cast<double>(row) + 1) / 10) < 1e-9);
    QVERIFY(number(levels, row, "tokens") >= last);
    last = number(levels, row, "tokens");
    for (const char* column : {"nll", "guess_nll", "noise_nll", "noise_guess_nll"})
      QVERIFY2(std::isfinite(number(levels, row, column)) && number(levels, row, column) > 0, column);
    QVERIFY(number(levels, row, "accuracy") >= 0 && number(levels, row, "accuracy") <= 1);
  }
  QCOMPARE(last, 2.0 * 16);  // at level one, all of both gaps
  QVERIFY(number(levels, 9, "nll") != number(levels, 9, "guess_nll"));
}

void InspectionTest::correctedRunBeginsAlike() {
  const Table& steps = table("accumulation");
  QCOMPARE(steps.rows.size(), std::size_t{6});
  QCOMPARE(number(steps, 0, "masked_share"), 1.0);
  QVERIFY(std::abs(number(steps, 0, "nll_difference")) < 1e-6);  // nothing has been chosen yet
  for (std::size_t row = 1; row < steps.rows.size(); ++row)
    QVERIFY(number(steps, row, "masked_share") < number(steps, row - 1, "masked_share"));
}

void InspectionTest::fullWindowsChangeNothingWhereWindowsCoverAll() {
  const ScratchFolder folder;
  const LoadedModel model = wideModel(folder);
  const auto noise = makeNoiseProcess("soft-absorbing");
  const Table lengths = viewShortSequences(subjectOf(model, *noise));
  QVERIFY(lengths.rows.size() >= 5);
  for (std::size_t row = 0; row < lengths.rows.size(); ++row) {
    if (number(lengths, row, "tokens") <= 64) {
      QVERIFY(number(lengths, row, "window_difference") < 1e-5);
      QVERIFY(number(lengths, row, "undilated_logit_difference") < 1e-4);
    } else {
      QVERIFY(std::isnan(number(lengths, row, "window_difference")));
    }
    if (number(lengths, row, "tokens") >= 256) QVERIFY(number(lengths, row, "undilated_logit_difference") > 1e-4);
    QVERIFY(number(lengths, row, "logit_difference") > 0);
    QVERIFY(std::isfinite(number(lengths, row, "nll_difference")));
  }
}

void InspectionTest::sameJobSameFigures() {
  const InspectReport again = inspectModel(smallJob(), {}, never_);
  const auto& first = table("accumulation");
  int compared = 0;
  for (const Table& t : again.tables) {
    if (t.name != "accumulation") continue;
    QCOMPARE(t.rows.size(), first.rows.size());
    for (std::size_t row = 0; row < t.rows.size(); ++row, ++compared)
      QCOMPARE(number(t, row, "nll"), number(first, row, "nll"));
  }
  QVERIFY(compared > 1);
}

void InspectionTest::classifiesTokens_data() {
  QTest::addColumn<QStringList>("pieces");
  QTest::addColumn<QString>("classes");  // f c p s n and o for other
  QTest::newRow("plain") << QStringList{" The", " door", " was", " open", "."} << "fcfcp";
  QTest::newRow("split word") << QStringList{" for", "eman", " for", " lunch"} << "csfc";
  QTest::newRow("quotes") << QStringList{" “", "I", " know", ",", "”"} << "pfcpp";
  QTest::newRow("contraction") << QStringList{" she", "’s", " don", "'t"} << "fscs";
  QTest::newRow("lines") << QStringList{"end", ".", "\n", "\n", "Now"} << "cpnnf";
  QTest::newRow("control and bytes") << QStringList{"", "a", "", "b"} << "ofoc";
  QTest::newRow("accents") << QStringList{" caf", "é", " no", "ël"} << "cscs";
  QTest::newRow("dash") << QStringList{" wait", "—", "what"} << "cpf";
}

void InspectionTest::classifiesTokens() {
  QFETCH(QStringList, pieces);
  QFETCH(QString, classes);
  std::vector<std::string> bytes;
  for (const QString& piece : pieces) bytes.push_back(piece.toStdString());
  QString got;
  for (const TokenClass kind : classifyPieces(bytes)) got += QLatin1Char("fcpsno"[static_cast<std::size_t>(kind)]);
  QCOMPARE(got, classes);
}

void InspectionTest::masksAreNested() {
  const LoadedModel model = loadModel(modelFolder());
  const auto noise = makeNoiseProcess("soft-absorbing");
  const Subject subject = subjectOf(model, *noise);
  const std::vector<Cut> cuts = cutStretches(subject, 100, 20);
  QCOMPARE(cuts.size(), std::size_t{2});
  for (const Cut& cut : cuts) {
    QCOMPARE(cut.size, 100);
    QCOMPARE(cut.length, 20);
    QVERIFY(cut.first + 100 <= subject.tokens.size() && cut.gap == 40);
    const ReadStretch stretch = readStretch(subject, cut, model.denoiser->config());
    const auto few = maskAt(subject, stretch, 0.2);
    const auto many = maskAt(subject, stretch, 0.7);
    QVERIFY(few.any().item<bool>() && many.sum().item<int>() >= few.sum().item<int>());
    QVERIFY(!few.logical_and(many.logical_not()).any().item<bool>());
    QVERIFY(maskAt(subject, stretch, 1.0).all().item<bool>());
    QCOMPARE(maskAt(subject, stretch, 0.0).sum().item<int>(), 1);
  }
}

void InspectionTest::refusesWhatItCannotUse() {
  const auto refused = [&](auto change, ErrorCode expected) {
    InspectJob job = smallJob();
    change(job);
    ErrorCode code{};
    const std::string sentence = sentenceOf([&] { inspectModel(job, {}, never_); }, &code);
    return !sentence.empty() && sentence.back() == '.' && code == expected;
  };
  QVERIFY(refused([](InspectJob& job) { job.text = "Too short."; }, ErrorCode::kInvalidInput));
  QVERIFY(refused([](InspectJob& job) { job.text += "\xFF"; }, ErrorCode::kInvalidInput));
  QVERIFY(refused([](InspectJob& job) { job.gapTokens = 1; }, ErrorCode::kInvalidConfig));
  QVERIFY(refused([](InspectJob& job) { job.steps = 0; }, ErrorCode::kInvalidConfig));
  QVERIFY(refused([](InspectJob& job) { job.model = "no/such/folder"; }, ErrorCode::kBadModel));
}

void InspectionTest::stopsWhenAsked() {
  const CancelFlag stopped{true};
  ErrorCode code{};
  QVERIFY(!sentenceOf([&] { inspectModel(smallJob(), {}, stopped); }, &code).empty());
  QCOMPARE(code, ErrorCode::kCancelled);
}

QTEST_GUILESS_MAIN(InspectionTest)
#include "inspection_test.moc"
