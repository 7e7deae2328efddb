// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_showing.h"

#include <algorithm>

#include "storage/candidate_order.h"
#include "ui/gap/gap_sayings.h"

namespace lacuna::ui {

GapShowing::GapShowing(GapQueue& queue) : queue_(queue) {
  timer_.setInterval(kTick);
  connect(&timer_, &QTimer::timeout, this, &GapShowing::tick);
}

void GapShowing::setFont(const QFont& font) {
  font_ = font;
  for (const auto& run : queue_.runs()) run->font = font;
}

void GapShowing::frame(const FrameView& frame) {
  GapRun* run = queue_.byId(frame.ask);
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
    wake();
  }
}

void GapShowing::contextProgress(quint64 ask, qint64 done, qint64 total) {
  GapRun* run = queue_.byId(ask);
  if (run == nullptr) return;
  run->contextDone = done;
  run->contextTotal = total;
  Q_EMIT told_.changed();
}

void GapShowing::result(const ResultView& result) {
  GapRun* run = queue_.byId(result.ask);
  if (run == nullptr || run->state == GapRun::Done) return;
  const quint64 id = run->id;
  run->result = result;
  run->state = GapRun::Done;
  run->ask.text.clear();
  if (result.cancelled || result.candidates.isEmpty() || run->stopping) {
    queue_.closeAll(*run);
  } else {
    run->candidate = 0;
    if (run->chosen) {
      const int gap = queue_.activeRun() == run ? queue_.activeNumber() - 1 : 0;
      for (int i = 0; i < result.candidates.size(); ++i)
        if (result.candidates.at(i).streams.value(gap) == run->shown) run->candidate = i;
    }
    if (run->draft == 0 && run->fresh) run->applyFrame(motion_);
    run->fresh = false;
    run->frame.tokens = storage::inCandidateOrder(run->frame.tokens, streamsOf(result.candidates));
    run->settle();
    if (run->draft == 0) {
      run->applyCandidate(motion_);
      refresh(*run);
    }
    queue_.setChosen({});
    wake();
    Q_EMIT told_.spoken(sayCandidate(*run, queue_.activeRun() == run ? queue_.activeNumber() - 1 : 0));
  }
  queue_.finishIfOver(id);
  Q_EMIT told_.changed();
  queue_.sendNext();
}

void GapShowing::step(int by) {
  const GapRun* run = queue_.activeRun();
  if (run == nullptr) return;
  const int count =
      static_cast<int>(run->state == GapRun::Done ? run->result.candidates.size() : run->frame.tokens.size());
  if (count == 0) return;
  if (run->begun && run->openGaps() == 1) {
    Q_EMIT told_.sentence(tr("Words of this candidate are taken already: Enter takes the rest, Esc leaves it."));
    return;
  }
  const int now = run->state == GapRun::Done ? run->candidate : run->shown;
  choose(((now + by) % count + count) % count);
}

void GapShowing::choose(int index) {
  GapRun* run = queue_.latestRun();
  if (run == nullptr || index < 0) return;
  dropDraft();
  queue_.setChosen({});
  if (run->state == GapRun::Done) {
    if (index >= run->result.candidates.size()) return;
    run->candidate = index;
    run->applyCandidate(motion_);
    Q_EMIT told_.spoken(sayCandidate(*run, std::max(0, queue_.activeNumber() - 1)));
  } else {
    if (index >= run->frame.tokens.size()) return;
    run->shown = index;
    run->chosen = true;
    run->applyFrame(motion_);
  }
  refresh(*run);
  wake();
  Q_EMIT told_.changed();
}

void GapShowing::dropDraft() {
  GapRun* run = queue_.activeRun();
  RunGap* gap = queue_.activeGap();
  if (run == nullptr || gap == nullptr || run->draft == 0) return;
  run->draft = 0;
  if (run->state == GapRun::Done) {
    run->applyCandidate(motion_);
  } else {
    gap->tokens = waitingTokens(gap->words);
    if (run->frame.step > 0) run->applyFrame(motion_);
  }
  refresh(*run);
  wake();
  Q_EMIT told_.changed();
}

void GapShowing::refresh(const GapRun& run) {
  document_.together([&] {
    for (const RunGap& g : std::as_const(run.gaps))
      if (g.hole != 0) document_.setHoleText(g.hole, textOf(g.tokens));
  });
}

