// SPDX-License-Identifier: GPL-3.0-or-later
// The page: where the author writes and where gaps denoise. The text of the widget is the view, with noise in it;
// the manuscript is document().manuscript(). UI thread only.
#pragma once

#include <QTextEdit>

#include <functional>
#include <memory>

#include "ui/announcer.h"
#include "ui/brush/page_brush.h"
#include "ui/editor/page_document.h"
#include "ui/editor/page_layout.h"
#include "ui/editor/page_place.h"
#include "ui/gap/gap_bar.h"
#include "ui/gap/gap_controller.h"
#include "ui/gap/page_steering.h"
#include "ui/gap/read_ahead.h"
#include "ui/gap/seams.h"
#include "ui/search/page_find.h"

namespace lacuna::ui {

class PageView : public QTextEdit {
  Q_OBJECT
 public:
  explicit PageView(QWidget* parent = nullptr);
  ~PageView() override;

  PageDocument& pageDocument() { return document_; }
  const PageDocument& pageDocument() const { return document_; }
  GapController& gaps() { return gaps_; }
  const GapController& gaps() const { return gaps_; }
  PageLayout& pageLayout() { return *layout_; }
  // On the page, in its coordinates: in the room below the gap's paragraph, or in the strip below the text.
  GapBar* gapBar() { return bar_; }
  PageSteering& steering() { return *steering_; }
  PageBrush& brush() { return *brush_; }
  PageFind& finder() { return *find_; }
  ReadAhead& readAhead() { return readAhead_; }

  // Leaves all gaps of the document before. cursor: manuscript; scroll: 0 top to 1 bottom.
  void open(const DocumentView& document);
  void open(const Manuscript& manuscript, int cursor, double scroll);
  void setTheme(const Theme& theme);
  // zoom 1: letters of 20 pixels.
  void setZoom(qreal zoom);
  // Dims the paragraphs around the cursor's.
  void setFocusMode(bool on);
  void setMotion(bool on);

  int cursorPosition() const;  // manuscript
  void setCursorPosition(int position);
  // The same, with that line at the head of the page.
  void goToHeading(int position);
  double scrollShare() const;
  // The selection, or a marker [[…]] around the cursor, or the cursor: asks for one gap there.
  void askHere();
  // As the brush or the seams want them.
  bool askWishes(const QVector<GapWish>& wishes);
  // A gap at the end of the document.
  void continueAtEnd(int words);
  // The words at the joints of the last cut and paste, half way back to noise.
  void mendSeams();
  // The chosen words of the candidate, or all of it.
  void takeActive();
  void takeChosen();
  void takeWord();
  // The paragraphs at the cursor are seen by every gap, or no longer.
  void toggleTagged();
  void goToNextGap();
  // All markers in the manuscript, jointly; false when there is none.
  bool askMarkers();
  bool confirmGenerated();
  // Another text for the whole manuscript, as one step of undo. Leaves all gaps.
  void replaceText(const QString& text);
  void undoEdit();
  void redoEdit();
  void cutSelection();
  void pasteClipboard();
  // The selection goes to another place, as one step of undo. False where it would go into itself or into a gap.
  bool moveSelection(int viewPosition);
  // Words from elsewhere. False where there are none, or a gap stands.
  bool dropText(const QString& text, int viewPosition);
  // Selects these words of the manuscript, in sight.
  void showRange(int begin, int end);
  // Bars, popover and list stand where the gap does.
  void placeBar();
  // Lines of the active gap are on the page.
  bool gapInSight() const { return gapSeen_; }

 Q_SIGNALS:
  void sentence(const QString& text);
  void moved();  // cursor or scroll

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void inputMethodEvent(QInputMethodEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  bool event(QEvent* event) override;
  QMimeData* createMimeDataFromSelection() const override;
  void insertFromMimeData(const QMimeData* source) override;

 private:
  struct Anchor {
    int position = 0;  // manuscript
    int hole = 0;      // stands at the edge of this hole
    bool after = false;
  };
  bool gapKey(QKeyEvent* event);
  void onBarChosen(GapBar::Action action);
  void takeWith(const std::function<void()>& take);
  void showAsked();
  bool editKeyAtHole(QKeyEvent* event);
  void leaveGapMode(bool after);
  void prepareForEdit();
  void afterOpen(int cursor, double scroll);
  void applyScroll();
  void onCursorMoved();
  // Where an end of the selection stands in a gap, it goes to the gap's edge; the caret's place then.
  int keepOutOfGaps();
  void onViewChanging();
  void onViewChanged();
  void refreshInk();
  void refreshMarks();
  void placeBars();
  void revealGap();
  void setStrip(bool on);
  void showWhetherEmpty();
  // With the caret in sight.
  void goTo(int viewPosition);
  void showCaret();
  void setCursorRange(int anchor, int position);
  void insertAt(int viewPosition, const QString& text);
  Anchor anchorOf(int viewPosition) const;
  int viewOf(const Anchor& anchor) const;
  const PageDocument::Hole* holeAt(const QPoint& point) const;

  PageDocument document_;
  GapController gaps_;
  PageLayout* layout_ = nullptr;
  std::unique_ptr<PagePlace> place_;
  GapBar* bar_ = nullptr;
  PageSteering* steering_ = nullptr;
  PageBrush* brush_ = nullptr;
  PageFind* find_ = nullptr;
  Announcer* announcer_ = nullptr;
  ReadAhead readAhead_;
  SeamNotes seams_;
  Theme theme_;
  qreal zoom_ = 1.0;
  Anchor anchor_, cursor_, top_;
  int lastPosition_ = 0;
  int scrollBefore_ = 0;
  qreal topLine_ = 0;  // where the first line that is to be seen stood, in the document
  int restoring_ = 0;
  bool focusMode_ = false;
  bool placing_ = false;
  bool gapSeen_ = false;
  bool strip_ = false;       // the page has a strip below its text, for a bar
  bool shownEmpty_ = false;  // the placeholder is on the page
  double pendingScroll_ = -1;
  QVector<QPair<int, int>> shownMarks_;
  QVector<QPair<int, int>> shownTags_;
  bool mending_ = false;   // the last asking was about seams
  bool choosing_ = false;  // the mouse is held down on words of the gap
};

}  // namespace lacuna::ui
