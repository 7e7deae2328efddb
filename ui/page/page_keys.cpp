// SPDX-License-Identifier: GPL-3.0-or-later
// The page's keys, mouse and clipboard. Every way in which the author can edit passes prepareForEdit(), so that no
// edit ever reaches into the noise.
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QTextBlock>
#include <algorithm>
#include <memory>

#include "ui/page/page_view.h"

namespace lacuna::ui {
namespace {

QString normalised(QString text) {
  text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
  for (QChar& c : text)
    if (c == u'\r' || c == QChar::ParagraphSeparator || c == QChar::LineSeparator) c = u'\n';
  text.remove(QChar(0));
  return text;
}

bool prints(const QKeyEvent* event) {
  const QString text = event->text();
  const bool command = (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) == Qt::ControlModifier;
  return !text.isEmpty() && !command && (text.at(0).isPrint() || text.at(0) == u'\t');
}

bool isReturn(const QKeyEvent* event) { return event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter; }

}  // namespace

void PageView::prepareForEdit() {
  if (gaps_.gapMode()) leaveGapMode(true);
  const QTextCursor cursor = textCursor();
  int begin = cursor.selectionStart();
  int end = cursor.selectionEnd();
  document_.noteCursor(document_.toManuscript(cursor.position()));
  if (begin == end) return;
  ++restoring_;
  if (document_.closeHolesIn(begin, end)) setCursorRange(begin, end);
  --restoring_;
}

// The keys belong to the text again; the cursor stands before or after the gap.
void PageView::leaveGapMode(bool after) {
  const PageDocument::Hole* hole = document_.hole(gaps_.activeHole());
  gaps_.setGapMode(false);
  if (hole == nullptr) return;
  ++restoring_;
  goTo(after ? hole->viewEnd() : hole->viewBegin);
  --restoring_;
  lastPosition_ = textCursor().position();
}

bool PageView::gapKey(QKeyEvent* event) {
  if (steering_->key(event)) return true;
  const bool control = (event->modifiers() & Qt::ControlModifier) != 0;
  if (isReturn(event) && control && (event->modifiers() & Qt::ShiftModifier) != 0) return false;
  switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (control) {
        while (gaps_.gapMode() && gaps_.activeRun()->state == GapRun::Done) takeActive();
      } else {
        takeActive();
      }
      return true;
    case Qt::Key_Tab:
      if (control) {
        gaps_.activateNext(1);
      } else {
        gaps_.step(1);
      }
      return true;
    case Qt::Key_Backtab:
      if (control) {
        gaps_.activateNext(-1);
      } else {
        gaps_.step(-1);
      }
      return true;
    case Qt::Key_Escape:
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
      gaps_.leave();
      return true;
    case Qt::Key_Left:
    case Qt::Key_Up:
    case Qt::Key_Home:
      leaveGapMode(false);
      return true;
    case Qt::Key_Right:
    case Qt::Key_Down:
    case Qt::Key_End:
      leaveGapMode(true);
      return true;
    default:
      return false;
  }
}

// Deleting against a gap leaves the gap, as if it were one letter; deleting by words stops at its edge.
bool PageView::editKeyAtHole(QKeyEvent* event) {
  if (document_.holes().isEmpty() || textCursor().hasSelection()) return false;
  const bool word = (event->modifiers() & Qt::ControlModifier) != 0;
  const bool back = event->key() == Qt::Key_Backspace;
  if (!back && event->key() != Qt::Key_Delete) return false;
  const int position = textCursor().position();
  for (const PageDocument::Hole& h : document_.holes()) {
    if (position == (back ? h.viewEnd() : h.viewBegin)) {
      gaps_.leaveHole(h.id);
      return true;
    }
  }
  if (!word) return false;
  QTextCursor cursor = textCursor();
  cursor.movePosition(back ? QTextCursor::PreviousWord : QTextCursor::NextWord, QTextCursor::KeepAnchor);
  int to = cursor.position();
  for (const PageDocument::Hole& h : document_.holes()) {
    if (back && h.viewEnd() <= position) to = std::max(to, h.viewEnd());
    if (!back && h.viewBegin >= position) to = std::min(to, h.viewBegin);
  }
  cursor.setPosition(position);
  cursor.setPosition(to, QTextCursor::KeepAnchor);
  cursor.removeSelectedText();
  return true;
}

