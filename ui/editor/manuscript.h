// SPDX-License-Identifier: GPL-3.0-or-later
// The manuscript: text, marks and undo, without a widget and without any noise. Everything that changes the text
// passes through here, so `Edit`s replayed in order on a copy always give text(). UI thread only; throws nothing:
// an edit outside the text is clamped to it.
#pragma once

#include <QString>
#include <QVector>

#include "storage/words.h"
#include "ui/editor/undo_step.h"
#include "ui/values.h"

namespace lacuna::ui {

class Manuscript {
 public:
  using Change = UndoStep::Change;

  void reset(const QString& text, const QVector<Mark>& marks);
  // After reset(): what can be undone and redone, as it was kept. Steps that do not fit end it.
  void restore(const QVector<QByteArray>& done, const QVector<QByteArray>& undone);
  // What the last act did to that; once.
  HistoryEvent takeHistoryEvent();
  // A copy that is kept makes the next edit copy the whole text: keep state() to know whether it is another.
  const QString& text() const { return text_; }
  // Another number after each change of the text.
  quint64 state() const { return state_; }
  const QVector<Mark>& marks() const { return marks_; }
  int words() const { return words_; }
  // Share of the words that are generated and not yet confirmed, 0 to 1.
  double generatedShare() const;
  int generatedRanges() const;

  // Where the words of the edits that come are from, until another is set. Unknown: nobody said; of a take: a model.
  void setOrigin(EditOrigin origin) { origin_ = origin; }
  EditOrigin origin() const { return origin_; }
  // The author's own edit. Returns what was done, for replay.
  Edit edit(const Edit& edit, EditKind kind, int cursorBefore);
  // Puts generated text in place of [begin, begin + removed). Takes of the same run that follow each other are one
  // undo step. note: provenance.
  Edit take(const Edit& edit, quint64 run, const QString& note, int cursorBefore);
  // Edits that are ascending and do not overlap, each where the text stands now: one undo step. What is not within the
  // text, or changes nothing, is left out. Returns what was done, the last place first, for replay.
  QVector<Edit> replacePlaces(const QVector<Edit>& edits, int cursorBefore);
  // Generated text in [begin, end) becomes plain text, or the passage that touches begin where that is no range; one
  // undo step. False when there was none.
  bool confirm(int begin, int end);
  // [begin, end), not empty, goes with its marks to `to`, which lies outside of it: one undo step, nobody's new words.
  // Returns what was done, for replay. In move_text.cpp.
  QVector<Edit> move(int begin, int end, int to, int cursorBefore);
  // The words that the newest step brought have these marks, which belong to it.
  void bringMarks(const QVector<Mark>& marks);
  // The paragraphs that [begin, end] touches get a Tag mark, or lose it when each has one; one undo step. True: tagged.
  bool toggleTag(int begin, int end);
  // The next edit starts a new undo step.
  void breakUndoRun() { mergeable_ = false; }
  // The edits between these two are one undo step, and nothing joins it before or after; none, no step.
  void beginStep() { step_ = StepOf::Begins; }
  void endStep();

  bool canUndo() const { return !done_.isEmpty(); }
  bool canRedo() const { return !undone_.isEmpty(); }
  // True when the newest undo step is a take of this run.
  bool lastIsTakeOf(quint64 run) const { return !done_.isEmpty() && run != 0 && done_.last().run == run; }
  // What undo() or redo() would apply, in order; empty for a step that only changes marks.
  QVector<Edit> undoEdits() const;
  QVector<Edit> redoEdits() const;
  // Apply it; return where the cursor belongs.
  int undo();
  int redo();

 private:
  using Step = UndoStep;
  Change apply(const Edit& edit);
  void recordMarks(const QVector<Mark>& before, int cursor);
  QVector<Mark> marksAfter(const QVector<Edit>& edits);
  enum class By { Author, Model };
  void moveMarks(const Edit& edit, By by);
  void record(const Change& change, EditKind kind, quint64 run, const QVector<Mark>& before, int cursorBefore);
  bool merges(const Step& last, const Change& change, EditKind kind, quint64 run) const;

  QString text_;
  quint64 state_ = 1;
  QVector<Mark> marks_;
  QVector<Step> done_;
  QVector<Step> undone_;
  int words_ = 0;
  HistoryEvent::Kind event_ = HistoryEvent::None;
  EditOrigin origin_ = EditOrigin::Unknown;
  EditOrigin eventOrigin_ = EditOrigin::Unknown;  // of the last act
  bool mergeable_ = false;
  enum class StepOf { Each, Begins, GoesOn } step_ = StepOf::Each;  // whether edits are steps of their own
};

using storage::countWords;  // words as an author counts them
// [begin, end] widened to whole paragraphs, without the last line end.
QPair<int, int> paragraphsOf(const QString& text, int begin, int end);

}  // namespace lacuna::ui
