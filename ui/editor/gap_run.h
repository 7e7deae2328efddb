// SPDX-License-Identifier: GPL-3.0-or-later
// One asked generation as the page follows it: its gaps, the tokens that stand in them, the latest frame, the
// candidates. Plain state; GapController moves it. UI thread only.
#pragma once

#include <QElapsedTimer>
#include <QVector>

#include "ui/editor/gap_painter.h"
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
  bool settled = false;
  bool shown = false;  // the guess, not the placeholder, is in the view
};

struct RunGap {
  int hole = 0;  // 0: taken or left
  int words = 0;
  QVector<PageToken> tokens;
};

struct GapRun {
  enum State { Queued, Sent, Done };
  quint64 id = 0;
  State state = Queued;
  QVector<RunGap> gaps;  // in the order of the ask
  InfillAsk ask;         // options; text and positions are filled in when it is sent
  FrameView frame;       // the latest
  bool fresh = false;    // the frame is not on the page yet
  ResultView result;
  int shown = 0;        // index in the frame's candidates, while denoising
  int candidate = 0;    // index in the result's candidates, when done
  bool chosen = false;  // the author changed `shown`
  int taken = -1;
  bool stopping = false;
  qint64 contextDone = 0, contextTotal = 0;
  QVector<float> settledCurve, doubtCurve;  // a value a step, 0 to 1
  QElapsedTimer clock;                      // since the first frame
  double stepMs = 0;
  bool held = false;               // the author looks at a step of before: frames are kept and not shown
  QVector<QVector<InkLens>> lens;  // [gap][token], of what is shown; empty: none

  bool alive() const;
  int openGaps() const;
  // Puts the latest frame into the tokens of each open gap.
  void applyFrame(bool motion);
  // Puts another frame's candidate there, as it is, and holds it.
  void applyStep(const FrameView& other, int index);
  // Shows the present candidate's fill.
  void applyCandidate(bool motion);
  // One tick of the ink; true while something still moves.
  bool advance(qreal seconds);
  // Plain text of a frame's candidate, for the panel: unsettled tokens as an ellipsis.
  QString preview(int frameIndex) const;
};

// Text of a gap's tokens in a row, as the view holds it.
QString textOf(const QVector<PageToken>& tokens);
// A stand-in for a gap of about this many words (0: a handful) until the first step comes.
QVector<PageToken> waitingTokens(int words);

}  // namespace lacuna::ui
