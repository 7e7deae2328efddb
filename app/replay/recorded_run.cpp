// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/recorded_run.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>
#include <cmath>

#include "app/window/translate.h"

namespace lacuna::app {
namespace {

// Bytes of a UTF-8 text as UTF-16 units, for places that are asked for in ascending order.
class UnitsOf {
 public:
  explicit UnitsOf(const std::string& text) : text_(text) {}
  int operator()(std::size_t byte) {
    for (; byte_ < std::min(byte, text_.size()); ++byte_) {
      const auto value = static_cast<unsigned char>(text_[byte_]);
      if ((value & 0xC0U) != 0x80U) units_ += value >= 0xF0U ? 2 : 1;
    }
    return units_;
  }

 private:
  const std::string& text_;
  std::size_t byte_ = 0;
  int units_ = 0;
};

quint8 packEntropy(float nats) {
  return static_cast<quint8>(std::lround(std::clamp(std::isfinite(nats) ? nats * 16.0F : 0.0F, 0.0F, 255.0F)));
}

void addThought(storage::RunToken& token, const engine::TracedToken& thought, TokenTexts& texts) {
  token.entropy = packEntropy(thought.entropy);
  token.experts =
      QByteArray(reinterpret_cast<const char*>(thought.experts.data()), static_cast<qsizetype>(thought.experts.size()));
  if (token.settled) return;
  for (const engine::Alternative& other : thought.alternatives) {
    const quint8 probability = storage::packConfidence(other.probability);
    if (probability > 0) token.alternatives.push_back({other.id, probability, texts(other.text)});
  }
}

void addStep(storage::RunFrame& frame, const engine::TracedStep& step, TokenTexts& texts) {
  for (std::size_t c = 0; c < step.tokens.size(); ++c) {
    for (std::size_t g = 0; g < step.tokens[c].size(); ++g) {
      for (std::size_t t = 0; t < step.tokens[c][g].size(); ++t) {
        const auto candidate = static_cast<qsizetype>(c), gap = static_cast<qsizetype>(g);
        if (candidate >= frame.tokens.size() || gap >= frame.tokens[candidate].size()) continue;
        auto& tokens = frame.tokens[candidate][gap];
        if (static_cast<qsizetype>(t) < tokens.size()) {
          addThought(tokens[static_cast<qsizetype>(t)], step.tokens[c][g][t], texts);
        }
      }
    }
  }
  for (const auto& layer : step.expertLoad) frame.expertLoad.push_back({layer.begin(), layer.end()});
  frame.attention = {step.attentionReceived.begin(), step.attentionReceived.end()};
}

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
  UnitsOf units(request.text);
  for (const engine::GapRequest& gap : request.gaps) {
    const int begin = units(gap.begin);
    run.gaps.push_back({begin, units(gap.end)});
  }
  addCandidates(run, result);
  UnitsOf blockUnits(request.text);
  for (std::size_t i = 0; i < result.trajectory.context.size(); ++i) {
    const engine::TextSpan& span = result.trajectory.context[i];
    const int begin = blockUnits(span.begin);
    const quint8 reach = i < result.trajectory.reach.size() ? result.trajectory.reach[i] : quint8{0};
    run.context.push_back({begin, blockUnits(span.end), reach});
  }
  TokenTexts texts;
  QHash<int, const engine::TracedStep*> steps;
  for (const engine::TracedStep& step : result.trajectory.steps) steps.insert(step.step, &step);
  for (storage::RunFrame& frame : frames) {
    if (const engine::TracedStep* step = steps.value(frame.step)) addStep(frame, *step, texts);
  }
  run.trajectory = std::move(frames);
  return run;
}

}  // namespace lacuna::app
