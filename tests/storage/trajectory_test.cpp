// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/trajectory.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTest>
#include <cmath>

#include "storage/codec.h"
#include "storage/trajectory_streams.h"
#include "storage/varint.h"
#include "tests/storage/made_up_run.h"

using namespace lacuna::storage;

namespace {

RunToken anyToken(test::Random& random) {
  RunToken token{random.oneIn(9) ? -1 : random.below(9000), static_cast<quint8>(random.below(256)), random.oneIn(2),
                 random.oneIn(2), random.text(random.below(3))};
  token.entropy = static_cast<quint8>(random.below(256));
  for (int i = random.oneIn(2) ? random.below(9) : 0; i > 0; --i) {
    token.alternatives.append({random.below(50), static_cast<quint8>(random.below(256)), random.text(1)});
  }
  for (int i = random.below(4); i > 0; --i) {
    token.experts.append(static_cast<char>(random.below(256)));
  }
  return token;
}

RunFrame anyFrame(test::Random& random, const Trajectory& before) {
  RunFrame frame;
  frame.step = random.oneIn(5) ? -1 : random.below(2000);
  if (!before.isEmpty() && random.oneIn(2)) {
    frame.tokens = before.last().tokens;
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
        token = random.oneIn(2) ? anyToken(random) : token;
      }
    }
  }
  for (int layer = random.below(3); layer > 0; --layer) {
    frame.expertLoad.append(QVector<float>(random.below(5), storedShare(static_cast<float>(random.below(100)) / 99)));
  }
  for (int block = random.below(5); block > 0; --block) {
    frame.attention.append(storedShare(static_cast<float>(random.below(1000)) / 999));
  }
  return frame;
}

