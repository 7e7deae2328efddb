// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/page_editor.h"

#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <algorithm>
#include <utility>

#include "ui/editor/page_accessible.h"
#include "ui/editor/sentence_range.h"

namespace lacuna::ui {
namespace {

constexpr int kAboveHeading = 24;  // pixels

}  // namespace

PageEditor::PageEditor(QWidget* parent) : QTextEdit(parent) {
  PageAccessible::install();
  setObjectName(QStringLiteral("page"));
  setAccessibleName(tr("Page"));
  setAccessibleDescription(tr("The manuscript. Ctrl+G makes a gap."));
  setFrameShape(QFrame::NoFrame);
  setAcceptRichText(false);
  setUndoRedoEnabled(false);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);  // its room is the page's always; a page in sight needs no handle
  connect(verticalScrollBar(), &QScrollBar::rangeChanged, this,
          [this](int least, int most) { verticalScrollBar()->setEnabled(least < most); });
  setFont(textFont());
  document_.view()->setDefaultFont(textFont());
  layout_ = new PageLayout(document_.view());
  document_.view()->setDocumentLayout(layout_);
  place_ = std::make_unique<PagePlace>(*this, *layout_);
  setDocument(document_.view());
  events_ = std::make_unique<PageEvents>(*this);

  connect(this, &QTextEdit::cursorPositionChanged, this, &PageEditor::onCursorMoved);
  // The other end of a selection may move alone: pulled by words, or by a double click where the caret is already.
  connect(this, &QTextEdit::selectionChanged, this, [this] {
    // Its bands are as high as the lines stand apart, of which Qt paints anew only what the letters take.
    viewport()->update();
    if (caretHolds_ == 0) (void)keepOutOfGaps();
  });
  connect(&document_, &PageDocument::viewChanging, this, &PageEditor::onViewChanging);
  connect(&document_, &PageDocument::viewChanged, this, &PageEditor::onViewChanged);
  connect(&document_, &PageDocument::holesMoved, this, &PageEditor::onHolesMoved);
  connect(&document_, &PageDocument::marksChanged, this, &PageEditor::refreshMarks);
}

// The document is a member and goes before the base class does.
PageEditor::~PageEditor() {
  disconnect(&document_, nullptr, this, nullptr);
  disconnect(this, &QTextEdit::cursorPositionChanged, this, nullptr);
  setDocument(nullptr);
}

void PageEditor::open(const Document& document) {
  Manuscript manuscript;
  manuscript.reset(document.text, document.marks);
  open(manuscript, document.cursor, document.scroll);
}

void PageEditor::open(const Manuscript& manuscript, int cursor, double scroll) {
  document_.open(manuscript);
  layout_->forgetWords();
  refreshInk();
  refreshMarks();
  {
    const CaretHold hold(*this);
    setCursorPosition(cursor);
  }
  pendingScroll_ = scroll;
  place_->forget();
  applyScroll();
  shownEmpty_ = document_.view()->isEmpty();
  viewport()->update();
}

// The placeholder is larger than an empty line: what Qt paints of the first letter leaves half of it on the page.
void PageEditor::showWhetherEmpty() {
  if (shownEmpty_ == document_.view()->isEmpty()) return;
  shownEmpty_ = !shownEmpty_;
  viewport()->update();
}

void PageEditor::applyScroll() {
  if (pendingScroll_ < 0) return;
  if (pendingScroll_ > 0) verticalScrollBar()->setValue(qRound(pendingScroll_ * verticalScrollBar()->maximum()));
  if (isVisible()) pendingScroll_ = -1;
}

void PageEditor::setTheme(const Theme& theme) {
  theme_ = theme;
  QPalette p = paletteOf(theme);
  setPalette(p);
  viewport()->setPalette(p);
  place_->note(viewport()->height());
  layout_->setStyle(textFont(), theme_);
  place_->restore();
  placeBars();
}

QFont PageEditor::textFont() const { return typography_.font(zoom_); }

void PageEditor::setTypography(const PageTypography& wanted) {
  const PageTypography typography = wanted.bounded();
  if (typography == typography_) return;
  place_->note(viewport()->height());
  typography_ = typography;
  setFont(textFont());
  layout_->setTypography(typography_, textFont());
  place_->restore();
  placeBars();
}

