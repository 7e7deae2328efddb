// SPDX-License-Identifier: GPL-3.0-or-later
// The text under the author's hands: caret, keys, mouse, clipboard, scrolling and the order in which a change reaches
// the layout. The text of the widget is the view, with noise in it; the manuscript is pageDocument().manuscript(). It
// knows of gaps only that the document has holes, and of features only what PageHost and InputMode say. UI thread only.
//
// Start here: a key comes to keyPressEvent() (page_input.cpp) → the mode that has the keys → prepareForEdit() → Qt →
// PageDocument → onViewChanging() and onViewChanged(), or holesMoved().
#pragma once

#include <QMenu>
#include <QTextEdit>
#include <memory>
#include <optional>

#include "ui/editor/page_events.h"
#include "ui/editor/page_host.h"
#include "ui/editor/page_place.h"
#include "ui/editor/page_typing.h"
#include "ui/editor/page_typography.h"
#include "ui/hold.h"

namespace lacuna::ui {

class PageEditor : public QTextEdit, public PageHost {
  Q_OBJECT
 public:
  explicit PageEditor(QWidget* parent = nullptr);
  ~PageEditor() override;

  PageDocument& pageDocument() override { return document_; }
  const PageDocument& pageDocument() const { return document_; }
  PageLayout& pageLayout() override { return *layout_; }
  InputModes& modes() override { return modes_; }
  const InputModes& modes() const { return modes_; }
  PagePlace& place() { return *place_; }
  PageTyping& typing() { return typing_; }
  PageEvents& events() { return *events_; }
  QWidget* frame() override { return this; }
  QWidget* paper() override { return viewport(); }
  int scrolled() const override;
  void placeBars() override;
  QTextCursor caret() const override { return textCursor(); }
  void setCaret(const QTextCursor& cursor) override { setTextCursor(cursor); }
  QRect caretRect(int position) const override;
  int positionAt(const QPoint& point) const override { return cursorForPosition(point).position(); }
  const PageDocument::Hole* holeAt(const QPoint& point) const override;
  void showRange(int begin, int end) override;
  void reveal(int begin, int end) override;
  void placeCaret(int position) override;
  void quietly(const std::function<void()>& work) override;
  void act(const std::function<void()>& work) override;
  void say(const QString& text) override { Q_EMIT sentence(text); }

  // cursor: manuscript; scroll: 0 top to 1 bottom.
  virtual void open(const Manuscript& manuscript, int cursor, double scroll);
  void open(const Document& document);
  virtual void setTheme(const Theme& theme);
  const Theme& theme() const { return theme_; }
  // zoom 1: letters as large as the typography says.
  virtual void setZoom(qreal zoom);
  QFont textFont() const;
  // Live, where the author is; undo stays. Zoom comes on top.
  void setTypography(const PageTypography& typography);
  const PageTypography& typography() const { return typography_; }
  // Dims what is around the cursor's paragraph, or sentence.
  void setFocusMode(bool on);
  void setFocusOnSentence(bool on);
  // The line that is written in stays where it is on the page, and the page moves.
  void setTypewriter(bool on);

  int cursorPosition() const;  // manuscript
  void setCursorPosition(int position);
  // The same, with that line at the head of the page.
  void goToHeading(int position);
  double scrollShare() const;
  // A strip below the text, where a bar stands that has no room between the paragraphs: so it covers nothing.
  void setStrip(bool on);
  // Pixels of the strip, and of the paper as it is without one.
  static constexpr int kStrip = 48;
  int wholeHeight() const { return viewport()->height() + (strip_ ? kStrip : 0); }

  // Another text for the whole manuscript, as one step of undo.
  virtual void replaceText(const QString& text);
  void undoEdit();
  void redoEdit();
  // Of the manuscript; empty: nothing is selected.
  QString selectedText() const;
  void cutSelection();
  void pasteClipboard();
  // Its words alone, whatever else the clipboard has.
  void pastePlain();
  // The selection goes to another place, as one step of undo. False where it would go into itself or into a gap.
  bool moveSelection(int viewPosition);
  // Words from elsewhere, with their marks. False where there are none, or a gap stands.
  bool dropText(const QString& text, int viewPosition, const QVector<Mark>& marks = {});
  // The paragraphs at the cursor are seen by every gap, or no longer.
  void toggleTagged();
  bool confirmGenerated();

