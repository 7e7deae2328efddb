// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are not what they should be: each opens as far as it is sound, or ends in one sentence and is left alone.
#include <unistd.h>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>
#include <cstdio>

#include "storage/edits.h"
#include "storage/files.h"
#include "storage/library.h"
#include "storage/migrations.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

constexpr uid_t kNobody = 65534;

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), qint64(bytes.size()));
}

// A library with one document of some revisions and a journal, closed as by a crash.
struct Example {
  test::Folder folder;
  QString id;
  QStringList states;  // after each committed step; the last three are in the journal
  QString path() const { return folder.path(); }

  Example() {
    Library library(path());
    states.append(test::prose(500));
    id = library.create(QStringLiteral("Draft"), states[0], {{0, 5, MarkKind::Tag, QStringLiteral("first")}});
    for (int i = 0; i < 3; ++i) {
      add(library, i);
      library.keepRevision(id);
    }
    for (int i = 3; i < 6; ++i) {
      add(library, i);
    }
  }
  void add(Library& library, int i) {
    const Edit edit{i * 100, 1, QStringLiteral("[piece %1]").arg(i)};
    QString text = states.last();
    applyEdit(text, edit);
    states.append(text);
    library.apply(id, {edit});
    library.commit();
  }
  void spoil(const char* sql) const {
    Database database(path());
    database.execute(sql);
    QVERIFY(database.changes() > 0);
  }
};

// Opens the library, as another user where this one is root, whom no rights stop. Prints the sentence.
int stranger(const QString& path) {
  if (geteuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0)) {
    return 2;
  }
  const auto opening = test::errorOf([&] { Library library(path); });
  const auto saving = test::errorOf([&] { saveTextFile(path + QStringLiteral(".md"), QStringLiteral("x")); });
  for (const auto& error : {opening, saving}) {
    std::printf("%d %s\n", error ? static_cast<int>(error->code()) : -1, error ? error->what() : "");
  }
  return 0;
}

