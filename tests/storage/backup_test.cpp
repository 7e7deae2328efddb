// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/backup.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include "storage/library.h"
#include "storage/search/library_search.h"
#include "tests/storage/faulty_disk.h"
#include "tests/storage/read_only_folder.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList namesIn(const QString& folder) {
  return QDir(folder).entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
}

// A copy of the library of an age, as makeBackup would have named it.
QString aged(const QString& library, const QString& folder, const QDateTime& made) {
  const QString path =
      QStringLiteral("%1/library %2.lacuna").arg(folder, made.toString(QStringLiteral("yyyy-MM-dd HH.mm.ss")));
  return QDir().mkpath(folder) && QFile::copy(library, path) ? path : QString();
}

}  // namespace

class BackupTest : public QObject {
  Q_OBJECT

  struct Example {
    test::Folder folder;
    QString path = folder.path();
    QString backups = folder.path(QStringLiteral("safe/backups"));
    std::unique_ptr<Library> library = std::make_unique<Library>(path);
    QString id = library->create(QStringLiteral("Low Water"), test::prose(2000));
    BackupRequest request() const { return {path, backups}; }
  };

 private Q_SLOTS:
  // Beside a window that writes: what was saved is in it, what waits is not.
  void aBackupIsALibrary() {
    Example example;
    example.library->apply(example.id, {{0, 0, QStringLiteral("Saved. ")}}, {HistoryEvent::Push, "one"});
    example.library->keepRevision(example.id, {RevisionReason::Named, QStringLiteral("Name")});
    example.library->apply(example.id, {{0, 0, QStringLiteral("Too. ")}}, {HistoryEvent::Push, "two"});
    example.library->commit();
    const QString text = example.library->read(example.id).text;
    example.library->apply(example.id, {{0, 0, QStringLiteral("Waits. ")}});
    LibrarySearch search(*example.library);
    while (search.step()) {
    }
    const BackupMade made = makeBackup(example.request());
    QCOMPARE(made.check.documents, 1);
    QCOMPARE(made.check.words, qint64(2002));
    QVERIFY(made.check.damaged.isEmpty() && made.removed.isEmpty());
    QCOMPARE(backupsIn(example.backups, example.path).size(), 1);
    QCOMPARE(backupsIn(example.backups, example.path)[0].path, made.info.path);
    QCOMPARE(namesIn(example.backups).size(), 2);  // and the lock
    QVERIFY(made.info.bytes > 0 && made.info.bytes == QFileInfo(made.info.path).size());
    // It goes on in a copy, and stays itself.
    const QByteArray before = bytesOf(made.info.path);
    const QString copy = workingCopy(made.info.path, example.folder.path(QStringLiteral("work")));
    QVERIFY(copy != workingCopy(made.info.path, example.folder.path(QStringLiteral("work"))));
    Library opened(copy);
    const Document document = opened.open(example.id);
    QCOMPARE(document.text, text);
    QCOMPARE(document.done, (QVector<QByteArray>{"one", "two"}));
    QCOMPARE(opened.revisions(example.id)[0].name, QStringLiteral("Name"));
    opened.apply(example.id, {{0, 0, QStringLiteral("More. ")}});
    opened.close();
    QCOMPARE(bytesOf(made.info.path), before);
    QCOMPARE(namesIn(example.backups).size(), 2);
  }

