// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/translate.h"

#include <algorithm>

#include "app/window/text_positions.h"

namespace lacuna::app {
namespace {

// One number for a candidate of several gaps: the mean over all its tokens.
float scoreOf(const std::vector<engine::GapFill>& fills) {
  double sum = 0;
  int tokens = 0;
  for (const engine::GapFill& fill : fills) {
    const int weight = std::max(1, fill.lengthTokens);
    sum += static_cast<double>(fill.score) * weight;
    tokens += weight;
  }
  return tokens == 0 ? 0.0F : static_cast<float>(sum / tokens);
}

}  // namespace

engine::InfillRequest toRequest(const ui::InfillAsk& ask) {
  engine::InfillRequest request;
  request.text = ask.text.toStdString();
  const ByteOffsets bytes(ask.text);
  for (const ui::GapAsk& gap : ask.gaps) {
    request.gaps.push_back({bytes.of(gap.begin), bytes.of(gap.end), gap.words, gap.tokens});
  }
  request.candidates = ask.candidates;
  request.steps = ask.steps;
  request.seed = ask.seed;
  request.temperature = ask.temperature;
  request.topP = ask.topP;
  if (!ask.sampler.isEmpty()) request.sampler = ask.sampler.toStdString();
  for (const ui::PinAsk& pin : ask.pins) request.pins.push_back({pin.text.toStdString(), pin.gap, pin.token});
  for (const QString& word : ask.forbidden) request.forbidden.push_back(word.toStdString());
  for (const ui::StrokeAsk& stroke : ask.strokes) {
    request.strength.push_back({bytes.of(stroke.begin), bytes.of(stroke.end), stroke.strength});
  }
  for (const ui::Passage& passage : ask.tagged) {
    request.tagged.push_back({bytes.of(passage.begin), bytes.of(passage.end)});
  }
  for (const ui::BranchAsk& stretch : ask.way) {
    engine::BranchPoint point{stretch.step, stretch.seed, stretch.candidate, {}, {}};
    for (const ui::StepEditAsk& edit : stretch.edits) {
      point.edits.push_back({edit.gap, edit.token, edit.text.toStdString()});
    }
    for (const QString& word : stretch.forbidden) point.forbidden.push_back(word.toStdString());
    request.way.push_back(std::move(point));
  }
  request.firstCandidate = ask.firstCandidate;
  request.ranking = ask.consensus ? engine::Ranking::kConsensus : engine::Ranking::kLikelihood;
  request.trace = true;
  return request;
}

ui::InfillAsk toAsk(const engine::InfillRequest& request) {
  ui::InfillAsk ask;
  ask.text = QString::fromStdString(request.text);
  const UnitOffsets units(ask.text);
  for (const engine::GapRequest& gap : request.gaps)
    ask.gaps.push_back({units.of(gap.begin), units.of(gap.end), gap.words, gap.tokens});
  ask.candidates = request.candidates;
  ask.steps = request.steps;
  ask.seed = request.seed;
  ask.temperature = request.temperature;
  ask.topP = request.topP;
  ask.sampler = QString::fromStdString(request.sampler);
  for (const engine::Pin& pin : request.pins)
    ask.pins.push_back({QString::fromStdString(pin.text), pin.gap, pin.place});
  for (const std::string& word : request.forbidden) ask.forbidden.push_back(QString::fromStdString(word));
  for (const engine::Stroke& stroke : request.strength)
    ask.strokes.push_back({units.of(stroke.begin), units.of(stroke.end), stroke.value});
  for (const engine::TextSpan& passage : request.tagged)
    ask.tagged.push_back({units.of(passage.begin), units.of(passage.end)});
  for (const engine::BranchPoint& point : request.way) {
    ui::BranchAsk stretch{point.step, point.seed, point.candidate, {}};
    for (const engine::StepEdit& edit : point.edits)
      stretch.edits.push_back({edit.gap, edit.token, QString::fromStdString(edit.text)});
    for (const std::string& word : point.forbidden) stretch.forbidden.push_back(QString::fromStdString(word));
    ask.way.push_back(std::move(stretch));
  }
  ask.firstCandidate = request.firstCandidate;
  ask.consensus = request.ranking == engine::Ranking::kConsensus;
  return ask;
}

QString TokenTexts::operator()(const std::string& text) {
  const auto found = known_.find(text);
  if (found != known_.end()) return found->second;
  return known_.emplace(text, QString::fromStdString(text)).first->second;
}

ui::ResultView toResultView(const engine::InfillResult& result, quint64 ask) {
  ui::ResultView view;
  view.ask = ask;
  view.seconds = result.seconds;
  view.cancelled = result.cancelled;
  view.steps = result.steps;
  for (std::size_t i = 0; i < result.candidates.size(); ++i) {
    ui::RunCandidate candidate;
    for (const engine::GapFill& fill : result.candidates[i]) candidate.fills << QString::fromStdString(fill.text);
    candidate.score = static_cast<double>(scoreOf(result.candidates[i]));
    if (i < result.order.size()) candidate.streams = QVector<int>(result.order[i].begin(), result.order[i].end());
    view.candidates.push_back(std::move(candidate));
  }
  return view;
}

}  // namespace lacuna::app
