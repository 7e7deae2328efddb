// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/page_layout.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextFrame>
#include <algorithm>
#include <climits>
#include <cmath>
#include <utility>

#include "ui/editor/fences.h"

namespace lacuna::ui {
namespace {

constexpr qreal kSideRoom = 44.0;
constexpr qreal kBlankHeight = 0.52;  // of a line
constexpr qreal kCodeHeight = 0.84;   // of a line
constexpr qreal kCharWidth = 0.43;    // mean, of the letters' size; for estimates only
constexpr int kLayAtOnce = 24;        // paragraphs of one edit that are laid out at once
constexpr int kLong = 4000;           // letters of a paragraph that stay shaped between two keys
constexpr int kNoBreak = 1000;        // letters in which any word ends
constexpr int kNotLaid = INT_MIN;     // a block's revision may be -1

// The first place at or behind `from` where a line may end.
int nextBreak(const QString& text, int from) {
  const auto found = std::find_if(text.begin() + from, text.end(), [](QChar c) {
    return c.isSpace() || c == u'-' || c.unicode() >= 0x2e80;  // from there on are scripts without spaces
  });
  return static_cast<int>(found - text.begin());
}

// Pixels of the mark that an item's first line begins with.
qreal itemWidth(const QTextLine& line, int units) {
  return std::abs(line.cursorToX(std::min(units, line.textLength())) - line.cursorToX(0));
}

}  // namespace

PageLayout::PageLayout(QTextDocument* document)
    : QAbstractTextDocumentLayout(document), font_(document->defaultFont()) {
  connect(&glideTimer_, &QTimer::timeout, this, &PageLayout::glideOn);
  // The document tells this first, then its layout. Its own revision begins anew with each text that is set.
  connect(document, &QTextDocument::contentsChange, this, [this] { textChanged_ = textChanged_ || ownChanges_ == 0; });
  wantedMeasure_ = typography_.measureOf(font_);
  invalidateAll();
}

qreal PageLayout::measure() const {
  const qreal width = document()->pageSize().width();
  return width > 0 ? std::max(120.0, std::min(wantedMeasure_, width - 2 * kSideRoom)) : wantedMeasure_;
}

qreal PageLayout::linePitch() const { return std::round(font_.pixelSize() * typography_.lineSpacing); }

qreal PageLayout::left() const {
  return std::floor(std::max(kSideRoom, (document()->pageSize().width() - measure()) / 2));
}

void PageLayout::setStyle(const QFont& font, const Theme& theme) {
  const bool sameLetters = font == font_;
  font_ = font;
  theme_ = theme;
  if (sameLetters && heights_.size() == document()->blockCount()) {
    std::fill(laid_.begin(), laid_.end(), kNotLaid);  // other colours, in the same lines
  } else {
    wantedMeasure_ = typography_.measureOf(font_);
    document()->setDefaultFont(font);
    invalidateAll();
  }
  announceSize();
  Q_EMIT update();
}

void PageLayout::setTypography(const PageTypography& typography, const QFont& font) {
  typography_ = typography;
  font_ = font;
  wantedMeasure_ = typography_.measureOf(font_);
  document()->setDefaultFont(font);
  invalidateAll();
  announceSize();
  Q_EMIT update();
}

void PageLayout::setPads(int height) {
  topPad_ = std::max(kTopPad, height * 0.45);
  bottomPad_ = std::max(kBottomPad, height * 0.55);
  announceSize();
  Q_EMIT update();
}

void PageLayout::setFocus(int begin, int end) {
  if (focusBegin_ == begin && focusEnd_ == end) return;
  focusBegin_ = begin;
  focusEnd_ = end;
  Q_EMIT update();
}

void PageLayout::setCaretVisible(bool on) {
  if (caretVisible_ == on) return;
  caretVisible_ = on;
  Q_EMIT update();
}

void PageLayout::setRoom(int viewPosition, qreal pixels) {
  const int number = viewPosition < 0 ? -1 : blockAt(viewPosition).blockNumber();
  if (number == roomPosition_ && pixels == room_) return;
  const int old = roomPosition_;
  if (motion_ && old >= 0) glide_.push(old, -room_, 0);
  if (motion_ && number >= 0) glide_.push(number, pixels, pixels);
  if (glide_.moving()) startGlide();
  // Only the room comes and goes: a paragraph that nobody looks at is not laid out for it.
  const auto add = [this](int block, qreal more) {
    if (block >= 0 && block < heights_.size()) heights_.set(block, heights_.at(block) + more);
  };
  add(old, -room_);
  add(number, pixels);
  roomPosition_ = number;
  room_ = pixels;
  announceSize();
  Q_EMIT update();
}

void PageLayout::invalidateAll() {
  glide_.forget();
  measured_ = measure();
  std::vector<float> heights;
  heights.reserve(static_cast<std::size_t>(document()->blockCount()));
  for (QTextBlock block = document()->begin(); block.isValid(); block = block.next())
    heights.push_back(static_cast<float>(estimate(block)));
  laid_.assign(heights.size(), kNotLaid);
  heights_.assign(std::move(heights));
  sizeAnnounced_ = false;
}

qreal PageLayout::estimate(const QTextBlock& block) const {
  const int length = block.length() - 1;
  const qreal room = block.blockNumber() == roomPosition_ ? room_ : 0;
  if (length <= 0) return std::round(linePitch() * kBlankHeight) + room;
  const qreal perLine = std::max(1.0, measure() / (font_.pixelSize() * kCharWidth));
  return linePitch() * (std::max(1.0, std::ceil(length / perLine)) + typography_.paragraphSpacing) + room;
}

// Letters a little further apart or closer: the only way to give a word a width of its own.
QList<QTextLayout::FormatRange> PageLayout::stretches(const QTextBlock& block) const {
  QList<QTextLayout::FormatRange> ranges;
  if (!stretched_) return ranges;
  const int begin = block.position();
  const int end = begin + block.length() - 1;
  for (const InkSpan& s : ink_) {
    if (s.stretch == 0 || s.begin < begin || s.end > end) continue;
    QTextLayout::FormatRange range;
    range.start = s.begin - begin;
    range.length = s.end - s.begin;
    range.format.setFontLetterSpacingType(QFont::AbsoluteSpacing);
    range.format.setFontLetterSpacing(s.stretch / range.length);
    ranges.push_back(range);
  }
  return ranges;
}

void PageLayout::setInk(const QVector<InkSpan>& spans) {
  const auto stretches = [](const InkSpan& s) { return s.stretch != 0; };
  const bool before = stretched_;
  stretched_ = std::any_of(spans.begin(), spans.end(), stretches);
  ink_ = spans;
  if (!before && !stretched_) return;
  const qreal total = heights_.total();
  int last = -1;
  for (const InkSpan& s : std::as_const(ink_)) {
    const QTextBlock block = blockAt(s.begin);
    const int number = block.blockNumber();
    if (number == last) continue;
    last = number;
    laid_[static_cast<std::size_t>(number)] = kNotLaid;
    ensureBlock(block);
    Q_EMIT update(blockBoundingRect(block));  // words behind the gap may have changed lines
  }
  if (heights_.total() != total) {
    announceSize();
    Q_EMIT update();
  }
}

bool PageLayout::hasInk(const QTextBlock& block) const {
  const int begin = block.position();
  const int end = begin + block.length();
  return std::any_of(ink_.cbegin(), ink_.cend(),
                     [begin, end](const InkSpan& s) { return s.begin < end && s.end > begin; });
}

qreal PageLayout::layOut(const QTextBlock& block) const {
  ++layings_;
  QTextLayout* layout = block.layout();
  const bool code = isVerbatim(block);
  const BlockStyle style =
      code ? verbatimStyle(block.text(), isFence(block), font_, theme_) : styleOf(block.text(), font_, theme_);
  if (layout->preeditAreaText().isEmpty()) layout->setFormats(style.formats + stretches(block));
  const QString text = block.text();
  const bool rightToLeft = text.isRightToLeft();
  QTextOption option(style.kind == BlockStyle::Rule ? Qt::AlignHCenter : rightToLeft ? Qt::AlignRight : Qt::AlignLeft);
  option.setTextDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  option.setTabStopDistance(font_.pixelSize() * 2);
  if (typography_.justified && style.kind == BlockStyle::Text) option.setAlignment(Qt::AlignJustify);
  layout->setTextOption(option);
  QTextOption anywhere = option;
  anywhere.setWrapMode(QTextOption::WrapAnywhere);

  const qreal em = font_.pixelSize();
  const bool blank = style.kind == BlockStyle::Blank;
  const qreal pitch = style.kind == BlockStyle::Heading ? std::round(em * headingScale(style.level) * 1.25)
                      : blank                           ? std::round(linePitch() * kBlankHeight)
                      : code                            ? std::round(linePitch() * kCodeHeight)
                                                        : linePitch();
  const qreal indent = style.kind == BlockStyle::Quote ? std::round(em * 1.3) : code ? std::round(em * 0.7) : 0;
  const qreal room = code ? measure() - indent : measure();  // code has air at its right too
  qreal y = style.kind == BlockStyle::Heading && block.blockNumber() > 0 ? std::round(em * 0.7) : 0;
  // A paragraph with a gap is measured and drawn word by word, frame by frame, a long one costs too much to be shaped
  // for every question: their letters stay shaped.
  const qreal firstIn = style.kind == BlockStyle::Text ? std::min(measure() / 2, em * typography_.indent) : 0;
  qreal item = 0;
  layout->setCacheEnabled(hasInk(block) || text.size() > kLong);
  layout->beginLayout();
  bool first = true;
  int from = 0;
  int end = -1;
  for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
    // Where there is no place to end at, Qt looks for one to the end of the text, anew for each line.
    if (end < from) end = nextBreak(text, from);
    layout->setTextOption(end - from < kNoBreak ? option : anywhere);
    // In text from right to left everything before a line hangs at its right.
    qreal x = kHang + (rightToLeft ? 0 : indent);
    if (first && style.hanging > 0) {
      // Lay the line once to learn how wide its mark is, then hang the mark in the margin.
      line.setLineWidth(measure());
      const qreal hung = line.cursorToX(std::min(style.hanging, line.textLength()));
      const qreal mark = rightToLeft ? std::min(kHang, measure() - hung) : hung;
      x = rightToLeft ? x : std::max(0.0, x - mark);
      line.setLineWidth(rightToLeft ? measure() - indent + mark : measure() + kHang - x);
    } else {
      // An item's other lines begin below its words; a paragraph's first may stand further in.
      const qreal in = indent + (first ? firstIn : item);
      x = kHang + (rightToLeft ? 0 : in);
      line.setLineWidth(room - in);
    }
    line.setPosition(QPointF(x, y + std::round((pitch - line.height()) / 2)));
    y += pitch;
    if (first && style.item > 0) item = std::min(measure() / 2, itemWidth(line, style.item));
    first = false;
    from = line.textStart() + line.textLength();
  }
  layout->endLayout();
  if (style.kind == BlockStyle::Heading) y += std::round(em * 0.35);
  if (!blank && (!code || endsVerbatim(block))) y += std::round(linePitch() * typography_.paragraphSpacing);
  if (block.blockNumber() == roomPosition_) y += room_;
  return y;
}

