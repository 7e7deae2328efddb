// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/recorded_run.h"

#include "app/window/translate.h"
#include "app/window/translate_run.h"
#include "storage/trajectory.h"

namespace lacuna::app {

storage::Run recordedRun(const engine::InfillRequest& request, const engine::InfillResult& result,
                         const engine::ModelInfo& model, storage::Trajectory frames) {
  const ui::InfillAsk ask = toAsk(request);
  storage::Run run = toRun(ask, toResultView(result, 0), model);
  run.created = QDateTime::currentDateTimeUtc();
  run.trajectory = std::move(frames);
  storage::orderCandidates(&run);
  run.context = contextOf(result.trajectory, ask.text);
  return run;
}

}  // namespace lacuna::app
