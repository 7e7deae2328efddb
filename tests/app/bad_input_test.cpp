// SPDX-License-Identifier: GPL-3.0-or-later
// What the program says and returns for files and command lines that it cannot use. No model is needed: input is
// looked at first.
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "tests/app/support.h"

using namespace lacuna::tests;

class BadInputTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    QVERIFY(writeFile(path("latin1.md"), "caf\xE9 [[…]] noir"));
    QVERIFY(writeFile(path("empty.md"), ""));
    QVERIFY(writeFile(path("whole.md"), "Nothing is missing here, not even [[a storm]].\n"));
    QVERIFY(writeFile(path("good.md"), "She opened [[…]] and went [[2 words]] in.\n"));
    QVERIFY(writeFile(path("ema.json"), R"({"ema": 2})"));
    QVERIFY(writeFile(path("steps.json"), R"({"steps": -5})"));
    QVERIFY(writeFile(path("well.json"), "{}"));
    QVERIFY(QDir(folder_.path()).mkdir("folder"));
  }

  void refuses_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const QStringList& arguments, int code, const char* says) {
      QTest::newRow(name) << arguments << code << QByteArray(says);
    };
    row("missing", {"infill", path("none.md")}, 3, "There is no file");
    row("a folder", {"infill", path("folder")}, 3, "is a folder");
    row("not UTF-8", {"infill", path("latin1.md")}, 3, "the byte at offset 3 is 0xE9");
    row("empty", {"infill", path("empty.md")}, 3, "is empty");
    row("no gap", {"infill", path("whole.md")}, 3, "has no gap");
    row("no such gap", {"infill", path("good.md"), "--gap", "3"}, 2, "has 2 written gaps");
    row("past the end", {"infill", path("good.md"), "--gap", "4:4000"}, 2, "reaches past the end");
    row("overlapping", {"infill", path("good.md"), "--gap", "1", "--gap", "5:16"}, 2, "overlap");
    row("backwards", {"infill", path("good.md"), "--gap", "9:4"}, 2, "BEGIN not after END");
    row("no number", {"infill", path("good.md"), "--gap", "x"}, 2, "--gap");
    row("too many candidates", {"infill", path("good.md"), "--candidates", "65"}, 2, "--candidates");
    row("no steps", {"infill", path("good.md"), "--steps", "0"}, 2, "--steps");
    row("negative seed", {"infill", path("good.md"), "--seed", "-1"}, 2, "--seed");
    row("take too far", {"infill", path("good.md"), "--candidates", "2", "--take", "3"}, 2, "only 2 candidates");
    row("no file", {"infill"}, 2, "FILE");
    row("unknown option", {"infill", path("good.md"), "--frobnicate"}, 2, "--frobnicate");
    row("train without data", {"train", "--config", "x"}, 2, "lacuna train --help");
    row("train of nothing", {"train", "--data", path("folder"), "--output", path("out")}, 2, "--base");
    row("train over no base", {"train", "--base", path("no.gguf"), "--data", path("folder"), "--output", path("out")},
        4, "no.gguf");
    row("a base and a tokenizer",
        {"train", "--base", path("no.gguf"), "--tokenizer", "x", "--data", path("folder"), "--output", path("out")}, 2,
        "--tokenizer");
    const auto train = [this](const char* config, const QStringList& more = {}) {
      return QStringList{"train",       "--config",      path(config), "--data",   path("folder"),
                         "--tokenizer", "nowhere.model", "--output",   path("out")} +
             more;
    };
    row("no config", train("no.json"), 3, "no.json");
    row("config of another kind", train("good.md"), 3, "good.md is not JSON");
    row("impossible mean", train("ema.json"), 3, "\"ema\" is 2");
    row("no steps in a config", train("steps.json"), 3, "\"steps\" is -5");
    row("no tokenizer", train("well.json"), 4, "nowhere.model");
    row("a budget that is no number", train("well.json", {"--budget", "nan"}), 2, "--budget");
    row("a temperature that is no number", {"infill", path("good.md"), "--temperature", "nan"}, 2, "--temperature");
    row("no grid", {"ablate", path("no.json"), "--data", "x", "--valid", "x", "--tokenizer", "x"}, 3, "no.json");
    row("no bench config", {"bench", "step", "--config", path("no.json")}, 3, "no.json");
    row("no text to learn from", {"tokenizer", "--data", path("folder"), "--output", path("t.model")}, 3,
        "no .txt file");
    row("no output's name", {"infill", path("good.md"), "-o", ""}, 2, "--output");
    row("no report's name", {"eval", "--data", path("folder"), "--html", ""}, 2, "--html");
    row("no model's name", {"infill", path("good.md"), "--model", ""}, 2, "--model");
    row("no file's name", {"infill", ""}, 2, "FILE");
    // Outputs are looked at before a model is.
    row("an output in no folder", {"infill", path("good.md"), "-o", path("none/x.md"), "--model", path("nowhere")}, 1,
        "there is no folder");
    row("a replay in no folder",
        {"infill", path("good.md"), "--replay", path("none/x.html"), "--model", path("nowhere")}, 1,
        "there is no folder");
    row("a report in no folder",
        {"eval", "--data", path("folder"), "--html", path("none/x.html"), "--model", path("nowhere")}, 1,
        "there is no folder");
    row("an output that is a folder", {"infill", path("good.md"), "-o", path("folder"), "--model", path("nowhere")}, 1,
        "it is a folder");
    row("a name that is too long",
        {"infill", path("good.md"), "-o", path(QByteArray(300, 'n')), "--model", path("nowhere")}, 1, "longer than");
    row("no model folder", {"infill", path("good.md"), "--model", path("nowhere")}, 4, "nowhere");
  }
  void refuses() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QByteArray, says);
    const Ran ran = runProgramWith(arguments);
    QVERIFY(!ran.crashed);
    if (code >= 0) QCOMPARE(ran.code, code);
    QVERIFY(ran.code != 0);
    QVERIFY2(ran.out.isEmpty(), ran.out.constData());
    // The note about [[a storm]] belongs to a text that is used; a refusal is one sentence only.
    QVERIFY2(isOneSentence(ran.err), ran.err.constData());
    QVERIFY2(ran.err.contains(says), ran.err.constData());
  }

  void saysThatThereIsNoDisplay() {
    const Ran ran = runProgramWith({}, {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"});
    QCOMPARE(ran.code, 1);
    QVERIFY2(isOneSentence(ran.err), ran.err.constData());
    QVERIFY(ran.err.contains("lacuna infill"));
  }

  void saysThatTheDisplayDoesNotAnswer() {
    const Ran ran = runProgramWith({}, {"DISPLAY=:4711", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"});
    QVERIFY(!ran.crashed);
    QCOMPARE(ran.code, 1);
    QVERIFY2(isOneSentence(ran.err), ran.err.constData());
  }

  void saysThatTheEngineIsMissing() {
    const Ran ran = runProgramWith({"infill", path("good.md")}, {"LACUNA_ENGINE=" + path("none.so")});
    QCOMPARE(ran.code, 1);
    QVERIFY2(isOneSentence(ran.err), ran.err.constData());
    QVERIFY(ran.err.contains("LACUNA_ENGINE"));
    // A library that is there but is no engine.
    QVERIFY(writeFile(path("odd.so"), "not a library"));
    const Ran odd = runProgramWith({"infill", path("good.md")}, {"LACUNA_ENGINE=" + path("odd.so")});
    QCOMPARE(odd.code, 1);
    QVERIFY2(isOneSentence(odd.err), odd.err.constData());
    const Ran torch = runProgramWith({"infill", path("good.md")}, {"LACUNA_TORCH_DIR=" + path("folder")});
    QCOMPARE(torch.code, 1);
    QVERIFY2(torch.err.contains("LACUNA_TORCH_DIR"), torch.err.constData());
  }

  void helpTeaches() {
    const Ran root = runProgramWith({"--help"});
    QCOMPARE(root.code, 0);
    QVERIFY(root.out.contains("Examples:") && root.out.contains("Exit codes:"));
    for (const char* command : {"infill", "train", "tokenizer", "eval", "doctor", "screenshots"}) {
      QVERIFY2(root.out.contains(command), command);
      QCOMPARE(runProgramWith({QLatin1String(command), "--help"}).code, 0);
    }
    QVERIFY(runProgramWith({"--version"}).out.startsWith("Lacuna "));
  }

 private:
  QString path(const char* name) const { return folder_.filePath(QLatin1String(name)); }
  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(BadInputTest)
#include "bad_input_test.moc"
