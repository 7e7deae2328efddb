// SPDX-License-Identifier: GPL-3.0-or-later
// A training run's figures are there again after a restart; a run that went back leaves no figures of what it gave up.
#include "storage/training_log.h"

#include <QTemporaryDir>
#include <QTest>
#include <QtMath>

#include "storage/error.h"

using namespace lacuna::storage;

namespace {

TrainingStep at(qint64 step, double loss) {
  return {step, step * 100, loss, 0.5, 1.0, 2.5 * static_cast<double>(step), 4.0};
}

}  // namespace

class TrainingLogTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keepsEveryStep() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("training.sqlite"));
    {
      TrainingLog log(path);
      for (int i = 1; i <= 500; ++i) log.add(at(i, 9.0 - 0.01 * i));
      TrainingStep unmeasured = at(501, 3.0);
      unmeasured.heldOutLoss = qQNaN();
      log.add(unmeasured);
      log.addExperts(501, 0, 0.4, 0.05);
      log.note(501, QStringLiteral("Checkpoint written."));
    }
    TrainingLog log(path);
    const QVector<TrainingStep> steps = log.steps();
    QCOMPARE(steps.size(), 501);
    QCOMPARE(steps.at(249), at(250, 6.5));
    QVERIFY(qIsNaN(steps.last().heldOutLoss));
    QCOMPARE(log.notes(), QStringList{QStringLiteral("Checkpoint written.")});
  }

  void keepsWhatIsMeasuredAfterTheLastStep() {
    const QTemporaryDir folder;
    TrainingLog log(folder.filePath(QStringLiteral("training.sqlite")));
    TrainingStep last = at(7, 5.0);
    last.heldOutLoss = qQNaN();
    log.add(last);
    last.heldOutLoss = 4.5;
    log.addHeldOut(last);
    QCOMPARE(log.steps(), QVector<TrainingStep>{last});
    // Of a run whose figures were not kept so far.
    TrainingStep alone = at(9, qQNaN());
    log.addHeldOut(alone);
    QCOMPARE(log.steps().size(), 2);
    QCOMPARE(log.steps().last().heldOutLoss, 4.0);
    QVERIFY(qIsNaN(log.steps().last().loss));
  }

  void forgetsWhatTheRunGaveUp() {
    const QTemporaryDir folder;
    TrainingLog log(folder.filePath(QStringLiteral("training.sqlite")));
    for (int i = 1; i <= 20; ++i) log.add(at(i, 5.0));
    log.add(at(11, 4.5));
    QCOMPARE(log.steps().size(), 11);
    QCOMPARE(log.steps().last().loss, 4.5);
    log.flush();
    log.flush();  // nothing to do
    log.add(at(12, 4.4));
    QCOMPARE(log.steps().size(), 12);
  }

  void refusesAnotherDatabase() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("other.sqlite"));
    {
      Database other(path);
      other.execute("CREATE TABLE songs(name TEXT)");
    }
    try {
      TrainingLog log(path);
      QFAIL("taken for our own");
    } catch (const StorageError& error) {
      QCOMPARE(error.code(), StorageCode::kNotOurs);
      QVERIFY(error.sentence().contains(QStringLiteral("other.sqlite")));
    }
  }
};

QTEST_GUILESS_MAIN(TrainingLogTest)
#include "training_log_test.moc"
