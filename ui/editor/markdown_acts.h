// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys for Markdown do to a text: which edits, and what is selected then. Positions are the manuscript's.
// Pure; any thread.
#pragma once

#include "ui/editor/markdown_spans.h"
#include "ui/values.h"

namespace lacuna::ui {

struct TextChange {
  QVector<Edit> edits;  // ascending, not overlapping, each in the text as it stands; none: nothing to do
  int anchor = 0;       // of the selection then, in the changed text
  int position = 0;
};

// Emphasis on the selection, or on the word at its place; off where all of it has it already. Each paragraph is marked
// by itself. Without a word, an empty pair of marks with the caret between them. kind: Italic, Bold, Strike or Code.
TextChange toggleEmphasis(const QString& text, int begin, int end, InlineSpan::Kind kind);
// The paragraphs of the selection begin with this mark, or no longer when each does. level: of a heading, 1 to 6, or 0
// for none.
TextChange toggleLineMark(const QString& text, int begin, int end, LineMark::Kind kind, int level = 0);
// List items one level in (or out). Nothing where no paragraph of the selection is an item.
TextChange indentItems(const QString& text, int begin, int end, bool in);

// Enter in a list or quote, the caret at `column` of the paragraph.
struct Continuation {
  bool ends = false;  // an empty item: its mark goes
  QString mark;       // what the next paragraph begins with; empty: nothing
};
Continuation continuationOf(const QString& paragraph, int column);

}  // namespace lacuna::ui