void PageView::keyPressEvent(QKeyEvent* event) {
  // Qt offers a key that a child did not want to its parents: the page takes none that was meant for a card on it.
  const QWidget* const focus = QApplication::focusWidget();
  if (focus != nullptr && focus != this && isAncestorOf(focus)) {
    event->ignore();
    return;
  }
  if (event->matches(QKeySequence::Undo)) {
    undoEdit();
    return;
  }
  if (event->matches(QKeySequence::Redo)) {
    redoEdit();
    return;
  }
  if (brush_->active() && brush_->key(event)) return;
  if (gaps_.gapMode() && gapKey(event)) return;
  if (event->matches(QKeySequence::Cut)) {
    cutSelection();
    return;
  }
  if (event->matches(QKeySequence::Paste)) {
    pasteClipboard();
    return;
  }
  if (event->key() == Qt::Key_Escape || (isReturn(event) && (event->modifiers() & Qt::ControlModifier) != 0)) {
    event->ignore();
    return;
  }
  const bool deletes = event->key() == Qt::Key_Backspace || event->key() == Qt::Key_Delete ||
                       event->matches(QKeySequence::DeleteStartOfWord) ||
                       event->matches(QKeySequence::DeleteEndOfWord) || event->matches(QKeySequence::DeleteEndOfLine) ||
                       event->matches(QKeySequence::DeleteCompleteLine);
  if (deletes) {
    const bool selected = textCursor().hasSelection();
    prepareForEdit();
    const bool onlyGaps = selected && !textCursor().hasSelection();  // they are left, and no letter beside them goes
    if (onlyGaps || editKeyAtHole(event)) {
      showCaret();
      return;
    }
    if (event->key() != Qt::Key_Backspace && event->key() != Qt::Key_Delete && !document_.holes().isEmpty()) return;
  } else if (isReturn(event)) {
    // Shift+Enter would put a line separator into the text, which no file format of ours knows.
    prepareForEdit();
    QTextCursor cursor = textCursor();
    cursor.insertText(QStringLiteral("\n"));
    setTextCursor(cursor);
    showCaret();
    return;
  } else if (prints(event)) {
    prepareForEdit();
  }
  const int position = textCursor().position();
  const int revision = document()->revision();
  QTextEdit::keyPressEvent(event);
  // Deleting where nothing is left to delete leads to the caret as well; a key that is no more than held does not.
  if (deletes || position != textCursor().position() || revision != document()->revision()) showCaret();
}

void PageView::inputMethodEvent(QInputMethodEvent* event) {
  if (brush_->active()) return;
  if (!event->commitString().isEmpty() || !event->preeditString().isEmpty()) prepareForEdit();
  QTextEdit::inputMethodEvent(event);
  if (!event->commitString().isEmpty()) showCaret();
}

void PageView::mousePressEvent(QMouseEvent* event) {
  steering_->close();
  if (brush_->active() && event->button() == Qt::LeftButton) {
    brush_->press(event->pos());
    return;
  }
  const PageDocument::Hole* hole = event->button() == Qt::LeftButton ? holeAt(event->pos()) : nullptr;
  if (hole != nullptr && (event->modifiers() & Qt::ShiftModifier) == 0) {
    setFocus(Qt::MouseFocusReason);
    const int id = hole->id;
    // The first click gives the gap the keys; from then on clicks are about its words.
    if (gaps_.gapMode() && gaps_.activeHole() == id) {
      choosing_ = true;
      steering_->press(event->pos());
      return;
    }
    ++restoring_;
    setCursorRange(hole->viewBegin, hole->viewBegin);
    --restoring_;
    lastPosition_ = textCursor().position();
    gaps_.activate(id);
    return;
  }
  gaps_.setGapMode(false);
  document_.breakUndoRun();
  QTextEdit::mousePressEvent(event);
}

void PageView::mouseMoveEvent(QMouseEvent* event) {
  if (brush_->active()) {
    brush_->drag(event->pos());
  } else if (choosing_) {
    steering_->drag(event->pos());
  } else {
    QTextEdit::mouseMoveEvent(event);
  }
}

void PageView::mouseReleaseEvent(QMouseEvent* event) {
  if (brush_->active()) {
    brush_->release();
  } else if (choosing_) {
    choosing_ = false;
    steering_->release();
  } else {
    QTextEdit::mouseReleaseEvent(event);
  }
}

void PageView::wheelEvent(QWheelEvent* event) {
  if (brush_->active() && (event->modifiers() & Qt::ControlModifier) != 0 && event->angleDelta().y() != 0) {
    brush_->setPressure(qBound(1, brush_->pressure() + (event->angleDelta().y() > 0 ? 1 : -1), kPressures));
    event->accept();
    return;
  }
  QTextEdit::wheelEvent(event);
}

void PageView::focusInEvent(QFocusEvent* event) {
  steering_->close();
  QTextEdit::focusInEvent(event);
}

void PageView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (brush_->active() || holeAt(event->pos()) != nullptr) return;
  QTextEdit::mouseDoubleClickEvent(event);
}

