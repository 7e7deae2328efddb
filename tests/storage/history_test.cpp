// SPDX-License-Identifier: GPL-3.0-or-later
// The states of a document: why they were kept, their names, an old one restored, and thinning.
#include <QTest>

#include "storage/difference.h"
#include "storage/library.h"
#include "storage/thinning.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

const QDateTime kNow(QDate(2026, 11, 30), QTime(12, 30));

// A state that is so many hours old.
RevisionInfo state(qint64 id, double hours, const QString& name = {}, bool read = false) {
  RevisionInfo info;
  info.id = id;
  info.created = kNow.addSecs(static_cast<qint64>(-hours * 3600)).toUTC();
  info.name = name;
  info.read = read;
  return info;
}

}  // namespace

class HistoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void statesSayWhy() {
    const test::Folder folder;
    QString id;
    {
      Library library(folder.path());
      id = library.create(QStringLiteral("Draft"), QStringLiteral("ebb"));
      const auto type = [&] { library.apply(id, {{0, 0, QStringLiteral("x")}}); };
      type();
      library.keepRevision(id);
      type();
      library.keepRevision(id, {RevisionReason::Named, QStringLiteral("Before the storm")});
      type();
      library.keepRevision(id, {RevisionReason::BeforeReplace});
      type();
      library.beginRun(QStringLiteral("run"), id);
      Run run;
      run.id = QStringLiteral("run");
      run.documentId = id;
      library.saveRun(run);
    }
    Library library(folder.path());
    QVector<RevisionInfo> infos = library.revisions(id);
    QCOMPARE(infos.size(), 5);
    const auto reason = [&infos](int i) { return infos[i].reason; };
    QCOMPARE(reason(0), RevisionReason::BeforeFill);
    QCOMPARE(reason(1), RevisionReason::BeforeReplace);
    QCOMPARE(reason(2), RevisionReason::Named);
    QCOMPARE(reason(3), RevisionReason::Folded);
    QCOMPARE(reason(4), RevisionReason::Created);
    QVERIFY(infos[0].read && !infos[1].read);
    QCOMPARE(infos[2].name, QStringLiteral("Before the storm"));
    // The same text kept again is the same state; it gets a name, and keeps it over an automatic point.
    QCOMPARE(library.keepRevision(id, {RevisionReason::Named, QStringLiteral("Tuesday")}), infos[0].id);
    QCOMPARE(library.keepRevision(id, {RevisionReason::BeforeRestore}), infos[0].id);
    infos = library.revisions(id);
    QCOMPARE(infos.size(), 5);
    QCOMPARE(infos[0].name, QStringLiteral("Tuesday"));
    // Names can be given and taken later.
    library.nameRevision(id, infos[3].id, QStringLiteral(" First "));
    library.nameRevision(id, infos[1].id, QStringLiteral("Second"));
    library.nameRevision(id, infos[2].id, QString());
    infos = library.revisions(id);
    QCOMPARE(infos[3].name, QStringLiteral("First"));
    QCOMPARE(reason(3), RevisionReason::Named);
    QCOMPARE(reason(1), RevisionReason::BeforeReplace);
    QCOMPARE(infos[2].name, QString());
    QCOMPARE(reason(2), RevisionReason::Folded);
    QCOMPARE(test::errorOf([&] { library.nameRevision(id, 999, QStringLiteral("x")); })->code(),
             StorageCode::kNotFound);
  }

  // While the author writes, an hour is a state of its own, however little the journal has grown.
  void everyHour() {
    const test::Folder folder;
    Library library(folder.path());
    const QString id = library.create(QStringLiteral("Draft"), QStringLiteral("ebb"));
    library.apply(id, {{0, 0, QStringLiteral("x")}});
    QVERIFY(!library.tidy());
    library.database().execute("UPDATE revisions SET created = created - 3601000");
    QVERIFY(library.tidy());
    QCOMPARE(library.revisions(id).size(), 2);
    QCOMPARE(library.revisions(id)[0].reason, RevisionReason::Hourly);
    library.apply(id, {{0, 0, QStringLiteral("x")}});
    QVERIFY(!library.tidy());
    library.keepRevision(id);
    library.database().execute("UPDATE revisions SET created = created - 3601000");
    QVERIFY(!library.tidy());  // nothing was written since
  }

  // An edit as any other: what stood there is kept, and undo takes it back.
  void restoringIsAnEdit() {
    const test::Folder folder;
    Library library(folder.path());
    const QString then = QStringLiteral("The old lamp burned. Nobody came.\n");
    const QString id = library.create(QStringLiteral("Draft"), then);
    library.apply(id, {{4, 3, QStringLiteral("new")}, {20, 0, QStringLiteral(" It rained.")}});
    const QString now = library.read(id).text;
    const qint64 kept = library.keepRevision(id, {RevisionReason::BeforeRestore});
    const QString wanted = library.revision(id, library.revisions(id).last().id);
    QCOMPARE(wanted, then);
    const QVector<Edit> edits = editsFor(difference(now, wanted), wanted);
    library.apply(id, edits, {HistoryEvent::Push, "restored", {}, EditOrigin::Uncounted});
    library.commit();
    QCOMPARE(library.read(id).text, then);
    QCOMPARE(library.read(id).done, QVector<QByteArray>{"restored"});
    QCOMPARE(library.revision(id, kept), now);
    QCOMPARE(library.revisions(id).size(), 2);
    // As the window's undo does it.
    library.apply(id, editsFor(difference(then, now), now), {HistoryEvent::Undo});
    QCOMPARE(library.read(id).text, now);
  }

  void thinningSaysWhatItKeeps_data() {
    QTest::addColumn<double>("hours");  // of age: 40 states, one each such stretch
    QTest::addColumn<int>("kept");
    QTest::newRow("five an hour, all young") << 0.2 << 40;
    QTest::newRow("five an hour, two days ago") << -0.2 << 8 + 2;
    QTest::newRow("one a day") << 24.0 << 40;
    QTest::newRow("one a week") << 168.0 << 40;
  }
  void thinningSaysWhatItKeeps() {
    QFETCH(double, hours);
    QVector<RevisionInfo> states;
    const double first = hours < 0 ? 48.0 : 0.0;
    for (int i = 0; i < 40; ++i) states.append(state(100 - i, first + qAbs(hours) * i));
    const ThinningPlan plan = planThinning(states, kNow);
    QCOMPARE(plan.kept.size() + plan.removed.size(), 40);
    QCOMPARE(plan.kept.first(), 100);
    QCOMPARE(plan.kept.last(), 61);
    QFETCH(int, kept);
    QVERIFY2(qAbs(plan.kept.size() - kept) <= 1, qPrintable(QString::number(plan.kept.size())));
    QVERIFY2(test::isSentence(plan.sentence), qPrintable(plan.sentence));
    QVERIFY(plan.sentence.startsWith(QStringLiteral("%1 of 40 states are kept").arg(plan.kept.size())));
  }

  void namesAndRunsAreKept() {
    const QVector<RevisionInfo> states{
        state(9, 48.0),           state(8, 48.1),  state(7, 48.15, QStringLiteral("Name")),
        state(6, 48.2, {}, true), state(5, 48.25), state(4, 48.3)};
    const ThinningPlan plan = planThinning(states, kNow);
    QCOMPARE(plan.kept, (QVector<qint64>{9, 7, 6, 4}));
    QCOMPARE(plan.removed, (QVector<qint64>{8, 5}));
    // Thinned again, nothing more goes.
    QCOMPARE(planThinning({states[0], states[2], states[3], states[5]}, kNow).removed, QVector<qint64>{});
    QCOMPARE(planThinning({}, kNow).kept.size(), 0);
  }

  // Whatever goes, what stays can be read, in whatever order they go and however they leaned on each other.
  void aStateThatGoesTakesNoneAlong() {
    test::Random random(31);
    const test::Folder folder;
    Library library(folder.path());
    library.database().execute("PRAGMA synchronous = OFF");
    const QString id = library.create(QStringLiteral("Draft"), test::prose(400));
    QMap<qint64, QString> texts{{library.revisions(id)[0].id, library.read(id).text}};
    for (int i = 0; i < 60; ++i) {
      const QString text = library.read(id).text;
      Edit edit = random.edit(static_cast<int>(text.size()));
      if (i == 30) edit = {0, static_cast<int>(text.size()), QString()};  // nothing at all, once
      if (i == 31) edit = {0, 0, test::prose(300, 7)};
      library.apply(id, {edit});
      texts.insert(library.keepRevision(id), library.read(id).text);
    }
    const qint64 newest = library.revisions(id)[0].id;
    QCOMPARE(test::errorOf([&] { library.removeRevision(id, newest); })->code(), StorageCode::kInvalid);
    QList<qint64> order = texts.keys();
    order.removeAll(newest);
    while (order.size() > 3) {
      const qint64 gone = order.takeAt(random.below(static_cast<int>(order.size())));
      QVERIFY(library.removeRevision(id, gone));
      texts.remove(gone);
      QCOMPARE(library.revisions(id).size(), texts.size());
      for (auto it = texts.cbegin(); it != texts.cend(); ++it) QCOMPARE(library.revision(id, it.key()), it.value());
    }
    QCOMPARE(library.read(id).text, texts.value(newest));
    QCOMPARE(library.database().text("PRAGMA foreign_key_check"), QString());
  }

  // Where one that leans on it is damaged already, it stays, for the sake of what could be saved still.
  void aDamagedNeighbourStopsIt() {
    const test::Folder folder;
    Library library(folder.path());
    const QString id = library.create(QStringLiteral("Draft"), test::prose(400));
    for (int i = 0; i < 3; ++i) {
      library.apply(id, {{0, 0, QStringLiteral("x")}});
      library.keepRevision(id);
    }
    const QVector<RevisionInfo> states = library.revisions(id);
    library.database().execute(
        QStringLiteral("UPDATE revisions SET payload = x'0011' WHERE id = %1").arg(states[1].id).toUtf8().constData());
    QVERIFY(!library.removeRevision(id, states[2].id));
    QCOMPARE(library.revisions(id).size(), 4);
    QVERIFY(!library.revision(id, states[2].id).isEmpty());
  }
};

QTEST_APPLESS_MAIN(HistoryTest)
#include "history_test.moc"
