// SPDX-License-Identifier: GPL-3.0-or-later
// Candidates of a run whose gap is no longer on the page: found again in a text that has changed since, and taken.
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/desk.h"
#include "ui/panels/run_panel.h"
#include "ui/provenance.h"
#include "ui/runs/run_place.h"

using namespace lacuna::ui;

namespace {

const QString kText = QStringLiteral(
    "She had walked the whole of the sea wall before she let herself look up at it. She came to the house. It was "
    "dark, and the bell had no rope.\n\nNobody answered, and the tide went out.\n");
const QVector<QStringList> kFills{{QStringLiteral(" A lamp burned low.")}, {QStringLiteral(" The windows were shut.")}};
const int kAt = static_cast<int>(kText.indexOf(QStringLiteral(" It was")));

// As the library has it.
RunView runOf(const InfillAsk& ask, const QVector<QStringList>& fills) {
  RunView run;
  run.item.id = QStringLiteral("past");
  run.item.model = QStringLiteral("test model");
  run.item.ask = ask;
  run.item.steps = run.item.ask.steps = 8;
  run.text = ask.text;
  run.candidates = FakeEngine::resultOf(ask.id, fills).candidates;
  run.steps.push_back({8, QVector<QVector<QVector<RunToken>>>(fills.size(), {{RunToken()}})});
  return run;
}

RunView runAt(int begin, int end) {
  InfillAsk ask;
  ask.id = 17;
  ask.text = kText;
  ask.gaps = {{begin, end}};
  return runOf(ask, kFills);
}

struct Past : Desk {
  Past() : Desk(kText) {
    cursorTo(kAt);
    ask();
    denoise(kFills);
    window.showRun(asRun());
  }
  RunView asRun() {
    RunView run = runOf(engine.asks.first(), kFills);
    run.ask = engine.asks.first().id;
    return run;
  }
  DenoisingPanel* panel() { return window.runPanel()->denoising(); }
};

}  // namespace

class PastCandidatesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void aPlaceIsFoundWhereItWas() {
    const auto places = placesOf(runAt(kAt, kAt + 13), 1, kText, {});
    QVERIFY(places.has_value());
    QCOMPARE(*places, (QVector<PlacedFill>{{kAt, kAt + 13, kFills.at(1).first()}}));
    QVERIFY(!placesOf(runAt(kAt, kAt), 2, kText, {}).has_value());
    QVERIFY(!placesOf(runAt(kAt, kAt), -1, kText, {}).has_value());
  }

  void aPlaceIsFoundInATextThatHasChanged() {
    const RunView run = runAt(kAt, kAt + 13);
    for (const QString& before : {QStringLiteral("Chapter one\n\n"), QString(4000, u'x') + u'\n', kText}) {
      const auto places = placesOf(run, 0, before + kText, {});
      QVERIFY(places.has_value());
      const auto size = static_cast<int>(before.size());
      // Of two places that read the same, the one that is where the run's was.
      QVERIFY(places->first().begin == size + kAt || (before == kText && places->first().begin == kAt));
    }
    // A candidate of it stands there.
    QString taken = kText;
    taken.replace(kAt, 13, kFills.at(1).first());
    const auto places = placesOf(run, 0, taken, {});
    QVERIFY(places.has_value());
    QCOMPARE(places->first().end - places->first().begin, static_cast<int>(kFills.at(1).first().size()));
    // The words were moved.
    const QString cut = kText.mid(79, 63);
    QString moved = kText;
    moved.remove(cut);
    moved += cut;
    const auto there = placesOf(run, 0, moved, {});
    QVERIFY(there.has_value());
    QCOMPARE(moved.mid(there->first().begin, 13), kText.mid(kAt, 13));
    // They are no longer there.
    QString gone = kText;
    gone.replace(QStringLiteral("It was dark"), QStringLiteral("The light was on"));
    gone.replace(QStringLiteral("She came to the house"), QStringLiteral("They ran"));
    QVERIFY(!placesOf(run, 0, gone, {}).has_value());
    QVERIFY(!placesOf(run, 0, QString(), {}).has_value());
  }

  void anInsertionIsFoundByOneSide() {
    const RunView run = runAt(kAt, kAt);
    QString edited = kText;
    edited.replace(QStringLiteral(" It was dark"), QStringLiteral(" But the door stood open"));
    const auto places = placesOf(run, 0, edited, {});
    QVERIFY(places.has_value());
    QCOMPARE(places->first().begin, kAt);
    // Nobody can tell which of two it was.
    QVERIFY(!placesOf(run, 0, edited + edited, {}).has_value());
  }

  void marksTellWhatWasEditedSince() {
    const RunView run = runAt(kAt, kAt);
    QString edited = kText;
    edited.insert(kAt, QStringLiteral(" A bright lamp burned low."));
    edited.replace(QStringLiteral("She came to the house."), QStringLiteral("Here."));
    const QString note = noteOf({QStringLiteral("m"), 1, 8, QDateTime::currentDateTimeUtc(), 17});
    const auto a = static_cast<int>(edited.indexOf(QStringLiteral("A bright")));
    const auto lamp = static_cast<int>(edited.indexOf(QStringLiteral("lamp")));
    const auto end = static_cast<int>(edited.indexOf(QStringLiteral("low."))) + 4;
    const auto places =
        placesOf(run, 1, edited, {{a, a + 1, MarkKind::Generated, note}, {lamp, end, MarkKind::Generated, note}});
    QVERIFY(places.has_value());
    QCOMPARE(*places, (QVector<PlacedFill>{{a, end, QStringLiteral("The windows were shut.")}}));
  }

  void severalGapsAreTakenAtOnce() {
    InfillAsk ask;
    ask.text = kText;
    ask.gaps = {{kAt, kAt}, {static_cast<int>(kText.indexOf(QStringLiteral(", and the tide"))), 0}};
    ask.gaps[1].end = ask.gaps[1].begin;
    const RunView run = runOf(ask, {{QStringLiteral(" One."), QStringLiteral(" at all")}});
    const QString now = QStringLiteral("New first words. ") + kText;
    const auto places = placesOf(run, 0, now, {});
    QVERIFY(places.has_value());
    QCOMPARE(places->size(), 2);
    QCOMPARE(places->at(0).begin, kAt + 17);
    QCOMPARE(places->at(1).begin, ask.gaps.at(1).begin + 17);
  }

  void aCandidateIsTakenAfterItsGapWasLeft() {
    Past d;
    QVERIFY(!d.panel()->takePast()->isVisible());  // the gap is open: Enter takes
    d.key(Qt::Key_Escape);
    QCOMPARE(d.text(), kText);
    QVERIFY(d.panel()->takePast()->isVisible());
    d.cursorTo(0);
    d.type(QStringLiteral("So "));
    d.window.runPanel()->model().goToCandidate(1);
    QSignalSpy taken(&d.window, &MainWindow::pastRunTaken);
    const int edits = d.editedCount;
    QTest::mouseClick(d.panel()->takePast(), Qt::LeftButton);
    QString expected = kText;
    expected.insert(kAt, kFills.at(1).first());
    expected.prepend(QStringLiteral("So "));
    QCOMPARE(d.text(), expected);
    QCOMPARE(d.view(), expected);
    QCOMPARE(d.mirror, expected);
    QCOMPARE(d.editedCount, edits + 1);
    QCOMPARE(d.marks.size(), 1);
    QCOMPARE(provenanceOf(d.marks.first().note).run, d.engine.asks.first().id);
    QCOMPARE(taken.count(), 1);
    QCOMPARE(taken.first().at(1).toInt(), 1);
    // Another one takes its place, also when it was edited meanwhile; each is one step.
    d.cursorTo(static_cast<int>(d.text().indexOf(QStringLiteral("were shut"))));
    d.type(QStringLiteral("all "));
    d.window.runPanel()->model().goToCandidate(0);
    QTest::mouseClick(d.panel()->takePast(), Qt::LeftButton);
    QCOMPARE(d.text(), QString(expected).replace(kFills.at(1).first(), kFills.at(0).first()));
    d.undo();
    QCOMPARE(d.text(), QString(expected).replace(QStringLiteral("were shut"), QStringLiteral("all were shut")));
    d.undo();
    d.undo();
    QCOMPARE(d.text(), QStringLiteral("So ") + kText);
    QVERIFY(d.marks.isEmpty());
    d.redo();
    QCOMPARE(d.marks.size(), 1);
  }

  void withoutItsPlaceItGoesToTheClipboard() {
    Past d;
    d.key(Qt::Key_Escape);
    d.page().replaceText(QStringLiteral("Another text.\n"));
    QTest::mouseClick(d.panel()->takePast(), Qt::LeftButton);
    QCOMPARE(d.text(), QStringLiteral("Another text.\n"));
    QCOMPARE(QGuiApplication::clipboard()->text(), kFills.at(0).first().trimmed());
    QTest::mouseClick(d.panel()->copyPast(), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), kFills.at(0).first().trimmed());
  }

  // Another gap that is open there is not torn.
  void anOpenGapIsInTheWay() {
    Past d;
    d.key(Qt::Key_Escape);
    d.cursorTo(kAt);
    d.ask();
    Q_EMIT d.window.runPanel()->runs()->opened(QStringLiteral("past"));
    d.window.showRun(d.asRun());
    QCOMPARE(d.window.runPanel()->model().run().item.id, QStringLiteral("past"));
    Q_EMIT d.panel()->pastTakeWanted(0);
    QCOMPARE(d.text(), kText);
    QCOMPARE(d.page().pageDocument().holes().size(), 1);
    d.engine.cancelled();
  }

  // The words of a branch say which run they are of.
  void aBranchsWordsHaveTheirOwnProvenance() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    d.denoise(kFills);
    RunView run = runOf(d.engine.asks.first(), kFills);
    run.ask = d.engine.asks.first().id;
    run.steps.clear();
    for (int s = 0; s <= 8; ++s) run.steps.push_back(d.engine.frameAt(run.ask, kFills, s, 8).frame);
    d.window.showRun(run);
    QSignalSpy branches(&d.window, &MainWindow::branchRequested);
    d.window.runPanel()->model().goToStep(3);
    Q_EMIT d.window.runPanel()->denoising()->branchWanted(false);
    QCOMPARE(branches.count(), 1);
    const auto ask = branches.first().first().value<InfillAsk>();
    const QVector<QStringList> fill{{QStringLiteral(" A gull cried.")}};
    d.window.showStep(d.engine.frameAt(ask.id, fill, 8, 8));
    d.window.showResult(FakeEngine::resultOf(ask.id, fill));
    d.key(Qt::Key_Return);
    QVERIFY(d.text().contains(fill.first().first()));
    QCOMPARE(provenanceOf(d.marks.first().note).run, ask.id);
    QCOMPARE(provenanceOf(d.marks.first().note).seed, ask.seed);
  }
};

QTEST_MAIN(PastCandidatesTest)
#include "past_candidates_test.moc"
