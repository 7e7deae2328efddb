// SPDX-License-Identifier: GPL-3.0-or-later
// The main job, with nothing fake: the real window, model, threads and library, driven by keys, offscreen.
#include <QScopeGuard>
#include <QSemaphore>

#include "tests/app/window_driver.h"
#include "ui/gap/markers.h"

using namespace lacuna;
using namespace lacuna::tests;

class EndToEndTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    isolateSettings(folder_.filePath("settings"));
    QApplication::setCursorFlashTime(0);  // a blinking cursor is no frame
  }

  void init() {
    driver_ = std::make_unique<Driver>(folder_.filePath(QStringLiteral("library-%1").arg(++count_)));
    QVERIFY(driver_->start());
    driver_->page().setMotion(false);  // the ink moves with the steps alone
    driver_->page().gaps().options().seed = 7;
    driver_->page().gaps().options().steps = 48;
    driver_->page().gaps().options().candidates = 2;
  }
  void cleanup() { driver_.reset(); }

  void aSelectionIsRewrittenTakenAndUndone() {
    Driver& d = *driver_;
    d.page().moveCursor(QTextCursor::End);
    QTest::keyClicks(&d.page(), "She put the lamp on the sill and waited for the water to turn. ");
    const QString before = d.text();
    QVERIFY(before.contains("She put the lamp on the sill"));
    const auto begin = static_cast<int>(before.indexOf("put the lamp on the sill"));
    d.select(begin, begin + 24);

    FrameWatcher watcher(&d.page());
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    QVERIFY(d.hasGap());
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 120000);
    // From left to right there are as many steps as tokens, here about nine; a busy machine may pass over some.
    QVERIFY2(watcher.states() >= 4, qPrintable(QString::number(watcher.states())));
    QVERIFY2(watcher.pictures() >= 4, qPrintable(QString::number(watcher.pictures())));
    QCOMPARE(d.text(), before);  // nothing is overwritten before it is taken

    const QString fill = d.page().gaps().latestRun()->result().candidates.first().fills.first();
    QTest::keyClick(&d.page(), Qt::Key_Return);
    QVERIFY(!d.hasGap());
    QCOMPARE(d.text(), QString(before).replace(begin, 24, fill));
    QVERIFY(!d.page().pageDocument().manuscript().marks().isEmpty() || fill.isEmpty());

    QTest::keyClick(&d.page(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(d.text().toUtf8(), before.toUtf8());
    QVERIFY(d.page().pageDocument().manuscript().marks().isEmpty());
  }

  void twoGapsAreFilledJointlyAndUndone() {
    Driver& d = *driver_;
    const QString before = d.text();
    const auto gaps = static_cast<int>(ui::markersIn(before).size());
    QVERIFY(gaps >= 2);
    FrameWatcher watcher(&d.page());
    QTest::keyClick(&d.page(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(static_cast<int>(d.page().pageDocument().holes().size()), gaps);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 180000);
    QVERIFY2(watcher.states() >= 4, qPrintable(QString::number(watcher.states())));
    QCOMPARE(d.finished.count(), 1);  // one run for all gaps
    QCOMPARE(d.text(), before);
    QTest::keyClick(&d.page(), Qt::Key_Return, Qt::ControlModifier);  // take all
    QVERIFY(!d.hasGap());
    QVERIFY(ui::markersIn(d.text()).isEmpty());
    QTest::keyClick(&d.page(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(d.text().toUtf8(), before.toUtf8());
  }

  // The engine waits at each frame until the window has seen it, and at the first with words until Esc has come: so the
  // run still goes on then, however busy the machine is.
  void stopLeavesTheTextUntouched() {
    Driver& d = *driver_;
    d.page().gaps().options().steps = 128;
    const QString before = d.text();
    app::EngineThread* engine = &d.program->engine();
    QSemaphore go;
    const auto seen = connect(engine, &app::EngineThread::stepReady, &d.window(), [&] {
      if (!d.isDenoising()) go.release();
    });
    const auto waits = connect(
        engine, &app::EngineThread::stepReady, engine, [&] { go.acquire(); }, Qt::DirectConnection);
    const auto letGo = qScopeGuard([&] {
      disconnect(seen);
      disconnect(waits);
      go.release(1000);
    });
    QTest::keyClick(&d.page(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(d.hasGap());
    QTRY_VERIFY_WITH_TIMEOUT(d.isDenoising(), 120000);
    QTest::keyClick(&d.page(), Qt::Key_Escape);
    QVERIFY(!d.hasGap());  // the page is the author's again at once
    QCOMPARE(d.text(), before);
    QCOMPARE(d.page().toPlainText(), before);
    QCOMPARE(d.finished.count(), 0);
    go.release(1000);
    QTRY_COMPARE_WITH_TIMEOUT(d.finished.count(), 1, 60000);
    const auto result = d.finished.first().at(0).value<ui::ResultView>();
    const auto run = d.finished.first().at(1).value<storage::Run>();
    QVERIFY(result.cancelled);
    QVERIFY(result.candidates.isEmpty());
    QVERIFY(run.outcome == storage::RunOutcome::Stopped);
    QVERIFY(run.trajectory.last().step < 128);
    QCOMPARE(d.text().toUtf8(), before.toUtf8());
  }

  // Stop is given in the very callback of a step: no further step may come.
  void stopReturnsWithinOneStep() {
    Driver& d = *driver_;
    ui::InfillAsk ask;
    ask.id = 4711;
    ask.text = d.text();
    ask.gaps = {{40, 60, 0}};
    ask.steps = 200;
    ask.candidates = 2;
    std::atomic<int> stoppedAt{-1};
    app::EngineThread& engine = d.program->engine();
    const auto connection = connect(
        &engine, &app::EngineThread::stepReady, &engine,
        [&] {
          const auto step = engine.takeStep();
          if (!step || step->frame.step < 3 || stoppedAt >= 0) return;
          stoppedAt = step->frame.step;
          engine.stop(ask.id);
        },
        Qt::DirectConnection);
    engine.infill(ask);
    QTRY_COMPARE_WITH_TIMEOUT(d.finished.count(), 1, 60000);
    disconnect(connection);
    QCOMPARE(stoppedAt.load(), 3);
    QVERIFY(d.finished.first().at(0).value<ui::ResultView>().cancelled);
    QVERIFY(d.finished.first().at(1).value<storage::Run>().trajectory.last().step <= 4);
  }

  void anAskThatWaitsCanBeStopped() {
    Driver& d = *driver_;
    ui::InfillAsk ask;
    ask.text = d.text();
    ask.gaps = {{40, 60, 0}};
    ask.candidates = 1;
    ask.steps = 4;
    ask.id = 1;
    d.program->engine().infill(ask);
    ask.id = 2;
    d.program->engine().infill(ask);
    d.program->engine().stop(2);
    QTRY_COMPARE_WITH_TIMEOUT(d.finished.count(), 2, 60000);
    QVERIFY(!d.finished.at(0).at(0).value<ui::ResultView>().cancelled);
    QVERIFY(d.finished.at(1).at(0).value<ui::ResultView>().cancelled);
  }

  void typingElsewhereDoesNotDisturbTheGap() {
    Driver& d = *driver_;
    const QString before = d.text();
    d.select(60, 80);
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDenoising() || d.isDone(), 120000);
    QTest::keyClick(&d.page(), Qt::Key_End, Qt::ControlModifier);
    d.page().moveCursor(QTextCursor::End);
    QTest::keyClicks(&d.page(), "More.");
    QCOMPARE(d.text(), before + "More.");
    d.page().moveCursor(QTextCursor::Start);
    QTest::keyClicks(&d.page(), "Less. ");
    QVERIFY(d.hasGap());
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 120000);
    const QString fill = d.page().gaps().latestRun()->result().candidates.first().fills.first();
    d.page().acts().takeActive();
    QCOMPARE(d.text(), "Less. " + QString(before).replace(60, 20, fill) + "More.");
  }

  void theRunIsKeptWithItsTrajectory() {
    Driver& d = *driver_;
    d.page().gaps().options().steps = 12;
    d.select(60, 80);
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 120000);
    QTest::keyClick(&d.page(), Qt::Key_Tab);
    QTest::keyClick(&d.page(), Qt::Key_Return);
    QSignalSpy listed(&d.program->storage(), &app::StorageThread::runsListed);
    QSignalSpy loaded(&d.program->storage(), &app::StorageThread::runLoaded);
    d.program->storage().listRuns(d.window().documentId());
    // The window lists them too when one was saved: the last list counts.
    QVector<storage::Run> runs;
    const auto taken = [&] {
      if (!listed.isEmpty()) runs = listed.last().first().value<QVector<storage::Run>>();
      return !runs.isEmpty() && runs.first().outcome == storage::RunOutcome::Taken;
    };
    QTRY_VERIFY(taken());
    QCOMPARE(runs.size(), 1);
    QCOMPARE(runs.first().taken, 1);
    QCOMPARE(runs.first().seed, 7U);
    d.program->storage().loadRun(runs.first().id);
    QTRY_VERIFY(!loaded.isEmpty());
    const auto run = loaded.first().first().value<storage::Run>();
    QCOMPARE(run.trajectory.last().step, 12);
    QVERIFY(run.trajectory.size() >= 12);  // every step
    QCOMPARE(run.trajectory.first().tokens.size(), 2);
    QVERIFY(!run.fingerprint.isEmpty());
  }

  void theDocumentComesBackWhereItWas() {
    const QString library = folder_.filePath(QStringLiteral("library-%1").arg(count_));
    Driver& d = *driver_;
    d.page().moveCursor(QTextCursor::End);
    QTest::keyClicks(&d.page(), "Here I stop.");
    const QString text = d.text();
    const QString id = d.window().documentId();
    const int cursor = d.page().cursorPosition();
    d.window().close();
    driver_.reset();
    driver_ = std::make_unique<Driver>(library);
    QVERIFY(driver_->start());
    QCOMPARE(driver_->window().documentId(), id);
    QCOMPARE(driver_->text(), text);
    QCOMPARE(driver_->page().cursorPosition(), cursor);
  }

 private:
  QTemporaryDir folder_;
  std::unique_ptr<Driver> driver_;
  int count_ = 0;
};

QTEST_MAIN(EndToEndTest)
#include "end_to_end_test.moc"
