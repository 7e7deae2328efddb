// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/manuscript.h"

#include <algorithm>
#include <utility>

namespace lacuna::ui {
namespace {

constexpr int kMaxSteps = 5000;

bool isWordChar(QChar c) { return c.isLetterOrNumber() || c == u'\'' || c == u'\u2019' || c == u'-'; }

// Scripts that write no spaces: where one of their words ends nobody can tell by its letters.
bool spaceless(QChar c) {
  switch (c.script()) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
      return true;
    default:
      return false;
  }
}

// Both are letters of one word when they stand side by side.
bool joins(QChar left, QChar right) {
  return isWordChar(left) && isWordChar(right) && !spaceless(left) && !spaceless(right);
}

void dropEmpty(QVector<Mark>& marks) {
  marks.erase(std::remove_if(marks.begin(), marks.end(), [](const Mark& m) { return m.end <= m.begin; }), marks.end());
}

void sortMarks(QVector<Mark>& marks) {
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
}

int moved(int at, const Edit& edit, bool sticksRight) {
  if (at > edit.position) at = std::max(edit.position, at - edit.removed);
  const bool push = at > edit.position || (at == edit.position && sticksRight);
  return push ? at + static_cast<int>(edit.inserted.size()) : at;
}

}  // namespace

QPair<int, int> paragraphsOf(const QString& text, int begin, int end) {
  const int from = begin > 0 ? static_cast<int>(text.lastIndexOf(u'\n', begin - 1)) + 1 : 0;
  const int to = static_cast<int>(text.indexOf(u'\n', std::max(begin, end)));
  return {from, to < 0 ? static_cast<int>(text.size()) : to};
}

void Manuscript::reset(const QString& text, const QVector<Mark>& marks) {
  text_ = text;
  ++state_;
  marks_ = marks;
  const int size = static_cast<int>(text_.size());
  for (Mark& m : marks_) {
    m.begin = qBound(0, m.begin, size);
    m.end = qBound(0, m.end, size);
  }
  dropEmpty(marks_);
  sortMarks(marks_);
  done_.clear();
  undone_.clear();
  mergeable_ = false;
  words_ = countWords(text_);
  event_ = HistoryEvent::None;
  origin_ = eventOrigin_ = EditOrigin::Unknown;
}

void Manuscript::restore(const QVector<QByteArray>& done, const QVector<QByteArray>& undone) {
  KnownSide known{true, static_cast<int>(text_.size()), marks_};
  for (auto bytes = done.rbegin(); bytes != done.rend(); ++bytes) {
    const std::optional<Step> step = decodeStep(*bytes, known);
    if (!step) break;
    known.length -= step->growth();
    known.marks = step->marksBefore;
    done_.push_back(*step);
  }
  std::reverse(done_.begin(), done_.end());
  known = {false, static_cast<int>(text_.size()), marks_};
  for (auto bytes = undone.rbegin(); bytes != undone.rend(); ++bytes) {
    const std::optional<Step> step = decodeStep(*bytes, known);
    if (!step) break;
    known.length += step->growth();
    known.marks = step->marksAfter;
    undone_.push_back(*step);
  }
  std::reverse(undone_.begin(), undone_.end());
}

HistoryEvent Manuscript::takeHistoryEvent() {
  const HistoryEvent::Kind kind = std::exchange(event_, HistoryEvent::None);
  const bool brings = kind == HistoryEvent::Push || kind == HistoryEvent::Replace;
  return {kind, brings && !done_.isEmpty() ? encodeStep(done_.last()) : QByteArray(), marks_,
          std::exchange(eventOrigin_, EditOrigin::Unknown)};
}

double Manuscript::generatedShare() const {
  int generated = 0;
  for (const Mark& m : marks_)
    if (m.kind == MarkKind::Generated) generated += countWords(QStringView(text_).mid(m.begin, m.end - m.begin));
  return words_ > 0 ? std::min(1.0, generated / static_cast<double>(words_)) : 0.0;
}

int Manuscript::generatedRanges() const {
  return static_cast<int>(
      std::count_if(marks_.begin(), marks_.end(), [](const Mark& m) { return m.kind == MarkKind::Generated; }));
}

