// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/gap_painter.h"

#include <QGlyphRun>
#include <QTextLayout>
#include <algorithm>
#include <cmath>

#include "ui/editor/token_sprites.h"
#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

qreal ramp(qreal x, qreal from, qreal to) { return qBound(0.0, (x - from) / (to - from), 1.0); }

// How sharp and how strong a letter of this ink is.
struct Look {
  qreal block;  // opacity of the rounded block
  qreal alpha;  // opacity of the letters
  qreal blur;   // radius, pixels
};

Look lookOf(qreal ink) {
  Look look{};
  look.block = 0.22 * (1.0 - ramp(ink, 0.22, 0.52));
  look.alpha = 0.10 * ramp(ink, 0.02, 0.2) + 0.34 * ramp(ink, 0.2, 0.5) + 0.30 * ramp(ink, 0.5, 0.8) +
               0.26 * ramp(ink, 0.8, 1.0);
  look.blur = 2.4 - 1.0 * ramp(ink, 0.15, 0.45) - 1.0 * ramp(ink, 0.45, 0.75) - 0.4 * ramp(ink, 0.75, 0.95);
  return look;
}

void drawRuns(QPainter& painter, const QList<QGlyphRun>& runs, const QPointF& at, const QColor& color) {
  if (color.alphaF() <= 0.01F) return;
  painter.setPen(color);
  for (const QGlyphRun& run : runs) painter.drawGlyphRun(at, run);
}

void paintLens(QPainter& painter, const QRectF& rect, const InkLens& lens) {
  if (lens.share < 0) return;
  const bool numbered = lens.number >= 0;
  painter.setPen(Qt::NoPen);
  painter.setBrush(withAlpha(lens.tint, numbered ? 0.24 : 0.05 + 0.38 * lens.share));
  painter.drawRoundedRect(rect, 3, 3);
  if (!numbered) {
    painter.setBrush(lens.tint);
    painter.drawRect(QRectF(rect.left(), rect.bottom() + 1, rect.width() * lens.share, 2));
    return;
  }
  painter.setPen(lens.tint);
  // Beside a word's number that of a comma would make one of two figures: it stands below.
  const bool narrow = rect.width() < 11;
  painter.setFont(chromeFont(narrow ? 7 : 9, QFont::DemiBold));
  painter.drawText(narrow ? rect.adjusted(-6, 0, 6, 10) : rect.adjusted(0, -9, 0, 0),
                   narrow ? Qt::AlignBottom | Qt::AlignHCenter : Qt::AlignTop | Qt::AlignRight,
                   QString::number(lens.number));
}

// A solid line below and a dot above: kept words, told by shape as well as by colour.
void paintPin(QPainter& painter, const QTextLine& line, const QPointF& at, const InkSpan& span, int from, int base,
              const GapPaint& paint) {
  const int begin = std::max(span.pinBegin - base, line.textStart());
  const int end = std::min(span.pinEnd - base, line.textStart() + line.textLength());
  if (from > begin && from != line.textStart()) return;  // drawn with the first of its tokens
  const auto [x1, x2] = std::minmax({at.x() + line.cursorToX(begin), at.x() + line.cursorToX(end)});
  const qreal ground = at.y() + line.y() + line.ascent();
  painter.setPen(Qt::NoPen);
  painter.setBrush(paint.theme.accent2);
  painter.drawRect(QRectF(x1, ground + paint.em * 0.27, x2 - x1, 2));
  painter.drawEllipse(QPointF((x1 + x2) / 2, ground - paint.em * 0.86), 2.6, 2.6);
}

// text: of the token, which stands in the line from `from`.
void paintToken(QPainter& painter, const QTextLine& line, const QPointF& at, const InkSpan& span, int from,
                QStringView text, const GapPaint& paint) {
  const int to = from + static_cast<int>(text.size());
  const auto [x1, x2] = std::minmax({at.x() + line.cursorToX(from), at.x() + line.cursorToX(to)});
  const qreal base = at.y() + line.y() + line.ascent();
  const QList<QGlyphRun> runs = line.glyphRuns(from, to - from);
  const QRectF box = QRectF(x1, base - line.ascent(), x2 - x1, line.ascent() + line.descent()).translated(-at);
  const auto letters = [&](const QColor& color, qreal blur) {
    if (blur < 0.25)
      drawRuns(painter, runs, at, color);
    else if (color.alphaF() > 0.01F)
      drawBlurredSprite(painter, {runs, text.toString(), box, blur}, at, color);
  };
  const QColor accent = paint.theme.accent;
  paintLens(painter, QRectF(x1 - 0.5, base - paint.em * 0.78, x2 - x1 + 1, paint.em * 1.02), span.lens);
  if (span.chosen) {
    const QRectF around(x1 - 2, base - paint.em * 0.82, x2 - x1 + 4, paint.em * 1.14);
    painter.setPen(QPen(withAlpha(accent, 0.75), 1.2));
    painter.setBrush(withAlpha(accent, 0.13));
    painter.drawRoundedRect(around, 4, 4);
  }
  const bool pinned = span.pinEnd > 0;
  if (span.settled || span.taken) {
    // Fresh ink is still warm.
    const qreal dry = ramp(span.ink, 0.72, 1.0);
    const qreal blur = 0.9 * (1.0 - ramp(span.ink, 0.5, 0.9));
    letters(withAlpha(mixed(paint.ink, accent, dry), 0.55 + 0.45 * dry), blur);
    if (!pinned) paintDots(painter, x1, x2, base + paint.em * 0.30, withAlpha(accent, 0.62), 1.0);
  } else {
    Look look = lookOf(span.ink);
    if (span.veiled) look.block = 0.22 - 0.06 * span.ink;
    const QRectF shape(x1 + 0.7, base - paint.em * 0.74, x2 - x1 - 1.4, paint.em * 0.99);
    drawBlockSprite(painter, shape, accent, look.block);
    if (!span.veiled) letters(withAlpha(accent, look.alpha), look.blur);
  }
  if (span.flip > 0.02)
    paintDots(painter, x1 + 1, x2 - 1, base + paint.em * 0.30, withAlpha(accent, std::min(1.0, span.flip * 1.2)), 2.0);
}

}  // namespace

