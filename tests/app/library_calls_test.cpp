// SPDX-License-Identifier: GPL-3.0-or-later
// The library's further calls as the window uses them: queued, answered by signals, with typing between.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "app/library/backup_calls.h"
#include "app/library/history_calls.h"
#include "app/library/search_calls.h"
#include "app/library/tree_calls.h"
#include "app/library/writing_calls.h"
#include "app/storage_thread.h"
#include "storage/library.h"
#include "storage/search/library_search.h"
#include "tests/storage/support.h"

using namespace lacuna;
using namespace lacuna::app;

namespace {

// A thread with a library of one document, and what it says.
struct Desk {
  QTemporaryDir folder;
  QString path = folder.filePath(QStringLiteral("library.lacuna"));
  QString id;
  std::unique_ptr<StorageThread> thread;
  QStringList failed;
  Desk() {
    {
      storage::Library library(path);
      id = library.create(QStringLiteral("Low Water"), QStringLiteral("The lamp burned.\n\nNobody came.\n"));
    }
    thread = std::make_unique<StorageThread>();
    QObject::connect(thread.get(), &StorageThread::failed, thread.get(),
                     [this](const QString& text) { failed << text; });
    thread->open(path);
  }
};

QStringList titles(const QVector<storage::TreeNode>& nodes) {
  QStringList list;
  for (const storage::TreeNode& node : nodes) list << (node.inBin ? QStringLiteral("-") : QString()) + node.title;
  return list;
}

}  // namespace

class LibraryCallsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theTree() {
    Desk desk;
    QVector<storage::TreeNode> nodes;
    QStringList made;
    QStringList changed;
    int emptied = 0;
    TreeCalls& tree = desk.thread->tree();
    QObject here;  // what comes after the test has ended is not heard
    connect(&tree, &TreeCalls::treeChanged, &here, [&](const auto& list) { nodes = list; });
    connect(&tree, &TreeCalls::made, &here, [&](const QStringList& ids) { made = ids; });
    connect(&tree, &TreeCalls::textChanged, &here, [&](const QString& id) { changed << id; });
    connect(&tree, &TreeCalls::binEmptied, &here, [&](int count) { emptied = count; });
    tree.create({{QStringLiteral("Book"), {}, {}, storage::DocumentKind::Project},
                 {QStringLiteral("One"), {}, {}, storage::DocumentKind::Chapter, {}, 0}});
    QTRY_COMPARE(nodes.size(), 3);
    const QStringList book = made;
    tree.move(desk.id, {book[1], {}});
    tree.setKind(desk.id, storage::DocumentKind::Note);
    tree.archive(book[1], true);
    QTRY_VERIFY(nodes.value(1).archived);
    QCOMPARE(titles(nodes), (QStringList{"Book", "One", "Low Water"}));
    QCOMPARE(nodes[2].kind, storage::DocumentKind::Note);
    // What was typed just before goes along.
    desk.thread->applyEdits(desk.id, {{16, 0, QStringLiteral(" It rained.")}});
    tree.split({desk.id, 27, QStringLiteral("After")});
    QTRY_COMPARE(titles(nodes), (QStringList{"Book", "One", "Low Water", "After"}));
    QCOMPARE(changed, QStringList{desk.id});
    tree.merge({desk.id, made[0]});
    QTRY_COMPARE(titles(nodes), (QStringList{"Book", "One", "Low Water", "-After"}));
    tree.duplicate(desk.id);
    QTRY_COMPARE(nodes.size(), 5);
    QSignalSpy opened(desk.thread.get(), &StorageThread::documentOpened);
    desk.thread->openDocument(made[0]);
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(opened[0][0].value<storage::Document>().text,
             QStringLiteral("The lamp burned. It rained.\n\n\n\nNobody came.\n"));
    tree.bin(book[0]);
    tree.restore(book[0]);
    QTRY_VERIFY(!nodes.isEmpty() && !nodes[0].inBin);
    tree.emptyBin();
    QTRY_COMPARE(emptied, 1);
    QVERIFY(desk.failed.isEmpty());
    // What cannot be is said, and the tree comes as it is.
    nodes.clear();
    tree.remove(desk.id);
    QTRY_COMPARE(desk.failed.size(), 1);
    QTRY_COMPARE(nodes.size(), 4);
  }

  void theHistory() {
    Desk desk;
    HistoryCalls& history = desk.thread->history();
    QVector<storage::RevisionInfo> states;
    storage::Comparison comparison;
    QString said;
    QObject here;  // what comes after the test has ended is not heard
    connect(&history, &HistoryCalls::listed, &here, [&](const QString&, const auto& list) { states = list; });
    connect(&history, &HistoryCalls::compared, &here, [&](const storage::Comparison& found) { comparison = found; });
    connect(&history, &HistoryCalls::thinned, this,
            [&](const QString&, int removed, const QString& sentence) { said = QString::number(removed) + sentence; });
    desk.thread->applyEdits(desk.id, {{4, 4, QStringLiteral("lighthouse")}});
    history.keep(desk.id, {storage::RevisionReason::BeforeReplace});
    QTRY_COMPARE(states.size(), 2);
    history.name(desk.id, states[1].id, QStringLiteral("First"));
    QTRY_COMPARE(states.value(1).name, QStringLiteral("First"));
    desk.thread->applyEdits(desk.id, {{0, 3, QStringLiteral("A")}});
    history.compare(desk.id, 0, states[1].id);
    QTRY_COMPARE(comparison.changes.size(), 2);
    QCOMPARE(comparison.textBefore, QStringLiteral("A lighthouse burned.\n\nNobody came.\n"));
    // Restored in part, as an edit of the window's: undo takes it back.
    desk.thread->applyEdits(desk.id, storage::editsFor({comparison.changes[1]}, comparison.textAfter),
                            {storage::HistoryEvent::Push, "restored", {}, storage::EditOrigin::Uncounted});
    QSignalSpy opened(desk.thread.get(), &StorageThread::documentOpened);
    desk.thread->openDocument(desk.id);
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(opened[0][0].value<storage::Document>().text, QStringLiteral("A lamp burned.\n\nNobody came.\n"));
    QCOMPARE(opened[0][0].value<storage::Document>().done, QVector<QByteArray>{"restored"});
    for (int i = 0; i < 6; ++i) {
      desk.thread->applyEdits(desk.id, {{0, 0, QStringLiteral("x")}});
      history.keep(desk.id, {});
    }
    QTRY_COMPARE(states.size(), 8);
    history.thin(desk.id, {0, 0, 90});
    QTRY_VERIFY(!said.isEmpty());
    QVERIFY2(said.startsWith(QStringLiteral("62 of 8 states are kept")), qPrintable(said));
    QTRY_COMPARE(states.size(), 2);
    QVERIFY(desk.failed.isEmpty());
    history.load(desk.id, 999);
    QTRY_COMPARE(desk.failed.size(), 1);
  }

  void searchAndWriting() {
    Desk desk;
    QVector<storage::SearchResult> results;
    connect(&desk.thread->search(), &SearchCalls::found, this,
            [&](const storage::SearchRequest&, const storage::SearchResult& result) { results << result; });
    desk.thread->applyEdits(desk.id, {{0, 0, QStringLiteral("Lighthouse. ")}},
                            {storage::HistoryEvent::Push, "x", {}, storage::EditOrigin::Typed});
    desk.thread->search().find({QStringLiteral("lighthouse")});
    QTRY_COMPARE(results.size(), 1);
    QCOMPARE(results[0].documents.size(), 1);
    QCOMPARE(results[0].documents[0].hits[0].end, 10);
    // Of many questions at once the last is answered, and no more than there are.
    for (int i = 0; i < 40; ++i)
      desk.thread->search().find({i < 39 ? QStringLiteral("lamp") : QStringLiteral("nobody")});
    QTRY_VERIFY(results.last().documents.value(0).hits.value(0).snippet.startsWith(QStringLiteral("Nobody")));
    storage::WritingReport report;
    storage::TextCounts counts;
    storage::WritingToday today;
    QString sentence;
    connect(&desk.thread->writing(), &WritingCalls::reported, this,
            [&](const storage::WritingReport& each) { report = each; });
    connect(&desk.thread->writing(), &WritingCalls::counted, this,
            [&](const QString&, const storage::TextCounts& each, const QString& trouble) {
              counts = each;
              sentence = trouble;
            });
    connect(&desk.thread->writing(), &WritingCalls::todayCounted, this,
            [&](const storage::WritingToday& each) { today = each; });
    QSignalSpy adopted(&desk.thread->writing(), &WritingCalls::goalAdopted);
    desk.thread->writing().adoptGoal(250);
    QTRY_COMPARE(today.goal, 250);
    QCOMPARE(adopted.size(), 1);
    desk.thread->writing().setGoal({300});
    QTRY_COMPARE(report.goal, storage::WritingGoal{300});
    QTRY_COMPARE(today.goal, 300);
    QCOMPARE(today.count.typed, 1);
    desk.thread->writing().adoptGoal(250);  // there is one
    QTRY_COMPARE(adopted.size(), 2);
    QTRY_COMPARE(today.goal, 300);
    QCOMPARE(report.today.typed, 1);
    QCOMPARE(report.session.typed, 1);
    QCOMPARE(report.days.size(), 1);
    QCOMPARE(report.sessions.size(), 1);
    desk.thread->writing().count(desk.id);
    QTRY_COMPARE(counts.words, 6);
    QCOMPARE(counts.paragraphs, 2);
    QCOMPARE(counts.sentences, 3);
    QVERIFY(sentence.isEmpty() && desk.failed.isEmpty());
    desk.thread->writing().count(QStringLiteral("nobody"));
    QTRY_VERIFY(!sentence.isEmpty());
    QCOMPARE(counts, storage::TextCounts());
  }

  // The index is fed while nobody types, without being asked.
  void theIndexIsFedByItself() {
    Desk desk;
    const QString index = storage::LibrarySearch::pathFor(desk.path);
    const auto documents = [&index]() -> qsizetype {
      try {
        return storage::SearchIndex(index, storage::Database::Access::ReadOnly).stamps().size();
      } catch (const storage::StorageError&) {
        return 0;  // not made yet
      }
    };
    QTRY_COMPARE_WITH_TIMEOUT(documents(), qsizetype(1), 20000);
    QVERIFY(desk.failed.isEmpty());
  }

  // Typing into a long text that goes into the index at this moment, with a search at every key: what was typed is on
  // the disk within a second, as ever.
  void savingWhileIndexing() {
    constexpr int kWords = 400000;
    constexpr int kKeys = 60;
    constexpr int kBetween = 40;  // milliseconds
    Desk desk;
    QSignalSpy ready(desk.thread.get(), &StorageThread::opened);
    QTRY_COMPARE(ready.size(), 1);
    desk.thread->createDocument(QStringLiteral("Long"), storage::test::prose(kWords));
    QSignalSpy opened(desk.thread.get(), &StorageThread::documentOpened);
    QTRY_COMPARE(opened.size(), 1);
    const QString id = opened[0][0].value<storage::Document>().id;
    // In the middle of it.
    const QString index = storage::LibrarySearch::pathFor(desk.path);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(index), 20000);
    QVector<qint64> waits;
    QVector<QDateTime> handed;
    QObject here;  // what comes after the test has ended is not heard
    connect(desk.thread.get(), &StorageThread::saved, &here, [&](const QDateTime& when) {
      while (!handed.isEmpty() && handed.first() <= when)
        waits << handed.takeFirst().msecsTo(QDateTime::currentDateTimeUtc());
    });
    int found = 0;
    connect(&desk.thread->search(), &SearchCalls::found, &here, [&] { ++found; });
    for (int i = 0; i < kKeys; ++i) {
      handed << QDateTime::currentDateTimeUtc();
      desk.thread->applyEdits(id, {{1000 + i, 0, QStringLiteral("x")}});
      desk.thread->search().find({QStringLiteral("harbour")});
      QTest::qWait(kBetween);
    }
    QTRY_VERIFY(handed.isEmpty());
    QTRY_VERIFY(found > 0);
    std::sort(waits.begin(), waits.end());
    qInfo(
        "%d words going into the index: a key is on the disk after %lld ms (median), %lld ms at most; %d searches "
        "answered",
        kWords, static_cast<long long>(waits[waits.size() / 2]), static_cast<long long>(waits.last()), found);
    QVERIFY2(waits.last() < 1500, qPrintable(QString::number(waits.last())));
    QVERIFY(desk.failed.isEmpty());
  }

  void backups() {
    Desk desk;
    QVector<storage::BackupMade> made;
    QVector<storage::BackupInfo> listed;
    QString copy;
    QObject here;  // what comes after the test has ended is not heard
    BackupCalls& backups = desk.thread->backups();
    connect(&backups, &BackupCalls::made, &here, [&](const storage::BackupMade& each) { made << each; });
    connect(&backups, &BackupCalls::listed, &here,
            [&](const storage::BackupPlan&, const auto& list) { listed = list; });
    connect(&backups, &BackupCalls::copied, &here, [&](const QString& path) { copy = path; });
    storage::BackupPlan plan;
    plan.folder = desk.folder.filePath(QStringLiteral("safe"));
    backups.setPlan(plan);
    backups.makeIfDue();
    QTRY_COMPARE(made.size(), 1);
    QCOMPARE(made[0].check.documents, 1);
    backups.makeIfDue();  // not again
    backups.list();
    QTRY_COMPARE(listed.size(), 1);
    // What is typed is in the next one, though nobody waited for its being saved.
    desk.thread->applyEdits(desk.id, {{0, 0, QStringLiteral("So. ")}});
    backups.makeNow();
    QTRY_COMPARE(made.size(), 2);
    backups.copyToWorkWith(made[1].info.path);
    QTRY_VERIFY(!copy.isEmpty());
    QSignalSpy opened(desk.thread.get(), &StorageThread::opened);
    desk.thread->open(copy);
    QTRY_COMPARE(opened.size(), 1);
    QSignalSpy document(desk.thread.get(), &StorageThread::documentOpened);
    desk.thread->openDocument(desk.id);
    QTRY_COMPARE(document.size(), 1);
    QVERIFY(document[0][0].value<storage::Document>().text.startsWith(QStringLiteral("So. The lamp")));
    QVERIFY(desk.failed.isEmpty());
    backups.check(desk.folder.path());
    QTRY_COMPARE(desk.failed.size(), 1);
    // Closing does not wait for one that is at work.
    backups.makeNow();
    desk.thread.reset();
  }
};

QTEST_GUILESS_MAIN(LibraryCallsTest)
#include "library_calls_test.moc"
