// SPDX-License-Identifier: GPL-3.0-or-later
// What a gap is asked for with. Plain data; any thread.
#pragma once

#include <QVector>

#include "ui/values.h"

namespace lacuna::ui {

// A gap with what the author wants of it. Strokes count from the gap's begin.
struct GapWish {
  GapAsk gap;
  QVector<PinAsk> pins;
  QVector<StrokeAsk> strokes;
  bool brushed = false;  // the strokes are of the author's hand, not of the options' strength
};

}  // namespace lacuna::ui
