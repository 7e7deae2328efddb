// SPDX-License-Identifier: GPL-3.0-or-later
// Words that come to stand elsewhere glide there: what a line break or a new line would make jump. Knows where each
// word of a paragraph with a gap stood, and how far from there it still is drawn. Only painting asks: places in the
// layout, and with them caret, selection and clicks, are true all the time. UI thread only.
#pragma once

#include <QPointF>
#include <QTextBlock>
#include <QVector>
#include <map>

#include "ui/editor/gap_painter.h"

namespace lacuna::ui {

class Glide {
 public:
  // The paragraph as it is laid out now, `height` pixels of text. spans: of all gaps, view positions, ascending. What
  // stands elsewhere than at the last call begins to glide, and so do the paragraphs below when the height is another.
  void note(const QTextBlock& block, qreal height, const QVector<InkSpan>& spans);
  // The paragraphs below this one have moved down by so many pixels.
  void push(int block, qreal pixels);
  // This paragraph is out of sight.
  void drop(int block) { paragraphs_.erase(block); }
  // All stand where they are.
  void forget();
  // True while something is on its way.
  bool advance(qreal seconds);
  bool moving() const { return moving_; }

  // Of a paragraph, ascending; null: none of them is on its way.
  const QVector<GlidingWord>* words(int block) const;
  // How far above (below 0) its place a paragraph is drawn.
  qreal shiftOf(int block) const;
  // The first paragraph that anything glides in; -1: none.
  int first() const;
  // No paragraph is drawn further from its place than this.
  qreal reach() const;

 private:
  struct Word {
    QPointF place;  // in the paragraph
    QPointF off;    // drawn so far from there
  };
  struct Paragraph {
    QVector<int> lengths;                       // of the author's text between the gaps
    std::map<std::pair<int, int>, Word> words;  // by stretch of text, or gap, and number there
    QVector<GlidingWord> gliding;
    qreal height = 0;
  };
  std::map<int, Paragraph> paragraphs_;
  std::map<int, qreal> shifts_;  // of what is below a paragraph
  bool moving_ = false;
};

}  // namespace lacuna::ui
