// SPDX-License-Identifier: GPL-3.0-or-later
// What is found out of a voice when it is made: whether one knows the author in what it says, and whether it repeats
// what it has learnt from. Asks a model for at most some dozen fills.
#pragma once

#include <functional>

#include "app/voice/asked_gaps.h"
#include "engine/session.h"
#include "storage/values/voices.h"

namespace lacuna::app {

struct LearntChapter {
  QString title;
  QString text;
};

struct CardQuestion {
  QStringList learnt;  // texts, as they were learnt from
  QStringList heldOut;
  QVector<LearntChapter> chapters{};  // of the texts, that passages are named after; as they are now
  quint64 seed = 1;
  double seconds = 120;  // of work, about: fewer gaps are asked on a slow machine; 0: none
  int mostGaps = 24;     // of the learnt chapters, and of those that were held out
};

// Fills one gap; empty: it is to stop. with: whether the voice speaks.
using FillGap = std::function<QString(const AskedGap& gap, bool withVoice)>;

// Puts fills, distinctive, verbatim, longestVerbatim and passages into the card; what could not be asked stays as it
// is.
//
// Distinctive: a classifier of character runs learns the author's own words of gaps in learnt chapters against what the
// model without the voice says there. Then it is shown, of gaps in the chapters that were held out, what the model says
// without and with the voice, and the voice's share is how often it takes the voice's words for the author's; 0.5 would
// be chance. It never sees the author's words of the gaps that it judges.
void examine(const CardQuestion& question, const FillGap& fill, storage::VoiceCard* card);

// How a session fills a gap of a card or of a sample: one candidate, of as many words as the author wrote. The same
// voice, seed and gap: the same words. Empty when the flag stopped it.
QString fillWith(engine::Session& session, const AskedGap& gap, quint64 seed, const engine::CancelFlag& cancel);

// The README.md of a voice's folder.
QString cardText(const storage::Voice& voice);

}  // namespace lacuna::app
