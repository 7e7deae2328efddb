// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a paragraph that holds tokens still coming out of the noise: a rounded block, then a blurred letter in the
// accent, then ink. Shape, sharpness and opacity say as much as the colour does. UI thread only.
#pragma once

#include <QPainter>
#include <QTextBlock>
#include <QVector>

#include "ui/theme.h"

namespace lacuna::ui {

// What a lens says of a token: a tint, a line that is as long as the share, or a number.
struct InkLens {
  qreal share = -1;  // 0 to 1; below 0: no lens
  int number = -1;   // drawn instead of the line; -1: none
  QColor tint;
};

// One token as the page draws it, in view positions.
struct InkSpan {
  int begin = 0;
  int end = 0;
  qreal ink = 0;   // 0 noise to 1 settled
  qreal flip = 0;  // 1 has just changed its mind, fading to 0
  // Pixels by which it is shown wider than its letters are: a word that changes gives way by and by.
  qreal stretch = 0;
  bool settled = false;
  bool veiled = false;  // a placeholder stands in the view: only its block is drawn
  bool taken = false;   // a finished candidate: plain ink, underlined
  bool chosen = false;  // the author points at it
  int pinBegin = 0;     // the kept words that it is part of; none when pinEnd is 0
  int pinEnd = 0;
  InkLens lens{};
};

// A word that has just come to stand where it does. Positions in the paragraph.
struct ComingWord {
  int begin = 0;
  int end = 0;
  qreal opacity = 1;
};

struct GapPaint {
  const Theme& theme;
  const QVector<InkSpan>& spans;
  QColor ink;                                   // of ordinary text
  qreal em = 20;                                // letter size, pixels
  const QVector<ComingWord>* coming = nullptr;  // ascending; null: every word is drawn as strong as it is
  qreal top = -1e9;                             // lines above and below are not drawn
  qreal bottom = 1e9;
};

// Draws the whole text of the block at `at` (the layout's origin), tokens included.
void paintGapBlock(QPainter& painter, const QTextBlock& block, const QPointF& at, const GapPaint& paint);
// A row of dots on the pixel grid.
void paintDots(QPainter& painter, qreal x1, qreal x2, qreal y, const QColor& color, qreal size);

}  // namespace lacuna::ui
