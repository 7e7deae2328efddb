// SPDX-License-Identifier: GPL-3.0-or-later
// A piece of the text goes to another place, with its marks: a section, a paragraph.
#include <algorithm>
#include <utility>

#include "ui/editor/marked_text.h"
#include "ui/editor/page_document.h"

namespace lacuna::ui {

QVector<Edit> Manuscript::move(int begin, int end, int to, int cursorBefore) {
  const QString piece = text_.mid(begin, end - begin);
  const QVector<Mark> marks = marksWithin(marks_, begin, end);
  const int target = to > end ? to - (end - begin) : to;
  const EditOrigin before = std::exchange(origin_, EditOrigin::Uncounted);
  const bool alone = step_ == StepOf::Each;
  if (alone) beginStep();
  const Edit out = edit({begin, end - begin, {}}, EditKind::Other, cursorBefore);
  const Edit in = edit({target, 0, piece}, EditKind::Other, cursorBefore);
  bringMarks(shifted(marks, target));
  if (alone) endStep();
  origin_ = before;
  return {out, in};
}

int PageDocument::moveText(int begin, int end, int to) {
  const auto size = static_cast<int>(manuscript_.text().size());
  begin = qBound(0, begin, size);
  end = qBound(begin, end, size);
  to = qBound(0, to, size);
  if (begin == end || (to >= begin && to <= end)) return -1;
  beginChange();
  const QVector<Hole> before = holes_;
  for (const Hole& h : before) {
    const bool within = h.begin <= end && h.end() >= begin;
    if (!within && !(h.begin < to && h.end() > to)) continue;
    closeHole(h.id);
    Q_EMIT holeClosed(h.id);
  }
  const QVector<Edit> done = manuscript_.move(begin, end, to, cursorBefore_);
  for (const Edit& e : done) {
    const int at = toView(e.position, e.removed > 0);
    const int delta = static_cast<int>(e.inserted.size()) - e.removed;
    replaceInView(at, e.removed, toViewText(e.inserted));
    shiftHoles(at + e.removed, delta, delta);
  }
  cursorBefore_ = done.last().position;
  announce(done);
  endChange();
  return done.last().position;
}

}  // namespace lacuna::ui
