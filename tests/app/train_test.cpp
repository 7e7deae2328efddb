// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna train` leaves its figures in training.sqlite, the held-out loss after the last step among them; of several
// ranks the first one speaks and writes.
#include <QTemporaryDir>
#include <QtMath>
#include <QtTest/QtTest>
#include <thread>

#include "storage/training_log.h"
#include "tests/app/support.h"

using namespace lacuna::tests;

namespace {

// Two small books and a configuration of three steps. False where the disk does not take them.
bool writeRun(const QTemporaryDir& folder) {
  for (const char* name : {"data", "valid"}) {
    const QByteArray text("The keeper carried the lamp up the stair, and nobody came.\n");
    if (!QDir(folder.path()).mkpath(QLatin1String(name)) ||
        !writeFile(folder.filePath(QString("%1/book.txt").arg(name)), text.repeated(40)))
      return false;
  }
  return writeFile(folder.filePath("config.json"),
                   R"({"model": {"vocabulary": 4096, "width": 32, "headSize": 8, "layers": 2, "experts": 0,
                       "expertsPerToken": 1, "denseHidden": 32, "chunk": 16, "globals": 2,
                       "heads": [{"heads": 2, "keyHeads": 1, "contextWindow": 8, "gapWindow": 8}]},
                       "batch": {"tokens": 96, "lengths": [[48, 1.0]]}, "steps": 3, "heldOutEvery": 100,
                       "heldOutBatches": 1, "accumulate": 2})");
}

QStringList trainLine(const QTemporaryDir& folder) {
  return {"train",
          "--config",
          folder.filePath("config.json"),
          "--data",
          folder.filePath("data"),
          "--valid",
          folder.filePath("valid"),
          "--tokenizer",
          modelPath() + "/tokenizer.model",
          "--output",
          folder.filePath("run"),
          "--device",
          "cpu"};
}

}  // namespace

class TrainTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsTheLastHeldOutLoss() {
    NEED_MODEL();
    const QTemporaryDir folder;
    QVERIFY(writeRun(folder));
    const Ran ran = runProgramWith(trainLine(folder));
    QVERIFY2(ran.code == 0, ran.err.constData());
    lacuna::storage::TrainingLog log(folder.filePath("run/training.sqlite"));
    const auto steps = log.steps();
    QCOMPARE(steps.size(), 3);
    QVERIFY(qIsNaN(steps[1].heldOutLoss) && qIsFinite(steps[2].heldOutLoss));
    QVERIFY(qIsFinite(steps[2].loss));

    // Further from the model that this made; without words to begin with, a sentence.
    const QStringList further = {"train",
                                 "--config",
                                 folder.filePath("config.json"),
                                 "--data",
                                 folder.filePath("data"),
                                 "--output",
                                 folder.filePath("further"),
                                 "--device",
                                 "cpu"};
    const Ran from = runProgramWith(further + QStringList{"--from", folder.filePath("run/model")});
    QVERIFY2(from.code == 0, from.err.constData());
    QVERIFY(QFileInfo::exists(folder.filePath("further/model/tokenizer.model")));
    const Ran neither = runProgramWith(further);
    QCOMPARE(neither.code, 2);
    QVERIFY2(neither.err.contains("--from"), neither.err.constData());
  }

  void ofTwoRanksTheFirstSpeaks() {
    NEED_MODEL();
    const QTemporaryDir folder;
    QVERIFY(writeRun(folder));
    const auto rank = [&](int number, const QString& port) {
      return runProgramWith(trainLine(folder), {QString("LACUNA_RANK=%1").arg(number), "LACUNA_RANKS=2",
                                                "LACUNA_MASTER=127.0.0.1:" + port, "LACUNA_RANK_PATIENCE=60"});
    };
    const QString port = QString::number(20000 + QCoreApplication::applicationPid() % 10000);
    Ran second;
    std::thread other([&] { second = rank(1, port); });
    const Ran first = rank(0, port);
    other.join();
    QVERIFY2(first.code == 0, first.err.constData());
    QVERIFY2(second.code == 0, second.err.constData());
    QVERIFY2(first.out.contains("Done: the model is in"), first.out.constData());
    QVERIFY2(second.out.isEmpty() && second.err.isEmpty(), (second.out + second.err).constData());
    QVERIFY2(first.err.isEmpty(), first.err.constData());
    lacuna::storage::TrainingLog log(folder.filePath("run/training.sqlite"));
    QCOMPARE(log.steps().size(), 3);

    const Ran lone = runProgramWith(trainLine(folder), {"LACUNA_RANK=1", "LACUNA_RANKS=2",
                                                        "LACUNA_MASTER=127.0.0.1:" + port, "LACUNA_RANK_PATIENCE=2"});
    QCOMPARE(lone.code, 1);
    QVERIFY2(isOneSentence(lone.err) && lone.err.contains("127.0.0.1:" + port.toUtf8()), lone.err.constData());
  }
};

QTEST_GUILESS_MAIN(TrainTest)
#include "train_test.moc"
