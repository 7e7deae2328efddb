// SPDX-License-Identifier: GPL-3.0-or-later
// Words that come to stand in another line come in there, as ink does: drawn on their way they would lie over others.
// What is below a paragraph that grows or shrinks slides, over no words either. Only painting asks: places in the
// layout, and with them caret, selection and clicks, are true all the time. UI thread only.
#pragma once

#include <QTextBlock>
#include <QVector>
#include <map>

#include "ui/editor/gap_painter.h"

namespace lacuna::ui {

class Glide {
 public:
  struct Extent {
    qreal text = 0;  // pixels
    qreal room = 0;  // and so many empty ones below it
  };
  // The paragraph as it is laid out now. spans: of all gaps, view positions, ascending. What stands in another line
  // than at the last call begins to come in, and the paragraphs below to slide when the height of the text is another.
  void note(const QTextBlock& block, const Extent& extent, const QVector<InkSpan>& spans);
  // The paragraphs below this one have moved down by so many pixels. They slide through its empty room at most.
  void push(int block, qreal pixels, qreal room);
  // This paragraph is out of sight.
  void drop(int block) { paragraphs_.erase(block); }
  // All stand where they are.
  void forget();
  // True while something is on its way.
  bool advance(qreal seconds);
  bool moving() const { return moving_; }

  // Of a paragraph, ascending; null: all of them stand.
  const QVector<ComingWord>* words(int block) const;
  // How far above (below 0) its place a paragraph is drawn.
  qreal shiftOf(int block) const;
  // The first paragraph that anything moves in; -1: none.
  int first() const;
  // No paragraph is drawn further from its place than this.
  qreal reach() const;

 private:
  struct Word {
    qreal top = 0;    // of its line, in the paragraph
    qreal faint = 0;  // 1 has just come, falling to 0
  };
  struct Paragraph {
    QVector<int> lengths;                       // of the author's text between the gaps
    std::map<std::pair<int, int>, Word> words;  // by stretch of text, or gap, and number there
    QVector<ComingWord> coming;
    qreal height = 0;
  };
  std::map<int, Paragraph> paragraphs_;
  std::map<int, qreal> shifts_;  // of what is below a paragraph
  bool moving_ = false;
};

}  // namespace lacuna::ui