Manuscript::Change Manuscript::apply(const Edit& edit) {
  // Only the paragraphs that the edit touches are counted again.
  const auto lineStart = [this](int at) { return at > 0 ? static_cast<int>(text_.lastIndexOf(u'\n', at - 1)) + 1 : 0; };
  const auto lineEnd = [this](int at) {
    const int found = static_cast<int>(text_.indexOf(u'\n', at));
    return found < 0 ? static_cast<int>(text_.size()) : found;
  };
  const int begin = lineStart(edit.position);
  const int oldEnd = lineEnd(edit.position + edit.removed);
  words_ -= countWords(QStringView(text_).mid(begin, oldEnd - begin));
  Change change{edit.position, text_.mid(edit.position, edit.removed), edit.inserted};
  text_.replace(edit.position, edit.removed, edit.inserted);
  ++state_;
  const int newEnd = oldEnd - edit.removed + static_cast<int>(edit.inserted.size());
  words_ += countWords(QStringView(text_).mid(begin, newEnd - begin));
  return change;
}

// Called before the text changes. The author's hand in generated text makes the words that it touches the author's.
void Manuscript::moveMarks(const Edit& edit, By by) {
  QVector<Mark> result;
  result.reserve(marks_.size() + 1);
  const int end = edit.position + edit.removed;
  for (const Mark& m : std::as_const(marks_)) {
    bool touched =
        edit.removed > 0 ? edit.position < m.end && end > m.begin : edit.position > m.begin && edit.position < m.end;
    // Letters at a word's edge make another word of it.
    if (by == By::Author && edit.removed == 0 && !edit.inserted.isEmpty())
      touched = touched || (edit.position == m.end && joins(text_.at(m.end - 1), edit.inserted.front())) ||
                (edit.position == m.begin && joins(edit.inserted.back(), text_.at(m.begin)));
    if (m.kind == MarkKind::Generated && touched) {
      int left = std::max(edit.position, m.begin);
      int right = std::min(end, m.end);
      while (left > m.begin && isWordChar(text_.at(left - 1))) --left;
      while (right < m.end && isWordChar(text_.at(right))) ++right;
      while (left > m.begin && text_.at(left - 1).isSpace()) --left;
      while (right < m.end && text_.at(right).isSpace()) ++right;
      Mark a = m;
      a.end = left;
      Mark b = m;
      b.begin = right;
      for (Mark piece : {a, b}) {
        if (piece.end <= piece.begin) continue;
        piece.begin = moved(piece.begin, edit, true);
        piece.end = moved(piece.end, edit, false);
        result.push_back(piece);
      }
      continue;
    }
    Mark kept = m;
    kept.begin = moved(m.begin, edit, true);
    kept.end = moved(m.end, edit, false);
    result.push_back(kept);
  }
  dropEmpty(result);
  sortMarks(result);
  marks_ = result;
}

bool Manuscript::merges(const Step& last, const Change& change, EditKind kind, quint64 run) const {
  if (run != 0) return last.run == run && undone_.isEmpty();
  if (!mergeable_ || last.run != 0 || last.origin != origin_ || last.kind != kind || last.changes.size() != 1)
    return false;
  const Change& before = last.changes.last();
  if (kind == EditKind::Typing) {
    if (!change.removed.isEmpty() || change.position != before.position + before.inserted.size()) return false;
    if (change.inserted.contains(u'\n') || before.inserted.endsWith(u'\n')) return false;
    // A new sentence is a new step.
    const bool sentenceEnded = before.inserted.size() > 1 && before.inserted.back().isSpace() &&
                               QStringView(u".!?\u201d\"").contains(before.inserted.at(before.inserted.size() - 2));
    return !(sentenceEnded && !change.inserted.front().isSpace());
  }
  if (kind == EditKind::Deleting && change.inserted.isEmpty() && before.inserted.isEmpty())
    return change.position + change.removed.size() == before.position || change.position == before.position;
  return false;
}

