// SPDX-License-Identifier: GPL-3.0-or-later
// The man page and the completions against --help, which the parser's library writes by itself.
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "tests/app/support.h"

using namespace lacuna::tests;

namespace {

struct Helped {
  QStringList options;   // with their dashes
  QStringList commands;  // of the next level
};

Helped helpOf(const QStringList& path) {
  const Ran ran = runProgramWith(path + QStringList{QStringLiteral("--help")});
  Helped helped;
  bool commands = false;
  static const QRegularExpression names(QStringLiteral("^  ((-[A-Za-z])?,?(--[a-z-]+)?(,--[a-z-]+)*)( |$)"));
  static const QRegularExpression command(QStringLiteral("^  ([a-z][a-z-]*) "));
  const QStringList lines = QString::fromUtf8(ran.out).split('\n');
  for (const QString& line : lines) {
    if (line.startsWith("Examples:") || line.startsWith("Example:")) break;
    if (!line.startsWith(' ')) commands = line.startsWith("Subcommands:");
    if (const auto match = names.match(line); match.hasMatch() && !commands)
      helped.options << match.captured(1).split(',', Qt::SkipEmptyParts);
    if (const auto match = command.match(line); match.hasMatch() && commands) helped.commands << match.captured(1);
  }
  return helped;
}

// Visits each command with its path, the root's empty.
template <typename Visit>
void everyCommand(const QStringList& path, const Visit& visit) {
  const Helped helped = helpOf(path);
  visit(path, helped);
  for (const QString& each : helped.commands) everyCommand(path + QStringList{each}, visit);
}

QString page(const char* kind) {
  const Ran ran = runProgramWith({"help-table", QLatin1String(kind)});
  return ran.code == 0 && ran.err.isEmpty() ? QString::fromUtf8(ran.out) : QString();
}

QString pathOf(const QStringList& path) { return (QStringList{"lacuna"} + path).join(' '); }

// From a line to the next one that begins as it does.
QString part(const QString& text, const QString& from, const QString& to) {
  const qsizetype begin = text.indexOf(from);
  if (begin < 0) return {};
  const qsizetype end = text.indexOf(to, begin + from.size());
  return text.mid(begin, end < 0 ? -1 : end - begin);
}

QStringList bashReplies(const QString& script, const QStringList& words) {
  QString quoted;
  for (const QString& word : words) quoted += " '" + word + "'";
  QProcess bash;
  bash.start("bash", {"--norc", "-c",
                      "source '" + script + "'; compopt() { :; }; COMP_WORDS=(" + quoted +
                          "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _lacuna; printf '%s\\n' \"${COMPREPLY[@]}\""});
  if (!bash.waitForFinished() || bash.exitCode() != 0) return {"bash: " + bash.readAllStandardError()};
  return QString::fromUtf8(bash.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
}

}  // namespace

class HelpTableTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void holdEachCommandAndOption() {
    const QString man = page("man"), bash = page("bash"), zsh = page("zsh"), fish = page("fish");
    int commands = 0, options = 0;
    everyCommand({}, [&](const QStringList& path, const Helped& helped) {
      ++commands;
      const QString name = pathOf(path);
      QString inMan = path.isEmpty() ? part(man, ".SH OPTIONS", ".SH") : part(man, ".SS " + name + "\n", ".S");
      inMan.replace("\\-", "-");
      const QString inBash = part(bash, "\n    '" + name + "')", ";;\n    '");
      const QString inZsh = part(zsh, "\n_" + QString(name).replace(' ', '_').replace('-', '_') + "() {", "\n}");
      for (const QString& option : helped.options) {
        ++options;
        QVERIFY2(inMan.contains("\\fB" + option + "\\fR"), qPrintable(name + " " + option));
        QVERIFY2(QRegularExpression("options='[^']*" + option + "[ ']").match(inBash).hasMatch(),
                 qPrintable(name + " " + option));
        QVERIFY2(inZsh.contains("'*" + option + "["), qPrintable(name + " " + option));
        const QString letter = option.startsWith("--") ? " -l " + option.mid(2) : " -s " + option.mid(1);
        QVERIFY2(QRegularExpression("__lacuna_at \"" + name + "\"'[^\n]*" + letter + " ").match(fish).hasMatch(),
                 qPrintable(name + " " + option));
      }
      for (const QString& each : helped.commands) {
        QVERIFY2(man.contains(".SS " + name.toHtmlEscaped() + " " + each + "\n"), qPrintable(each));
        QVERIFY2(QRegularExpression("operands='[^']*\\b" + each + "\\b").match(inBash).hasMatch(), qPrintable(each));
        QVERIFY2(inZsh.contains("'" + each + ":"), qPrintable(each));
        QVERIFY2(fish.contains("__lacuna_at \"" + name + "\"' -a " + each + " "), qPrintable(each));
      }
    });
    // What --help was read for, so that a change of its looks does not make this empty.
    QVERIFY2(commands > 20 && options > 150, qPrintable(QString("%1 %2").arg(commands).arg(options)));
    QVERIFY(!helpOf({}).commands.contains("help-table"));
  }

