// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/runs_on_page.h"

#include <QRandomGenerator>
#include <QScrollBar>
#include <QTextBlock>

namespace lacuna::ui {
namespace {

constexpr quint64 kBranchIds = quint64(1) << 62;  // apart from those of gaps
constexpr int kBeginning = 60;                    // letters of a passage that the ribbon quotes

// Where the steps have a gap's candidate: a live run's in the order of its streams.
int placeInSteps(const GapRun& run, const RunModel& model) {
  if (run.state() != GapRun::Done) return run.shown();
  return model.ranked() ? run.candidate() : run.result().candidates.value(run.candidate()).streams.value(0);
}

// Which of the gap's candidates stands at a place of the steps; -1: it is shown already, or not there.
int candidateAt(const GapRun& run, const RunModel& model, int place) {
  if (place == placeInSteps(run, model)) return -1;
  if (run.state() != GapRun::Done || model.ranked()) return place;
  for (int i = 0; i < run.result().candidates.size(); ++i)
    if (run.result().candidates.at(i).streams.value(0) == place) return i;
  return -1;
}

// The one whose words the list of runs has: it was taken, or is the best.
int candidateOf(const RunView& run) {
  for (int i = 0; i < run.candidates.size(); ++i)
    if (run.candidates.at(i).fills.join(QStringLiteral(" \u00b7 ")).simplified() == run.item.words) return i;
  return 0;
}

}  // namespace

RunsOnPage::RunsOnPage(const Parts& parts) : parts_(parts) {
  connect(&parts_.page.gaps(), &GapController::runFinished, this, &RunsOnPage::noteTaken);
  connectPanel();
}

void RunsOnPage::asked(const InfillAsk& ask) {
  asks_.insert(ask.id, ask);
  // The new one is what the author waits for; one that goes on takes the place of the old when it is there.
  if (ask.from != 0) {
    goneOn_.insert(ask.from);
    return;
  }
  looksBack_ = false;
  model().clear();
}

void RunsOnPage::wantRun(const QString& id, int candidate) {
  wantedRun_ = id;
  wantedCandidate_ = candidate;
  Q_EMIT runWanted(id);
}

void RunsOnPage::connectPanel() {
  connect(parts_.panel.denoising(), &DenoisingPanel::branchWanted, this, &RunsOnPage::startBranch);
  connect(parts_.panel.denoising(), &DenoisingPanel::runWanted, this, &RunsOnPage::wantRun);
  connect(parts_.panel.denoising(), &DenoisingPanel::pastTakeWanted, this, &RunsOnPage::takePast);
  connect(parts_.panel.denoising(), &DenoisingPanel::pastCopyWanted, this, &RunsOnPage::copyPast);
  connect(parts_.panel.runs(), &RunsPanel::opened, this, [this](const QString& id) { wantRun(id, -1); });
  connect(&parts_.ribbon, &ContextRibbon::chosen, this, &RunsOnPage::goToPassage);
  RunModel* runs = &model();
  connect(runs, &RunModel::placeChanged, this, &RunsOnPage::showPlaceOnPage);
  connect(runs, &RunModel::lensChanged, this, &RunsOnPage::showLensOnPage);
  connect(runs, &RunModel::runChanged, this, [this, runs] {
    // The steps of a run have come while the author looks at one of before.
    if (!runs->run().live && runs->place().step + 1 < runs->run().steps.size()) showPlaceOnPage();
    showLensOnPage();
    if (!runs->run().live || runs->following()) showRibbon();
  });
  connect(runs, &RunModel::placeChanged, this, [this] {
    looksBack_ = looksBack_ || !parts_.page.gaps().stands(gapOfShown());
    showRibbon();
  });
}

void RunsOnPage::openedDocument() {
  looksBack_ = false;
  model().clear();
  parts_.panel.setRuns({});
}

quint64 RunsOnPage::gapOfShown() const {
  const quint64 ask = parts_.panel.model().run().ask;
  return branches_.contains(ask) ? branches_.value(ask).gap : ask;
}

void RunsOnPage::showGaps() {
  const GapRun* open = parts_.page.gaps().latestRun();
  // Steps, words and candidates are of one run: where the panel shows another one, the gap that is open waits.
  const bool shown = open != nullptr && (open->state() != GapRun::Done || !model().any() || gapOfShown() == open->id());
  parts_.panel.denoising()->showRun(shown ? open : nullptr);
  followCandidate(open);
  if (!looksBack_ && !parts_.ribbon.passages().isEmpty() && !parts_.page.gaps().stands(gapOfShown())) showRibbon();
}

void RunsOnPage::showStep(const LiveStep& step) {
  parts_.page.gaps().showing().frame(step);
  RunModel& runs = model();
  const auto branch = branches_.find(step.ask);
  if (branch != branches_.end()) branch->last = step.frame;
  const auto ask = asks_.constFind(step.ask);
  if (ask != asks_.cend()) runs.addStep(*ask, step);
  Q_EMIT framed();
  // The page follows a branch too, in the gap that it comes from.
  if (branch != branches_.end() && branch->gap != 0 && runs.run().ask == step.ask && runs.following())
    parts_.page.gaps().showing().showStep(branch->gap, step.frame, 0);
}

void RunsOnPage::showResult(const ResultView& result) {
  RunModel& runs = model();
  parts_.page.gaps().showing().result(result);
  if (!goneOn_.contains(result.ask)) {
    runs.endLive(result.ask);
    if (goneOn_.contains(runs.run().ask)) runs.endLive(runs.run().ask);  // the other ended before it showed a step
  }
  if (branches_.contains(result.ask)) endBranch(result);
}

void RunsOnPage::showRun(const RunView& run) {
  RunModel& runs = model();
  asks_.remove(run.ask);
  const bool wanted = run.item.id == wantedRun_;
  // A run that has ended behind the author's back does not push away what they look at.
  if (!wanted && (run.ask == 0 || run.ask != runs.run().ask)) return;
  if (!wanted && runs.run().live && goneOn_.contains(run.ask)) return;
  looksBack_ = looksBack_ || wanted;
  runs.show(run);
  if (wanted) runs.goToCandidate(wantedCandidate_ >= 0 ? wantedCandidate_ : candidateOf(run));
  if (wanted) {
    wantedRun_.clear();
    parts_.panel.showTab(parts_.panel.tab() == RunPanel::Runs ? RunPanel::Denoising : parts_.panel.tab());
  }
}

void RunsOnPage::startBranch(bool sameSeed) {
  const RunModel& runs = model();
  if (!runs.any() || runs.run().text.isEmpty()) return;
  const quint64 seed = sameSeed ? runs.run().item.ask.seed : QRandomGenerator::global()->bounded(1U, 2000000000U);
  InfillAsk ask = branchAsk(runs.run(), runs.place(), seed, runs.edits());
  ask.id = kBranchIds + (static_cast<quint64>(QDateTime::currentMSecsSinceEpoch()) << 8U) + (branchCount_++ & 0xFFU);
  const quint64 gap = gapOfShown();
  const GapRun* open = parts_.page.gaps().latestRun();
  InfillAsk asked = ask;
  asked.text.clear();
  branches_.insert(ask.id, {open != nullptr && open->id() == gap ? gap : 0, -1, asked, {}});
  if (runs.run().live) Q_EMIT sentence(tr("The branch begins when this run has ended."));
  asks_.insert(ask.id, ask);
  Q_EMIT branchRequested(ask, runs.run().item.id);
}

void RunsOnPage::endBranch(const ResultView& result) {
  Branch& branch = branches_[result.ask];
  if (branch.gap == 0) return;
  if (result.cancelled || result.candidates.isEmpty()) {
    parts_.page.gaps().showing().showLatest(branch.gap);
    return;
  }
  branch.candidate =
      parts_.page.gaps().showing().addCandidate(branch.gap, result.candidates.first(), branch.last, branch.ask);
}

// What was taken may come from a branch: then that run was taken, and the gap's own was left. A branch that still goes
// on for this gap has nothing to go on for.
void RunsOnPage::noteTaken(quint64 ask, int taken) {
  for (auto branch = branches_.begin(); branch != branches_.end(); ++branch) {
    if (branch->gap != ask) continue;
    if (branch->candidate < 0) {
      branch->gap = 0;
      Q_EMIT stopRequested(branch.key());
      continue;
    }
    const bool own = branch->candidate == taken;
    Q_EMIT runFinished(branch.key(), own ? 0 : -1);
    if (own) taken = -1;
    branch->gap = 0;
  }
  Q_EMIT runFinished(ask, taken);
}

void RunsOnPage::showPlaceOnPage() {
  RunModel& runs = model();
  const quint64 gap = gapOfShown();
  if (gap == 0 || !runs.any()) return;
  GapController& gaps = parts_.page.gaps();
  const RunPlace place = runs.place();
  const bool own = gap == runs.run().ask;
  const bool last = place.step + 1 >= runs.run().steps.size();
  if (own && last) {
    gaps.showing().showLatest(gap);
    const GapRun* open = gaps.activeRun();
    const int index = open != nullptr && open->id() == gap ? candidateAt(*open, runs, place.candidate) : -1;
    if (index >= 0) gaps.showing().choose(index);
  } else if (place.step < runs.run().steps.size()) {
    gaps.showing().showStep(gap, runs.run().steps.at(place.step), place.candidate);
  }
  showLensOnPage();
}

// Tab in the gap is Tab in the panel.
void RunsOnPage::followCandidate(const GapRun* run) {
  RunModel& runs = model();
  if (run == nullptr || !runs.any() || runs.run().ask != run->id()) return;
  const int place = placeInSteps(*run, runs);
  if (place < runs.candidates()) runs.goToCandidate(place);
}

void RunsOnPage::showLensOnPage() {
  RunModel& runs = model();
  const quint64 gap = gapOfShown();
  if (gap == 0) return;
  QVector<QVector<InkLens>> lens;
  const bool experts = runs.lens().kind == LensKind::Experts;
  for (const auto& row : lensMarks(runs.run(), runs.place(), runs.lens())) {
    lens.emplace_back();
    for (const LensMark& mark : row)
      lens.last().push_back({static_cast<qreal>(mark.share), experts ? mark.number + 1 : -1,
                             experts ? expertColor(std::max(0, mark.number), theme_.dark) : theme_.accent2});
  }
  parts_.page.gaps().showing().showLens(gap, lens);
}

// It tells of the gap that is on the page, or of a run that the author looks back at: a gap that was stopped, taken or
// left takes it along.
void RunsOnPage::showRibbon() {
  const RunModel& runs = model();
  const RunView& run = runs.run();
  QVector<RibbonPassage> passages;
  QVector<qreal> gaps;
  const bool told = looksBack_ || parts_.page.gaps().stands(gapOfShown());
  if (told && runs.any() && !run.text.isEmpty() && open_) {
    const PageDocument& document = parts_.page.pageDocument();
    const PageLayout& layout = parts_.page.pageLayout();
    const qreal height = std::max(1.0, layout.documentSize().height());
    const PositionMap map(run.text, document.manuscript().text());
    // A paragraph's place: finer than that the ribbon cannot show.
    const auto top = [&](int position) {
      const QTextBlock block = document.constView()->findBlock(document.toView(map.now(position)));
      const qreal from = layout.blockTop(block.blockNumber());
      const qreal to = block.next().isValid() ? layout.blockTop(block.blockNumber() + 1) : height;
      const int into = document.toView(map.now(position)) - block.position();
      return (from + (to - from) * into / std::max(1, block.length())) / height;
    };
    const QVector<float>& attention = run.steps.at(runs.place().step).attention;
    for (qsizetype i = 0; i < run.context.size(); ++i) {
      const RunBlock& block = run.context.at(i);
      RibbonPassage passage;
      passage.top = top(block.begin);
      passage.bottom = top(block.end);
      passage.position = map.now(block.begin);
      passage.reach = block.reach;
      passage.share = i < attention.size() ? attention.at(i) : 0.0F;
      passage.beginning = run.text.mid(block.begin, kBeginning).simplified();
      passages.push_back(passage);
    }
    for (const GapAsk& gap : run.item.ask.gaps) gaps.push_back(top(gap.begin));
  }
  parts_.ribbon.show(passages, gaps);
}

void RunsOnPage::goToPassage(int position) {
  const PageDocument& document = parts_.page.pageDocument();
  const int view = document.toView(std::min(position, static_cast<int>(document.manuscript().text().size())));
  const QRectF line = parts_.page.pageLayout().lineRect(view);
  // The cursor stays: the author looks, and goes back with a key.
  parts_.page.verticalScrollBar()->setValue(qRound(line.top() - parts_.page.viewport()->height() / 3.0));
}

}  // namespace lacuna::ui
