// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna library`: what is in it, where words stand, backups and checks, also while a window has it.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "storage/backup.h"
#include "storage/library.h"
#include "tests/app/support.h"

using namespace lacuna;
using namespace lacuna::tests;

class LibraryCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void lists();
  void searches();
  void saysWhatWasWritten();
  void backsUp();
  void checksAndRestores();
  void refuses_data();
  void refuses();

 private:
  QString path(const QString& name = QStringLiteral("library.lacuna")) const { return folder_->filePath(name); }
  Ran run(const QStringList& arguments) const {
    return runProgramWith(QStringList{"library"} + arguments, {"LACUNA_LIBRARY=" + path()});
  }
  QJsonObject json(const QStringList& arguments) const {
    const Ran ran = run(arguments + QStringList{"--json"});
    return ran.code == 0 ? QJsonDocument::fromJson(ran.out).object() : QJsonObject();
  }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<storage::Library> library_;  // as a window has it
  QStringList ids_;
};

void LibraryCommandTest::init() {
  library_.reset();
  folder_ = std::make_unique<QTemporaryDir>();
  library_ = std::make_unique<storage::Library>(path());
  ids_ = library_->create(QVector<storage::NewDocument>{
      {QStringLiteral("The Estuary"), {}, {}, storage::DocumentKind::Project},
      {QStringLiteral("Low Water"),
       QStringLiteral("The lamp burned.\nNobody came.\n"),
       {},
       storage::DocumentKind::Chapter,
       {},
       0},
      {QString::fromUtf8("Caf\u00E9 \x1B[31m"), QStringLiteral("A grey lamp."), {}, storage::DocumentKind::Note},
      {QStringLiteral("Old"), QStringLiteral("No lamp."), {}, storage::DocumentKind::Scene}});
  library_->tree().bin(ids_[3]);
}

void LibraryCommandTest::lists() {
  const Ran ran = run({});
  QCOMPARE(ran.code, 0);
  const QList<QByteArray> lines = ran.out.trimmed().split('\n');
  QCOMPARE(lines.size(), 5);
  QVERIFY2(lines[1].endsWith("5 words    Low Water"), lines[1]);
  QCOMPARE(lines[3], QByteArray("In the bin:"));
  QVERIFY2(!ran.out.contains('\x1B'), ran.out);
  const QJsonArray documents = json({"list"})["documents"].toArray();
  QCOMPARE(documents.size(), 4);
  QCOMPARE(documents[1]["id"].toString(), ids_[1]);
  QCOMPARE(documents[1]["parent"].toString(), ids_[0]);
  QCOMPARE(documents[1]["kind"].toString(), QStringLiteral("chapter"));
  QCOMPARE(documents[3]["bin"].toBool(), true);
}

void LibraryCommandTest::searches() {
  library_->apply(ids_[1], {{4, 4, QStringLiteral("lighthouse")}});
  library_->commit();
  const Ran ran = run({"search", "lamp"});
  QCOMPARE(ran.code, 0);
  QVERIFY2(ran.out.startsWith("Caf") && ran.out.endsWith(": A grey lamp.\n"), ran.out);
  const QJsonObject found = json({"search", "LIGHTHOUSE burn*"});
  QCOMPARE(found["paragraphs"].toInt(), 1);
  const QJsonValue document = found["documents"].toArray().at(0);
  QCOMPARE(document["id"].toString(), ids_[1]);
  QCOMPARE(document["hits"].toArray().at(0)["begin"].toInt(), 4);
  QCOMPARE(document["hits"].toArray().at(0)["end"].toInt(), 14);
  QCOMPARE(json({"search", "low"})["titles"].toArray(), QJsonArray{ids_[1]});
  const Ran nothing = run({"search", "ferry"});
  QCOMPARE(nothing.code, 0);
  QVERIFY2(nothing.out.isEmpty() && isOneSentence(nothing.err), nothing.err);
  QVERIFY(!QFile::exists(path(QStringLiteral("library.lacuna-search"))));  // it only reads
}

void LibraryCommandTest::saysWhatWasWritten() {
  QVERIFY(isOneSentence(run({"writing"}).err));
  library_->setGoal({500});
  library_->apply(ids_[1], {{0, 0, QStringLiteral("So. ")}});
  library_->commit();
  const Ran ran = run({"writing"});
  QVERIFY2(ran.out.contains("1 typed") && ran.out.contains("Goal: 500 words"), ran.out);
  const QJsonObject told = json({"writing"});
  QCOMPARE(told["goal"].toInt(), 500);
  QCOMPARE(told["days"].toArray().at(0)["typed"].toInt(), 1);
}

void LibraryCommandTest::backsUp() {
  const QString folder = path(QStringLiteral("safe"));
  const QJsonObject made = json({"backup", folder});
  QCOMPARE(made["documents"].toInt(), 4);
  QVERIFY(QFile::exists(made["path"].toString()));
  for (int i = 0; i < 3; ++i) QCOMPARE(run({"backup", folder, "--keep", "2"}).code, 0);
  QCOMPARE(storage::backupsIn(folder, path()).size(), 2);
  // Without a folder: where the window makes them.
  const Ran ran = run({"backup"});
  QCOMPARE(ran.code, 0);
  QVERIFY2(ran.out.startsWith("Backed up to " + path(QStringLiteral("backups")).toUtf8()), ran.out);
  storage::BackupPlan none;
  none.folder.clear();
  storage::setBackupPlan(*library_, none);
  const Ran nowhere = run({"backup"});
  QCOMPARE(nowhere.code, 2);
  QVERIFY2(isOneSentence(nowhere.err), nowhere.err);
}

void LibraryCommandTest::checksAndRestores() {
  QCOMPARE(json({"check"})["words"].toInt(), 10);
  const QString backup = json({"backup", path(QStringLiteral("safe"))})["path"].toString();
  const QString copy = json({"restore", backup})["path"].toString();
  QVERIFY(copy.startsWith(folder_->path()) && copy != path() && copy != backup);
  const Ran told = runProgramWith({"--library", copy, "library", "list", "--json"});
  QCOMPARE(QJsonDocument::fromJson(told.out)["documents"].toArray().size(), 4);
  storage::Database(copy).execute("UPDATE revisions SET payload = x'0011' WHERE document = 2");
  const Ran damaged = run({"check", copy});
  QCOMPARE(damaged.code, 3);
  QVERIFY2(damaged.out.endsWith("Damaged: Low Water\n"), damaged.out);
}

void LibraryCommandTest::refuses_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("code");
  QTest::newRow("no text") << QStringList{"search"} << 2;
  QTest::newRow("an unknown action") << QStringList{"burn"} << 2;
  QTest::newRow("none kept") << QStringList{"backup", "--keep", "0"} << 2;
  QTest::newRow("no library") << QStringList{"list", "--library", "/nowhere/library.lacuna"} << 3;
  QTest::newRow("no backup") << QStringList{"restore", "/nowhere/library.lacuna"} << 3;
  QTest::newRow("no library to back up") << QStringList{"backup", "--library", "/nowhere/library.lacuna"} << 3;
}
void LibraryCommandTest::refuses() {
  QFETCH(QStringList, arguments);
  const Ran ran = run(arguments);
  QTEST(ran.code, "code");
  QVERIFY2(isOneSentence(ran.err) && ran.out.isEmpty(), ran.err);
}

QTEST_APPLESS_MAIN(LibraryCommandTest)
#include "library_command_test.moc"