void paintDots(QPainter& painter, qreal x1, qreal x2, qreal y, const QColor& color, qreal size) {
  painter.setPen(Qt::NoPen);
  painter.setBrush(color);
  const qreal step = size < 1.5 ? 2.6 : 4.0;
  const qreal dot = size < 1.5 ? 1.25 : 2.0;
  // Dots stand on a fixed grid, so that they keep still while the text around them moves. Of small ones nobody sees
  // whether they are round, and there are many.
  for (qreal x = std::ceil(x1 / step) * step; x + dot <= x2 + 0.5; x += step) {
    const QRectF place(x, y - dot / 2, dot, dot);
    if (size < 1.5) {
      painter.fillRect(place, color);
    } else {
      painter.drawEllipse(place);
    }
  }
}

// Of the letters from a place on.
qreal opacityAt(const GapPaint& paint, int from) {
  if (paint.coming == nullptr) return 1;
  const auto word = std::find_if(paint.coming->cbegin(), paint.coming->cend(),
                                 [from](const ComingWord& w) { return w.begin <= from && from < w.end; });
  return word == paint.coming->cend() ? 1 : word->opacity;
}

void paintGapBlock(QPainter& painter, const QTextBlock& block, const QPointF& at, const GapPaint& paint) {
  const QTextLayout* layout = block.layout();
  const int base = block.position();
  const QList<QTextLayout::FormatRange> formats = layout->formats();
  const QString text = block.text();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  for (int i = 0; i < layout->lineCount(); ++i) {
    const QTextLine line = layout->lineAt(i);
    if (at.y() + line.y() > paint.bottom || at.y() + line.y() + line.height() < paint.top) continue;
    const int begin = line.textStart();
    const int end = std::min(begin + line.textLength(), static_cast<int>(text.size()));
    QVector<int> cuts{begin, end};
    const auto cut = [&cuts, begin, end](int p) {
      if (p > begin && p < end) cuts.push_back(p);
    };
    for (const InkSpan& s : paint.spans) {
      cut(s.begin - base);
      cut(s.end - base);
    }
    for (const QTextLayout::FormatRange& f : formats) {
      cut(f.start);
      cut(f.start + f.length);
    }
    for (qsizetype k = 0; paint.coming != nullptr && k < paint.coming->size(); ++k) {
      cut(paint.coming->at(k).begin);
      cut(paint.coming->at(k).end);
    }
    std::sort(cuts.begin(), cuts.end());
    for (int k = 0; k + 1 < cuts.size(); ++k) {
      int from = cuts.at(k);
      const int to = cuts.at(k + 1);
      if (from >= to) continue;
      painter.setOpacity(opacityAt(paint, from));
      const auto span = std::find_if(paint.spans.cbegin(), paint.spans.cend(), [from, base](const InkSpan& s) {
        return s.begin - base <= from && from < s.end - base;
      });
      if (span != paint.spans.cend()) {
        int last = to;
        while (from < last && text.at(from).isSpace()) ++from;
        while (last > from && text.at(last - 1).isSpace()) --last;
        if (from < last) paintToken(painter, line, at, *span, from, QStringView(text).mid(from, last - from), paint);
        if (from < last && span->pinEnd > 0) paintPin(painter, line, at, *span, from, base, paint);
        continue;
      }
      QColor color = paint.ink;
      for (const QTextLayout::FormatRange& f : formats)
        if (f.start <= from && from < f.start + f.length && f.format.hasProperty(QTextFormat::ForegroundBrush))
          color = f.format.foreground().color();
      drawRuns(painter, line.glyphRuns(from, to - from), at, color);
    }
  }
  painter.restore();
}

}  // namespace lacuna::ui
