// SPDX-License-Identifier: GPL-3.0-or-later
// The page for screen readers and other assistive programs: its text, caret, selection and lines, where words stand on
// the screen, and what is special about them, as the layout has them; nothing copies the whole text to tell of a line.
// Offsets are positions of the view. Changes of the text and of the caret are told by Qt. UI thread only.
#pragma once

#include <QAccessibleWidget>

#include "ui/editor/page_editor.h"

namespace lacuna::ui {

class PageAccessible : public QAccessibleWidget,
                       public QAccessibleTextInterface,
                       public QAccessibleEditableTextInterface {
 public:
  explicit PageAccessible(PageEditor* page);
  // From now on every page has one.
  static void install();

  void* interface_cast(QAccessible::InterfaceType type) override;
  QAccessible::State state() const override;
  QString text(QAccessible::Text what) const override;

  void selection(int index, int* begin, int* end) const override;
  int selectionCount() const override;
  void addSelection(int begin, int end) override;
  void removeSelection(int index) override;
  void setSelection(int index, int begin, int end) override;
  int cursorPosition() const override;
  void setCursorPosition(int position) override;
  QString text(int begin, int end) const override;
  QString textBeforeOffset(int offset, QAccessible::TextBoundaryType type, int* begin, int* end) const override;
  QString textAfterOffset(int offset, QAccessible::TextBoundaryType type, int* begin, int* end) const override;
  QString textAtOffset(int offset, QAccessible::TextBoundaryType type, int* begin, int* end) const override;
  int characterCount() const override;
  QRect characterRect(int offset) const override;
  int offsetAtPoint(const QPoint& point) const override;
  void scrollToSubstring(int begin, int end) override;
  // As in IAccessible2: "invalid:spelling;", "font-weight:bold;", "font-style:italic;"; and of its own
  // "generated:true;", "gap:true;".
  QString attributes(int offset, int* begin, int* end) const override;

  // Acts of the author, each a step of undo.
  void deleteText(int begin, int end) override { replaceText(begin, end, QString()); }
  void insertText(int offset, const QString& text) override { replaceText(offset, offset, text); }
  void replaceText(int begin, int end, const QString& text) override;

 private:
  PageEditor& page() const { return *static_cast<PageEditor*>(widget()); }
  QTextDocument& view() const { return *page().pageDocument().constView(); }
  int bounded(int offset) const;
  // The word, line and so on that holds the offset; the last one at the end of the text.
  QPair<int, int> partAt(int offset, QAccessible::TextBoundaryType type) const;
  QString told(const QPair<int, int>& part, int* begin, int* end) const;
  void select(int begin, int end);
};

}  // namespace lacuna::ui
