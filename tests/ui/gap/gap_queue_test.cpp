// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of runs by itself: whose turn it is with the engine, which gap is active, and what is told meanwhile.
#include <QSignalSpy>
#include <QTest>

#include "ui/gap/gap_queue.h"

using namespace lacuna::ui;

namespace {

const QString kText = QStringLiteral("one two three four");

struct Queue {
  Queue() { document.open(kText, {}); }
  // A run of gaps at these places of the manuscript.
  GapRun* add(quint64 id, const QVector<int>& places) {
    InfillAsk ask;
    ask.id = id;
    auto run = std::make_unique<GapRun>(ask, QFont());
    for (const int place : places) {
      RunGap gap;
      gap.tokens = waitingTokens(2);
      gap.hole = document.openHole(place, place, textOf(gap.tokens));
      run->addGap(gap);
    }
    queue.add(std::move(run));
    return queue.byId(id);
  }

  PageDocument document;
  GapSignals told;
  GapQueue queue{document, told};
};

}  // namespace

class GapQueueTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theNewRunHasTheKeys() {
    Queue q;
    QSignalSpy mode(&q.told, &GapSignals::gapModeChanged);
    QVERIFY(!q.queue.gapMode());
    const GapRun* first = q.add(1, {3});
    QVERIFY(q.queue.gapMode());
    QCOMPARE(mode.count(), 1);
    QCOMPARE(q.queue.activeHole(), first->gaps().first().hole);
    const GapRun* second = q.add(2, {7, 13});
    QCOMPARE(q.queue.activeRun(), second);
    QCOMPARE(q.queue.activeNumber(), 1);
    QCOMPARE(mode.count(), 1);  // they stay with gaps
  }

  void oneAskAtATime() {
    Queue q;
    QSignalSpy asked(&q.told, &GapSignals::infillRequested);
    GapRun* first = q.add(1, {3});
    q.add(2, {7});
    q.queue.sendNext();
    QCOMPARE(asked.count(), 0);  // nobody is there to ask
    q.queue.setReady(true);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(first->state(), GapRun::Sent);
    QCOMPARE(first->ask().text, kText);
    QCOMPARE(first->ask().gaps.first().begin, 3);
    q.queue.sendNext();
    QCOMPARE(asked.count(), 1);
    first->finish({}, 0, false);
    q.queue.sendNext();
    QCOMPARE(asked.count(), 2);
  }

  void theNextGapOfARunTakesOver() {
    Queue q;
    GapRun* run = q.add(1, {3, 7});
    QSignalSpy mode(&q.told, &GapSignals::gapModeChanged);
    const int second = run->gaps().last().hole;
    q.queue.close(*run, run->gaps().first().hole, true);
    QCOMPARE(q.queue.activeHole(), second);
    QVERIFY(q.queue.gapMode());
    q.queue.close(*run, second, true);
    QCOMPARE(q.queue.activeHole(), 0);
    QVERIFY(!q.queue.gapMode());
    QCOMPARE(mode.count(), 1);
    QVERIFY(q.document.holes().isEmpty());
    QCOMPARE(q.document.manuscript().text(), kText);
    q.queue.finishIfOver(1);
    QVERIFY(q.queue.byId(1) == nullptr);
  }

  // What is with the engine is stopped, once, and kept until its answer comes.
  void aRunThatWasSentIsStopped() {
    Queue q;
    q.queue.setReady(true);
    GapRun* run = q.add(1, {3});
    q.queue.sendNext();
    QSignalSpy stopped(&q.told, &GapSignals::stopRequested);
    QSignalSpy finished(&q.told, &GapSignals::runFinished);
    q.queue.closeAll(*run);
    q.queue.finishIfOver(1);
    q.queue.finishIfOver(1);
    QCOMPARE(stopped.count(), 1);
    QCOMPARE(finished.count(), 0);
    run->finish({}, 0, false);
    q.queue.finishIfOver(1);
    QCOMPARE(finished.count(), 1);
    QCOMPARE(finished.first().at(1).toInt(), -1);
  }

  void withoutAnEngineEveryGapIsLeft() {
    Queue q;
    q.queue.setReady(true);
    q.add(1, {3});
    q.queue.sendNext();
    q.add(2, {7});
    q.queue.fail(QStringLiteral("No model."));
    QVERIFY(q.queue.runs().empty());
    QVERIFY(q.document.holes().isEmpty());
    QSignalSpy said(&q.told, &GapSignals::sentence);
    QVERIFY(q.queue.unavailable());
    QCOMPARE(said.first().first().toString(), QStringLiteral("No model."));
    q.queue.setReady(true);
    QVERIFY(!q.queue.unavailable());
  }
};

QTEST_MAIN(GapQueueTest)
#include "gap_queue_test.moc"
