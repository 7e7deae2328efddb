// SPDX-License-Identifier: GPL-3.0-or-later
// Runs with the real window, engine and library: kept as they were, and branched from.
#include "app/window/translate_run.h"
#include "storage/candidate_order.h"
#include "storage/trajectory.h"
#include "tests/app/window_driver.h"
#include "ui/panels/run_panel.h"
#include "ui/panels/step_card.h"

using namespace lacuna;
using tests::Driver;

namespace {

QStringList wordsOf(const QVector<QVector<ui::RunToken>>& tokens) {
  QStringList words;
  for (const auto& gap : tokens)
    for (const ui::RunToken& token : gap) words << token.text;
  return words;
}

}  // namespace

class RunsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    tests::isolateSettings(folder_.path());
    driver_ = std::make_unique<Driver>(folder_.filePath(QStringLiteral("library")));
    QVERIFY(driver_->start());
  }
  void cleanupTestCase() { driver_.reset(); }

  void aRunIsTheSameAfterARestart() {
    const QSignalSpy loaded(&driver_->program->storage(), &app::StorageThread::runLoaded);
    const ui::RunView before = fill(12, 2, 0);
    QCOMPARE(loaded.count(), 0);  // a run that has ended is shown as memory has it
    QCOMPARE(before.steps.last().step, 12);
    QVERIFY(before.steps.size() == 13);
    QVERIFY(!before.context.isEmpty());
    QCOMPARE(before.text, driver_->text());
    int thoughts = 0;
    int reached = 0;
    for (const auto& row : before.steps.at(6).tokens.at(0))
      for (const ui::RunToken& token : row) thoughts += token.alternatives.isEmpty() ? 0 : 1;
    for (const ui::RunBlock& block : before.context) reached += block.reach != 0 ? 1 : 0;
    QVERIFY(thoughts > 0);
    QVERIFY(reached > 0);
    QVERIFY(!before.steps.at(6).expertLoad.isEmpty());
    QVERIFY(!before.steps.at(6).tokens.at(0).at(0).at(0).experts.isEmpty());
    driver_->page().acts().takeActive();
    driver_->window().close();
    driver_.reset();

    driver_ = std::make_unique<Driver>(folder_.filePath(QStringLiteral("library")));
    QVERIFY(driver_->start());
    QVERIFY(driver_->text() != before.text);
    open(before.item.id);
    const ui::RunView after = model().run();
    QCOMPARE(after.text, before.text);
    QVERIFY(after.item.end == ui::RunOutcome::Taken);
    QCOMPARE(after.steps.size(), before.steps.size());
    for (int s = 0; s < after.steps.size(); ++s) {
      QCOMPARE(after.steps[s].step, before.steps[s].step);
      QCOMPARE(after.steps[s].attention, before.steps[s].attention);
      QCOMPARE(after.steps[s].expertLoad, before.steps[s].expertLoad);
      QCOMPARE(after.steps[s].tokens, before.steps[s].tokens);
    }
    QCOMPARE(after.context.size(), before.context.size());
  }

  // In the run of the past: the words from the step on are those of its candidate, or other ones.
  void branchesRepeatOrDiffer() {
    const ui::RunView past = model().run();
    QVERIFY(past.steps.size() == 13);
    constexpr int kCandidate = 1;
    for (const bool sameSeed : {true, false}) {
      open(past.item.id);
      model().goToCandidate(kCandidate);
      model().goToStep(6);
      Q_EMIT driver_->window().runPanel()->denoising()->branchWanted(sameSeed);
      QTRY_VERIFY_WITH_TIMEOUT(model().run().item.parent == past.item.id && !model().run().live, 120000);
      const ui::RunView branch = model().run();
      QCOMPARE(branch.text, past.text);
      QCOMPARE(branch.item.ask.way.last().step, 6);
      int differing = 0;
      for (const ui::RunFrame& step : branch.steps) {
        const auto then = std::find_if(past.steps.begin(), past.steps.end(),
                                       [&step](const ui::RunFrame& s) { return s.step == step.step; });
        QVERIFY(then != past.steps.end());
        if (step.step <= 6) {
          QCOMPARE(wordsOf(step.tokens[0]), wordsOf(then->tokens[kCandidate]));
        } else {
          differing += wordsOf(step.tokens[0]) != wordsOf(then->tokens[kCandidate]) ? 1 : 0;
        }
      }
      QCOMPARE(branch.steps.last().step, 12);
      if (sameSeed) QCOMPARE(differing, 0);
      if (!sameSeed) QVERIFY(differing > 0);
    }
    // Both stand in the list, under their parent.
    QTRY_COMPARE(driver_->window().runPanel()->runs()->list()->model()->rowCount(), 3);
    QTRY_COMPARE(driver_->window().runPanel()->denoising()->branches()->lanes(), 4);
  }

  void aStoppedRunKeepsItsSteps() {
    Driver& d = *driver_;
    d.page().gaps().options().steps = 64;
    d.page().gaps().options().candidates = 2;
    d.select(60, 80);
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDenoising() && d.page().gaps().latestRun()->frame().step >= 3, 120000);
    QTest::keyClick(&d.page(), Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!model().run().live && model().run().item.end == ui::RunOutcome::Stopped, 120000);
    const ui::RunView run = model().run();
    QVERIFY(run.steps.size() >= 4 && run.steps.size() < 65);
    QVERIFY(!run.steps.at(2).tokens.at(0).at(0).at(0).experts.isEmpty());
    QVERIFY(run.candidates.isEmpty());
  }

  void aDeletedRunComesBack() {
    ui::RunsPanel* runs = driver_->window().runPanel()->runs();
    QTRY_VERIFY(runs->list()->model()->rowCount() >= 4);
    const int count = runs->list()->model()->rowCount();
    const QString id = runs->list()->model()->index(0, 0).data(Qt::UserRole).toString();
    open(id);
    const ui::RunView before = model().run();
    runs->list()->setCurrentIndex(runs->list()->model()->index(0, 0));
    QTest::keyClick(runs->list(), Qt::Key_Delete);
    QTRY_COMPARE(runs->list()->model()->rowCount(), count - 1);
    Q_EMIT runs->restored(id);
    QTRY_COMPARE(runs->list()->model()->rowCount(), count);
    model().clear();
    open(id);
    QCOMPARE(model().run().steps.size(), before.steps.size());
    QCOMPARE(model().run().text, before.text);
  }

  // docs/storage.md has what this prints.
  void theYardstickIsSmall() {
    const QString id = fill(32, 8, 64).item.id;
    model().clear();
    open(id);
    const ui::RunView run = model().run();
    QCOMPARE(run.steps.size(), 33);
    QCOMPARE(run.steps.last().tokens.size(), 8);
    QCOMPARE(run.steps.last().tokens.first().first().size(), 64);
    QVERIFY(run.item.stored > 0);
    qInfo("32 steps x 8 candidates x 64 tokens of the shipped model: %lld bytes, %lld a step",
          static_cast<long long>(run.item.stored), static_cast<long long>(run.item.stored / 32));
    QVERIFY2(run.item.stored < 200 * 1024, qPrintable(QString::number(run.item.stored)));
  }

  // Step for step, as far as the window got it: what is shown while a run goes on is what is shown afterwards.
  void aLiveRunIsTheStoredOne() {
    ui::Trajectory live;
    QVector<ui::RunBlock> context;
    const auto watch = connect(&model(), &ui::RunModel::runChanged, &model(), [&] {
      if (!model().run().live) return;
      live = model().run().steps;
      context = model().run().context;
    });
    // Long steps: of short ones the window may get hardly any, since frames may be dropped.
    const ui::RunView after = fill(32, 8, 64);
    disconnect(watch);
    QVERIFY(live.size() >= 4);
    QCOMPARE(context.size(), after.context.size());
    for (qsizetype b = 0; b < context.size(); ++b) {
      QCOMPARE(context[b].begin, after.context[b].begin);
      QCOMPARE(context[b].reach, after.context[b].reach);
    }
    int thoughts = 0;
    for (const ui::RunFrame& step : live) {
      const auto stored = std::find_if(after.steps.begin(), after.steps.end(),
                                       [&step](const ui::RunFrame& s) { return s.step == step.step; });
      QVERIFY(stored != after.steps.end());
      QCOMPARE(step.attention, stored->attention);
      QCOMPARE(step.expertLoad, stored->expertLoad);
      const auto ranked = storage::inCandidateOrder(step.tokens, ui::streamsOf(after.candidates));
      QCOMPARE(ranked, stored->tokens);
      for (const ui::RunToken& token : step.tokens[0][0]) thoughts += token.alternatives.isEmpty() ? 0 : 1;
    }
    QVERIFY(thoughts > 0);
    QTest::keyClick(&driver_->page(), Qt::Key_Escape);
    QVERIFY(!driver_->hasGap());
  }

  // On another day, out of the panel: the gap was left.
  void aCandidateOfAnEarlierDayIsTaken() {
    const ui::RunView run = fill(10, 2, 0);
    QTest::keyClick(&driver_->page(), Qt::Key_Escape);
    QVERIFY(!driver_->hasGap());
    const QString before = driver_->text();
    driver_->window().close();
    driver_.reset();
    driver_ = std::make_unique<Driver>(folder_.filePath(QStringLiteral("library")));
    QVERIFY(driver_->start());
    QCOMPARE(driver_->text(), before);
    open(run.item.id);
    QVERIFY(model().run().item.end == ui::RunOutcome::Left);
    model().goToCandidate(1);
    driver_->window().runPanel()->denoising()->takePast()->click();
    const ui::GapAsk gap = run.item.ask.gaps.first();
    QString expected = before;
    expected.replace(gap.begin, gap.end - gap.begin, run.candidates.at(1).fills.first());
    QCOMPARE(driver_->text(), expected);
    const auto marks = driver_->page().pageDocument().manuscript().marks();
    QVERIFY(std::any_of(marks.begin(), marks.end(), [&run](const ui::Mark& mark) {
      return mark.note.contains(QStringLiteral("run %1").arg(run.item.ask.id));
    }));
    const auto taken = [this, &run] {
      for (const ui::RunItem& item : driver_->window().runPanel()->listed())
        if (item.id == run.item.id) return item.end == ui::RunOutcome::Taken;
      return false;
    };
    QTRY_VERIFY(taken());
    QTest::keyClick(&driver_->page(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(driver_->text(), before);
  }

 private:
  ui::RunModel& model() { return driver_->window().runPanel()->model(); }

  void open(const QString& id) {
    Q_EMIT driver_->window().runPanel()->runs()->opened(id);
    QTRY_COMPARE(model().run().item.id, id);
  }

  // A gap in the first draft, denoised to its end; tokens: 0 leaves the length to the engine.
  ui::RunView fill(int steps, int candidates, int tokens) {
    Driver& d = *driver_;
    d.page().gaps().options().steps = steps;
    d.page().gaps().options().candidates = candidates;
    d.page().gaps().options().seed = 7;
    ui::GapAsk gap{60, 80, 0, tokens};
    if (tokens > 0) {
      ui::InfillAsk ask;
      ask.id = 77;
      ask.text = d.text();
      ask.gaps = {gap};
      ask.candidates = candidates;
      ask.steps = steps;
      ask.seed = 7;
      Q_EMIT d.window().infillRequested(ask);
    } else {
      d.page().gaps().asking().ask({gap});
    }
    const auto ended = [&] {
      return !model().run().live && !model().run().item.id.isEmpty() && model().run().item.ask.steps == steps &&
             model().run().item.ask.candidates == candidates;
    };
    (void)QTest::qWaitFor(ended, 240000);
    return model().run();
  }

  QTemporaryDir folder_;
  std::unique_ptr<Driver> driver_;
};

QTEST_MAIN(RunsTest)
#include "runs_test.moc"
