// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/denoising_panel.h"

#include <QHBoxLayout>
#include <QMenu>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/fonts.h"
#include "ui/share_text.h"

namespace lacuna::ui {
namespace {

// exp(mean log-probability): how likely the model finds a token of it, 0 to 1.
QString scoreText(double score) { return shareText(std::exp(std::min(score, 0.0))); }

}  // namespace

DenoisingPanel::DenoisingPanel(RunModel& model, QWidget* parent) : QWidget(parent), model_(model) {
  setAccessibleName(tr("Denoising"));
  column_ = new QVBoxLayout(this);
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(12);
  state_ = new Card(tr("No gap"), this);
  hint_ = softLabel(tr("Select words to rewrite, or stand where they are missing, and press Ctrl+G. "
                       "Or write [[\u2026]] and [[12 words]], and fill them all with Ctrl+Shift+Enter. "
                       "Ctrl+. says how."),
                    state_);
  hint_->setFont(chromeFont(13));
  state_->body()->addWidget(hint_);
  step_ = new StepCard(model_, this);
  words_ = new Card(tr("The words"), this);
  text_ = new StepText(words_);
  words_->body()->addWidget(text_);
  compare_ = new CompareCard(model_, this);
  candidatesCard_ = new Card(tr("Candidates"), this);
  candidatesCard_->body()->setSpacing(2);
  candidatesCard_->body()->addSpacing(3);
  buildPastActs();
  token_ = new TokenCard(model_, this);
  branchCard_ = new Card(tr("Branches"), this);
  branches_ = new BranchView(branchCard_);
  branchCard_->body()->addWidget(branches_);
  for (QWidget* card :
       std::initializer_list<QWidget*>{state_, step_, compare_, words_, token_, candidatesCard_, branchCard_})
    column_->addWidget(card);
  column_->addStretch(1);
  connect(step_, &StepCard::branchWanted, this, &DenoisingPanel::branchWanted);
  connect(token_, &TokenCard::resumeWanted, this, [this] { Q_EMIT branchWanted(true); });
  connect(text_, &StepText::tokenChosen, token_, &TokenCard::choose);
  connect(branches_, &BranchView::chosen, this, [this](const QString& run, int candidate) {
    if (run == model_.run().item.id)
      model_.goToCandidate(candidate);
    else
      Q_EMIT runWanted(run, candidate);
  });
  connect(&model_, &RunModel::runChanged, this, &DenoisingPanel::showModel);
  connect(&model_, &RunModel::placeChanged, this, &DenoisingPanel::showModel);
  showRun(nullptr);
  showModel();
}

void DenoisingPanel::setTheme(const Theme& theme) {
  theme_ = theme;
  step_->setTheme(theme);
  text_->setTheme(theme);
  compare_->setTheme(theme);
  token_->setTheme(theme);
  branches_->setTheme(theme);
  showModel();
}

void DenoisingPanel::buildPastActs() {
  pastActs_ = new QWidget(candidatesCard_);
  auto* row = new QHBoxLayout(pastActs_);
  row->setContentsMargins(0, 0, 0, 5);
  row->setSpacing(5);
  takePast_ = quietButton(tr("Take"), tr("Put this candidate into the text, where the gap was; Ctrl+Z takes it out"),
                          pastActs_);
  copyPast_ = quietButton(tr("Copy"), tr("Put this candidate on the clipboard"), pastActs_);
  row->addWidget(takePast_);
  row->addWidget(copyPast_);
  row->addStretch();
  connect(takePast_, &QToolButton::clicked, this, [this] { Q_EMIT pastTakeWanted(model_.place().candidate); });
  connect(copyPast_, &QToolButton::clicked, this, [this] { Q_EMIT pastCopyWanted(model_.place().candidate); });
  candidatesCard_->body()->addWidget(pastActs_);  // above the rows, of which there may be many
  pastActs_->hide();
}

QWidget* DenoisingPanel::firstStop() const {
  if (step_->isVisible()) return step_->slider();
  return !rows_.isEmpty() && rows_.first()->isVisible() ? rows_.first() : nullptr;
}

void DenoisingPanel::setFamily(const QVector<RunItem>& runs) {
  family_ = runs;
  showBranches();
}

void DenoisingPanel::showRun(const GapRun* run) {
  const bool wasOpen = std::exchange(gapOpen_, run != nullptr);
  waiting_ = run != nullptr && run->state() != GapRun::Done && run->frame().step <= 0;
  if (run == nullptr) {
    state_->setTitle(tr("No gap"));
    state_->setNote(QString());
  } else if (run->state() == GapRun::Queued) {
    state_->setTitle(tr("Waiting for the model"));
    state_->setNote(QString());
  } else {
    state_->setTitle(tr("Reading the page"));
    state_->setNote(run->contextTotal() > 0 ? tr("%1 of %2 tokens").arg(run->contextDone()).arg(run->contextTotal())
                                            : QString());
  }
  if (run != nullptr) step_->setStepMs(run->stepMs());
  if (run != nullptr) showCandidates(run);
  if (wasOpen != gapOpen_)
    showModel();
  else
    showState();
}

void DenoisingPanel::showState() {
  state_->setVisible(waiting_ || !model_.any());
  hint_->setVisible(!gapOpen_ && !model_.any());
}

void DenoisingPanel::showModel() {
  const bool any = model_.any();
  showState();
  step_->setVisible(any);
  if (any && !gapOpen_) showPastCandidates();
  candidatesCard_->setVisible(any);
  pastActs_->setVisible(any && !gapOpen_ && !model_.run().live && !model_.run().candidates.isEmpty());
  // What is followed stands on the page.
  const bool shown = any && !model_.comparing() && !model_.following();
  words_->setVisible(shown);
  if (shown) {
    words_->setNote(tr("candidate %1").arg(model_.place().candidate + 1));
    text_->show(model_.run(), model_.place(), model_.edits());
  }
  showBranches();
}

void DenoisingPanel::choose(int index) {
  if (gapOpen_)
    Q_EMIT candidateChosen(index);
  else if (index < model_.run().candidates.size())
    model_.goToCandidate(index);
}

void DenoisingPanel::showMenu(int index, const QPoint& at) {
  const bool known = index < model_.run().candidates.size();  // all steps of the run are here
  QMenu menu(this);
  menu.addAction(tr("&Show this candidate"), this, [this, index] { choose(index); });
  QAction* take = menu.addAction(tr("&Take it"), this, [this, index] {
    if (gapOpen_)
      Q_EMIT candidateTaken(index);
    else
      Q_EMIT pastTakeWanted(index);
  });
  take->setEnabled(gapOpen_ ? gapDone_ : known);
  QAction* copy = menu.addAction(tr("&Copy it"), this, [this, index] { Q_EMIT pastCopyWanted(index); });
  copy->setEnabled(known);
  menu.exec(at);
}

void DenoisingPanel::fillRows(int count) {
  while (rows_.size() < count) {
    auto* row = new CandidateRow(candidatesCard_);
    const int index = static_cast<int>(rows_.size());
    connect(row, &CandidateRow::clicked, this, [this, index] { choose(index); });
    connect(row, &CandidateRow::menuWanted, this, [this, index](const QPoint& at) { showMenu(index, at); });
    candidatesCard_->body()->addWidget(row);
    setTabOrder(rows_.isEmpty() ? static_cast<QWidget*>(copyPast_) : rows_.last(), row);
    setTabOrder(row, branches_);  // Tab goes down the panel
    rows_.push_back(row);
  }
  for (int i = 0; i < rows_.size(); ++i) rows_.at(i)->setVisible(i < count);
}

void DenoisingPanel::showCandidates(const GapRun* run) {
  const bool done = gapDone_ = run->state() == GapRun::Done;
  const int count = static_cast<int>(done ? run->result().candidates.size() : run->frame().tokens.size());
  // Once words of one are taken the others no longer fit: what is left is the rest of that one.
  const bool onlyOne = done && run->begun() && run->openGaps() == 1;
  candidatesCard_->setNote(onlyOne ? tr("what is left of it") : done ? tr("confidence") : tr("taking shape"));
  fillRows(count);
  if (onlyOne)
    for (int i = 0; i < count; ++i) rows_.at(i)->setVisible(i == run->candidate());
  for (int i = 0; i < count; ++i) {
    if (done) {
      const RunCandidate& c = run->result().candidates.at(i);
      rows_.at(i)->show(c.fills.join(QStringLiteral(" \u00b7 ")).simplified(), scoreText(c.score),
                        i == run->candidate(), theme_);
    } else {
      rows_.at(i)->show(run->preview(i), QStringLiteral("\u2026"), i == run->shown(), theme_);
    }
  }
}

void DenoisingPanel::showPastCandidates() {
  const QVector<RunCandidate>& all = model_.run().candidates;
  candidatesCard_->setNote(all.isEmpty() ? tr("none: it was stopped") : tr("confidence"));
  fillRows(static_cast<int>(all.size()));
  for (int i = 0; i < all.size(); ++i)
    rows_.at(i)->show(all.at(i).fills.join(QStringLiteral(" \u00b7 ")).simplified(), scoreText(all.at(i).score),
                      i == model_.place().candidate, theme_);
}

void DenoisingPanel::showBranches() {
  const RunView& run = model_.run();
  const BranchTree tree = run.live ? BranchTree() : branchTree(family_, run.item.id);
  branchCard_->setVisible(model_.any() && tree.lanes > 1);
  if (tree.lanes <= 1) return;
  // Under the slider, whose steps it shares, once there is more to it than the candidates' list says.
  const bool branched = std::any_of(tree.leaves.cbegin(), tree.leaves.cend(),
                                    [&tree](const TreeLeaf& leaf) { return leaf.run != tree.leaves.first().run; });
  const int wanted = branched ? column_->indexOf(step_) + 1 : column_->count() - 2;
  if (column_->indexOf(branchCard_) != wanted) column_->insertWidget(wanted, branchCard_);
  const int steps = std::max(1, run.item.steps);
  branches_->show(tree, run.item.id, model_.place().candidate,
                  static_cast<float>(model_.stepNumber()) / static_cast<float>(steps));
  branchCard_->setNote(tr("this gap"));
}

}  // namespace lacuna::ui
