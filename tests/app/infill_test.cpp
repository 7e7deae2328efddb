// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna infill` with the model of the tree: results, files, seeds. Nothing here depends on the model's quality.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <csignal>

#include <unistd.h>

#include "tests/app/support.h"

using namespace lacuna::tests;

namespace {

const QByteArray kDraft = "She opened the “door” [[…]] and went in.\n\nThe lamp [[3 words]] burned. [[a storm]]\n";

QStringList texts(const QJsonObject& object) {
  QStringList found;
  for (const QJsonValue& gap : object["gaps"].toArray()) {
    for (const QJsonValue& candidate : gap["candidates"].toArray()) found << candidate["text"].toString();
  }
  return found;
}

}  // namespace

class InfillTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    draft_ = folder_.filePath("draft.md");
    QVERIFY(writeFile(draft_, kDraft));
  }

  void jsonIsOneObjectOfItsShape() {
    const QJsonObject object = fill({"--seed", "7", "--json", "--candidates", "3", "--steps", "6"});
    QCOMPARE(object.keys(), QStringList({"gaps", "model", "seconds", "seed", "steps"}));
    QVERIFY(!object["model"].toString().isEmpty());
    QCOMPARE(object["seed"].toInt(), 7);
    QCOMPARE(object["steps"].toInt(), 6);
    QVERIFY(object["seconds"].toDouble() > 0);
    const QJsonArray gaps = object["gaps"].toArray();
    QCOMPARE(gaps.size(), 2);
    QCOMPARE(gaps[0]["start"].toInt(), kDraft.indexOf("[[…]]"));
    QCOMPARE(gaps[1]["start"].toInt(), kDraft.indexOf("[[3 words]]"));
    for (const QJsonValue& gap : gaps) {
      QVERIFY(gap["length_tokens"].toInt() > 0);
      const QJsonArray candidates = gap["candidates"].toArray();
      QCOMPARE(candidates.size(), 3);
      for (const QJsonValue& candidate : candidates) {
        QVERIFY(candidate["text"].isString());
        QVERIFY(candidate["score"].toDouble() <= 0);
      }
    }
  }

  void theSameSeedGivesTheSameBytes() {
    const QStringList quick{"--json", "--candidates", "2", "--steps", "8"};
    const QStringList first = texts(fill(quick + QStringList{"--seed", "7"}));
    QCOMPARE(texts(fill(quick + QStringList{"--seed", "7"})), first);
    QVERIFY(texts(fill(quick + QStringList{"--seed", "8"})) != first);
    const QJsonObject drawn = fill(quick);
    const QString seed = QString::number(drawn["seed"].toInteger());
    QCOMPARE(texts(fill(quick + QStringList{"--seed", seed})), texts(drawn));
  }

  void outputReplacesOnlyTheGaps() {
    const QString out = folder_.filePath("filled.md");
    const QStringList quick{"--seed", "7", "--candidates", "2", "--steps", "4"};
    const QStringList fills = texts(fill(quick + QStringList{"--json", "--take", "2", "--output", out}));
    QByteArray expected = kDraft;
    expected.replace("[[…]]", fills[1].toUtf8()).replace("[[3 words]]", fills[3].toUtf8());
    QCOMPARE(readFile(out), expected);
    QCOMPARE(readFile(draft_), kDraft);
    const Ran piped = run(quick + QStringList{"--take", "2", "--output", "-"});
    QCOMPARE(piped.out, expected);
    // Over the draft itself, through a link: the link stays a link.
    const QString link = folder_.filePath("link.md");
    QVERIFY(QFile::copy(draft_, folder_.filePath("own.md")) && QFile::link(folder_.filePath("own.md"), link));
    const Ran over = runProgramWith(QStringList{"infill", link, "--output", link} + quick);
    QCOMPARE(over.code, 0);
    QVERIFY(QFileInfo(link).isSymLink());
    QVERIFY(!readFile(folder_.filePath("own.md")).contains("[[…]]"));
    QCOMPARE(QDir(folder_.path()).entryList({"*.lacuna-*"}).size(), 0);
  }

  void aPipeGetsOnlyResults() {
    const Ran ran = run({"--seed", "7", "--candidates", "2", "--steps", "4"});
    QCOMPARE(ran.code, 0);
    QVERIFY(!ran.out.contains('\x1b') && !ran.out.contains('\r'));
    const QList<QByteArray> lines = ran.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    for (const QByteArray& line : lines) QCOMPARE(line.count('\t'), 3);
    QVERIFY(lines[0].startsWith("1\t1\t") && lines[3].startsWith("2\t2\t"));
    QVERIFY2(ran.err.contains("[[a storm]] in line 3 is left alone"), ran.err.constData());
  }

  void gapChoosesAmongTheWrittenOnes() {
    const QJsonObject second = fill({"--gap", "2", "--json", "--candidates", "1", "--steps", "4", "--seed", "7"});
    QCOMPARE(second["gaps"].toArray().size(), 1);
    QCOMPARE(second["gaps"][0]["start"].toInt(), kDraft.indexOf("[[3 words]]"));
    const QJsonObject range = fill({"--gap", "4:10", "--json", "--candidates", "1", "--steps", "4", "--seed", "7"});
    QCOMPARE(range["gaps"][0]["start"].toInt(), 4);
  }

  void outputThatCannotBeWrittenIsASentence() {
    QString closed = folder_.filePath("closed");
    QVERIFY(QDir().mkdir(closed));
    QVERIFY(QFile::setPermissions(closed, QFile::ReadOwner | QFile::ExeOwner));
    // Permissions bind everybody but root, for whom a folder that no one can write to is taken.
    if (::geteuid() == 0) closed = "/proc";
    const Ran ran = run({"--steps", "2", "--candidates", "1", "--gap", "2", "--output", closed + "/filled.md"});
    QCOMPARE(ran.code, 1);
    QVERIFY2(ran.err.contains("could not be written to " + closed.toUtf8()), ran.err.constData());
    const Ran folder = run({"--steps", "2", "--candidates", "1", "--output", folder_.path()});
    QCOMPARE(folder.code, 1);
    QVERIFY2(folder.err.contains("directory"), folder.err.constData());
  }

  void ctrlCStopsWithoutWriting() {
    QProcess process;
    const QString out = folder_.filePath("never.md");
    process.start(programPath(), {"infill", draft_, "--steps", "1000", "--candidates", "16", "--output", out});
    QVERIFY(process.waitForStarted());
    QTest::qWait(1500);
    QCOMPARE(process.state(), QProcess::Running);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(!QFile::exists(out));
  }

  void aTerminalSeesTheWordsComeOutOfTheNoise() {
    // script(1) gives the program a terminal.
    if (QStandardPaths::findExecutable("script").isEmpty()) QSKIP("script(1) is not installed");
    const Ran ran = inTerminal({"TERM=xterm-256color", "NO_COLOR"});
    QCOMPARE(ran.code, 0);
    QVERIFY(ran.out.contains("▮") && ran.out.contains(" 1/"));  // of as many steps as the model takes
    QVERIFY(ran.out.contains("\x1b[?25l") && ran.out.lastIndexOf("\x1b[?25h") > ran.out.lastIndexOf("\x1b[?25l"));
    QVERIFY(ran.out.contains("\x1b[38;5;"));
    QVERIFY(ran.out.contains("She opened the"));
    const Ran plain = inTerminal({"TERM=xterm-256color", "NO_COLOR=1"});
    QCOMPARE(plain.code, 0);
    QVERIFY(plain.out.contains("▮") && !plain.out.contains("\x1b[38;5;"));
    const Ran dumb = inTerminal({"TERM=dumb"});
    QCOMPARE(dumb.code, 0);
    QVERIFY(!dumb.out.contains('\x1b') && !dumb.out.contains("▮"));
  }

  void doctorSaysThatAllIsWell() {
    const Ran ran = runProgramWith({"doctor", "--json"});
    const QJsonObject object = QJsonDocument::fromJson(ran.out).object();
    QVERIFY2(ran.code == 0, ran.out + ran.err);
    QVERIFY(object["ok"].toBool());
    QVERIFY(object["checks"].toArray().size() >= 3);
    QCOMPARE(runProgramWith({"doctor"}).code, 0);
  }

 private:
  Ran run(const QStringList& options) { return runProgramWith(QStringList{"infill", draft_} + options); }

  QJsonObject fill(const QStringList& options) {
    const Ran ran = run(options);
    if (ran.code != 0) qWarning("%s", ran.err.constData());
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(ran.out, &error);
    if (error.error != QJsonParseError::NoError) qWarning("not JSON: %s", ran.out.constData());
    return document.object();
  }

  Ran inTerminal(const QStringList& changes) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& change : changes) {
      if (change.contains('='))
        environment.insert(change.section('=', 0, 0), change.section('=', 1));
      else
        environment.remove(change);
    }
    process.setProcessEnvironment(environment);
    const QString command = QStringLiteral("stty cols 70 rows 24; '%1' infill '%2' --seed 7 --steps 12 --candidates 2")
                                .arg(programPath(), draft_);
    process.start("script", {"-qec", command, "/dev/null"});
    Ran ran;
    if (!process.waitForFinished(120000)) return ran;
    ran.code = process.exitCode();
    ran.out = process.readAllStandardOutput();
    return ran;
  }

  QTemporaryDir folder_;
  QString draft_;
};

QTEST_GUILESS_MAIN(InfillTest)
#include "infill_test.moc"
