// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_controller.h"

#include <algorithm>

#include "storage/candidate_order.h"
#include "ui/gap/gap_sayings.h"

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

void GapController::setFont(const QFont& font) {
  font_ = font;
  for (const auto& run : runs_) run->font = font;
}

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

bool GapController::stands(quint64 ask) const {
  return ask != 0 && std::any_of(runs_.begin(), runs_.end(), [ask](const auto& run) {
           return run->alive() && (run->id == ask || run->ask.from == ask);
         });
}

int GapController::activeNumber() const {
  const GapRun* run = activeRun();
  if (run == nullptr) return 0;
  for (int i = 0; i < run->gaps.size(); ++i)
    if (run->gaps.at(i).hole == active_) return i + 1;
  return 0;
}

void GapController::frame(const FrameView& frame) {
  GapRun* run = runById(frame.ask);
  if (run == nullptr || run->stopping || run->state != GapRun::Sent || !run->alive()) return;
  if (!run->clock.isValid()) {
    run->clock.start();
    run->firstStep = frame.step;
  }
  if (frame.step > run->firstStep && run->clock.elapsed() > 0)
    run->stepMs = static_cast<double>(run->clock.elapsed()) / (frame.step - run->firstStep);
  run->frame = frame;
  run->fresh = true;
  if (!timer_.isActive()) {
    tick();
    timer_.start();
  }
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
  run->ask.text.clear();
  if (result.cancelled || result.candidates.isEmpty() || run->stopping) {
    for (RunGap& g : run->gaps)
      if (g.hole != 0) closeGap(*run, g, true);
  } else {
    run->candidate = 0;
    if (run->chosen) {
      const int gap = runOf(active_) == run ? activeNumber() - 1 : 0;
      for (int i = 0; i < result.candidates.size(); ++i)
        if (result.candidates.at(i).streams.value(gap) == run->shown) run->candidate = i;
    }
    if (run->draft == 0) {
      if (run->fresh) run->applyFrame(motion_);
    }
    run->fresh = false;
    run->frame.tokens = storage::inCandidateOrder(run->frame.tokens, streamsOf(result.candidates));
    run->settle();
    if (run->draft == 0) {
      run->applyCandidate(motion_);
      refresh(*run);
    }
    chosen_ = {};
    timer_.start();
    Q_EMIT spoken(sayCandidate(*run, runOf(active_) == run ? activeNumber() - 1 : 0));
  }
  finishIfOver(id);
  Q_EMIT changed();
  sendNext();
}

bool GapController::unavailable() {
  if (whyNot_.isEmpty()) return false;
  Q_EMIT sentence(whyNot_);
  return true;
}

void GapController::fail(const QString& sentence) {
  ready_ = false;
  whyNot_ = sentence;
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
  document_.together([&] {
    for (const RunGap& g : std::as_const(run.gaps))
      if (g.hole != 0) document_.setHoleText(g.hole, textOf(g.tokens));
  });
}

void GapController::flush() { tick(); }

void GapController::tick() {
  // Ink that only dries is drawn at half the pace: the engine needs the cores more than the eye needs the frames.
  constexpr qint64 kInkMs = 28;
  const auto waits = [](const GapRun& run) { return run.fresh && run.draft == 0 && !run.held; };
  const bool fresh = std::any_of(runs_.begin(), runs_.end(), [&waits](const auto& run) { return waits(*run); });
  if (!fresh && sinceTick_.isValid() && sinceTick_.elapsed() < kInkMs) return;
  const qreal seconds = sinceTick_.isValid() ? qBound(0.0, static_cast<qreal>(sinceTick_.elapsed()) / 1000.0, 0.1) : 0;
  sinceTick_.start();
  bool moving = false;
  const auto advance = [&] {
    for (const auto& run : runs_) {
      if (!run->alive()) continue;
      if (waits(*run)) {
        run->applyFrame(motion_);
        refresh(*run);
      }
      if (motion_ && run->advance(seconds)) moving = true;
    }
  };
  if (fresh) {
    document_.together(advance);
    Q_EMIT stepped();
    return;
  }
  advance();
  if (moving) {
    Q_EMIT inkChanged();
  } else {
    timer_.stop();
    sinceTick_.invalidate();
  }
}

QVector<InkSpan> GapController::spans() const {
  QVector<InkSpan> spans;
  const QVector<GapWord> chosen = chosen_.any() ? words() : QVector<GapWord>();
  for (const auto& run : runs_) {
    for (const RunGap& g : run->gaps) {
      const PageDocument::Hole* hole = g.hole != 0 ? document_.hole(g.hole) : nullptr;
      if (hole == nullptr) continue;
      QStringList texts;
      for (const PageToken& t : g.tokens) texts << t.text;
      const QVector<QPair<int, int>> pinned =
          g.pins.isEmpty() || run->draft > 0 ? QVector<QPair<int, int>>() : pinnedRanges(texts, g.pins);
      QPair<int, int> picked{0, 0};
      const auto [from, to] = std::minmax(chosen_.first, chosen_.last);
      if (g.hole == active_ && from >= 0 && to < chosen.size()) picked = {chosen.at(from).begin, chosen.at(to).end};
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
        s.stretch = motion_ ? t.stretch : 0;
        s.settled = t.settled;
        s.veiled = !t.shown;
        s.taken = run->state == GapRun::Done && run->draft == 0 && !run->held;
        s.chosen = s.begin < hole->viewBegin + picked.second && s.end > hole->viewBegin + picked.first;
        for (const QPair<int, int>& p : pinned) {
          if (s.begin >= hole->viewBegin + p.second || s.end <= hole->viewBegin + p.first) continue;
          s.pinBegin = hole->viewBegin + p.first;
          s.pinEnd = hole->viewBegin + p.second;
        }
        if (s.end > s.begin) spans.push_back(s);
      }
    }
  }
  std::sort(spans.begin(), spans.end(), [](const InkSpan& a, const InkSpan& b) { return a.begin < b.begin; });
  return spans;
}

}  // namespace lacuna::ui
