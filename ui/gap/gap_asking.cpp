// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_asking.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <algorithm>

#include "ui/gap/gap_sayings.h"

namespace lacuna::ui {

quint64 GapAsking::freshSeed() const {
  return options_.seed != 0 ? options_.seed : QRandomGenerator::global()->bounded(1U, 2000000000U);
}

quint64 GapAsking::freshId() {
  // Ids stay unique over restarts of the program, since runs are kept on disk.
  const quint64 now = static_cast<quint64>(QDateTime::currentMSecsSinceEpoch());
  lastId_ = std::max(lastId_ + 1, now);
  return lastId_;
}

std::unique_ptr<GapRun> GapAsking::makeRun(quint64 seed) {
  InfillAsk ask;
  ask.id = freshId();
  ask.candidates = options_.candidates;
  ask.steps = options_.steps;
  ask.temperature = options_.temperature;
  ask.topP = options_.topP;
  ask.sampler = options_.sampler;
  ask.consensus = options_.consensus;
  ask.forbidden = options_.forbidden;
  ask.seed = seed;
  return std::make_unique<GapRun>(ask, showing_.font());
}

bool GapAsking::ask(const QVector<GapAsk>& gaps) {
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
    Q_EMIT told_.optionsChanged();
  }
  return true;
}

bool GapAsking::askWishes(const QVector<GapWish>& wishes) {
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
    if (gap.hole != 0) run->addGap(gap);
  }
  if (run->gaps().isEmpty()) return false;
  start(std::move(run));
  return true;
}

void GapAsking::start(std::unique_ptr<GapRun> run) {
  queue_.add(std::move(run));
  Q_EMIT told_.spoken(sayAsked(*queue_.runs().back(), queue_.ready()));
  if (!queue_.ready()) Q_EMIT told_.sentence(tr("The model is still loading; the gap starts as soon as it is ready."));
  Q_EMIT told_.activeChanged(queue_.activeHole());
  Q_EMIT told_.inkChanged();
  Q_EMIT told_.changed();
  queue_.sendNext();
}

bool GapAsking::askAgain() {
  GapRun* run = queue_.activeRun();
  return run != nullptr && run->state() == GapRun::Done && again(*run, freshSeed());
}

bool GapAsking::restart() {
  GapRun* run = queue_.activeRun();
  return run != nullptr && again(*run, run->state() == GapRun::Done ? freshSeed() : run->ask().seed);
}

bool GapAsking::again(GapRun& old, quint64 seed) {
  if (queue_.unavailable()) return false;
  auto run = makeRun(seed);
  for (int g = 0; g < old.gaps().size(); ++g) {
    const PageDocument::Hole* hole = document_.hole(old.gaps().at(g).hole);
    if (hole == nullptr) continue;
    RunGap kept = old.closeGap(hole->id);
    kept.taken = 0;
    if (kept.strokes.isEmpty()) {
      sinkBack(kept.tokens, kept.pins);
    } else {
      kept.tokens = brushedTokens(document_.manuscript().text().mid(hole->begin, hole->length), kept.strokes);
    }
    if (!showing_.motion())
      for (PageToken& t : kept.tokens) t.ink = t.target;
    run->addGap(kept);
  }
  if (run->gaps().isEmpty()) return false;
  handOver(old, std::move(run));
  return true;
}

void GapAsking::handOver(GapRun& old, std::unique_ptr<GapRun> run) {
  const quint64 id = old.id();
  GapRun& fresh = *run;
  queue_.stop(old);
  start(std::move(run));
  showing_.refresh(fresh);
  showing_.wake();
  queue_.finishIfOver(id);
}

}  // namespace lacuna::ui
