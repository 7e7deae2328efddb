// SPDX-License-Identifier: GPL-3.0-or-later
// What `lacuna bench` reports, with a tiny configuration: shapes and exactness, never times.
#include "tests/engine/support.h"

#include <malloc.h>

#include <cmath>

#include "engine/benchmark/base_config.h"
#include "engine/benchmark/benchmark.h"
#include "engine/benchmark/scene.h"
#include "engine/benchmark/whole_pass.h"
#include "tests/engine/made_up_adapter.h"
#include "tests/engine/plain_denoiser.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

double largest(const torch::Tensor& x) { return x.abs().max().item<double>(); }

double number(const Table& table, std::size_t row, const std::string& column) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name != column) continue;
    const Cell& cell = table.rows.at(row).at(i);
    if (std::holds_alternative<bool>(cell)) return std::get<bool>(cell) ? 1 : 0;
    return std::holds_alternative<std::int64_t>(cell) ? static_cast<double>(std::get<std::int64_t>(cell))
                                                      : std::get<double>(cell);
  }
  throw std::out_of_range(column);
}

}  // namespace

class BenchmarkTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void stepRows();
  void attentionRows();
  void expertRows();
  void trainRows();
  void memoryRows();
  void rowsOfAModelOverABase();
  void allSectionsInOneReport();
  void wholePassEqualsThePlainTwin();
  void densePassSeesEverything();
  void denseInPartsIsTheWhole();
  void timesAreInOrder();
  void baseConfigurationIsTheFile();
  void refusesBadJobs();
  void stopsWhenAsked();

 private:
  BenchReport run(const std::string& section, std::vector<std::int64_t> lengths) const {
    BenchJob job;
    job.section = section;
    job.config = config_;
    job.lengths = std::move(lengths);
    job.repetitions = 2;
    return runBenchmark(job, {}, never_);
  }

  ScratchFolder folder_;
  std::string config_;
  CancelFlag never_{false};
};

void BenchmarkTest::initTestCase() { config_ = folder_.write("tiny.json", toJson(tinyConfig()).dump()); }

void BenchmarkTest::stepRows() {
  const BenchReport report = run("step", {64, 300});
  QCOMPARE(report.tables.size(), std::size_t{1});
  const Table& table = report.tables.front();
  QCOMPARE(table.name, std::string("step"));
  QCOMPARE(table.rows.size(), std::size_t{2});
  for (std::size_t row = 0; row < 2; ++row) {
    QCOMPARE(table.rows[row].size(), table.columns.size());
    QCOMPARE(number(table, row, "document_tokens"), row == 0 ? 64.0 : 300.0);
    QCOMPARE(number(table, row, "gap_tokens"), row == 0 ? 16.0 : 64.0);
    for (const char* column : {"step_ms", "dense_step_ms", "sparse_step_ms", "ratio", "sparse_ratio", "plan_ms"})
      QVERIFY2(number(table, row, column) > 0, column);
    QVERIFY(number(table, row, "step_min_ms") <= number(table, row, "step_ms"));
    QVERIFY2(number(table, row, "max_abs_difference") < 1e-4,
             qPrintable(QString::number(number(table, row, "max_abs_difference"))));
    QCOMPARE(number(table, row, "dense_scaled"), 0.0);
  }
  QVERIFY(!report.cpu.empty() && report.threads > 0 && !report.torch.empty());
  QCOMPARE(report.model, std::string("tiny"));
  QVERIFY(report.activeParameters < report.parameters);
  QCOMPARE(number(run("step", {5000}).tables.front(), 0, "dense_scaled"), 1.0);
}

void BenchmarkTest::attentionRows() {
  const Table table = run("attention", {64, 700}).tables.front();
  QCOMPARE(table.rows.size(), std::size_t{2});
  for (std::size_t row = 0; row < 2; ++row) {
    QVERIFY(number(table, row, "window_ms") > 0 && number(table, row, "dense_ms") > 0);
    QVERIFY(number(table, row, "max_abs_difference") < 1e-4);
  }
}

void BenchmarkTest::expertRows() {
  const Table table = run("experts", {64}).tables.front();
  QCOMPARE(table.rows.size(), std::size_t{1});
  QVERIFY(number(table, 0, "ratio") > 0 && number(table, 0, "total_ratio") > 0);
  QVERIFY(number(table, 0, "max_abs_difference") < 1e-4);
}

