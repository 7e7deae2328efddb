// SPDX-License-Identifier: GPL-3.0-or-later
// What the author does on the page: asking, taking, confirming, undoing, and what the bar of a gap offers.
#include <QScrollBar>
#include <QTextBlock>
#include <algorithm>

#include "ui/gap/markers.h"
#include "ui/page/page_view.h"

namespace lacuna::ui {

void PageView::askHere() {
  if (steering_->acceptPopover()) return;
  Q_EMIT sentence(QString());  // what was said before is not about this
  mending_ = false;
  if (gaps_.unavailable()) return;
  if (brush_->active()) {
    brush_->send();
    return;
  }
  if (gaps_.gapMode() && gaps_.askAgain()) return;
  const QTextCursor cursor = textCursor();
  int begin = document_.toManuscript(cursor.selectionStart());
  int end = document_.toManuscript(cursor.selectionEnd());
  int words = 0;
  if (begin == end) {
    for (const GapAsk& marker : markersIn(document_.manuscript().text())) {
      if (begin < marker.begin || begin > marker.end) continue;
      begin = marker.begin;
      end = marker.end;
      words = marker.words;
    }
  }
  document_.noteCursor(cursorPosition());
  ++restoring_;
  const bool asked = gaps_.ask({{begin, end, words}});
  --restoring_;
  if (!asked) {
    Q_EMIT sentence(tr("There is a gap here already: take or leave it first."));
    return;
  }
  showAsked();
}

// The cursor goes to the gap.
void PageView::showAsked() {
  if (const PageDocument::Hole* hole = document_.hole(gaps_.activeHole())) {
    ++restoring_;
    goTo(hole->viewBegin);
    --restoring_;
  }
  lastPosition_ = textCursor().position();
  revealGap();
}

bool PageView::askWishes(const QVector<GapWish>& wishes) {
  Q_EMIT sentence(QString());  // what was said before is not about this
  mending_ = false;
  if (gaps_.unavailable()) return false;
  document_.noteCursor(cursorPosition());
  ++restoring_;
  const bool asked = gaps_.askWishes(wishes);
  --restoring_;
  if (asked) {
    showAsked();
  } else {
    Q_EMIT sentence(tr("There is a gap here already: take or leave it first."));
  }
  return asked;
}

void PageView::continueAtEnd(int words) {
  const QString& text = document_.manuscript().text();
  int end = static_cast<int>(text.size());
  while (end > 0 && text.at(end - 1).isSpace()) --end;
  GapWish wish;
  wish.gap = {end, end, words};
  for (const QString& pin : std::as_const(gaps_.options().pins)) wish.pins.push_back({pin, 0, -1});
  gaps_.options().pins.clear();
  gaps_.options().continueWords = words;
  saveGapOptions(gaps_.options());
  askWishes({wish});
}

void PageView::mendSeams() {
  const QVector<GapWish> wishes = seams_.wishes(document_.manuscript().text());
  if (wishes.isEmpty() && mending_ && gaps_.latestRun() != nullptr) {
    Q_EMIT sentence(tr("The seams are being mended: Enter takes what stands there, Esc leaves the text as it was."));
    return;
  }
  if (wishes.isEmpty()) {
    Q_EMIT sentence(tr("There is no seam to mend: cut and paste something first; the words at its joints are mended."));
    return;
  }
  if (!askWishes(wishes)) return;
  seams_.clear();
  mending_ = true;
}

void PageView::toggleTagged() {
  const QTextCursor cursor = textCursor();
  const int begin = document_.toManuscript(cursor.selectionStart());
  const int end = document_.toManuscript(cursor.selectionEnd());
  const QPair<int, int> whole = paragraphsOf(document_.manuscript().text(), begin, end);
  if (whole.first == whole.second) {
    Q_EMIT sentence(tr("This paragraph is empty: stand in one that every gap shall see."));
    return;
  }
  const bool on = document_.toggleTag(begin, end);
  Q_EMIT sentence(on ? tr("Every gap sees this paragraph now, however far away it is.")
                     : tr("Gaps see this paragraph as they see any other again."));
}

// Scrolls until the gap, its paragraph and the bar are seen, but never so far that the gap's first line goes.
void PageView::revealGap() {
  showCaret();
  placeBar();
  const PageDocument::Hole* hole = document_.hole(gaps_.activeHole());
  if (hole == nullptr) return;
  const int scroll = verticalScrollBar()->value();
  const qreal top = layout_->lineRect(hole->viewBegin).top() - scroll;
  const qreal bottom = layout_->blockBoundingRect(document_.view()->findBlock(hole->viewEnd())).bottom() - scroll;
  const qreal missing = std::min(bottom + 8 - viewport()->height(), top - 48);
  if (missing > 0) verticalScrollBar()->setValue(scroll + qRound(missing));
  placeBar();
}

bool PageView::askMarkers() {
  const QVector<GapAsk> markers = markersIn(document_.manuscript().text());
  const QString left = whyNoMarker(document_.manuscript().text());
  if (!left.isEmpty()) Q_EMIT sentence(left);
  if (markers.isEmpty()) {
    if (!left.isEmpty()) return false;
    Q_EMIT sentence(tr("No gap is written in the text: type [[\u2026]] or [[12 words]] where words are missing."));
    return false;
  }
  if (gaps_.unavailable()) return false;
  document_.noteCursor(cursorPosition());
  ++restoring_;
  const bool asked = gaps_.ask(markers);
  if (const PageDocument::Hole* hole = document_.hole(gaps_.activeHole())) goTo(hole->viewBegin);
  --restoring_;
  revealGap();
  return asked;
}

void PageView::takeActive() {
  if (gaps_.selection().any()) {
    takeChosen();
  } else {
    takeWith([this] { gaps_.take(); });
  }
}

void PageView::takeChosen() {
  takeWith([this] { gaps_.takeSelection(); });
}

void PageView::takeWord() {
  takeWith([this] { gaps_.takeWord(); });
}

void PageView::takeWith(const std::function<void()>& take) {
  const PageDocument::Hole* hole = document_.hole(gaps_.activeHole());
  const GapRun* run = gaps_.activeRun();
  if (hole == nullptr || run == nullptr) return;
  const bool done = run->state == GapRun::Done;
  const int begin = hole->begin;
  const int before = static_cast<int>(document_.manuscript().text().size()) - hole->length;
  ++restoring_;
  take();
  if (done) {
    // Where the fill ends, or at the next gap of the same asking.
    const int end = begin + static_cast<int>(document_.manuscript().text().size()) - before;
    const PageDocument::Hole* next = document_.hole(gaps_.activeHole());
    goTo(next != nullptr && gaps_.gapMode() ? next->viewBegin : document_.toView(end));
    if (next == nullptr) document_.noteCursor(end);
  }
  --restoring_;
  lastPosition_ = textCursor().position();
  placeBar();
  Q_EMIT moved();
}

void PageView::goToNextGap() {
  gaps_.activateNext(1);
  const PageDocument::Hole* hole = document_.hole(gaps_.activeHole());
  if (hole == nullptr) {
    Q_EMIT sentence(tr("No gap is open."));
    return;
  }
  ++restoring_;
  goTo(hole->viewBegin);
  --restoring_;
  lastPosition_ = textCursor().position();
  revealGap();
}

bool PageView::confirmGenerated() {
  const QTextCursor cursor = textCursor();
  const bool done = document_.confirmGenerated(document_.toManuscript(cursor.selectionStart()),
                                               document_.toManuscript(cursor.selectionEnd()));
  if (!done) Q_EMIT sentence(tr("There is no generated text here to confirm."));
  return done;
}

void PageView::onBarChosen(GapBar::Action action) {
  setFocus();
  gaps_.setGapMode(true);
  switch (action) {
    case GapBar::Take:
      takeActive();
      break;
    case GapBar::TakeWord:
      takeWord();
      break;
    case GapBar::Next:
      gaps_.step(1);
      break;
    case GapBar::Options:
      steering_->togglePopover();
      break;
    case GapBar::Words:
      steering_->openMenu();
      break;
    case GapBar::KeepLength:
      gaps_.keepLength();
      break;
    case GapBar::Leave:
      if (gaps_.activeRun() != nullptr && gaps_.activeRun()->draft > 0) {
        gaps_.dropLength();
      } else if (gaps_.selection().any()) {
        gaps_.selectWords({});
      } else {
        gaps_.leave();
      }
      break;
    case GapBar::Stop:
      gaps_.leave();
      break;
    case GapBar::None:
      break;
  }
}

void PageView::replaceText(const QString& text) {
  gaps_.leaveAll();
  brush_->leave();
  document_.noteCursor(cursorPosition());
  document_.replaceText(text);
}

void PageView::undoEdit() {
  if (brush_->active() && brush_->undo()) return;
  ++restoring_;
  int position = -1;
  if (gaps_.gapMode()) {
    position = gaps_.undoActive();
  } else {
    position = gaps_.undoTaken();
    if (position < 0) position = document_.undo();
  }
  if (position >= 0) goTo(position);
  --restoring_;
  lastPosition_ = textCursor().position();
  Q_EMIT moved();
}

void PageView::redoEdit() {
  ++restoring_;
  const int position = document_.redo();
  if (position >= 0) goTo(position);
  --restoring_;
  lastPosition_ = textCursor().position();
  Q_EMIT moved();
}

}  // namespace lacuna::ui