  void bashCompletes() {
    QTemporaryDir folder;
    const QString script = folder.filePath("lacuna");
    QVERIFY(writeFile(script, page("bash").toUtf8()));
    QCOMPARE(bashReplies(script, {"lacuna", "inf"}), QStringList{"infill"});
    QCOMPARE(bashReplies(script, {"lacuna", "infill", "--ra"}), QStringList{"--rank"});
    QCOMPARE(bashReplies(script, {"lacuna", "infill", "--rank", "c"}), QStringList{"consensus"});
    QCOMPARE(bashReplies(script, {"lacuna", "infill", "--rank", "=", "c"}), QStringList{"consensus"});
    QCOMPARE(bashReplies(script, {"lacuna", "infill", "--rank", "="}), QStringList({"likelihood", "consensus"}));
    QCOMPARE(bashReplies(script, {"lacuna", "library", "ba"}), QStringList{"backup"});
    QCOMPARE(bashReplies(script, {"lacuna", "library", "backup", "--k"}), QStringList{"--keep"});
    QCOMPARE(bashReplies(script, {"lacuna", "cache", "cl"}), QStringList{"clear"});
    // A number is nobody's to guess.
    QCOMPARE(bashReplies(script, {"lacuna", "infill", "--steps", ""}), QStringList{});
  }

  // Where the tools are: both read the page whole, and find nothing to complain about.
  void manPageIsSound() {
    const QString text = page("man");
    QVERIFY(text.contains(".SH NAME\n") && text.contains("[[\\[u2026]]]"));
    for (const QChar letter : text) QVERIFY(letter.unicode() < 0x80);
    QTemporaryDir folder;
    QVERIFY(writeFile(folder.filePath("lacuna.1"), text.toUtf8()));
    const QList<QStringList> tools = {{"groff", "-man", "-ww", "-z", "-Tutf8"},
                                      {"mandoc", "-T", "lint", "-W", "warning"}};
    for (const QStringList& tool : tools) {
      if (QStandardPaths::findExecutable(tool.front()).isEmpty()) continue;
      QProcess process;
      process.setProcessChannelMode(QProcess::MergedChannels);
      process.start(tool.front(), tool.mid(1) + QStringList{folder.filePath("lacuna.1")});
      QVERIFY(process.waitForFinished());
      QCOMPARE(QString::fromUtf8(process.readAll()), QString());
    }
  }

  void refusesAnotherPage() {
    const Ran ran = runProgramWith({"help-table", "tcsh"});
    QCOMPARE(ran.code, 2);
    QVERIFY2(isOneSentence(ran.err), ran.err.constData());
  }

  // One version: the program's, and that of the newest release that the software centres show.
  void versionIsThatOfTheNewestRelease() {
    const QString meta =
        QString::fromUtf8(readFile(LACUNA_SOURCE_DIR "/packaging/desktop/org.lacuna.Lacuna.metainfo.xml"));
    const auto match = QRegularExpression("<release version=\"([^\"]+)\" date=\"([^\"]+)\"").match(meta);
    QVERIFY(match.hasMatch());
    QCOMPARE(QString::fromUtf8(runProgramWith({"--version"}).out), "Lacuna " + match.captured(1) + "\n");
    QVERIFY(page("man").contains(".TH LACUNA 1 " + match.captured(2) + " \"Lacuna " + match.captured(1) + "\""));
  }
};

QTEST_GUILESS_MAIN(HelpTableTest)
#include "help_table_test.moc"