void BenchmarkTest::trainRows() {
  const Table table = run("train", {128}).tables.front();
  QCOMPARE(table.rows.size(), std::size_t{1});
  QCOMPARE(number(table, 0, "gap_tokens"), 64.0);
  QVERIFY(number(table, 0, "sparse_tokens_per_s") > 0 && number(table, 0, "dense_tokens_per_s") > 0);
  QVERIFY(number(table, 0, "diffuseq_ms") > number(table, 0, "diffuseq_update_ms"));
  QVERIFY(number(table, 0, "update_ms") < number(table, 0, "sparse_ms"));
}

void BenchmarkTest::memoryRows() {
  ::malloc_trim(0);  // what was freed before would be taken again without the process becoming any larger
  const Table table = run("memory", {64, 32768}).tables.front();
  QCOMPARE(table.rows.size(), std::size_t{2});
  // Three layers, keys and values of three key heads of eight floats, for each token and some globals.
  QVERIFY(number(table, 1, "kept_bytes_per_token") >= 3 * 2 * 3 * 8 * 4 * 0.8);
  QVERIFY(number(table, 1, "kept_bytes_per_token") < 3 * 2 * 3 * 8 * 4 * 1.2);
  // The peak is that of the row: what is kept was allocated after the beginning.
  const double kept = number(table, 1, "kept_mib");
  QVERIFY(kept > 15);
  QVERIFY2(number(table, 1, "peak_mib") > number(table, 1, "before_mib") + kept / 2,
           qPrintable(QString("%1 %2").arg(number(table, 1, "peak_mib")).arg(number(table, 1, "before_mib"))));
}

void BenchmarkTest::allSectionsInOneReport() {
  std::vector<std::string> names;
  for (const Table& table : run("", {64}).tables) names.push_back(table.name);
  QVERIFY((names == std::vector<std::string>{"step", "candidates", "attention", "experts", "memory", "train"}));
}

void BenchmarkTest::wholePassEqualsThePlainTwin() {
  const torch::NoGradGuard noGrad;
  const ModelConfig config = tinyConfig();
  const Denoiser model = makeRandomModel(config, 2);
  const Scene scene = makeScene(config, 120);
  const auto rows = torch::cat({model.readingInput(scene.layout, scene.context_C), scene.state_FW});
  const PlainDenoiser plain(model);
  const auto expected = plain.forward(rows, scene.layout).back().narrow(0, scene.layout.reading, scene.gap);
  const auto got = WholePass(model).pattern(rows, scene.layout);
  QVERIFY2(largest(got - expected) < 1e-4, qPrintable(QString::number(largest(got - expected))));
  // Not the identity that fresh weights are.
  QVERIFY(largest(got - scene.state_FW) > 0.1);
}

void BenchmarkTest::densePassSeesEverything() {
  const torch::NoGradGuard noGrad;
  const ModelConfig config = tinyConfig();
  const Denoiser model = makeRandomModel(config, 2);
  const WholePass whole(model);
  torch::manual_seed(5);
  const auto rows = torch::randn({90, config.width});
  const auto before = whole.dense(rows);
  rows[89].add_(1.0);
  QVERIFY(largest((whole.dense(rows) - before)[0]) > 1e-6);
}

void BenchmarkTest::denseInPartsIsTheWhole() {
  const torch::NoGradGuard noGrad;
  const ModelConfig config = tinyConfig();
  const Denoiser model = makeRandomModel(config, 2);
  const WholePass whole(model);
  auto state = torch::randn({40, config.width});
  const auto expected = whole.dense(state);
  std::vector<std::int32_t> places(40);
  for (std::int32_t i = 0; i < 40; ++i) places[static_cast<std::size_t>(i)] = i;
  const RotaryTable table = makeRotary(places, config.rotarySize(), config.rotaryBase);
  for (int layer = 0; layer < config.layers; ++layer) {
    const auto heads = whole.project(layer, state, table);
    const auto attended = WholePass::attendAll(heads, 40);
    QVERIFY(largest(WholePass::attendAll(heads, 7) - attended.narrow(0, 0, 7)) < 1e-5);
    state = whole.finish(layer, state, attended);
  }
  QVERIFY(largest(state - expected) < 1e-5);
}

