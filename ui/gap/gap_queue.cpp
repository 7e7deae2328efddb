// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_queue.h"

#include <algorithm>

namespace lacuna::ui {
GapRun* GapQueue::runOf(int hole) const {
  for (const auto& run : runs_)
    if (run->gap(hole) != nullptr) return run.get();
  return nullptr;
}

const RunGap* GapQueue::activeGap() const {
  const GapRun* run = activeRun();
  return run == nullptr ? nullptr : run->gap(active_);
}

GapWants* GapQueue::activeWants() const {
  GapRun* run = activeRun();
  return run == nullptr ? nullptr : run->wants(active_);
}

GapRun* GapQueue::byId(quint64 id) const {
  for (const auto& run : runs_)
    if (run->id() == id) return run.get();
  return nullptr;
}

GapRun* GapQueue::latestRun() const {
  if (GapRun* run = activeRun()) return run;
  for (auto it = runs_.rbegin(); it != runs_.rend(); ++it)
    if ((*it)->alive()) return it->get();
  return nullptr;
}

bool GapQueue::stands(quint64 ask) const {
  return ask != 0 && std::any_of(runs_.begin(), runs_.end(), [ask](const auto& run) {
           return run->alive() && (run->id() == ask || run->ask().from == ask);
         });
}

int GapQueue::activeNumber() const {
  const GapRun* run = activeRun();
  if (run == nullptr) return 0;
  for (int i = 0; i < run->gaps().size(); ++i)
    if (run->gaps().at(i).hole == active_) return i + 1;
  return 0;
}

QVector<GapWord> GapQueue::activeWords() const {
  const GapRun* run = activeRun();
  return run == nullptr ? QVector<GapWord>() : wordsOf(run->pieces(activeNumber() - 1));
}

void GapQueue::setKeys(int hole, bool mode) {
  active_ = hole;
  if (mode_ == (mode && hole != 0)) return;
  mode_ = !mode_;
  Q_EMIT told_.gapModeChanged(mode_);
}

void GapQueue::add(std::unique_ptr<GapRun> run) {
  runs_.push_back(std::move(run));
  chosen_ = {};
  if (activeRun() != runs_.back().get()) active_ = runs_.back()->gaps().first().hole;
  setKeys(active_, true);
}

void GapQueue::close(GapRun& run, int hole, bool restore) {
  run.closeGap(hole);
  if (restore) document_.closeHole(hole);
  if (active_ == hole) {
    chosen_ = {};
    const QVector<RunGap>& gaps = run.gaps();
    const auto next = std::find_if(gaps.begin(), gaps.end(), [](const RunGap& g) { return g.hole != 0; });
    setKeys(next != gaps.end() ? next->hole : 0, mode_);
    Q_EMIT told_.activeChanged(active_);
  }
  Q_EMIT told_.inkChanged();
}

void GapQueue::closeAll(GapRun& run) {
  for (int g = 0; g < run.gaps().size(); ++g)
    if (const int hole = run.gaps().at(g).hole; hole != 0) close(run, hole, true);
}

void GapQueue::stop(GapRun& run) {
  if (run.stop()) Q_EMIT told_.stopRequested(run.id());
}

void GapQueue::finishIfOver(quint64 id) {
  GapRun* run = byId(id);
  if (run == nullptr || run->alive()) return;
  if (run->state() == GapRun::Sent) {
    stop(*run);
    sendNext();
    return;
  }
  const bool asked = run->state() == GapRun::Done;
  const int taken = run->taken();
  runs_.erase(std::find_if(runs_.begin(), runs_.end(), [id](const auto& r) { return r->id() == id; }));
  if (asked) Q_EMIT told_.runFinished(id, taken);
  Q_EMIT told_.changed();
}

void GapQueue::setReady(bool ready) {
  ready_ = ready;
  whyNot_.clear();
  if (ready) sendNext();
}

bool GapQueue::unavailable() {
  if (whyNot_.isEmpty()) return false;
  Q_EMIT told_.sentence(whyNot_);
  return true;
}

void GapQueue::fail(const QString& sentence) {
  ready_ = false;
  whyNot_ = sentence;
  std::vector<quint64> ids;
  for (const auto& run : runs_) ids.push_back(run->id());
  for (const quint64 id : ids) {
    GapRun* run = byId(id);
    if (run == nullptr || run->state() == GapRun::Done) continue;
    run->fail();
    closeAll(*run);
    finishIfOver(id);
  }
  Q_EMIT told_.changed();
}

void GapQueue::sendNext() {
  if (!ready_) return;
  for (const auto& run : runs_)
    if (run->state() == GapRun::Sent && !run->stopping()) return;
  for (const auto& run : runs_) {
    if (run->state() != GapRun::Queued || !run->alive()) continue;
    send(*run);
    return;
  }
}

void GapQueue::send(GapRun& run) {
  if (run.ask().from == 0) {
    run.fillIn(document_.manuscript().text(), [this](int hole) {
      const PageDocument::Hole* at = document_.hole(hole);
      return Passage{at->begin, at->end()};
    });
    run.setTagged(taggedBut(run.ask().gaps));
  }
  run.send();
  Q_EMIT told_.infillRequested(run.ask());
  Q_EMIT told_.changed();
}

// The tagged paragraphs, ascending and disjoint, without what the gaps replace.
QVector<Passage> GapQueue::taggedBut(const QVector<GapAsk>& gaps) const {
  QVector<Passage> passages;
  int last = 0;
  for (const Mark& mark : document_.manuscript().marks()) {
    if (mark.kind != MarkKind::Tag) continue;
    const QPair<int, int> whole = paragraphsOf(document_.manuscript().text(), mark.begin, mark.end);
    int from = std::max(whole.first, last);
    for (const GapAsk& gap : gaps) {
      if (gap.end <= from || gap.begin >= whole.second) continue;
      if (gap.begin > from) passages.push_back({from, gap.begin});
      from = gap.end;
    }
    if (whole.second > from) passages.push_back({from, whole.second});
    last = std::max(last, whole.second);
  }
  return passages;
}

}  // namespace lacuna::ui