  void theOldestGo_data() {
    QTest::addColumn<int>("most");
    QTest::addColumn<int>("mostDays");
    QTest::addColumn<int>("atLeast");
    QTest::addColumn<int>("left");  // of nine, one a day, and the new one
    QTest::newRow("by count") << 4 << 0 << 3 << 4;
    QTest::newRow("none") << 20 << 0 << 3 << 10;
    QTest::newRow("by age") << 20 << 5 << 3 << 6;
    QTest::newRow("by age, but some are kept") << 20 << 1 << 3 << 3;
    QTest::newRow("one at least") << 0 << 0 << 0 << 1;
  }
  void theOldestGo() {
    QFETCH(int, most);
    QFETCH(int, mostDays);
    QFETCH(int, atLeast);
    Example example;
    example.library->close();
    const QDateTime now = QDateTime::currentDateTime();
    for (int day = 1; day <= 9; ++day) QVERIFY(!aged(example.path, example.backups, now.addDays(-day)).isEmpty());
    // What only looks like one stays: of another library, of another program, of no day that there is.
    const QStringList others{QStringLiteral("other 2020-01-01 00.00.00.lacuna"),
                             QStringLiteral("library 2020-01-01.lacuna"),
                             QStringLiteral("library 2020-13-41 00.00.00.lacuna"), QStringLiteral("letter.txt")};
    for (const QString& name : others) QVERIFY(QFile::copy(example.path, example.backups + QLatin1Char('/') + name));
    BackupRequest request = example.request();
    request.rule = {most, mostDays, atLeast};
    const BackupMade made = makeBackup(request);
    const QVector<BackupInfo> left = backupsIn(example.backups, example.path);
    QTEST(static_cast<int>(left.size()), "left");
    QCOMPARE(made.removed.size(), 10 - left.size());
    QCOMPARE(left[0].path, made.info.path);
    for (qsizetype i = 1; i < left.size(); ++i) QVERIFY(left[i - 1].made > left[i].made);
    for (const QString& name : others)
      QVERIFY2(QFile::exists(example.backups + QLatin1Char('/') + name), qPrintable(name));
    // Two within a second are two.
    request.rule = {50, 0, 3};
    QVERIFY(makeBackup(request).info.path != makeBackup(request).info.path);
  }

