// SPDX-License-Identifier: GPL-3.0-or-later
// One asked generation as the page follows it: its gaps, the tokens that stand in them, the latest frame, the
// candidates. Plain state; GapController moves it. UI thread only.
#pragma once

#include <QElapsedTimer>
#include <QFont>
#include <QVector>

#include "ui/editor/gap_painter.h"
#include "ui/gap/gap_words.h"
#include "ui/values.h"

namespace lacuna::ui {

// A token as the page shows it. Noise keeps a placeholder of steady width until the guess is sure enough to show,
// so that the lines around it keep still.
struct PageToken {
  QString text;         // what the view holds
  QString placeholder;  // chosen once
  qreal ink = 0;        // shown now; moves towards target
  qreal target = 0;
  qreal flip = 0;
  qreal stretch = 0;  // pixels that it still is wider than its letters; moves to 0
  bool settled = false;
  bool shown = false;  // the guess, not the placeholder, is in the view
};

// Words of the candidate that the author has chosen, by their index; none when first < 0.
struct WordRange {
  int first = -1;
  int last = -1;
  bool any() const { return first >= 0; }
};

struct RunGap {
  int hole = 0;                // 0: taken or left
  int words = 0;               // wanted; 0: automatic
  int length = 0;              // wanted tokens, once a word was pinned to its place; 0: as words say
  QVector<PinAsk> pins;        // their `gap` is filled in when they are sent
  QVector<StrokeAsk> strokes;  // positions from the hole's begin
  bool brushed = false;        // the strokes are the brush's; else they are one, with the options' strength
  int taken = 0;               // tokens of the candidate that are in the manuscript already
  QVector<PageToken> tokens;
};

// A finished candidate's text of one gap, token by token.
struct SettledGap {
  QStringList pieces;
  bool indexed = false;  // pieces[k] is the gap's token k
};

struct GapRun {
  enum State { Queued, Sent, Done };
  quint64 id = 0;
  State state = Queued;
  QVector<RunGap> gaps;  // in the order of the ask
  InfillAsk ask;         // options; what it reads is filled in when it is sent, and forgotten when it is done
  FrameView frame;       // the latest
  bool fresh = false;    // the frame is not on the page yet
  ResultView result;
  int shown = 0;        // index in the frame's candidates, while denoising
  int candidate = 0;    // index in the result's candidates, when done
  bool chosen = false;  // the author changed `shown`
  int taken = -1;
  bool begun = false;                    // some words are taken already: the other candidates no longer fit
  QVector<QVector<SettledGap>> settled;  // [result's candidate][gap], when done
  QString note;                          // provenance, the same for all that is taken
  int draft = 0;                         // words, while the author pulls at the length; 0: nobody does
  bool stopping = false;
  qint64 contextDone = 0, contextTotal = 0;
  QElapsedTimer clock;  // since the first frame,
  int firstStep = 0;    // which was of this step
  double stepMs = 0;
  bool held = false;               // the author looks at a step of before: frames are kept and not shown
  QVector<QVector<InkLens>> lens;  // [gap][token], of what is shown; empty: none

  bool alive() const;
  int openGaps() const;
  QFont font;  // of the page, for the widths of words

  // Puts the latest frame into the tokens of each open gap.
  void applyFrame(bool motion);
  // Puts another frame's candidate there, as it is, and holds it.
  void applyStep(const FrameView& other, int index);
  // Shows the present candidate's fill.
  void applyCandidate(bool motion);
  // Puts the result's fills and the last frame's tokens together.
  void settle();
  // Tokens of a gap as the page shows them; while it denoises, guesses included.
  QStringList pieces(int gap) const;
  // Another text for a token; with motion its place keeps its width and comes to the new one by and by.
  void replaceText(PageToken& token, const QString& text, bool motion) const;
  // The words in the view give way to noise again, all but the pinned ones.
  void sinkBack(RunGap& gap);
  // One tick of the ink; true while something still moves.
  bool advance(qreal seconds);
  // Plain text of a frame's candidate, for the panel: unsettled tokens as an ellipsis.
  QString preview(int frameIndex) const;
};

// Text of a gap's tokens in a row, as the view holds it.
QString textOf(const QVector<PageToken>& tokens);
// A stand-in for a gap of about this many words (0: a handful) until the first step comes.
QVector<PageToken> waitingTokens(int words);
// What stands under the brush: the gap's own words, those under a stroke as noise. Strokes count from the text's begin.
QVector<PageToken> brushedTokens(const QString& text, const QVector<StrokeAsk>& strokes);
// What goes into a step when the author puts `text` in a word's place; empty: noise.
QVector<StepEditAsk> editsFor(int gap, const GapWord& word, const QString& text);
// The settled words of the shown candidate that read so go back to noise.
QVector<StepEditAsk> editsAgainst(const GapRun& run, const QString& text);
// Where the pins stand in a gap's tokens: [begin, end) of the joined text.
QVector<QPair<int, int>> pinnedRanges(const QStringList& pieces, const QVector<PinAsk>& pins);

}  // namespace lacuna::ui
