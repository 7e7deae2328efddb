// SPDX-License-Identifier: GPL-3.0-or-later
// The shape of the tree, held by a test: who may include whom, what lies at the top, licence lines, sizes, and that no
// path of one machine has slipped in. The first half shows that each rule can fail; the second reads the tree.
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QtTest/QtTest>

#include "tests/architecture/tree_rules.h"

using namespace lacuna::tests;

namespace {

// What git tracks or would track; without git (a source archive), every file outside the build folders.
QStringList treePaths(const QString& root) {
  QProcess git;
  git.setWorkingDirectory(root);
  git.start("git", {"ls-files", "-z", "--cached", "--others", "--exclude-standard"});
  if (git.waitForFinished() && git.exitStatus() == QProcess::NormalExit && git.exitCode() == 0) {
    QStringList paths;
    for (const QByteArray& path : git.readAllStandardOutput().split('\0')) {
      if (!path.isEmpty() && QFile::exists(root + '/' + path)) paths << QString::fromUtf8(path);
    }
    return paths;
  }
  static const QSet<QString> skipped = {"build", "out", ".git", ".cache"};
  QStringList paths;
  QDirIterator walk(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
  while (walk.hasNext()) {
    const QString path = QDir(root).relativeFilePath(walk.next());
    if (!skipped.contains(path.section('/', 0, 0))) paths << path;
  }
  return paths;
}

}  // namespace

class IncludeDirectionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QVERIFY2(!paths_.isEmpty(), "the tree could not be listed"); }
  void initTestCase() { paths_ = treePaths(QStringLiteral(LACUNA_SOURCE_DIR)); }

  void includeRule_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("good");
    QTest::newRow("engine, itself") << "engine/text/a.cpp"
                                    << "#include \"engine/text/a.h\"" << true;
    QTest::newRow("engine, storage") << "engine/a.cpp"
                                     << "#include \"storage/a.h\"" << false;
    QTest::newRow("engine, Qt") << "engine/a.cpp"
                                << "#include <QString>" << false;
    QTest::newRow("engine, Qt module") << "engine/a.cpp"
                                       << "#include <QtCore/QString>" << false;
    QTest::newRow("engine, queue") << "engine/a.cpp"
                                   << "#include <queue>" << true;
    QTest::newRow("engine, torch") << "engine/a.cpp"
                                   << "#include <torch/types.h>" << true;
    QTest::newRow("engine, SQLite") << "engine/a.cpp"
                                    << "#include <sqlite3.h>" << false;
    QTest::newRow("engine, files") << "engine/a.cpp"
                                   << "#include \"storage/files/output_file.h\"" << true;
    QTest::newRow("files, engine") << "storage/files/a.cpp"
                                   << "#include \"engine/session.h\"" << false;
    QTest::newRow("files, Qt") << "storage/files/a.cpp"
                               << "#include <QFile>" << false;
    QTest::newRow("ui, files") << "ui/a.cpp"
                               << "#include \"storage/files/output_file.h\"" << false;
    QTest::newRow("ui, itself") << "ui/a.cpp"
                                << "#include \"ui/values.h\"" << true;
    QTest::newRow("editor, gap") << "ui/editor/a.cpp"
                                 << "#include \"ui/gap/a.h\"" << false;
    QTest::newRow("gap, editor") << "ui/gap/a.cpp"
                                 << "#include \"ui/editor/a.h\"" << true;
    QTest::newRow("gap, theme") << "ui/gap/a.cpp"
                                << "#include \"ui/theme.h\"" << true;
    QTest::newRow("search, brush") << "ui/search/a.cpp"
                                   << "#include \"ui/brush/a.h\"" << false;
    QTest::newRow("what is everybody's, editor") << "ui/theme.cpp"
                                                 << "#include \"ui/editor/a.h\"" << false;
    QTest::newRow("window, page") << "ui/window/a.cpp"
                                  << "#include \"ui/page/a.h\"" << true;
    QTest::newRow("ui, engine") << "ui/a.cpp"
                                << "#include \"engine/session.h\"" << false;
    QTest::newRow("ui, storage") << "ui/a.cpp"
                                 << "  #  include \"storage/library.h\"" << false;
    QTest::newRow("ui, what a word is") << "ui/a.h"
                                        << "#include \"storage/words.h\"" << true;
    QTest::newRow("ui, torch") << "ui/a.cpp"
                               << "#include <ATen/ATen.h>" << false;
    QTest::newRow("ui, QSqlDatabase") << "ui/a.cpp"
                                      << "#include <QSqlDatabase>" << false;
    QTest::newRow("storage, itself") << "storage/a.cpp"
                                     << "#include <zstd.h>" << true;
    QTest::newRow("storage, ui") << "storage/a.cpp"
                                 << "#include \"ui/values.h\"" << false;
    QTest::newRow("storage, app") << "storage/a.cpp"
                                  << "#include \"app/main.h\"" << false;
    QTest::newRow("app, session") << "app/a.cpp"
                                  << "#include \"engine/session.h\"" << true;
    QTest::newRow("app, what surprises") << "app/a.cpp"
                                         << "#include \"engine/surprise.h\"" << true;
    QTest::newRow("app, inside the engine") << "app/a.cpp"
                                            << "#include \"engine/text/utf8.h\"" << false;
    QTest::newRow("app, ui") << "app/a.cpp"
                             << "#include \"ui/values.h\"" << true;
    QTest::newRow("app, SQLite") << "app/a.cpp"
                                 << "#include <sqlite3.h>" << false;
    QTest::newRow("app, SentencePiece") << "app/a.cpp"
                                        << "#include <sentencepiece_processor.h>" << false;
    QTest::newRow("app, tests") << "app/a.cpp"
                                << "#include \"tests/a.h\"" << false;
    QTest::newRow("relative") << "ui/a.cpp"
                              << "#include \"values.h\"" << false;
    QTest::newRow("upwards") << "ui/a.cpp"
                             << "#include \"../ui/values.h\"" << false;
    QTest::newRow("moc") << "tests/ui/a_test.cpp"
                         << "#include \"a_test.moc\"" << true;
    QTest::newRow("engine test, Qt Test") << "tests/engine/a_test.cpp"
                                          << "#include <QtTest/QtTest>" << true;
    QTest::newRow("ui test, app") << "tests/ui/a_test.cpp"
                                  << "#include \"app/a.h\"" << false;
    QTest::newRow("commented out") << "ui/a.cpp"
                                   << "// #include \"engine/session.h\"" << true;
  }
  void includeRule() {
    QFETCH(QString, path);
    QFETCH(QString, line);
    QFETCH(bool, good);
    const QStringList found = checkIncludes(path, "// one\n" + line + "\n");
    QCOMPARE(found.size(), good ? 0 : 1);
    if (!good) QVERIFY2(found[0].startsWith(path + ":2: "), qPrintable(found[0]));
  }

  void licenceRule() {
    const QString spdx = "SPDX-License-Identifier: GPL-3.0-or-later\n";
    QVERIFY(checkLicenceLine("a.h", "// " + spdx + "#pragma once\n").isEmpty());
    QVERIFY(checkLicenceLine("dev", "#!/usr/bin/env bash\n# " + spdx).isEmpty());
    QCOMPARE(checkLicenceLine("a.h", "#pragma once\n// " + spdx).size(), 1);
    QCOMPARE(checkLicenceLine("a.cmake", "// " + spdx).size(), 1);
    QCOMPARE(checkLicenceLine("a.h", QString()).size(), 1);
    QCOMPARE(checkLicenceLine("dev", "#!/usr/bin/env bash").size(), 1);
  }

  void lengthRule() {
    QVERIFY(checkLength("a.h", QString("x\n").repeated(499)).isEmpty());
    QCOMPARE(checkLength("a.h", QString("x\n").repeated(500)).size(), 1);
  }

  void machinePathRule_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    // Put together here, so that this file does not break its own rule.
    const QString slash = "/";
    QTest::newRow("home") << "open(\"" + slash + "home/anna/x\")" << false;
    QTest::newRow("root") << slash + "root/.cache/x" << false;
    QTest::newRow("temporary") << "in " + slash + "tmp/x.log" << false;
    QTest::newRow("file address") << "file://" + slash + "home/anna/x" << false;
    QTest::newRow("variable") << "$HOME/.cache/x and ~/tmp/x" << true;
    QTest::newRow("relative") << "a/home/b, tests/root/c" << true;
    QTest::newRow("system") << "/usr/share/x, /proc/meminfo" << true;
    QTest::newRow("a word alone") << "the folder " + slash + "tmp is full" << true;
  }
  void machinePathRule() {
    QFETCH(QString, text);
    QFETCH(bool, good);
    QCOMPARE(checkMachinePaths("a.md", text).size(), good ? 0 : 1);
  }

  void topLevelRule() {
    QVERIFY(checkTopLevel({"app/main.cpp", "dev", "docs/model.md"}).isEmpty());
    QCOMPARE(checkTopLevel({"app/main.cpp", "utils/a.h", "utils/b.h", "notes.txt"}).size(), 2);
  }

  // From here on, the tree itself.
  void includesOfTheTree() {
    check([](const QString& path) { return isCpp(path); }, checkIncludes, 30);
  }
  void licenceLinesOfTheTree() { check(isSource, checkLicenceLine, 40); }
  void lengthsOfTheTree() {
    check(
        isSource, [](const QString& path, const QString& text) { return checkLength(path, text); }, 40);
  }
  void machinePathsOfTheTree() {
    check([](const QString&) { return true; }, checkMachinePaths, 60);
  }
  void topLevelOfTheTree() {
    const QStringList found = checkTopLevel(paths_);
    QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
  }

 private:
  // Applies a rule to each text file that `wanted` lets through. A tree with fewer than `least` of them was not read.
  template <typename Wanted, typename Rule>
  void check(Wanted wanted, Rule rule, int least) {
    QStringList found;
    int read = 0;
    for (const QString& path : paths_) {
      if (!wanted(path)) continue;
      QFile file(QStringLiteral(LACUNA_SOURCE_DIR "/") + path);
      QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
      const QByteArray bytes = file.readAll();
      if (bytes.left(8000).contains('\0')) continue;  // not a text
      ++read;
      found << rule(path, QString::fromUtf8(bytes));
    }
    QVERIFY2(read >= least, qPrintable(QStringLiteral("only %1 files were read").arg(read)));
    QVERIFY2(found.isEmpty(), qPrintable('\n' + found.join('\n')));
  }

  QStringList paths_;
};

QTEST_GUILESS_MAIN(IncludeDirectionTest)
#include "include_direction_test.moc"