  // What is not sound never counts, and takes no older one's place.
  void whatIsDamagedTakesNobodysPlace() {
    Example example;
    example.library->close();
    example.library.reset();
    const QString old = aged(example.path, example.backups, QDateTime::currentDateTime().addDays(-1));
    BackupRequest request = example.request();
    request.rule.most = 1;
    {
      // One document inside, which SQLite does not notice: it is copied, and told of.
      Database(example.path).execute("UPDATE revisions SET payload = x'0011'");
      const BackupMade made = makeBackup(request);
      QCOMPARE(made.check.damaged, QStringList{QStringLiteral("Low Water")});
      QVERIFY(QFile::exists(old) && made.removed.isEmpty());
      QVERIFY(QFile::remove(made.info.path));
    }
    // The structures of the database.
    QFile file(example.path);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(4096) && file.write(QByteArray(8192, 'x')) > 0);
    file.close();
    const auto error = test::errorOf([&] { makeBackup(request); });
    QVERIFY(error && test::isSentence(error->sentence()));
    QCOMPARE(backupsIn(example.backups, example.path).size(), 1);
    QCOMPARE(namesIn(example.backups).size(), 2);
    const auto refused = test::errorOf([&] { workingCopy(example.path, example.folder.dir.path()); });
    QVERIFY(refused && test::isSentence(refused->sentence()));
    QCOMPARE(namesIn(example.folder.dir.path()).filter(QStringLiteral("copy")).size(), 0);
  }

  // Whatever write fails: a sentence, no new backup or a whole one, and the older ones as they were.
  void everyWriteFails_data() {
    QTest::addColumn<int>("code");
    QTest::newRow("full") << SQLITE_FULL;
    QTest::newRow("failing") << SQLITE_IOERR_WRITE;
  }
  void everyWriteFails() {
    QFETCH(int, code);
    Example example;
    const QString old = aged(example.path, example.backups, QDateTime::currentDateTime().addDays(-1));
    BackupRequest request = example.request();
    request.rule.most = 1;
    int refused = 0;
    bool reached = true;
    for (int number = 1; reached; ++number) {
      test::FaultyDisk disk;
      disk.failAt(number, code, true);
      const auto error = test::errorOf([&] { makeBackup(request); });
      reached = disk.failed();
      disk.heal();
      const QVector<BackupInfo> all = backupsIn(example.backups, example.path);
      QCOMPARE(namesIn(example.backups).size(), all.size() + 1);
      if (error) {
        ++refused;
        QVERIFY2(test::isSentence(error->sentence()), qPrintable(error->sentence()));
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0].path, old);
      } else {
        QVERIFY(!QFile::exists(old));
        QCOMPARE(checkLibrary(all[0].path).documents, 1);
        QVERIFY(!reached);
      }
    }
    QVERIFY2(refused > 3, qPrintable(QString::number(refused)));
  }

  void whereNothingCanBeMade() {
    Example example;
    const lacuna::tests::ReadOnlyFolder folder(example.folder.dir.path());
    const auto error = test::errorOf([&] { makeBackup(example.request()); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kReadOnly);
    QVERIFY2(test::isSentence(error->sentence()), qPrintable(error->sentence()));
  }

  void itCanBeStopped() {
    Example example;
    const std::atomic<bool> stop = true;
    BackupRequest request = example.request();
    request.stop = &stop;
    const auto error = test::errorOf([&] { makeBackup(request); });
    QVERIFY(error);
    QVERIFY2(error->sentence().contains(QStringLiteral("stopped")), qPrintable(error->sentence()));
    QCOMPARE(backupsIn(example.backups, example.path).size(), 0);
    QCOMPARE(namesIn(example.backups).size(), 1);
  }

  void refusals() {
    Example example;
    const QString letter = example.folder.path(QStringLiteral("letter.lacuna"));
    QFile file(letter);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Dear reader, this is no database at all.") > 0);
    file.close();
    for (const QString& path :
         {letter, example.folder.path(QStringLiteral("nobody.lacuna")), example.folder.dir.path()}) {
      const auto checked = test::errorOf([&] { checkLibrary(path); });
      QVERIFY2(checked && test::isSentence(checked->sentence()), qPrintable(path));
      const auto backed = test::errorOf([&] { makeBackup({path, example.backups}); });
      QVERIFY2(backed && test::isSentence(backed->sentence()), qPrintable(path));
    }
    QCOMPARE(bytesOf(letter).size(), 40);
  }

  void whenOneIsDue() {
    Example example;
    const QDateTime now = QDateTime::currentDateTime();
    QCOMPARE(backupPlan(*example.library).folder, example.folder.path(QStringLiteral("backups")));
    BackupPlan plan;
    plan.folder = example.backups;
    plan.hours = 2;
    plan.rule.most = 7;
    setBackupPlan(*example.library, plan);
    QCOMPARE(backupPlan(*example.library).rule.most, 7);
    QVERIFY(backupIsDue(*example.library, now));
    QTest::qWait(1100);  // names have seconds
    QVERIFY(makeBackup(example.request()).check.damaged.isEmpty());
    QVERIFY(!backupIsDue(*example.library, now.addSecs(1800)));
    QVERIFY(!backupIsDue(*example.library, now.addDays(2)));  // nothing was written
    QTest::qWait(1100);
    example.library->apply(example.id, {{0, 0, QStringLiteral("x")}});
    example.library->commit();
    QVERIFY(backupIsDue(*example.library, now.addDays(2)));
    QVERIFY(!backupIsDue(*example.library, now.addSecs(3600)));
    plan.folder.clear();
    setBackupPlan(*example.library, plan);
    QVERIFY(!backupIsDue(*example.library, now.addDays(2)));
    plan.hours = 0;
    QVERIFY(test::errorOf([&] { setBackupPlan(*example.library, plan); }));
    const test::Folder other;
    Library empty(other.path());
    QVERIFY(!backupIsDue(empty, now));
  }
};

QTEST_GUILESS_MAIN(BackupTest)
#include "backup_test.moc"
