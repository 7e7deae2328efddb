// SPDX-License-Identifier: GPL-3.0-or-later
// The run panel and the page: steps and lenses in the gap, branches as its candidates, the ribbon beside the scroll
// bar.
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTextBlock>

#include "ui/window/main_window_parts.h"

namespace lacuna::ui {
namespace {

constexpr quint64 kBranchIds = quint64(1) << 62;  // apart from those of gaps
constexpr int kBeginning = 60;                    // letters of a passage that the ribbon quotes

// Where the steps have a gap's candidate: a live run's in the order of its streams.
int placeInSteps(const GapRun& run, const RunModel& model) {
  if (run.state != GapRun::Done) return run.shown;
  return model.ranked() ? run.candidate : run.result.candidates.value(run.candidate).streams.value(0);
}

// Which of the gap's candidates stands at a place of the steps; -1: it is shown already, or not there.
int candidateAt(const GapRun& run, const RunModel& model, int place) {
  if (place == placeInSteps(run, model)) return -1;
  if (run.state != GapRun::Done || model.ranked()) return place;
  for (int i = 0; i < run.result.candidates.size(); ++i)
    if (run.result.candidates.at(i).streams.value(0) == place) return i;
  return -1;
}

}  // namespace

RunPanel* MainWindow::runPanel() const { return parts_->panel; }
ContextRibbon* MainWindow::ribbon() const { return parts_->ribbon; }

quint64 MainWindow::Parts::gapOfShown() const {
  const quint64 ask = panel->model().run().ask;
  return branches.contains(ask) ? branches.value(ask).gap : ask;
}

void MainWindow::connectRuns() {
  Parts& p = *parts_;
  RunModel* model = &p.panel->model();
  const auto keepAsk = [this](const InfillAsk& ask) { parts_->asks.insert(ask.id, ask); };
  connect(this, &MainWindow::infillRequested, this, keepAsk);
  connect(this, &MainWindow::infillRequested, this, [this, model](const InfillAsk& ask) {
    // The new one is what the author waits for; one that goes on takes the place of the old when it is there.
    if (ask.from == 0) {
      parts_->looksBack = false;
      model->clear();
    }
    if (ask.from != 0) parts_->goneOn.insert(ask.from);
  });
  connect(this, &MainWindow::branchRequested, this, keepAsk);
  connect(p.side, &DenoisingPanel::branchWanted, this, &MainWindow::startBranch);
  connect(p.side, &DenoisingPanel::runWanted, this, [this](const QString& id, int candidate) {
    parts_->wantedRun = id;
    parts_->wantedCandidate = candidate;
    Q_EMIT runWanted(id);
  });
  connect(p.panel->runs(), &RunsPanel::opened, this, [this](const QString& id) {
    parts_->wantedRun = id;
    parts_->wantedCandidate = -1;
    Q_EMIT runWanted(id);
  });
  connect(p.panel->runs(), &RunsPanel::removed, this, &MainWindow::runRemovalRequested);
  connect(p.panel->runs(), &RunsPanel::restored, this, &MainWindow::runRestoreRequested);
  connect(p.panel->runs(), &RunsPanel::bytesChosen, this, &MainWindow::runBytesChosen);
  connect(model, &RunModel::placeChanged, this, &MainWindow::showPlaceOnPage);
  connect(model, &RunModel::lensChanged, this, &MainWindow::showLensOnPage);
  connect(model, &RunModel::runChanged, this, [this] {
    const RunModel& shown = parts_->panel->model();
    // The steps of a run have come while the author looks at one of before.
    if (!shown.run().live && shown.place().step + 1 < shown.run().steps.size()) showPlaceOnPage();
    showLensOnPage();
    if (!shown.run().live || shown.following()) showRibbon();
  });
  connect(model, &RunModel::placeChanged, this, [this] {
    Parts& q = *parts_;
    q.looksBack = q.looksBack || !q.page->gaps().stands(q.gapOfShown());
    showRibbon();
  });
  connect(p.ribbon, &ContextRibbon::chosen, this, &MainWindow::goToPassage);
}

void MainWindow::showFrame(const FrameView& frame) {
  Parts& p = *parts_;
  p.page->gaps().showing().frame(frame);
  RunModel& model = p.panel->model();
  const auto branch = p.branches.find(frame.ask);
  if (branch != p.branches.end()) branch->last = frame;
  const auto ask = p.asks.constFind(frame.ask);
  if (ask != p.asks.cend()) model.addFrame(*ask, frame);
  if (!p.panelTimer.isActive()) p.panelTimer.start();
  // The page follows a branch too, in the gap that it comes from.
  if (branch != p.branches.end() && branch->gap != 0 && model.run().ask == frame.ask && model.following())
    p.page->gaps().showing().showStep(branch->gap, frame, 0);
}

void MainWindow::showResult(const ResultView& result) {
  Parts& p = *parts_;
  RunModel& model = p.panel->model();
  p.page->gaps().showing().result(result);
  if (!p.goneOn.contains(result.ask)) {
    model.endLive(result.ask);
    if (p.goneOn.contains(model.run().ask)) model.endLive(model.run().ask);  // the other ended before it showed a step
  }
  if (p.branches.contains(result.ask)) endBranch(result);
}

void MainWindow::setRuns(const QVector<RunItem>& runs) { parts_->panel->setRuns(runs); }
void MainWindow::setRunBytes(qint64 used, qint64 most) { parts_->panel->runs()->setBytes(used, most); }

void MainWindow::showRun(const RunView& run) {
  Parts& p = *parts_;
  RunModel& model = p.panel->model();
  p.asks.remove(run.ask);
  const bool wanted = run.item.id == p.wantedRun;
  // A run that has ended behind the author's back does not push away what they look at.
  if (!wanted && (run.ask == 0 || run.ask != model.run().ask)) return;
  if (!wanted && model.run().live && p.goneOn.contains(run.ask)) return;
  p.looksBack = p.looksBack || wanted;
  model.show(run);
  if (wanted && p.wantedCandidate >= 0) model.goToCandidate(p.wantedCandidate);
  if (wanted) {
    p.wantedRun.clear();
    p.panel->showTab(p.panel->tab() == RunPanel::Runs ? RunPanel::Denoising : p.panel->tab());
  }
}

void MainWindow::startBranch(bool sameSeed) {
  Parts& p = *parts_;
  const RunModel& model = p.panel->model();
  if (!model.any() || model.run().text.isEmpty()) return;
  const quint64 seed = sameSeed ? model.run().item.ask.seed : QRandomGenerator::global()->bounded(1U, 2000000000U);
  InfillAsk ask = branchAsk(model.run(), model.place(), seed, model.edits());
  ask.id = kBranchIds + (static_cast<quint64>(QDateTime::currentMSecsSinceEpoch()) << 8U) + (p.branchCount++ & 0xFFU);
  const quint64 gap = p.gapOfShown();
  const GapRun* open = p.page->gaps().latestRun();
  p.branches.insert(ask.id, {open != nullptr && open->id == gap ? gap : 0, -1, {}});
  if (model.run().live) showSentence(tr("The branch begins when this run has ended."));
  Q_EMIT branchRequested(ask, model.run().item.id);
}

void MainWindow::endBranch(const ResultView& result) {
  Parts& p = *parts_;
  Parts::Branch& branch = p.branches[result.ask];
  if (branch.gap == 0) return;
  if (result.cancelled || result.candidates.isEmpty()) {
    p.page->gaps().showing().showLatest(branch.gap);
    return;
  }
  branch.candidate = p.page->gaps().showing().addCandidate(branch.gap, result.candidates.first(), branch.last);
}

// What was taken may come from a branch: then that run was taken, and the gap's own was left. A branch that still goes
// on for this gap has nothing to go on for.
void MainWindow::noteTaken(quint64 ask, int taken) {
  for (auto branch = parts_->branches.begin(); branch != parts_->branches.end(); ++branch) {
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

void MainWindow::showPlaceOnPage() {
  Parts& p = *parts_;
  RunModel& model = p.panel->model();
  const quint64 gap = p.gapOfShown();
  if (gap == 0 || !model.any()) return;
  GapController& gaps = p.page->gaps();
  const RunPlace place = model.place();
  const bool own = gap == model.run().ask;
  const bool last = place.step + 1 >= model.run().steps.size();
  if (own && last) {
    gaps.showing().showLatest(gap);
    const GapRun* open = gaps.activeRun();
    const int index = open != nullptr && open->id == gap ? candidateAt(*open, model, place.candidate) : -1;
    if (index >= 0) gaps.showing().choose(index);
  } else {
    gaps.showing().showStep(gap, frameOf(model.run(), place.step), place.candidate);
  }
  showLensOnPage();
}

// Tab in the gap is Tab in the panel.
void MainWindow::followCandidate(const GapRun* run) {
  RunModel& model = parts_->panel->model();
  if (run == nullptr || !model.any() || model.run().ask != run->id) return;
  const int place = placeInSteps(*run, model);
  if (place < model.candidates()) model.goToCandidate(place);
}

void MainWindow::showLensOnPage() {
  Parts& p = *parts_;
  RunModel& model = p.panel->model();
  const quint64 gap = p.gapOfShown();
  if (gap == 0) return;
  QVector<QVector<InkLens>> lens;
  const bool experts = model.lens().kind == LensKind::Experts;
  for (const auto& row : lensMarks(model.run(), model.place(), model.lens())) {
    lens.emplace_back();
    for (const LensMark& mark : row)
      lens.last().push_back({static_cast<qreal>(mark.share), experts ? mark.number + 1 : -1,
                             experts ? expertColor(std::max(0, mark.number), p.theme.dark) : p.theme.accent2});
  }
  p.page->gaps().showing().showLens(gap, lens);
}

// It tells of the gap that is on the page, or of a run that the author looks back at: a gap that was stopped, taken or
// left takes it along.
void MainWindow::showRibbon() {
  Parts& p = *parts_;
  const RunModel& model = p.panel->model();
  const RunView& run = model.run();
  QVector<RibbonPassage> passages;
  QVector<qreal> gaps;
  const bool told = p.looksBack || p.page->gaps().stands(p.gapOfShown());
  if (told && model.any() && !run.text.isEmpty() && p.open) {
    const PageDocument& document = p.page->pageDocument();
    const PageLayout& layout = p.page->pageLayout();
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
    const QVector<float>& attention = run.steps.at(model.place().step).attention;
    for (qsizetype i = 0; i < run.context.size(); ++i) {
      const ContextBlock& block = run.context.at(i);
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
  p.ribbon->show(passages, gaps);
}

void MainWindow::goToPassage(int position) {
  Parts& p = *parts_;
  const PageDocument& document = p.page->pageDocument();
  const int view = document.toView(std::min(position, static_cast<int>(document.manuscript().text().size())));
  const QRectF line = p.page->pageLayout().lineRect(view);
  // The cursor stays: the author looks, and goes back with a key.
  p.page->verticalScrollBar()->setValue(qRound(line.top() - p.page->viewport()->height() / 3.0));
}

}  // namespace lacuna::ui
