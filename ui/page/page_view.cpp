// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/page_view.h"

#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <algorithm>
#include <utility>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr qreal kLetters = 20.0;  // pixels at zoom 1
constexpr qreal kBarRoom = 50.0;
constexpr int kStrip = 48;
constexpr int kAboveHeading = 24;  // pixels

}  // namespace

PageView::PageView(QWidget* parent) : QTextEdit(parent), gaps_(document_) {
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
  const QFont font = pageFont(kLetters);
  setFont(font);
  document_.view()->setDefaultFont(font);
  gaps_.setFont(font);
  layout_ = new PageLayout(document_.view());
  document_.view()->setDocumentLayout(layout_);
  place_ = std::make_unique<PagePlace>(*this, *layout_);
  setDocument(document_.view());
  bar_ = new GapBar(this);

  connect(this, &QTextEdit::cursorPositionChanged, this, &PageView::onCursorMoved);
  // The other end of a selection may move alone: pulled by words, or by a double click where the caret is already.
  connect(this, &QTextEdit::selectionChanged, this, [this] {
    if (restoring_ == 0) (void)keepOutOfGaps();
  });
  connect(&document_, &PageDocument::viewChanging, this, &PageView::onViewChanging);
  connect(&document_, &PageDocument::viewChanged, this, &PageView::onViewChanged);
  connect(&document_, &PageDocument::holesMoved, this, [this] {
    place_->forget();
    place_->reveal();
    refreshInk();
    placeBar();
    showWhetherEmpty();
  });
  connect(&document_, &PageDocument::marksChanged, this, &PageView::refreshMarks);
  connect(&gaps_, &GapController::inkChanged, this, &PageView::refreshInk);
  connect(&gaps_, &GapController::sentence, this, &PageView::sentence);
  connect(&gaps_, &GapController::changed, this, &PageView::placeBar);
  connect(&gaps_, &GapController::stepped, this, &PageView::placeBar);
  connect(bar_, &GapBar::chosen, this, &PageView::onBarChosen);
  steering_ = new PageSteering(*this);
  brush_ = new PageBrush(*this);
  find_ = new PageFind(*this);
  announcer_ = new Announcer(this);
  connect(&gaps_, &GapController::spoken, announcer_, &Announcer::say);
  connect(&document_, &PageDocument::edited, this, [this](const QVector<Edit>& edits) {
    seams_.edited(edits);
    readAhead_.edited();
  });
  connect(this, &PageView::moved, this, [this] { readAhead_.moved(); });
}

// The document is a member and goes before the base class does.
PageView::~PageView() {
  delete std::exchange(find_, nullptr);
  delete std::exchange(brush_, nullptr);
  delete std::exchange(steering_, nullptr);
  disconnect(&document_, nullptr, this, nullptr);
  disconnect(&gaps_, nullptr, this, nullptr);
  disconnect(this, &QTextEdit::cursorPositionChanged, this, nullptr);
  setDocument(nullptr);
}

void PageView::open(const DocumentView& document) {
  gaps_.leaveAll();
  brush_->leave();
  document_.open(document.text, document.marks);
  afterOpen(document.cursor, document.scroll);
}

void PageView::open(const Manuscript& manuscript, int cursor, double scroll) {
  gaps_.leaveAll();
  brush_->leave();
  document_.open(manuscript);
  afterOpen(cursor, scroll);
}

void PageView::afterOpen(int cursor, double scroll) {
  seams_.clear();
  layout_->forgetWords();
  refreshInk();
  refreshMarks();
  find_->refresh();
  ++restoring_;
  setCursorPosition(cursor);
  --restoring_;
  lastPosition_ = textCursor().position();
  pendingScroll_ = scroll;
  place_->forget();
  applyScroll();
  shownEmpty_ = document_.view()->isEmpty();
  viewport()->update();
}

// The placeholder is larger than an empty line: what Qt paints of the first letter leaves half of it on the page.
void PageView::showWhetherEmpty() {
  if (shownEmpty_ == document_.view()->isEmpty()) return;
  shownEmpty_ = !shownEmpty_;
  viewport()->update();
}

void PageView::applyScroll() {
  if (pendingScroll_ < 0) return;
  if (pendingScroll_ > 0) verticalScrollBar()->setValue(qRound(pendingScroll_ * verticalScrollBar()->maximum()));
  if (isVisible()) pendingScroll_ = -1;
}

void PageView::setTheme(const Theme& theme) {
  theme_ = theme;
  QPalette p = paletteOf(theme);
  setPalette(p);
  viewport()->setPalette(p);
  bar_->setTheme(theme);
  brush_->bar()->setTheme(theme);
  steering_->setTheme(theme);
  place_->note(viewport()->height());
  layout_->setStyle(pageFont(kLetters * zoom_), theme_);
  place_->restore();
  placeBar();
}

void PageView::setZoom(qreal zoom) {
  place_->note(viewport()->height());
  zoom_ = qBound(0.5, zoom, 3.0);
  const QFont font = pageFont(kLetters * zoom_);
  setFont(font);
  gaps_.setFont(font);
  layout_->setStyle(font, theme_);
  place_->restore();
  placeBar();
}

