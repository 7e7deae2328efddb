// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/page_document.h"

#include <QTextBlock>
#include <QTextCursor>
#include <algorithm>
#include <utility>

#include "ui/hold.h"

namespace lacuna::ui {
namespace {

int lengthOf(const QString& text) { return static_cast<int>(text.size()); }

// Units that two texts have in common at their beginning and, behind it, at their end.
struct Shared {
  int head = 0;
  int tail = 0;
};

Shared sharedBy(const QString& a, const QString& b) {
  const int most = std::min(lengthOf(a), lengthOf(b));
  Shared shared;
  while (shared.head < most && a.at(shared.head) == b.at(shared.head)) ++shared.head;
  while (shared.tail < most - shared.head && a.at(lengthOf(a) - 1 - shared.tail) == b.at(lengthOf(b) - 1 - shared.tail))
    ++shared.tail;
  return shared;
}

}  // namespace

struct PageDocument::Scope {
  explicit Scope(PageDocument* owner) : owner_(owner) { owner_->beginChange(); }
  ~Scope() { owner_->endChange(); }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  PageDocument* owner_;
};

void PageDocument::beginChange() {
  if (scopes_++ == 0) Q_EMIT viewChanging();
}

void PageDocument::endChange() {
  if (scopes_ > 1) {
    --scopes_;
    return;
  }
  // Whatever the last step's slots change is a change of its own.
  scopes_ = 0;
  Q_EMIT viewChanged();
  sayAnnounced();
}

void PageDocument::announce(const QVector<Edit>& edits) {
  announced_ += edits;
  marksMoved_ = true;
}

void PageDocument::sayAnnounced() {
  if (changing()) return;
  const QVector<Edit> edits = std::exchange(announced_, {});
  const bool marks = std::exchange(marksMoved_, false);
  if (!edits.isEmpty()) Q_EMIT edited(edits);
  if (marks) Q_EMIT marksChanged();
}

QString toViewText(QString text) {
  for (QChar& c : text) {
    switch (c.unicode()) {
      case u'\r':  // half of another system's line end: nothing to see
        c = u'\u200b';
        break;
      case 0x2029:
        c = u'\u00b6';
        break;
      case 0xfdd0:
      case 0xfdd1:
      case 0xfffc:
        c = QChar(0xfffd);
        break;
      default:
        break;
    }
  }
  return text;
}

PageDocument::PageDocument(QObject* parent) : QObject(parent) {
  view_.setUndoRedoEnabled(false);
  view_.setDocumentMargin(0);
  // Qt tells contentsChange() first, then the layout, then whoever has a cursor, and contentsChanged() last.
  connect(&view_, &QTextDocument::contentsChange, this, &PageDocument::onContentsChange);
  connect(&view_, &QTextDocument::contentsChanged, this, &PageDocument::onContentsChanged);
}

void PageDocument::open(const QString& text, const QVector<Mark>& marks) {
  manuscript_.reset(text, marks);
  reloadView();
}

void PageDocument::open(const Manuscript& manuscript) {
  manuscript_ = manuscript;
  reloadView();
}

void PageDocument::reloadView() {
  holes_.clear();
  cursorBefore_ = 0;
  const Hold own(own_);
  view_.setPlainText(toViewText(manuscript_.text()));
}

PageDocument::Hole* PageDocument::find(int id) {
  const auto it = std::find_if(holes_.begin(), holes_.end(), [id](const Hole& h) { return h.id == id; });
  return it == holes_.end() ? nullptr : &*it;
}

const PageDocument::Hole* PageDocument::hole(int id) const {
  const auto it = std::find_if(holes_.begin(), holes_.end(), [id](const Hole& h) { return h.id == id; });
  return it == holes_.end() ? nullptr : &*it;
}

const PageDocument::Hole* PageDocument::holeAround(int viewPosition) const {
  for (const Hole& h : holes_)
    if (viewPosition > h.viewBegin && viewPosition < h.viewEnd()) return &h;
  return nullptr;
}

int PageDocument::toManuscript(int viewPosition) const {
  int delta = 0;
  for (const Hole& h : holes_) {
    if (viewPosition <= h.viewBegin) break;
    if (viewPosition < h.viewEnd()) return h.begin;
    delta += h.length - h.viewLength;
  }
  return viewPosition + delta;
}

int PageDocument::toView(int position, bool afterHole) const {
  int delta = 0;
  for (const Hole& h : holes_) {
    if (position < h.begin) break;
    if (position == h.begin && !(afterHole && h.length == 0)) break;
    if (position < h.end()) return h.viewBegin;
    delta += h.viewLength - h.length;
  }
  return position + delta;
}

QString PageDocument::viewText(int begin, int length) const {
  if (length <= 0) return {};
  QTextCursor cursor(const_cast<QTextDocument*>(&view_));
  cursor.setPosition(begin);
  cursor.setPosition(begin + length, QTextCursor::KeepAnchor);
  return cursor.selectedText().replace(QChar::ParagraphSeparator, u'\n');
}

// [begin, end) of the view as it was before the author's edit, holes included.
QString PageDocument::oldViewText(int begin, int end) const {
  QString text;
  int at = begin;
  for (const Hole& h : holes_) {
    if (h.viewEnd() <= begin || h.viewBegin >= end) continue;
    if (h.viewBegin > at) text += toViewText(manuscript_.text().mid(toManuscript(at), h.viewBegin - at));
    const int from = std::max(at, h.viewBegin);
    const int to = std::min(end, h.viewEnd());
    text += h.shown.mid(from - h.viewBegin, to - from);
    at = to;
  }
  if (at < end) text += toViewText(manuscript_.text().mid(toManuscript(at), end - at));
  return text;
}

void PageDocument::replaceInView(int viewBegin, int viewLength, const QString& text) {
  // Only what differs is touched, so that the page keeps still.
  const QString old = viewText(viewBegin, viewLength);
  const auto [head, tail] = sharedBy(old, text);
  if (head == lengthOf(old) && head == lengthOf(text)) return;
  const Hold own(own_);
  QTextCursor cursor(&view_);
  cursor.setPosition(viewBegin + head);
  cursor.setPosition(viewBegin + viewLength - tail, QTextCursor::KeepAnchor);
  cursor.insertText(text.mid(head, lengthOf(text) - head - tail));
}

void PageDocument::shiftHoles(int viewPosition, int viewDelta, int delta) {
  for (Hole& h : holes_) {
    if (h.viewBegin < viewPosition) continue;
    h.viewBegin += viewDelta;
    h.begin += delta;
  }
}

int PageDocument::openHole(int begin, int end, const QString& viewTextWanted) {
  const Scope scope(this);
  const int size = lengthOf(manuscript_.text());
  begin = qBound(0, begin, size);
  end = qBound(begin, end, size);
  for (const Hole& h : std::as_const(holes_)) {
    const bool touches =
        h.length == 0 || begin == end ? begin <= h.end() && end >= h.begin : begin < h.end() && end > h.begin;
    if (touches) return 0;
  }
  const QString text = toViewText(viewTextWanted.isEmpty() ? QStringLiteral(" ") : viewTextWanted);
  Hole added;
  added.id = nextHole_++;
  added.begin = begin;
  added.length = end - begin;
  added.viewBegin = toView(begin, true);
  added.viewLength = lengthOf(text);
  added.shown = text;
  added.original = toViewText(manuscript_.text().mid(begin, added.length));
  replaceInView(added.viewBegin, added.length, text);
  shiftHoles(added.viewBegin, added.viewLength - added.length, 0);
  holes_.push_back(added);
  std::sort(holes_.begin(), holes_.end(), [](const Hole& a, const Hole& b) { return a.viewBegin < b.viewBegin; });
  return added.id;
}

void PageDocument::setHoleText(int id, const QString& wanted) {
  const Scope scope(this);
  Hole* h = find(id);
  if (h == nullptr) return;
  const QString text = toViewText(wanted.isEmpty() ? QStringLiteral(" ") : wanted);
  const int delta = lengthOf(text) - h->viewLength;
  replaceInView(h->viewBegin, h->viewLength, text);
  const int oldEnd = h->viewEnd();
  h->viewLength = lengthOf(text);
  h->shown = text;
  if (delta != 0) {
    for (Hole& other : holes_)
      if (other.id != id && other.viewBegin >= oldEnd) other.viewBegin += delta;
  }
}

void PageDocument::closeHole(int id) {
  const Scope scope(this);
  const Hole* found = hole(id);
  if (found == nullptr) return;
  const Hole h = *found;
  holes_.erase(std::remove_if(holes_.begin(), holes_.end(), [id](const Hole& x) { return x.id == id; }), holes_.end());
  replaceInView(h.viewBegin, h.viewLength, h.original);
  for (Hole& other : holes_)
    if (other.viewBegin >= h.viewEnd()) other.viewBegin += h.length - h.viewLength;
}

void PageDocument::closeAllHoles() {
  while (!holes_.isEmpty()) {
    const int id = holes_.last().id;
    closeHole(id);
    Q_EMIT holeClosed(id);
  }
}

bool PageDocument::closeHolesIn(int& viewBegin, int& viewEnd) {
  const Scope scope(this);
  QVector<int> reached;
  for (const Hole& h : std::as_const(holes_))
    if (viewBegin < h.viewEnd() && viewEnd > h.viewBegin) reached.push_back(h.id);
  if (reached.isEmpty()) return false;
  const int begin = toManuscript(viewBegin);
  int end = toManuscript(viewEnd);
  if (const Hole* inside = holeAround(viewEnd)) end = inside->end();
  for (const int id : reached) {
    closeHole(id);
    Q_EMIT holeClosed(id);
  }
  viewBegin = toView(begin, true);
  viewEnd = std::max(viewBegin, toView(end));
  return true;
}

void PageDocument::takeHole(int id, const QString& fill, quint64 run, const QString& note) {
  const Scope scope(this);
  const Hole* found = hole(id);
  if (found == nullptr) return;
  const Hole h = *found;
  if (fill.isEmpty() && h.length == 0) {
    closeHole(id);
    return;
  }
  setHoleText(id, fill);
  const int viewDelta = fill.isEmpty() ? -1 : 0;  // an empty fill leaves a placeholder of one character
  if (viewDelta != 0) replaceInView(h.viewBegin, 1, QString());
  holes_.erase(std::remove_if(holes_.begin(), holes_.end(), [id](const Hole& x) { return x.id == id; }), holes_.end());
  const Edit done = manuscript_.take({h.begin, h.length, fill}, run, note, cursorBefore_);
  const int delta = lengthOf(fill) - h.length;
  for (Hole& other : holes_) {
    if (other.viewBegin < h.viewBegin) continue;
    other.viewBegin += viewDelta;
    other.begin += delta;
  }
  announce({done});
}

void PageDocument::takePart(int id, const QString& part, const QString& rest, const Origin& origin) {
  const Scope scope(this);
  setHoleText(id, part + rest);
  Hole* h = find(id);
  if (h == nullptr) return;
  const Edit done = manuscript_.take({h->begin, h->length, part}, origin.run, origin.note, cursorBefore_);
  const int delta = lengthOf(part) - h->length;
  for (Hole& other : holes_)
    if (other.viewBegin > h->viewBegin) other.begin += delta;
  h->begin += lengthOf(part);
  h->length = 0;
  h->viewBegin += lengthOf(part);
  h->viewLength = lengthOf(rest);
  h->shown = toViewText(rest);
  h->original.clear();
  announce({done});
}

void PageDocument::replaceText(const QString& text) {
  const Scope scope(this);
  closeAllHoles();
  const QString old = manuscript_.text();
  auto [head, tail] = sharedBy(old, text);
  if (head > 0 && old.at(head - 1).isHighSurrogate()) --head;
  if (tail > 0 && old.at(lengthOf(old) - tail).isLowSurrogate()) --tail;
  const int removed = lengthOf(old) - head - tail;
  const QString inserted = text.mid(head, lengthOf(text) - head - tail);
  if (removed == 0 && inserted.isEmpty()) return;
  replaceInView(head, removed, toViewText(inserted));
  const Edit done = manuscript_.edit({head, removed, inserted}, EditKind::Other, cursorBefore_);
  cursorBefore_ = done.position + lengthOf(done.inserted);
  announce({done});
}

// Between contentsChange() and contentsChanged() the layout knows nothing of the change: here nothing is said.
void PageDocument::onContentsChange(int position, int removed, int added) {
  if (own_ > 0) return;
  // Qt may count the last paragraph's separator, which is no character of ours.
  const int nowLength = view_.characterCount() - 1;
  added = std::max(0, std::min(added, nowLength - position));
  int oldLength = lengthOf(manuscript_.text());
  for (const Hole& h : std::as_const(holes_)) oldLength += h.viewLength - h.length;
  removed = oldLength + added - nowLength;
  const auto reached = [this](int begin, int end) {
    return std::any_of(holes_.cbegin(), holes_.cend(),
                       [begin, end](const Hole& h) { return begin < h.viewEnd() && end > h.viewBegin; });
  };
  QString inserted = viewText(position, added);
  // Qt may report more than was edited, a whole paragraph when an input method composes: only the difference counts.
  const QString old = oldViewText(position, position + std::max(0, removed));
  const auto [same, tail] = sharedBy(old, inserted);
  int head = same;
  position += head;
  removed -= head + tail;
  inserted = inserted.mid(head, lengthOf(inserted) - head - tail);
  if (removed == 0 && inserted.isEmpty()) return;
  // A space typed before a gap that begins with one: of the places where it may have been put, one outside of the gap.
  for (; removed == 0 && head > 0 && reached(position, position) && old.at(head - 1) == inserted.back(); --head) {
    inserted = inserted.back() + inserted.chopped(1);
    --position;
  }
  if (removed < 0 || reached(position, position + removed)) {
    // Never expected: whoever edits calls closeHolesIn() before. The manuscript is kept, the view follows it.
    noted_ = beyond_ = true;
    return;
  }
  const EditOrigin origin = manuscript_.origin();
  const bool byHand = origin == EditOrigin::Typed || origin == EditOrigin::Unknown;
  const EditKind kind = !byHand                                   ? EditKind::Other
                        : removed == 0 && lengthOf(inserted) <= 2 ? EditKind::Typing
                        : inserted.isEmpty() && removed <= 2      ? EditKind::Deleting
                                                                  : EditKind::Other;
  const Edit wanted{toManuscript(position), removed, inserted};
  const int delta = lengthOf(inserted) - removed;
  shiftHoles(position + removed, delta, delta);
  const Edit done = manuscript_.edit(wanted, kind, cursorBefore_);
  cursorBefore_ = done.position + lengthOf(done.inserted);
  noted_ = true;
  announce({done});
}

void PageDocument::onContentsChanged() {
  if (own_ > 0 || !noted_) return;
  noted_ = false;
  if (std::exchange(beyond_, false)) {
    const Scope scope(this);
    const QVector<Hole> lost = holes_;
    reloadView();
    for (const Hole& h : lost) Q_EMIT holeClosed(h.id);
    return;
  }
  sayAnnounced();
  Q_EMIT holesMoved();
}

int PageDocument::replay(const QVector<Edit>& edits, bool undoing) {
  const Scope scope(this);
  QTextCursor all(&view_);  // the layout hears of them as of one change
  if (edits.size() > 1) all.beginEditBlock();
  for (const Edit& e : edits) {
    const QVector<Hole> before = holes_;
    for (const Hole& h : before) {
      const int end = e.position + e.removed;
      const bool reached = h.length > 0 ? e.position < h.end() && h.begin < end : e.position < h.begin && h.begin < end;
      if (!reached) continue;
      closeHole(h.id);
      Q_EMIT holeClosed(h.id);
    }
    const int at = toView(e.position, e.removed > 0);
    const int delta = lengthOf(e.inserted) - e.removed;
    replaceInView(at, e.removed, toViewText(e.inserted));
    shiftHoles(at + e.removed, delta, delta);
  }
  if (edits.size() > 1) {
    const Hold own(own_);
    all.endEditBlock();
  }
  const int cursor = undoing ? manuscript_.undo() : manuscript_.redo();
  cursorBefore_ = cursor;
  announce(edits);
  return toView(cursor);
}

int PageDocument::undo() { return manuscript_.canUndo() ? replay(manuscript_.undoEdits(), true) : -1; }
int PageDocument::redo() { return manuscript_.canRedo() ? replay(manuscript_.redoEdits(), false) : -1; }

bool PageDocument::confirmGenerated(int begin, int end) {
  if (!manuscript_.confirm(begin, end)) return false;
  Q_EMIT marksChanged();
  return true;
}

void PageDocument::bringMarks(const QVector<Mark>& marks) {
  if (marks.isEmpty()) return;
  manuscript_.bringMarks(marks);
  Q_EMIT marksChanged();
}

bool PageDocument::toggleTag(int begin, int end) {
  const bool on = manuscript_.toggleTag(begin, end);
  Q_EMIT marksChanged();
  return on;
}

}  // namespace lacuna::ui
