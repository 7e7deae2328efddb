// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna score`: JSON of its shape and a readable page over the base that ./dev fetches, a sentence where there is
// none.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "tests/app/support.h"

using namespace lacuna::tests;

class ScoreCommandTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    QVERIFY(writeFile(text(), "The keeper carried the lamp up the stairs.\n\nHe lit the zeppelin—and went to bed.\n"));
  }

  void everyTokenHasItsProbability() {
    const Ran ran = overTheBase({"score", text(), "--json"});
    if (ran.code == 4) QSKIP("The base is not here; ./dev test fetches it where there is a network.");
    QVERIFY2(ran.code == 0, ran.err.constData());
    const QJsonObject object = QJsonDocument::fromJson(ran.out).object();
    const QJsonArray tokens = object["tokens"].toArray();
    QVERIFY(tokens.size() > 10 && tokens[0].toObject()["log_probability"].isNull());
    QString spelled;
    double nats = 0;
    for (const QJsonValue& token : tokens) {
      spelled += token["text"].toString();
      nats -= token["log_probability"].toDouble();
      QVERIFY(token["id"].isDouble() && token["log_probability"].toDouble() <= 0);
    }
    QCOMPARE(spelled.toUtf8(), readFile(text()));
    const double characters = static_cast<double>(spelled.size() - tokens[0]["text"].toString().size());
    QCOMPARE(object["characters"].toDouble(), characters);
    QVERIFY(qAbs(object["nats_per_character"].toDouble() - nats / characters) < 1e-6);
    QVERIFY(!object["base"].toString().isEmpty());
  }

  void thePageShowsWhereItSurprises() {
    const Ran ran = overTheBase({"score", text()});
    if (ran.code == 4) QSKIP("The base is not here; ./dev test fetches it where there is a network.");
    QVERIFY2(ran.code == 0, ran.err.constData());
    QVERIFY(ran.out.contains("nats a character"));
    // The least expected word stands first, with its line.
    const QByteArrayList lines = ran.out.split('\n');
    const qsizetype first = lines.indexOf(QByteArray("The most surprising words, by line and nats:")) + 1;
    QVERIFY2(first > 0 && lines[first].contains("[zeppelin—and]"), ran.out.constData());
    QCOMPARE(lines[first].trimmed().split(' ').first(), QByteArray("3"));
  }

  void withoutABaseItSaysSo() {
    const Ran ran = runProgramWith({"score", text()});
    QCOMPARE(ran.code, 4);
    QVERIFY2(isOneSentence(ran.err) && ran.err.contains("no pretrained base"), ran.err.constData());
    QVERIFY(ran.out.isEmpty());
  }

  void mistakesAreSentences_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("no file named") << QStringList{"score"} << 2;
    QTest::newRow("no file") << QStringList{"score", folder_.filePath("none.md")} << 3;
    QTest::newRow("no model") << QStringList{"score", text(), "--model", folder_.filePath("none")} << 4;
  }
  void mistakesAreSentences() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    const Ran ran = runProgramWith(arguments);
    QVERIFY2(isOneSentence(ran.err), ran.err.constData());
    QCOMPARE(ran.code, code);
  }

 private:
  QString text() const { return folder_.filePath("text.md"); }
  static Ran overTheBase(const QStringList& arguments) {
    return runProgramWith(arguments +
                          QStringList{"--model", QStringLiteral(LACUNA_SOURCE_DIR "/resources/models/estuary-135m")});
  }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(ScoreCommandTest)
#include "score_command_test.moc"