void PageView::setFocusMode(bool on) {
  focusMode_ = on;
  layout_->setFocusPosition(on ? textCursor().position() : -1);
}

void PageView::setMotion(bool on) {
  gaps_.setMotion(on);
  layout_->setMotion(on);
}

int PageView::cursorPosition() const { return document_.toManuscript(textCursor().position()); }

void PageView::setCursorPosition(int position) {
  goTo(document_.toView(qBound(0, position, static_cast<int>(document_.manuscript().text().size()))));
}

void PageView::goToHeading(int position) {
  setCursorPosition(position);
  verticalScrollBar()->setValue(qRound(layout_->lineRect(textCursor().position()).top() - kAboveHeading));
}

double PageView::scrollShare() const {
  const int maximum = verticalScrollBar()->maximum();
  return maximum > 0 ? verticalScrollBar()->value() / static_cast<double>(maximum) : 0.0;
}

void PageView::goTo(int viewPosition) {
  setCursorRange(viewPosition, viewPosition);
  showCaret();
}

void PageView::showRange(int begin, int end) {
  setCursorRange(document_.toView(begin, true), document_.toView(end));
  showCaret();
}

void PageView::showCaret() {
  place_->showCaret();
  placeBar();
}

void PageView::setCursorRange(int anchor, int position) {
  const int last = std::max(0, document_.view()->characterCount() - 1);
  QTextCursor cursor = textCursor();
  cursor.setPosition(qBound(0, anchor, last));
  if (position != anchor) cursor.setPosition(qBound(0, position, last), QTextCursor::KeepAnchor);
  setTextCursor(cursor);
}

// --- The cursor and the holes ---------------------------------------------------------------------------------

PageView::Anchor PageView::anchorOf(int viewPosition) const {
  for (const PageDocument::Hole& h : document_.holes()) {
    if (viewPosition >= h.viewBegin && viewPosition < h.viewEnd()) return {h.begin, h.id, false};
    if (viewPosition == h.viewEnd()) return {h.end(), h.id, true};
  }
  return {document_.toManuscript(viewPosition), 0, false};
}

int PageView::viewOf(const Anchor& anchor) const {
  if (const PageDocument::Hole* h = document_.hole(anchor.hole)) return anchor.after ? h->viewEnd() : h->viewBegin;
  return document_.toView(anchor.position);
}

void PageView::onViewChanging() {
  ++restoring_;
  anchor_ = anchorOf(textCursor().anchor());
  cursor_ = anchorOf(textCursor().position());
  scrollBefore_ = verticalScrollBar()->value();
  const int top = layout_->hitTest(QPointF(viewport()->width() / 2.0, scrollBefore_), Qt::FuzzyHit);
  top_ = anchorOf(top);
  topLine_ = layout_->lineRect(top).top();
}

// A cursor at the edge of a hole keeps its side; every other cursor has been moved rightly by Qt. The author's place
// on the page stays where it was: a gap that grows above it pushes nothing.
void PageView::onViewChanged() {
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
  lastPosition_ = textCursor().position();
  place_->forget();
  place_->reveal();
  refreshInk();
  refreshMarks();
  placeBar();
  showWhetherEmpty();
  --restoring_;
}

int PageView::keepOutOfGaps() {
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
    ++restoring_;
    setCursorRange(anchor, position);
    --restoring_;
  }
  return position;
}

void PageView::onCursorMoved() {
  if (restoring_ > 0) return;
  const int position = keepOutOfGaps();
  lastPosition_ = position;
  place_->forget();
  gaps_.setGapMode(false);
  if (focusMode_) layout_->setFocusPosition(position);
  Q_EMIT moved();
}