 Q_SIGNALS:
  void sentence(const QString& text);
  // Ctrl and the wheel, or two fingers: the letters so many times as large.
  void zoomWanted(double factor);
  void filesDropped(const QStringList& paths);
  void moved();  // cursor or scroll
  // A click on the page, or the focus has come back: what lies open above it closes.
  void turnedTo();
  void holeClicked(int hole);
  void holeMenuWanted(int hole, const QPoint& point);
  // A feature has something to do at the caret.
  void menuOpens(QMenu& menu);
  void holeDeleted(int hole);  // a key that deletes came to its edge
  // Manuscript: words went from there, and came to there.
  void cut(int position);
  void pasted(int begin, int end);

 protected:
  // What a page with features adds. Their ink is that of all gaps, ascending; still: it is shown as it is, and no word
  // comes in by and by.
  virtual QVector<InkSpan> ink() const { return {}; }
  virtual bool inkIsStill() const { return false; }
  // Bars take room from the text; cards lie above it and come after.
  virtual void arrangeBars() {}
  virtual void arrangeCards() {}
  // Takes back the newest step; where the caret belongs (view), or -1.
  virtual int undoStep() { return document_.undo(); }
  virtual void addToMenu(QMenu& /*menu*/) {}

  void refreshInk();
  void refreshMarks();

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
  bool viewportEvent(QEvent* event) override;
  bool canInsertFromMimeData(const QMimeData* source) const override;
  QMimeData* createMimeDataFromSelection() const override;
  void insertFromMimeData(const QMimeData* source) override;

 private:
  struct Anchor {
    int position = 0;  // manuscript
    int hole = 0;      // stands at the edge of this hole
    bool after = false;
  };
  // While one lives the caret moves without the author: no mode hears of it.
  class CaretHold {
   public:
    explicit CaretHold(PageEditor& page) : page_(page), hold_(page.caretHolds_) {}
    ~CaretHold() { page_.lastPosition_ = page_.textCursor().position(); }

   private:
    PageEditor& page_;
    Hold hold_;
  };

  bool editKeyAtHole(QKeyEvent* event);
  void breakParagraph();
  void insertPasted(const QMimeData& source, const QString& text);
  void showFocus();
  void prepareForEdit();
  void applyScroll();
  void onCursorMoved();
  // Where an end of the selection stands in a gap, it goes to the gap's edge; the caret's place then.
  int keepOutOfGaps();
  void onViewChanging();
  void onViewChanged();
  void onHolesMoved();
  void showWhetherEmpty();
  // With the caret in sight.
  void goTo(int viewPosition);
  void showCaret();
  void setCursorRange(int anchor, int position);
  void insertAt(int viewPosition, const QString& text, const QVector<Mark>& marks);
  Anchor anchorOf(int viewPosition) const;
  int viewOf(const Anchor& anchor) const;

  PageDocument document_;
  InputModes modes_;
  PageLayout* layout_ = nullptr;
  std::unique_ptr<PagePlace> place_;
  PageTyping typing_{*this};
  std::unique_ptr<PageEvents> events_;
  PageTypography typography_;
  Theme theme_;
  qreal zoom_ = 1.0;
  Anchor anchor_, cursor_, top_;
  int caretHolds_ = 0;
  std::optional<CaretHold> viewHold_;  // from onViewChanging() to onViewChanged()
  int lastPosition_ = 0;               // of the caret
  int scrollBefore_ = 0;
  qreal topLine_ = 0;  // where the first line that is to be seen stood, in the document
  bool focusMode_ = false;
  bool focusOnSentence_ = false;
  int placings_ = 0;         // the bars are being placed
  bool strip_ = false;       // the page has a strip below its text, for a bar
  bool shownEmpty_ = false;  // the placeholder is on the page
  double pendingScroll_ = -1;
  QVector<QPair<int, int>> shownMarks_;
  QVector<QPair<int, int>> shownTags_;
};

}  // namespace lacuna::ui
