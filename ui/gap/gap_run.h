// SPDX-License-Identifier: GPL-3.0-or-later
// One asked generation as the page follows it: waiting, with the engine, done. It keeps its own rules: a closed gap
// holds nothing, what is shown is there, and a candidate once begun is the only one. UI thread only.
#pragma once

#include <QElapsedTimer>
#include <functional>

#include "ui/editor/gap_painter.h"
#include "ui/gap/gap_words.h"
#include "ui/gap/page_tokens.h"

namespace lacuna::ui {

// Words of the candidate that the author has chosen, by their index; none when first < 0.
struct WordRange {
  int first = -1;
  int last = -1;
  bool any() const { return first >= 0; }
};

// What the author wants of a gap at its next asking; theirs to change at any time.
struct GapWants {
  int words = 0;               // 0: automatic
  int length = 0;              // tokens, once a word was pinned to its place; 0: as words say
  QVector<PinAsk> pins;        // their `gap` is filled in when they are sent
  QVector<StrokeAsk> strokes;  // positions from the hole's begin
  bool brushed = false;        // the strokes are the brush's; else they are one, with the options' strength
};

struct RunGap : GapWants {
  int hole = 0;   // 0: closed
  int taken = 0;  // tokens of the candidate that are in the manuscript already
  PageTokens tokens;
};

// A finished candidate's text of one gap, token by token.
struct SettledGap {
  QStringList pieces;
  bool indexed = false;  // pieces[k] is the gap's token k
};

class GapRun {
 public:
  enum State { Queued, Sent, Done };

  // The ask's options; what it reads is filled in when it is sent.
  GapRun(const InfillAsk& ask, const QFont& font);
  void addGap(const RunGap& gap) { gaps_.push_back(gap); }
  // One that goes on from where `old`, which gives its gaps up, has come to: another way, the same seed and text. The
  // edits stand on the page at once. REQUIRES: mayGoOn().
  static std::unique_ptr<GapRun> goingOn(GapRun& old, const InfillAsk& ask, const QVector<StepEditAsk>& edits);
  // It denoises, has made a step, and all of its gaps are there.
  bool mayGoOn() const;

  quint64 id() const { return ask_.id; }
  State state() const { return state_; }
  const InfillAsk& ask() const { return ask_; }
  const QVector<RunGap>& gaps() const { return gaps_; }  // in the order of the ask
  const RunGap* gap(int hole) const;
  GapWants* wants(int hole);
  bool alive() const { return openGaps() > 0; }
  int openGaps() const;

  // The gap is on the page no more: it was taken, left or handed over.
  RunGap closeGap(int hole);

  // Its turn: Queued becomes Sent. What it reads is said before; gaps that were closed meanwhile are no part of it.
  // place: where a hole lies now.
  void fillIn(const QString& text, const std::function<Passage(int hole)>& place);
  void setTagged(const QVector<Passage>& passages) { ask_.tagged = passages; }
  void send() { state_ = Sent; }
  // The engine is to end it; true the first time, while it is there.
  bool stop();
  bool stopping() const { return stopping_; }
  // The engine is gone.
  void fail();

  void noteContext(qint64 done, qint64 total);
  qint64 contextDone() const { return contextDone_; }
  qint64 contextTotal() const { return contextTotal_; }

  // --- While it denoises
  void receive(const LiveStep& step);
  const LiveStep& latest() const { return latest_; }
  const RunFrame& frame() const { return latest_.frame; }
  int steps() const { return latest_.steps; }  // that it is to take
  int firstStep() const { return firstStep_; }
  bool begunToStep() const { return clock_.isValid(); }
  double stepMs() const { return stepMs_; }  // 0: not known
  int shown() const { return shown_; }       // the frame's candidate that is watched
  // Puts the latest frame into the tokens of each open gap.
  void showFrame(bool motion);
  // The latest frame is not on the page, and nothing keeps it away.
  bool waits() const { return fresh_ && draft_ == 0 && !held_; }
  bool fresh() const { return fresh_; }
  // Plain text of a frame's candidate, for the panel: unsettled tokens as an ellipsis.
  QString preview(int candidate) const;

