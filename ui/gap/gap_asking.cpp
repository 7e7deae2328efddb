// SPDX-License-Identifier: GPL-3.0-or-later
// How a gap is asked for, asked for again, and sent to the engine.
#include <QDateTime>
#include <QRandomGenerator>
#include <algorithm>

#include "ui/gap/gap_controller.h"
#include "ui/gap/gap_sayings.h"

namespace lacuna::ui {

quint64 GapController::freshSeed() const {
  return options_.seed != 0 ? options_.seed : QRandomGenerator::global()->bounded(1U, 2000000000U);
}

std::unique_ptr<GapRun> GapController::makeRun(quint64 seed) {
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
  run->ask.sampler = options_.sampler;
  run->ask.consensus = options_.consensus;
  run->ask.forbidden = options_.forbidden;
  run->ask.seed = seed;
  run->font = font_;
  return run;
}

bool GapController::ask(const QVector<GapAsk>& gaps) {
  QVector<GapWish> wishes;
  const bool single = gaps.size() == 1;
  for (const GapAsk& gap : gaps) {
    GapWish wish{gap, {}, {}, false};
    const QString hidden = document_.manuscript().text().mid(gap.begin, gap.end - gap.begin);
    if (single && gap.words == 0) wish.gap.words = options_.words;
    if (single)
      for (const QString& text : std::as_const(options_.pins)) wish.pins.push_back({text, 0, -1});
    // A marker such as [[...]] is no text to keep anything of.
    if (options_.strength < 1.0F && !hidden.trimmed().isEmpty() && !hidden.startsWith(QLatin1String("[[")))
      wish.strokes.push_back({0, static_cast<int>(hidden.size()), options_.strength});
    wishes.push_back(wish);
  }
  if (!askWishes(wishes)) return false;
  if (single) {
    options_.words = 0;
    options_.pins.clear();
    Q_EMIT optionsChanged();
  }
  return true;
}

bool GapController::askWishes(const QVector<GapWish>& wishes) {
  auto run = makeRun(freshSeed());
  for (const GapWish& wish : wishes) {
    RunGap gap;
    gap.words = wish.gap.words;
    gap.length = wish.gap.tokens;
    gap.pins = wish.pins;
    gap.strokes = wish.strokes;
    gap.brushed = wish.brushed;
    const QString hidden = document_.manuscript().text().mid(wish.gap.begin, wish.gap.end - wish.gap.begin);
    gap.tokens = wish.strokes.isEmpty() ? waitingTokens(gap.words > 0 ? gap.words : countWords(hidden))
                                        : brushedTokens(hidden, wish.strokes);
    gap.hole = document_.openHole(wish.gap.begin, wish.gap.end, textOf(gap.tokens));
    if (gap.hole != 0) run->gaps.push_back(gap);
  }
  if (run->gaps.isEmpty()) return false;
  setKeys(run->gaps.first().hole, mode_);
  start(std::move(run));
  return true;
}

void GapController::start(std::unique_ptr<GapRun> run) {
  runs_.push_back(std::move(run));
  chosen_ = {};
  setKeys(active_, true);
  Q_EMIT spoken(sayAsked(*runs_.back(), ready_));
  if (!ready_) Q_EMIT sentence(tr("The model is still loading; the gap starts as soon as it is ready."));
  Q_EMIT activeChanged(active_);
  Q_EMIT inkChanged();
  Q_EMIT changed();
  sendNext();
}

bool GapController::askAgain() {
  GapRun* run = runOf(active_);
  return run != nullptr && run->state == GapRun::Done && reask(*run, freshSeed());
}

bool GapController::restart() {
  GapRun* run = runOf(active_);
  return run != nullptr && reask(*run, run->state == GapRun::Done ? freshSeed() : run->ask.seed);
}

// The gaps go over to a new run without leaving the page: their words sink back into noise where they stand.
bool GapController::reask(GapRun& old, quint64 seed) {
  if (unavailable()) return false;
  auto run = makeRun(seed);
  for (RunGap& gap : old.gaps) {
    const PageDocument::Hole* hole = document_.hole(gap.hole);
    if (hole == nullptr) continue;
    RunGap kept = gap;
    kept.taken = 0;
    if (kept.strokes.isEmpty()) {
      old.sinkBack(kept);
    } else {
      kept.tokens = brushedTokens(document_.manuscript().text().mid(hole->begin, hole->length), kept.strokes);
    }
    run->gaps.push_back(kept);
    gap.hole = 0;
    gap.tokens.clear();
  }
  if (run->gaps.isEmpty()) return false;
  if (!motion_)
    for (RunGap& gap : run->gaps)
      for (PageToken& t : gap.tokens) t.ink = t.target;
  handOver(old, std::move(run));
  return true;
}

// The old run is stopped, and the gaps are the new one's.
void GapController::handOver(GapRun& old, std::unique_ptr<GapRun> run) {
  const quint64 id = old.id;
  GapRun& fresh = *run;
  if (old.state == GapRun::Sent && !old.stopping) {
    old.stopping = true;
    Q_EMIT stopRequested(id);
  }
  start(std::move(run));
  refresh(fresh);
  timer_.start();
  finishIfOver(id);
}

void GapController::setReady(bool ready) {
  ready_ = ready;
  whyNot_.clear();
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
  run.state = GapRun::Sent;
  if (run.ask.from == 0) fillIn(run);
  Q_EMIT infillRequested(run.ask);
  Q_EMIT changed();
}

void GapController::fillIn(GapRun& run) {
  // Gaps that were left while the ask waited are no part of it.
  run.gaps.erase(std::remove_if(run.gaps.begin(), run.gaps.end(), [](const RunGap& g) { return g.hole == 0; }),
                 run.gaps.end());
  std::sort(run.gaps.begin(), run.gaps.end(), [this](const RunGap& a, const RunGap& b) {
    return document_.hole(a.hole)->begin < document_.hole(b.hole)->begin;
  });
  run.ask.text = document_.manuscript().text();
  run.ask.gaps.clear();
  run.ask.pins.clear();
  run.ask.strokes.clear();
  for (int i = 0; i < run.gaps.size(); ++i) {
    const RunGap& g = run.gaps.at(i);
    const PageDocument::Hole* hole = document_.hole(g.hole);
    run.ask.gaps.push_back({hole->begin, hole->end(), g.words, g.length});
    for (const PinAsk& pin : g.pins) run.ask.pins.push_back({pin.text, i, pin.token});
    for (const StrokeAsk& s : g.strokes)
      run.ask.strokes.push_back({hole->begin + s.begin, hole->begin + s.end, s.strength});
  }
  run.ask.tagged = taggedBut(run.ask.gaps);
}

// The tagged paragraphs, ascending and disjoint, without what the gaps replace.
QVector<Passage> GapController::taggedBut(const QVector<GapAsk>& gaps) const {
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
