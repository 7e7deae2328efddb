// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_showing.h"

#include <algorithm>

#include "ui/gap/gap_sayings.h"

namespace lacuna::ui {

GapShowing::GapShowing(GapQueue& queue) : queue_(queue) {
  timer_.setInterval(kTick);
  connect(&timer_, &QTimer::timeout, this, &GapShowing::tick);
}

void GapShowing::setFont(const QFont& font) {
  font_ = font;
  for (const auto& run : queue_.runs()) run->setFont(font);
}

void GapShowing::frame(const LiveStep& frame) {
  GapRun* run = queue_.byId(frame.ask);
  if (run == nullptr || run->stopping() || run->state() != GapRun::Sent || !run->alive()) return;
  run->receive(frame);
  if (!timer_.isActive()) {
    tick();
    wake();
  }
}

void GapShowing::contextProgress(quint64 ask, qint64 done, qint64 total) {
  GapRun* run = queue_.byId(ask);
  if (run == nullptr) return;
  run->noteContext(done, total);
  Q_EMIT told_.changed();
}

void GapShowing::result(const ResultView& result) {
  GapRun* run = queue_.byId(result.ask);
  if (run == nullptr || run->state() == GapRun::Done) return;
  const quint64 id = run->id();
  const int gap = queue_.activeRun() == run ? queue_.activeNumber() - 1 : 0;
  run->finish(result, gap, motion_);
  if (result.cancelled || result.candidates.isEmpty() || run->stopping()) {
    queue_.closeAll(*run);
  } else {
    if (run->draft() == 0) refresh(*run);
    queue_.setChosen({});
    wake();
    Q_EMIT told_.spoken(sayCandidate(*run, gap));
  }
  queue_.finishIfOver(id);
  Q_EMIT told_.changed();
  queue_.sendNext();
}

void GapShowing::step(int by) {
  const GapRun* run = queue_.activeRun();
  if (run == nullptr) return;
  const int count = run->candidates();
  if (count == 0) return;
  if (run->onlyRest()) {
    Q_EMIT told_.sentence(tr("Words of this candidate are taken already: Enter takes the rest, Esc leaves it."));
    return;
  }
  const int now = run->state() == GapRun::Done ? run->candidate() : run->shown();
  choose(((now + by) % count + count) % count);
}

void GapShowing::choose(int index) {
  GapRun* run = queue_.latestRun();
  if (run == nullptr || index < 0) return;
  dropDraft();
  queue_.setChosen({});
  if (!run->choose(index, motion_)) return;
  if (run->state() == GapRun::Done) Q_EMIT told_.spoken(sayCandidate(*run, std::max(0, queue_.activeNumber() - 1)));
  refresh(*run);
  wake();
  Q_EMIT told_.changed();
}

void GapShowing::dropDraft() {
  GapRun* run = queue_.activeRun();
  if (run == nullptr || run->draft() == 0) return;
  run->dropDraft(queue_.activeHole(), motion_);
  refresh(*run);
  wake();
  Q_EMIT told_.changed();
}

void GapShowing::refresh(const GapRun& run) {
  document_.together([&] {
    for (const RunGap& g : run.gaps())
      if (g.hole != 0) document_.setHoleText(g.hole, textOf(g.tokens));
  });
}

void GapShowing::tick() {
  // Ink that only dries is drawn at half the pace: the engine needs the cores more than the eye needs the frames.
  constexpr qint64 kInkMs = 28;
  const bool fresh =
      std::any_of(queue_.runs().cbegin(), queue_.runs().cend(), [](const auto& run) { return run->waits(); });
  if (!fresh && sinceTick_.isValid() && sinceTick_.elapsed() < kInkMs) return;
  const qreal seconds = sinceTick_.isValid() ? qBound(0.0, static_cast<qreal>(sinceTick_.elapsed()) / 1000.0, 0.1) : 0;
  sinceTick_.start();
  bool moving = false;
  const auto advance = [&] {
    for (const auto& run : queue_.runs()) {
      if (!run->alive()) continue;
      if (run->waits()) {
        run->showFrame(motion_);
        refresh(*run);
      }
      if (motion_ && run->dry(seconds)) moving = true;
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

bool GapShowing::showStep(quint64 ask, const RunFrame& step, int candidate) {
  GapRun* run = queue_.byId(ask);
  if (run == nullptr || !run->alive() || run->stopping() || run->draft() > 0) return false;
  run->hold(step, candidate);
  refresh(*run);
  return true;
}

void GapShowing::showLatest(quint64 ask) {
  GapRun* run = queue_.byId(ask);
  if (run == nullptr || !run->alive() || !run->held()) return;
  run->release();
  refresh(*run);
  wake();
}

void GapShowing::showLens(quint64 ask, const QVector<QVector<InkLens>>& lens) {
  GapRun* run = queue_.byId(ask);
  if (run == nullptr || (run->lens().isEmpty() && lens.isEmpty())) return;
  run->setLens(lens);
  if (!run->fresh()) Q_EMIT told_.inkChanged();  // else it comes with the frame
}

int GapShowing::addCandidate(quint64 ask, const RunCandidate& candidate, const RunFrame& last, const InfillAsk& from) {
  GapRun* run = queue_.byId(ask);
  const int index = run != nullptr && run->alive() ? run->addCandidate(candidate, last, from) : -1;
  if (index < 0) return index;
  refresh(*run);
  Q_EMIT told_.changed();
  return index;
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
    for (const RunGap& g : run->gaps()) {
      const PageDocument::Hole* hole = g.hole != 0 ? document_.hole(g.hole) : nullptr;
      if (hole == nullptr) continue;
      const QVector<QPair<int, int>> pinned =
          g.pins.isEmpty() || run->draft() > 0 ? QVector<QPair<int, int>>() : pinnedRanges(textsOf(g.tokens), g.pins);
      const QPair<int, int> picked = g.hole == queue_.activeHole() ? chosen : QPair<int, int>{0, 0};
      int at = hole->viewBegin;
      const auto number = &g - run->gaps().constData();
      const QVector<InkLens> lens = run->lens().value(number);
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
        s.taken = run->state() == GapRun::Done && run->draft() == 0 && !run->held();
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
