// SPDX-License-Identifier: GPL-3.0-or-later
// Several processes train one model: what one process would have made of the same batches, to rounding; and what
// becomes of the run when one of them ends, hangs or is stopped.
#include "tests/engine/rank_processes.h"

#include <QTest>
#include <fstream>
#include <set>

#include "engine/gradients/gradient_hook.h"
#include "engine/weights/safetensors.h"
#include "tests/engine/adapter_desk.h"
#include "tests/engine/training_desk.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

// Books, and configurations of runs that end within seconds.
struct Scene {
  Scene() {
    for (int i = 0; i < 2; ++i)
      folder.write("books/" + std::to_string(i) + ".txt", habitualText(200, static_cast<std::uint64_t>(i) + 1));
    folder.write("valid/held.txt", habitualText(120, 3));
  }
  // A job whose output is the folder `name`.
  nlohmann::json model(const std::string& name, const nlohmann::json& changes = {}) const {
    nlohmann::json config = {{"model", toJson(tinyConfig())},
                             {"batch", {{"tokens", 192}, {"lengths", {{64, 1.0}}}}},
                             {"accumulate", 4},
                             {"softShare", 0.5},
                             {"warmUp", 2},
                             {"steps", 6},
                             {"checkpointEvery", 4},
                             {"heldOutEvery", 3},
                             {"heldOutBatches", 3}};
    if (!changes.is_null()) config.update(changes);
    return job(name, config, modelFolder() + "/tokenizer.model");
  }
  nlohmann::json adapter(const std::string& name) const {
    nlohmann::json made = job(name,
                              {{"adapter",
                                {{"rank", 4},
                                 {"experts", 4},
                                 {"expertHidden", 16},
                                 {"expertLayers", {1}},
                                 {"marker", "…"},
                                 {"linears", {"queries", "down"}}}},
                               {"batch", {{"tokens", 96}, {"lengths", {{48, 1}}}}},
                               {"optimizer", {{"adamRate", 0.01}}},
                               {"accumulate", 4},
                               {"warmUp", 2},
                               {"steps", 6},
                               {"heldOutEvery", 3},
                               {"heldOutBatches", 3}},
                              "");
    made["base"] = folder.write("base.gguf", madeUpBase(deskBase()));
    return made;
  }
  nlohmann::json voice(const std::string& name) const {
    nlohmann::json made = job(name,
                              {{"voice", {{"name", "Mara"}, {"rank", 3}}},
                               {"batch", {{"tokens", 96}, {"lengths", {{48, 1}}}}},
                               {"optimizer", {{"adamRate", 0.01}}},
                               {"rehearsal", 0.3},
                               {"accumulate", 4},
                               {"warmUp", 2},
                               {"steps", 6},
                               {"heldOutEvery", 3},
                               {"heldOutBatches", 3}},
                              "");
    const AdapterDesk desk;
    made["base"] = folder.write("base.gguf", madeUpBase(deskBase()));
    made["over"] = folder.path("adapter");
    saveAdapter(folder.path("adapter"), desk.config, desk.parameters);
    return made;
  }
  nlohmann::json job(const std::string& name, const nlohmann::json& config, const std::string& tokenizer) const {
    return {{"config", folder.write(name + ".json", config.dump())},
            {"data", folder.path("books")},
            {"valid", folder.path("valid")},
            {"tokenizer", tokenizer},
            {"output", folder.path(name)}};
  }
  // Of the run in the folder `name`.
  NamedTensors weights(const std::string& name) const {
    return readSafeTensors(folder.path(name + "/checkpoint.safetensors")).tensors;
  }

  ScratchFolder folder;
};

// The largest difference between weights of two runs.
double apart(const NamedTensors& one, const NamedTensors& other) {
  double most = one.size() == other.size() ? 0 : 1e9;
  for (std::size_t i = 0; i < one.size() && most < 1e9; ++i) {
    if (!one[i].first.starts_with("model.") && !one[i].first.starts_with("average.")) continue;
    most = std::max(most, (one[i].second - other[i].second).abs().max().item<double>());
  }
  return most;
}

QByteArray errorsOf(const Ranks& ranks) {
  QByteArray all;
  for (const auto& rank : ranks) all += rank->errors() + "\n";
  return all;
}

#define RUN_RANKS(ranks)                                                           \
  for (const auto& rank : (ranks)) {                                               \
    const int code = rank->wait();                                                 \
    QVERIFY2(code == 0, (errorsOf(ranks) + QByteArray::number(code)).constData()); \
  }

}  // namespace

class RanksTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void placesAreFound();
  void aLauncherOwnsItsVariables();
  void twoRanksEqualOne_data();
  void twoRanksEqualOne();
  void gradientsSayThatTheyAreThere();
  void passesSayThatLayersAreThere();
  void gradientsMeetInBuckets();
  void aStopAtOneStopsAllAndResumesExactly();
  void aKilledRankEndsTheRun();
  void aKilledLeaderEndsTheRun();
  void aHungRankEndsTheRun();
  void whatCannotBeSharedIsRefused();
  void otherBooksAreRefused();
};

void RanksTest::placesAreFound() {
  using Variables = std::map<std::string, std::string>;
  const auto find = [](const Variables& variables) {
    return findPlace([&](const char* name) {
      const auto found = variables.find(name);
      return found == variables.end() ? nullptr : found->second.c_str();
    });
  };
  QVERIFY(!find({}));
  QVERIFY(!find({{"RANK", "0"}, {"WORLD_SIZE", "2"}}));  // somebody else's
  const Variables torchrun = {
      {"RANK", "3"}, {"WORLD_SIZE", "8"}, {"LOCAL_RANK", "1"}, {"MASTER_ADDR", "alpha"}, {"MASTER_PORT", "29500"}};
  const auto place = find(torchrun);
  QVERIFY(place && place->rank == 3 && place->ranks == 8 && place->local == 1 && place->host == "alpha" &&
          place->port == 29500 && !place->served);
  Variables agent = torchrun;
  agent["TORCHELASTIC_USE_AGENT_STORE"] = "True";
  agent["TORCHELASTIC_RESTART_COUNT"] = "2";
  agent["LACUNA_RANK_PATIENCE"] = "30";
  const auto served = find(agent);
  QVERIFY(served && served->served && served->attempt == "2" && served->patience == std::chrono::seconds(30));
  Variables alone = torchrun;
  alone["WORLD_SIZE"] = "1";
  alone["RANK"] = alone["LOCAL_RANK"] = "0";
  QVERIFY(!find(alone));

  Variables slurm = {{"SLURM_JOB_ID", "12345678"}, {"SLURM_STEP_ID", "0"},
                     {"SLURM_PROCID", "1"},        {"SLURM_STEP_NUM_TASKS", "4"},
                     {"SLURM_LOCALID", "1"},       {"SLURM_STEP_NODELIST", "gpu[007-009,12],login"},
                     {"SLURM_NTASKS", "16"},       {"SLURM_JOB_NODELIST", "other"}};
  const auto step = find(slurm);
  QVERIFY(step && step->rank == 1 && step->ranks == 4 && step->local == 1 && step->host == "gpu007");
  slurm["SLURM_PROCID"] = "2";
  QCOMPARE(find(slurm)->port, step->port);
  QVERIFY(step->port >= 20000 && step->port < 32000);
  slurm.erase("SLURM_STEP_ID");  // the batch script itself
  QVERIFY(!find(slurm));
  QCOMPARE(firstHost("alpha,beta"), std::string("alpha"));
  QCOMPARE(firstHost("n[3,5-8]"), std::string("n3"));
  QCOMPARE(firstHost("single"), std::string("single"));

  const auto own = find({{"LACUNA_RANK", "1"}, {"LACUNA_RANKS", "2"}, {"LACUNA_MASTER", "[::1]:400"}});
  QVERIFY(own && own->rank == 1 && own->host == "::1" && own->port == 400);
  for (const auto& [variables, names] : std::vector<std::pair<Variables, std::string>>{
           {{{"LACUNA_RANK", "2"}, {"LACUNA_RANKS", "2"}, {"LACUNA_MASTER", "a:1"}}, "LACUNA_RANK"},
           {{{"LACUNA_RANKS", "2"}, {"LACUNA_MASTER", "a:1"}}, "LACUNA_RANK"},
           {{{"LACUNA_RANK", "1"}, {"LACUNA_RANKS", "two"}, {"LACUNA_MASTER", "a:1"}}, "LACUNA_RANKS"},
           {{{"LACUNA_RANK", "1"}, {"LACUNA_RANKS", "2"}, {"LACUNA_MASTER", "alpha"}}, "LACUNA_MASTER"},
           {{{"LACUNA_RANK", "1"}, {"LACUNA_RANKS", "2"}, {"LACUNA_MASTER", "a:1"}, {"LACUNA_RANK_PATIENCE", "0"}},
            "LACUNA_RANK_PATIENCE"},
           {{{"SLURM_STEP_ID", "0"}, {"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "2"}}, "MASTER_ADDR"}}) {
    const std::string sentence = sentenceOf([&] { find(variables); });
    QVERIFY2(sentence.find(names) != std::string::npos, (names + ": " + sentence).c_str());
  }
}

// Of several ranks on a host each takes one of the GPUs that are to be seen.
void RanksTest::aLauncherOwnsItsVariables() {
  const auto seen = [](const char* visible) {
    for (const auto& [name, value] : {std::pair{"LACUNA_RANK", "1"},
                                      {"LACUNA_RANKS", "2"},
                                      {"LACUNA_LOCAL_RANK", "1"},
                                      {"LACUNA_MASTER", "127.0.0.1:1"}})
      qputenv(name, value);
    visible == nullptr ? qunsetenv("CUDA_VISIBLE_DEVICES") : qputenv("CUDA_VISIBLE_DEVICES", visible);
    takeOwnGpu();
    const QByteArray now = qgetenv("CUDA_VISIBLE_DEVICES");
    for (const char* name : {"LACUNA_RANK", "LACUNA_RANKS", "LACUNA_LOCAL_RANK", "LACUNA_MASTER"}) qunsetenv(name);
    qunsetenv("CUDA_VISIBLE_DEVICES");
    return now;
  };
  QCOMPARE(seen(nullptr), QByteArray("1"));
  QCOMPARE(seen("4,6,7"), QByteArray("6"));
  QCOMPARE(seen("5"), QByteArray("5"));  // the launcher has chosen
  takeOwnGpu();
  QVERIFY(!qEnvironmentVariableIsSet("CUDA_VISIBLE_DEVICES"));
}

void RanksTest::twoRanksEqualOne_data() {
  QTest::addColumn<QString>("what");
  for (const char* what : {"model", "adapter", "voice"}) QTest::newRow(what) << what;
}

void RanksTest::twoRanksEqualOne() {
  QFETCH(QString, what);
  const Scene scene;
  const auto job = [&](const std::string& name) {
    if (what == "voice") return scene.voice(name);
    return what == "adapter" ? scene.adapter(name) : scene.model(name);
  };
  RankProcess alone(job("one"), {});
  QVERIFY2(alone.wait() == 0, alone.errors().constData());
  const Ranks ranks = startRanks(2, job("two"));
  RUN_RANKS(ranks);
  const auto one = alone.reports();
  const auto two = ranks[0]->reports();
  QCOMPARE(one.size(), two.size());
  QVERIFY(ranks[1]->reports().empty());
  QCOMPARE(one.back().step, std::int64_t{6});
  int heldOut = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    QCOMPARE(one[i].sockets, 0);  // alone nothing is opened
    QVERIFY(two[i].sockets > 0);
    if (std::isfinite(one[i].loss)) QVERIFY(std::abs(one[i].loss - two[i].loss) < 1e-4);
    if (!std::isfinite(one[i].heldOut)) continue;
    QVERIFY(std::abs(one[i].heldOut - two[i].heldOut) < 1e-4);
    ++heldOut;
  }
  QCOMPARE(heldOut, what == "voice" ? 4 : 3);  // a voice is asked before its first step, too
  const double rounding = apart(scene.weights("one"), scene.weights("two"));
  // With other batches the same number of steps ends far from there.
  const nlohmann::json otherJob = job("other");
  auto config = nlohmann::json::parse(std::ifstream(otherJob.at("config").get<std::string>()));
  config["seed"] = 2;
  scene.folder.write("other.json", config.dump());
  RankProcess other(otherJob, {});
  QVERIFY2(other.wait() == 0, other.errors().constData());
  const double far = apart(scene.weights("one"), scene.weights("other"));
  QVERIFY2(rounding < 2e-4 && far > 50 * rounding, qPrintable(QString("%1 and %2").arg(rounding).arg(far)));
}

// While the pass goes on: what follows from them may go while the others are made.
void RanksTest::gradientsSayThatTheyAreThere() {
  const auto a = torch::full({2}, 3.0).requires_grad_(true);
  const auto b = torch::full({2}, 2.0).requires_grad_(true);
  std::vector<bool> seen;  // whether that of a was there
  const auto run = [&] {
    a.mutable_grad().reset();
    b.mutable_grad().reset();
    (a.relu() * b).sum().backward();
  };
  onGradient(b, [&] {
    seen.push_back(a.grad().defined());
    QVERIFY((b.grad() == 3.0).all().item<bool>());
  });
  run();
  QVERIFY(seen == std::vector<bool>{false});
  onGradient(b, {});
  run();
  QCOMPARE(seen.size(), std::size_t{1});
}

// An adapter's gradients, layer by layer from the end where the pass is by hand; all of them in the end.
void RanksTest::passesSayThatLayersAreThere() {
  for (const PassKind kind : {PassKind::kPacked, PassKind::kPlain}) {
    AdapterDesk desk;
    std::vector<std::size_t> told, before;
    AdapterPassOptions options;
    options.kind = kind;
    options.onGradient = [&](std::size_t at) {
      QVERIFY(desk.parameters[at].tensor.grad().defined());
      if (told.empty()) {
        for (std::size_t i = 0; i < desk.parameters.size(); ++i) {
          if (desk.parameters[i].tensor.grad().defined()) before.push_back(i);
        }
      }
      told.push_back(at);
    };
    makeAdapterPass(*desk.file, desk.config, options)->run(desk.rows(), desk.parameters, true);
    std::size_t learnt = 0;
    for (const Parameter& parameter : desk.parameters) learnt += parameter.kind == ParameterKind::kBuffer ? 0 : 1;
    QVERIFY(std::set<std::size_t>(told.begin(), told.end()).size() == told.size() && told.size() + 1 >= learnt);
    if (kind == PassKind::kPacked) {
      QCOMPARE(before.size(), std::size_t{1});
      QVERIFY(told.front() > desk.parameters.size() / 2);
    }
  }
}

// Four batches at two ranks, as threads: each bucket's sum and mean, a parameter that had a gradient on one rank only,
// one that had none, and a buffer.
void RanksTest::gradientsMeetInBuckets() {
  Place place;
  place.ranks = 2;
  place.host = "127.0.0.1";
  place.port = freePort();
  std::vector<Parameters> models(2);
  const auto act = [&](int rank) {
    Place own = place;
    own.rank = rank;
    World world(own, torch::kCPU);
    Parameters& model = models[static_cast<std::size_t>(rank)];
    for (const char* name : {"a", "b", "c", "buffer", "d"})
      model.push_back({name, torch::zeros({3, 5}),
                       std::string(name) == "buffer" ? ParameterKind::kBuffer : ParameterKind::kMatrix});
    GradientSum sum(&model, &world, 100);  // a bucket a parameter: 60 bytes each
    for (int step = 0; step < 2; ++step) {
      sum.begin();
      for (int batch = 0; batch < 2; ++batch) {
        const auto give = [&](std::size_t at, double value) {
          model[at].tensor.mutable_grad() = torch::full({3, 5}, value);
        };
        give(0, 1.0 + rank + step);
        give(1, 10.0 * (batch + 1));
        if (rank == 1) give(4, 6.0);
        // The ranks are told in other orders, and some are never told.
        if (rank == 0) sum.take(0, batch == 1);
        if (rank == 1) sum.take(4, batch == 1);
        sum.takeAll(batch == 1);
      }
      sum.finish(4);
    }
  };
  std::thread other([&] { act(1); });
  act(0);
  other.join();
  for (const Parameters& model : models) {
    const auto is = [&](std::size_t at, double value) {
      const auto& gradient = model[at].tensor.grad();
      return gradient.defined() && gradient.sizes() == torch::IntArrayRef({3, 5}) &&
             (gradient == value).all().item<bool>();
    };
    QVERIFY(is(0, (2 * 2.0 + 2 * 3.0) / 4));
    QVERIFY(is(1, 15.0));
    QVERIFY(!model[2].tensor.grad().defined());
    QVERIFY(!model[3].tensor.grad().defined());
    QVERIFY(is(4, 3.0));
  }
}

void RanksTest::aStopAtOneStopsAllAndResumesExactly() {
  const Scene scene;
  RUN_RANKS(startRanks(2, scene.model("whole")));
  nlohmann::json job = scene.model("halves");
  job["pause"] = 300;
  {
    const Ranks ranks = startRanks(2, job);
    QVERIFY2(ranks[0]->waitForStep(2), errorsOf(ranks).constData());
    ranks[1]->signal(SIGINT);
    QCOMPARE(ranks[0]->wait(), kRankStopped);
    QCOMPARE(ranks[1]->wait(), kRankStopped);
    QVERIFY(ranks[0]->reports().back().step < 6);
  }
  job.erase("pause");
  const Ranks resumed = startRanks(2, job);
  RUN_RANKS(resumed);
  QCOMPARE(resumed[0]->reports().back().step, std::int64_t{6});
  QCOMPARE(apart(scene.weights("whole"), scene.weights("halves")), 0.0);
}

// Nothing is lost but the step that was being done, and what goes on from there is the run.
void RanksTest::aKilledRankEndsTheRun() {
  const Scene scene;
  RUN_RANKS(startRanks(2, scene.model("whole")));
  nlohmann::json job = scene.model("cut");
  job["pause"] = 300;
  {
    const Ranks ranks = startRanks(2, job);
    QVERIFY2(ranks[0]->waitForStep(2), errorsOf(ranks).constData());
    ranks[1]->signal(SIGKILL);
    QCOMPARE(ranks[1]->wait(), -1);
    QCOMPARE(ranks[0]->wait(), kRankFailed);
    const QByteArray sentence = ranks[0]->sentence();
    QVERIFY2(sentence.contains("Another of the 2 ranks") && sentence.contains("is kept") && !sentence.contains('\n'),
             ranks[0]->errors().constData());
  }
  job.erase("pause");
  const Ranks resumed = startRanks(2, job);
  RUN_RANKS(resumed);
  QVERIFY(resumed[0]->reports().front().step >= 2);
  QCOMPARE(apart(scene.weights("whole"), scene.weights("cut")), 0.0);
}

void RanksTest::aKilledLeaderEndsTheRun() {
  const Scene scene;
  nlohmann::json job = scene.model("led");
  job["pause"] = 200;
  const Ranks ranks = startRanks(2, job);
  QVERIFY2(ranks[0]->waitForStep(1), errorsOf(ranks).constData());
  ranks[0]->signal(SIGKILL);
  QCOMPARE(ranks[1]->wait(), kRankFailed);
  QVERIFY2(ranks[1]->sentence().contains("Another of the 2 ranks"), ranks[1]->errors().constData());
}

void RanksTest::aHungRankEndsTheRun() {
  const Scene scene;
  nlohmann::json job = scene.model("hung");
  job["pause"] = 200;
  const Ranks ranks = startRanks(2, job, {"LACUNA_RANK_PATIENCE=3"});
  QVERIFY2(ranks[0]->waitForStep(1), errorsOf(ranks).constData());
  ranks[1]->signal(SIGSTOP);
  QCOMPARE(ranks[0]->wait(), kRankFailed);
  QVERIFY2(ranks[0]->sentence().contains("said nothing for 3 s"), ranks[0]->errors().constData());
  ranks[1]->signal(SIGCONT);
  QCOMPARE(ranks[1]->wait(), kRankFailed);
}

void RanksTest::whatCannotBeSharedIsRefused() {
  const Scene scene;
  const Ranks ranks = startRanks(2, scene.model("odd", {{"accumulate", 3}}));
  for (const auto& rank : ranks) {
    QCOMPARE(rank->wait(), kRankFailed);
    QVERIFY2(rank->sentence().contains("\"accumulate\""), rank->errors().constData());
  }
}

void RanksTest::otherBooksAreRefused() {
  const Scene scene;
  scene.folder.write("others/one.txt", habitualText(220, 8));
  nlohmann::json job = scene.model("books");
  const int port = freePort();
  Ranks ranks;
  for (int i = 0; i < 2; ++i) {
    ranks.push_back(std::make_unique<RankProcess>(
        job, QStringList{QString("RANK=%1").arg(i), "WORLD_SIZE=2", QString("LOCAL_RANK=%1").arg(i),
                         "MASTER_ADDR=127.0.0.1", QString("MASTER_PORT=%1").arg(port)}));
    job["data"] = scene.folder.path("others");
    job["output"] = scene.folder.path("elsewhere");  // as on a host that shares no folder
  }
  for (const auto& rank : ranks) {
    QCOMPARE(rank->wait(), kRankFailed);
    QVERIFY2(rank->sentence().contains("other books"), rank->errors().constData());
  }
}

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "rank") return actAsRank(argv[2]);
  const QCoreApplication application(argc, argv);
  RanksTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "ranks_test.moc"
