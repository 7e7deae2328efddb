// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/gap_controller.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <algorithm>

namespace lacuna::ui {

GapController::GapController(PageDocument& document, QObject* parent) : QObject(parent), document_(document) {
  timer_.setInterval(kTick);
  connect(&timer_, &QTimer::timeout, this, &GapController::tick);
  // An edit or an undo reached the gap: its text is back already.
  connect(&document_, &PageDocument::holeClosed, this, [this](int hole) {
    GapRun* run = runOf(hole);
    RunGap* gap = gapOf(hole);
    if (run != nullptr && gap != nullptr) {
      closeGap(*run, *gap, false);
      finishIfOver(run->id);
    }
  });
}

GapController::~GapController() = default;

GapRun* GapController::runOf(int hole) {
  if (hole == 0) return nullptr;
  for (const auto& run : runs_)
    for (const RunGap& g : run->gaps)
      if (g.hole == hole) return run.get();
  return nullptr;
}

RunGap* GapController::gapOf(int hole) {
  GapRun* run = runOf(hole);
  if (run == nullptr) return nullptr;
  return &*std::find_if(run->gaps.begin(), run->gaps.end(), [hole](const RunGap& g) { return g.hole == hole; });
}

GapRun* GapController::runById(quint64 id) {
  for (const auto& run : runs_)
    if (run->id == id) return run.get();
  return nullptr;
}

const GapRun* GapController::activeRun() const { return const_cast<GapController*>(this)->runOf(active_); }

const GapRun* GapController::latestRun() const {
  if (const GapRun* run = activeRun()) return run;
  for (auto it = runs_.rbegin(); it != runs_.rend(); ++it)
    if ((*it)->alive()) return it->get();
  return nullptr;
}

int GapController::activeNumber() const {
  const GapRun* run = activeRun();
  if (run == nullptr) return 0;
  for (int i = 0; i < run->gaps.size(); ++i)
    if (run->gaps.at(i).hole == active_) return i + 1;
  return 0;
}

bool GapController::ask(const QVector<GapAsk>& gaps) {
  auto run = std::make_unique<GapRun>();
  // Ids stay unique over restarts of the program, since runs are kept on disk.
  const quint64 now = static_cast<quint64>(QDateTime::currentMSecsSinceEpoch());
  lastId_ = std::max(lastId_ + 1, now);
  run->id = lastId_;
  run->ask.id = run->id;
  run->ask.candidates = options_.candidates;
  run->ask.steps = options_.steps;
  run->ask.temperature = options_.temperature;
  run->ask.topP = options_.topP;
  run->ask.seed = options_.seed != 0 ? options_.seed : QRandomGenerator::global()->bounded(1U, 2000000000U);
  for (const GapAsk& g : gaps) {
    RunGap gap;
    gap.words = g.words;
    const int hidden = countWords(QStringView(document_.manuscript().text()).mid(g.begin, g.end - g.begin));
    gap.tokens = waitingTokens(g.words > 0 ? g.words : hidden);
    gap.hole = document_.openHole(g.begin, g.end, textOf(gap.tokens));
    if (gap.hole != 0) run->gaps.push_back(gap);
  }
  if (run->gaps.isEmpty()) return false;
  active_ = run->gaps.first().hole;
  mode_ = true;
  runs_.push_back(std::move(run));
  if (!ready_) Q_EMIT sentence(tr("The model is still loading; the gap starts as soon as it is ready."));
  Q_EMIT activeChanged(active_);
  Q_EMIT inkChanged();
  Q_EMIT changed();
  sendNext();
  return true;
}

bool GapController::askAgain() {
  GapRun* run = runOf(active_);
  if (run == nullptr || run->state != GapRun::Done || run->taken >= 0) return false;
  QVector<GapAsk> gaps;
  for (const RunGap& g : std::as_const(run->gaps))
    if (const PageDocument::Hole* hole = document_.hole(g.hole)) gaps.push_back({hole->begin, hole->end(), g.words});
  const QVector<RunGap> old = run->gaps;
  const quint64 id = run->id;
  for (RunGap& g : run->gaps)
    if (g.hole != 0) closeGap(*run, g, true);
  finishIfOver(id);
  return ask(gaps);
}

void GapController::setReady(bool ready) {
  ready_ = ready;
  if (ready) sendNext();
}

// One ask at a time is with the engine; its answer may change what the next one sees.
void GapController::sendNext() {
  if (!ready_) return;
  for (const auto& run : runs_)
    if (run->state == GapRun::Sent && !run->stopping) return;
  for (const auto& run : runs_) {
    if (run->state != GapRun::Queued || !run->alive()) continue;
    send(*run);
    return;
  }
}

void GapController::send(GapRun& run) {
  // Gaps that were left while the ask waited are no part of it.
  run.gaps.erase(std::remove_if(run.gaps.begin(), run.gaps.end(), [](const RunGap& g) { return g.hole == 0; }),
                 run.gaps.end());
  std::sort(run.gaps.begin(), run.gaps.end(), [this](const RunGap& a, const RunGap& b) {
    return document_.hole(a.hole)->begin < document_.hole(b.hole)->begin;
  });
  run.ask.text = document_.manuscript().text();
  run.ask.gaps.clear();
  for (const RunGap& g : std::as_const(run.gaps)) {
    const PageDocument::Hole* hole = document_.hole(g.hole);
    run.ask.gaps.push_back({hole->begin, hole->end(), g.words});
  }
  run.state = GapRun::Sent;
  Q_EMIT infillRequested(run.ask);
  run.ask.text.clear();  // a long manuscript is not kept twice
  Q_EMIT changed();
}

void GapController::frame(const FrameView& frame) {
  GapRun* run = runById(frame.ask);
  if (run == nullptr || run->stopping || run->state != GapRun::Sent || !run->alive()) return;
  if (!run->clock.isValid()) run->clock.start();
  if (frame.step > 0 && run->clock.elapsed() > 0)
    run->stepMs = static_cast<double>(run->clock.elapsed()) / std::max(1, frame.step);
  run->frame = frame;
  run->fresh = true;
  noteCurve(*run);
  if (!timer_.isActive()) {
    tick();
    timer_.start();
  }
}

void GapController::noteCurve(GapRun& run) {
  int settled = 0;
  int all = 0;
  double doubt = 0;
  if (run.shown < run.frame.tokens.size()) {
    for (const auto& gap : run.frame.tokens.at(run.shown)) {
      for (const TokenView& t : gap) {
        ++all;
        settled += t.settled ? 1 : 0;
        doubt += t.settled ? 0.0 : 1.0 - static_cast<double>(t.confidence);
      }
    }
  }
  if (all == 0) return;
  run.settledCurve.push_back(static_cast<float>(settled) / static_cast<float>(all));
  run.doubtCurve.push_back(static_cast<float>(doubt / all));
}

void GapController::contextProgress(quint64 ask, qint64 done, qint64 total) {
  GapRun* run = runById(ask);
  if (run == nullptr) return;
  run->contextDone = done;
  run->contextTotal = total;
  Q_EMIT changed();
}

void GapController::result(const ResultView& result) {
  GapRun* run = runById(result.ask);
  if (run == nullptr || run->state == GapRun::Done) return;
  const quint64 id = run->id;
  run->result = result;
  run->state = GapRun::Done;
  if (result.cancelled || result.candidates.isEmpty() || run->stopping) {
    for (RunGap& g : run->gaps)
      if (g.hole != 0) closeGap(*run, g, true);
  } else {
    run->candidate = 0;
    if (run->chosen) {
      for (int i = 0; i < result.candidates.size(); ++i)
        if (result.candidates.at(i).frameIndex == run->shown) run->candidate = i;
    }
    if (run->fresh) run->applyFrame(motion_);
    run->applyCandidate(motion_);
    refresh(*run);
    timer_.start();
  }
  finishIfOver(id);
  Q_EMIT changed();
  sendNext();
}

void GapController::fail() {
  ready_ = false;
  std::vector<quint64> ids;
  for (const auto& run : runs_) ids.push_back(run->id);
  for (const quint64 id : ids) {
    GapRun* run = runById(id);
    if (run == nullptr || run->state == GapRun::Done) continue;
    const bool asked = run->state == GapRun::Sent;
    run->state = asked ? GapRun::Done : GapRun::Queued;
    for (RunGap& g : run->gaps)
      if (g.hole != 0) closeGap(*run, g, true);
    finishIfOver(id);
  }
  Q_EMIT changed();
}

void GapController::refresh(GapRun& run) {
  for (const RunGap& g : std::as_const(run.gaps))
    if (g.hole != 0) document_.setHoleText(g.hole, textOf(g.tokens));
  Q_EMIT inkChanged();
}

void GapController::flush() { tick(); }

void GapController::tick() {
  // Ink that only dries is drawn at half the pace: the engine needs the cores more than the eye needs the frames.
  constexpr qint64 kInkMs = 28;
  const bool fresh = std::any_of(runs_.begin(), runs_.end(), [](const auto& run) { return run->fresh && !run->held; });
  if (!fresh && sinceTick_.isValid() && sinceTick_.elapsed() < kInkMs) return;
  const qreal seconds = sinceTick_.isValid() ? qBound(0.0, static_cast<qreal>(sinceTick_.elapsed()) / 1000.0, 0.1) : 0;
  sinceTick_.start();
  bool moving = false;
  bool shown = false;
  for (const auto& run : runs_) {
    if (!run->alive()) continue;
    if (run->fresh && !run->held) {
      run->applyFrame(motion_);
      refresh(*run);
      shown = true;
    }
    if (motion_ && run->advance(seconds)) moving = true;
  }
  if (moving || shown) Q_EMIT inkChanged();
  if (shown) Q_EMIT changed();
  if (!moving && !shown) {
    timer_.stop();
    sinceTick_.invalidate();
  }
}

QVector<InkSpan> GapController::spans() const {
  QVector<InkSpan> spans;
  for (const auto& run : runs_) {
    for (const RunGap& g : run->gaps) {
      const PageDocument::Hole* hole = g.hole != 0 ? document_.hole(g.hole) : nullptr;
      if (hole == nullptr) continue;
      int at = hole->viewBegin;
      const auto number = &g - run->gaps.data();
      const QVector<InkLens> lens = run->lens.value(number);
      const bool lensed = lens.size() == g.tokens.size();
      for (qsizetype k = 0; k < g.tokens.size(); ++k) {
        const PageToken& t = g.tokens.at(k);
        InkSpan s;
        if (lensed) s.lens = lens.at(k);
        s.begin = at;
        s.end = at = std::min(at + static_cast<int>(t.text.size()), hole->viewEnd());
        s.ink = t.ink;
        s.flip = t.flip;
        s.settled = t.settled;
        s.veiled = !t.shown;
        s.taken = run->state == GapRun::Done;
        if (s.end > s.begin) spans.push_back(s);
      }
    }
  }
  std::sort(spans.begin(), spans.end(), [](const InkSpan& a, const InkSpan& b) { return a.begin < b.begin; });
  return spans;
}

}  // namespace lacuna::ui
