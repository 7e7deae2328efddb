// SPDX-License-Identifier: GPL-3.0-or-later
// Lays out the page: a centred measure, line height, hanging Markdown marks, room for the gap bar. Only paragraphs
// that someone looks at are laid out; the others have an estimated height, so a million words open at once. Works
// on the QTextLayout of each block, which QTextCursor and QTextEdit need for moving and input. UI thread only.
//
// Every question has an answer, at any time and for any number: a position outside the text is that of its nearest
// end, a paragraph is laid out before it is asked about, and one whose text is another than at its laying out is laid
// out again. Whoever asks in the middle of a change (PageDocument::changing()) gets a guess, and shall not.
#pragma once

#include <QAbstractTextDocumentLayout>
#include <QElapsedTimer>
#include <QTimer>
#include <vector>

#include "ui/editor/glide.h"
#include "ui/editor/height_tree.h"
#include "ui/editor/markdown_style.h"
#include "ui/editor/page_typography.h"
#include "ui/hold.h"

namespace lacuna::ui {

// Letters that are being composed stand in a paragraph's layout and not in its text: where in the layout a position of
// the text is, and back. One where they stand is before them.
int inLayout(const QTextLayout& layout, int position);
int inText(const QTextLayout& layout, int position);

// A stroke of the brush, in view positions.
struct Wash {
  int begin = 0;
  int end = 0;
  float strength = 0;  // 0 to 1
};

// A word that stands out in the lens *Surprise*, in view positions.
struct SurpriseMark {
  int begin = 0;
  int end = 0;
  float strength = 0;  // above 0, to 1
  bool operator==(const SurpriseMark& other) const {
    return begin == other.begin && end == other.end && strength == other.strength;
  }
};

class PageLayout : public QAbstractTextDocumentLayout {
  Q_OBJECT
 public:
  explicit PageLayout(QTextDocument* document);

  // font: of the page's text. All paragraphs are laid out anew when they are looked at.
  void setStyle(const QFont& font, const Theme& theme);
  // The same, for text that is set in another way. font: of the typography, as large as it is shown.
  void setTypography(const PageTypography& typography, const QFont& font);
  // Dims all but [begin, end] of one paragraph (view positions); -1: nothing is dimmed.
  void setFocus(int begin, int end);
  // Room above and below the text, so that its first line and its last can stand in the middle of a page so high; 0: as
  // usual.
  void setPads(int height);
  void setCaretVisible(bool on);
  // Extra pixels below the paragraph at the view position, where the gap bar stands; -1 takes them away.
  void setRoom(int viewPosition, qreal pixels);
  // View positions, ascending.
  bool stretched() const { return stretched_; }  // whether some ink is wider or narrower than its letters
  void setInk(const QVector<InkSpan>& spans);
  // Whether words that come to stand elsewhere come in by and by, and what is below them slides.
  void setMotion(bool on);
  // The paragraphs with ink between top and bottom are as they shall be: what moved since the last call comes in.
  void noteWords(qreal top, qreal bottom);
  // Nothing moves: the page has moved by itself, or is another.
  void forgetWords() { glide_.forget(); }
  // How strong the word there is drawn, to 1.
  qreal opacityOf(int viewPosition) const;
  // How far from its place (above: below 0) is drawn what stands below the paragraph there.
  qreal shiftBelow(int viewPosition) const;
  void setGenerated(const QVector<QPair<int, int>>& ranges) { generated_ = ranges; }
  const QVector<QPair<int, int>>& generated() const { return generated_; }
  void setWashes(const QVector<Wash>& washes) { washes_ = washes; }
  // Ascending, not overlapping.
  void setSurprises(const QVector<SurpriseMark>& marks) { surprises_ = marks; }
  // Paragraphs that every gap sees: each gets a mark in the margin.
  void setTagged(const QVector<QPair<int, int>>& ranges) { tagged_ = ranges; }
  // Words that no dictionary knows, ascending, not overlapping.
  void setMisspelled(const QVector<QPair<int, int>>& ranges) { misspelled_ = ranges; }
  const QVector<QPair<int, int>>& misspelled() const { return misspelled_; }
  void setFound(const QVector<QPair<int, int>>& ranges) { found_ = ranges; }
  void repaintRange(int begin, int end);

