// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_mode.h"

namespace lacuna::ui {

GapMode::GapMode(const Parts& parts)
    : page_(parts.page), gaps_(parts.gaps), acts_(parts.acts), steering_(parts.steering) {
  connect(&gaps_, &GapController::gapModeChanged, this, [this](bool on) {
    if (on) {
      page_.modes().enter(*this);
    } else {
      page_.modes().leave(*this);
    }
  });
}

void GapMode::left() {
  choosing_ = false;
  gaps_.setGapMode(false);
}

void GapMode::leave(bool after) {
  const PageDocument::Hole* hole = page_.pageDocument().hole(gaps_.activeHole());
  gaps_.setGapMode(false);
  if (hole != nullptr) page_.placeCaret(after ? hole->viewEnd() : hole->viewBegin);
}

bool GapMode::undo() {
  page_.act([this] {
    const int position = gaps_.taking().undoActive();
    if (position >= 0) page_.placeCaret(position);
  });
  return true;
}

void GapMode::takeAllThatIsDone() {
  while (gaps_.gapMode() && gaps_.activeRun()->state() == GapRun::Done) acts_.takeActive();
}

bool GapMode::key(QKeyEvent* event) {
  if (steering_.key(event)) return true;
  const bool control = (event->modifiers() & Qt::ControlModifier) != 0;
  switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (control && (event->modifiers() & Qt::ShiftModifier) != 0) return false;
      if (control) {
        takeAllThatIsDone();
      } else {
        acts_.takeActive();
      }
      return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab: {
      const int way = event->key() == Qt::Key_Tab ? 1 : -1;
      if (control) {
        gaps_.activateNext(way);
      } else {
        gaps_.showing().step(way);
      }
      return true;
    }
    case Qt::Key_Escape:
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
      gaps_.taking().leave();
      return true;
    case Qt::Key_Left:
    case Qt::Key_Up:
    case Qt::Key_Home:
      leave(false);
      return true;
    case Qt::Key_Right:
    case Qt::Key_Down:
    case Qt::Key_End:
      leave(true);
      return true;
    default:
      return false;
  }
}

bool GapMode::press(QMouseEvent* event) {
  const bool opens = event->button() == Qt::LeftButton && (event->modifiers() & Qt::ShiftModifier) == 0;
  const PageDocument::Hole* hole = opens ? page_.holeAt(event->pos()) : nullptr;
  if (hole == nullptr) {
    gaps_.setGapMode(false);
    return false;
  }
  if (hole->id != gaps_.activeHole()) return false;  // the page tells of it: holeClicked()
  // The first click gives the gap the keys; from then on clicks are about its words.
  page_.frame()->setFocus(Qt::MouseFocusReason);
  choosing_ = true;
  steering_.press(event->pos());
  return true;
}

bool GapMode::drag(QMouseEvent* event) {
  if (choosing_) steering_.drag(event->pos());
  return choosing_;
}

bool GapMode::release(QMouseEvent* event) {
  Q_UNUSED(event)
  if (!std::exchange(choosing_, false)) return false;
  steering_.release();
  return true;
}

void GapMode::openMenu(int hole, const QPoint& point) {
  gaps_.activate(hole);
  steering_.press(point);
  steering_.release();
}

}  // namespace lacuna::ui
