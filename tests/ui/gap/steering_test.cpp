// SPDX-License-Identifier: GPL-3.0-or-later
// Steering a gap by keyboard and mouse on the real window: the popover, pins, forbidden words, alternatives, length.
#include <QAccessible>
#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

#include "tests/ui/gap/steered_gap.h"
#include "ui/motion.h"

using namespace lacuna::ui;

class SteeringTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }

  // In a small window the rows scroll: Tab and the wheel reach every field, and the button that fills is always there.
  void thePopoverFitsASmallWindow() {
    Gap d;
    for (const QSize& size : {QSize(640, 400), QSize(520, 380), QSize(720, 450), QSize(1100, 800)}) {
      d.window.resize(size);
      QCoreApplication::processEvents();
      d.key(Qt::Key_Period, Qt::ControlModifier);
      QVERIFY(d.popover()->isVisible());
      QCoreApplication::processEvents();
      const auto* go = d.popover()->findChild<QPushButton*>(QStringLiteral("go"));
      QVERIFY(go->isVisible() && d.popover()->rect().contains(go->geometry()));
      QVERIFY2(d.page().viewport()->geometry().contains(d.popover()->geometry()),
               qPrintable(QStringLiteral("%1 of %2").arg(d.popover()->height()).arg(d.page().viewport()->height())));
      auto* rows = d.popover()->findChild<QScrollArea*>();
      const auto seen = [rows](const QWidget* field) {
        const QRect place(field->mapTo(rows->viewport(), QPoint()), field->size());
        return field->isVisible() && rows->viewport()->rect().contains(place);
      };
      int fields = 0;
      for (const QWidget* now = QApplication::focusWidget(); now != go; now = QApplication::focusWidget()) {
        QVERIFY2(seen(now), qPrintable(now->accessibleName()));
        QVERIFY(++fields < 20);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
      }
      QCOMPARE(fields, 9);
      QTest::keyClick(d.popover(), Qt::Key_Escape);
    }
  }

  // Where the rows scroll, the wheel is theirs: it changes no field that comes to lie under the mouse.
  void theWheelChangesNoFieldOfAPopoverThatScrolls() {
    Gap d;
    d.window.resize(640, 400);
    d.key(Qt::Key_Period, Qt::ControlModifier);
    QCoreApplication::processEvents();
    QVERIFY(d.popover()->findChild<QScrollArea*>()->verticalScrollBar()->maximum() > 0);
    const int candidates = d.gaps().options().candidates;
    auto* field = d.popover()->findChildren<CountBox*>().at(1);
    const QPoint at = field->rect().center();
    QWheelEvent down(at, field->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(field, &down);
    QVERIFY(!down.isAccepted());
    QCOMPARE(d.gaps().options().candidates, candidates);
  }

  void thePopoverAsks() {
    Gap d;
    d.key(Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(d.popover()->isVisible());
    QVERIFY(d.popover()->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("14"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("lamp"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("tide,"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(!d.popover()->isVisible());
    QVERIFY(d.page().hasFocus());
    QCOMPARE(d.engine.asks.size(), 1);
    const InfillAsk ask = d.engine.asks.first();
    QCOMPARE(ask.gaps.first().words, 14);
    QCOMPARE(ask.pins.size(), 2);
    QCOMPARE(ask.pins.at(0).text, QStringLiteral("lamp"));
    QCOMPARE(ask.pins.at(1).text, QStringLiteral("tide"));
    QCOMPARE(ask.pins.at(0).token, -1);
    // They belonged to this gap.
    d.cursorTo(3);
    d.ask();
    d.denoise(kFills);
    d.denoise(kFills);
    QVERIFY(d.engine.asks.last().pins.isEmpty());
    QCOMPARE(d.engine.asks.last().gaps.first().words, 0);
  }

  void whatIsSetIsRemembered() {
    {
      Gap d;
      d.key(Qt::Key_Period, Qt::ControlModifier);
      const QList<QComboBox*> boxes = d.popover()->findChildren<QComboBox*>();
      QCOMPARE(boxes.size(), 2);
      boxes.at(0)->setCurrentIndex(boxes.at(0)->findData(QStringLiteral("remasking")));
      boxes.at(1)->setCurrentIndex(1);
      const QList<QSlider*> sliders = d.popover()->findChildren<QSlider*>();
      QTest::keyClick(sliders.at(0), Qt::Key_Home);
      QTest::keyClick(sliders.at(1), Qt::Key_Home);
      QTest::keyClick(d.popover(), Qt::Key_Escape);
      QVERIFY(!d.popover()->isVisible());
      QVERIFY(d.page().hasFocus());
      QVERIFY(d.engine.asks.isEmpty());
      QCOMPARE(d.text(), kText);
    }
    Gap d;
    d.select(kAt, kAt + 13);
    d.ask();
    const InfillAsk ask = d.engine.asks.first();
    QCOMPARE(ask.sampler, QStringLiteral("remasking"));
    QVERIFY(ask.consensus);
    QCOMPARE(ask.temperature, 0.0F);
    QCOMPARE(ask.strokes.size(), 1);
    QCOMPARE(ask.strokes.first().begin, kAt);
    QCOMPARE(ask.strokes.first().end, kAt + 13);
    QVERIFY(ask.strokes.first().strength < 0.2F);
  }

  // All but what belongs to one gap.
  void settingsAreRemembered() {
    GapOptions o;
    o.candidates = 7;
    o.steps = 44;
    o.seed = 18446744073709551557U;
    o.temperature = 1.25F;
    o.topP = 0.5F;
    o.strength = 0.25F;
    o.sampler = QStringLiteral("remasking");
    o.consensus = true;
    o.forbidden = {QStringLiteral("dark"), QStringLiteral("very much")};
    o.continueWords = 33;
    o.words = 9;
    o.pins = {QStringLiteral("lamp")};
    saveGapOptions(o);
    const GapOptions back = loadGapOptions();
    QSettings().remove(QStringLiteral("gap"));
    QCOMPARE(back.candidates, o.candidates);
    QCOMPARE(back.steps, o.steps);
    QCOMPARE(back.seed, o.seed);
    QCOMPARE(back.temperature, o.temperature);
    QCOMPARE(back.topP, o.topP);
    QCOMPARE(back.strength, o.strength);
    QCOMPARE(back.sampler, o.sampler);
    QCOMPARE(back.consensus, o.consensus);
    QCOMPARE(back.forbidden, o.forbidden);
    QCOMPARE(back.continueWords, o.continueWords);
    QCOMPARE(back.words, 0);
    QVERIFY(back.pins.isEmpty());
  }

  void damagedSettingsAreHarmless() {
    QSettings settings;
    settings.setValue(QStringLiteral("gap/candidates"), 9999);
    settings.setValue(QStringLiteral("gap/steps"), QStringLiteral("many"));
    settings.setValue(QStringLiteral("gap/strength"), -3);
    settings.setValue(QStringLiteral("gap/sampler"), QStringLiteral("nonsense"));
    const GapOptions o = loadGapOptions();
    QCOMPARE(o.candidates, 8);
    QCOMPARE(o.steps, 4);
    QVERIFY(o.strength > 0 && o.strength <= 1);
    QVERIFY(o.sampler.isEmpty());
  }

  void aKeptWordStaysInTheNextAsking() {
    Gap d;
    d.fill();
    const QImage before = d.grab();
    d.choose(1);  // windows
    QVERIFY(d.page().gapBar()->sentence().contains(QStringLiteral("windows")));
    d.key(Qt::Key_Down);
    QVERIFY(d.menu()->isVisible());
    d.menuKey(Qt::Key_Return);  // without alternatives "keep" comes first
    QVERIFY(!d.menu()->isVisible());
    QVERIFY(d.page().hasFocus());
    QCOMPARE(d.engine.asks.size(), 1);
    d.key(Qt::Key_Escape);  // gives the choice back, not the gap
    QVERIFY(d.grab() != before);
    QVERIFY(d.gaps().wording().isPinned(d.gaps().wording().words().at(1)));
    QVERIFY(!d.gaps().wording().isPinned(d.gaps().wording().words().at(0)));
    d.ask();
    QCOMPARE(d.engine.asks.size(), 2);
    const InfillAsk ask = d.engine.asks.last();
    QCOMPARE(ask.pins.size(), 1);
    QCOMPARE(ask.pins.first().text, QStringLiteral("windows"));
    QCOMPARE(ask.pins.first().token, 1);
    QCOMPARE(ask.gaps.first().tokens, static_cast<int>(FakeEngine::tokensOf(kFills.first().first()).size()));
    QVERIFY(ask.seed != d.engine.asks.first().seed);
    d.denoise(kFills);
    // Let go again.
    d.choose(1);
    d.key(Qt::Key_Down);
    d.menuKey(Qt::Key_Return);
    QVERIFY(!d.gaps().wording().isPinned(d.gaps().wording().words().at(1)));
    QCOMPARE(d.text(), kText);
  }

  void aForbiddenWordIsAskedAwayAndRemembered() {
    Gap d;
    d.fill();
    d.click(3);  // dark
    QCOMPARE(d.menu()->content().text, QStringLiteral("dark"));
    d.menuKey(Qt::Key_Delete);
    QCOMPARE(d.engine.asks.size(), 2);
    QCOMPARE(d.engine.asks.last().forbidden, QStringList{QStringLiteral("dark")});
    QCOMPARE(d.engine.asks.last().seed, d.engine.asks.first().seed);
    QCOMPARE(loadGapOptions().forbidden, QStringList{QStringLiteral("dark")});
    d.denoise(kFills);
    // The field shows it, and a click takes it away.
    d.key(Qt::Key_Period, Qt::ControlModifier);
    QToolButton* chip = d.popover()->findChild<QToolButton*>(QStringLiteral("chip"));
    QVERIFY(chip != nullptr);
    QTest::mouseClick(chip, Qt::LeftButton);
    QVERIFY(loadGapOptions().forbidden.isEmpty());
  }

  void alternativesArePickedOrSwapped() {
    for (const bool only : {false, true}) {
      Gap d;
      d.ask();
      for (int s = 1; s <= 8; ++s) d.engine.step(kFills, s, 8);
      ResultView result = FakeEngine::resultOf(d.engine.asks.last().id, kFills);
      const QStringList tokens = FakeEngine::tokensOf(kFills.first().first());
      result.alternatives.resize(2);
      result.alternatives[0].resize(1);
      result.alternatives[0][0].resize(tokens.size());
      result.alternatives[0][0][1] = {{-1, 102, QStringLiteral(" windows")},
                                      {-1, 77, QStringLiteral(" rooms")},
                                      {-1, 51, QStringLiteral("ish")},  // no word begins so
                                      {-1, 26, QStringLiteral(" doors")}};
      d.window.showResult(result);
      d.click(1);
      QVERIFY(d.menu()->isVisible());
      QCOMPARE(d.menu()->list()->count(), 5);
      QCOMPARE(d.menu()->list()->item(1)->text(), QStringLiteral("rooms"));
      d.menuKey(Qt::Key_Down);
      d.menuKey(Qt::Key_Return, only ? Qt::ShiftModifier : Qt::NoModifier);
      QVERIFY(d.page().hasFocus());
      QCOMPARE(d.engine.asks.size(), only ? 1 : 2);
      const QString swapped = QStringLiteral(" The rooms were dark, and somebody had gone.");
      if (only) {
        QVERIFY(d.view().contains(swapped));
        d.key(Qt::Key_Escape);
        d.key(Qt::Key_Return);
        QCOMPARE(d.text(), QString(kText).insert(kAt, swapped));
        d.undo();
      } else {
        const InfillAsk ask = d.engine.asks.last();
        QCOMPARE(ask.pins.size(), 1);
        QCOMPARE(ask.pins.first().text, QStringLiteral("rooms"));
        QCOMPARE(ask.pins.first().token, 1);
        QCOMPARE(ask.seed, d.engine.asks.first().seed);
        d.engine.cancelled();
        QCOMPARE(d.view(), kText);
      }
      QCOMPARE(d.text(), kText);
    }
  }

  void theLengthIsPulledByMouseAndKeys() {
    Gap d;
    d.fill();
    LengthHandle* handle = d.page().steering().handle();
    QVERIFY(handle->isVisible());
    const QPoint grip = handle->rect().center();
    QTest::mousePress(handle, Qt::LeftButton, Qt::NoModifier, grip);
    QTest::mouseMove(handle, grip + QPoint(300, 0));
    QVERIFY(d.page().gapBar()->sentence().contains(QStringLiteral("\u2248 1")));
    const int words = d.gaps().activeRun()->draft();
    QVERIFY2(words > 10, qPrintable(QString::number(words)));
    QCOMPARE(d.engine.asks.size(), 1);
    QTest::mouseRelease(handle, Qt::LeftButton, Qt::NoModifier, grip);
    QCOMPARE(d.engine.asks.size(), 2);
    QCOMPARE(d.engine.asks.last().gaps.first().words, words);
    d.denoise(kFills);
    // By keys: pulled, given up, pulled again and kept.
    const int now = countWords(kFills.first().first());
    d.key(Qt::Key_Right, Qt::AltModifier);
    d.key(Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(d.gaps().activeRun()->draft(), now + 2);
    d.key(Qt::Key_Escape);
    QVERIFY(d.view().contains(kFills.first().first()));
    d.key(Qt::Key_Left, Qt::AltModifier);
    d.key(Qt::Key_Return);
    QCOMPARE(d.engine.asks.last().gaps.first().words, now - 1);
    d.denoise(kFills);
    d.key(Qt::Key_Right, Qt::AltModifier);
    QTRY_COMPARE(d.engine.asks.size(), 4);  // kept by itself after a pause
    QCOMPARE(d.text(), kText);
  }

  void theLengthOfAGapThatIsThereComesFromThePopover() {
    Gap d;
    d.fill();
    d.key(Qt::Key_Period, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("30"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(d.engine.asks.size(), 2);
    QCOMPARE(d.engine.asks.last().gaps.first().words, 30);
    QCOMPARE(d.page().pageDocument().holes().size(), 1);
    QVERIFY(d.page().hasFocus());
    d.denoise(kFills);
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), QString(kText).insert(kAt, kFills.first().first()));
    QCOMPARE(d.engine.finished.size(), 2);
  }

  // The offscreen platform has no screen reader to alert; what one would read is the status object's name.
  void aScreenReaderHearsTheGap() {
    Gap d;
    QStringList said;
    connect(&d.gaps(), &GapController::spoken, &d.engine, [&](const QString& text) {
      said << text;
      QWidget* status = d.page().findChild<QWidget*>(QStringLiteral("gapStatus"));
      QCOMPARE(QAccessible::queryAccessibleInterface(status)->text(QAccessible::Name), text);
    });
    d.fill();
    d.key(Qt::Key_Tab);
    d.key(Qt::Key_Return);
    QCOMPARE(said, (QStringList{QStringLiteral("Denoising"),
                                QStringLiteral("Candidate 1 of 2: ") + kFills.at(0).first().trimmed(),
                                QStringLiteral("Candidate 2 of 2: ") + kFills.at(1).first().trimmed(),
                                QStringLiteral("Taken: ") + kFills.at(1).first().trimmed()}));
  }

  // The text behind the gap does not jump when a guess of another width takes a placeholder's place.
  void wordsGiveWayByAndBy() {
    Desk d(QStringLiteral("Here.\n"));
    d.cursorTo(5);
    d.ask();
    LiveStep frame;
    frame.ask = d.engine.asks.first().id;
    frame.steps = 8;
    const auto endOfGap = [&] {
      QTextCursor cursor(d.page().document());
      cursor.setPosition(d.page().pageDocument().holes().first().viewEnd());
      return d.page().cursorRect(cursor).left();
    };
    frame.frame.step = 1;
    frame.frame.tokens = {
        {{{-1, 230, false, false, QStringLiteral(" i")}, {-1, 230, false, false, QStringLiteral(" was")}}}};
    d.window.showStep(frame);
    d.page().gaps().showing().flush();
    QTRY_VERIFY(std::all_of(d.page().gaps().activeGap()->tokens.begin(), d.page().gaps().activeGap()->tokens.end(),
                            [](const PageToken& t) { return t.stretch == 0; }));
    const int before = endOfGap();
    frame.frame.step = 2;
    frame.frame.tokens[0][0][0].text = QStringLiteral(" everything");
    d.window.showStep(frame);
    d.page().gaps().showing().flush();
    const int at = endOfGap();
    QTRY_VERIFY(d.page().gaps().activeGap()->tokens.first().stretch == 0);
    const int after = endOfGap();
    QVERIFY2(after - before > 50, qPrintable(QStringLiteral("%1 %2 %3").arg(before).arg(at).arg(after)));
    QVERIFY2(at - before < (after - before) * 3 / 5,
             qPrintable(QStringLiteral("%1 %2 %3").arg(before).arg(at).arg(after)));
    // With reduced motion each step is shown as it is.
    d.page().setMotion(false);
    frame.frame.step = 3;
    frame.frame.tokens[0][0][0].text = QStringLiteral(" i");
    d.window.showStep(frame);
    d.page().gaps().showing().flush();
    QCOMPARE(endOfGap(), before);
  }

  void theDesktopsStillnessIsHonoured() {
    QVERIFY(!QSettings().contains(QStringLiteral("ui/reducedMotion")));
    QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    QVERIFY(!reducedMotion());
    QVERIFY(QDir(home.path()).mkdir(QStringLiteral("gtk-3.0")));
    QFile file(home.filePath(QStringLiteral("gtk-3.0/settings.ini")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[Settings]\ngtk-enable-animations=0\n");
    file.close();
    QVERIFY(reducedMotion());
    {
      Desk fresh(kText);
      QVERIFY(!fresh.page().gaps().showing().motion());
      // The desktop's own word counts more than a file, and the author's more than either.
      fresh.window.setDesktopStillness(false);
      QVERIFY(fresh.page().gaps().showing().motion() && !reducedMotion());
      fresh.window.setDesktopStillness(true);
      QVERIFY(!fresh.page().gaps().showing().motion());
      QVERIFY(!QSettings().contains(QStringLiteral("ui/reducedMotion")));
    }
    setReducedMotion(false);
    QVERIFY(!reducedMotion());
    heardOfStillness({});
    qunsetenv("XDG_CONFIG_HOME");
  }

  void taggedParagraphsGoWithEveryAsk() {
    Gap d;
    d.cursorTo(static_cast<int>(kText.indexOf(QStringLiteral("Nobody"))) + 3);
    const QImage before = d.grab();
    d.key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(d.grab() != before);
    QCOMPARE(d.marks.size(), 1);
    QCOMPARE(d.marks.first().kind, MarkKind::Tag);
    d.cursorTo(kAt);
    d.ask();
    QCOMPARE(d.engine.asks.last().tagged.size(), 1);
    const Passage p = d.engine.asks.last().tagged.first();
    QCOMPARE(kText.mid(p.begin, p.end - p.begin), QStringLiteral("Nobody answered."));
    d.denoise(kFills);
    d.key(Qt::Key_Escape);
    // A gap inside a tagged paragraph is cut out of what is seen.
    d.cursorTo(kAt);
    d.key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    d.select(kAt, kAt + 13);
    d.ask();
    const QVector<Passage> tagged = d.engine.asks.last().tagged;
    QCOMPARE(tagged.size(), 2);
    QCOMPARE(tagged.at(0).end, kAt);
    d.denoise(kFills);
    d.key(Qt::Key_Escape);
    d.undo();
    QCOMPARE(d.marks.size(), 1);
    d.cursorTo(static_cast<int>(kText.indexOf(QStringLiteral("Nobody"))));
    d.key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(d.marks.isEmpty());
    QCOMPARE(d.text(), kText);
  }

  void thePageIsReadWhenTheAuthorPauses() {
    Gap d;
    QSignalSpy wanted(&d.window, &MainWindow::readAheadWanted);
    QSignalSpy withdrawn(&d.window, &MainWindow::readAheadWithdrawn);
    d.type(QStringLiteral("x"));
    QCOMPARE(wanted.size(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(wanted.size(), 1, 2 * ReadAhead::kPause);
    QCOMPARE(wanted.first().at(0).toString(), d.text());
    QCOMPARE(wanted.first().at(1).toInt(), kAt + 1);
    d.type(QStringLiteral("y"));
    QCOMPARE(withdrawn.size(), 1);
    d.ask();
    QTest::qWait(ReadAhead::kPause + 200);
    QCOMPARE(wanted.size(), 1);  // the engine is busy
  }
};

QTEST_MAIN(SteeringTest)
#include "steering_test.moc"
