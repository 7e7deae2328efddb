// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/page_steering.h"

#include <algorithm>
#include <cmath>

namespace lacuna::ui {
namespace {

constexpr qreal kWordWidth = 2.45;  // of the letters' size: a word of prose and its space

// Words that a gap has or shall have.
int wordsNow(const GapRun& run, const RunGap& gap, int index) {
  if (run.draft() > 0) return run.draft();
  if (run.state() == GapRun::Done) return countWords(run.pieces(index).join(QString()));
  return gap.words > 0 ? gap.words : std::max<int>(1, countWords(run.pieces(index).join(QString())));
}

}  // namespace

PageSteering::PageSteering(PageHost& page, GapController& gaps, const GapBar& bar)
    : page_(page),
      gaps_(gaps),
      bar_(bar),
      popover_(new GapPopover(page.frame())),
      menu_(new TokenMenu(page.frame())),
      handle_(new LengthHandle(page.paper())) {
  connect(popover_, &GapPopover::closed, this, &PageSteering::close);
  connect(popover_, &GapPopover::changed, this, &PageSteering::applyPopover);
  connect(popover_, &GapPopover::accepted, this, &PageSteering::acceptPopover);
  // Queued: after what the asking itself has to say.
  connect(
      popover_, &GapPopover::sentence, this, [this](const QString& text) { page_.say(text); }, Qt::QueuedConnection);
  connect(menu_, &TokenMenu::closed, this, [this] {
    if (menu_->isVisible()) close();
  });
  const auto act = [this](const auto& what) {
    const TokenMenu::Content content = menu_->content();
    close();
    gaps_.setGapMode(true);
    what(content);
  };
  connect(menu_, &TokenMenu::picked, this, [this, act](const QString& text) {
    act([this, text](const TokenMenu::Content& c) { gaps_.wording().pickWord(c.word, text); });
  });
  connect(menu_, &TokenMenu::swapped, this, [this, act](const QString& text) {
    act([this, text](const TokenMenu::Content& c) { gaps_.wording().swapWord(c.word, text); });
  });
  connect(menu_, &TokenMenu::kept, this, [this, act](bool keep) {
    act([this, keep](const TokenMenu::Content& c) { gaps_.wording().keepWord(c.word, c.text, keep); });
  });
  connect(menu_, &TokenMenu::never, this,
          [this, act] { act([this](const TokenMenu::Content& c) { gaps_.wording().neverWord(c.text); }); });
  connect(handle_, &LengthHandle::grabbed, this, [this](const QPoint& at) {
    const GapRun* run = gaps_.activeRun();
    if (run == nullptr) return;
    gaps_.setGapMode(true);
    pulledFrom_ = at;
    pulledWords_ = wordsNow(*run, *gaps_.activeGap(), gaps_.activeNumber() - 1);
  });
  connect(handle_, &LengthHandle::pulled, this, &PageSteering::pullTo);
  connect(handle_, &LengthHandle::dropped, this, [this] { gaps_.length().keep(); });
  keepLength_.setSingleShot(true);
  keepLength_.setInterval(kKeepLengthAfter);
  connect(&keepLength_, &QTimer::timeout, this, [this] { gaps_.length().keep(); });
}

void PageSteering::setTheme(const Theme& theme) {
  popover_->setTheme(theme);
  menu_->setTheme(theme);
  handle_->setTheme(theme);
}

void PageSteering::close() {
  const bool open = popover_->isVisible() || menu_->isVisible();
  popover_->hide();
  menu_->hide();
  if (open) page_.frame()->setFocus(Qt::PopupFocusReason);
}

// --- The popover ----------------------------------------------------------------------------------------------

void PageSteering::togglePopover() {
  if (popover_->isVisible()) {
    close();
  } else {
    openPopover();
  }
}

void PageSteering::openPopover() {
  close();
  GapPopover::Subject subject;
  const GapRun* run = gaps_.activeRun();
  const RunGap* gap = gaps_.activeGap();
  subject.active = run != nullptr && gaps_.gapMode();
  if (subject.active) {
    gaps_.length().drop();
    subject.words = gap->words;
    subject.now = wordsNow(*run, *gap, gaps_.activeNumber() - 1);
    const PageDocument::Hole* hole = page_.pageDocument().hole(gap->hole);
    subject.rewrites = hole != nullptr && hole->length > 0;
    for (const PinAsk& pin : gap->pins) subject.pins.push_back({pin.text, pin.token >= 0});
  } else {
    subject.words = gaps_.options().words;
    for (const QString& text : std::as_const(gaps_.options().pins)) subject.pins.push_back({text, false});
  }
  askedWords_ = subject.words;
  popover_->open(gaps_.options(), subject);
  page_.placeBars();
}

// What holds for every gap is kept at once; the length of a gap that is there waits for Enter.
void PageSteering::applyPopover() {
  GapOptions wanted = popover_->options();
  const bool active = gaps_.gapMode() && gaps_.activeRun() != nullptr;
  if (active) {
    gaps_.wording().setPins(wanted.pins, popover_->pinsInPlace());
    wanted.words = gaps_.options().words;
    wanted.pins = gaps_.options().pins;
  }
  gaps_.options() = wanted;
  saveGapOptions(wanted);
  page_.placeBars();
}

bool PageSteering::acceptPopover() {
  if (!popover_->isVisible()) return false;
  const int words = popover_->options().words;
  applyPopover();
  close();
  if (gaps_.gapMode() && gaps_.activeRun() != nullptr) {
    if (words != askedWords_) gaps_.length().setWords(words);
    gaps_.wording().setStrength(gaps_.options().strength);
    gaps_.asking().restart();
  } else {
    Q_EMIT askWanted();
  }
  return true;
}

// --- Words ----------------------------------------------------------------------------------------------------

QRect PageSteering::rectOf(const GapWord& word) const {
  const PageDocument::Hole* hole = page_.pageDocument().hole(gaps_.activeHole());
  if (hole == nullptr) return {};
  const QRect from = page_.caretRect(std::min(hole->viewBegin + word.begin, hole->viewEnd()));
  const QRect to = page_.caretRect(std::min(hole->viewBegin + word.end, hole->viewEnd()));
  return to.top() == from.top() ? from.united(to) : from;
}

int PageSteering::wordAt(const QPoint& point) const {
  const PageDocument::Hole* hole = page_.pageDocument().hole(gaps_.activeHole());
  if (hole == nullptr) return -1;
  const QPointF inDocument = QPointF(point) + QPointF(0, page_.scrolled());
  const int at = page_.pageLayout().hitTest(inDocument, Qt::FuzzyHit) - hole->viewBegin;
  const QVector<GapWord> words = gaps_.wording().words();
  int nearest = -1;
  int least = INT_MAX;
  for (int i = 0; i < words.size(); ++i) {
    const int off = std::max({0, words.at(i).begin - at, at - words.at(i).end});
    // Where two words meet, the letters under the mouse decide.
    const QRect rect = rectOf(words.at(i));
    if (off == 0 && point.x() >= rect.left() && point.x() <= rect.right()) return i;
    if (off < least) {
      least = off;
      nearest = i;
    }
  }
  return nearest;
}

void PageSteering::press(const QPoint& point) {
  pressed_ = wordAt(point);
  dragged_ = false;
  if (pressed_ >= 0) gaps_.wording().selectWords({pressed_, pressed_});
}

void PageSteering::drag(const QPoint& point) {
  if (pressed_ < 0) return;
  const int now = wordAt(point);
  if (now < 0) return;
  dragged_ = dragged_ || now != pressed_;
  gaps_.wording().selectWords({pressed_, now});
}

void PageSteering::release() {
  if (pressed_ >= 0 && !dragged_) openMenu();
  pressed_ = -1;
}

void PageSteering::openMenu() {
  const QVector<GapWord> words = gaps_.wording().words();
  const WordRange chosen = gaps_.wording().selection();
  const GapRun* run = gaps_.activeRun();
  if (run == nullptr || run->state() == GapRun::Queued || !chosen.any() || chosen.last >= words.size()) return;
  popover_->hide();
  TokenMenu::Content content;
  content.word = words.at(chosen.last);
  content.text = gaps_.wording().textOfWord(content.word);
  content.alternatives = gaps_.wording().alternativesOf(content.word);
  content.pinned = gaps_.wording().isPinned(content.word);
  content.noise = gaps_.wording().isNoise(content.word);
  content.going = run->state() == GapRun::Sent;
  if (chosen.first != chosen.last) gaps_.wording().selectWords({chosen.last, chosen.last});
  if (content.noise && content.alternatives.isEmpty()) return;  // nothing is known of it, and nothing to be done
  menu_->open(content, rectOf(content.word).translated(page_.paper()->pos()));
}

bool PageSteering::selectKey(int key, bool extend) {
  const int count = static_cast<int>(gaps_.wording().words().size());
  WordRange chosen = gaps_.wording().selection();
  if (count == 0) return false;
  if (!chosen.any()) {
    if (!extend || (key != Qt::Key_Left && key != Qt::Key_Right)) return false;
    const int start = key == Qt::Key_Right ? 0 : count - 1;
    gaps_.wording().selectWords({start, start});
    return true;
  }
  switch (key) {
    case Qt::Key_Left:
      --chosen.last;
      break;
    case Qt::Key_Right:
      ++chosen.last;
      break;
    case Qt::Key_Home:
      chosen.last = 0;
      break;
    case Qt::Key_End:
      chosen.last = count - 1;
      break;
    default:
      return false;
  }
  chosen.last = qBound(0, chosen.last, count - 1);
  if (!extend) chosen.first = chosen.last;
  gaps_.wording().selectWords(chosen);
  return true;
}

bool PageSteering::key(const QKeyEvent* event) {
  const GapRun* run = gaps_.activeRun();
  if (run == nullptr) return false;
  const int key = event->key();
  const bool control = (event->modifiers() & Qt::ControlModifier) != 0;
  const bool shift = (event->modifiers() & Qt::ShiftModifier) != 0;
  const bool sideways = key == Qt::Key_Left || key == Qt::Key_Right;
  if ((event->modifiers() & Qt::AltModifier) != 0 && sideways) {
    gaps_.length().draft(wordsNow(*run, *gaps_.activeGap(), gaps_.activeNumber() - 1) +
                         (key == Qt::Key_Right ? 1 : -1));
    keepLength_.start();
    return true;
  }
  const bool enters = key == Qt::Key_Return || key == Qt::Key_Enter;
  if (run->draft() > 0 && (enters || key == Qt::Key_Escape)) {
    keepLength_.stop();
    enters ? gaps_.length().keep() : gaps_.length().drop();
    return true;
  }
  if (control && key == Qt::Key_Right) {
    Q_EMIT wordWanted();
    return true;
  }
  if (control) return false;
  if (sideways || key == Qt::Key_Home || key == Qt::Key_End) return selectKey(key, shift);
  if (!gaps_.wording().selection().any()) return false;
  switch (key) {
    case Qt::Key_Down:
    case Qt::Key_Space:
    case Qt::Key_Menu:
      openMenu();
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      Q_EMIT chosenWanted();
      return true;
    case Qt::Key_Escape:
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
    case Qt::Key_Up:
      gaps_.wording().selectWords({});
      return true;
    default:
      return false;
  }
}

// --- Length and places ----------------------------------------------------------------------------------------

void PageSteering::pullTo(const QPoint& point) {
  if (pulledWords_ == 0) return;
  const qreal lines = std::round((point.y() - pulledFrom_.y()) / page_.pageLayout().linePitch());
  const qreal way = lines * page_.pageLayout().measure() + (point.x() - pulledFrom_.x());
  gaps_.length().draft(pulledWords_ + qRound(way / (kWordWidth * page_.frame()->font().pixelSize())));
}

void PageSteering::place(bool gapInSight) {
  const PageDocument::Hole* hole = page_.pageDocument().hole(gaps_.activeHole());
  const RunGap* gap = gaps_.activeGap();
  const QWidget* paper = page_.paper();
  const GapRun* run = gaps_.activeRun();
  // The words that the list was about are others when the run has ended.
  if (menu_->isVisible() && menu_->content().going && (run == nullptr || run->state() != GapRun::Sent)) close();
  QRect gapRect;
  if (hole != nullptr && gapInSight) {
    const QRect foot = page_.caretRect(hole->viewEnd());
    // A gap under the brush keeps its length.
    const bool pulls = gap != nullptr && gap->strokes.isEmpty() && gaps_.gapMode() && foot.bottom() > 0 &&
                       foot.top() < paper->height();
    if (pulls) {
      handle_->stand(QPoint(foot.left(), foot.bottom()), foot.height());
      handle_->raise();
    } else {
      handle_->hide();
    }
    gapRect = foot.united(page_.caretRect(hole->viewBegin));
  } else {
    handle_->hide();
    if (menu_->isVisible()) close();
    if (popover_->isVisible()) gapRect = page_.caretRect(page_.caret().position());
  }
  if (!popover_->isVisible()) return;
  gapRect.translate(paper->pos());
  const QRect room = paper->geometry().adjusted(8, 8, -8, -8);
  popover_->setRoom(room.height());
  int y = gapRect.bottom() + 10;
  if (bar_.isVisible() && hole != nullptr) y = std::max(y, bar_.geometry().bottom() - GapBar::kShadow + 8);
  if (y + popover_->height() > room.bottom()) y = gapRect.top() - popover_->height() - 10;
  if (y < room.top()) y = room.bottom() - popover_->height();
  const int x = hole != nullptr ? paper->geometry().center().x() - popover_->width() / 2 : gapRect.left() - 20;
  popover_->move(qBound(room.left(), x, std::max(room.left(), room.right() - popover_->width())),
                 std::max(room.top(), y));
  popover_->raise();  // the bar and the handle stand where they can, this lies over them
}

}  // namespace lacuna::ui
