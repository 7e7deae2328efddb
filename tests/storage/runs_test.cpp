// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/runs.h"

#include <QTest>
#include <QTimeZone>

#include "storage/library.h"
#include "tests/storage/made_up_run.h"

using namespace lacuna::storage;

namespace {

Run exampleRun(const QString& document) {
  Run run;
  run.documentId = document;
  run.created = QDateTime(QDate(2026, 11, 21), QTime(9, 30, 1, 250), QTimeZone::utc());
  run.model = QStringLiteral("Lacuna small");
  run.fingerprint = QStringLiteral("c0ffee");
  run.seed = std::numeric_limits<quint64>::max() - 3;
  run.steps = 32;
  run.request = {{QStringLiteral("temperature"), 0.75}, {QStringLiteral("words"), 12}};
  run.gaps = {{10, 20}, {30, 30}};
  run.candidates = {{{QStringLiteral(" a \u201Clamp\u201D"), QStringLiteral("\n")}, -1.5, {2, 0}},
                    {{{}, {}}, -2.25, {0, 1}}};
  test::MadeUpRun steps({4, 2, 5, 50, 2, 4, 3}, 1);
  run.trajectory = steps.make();
  run.context = steps.context();
  run.parent = QStringLiteral("an earlier run");
  run.outcome = RunOutcome::Taken;
  run.taken = 1;
  run.seconds = 1.25;
  return run;
}

}  // namespace

class RunsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aRunComesBack() {
    const test::Folder folder;
    QString id;
    QString document;
    {
      Library library(folder.path());
      document = library.create(QStringLiteral("Draft"), QStringLiteral("tide"));
      id = library.runs().save(exampleRun(document));
    }
    Library library(folder.path());
    const Run wanted = exampleRun(document);
    const Run run = library.runs().load(id);
    QCOMPARE(run.id, id);
    QCOMPARE(run.documentId, document);
    QCOMPARE(run.created, wanted.created);
    QCOMPARE(run.model, wanted.model);
    QCOMPARE(run.fingerprint, wanted.fingerprint);
    QCOMPARE(run.seed, wanted.seed);
    QCOMPARE(run.steps, wanted.steps);
    QCOMPARE(run.request, wanted.request);
    QCOMPARE(run.gaps, wanted.gaps);
    QCOMPARE(run.candidates, wanted.candidates);
    QCOMPARE(run.trajectory, wanted.trajectory);
    QCOMPARE(run.context, wanted.context);
    QCOMPARE(run.parent, wanted.parent);
    QCOMPARE(run.revision, qint64(0));
    QCOMPARE(run.stored, library.runs().trajectoryBytes());
    QVERIFY(run.outcome == wanted.outcome);
    QCOMPARE(run.taken, wanted.taken);
    QCOMPARE(run.seconds, wanted.seconds);
  }

  // The text that a run read stays, whatever the author does to the document afterwards.
  void theTextOfARunStays() {
    const test::Folder folder;
    const QString first = test::prose(400);
    QString id;
    QString run;
    {
      Library library(folder.path());
      id = library.create(QStringLiteral("Draft"), first);
      library.apply(id, {{0, 0, QStringLiteral("Low water. ")}});
      library.beginRun(QStringLiteral("one"), id);
      library.apply(id, {{5, 20, QStringLiteral("tide")}});  // while it runs
      Run kept = exampleRun(id);
      kept.id = QStringLiteral("one");
      run = library.saveRun(kept);
      library.close();
    }
    Library library(folder.path());
    QCOMPARE(library.textOf(library.runs().load(run)), QStringLiteral("Low water. ") + first);
    const qint64 revision = library.runs().load(run).revision;
    QVERIFY(revision > 0);
    // Said again without its revision, as setting an outcome may do: it stays.
    Run again = exampleRun(id);
    again.id = run;
    library.saveRun(again);
    QCOMPARE(library.runs().load(run).revision, revision);
    // Two runs over one text share a revision.
    library.beginRun(QStringLiteral("two"), id);
    library.beginRun(QStringLiteral("three"), id);
    const qsizetype revisions = library.revisions(id).size();
    library.beginRun(QStringLiteral("four"), id);
    QCOMPARE(library.revisions(id).size(), revisions);
    for (const RevisionInfo& info : library.revisions(id).mid(0, revisions - 1)) {
      QVERIFY2(info.stored < 400, qPrintable(QString::number(info.stored)));
    }
    // A run over no document has none.
    QCOMPARE(library.textOf(library.runs().load(library.saveRun(exampleRun({})))), QString());
  }

  void runsAreListedChangedAndRemoved() {
    const test::Folder folder;
    Library library(folder.path());
    const QString document = library.create(QStringLiteral("Draft"), QStringLiteral("tide"));
    Run run = exampleRun(document);
    run.outcome = RunOutcome::Open;
    const QString first = library.runs().save(run);
    run.created = run.created.addSecs(60);
    run.documentId.clear();
    const QString second = library.runs().save(run);
    QCOMPARE(library.runs().list().size(), 2);
    QCOMPARE(library.runs().list()[0].id, second);
    QVERIFY(library.runs().list()[0].trajectory.isEmpty());
    QCOMPARE(library.runs().list(document).size(), 1);

    library.runs().setOutcome(first, RunOutcome::Left, -1);
    QVERIFY(library.runs().load(first).outcome == RunOutcome::Left);
    // What a session that is over left open was left; a branch stays one.
    Run open = run;
    open.parent.clear();
    const QString alone = library.runs().save(open);
    open.parent = alone;
    const QString branch = library.runs().save(open);
    library.runs().leaveOpen();
    QVERIFY(library.runs().load(alone).outcome == RunOutcome::Left);
    QVERIFY(library.runs().load(branch).outcome == RunOutcome::Open);
    library.runs().remove(branch);
    library.runs().remove(alone);
    run.id = first;
    run.model = QStringLiteral("another");
    run.trajectory.clear();  // not said again: the steps stay
    QCOMPARE(library.runs().save(run), first);
    QCOMPARE(library.runs().list().size(), 2);
    QCOMPARE(library.runs().load(first).model, QStringLiteral("another"));
    QCOMPARE(library.runs().load(first).trajectory, exampleRun({}).trajectory);

    library.runs().remove(second);
    QVERIFY(test::errorOf([&] { library.runs().load(second); })->code() == StorageCode::kNotFound);
    QVERIFY(test::errorOf([&] { library.runs().remove(second); })->code() == StorageCode::kNotFound);
    QVERIFY(test::errorOf([&] { library.runs().setOutcome(second, RunOutcome::Left, 0); }));
    run = exampleRun(QStringLiteral("nobody"));
    QVERIFY(test::errorOf([&] { library.runs().save(run); })->code() == StorageCode::kNotFound);

    Run kept = exampleRun(document);
    library.runs().save(kept);
    library.tree().bin(document);
    library.remove(document);  // takes its runs with it
    QCOMPARE(library.runs().list(document).size(), 0);
    QCOMPARE(library.database().number("SELECT count(*) FROM trajectories"),
             library.database().number("SELECT count(*) FROM runs JOIN trajectories ON run = key"));
  }

  void oldTrajectoriesGoFirst() {
    const test::Folder folder;
    Library library(folder.path());
    QStringList ids;
    Run run = exampleRun({});
    for (int i = 0; i < 10; ++i) {
      run.created = run.created.addSecs(1);
      ids.append(library.runs().save(run));
    }
    QCOMPARE(library.pruneRuns(), 0);  // far below what is kept by itself
    const qint64 one = library.runs().trajectoryBytes() / 10;
    library.setSetting(QStringLiteral("runs.keep_bytes"), QString::number(one * 4 + one / 2));
    QCOMPARE(library.pruneRuns(), 6);
    QCOMPARE(library.pruneRuns(), 0);
    QCOMPARE(library.runs().list().size(), 10);  // the runs tell where a text came from
    for (int i = 0; i < 10; ++i) {
      QCOMPARE(library.runs().load(ids[i]).trajectory.isEmpty(), i < 6);
      QCOMPARE(library.runs().load(ids[i]).stored == 0, i < 6);
    }
  }

  // Ranked as a whole, with their steps in the order of their streams: loaded, they stand as those of now do.
  void runsOfBeforeAreOrdered() {
    const test::Folder folder;
    Library library(folder.path());
    const Run run = exampleRun({});
    const QString id = library.runs().save(run);
    library.database().execute(
        R"(UPDATE runs SET candidates = '[{"fills":["a","b"],"score":-1,"frame":1},{"fills":["c","d"],"score":-2,"frame":0}]')");
    const Run loaded = library.runs().load(id);
    QCOMPARE(loaded.candidates.at(0).streams, (QVector<int>{1, 1}));
    QCOMPARE(loaded.trajectory.size(), run.trajectory.size());
    for (qsizetype f = 0; f < run.trajectory.size(); ++f) {
      QVERIFY(loaded.trajectory[f].tokens[0] == run.trajectory[f].tokens[1]);
      QVERIFY(loaded.trajectory[f].tokens[1] == run.trajectory[f].tokens[0]);
    }
  }

  void damagedStepsAreASentence() {
    const test::Folder folder;
    Library library(folder.path());
    const QString id = library.runs().save(exampleRun({}));
    library.database().execute("UPDATE trajectories SET payload = substr(payload, 1, length(payload) - 5)");
    const auto error = test::errorOf([&] { library.runs().load(id); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kDamaged);
    QVERIFY(test::isSentence(error->sentence()));
    QCOMPARE(library.runs().list().size(), 1);
  }

  void modelsAreRemembered() {
    const test::Folder folder;
    Library library(folder.path());
    const Model small{QStringLiteral("aa"), QStringLiteral("small"), QStringLiteral("models/small"), 5000000};
    const Model base{QStringLiteral("bb"), QStringLiteral("base"), QStringLiteral("models/base"), 35000000};
    library.models().save(small);
    library.models().save(base);
    QCOMPARE(library.models().list(), (QVector<Model>{base, small}));
    Model moved = small;
    moved.folder = QStringLiteral("elsewhere");
    library.models().save(moved);
    QCOMPARE(library.models().list(), (QVector<Model>{moved, base}));
    QVERIFY(library.models().find(QStringLiteral("aa")) == moved);
    QVERIFY(!library.models().find(QStringLiteral("cc")).has_value());
    library.models().remove(QStringLiteral("aa"));
    QCOMPARE(library.models().list().size(), 1);
    QVERIFY(test::errorOf([&] { library.models().save({}); }));
  }
};

QTEST_APPLESS_MAIN(RunsTest)
#include "runs_test.moc"
