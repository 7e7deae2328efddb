// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "storage/edits.h"
#include "storage/library.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

class LibraryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aDocumentComesBack() {
    const test::Folder folder;
    const QString text = QStringLiteral("Low water.\r\nThe ferry was late.\n");
    QString id;
    {
      Library library(folder.path());
      QVERIFY(library.isFirstStart());
      QVERIFY(library.documents().isEmpty());
      QCOMPARE(library.lastOpened(), QString());
      id = library.create(QStringLiteral("  The Estuary "), text);
      QVERIFY(!library.isFirstStart());
    }
    Library library(folder.path());
    QCOMPARE(library.documents().size(), 1);
    QCOMPARE(library.documents()[0].id, id);
    QCOMPARE(library.documents()[0].title, QStringLiteral("The Estuary"));
    QCOMPARE(library.documents()[0].words, 6);
    const Document document = library.open(id);
    QCOMPARE(document.text, text);
    QCOMPARE(document.title, QStringLiteral("The Estuary"));
    QVERIFY(document.notice.isEmpty());
    QCOMPARE(library.create({}, {}).size(), id.size());
    QCOMPARE(library.documents().size(), 2);
  }

  // What can be undone belongs to the text that it was made for, is bounded, and outlives the process.
  void historyComesBack() {
    const test::Folder folder;
    const auto step = [](int number) { return QByteArray("step ") + QByteArray::number(number); };
    QString id;
    int length = 0;
    {
      Library library(folder.path());
      id = library.create(QStringLiteral("Draft"), QString());
      for (int i = 1; i <= 5; ++i) {
        library.apply(id, {{length++, 0, QStringLiteral("x")}}, {HistoryEvent::Push, step(i)});
        if (i % 2 == 0) library.commit();
      }
      library.apply(id, {{length++, 0, QStringLiteral("x")}}, {HistoryEvent::Replace, step(55)});
      library.apply(id, {{--length, 1, {}}}, {HistoryEvent::Undo, {}});
      library.apply(id, {{--length, 1, {}}}, {HistoryEvent::Undo, {}});
      library.commit();
      library.close();  // folds the journal, which the history outlives
    }
    {
      Library library(folder.path());
      const Document document = library.open(id);
      QCOMPARE(document.done, (QVector<QByteArray>{step(1), step(2), step(3)}));
      QCOMPARE(document.undone, (QVector<QByteArray>{step(55), step(4)}));
      library.apply(id, {{length++, 0, QStringLiteral("x")}}, {HistoryEvent::Redo, {}});
      // Not written: as if the program had been killed.
    }
    {
      Library library(folder.path());
      QCOMPARE(library.open(id).done.size(), 3);
      // Marks alone are a step too, and a new step ends what could be redone.
      library.apply(id, {}, {HistoryEvent::Push, step(6)});
      library.commit();
      QVERIFY(!library.waiting());
    }
    {
      Library library(folder.path());
      const Document document = library.open(id);
      QCOMPARE(document.done, (QVector<QByteArray>{step(1), step(2), step(3), step(6)}));
      QVERIFY(document.undone.isEmpty());
      // Somebody else's edit: no step fits the text any more.
      library.apply(id, {{0, 0, QStringLiteral("y")}});
      QVERIFY(library.open(id).done.isEmpty());
      library.commit();
      library.apply(id, {{0, 0, QStringLiteral("z")}}, {HistoryEvent::Push, step(7)});
      library.commit();
    }
    Library library(folder.path());
    QCOMPARE(library.open(id).done, QVector<QByteArray>{step(7)});
    QCOMPARE(library.database().number("SELECT count(*) FROM history"), 1);
    // A damaged step takes those behind it along, and nothing else.
    for (int i = 8; i <= 12; ++i) library.apply(id, {{0, 0, QStringLiteral("w")}}, {HistoryEvent::Push, step(i)});
    library.commit();
    library.database().execute(
        "UPDATE history SET payload = x'00112233' WHERE number = (SELECT max(number) - 2 FROM history)");
    QCOMPARE(library.open(id).done, (QVector<QByteArray>{step(11), step(12)}));
  }

  void historyIsBounded() {
    const test::Folder folder;
    Library library(folder.path());
    library.database().execute("PRAGMA synchronous = OFF");
    const QString id = library.create(QStringLiteral("Draft"), QString());
    for (int i = 0; i < History::kMostSteps + 50; ++i) {
      library.apply(id, {{i, 0, QStringLiteral("x")}}, {HistoryEvent::Push, QByteArray::number(i)});
      if (i % 100 == 0) library.commit();
    }
    library.commit();
    QCOMPARE(library.open(id).done.size(), History::kMostSteps);
    QCOMPARE(library.open(id).done.last(), QByteArray::number(History::kMostSteps + 49));
    // One step that is larger than all may be stays, alone.
    QByteArray large(12 * 1024 * 1024, Qt::Uninitialized);
    QRandomGenerator random(3);
    random.fillRange(reinterpret_cast<quint32*>(large.data()), large.size() / 4);
    library.apply(id, {{0, 0, QStringLiteral("x")}}, {HistoryEvent::Push, large});
    library.commit();
    QCOMPARE(library.open(id).done, QVector<QByteArray>{large});
    library.apply(id, {{0, 0, QStringLiteral("x")}}, {HistoryEvent::Push, QByteArray("small")});
    library.commit();
    QCOMPARE(library.open(id).done, QVector<QByteArray>{"small"});
  }

  // Thousands of edits against a plain string, with commits, folding, closing and reopening in between.
  void editsAndMarksComeBack_data() {
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 6; ++seed) {
      QTest::addRow("seed %u", seed) << seed;
    }
  }
  void editsAndMarksComeBack() {
    QFETCH(quint32, seed);
    test::Random random(seed);
    const test::Folder folder;
    QString text = random.text(80);
    QVector<Mark> marks = soundMarks(random.marks(6, static_cast<int>(text.size())), text.size());
    auto library = std::make_unique<Library>(folder.path());
    library->database().execute("PRAGMA synchronous = OFF");
    const QString id = library->create(QStringLiteral("Draft"), text, marks);
    for (int round = 0; round < 1200; ++round) {
      QVector<Edit> edits;
      for (int i = random.below(4); i >= 0; --i) {
        const Edit edit = random.edit(static_cast<int>(text.size()));
        applyEdit(text, edit);
        marks = mapMarks(marks, edit);
        edits.append(edit);
      }
      library->apply(id, edits);
      if (random.oneIn(20)) {
        marks = soundMarks(random.marks(6, static_cast<int>(text.size())), text.size());
        library->setMarks(id, marks);
      }
      if (random.oneIn(3)) {
        library->commit();
      }
      if (random.oneIn(100)) {
        library->tidy();
      }
      if (random.oneIn(150)) {
        library->keepRevision(id);
      }
      if (random.oneIn(60)) {
        if (random.oneIn(2)) {
          library->close();
        } else {
          library->commit();  // and gone, as after a crash
        }
        library.reset();
        library = std::make_unique<Library>(folder.path());
        library->database().execute("PRAGMA synchronous = OFF");
        const Document document = library->open(id);
        QVERIFY(document.notice.isEmpty());
        QCOMPARE(document.text, text);
        QCOMPARE(soundMarks(document.marks, text.size()), soundMarks(marks, text.size()));
        marks = document.marks;
      }
    }
    library->commit();
    QCOMPARE(library->open(id).text, text);
    QVERIFY(library->revisions(id).size() > 3);
  }

  void uncommittedEditsAreSeenButNotKept() {
    const test::Folder folder;
    QString id;
    {
      Library library(folder.path());
      id = library.create(QStringLiteral("Draft"), QStringLiteral("tide"));
      library.apply(id, {{4, 0, QStringLiteral(" out")}});
      QVERIFY(library.waiting());
      QCOMPARE(library.open(id).text, QStringLiteral("tide out"));
      library.commit();
      QVERIFY(!library.waiting());
      library.apply(id, {{0, 0, QStringLiteral("The ")}});
    }
    Library library(folder.path());
    QCOMPARE(library.open(id).text, QStringLiteral("tide out"));
    QCOMPARE(library.documents()[0].words, 2);
  }

  void typingIsOneRow() {
    const test::Folder folder;
    Library library(folder.path());
    const QString id = library.create(QStringLiteral("Draft"), QString());
    const QString typed = QStringLiteral("The lamp was still burning.");
    for (int i = 0; i < typed.size(); ++i) {
      library.apply(id, {{i, 0, typed.mid(i, 1)}});
    }
    library.commit();
    QCOMPARE(library.database().number("SELECT count(*) FROM journal"), 1);
    QCOMPARE(library.open(id).text, typed);
  }

  void aForeignEditIsRefusedWhole() {
    const test::Folder folder;
    Library library(folder.path());
    const QString id = library.create(QStringLiteral("Draft"), QStringLiteral("tide"));
    const auto error = test::errorOf([&] { library.apply(id, {{0, 1, {}}, {4, 0, QStringLiteral("x")}}); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kInvalid);
    QVERIFY(test::isSentence(error->sentence()));
    QCOMPARE(library.open(id).text, QStringLiteral("tide"));
    QVERIFY(!library.waiting());
    const auto unknown = test::errorOf([&] { library.apply(QStringLiteral("nobody"), {{0, 0, QStringLiteral("x")}}); });
    QVERIFY(unknown);
    QCOMPARE(unknown->code(), StorageCode::kNotFound);
  }

  void itOpensWhereItWas() {
    const test::Folder folder;
    QString first;
    QString second;
    {
      Library library(folder.path());
      first = library.create(QStringLiteral("One"), QStringLiteral("0123456789"));
      second = library.create(QStringLiteral("Two"), QStringLiteral("0123456789"));
      library.open(second);
      library.open(first);
      library.setView(first, 7, 0.625);
      library.setView(second, 4000, 1.0);
      library.commit();
    }
    Library library(folder.path());
    QCOMPARE(library.lastOpened(), first);
    QCOMPARE(library.open(first).cursor, 7);
    QCOMPARE(library.open(first).scroll, 0.625);
    QCOMPARE(library.open(second).cursor, 10);  // within the text
    QCOMPARE(library.lastOpened(), second);
  }

  void historyListsAndReads() {
    const test::Folder folder;
    Library library(folder.path());
    QStringList states{test::prose(3000)};
    const QString id = library.create(QStringLiteral("Draft"), states[0]);
    for (int i = 0; i < 60; ++i) {
      QString text = states.last();
      const Edit edit{(i * 977) % 15000, i % 5, QStringLiteral("state %1 ").arg(i)};
      applyEdit(text, edit);
      states.append(text);
      library.apply(id, {edit});
      library.keepRevision(id);
    }
    library.keepRevision(id);  // nothing new: no revision
    const QVector<RevisionInfo> infos = library.revisions(id);
    QCOMPARE(infos.size(), states.size());
    int whole = 0;
    for (int i = 0; i < infos.size(); ++i) {
      const QString& state = states[states.size() - 1 - i];
      QCOMPARE(library.revision(id, infos[i].id), state);
      QCOMPARE(infos[i].length, static_cast<int>(state.size()));
      whole += infos[i].whole ? 1 : 0;
      QVERIFY(infos[i].whole || infos[i].stored < 200);
      QVERIFY(i == 0 || infos[i].created <= infos[i - 1].created);
    }
    QCOMPARE(whole, 1 + 60 / (Revisions::kLongestChain + 1));
    const QString other = library.create(QStringLiteral("Other"), QString());
    const auto error = test::errorOf([&] { library.revision(other, infos[0].id); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kNotFound);
  }

  void aFileIsImportedOnce() {
    const test::Folder folder;
    Library library(folder.path());
    const QString path = folder.path(QStringLiteral("tide.md"));
    const auto write = [&](const char* text) {
      QFile file(path);
      QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) > 0);
    };
    write("ebb");
    const QString first = library.importOnce(path).id;
    library.apply(first, {{3, 0, QStringLiteral(" and flow")}});
    library.commit();
    QCOMPARE(library.importOnce(path).id, first);
    QVERIFY(!library.importOnce(path).fileText);
    QCOMPARE(library.open(first).text, QStringLiteral("ebb and flow"));  // the author's edits stay
    // Another text in it makes no second draft, and is said at every opening until the draft has it.
    write("flood");
    for (int i = 0; i < 2; ++i) {
      const FileDraft draft = library.importOnce(path);
      QCOMPARE(draft.id, first);
      QCOMPARE(draft.fileText.value_or(QString()), QStringLiteral("flood"));
    }
    QCOMPARE(library.open(first).text, QStringLiteral("ebb and flow"));
    library.apply(first, {{0, 12, QStringLiteral("flood")}});
    QVERIFY(!library.importOnce(path).fileText);
    library.apply(first, {{5, 0, QStringLiteral(" and ebb")}});
    QVERIFY(!library.importOnce(path).fileText);  // as it was taken, and written on since
    write("flood and ebb");                       // a copy of the draft, saved there
    QVERIFY(!library.importOnce(path).fileText);
    QCOMPARE(library.documents().size(), 1);
    library.tree().bin(first);
    const QString again = library.importOnce(path).id;  // what was thrown away stays there
    QVERIFY(again != first);
    QCOMPARE(library.importOnce(path).id, again);
    library.remove(first);
    QCOMPARE(library.importOnce(path).id, again);
  }

  // The page has line feeds; the file that it came from had something else, and gets that back.
  void aDocumentKnowsTheFormOfItsFile() {
    const test::Folder folder;
    const QString path = folder.path(QStringLiteral("dos.txt"));
    const auto write = [&](const QByteArray& bytes) {
      QFile file(path);
      QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    };
    const TextForm dos{TextForm::CarriageReturnLineFeed, true};
    write(
        "\xEF\xBB\xBF"
        "ebb\r\nflow\r\n");
    QString id;
    {
      Library library(folder.path());
      id = library.importOnce(path).id;
      QCOMPARE(library.open(id).text, QStringLiteral("ebb\nflow\n"));
      QCOMPARE(library.formOf(id), dos);
      QCOMPARE(library.formOf(library.create(QStringLiteral("Own"), QStringLiteral("x"))), TextForm());
    }
    Library library(folder.path());
    QCOMPARE(library.formOf(id), dos);
    write("ebb\nflow\n");  // the same text, saved by another program
    QCOMPARE(library.importOnce(path).id, id);
    QCOMPARE(library.formOf(id), TextForm());
    library.tree().bin(id);
    library.remove(id);
    QCOMPARE(library.database().number("SELECT count(*) FROM settings WHERE name LIKE 'form.%'"), qint64(0));
  }

  void renameAndRemove() {
    const test::Folder folder;
    Library library(folder.path());
    const QString id = library.create(QStringLiteral("Draft"), QStringLiteral("tide"));
    const QString other = library.create(QStringLiteral("Other"), QStringLiteral("ebb"));
    library.rename(id, QStringLiteral("Nine"));
    QCOMPARE(library.open(id).title, QStringLiteral("Nine"));
    QVERIFY(test::errorOf([&] { library.rename(id, QStringLiteral(" ")); }));
    for (int i = 0; i < 5; ++i) {
      library.apply(id, {{0, 0, QStringLiteral("x")}});
      library.keepRevision(id);
    }
    library.apply(id, {{0, 0, QStringLiteral("y")}});
    library.setMarks(id, {{0, 2, MarkKind::Pin, {}}});
    library.tree().bin(id);
    library.remove(id);
    library.commit();
    QCOMPARE(library.documents().size(), 1);
    QCOMPARE(library.open(other).text, QStringLiteral("ebb"));
    QCOMPARE(library.database().number("SELECT count(*) FROM revisions"), 1);
    const auto error = test::errorOf([&] { library.open(id); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kNotFound);
    library.tree().bin(other);
    library.remove(other);
    QVERIFY(!library.isFirstStart());  // an emptied library is not a new one
  }

  void aFullDiskLosesNothing() {
    const test::Folder folder;
    QString id;
    QString text = QStringLiteral("tide ");
    {
      Library library(folder.path());
      id = library.create(QStringLiteral("Draft"), text);
      library.database().execute("PRAGMA max_page_count = 1");  // means: no page more than there are now
      const QString pasted = test::prose(20000);
      library.apply(id, {{5, 0, pasted}});
      text += pasted;
      const auto error = test::errorOf([&] { library.commit(); });
      QVERIFY(error);
      QCOMPARE(error->code(), StorageCode::kFull);
      QVERIFY(test::isSentence(error->sentence()));
      QVERIFY(library.waiting());
      library.database().execute("PRAGMA max_page_count = 1000000");
      library.commit();
    }
    Library library(folder.path());
    QCOMPARE(library.open(id).text, text);
  }

  void settingsComeBack() {
    const test::Folder folder;
    Library library(folder.path());
    QCOMPARE(library.setting(QStringLiteral("x"), QStringLiteral("none")), QStringLiteral("none"));
    library.setSetting(QStringLiteral("x"), QStringLiteral("1"));
    library.setSetting(QStringLiteral("x"), QStringLiteral("2"));
    QCOMPARE(library.setting(QStringLiteral("x")), QStringLiteral("2"));
  }
};

QTEST_APPLESS_MAIN(LibraryTest)
#include "library_test.moc"
