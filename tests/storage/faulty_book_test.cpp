// SPDX-License-Identifier: GPL-3.0-or-later
// As faulty_disk_test.cpp, of what is done with the documents of a book.
#include <QFile>
#include <QTest>
#include <functional>

#include "storage/arrange.h"
#include "storage/library.h"
#include "storage/search/library_search.h"
#include "tests/storage/faulty_disk.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

class FaultyBookTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // The acts on a book: each is whole or not there, no word is lost on the way between two documents, and what was
  // counted is counted once. The index of the search may fail as it likes.
  void everyActOnABookFails_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("forGood");
    QTest::newRow("full disk") << SQLITE_FULL << true;
    QTest::newRow("one write that fails") << SQLITE_IOERR_WRITE << false;
  }
  void everyActOnABookFails() {
    QFETCH(int, code);
    QFETCH(bool, forGood);
    const QStringList words{QStringLiteral("ebb"), QStringLiteral("flow"), QStringLiteral("salt"),
                            QStringLiteral("rope")};
    test::Folder made;
    QStringList ids;
    {
      Library library(made.path());
      ids = library.create(QVector<NewDocument>{
          {QStringLiteral("Book"), {}, {}, DocumentKind::Project},
          {QStringLiteral("One"), QStringLiteral("The ebb.\n\nThe flow."), {}, DocumentKind::Scene, {}, 0},
          {QStringLiteral("Two"), QStringLiteral("The salt."), {}, DocumentKind::Scene, {}, 0},
          {QStringLiteral("Three"), QStringLiteral("The rope."), {}, DocumentKind::Scene, {}, 0}});
    }
    int refused = 0;
    int number = 1;
    for (bool reached = true; reached; ++number) {
      const test::Folder folder;
      QVERIFY(QFile::copy(made.path(), folder.path()));
      test::FaultyDisk disk;
      const QString where = QStringLiteral("write %1").arg(number);
      int typed = 0;
      bool binned = false;  // what was thrown away could not be brought back
      {
        Library library(folder.path());
        LibrarySearch search(library);
        disk.failAt(number, code, forGood);
        const auto act = [&](const std::function<void()>& work) {
          const std::optional<StorageError> error = test::errorOf(work);
          if (error) ++refused;
          if (error && !test::isSentence(error->sentence()))
            qFatal("not a sentence: %s", qPrintable(error->sentence()));
          return !error;
        };
        act([&] { library.tree().move(ids[3], {ids[0], ids[1]}); });
        act([&] { library.tree().bin(ids[2]); });
        binned = !act([&] { library.tree().restore(ids[2]); });
        act([&] { duplicate(library, ids[2]); });
        library.apply(ids[1], {{0, 0, QStringLiteral("So. ")}}, {HistoryEvent::Push, "typed", {}, EditOrigin::Typed});
        if (act([&] { library.commit(); })) typed = 1;
        act([&] { (void)search.find({QStringLiteral("salt")}); });
        act([&] { split(library, {ids[1], 14, {}, {HistoryEvent::Push, "split"}}); });
        act([&] { merge(library, {ids[2], ids[3]}); });
        act([&] { library.keepRevision(ids[2], {RevisionReason::Named, QStringLiteral("Name")}); });
        act([&] { library.setGoal({500}); });
        reached = disk.failed();
        if (!forGood) {
          disk.heal();
          library.commit();
          library.close();
        }
        disk.heal();
      }
      Library library(folder.path());
      QCOMPARE(library.database().text("PRAGMA integrity_check"), QStringLiteral("ok"));
      QString all;  // outside the bin
      for (const TreeNode& node : library.tree().nodes()) {
        if (!node.inBin || binned) all += library.read(node.id).text;
      }
      for (const QString& word : words) QVERIFY2(all.contains(word), qPrintable(where + QStringLiteral(": ") + word));
      QVERIFY(library.writing().sessions(9).size() <= 1);
      QVERIFY2(library.writing().on(QDate::currentDate()).typed >= typed, qPrintable(where));
      QVERIFY(library.writing().on(QDate::currentDate()).typed <= 1);
      LibrarySearch search(library);
      while (search.step()) {
      }
      QVERIFY2(!search.find({QStringLiteral("ebb")}).documents.isEmpty(), qPrintable(where));
    }
    QVERIFY2(number > 30, qPrintable(QString::number(number)));
    QVERIFY2(refused > 20, qPrintable(QString::number(refused)));
  }
};

QTEST_GUILESS_MAIN(FaultyBookTest)
#include "faulty_book_test.moc"
