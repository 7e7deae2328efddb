// SPDX-License-Identifier: GPL-3.0-or-later
// Steering a gap while it denoises, in the real window: it goes on from the step that it has reached.
#include <QTest>

#include "tests/ui/gap/steered_gap.h"
#include "ui/panels/run_panel.h"

using namespace lacuna::ui;

class GoingOnTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }

  // What is kept while it denoises goes into the step that was reached: from there the run goes on.
  void aWordKeptWhileItDenoisesIsGoneOnWith() {
    Gap d;
    d.ask();
    d.engine.step(kFills, 6, 8);
    d.gaps().showing().flush();
    const InfillAsk first = d.engine.asks.first();
    const QString before = d.view();
    d.click(0);
    QVERIFY(d.menu()->isVisible());
    const QString word = d.menu()->content().text;
    d.menuKey(Qt::Key_Return);
    QCOMPARE(d.engine.stops, QVector<quint64>{first.id});
    QCOMPARE(d.engine.asks.size(), 2);
    const InfillAsk on = d.engine.asks.last();
    QCOMPARE(on.from, first.id);
    QCOMPARE(on.seed, first.seed);
    QCOMPARE(on.text, first.text);
    QVERIFY(on.pins.isEmpty());  // the way was gone without it
    QCOMPARE(on.gaps.first().tokens, static_cast<int>(FakeEngine::tokensOf(kFills.first().first()).size()));
    QCOMPARE(on.way.size(), 1);
    QCOMPARE(on.way.first().step, 6);
    QCOMPARE(on.way.first().seed, first.seed);
    QCOMPARE(on.way.first().candidate, 0);
    QCOMPARE(on.way.first().edits.size(), 1);
    QCOMPARE(on.way.first().edits.first().token, 0);
    QCOMPARE(on.way.first().edits.first().text, word);
    // Nothing sinks back: the page holds what it held, and the panel its run.
    QCOMPARE(d.view(), before);
    QCOMPARE(d.window.runPanel()->model().stepNumber(), 6);
    QVERIFY(d.gaps().gapMode());
    // Another word of the same step joins the first.
    const GapWord second = d.gaps().wording().words().at(2);
    d.gaps().wording().keepWord(second, QStringLiteral("lamp"), true);
    QCOMPARE(d.engine.asks.size(), 3);
    QCOMPARE(d.engine.asks.last().way.size(), 1);
    QCOMPARE(d.engine.asks.last().way.first().edits.size(), 2);
    QVERIFY(d.view().contains(QStringLiteral(" lamp")));
    // One of a later step adds a stretch to the way.
    d.engine.step(kFills, 7, 8);
    d.gaps().showing().flush();
    d.key(Qt::Key_Tab);
    d.gaps().wording().keepWord(d.gaps().wording().words().first(), QStringLiteral("One"), true);
    QCOMPARE(d.engine.asks.last().way.size(), 2);
    QCOMPARE(d.engine.asks.last().way.last().step, 7);
    QCOMPARE(d.engine.asks.last().way.last().candidate, 1);
    QCOMPARE(d.page().pageDocument().holes().size(), 1);
    d.denoise(kFills);
    d.key(Qt::Key_Escape);
    QCOMPARE(d.view(), kText);
  }

  void aWordForbiddenWhileItDenoisesIsForbiddenFromThere() {
    Gap d;
    d.ask();
    d.engine.step(kFills, 7, 8);
    d.gaps().showing().flush();
    int settled = -1;
    const RunFrame frame = d.engine.frameAt(d.engine.asks.first().id, kFills, 7, 8).frame;
    for (int k = 0; k < frame.tokens[0][0].size() && settled < 0; ++k)
      if (frame.tokens[0][0][k].settled && frame.tokens[0][0][k].text.size() > 3) settled = k;
    QVERIFY(settled >= 0);
    const QString word = frame.tokens[0][0][settled].text.trimmed();
    d.gaps().wording().neverWord(word);
    const InfillAsk on = d.engine.asks.last();
    QVERIFY(on.forbidden.isEmpty());
    QCOMPARE(on.way.last().forbidden, QStringList{word});
    QVERIFY(!on.way.last().edits.isEmpty());
    for (const StepEditAsk& edit : on.way.last().edits) {
      QVERIFY(edit.text.isEmpty());
      QCOMPARE(frame.tokens[0][0][edit.token].text.trimmed(), word);
    }
    QCOMPARE(loadGapOptions().forbidden, QStringList{word});
    d.engine.cancelled();
  }

  // A click on a token that still denoises: what else could stand there, now.
  void alternativesAreThereWhileItDenoises() {
    Gap d;
    d.ask();
    LiveStep frame = d.engine.frameAt(d.engine.asks.first().id, kFills, 6, 8);
    frame.alternatives.resize(2);
    frame.alternatives[0].resize(1);
    frame.alternatives[0][0].resize(frame.frame.tokens[0][0].size());
    frame.alternatives[0][0][1] = {{-1, 102, QStringLiteral(" rooms")}, {-1, 26, QStringLiteral(" doors")}};
    frame.frame.tokens[0][0][1] = {-1, 3, false, false, QStringLiteral(" windows")};  // nothing but a block on the page
    d.window.showStep(frame);
    d.gaps().showing().flush();
    d.click(1);
    QVERIFY(d.menu()->isVisible());
    QVERIFY(d.menu()->content().noise);
    QCOMPARE(d.menu()->list()->count(), 2);  // noise can be neither kept nor forbidden
    QCOMPARE(d.menu()->list()->item(1)->text(), QStringLiteral("doors"));
    d.menuKey(Qt::Key_Down);
    d.menuKey(Qt::Key_Return, Qt::ShiftModifier);
    const InfillAsk on = d.engine.asks.last();
    QCOMPARE(on.way.last().edits.size(), 1);
    QCOMPARE(on.way.last().edits.first().token, 1);
    QCOMPARE(on.way.last().edits.first().text, QStringLiteral("doors"));
    QVERIFY(d.view().contains(QStringLiteral(" doors")));
    d.engine.cancelled();
    QCOMPARE(d.view(), kText);
  }

  // The list of a word that denoises goes with the last step: what is finished has other words.
  void theListGoesWhenTheRunEnds() {
    Gap d;
    d.ask();
    d.engine.step(kFills, 6, 8);
    d.gaps().showing().flush();
    d.click(0);
    QVERIFY(d.menu()->isVisible());
    QVERIFY(d.menu()->content().going);
    d.engine.step(kFills, 7, 8);
    d.gaps().showing().flush();
    QVERIFY(d.menu()->isVisible());
    d.engine.step(kFills, 8, 8);
    d.engine.finish(kFills);
    QVERIFY(!d.menu()->isVisible());
    QVERIFY(d.page().hasFocus());
  }

  // Another length is another run: it begins again from the same seed.
  void anotherLengthBeginsAgain() {
    Gap d;
    d.ask();
    d.engine.step(kFills, 6, 8);
    d.gaps().showing().flush();
    d.gaps().length().draft(20);
    d.gaps().length().keep();
    QCOMPARE(d.engine.asks.last().from, quint64(0));
    QVERIFY(d.engine.asks.last().way.isEmpty());
    QCOMPARE(d.engine.asks.last().seed, d.engine.asks.first().seed);
    QCOMPARE(d.engine.asks.last().gaps.first().words, 20);
    QVERIFY(!d.window.runPanel()->model().any());
    d.engine.cancelled();
  }
};

QTEST_MAIN(GoingOnTest)
#include "going_on_test.moc"
