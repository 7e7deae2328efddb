// SPDX-License-Identifier: GPL-3.0-or-later
// What the run panel says of a run, and how it is worked, by mouse and keyboard, in the real window.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest/QtTest>

#include "tests/ui/desk.h"
#include "tests/ui/made_up_view.h"
#include "ui/panels/context_ribbon.h"
#include "ui/panels/run_panel.h"
#include "ui/runs/branch_tree.h"
#include "ui/runs/run_steps.h"

using namespace lacuna::ui;

namespace {

RunItem item(const QString& id, const QString& parent, int candidates, int step = 0, int candidate = 0) {
  RunItem made;
  made.id = id;
  made.parent = parent;
  made.ask.candidates = candidates;
  made.steps = made.ask.steps = 32;
  made.ask.firstCandidate = parent.isEmpty() ? 0 : candidate;
  if (!parent.isEmpty()) made.ask.way = {{step, 1, candidate, {}}};
  return made;
}

QString somewhere() { return sampleDraft() + sampleDraft() + sampleDraft(); }

}  // namespace

class RunsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  // Each lens against a plain loop over the recorded tokens.
  void lensesSayWhatWasRecorded() {
    const RunView run = madeUpView(sampleDraft(), {40, 40}, 3);
    for (int s = 0; s < run.steps.size(); ++s) {
      for (int c = 0; c < 3; ++c) {
        const RunPlace place{s, c};
        const auto settled = lensMarks(run, place, {LensKind::Settled, 0});
        const auto flips = lensMarks(run, place, {LensKind::Flips, 0});
        const auto sure = lensMarks(run, place, {LensKind::Confidence, 0});
        const auto entropy = lensMarks(run, place, {LensKind::Entropy, 0});
        const auto experts = lensMarks(run, place, {LensKind::Experts, 1});
        for (int t = 0; t < 9; ++t) {
          int at = -1;
          int flipped = 0;
          for (int k = 0; k <= s; ++k) {
            const RunToken& token = run.steps[k].tokens[c][0][t];
            if (token.settled && at < 0) at = run.steps[k].step;
            if (token.flipped) ++flipped;
          }
          const RunToken& now = run.steps[s].tokens[c][0][t];
          QCOMPARE(settled[0][t].number, at);
          QCOMPARE(settled[0][t].share < 0, at < 0);
          QCOMPARE(flips[0][t].number, flipped);
          QCOMPARE(sure[0][t].share, static_cast<float>(now.confidence) / 255.0F);
          QCOMPARE(entropy[0][t].share, std::min(1.0F, static_cast<float>(now.entropy) / 16.0F / 6.0F));
          QCOMPARE(experts[0][t].number, s == 0 ? -1 : static_cast<int>(now.experts[1]));
          QVERIFY(!settled[0][t].said.isEmpty() && !experts[0][t].said.isEmpty());
        }
      }
    }
    QVERIFY(lensMarks(run, {0, 9}, {LensKind::Flips, 0}).isEmpty());
    QVERIFY(lensMarks(run, {99, 0}, {LensKind::Flips, 0}).isEmpty());
  }

  void curvesAreMeansOverTheTokens() {
    const RunView run = madeUpView(sampleDraft(), {40, 40}, 4);
    const RunCurves curves = curvesOf(run, 1);
    QCOMPARE(curves.steps.size(), run.steps.size());
    for (int s = 0; s < run.steps.size(); ++s) {
      int settled = 0;
      int open = 0;
      float sum = 0;
      for (int t = 0; t < 9; ++t) {
        const RunToken& now = run.steps[s].tokens[1][0][t];
        settled += now.settled ? 1 : 0;
        if (s > 0 && run.steps[s - 1].tokens[1][0][t].settled) continue;
        ++open;
        sum += static_cast<float>(now.entropy) / 16.0F;
      }
      QCOMPARE(curves.settledTokens[s], settled);
      QCOMPARE(curves.settled[s], static_cast<float>(settled) / 9.0F);
      QVERIFY(qAbs(curves.entropy[s] - (open > 0 ? sum / static_cast<float>(open) : 0.0F)) < 1e-4F);
    }
  }

  void differencesAreToldByKind() {
    const auto token = [](const char* text, bool settled) {
      RunToken made;
      made.text = QString::fromLatin1(text);
      made.settled = settled;
      return made;
    };
    const QVector<QVector<RunToken>> a{{token(" a", true), token(" b", false), token(" c", true), token(" d", true)}};
    const QVector<QVector<RunToken>> b{
        {token(" a", true), token(" b", true), token(" x", false), token(" y", true), token(" z", true)}};
    QCOMPARE(differences(a, b),
             (QVector<QVector<TokenChange>>{{TokenChange::Same, TokenChange::Settled, TokenChange::Guess,
                                             TokenChange::Words, TokenChange::Words}}));
    const QVector<QVector<TokenChange>> none = differences(a, a);
    for (const TokenChange change : none.first()) QVERIFY(change == TokenChange::Same);
  }

  void positionsFollowTheEdits() {
    const QString before = QStringLiteral("one two three four");
    QCOMPARE(PositionMap(before, before).now(9), 9);
    const PositionMap grown(before, QStringLiteral("one and a half two three four"));
    QCOMPARE(grown.now(2), 2);
    QCOMPARE(grown.now(8), 19);
    QCOMPARE(grown.now(400), 29);
    QCOMPARE(PositionMap(before, QStringLiteral("one four")).now(8) <= 8, true);
    QCOMPARE(PositionMap(before, QString()).now(8), 0);
  }

  void branchesStandBesideTheirParents() {
    const QVector<RunItem> items{item("b2", "b1", 1, 20, 1), item("other", "", 2), item("b1", "root", 1, 8, 1),
                                 item("root", "", 3), item("lost", "deleted", 1, 4)};
    for (const char* id : {"root", "b1", "b2"}) {
      const BranchTree tree = branchTree(items, QString::fromLatin1(id));
      QCOMPARE(tree.lanes, 5);
      QStringList order;
      for (const TreeLeaf& leaf : tree.leaves) order << QStringLiteral("%1/%2").arg(leaf.run).arg(leaf.candidate);
      QCOMPARE(order.join(' '), QStringLiteral("root/0 root/1 b1/0 b2/0 root/2"));
      QCOMPARE(tree.leaves[2].parentLane, 1);
      QCOMPARE(tree.leaves[2].from, 0.25F);
      QCOMPARE(tree.leaves[3].parentLane, 2);
      for (int i = 0; i < tree.lanes; ++i) QCOMPARE(tree.leaves[i].lane, i);
    }
    QCOMPARE(branchTree(items, "lost").lanes, 1);
    QCOMPARE(branchTree(items, "nobody").lanes, 0);
    // A ring of parents, as only damage makes it, ends all the same.
    QVERIFY(branchTree({item("a", "b", 1, 2), item("b", "a", 1, 2)}, "a").lanes <= 2);
  }

  void branchesAskForTheSameWay() {
    RunView run = madeUpView(sampleDraft(), {40, 40}, 7);
    run.item.ask.firstCandidate = 2;
    run.item.ask.way = {{3, 5, 1, {}}};
    const InfillAsk ask = branchAsk(run, {6, 1}, 99, {{0, 4, QStringLiteral("tide")}});
    QCOMPARE(ask.text, run.text);
    QCOMPARE(ask.seed, quint64(99));
    QCOMPARE(ask.way.size(), 2);
    QCOMPARE(ask.way.last().step, 6);
    QCOMPARE(ask.way.last().seed, quint64(7));
    QCOMPARE(ask.way.last().candidate, 3);
    QCOMPARE(ask.way.last().edits.first().text, QStringLiteral("tide"));
    QCOMPARE(ask.firstCandidate, 3);
    QCOMPARE(ask.candidates, 1);
  }

  void theKeyboardGoesThroughTheSteps() {
    Desk d(somewhere());
    open(d, 3);
    QSlider* slider = d.window.runPanel()->denoising()->stepCard()->slider();
    slider->setFocus();
    const RunModel& model = d.window.runPanel()->model();
    QCOMPARE(model.stepNumber(), 12);
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(model.stepNumber(), 11);
    QTest::keyClick(slider, Qt::Key_Home);
    QCOMPARE(model.stepNumber(), 0);
    QTest::keyClick(slider, Qt::Key_Right);
    QTest::keyClick(slider, Qt::Key_Right);
    QCOMPARE(model.stepNumber(), 2);
    QTest::keyClick(slider, Qt::Key_Space);
    QVERIFY(model.playing());
    QTRY_COMPARE_WITH_TIMEOUT(model.stepNumber(), 12, 20000);
    QTRY_VERIFY(!model.playing());
    QTest::keyClick(slider, Qt::Key_End);
    QCOMPARE(model.stepNumber(), 12);
  }

  void theButtonsDoWhatTheyShow() {
    Desk d(somewhere());
    open(d, 3);
    const RunModel& model = d.window.runPanel()->model();
    const auto press = [&d](const QString& shown, const QString& name) {
      for (QToolButton* button : d.window.runPanel()->denoising()->stepCard()->findChildren<QToolButton*>())
        if (button->text() == shown && button->accessibleName() == name) button->click();
    };
    press(QStringLiteral("|\u25c0"), QStringLiteral("The step before (Left)"));
    press(QStringLiteral("\u25b6|"), QStringLiteral("The next step (Right)"));
    QVERIFY(model.stepNumber() == 12 && !model.playing());
    press(QStringLiteral("\u25b6"), QStringLiteral("Play (Space)"));
    QVERIFY(model.playing());
  }

  void aLiveRunIsFollowedUntilTheAuthorDragsBack() {
    Desk d(sampleDraft());
    d.cursorTo(60);
    d.ask();
    RunModel& model = d.window.runPanel()->model();
    for (int s = 1; s <= 4; ++s) d.engine.step(sampleFills(), s, 8);
    QCOMPARE(model.stepNumber(), 4);
    QVERIFY(model.following());
    d.page().gaps().showing().flush();
    const QString atFour = d.view();
    model.goToStep(1);
    QVERIFY(!model.following());
    d.page().gaps().showing().flush();
    const QString atTwo = d.view();
    QVERIFY(atTwo != atFour);
    d.engine.step(sampleFills(), 5, 8);
    d.page().gaps().showing().flush();
    QCOMPARE(d.view(), atTwo);  // what is shown stays
    QCOMPARE(model.stepNumber(), 2);
    QCOMPARE(model.run().steps.size(), 5);
    model.goToStep(99);
    QVERIFY(model.following());
    d.engine.step(sampleFills(), 6, 8);
    QCOMPARE(model.stepNumber(), 6);
    QCOMPARE(d.text(), sampleDraft());  // noise never reaches the manuscript
  }

  // Nobody asks for it: a moment after the page, and however quick the steps come.
  void thePanelFollowsARunThatGoesOn() {
    Desk d(sampleDraft());
    d.cursorTo(60);
    d.ask();
    for (int s = 0; s <= 4; ++s) d.engine.step(sampleFills(), s, 8);
    DenoisingPanel* panel = d.window.runPanel()->denoising();
    QTRY_COMPARE(panel->stepCard()->slider()->value(), 4);
    const auto rows = panel->findChildren<CandidateRow*>();
    const GapRun* run = d.page().gaps().latestRun();
    QTRY_COMPARE(rows.first()->text(), run->preview(0));
    d.engine.step(sampleFills(), 7, 8);
    QTRY_COMPARE(panel->stepCard()->slider()->value(), 7);
    QTRY_COMPARE(rows.first()->text(), run->preview(0));
  }

  // While a run goes on the lenses, the curve and the ribbon say what its frames bring along.
  void aLiveRunHasItsThoughts() {
    Desk d(somewhere());
    d.cursorTo(60);
    d.ask();
    const quint64 ask = d.engine.asks.last().id;
    const RunView made = madeUpView(somewhere(), {60, 60}, 5);
    RunPanel* panel = d.window.runPanel();
    panel->showTab(RunPanel::Lenses);
    panel->model().setLens({LensKind::Entropy, 0});
    QVERIFY(d.window.ribbon()->passages().isEmpty());
    for (int s = 1; s <= 6; ++s) {
      d.window.showStep({ask, made.item.steps, made.steps.at(s), made.context});
      d.window.flush();
      QCOMPARE(d.window.ribbon()->passages().size(), made.context.size());
      for (int b = 0; b < made.context.size(); ++b)
        QCOMPARE(d.window.ribbon()->passages().at(b).share, made.steps.at(s).attention.at(b));
      const QVector<InkSpan> spans = d.page().gaps().showing().spans();
      QCOMPARE(spans.size(), 9);
      for (int t = 0; t < 9; ++t)
        QCOMPARE(static_cast<float>(spans.at(t).lens.share),
                 std::min(1.0F, static_cast<float>(made.steps.at(s).tokens[0][0][t].entropy) / 16.0F / 6.0F));
    }
    QVERIFY(panel->model().run().live);
    QVERIFY(curvesOf(panel->model().run(), 0).thoughts);
    QCOMPARE(panel->model().layers(), 2);
    panel->model().goToStep(2);
    QCOMPARE(d.window.ribbon()->passages().at(1).share, made.steps.at(3).attention.at(1));
  }

  void aRunIsBranchedFromWhileItDenoises() {
    Desk d(sampleDraft());
    d.cursorTo(60);
    d.ask();
    for (int s = 0; s <= 5; ++s) d.engine.step(sampleFills(), s, 8);
    RunModel& model = d.window.runPanel()->model();
    QSignalSpy branches(&d.window, &MainWindow::branchRequested);
    model.goToStep(3);
    QTest::keyClick(d.window.runPanel()->denoising()->stepCard()->slider(), Qt::Key_B);
    QCOMPARE(branches.count(), 1);
    const auto ask = branches.first().first().value<InfillAsk>();
    QCOMPARE(ask.from, d.engine.asks.last().id);
    QCOMPARE(ask.text, sampleDraft());
    QCOMPARE(ask.way.size(), 1);
    QCOMPARE(ask.way.last().step, 3);
    QCOMPARE(ask.gaps.first().tokens, static_cast<int>(model.tokens().first().size()));
    // The run goes on, and the branch joins its candidates when both have ended.
    d.engine.step(sampleFills(), 6, 8);
    QCOMPARE(model.run().steps.size(), 7);
    d.engine.finish(sampleFills());
    const QVector<QStringList> fill{{QStringLiteral(" A gull cried")}};
    for (int s = 3; s <= 8; ++s) d.window.showStep(d.engine.frameAt(ask.id, fill, s, 8));
    d.window.showResult(FakeEngine::resultOf(ask.id, fill));
    QCOMPARE(d.page().gaps().latestRun()->result().candidates.size(), 5);
    QVERIFY(d.view().contains(QStringLiteral("A gull cried")));
  }

  // A branch has nothing to go on for when its gap is left.
  void aBranchEndsWithItsGap() {
    Desk d(sampleDraft());
    d.cursorTo(60);
    d.ask();
    for (int s = 0; s <= 5; ++s) d.engine.step(sampleFills(), s, 8);
    QSignalSpy branches(&d.window, &MainWindow::branchRequested);
    d.window.runPanel()->model().goToStep(3);
    QTest::keyClick(d.window.runPanel()->denoising()->stepCard()->slider(), Qt::Key_B);
    const auto ask = branches.first().first().value<InfillAsk>();
    d.page().setFocus();
    d.page().gaps().setGapMode(true);
    d.key(Qt::Key_Escape);
    d.engine.cancelled();
    QCOMPARE(d.engine.stops, (QVector<quint64>{d.engine.asks.last().id, ask.id}));
  }

  void thePageShowsTheStepAndTakesTheCandidate() {
    Desk d(sampleDraft());
    d.cursorTo(60);
    d.ask();
    d.denoise(sampleFills());
    RunModel& model = d.window.runPanel()->model();
    RunView run = madeUpView(sampleDraft(), {60, 60}, 5);
    run.ask = d.engine.asks.last().id;
    d.window.showRun(run);
    const QString done = d.view();
    model.goToStep(4);
    QVERIFY(d.view() != done);
    model.setLens({LensKind::Confidence, 0});
    int lensed = 0;
    for (const InkSpan& span : d.page().gaps().showing().spans()) lensed += span.lens.share >= 0 ? 1 : 0;
    QCOMPARE(lensed, 9);
    d.page().setFocus();
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), QString(sampleDraft()).insert(60, sampleFills().first().first()));
    d.undo();
    QCOMPARE(d.text(), sampleDraft());
  }

  void twoPlacesAreCompared() {
    Desk d(somewhere());
    open(d, 6);
    RunPanel* panel = d.window.runPanel();
    QTest::keyClick(panel->denoising()->stepCard()->slider(), Qt::Key_C);
    QVERIFY(panel->model().comparing());
    CompareCard* card = panel->denoising()->compareCard();
    QVERIFY(card->isVisible());
    QCOMPARE(card->note(), QStringLiteral("no difference"));
    panel->model().goToStep(3);
    QVERIFY(card->note() != QStringLiteral("no difference"));
    QVERIFY(card->left()->plainText() != card->right()->plainText());
    panel->model().compareWith({3, 1});
    QTest::keyClick(panel->denoising()->stepCard()->slider(), Qt::Key_C);
    QVERIFY(!card->isVisible());
  }

  void nothingIsComparedWithNothing() {
    Desk d(somewhere());
    RunPanel* panel = d.window.runPanel();
    QTest::keyClick(panel->denoising()->stepCard()->slider(), Qt::Key_C);
    QVERIFY(!panel->model().comparing());
  }

  void aStepIsEditedAndResumed() {
    Desk d(somewhere());
    open(d, 6);
    RunPanel* panel = d.window.runPanel();
    panel->model().goToStep(5);
    StepText* words = panel->denoising()->words();
    QCoreApplication::processEvents();
    QTest::mouseClick(words, Qt::LeftButton, {}, words->tokenRect(2).center());
    TokenCard* token = panel->denoising()->tokenCard();
    QVERIFY(token->isVisible());
    auto* word = token->findChild<QLineEdit*>();
    word->setFocus();
    QTest::keyClicks(word, "harbour");
    QTest::keyClick(word, Qt::Key_Return);
    QCOMPARE(panel->model().edits().size(), 1);
    QVERIFY(words->plainText().contains(QStringLiteral("harbour")));
    QSignalSpy branches(&d.window, &MainWindow::branchRequested);
    Q_EMIT token->resumeWanted();
    QCOMPARE(branches.count(), 1);
    const auto ask = branches.first().first().value<InfillAsk>();
    QCOMPARE(ask.seed, quint64(6));
    QCOMPARE(ask.way.first().edits.first().text, QStringLiteral("harbour"));
    QCOMPARE(branches.first().at(1).toString(), QStringLiteral("run-6"));
  }

  void aBranchJoinsTheOpenGap() {
    Desk d(sampleDraft());
    d.cursorTo(60);
    d.ask();
    d.denoise(sampleFills());
    RunView run = madeUpView(sampleDraft(), {60, 60}, 5);
    run.ask = d.engine.asks.last().id;
    d.window.showRun(run);
    QSignalSpy branches(&d.window, &MainWindow::branchRequested);
    QSlider* slider = d.window.runPanel()->denoising()->stepCard()->slider();
    d.window.runPanel()->model().goToStep(4);
    QTest::keyClick(slider, Qt::Key_B);
    QCOMPARE(branches.count(), 1);
    const auto ask = branches.first().first().value<InfillAsk>();
    QVERIFY(ask.seed != 5);
    const QVector<QStringList> fill{{QStringLiteral(" A gull cried")}};
    for (int s = 5; s <= 12; ++s) d.window.showStep(d.engine.frameAt(ask.id, fill, s, 12));
    d.window.showResult(FakeEngine::resultOf(ask.id, fill));
    QCOMPARE(d.page().gaps().latestRun()->result().candidates.size(), 5);
    QVERIFY(d.view().contains(QStringLiteral("A gull cried")));
    d.page().setFocus();
    d.page().gaps().setGapMode(true);
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), QString(sampleDraft()).insert(60, fill.first().first()));
    // The branch was taken, the run that it comes from was left.
    QCOMPARE(d.engine.finished, (QVector<QPair<quint64, int>>{{ask.id, 0}, {run.ask, -1}}));
  }

  void runsAreOpenedAndDeleted() {
    Desk d(somewhere());
    const RunView a = madeUpView(somewhere(), {60, 60}, 1);
    const RunView b = madeUpView(somewhere(), {60, 60}, 2);
    d.window.setRuns({b.item, a.item});
    RunPanel* panel = d.window.runPanel();
    panel->showTab(RunPanel::Runs);
    QListView* list = panel->runs()->list();
    QAbstractItemModelTester tester(list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    list->setFocus();
    QSignalSpy wanted(&d.window, &MainWindow::runWanted);
    QSignalSpy removed(&d.window, &MainWindow::runRemovalRequested);
    QSignalSpy restored(&d.window, &MainWindow::runRestoreRequested);
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QVERIFY(wanted.count() >= 1);
    QCOMPARE(wanted.first().first().toString(), QStringLiteral("run-1"));
    d.window.showRun(a);
    QCOMPARE(panel->model().run().item.id, QStringLiteral("run-1"));
    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(removed.first().first().toString(), QStringLiteral("run-1"));
    d.window.setRuns({b.item});
    QTest::mouseClick(panel->runs()->undo(), Qt::LeftButton);
    QCOMPARE(restored.first().first().toString(), QStringLiteral("run-1"));
    // A run that nobody asked for does not push away what is looked at.
    d.window.showRun(b);
    QCOMPARE(panel->model().run().item.id, QStringLiteral("run-1"));
    QSignalSpy bytes(&d.window, &MainWindow::runBytesChosen);
    d.window.setRunBytes(3 * 1024 * 1024, 512LL * 1024 * 1024);
    QCOMPARE(panel->runs()->most()->value(), 512);
    panel->runs()->most()->setValue(64);
    QTRY_COMPARE(bytes.count(), 1);
    QCOMPARE(bytes.first().first().toLongLong(), 64LL * 1024 * 1024);
  }

  void aClickOnTheRibbonGoesThere() {
    QString text;
    for (int i = 0; i < 20; ++i) text += sampleDraft();
    Desk d(text);
    d.window.setRuns({});
    RunView run = madeUpView(text, {60, 60}, 3);
    run.ask = 0;
    show(d, run);
    ContextRibbon* ribbon = d.window.ribbon();
    QCOMPARE(ribbon->passages().size(), 6);
    const int before = d.page().verticalScrollBar()->value();
    QTest::mouseClick(ribbon, Qt::LeftButton, {}, ribbon->centreOf(4));
    const int after = d.page().verticalScrollBar()->value();
    QVERIFY(after > before + 1000);
    // The passage's first line stands on the page.
    const QRectF line = d.page().pageLayout().lineRect(d.page().pageDocument().toView(run.context[4].begin));
    QVERIFY(line.top() >= after && line.bottom() <= after + d.page().viewport()->height());
    QVERIFY(ContextRibbon::saidOf(ribbon->passages().at(0)).contains(QStringLiteral("window")));
    QVERIFY(ContextRibbon::saidOf(ribbon->passages().at(3)).contains(QStringLiteral("tagged")));
  }

  void lensesAreWorkedByMouse() {
    Desk d(somewhere());
    open(d, 3);
    RunPanel* panel = d.window.runPanel();
    panel->showTab(RunPanel::Lenses);
    QCoreApplication::processEvents();
    for (const LensName& name : lensNames()) {
      QTest::mouseClick(panel->lenses()->button(name.kind), Qt::LeftButton);
      QVERIFY(panel->model().lens().kind == name.kind);
      QVERIFY(panel->lenses()->button(name.kind)->isChecked());
    }
    QCOMPARE(panel->lenses()->layers()->count(), 2);
    QTest::keyClick(panel->lenses()->layers(), Qt::Key_Down);
    QTest::mouseClick(panel->lenses()->button(LensKind::Experts), Qt::LeftButton);
    QVERIFY(panel->model().lens().kind == LensKind::None);
  }

 private:
  static void show(Desk& d, const RunView& run) {
    Q_EMIT d.window.runPanel()->runs()->opened(run.item.id);
    d.window.showRun(run);
    QCoreApplication::processEvents();
  }
  static void open(Desk& d, quint32 seed) { show(d, madeUpView(somewhere(), {60, 60}, seed)); }
};

QTEST_MAIN(RunsTest)
#include "runs_test.moc"
