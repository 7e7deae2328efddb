// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/recorded_run.h"

#include <QJsonObject>

#include "app/window/text_positions.h"
#include "app/window/translate.h"
#include "app/window/translate_run.h"

namespace lacuna::app {
namespace {

void addCandidates(storage::Run& run, const engine::InfillResult& result) {
  const ui::ResultView view = toResultView(result, 0);
  for (const ui::CandidateView& candidate : view.candidates) {
    run.candidates.push_back({candidate.fills, static_cast<double>(candidate.score), candidate.frameIndex});
  }
}

}  // namespace

storage::Run recordedRun(const engine::InfillRequest& request, const engine::InfillResult& result,
                         const engine::ModelInfo& model, storage::Trajectory frames) {
  storage::Run run;
  run.created = QDateTime::currentDateTimeUtc();
  run.model = QString::fromStdString(model.name);
  run.fingerprint = QString::fromStdString(model.fingerprint);
  run.seed = request.seed;
  run.steps = request.steps;
  run.seconds = result.seconds;
  run.request = QJsonObject{{"candidates", request.candidates},
                            {"temperature", static_cast<double>(request.temperature)},
                            {"topP", static_cast<double>(request.topP)},
                            {"sampler", QString::fromStdString(request.sampler)}};
  const QString text = QString::fromStdString(request.text);
  const UnitOffsets units(text);
  for (const engine::GapRequest& gap : request.gaps) run.gaps.push_back({units.of(gap.begin), units.of(gap.end)});
  addCandidates(run, result);
  run.trajectory = std::move(frames);
  run.context = contextOf(result.trajectory, text);
  return run;
}

}  // namespace lacuna::app
