// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown (CommonMark, ~~strike~~, footnotes) into a manuscript. An author's page is no program's file: a line that is
// indented is no code, and HTML in it is text. Any thread.
#pragma once

#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::storage {

// What a single line end within a paragraph means.
enum class LineEnds {
  Guess,  // by the text: a text that was wrapped at a width is joined, lines of verse break, long lines are paragraphs
  Join,   // a space, as CommonMark has it
  Break,  // a new line in the same paragraph
  Paragraph,  // a new paragraph
};

Manuscript readMarkdown(const QString& text, LineEnds lineEnds = LineEnds::Guess, const Work& work = {});

// What Guess makes of a text.
LineEnds guessLineEnds(const QString& text);

// Footnotes of a text: "[^name]: the note", with further lines that are indented.
struct NoteText {
  QString name;
  QString text;    // without its sign and indents
  QString source;  // as it stood
};
// Takes the footnotes out of the text, whole lines of them.
QVector<NoteText> takeNotes(QString& text);

}  // namespace lacuna::storage
