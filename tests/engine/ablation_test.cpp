// SPDX-License-Identifier: GPL-3.0-or-later
// A grid of configurations: its file, its runs, what is kept of them, and that a stopped one goes on.
#include "tests/engine/support.h"

#include "engine/ablation/ablate.h"
#include "engine/ablation/result_file.h"
#include "engine/weights/model_folder.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

const std::string kGrids = LACUNA_SOURCE_DIR "/resources/configs/ablation/";

struct Desk {
  ScratchFolder folder;
  AblateJob job;
  Desk() {
    folder.write("books/one.txt", habitualText(300, 1));
    folder.write("valid/two.txt", habitualText(200, 2));
    job.grid = kGrids + "tiny.json";
    job.data = folder.path("books");
    job.valid = folder.path("valid");
    job.tokenizer = modelFolder() + "/tokenizer.model";
    job.results = folder.path("results.jsonl");
    job.device = "cpu";
  }
};

}  // namespace

class AblationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void gridsThatComeWithLacunaAreSound_data() {
    QTest::addColumn<int>("runs");
    QTest::newRow("tiny") << 1 + 3 + 2;
    QTest::newRow("small") << 3 * (1 + 3 + 2 + 2 + 2 + 3 + 10);
    QTest::newRow("base") << 3 * (1 + 3 + 2 + 2 + 2 + 3);
  }
  void gridsThatComeWithLacunaAreSound() {
    QFETCH(int, runs);
    const Grid grid = readGrid(kGrids + QTest::currentDataTag() + ".json");
    QCOMPARE(static_cast<int>(grid.runs.size()), runs);
    std::set<std::string> keys;
    for (const GridRun& run : grid.runs) {
      keys.insert(run.key);
      QCOMPARE(run.values.size(), grid.axes.size());
      QCOMPARE(run.config.seed, run.seed);
    }
    QCOMPARE(static_cast<int>(keys.size()), runs);
  }

  void baselinesAreOfEqualSize() {
    // What is compared has the parameters that a token goes through in common, to five in a hundred.
    const Grid grid = readGrid(kGrids + "small.json");
    const auto sizeOf = [&](const std::string& name) {
      for (const GridRun& run : grid.runs) {
        if (run.name != name) continue;
        const Denoiser model(run.config.model, 1);
        const std::int64_t all = countParameters(model.parameters());
        const ModelConfig& c = run.config.model;
        std::int64_t idle = 0;
        for (int layer = 0; layer < c.layers; ++layer)
          idle += c.isMixture(layer) ? std::int64_t{3} * c.width * c.expertHidden * (c.experts - c.expertsPerToken) : 0;
        return static_cast<double>(all - idle);
      }
      return 0.0;
    };
    const double ours = sizeOf(grid.runs.front().name);
    for (const char* name : {"DiffuSeq-v2, dense", "MDLM, dense", "fill-in-the-middle, autoregressive"})
      QVERIFY2(std::abs(sizeOf(name) / ours - 1) < 0.05,
               qPrintable(QString("%1: %2").arg(name).arg(sizeOf(name) / ours)));
  }

  void productMakesEveryCombination() {
    const ScratchFolder folder;
    const std::string path = folder.write("grid.json", R"({"axes": {"b": {"one": {}, "two": {"steps": 2}},
      "a": {"x": {}, "y": {"model": {"noise": "absorbing"}}, "z": {"ema": 0.5}}}, "grid": "product", "seeds": [4, 5]})");
    const Grid grid = readGrid(path);
    QCOMPARE(grid.axes, (std::vector<std::string>{"b", "a"}));
    QCOMPARE(grid.runs.size(), std::size_t{12});
    QCOMPARE(grid.runs[4].name, std::string("two, y"));
    QCOMPARE(grid.runs[4].config.steps, std::int64_t{2});
    QCOMPARE(grid.runs[4].config.model.noise, std::string("absorbing"));
    QCOMPARE(grid.runs[4].seed, std::uint64_t{4});
    for (const char* bad : {R"({"axes": {"a": {}}})", R"({"grid": "around"})",
                            R"({"axes": {"a": {"x": {"stepz": 1}}}})", R"({"measure": {"blanks": 0}})", "[]"}) {
      const std::string sentence = sentenceOf([&] { readGrid(folder.write("bad.json", bad)); });
      QVERIFY2(!sentence.empty(), bad);
    }
  }

  void runsInSecondsStopsAndGoesOn() {
    Desk desk;
    CancelFlag cancel{false};
    int begun = 0;
    const auto stopAtThird = [&](const std::string& note) {
      if (note.find("begins") != std::string::npos && ++begun == 3) cancel = true;
    };
    const AblateReport half = ablate(desk.job, {{}, stopAtThird}, cancel);
    QVERIFY(half.cancelled);
    QCOMPARE(half.left, 4);
    QCOMPARE(half.tables[0].rows.size(), std::size_t{2});
    // A crash in the middle of a line costs that line alone.
    { std::ofstream(desk.job.results, std::ios::app) << "{\"key\": \"ab"; }
    cancel = false;
    begun = 0;
    std::vector<std::string> runs;
    const AblateReport whole = ablate(desk.job,
                                      {[&](const std::string& run) { runs.push_back(run); },
                                       [&](const std::string& note) {
                                         if (note.find("begins") != std::string::npos) ++begun;
                                       }},
                                      cancel);
    QCOMPARE(begun, 4);
    // The plan, then each run.
    QCOMPARE(runs.size(), std::size_t{1 + 4});
    QVERIFY2(runs[0].find("4 of 6 runs") != std::string::npos, runs[0].c_str());
    QVERIFY2(runs[4].find("NLL") != std::string::npos && runs[4].find(" 0 left.") != std::string::npos,
             runs[4].c_str());
    QCOMPARE(whole.left, 0);
    QCOMPARE(whole.tables[0].rows.size(), std::size_t{6});
    for (const auto& row : whole.tables[0].rows) QCOMPARE(row.size(), whole.tables[0].columns.size());
    std::set<std::string> names;
    for (const GridRun& run : readGrid(desk.job.grid).runs) names.insert(run.name);
    for (const auto& [key, result] : readResults(desk.job.results)) {
      QVERIFY(result.nll.low <= result.nll.value && result.nll.value <= result.nll.high);
      QVERIFY(result.steps == 6 && result.tokens > 0 && result.tokensPerSecond > 0 && result.parameters > 0);
      QVERIFY(!std::isnan(result.secondsToTarget));  // the target is above what any model begins with
      QVERIFY(std::isnan(result.nllLong));
      QVERIFY(!result.nats.empty() && result.nats.size() == result.lengths.size());
      // The model of each run stays, to be asked more.
      const LoadedModel model = loadModel(desk.folder.path("results.models/" + key));
      QVERIFY(names.contains(model.name));
    }
    begun = 0;
    ablate(desk.job, {{}, [&](const std::string&) { ++begun; }}, cancel);
    QCOMPARE(begun, 0);
  }

  void budgetEndsRuns() {
    Desk desk;
    desk.job.grid = desk.folder.write("grid.json", R"({"base": {"model": {"width": 32, "headSize": 8, "layers": 2,
      "heads": [{"heads": 2, "keyHeads": 1, "contextWindow": 8, "gapWindow": 8}], "experts": 0, "expertsPerToken": 1, "denseHidden": 32,
      "chunk": 16, "globals": 2}, "batch": {"tokens": 96, "lengths": [[48, 1.0]]}, "steps": 100000000},
      "axes": {"noise": {"soft": {}}}, "measure": {"every": 1000, "looks": 1, "contexts": [48], "lengths": [3],
      "blanks": 2, "steps": 2}})");
    desk.job.budgetMinutes = 2.0 / 60;
    const CancelFlag never{false};
    const AblateReport report = ablate(desk.job, {}, never);
    QCOMPARE(report.left, 0);
    const RunResult result = readResults(desk.job.results).begin()->second;
    QVERIFY(result.steps > 0 && result.trainSeconds < 30);
  }
};

QTEST_GUILESS_MAIN(AblationTest)
#include "ablation_test.moc"
