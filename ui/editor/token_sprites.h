// SPDX-License-Identifier: GPL-3.0-or-later
// Blurred letters and the blocks behind them, kept as small pictures: dozens of tokens are drawn in every frame, and
// from one frame to the next most of them look the same. UI thread only.
#pragma once

#include <QGlyphRun>
#include <QPainter>

namespace lacuna::ui {

// A rounded block with a soft edge, `alpha` 0 to 1.
void drawBlockSprite(QPainter& painter, const QRectF& rect, const QColor& color, qreal alpha);

// One token's letters.
struct BlurredLetters {
  const QList<QGlyphRun>& runs;
  QString text;
  QRectF around;   // of the letters, relative to the runs' origin
  qreal blur = 0;  // radius, pixels, at most 3
};
// In full colour times the colour's opacity. Near copies are taken for the same: a fifth of a pixel of blur, a quarter
// of a pixel of place.
void drawBlurredSprite(QPainter& painter, const BlurredLetters& letters, const QPointF& at, const QColor& color);

}  // namespace lacuna::ui
