// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna eval` and `lacuna ablate`: JSON of its shape, a report that stands alone, and a sentence where something is
// wrong.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest/QtTest>

#include "tests/app/support.h"

using namespace lacuna::tests;

class EvaluationTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    qputenv("XDG_CACHE_HOME", folder_.filePath("cache").toLocal8Bit());
    for (const char* name : {"valid", "train"}) {
      QVERIFY(QDir(folder_.path()).mkpath(QLatin1String(name)));
      QByteArray text;
      for (int i = 0; i < 120; ++i)
        text +=
            "The keeper carried the lamp up the stair, and “nobody” came. It didn't rain; old Hettie <mended> nets.\n";
      QVERIFY(writeFile(folder_.filePath(QString("%1/book.txt").arg(name)), text));
    }
  }

  void evalIsOneObjectAndAReport() {
    const QString html = folder_.filePath("report.html");
    const Ran ran =
        runProgramWith(quick() + QStringList{"--train", folder_.filePath("train"), "--json", "--html", html});
    QVERIFY2(ran.code == 0, ran.err.constData());
    // No terminal: the plan, and no notes.
    QVERIFY(ran.err.contains("candidates") && ran.err.contains("This will take about"));
    QCOMPARE(ran.err.count('\n'), 2);
    QCOMPARE(QDir(folder_.filePath("cache/lacuna/tokens")).entryList(QDir::Files).size(), 1);
    const QJsonObject object = QJsonDocument::fromJson(ran.out).object();
    for (const char* name : {"infill", "by_length", "words", "texts", "fills"})
      QVERIFY2(!object[QLatin1String(name)].toObject()["rows"].toArray().isEmpty(), name);
    QCOMPARE(object["temperature"].toDouble(), 0.8);
    const QJsonObject row = object["infill"]["rows"].toArray()[0].toObject();
    QVERIFY(row["nll"].toDouble() > 0 && row["nll_low"].toDouble() <= row["nll_high"].toDouble());
    QVERIFY(row["nats_per_character"].toDouble() > 0 && row["cloze_gap"].isDouble() && row["cloze"].isNull());
    QCOMPARE(object["infill"]["rows"].toArray().size(), 4);  // two contexts, two baselines

    QFile file(html);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray page = file.readAll();
    QVERIFY(page.contains("<svg") && page.contains("bidirectional trigram") && !page.contains("<mended"));
    // It asks nothing of anyone: no script, no address.
    QVERIFY(!page.contains("<script") && !page.contains("http"));
    // Well-formed, but for the two tags of HTML that have no end.
    page.replace("<!DOCTYPE html>", "").replace("<meta charset=\"utf-8\">", "");
    QXmlStreamReader reader(page);
    while (!reader.atEnd()) reader.readNext();
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
  }

  void evalPrintsTables() {
    const Ran ran = runProgramWith(quick());
    QVERIFY2(ran.code == 0, ran.err.constData());
    QVERIFY(ran.out.contains("nats/char") && ran.out.contains("Ten fills, not selected"));
    QVERIFY(!ran.out.contains("nan"));
  }

  void pairsPrintTheirTable() {
    const QString pairs = folder_.filePath("test.jsonl");
    QVERIFY(writeFile(pairs,
                      "{\"src\": \"who came ?\", \"trg\": \"who was it that came ?\"}\n"
                      "{\"src\": \"is it dark ?\", \"trg\": \"has it grown dark ?\"}\n"));
    const Ran ran =
        runProgramWith({"eval", "--data", pairs, "--candidates", "2", "--steps", "2", "--model", modelPath()});
    QVERIFY2(ran.code == 0, ran.err.constData());
    QVERIFY(ran.out.contains("MBR-2") && ran.out.contains("self-BLEU"));
  }

  void ablatePrintsTheGrid() {
    const QString results = folder_.filePath("results.jsonl");
    const QStringList command = {"ablate",      LACUNA_SOURCE_DIR "/resources/configs/ablation/tiny.json",
                                 "--data",      folder_.filePath("train"),
                                 "--valid",     folder_.filePath("valid"),
                                 "--tokenizer", modelPath() + "/tokenizer.model",
                                 "--results",   results,
                                 "--device",    "cpu"};
    const Ran ran = runProgramWith(command + QStringList{"--json"});
    QVERIFY2(ran.code == 0, ran.err.constData());
    const QJsonObject object = QJsonDocument::fromJson(ran.out).object();
    QCOMPARE(object["left"].toInt(), 0);
    // No terminal: the plan and a line a run.
    QVERIFY2(ran.err.startsWith("6 of 6 runs"), ran.err.constData());
    QCOMPARE(ran.err.count('\n'), 1 + 6);
    QCOMPARE(object["runs"]["rows"].toArray().size(), 6);
    QFile file(results);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), 6);
    // Nothing is left to do: the table comes from the file.
    const Ran again = runProgramWith(command);
    QVERIFY(again.code == 0 && again.out.contains("autoregressive") && again.out.contains("tokens/s"));
  }

  void mistakesAreSentences_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    const QString valid = folder_.filePath("valid");
    QTest::newRow("no data") << QStringList{"eval"} << 2;
    QTest::newRow("no folder") << QStringList{"eval", "--data", folder_.filePath("none")} << 3;
    QTest::newRow("context") << QStringList{"eval", "--data", valid, "--context", "5"} << 2;
    QTest::newRow("too much context") << QStringList{"eval", "--data", valid, "--context", "500000"} << 3;
    QTest::newRow("no model") << QStringList{"eval", "--data", valid, "--compare", folder_.filePath("none")} << 4;
    QTest::newRow("no grid") << QStringList{"ablate",      folder_.filePath("none.json"),
                                            "--data",      valid,
                                            "--valid",     valid,
                                            "--tokenizer", modelPath() + "/tokenizer.model"}
                             << 3;
  }
  void mistakesAreSentences() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    const Ran ran = runProgramWith(arguments);
    QVERIFY2(isOneSentence(ran.err), ran.err.constData());
    QCOMPARE(ran.code, code);
    QVERIFY(ran.out.isEmpty());
  }

 private:
  QStringList quick() const {
    return {"eval",      "--model",      modelPath(), "--data",  folder_.filePath("valid"),
            "--context", "32,128",       "--lengths", "3,6",     "--blanks",
            "2",         "--candidates", "2",         "--steps", "3"};
  }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(EvaluationTest)
#include "evaluation_test.moc"
