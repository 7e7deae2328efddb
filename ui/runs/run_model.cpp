// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_model.h"

#include <algorithm>

namespace lacuna::ui {
namespace {

int lastStep(const RunView& run) { return std::max(0, static_cast<int>(run.steps.size()) - 1); }

}  // namespace

RunModel::RunModel(QObject* parent) : QObject(parent) {
  connect(&timer_, &QTimer::timeout, this, [this] {
    if (place_.step >= lastStep(run_)) {
      pause();
    } else {
      stepBy(1);
    }
  });
}

int RunModel::stepNumber() const { return place_.step < run_.steps.size() ? run_.steps.at(place_.step).step : 0; }

int RunModel::candidates() const {
  return place_.step < run_.steps.size() ? static_cast<int>(run_.steps.at(place_.step).tokens.size()) : 0;
}

int RunModel::layers() const {
  return place_.step < run_.steps.size() ? static_cast<int>(run_.steps.at(place_.step).expertLoad.size()) : 0;
}

void RunModel::addStep(const InfillAsk& ask, const LiveStep& step) {
  const bool begins = run_.ask != step.ask || !run_.live;
  if (begins) {
    if (run_.ask == step.ask && step.ask != 0) return;  // a late frame of a run that is complete already
    pause();
    run_ = RunView();
    run_.ask = step.ask;
    run_.live = true;
    ranked_ = false;
    run_.item.ask = ask;
    run_.item.ask.text.clear();
    run_.text = ask.text;
    place_ = {};
    other_ = {-1, -1};
    edits_.clear();
    following_ = true;
  }
  if (!run_.steps.isEmpty() && run_.steps.last().step >= step.frame.step) return;
  run_.item.steps = run_.item.ask.steps = step.steps;
  run_.steps.push_back(step.frame);
  if (!step.context.isEmpty()) run_.context = step.context;
  if (following_) place_.step = lastStep(run_);
  place_.candidate = std::clamp(place_.candidate, 0, std::max(0, candidates() - 1));
  stale_ = true;
  if (begins) announce();
}

void RunModel::announce() {
  if (stale_) tellRun();
}

void RunModel::tellRun() {
  stale_ = false;
  Q_EMIT runChanged();
}

void RunModel::endLive(quint64 ask) {
  if (run_.ask != ask || !run_.live) return;
  run_.live = false;
  tellRun();
}

void RunModel::show(const RunView& run) {
  const bool same = (run.ask != 0 && run.ask == run_.ask) || (!run.item.id.isEmpty() && run.item.id == run_.item.id);
  const int number = stepNumber();
  const bool atEnd = !same || place_.step >= lastStep(run_);
  pause();
  run_ = run;
  run_.live = false;
  other_ = {-1, -1};
  edits_.clear();
  place_.step = lastStep(run_);
  if (!atEnd) {
    const auto found = std::find_if(run_.steps.cbegin(), run_.steps.cend(),
                                    [number](const RunFrame& step) { return step.step >= number; });
    if (found != run_.steps.cend()) place_.step = static_cast<int>(found - run_.steps.cbegin());
  }
  if (!same) place_.candidate = 0;
  if (same && !ranked_) {
    for (int i = 0; i < run_.candidates.size(); ++i) {
      if (run_.candidates.at(i).streams.value(0) != place_.candidate) continue;
      place_.candidate = i;
      break;
    }
  }
  ranked_ = true;
  place_.candidate = std::clamp(place_.candidate, 0, std::max(0, candidates() - 1));
  lens_.layer = std::clamp(lens_.layer, 0, std::max(0, layers() - 1));
  tellRun();
}

void RunModel::clear() {
  pause();
  run_ = RunView();
  place_ = {};
  other_ = {-1, -1};
  edits_.clear();
  tellRun();
}

void RunModel::goToStep(int index) {
  announce();
  const int step = std::clamp(index, 0, lastStep(run_));
  following_ = step == lastStep(run_);
  if (step == place_.step) return;
  place_.step = step;
  edits_.clear();
  Q_EMIT placeChanged();
}

void RunModel::goToCandidate(int index) {
  announce();
  const int candidate = std::clamp(index, 0, std::max(0, candidates() - 1));
  if (candidate == place_.candidate) return;
  place_.candidate = candidate;
  edits_.clear();
  Q_EMIT placeChanged();
}

void RunModel::compareWith(const RunPlace& place) {
  if (!any()) return;
  other_ = {std::clamp(place.step, 0, lastStep(run_)), std::clamp(place.candidate, 0, std::max(0, candidates() - 1))};
  Q_EMIT placeChanged();
}

void RunModel::endComparison() {
  if (!comparing()) return;
  other_ = {-1, -1};
  Q_EMIT placeChanged();
}

void RunModel::setLens(const Lens& lens) {
  if (lens == lens_) return;
  lens_ = lens;
  Q_EMIT lensChanged();
}

void RunModel::play(double pace) {
  if (!any()) return;
  if (place_.step >= lastStep(run_)) goToStep(0);
  timer_.start(std::max(1, qRound(1000.0 / std::max(0.1, pace))));
  Q_EMIT playingChanged();
}

void RunModel::pause() {
  if (!timer_.isActive()) return;
  timer_.stop();
  Q_EMIT playingChanged();
}

void RunModel::edit(const StepEditAsk& edit) {
  const auto same = [&edit](const StepEditAsk& e) { return e.gap == edit.gap && e.token == edit.token; };
  edits_.erase(std::remove_if(edits_.begin(), edits_.end(), same), edits_.end());
  edits_.push_back(edit);
  std::sort(edits_.begin(), edits_.end(), [](const StepEditAsk& a, const StepEditAsk& b) {
    return qMakePair(a.gap, a.token) < qMakePair(b.gap, b.token);
  });
  Q_EMIT placeChanged();
}

void RunModel::clearEdits() {
  if (edits_.isEmpty()) return;
  edits_.clear();
  Q_EMIT placeChanged();
}

}  // namespace lacuna::ui
