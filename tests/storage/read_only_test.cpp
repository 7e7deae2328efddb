// SPDX-License-Identifier: GPL-3.0-or-later
// A library that is opened for reading: its documents can be changed in memory, and the changes are kept as soon as it
// can be written, beside what another program wrote meanwhile.
#include <QTest>

#include "storage/library.h"
#include "tests/storage/read_only_folder.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;
using lacuna::tests::ReadOnlyFolder;

namespace {

constexpr auto kReadOnly = Database::Access::ReadOnly;
const QString kTitle = QStringLiteral("Low Water");

HistoryEvent step(const QByteArray& bytes) { return {HistoryEvent::Push, bytes, {}}; }

QMap<QString, QString> textsIn(const QString& path) {
  Library library(path);
  QMap<QString, QString> texts;
  for (const DocumentInfo& info : library.documents()) texts.insert(info.title, library.open(info.id).text);
  return texts;
}

}  // namespace

class ReadOnlyTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    const QString folder = folder_.filePath(QString::number(++count_));
    QVERIFY(QDir().mkdir(folder));
    path_ = folder + QStringLiteral("/library.lacuna");
    Library made(path_);
    id_ = made.create(kTitle, QStringLiteral("The bus."));
    made.apply(id_, {{7, 0, QStringLiteral(" went")}}, step("one"));
    made.commit();
    made.close();
  }

  void changesWaitAndAreKept() {
    {
      Library library(path_, kReadOnly);
      QVERIFY(library.readOnly());
      QCOMPARE(library.open(id_).text, QStringLiteral("The bus went."));
      QCOMPARE(library.open(id_).done, QVector<QByteArray>{"one"});
      library.apply(id_, {{12, 0, QStringLiteral(" on")}}, step("two"));
      try {
        library.commit();
        QFAIL("it was written");
      } catch (const StorageError& error) {
        QCOMPARE(error.code(), StorageCode::kReadOnly);
      }
      QCOMPARE(library.unsaved().size(), 1);
      QCOMPARE(library.unsaved().first().text, QStringLiteral("The bus went on."));
      library.makeWritable();
      QVERIFY(!library.readOnly());
      QCOMPARE(library.unsaved().size(), 1);
      library.commit();
      QVERIFY(library.unsaved().isEmpty());
      library.close();
    }
    Library library(path_);
    QCOMPARE(library.documents().size(), 1);
    QCOMPARE(library.open(id_).text, QStringLiteral("The bus went on."));
    QCOMPARE(library.open(id_).done, (QVector<QByteArray>{"one", "two"}));
  }

  // Only one may write.
  void anotherWriterIsWaitedFor() {
    Library library(path_, kReadOnly);
    (void)library.open(id_);
    library.apply(id_, {{12, 0, QStringLiteral(" on")}});
    {
      const Library other(path_);
      QVERIFY_EXCEPTION_THROWN(library.makeWritable(), StorageError);
      QVERIFY(library.readOnly());
    }
    library.makeWritable();
    library.commit();
    QCOMPARE(library.open(id_).text, QStringLiteral("The bus went on."));
  }

  void whatAnotherWroteStaysBesideIt_data() {
    QTest::addColumn<bool>("changed");
    QTest::addColumn<bool>("folded");
    QTest::newRow("changed here too") << true << false;
    QTest::newRow("changed here too, folded there") << true << true;
    QTest::newRow("only shown here") << false << false;
  }
  void whatAnotherWroteStaysBesideIt() {
    QFETCH(bool, changed);
    QFETCH(bool, folded);
    const QString here = changed ? QStringLiteral("The bus went on.") : QStringLiteral("The bus went.");
    {
      Library library(path_, kReadOnly);
      (void)library.open(id_);
      if (changed) library.apply(id_, {{12, 0, QStringLiteral(" on")}}, step("two"));
      {
        Library other(path_);
        other.apply(id_, {{0, 3, QStringLiteral("No")}}, step("elsewhere"));
        other.commit();
        if (folded) other.close();
      }
      library.makeWritable();
      library.commit();
      QCOMPARE(library.open(id_).text, here);
      // And it goes on.
      library.apply(id_, {{0, 0, QStringLiteral("So. ")}}, step("three"));
      library.commit();
    }
    const QMap<QString, QString> texts = textsIn(path_);
    QCOMPARE(texts.size(), 2);
    QCOMPARE(texts.value(kTitle), QStringLiteral("So. ") + here);
    QCOMPARE(texts.value(QStringLiteral("Low Water (as another program left it)")), QStringLiteral("No bus went."));
  }

  void anotherDocumentIsNoTrouble() {
    QString second;
    {
      Library made(path_);
      second = made.create(QStringLiteral("Salt"), QStringLiteral("There was no sea."));
    }
    Library library(path_, kReadOnly);
    library.apply(id_, {{12, 0, QStringLiteral(" on")}});
    {
      Library other(path_);
      other.apply(second, {{0, 5, QStringLiteral("Here")}});
      other.commit();
    }
    library.makeWritable();
    library.commit();
    QCOMPARE(library.documents().size(), 2);
    QCOMPARE(library.open(id_).text, QStringLiteral("The bus went on."));
    QCOMPARE(library.open(second).text, QStringLiteral("Here was no sea."));
  }

  // SQLite would make a file beside the library even to read it.
  void aFolderWhereNothingMayBeMade() {
    ReadOnlyFolder folder(QFileInfo(path_).absolutePath());
    QVERIFY_EXCEPTION_THROWN(Library{path_}, StorageError);
    Library library(path_, kReadOnly);
    QCOMPARE(library.open(id_).text, QStringLiteral("The bus went."));
    library.apply(id_, {{12, 0, QStringLiteral(" on")}});
    QVERIFY_EXCEPTION_THROWN(library.makeWritable(), StorageError);
    QVERIFY_EXCEPTION_THROWN(library.commit(), StorageError);
    folder.makeWritable();
    library.makeWritable();
    library.commit();
    QCOMPARE(library.open(id_).text, QStringLiteral("The bus went on."));
  }

  // What a log holds is not in the file: it is not read without it.
  void aLogThatWasLeftIsNotPassedOver() {
    const QString left = path_ + QStringLiteral("-wal");
    QFile log(left);
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write(QByteArray(64, 'x'));
    log.close();
    const ReadOnlyFolder folder(QFileInfo(path_).absolutePath());
    QVERIFY_EXCEPTION_THROWN((Library{path_, kReadOnly}), StorageError);
  }

 private:
  QTemporaryDir folder_;
  QString path_;
  QString id_;
  int count_ = 0;
};

QTEST_APPLESS_MAIN(ReadOnlyTest)
#include "read_only_test.moc"
