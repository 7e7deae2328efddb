// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/cli/exit_codes.h"
#include "app/cli/interrupt.h"
#include "app/cli/run.h"
#include "app/cli/train_line.h"
#include "app/engine/engine_loader.h"

namespace lacuna::app {

int runTrain(const TrainOptions& options) {
  return guarded([&] {
    engine::TrainJob job;
    job.config = options.config;
    job.data = options.data;
    job.valid = options.valid;
    job.tokenizer = options.tokenizer;
    job.output = options.output;
    job.device = options.device;
    job.budgetMinutes = options.budgetMinutes;
    const engine::CancelFlag& stop = stopOnInterrupt();
    TrainLine line(terminalAt(1));
    engine::TrainProgress last;
    try {
      loadEngine().train(
          job,
          [&](const engine::TrainProgress& progress) {
            last = progress;
            line.show(progress);
          },
          stop);
    } catch (const engine::Error& error) {
      line.finish();
      if (error.code() != engine::ErrorCode::kCancelled) throw;
    }
    line.finish();
    if (stop.load() && last.step < last.steps) {
      std::printf("Stopped at step %lld. The state is kept in %s: the same command goes on from there.\n",
                  static_cast<long long>(last.step), options.output.c_str());
      return kExitStopped;
    }
    std::printf("Done: the model is in %s.\n", options.output.c_str());
    return kExitDone;
  });
}

}  // namespace lacuna::app
