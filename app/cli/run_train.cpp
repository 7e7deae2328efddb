// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <cmath>
#include <cstdio>
#include <optional>

#include "app/cli/exit_codes.h"
#include "app/cli/interrupt.h"
#include "app/cli/run.h"
#include "app/cli/train_line.h"
#include "app/engine/engine_loader.h"
#include "storage/error.h"
#include "storage/training_log.h"

namespace lacuna::app {
namespace {

// The run's figures, in training.sqlite in its folder. A disk that takes no figures is no reason to end a run.
class Record {
 public:
  explicit Record(const std::string& folder) : folder_(QString::fromStdString(folder)) {}

  // Opened with the first figures: then the run has its folder, and nobody else has.
  void add(const engine::TrainProgress& progress) {
    keep([&] {
      if (!begun_) {
        begun_ = true;
        log_.emplace(QDir(folder_).filePath(QStringLiteral("training.sqlite")));
      }
      if (!log_) return;
      const storage::TrainingStep step{progress.step, progress.tokens,  progress.stepLoss,   progress.gradientNorm,
                                       progress.rate, progress.seconds, progress.heldOutLoss};
      if (std::isfinite(progress.stepLoss))
        log_->add(step);
      else if (std::isfinite(progress.heldOutLoss))
        log_->addHeldOut(step);  // after the last step
      int layer = 0;
      for (const auto& [highest, lowest] : progress.experts) log_->addExperts(progress.step, layer++, highest, lowest);
      if (!progress.note.empty()) log_->note(progress.step, QString::fromStdString(progress.note));
    });
  }

 private:
  template <typename Work>
  void keep(Work work) {
    try {
      work();
    } catch (const storage::StorageError& error) {
      log_.reset();
      std::fprintf(stderr, "%s The run goes on; its figures are not kept.\n", error.what());
    }
  }

  QString folder_;
  bool begun_ = false;
  std::optional<storage::TrainingLog> log_;
};

}  // namespace

int runTrain(const TrainOptions& options) {
  return guarded([&] {
    if (options.config.empty() && options.base.empty() && options.over.empty()) {
      std::fputs(
          "lacuna: A training run needs --config, or --base and a pretrained model to adapt, or --over and an "
          "adapter.\n",
          stderr);
      return kExitUsage;
    }
    if (options.tokenizer.empty() && options.from.empty() && options.base.empty() && options.over.empty()) {
      std::fputs("lacuna: A training run needs --tokenizer, --from and a model to begin with, or --base.\n", stderr);
      return kExitUsage;
    }
    engine::TrainJob job;
    job.config = options.config;
    job.data = options.data;
    job.valid = options.valid;
    job.tokenizer = options.tokenizer;
    job.from = options.from;
    job.voiceOver = options.over;
    job.output = options.output;
    job.device = options.device;
    job.budgetMinutes = options.budgetMinutes;
    const engine::CancelFlag& stop = stopOnInterrupt();
    TrainLine line(terminalAt(1));
    Record record(options.output);
    engine::TrainProgress last;
    bool begun = true;
    try {
      engine::Engine& engine = loadEngine();
      if (!options.base.empty()) engine.useBases({options.base});
      engine.train(
          job,
          [&](const engine::TrainProgress& progress) {
            last = progress;
            line.show(progress);
            record.add(progress);
          },
          stop);
    } catch (const engine::Error& error) {
      line.finish();
      if (error.code() != engine::ErrorCode::kCancelled) throw;
      begun = false;
    }
    line.finish();
    if (!begun) {
      complain("Stopped before the first step; the same command begins again.");
      return kExitStopped;
    }
    // Of several ranks the first one speaks, and is stopped where any of them is (docs/distributed.md).
    if (last.steps == 0) return stop.load() ? kExitStopped : kExitDone;
    if (last.step < last.steps && !last.outOfPatience) {
      std::printf("Stopped at step %lld. The state is kept in %s: the same command goes on from there.\n",
                  static_cast<long long>(last.step), options.output.c_str());
      return kExitStopped;
    }
    std::printf("Done: the model is in %s.\n", options.output.c_str());
    return kExitDone;
  });
}

}  // namespace lacuna::app