  // The height of the page as it is known now, for the scroll bar.
  void announceSize() const;
  // Lays out what [top, bottom) shows. Returns by how many pixels paragraphs above `top` grew.
  qreal ensureLaidOut(qreal top, qreal bottom);
  int laidOutBlocks() const;
  // Rectangle of a view range's lines, in document coordinates; lays out what it needs.
  QRectF rangeRect(int begin, int end) const;
  // Whether the paragraphs of a view range stand between top and bottom, as far as is known: nothing is laid out to
  // learn it, since what grows above the page pushes what stands on it.
  bool mayTouch(int begin, int end, qreal top, qreal bottom) const;
  // Where a paragraph begins, laid out or not. O(log n).
  qreal blockTop(int block) const;
  QRectF lineRect(int viewPosition) const;
  qreal measure() const;
  qreal linePitch() const;

  void draw(QPainter* painter, const PaintContext& context) override;
  int hitTest(const QPointF& point, Qt::HitTestAccuracy accuracy) const override;
  int pageCount() const override { return 1; }
  QSizeF documentSize() const override;
  QRectF frameBoundingRect(QTextFrame* frame) const override;
  QRectF blockBoundingRect(const QTextBlock& block) const override;

 protected:
  void documentChanged(int from, int removed, int added) override;

 private:
  static constexpr qreal kTopPad = 52.0;
  static constexpr qreal kBottomPad = 240.0;
  // Markdown marks hang this far at most to the left of the text. A block's layout begins there, since Qt puts no
  // cursor at a negative x.
  static constexpr qreal kHang = 40.0;

  qreal estimate(const QTextBlock& block) const;
  QTextBlock blockAt(int viewPosition) const;  // always valid
  bool isLaid(const QTextBlock& block) const;
  void catchUp() const;
  QList<QTextLayout::FormatRange> stretches(const QTextBlock& block) const;
  bool hasInk(const QTextBlock& block) const;  // tokens of a gap stand in it
  qreal layOut(const QTextBlock& block) const;
  void ensureBlock(const QTextBlock& block) const;
  void relayOut(int from, int added);
  void startGlide();
  void glideOn();
  void invalidateAll();
  qreal left() const;
  // A paragraph, where it is drawn, and which of its lines are.
  struct Standing {
    QTextBlock block;
    QPointF at;
    qreal top = 0;
    qreal bottom = 0;
    bool mixed = false;  // letters of both directions
  };
  void drawBlock(QPainter* painter, const PaintContext& context, const Standing& on) const;
  QVector<QTextLayout::FormatRange> sentenceOf(const QTextBlock& block) const;
  void drawBands(QPainter* painter, const Standing& on, const QPair<int, int>& range, const QColor& color) const;
  void drawWash(QPainter* painter, const QRectF& band, float strength) const;
  void drawMisspelled(QPainter* painter, const Standing& on, const PaintContext& context) const;
  void drawTag(QPainter* painter, const Standing& on) const;
  void drawSurprises(QPainter* painter, const Standing& on, qreal share) const;
  // Calls draw(line, x1, x2) for each part of a range that is drawn, from left to right.
  template <typename Draw>
  void eachPart(const Standing& on, const QPair<int, int>& range, Draw draw) const;
  // And draw(rect), as high as the line, with a little more where the paragraph's end belongs to the range.
  template <typename Draw>
  void eachBand(const Standing& on, const QPair<int, int>& range, Draw draw) const;
  void drawUnderlines(QPainter* painter, const Standing& on) const;

  QFont font_;
  Theme theme_;
  mutable HeightTree heights_;
  // Of each block the revision in which it was laid out, or kNotLaid: its height is an estimate.
  mutable std::vector<int> laid_;
  mutable bool sizeAnnounced_ = false;
  QVector<InkSpan> ink_;
  bool stretched_ = false;  // ink_ fits the text, and some of it is wider or narrower than its letters
  QVector<QPair<int, int>> generated_;
  QVector<QPair<int, int>> found_;
  QVector<QPair<int, int>> tagged_;
  QVector<QPair<int, int>> misspelled_;
  QVector<Wash> washes_;
  QVector<SurpriseMark> surprises_;
  PageTypography typography_;
  qreal wantedMeasure_ = 0;  // pixels, of a page that is wide enough
  qreal topPad_ = kTopPad;
  qreal bottomPad_ = kBottomPad;
  int focusBegin_ = -1;
  int focusEnd_ = -1;
  int roomPosition_ = -1;
  qreal room_ = 0;
  bool caretVisible_ = true;
  mutable int ownChanges_ = 0;  // above 0: what the document tells is the layout's own doing
  bool textChanged_ = true;     // since documentChanged() was told last
  qreal measured_ = 0;          // the measure that heights_ are of
  Glide glide_;
  bool motion_ = false;
  mutable int layings_ = 0;  // how often a paragraph was laid out
  int notedLayings_ = -1;
  int notedBlocks_ = 0;
  QTimer glideTimer_;
  QElapsedTimer sinceGlide_;
};

}  // namespace lacuna::ui
