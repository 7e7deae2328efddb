// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/page_accessible.h"

#include <QScrollBar>
#include <QTextBlock>
#include <QTextBoundaryFinder>
#include <algorithm>

namespace lacuna::ui {
namespace {

using Boundary = QAccessible::TextBoundaryType;

QAccessibleInterface* make(const QString& name, QObject* object) {
  if (name != QLatin1String(PageEditor::staticMetaObject.className())) return nullptr;
  auto* page = qobject_cast<PageEditor*>(object);
  return page == nullptr ? nullptr : new PageAccessible(page);
}

// Within one paragraph. Between words stands what is none: a part of its own.
QPair<int, int> partOf(const QString& text, int at, QTextBoundaryFinder::BoundaryType type) {
  QTextBoundaryFinder finder(type, text);
  finder.setPosition(at);
  if (!finder.isAtBoundary()) finder.toPreviousBoundary();
  const int begin = std::max(0, static_cast<int>(finder.position()));
  finder.setPosition(at);
  const auto end = static_cast<int>(finder.toNextBoundary());
  return {begin, end < 0 ? static_cast<int>(text.size()) : end};
}

// What a range list says of an offset: whether one holds it, and up to where that is so.
struct Said {
  bool holds = false;
  int begin = 0;
  int end = 0;
};

Said saidBy(const QVector<QPair<int, int>>& ranges, int offset, int begin, int end) {
  Said said{false, begin, end};
  for (const QPair<int, int>& range : ranges) {
    if (range.second <= offset) {
      said.begin = std::max(said.begin, range.second);
    } else if (range.first > offset) {
      said.end = std::min(said.end, range.first);
      break;
    } else {
      return {true, std::max(begin, range.first), std::min(end, range.second)};
    }
  }
  return said;
}

}  // namespace

PageAccessible::PageAccessible(PageEditor* page) : QAccessibleWidget(page, QAccessible::EditableText) {}

void PageAccessible::install() {
  static const bool once = [] {
    QAccessible::installFactory(make);
    return true;
  }();
  (void)once;
}

void* PageAccessible::interface_cast(QAccessible::InterfaceType type) {
  if (type == QAccessible::TextInterface) return static_cast<QAccessibleTextInterface*>(this);
  if (type == QAccessible::EditableTextInterface) return static_cast<QAccessibleEditableTextInterface*>(this);
  return QAccessibleWidget::interface_cast(type);
}

QAccessible::State PageAccessible::state() const {
  QAccessible::State state = QAccessibleWidget::state();
  state.editable = true;
  state.multiLine = true;
  state.selectableText = true;
  state.readOnly = !page().modes().current().writes();
  return state;
}

QString PageAccessible::text(QAccessible::Text what) const {
  return what == QAccessible::Value ? text(0, characterCount()) : QAccessibleWidget::text(what);
}

int PageAccessible::characterCount() const { return std::max(0, view().characterCount() - 1); }

// -1 is the end of the text, -2 the caret.
int PageAccessible::bounded(int offset) const {
  if (offset == -2) return cursorPosition();
  return offset < 0 ? characterCount() : std::min(offset, characterCount());
}

int PageAccessible::selectionCount() const { return page().textCursor().hasSelection() ? 1 : 0; }

void PageAccessible::selection(int index, int* begin, int* end) const {
  const QTextCursor cursor = page().textCursor();
  const bool there = index == 0 && cursor.hasSelection();
  *begin = there ? cursor.selectionStart() : 0;
  *end = there ? cursor.selectionEnd() : 0;
}

void PageAccessible::select(int begin, int end) {
  QTextCursor cursor = page().textCursor();
  cursor.setPosition(bounded(begin));
  cursor.setPosition(bounded(end), QTextCursor::KeepAnchor);
  page().setTextCursor(cursor);
}

void PageAccessible::addSelection(int begin, int end) { select(begin, end); }

void PageAccessible::setSelection(int index, int begin, int end) {
  if (index == 0) select(begin, end);
}

void PageAccessible::removeSelection(int index) {
  if (index == 0) setCursorPosition(cursorPosition());
}

int PageAccessible::cursorPosition() const { return page().textCursor().position(); }

void PageAccessible::setCursorPosition(int position) {
  QTextCursor cursor = page().textCursor();
  cursor.setPosition(bounded(position));
  page().setTextCursor(cursor);
}

QString PageAccessible::text(int begin, int end) const {
  QTextCursor cursor(&view());
  cursor.setPosition(bounded(begin));
  cursor.setPosition(bounded(end), QTextCursor::KeepAnchor);
  return cursor.selectedText().replace(QChar::ParagraphSeparator, u'\n');
}

QPair<int, int> PageAccessible::partAt(int offset, Boundary type) const {
  if (type == QAccessible::NoBoundary) return {0, characterCount()};
  const QTextBlock block = view().findBlock(offset);
  const QString text = block.text();
  const int base = block.position();
  const int at = offset - base;
  const bool last = !block.next().isValid();
  const int whole = base + static_cast<int>(text.size()) + (last ? 0 : 1);
  if (type == QAccessible::ParagraphBoundary) return {base, whole};
  if (type == QAccessible::LineBoundary) {
    (void)page().pageLayout().lineRect(offset);  // lays it out
    const QTextLayout& layout = *block.layout();
    const QTextLine line = layout.lineForTextPosition(inLayout(layout, at));
    if (!line.isValid()) return {base, whole};
    const int end = base + inText(layout, line.textStart() + line.textLength());
    return {base + inText(layout, line.textStart()), end == base + text.size() ? whole : end};
  }
  // The end of the paragraph stands for itself.
  if (at >= text.size()) return {offset, whole};
  const auto kind = type == QAccessible::CharBoundary   ? QTextBoundaryFinder::Grapheme
                    : type == QAccessible::WordBoundary ? QTextBoundaryFinder::Word
                                                        : QTextBoundaryFinder::Sentence;
  const QPair<int, int> part = partOf(text, at, kind);
  return {base + part.first, base + part.second};
}

QString PageAccessible::told(const QPair<int, int>& part, int* begin, int* end) const {
  *begin = part.first;
  *end = part.second;
  return text(part.first, part.second);
}

QString PageAccessible::textAtOffset(int offset, Boundary type, int* begin, int* end) const {
  return told(partAt(bounded(offset), type), begin, end);
}

// Words alone are of interest before and behind: blanks between them are passed over.
QString PageAccessible::textBeforeOffset(int offset, Boundary type, int* begin, int* end) const {
  QPair<int, int> part = partAt(bounded(offset), type);
  do {
    if (part.first <= 0) return told({0, 0}, begin, end);
    part = partAt(part.first - 1, type);
  } while (type == QAccessible::WordBoundary && text(part.first, part.second).trimmed().isEmpty());
  return told(part, begin, end);
}

QString PageAccessible::textAfterOffset(int offset, Boundary type, int* begin, int* end) const {
  const int count = characterCount();
  QPair<int, int> part = partAt(bounded(offset), type);
  do {
    if (part.second >= count) return told({count, count}, begin, end);
    part = partAt(part.second, type);
  } while (type == QAccessible::WordBoundary && text(part.first, part.second).trimmed().isEmpty());
  return told(part, begin, end);
}

QRect PageAccessible::characterRect(int offset) const {
  const int at = bounded(offset);
  const QRect here = page().caretRect(at);
  QRect rect = here;
  const QRect next = page().caretRect(std::min(at + 1, characterCount()));
  // At the end of a line the next one stands below.
  if (next.top() == here.top() && next.left() != here.left()) {
    rect.setLeft(std::min(here.left(), next.left()));
    rect.setWidth(std::abs(next.left() - here.left()));
  }
  return {page().paper()->mapToGlobal(rect.topLeft()), rect.size()};
}

int PageAccessible::offsetAtPoint(const QPoint& point) const {
  const QPoint here = page().paper()->mapFromGlobal(point);
  return page().paper()->rect().contains(here) ? page().positionAt(here) : -1;
}

void PageAccessible::scrollToSubstring(int begin, int end) {
  const QRectF first = page().pageLayout().lineRect(bounded(begin));
  const QRectF last = page().pageLayout().lineRect(bounded(end));
  QScrollBar* bar = page().verticalScrollBar();
  if (first.top() < bar->value() || last.bottom() > bar->value() + page().paper()->height())
    bar->setValue(qRound(first.top()));
}

QString PageAccessible::attributes(int offset, int* begin, int* end) const {
  const int at = bounded(offset);
  const QTextBlock block = view().findBlock(at);
  *begin = block.position();
  *end = block.position() + block.length() - 1;
  if (at >= *end) {
    *begin = *end = at;
    return {};
  }
  PageLayout& layout = page().pageLayout();
  (void)layout.lineRect(at);  // lays it out
  QString all;
  const auto put = [&](const QVector<QPair<int, int>>& ranges, const char* attribute) {
    const Said said = saidBy(ranges, at, *begin, *end);
    *begin = said.begin;
    *end = said.end;
    if (said.holds) all += QLatin1String(attribute);
  };
  put(layout.misspelled(), "invalid:spelling;");
  put(layout.generated(), "generated:true;");
  QVector<QPair<int, int>> gaps;
  for (const PageDocument::Hole& hole : page().pageDocument().holes()) gaps.push_back({hole.viewBegin, hole.viewEnd()});
  put(gaps, "gap:true;");
  for (const QTextLayout::FormatRange& range : block.layout()->formats()) {
    const int from = block.position() + range.start;
    const int to = from + range.length;
    if (to <= at) {
      *begin = std::max(*begin, to);
    } else if (from > at) {
      *end = std::min(*end, from);
    } else {
      *begin = std::max(*begin, from);
      *end = std::min(*end, to);
      if (range.format.fontWeight() >= QFont::Bold) all += QLatin1String("font-weight:bold;");
      if (range.format.fontItalic()) all += QLatin1String("font-style:italic;");
    }
  }
  return all;
}

void PageAccessible::replaceText(int begin, int end, const QString& text) {
  if (!page().modes().current().writes()) return;
  PageDocument& document = page().pageDocument();
  const int from = document.toManuscript(bounded(begin));
  const int to = std::max(from, document.toManuscript(bounded(end)));
  document.noteCursor(page().cursorPosition());
  const PageDocument::From typing(document, EditOrigin::Typed);
  page().act([&] { document.replacePlaces({{from, to - from, text}}); });
  page().setCursorPosition(from + static_cast<int>(text.size()));
}

}  // namespace lacuna::ui