// Between an edit and documentChanged() there may be more or fewer blocks than heights.
void PageLayout::catchUp() const {
  if (heights_.size() != document()->blockCount()) const_cast<PageLayout*>(this)->invalidateAll();
}

QTextBlock PageLayout::blockAt(int viewPosition) const {
  catchUp();
  return document()->findBlock(qBound(0, viewPosition, document()->characterCount() - 1));
}

// Qt keeps the lines of a paragraph whose text has changed: only its revision tells that they are of another text.
bool PageLayout::isLaid(const QTextBlock& block) const {
  return laid_[static_cast<std::size_t>(block.blockNumber())] == block.revision() && block.layout()->lineCount() > 0;
}

void PageLayout::ensureBlock(const QTextBlock& block) const {
  catchUp();
  if (!block.isValid() || isLaid(block)) return;
  const int number = block.blockNumber();
  laid_[static_cast<std::size_t>(number)] = block.revision();
  const qreal height = layOut(block);
  if (ownChanges_ == 0) {
    // QTextLayout::setFormats notes a change of the document, which Qt would add to the author's next edit. Taking
    // it off the books here keeps edits as small as they are.
    const Hold own(ownChanges_);
    document()->markContentsDirty(block.position(), block.length());
  }
  if (height == heights_.at(number)) return;
  heights_.set(number, height);
  if (!sizeAnnounced_) return;
  sizeAnnounced_ = false;
  auto* self = const_cast<PageLayout*>(this);
  QMetaObject::invokeMethod(
      self, [self] { self->announceSize(); }, Qt::QueuedConnection);
}

