// SPDX-License-Identifier: GPL-3.0-or-later
// What a feature may ask of the page that it works on. A feature knows the manuscript, the layout and this, and no
// other feature unless its own folder says so. UI thread only.
#pragma once

#include <QPoint>
#include <QRect>
#include <QString>
#include <QTextCursor>
#include <QWidget>
#include <functional>

#include "ui/editor/input_mode.h"
#include "ui/editor/page_document.h"
#include "ui/editor/page_layout.h"

namespace lacuna::ui {

class PageHost {
 public:
  virtual ~PageHost() = default;

  virtual PageDocument& pageDocument() = 0;
  virtual PageLayout& pageLayout() = 0;
  virtual InputModes& modes() = 0;

  // Bars and cards stand on the frame, in its coordinates; it takes the keys. The paper is the part of it that shows
  // text: points, and rectangles of lines, are in its coordinates.
  virtual QWidget* frame() = 0;
  virtual QWidget* paper() = 0;
  // Pixels of the text above the paper's upper edge.
  virtual int scrolled() const = 0;
  // What a bar stands at has changed.
  virtual void placeBars() = 0;

  // Positions are the view's.
  virtual QTextCursor caret() const = 0;
  virtual void setCaret(const QTextCursor& cursor) = 0;
  virtual QRect caretRect(int position) const = 0;
  virtual int positionAt(const QPoint& point) const = 0;
  virtual const PageDocument::Hole* holeAt(const QPoint& point) const = 0;
  // Selects these words of the manuscript, in sight.
  virtual void showRange(int begin, int end) = 0;
  // The paragraph of these lines and the room below it come in sight, but never so that the first line goes.
  virtual void reveal(int begin, int end) = 0;

  // The caret goes there, in sight, and the mode stays.
  virtual void placeCaret(int position) = 0;
  // Where the caret gets to meanwhile is not the author's doing: the mode stays.
  virtual void quietly(const std::function<void()>& work) = 0;
  // The same for an act of the author, after which they are somewhere else.
  virtual void act(const std::function<void()>& work) = 0;

  // One quiet sentence in the window; empty takes the last one away.
  virtual void say(const QString& sentence) = 0;
};

}  // namespace lacuna::ui
