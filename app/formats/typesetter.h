// SPDX-License-Identifier: GPL-3.0-or-later
// Breaks a set text into pages, one after the other: the first are there long before the last. Footnotes stand at the
// foot of the page of their signs, no line of a paragraph is alone on a page, a heading has its text with it. Any
// thread.
#pragma once

#include <QTextLayout>
#include <QVector>
#include <functional>

#include "app/formats/set_text.h"
#include "storage/values/work.h"

namespace lacuna::app {

// Lines of one paragraph.
struct PlacedLines {
  int paragraph = 0;
  int first = 0;
  int count = 0;
  qreal y = 0;  // of the first of them, points below the upper margin
};

struct SetPage {
  QVector<PlacedLines> lines{};
  QVector<PlacedLines> notes{};
  qreal rule = -1;  // where the line above the notes stands; -1: there are none
};

class Typesetter {
 public:
  using Taker = std::function<void(const SetPage&)>;
  // The text outlives this.
  Typesetter(const SetText& text, Taker taker) : text_(text), taker_(std::move(taker)) {}
  // Gives every page to the taker, one at least. Throws what the work throws.
  void run(const storage::Work& work);

 private:
  // How many lines of the paragraph, from this one on, the page has room for.
  int linesThatFit(const SetParagraph& paragraph, int from, qreal y) const;
  void place(int paragraph);
  void placeLines(int paragraph, int from, int count);
  void addNotes(int from, int count);
  void addNote(PlacedLines lines);
  void endPage();
  void lay(int paragraph);
  qreal noteHeightOf(int line) const;

  const SetText& text_;
  Taker taker_;
  SetPage page_;
  qreal y_ = 0;
  qreal below_ = 0;               // wanted under the last paragraph
  qreal noteHeight_ = 0;          // of the page's notes, the gap above them included
  QVector<PlacedLines> waiting_;  // lines of notes that the page had no room for
  int laid_ = -1;                 // the paragraph whose lines these are
  int lines_ = 0;
  QVector<QVector<int>> notesOfLine_;
  QVector<qreal> noteHeights_;  // of each note as a whole; -1: not known yet
};

}  // namespace lacuna::app