void PageLayout::announceSize() const {
  sizeAnnounced_ = true;
  Q_EMIT const_cast<PageLayout*>(this)->documentSizeChanged(documentSize());
}

int PageLayout::laidOutBlocks() const {
  return static_cast<int>(laid_.end() - laid_.begin() - std::count(laid_.begin(), laid_.end(), kNotLaid));
}

qreal PageLayout::ensureLaidOut(qreal top, qreal bottom) {
  catchUp();
  int n = heights_.find(std::max(0.0, top - topPad_));
  qreal grown = 0;
  for (QTextBlock block = document()->findBlockByNumber(n); block.isValid(); block = block.next(), ++n) {
    const qreal y = topPad_ + heights_.top(n);
    if (y >= bottom + grown) break;
    const qreal before = heights_.at(n);
    ensureBlock(block);
    if (y + before <= top) grown += heights_.at(n) - before;
  }
  return grown;
}

QSizeF PageLayout::documentSize() const {
  return {std::max(1.0, document()->pageSize().width()), topPad_ + heights_.total() + bottomPad_};
}

QRectF PageLayout::frameBoundingRect(QTextFrame*) const { return {QPointF(0, 0), documentSize()}; }

bool PageLayout::mayTouch(int begin, int end, qreal top, qreal bottom) const {
  const int first = blockAt(begin).blockNumber();
  const int last = blockAt(end).blockNumber();
  return blockTop(first) <= bottom && blockTop(last + 1) >= top;
}