void PageEditor::setZoom(qreal zoom) {
  place_->note(viewport()->height());
  zoom_ = qBound(0.5, zoom, 3.0);
  setFont(textFont());
  layout_->setStyle(textFont(), theme_);
  place_->restore();
  placeBars();
}

void PageEditor::setFocusMode(bool on) {
  focusMode_ = on;
  showFocus();
}

void PageEditor::setFocusOnSentence(bool on) {
  focusOnSentence_ = on;
  showFocus();
}

void PageEditor::showFocus() {
  if (!focusMode_) {
    layout_->setFocus(-1, -1);
    return;
  }
  const QTextBlock block = textCursor().block();
  const int base = block.position();
  const bool whole = !focusOnSentence_ || kindOf(block.text()) == BlockStyle::Heading;
  const auto [begin, end] =
      whole ? QPair<int, int>(0, block.length() - 1) : sentenceAt(block.text(), textCursor().positionInBlock());
  layout_->setFocus(base + begin, base + end);
}

void PageEditor::setTypewriter(bool on) {
  place_->keep([&] { layout_->setPads(on ? viewport()->height() : 0); });
  place_->setTypewriter(on);
  if (on) showCaret();
}

int PageEditor::cursorPosition() const { return document_.toManuscript(textCursor().position()); }

void PageEditor::setCursorPosition(int position) {
  goTo(document_.toView(qBound(0, position, static_cast<int>(document_.manuscript().text().size()))));
}

void PageEditor::goToHeading(int position) {
  setCursorPosition(position);
  verticalScrollBar()->setValue(qRound(layout_->lineRect(textCursor().position()).top() - kAboveHeading));
}

double PageEditor::scrollShare() const {
  const int maximum = verticalScrollBar()->maximum();
  return maximum > 0 ? verticalScrollBar()->value() / static_cast<double>(maximum) : 0.0;
}

int PageEditor::scrolled() const { return verticalScrollBar()->value(); }

QRect PageEditor::caretRect(int position) const {
  QTextCursor cursor(document_.constView());
  cursor.setPosition(position);
  return cursorRect(cursor);
}

void PageEditor::goTo(int viewPosition) {
  setCursorRange(viewPosition, viewPosition);
  showCaret();
}

void PageEditor::placeCaret(int position) {
  const CaretHold hold(*this);
  goTo(position);
}

void PageEditor::quietly(const std::function<void()>& work) {
  const CaretHold hold(*this);
  work();
}

void PageEditor::act(const std::function<void()>& work) {
  quietly(work);
  if (focusMode_) showFocus();
  placeBars();
  Q_EMIT moved();
}

void PageEditor::reveal(int begin, int end) {
  showCaret();
  const int scroll = scrolled();
  const qreal top = layout_->lineRect(begin).top() - scroll;
  const qreal bottom = layout_->blockBoundingRect(document_.view()->findBlock(end)).bottom() - scroll;
  const qreal missing = std::min(bottom + 8 - viewport()->height(), top - 48);
  if (missing > 0) verticalScrollBar()->setValue(scroll + qRound(missing));
  placeBars();
}

void PageEditor::showRange(int begin, int end) {
  setCursorRange(document_.toView(begin, true), document_.toView(end));
  showCaret();
}

void PageEditor::showCaret() {
  place_->showCaret();
  placeBars();
}

void PageEditor::setCursorRange(int anchor, int position) {
  const int last = std::max(0, document_.view()->characterCount() - 1);
  QTextCursor cursor = textCursor();
  cursor.setPosition(qBound(0, anchor, last));
  if (position != anchor) cursor.setPosition(qBound(0, position, last), QTextCursor::KeepAnchor);
  setTextCursor(cursor);
}

// --- The cursor and the holes ---------------------------------------------------------------------------------

PageEditor::Anchor PageEditor::anchorOf(int viewPosition) const {
  for (const PageDocument::Hole& h : document_.holes()) {
    if (viewPosition >= h.viewBegin && viewPosition < h.viewEnd()) return {h.begin, h.id, false};
    if (viewPosition == h.viewEnd()) return {h.end(), h.id, true};
  }
  return {document_.toManuscript(viewPosition), 0, false};
}

int PageEditor::viewOf(const Anchor& anchor) const {
  if (const PageDocument::Hole* h = document_.hole(anchor.hole)) return anchor.after ? h->viewEnd() : h->viewBegin;
  return document_.toView(anchor.position);
}

