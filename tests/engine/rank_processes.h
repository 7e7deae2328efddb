// SPDX-License-Identifier: GPL-3.0-or-later
// Trainings of several processes: the test's own program again, once a rank.
#pragma once

#include <ATen/Parallel.h>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>

#include "engine/text/json.h"
#include "engine/training/trainer.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine::testing {

constexpr int kRankStopped = 5;  // exit code of a rank that ended before the run did
constexpr int kRankFailed = 1;   // with a sentence

inline CancelFlag& rankStop() {
  static CancelFlag stop{false};
  return stop;
}

// Sockets that this process has open.
inline int openSockets() {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code ignored;
    if (std::filesystem::read_symlink(entry, ignored).string().starts_with("socket:")) ++count;
  }
  return count;
}

// What a rank does: trains as its one argument says, an object of JSON, and prints a line a report: step, loss,
// held-out loss, open sockets.
inline int actAsRank(const std::string& argument) {
  std::signal(SIGINT, [](int) { rankStop() = true; });
  at::set_num_threads(1);
  const auto json = nlohmann::json::parse(argument);
  TrainJob job;
  job.config = json.at("config");
  job.data = json.at("data");
  job.valid = json.at("valid");
  job.tokenizer = json.at("tokenizer");
  job.output = json.at("output");
  job.voiceOver = json.value("over", "");
  job.device = "cpu";
  if (json.contains("base")) setBaseFiles({json.at("base").get<std::string>()});
  const int socketsBefore = openSockets();
  try {
    const bool done = runTraining(
        job,
        [&](const TrainProgress& p) {
          std::printf("%lld %.17g %.17g %d\n", static_cast<long long>(p.step), p.stepLoss, p.heldOutLoss,
                      openSockets() - socketsBefore);
          std::fflush(stdout);
          std::this_thread::sleep_for(std::chrono::milliseconds(json.value("pause", 0)));
        },
        rankStop());
    return done ? 0 : kRankStopped;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sentence: %s\n", error.what());
    return kRankFailed;
  }
}

inline int freePort() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(descriptor);
  return ntohs(address.sin_port);
}

struct RankReport {
  std::int64_t step = 0;
  double loss = 0;
  double heldOut = 0;
  int sockets = 0;
};

// One rank at work.
class RankProcess {
 public:
  // before: what stands before the program on its command line. Environment: NAME=value.
  RankProcess(const nlohmann::json& job, const QStringList& environment, const QStringList& before = {}) {
    QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT", "SLURM_STEP_ID",
                             "LACUNA_RANKS", "TORCHELASTIC_USE_AGENT_STORE"})
      own.remove(QLatin1String(name));
    for (const QString& one : environment) own.insert(one.section('=', 0, 0), one.section('=', 1));
    process_.setProcessEnvironment(own);
    const QStringList line =
        before + QStringList{QCoreApplication::applicationFilePath(), "rank", QString::fromStdString(job.dump())};
    process_.start(line.first(), line.mid(1));
  }
  ~RankProcess() {
    process_.kill();
    process_.waitForFinished();
  }

  // False where it ended before, or took longer than a minute.
  bool waitForStep(std::int64_t step) {
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < 60000) {
      for (const RankReport& report : reports()) {
        if (report.step >= step) return true;
      }
      if (process_.state() == QProcess::NotRunning) return false;
      process_.waitForReadyRead(200);
    }
    return false;
  }
  void signal(int number) { ::kill(static_cast<pid_t>(process_.processId()), number); }
  // The exit code; -1: killed, -2: still at work after a minute.
  int wait() {
    if (process_.state() != QProcess::NotRunning && !process_.waitForFinished(60000)) return -2;
    return process_.exitStatus() == QProcess::NormalExit ? process_.exitCode() : -1;
  }
  std::vector<RankReport> reports() {
    out_ += process_.readAllStandardOutput();
    std::vector<RankReport> reports;
    for (const QByteArray& line : out_.left(out_.lastIndexOf('\n') + 1).split('\n')) {
      const QList<QByteArray> words = line.split(' ');
      if (words.size() == 4)
        reports.push_back({words[0].toLongLong(), words[1].toDouble(), words[2].toDouble(), words[3].toInt()});
    }
    return reports;
  }
  // Empty where it said none.
  QByteArray sentence() {
    err_ += process_.readAllStandardError();
    const qsizetype at = err_.indexOf("sentence: ");
    return at < 0 ? QByteArray() : err_.mid(at).trimmed();
  }
  QByteArray errors() {
    err_ += process_.readAllStandardError();
    return err_;
  }

 private:
  QProcess process_;
  QByteArray out_, err_;
};

using Ranks = std::vector<std::unique_ptr<RankProcess>>;

// All ranks of one training on this machine.
inline Ranks startRanks(int count, const nlohmann::json& job, const QStringList& more = {}) {
  const int port = freePort();
  Ranks ranks;
  for (int i = 0; i < count; ++i) {
    ranks.push_back(std::make_unique<RankProcess>(
        job, more + QStringList{QString("LACUNA_RANK=%1").arg(i), QString("LACUNA_RANKS=%1").arg(count),
                                QString("LACUNA_MASTER=127.0.0.1:%1").arg(port)}));
  }
  return ranks;
}

}  // namespace lacuna::engine::testing
