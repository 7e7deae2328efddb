// SPDX-License-Identifier: GPL-3.0-or-later
// A text as headings, paragraphs, lists and notes: what every reader of a format makes, and every writer takes.
// Nothing here is of one format. Nesting is bounded by kDeepestNesting in all that readers make.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

namespace lacuna::storage {

// Quotes and lists in each other; what is deeper stands at this depth.
inline constexpr int kDeepestNesting = 12;

// A piece of a paragraph in one look.
struct Span {
  QString text{};  // no line feed
  bool bold = false;
  bool italic = false;
  bool strike = false;
  bool code = false;
  bool lineBreak = false;  // a new line in the same paragraph; the text is empty
  QString link{};          // an address; empty: none
  int note = -1;           // index in Manuscript::notes; the text is empty
  bool sameLook(const Span& other) const {
    return bold == other.bold && italic == other.italic && strike == other.strike && code == other.code &&
           link == other.link && !lineBreak && !other.lineBreak && note < 0 && other.note < 0;
  }
};

struct Block {
  enum Kind {
    Paragraph,   // spans
    Heading,     // spans; level 1 to 6
    Quote,       // blocks
    List,        // blocks, all of them Item; level: number of the first item, 0: bullets
    Item,        // blocks
    SceneBreak,  // nothing
    Code,        // spans, of which line breaks are lines
  };
  Kind kind = Paragraph;
  int level = 0;
  bool newPage = false;  // a heading that begins a page
  QString info{};        // of Code: what its author says that it is, "cpp"
  QVector<Span> spans{};
  QVector<Block> blocks{};
};

struct Manuscript {
  QString title{};
  QString author{};
  QString language{};  // "en-GB"; empty: not known
  QVector<Block> blocks{};
  QVector<QVector<Block>> notes{};  // footnotes, in the order of their places
  QStringList leftOut{};            // one sentence each: what a reader could not take along
};

// How a manuscript is to look in a format that has pages or styles.
enum class ManuscriptStyle {
  Plain,     // a document as one types it
  Standard,  // standard manuscript format: 12 points, double spaced, a running head, # between scenes
  Book,      // set like a book
};

// A sheet, and what stays white at its edges. Millimetres.
struct Sheet {
  double width = 210;  // A4
  double height = 297;
  double top = 25.4;
  double right = 25.4;
  double bottom = 25.4;
  double left = 25.4;
  bool operator==(const Sheet&) const = default;
};

struct ManuscriptLook {
  ManuscriptStyle style = ManuscriptStyle::Plain;
  bool titlePage = false;
  bool courier = false;  // of Standard: Courier instead of Times
  bool header = true;    // the title at the head of the pages, of Standard the author too; never on the first
  bool numbers = true;   // of the pages, from the second on
  Sheet sheet{};
  QString contact{};  // of Standard: lines at the top left of the title page
};

// What a format can hold.
struct FormatInfo {
  QString suffix;  // "docx"
  QString name;    // for a person: "Word document"
};

}  // namespace lacuna::storage
