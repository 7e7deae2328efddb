// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/formats/typesetter.h"

#include <algorithm>
#include <utility>

namespace lacuna::app {
namespace {

constexpr qreal kNoteGap = 14;      // points between the text and its notes
constexpr qreal kMostNotes = 0.45;  // of a page, that notes may take
constexpr int kTogether = 2;        // lines of a paragraph that stay together at either end

int countLines(const SetText& text, const SetParagraph& paragraph) {
  QTextLayout layout;
  layLines(text, paragraph, layout);
  return layout.lineCount();
}

}  // namespace

void Typesetter::run(const storage::Work& work) {
  noteHeights_.fill(-1, text_.notes.size());
  storage::Steps steps(work, text_.body);
  for (int i = 0; i < text_.body; ++i) {
    steps.next();
    place(i);
  }
  do endPage();
  while (!page_.notes.isEmpty());  // what the last page had no room for
}

void Typesetter::lay(int paragraph) {
  if (laid_ == paragraph) return;
  laid_ = paragraph;
  const SetParagraph& set = text_.paragraphs[paragraph];
  QTextLayout layout;
  layLines(text_, set, layout);
  lines_ = std::max(1, layout.lineCount());
  notesOfLine_ = QVector<QVector<int>>(lines_);
  for (const auto& [position, note] : set.notes) {
    if (note >= text_.notes.size()) continue;
    const QTextLine line = layout.lineForTextPosition(position);
    notesOfLine_[line.isValid() ? line.lineNumber() : 0].append(note);
    if (noteHeights_[note] >= 0) continue;
    qreal height = 0;
    for (int i = 0; i < text_.notes[note].second; ++i) {
      const SetParagraph& each = text_.paragraphs[text_.notes[note].first + i];
      height += countLines(text_, each) * each.lineHeight;
    }
    noteHeights_[note] = height;
  }
}

qreal Typesetter::noteHeightOf(int line) const {
  qreal height = 0;
  for (const int note : notesOfLine_[line]) height += noteHeights_[note];
  return height;
}

int Typesetter::linesThatFit(const SetParagraph& paragraph, int from, qreal y) const {
  const qreal most = text_.height() * kMostNotes;
  qreal notes = noteHeight_;
  int count = 0;
  for (int line = from; line < lines_; ++line, ++count) {
    const qreal own = noteHeightOf(line);
    // A long note goes on at the foot of the next page.
    if (own > 0) notes = std::min(std::max(most, noteHeight_), (notes > 0 ? notes : kNoteGap) + own);
    if (y + (count + 1) * paragraph.lineHeight > text_.height() - notes + 0.01) break;
  }
  return count;
}

void Typesetter::place(int index) {
  const SetParagraph& paragraph = text_.paragraphs[index];
  if (paragraph.newPage && !page_.lines.isEmpty()) endPage();
  lay(index);
  int from = 0;
  while (from < lines_) {
    const bool top = page_.lines.isEmpty();
    const qreal gap = from > 0 ? 0
                      : top    ? (paragraph.dropped ? paragraph.above : 0)
                               : std::max(below_, paragraph.above);
    const int left = lines_ - from;
    int count = linesThatFit(paragraph, from, y_ + gap);
    if (paragraph.keepsNext && count == left) {
      // Two lines of what follows are to stand under it.
      const qreal next = index + 1 < text_.body ? text_.paragraphs[index + 1].lineHeight * kTogether : 0;
      const qreal end = y_ + gap + count * paragraph.lineHeight + paragraph.below + next;
      if (end > text_.height() - noteHeight_) count = 0;
    } else if (count < left) {
      if (left - count < kTogether) count = left - kTogether;
      if (count < kTogether || left <= kTogether + 1) count = 0;
    }
    if (count <= 0) {
      if (!top || !page_.notes.isEmpty()) {
        endPage();
        continue;
      }
      count = std::clamp(linesThatFit(paragraph, from, y_ + gap), 1, left);  // nothing else would fit either
    }
    y_ += gap;
    placeLines(index, from, count);
    from += count;
    if (from < lines_) endPage();
  }
  below_ = paragraph.below;
}

void Typesetter::placeLines(int index, int from, int count) {
  const SetParagraph& paragraph = text_.paragraphs[index];
  page_.lines.append({index, from, count, y_});
  y_ += count * paragraph.lineHeight;
  addNotes(from, count);
}

void Typesetter::addNotes(int from, int count) {
  for (int line = from; line < from + count; ++line)
    for (const int note : std::as_const(notesOfLine_[line]))
      for (int i = 0; i < text_.notes[note].second; ++i) {
        const int at = text_.notes[note].first + i;
        addNote({at, 0, countLines(text_, text_.paragraphs[at]), 0});
      }
}

// As many of the lines as there is room for, beside the text that stands there; the others wait.
void Typesetter::addNote(PlacedLines lines) {
  const qreal height = text_.paragraphs[lines.paragraph].lineHeight;
  const qreal used = noteHeight_ > 0 ? noteHeight_ : kNoteGap;
  const qreal room = std::min(text_.height() - y_, std::max(text_.height() * kMostNotes, noteHeight_)) - used;
  const int fit = waiting_.isEmpty() ? std::clamp(static_cast<int>((room + 0.01) / height), 0, lines.count) : 0;
  if (fit > 0) {
    page_.notes.append({lines.paragraph, lines.first, fit, 0});
    noteHeight_ = used + fit * height;
  }
  if (fit < lines.count) waiting_.append({lines.paragraph, lines.first + fit, lines.count - fit, 0});
}

void Typesetter::endPage() {
  if (!page_.notes.isEmpty()) {
    qreal y = text_.height() - noteHeight_ + kNoteGap;
    page_.rule = y - kNoteGap / 2;
    for (PlacedLines& note : page_.notes) {
      note.y = y;
      y += note.count * text_.paragraphs[note.paragraph].lineHeight;
    }
  }
  taker_(page_);
  page_ = {};
  y_ = 0;
  below_ = 0;
  noteHeight_ = 0;
  const QVector<PlacedLines> waiting = std::exchange(waiting_, {});
  for (const PlacedLines& lines : waiting) addNote(lines);
}

}  // namespace lacuna::app
