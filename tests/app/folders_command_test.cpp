// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna import DIR --project` and `lacuna export PROJECT -o DIR/`.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "storage/library.h"
#include "tests/app/support.h"

using namespace lacuna;
using namespace lacuna::tests;

class FoldersCommandTest : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;
  QString path(const QString& name) const { return folder_.filePath(name); }
  Ran run(const QStringList& arguments) const {
    return runProgramWith(arguments, {"LACUNA_LIBRARY=" + path("library.lacuna")});
  }

 private Q_SLOTS:
  void aFolderGoesInAndOut() {
    QVERIFY(QDir().mkpath(path("novel/01 Sea")));
    QVERIFY(writeFile(path("novel/01 Sea/2 Two.md"), "Two.\n"));
    QVERIFY(writeFile(path("novel/01 Sea/10 Ten.md"), "Ten.\r\n"));
    QVERIFY(writeFile(path("novel/02 Bad.md"), "caf\xe9"));
    Ran ran = run({"import", path("novel")});
    QCOMPARE(ran.code, 3);
    QVERIFY(isOneSentence(ran.err) && ran.err.contains("--project"));
    ran = run({"import", path("novel"), "--project", "--link", "--json"});
    QCOMPARE(ran.code, 0);
    QVERIFY(isOneSentence(ran.err) && ran.err.contains("02 Bad.md is not UTF-8"));
    const QJsonObject made = QJsonDocument::fromJson(ran.out).object().value("imported").toArray().first().toObject();
    QCOMPARE(made.value("documents").toInt(), 4);
    QCOMPARE(made.value("left_out").toArray().size(), 1);
    {
      storage::Library library(path("library.lacuna"));
      QStringList titles;
      for (const storage::TreeNode& node : library.tree().nodes()) titles << QString(node.depth, u'>') + node.title;
      QCOMPARE(titles, (QStringList{"novel", ">Sea", ">>Two", ">>Ten"}));
      QCOMPARE(library.links().all().size(), 2);
      QCOMPARE(library.links().folders().first().passed, QStringList{"02 Bad.md"});
    }
    ran = run({"export", "novel", "-o", path("out") + "/", "--json"});
    QCOMPARE(ran.code, 0);
    QCOMPARE(readFile(path("out/01 Sea/02 Ten.md")), QByteArray("Ten.\r\n"));
    QVERIFY(writeFile(path("out/01 Sea/01 Two.md"), "Theirs.\n"));
    {
      storage::Library library(path("library.lacuna"));
      library.apply(library.tree().nodes()[2].id, {{0, 0, QStringLiteral("Mine. ")}});
      library.commit();
    }
    ran = run({"export", "novel", "-o", path("out")});
    QCOMPARE(ran.code, 1);
    QVERIFY(isOneSentence(ran.err) && ran.err.contains("--force"));
    QCOMPARE(readFile(path("out/01 Sea/01 Two.md")), QByteArray("Theirs.\n"));
    ran = run({"export", "novel", "-o", path("out"), "--force"});
    QCOMPARE(ran.code, 0);
    QCOMPARE(readFile(path("out/01 Sea/01 Two.md")), QByteArray("Mine. Two.\n"));
    ran = run({"export", "novel", "-o", path("out/lacuna.json/")});
    QCOMPARE(ran.code, 3);
    QVERIFY(isOneSentence(ran.err));
  }
};

QTEST_GUILESS_MAIN(FoldersCommandTest)
#include "folders_command_test.moc"
