// SPDX-License-Identifier: GPL-3.0-or-later
// Every single write of a session fails once, and from every write on the disk refuses: what was typed is never lost
// while the program lives, what was reported as saved never after its death, and the database stays sound.
#include <QFile>
#include <QTest>
#include <memory>

#include "storage/edits.h"
#include "storage/library.h"
#include "tests/storage/faulty_disk.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

constexpr int kRounds = 11;

// What a session typed, and what of it was on the disk when.
struct Typed {
  QString id;
  QStringList states;   // the text after each edit; the first is what the document began with
  qsizetype saved = 0;  // states[saved] was reported as saved
  int refused = 0;      // acts that ended with a sentence
};

QString startText() { return test::prose(60, 5); }

// An act may fail; then it has a sentence, and the session goes on, as the window does.
template <typename Act>
bool attempt(Typed& typed, Act act) {
  const std::optional<StorageError> error = test::errorOf(act);
  if (error) {
    ++typed.refused;
    if (!test::isSentence(error->sentence())) qFatal("not a sentence: %s", qPrintable(error->sentence()));
  }
  return !error;
}

// A session of typing, marking, undoing, tidying and runs. The document is there already.
void session(Library& library, Typed& typed) {
  test::Random random(11);
  for (int round = 0; round < kRounds; ++round) {
    QString text = typed.states.last();
    const Edit edit = random.edit(static_cast<int>(text.size()));
    applyEdit(text, edit);
    const HistoryEvent event{round % 5 == 4 ? HistoryEvent::Undo : HistoryEvent::Push,
                             QByteArray(300, char('a' + round))};
    // Typing is in memory: no disk can refuse it.
    library.apply(typed.id, {edit}, event);
    typed.states << text;
    if (round % 4 == 1) library.setMarks(typed.id, random.marks(3, static_cast<int>(text.size())));
    if (round % 3 == 0) library.setView(typed.id, round, 0.5);
    if (attempt(typed, [&] { library.commit(); })) typed.saved = typed.states.size() - 1;
    // These two write what waits, too.
    const auto alsoSaves = [&](auto act) {
      if (attempt(typed, act) && library.unsaved().isEmpty()) typed.saved = typed.states.size() - 1;
    };
    if (round == 6) alsoSaves([&] { library.beginRun(QStringLiteral("run"), typed.id); });
    if (round == 8) attempt(typed, [&] { library.rename(typed.id, QStringLiteral("Ten")); });
    if (round == 9) attempt(typed, [&] { library.create(QStringLiteral("Other"), QStringLiteral("Salt.")); });
    if (round == 10) alsoSaves([&] { library.tidy(); });
  }
}

bool isSound(Library& library) { return library.database().text("PRAGMA integrity_check") == QStringLiteral("ok"); }

}  // namespace

class FaultyDiskTest : public QObject {
  Q_OBJECT

  // A library with one document, made on a good disk, once.
  void prepare(const test::Folder& folder, Typed& typed) {
    if (id_.isEmpty()) {
      Library library(made_.path());
      id_ = library.create(QStringLiteral("Draft"), startText());
    }
    QVERIFY(QFile::copy(made_.path(), folder.path()));
    typed.id = id_;
    typed.states = {startText()};
  }

 private Q_SLOTS:
  void everyWriteFails_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("forGood");
    QTest::addColumn<bool>("dies");  // the program, while the disk still refuses
    QTest::newRow("full disk, then room") << SQLITE_FULL << true << false;
    QTest::newRow("full disk, then death") << SQLITE_FULL << true << true;
    QTest::newRow("failing disk, mended") << SQLITE_IOERR_WRITE << true << false;
    QTest::newRow("failing disk, then death") << SQLITE_IOERR_WRITE << true << true;
    QTest::newRow("read-only for a while") << SQLITE_READONLY << true << false;
    QTest::newRow("read-only, then death") << SQLITE_READONLY << true << true;
    QTest::newRow("one write that fails") << SQLITE_IOERR_WRITE << false << false;
    QTest::newRow("one write that fails, then death") << SQLITE_FULL << false << true;
  }
  void everyWriteFails() {
    QFETCH(int, code);
    QFETCH(bool, forGood);
    QFETCH(bool, dies);
    int number = 1;
    int refused = 0;
    for (bool reached = true; reached; ++number) {
      const test::Folder folder;
      test::FaultyDisk disk;
      Typed typed;
      prepare(folder, typed);
      {
        Library library(folder.path());
        library.open(typed.id);
        disk.failAt(number, code, forGood);
        session(library, typed);
        reached = disk.failed();
        refused += typed.refused;
        const QString where = QStringLiteral("write %1").arg(number);
        // Nothing is lost while the program lives, and what waits is known.
        QVERIFY2(library.open(typed.id).text == typed.states.last(), qPrintable(where));
        QCOMPARE(library.unsaved().isEmpty(), typed.saved == typed.states.size() - 1);
        if (!dies) {
          disk.heal();
          library.commit();
          typed.saved = typed.states.size() - 1;
          QVERIFY2(library.unsaved().isEmpty(), qPrintable(where));
          library.close();
        }
      }
      disk.heal();
      Library library(folder.path());
      const Document document = library.open(typed.id);
      QVERIFY(document.notice.isEmpty());
      const qsizetype found = typed.states.lastIndexOf(document.text);
      QVERIFY2(found >= typed.saved, qPrintable(QStringLiteral("write %1: state %2, saved %3 of %4")
                                                    .arg(number)
                                                    .arg(found)
                                                    .arg(typed.saved)
                                                    .arg(typed.states.size())));
      QVERIFY(isSound(library));
      // A history that is there is that of this text: as many steps as were pushed and not undone.
      if (!dies) {
        QCOMPARE(document.done.size() + document.undone.size() > 0, true);
      }
    }
    QVERIFY2(number > 30, qPrintable(QStringLiteral("only %1 writes in a session").arg(number)));
    QVERIFY(refused > 20);
  }

  // A library that cannot be made or opened says so, and can be once the disk is well.
  void openingOnAFaultyDisk() {
    int refused = 0;
    bool reached = true;
    for (int number = 1; reached; ++number) {
      const test::Folder folder;
      test::FaultyDisk disk;
      disk.failAt(number, SQLITE_FULL, true);
      const std::optional<StorageError> error = test::errorOf([&] {
        Library library(folder.path());
        library.create(QStringLiteral("Draft"), startText());
      });
      reached = disk.failed();
      if (error) {
        ++refused;
        QVERIFY2(test::isSentence(error->sentence()), qPrintable(error->sentence()));
      }
      disk.heal();
      Library library(folder.path());
      const QString id = library.create(QStringLiteral("Draft"), startText());
      QCOMPARE(library.open(id).text, startText());
      QVERIFY(isSound(library));
    }
    QVERIFY(refused > 10);
  }

 private:
  test::Folder made_;
  QString id_;
};

QTEST_GUILESS_MAIN(FaultyDiskTest)
#include "faulty_disk_test.moc"
