// SPDX-License-Identifier: GPL-3.0-or-later
// Two hosts, as two network namespaces joined by a cable of their own: two ranks meet over TCP and train as two on one
// host do. Skipped, with the reason, without the right to make namespaces.
#include "tests/engine/rank_processes.h"

#include <QStandardPaths>
#include <QTest>

#include "engine/weights/safetensors.h"
#include "tests/engine/training_desk.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

// What a command says where it fails; empty where it does not.
QByteArray failureOf(const QStringList& line) {
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(line.first(), line.mid(1));
  if (!process.waitForFinished(20000)) return line.join(' ').toUtf8() + ": " + process.errorString().toUtf8();
  if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) return {};
  return line.join(' ').toUtf8() + ": " + process.readAll().trimmed();
}

// Two namespaces, 10.77.0.1 and 10.77.0.2, that see nothing else. Gone at the end.
class TwoHosts {
 public:
  TwoHosts() {
    const QString ip = QStandardPaths::findExecutable("ip", {"/usr/sbin", "/sbin", "/usr/bin", "/bin"});
    if (ip.isEmpty()) {
      failure_ = "there is no command ip";
      return;
    }
    for (int i = 0; i < 2; ++i) {
      names_ << QString("lacuna-%1-%2").arg(QCoreApplication::applicationPid()).arg(i);
      line_ << QStringList{ip, "netns", "exec", names_[i]};
    }
    const QString cable = QString("lc%1").arg(QCoreApplication::applicationPid());
    std::vector<QStringList> lines = {{ip, "netns", "add", names_[0]},
                                      {ip, "netns", "add", names_[1]},
                                      {ip, "-n", names_[0], "link", "add", "name", cable + "a", "type", "veth", "peer",
                                       "name", cable + "b", "netns", names_[1]}};
    for (int i = 0; i < 2; ++i) {
      const QString end = cable + (i == 0 ? "a" : "b");
      lines.push_back({ip, "-n", names_[i], "address", "add", QString("10.77.0.%1/24").arg(i + 1), "dev", end});
      lines.push_back({ip, "-n", names_[i], "link", "set", end, "up"});
      lines.push_back({ip, "-n", names_[i], "link", "set", "lo", "up"});
    }
    for (const QStringList& line : lines) {
      if (failure_.isEmpty()) failure_ = failureOf(line);
    }
  }
  ~TwoHosts() {
    for (int i = 0; i < names_.size(); ++i) failureOf({line_[i].first(), "netns", "delete", names_[i]});
  }
  const QByteArray& failure() const { return failure_; }
  // What a command line on a host begins with.
  const QStringList& on(int host) const { return line_[host]; }
  // Takes the cable out.
  void part() const {
    failureOf({line_[0].first(), "-n", names_[0], "link", "set",
               QString("lc%1a").arg(QCoreApplication::applicationPid()), "down"});
  }

 private:
  QStringList names_;
  QList<QStringList> line_;
  QByteArray failure_;
};

}  // namespace

class HostsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    if (!hosts_.failure().isEmpty()) QSKIP(("no network namespaces: " + hosts_.failure()).constData());
    folder_.write("books/one.txt", habitualText(200, 1));
  }

  void ranksMeetAcrossHosts() {
    const Ranks together = startRanks(2, job("together", 5));
    for (const auto& rank : together) QVERIFY2(rank->wait() == 0, rank->errors().constData());
    const Ranks apart = start(job("apart", 5), "20");
    for (const auto& rank : apart) QVERIFY2(rank->wait() == 0, rank->errors().constData());
    QVERIFY(apart[1]->reports().empty());
    const auto one = readSafeTensors(folder_.path("together/checkpoint.safetensors")).tensors;
    const auto other = readSafeTensors(folder_.path("apart/checkpoint.safetensors")).tensors;
    QCOMPARE(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
      if (one[i].first.starts_with("model.")) QVERIFY2(one[i].second.equal(other[i].second), one[i].first.c_str());
    }
  }

  // Nothing is heard any more, and nothing closes either.
  void aCutCableEndsTheRun() {
    nlohmann::json cut = job("cut", 500);
    cut["pause"] = 100;
    const Ranks ranks = start(cut, "3");
    QVERIFY2(ranks[0]->waitForStep(2), (ranks[0]->errors() + ranks[1]->errors()).constData());
    hosts_.part();
    for (const auto& rank : ranks) {
      QCOMPARE(rank->wait(), kRankFailed);
      QVERIFY2(rank->sentence().contains("Another of the 2 ranks"), rank->errors().constData());
    }
    QVERIFY2(ranks[0]->sentence().contains("is kept"), ranks[0]->errors().constData());
  }

 private:
  nlohmann::json job(const std::string& name, int steps) const {
    const nlohmann::json config = {{"model", toJson(tinyConfig())},
                                   {"batch", {{"tokens", 128}, {"lengths", {{64, 1.0}}}}},
                                   {"accumulate", 2},
                                   {"warmUp", 2},
                                   {"steps", steps}};
    return {{"config", folder_.write(name + ".json", config.dump())},
            {"data", folder_.path("books")},
            {"valid", ""},
            {"tokenizer", modelFolder() + "/tokenizer.model"},
            {"output", folder_.path(name)}};
  }

  Ranks start(const nlohmann::json& job, const QString& patience) const {
    Ranks ranks;
    for (int i = 0; i < 2; ++i) {
      ranks.push_back(std::make_unique<RankProcess>(
          job,
          QStringList{QString("LACUNA_RANK=%1").arg(i), "LACUNA_RANKS=2", "LACUNA_MASTER=10.77.0.1:29500",
                      "LACUNA_RANK_PATIENCE=" + patience},
          hosts_.on(i)));
    }
    return ranks;
  }

  TwoHosts hosts_;
  ScratchFolder folder_;
};

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "rank") return actAsRank(argv[2]);
  const QCoreApplication application(argc, argv);
  HostsTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "hosts_test.moc"
