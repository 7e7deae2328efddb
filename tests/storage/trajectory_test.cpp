// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <QTimeZone>
#include <cmath>

#include "storage/codec.h"
#include "storage/library.h"
#include "storage/trajectory.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

struct Shape {
  int steps = 32;
  int candidates = 8;
  int tokens = 64;
  int vocabulary = 8000;
};

// A run as the sampler makes it: guesses that flip while they are unsure, confidences that wander and then settle.
Trajectory denoising(const Shape& shape, quint32 seed) {
  test::Random random(seed);
  QVector<QVector<RunToken>> state(shape.candidates, QVector<RunToken>(shape.tokens));
  Trajectory frames;
  for (int step = 0; step <= shape.steps; ++step) {
    RunFrame frame;
    frame.step = step;
    for (auto& candidate : state) {
      for (RunToken& token : candidate) {
        token.flipped = false;
        if (!token.settled) {
          const qint32 before = token.id;
          if (step == 0 || random.oneIn(3)) {
            token.id = random.below(1 + random.below(shape.vocabulary));
            token.text = QStringLiteral(" w%1").arg(token.id);
          }
          token.flipped = step > 0 && before != token.id;
          token.confidence = static_cast<quint8>(random.below(200) + step);
          token.settled = step > 0 && random.below(shape.steps - step + 1) == 0;
        }
      }
      frame.tokens.append({candidate});
    }
    frames.append(frame);
  }
  return frames;
}

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
  run.candidates = {{{QStringLiteral(" a \u201Clamp\u201D"), QStringLiteral("\n")}, -1.5, 2}, {{{}, {}}, -2.25, 0}};
  run.trajectory = denoising({4, 2, 5, 50}, 1);
  run.outcome = RunOutcome::Taken;
  run.taken = 1;
  run.seconds = 1.25;
  return run;
}

}  // namespace

class TrajectoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyTrajectoryComesBack() {
    test::Random random(11);
    for (int round = 0; round < 300; ++round) {
      Trajectory trajectory;
      for (int f = random.below(6); f > 0; --f) {
        RunFrame frame{random.oneIn(5) ? -1 : random.below(2000), {}};
        if (!trajectory.isEmpty() && random.oneIn(2)) {
          frame.tokens = trajectory.last().tokens;
        } else {
          for (int c = random.below(4); c > 0; --c) {
            QVector<QVector<RunToken>> gaps(random.below(3));
            for (auto& row : gaps) {
              row.resize(random.below(7));
            }
            frame.tokens.append(gaps);
          }
        }
        for (auto& gaps : frame.tokens) {
          for (auto& row : gaps) {
            for (RunToken& token : row) {
              if (random.oneIn(2)) {
                token = {random.oneIn(9) ? -1 : random.below(9000), static_cast<quint8>(random.below(256)),
                         random.oneIn(2), random.oneIn(2), random.text(random.below(3))};
              }
            }
          }
        }
        trajectory.append(frame);
      }
      const std::optional<Trajectory> back = unpackTrajectory(packTrajectory(trajectory));
      QVERIFY(back.has_value());
      QCOMPARE(*back, trajectory);
    }
  }

  void anOrdinaryRunIsSmall_data() {
    QTest::addColumn<int>("steps");
    QTest::addColumn<int>("candidates");
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("most");  // bytes
    QTest::newRow("a sentence") << 32 << 4 << 24 << 12000;
    QTest::newRow("the yardstick") << 32 << 8 << 64 << 60000;
    QTest::newRow("a page") << 64 << 4 << 512 << 400000;
  }
  void anOrdinaryRunIsSmall() {
    QFETCH(int, steps);
    QFETCH(int, candidates);
    QFETCH(int, tokens);
    QFETCH(int, most);
    const Trajectory trajectory = denoising({steps, candidates, tokens, 8000}, 5);
    const QByteArray bytes = packTrajectory(trajectory);
    qInfo("%d steps x %d candidates x %d tokens: %lld bytes", steps, candidates, tokens,
          static_cast<long long>(bytes.size()));
    QVERIFY2(bytes.size() < most, qPrintable(QString::number(bytes.size())));
    QCOMPARE(unpackTrajectory(bytes).value_or(Trajectory()), trajectory);
  }

  void damageIsRefused() {
    const Trajectory trajectory = denoising({6, 2, 8, 40}, 2);
    const QByteArray bytes = packTrajectory(trajectory);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
      QByteArray damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
      QCOMPARE(unpackTrajectory(damaged).value_or(trajectory), trajectory);
      QVERIFY(!unpackTrajectory(bytes.left(i)).has_value());
    }
  }

  // Sound frames around hostile content: whatever it says, it ends in an answer, not in a crash or in all the memory.
  void hostileContentIsRefused() {
    const QByteArray good = decompress(packTrajectory(denoising({6, 2, 8, 40}, 2))).value_or(QByteArray());
    QVERIFY(good.size() > 100);
    test::Random random(4);
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
      QByteArray content = good;
      for (int i = random.below(4); i >= 0; --i) {
        content[random.below(static_cast<int>(content.size()))] = static_cast<char>(random.below(256));
      }
      if (random.oneIn(4)) {
        content.truncate(random.below(static_cast<int>(content.size())));
      }
      refused += unpackTrajectory(compress(content)).has_value() ? 0 : 1;
    }
    QVERIFY(refused > 500);
    const QByteArray empty("\x01\x00", 2);  // version, no pieces
    QVERIFY(unpackTrajectory(compress(empty + QByteArray(1, '\0'))).has_value());
    // Four thousand million frames; a thousand million candidates; a shape like that of no frame before.
    QVERIFY(!unpackTrajectory(compress(empty + "\xFF\xFF\xFF\xFF\x0F")).has_value());
    QVERIFY(!unpackTrajectory(compress(empty + QByteArray("\x01\x00\x00\xFF\xFF\xFF\xFF\x03", 8))).has_value());
    QVERIFY(!unpackTrajectory(compress(empty + QByteArray("\x01\x00\x01", 3))).has_value());
    // A hundred thousand empty candidates, in each of a hundred thousand frames.
    QByteArray many = empty + QByteArray("\xA0\x8D\x06\x00\x00\xA0\x8D\x06", 8) + QByteArray(100000, '\0');
    for (int i = 1; i < 100000; ++i) {
      many += QByteArray("\x01\x01", 2);
    }
    QVERIFY(!unpackTrajectory(compress(many)).has_value());
  }

  void aVastRunIsThinned() {
    RunFrame frame;
    frame.tokens = {{QVector<RunToken>(1 << 20)}};
    Trajectory trajectory;
    for (int step = 0; step <= 20; ++step) {
      frame.step = step;
      trajectory.append(frame);  // shared: no memory
    }
    const Trajectory kept = thinned(trajectory);
    QVERIFY(kept.size() >= 4 && kept.size() <= 8);
    QCOMPARE(kept.last().step, 20);
    QCOMPARE(thinned(denoising({}, 1)).size(), 33);
  }

  void confidencesAreBytes() {
    QCOMPARE(packConfidence(0.0F), quint8(0));
    QCOMPARE(packConfidence(1.0F), quint8(255));
    QCOMPARE(packConfidence(7.0F), quint8(255));
    QCOMPARE(packConfidence(-1.0F), quint8(0));
    QCOMPARE(packConfidence(std::nanf("")), quint8(0));
    for (int value = 0; value < 256; ++value) {
      QCOMPARE(packConfidence(unpackConfidence(static_cast<quint8>(value))), static_cast<quint8>(value));
    }
  }

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
    QVERIFY(run.outcome == wanted.outcome);
    QCOMPARE(run.taken, wanted.taken);
    QCOMPARE(run.seconds, wanted.seconds);
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

QTEST_APPLESS_MAIN(TrajectoryTest)
#include "trajectory_test.moc"