  // --- When it is done
  // With candidates it becomes Done and shows one: of gap `gap`, what was watched where the author chose it.
  void finish(const ResultView& result, int gap, bool motion);
  const ResultView& result() const { return result_; }
  const QVector<QVector<SettledGap>>& settled() const { return settled_; }  // [result's candidate][gap]
  int candidate() const { return candidate_; }
  void showCandidate(bool motion);
  // A branch's words join the candidates and are shown; their index. -1: they do not fit. from: what it asked.
  int addCandidate(const RunCandidate& candidate, const RunFrame& last, const InfillAsk& from);
  // What was asked for this candidate: by the run itself, or by a branch of it.
  const InfillAsk& askOf(int candidate) const;
  // Only this word of the shown candidate's gap.
  void swapWord(int gap, const GapWord& word, const QString& replacement);
  // So many letters of a gap's candidate are in the manuscript, the rest stays in the gap: the other candidates go.
  void dropFirst(int gap, int units);
  bool begun() const { return begun_; }
  // The gap that is left of it holds the rest of one candidate.
  bool onlyRest() const { return begun_ && openGaps() == 1; }
  // The shown candidate is in the manuscript, with this provenance: the first one said holds for all of it.
  void noteTaken(const QString& note);
  const QString& note() const { return note_; }
  int taken() const { return taken_; }  // -1: none

  // Another candidate is watched, or shown; false: there is none of that number.
  bool choose(int index, bool motion);
  int candidates() const;

  // --- Whatever it does
  // Words of a length that the author pulls at: blocks stand in the gap until it ends. 0: nobody pulls.
  void pull(int hole, int words);
  int draft() const { return draft_; }
  int keepDraft() { return std::exchange(draft_, 0); }
  void dropDraft(int hole, bool motion);
  // The author looks at a step of before: frames are kept and not shown.
  void hold(const RunFrame& frame, int candidate);
  void release();
  bool held() const { return held_; }
  void setLens(const QVector<QVector<InkLens>>& lens) { lens_ = lens; }
  const QVector<QVector<InkLens>>& lens() const { return lens_; }  // [gap][token], of what is shown; empty: none

  // Tokens of a gap as the page shows them; while it denoises, guesses included.
  QStringList pieces(int gap) const;
  void setFont(const QFont& font) { font_ = font; }
  // One tick of the ink; true while something still moves.
  bool dry(qreal seconds);

 private:
  RunGap* open(int hole);
  void put(const RunFrame& frame, int candidate, bool motion);
  // Puts the result's fills and the last frame's tokens together.
  void settle();

  InfillAsk ask_;
  QFont font_;  // of the page, for the widths of words
  State state_ = Queued;
  QVector<RunGap> gaps_;
  LiveStep latest_;
  ResultView result_;
  QVector<QVector<SettledGap>> settled_;
  QVector<InfillAsk> branches_;  // of the last candidates
  QVector<QVector<InkLens>> lens_;
  QString note_;
  QElapsedTimer clock_;  // since the first frame,
  int firstStep_ = 0;    // which was of this step
  double stepMs_ = 0;
  qint64 contextDone_ = 0, contextTotal_ = 0;
  int shown_ = 0;
  int candidate_ = 0;
  int taken_ = -1;
  int draft_ = 0;
  bool chosen_ = false;  // the author changed `shown_`
  bool fresh_ = false;   // the frame is not on the page yet
  bool begun_ = false;
  bool stopping_ = false;
  bool held_ = false;
};

// What goes into a step when the author puts `text` in a word's place; empty: noise.
QVector<StepEditAsk> editsFor(int gap, const GapWord& word, const QString& text);
// The settled words of the shown candidate that read so go back to noise.
QVector<StepEditAsk> editsAgainst(const GapRun& run, const QString& text);

}  // namespace lacuna::ui
