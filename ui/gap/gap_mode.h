// SPDX-License-Identifier: GPL-3.0-or-later
// The keys and clicks of the page while they belong to a gap. UI thread only.
#pragma once

#include <QObject>

#include "ui/editor/input_mode.h"
#include "ui/gap/gap_acts.h"

namespace lacuna::ui {

// It has the keys as long as GapController::gapMode().
class GapMode : public QObject, public InputMode {
  Q_OBJECT
 public:
  struct Parts {
    PageHost& page;
    GapController& gaps;
    GapActs& acts;
    PageSteering& steering;
  };
  explicit GapMode(const Parts& parts);

  bool key(QKeyEvent* event) override;
  bool press(QMouseEvent* event) override;
  bool drag(QMouseEvent* event) override;
  bool release(QMouseEvent* event) override;
  bool undo() override;
  bool ask() override { return gaps_.asking().askAgain(); }
  bool showsCaret() const override { return false; }
  void beforeEdit() override { leave(true); }
  void caretMoved() override { gaps_.setGapMode(false); }
  void left() override;

  // The list at the word there, of a gap that may have been another's until now.
  void openMenu(int hole, const QPoint& point);

 private:
  // The keys belong to the text again; the caret stands before or after the gap.
  void leave(bool after);
  void takeAllThatIsDone();

  PageHost& page_;
  GapController& gaps_;
  GapActs& acts_;
  PageSteering& steering_;
  bool choosing_ = false;  // the mouse is held down on words of the gap
};

}  // namespace lacuna::ui