void PageView::dropEvent(QDropEvent* event) {
  // Qt's own drop would end the drag too: it would scroll the page for ever, and its caret would stay.
  QDragLeaveEvent ended;
  QTextEdit::dragLeaveEvent(&ended);
  const QPoint at = event->position().toPoint();
  const bool own = event->source() == this || event->source() == viewport();
  const bool moves = own && event->dropAction() == Qt::MoveAction;
  const int target = cursorForPosition(at).position();
  const bool free = !brush_->active() && holeAt(at) == nullptr;
  if (free && (moves ? moveSelection(target) : dropText(event->mimeData()->text(), target))) {
    event->acceptProposedAction();
  } else {
    event->ignore();
  }
}

bool PageView::moveSelection(int viewPosition) {
  const QTextCursor chosen = textCursor();
  if (!chosen.hasSelection() || brush_->active() || document_.holeAround(viewPosition) != nullptr) return false;
  if (viewPosition >= chosen.selectionStart() && viewPosition <= chosen.selectionEnd()) return false;
  // Of gaps alone there is nothing to move.
  if (document_.toManuscript(chosen.selectionStart()) == document_.toManuscript(chosen.selectionEnd())) return false;
  QTextCursor target(document());
  target.setPosition(viewPosition);
  gaps_.setGapMode(false);
  prepareForEdit();
  const int begin = document_.toManuscript(textCursor().selectionStart());
  const int end = document_.toManuscript(textCursor().selectionEnd());
  const QString text = document_.manuscript().text().mid(begin, end - begin);
  document_.beginStep();
  textCursor().removeSelectedText();
  seams_.noteCut(cursorPosition());
  insertAt(target.position(), text);
  document_.endStep();
  return true;
}

bool PageView::dropText(const QString& text, int viewPosition) {
  const QString words = normalised(text);
  if (words.isEmpty() || brush_->active() || document_.holeAround(viewPosition) != nullptr) return false;
  insertAt(viewPosition, words);
  return true;
}

void PageView::insertAt(int viewPosition, const QString& text) {
  QTextCursor place(document());
  place.setPosition(viewPosition);
  gaps_.setGapMode(false);  // a gap before it may become longer or shorter
  setCursorRange(place.position(), place.position());
  prepareForEdit();
  textCursor().insertText(text);
  const int end = cursorPosition();
  seams_.notePaste(end - static_cast<int>(text.size()), end);
  showCaret();
}

QMimeData* PageView::createMimeDataFromSelection() const {
  const QTextCursor cursor = textCursor();
  const int begin = document_.toManuscript(cursor.selectionStart());
  const int end = document_.toManuscript(cursor.selectionEnd());
  auto mime = std::make_unique<QMimeData>();
  mime->setText(document_.manuscript().text().mid(begin, end - begin));
  return mime.release();
}

void PageView::insertFromMimeData(const QMimeData* source) {
  const QString text = normalised(source->text());
  if (text.isEmpty() || brush_->active()) return;
  prepareForEdit();
  textCursor().insertText(text);
  const int end = cursorPosition();
  seams_.notePaste(end - static_cast<int>(text.size()), end);
  showCaret();
}

void PageView::cutSelection() {
  if (!textCursor().hasSelection() || brush_->active()) return;
  copy();
  prepareForEdit();
  textCursor().removeSelectedText();
  seams_.noteCut(cursorPosition());
  showCaret();
}

void PageView::pasteClipboard() {
  if (const QMimeData* mime = QGuiApplication::clipboard()->mimeData()) insertFromMimeData(mime);
}

void PageView::contextMenuEvent(QContextMenuEvent* event) {
  if (const PageDocument::Hole* hole = holeAt(event->pos()); hole != nullptr && !brush_->active()) {
    gaps_.activate(hole->id);
    steering_->press(event->pos());
    steering_->release();
    return;
  }
  QMenu menu(this);
  const bool selected = textCursor().hasSelection();
  menu.addAction(selected ? tr("Rewrite the selection") : tr("Fill a gap here"), this, &PageView::askHere);
  menu.addAction(tr("Confirm generated text"), this, &PageView::confirmGenerated);
  menu.addAction(tr("Seen from everywhere, or no longer"), this, &PageView::toggleTagged);
  menu.addSeparator();
  menu.addAction(tr("Undo"), this, &PageView::undoEdit)->setEnabled(document_.manuscript().canUndo());
  menu.addAction(tr("Redo"), this, &PageView::redoEdit)->setEnabled(document_.manuscript().canRedo());
  menu.addSeparator();
  menu.addAction(tr("Cut"), this, &PageView::cutSelection)->setEnabled(selected);
  menu.addAction(tr("Copy"), this, &QTextEdit::copy)->setEnabled(selected);
  menu.addAction(tr("Paste"), this, &PageView::pasteClipboard);
  menu.addAction(tr("Select all"), this, &QTextEdit::selectAll);
  menu.exec(event->globalPos());
}

}  // namespace lacuna::ui