QVector<RunBlock> anyContext(test::Random& random) {
  QVector<RunBlock> context;
  for (int i = random.below(5); i > 0; --i) {
    const int begin = random.below(1 << 20);
    context.append({begin, begin + random.below(2000), static_cast<quint8>(random.below(16))});
  }
  return context;
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
        trajectory.append(anyFrame(random, trajectory));
      }
      const QVector<RunBlock> context = anyContext(random);
      const std::optional<RunSteps> back = unpackTrajectory(packTrajectory(trajectory, context));
      QVERIFY(back.has_value());
      QCOMPARE(back->trajectory, trajectory);
      QCOMPARE(back->context, context);
    }
  }

  // docs/storage.md has the sizes of a model's runs; these are made up, and their alternatives jump about more.
  void anOrdinaryRunIsSmall_data() {
    QTest::addColumn<int>("steps");
    QTest::addColumn<int>("candidates");
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("vocabulary");
    QTest::addColumn<int>("layers");
    QTest::addColumn<int>("most");  // bytes
    QTest::newRow("a sentence") << 32 << 4 << 24 << 4096 << 4 << 50000;
    QTest::newRow("the yardstick") << 32 << 8 << 64 << 4096 << 4 << 200000;
    QTest::newRow("the yardstick of the 35M configuration") << 32 << 8 << 64 << 16384 << 6 << 240000;
    QTest::newRow("a page") << 64 << 4 << 512 << 4096 << 4 << 1600000;
  }
  void anOrdinaryRunIsSmall() {
    QFETCH(int, steps);
    QFETCH(int, candidates);
    QFETCH(int, tokens);
    QFETCH(int, vocabulary);
    QFETCH(int, layers);
    QFETCH(int, most);
    const Trajectory trajectory = test::madeUp({steps, candidates, tokens, vocabulary, layers}, 5);
    const QByteArray bytes = packTrajectory(trajectory);
    qInfo("%d steps x %d candidates x %d tokens of %d: %lld bytes", steps, candidates, tokens, vocabulary,
          static_cast<long long>(bytes.size()));
    QVERIFY2(bytes.size() < most, qPrintable(QString::number(bytes.size())));
    QCOMPARE(unpackTrajectory(bytes).value_or(RunSteps()).trajectory, trajectory);
  }

  void damageIsRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    const Trajectory trajectory = test::madeUp({6, 2, 8, 40, 2, 4, 3}, 2);
    QTest::newRow("now") << packTrajectory(trajectory);
  }
  void damageIsRefused() {
    QFETCH(QByteArray, bytes);
    const Trajectory trajectory = unpackTrajectory(bytes)->trajectory;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
      QByteArray damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
      const std::optional<RunSteps> back = unpackTrajectory(damaged);
      QVERIFY2(!back || back->trajectory == trajectory, qPrintable(QString::number(i)));
      QVERIFY(!unpackTrajectory(bytes.left(i)).has_value());
    }
    QVERIFY(!unpackTrajectory(bytes + '\0').has_value());
  }

  // Sound frames around hostile content: whatever it says, it ends in an answer, not in a crash or in all the memory.
  void hostileStreamsAreRefused() {
    const Streams good = *unpackStreams(packTrajectory(test::madeUp({6, 2, 8, 40, 2, 4, 3}, 2)));
    test::Random random(4);
    int refused = 0;
    for (int round = 0; round < 1200; ++round) {
      Streams streams = good;
      QByteArray& content = streams[static_cast<std::size_t>(random.below(kStreams))];
      if (content.isEmpty()) {
        continue;
      }
      for (int i = random.below(4); i >= 0; --i) {
        content[random.below(static_cast<int>(content.size()))] = static_cast<char>(random.below(256));
      }
      if (random.oneIn(4)) {
        content.truncate(random.below(static_cast<int>(content.size())));
      }
      const std::optional<RunSteps> back = unpackTrajectory(packStreams(streams));
      refused += back.has_value() ? 0 : 1;
      // What is taken can be written and read again.
      if (back) {
        QVERIFY(unpackTrajectory(packTrajectory(back->trajectory, back->context)).has_value());
      }
    }
    QVERIFY(refused > 300);
  }

  void hostileShapesAreRefused() {
    const auto withShapes = [](const QByteArray& shapes, int tokens = 0) {
      Streams streams;
      of(streams, Stream::Table) = QByteArray(1, '\0');
      of(streams, Stream::Shapes) = shapes;
      for (const Stream stream : {Stream::Confidences, Stream::Flags, Stream::Entropies, Stream::Counts}) {
        of(streams, stream) = QByteArray(tokens, '\0');
      }
      return unpackTrajectory(packStreams(streams));
    };
    QVERIFY(withShapes(QByteArray(2, '\0')).has_value());  // no frames, no context
    // Four thousand million frames; a thousand million candidates; a shape like that of no frame before.
    QVERIFY(!withShapes("\xFF\xFF\xFF\xFF\x0F"));
    QVERIFY(!withShapes(QByteArray("\x01\x00\x00\xFF\xFF\xFF\xFF\x03", 8)));
    QVERIFY(!withShapes(QByteArray("\x01\x00\x01\x00", 4)));
    // A row of more tokens than there are confidences.
    QVERIFY(!withShapes(QByteArray("\x01\x00\x00\x01\x01\x09\x00", 7), 8));
    // A context that begins before the text, and one that ends before it begins.
    QVERIFY(!withShapes(QByteArray("\x00\x01\x01\x00\x00", 5)));
    QVERIFY(!withShapes(QByteArray("\x00\x01\x08\x01\x00", 5)));
    // A hundred thousand empty candidates, in each of a hundred thousand frames.
    QByteArray many = QByteArray("\xA0\x8D\x06\x00\x00\xA0\x8D\x06", 8) + QByteArray(100000, '\0');
    for (int i = 1; i < 100000; ++i) {
      many += QByteArray("\x01\x01", 2);
    }
    QVERIFY(!withShapes(many + '\0'));
  }

  // Zeros compress to nothing, and what is made of a byte may take a hundred: some kilobytes must not ask for
  // gigabytes.
  void aClaimIsBoundInMemory_data() {
    QTest::addColumn<QByteArray>("payload");
    const auto streamsWith = [](Stream kind, const QByteArray& bytes) {
      Streams streams;
      of(streams, Stream::Table) = QByteArray(1, '\0');
      of(streams, Stream::Shapes) = QByteArray(2, '\0');
      of(streams, kind) = bytes;
      return streams;
    };
    const auto counted = [](quint64 count, int bytesEach) {
      QByteArray bytes;
      putNumber(bytes, count);
      return bytes + QByteArray(static_cast<qsizetype>(count) * bytesEach, '\0');
    };
    constexpr quint64 kMany = 15'000'000;
    QTest::newRow("frames without tokens") << packStreams(streamsWith(Stream::Shapes, counted(kMany, 3) + '\0'));
    QTest::newRow("pairs without text") << packStreams(streamsWith(Stream::Table, counted(kMany, 2)));
    QTest::newRow("blocks of context") << packStreams(streamsWith(Stream::Shapes, '\0' + counted(kMany, 3)));
    {
      Streams streams = streamsWith(Stream::Shapes, QByteArray("\x01\x00\x00\x00\x00", 5));  // one frame
      of(streams, Stream::Loads) = counted(kMany, 1);                                        // layers without experts
      of(streams, Stream::Attention) = QByteArray(1, '\0');
      QTest::newRow("layers without experts") << packStreams(streams);
    }
  }
  void aClaimIsBoundInMemory() {
    QFETCH(QByteArray, payload);
    QVERIFY2(payload.size() < 100000, qPrintable(QString::number(payload.size())));
    // The child begins with this process' peak behind it, so what it adds is measured alone.
    const pid_t child = ::fork();
    if (child == 0) {
      rusage before{};
      rusage after{};
      ::getrusage(RUSAGE_SELF, &before);
      const bool refused = !unpackTrajectory(payload);
      ::getrusage(RUSAGE_SELF, &after);
      ::_exit(!refused ? 1 : after.ru_maxrss - before.ru_maxrss > 700 * 1024 ? 2 : 0);  // kilobytes
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFEXITED(status));
    QVERIFY2(WEXITSTATUS(status) == 0, WEXITSTATUS(status) == 1 ? "it was taken" : "it took more than 700 MB");
  }

  void aVastRunIsThinned() {
    RunFrame frame;
    frame.tokens = {{QVector<RunToken>(1 << 17)}};
    Trajectory trajectory;
    for (int step = 0; step <= 20; ++step) {
      frame.step = step;
      trajectory.append(frame);  // shared: no memory
    }
    const Trajectory kept = thinned(trajectory);
    QVERIFY(kept.size() >= 4 && kept.size() <= 8);
    QCOMPARE(kept.last().step, 20);
    QCOMPARE(thinned(test::madeUp({}, 1)).size(), 33);
  }

  void valuesLieOnAGrid() {
    QCOMPARE(packConfidence(0.0F), quint8(0));
    QCOMPARE(packConfidence(1.0F), quint8(255));
    QCOMPARE(packConfidence(7.0F), quint8(255));
    QCOMPARE(packConfidence(-1.0F), quint8(0));
    QCOMPARE(packConfidence(std::nanf("")), quint8(0));
    for (int value = 0; value < 256; ++value) {
      QCOMPARE(packConfidence(unpackConfidence(static_cast<quint8>(value))), static_cast<quint8>(value));
    }
    QCOMPARE(storedShare(std::nanf("")), 0.0F);
    QCOMPARE(storedShare(-1.0F), 0.0F);
    QCOMPARE(storedShare(2.0F), 1.0F);
    test::Random random(3);
    for (int i = 0; i < 1000; ++i) {
      const float share = static_cast<float>(random.below(1 << 20)) / static_cast<float>(1 << 20);
      QVERIFY(std::abs(storedShare(share) - share) <= 0.5F / kShareSteps);
      QCOMPARE(storedShare(storedShare(share)), storedShare(share));
    }
  }
};

QTEST_APPLESS_MAIN(TrajectoryTest)
#include "trajectory_test.moc"
