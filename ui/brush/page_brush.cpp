// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/brush/page_brush.h"

#include <QScrollBar>
#include <algorithm>

#include "ui/page/page_view.h"

namespace lacuna::ui {

PageBrush::PageBrush(PageView& page) : QObject(&page), page_(page), bar_(new GapBar(&page)) {
  bar_->setObjectName(QStringLiteral("brushBar"));
  bar_->setAccessibleName(tr("Brush"));
  connect(bar_, &GapBar::chosen, this, [this](GapBar::Action action) {
    page_.setFocus();
    if (action == GapBar::Take) send();
    if (action == GapBar::Leave) leave();
  });
  // The text goes on under the brush only by undo or another document: the strokes would lie elsewhere.
  connect(&page.pageDocument(), &PageDocument::edited, this, &PageBrush::leave);
  // A gap that the author turns to has the keys, which the brush would keep from it.
  connect(&page.gaps(), &GapController::changed, this, [this] {
    if (page_.gaps().gapMode()) leave();
  });
}

void PageBrush::start() {
  if (active_) {
    leave();
    return;
  }
  active_ = true;
  page_.gaps().setGapMode(false);
  strokes_.clear();
  page_.viewport()->setCursor(Qt::CrossCursor);
  const QTextCursor cursor = page_.textCursor();
  if (cursor.hasSelection()) {
    paint(page_.pageDocument().toManuscript(cursor.selectionStart()),
          page_.pageDocument().toManuscript(cursor.selectionEnd()));
  }
  refresh();
}

void PageBrush::leave() {
  if (!active_) return;
  active_ = false;
  from_ = to_ = -1;
  strokes_.clear();
  page_.viewport()->setCursor(Qt::IBeamCursor);
  bar_->hide();
  refresh();
}

void PageBrush::send() {
  const QVector<GapWish> wishes = strokes_.wishes(page_.pageDocument().manuscript().text());
  if (wishes.isEmpty()) {
    Q_EMIT page_.sentence(tr("Nothing is painted yet: drag over words, or select them and press Space."));
    return;
  }
  leave();
  page_.askWishes(wishes);
}

void PageBrush::setPressure(int pressure) {
  pressure_ = qBound(0, pressure, kPressures);
  refresh();
}

int PageBrush::at(const QPoint& point) const {
  return page_.pageDocument().toManuscript(page_.cursorForPosition(point).position());
}

// Words behind a gap are not the author's to paint: they are about to be decided on.
bool PageBrush::paint(int begin, int end) {
  if (begin > end) std::swap(begin, end);
  for (const PageDocument::Hole& hole : page_.pageDocument().holes())
    if (hole.begin < end && begin < hole.end()) {
      Q_EMIT page_.sentence(tr("There is a gap here already: take or leave it first."));
      return false;
    }
  strokes_.paint(page_.pageDocument().manuscript().text(), begin, end, pressure_);
  return true;
}

void PageBrush::press(const QPoint& point) {
  from_ = to_ = at(point);
  refresh();
}

void PageBrush::drag(const QPoint& point) {
  if (from_ < 0) return;
  to_ = at(point);
  refresh();
}

void PageBrush::release() {
  if (from_ < 0) return;
  paint(from_, to_);
  from_ = to_ = -1;
  refresh();
}

bool PageBrush::undo() {
  const bool any = strokes_.undo();
  refresh();
  return any;
}

bool PageBrush::key(const QKeyEvent* event) {
  QTextCursor cursor = page_.textCursor();
  const auto paintSelection = [&] {
    const bool painted = paint(page_.pageDocument().toManuscript(cursor.selectionStart()),
                               page_.pageDocument().toManuscript(cursor.selectionEnd()));
    cursor.clearSelection();
    page_.setTextCursor(cursor);
    refresh();
    return painted;
  };
  switch (event->key()) {
    case Qt::Key_Escape:
      leave();
      return true;
    case Qt::Key_Space:
      paintSelection();
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      // What is selected is meant too.
      if (!cursor.hasSelection() || paintSelection()) send();
      return true;
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
      undo();
      return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
      return false;  // the cursor moves as ever, Shift selects
    default:
      break;
  }
  if ((event->modifiers() & Qt::ControlModifier) != 0) return false;
  const int digit = event->key() - Qt::Key_0;
  if (digit >= 0 && digit <= kPressures) {
    setPressure(digit);
    if (cursor.hasSelection()) paintSelection();
  }
  return true;  // nobody writes with the brush
}

QVector<Wash> PageBrush::washes() const {
  QVector<Wash> washes;
  if (!active_) return washes;
  BrushStrokes shown = strokes_;
  if (from_ >= 0) shown.paint(page_.pageDocument().manuscript().text(), from_, to_, pressure_);
  for (const StrokeAsk& s : shown.strokes())
    washes.push_back({page_.pageDocument().toView(s.begin, true), page_.pageDocument().toView(s.end), s.strength});
  return washes;
}

void PageBrush::refresh() {
  page_.pageLayout().setWashes(washes());
  page_.viewport()->update();
  page_.placeBar();
}

void PageBrush::place() {
  if (!active_) return;
  bar_->showBrush(pressure_, static_cast<int>(strokes_.strokes().size()));
  const QWidget* viewport = page_.viewport();
  // In the strip below the text.
  const int strip = page_.height() - viewport->height();
  bar_->move((viewport->width() - bar_->width()) / 2, viewport->height() + (strip - bar_->height()) / 2);
  bar_->show();
  bar_->raise();
}

}  // namespace lacuna::ui
