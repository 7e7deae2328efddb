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
#include <QUrl>
#include <algorithm>
#include <cmath>
#include <memory>

#include "ui/editor/marked_text.h"
#include "ui/editor/page_editor.h"
#include "ui/editor/rich_text.h"

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

// Files of this machine; an address of the web is words.
QStringList filesOf(const QMimeData& mime) {
  QStringList files;
  for (const QUrl& url : mime.urls())
    if (url.isLocalFile()) files << url.toLocalFile();
  return files;
}

bool isReturn(const QKeyEvent* event) { return event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter; }

}  // namespace

void PageEditor::prepareForEdit() {
  modes_.current().beforeEdit();
  const QTextCursor cursor = textCursor();
  int begin = cursor.selectionStart();
  int end = cursor.selectionEnd();
  document_.noteCursor(document_.toManuscript(cursor.position()));
  if (begin == end) return;
  const CaretHold hold(*this);
  if (document_.closeHolesIn(begin, end)) setCursorRange(begin, end);
}

// Deleting against a gap leaves the gap, as if it were one letter; deleting by words stops at its edge.
bool PageEditor::editKeyAtHole(QKeyEvent* event) {
  if (document_.holes().isEmpty() || textCursor().hasSelection()) return false;
  const bool word = (event->modifiers() & Qt::ControlModifier) != 0;
  const bool back = event->key() == Qt::Key_Backspace;
  if (!back && event->key() != Qt::Key_Delete) return false;
  const int position = textCursor().position();
  for (const PageDocument::Hole& h : document_.holes()) {
    if (position == (back ? h.viewEnd() : h.viewBegin)) {
      Q_EMIT holeDeleted(h.id);
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

void PageEditor::keyPressEvent(QKeyEvent* event) {
  const PageDocument::From typed(document_, EditOrigin::Typed);
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
  if (modes_.current().key(event)) return;
  if (event->matches(QKeySequence::Cut)) {
    cutSelection();
    return;
  }
  if (event->matches(QKeySequence::Paste)) {
    pasteClipboard();
    return;
  }
  if (event->key() == Qt::Key_Backspace && event->modifiers() == Qt::NoModifier && typing_.justChanged()) {
    undoEdit();
    return;
  }
  if (event->key() == Qt::Key_Backtab || (event->key() == Qt::Key_Tab && event->modifiers() == Qt::NoModifier)) {
    if (typing_.indent(event->key() == Qt::Key_Tab)) return;
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
    breakParagraph();
    return;
  } else if (prints(event)) {
    prepareForEdit();
  }
  const int position = textCursor().position();
  const int revision = document()->revision();
  QTextEdit::keyPressEvent(event);
  if (prints(event) && revision != document()->revision()) typing_.typed();
  // Deleting where nothing is left to delete leads to the caret as well; a key that is no more than held does not.
  if (deletes || position != textCursor().position() || revision != document()->revision()) showCaret();
}

void PageEditor::breakParagraph() {
  prepareForEdit();
  if (!typing_.endsItem()) {
    const QString text = u'\n' + typing_.nextMark();
    QTextCursor cursor = textCursor();
    cursor.insertText(text);
    setTextCursor(cursor);
  }
  showCaret();
}

void PageEditor::inputMethodEvent(QInputMethodEvent* event) {
  if (!modes_.current().writes()) return;
  const PageDocument::From typed(document_, EditOrigin::Typed);
  if (!event->commitString().isEmpty() || !event->preeditString().isEmpty()) prepareForEdit();
  QTextEdit::inputMethodEvent(event);
  if (event->commitString().size() == 1 && event->preeditString().isEmpty()) typing_.typed();
  if (!event->commitString().isEmpty()) showCaret();
}

void PageEditor::mousePressEvent(QMouseEvent* event) {
  Q_EMIT turnedTo();
  if (modes_.current().press(event)) return;
  const PageDocument::Hole* hole = event->button() == Qt::LeftButton ? holeAt(event->pos()) : nullptr;
  if (hole != nullptr && (event->modifiers() & Qt::ShiftModifier) == 0) {
    setFocus(Qt::MouseFocusReason);
    const int id = hole->id;
    quietly([&] { setCursorRange(hole->viewBegin, hole->viewBegin); });
    Q_EMIT holeClicked(id);
    return;
  }
  document_.breakUndoRun();
  QTextEdit::mousePressEvent(event);
}

void PageEditor::mouseMoveEvent(QMouseEvent* event) {
  if (!modes_.current().drag(event)) QTextEdit::mouseMoveEvent(event);
}

void PageEditor::mouseReleaseEvent(QMouseEvent* event) {
  if (!modes_.current().release(event)) QTextEdit::mouseReleaseEvent(event);
}

void PageEditor::wheelEvent(QWheelEvent* event) {
  if (modes_.current().wheel(event)) return;
  if ((event->modifiers() & Qt::ControlModifier) != 0) {
    const double notches = event->angleDelta().y() / 120.0;
    if (notches != 0) Q_EMIT zoomWanted(std::pow(1.1, notches));
    event->accept();
    return;
  }
  QTextEdit::wheelEvent(event);
}

void PageEditor::focusInEvent(QFocusEvent* event) {
  Q_EMIT turnedTo();
  QTextEdit::focusInEvent(event);
}

void PageEditor::mouseDoubleClickEvent(QMouseEvent* event) {
  if (modes_.current().doubleClick(event) || holeAt(event->pos()) != nullptr) return;
  QTextEdit::mouseDoubleClickEvent(event);
}

void PageEditor::dropEvent(QDropEvent* event) {
  // Qt's own drop would end the drag too: it would scroll the page for ever, and its caret would stay.
  QDragLeaveEvent ended;
  QTextEdit::dragLeaveEvent(&ended);
  const QPoint at = event->position().toPoint();
  const bool own = event->source() == this || event->source() == viewport();
  const bool moves = own && event->dropAction() == Qt::MoveAction;
  const int target = cursorForPosition(at).position();
  const bool free = modes_.current().writes() && holeAt(at) == nullptr;
  const QStringList files = own ? QStringList() : filesOf(*event->mimeData());
  if (!files.isEmpty()) {
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT filesDropped(files);
    return;
  }
  const QString words = wordsOf(*event->mimeData());
  if (free && (moves ? moveSelection(target) : dropText(words, target, marksIn(*event->mimeData(), words)))) {
    event->acceptProposedAction();
  } else {
    event->ignore();
  }
}

bool PageEditor::moveSelection(int viewPosition) {
  const QTextCursor chosen = textCursor();
  if (!chosen.hasSelection() || !modes_.current().writes() || document_.holeAround(viewPosition) != nullptr)
    return false;
  if (viewPosition >= chosen.selectionStart() && viewPosition <= chosen.selectionEnd()) return false;
  // Of gaps alone there is nothing to move.
  if (document_.toManuscript(chosen.selectionStart()) == document_.toManuscript(chosen.selectionEnd())) return false;
  QTextCursor target(document());
  target.setPosition(viewPosition);
  modes_.write();
  prepareForEdit();
  const int begin = document_.toManuscript(textCursor().selectionStart());
  const int end = document_.toManuscript(textCursor().selectionEnd());
  const QString text = document_.manuscript().text().mid(begin, end - begin);
  const QVector<Mark> marks = marksWithin(document_.manuscript().marks(), begin, end);
  const PageDocument::From moving(document_, EditOrigin::Uncounted);
  document_.beginStep();
  textCursor().removeSelectedText();
  Q_EMIT cut(cursorPosition());
  insertAt(target.position(), text, marks);
  document_.endStep();
  return true;
}

bool PageEditor::dropText(const QString& text, int viewPosition, const QVector<Mark>& marks) {
  const QString words = normalised(text);
  if (words.isEmpty() || !modes_.current().writes() || document_.holeAround(viewPosition) != nullptr) return false;
  const PageDocument::From dropping(document_, EditOrigin::Pasted);
  insertAt(viewPosition, words, marks);
  return true;
}

void PageEditor::insertAt(int viewPosition, const QString& text, const QVector<Mark>& marks) {
  QTextCursor place(document());
  place.setPosition(viewPosition);
  modes_.write();  // a gap before it may become longer or shorter
  setCursorRange(place.position(), place.position());
  prepareForEdit();
  textCursor().insertText(text);
  const int end = cursorPosition();
  document_.bringMarks(shifted(marks, end - static_cast<int>(text.size())));
  Q_EMIT pasted(end - static_cast<int>(text.size()), end);
  showCaret();
}

QString PageEditor::selectedText() const {
  const QTextCursor cursor = textCursor();
  const int begin = document_.toManuscript(cursor.selectionStart());
  return document_.manuscript().text().mid(begin, document_.toManuscript(cursor.selectionEnd()) - begin);
}

QMimeData* PageEditor::createMimeDataFromSelection() const {
  const QTextCursor cursor = textCursor();
  const int begin = document_.toManuscript(cursor.selectionStart());
  const int end = document_.toManuscript(cursor.selectionEnd());
  const QString text = document_.manuscript().text().mid(begin, end - begin);
  auto mime = std::make_unique<MarkdownMime>(text);
  addMarks(*mime, text, marksWithin(document_.manuscript().marks(), begin, end));
  return mime.release();
}

bool PageEditor::canInsertFromMimeData(const QMimeData* source) const {
  return source->hasText() || source->hasHtml() || source->hasUrls();
}

void PageEditor::insertFromMimeData(const QMimeData* source) { insertPasted(*source, normalised(wordsOf(*source))); }

void PageEditor::pastePlain() {
  if (const QMimeData* mime = QGuiApplication::clipboard()->mimeData()) insertPasted(*mime, normalised(mime->text()));
}

void PageEditor::insertPasted(const QMimeData& source, const QString& text) {
  if (text.isEmpty() || !modes_.current().writes()) return;
  const PageDocument::From pasting(document_, EditOrigin::Pasted);
  prepareForEdit();
  textCursor().insertText(text);
  const int end = cursorPosition();
  document_.bringMarks(shifted(marksIn(source, text), end - static_cast<int>(text.size())));
  Q_EMIT pasted(end - static_cast<int>(text.size()), end);
  showCaret();
}

void PageEditor::cutSelection() {
  if (!textCursor().hasSelection() || !modes_.current().writes()) return;
  copy();
  const PageDocument::From typed(document_, EditOrigin::Typed);
  prepareForEdit();
  textCursor().removeSelectedText();
  Q_EMIT cut(cursorPosition());
  showCaret();
}

void PageEditor::pasteClipboard() {
  if (const QMimeData* mime = QGuiApplication::clipboard()->mimeData()) insertFromMimeData(mime);
}

void PageEditor::contextMenuEvent(QContextMenuEvent* event) {
  if (const PageDocument::Hole* hole = holeAt(event->pos()); hole != nullptr && modes_.current().opensGaps()) {
    Q_EMIT holeMenuWanted(hole->id, event->pos());
    return;
  }
  // What the menu is about is what the mouse points at.
  if (event->reason() == QContextMenuEvent::Mouse) {
    const int at = cursorForPosition(event->pos()).position();
    const QTextCursor cursor = textCursor();
    if (!cursor.hasSelection() || at < cursor.selectionStart() || at > cursor.selectionEnd()) setCursorRange(at, at);
  }
  QMenu menu(this);
  const bool selected = textCursor().hasSelection();
  addToMenu(menu);
  Q_EMIT menuOpens(menu);
  menu.addAction(tr("Confirm generated text"), this, &PageEditor::confirmGenerated);
  menu.addAction(tr("Seen from everywhere, or no longer"), this, &PageEditor::toggleTagged);
  menu.addSeparator();
  menu.addAction(tr("Undo"), this, &PageEditor::undoEdit)->setEnabled(document_.manuscript().canUndo());
  menu.addAction(tr("Redo"), this, &PageEditor::redoEdit)->setEnabled(document_.manuscript().canRedo());
  menu.addSeparator();
  menu.addAction(tr("Cut"), this, &PageEditor::cutSelection)->setEnabled(selected);
  menu.addAction(tr("Copy"), this, &QTextEdit::copy)->setEnabled(selected);
  menu.addAction(tr("Paste"), this, &PageEditor::pasteClipboard);
  menu.addAction(tr("Paste as plain text"), this, &PageEditor::pastePlain);
  menu.addAction(tr("Select all"), this, &QTextEdit::selectAll);
  menu.exec(event->globalPos());
}

// --- Acts on the text -----------------------------------------------------------------------------------------

void PageEditor::toggleTagged() {
  const QTextCursor cursor = textCursor();
  const int begin = document_.toManuscript(cursor.selectionStart());
  const int end = document_.toManuscript(cursor.selectionEnd());
  const QPair<int, int> whole = paragraphsOf(document_.manuscript().text(), begin, end);
  if (whole.first == whole.second) {
    Q_EMIT sentence(tr("This paragraph is empty: stand in one that every gap shall see."));
    return;
  }
  const bool on = document_.toggleTag(begin, end);
  Q_EMIT sentence(on ? tr("Every gap sees this paragraph now, however far away it is.")
                     : tr("Gaps see this paragraph as they see any other again."));
}

bool PageEditor::confirmGenerated() {
  const QTextCursor cursor = textCursor();
  const bool done = document_.confirmGenerated(document_.toManuscript(cursor.selectionStart()),
                                               document_.toManuscript(cursor.selectionEnd()));
  if (!done) Q_EMIT sentence(tr("There is no generated text here to confirm."));
  return done;
}

void PageEditor::replaceText(const QString& text) {
  const PageDocument::From file(document_, EditOrigin::Pasted);
  document_.noteCursor(cursorPosition());
  document_.replaceText(text);
}

void PageEditor::undoEdit() {
  if (modes_.current().undo()) return;
  act([this] {
    const int position = undoStep();
    if (position >= 0) goTo(position);
  });
}

void PageEditor::redoEdit() {
  act([this] {
    const int position = document_.redo();
    if (position >= 0) goTo(position);
  });
}

}  // namespace lacuna::ui
