// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_acts.h"

#include "ui/gap/markers.h"

namespace lacuna::ui {

GapActs::GapActs(PageHost& page, GapController& gaps, PageSteering& steering)
    : page_(page), gaps_(gaps), steering_(steering) {
  connect(&steering_, &PageSteering::askWanted, this, &GapActs::askHere);
  connect(&steering_, &PageSteering::wordWanted, this, &GapActs::takeWord);
  connect(&steering_, &PageSteering::chosenWanted, this, &GapActs::takeChosen);
}

void GapActs::askHere() {
  if (steering_.acceptPopover()) return;
  page_.say({});  // what was said before is not about this
  mending_ = false;
  if (gaps_.queue().unavailable() || page_.modes().current().ask()) return;
  const PageDocument& document = page_.pageDocument();
  const QTextCursor caret = page_.caret();
  int begin = document.toManuscript(caret.selectionStart());
  int end = document.toManuscript(caret.selectionEnd());
  int words = 0;
  if (begin == end) {
    for (const GapAsk& marker : markersIn(document.manuscript().text())) {
      if (begin < marker.begin || begin > marker.end) continue;
      begin = marker.begin;
      end = marker.end;
      words = marker.words;
    }
  }
  page_.pageDocument().noteCursor(document.toManuscript(caret.position()));
  bool asked = false;
  page_.quietly([&] { asked = gaps_.asking().ask({{begin, end, words}}); });
  if (asked) {
    showAsked();
  } else {
    page_.say(tr("There is a gap here already: take or leave it first."));
  }
}

void GapActs::showAsked() {
  const PageDocument::Hole* hole = page_.pageDocument().hole(gaps_.activeHole());
  if (hole == nullptr) return;
  page_.placeCaret(hole->viewBegin);
  page_.reveal(hole->viewBegin, hole->viewEnd());
}

bool GapActs::askWishes(const QVector<GapWish>& wishes) {
  page_.say({});  // what was said before is not about this
  mending_ = false;
  if (gaps_.queue().unavailable()) return false;
  page_.pageDocument().noteCursor(page_.pageDocument().toManuscript(page_.caret().position()));
  bool asked = false;
  page_.quietly([&] { asked = gaps_.asking().askWishes(wishes); });
  if (asked) {
    showAsked();
  } else {
    page_.say(tr("There is a gap here already: take or leave it first."));
  }
  return asked;
}

bool GapActs::askMarkers() {
  const QString text = page_.pageDocument().manuscript().text();
  const QVector<GapAsk> markers = markersIn(text);
  const QString left = whyNoMarker(text);
  if (!left.isEmpty()) page_.say(left);
  if (markers.isEmpty()) {
    if (!left.isEmpty()) return false;
    page_.say(tr("No gap is written in the text: type [[\u2026]] or [[12 words]] where words are missing."));
    return false;
  }
  if (gaps_.queue().unavailable()) return false;
  page_.pageDocument().noteCursor(page_.pageDocument().toManuscript(page_.caret().position()));
  bool asked = false;
  page_.quietly([&] { asked = gaps_.asking().ask(markers); });
  showAsked();
  return asked;
}

void GapActs::continueAtEnd(int words) {
  const QString& text = page_.pageDocument().manuscript().text();
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

void GapActs::mendSeams() {
  const QVector<GapWish> wishes = seams_.wishes(page_.pageDocument().manuscript().text());
  if (wishes.isEmpty() && mending_ && gaps_.latestRun() != nullptr) {
    page_.say(tr("The seams are being mended: Enter takes what stands there, Esc leaves the text as it was."));
    return;
  }
  if (wishes.isEmpty()) {
    page_.say(tr("There is no seam to mend: cut and paste something first; the words at its joints are mended."));
    return;
  }
  if (!askWishes(wishes)) return;
  seams_.clear();
  mending_ = true;
}

void GapActs::takeActive() {
  if (gaps_.wording().selection().any()) {
    takeChosen();
  } else {
    takeWith([this] { gaps_.taking().take(); });
  }
}

void GapActs::takeChosen() {
  takeWith([this] { gaps_.taking().takeSelection(); });
}

void GapActs::takeWord() {
  takeWith([this] { gaps_.taking().takeWord(); });
}

void GapActs::takeWith(const std::function<void()>& take) {
  PageDocument& document = page_.pageDocument();
  const PageDocument::Hole* hole = document.hole(gaps_.activeHole());
  const GapRun* run = gaps_.activeRun();
  if (hole == nullptr || run == nullptr) return;
  const bool done = run->state() == GapRun::Done;
  const int begin = hole->begin;
  const int before = static_cast<int>(document.manuscript().text().size()) - hole->length;
  page_.act([&] {
    take();
    if (!done) return;
    // Where the fill ends, or at the next gap of the same asking.
    const int end = begin + static_cast<int>(document.manuscript().text().size()) - before;
    const PageDocument::Hole* next = document.hole(gaps_.activeHole());
    page_.placeCaret(next != nullptr && gaps_.gapMode() ? next->viewBegin : document.toView(end));
    if (next == nullptr) document.noteCursor(end);
  });
}

void GapActs::goToNextGap() {
  gaps_.activateNext(1);
  if (page_.pageDocument().hole(gaps_.activeHole()) == nullptr) {
    page_.say(tr("No gap is open."));
    return;
  }
  showAsked();
}

void GapActs::onBarChosen(int action) {
  page_.frame()->setFocus();
  gaps_.setGapMode(true);
  switch (action) {
    case GapBar::Take:
      takeActive();
      break;
    case GapBar::TakeWord:
      takeWord();
      break;
    case GapBar::Next:
      gaps_.showing().step(1);
      break;
    case GapBar::Options:
      steering_.togglePopover();
      break;
    case GapBar::Words:
      steering_.openMenu();
      break;
    case GapBar::KeepLength:
      gaps_.length().keep();
      break;
    case GapBar::Leave:
      if (gaps_.activeRun() != nullptr && gaps_.activeRun()->draft() > 0) {
        gaps_.length().drop();
      } else if (gaps_.wording().selection().any()) {
        gaps_.wording().selectWords({});
      } else {
        gaps_.taking().leave();
      }
      break;
    case GapBar::Stop:
      gaps_.taking().leave();
      break;
    case GapBar::None:
      break;
  }
}

}  // namespace lacuna::ui
