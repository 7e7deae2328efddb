// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_length.h"

namespace lacuna::ui {

void GapLength::setWords(int words) {
  RunGap* gap = queue_.activeGap();
  if (gap == nullptr) return;
  gap->words = words;
  gap->length = 0;
  gap->strokes.clear();
  for (PinAsk& pin : gap->pins) pin.token = -1;
}

void GapLength::draft(int words) {
  GapRun* run = queue_.activeRun();
  RunGap* gap = queue_.activeGap();
  if (run == nullptr || gap == nullptr) return;
  words = qBound(1, words, kMostGapWords);
  if (run->draft == words) return;
  run->draft = words;
  queue_.setChosen({});
  const QVector<PageToken> old = gap->tokens;
  gap->tokens = waitingTokens(words);
  // The blocks that stand there keep their widths, so that only the end moves.
  for (int i = 0; i < gap->tokens.size() && i < old.size(); ++i) gap->tokens[i].ink = old.at(i).ink * 0.5;
  showing_.refresh(*run);
  Q_EMIT told_.changed();
}

void GapLength::keep() {
  GapRun* run = queue_.activeRun();
  if (run == nullptr || run->draft == 0) return;
  const int words = run->draft;
  run->draft = 0;
  setWords(words);
  Q_EMIT told_.spoken(words == 1 ? tr("1 word") : tr("%1 words").arg(words));
  asking_.again(*run, run->ask.seed);
}

}  // namespace lacuna::ui