qreal PageLayout::blockTop(int block) const {
  catchUp();
  return topPad_ + heights_.top(qBound(0, block, heights_.size()));
}

QRectF PageLayout::blockBoundingRect(const QTextBlock& block) const {
  if (!block.isValid() || block.document() != document()) return {};
  ensureBlock(block);
  const int n = block.blockNumber();
  return {left() - kHang, topPad_ + heights_.top(n), measure() + 2 * kHang, heights_.at(n)};
}

void PageLayout::documentChanged(int from, int removed, int added) {
  Q_UNUSED(removed)
  if (ownChanges_ > 0) return;
  // A page that is wider or narrower has the same text, and with margins to spare the same lines.
  const bool sameText = !std::exchange(textChanged_, false);
  if (sameText && measure() == measured_ && heights_.size() == document()->blockCount()) {
    announceSize();
    Q_EMIT update();
    return;
  }
  const Hold own(ownChanges_);
  stretched_ = false;  // until the ink for this text comes
  const int reached = markFences(*document(), from, added);
  relayOut(from, added);
  if (reached < 0) return;
  // A line of ``` makes code of all that follows, up to the next.
  const int n = document()->findBlock(from + std::max(0, added)).blockNumber();
  for (int i = std::max(0, n); i <= reached; ++i) laid_[static_cast<std::size_t>(i)] = kNotLaid;
  Q_EMIT update();
}