void Manuscript::record(const Change& change, EditKind kind, quint64 run, const QVector<Mark>& before,
                        int cursorBefore) {
  const int cursorAfter = change.position + static_cast<int>(change.inserted.size());
  const bool joins = step_ == StepOf::GoesOn;
  eventOrigin_ = run != 0 ? EditOrigin::Generated : origin_;
  const bool begins = step_ == StepOf::Begins;
  if (begins) step_ = StepOf::GoesOn;
  if (!done_.isEmpty() && (joins || (!begins && merges(done_.last(), change, kind, run)))) {
    Step& last = done_.last();
    if (joins || run != 0) {
      last.changes.push_back(change);
    } else if (kind == EditKind::Typing) {
      last.changes.last().inserted += change.inserted;
    } else {
      Change& c = last.changes.last();
      if (change.position == c.position) {
        c.removed += change.removed;
      } else {
        c.removed.prepend(change.removed);
        c.position = change.position;
      }
    }
    last.marksAfter = marks_;
    last.cursorAfter = cursorAfter;
    if (event_ != HistoryEvent::Push) event_ = HistoryEvent::Replace;  // of one that nobody has heard of yet
  } else {
    event_ = HistoryEvent::Push;
    Step step;
    step.changes = {change};
    step.marksBefore = before;
    step.marksAfter = marks_;
    step.cursorBefore = cursorBefore;
    step.cursorAfter = cursorAfter;
    step.kind = kind;
    step.run = run;
    step.origin = eventOrigin_;
    done_.push_back(step);
    if (done_.size() > kMaxSteps) done_.removeFirst();
  }
  undone_.clear();
  mergeable_ = run == 0 && kind != EditKind::Other && !joins && !begins;
}

void Manuscript::endStep() {
  step_ = StepOf::Each;
  mergeable_ = false;
}

Edit Manuscript::edit(const Edit& wanted, EditKind kind, int cursorBefore) {
  Edit e = wanted;
  e.position = qBound(0, e.position, static_cast<int>(text_.size()));
  e.removed = qBound(0, e.removed, static_cast<int>(text_.size()) - e.position);
  if (e.removed == 0 && e.inserted.isEmpty()) return e;
  const QVector<Mark> before = marks_;
  moveMarks(e, By::Author);
  record(apply(e), kind, 0, before, cursorBefore);
  return e;
}

Edit Manuscript::take(const Edit& wanted, quint64 run, const QString& note, int cursorBefore) {
  Edit e = wanted;
  e.position = qBound(0, e.position, static_cast<int>(text_.size()));
  e.removed = qBound(0, e.removed, static_cast<int>(text_.size()) - e.position);
  const QVector<Mark> before = marks_;
  // What is replaced loses its marks; what lies around moves.
  moveMarks(e, By::Model);
  const Change change = apply(e);
  int begin = e.position;
  int end = begin + static_cast<int>(e.inserted.size());
  while (begin < end && text_.at(begin).isSpace()) ++begin;
  while (end > begin && text_.at(end - 1).isSpace()) --end;
  if (end > begin) {
    // Words of one generation that follow each other are one range.
    const auto left = std::find_if(marks_.begin(), marks_.end(), [&](const Mark& m) {
      return m.kind == MarkKind::Generated && m.note == note && m.end <= begin &&
             QStringView(text_).mid(m.end, begin - m.end).trimmed().isEmpty();
    });
    if (left != marks_.end()) {
      left->end = end;
    } else {
      marks_.push_back({begin, end, MarkKind::Generated, note});
      sortMarks(marks_);
    }
  }
  record(change, EditKind::Other, run, before, cursorBefore);
  return e;
}

