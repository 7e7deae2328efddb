// SPDX-License-Identifier: GPL-3.0-or-later
// An engine that learns nothing: its training counts steps into a file and reports a loss that falls, as fast as it
// can. What goes wrong in it is said by a test.
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>
#include <cmath>
#include <functional>
#include <map>

#include "engine/session.h"
#include "tests/app/support.h"

namespace lacuna::tests {

struct MadeUpTraining {
  std::int64_t steps = 60;
  std::int64_t checkpointEvery = 10;
  std::int64_t patienceAt = 0;                             // the step at which it ends by itself; 0: it does not
  std::function<void(std::int64_t)> before = [](auto) {};  // of each step; may throw
  std::function<void()> opening = [] {};                   // of a session
  std::vector<std::string> devices{};                      // of each call of train
  std::vector<std::int64_t> began{};                       // the step that each call began at
  int filled = 0;
};

inline constexpr const char* kMadeUpHash = "5ca1ab1e";

class MadeUpSession : public engine::Session {
 public:
  explicit MadeUpSession(MadeUpTraining& training) : training_(training) { info_.device = "made up"; }
  const engine::ModelInfo& model() const override { return info_; }
  engine::InfillResult infill(const engine::InfillRequest& request, const engine::InfillCallbacks&,
                              const engine::CancelFlag& cancel) override {
    engine::InfillResult result;
    if (cancel.load()) {
      result.cancelled = true;
      return result;
    }
    ++training_.filled;
    result.candidates = {{{" " + spoken_ + " says " + std::to_string(request.gaps.front().words) + " words "}}};
    return result;
  }
  void readAhead(const std::string&, const std::vector<engine::GapRequest>&, const engine::ContextCallback&,
                 const engine::CancelFlag&) override {}
  engine::TextScore score(const std::string&, const engine::ContextCallback&, const engine::CancelFlag&) override {
    return {};
  }
  std::size_t countTokens(const std::string& text) const override { return text.size() / 4; }
  std::vector<std::string> samplers() const override { return {}; }
  void speakWith(const std::vector<engine::VoiceBlend>& voices) override {
    spoken_ = "nobody";
    for (const engine::VoiceBlend& voice : voices)
      spoken_ = readFile(QString::fromStdString(voice.folder) + "/voice.safetensors").toStdString();
  }

 private:
  MadeUpTraining& training_;
  engine::ModelInfo info_;
  std::string spoken_ = "nobody";
};

class MadeUpEngine : public engine::Engine {
 public:
  MadeUpTraining training;

  void useBases(const std::vector<std::string>&) override {}
  std::unique_ptr<engine::Session> open(const std::string&) override {
    training.opening();
    return std::make_unique<MadeUpSession>(training);
  }
  void trainTokenizer(const engine::TokenizerJob&) override {}
  void train(const engine::TrainJob& job, const engine::TrainCallback& onProgress,
             const engine::CancelFlag& cancel) override {
    const QString output = QString::fromStdString(job.output);
    const QString checkpoint = output + "/checkpoint.safetensors";
    engine::TrainProgress progress;
    progress.steps = training.steps;
    progress.step = readFile(checkpoint).toLongLong();
    progress.stepLoss = progress.heldOutLoss = std::nan("");
    progress.heldOutBefore = 2.0;
    training.devices.push_back(job.device);
    training.began.push_back(progress.step);
    const auto save = [&](const QString& name) {
      QDir().mkpath(output + "/" + name);
      writeFile(output + "/" + name + "/config.json", "{}");
      writeFile(output + "/" + name + "/voice.safetensors", "step " + QByteArray::number(qlonglong(progress.step)));
    };
    QDir().mkpath(output);
    if (progress.step > 0) {
      progress.note = "Resumed.";
      onProgress(progress);
      progress.note.clear();
    }
    while (progress.step < training.steps && !cancel.load()) {
      training.before(progress.step + 1);
      ++progress.step;
      progress.seconds = static_cast<double>(progress.step);
      progress.tokens = progress.step * 100;
      progress.lossPerCharacter = progress.stepLoss = 2.0 - 0.001 * static_cast<double>(progress.step);
      progress.note.clear();
      progress.expertShares.clear();
      progress.heldOutPerCharacter = std::nan("");
      if (progress.step % training.checkpointEvery == 0) {
        progress.heldOutPerCharacter = progress.bestHeldOut = progress.lossPerCharacter + 0.1;
        progress.expertShares = {{4, {0.5, 0.5}, {0.6, 0.4}}};
        save("model");
        save("best");
        writeFile(checkpoint, QByteArray::number(qlonglong(progress.step)));
        progress.note = "Checkpoint written.";
      }
      onProgress(progress);
      if (job.between) job.between();
      if (progress.step == training.patienceAt) {
        progress.outOfPatience = true;
        break;
      }
    }
    save("model");
    writeFile(checkpoint, QByteArray::number(qlonglong(progress.step)));
    progress.stepLoss = progress.heldOutPerCharacter = std::nan("");
    progress.note = "Ended.";
    onProgress(progress);
  }
  engine::EvalReport evaluate(const engine::EvalJob&, const engine::EvalCallbacks&,
                              const engine::CancelFlag&) override {
    return {};
  }
  engine::AblateReport ablate(const engine::AblateJob&, const engine::AblateCallbacks&,
                              const engine::CancelFlag&) override {
    return {};
  }
  std::vector<engine::DoctorLine> doctor(const std::string&) override { return {}; }
  engine::ModelFile describe(const std::string& path) override {
    engine::ModelFile file;
    file.path = path;
    file.kind = "adapter";
    file.sha256 = kMadeUpHash;
    return file;
  }
  engine::InspectReport inspect(const engine::InspectJob&, const engine::NoteCallback&,
                                const engine::CancelFlag&) override {
    return {};
  }
  engine::BenchReport benchmark(const engine::BenchJob&, const engine::NoteCallback&,
                                const engine::CancelFlag&) override {
    return {};
  }
};

}  // namespace lacuna::tests
