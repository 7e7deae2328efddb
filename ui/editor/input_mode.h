// SPDX-License-Identifier: GPL-3.0-or-later
// Whom the author's keys and clicks on the page belong to: the text, or a feature that has taken them over for a while
// (a gap, the brush). One mode has them at a time. UI thread only.
#pragma once

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <utility>

namespace lacuna::ui {

// By itself a mode is writing: it uses nothing, and the page does with each event what an editor does.
class InputMode {
 public:
  InputMode() = default;
  virtual ~InputMode() = default;
  InputMode(const InputMode&) = delete;
  InputMode& operator=(const InputMode&) = delete;

  // True: used, and the page does nothing more about it.
  virtual bool key(QKeyEvent* /*event*/) { return false; }
  virtual bool press(QMouseEvent* /*event*/) { return false; }
  virtual bool drag(QMouseEvent* /*event*/) { return false; }
  virtual bool release(QMouseEvent* /*event*/) { return false; }
  virtual bool doubleClick(QMouseEvent* /*event*/) { return false; }
  virtual bool wheel(QWheelEvent* /*event*/) { return false; }
  virtual bool undo() { return false; }
  virtual bool ask() { return false; }  // Ctrl+G

  // What the page may do while the mode has the keys.
  virtual bool writes() const { return true; }       // the text can be changed
  virtual bool showsCaret() const { return true; }   // the author is at the caret
  virtual bool opensGaps() const { return true; }    // a gap has a menu of its own
  virtual bool needsStrip() const { return false; }  // a bar of the mode stands below the text

  // The author is about to change the text; or has moved the caret.
  virtual void beforeEdit() {}
  virtual void caretMoved() {}
  // Another mode has the keys now.
  virtual void left() {}
};

class InputModes {
 public:
  InputMode& current() { return *current_; }
  const InputMode& current() const { return *current_; }
  bool is(const InputMode& mode) const { return current_ == &mode; }
  void enter(InputMode& mode) {
    if (is(mode)) return;
    std::exchange(current_, &mode)->left();
  }
  // Back to writing.
  void leave(const InputMode& mode) {
    if (is(mode)) enter(writing_);
  }
  void write() { enter(writing_); }
  // The same, for a page whose features go away: nobody is told.
  void forget() { current_ = &writing_; }

 private:
  InputMode writing_;
  InputMode* current_ = &writing_;
};

}  // namespace lacuna::ui