const PageDocument::Hole* PageView::holeAt(const QPoint& point) const {
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

void PageView::refreshInk() {
  if (document_.changing()) return;  // onViewChanged() does it, or holesMoved()
  const int scroll = verticalScrollBar()->value();
  const int top = layout_->hitTest(QPointF(viewport()->width() / 2.0, scroll), Qt::FuzzyHit);
  const qreal before = layout_->lineRect(top).top();
  const bool stretched = layout_->stretched();
  layout_->setInk(gaps_.spans());
  // Words that give way above the page push nothing.
  const qreal moved = layout_->lineRect(top).top() - before;
  if (moved != 0 && scroll > 0 && document_.holeAround(top) == nullptr) {
    layout_->forgetWords();
    verticalScrollBar()->setValue(scroll + qRound(moved));
  }
  const GapRun* run = gaps_.latestRun();
  if (run != nullptr && run->held) {
    layout_->forgetWords();  // who goes through the steps wants each as it is
  } else {
    layout_->noteWords(verticalScrollBar()->value(), verticalScrollBar()->value() + viewport()->height());
  }
  const int now = verticalScrollBar()->value();
  for (const PageDocument::Hole& h : document_.holes())
    if (layout_->mayTouch(h.viewBegin, h.viewEnd(), now, now + viewport()->height()))
      layout_->repaintRange(h.viewBegin, h.viewEnd());
  // The gap's end has moved with words that became wider or narrower, and what stands at it with them.
  if (stretched || layout_->stretched()) placeBar();
}

void PageView::refreshMarks() {
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

// A strip below the text, where a bar stands that has no room between the paragraphs: so it covers nothing.
void PageView::setStrip(bool on) {
  if (strip_ == on) return;
  strip_ = on;
  place_->keep([&] { setViewportMargins(0, 0, 0, on ? kStrip : 0); });
}

void PageView::placeBar() {
  if (brush_ == nullptr) return;  // the page goes away: letting go of its document scrolls it once more
  if (document_.changing() || placing_ || place_->held()) return;
  placing_ = true;
  placeBars();
  placing_ = false;
  steering_->place();
}

void PageView::placeBars() {
  const PageDocument::Hole* hole = document_.hole(gaps_.activeHole());
  const GapRun* run = gaps_.activeRun();
  layout_->setCaretVisible(!gaps_.gapMode());
  const bool gap = hole != nullptr && run != nullptr;
  const auto inView = [this](const QRectF& rect) { return rect.translated(0, -verticalScrollBar()->value()); };
  const auto linesOf = [&] { return inView(layout_->rangeRect(hole->viewBegin, hole->viewEnd())); };
  const auto paragraphOf = [&] {
    return inView(layout_->blockBoundingRect(document_.view()->findBlock(hole->viewEnd())));
  };
  // As high as the page is without the strip, or the strip would come and go by turns.
  const int whole = viewport()->height() + (strip_ ? kStrip : 0);
  bool near = false;
  place_->keepTop([&] {
    layout_->setRoom(gap ? hole->viewEnd() : -1, gap ? kBarRoom : 0);
    const int top = verticalScrollBar()->value();
    near = gap && layout_->mayTouch(hole->viewBegin, hole->viewEnd(), top, top + whole) && linesOf().height() > 0;
  });
  gapSeen_ = near && linesOf().bottom() >= 0 && linesOf().top() <= whole;
  // The end of a long paragraph is in sight without the gap too, and empty room there would be a riddle.
  const bool roomSeen = near && paragraphOf().bottom() > 0 && paragraphOf().bottom() <= whole;
  setStrip(brush_->active() || (gapSeen_ && !roomSeen));
  brush_->place();
  if (!roomSeen && (!gapSeen_ || brush_->active())) {
    bar_->hide();
    return;
  }
  QString chosen;
  const QVector<GapWord> words = gaps_.selection().any() ? gaps_.words() : QVector<GapWord>();
  const WordRange range = gaps_.selection();
  const auto [from, to] = std::minmax(range.first, range.last);
  if (from >= 0 && to < words.size())
    chosen = run->pieces(gaps_.activeNumber() - 1)
                 .join(QString())
                 .mid(words.at(from).begin, words.at(to).end - words.at(from).begin);
  bar_->showRun(*run, {gaps_.activeNumber(), gaps_.gapMode(), chosen});
  const int shadow = GapBar::kShadow;
  const int height = bar_->height() - 2 * shadow;
  const QRectF paragraph = paragraphOf();
  const qreal y =
      roomSeen ? paragraph.bottom() - (kBarRoom + height) / 2 : viewport()->height() + (kStrip - height) / 2;
  // Its shadow may go over the edges, the bar may not.
  const qreal last = viewport()->width() - bar_->width() + shadow;
  const qreal x = std::max<qreal>(-shadow, std::min(last, paragraph.center().x() - bar_->width() / 2.0));
  bar_->move(qRound(x), qRound(y) - shadow);
  bar_->show();
  bar_->raise();
}

void PageView::scrollContentsBy(int dx, int dy) {
  QTextEdit::scrollContentsBy(dx, dy);
  // A text that has become shorter moves the scroll bar before anybody knows where its lines stand.
  if (!document_.changing()) {
    place_->forget();
    place_->reveal();
  }
  placeBar();
  Q_EMIT moved();
}

void PageView::resizeEvent(QResizeEvent* event) {
  // The strip takes from below alone.
  const bool keeps = !placing_ && pendingScroll_ < 0 && !document_.changing();
  if (keeps) place_->note(event->oldSize().height());
  QTextEdit::resizeEvent(event);
  if (keeps) place_->restore();
  applyScroll();
  placeBar();
}

void PageView::paintEvent(QPaintEvent* event) {
  const int top = verticalScrollBar()->value();
  layout_->ensureLaidOut(top, top + viewport()->height());
  QTextEdit::paintEvent(event);
  if (document_.view()->isEmpty()) {
    QPainter painter(viewport());
    QFont font = pageFont(kLetters * zoom_);
    font.setItalic(true);
    painter.setFont(font);
    painter.setPen(mixed(theme_.soft, theme_.paper, 0.8));
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

bool PageView::event(QEvent* event) {
  if (event->type() == QEvent::Show) {
    applyScroll();
    placeBar();
  }
  return QTextEdit::event(event);
}

}  // namespace lacuna::ui
