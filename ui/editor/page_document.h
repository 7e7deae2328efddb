// SPDX-License-Identifier: GPL-3.0-or-later
// Holds a manuscript and the view of it that the page shows. They differ only in the holes: ranges where a gap
// lives, whose view text is noise or a candidate, while the manuscript keeps what stood there. Positions are
// UTF-16 code units, "view" or "manuscript" as named. UI thread only.
//
// The author's edits arrive through the QTextDocument, are written to the manuscript and announced by edited(). An
// edit can never change a hole: a hole that an edit reaches is closed first (holeClosed), its text restored.
//
// A change is one transaction: text, manuscript and holes change, the layout follows, and only then is anything said.
// Until then changing() is true, and whoever wants to know where a line stands waits for viewChanged() or
// holesMoved(), which come after every change. holeClosed() alone comes at once: who leads the gap lets go of it.
#pragma once

#include <QObject>
#include <QTextDocument>

#include "ui/editor/manuscript.h"

namespace lacuna::ui {

class PageDocument : public QObject {
  Q_OBJECT
 public:
  struct Hole {
    int id = 0;
    int viewBegin = 0;
    int viewLength = 0;
    int begin = 0;     // manuscript
    int length = 0;    // manuscript; 0: an insertion
    QString shown;     // the text in the view
    QString original;  // what the view showed; the manuscript under a hole never changes while it lives
    int viewEnd() const { return viewBegin + viewLength; }
    int end() const { return begin + length; }
  };

  explicit PageDocument(QObject* parent = nullptr);

  void open(const QString& text, const QVector<Mark>& marks);
  // Takes over a manuscript with its undo history, for a document that comes back as it was left.
  void open(const Manuscript& manuscript);
  QTextDocument* view() { return &view_; }
  // The view, the holes and the layout do not agree yet.
  bool changing() const { return scopes_ > 0 || own_ > 0 || noted_; }
  // For a QTextCursor that only looks.
  QTextDocument* constView() const { return const_cast<QTextDocument*>(&view_); }
  const Manuscript& manuscript() const { return manuscript_; }
  const QVector<Hole>& holes() const { return holes_; }
  const Hole* hole(int id) const;
  // The hole that has viewPosition strictly inside, or null.
  const Hole* holeAround(int viewPosition) const;

  int toManuscript(int viewPosition) const;
  // Beside a hole that sits exactly there: its left side, or its right side with afterHole.
  int toView(int position, bool afterHole = false) const;

  // Hides [begin, end) of the manuscript behind viewText (not empty). 0 when another hole is there already.
  int openHole(int begin, int end, const QString& viewText);
  void setHoleText(int id, const QString& viewText);
  // Whatever `work` changes of the view is announced as one change.
  template <typename Work>
  void together(Work work) {
    beginChange();
    work();
    endChange();
  }
  // The view shows the manuscript again.
  void closeHole(int id);
  void closeAllHoles();
  // Closes every hole that the view range touches, so that an edit of the range is safe. Returns true when one was.
  // The view positions are moved along.
  bool closeHolesIn(int& viewBegin, int& viewEnd);
  // The fill becomes manuscript; the hole ends.
  void takeHole(int id, const QString& fill, quint64 run, const QString& note);
  struct Origin {
    quint64 run = 0;
    QString note;  // provenance
  };
  // `part` becomes manuscript in place of what stood there; the hole goes on behind it as an insertion that shows
  // `rest` (not empty).
  void takePart(int id, const QString& part, const QString& rest, const Origin& origin);

  // The manuscript's text becomes this one, as one step of undo. Closes every hole.
  void replaceText(const QString& text);

  // Edits of the manuscript that are ascending and do not overlap, each where it stands now, as one step of undo.
  // Closes the holes that they reach.
  void replacePlaces(const QVector<Edit>& edits);

  // Return the view position for the cursor, or -1 when there was nothing.
  int undo();
  int redo();
  bool confirmGenerated(int begin, int end);
  // [begin, end) of the manuscript goes to `to` with its marks, as one step of undo; holes that it touches close. Where
  // it begins then; -1 where there is nothing to move, or `to` lies within it. In move_text.cpp.
  int moveText(int begin, int end, int to);
  // The words that the newest step brought have these marks; they belong to that step.
  void bringMarks(const QVector<Mark>& marks);
  // The paragraphs that [begin, end] touches are seen by every gap, or no longer. True: they are now.
  bool toggleTag(int begin, int end);
  // Where the cursor stood before the next edit (manuscript), for undo.
  void noteCursor(int position) { cursorBefore_ = position; }
  void breakUndoRun() { manuscript_.breakUndoRun(); }
  void beginStep() { manuscript_.beginStep(); }
  void endStep() { manuscript_.endStep(); }
  // While one lives, the edits that come are from there; the innermost says so.
  class From {
   public:
    From(PageDocument& document, EditOrigin origin) : manuscript_(document.manuscript_), before_(manuscript_.origin()) {
      manuscript_.setOrigin(origin);
    }
    ~From() { manuscript_.setOrigin(before_); }
    From(const From&) = delete;
    From& operator=(const From&) = delete;

   private:
    Manuscript& manuscript_;
    EditOrigin before_;
  };
  // What the last act did to the history of undo; once. For whoever hears edited() or marksChanged().
  HistoryEvent takeHistoryEvent() { return manuscript_.takeHistoryEvent(); }

 Q_SIGNALS:
  void edited(const QVector<lacuna::storage::Edit>& edits);
  void marksChanged();
  // Around every change of the view that the author did not type, so that the cursor can be put back: before anything
  // has changed, and when everything has.
  void viewChanging();
  void viewChanged();
  // After an edit by the author: holes may lie elsewhere now.
  void holesMoved();
  // The document closed this hole by itself, because an edit or undo reached it.
  void holeClosed(int id);

 private:
  struct Scope;
  void beginChange();
  void endChange();
  void onContentsChange(int position, int removed, int added);
  void onContentsChanged();
  void announce(const QVector<Edit>& edits);
  void sayAnnounced();
  void reloadView();
  void replaceInView(int viewBegin, int viewLength, const QString& text);
  void shiftHoles(int viewPosition, int viewDelta, int delta);
  int replay(const QVector<Edit>& edits, bool undoing);
  QString viewText(int begin, int length) const;
  QString oldViewText(int begin, int end) const;
  Hole* find(int id);

  QTextDocument view_;
  Manuscript manuscript_;
  QVector<Hole> holes_;  // ascending
  int nextHole_ = 1;
  int scopes_ = 0;
  int own_ = 0;  // above 0: changes of the view are our own
  // The author's edit is in the manuscript, and the layout has not heard of it yet.
  bool noted_ = false;
  bool beyond_ = false;      // that edit went where it may not
  bool marksMoved_ = false;  // to be said,
  QVector<Edit> announced_;  // as these are
  int cursorBefore_ = 0;
};

// What the view shows for a manuscript text: as long, with what QTextDocument cannot hold replaced.
QString toViewText(QString text);

}  // namespace lacuna::ui