bool Manuscript::confirm(int begin, int end) {
  const QVector<Mark> before = marks_;
  QVector<Mark> left;
  for (const Mark& m : before) {
    const bool range = begin < end;
    const bool touched = range ? m.begin < end && m.end > begin : m.begin <= begin && m.end >= begin;
    if (m.kind != MarkKind::Generated || !touched) {
      left.push_back(m);
      continue;
    }
    if (!range) continue;
    // What lies outside of the range keeps its mark, without the spaces at the cut.
    Mark a = m;
    a.end = std::min(m.end, begin);
    while (a.end > a.begin && text_.at(a.end - 1).isSpace()) --a.end;
    Mark b = m;
    b.begin = std::max(m.begin, end);
    while (b.begin < b.end && text_.at(b.begin).isSpace()) ++b.begin;
    left << a << b;
  }
  dropEmpty(left);
  sortMarks(left);
  if (left == before) return false;
  marks_ = left;
  recordMarks(before, end);
  return true;
}

void Manuscript::bringMarks(const QVector<Mark>& marks) {
  if (marks.isEmpty() || done_.isEmpty()) return;
  const auto size = static_cast<int>(text_.size());
  for (Mark m : marks) {
    m.begin = qBound(0, m.begin, size);
    m.end = qBound(0, m.end, size);
    marks_.push_back(m);
  }
  dropEmpty(marks_);
  sortMarks(marks_);
  done_.last().marksAfter = marks_;
  if (event_ != HistoryEvent::Push) event_ = HistoryEvent::Replace;
}

void Manuscript::recordMarks(const QVector<Mark>& before, int cursor) {
  Step step;
  step.marksBefore = before;
  step.marksAfter = marks_;
  step.cursorBefore = step.cursorAfter = cursor;
  done_.push_back(step);
  undone_.clear();
  mergeable_ = false;
  event_ = HistoryEvent::Push;
}

bool Manuscript::toggleTag(int begin, int end) {
  const QVector<Mark> before = marks_;
  QVector<Mark> wanted;
  bool every = true;
  const QPair<int, int> whole = paragraphsOf(text_, begin, end);
  int at = whole.first;
  while (at < whole.second) {
    const int stop = paragraphsOf(text_, at, at).second;
    const bool tagged = std::any_of(marks_.begin(), marks_.end(), [at, stop](const Mark& m) {
      return m.kind == MarkKind::Tag && m.begin < stop && m.end > at;
    });
    if (stop > at) {
      every = every && tagged;
      wanted.push_back({at, stop, MarkKind::Tag, QString()});
    }
    at = stop + 1;
  }
  if (wanted.isEmpty()) return false;
  const int from = wanted.first().begin;
  const int to = wanted.last().end;
  marks_.erase(
      std::remove_if(marks_.begin(), marks_.end(),
                     [from, to](const Mark& m) { return m.kind == MarkKind::Tag && m.begin < to && m.end > from; }),
      marks_.end());
  if (!every) {
    marks_ += wanted;
    sortMarks(marks_);
  }
  recordMarks(before, end);
  return !every;
}

QVector<Edit> Manuscript::undoEdits() const {
  QVector<Edit> edits;
  if (done_.isEmpty()) return edits;
  const QVector<Change>& changes = done_.last().changes;
  for (auto it = changes.rbegin(); it != changes.rend(); ++it)
    edits.push_back({it->position, static_cast<int>(it->inserted.size()), it->removed});
  return edits;
}

QVector<Edit> Manuscript::redoEdits() const {
  QVector<Edit> edits;
  if (undone_.isEmpty()) return edits;
  for (const Change& c : undone_.last().changes)
    edits.push_back({c.position, static_cast<int>(c.removed.size()), c.inserted});
  return edits;
}

int Manuscript::undo() {
  if (done_.isEmpty()) return 0;
  for (const Edit& e : undoEdits()) apply(e);
  event_ = HistoryEvent::Undo;
  eventOrigin_ = done_.last().origin;
  const Step step = done_.takeLast();
  marks_ = step.marksBefore;
  undone_.push_back(step);
  mergeable_ = false;
  return step.cursorBefore;
}

int Manuscript::redo() {
  if (undone_.isEmpty()) return 0;
  for (const Edit& e : redoEdits()) apply(e);
  event_ = HistoryEvent::Redo;
  eventOrigin_ = undone_.last().origin;
  const Step step = undone_.takeLast();
  marks_ = step.marksAfter;
  done_.push_back(step);
  mergeable_ = false;
  return step.cursorAfter;
}

}  // namespace lacuna::ui
