// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_run.h"

#include <algorithm>
#include <utility>

#include "storage/candidate_order.h"

namespace lacuna::ui {

GapRun::GapRun(const InfillAsk& ask, const QFont& font) : ask_(ask), font_(font) {}

// --- Its gaps -------------------------------------------------------------------------------------------------

const RunGap* GapRun::gap(int hole) const {
  if (hole == 0) return nullptr;
  const auto found = std::find_if(gaps_.begin(), gaps_.end(), [hole](const RunGap& g) { return g.hole == hole; });
  return found == gaps_.end() ? nullptr : &*found;
}

RunGap* GapRun::open(int hole) {
  const RunGap* found = gap(hole);
  return found == nullptr ? nullptr : &gaps_[found - gaps_.constData()];
}

GapWants* GapRun::wants(int hole) { return open(hole); }

int GapRun::openGaps() const {
  return static_cast<int>(std::count_if(gaps_.begin(), gaps_.end(), [](const RunGap& g) { return g.hole != 0; }));
}

RunGap GapRun::closeGap(int hole) {
  RunGap* gap = open(hole);
  if (gap == nullptr) return {};
  const RunGap was = *gap;
  gap->hole = 0;
  gap->tokens.clear();
  return was;
}

// --- With the engine ------------------------------------------------------------------------------------------

void GapRun::fillIn(const QString& text, const std::function<Passage(int hole)>& place) {
  gaps_.erase(std::remove_if(gaps_.begin(), gaps_.end(), [](const RunGap& g) { return g.hole == 0; }), gaps_.end());
  std::sort(gaps_.begin(), gaps_.end(),
            [&place](const RunGap& a, const RunGap& b) { return place(a.hole).begin < place(b.hole).begin; });
  ask_.text = text;
  ask_.gaps.clear();
  ask_.pins.clear();
  ask_.strokes.clear();
  for (int i = 0; i < gaps_.size(); ++i) {
    const RunGap& g = gaps_.at(i);
    const Passage at = place(g.hole);
    ask_.gaps.push_back({at.begin, at.end, g.words, g.length});
    for (const PinAsk& pin : g.pins) ask_.pins.push_back({pin.text, i, pin.token});
    for (const StrokeAsk& s : g.strokes) ask_.strokes.push_back({at.begin + s.begin, at.begin + s.end, s.strength});
  }
}

bool GapRun::stop() { return state_ == Sent && !std::exchange(stopping_, true); }

void GapRun::fail() {
  if (state_ == Sent) state_ = Done;
}

void GapRun::noteContext(qint64 done, qint64 total) {
  contextDone_ = done;
  contextTotal_ = total;
}

bool GapRun::mayGoOn() const {
  const bool whole = gaps_.size() == ask_.gaps.size() && openGaps() == gaps_.size();
  const int step = std::min(frame().step, steps() - 1);  // a way ends before the last step
  return state_ == Sent && !stopping_ && whole && step >= 1 && shown_ < frame().tokens.size() &&
         frame().tokens.at(shown_).size() == gaps_.size();
}

std::unique_ptr<GapRun> GapRun::goingOn(GapRun& old, const InfillAsk& ask, const QVector<StepEditAsk>& edits) {
  auto run = std::make_unique<GapRun>(ask, old.font_);
  run->latest_ = old.latest_;
  run->latest_.ask = ask.id;
  run->shown_ = old.shown_;
  run->chosen_ = old.chosen_;
  run->stepMs_ = old.stepMs_;
  for (int g = 0; g < old.gaps_.size(); ++g) {
    // A way needs to know how long its gaps were.
    if (old.gaps_.at(g).strokes.isEmpty())
      run->ask_.gaps[g].tokens = static_cast<int>(old.frame().tokens.at(old.shown_).at(g).size());
    RunGap gap = old.closeGap(old.gaps_.at(g).hole);
    for (const StepEditAsk& edit : edits)
      if (edit.gap == g) showEdit(gap.tokens, edit, old.font_);
    run->addGap(gap);
  }
  return run;
}

// --- While it denoises ----------------------------------------------------------------------------------------

void GapRun::receive(const LiveStep& step) {
  if (!clock_.isValid()) {
    clock_.start();
    firstStep_ = step.frame.step;
  }
  if (step.frame.step > firstStep_ && clock_.elapsed() > 0)
    stepMs_ = static_cast<double>(clock_.elapsed()) / (step.frame.step - firstStep_);
  latest_ = step;
  fresh_ = true;
}

void GapRun::put(const RunFrame& frame, int candidate, bool motion) {
  if (candidate < 0 || candidate >= frame.tokens.size()) return;
  const auto& incoming = frame.tokens.at(candidate);
  for (int g = 0; g < gaps_.size() && g < incoming.size(); ++g)
    if (gaps_.at(g).hole != 0) showStep(gaps_[g].tokens, incoming.at(g), frame.step, font_, motion);
}

void GapRun::showFrame(bool motion) {
  fresh_ = false;
  put(frame(), shown_, motion);
}

QString GapRun::preview(int candidate) const {
  if (candidate < 0 || candidate >= frame().tokens.size()) return QStringLiteral("\u2026");
  QString text;
  for (const auto& gap : frame().tokens.at(candidate)) {
    if (!text.isEmpty()) text += QStringLiteral(" \u00b7 ");
    bool dots = false;
    for (const RunToken& t : gap) {
      if (t.settled || confidenceOf(t) > 0.35F) {
        text += t.text;
        dots = false;
      } else if (!dots) {
        text += QStringLiteral(" \u2026");
        dots = true;
      }
    }
  }
  return text.simplified();
}

// --- When it is done ------------------------------------------------------------------------------------------

void GapRun::finish(const ResultView& result, int gap, bool motion) {
  result_ = result;
  state_ = Done;
  ask_.text.clear();
  if (result.cancelled || result.candidates.isEmpty() || stopping_) return;
  candidate_ = 0;
  for (int i = 0; i < result.candidates.size() && chosen_; ++i)
    if (result.candidates.at(i).streams.value(gap) == shown_) candidate_ = i;
  if (fresh_ && draft_ == 0) showFrame(motion);
  fresh_ = false;
  latest_.frame.tokens = storage::inCandidateOrder(latest_.frame.tokens, streamsOf(result.candidates));
  settle();
  if (draft_ == 0) showCandidate(motion);
}

void GapRun::settle() {
  settled_.clear();
  for (int c = 0; c < result_.candidates.size(); ++c) {
    const QStringList& fills = result_.candidates.at(c).fills;
    QVector<SettledGap> row(gaps_.size());
    for (int g = 0; g < gaps_.size(); ++g) {
      const QString fill = g < fills.size() ? fills.at(g) : QString();
      if (c < frame().tokens.size() && g < frame().tokens.at(c).size()) {
        for (const RunToken& t : frame().tokens.at(c).at(g)) row[g].pieces << t.text;
        row[g].indexed = row.at(g).pieces.join(QString()) == fill;
      }
      // The last frame may have been dropped.
      if (!row.at(g).indexed) row[g].pieces = piecesOf(fill);
    }
    settled_.push_back(row);
  }
}

void GapRun::showCandidate(bool motion) {
  held_ = false;
  if (candidate_ < 0 || candidate_ >= settled_.size()) return;
  for (int g = 0; g < gaps_.size(); ++g)
    if (gaps_.at(g).hole != 0) showPieces(gaps_[g].tokens, settled_.at(candidate_).at(g).pieces, motion);
}

int GapRun::addCandidate(const RunCandidate& candidate, const RunFrame& last, const InfillAsk& from) {
  if (state_ != Done || begun_ || last.tokens.isEmpty()) return -1;
  // The last frame may have been dropped: then it holds nothing.
  latest_.frame.tokens.resize(result_.candidates.size());
  latest_.frame.tokens.push_back(last.tokens.first());
  result_.candidates.push_back(candidate);
  branches_.push_back(from);
  settle();
  candidate_ = static_cast<int>(result_.candidates.size()) - 1;
  showCandidate(false);
  return candidate_;
}

const InfillAsk& GapRun::askOf(int candidate) const {
  const qsizetype branch = candidate - (result_.candidates.size() - branches_.size());
  return branch >= 0 && branch < branches_.size() ? branches_.at(branch) : ask_;
}

void GapRun::swapWord(int gap, const GapWord& word, const QString& replacement) {
  if (state_ != Done || candidate_ >= settled_.size()) return;
  SettledGap& settled = settled_[candidate_][gap];
  // The word's tokens become one piece and empty ones, so that the others keep their numbers.
  const QString fill = settled.pieces.join(QString());
  int start = 0;
  for (int k = 0; k < word.first; ++k) start += static_cast<int>(settled.pieces.at(k).size());
  int stop = start;
  for (int k = word.first; k <= word.last; ++k) stop += static_cast<int>(settled.pieces.at(k).size());
  settled.pieces[word.first] = fill.mid(start, word.begin - start) + replacement + fill.mid(word.end, stop - word.end);
  for (int k = word.first + 1; k <= word.last; ++k) settled.pieces[k].clear();
  result_.candidates[candidate_].fills[gap] = settled.pieces.join(QString());
  showCandidate(false);
}

void GapRun::dropFirst(int index, int units) {
  begun_ = true;
  const SettledGap whole = settled_.at(candidate_).at(index);
  SettledGap rest;
  rest.indexed = whole.indexed;
  int at = 0;
  int dropped = 0;
  for (const QString& piece : whole.pieces) {
    const int end = at + static_cast<int>(piece.size());
    if (end <= units) {
      ++dropped;
    } else if (at >= units) {
      rest.pieces << piece;
    } else {
      rest.pieces << piece.mid(units - at);
      rest.indexed = false;
    }
    at = end;
  }
  const QString left = rest.pieces.join(QString());
  // Of this gap every candidate goes on with this rest.
  for (int c = 0; c < settled_.size(); ++c) {
    settled_[c][index] = rest;
    result_.candidates[c].fills[index] = left;
  }
  RunGap& gap = gaps_[index];
  gap.taken += dropped;
  gap.words = 0;
  gap.length = 0;
  gap.strokes.clear();
  QVector<PinAsk> pins;
  for (PinAsk pin : std::as_const(gap.pins)) {
    const bool gone = pin.token >= 0 ? pin.token < dropped : !left.contains(pin.text);
    if (gone) continue;
    if (pin.token >= 0) pin.token -= dropped;
    pins.push_back(pin);
  }
  gap.pins = pins;
  showCandidate(false);
}

void GapRun::noteTaken(const QString& note) {
  if (note_.isEmpty()) note_ = note;
  taken_ = candidate_;
}

int GapRun::candidates() const {
  return static_cast<int>(state_ == Done ? result_.candidates.size() : frame().tokens.size());
}

bool GapRun::choose(int index, bool motion) {
  if (index < 0 || index >= candidates()) return false;
  if (state_ == Done) {
    candidate_ = index;
    showCandidate(motion);
  } else {
    shown_ = index;
    chosen_ = true;
    showFrame(motion);
  }
  return true;
}

// --- Whatever it does -----------------------------------------------------------------------------------------

void GapRun::pull(int hole, int words) {
  RunGap* gap = open(hole);
  if (gap == nullptr) return;
  draft_ = words;
  const PageTokens old = std::exchange(gap->tokens, waitingTokens(words));
  // The blocks that stand there keep their widths, so that only the end moves.
  for (int i = 0; i < gap->tokens.size() && i < old.size(); ++i) gap->tokens[i].ink = old.at(i).ink * 0.5;
}

void GapRun::dropDraft(int hole, bool motion) {
  RunGap* gap = open(hole);
  if (gap == nullptr) return;
  draft_ = 0;
  if (state_ == Done) {
    showCandidate(motion);
    return;
  }
  gap->tokens = waitingTokens(gap->words);
  if (frame().step > 0) showFrame(motion);
}

void GapRun::hold(const RunFrame& frame, int candidate) {
  held_ = true;
  fresh_ = false;
  for (RunGap& g : gaps_)
    for (PageToken& t : g.tokens) {
      t.shown = false;
      t.flip = t.stretch = 0;
    }
  put(frame, candidate, false);
}

void GapRun::release() {
  held_ = false;
  if (state_ == Done) {
    showCandidate(false);
  } else {
    showFrame(false);
  }
}

QStringList GapRun::pieces(int gap) const {
  if (state_ == Done && candidate_ >= 0 && candidate_ < settled_.size() && gap < settled_.at(candidate_).size())
    return settled_.at(candidate_).at(gap).pieces;
  return textsOf(gaps_.at(gap).tokens);
}

bool GapRun::dry(qreal seconds) {
  bool moving = false;
  for (RunGap& g : gaps_)
    if (g.hole != 0 && ui::dry(g.tokens, seconds)) moving = true;
  return moving;
}

}  // namespace lacuna::ui
