// SPDX-License-Identifier: GPL-3.0-or-later
// How the next gap will be asked: what the popover shows and QSettings remember. UI thread only.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

#include "ui/gap_markers.h"

namespace lacuna::ui {

struct GapOptions {
  int candidates = 6;
  int steps = 32;
  quint64 seed = 0;  // 0: a new one for each ask
  float temperature = 0.8F;
  float topP = 0.9F;
  float strength = 1.0F;  // of rewriting a selection: 0 would leave it as it is, 1 begins from noise
  QString sampler;        // empty: the engine's usual one
  bool consensus = false;
  QStringList forbidden;
  int continueWords = 80;  // length of "Continue at the end"

  // These two belong to one gap: they are used up by the next ask and not remembered.
  int words = 0;  // 0: automatic
  QStringList pins;
};

// A way of denoising as an author would say it.
struct DenoisingWay {
  QString sampler;  // the engine's name; empty: its usual one
  QString title;
  QString tip;
};
QVector<DenoisingWay> denoisingWays();  // in the language of the window

// What was remembered, brought into range; the two that belong to one gap keep their defaults.
GapOptions loadGapOptions();
void saveGapOptions(const GapOptions& options);

}  // namespace lacuna::ui