void GapShowing::tick() {
  // Ink that only dries is drawn at half the pace: the engine needs the cores more than the eye needs the frames.
  constexpr qint64 kInkMs = 28;
  const auto waits = [](const GapRun& run) { return run.fresh && run.draft == 0 && !run.held; };
  const bool fresh =
      std::any_of(queue_.runs().cbegin(), queue_.runs().cend(), [&waits](const auto& run) { return waits(*run); });
  if (!fresh && sinceTick_.isValid() && sinceTick_.elapsed() < kInkMs) return;
  const qreal seconds = sinceTick_.isValid() ? qBound(0.0, static_cast<qreal>(sinceTick_.elapsed()) / 1000.0, 0.1) : 0;
  sinceTick_.start();
  bool moving = false;
  const auto advance = [&] {
    for (const auto& run : queue_.runs()) {
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
    Q_EMIT told_.stepped();
    return;
  }
  advance();
  if (moving) {
    Q_EMIT told_.inkChanged();
  } else {
    timer_.stop();
    sinceTick_.invalidate();
  }
}

// --- What the run panel shows in the gaps ---------------------------------------------------------------------

bool GapShowing::showStep(quint64 ask, const FrameView& step, int candidate) {
  GapRun* run = queue_.byId(ask);
  if (run == nullptr || !run->alive() || run->stopping || run->draft > 0) return false;
  run->applyStep(step, candidate);
  refresh(*run);
  return true;
}

void GapShowing::showLatest(quint64 ask) {
  GapRun* run = queue_.byId(ask);
  if (run == nullptr || !run->alive() || !run->held) return;
  run->held = false;
  if (run->state == GapRun::Done) {
    run->applyCandidate(false);
  } else {
    run->applyFrame(false);
  }
  refresh(*run);
  wake();
}

void GapShowing::showLens(quint64 ask, const QVector<QVector<InkLens>>& lens) {
  GapRun* run = queue_.byId(ask);
  if (run == nullptr || (run->lens.isEmpty() && lens.isEmpty())) return;
  run->lens = lens;
  if (!run->fresh) Q_EMIT told_.inkChanged();  // else it comes with the frame
}

int GapShowing::addCandidate(quint64 ask, const CandidateView& candidate, const FrameView& last) {
  GapRun* run = queue_.byId(ask);
  if (run == nullptr || !run->alive() || run->state != GapRun::Done || run->begun || last.tokens.isEmpty()) return -1;
  // The last frame may have been dropped: then it holds nothing.
  run->frame.tokens.resize(run->result.candidates.size());
  run->frame.tokens.push_back(last.tokens.first());
  run->result.candidates.push_back(candidate);
  run->settle();
  run->candidate = static_cast<int>(run->result.candidates.size()) - 1;
  run->applyCandidate(false);
  refresh(*run);
  Q_EMIT told_.changed();
  return run->candidate;
}

// --- The ink --------------------------------------------------------------------------------------------------

QPair<int, int> GapShowing::chosenLetters() const {
  const WordRange chosen = queue_.chosen();
  const QVector<GapWord> words = chosen.any() ? queue_.activeWords() : QVector<GapWord>();
  const auto [from, to] = std::minmax(chosen.first, chosen.last);
  if (from < 0 || to >= words.size()) return {0, 0};
  return {words.at(from).begin, words.at(to).end};
}

QVector<InkSpan> GapShowing::spans() const {
  QVector<InkSpan> spans;
  const QPair<int, int> chosen = chosenLetters();
  for (const auto& run : queue_.runs()) {
    for (const RunGap& g : run->gaps) {
      const PageDocument::Hole* hole = g.hole != 0 ? document_.hole(g.hole) : nullptr;
      if (hole == nullptr) continue;
      QStringList texts;
      for (const PageToken& t : g.tokens) texts << t.text;
      const QVector<QPair<int, int>> pinned =
          g.pins.isEmpty() || run->draft > 0 ? QVector<QPair<int, int>>() : pinnedRanges(texts, g.pins);
      const QPair<int, int> picked = g.hole == queue_.activeHole() ? chosen : QPair<int, int>{0, 0};
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