QStringList asStranger(const QString& path) {
  QProcess process;
  process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--stranger"), path});
  process.waitForFinished(20000);
  return QString::fromUtf8(process.readAllStandardOutput()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

}  // namespace

class DamageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aDamagedJournalRow_data() {
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<int>("sound");  // which state is opened
    QTest::newRow("text") << QByteArray("UPDATE journal SET inserted = x'5B70' WHERE sequence = 5") << 4;
    QTest::newRow("position") << QByteArray("UPDATE journal SET position = position + 1 WHERE sequence = 5") << 4;
    QTest::newRow("far position") << QByteArray("UPDATE journal SET position = 99999999999 WHERE sequence = 4") << 3;
    QTest::newRow("missing") << QByteArray("DELETE FROM journal WHERE sequence = 5") << 4;
    QTest::newRow("digest") << QByteArray("UPDATE journal SET digest = 0 WHERE sequence = 6") << 5;
    QTest::newRow("not text") << QByteArray("UPDATE journal SET inserted = x'FFFE' WHERE sequence = 4") << 3;
  }
  void aDamagedJournalRow() {
    QFETCH(QByteArray, sql);
    QFETCH(int, sound);
    const Example example;
    example.spoil(sql.constData());
    {
      Library library(example.path());
      const Document document = library.open(example.id);
      QCOMPARE(document.text, example.states[sound]);
      QVERIFY2(test::isSentence(document.notice), qPrintable(document.notice));
      // What could not be replayed is not thrown away.
      const qint64 aside = library.database().number("SELECT count(*) FROM damaged");
      QVERIFY(aside > 0);
      if (sound < 4) {
        QCOMPARE(library.documents().size(), 2);
        const QString rescued =
            library.documents()[0].id == example.id ? library.documents()[1].id : library.documents()[0].id;
        QVERIFY(library.open(rescued).text.contains(QStringLiteral("[piece 5]")));
      }
      library.apply(example.id, {{0, 0, QStringLiteral("On. ")}});
      library.commit();
    }
    Library library(example.path());  // it is sound again
    const Document document = library.open(example.id);
    QVERIFY(document.notice.isEmpty());
    QCOMPARE(document.text, QStringLiteral("On. ") + example.states[sound]);
    QCOMPARE(document.marks.size(), 1);
  }

  void aDamagedRevision() {
    const Example example;
    example.spoil(
        "UPDATE revisions SET payload = zeroblob(length(payload)) WHERE id = (SELECT max(id) FROM revisions)");
    {
      Library library(example.path());
      const Document document = library.open(example.id);
      QCOMPARE(document.text, example.states[2]);
      QVERIFY(test::isSentence(document.notice));
      QCOMPARE(library.database().number("SELECT count(*) FROM damaged"), 3);
      const QVector<RevisionInfo> infos = library.revisions(example.id);
      QCOMPARE(infos.size(), 5);
      QVERIFY(infos[0].whole);
      const auto error = test::errorOf([&] { library.revision(example.id, infos[1].id); });
      QVERIFY(error);
      QCOMPARE(error->code(), StorageCode::kDamaged);
      QVERIFY(test::isSentence(error->sentence()));
      QCOMPARE(library.revision(example.id, infos[2].id), example.states[2]);
    }
    Library library(example.path());
    QVERIFY(library.open(example.id).notice.isEmpty());
    QCOMPARE(library.open(example.id).text, example.states[2]);
  }

  void allRevisionsDamaged() {
    const Example example;
    example.spoil("UPDATE revisions SET payload = x'00'");
    Library library(example.path());
    const auto error = test::errorOf([&] { library.open(example.id); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kDamaged);
    QVERIFY(test::isSentence(error->sentence()));
    QCOMPARE(library.database().number("SELECT count(*) FROM journal"), 3);  // left as it is
    const QString other = library.create(QStringLiteral("Other"), QStringLiteral("ebb"));
    QCOMPARE(library.open(other).text, QStringLiteral("ebb"));
  }

  void aTruncatedFile() {
    const Example example;
    const QByteArray whole = bytesOf(example.path());
    QVERIFY(whole.size() > 40000);
    int refused = 0;
    for (qsizetype size = 1; size < whole.size(); size += 1777) {
      const test::Folder folder;
      write(folder.path(), whole.left(size));
      const auto error = test::errorOf([&] {
        Library library(folder.path());
        library.documents();
        library.open(example.id);
      });
      if (error) {
        ++refused;
        QVERIFY2(test::isSentence(error->sentence()), qPrintable(error->sentence()));
        QVERIFY(error->code() == StorageCode::kDamaged || error->code() == StorageCode::kNotOurs ||
                error->code() == StorageCode::kNotFound);
      }
    }
    QVERIFY(refused > 10);
  }

  void aSpoiledFile() {
    const Example example;
    const QByteArray whole = bytesOf(example.path());
    test::Random random(8);
    int refused = 0;
    for (int round = 0; round < 60; ++round) {
      const test::Folder folder;
      QByteArray spoiled = whole;
      for (int i = 0; i < 200; ++i) {
        spoiled[100 + random.below(static_cast<int>(spoiled.size()) - 100)] = static_cast<char>(random.below(256));
      }
      write(folder.path(), spoiled);
      const auto error = test::errorOf([&] {
        Library library(folder.path());
        for (const DocumentInfo& info : library.documents()) {
          library.open(info.id);
          library.apply(info.id, {{0, 0, QStringLiteral("x")}});
        }
        library.close();
        library.runs().list();
      });
      QVERIFY2(!error || test::isSentence(error->sentence()), qPrintable(error ? error->sentence() : QString()));
      refused += error ? 1 : 0;
    }
    QVERIFY(refused > 10);  // else nothing was spoiled
  }

  void notADatabase_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("prose") << QByteArray("She had not expected the house to be so small.\n").repeated(100);
    QTest::newRow("zeros") << QByteArray(8192, '\0');
    QTest::newRow("a header and no more") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("a short text") << QByteArray("hello");
  }
  void notADatabase() {
    QFETCH(QByteArray, bytes);
    const test::Folder folder;
    write(folder.path(), bytes);
    const auto error = test::errorOf([&] { Library library(folder.path()); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kNotOurs);
    QVERIFY(test::isSentence(error->sentence()));
    QVERIFY(error->sentence().contains(folder.path()));
    QCOMPARE(bytesOf(folder.path()), bytes);
  }

  void anEmptyFileIsANewLibrary() {
    const test::Folder folder;
    write(folder.path(), {});
    Library library(folder.path());
    QVERIFY(library.isFirstStart());
  }

  void aForeignDatabaseIsNotTouched() {
    const test::Folder folder;
    {
      Database database(folder.path());
      database.execute("CREATE TABLE recipes(name TEXT); INSERT INTO recipes VALUES('soup');");
    }
    const QByteArray before = bytesOf(folder.path());
    const auto error = test::errorOf([&] { Library library(folder.path()); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kNotOurs);
    QVERIFY(test::isSentence(error->sentence()));
    QCOMPARE(bytesOf(folder.path()), before);
  }

  void aNewerVersionIsNotTouched() {
    const Example example;
    {
      Database database(example.path());
      database.execute("PRAGMA user_version = 900; PRAGMA wal_checkpoint(TRUNCATE);");
    }
    const QByteArray before = bytesOf(example.path());
    const auto error = test::errorOf([&] { Library library(example.path()); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kTooNew);
    QVERIFY(test::isSentence(error->sentence()));
    QVERIFY(error->sentence().contains(example.path()));
    QVERIFY(error->sentence().contains(QStringLiteral("version 900")));
    QVERIFY(error->sentence().contains(QStringLiteral("up to %1").arg(schemaVersion())));
    QCOMPARE(bytesOf(example.path()), before);
  }

  // Nobody has written one outside of the project.
  void aFileOfBeforeTheReleaseIsNotTouched() {
    const Example example;
    {
      Database database(example.path());
      database.execute("PRAGMA user_version = 8; PRAGMA wal_checkpoint(TRUNCATE);");
    }
    const QByteArray before = bytesOf(example.path());
    const auto error = test::errorOf([&] { Library library(example.path()); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kTooNew);
    QVERIFY(test::isSentence(error->sentence()) && error->sentence().contains(example.path()));
    QCOMPARE(bytesOf(example.path()), before);
  }

  void aReadOnlyFolder() {
    const test::Folder outer;
    const QString folder = outer.path(QStringLiteral("shelf"));
    QVERIFY(QDir().mkpath(folder));
    QFile::setPermissions(outer.dir.path(), QFile::Permissions(0x7755));
    QFile::setPermissions(folder, QFile::Permissions(0x5555));
    const QStringList lines = asStranger(folder + QStringLiteral("/library.lacuna"));
    QCOMPARE(lines.size(), 2);
    for (const QString& line : lines) {
      QVERIFY2(line.startsWith(QString::number(static_cast<int>(StorageCode::kReadOnly)) + QLatin1Char(' ')),
               qPrintable(line));
      QVERIFY2(line.contains(folder) && test::isSentence(line), qPrintable(line));
    }
    QVERIFY(QDir(folder).isEmpty());
    const QStringList deeper = asStranger(folder + QStringLiteral("/deeper/library.lacuna"));
    QVERIFY(deeper.value(0).startsWith(QString::number(static_cast<int>(StorageCode::kReadOnly)) + QLatin1Char(' ')));
  }

  void aFileWithoutRights() {
    const Example example;
    QFile::setPermissions(example.folder.dir.path(), QFile::Permissions(0x7777));
    QFile::remove(example.path() + QStringLiteral(".lock"));
    QFile::setPermissions(example.path(), QFile::Permissions(0x4444));
    QVERIFY(asStranger(example.path()).value(0).startsWith(QString::number(static_cast<int>(StorageCode::kReadOnly))));
    QFile::setPermissions(example.path(), QFile::Permissions(0x6600));
    if (geteuid() == 0) {
      QVERIFY(
          asStranger(example.path()).value(0).startsWith(QString::number(static_cast<int>(StorageCode::kUnreadable))));
    }
  }

  void aFolderIsNoLibrary() {
    const test::Folder folder;
    const auto error = test::errorOf([&] { Library library(folder.dir.path()); });
    QVERIFY(error);
    QVERIFY(test::isSentence(error->sentence()));
  }

  void aMissingFolderIsMade() {
    const test::Folder folder;
    Library library(folder.path(QStringLiteral("a/b/library.lacuna")));
    QVERIFY(library.isFirstStart());
  }
};

int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  if (application.arguments().value(1) == QStringLiteral("--stranger")) {
    return stranger(application.arguments().value(2));
  }
  DamageTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "damage_test.moc"
