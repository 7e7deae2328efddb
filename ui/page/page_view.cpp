// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/page_view.h"

namespace lacuna::ui {

PageView::PageView(QWidget* parent)
    : PageEditor(parent),
      gaps_(pageDocument()),
      bar_(new GapBar(this)),
      bars_(*this, gaps_, *bar_),
      steering_(*this, gaps_, *bar_),
      acts_(*this, gaps_, steering_),
      gapMode_({*this, gaps_, acts_, steering_}),
      brush_(*this),
      find_(*this),
      announcer_(new Announcer(this)) {
  gaps_.showing().setFont(textFont());
  connectGaps();
  connect(this, &PageEditor::turnedTo, &steering_, &PageSteering::close);
  connect(&brush_, &PageBrush::wished, &acts_, &GapActs::askWishes);
  connect(this, &QTextEdit::selectionChanged, &find_, &PageFind::caretMoved);
  connect(this, &QTextEdit::cursorPositionChanged, &find_, &PageFind::caretMoved);
  connect(&pageDocument(), &PageDocument::edited, this, [this](const QVector<Edit>& edits) {
    acts_.seams().edited(edits);
    readAhead_.edited();
  });
  connect(this, &PageEditor::cut, this, [this](int position) { acts_.seams().noteCut(position); });
  connect(this, &PageEditor::pasted, this, [this](int begin, int end) { acts_.seams().notePaste(begin, end); });
  connect(this, &PageEditor::moved, &readAhead_, &ReadAhead::moved);
}

void PageView::connectGaps() {
  connect(&gaps_, &GapController::inkChanged, this, &PageView::refreshInk);
  connect(&gaps_, &GapController::sentence, this, &PageView::sentence);
  connect(&gaps_, &GapController::changed, this, &PageView::placeBars);
  connect(&gaps_, &GapController::stepped, this, &PageView::placeBars);
  connect(&gaps_, &GapController::spoken, announcer_, &Announcer::say);
  connect(bar_, &KeyBar::chosen, &acts_, &GapActs::onBarChosen);
  connect(this, &PageEditor::holeClicked, &gaps_, &GapController::activate);
  connect(this, &PageEditor::holeDeleted, this, [this](int hole) { gaps_.taking().leaveHole(hole); });
  connect(this, &PageEditor::holeMenuWanted, &gapMode_, &GapMode::openMenu);
}

PageView::~PageView() {
  disconnect(&gaps_, nullptr, this, nullptr);
  modes().forget();
}

void PageView::open(const Manuscript& manuscript, int cursor, double scroll) {
  gaps_.taking().leaveAll();
  modes().write();
  acts_.seams().clear();
  PageEditor::open(manuscript, cursor, scroll);
  find_.openedDocument();
}

void PageView::setTheme(const Theme& theme) {
  bar_->setTheme(theme);
  brush_.bar()->setTheme(theme);
  steering_.setTheme(theme);
  PageEditor::setTheme(theme);
}

void PageView::setZoom(qreal zoom) {
  PageEditor::setZoom(zoom);
  gaps_.showing().setFont(textFont());
}

void PageView::setMotion(bool on) {
  gaps_.showing().setMotion(on);
  pageLayout().setMotion(on);
}

void PageView::replaceText(const QString& text) {
  gaps_.taking().leaveAll();
  modes().write();
  PageEditor::replaceText(text);
}

// Who goes through the steps of a run wants each as it is.
bool PageView::inkIsStill() const {
  const GapRun* run = gaps_.latestRun();
  return run != nullptr && run->held();
}

void PageView::arrangeBars() {
  bars_.place();
  brush_.place();
}

void PageView::arrangeCards() { steering_.place(bars_.gapInSight()); }

// Words of a gap that is still open go back with it.
int PageView::undoStep() {
  const int position = gaps_.taking().undoTaken();
  return position >= 0 ? position : PageEditor::undoStep();
}

void PageView::addToMenu(QMenu& menu) {
  menu.addAction(textCursor().hasSelection() ? tr("Rewrite the selection") : tr("Fill a gap here"), &acts_,
                 &GapActs::askHere);
}

}  // namespace lacuna::ui
