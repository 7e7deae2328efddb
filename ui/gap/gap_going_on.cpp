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
  if (run.shown() >= run.frame().tokens.size()) return edits;
  const auto& gaps = run.frame().tokens.at(run.shown());
  for (int g = 0; g < gaps.size(); ++g) {
    QStringList pieces;
    for (const RunToken& t : gaps.at(g)) pieces << t.text;
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
  if (!old.mayGoOn()) return false;
  const int step = std::min(old.frame().step, old.steps() - 1);
  InfillAsk ask = old.ask();  // the same text too: the words meanwhile written are read by the next asking
  QVector<BranchAsk>& way = ask.way;
  if (way.isEmpty() || way.last().step < step)
    way.push_back({step, ask.seed, old.shown() + ask.firstCandidate, {}, {}});
  addEdits(way.last().edits, edits);
  way.last().forbidden += forbidden;
  if (way.size() > kMostStretches || way.last().edits.size() > kMostEdits) return false;
  ask.id = freshId();
  ask.from = old.id();
  handOver(old, GapRun::goingOn(old, ask, edits));
  return true;
}

}  // namespace lacuna::ui