void BenchmarkTest::timesAreInOrder() {
  int runs = 0;
  const Timing timing = timeRuns([&] { ++runs; }, {3, 20, &never_});
  QCOMPARE(timing.runs, 3);
  QCOMPARE(runs, 4);  // the first is not counted
  QVERIFY(timing.least >= 0 && timing.least <= timing.median);
  runs = 0;
  QCOMPARE(timeRuns([&] { ++runs; }, {100, 0, &never_}).runs, 1);  // no time left after the first
}

void BenchmarkTest::rowsOfAModelOverABase() {
  const MadeUpAdapter scene;
  BenchJob job;
  job.model = scene.save();
  job.config = config_;
  job.lengths = {128};
  job.repetitions = 1;
  job.section = "read";
  const Table read = runBenchmark(job, {}, never_).tables.at(0);
  QCOMPARE(read.rows.size(), std::size_t{2});
  for (std::size_t row = 0; row < 2; ++row) QVERIFY(number(read, row, "tokens_per_second") > 0);
  job.section = "fill";
  const Table fill = runBenchmark(job, {}, never_).tables.at(0);
  QCOMPARE(fill.rows.size(), std::size_t{3});
  for (std::size_t row = 0; row < 3; ++row) {
    QCOMPARE(number(fill, row, "document_tokens"), 128.0);
    QCOMPARE(number(fill, row, "steps"), number(fill, row, "gap_tokens"));  // one a token
    QVERIFY(number(fill, row, "run_s") >= number(fill, row, "first_s"));
  }
  setBaseFiles({});
}

void BenchmarkTest::baseConfigurationIsTheFile() {
  const ModelConfig config = baseConfig();
  QCOMPARE(toJson(readBenchConfig(LACUNA_SOURCE_DIR "/resources/configs/base-35m.json")).dump(), toJson(config).dump());
  const Denoiser model(config, 1);
  const std::int64_t parameters = countParameters(model.parameters());
  QVERIFY2(parameters > 35'000'000 && parameters < 35'200'000, qPrintable(QString::number(parameters)));
  const std::int64_t active = countActive(config, parameters);
  QVERIFY2(active > 21'000'000 && active < 21'300'000, qPrintable(QString::number(active)));
}

void BenchmarkTest::refusesBadJobs() {
  const auto refused = [&](auto change, ErrorCode expected) {
    BenchJob job;
    job.section = "step";
    job.config = config_;
    job.lengths = {64};
    change(job);
    ErrorCode code{};
    const std::string sentence = sentenceOf([&] { runBenchmark(job, {}, never_); }, &code);
    return !sentence.empty() && sentence.back() == '.' && code == expected;
  };
  QVERIFY(refused([](BenchJob& job) { job.section = "speed"; }, ErrorCode::kInvalidConfig));
  QVERIFY(refused([](BenchJob& job) { job.section = "fill"; }, ErrorCode::kInvalidConfig));  // of which model?
  QVERIFY(refused([](BenchJob& job) { job.lengths = {3}; }, ErrorCode::kInvalidConfig));
  QVERIFY(refused([](BenchJob& job) { job.repetitions = 0; }, ErrorCode::kInvalidConfig));
  QVERIFY(refused([](BenchJob& job) { job.config = "no/such/file.json"; }, ErrorCode::kInvalidInput));
  QVERIFY(refused([&](BenchJob& job) { job.config = folder_.write("bad.json", "[1, 2]"); }, ErrorCode::kInvalidInput));
  QVERIFY(refused([&](BenchJob& job) { job.config = folder_.write("odd.json", R"({"model": {"wings": 2}})"); },
                  ErrorCode::kInvalidInput));
}

void BenchmarkTest::stopsWhenAsked() {
  const CancelFlag stopped{true};
  BenchJob job;
  job.config = config_;
  job.lengths = {64};
  ErrorCode code{};
  QVERIFY(!sentenceOf([&] { runBenchmark(job, {}, stopped); }, &code).empty());
  QCOMPARE(code, ErrorCode::kCancelled);
}

QTEST_GUILESS_MAIN(BenchmarkTest)
#include "benchmark_test.moc"
