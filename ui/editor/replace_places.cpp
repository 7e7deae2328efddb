// SPDX-License-Identifier: GPL-3.0-or-later
// Many edits as one step: what a replacement of every place does to the manuscript, and to the view of it.
#include <QTextCursor>
#include <algorithm>

#include "ui/editor/page_document.h"
#include "ui/hold.h"

namespace lacuna::ui {
namespace {

constexpr qsizetype kMostChanges = 400;  // of one step; more become one change with what stands between them

int endOf(const Edit& edit) { return edit.position + edit.removed; }

// The text of [begin, end) after these edits, all of which lie in it.
QString spliced(const QString& text, int begin, int end, const Edit* first, const Edit* last) {
  QString made;
  int at = begin;
  for (const Edit* e = first; e != last; ++e) {
    made += QStringView(text).mid(at, e->position - at);
    made += e->inserted;
    at = endOf(*e);
  }
  return made += QStringView(text).mid(at, end - at);
}

// What is put in at an edge touches too: it may make another word of the one that stands there.
bool touches(const Edit& edit, const Mark& mark) {
  return edit.removed > 0 ? edit.position < mark.end && endOf(edit) > mark.begin
                          : edit.position >= mark.begin && edit.position <= mark.end;
}

bool isBefore(const Edit& edit, const Mark& mark) {
  return edit.removed > 0 ? endOf(edit) <= mark.begin : edit.position < mark.begin;
}

}  // namespace

QVector<Mark> Manuscript::marksAfter(const QVector<Edit>& edits) {
  QVector<int> longer{0};  // longer[n]: by how much the first n edits make the text longer
  for (const Edit& e : edits) longer.push_back(longer.last() + static_cast<int>(e.inserted.size()) - e.removed);
  const QVector<Mark> before = marks_;
  QVector<Mark> after;
  for (const Mark& mark : before) {
    const auto first =
        std::partition_point(edits.begin(), edits.end(), [&mark](const Edit& e) { return isBefore(e, mark); });
    auto last = first;
    while (last != edits.end() && touches(*last, mark)) ++last;
    marks_ = {mark};
    for (auto e = last; e != first;) moveMarks(*--e, By::Author);
    const int by = longer.at(first - edits.begin());
    for (Mark& moved : marks_) {
      moved.begin += by;
      moved.end += by;
    }
    after += marks_;
  }
  marks_ = before;
  return after;
}

QVector<Edit> Manuscript::replacePlaces(const QVector<Edit>& wanted, int cursorBefore) {
  QVector<Edit> edits;
  for (const Edit& e : wanted) {
    const bool inside = e.position >= (edits.isEmpty() ? 0 : endOf(edits.last())) && e.removed >= 0 &&
                        e.position <= text_.size() && e.removed <= text_.size() - e.position;
    if (inside && QStringView(text_).mid(e.position, e.removed) != e.inserted) edits.push_back(e);
  }
  if (edits.isEmpty()) return {};
  Step step;
  step.origin = eventOrigin_ = origin_;
  step.marksBefore = marks_;
  step.cursorBefore = cursorBefore;
  marks_ = marksAfter(edits);
  std::stable_sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  step.marksAfter = marks_;
  const qsizetype together = (edits.size() + kMostChanges - 1) / kMostChanges;
  QVector<Edit> done;
  for (qsizetype first = 0; first < edits.size(); first += together) {
    const Edit* begin = edits.constData() + first;
    const Edit* end = edits.constData() + std::min(first + together, edits.size());
    const int from = begin->position;
    const int to = endOf(*(end - 1));
    done.push_back({from, to - from, spliced(text_, from, to, begin, end)});
  }
  std::reverse(done.begin(), done.end());  // so that none moves another
  for (const Edit& e : done) step.changes.push_back({e.position, text_.mid(e.position, e.removed), e.inserted});
  text_ = spliced(text_, 0, static_cast<int>(text_.size()), edits.constData(), edits.constData() + edits.size());
  ++state_;
  words_ = countWords(text_);
  // Behind the last place, as many letters before the end as stood there.
  step.cursorAfter = endOf(done.first()) + step.growth();
  done_.push_back(step);
  undone_.clear();
  mergeable_ = false;
  event_ = HistoryEvent::Push;
  return done;
}

void PageDocument::replacePlaces(const QVector<Edit>& edits) {
  beginChange();
  for (const Edit& e : edits) {
    const QVector<Hole> before = holes_;
    for (const Hole& h : before) {
      const bool reached =
          h.length > 0 ? e.position < h.end() && h.begin < endOf(e) : e.position < h.begin && h.begin < endOf(e);
      if (!reached) continue;
      closeHole(h.id);
      Q_EMIT holeClosed(h.id);
    }
  }
  const QVector<Edit> done = manuscript_.replacePlaces(edits, cursorBefore_);
  QTextCursor all(&view_);  // the layout hears of them as of one change
  all.beginEditBlock();
  for (const Edit& e : done) {
    const int at = toView(e.position, e.removed > 0);
    const int delta = static_cast<int>(e.inserted.size()) - e.removed;
    replaceInView(at, e.removed, toViewText(e.inserted));
    shiftHoles(at + e.removed, delta, delta);
  }
  {
    const Hold own(own_);
    all.endEditBlock();
  }
  if (!done.isEmpty()) announce(done);
  endChange();
}

}  // namespace lacuna::ui