void PageEditor::onViewChanging() {
  viewHold_.emplace(*this);
  anchor_ = anchorOf(textCursor().anchor());
  cursor_ = anchorOf(textCursor().position());
  scrollBefore_ = verticalScrollBar()->value();
  const int top = layout_->hitTest(QPointF(viewport()->width() / 2.0, scrollBefore_), Qt::FuzzyHit);
  top_ = anchorOf(top);
  topLine_ = layout_->lineRect(top).top();
}

// A cursor at the edge of a hole keeps its side; every other cursor has been moved rightly by Qt. The author's place
// on the page stays where it was: a gap that grows above it pushes nothing.
void PageEditor::onViewChanged() {
  const QTextCursor now = textCursor();
  const int anchor = anchor_.hole != 0 ? viewOf(anchor_) : now.anchor();
  const int position = cursor_.hole != 0 ? viewOf(cursor_) : now.position();
  if (anchor != now.anchor() || position != now.position()) {
    setCursorRange(anchor, position);
    verticalScrollBar()->setValue(scrollBefore_);
  }
  if (top_.hole == 0 && scrollBefore_ > 0) {
    const qreal moved = layout_->lineRect(viewOf(top_)).top() - topLine_;
    if (moved != 0) {
      layout_->forgetWords();
      verticalScrollBar()->setValue(scrollBefore_ + qRound(moved));
    }
  }
  place_->forget();
  place_->reveal();
  refreshInk();
  refreshMarks();
  placeBars();
  showWhetherEmpty();
  viewHold_.reset();
}

void PageEditor::onHolesMoved() {
  place_->forget();
  place_->reveal();
  refreshInk();
  placeBars();
  showWhetherEmpty();
}

int PageEditor::keepOutOfGaps() {
  const QTextCursor now = textCursor();
  int position = now.position();
  int anchor = now.anchor();
  if (const PageDocument::Hole* h = document_.holeAround(position))
    position = position > lastPosition_ ? h->viewEnd() : h->viewBegin;
  if (!now.hasSelection()) {
    anchor = position;
  } else if (const PageDocument::Hole* h = document_.holeAround(anchor)) {
    anchor = position >= anchor ? h->viewBegin : h->viewEnd();
  }
  if (position != now.position() || anchor != now.anchor()) {
    const CaretHold hold(*this);
    setCursorRange(anchor, position);
  }
  return position;
}

void PageEditor::onCursorMoved() {
  if (caretHolds_ > 0) return;
  const int position = keepOutOfGaps();
  lastPosition_ = position;
  place_->forget();
  modes_.current().caretMoved();
  if (focusMode_) showFocus();
  Q_EMIT moved();
}

const PageDocument::Hole* PageEditor::holeAt(const QPoint& point) const {
  const QPointF inDocument = QPointF(point) + QPointF(0, verticalScrollBar()->value());
  const int position = layout_->hitTest(inDocument, Qt::FuzzyHit);
  if (const PageDocument::Hole* h = document_.holeAround(position)) return h;
  if (layout_->hitTest(inDocument, Qt::ExactHit) < 0) return nullptr;
  for (const PageDocument::Hole& h : document_.holes())
    if (position == h.viewBegin || position == h.viewEnd()) {
      // The half letters at the edges belong to the gap as well.
      QTextCursor edge(document_.constView());
      edge.setPosition(position);
      const int x = cursorRect(edge).left();
      if (position == h.viewBegin ? point.x() > x : point.x() < x) return &h;
    }
  return nullptr;
}

// --- What the page shows --------------------------------------------------------------------------------------

void PageEditor::refreshInk() {
  if (document_.changing()) return;  // onViewChanged() does it, or holesMoved()
  const int scroll = verticalScrollBar()->value();
  const int top = layout_->hitTest(QPointF(viewport()->width() / 2.0, scroll), Qt::FuzzyHit);
  const qreal before = layout_->lineRect(top).top();
  const bool stretched = layout_->stretched();
  layout_->setInk(ink());
  // Words that give way above the page push nothing.
  const qreal moved = layout_->lineRect(top).top() - before;
  if (moved != 0 && scroll > 0 && document_.holeAround(top) == nullptr) {
    layout_->forgetWords();
    verticalScrollBar()->setValue(scroll + qRound(moved));
  }
  if (inkIsStill()) {
    layout_->forgetWords();  // who goes through the steps wants each as it is
  } else {
    layout_->noteWords(verticalScrollBar()->value(), verticalScrollBar()->value() + viewport()->height());
  }
  const int now = verticalScrollBar()->value();
  for (const PageDocument::Hole& h : document_.holes())
    if (layout_->mayTouch(h.viewBegin, h.viewEnd(), now, now + viewport()->height()))
      layout_->repaintRange(h.viewBegin, h.viewEnd());
  // The gap's end has moved with words that became wider or narrower, and what stands at it with them.
  if (stretched || layout_->stretched()) placeBars();
}

