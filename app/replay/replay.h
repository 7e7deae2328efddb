// SPDX-License-Identifier: GPL-3.0-or-later
// A stored run made ready to be shown to somebody: its steps, and the page around its gaps. What the exports (HTML,
// JSON, WebP) and the terminal's player have in common. Values and pure functions; any thread.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

#include "storage/values.h"

namespace lacuna::app {

// A stretch of the page, in reading order.
struct PagePart {
  enum Kind {
    Text,
    Gap,
    LeftOut,  // text stands here that the replay does not show
  };
  Kind kind = Text;
  QString text;  // of a Text
  int gap = -1;  // of a Gap: its index
  bool operator==(const PagePart&) const = default;
};

struct Replay {
  storage::Run run;      // with its trajectory
  QString title;         // of the document; may be empty
  qsizetype length = 0;  // of the document's text, units; 0: it was not kept
  QVector<PagePart> page;
  QStringList originals;  // [gap], the text that the fill replaces
  int place = 0;          // of the candidate that it begins with
  QStringList openings;   // [block of run.context], its first words; empty where the text was not kept
};

// text is the document as the run read it; empty where it was not kept: then the page is the gaps alone. Of a long text
// it shows the paragraphs around each gap. Positions outside of the text are moved into it.
Replay makeReplay(storage::Run run, const QString& title, const QString& text);

// Those that the steps show, best first.
int candidatesOf(const storage::Run& run);
// The one that was taken; 0, the best, where none was.
int usualPlace(const storage::Run& run);
// The fill of a gap by the candidate at this place; null where the run has no result.
QString fillOf(const storage::Run& run, int place, int gap);

// One candidate at one frame, over all gaps.
struct StepSum {
  double settled = 0;  // share of the tokens, 0..1
  double doubt = 0;    // over the others: mean entropy in nats, or, where the run kept none, 1 - mean confidence
};
StepSum sumOf(const storage::RunFrame& frame, int candidate, bool entropyKept);
bool keepsEntropy(const storage::Run& run);

// A token as the page draws it: a guess is shown from some sureness on and then stays, before that a block stands for
// it.
struct ShownToken {
  QString text;    // the guess; where veiled, what it will be in the end, for its width
  double ink = 0;  // 0 noise to 1 settled
  bool veiled = false;
  bool settled = false;
  bool flipped = false;
};
// frame is an index in the trajectory. The first and the last token carry the fill's own space at the seams.
// REQUIRES: frame, candidate and gap are there.
QVector<ShownToken> shownTokens(const storage::Run& run, int frame, int place, int gap);

}  // namespace lacuna::app
