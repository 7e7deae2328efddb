// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna train` leaves its figures in training.sqlite, the held-out loss after the last step among them.
#include <QTemporaryDir>
#include <QtMath>
#include <QtTest/QtTest>

#include "storage/training_log.h"
#include "tests/app/support.h"

using namespace lacuna::tests;

class TrainTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsTheLastHeldOutLoss() {
    NEED_MODEL();
    const QTemporaryDir folder;
    for (const char* name : {"data", "valid"}) {
      QVERIFY(QDir(folder.path()).mkpath(QLatin1String(name)));
      const QByteArray text("The keeper carried the lamp up the stair, and nobody came.\n");
      QVERIFY(writeFile(folder.filePath(QString("%1/book.txt").arg(name)), text.repeated(40)));
    }
    QVERIFY(writeFile(folder.filePath("config.json"),
                      R"({"model": {"vocabulary": 4096, "width": 32, "headSize": 8, "layers": 2, "experts": 0,
                          "expertsPerToken": 1, "denseHidden": 32, "chunk": 16, "globals": 2,
                          "heads": [{"heads": 2, "keyHeads": 1, "contextWindow": 8, "gapWindow": 8}]},
                          "batch": {"tokens": 96, "lengths": [[48, 1.0]]}, "steps": 3, "heldOutEvery": 100,
                          "heldOutBatches": 1})"));
    const Ran ran =
        runProgramWith({"train", "--config", folder.filePath("config.json"), "--data", folder.filePath("data"),
                        "--valid", folder.filePath("valid"), "--tokenizer", modelPath() + "/tokenizer.model",
                        "--output", folder.filePath("run"), "--device", "cpu"});
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
};

QTEST_GUILESS_MAIN(TrainTest)
#include "train_test.moc"
