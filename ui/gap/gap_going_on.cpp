// SPDX-License-Identifier: GPL-3.0-or-later
// A run that is steered while it denoises: another run that goes the same way up to the step that was reached, takes
// the author's change in there, and goes on with the same seed. What had settled stays, on the page too.
#include <algorithm>

#include "ui/gap/gap_asking.h"

namespace lacuna::ui {
namespace {

constexpr int kMostStretches = 64;  // of a way, and edits at one step, as the engine allows
constexpr int kMostEdits = 64;

bool sameToken(const StepEditAsk& a, const StepEditAsk& b) { return a.gap == b.gap && a.token == b.token; }

// Noise comes first, so that a word of several tokens has its room.
void addEdits(QVector<StepEditAsk>& to, const QVector<StepEditAsk>& edits) {
  for (const StepEditAsk& edit : edits)
    to.erase(std::remove_if(to.begin(), to.end(), [&edit](const StepEditAsk& e) { return sameToken(e, edit); }),
             to.end());
  to += edits;
  std::stable_partition(to.begin(), to.end(), [](const StepEditAsk& e) { return e.text.isEmpty(); });
}

// On the page at once, until the first step of the new run says it for good.
void showEdit(const GapRun& run, QVector<PageToken>& tokens, const StepEditAsk& edit) {
  if (edit.token < 0 || edit.token >= tokens.size()) return;
  PageToken& token = tokens[edit.token];
  token.settled = token.shown = !edit.text.isEmpty();
  token.target = token.settled ? 1.0 : 0.0;
  if (edit.text.isEmpty()) {
    token.placeholder = token.text;
  } else {
    const bool spaced = token.text.startsWith(u' ');
    run.replaceText(token, (spaced ? QStringLiteral(" ") : QString()) + edit.text, true);
  }
}

}  // namespace

QVector<StepEditAsk> editsFor(int gap, const GapWord& word, const QString& text) {
  QVector<StepEditAsk> edits;
  for (int token = text.isEmpty() ? word.first : word.first + 1; token <= word.last; ++token)
    edits.push_back({gap, token, {}});
  if (!text.isEmpty()) edits.push_back({gap, word.first, text});
  return edits;
}

QVector<StepEditAsk> editsAgainst(const GapRun& run, const QString& text) {
  QVector<StepEditAsk> edits;
  if (run.shown < 0 || run.shown >= run.frame.tokens.size()) return edits;
  const auto& gaps = run.frame.tokens.at(run.shown);
  for (int g = 0; g < gaps.size(); ++g) {
    QStringList pieces;
    for (const TokenView& t : gaps.at(g)) pieces << t.text;
    const QString all = pieces.join(QString());
    for (const GapWord& word : wordsOf(pieces)) {
      if (all.mid(word.begin, word.length()).compare(text, Qt::CaseInsensitive) != 0) continue;
      bool settled = false;
      for (int k = word.first; k <= word.last; ++k) settled = settled || gaps.at(g).at(k).settled;
      if (settled) edits += editsFor(g, word, QString());
    }
  }
  return edits;
}

bool GapAsking::goOn(GapRun& old, const QVector<StepEditAsk>& edits, const QStringList& forbidden) {
  const FrameView& frame = old.frame;
  const bool whole = old.gaps.size() == old.ask.gaps.size() &&
                     std::all_of(old.gaps.cbegin(), old.gaps.cend(), [](const RunGap& g) { return g.hole != 0; });
  const int step = std::min(frame.step, frame.steps - 1);  // a way ends before the last step
  if (old.state != GapRun::Sent || old.stopping || !whole || step < 1) return false;
  if (old.shown < 0 || old.shown >= frame.tokens.size() || frame.tokens.at(old.shown).size() != old.gaps.size())
    return false;
  QVector<BranchAsk> way = old.ask.way;
  if (way.isEmpty() || way.last().step < step)
    way.push_back({step, old.ask.seed, old.shown + old.ask.firstCandidate, {}, {}});
  addEdits(way.last().edits, edits);
  way.last().forbidden += forbidden;
  if (way.size() > kMostStretches || way.last().edits.size() > kMostEdits) return false;

  auto run = makeRun(old.ask.seed);
  const quint64 id = run->id;
  run->ask = old.ask;  // the same text too: the words meanwhile written are read by the next asking
  run->ask.id = id;
  run->ask.from = old.id;
  run->ask.way = way;
  run->frame = frame;
  run->frame.ask = id;
  run->shown = old.shown;
  run->chosen = old.chosen;
  run->stepMs = old.stepMs;
  for (int g = 0; g < old.gaps.size(); ++g) {
    // A way needs to know how long its gaps were.
    if (old.gaps.at(g).strokes.isEmpty())
      run->ask.gaps[g].tokens = static_cast<int>(frame.tokens.at(old.shown).at(g).size());
    run->gaps.push_back(old.gaps.at(g));
    for (const StepEditAsk& edit : edits)
      if (edit.gap == g) showEdit(*run, run->gaps.last().tokens, edit);
    old.gaps[g].hole = 0;
    old.gaps[g].tokens.clear();
  }
  handOver(old, std::move(run));
  return true;
}

}  // namespace lacuna::ui
