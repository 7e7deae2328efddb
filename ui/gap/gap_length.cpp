// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_length.h"

namespace lacuna::ui {

void GapLength::setWords(int words) {
  GapWants* gap = queue_.activeWants();
  if (gap == nullptr) return;
  gap->words = words;
  gap->length = 0;
  gap->strokes.clear();
  for (PinAsk& pin : gap->pins) pin.token = -1;
}

void GapLength::draft(int words) {
  GapRun* run = queue_.activeRun();
  if (run == nullptr) return;
  words = qBound(1, words, kMostGapWords);
  if (run->draft() == words) return;
  queue_.setChosen({});
  run->pull(queue_.activeHole(), words);
  showing_.refresh(*run);
  Q_EMIT told_.changed();
}

void GapLength::keep() {
  GapRun* run = queue_.activeRun();
  if (run == nullptr || run->draft() == 0) return;
  const int words = run->keepDraft();
  setWords(words);
  Q_EMIT told_.spoken(words == 1 ? tr("1 word") : tr("%Ln words", nullptr, words));
  asking_.again(*run, run->ask().seed);
}

}  // namespace lacuna::ui
