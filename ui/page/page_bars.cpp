// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/page_bars.h"

#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr qreal kBarRoom = 50.0;  // pixels below the gap's paragraph

}  // namespace

QRectF PageBars::linesOf(const PageDocument::Hole& hole) const {
  return page_.pageLayout().rangeRect(hole.viewBegin, hole.viewEnd()).translated(0, -page_.scrolled());
}

QRectF PageBars::paragraphOf(const PageDocument::Hole& hole) const {
  const QTextBlock block = page_.pageDocument().view()->findBlock(hole.viewEnd());
  return page_.pageLayout().blockBoundingRect(block).translated(0, -page_.scrolled());
}

QString PageBars::chosenWords() const {
  const WordRange range = gaps_.wording().selection();
  if (!range.any()) return {};
  const QVector<GapWord> words = gaps_.wording().words();
  const auto [from, to] = std::minmax(range.first, range.last);
  if (from < 0 || to >= words.size()) return {};
  const QString text = gaps_.activeRun()->pieces(gaps_.activeNumber() - 1).join(QString());
  return text.mid(words.at(from).begin, words.at(to).end - words.at(from).begin);
}

void PageBars::place() {
  const PageDocument::Hole* hole = page_.pageDocument().hole(gaps_.activeHole());
  const GapRun* run = gaps_.activeRun();
  const bool gap = hole != nullptr && run != nullptr;
  // As high as the page is without the strip, or the strip would come and go by turns.
  const int whole = page_.wholeHeight();
  PageLayout& layout = page_.pageLayout();
  bool near = false;
  page_.place().keepTop([&] {
    layout.setRoom(gap ? hole->viewEnd() : -1, gap ? kBarRoom : 0);
    const int top = page_.scrolled();
    near = gap && layout.mayTouch(hole->viewBegin, hole->viewEnd(), top, top + whole) && linesOf(*hole).height() > 0;
  });
  gapInSight_ = near && linesOf(*hole).bottom() >= 0 && linesOf(*hole).top() <= whole;
  // The end of a long paragraph is in sight without the gap too, and empty room there would be a riddle.
  const bool roomSeen = near && paragraphOf(*hole).bottom() > 0 && paragraphOf(*hole).bottom() <= whole;
  const bool stripTaken = page_.modes().current().needsStrip();
  page_.setStrip(stripTaken || (gapInSight_ && !roomSeen));
  if (!roomSeen && (!gapInSight_ || stripTaken)) {
    bar_.hide();
    return;
  }
  bar_.showRun(*run, {gaps_.activeNumber(), gaps_.gapMode(), chosenWords()});
  const QWidget* paper = page_.paper();
  const int shadow = GapBar::kShadow;
  const int height = bar_.height() - 2 * shadow;
  const QRectF paragraph = paragraphOf(*hole);
  const qreal y =
      roomSeen ? paragraph.bottom() - (kBarRoom + height) / 2 : paper->height() + (PageEditor::kStrip - height) / 2;
  // Its shadow may go over the edges, the bar may not.
  const qreal last = paper->width() - bar_.width() + shadow;
  const qreal x = std::max<qreal>(-shadow, std::min(last, paragraph.center().x() - bar_.width() / 2.0));
  bar_.move(qRound(x), qRound(y) - shadow);
  if (bar_.isVisible()) return;  // what was opened over it since stays over it
  bar_.show();
  bar_.raise();
}

}  // namespace lacuna::ui