void PageLayout::relayOut(int from, int added) {
  const int count = document()->blockCount();
  const QTextBlock first = document()->findBlock(from);
  QTextBlock last = document()->findBlock(from + std::max(0, added));
  if (!last.isValid()) last = document()->lastBlock();
  const int n = first.isValid() ? first.blockNumber() : 0;
  const int fresh = last.blockNumber() - n + 1;
  const int old = fresh - (count - heights_.size());
  if (!first.isValid() || fresh > kLayAtOnce || old < 0 || n + old > heights_.size() || measure() != measured_) {
    invalidateAll();
    for (QTextBlock b = document()->begin(); count <= kLayAtOnce && b.isValid(); b = b.next()) ensureBlock(b);
    announceSize();
    Q_EMIT update();
    return;
  }
  const qreal before = heights_.total();
  if (fresh == old) {
    std::fill_n(laid_.begin() + n, fresh, kNotLaid);
  } else {
    std::vector<float> estimates;
    for (QTextBlock b = first; b.isValid() && b.blockNumber() <= last.blockNumber(); b = b.next())
      estimates.push_back(static_cast<float>(estimate(b)));
    heights_.splice(n, old, estimates);
    laid_.erase(laid_.begin() + n, laid_.begin() + n + old);
    laid_.insert(laid_.begin() + n, static_cast<std::size_t>(fresh), kNotLaid);
    // The room goes with its paragraph, and where that was joined with another, with what they are now: the height of
    // one that never had it would be short of it later.
    if (roomPosition_ >= n + old) {
      roomPosition_ += fresh - old;
    } else if (roomPosition_ >= n + fresh) {
      roomPosition_ = n + fresh - 1;
    }
  }
  for (QTextBlock b = first; b.isValid() && b.blockNumber() <= last.blockNumber(); b = b.next()) ensureBlock(b);
  const qreal top = topPad_ + heights_.top(n);
  if (heights_.total() != before) {
    announceSize();
    Q_EMIT update(QRectF(0, top, documentSize().width(), documentSize().height() - top));
  } else {
    Q_EMIT update(QRectF(0, top - 2, documentSize().width(), heights_.top(n + fresh) - heights_.top(n) + 4));
  }
}

int inLayout(const QTextLayout& layout, int position) {
  const auto composed = static_cast<int>(layout.preeditAreaText().size());
  return composed > 0 && position > layout.preeditAreaPosition() ? position + composed : position;
}

int inText(const QTextLayout& layout, int position) {
  const auto composed = static_cast<int>(layout.preeditAreaText().size());
  const int at = layout.preeditAreaPosition();
  return composed > 0 && position > at ? std::max(at, position - composed) : position;
}

QRectF PageLayout::lineRect(int viewPosition) const {
  const QTextBlock block = blockAt(viewPosition);
  const QRectF rect = blockBoundingRect(block);
  const int at = qBound(0, viewPosition - block.position(), block.length() - 1);
  const QTextLine line = block.layout()->lineForTextPosition(inLayout(*block.layout(), at));
  if (!line.isValid()) return rect;
  const qreal middle = rect.top() + line.y() + line.height() / 2;
  return {left(), middle - linePitch() / 2, measure(), linePitch()};
}

QRectF PageLayout::rangeRect(int begin, int end) const {
  QRectF united = lineRect(begin);
  for (QTextBlock b = blockAt(begin); b.isValid() && b.position() <= end; b = b.next()) {
    const int from = std::max(begin, b.position());
    const int to = std::min(end, b.position() + b.length() - 1);
    united = united.united(lineRect(from)).united(lineRect(std::max(from, to)));
  }
  return united;
}

void PageLayout::repaintRange(int begin, int end) {
  Q_EMIT update(rangeRect(begin, end).adjusted(-kSideRoom, -4, kSideRoom, 6));
}

int PageLayout::hitTest(const QPointF& point, Qt::HitTestAccuracy accuracy) const {
  catchUp();
  const int n = heights_.find(std::max(0.0, point.y() - topPad_));
  const QTextBlock block = document()->findBlockByNumber(n);
  const QRectF rect = blockBoundingRect(block);
  const QTextLayout* layout = block.layout();
  const QPointF local = point - rect.topLeft();
  for (int i = 0; i < layout->lineCount(); ++i) {
    const QTextLine line = layout->lineAt(i);
    const qreal nextTop = i + 1 < layout->lineCount() ? layout->lineAt(i + 1).y() : line.y() + line.height() * 2;
    const bool lastLine = i + 1 == layout->lineCount();
    if (!lastLine && local.y() >= (line.y() + line.height() + nextTop) / 2) continue;
    if (accuracy == Qt::ExactHit && !line.naturalTextRect().contains(local)) return -1;
    return block.position() + inText(*layout, line.xToCursor(local.x()));
  }
  return accuracy == Qt::ExactHit ? -1 : block.position();
}

}  // namespace lacuna::ui
