// SPDX-License-Identifier: GPL-3.0-or-later
// Where emphasis, code, links and notes stand in one paragraph of Markdown, and what mark a paragraph begins with.
// Pure; any thread; time near linear in the text.
#pragma once

#include <QString>
#include <QVector>

namespace lacuna::ui {

struct InlineSpan {
  enum Kind { Italic, Bold, Strike, Code, Link, Note } kind = Italic;
  int begin = 0;  // with its marks
  int end = 0;
  int head = 0;  // units of the marks before and behind what they mark
  int tail = 0;
};

// from: behind the mark that the paragraph begins with.
QVector<InlineSpan> inlineSpans(const QString& text, int from);

// "  - ", "12. ", "> ", "## ": what a paragraph begins with.
struct LineMark {
  enum Kind { None, Heading, Quote, Bullet, Number } kind = None;
  int indent = 0;  // units of white space before it
  int length = 0;  // units with the white space around it: there the words begin
  int number = 0;  // of Number; of Heading, its level
  QChar sign;      // of Bullet '-', '*' or '+'; of Number '.' or ')'
};

LineMark lineMarkOf(const QString& text);

}  // namespace lacuna::ui