void PageEditor::refreshMarks() {
  if (document_.changing()) return;
  QVector<QPair<int, int>> ranges;
  QVector<QPair<int, int>> tags;
  for (const Mark& m : document_.manuscript().marks()) {
    const int begin = document_.toView(m.begin, true);
    const int end = document_.toView(m.end);
    if (end <= begin) continue;
    if (m.kind == MarkKind::Generated) ranges.push_back({begin, end});
    if (m.kind == MarkKind::Tag) tags.push_back({begin, end});
  }
  if (ranges == shownMarks_ && tags == shownTags_) return;
  shownMarks_ = ranges;
  shownTags_ = tags;
  layout_->setGenerated(ranges);
  layout_->setTagged(tags);
  viewport()->update();
}

void PageEditor::setStrip(bool on) {
  if (strip_ == on) return;
  strip_ = on;
  place_->keep([&] { setViewportMargins(0, 0, 0, on ? kStrip : 0); });
}

void PageEditor::placeBars() {
  if (document_.changing() || placings_ > 0 || place_->held()) return;
  {
    const Hold hold(placings_);
    layout_->setCaretVisible(modes_.current().showsCaret());
    arrangeBars();
  }
  arrangeCards();
}

void PageEditor::scrollContentsBy(int dx, int dy) {
  QTextEdit::scrollContentsBy(dx, dy);
  // A text that has become shorter moves the scroll bar before anybody knows where its lines stand.
  if (!document_.changing()) {
    place_->forget();
    place_->reveal();
  }
  placeBars();
  Q_EMIT moved();
}

void PageEditor::resizeEvent(QResizeEvent* event) {
  // The strip takes from below alone.
  const bool keeps = placings_ == 0 && pendingScroll_ < 0 && !document_.changing();
  if (keeps) place_->note(event->oldSize().height());
  QTextEdit::resizeEvent(event);
  if (place_->typewriter()) layout_->setPads(viewport()->height());
  if (keeps) place_->restore();
  if (keeps && place_->typewriter() && viewport()->rect().intersects(cursorRect())) place_->showCaret();
  applyScroll();
  placeBars();
}

void PageEditor::paintEvent(QPaintEvent* event) {
  const int top = verticalScrollBar()->value();
  layout_->ensureLaidOut(top, top + viewport()->height());
  QTextEdit::paintEvent(event);
  if (document_.view()->isEmpty()) {
    QPainter painter(viewport());
    QFont font = textFont();
    font.setItalic(true);
    painter.setFont(font);
    painter.setPen(theme_.soft);
    const QRectF line = layout_->lineRect(0).translated(4, -top);
    const QString hint = tr("Write. Where the words are missing, press Ctrl+G.");
    const qreal room = viewport()->width() - 2 * line.left();
    const QRectF lines = painter.boundingRect(QRectF(0, 0, room, height()), Qt::TextWordWrap, hint);
    // One line stands where the first will be written; several begin there.
    const bool one = lines.height() < 1.5 * line.height();
    painter.drawText(one ? line : lines.translated(line.topLeft()),
                     Qt::AlignLeft | Qt::TextDontClip | (one ? int(Qt::AlignVCenter) : int(Qt::TextWordWrap)), hint);
  }
}

bool PageEditor::event(QEvent* event) {
  if (event->type() == QEvent::Show) {
    applyScroll();
    placeBars();
  }
  return QTextEdit::event(event);
}

bool PageEditor::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::NativeGesture) {
    const auto* gesture = static_cast<QNativeGestureEvent*>(event);
    if (gesture->gestureType() == Qt::ZoomNativeGesture) {
      Q_EMIT zoomWanted(1.0 + qBound(-0.5, gesture->value(), 1.0));
      return true;
    }
  }
  return QTextEdit::viewportEvent(event);
}

}  // namespace lacuna::ui
