// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna inspect` and `lacuna bench`: JSON of its shape, tables for a person, and a sentence where something is wrong.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "tests/app/support.h"

using namespace lacuna::tests;

namespace {

const QByteArray kTiny = R"({
  "name": "tiny", "vocabulary": 512, "width": 32, "layers": 3, "headSize": 8,
  "heads": [{"heads": 2, "keyHeads": 1, "contextWindow": 6, "contextDilation": 1, "gapWindow": 6, "gapDilations": [1]},
            {"heads": 1, "keyHeads": 1, "contextWindow": 6, "contextDilation": 1, "gapWindow": 6, "gapDilations": [4]}],
  "chunk": 16, "globals": 2, "denseLayers": 1, "denseHidden": 32, "experts": 4, "expertsPerToken": 2,
  "expertHidden": 16, "sharedHidden": 16})";

}  // namespace

class ReportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    config_ = folder_.filePath("tiny.json");
    text_ = folder_.filePath("text.md");
    QVERIFY(writeFile(config_, kTiny));
    QByteArray text;
    for (int i = 0; i < 60; ++i)
      text += "The keeper carried the lamp up the stair, and “nobody” came. It didn't rain.\n";
    QVERIFY(writeFile(text_, text));
  }

  void benchStepIsOneObject() {
    const QJsonObject object = json({"bench", "step", "--config", config_, "--lengths", "64,200", "--json"});
    QCOMPARE(object["benchmark"].toString(), QString("step"));
    QCOMPARE(object["config"]["name"].toString(), QString("tiny"));
    QVERIFY(object["config"]["parameters"].toInt() > object["config"]["active_parameters"].toInt());
    QVERIFY(!object["machine"]["cpu"].toString().isEmpty());
    QVERIFY(object["machine"]["threads"].toInt() > 0);
    const QJsonArray rows = object["rows"].toArray();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[1]["document_tokens"].toInt(), 200);
    for (const QJsonValue& row : rows) {
      for (const char* name : {"gap_tokens", "step_ms", "dense_step_ms", "sparse_step_ms", "ratio", "sparse_ratio"})
        QVERIFY2(row[QLatin1String(name)].toDouble() > 0, name);
      QVERIFY(row["max_abs_difference"].isDouble() && row["max_abs_difference"].toDouble() < 1e-4);
      QVERIFY(row["dense_scaled"].isBool());
    }
  }

  void benchWithoutASectionHoldsAll() {
    const QJsonObject object = json({"bench", "--config", config_, "--lengths", "64", "--repetitions", "1", "--json"});
    for (const char* name : {"step", "attention", "experts", "train", "memory"})
      QVERIFY2(!object[QLatin1String(name)]["rows"].toArray().isEmpty(), name);
  }

  void benchPrintsATable() {
    const Ran ran = runProgramWith({"bench", "experts", "--config", config_, "--lengths", "64"});
    QCOMPARE(ran.code, 0);
    QVERIFY(ran.out.contains("mixture ms") && ran.out.contains("random weights") && ran.err.isEmpty());
  }

  void inspectIsOneObject() {
    const QJsonObject object = json(QStringList{"inspect", modelPath(), text_, "--json"} + quick());
    QVERIFY(object["tokens"].toInt() > 500);
    QCOMPARE(object["gap_tokens"].toInt(), 8);
    for (const char* name : {"attention_distance", "attention_layers", "expert_classes", "expert_layers",
                             "reconstruction", "accumulation", "short_sequences"}) {
      const QJsonObject table = object[QLatin1String(name)].toObject();
      QVERIFY2(!table["rows"].toArray().isEmpty() && !table["note"].toString().isEmpty(), name);
    }
    // What has no value is null, not a number and not missing.
    const QJsonArray sources = object["attention_distance"]["rows"].toArray();
    QVERIFY(sources[0]["distance_from"].isNull() && sources[0]["mass"].isDouble());
  }

  void inspectPrintsTables() {
    const Ran ran = runProgramWith(QStringList{"inspect", modelPath(), text_} + quick());
    QCOMPARE(ran.code, 0);
    QVERIFY(ran.out.contains("Experts by class of token") && ran.out.contains("function word"));
    QVERIFY(!ran.out.contains("nan") && ran.err.isEmpty());
  }

  void mistakesAreSentences_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    const QString shortText = folder_.filePath("short.md");
    QVERIFY(writeFile(shortText, "Too short.\n"));
    QTest::newRow("no text") << QStringList{"inspect", modelPath(), folder_.filePath("none.md")} << 3;
    QTest::newRow("short text") << QStringList{"inspect", modelPath(), shortText} << 3;
    QTest::newRow("no model") << QStringList{"inspect", folder_.filePath("none"), text_} << 4;
    QTest::newRow("no arguments") << QStringList{"inspect"} << 2;
    QTest::newRow("unknown section") << QStringList{"bench", "speed"} << 2;
    QTest::newRow("length") << QStringList{"bench", "step", "--config", config_, "--lengths", "3"} << 2;
    QTest::newRow("no number") << QStringList{"bench", "step", "--lengths", "many"} << 2;
    QTest::newRow("no configuration") << QStringList{"bench", "--config", folder_.filePath("none.json")} << 3;
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
  static QStringList quick() { return {"--stretches", "1", "--context", "100", "--gap", "8", "--steps", "3"}; }

  static QJsonObject json(const QStringList& arguments) {
    const Ran ran = runProgramWith(arguments);
    if (ran.code != 0) qWarning("%s", ran.err.constData());
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(ran.out, &error);
    if (error.error != QJsonParseError::NoError) qWarning("not JSON: %s", ran.out.constData());
    return document.object();
  }

  QTemporaryDir folder_;
  QString config_;
  QString text_;
};

QTEST_GUILESS_MAIN(ReportTest)
#include "report_test.moc"
