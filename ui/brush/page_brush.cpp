// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/brush/page_brush.h"

#include <utility>

namespace lacuna::ui {

PageBrush::PageBrush(PageHost& page) : page_(page), bar_(new BrushBar(page.frame())) {
  connect(bar_, &KeyBar::chosen, this, [this](int action) {
    page_.frame()->setFocus();
    if (action == BrushBar::Send) send();
    if (action == BrushBar::Leave) leave();
  });
  // The text goes on under the brush only by undo or another document: the strokes would lie elsewhere.
  connect(&page.pageDocument(), &PageDocument::edited, this, &PageBrush::leave);
}

void PageBrush::start() {
  if (active()) {
    leave();
    return;
  }
  page_.modes().enter(*this);
  page_.paper()->setCursor(Qt::CrossCursor);
  const QTextCursor caret = page_.caret();
  if (caret.hasSelection()) {
    const PageDocument& document = page_.pageDocument();
    paint(document.toManuscript(caret.selectionStart()), document.toManuscript(caret.selectionEnd()));
  }
  refresh();
}

void PageBrush::left() {
  from_ = to_ = -1;
  strokes_.clear();
  page_.paper()->setCursor(Qt::IBeamCursor);
  bar_->hide();
  refresh();
}

void PageBrush::send() {
  const QVector<GapWish> wishes = strokes_.wishes(page_.pageDocument().manuscript().text());
  if (wishes.isEmpty()) {
    page_.say(tr("Nothing is painted yet: drag over words, or select them and press Space."));
    return;
  }
  leave();
  Q_EMIT wished(wishes);
}

bool PageBrush::ask() {
  send();
  return true;
}

void PageBrush::setPressure(int pressure) {
  pressure_ = qBound(0, pressure, kPressures);
  refresh();
}

int PageBrush::at(const QPoint& point) const { return page_.pageDocument().toManuscript(page_.positionAt(point)); }

// Words behind a gap are not the author's to paint: they are about to be decided on.
bool PageBrush::paint(int begin, int end) {
  if (begin > end) std::swap(begin, end);
  for (const PageDocument::Hole& hole : page_.pageDocument().holes())
    if (hole.begin < end && begin < hole.end()) {
      page_.say(tr("There is a gap here already: take or leave it first."));
      return false;
    }
  strokes_.paint(page_.pageDocument().manuscript().text(), begin, end, pressure_);
  return true;
}

bool PageBrush::paintSelection() {
  QTextCursor caret = page_.caret();
  const PageDocument& document = page_.pageDocument();
  const bool painted =
      paint(document.toManuscript(caret.selectionStart()), document.toManuscript(caret.selectionEnd()));
  caret.clearSelection();
  page_.setCaret(caret);
  refresh();
  return painted;
}

bool PageBrush::press(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return false;
  from_ = to_ = at(event->pos());
  refresh();
  return true;
}

bool PageBrush::drag(QMouseEvent* event) {
  if (from_ >= 0) {
    to_ = at(event->pos());
    refresh();
  }
  return true;
}

bool PageBrush::release(QMouseEvent* event) {
  Q_UNUSED(event)
  if (from_ >= 0) {
    paint(from_, to_);
    from_ = to_ = -1;
    refresh();
  }
  return true;
}

bool PageBrush::wheel(QWheelEvent* event) {
  if ((event->modifiers() & Qt::ControlModifier) == 0 || event->angleDelta().y() == 0) return false;
  setPressure(qBound(1, pressure_ + (event->angleDelta().y() > 0 ? 1 : -1), kPressures));
  event->accept();
  return true;
}

bool PageBrush::undo() {
  const bool any = strokes_.undo();
  refresh();
  return any;
}

bool PageBrush::key(QKeyEvent* event) {
  const bool selected = page_.caret().hasSelection();
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
      if (!selected || paintSelection()) send();
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
    if (selected) paintSelection();
  }
  return true;  // nobody writes with the brush
}

QVector<Wash> PageBrush::washes() const {
  QVector<Wash> washes;
  if (!active()) return washes;
  BrushStrokes shown = strokes_;
  if (from_ >= 0) shown.paint(page_.pageDocument().manuscript().text(), from_, to_, pressure_);
  for (const StrokeAsk& s : shown.strokes())
    washes.push_back({page_.pageDocument().toView(s.begin, true), page_.pageDocument().toView(s.end), s.strength});
  return washes;
}

void PageBrush::refresh() {
  page_.pageLayout().setWashes(washes());
  page_.paper()->update();
  page_.placeBars();
}

void PageBrush::place() {
  if (!active()) return;
  bar_->showBrush(pressure_, static_cast<int>(strokes_.strokes().size()));
  const QWidget* paper = page_.paper();
  const int strip = page_.frame()->height() - paper->height();
  bar_->move((paper->width() - bar_->width()) / 2, paper->height() + (strip - bar_->height()) / 2);
  bar_->show();
  bar_->raise();
}

}  // namespace lacuna::ui
