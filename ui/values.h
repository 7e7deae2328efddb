// SPDX-License-Identifier: GPL-3.0-or-later
// The values that pass between the window and the program around it. Plain data: any thread may copy them.
// Positions and lengths are UTF-16 code units in the manuscript, which never counts tokens that are still noise.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVector>

#include "storage/values.h"

namespace lacuna::ui {

// A document and what is done to it are the same everywhere.
using storage::Document;
using storage::DocumentInfo;
using storage::Edit;
using storage::EditOrigin;
using storage::HistoryEvent;
using storage::Mark;
using storage::MarkKind;

// So is a run of the model: what stands on the page while it goes on, in the run panel, and what is kept of it.
using storage::RunAlternative;
using storage::RunBlock;
using storage::RunCandidate;
using storage::RunFrame;
using storage::RunOutcome;
using storage::RunToken;
using storage::Trajectory;

// A gap replaces [begin, end) of the asked text; begin == end inserts.
struct GapAsk {
  int begin = 0;
  int end = 0;
  int words = 0;   // wanted length in words; 0 leaves it to the engine
  int tokens = 0;  // wanted length in tokens; wins over words
};

// Words that a fill must hold.
struct PinAsk {
  QString text;    // one line
  int gap = 0;     // index into InfillAsk::gaps
  int token = -1;  // the token of the gap that they begin at; -1: anywhere
};

// The re-noise brush over [begin, end): 0 leaves the words as they are, 1 sends them wholly back to noise.
struct StrokeAsk {
  int begin = 0;
  int end = 0;
  float strength = 1.0F;
};

struct Passage {
  int begin = 0;
  int end = 0;
};

// A word that the author put into a step of an earlier run; an empty text sends the token back to noise.
struct StepEditAsk {
  int gap = 0;
  int token = 0;
  QString text;
};

// One stretch of the way to a branch: up to `step` the run went with this seed, as this candidate.
struct BranchAsk {
  int step = 0;
  quint64 seed = 0;
  int candidate = 0;  // as LiveStep numbers it, plus firstCandidate
  QVector<StepEditAsk> edits;
  QStringList forbidden{};  // from that step on, besides what the ask forbids
};

// Gaps are ascending, do not overlap, and are denoised jointly.
struct InfillAsk {
  quint64 id = 0;
  quint64 from = 0;  // the ask whose run this one leaves; 0: none
  QString text;      // the whole manuscript at the time of asking
  QVector<GapAsk> gaps;
  int candidates = 4;
  int steps = 32;
  quint64 seed = 0;
  float temperature = 0.8F;
  float topP = 0.9F;
  QString sampler;  // empty: the engine's usual one
  QVector<PinAsk> pins;
  QStringList forbidden;       // words that no fill may hold
  QVector<StrokeAsk> strokes;  // ascending, each inside one gap
  QVector<Passage> tagged;     // passages that every gap sees
  QVector<BranchAsk> way;      // empty: from noise
  int firstCandidate = 0;      // candidates are numbered from here
  bool consensus = false;      // rank by agreement and by the seams instead of by likelihood
};

// What a token's bytes stand for.
inline constexpr float kEntropySteps = 16.0F;  // of RunToken::entropy, a nat
inline float confidenceOf(const RunToken& token) { return storage::unpackConfidence(token.confidence); }
inline float entropyOf(const RunToken& token) { return static_cast<float>(token.entropy) / kEntropySteps; }
inline float probabilityOf(const RunAlternative& one) { return storage::unpackConfidence(one.probability); }

// What could stand in place of each token: [candidate][gap][token], likeliest first.
using Alternatives = QVector<QVector<QVector<QVector<RunAlternative>>>>;

// A step of a run that goes on: its frame, as it is kept, and what the window asks beside it. Copies share their
// memory.
struct LiveStep {
  quint64 ask = 0;
  int steps = 0;   // that the run is to take
  RunFrame frame;  // of every candidate and gap; a candidate stands where its stream does until the run has ended
  QVector<RunBlock> context{};  // of the whole run; empty: nobody looked
  // What could stand there: at this step where there is noise, at the step at which it settled where there is none.
  Alternatives alternatives{};
};

struct ResultView {
  quint64 ask = 0;
  // Best first; empty when cancelled or failed. Once a run has ended frames, steps and alternatives stand in this
  // order.
  QVector<RunCandidate> candidates;
  double seconds = 0;
  int steps = 0;  // that were made
  bool cancelled = false;
  Alternatives alternatives{};  // what the model thought when the token settled; empty where it was not looked at
};

// [candidate][gap], as storage::inCandidateOrder() takes them.
inline QVector<QVector<int>> streamsOf(const QVector<RunCandidate>& candidates) {
  QVector<QVector<int>> streams;
  for (const RunCandidate& candidate : candidates) streams.push_back(candidate.streams);
  return streams;
}

// A model on this machine, for the Model menu.
struct ModelItem {
  QString path;
  QString title;
  QString facts;         // what it is over, its size, its licence; empty where it could not be opened
  QString card;          // its model card, Markdown; empty: none
  QString why;           // it cannot be used; empty: it can
  bool base = false;     // a pretrained language model, which fills no gaps by itself
  bool current = false;  // it is the one that is loaded
};

struct EngineView {
  enum State { Loading, Ready, Failed } state = Loading;
  QString model;
  QString device;
  QString sentence;  // what went wrong and what to do, when it failed
};

}  // namespace lacuna::ui

Q_DECLARE_METATYPE(lacuna::ui::InfillAsk)
Q_DECLARE_METATYPE(lacuna::ui::ModelItem)
Q_DECLARE_METATYPE(lacuna::ui::LiveStep)
Q_DECLARE_METATYPE(lacuna::ui::ResultView)
Q_DECLARE_METATYPE(lacuna::ui::EngineView)
