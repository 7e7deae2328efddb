// SPDX-License-Identifier: GPL-3.0-or-later
// The author's place on the page: a line, and how far below the upper edge it stands. It is the caret's line while
// that is in sight, else the first one. Kept while the page becomes wider, narrower, higher or lower, or its letters
// larger; and until the author moves, so that two changes which cancel each other lead back. UI thread only.
#pragma once

#include <QScrollBar>
#include <QTextEdit>

#include "ui/editor/page_layout.h"
#include "ui/hold.h"

namespace lacuna::ui {

class PagePlace {
 public:
  PagePlace(QTextEdit& page, PageLayout& layout) : page_(page), layout_(layout) {}

  // Before the change; `height` of the viewport as it was. Keeps a place that is noted already. Until restore() the
  // scroll bar may do what it likes.
  void note(int height);
  // After the change.
  void restore();
  // In between, and while it scrolls: nothing on the page has its place.
  bool held() const { return held_ || busy_ > 0; }
  // The author has moved, or the text has changed.
  void forget();
  // The caret's line stands in sight, with a little around it; at the first line the head of the page does.
  void showCaret();
  // From then on showCaret() puts that line at one height of the page, always.
  void setTypewriter(bool on) { typewriter_ = on; }
  bool typewriter() const { return typewriter_; }
  // The page itself takes or gives room: its place is kept, and not noted for what comes later.
  template <typename Change>
  void keep(Change change) {
    const bool fresh = position_ < 0;
    note(page_.viewport()->height());
    change();
    restore();
    if (fresh) forget();
  }
  // `work` may lay out paragraphs above what is in sight, or make them taller: it pushes nothing.
  template <typename Work>
  void keepTop(Work work) {
    if (busy_ > 0) return work();
    const Hold hold(busy_);
    const int scroll = page_.verticalScrollBar()->value();
    const int top = layout_.hitTest(QPointF(page_.viewport()->width() / 2.0, scroll), Qt::FuzzyHit);
    const qreal before = layout_.lineRect(top).top();
    work();
    const qreal moved = layout_.lineRect(top).top() - before;
    if (moved != 0 && scroll > 0) scrollTo(scroll + qRound(moved));
  }
  // Lays out what is in sight. Paragraphs above it that turn out taller than estimated push nothing.
  void reveal();

 private:
  void scrollTo(int value);

  QTextEdit& page_;
  PageLayout& layout_;
  int position_ = -1;   // in the view; -1: none is noted
  qreal below_ = 0;     // pixels from the upper edge to the line
  bool caret_ = false;  // it is the caret's line, and stays in sight
  bool held_ = false;   // between note() and restore()
  int busy_ = 0;
  bool typewriter_ = false;
};

}  // namespace lacuna::ui
