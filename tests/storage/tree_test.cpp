// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/tree.h"

#include <QTest>

#include "storage/arrange.h"
#include "storage/library.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

// "Book(One(a b) Two)": titles, with what lies in each between brackets; what is in the bin has a minus.
QString drawn(Library& library) {
  QString text;
  int depth = 0;
  for (const TreeNode& node : library.tree().nodes()) {
    for (; depth > node.depth; --depth) text += QLatin1Char(')');
    if (node.depth > depth) {
      text += QLatin1Char('(');
      ++depth;
    } else if (!text.isEmpty()) {
      text += QLatin1Char(' ');
    }
    text += (node.inBin ? QStringLiteral("-") : QString()) + node.title;
  }
  for (; depth > 0; --depth) text += QLatin1Char(')');
  return text;
}

bool refused(const std::function<void()>& work, StorageCode code = StorageCode::kInvalid) {
  const std::optional<StorageError> error = test::errorOf(work);
  return error && error->code() == code && test::isSentence(error->sentence());
}

}  // namespace

class TreeTest : public QObject {
  Q_OBJECT

  // Book(One(a b) Two(c)) Notes
  struct Book {
    test::Folder folder;
    std::unique_ptr<Library> library = std::make_unique<Library>(folder.path());
    QStringList ids;
    Book() {
      library->database().execute("PRAGMA synchronous = OFF");
      ids = library->create(QVector<NewDocument>{
          {QStringLiteral("Book"), {}, {}, DocumentKind::Project},
          {QStringLiteral("One"), {}, {}, DocumentKind::Chapter, {}, 0},
          {QStringLiteral("a"), QStringLiteral("The tide was out."), {}, DocumentKind::Scene, {}, 1},
          {QStringLiteral("b"),
           QStringLiteral("Nobody came."),
           {{0, 6, MarkKind::Pin, QStringLiteral("who")}},
           DocumentKind::Scene,
           {},
           1},
          {QStringLiteral("Two"), {}, {}, DocumentKind::Chapter, {}, 0},
          {QStringLiteral("c"), QStringLiteral("Salt."), {}, DocumentKind::Scene, {}, 4},
          {QStringLiteral("Notes"), {}, {}, DocumentKind::Note}});
    }
    QString id(const char* title) const {
      for (const TreeNode& node : library->tree().nodes())
        if (node.title == QLatin1String(title)) return node.id;
      return {};
    }
    QString text(const char* title) const { return library->read(id(title)).text; }
    void reopen() {
      library->close();
      library.reset();
      library = std::make_unique<Library>(folder.path());
    }
  };

 private Q_SLOTS:
  void aBookIsATree() {
    Book book;
    QCOMPARE(drawn(*book.library), QStringLiteral("Book(One(a b) Two(c)) Notes"));
    book.reopen();
    QCOMPARE(drawn(*book.library), QStringLiteral("Book(One(a b) Two(c)) Notes"));
    const TreeNode node = book.library->tree().subtree(book.id("b")).first();
    QCOMPARE(node.kind, DocumentKind::Scene);
    QCOMPARE(node.parent, book.id("One"));
    QCOMPARE(node.words, 2);
    // What holds no text of its own is not in the list of drafts.
    QCOMPARE(book.library->documents().size(), 6);
    book.library->tree().setKind(book.id("Two"), DocumentKind::Folder);
    QCOMPARE(book.library->documents().size(), 5);
  }

  void moves_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("into");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("tree");
    QTest::newRow("to the end") << "a"
                                << "Two"
                                << ""
                                << "Book(One(b) Two(c a)) Notes";
    QTest::newRow("before another") << "b"
                                    << "One"
                                    << "a"
                                    << "Book(One(b a) Two(c)) Notes";
    QTest::newRow("before itself") << "a"
                                   << "One"
                                   << "a"
                                   << "Book(One(b a) Two(c)) Notes";
    QTest::newRow("a chapter with its scenes") << "Two"
                                               << "Book"
                                               << "One"
                                               << "Book(Two(c) One(a b)) Notes";
    QTest::newRow("to the top") << "c"
                                << ""
                                << "Book"
                                << "c Book(One(a b) Two) Notes";
    QTest::newRow("into a scene") << "Notes"
                                  << "c"
                                  << ""
                                  << "Book(One(a b) Two(c(Notes)))";
  }
  void moves() {
    QFETCH(QString, what);
    QFETCH(QString, into);
    QFETCH(QString, before);
    QFETCH(QString, tree);
    Book book;
    book.library->tree().move(book.id(what.toLatin1()), {book.id(into.toLatin1()), book.id(before.toLatin1())});
    QCOMPARE(drawn(*book.library), tree);
    book.reopen();
    QCOMPARE(drawn(*book.library), tree);
  }

  void whatCannotBeIsRefused() {
    Book book;
    Tree& tree = book.library->tree();
    const QString before = drawn(*book.library);
    QVERIFY(refused([&] { tree.move(book.id("One"), {book.id("a"), {}}); }));
    QVERIFY(refused([&] { tree.move(book.id("One"), {book.id("One"), {}}); }));
    QVERIFY(refused([&] { tree.move(book.id("Book"), {book.id("Notes"), {}}); }));
    QVERIFY(refused([&] { tree.setKind(book.id("a"), DocumentKind::Project); }));
    QVERIFY(refused([&] { tree.move(QStringLiteral("nobody"), {}); }, StorageCode::kNotFound));
    QVERIFY(refused([&] { tree.bin(QStringLiteral("nobody")); }, StorageCode::kNotFound));
    QVERIFY(refused([&] { tree.archive(QStringLiteral("nobody"), true); }, StorageCode::kNotFound));
    tree.bin(book.id("Two"));
    QVERIFY(refused([&] { tree.move(book.id("a"), {book.id("c"), {}}); }));
    QVERIFY(refused([&] {
      book.library->create(
          QVector<NewDocument>{{QStringLiteral("x"), {}, {}, DocumentKind::Scene, {book.id("c"), {}}}});
    }));
    tree.restore(book.id("Two"));
    QCOMPARE(drawn(*book.library), before);
  }

  // A chapter thrown away takes its scenes along, and brings them back where they were.
  void theBin() {
    Book book;
    Tree& tree = book.library->tree();
    const QString before = drawn(*book.library);
    (void)book.library->open(book.id("a"));
    tree.bin(book.id("One"));
    QCOMPARE(drawn(*book.library), QStringLiteral("Book(-One(-a -b) Two(c)) Notes"));
    QCOMPARE(tree.binned(), QStringList{book.id("One")});
    QVERIFY(tree.inBin(book.id("b")) && !tree.inBin(book.id("c")));
    QCOMPARE(book.library->documents().size(), 3);
    QVERIFY(book.library->lastOpened() != book.id("a"));
    QCOMPARE(book.text("a"), QStringLiteral("The tide was out."));  // it can be looked at
    tree.restore(book.id("One"));
    QCOMPARE(drawn(*book.library), before);
    QCOMPARE(book.library->lastOpened(), book.id("a"));
    // A scene alone, out of a chapter that stays there.
    tree.bin(book.id("One"));
    tree.restore(book.id("a"));
    QCOMPARE(drawn(*book.library), QStringLiteral("Book(-One(-b) Two(c) a) Notes"));
  }

  void nothingIsDeletedButOutOfTheBin() {
    Book book;
    Library& library = *book.library;
    QVERIFY(refused([&] { library.remove(book.id("One")); }));
    QCOMPARE(library.emptyBin(), 0);
    library.tree().bin(book.id("b"));
    library.tree().bin(book.id("One"));
    library.tree().bin(book.id("c"));
    QCOMPARE(library.tree().binned().size(), 3);
    library.remove(book.id("c"));
    QCOMPARE(drawn(library), QStringLiteral("Book(-One(-a -b) Two) Notes"));
    QCOMPARE(library.emptyBin(), 3);
    QCOMPARE(drawn(library), QStringLiteral("Book(Two) Notes"));
    QCOMPARE(library.database().number("SELECT count(*) FROM revisions"), 3);
    QCOMPARE(library.database().text("PRAGMA foreign_key_check"), QString());
  }

  void theArchive() {
    Book book;
    book.library->tree().archive(book.id("One"), true);
    QCOMPARE(drawn(*book.library), QStringLiteral("Book(One(a b) Two(c)) Notes"));
    QCOMPARE(book.library->documents().size(), 3);
    QVERIFY(book.library->tree().subtree(book.id("One")).first().archived);
    book.library->tree().archive(book.id("One"), false);
    QCOMPARE(book.library->documents().size(), 6);
  }

  // A damaged table hides nothing: a circle is cut open, a parent that is gone is the top.
  void aDamagedTreeShowsAll() {
    Book book;
    Database& database = book.library->database();
    database.execute("PRAGMA foreign_keys = OFF");
    database.execute("UPDATE documents SET parent = 3 WHERE title = 'One'");  // a, which lies in it
    database.execute("UPDATE documents SET parent = 999 WHERE title = 'c'");
    QStringList titles;
    for (const TreeNode& node : book.library->tree().nodes()) titles << node.title;
    titles.sort();
    QCOMPARE(titles, (QStringList{"Book", "Notes", "One", "Two", "a", "b", "c"}));
    book.library->tree().bin(book.id("a"));
    QVERIFY(book.library->documents().size() < 6);
    book.library->tree().move(book.id("One"), {book.id("Book"), {}});
    QCOMPARE(book.library->tree().subtree(book.id("Book")).size(), 5);
  }

  void duplicates() {
    Book book;
    book.library->apply(book.id("a"), {{0, 3, QStringLiteral("A")}});  // not written yet
    const QString copy = duplicate(*book.library, book.id("One"));
    QCOMPARE(drawn(*book.library), QStringLiteral("Book(One(a b) One (copy)(a b) Two(c)) Notes"));
    const QVector<TreeNode> copied = book.library->tree().subtree(copy);
    QCOMPARE(book.library->read(copied[1].id).text, QStringLiteral("A tide was out."));
    QCOMPARE(book.library->read(copied[2].id).marks, (QVector<Mark>{{0, 6, MarkKind::Pin, QStringLiteral("who")}}));
    book.library->apply(copied[1].id, {{0, 1, QStringLiteral("No")}});
    book.library->commit();
    QCOMPARE(book.text("a"), QStringLiteral("A tide was out."));
    // What is in the bin is not copied, unless it is what was asked for.
    book.library->tree().bin(book.id("c"));
    QCOMPARE(book.library->tree().subtree(duplicate(*book.library, book.id("Two"))).size(), 1);
    duplicate(*book.library, book.id("c"));
    QVERIFY(drawn(*book.library).endsWith(QStringLiteral(" c (copy)")));
  }

  void merges() {
    Book book;
    Library& library = *book.library;
    merge(library, {book.id("a"), book.id("b"), book.id("Two")});
    QCOMPARE(drawn(library), QStringLiteral("Book(One(a(c) -b) -Two) Notes"));
    QCOMPARE(book.text("a"), QStringLiteral("The tide was out.\n\nNobody came."));
    QCOMPARE(library.read(book.id("a")).marks, (QVector<Mark>{{19, 25, MarkKind::Pin, QStringLiteral("who")}}));
    // Both are as they were: one in its history, one in the bin.
    const RevisionInfo before = library.revisions(book.id("a")).last();
    QCOMPARE(before.reason, RevisionReason::Created);
    QCOMPARE(library.revision(book.id("a"), before.id), QStringLiteral("The tide was out."));
    QCOMPARE(book.text("b"), QStringLiteral("Nobody came."));
    QCOMPARE(library.writing().thisSession().pasted, 0);
    QVERIFY(refused([&] { merge(library, {book.id("a")}); }));
    QVERIFY(refused([&] { merge(library, {book.id("a"), book.id("a")}); }));
    QVERIFY(refused([&] { merge(library, {book.id("a"), book.id("b")}); }));
    QVERIFY(refused([&] { merge(library, {book.id("Book"), book.id("c")}); }));
  }

  void splits() {
    Book book;
    Library& library = *book.library;
    const QString id = book.id("b");
    library.apply(id, {{12, 0, QStringLiteral("\n\n## Salt\n\nThere was no sea.")}}, {HistoryEvent::Push, "typed"});
    library.setMarks(id, {{0, 6, MarkKind::Pin, QStringLiteral("who")}, {33, 36, MarkKind::Tag, QStringLiteral("x")}});
    const QString second = split(library, {id, 12, {}, {HistoryEvent::Push, "split"}});
    QCOMPARE(drawn(library), QStringLiteral("Book(One(a b Salt) Two(c)) Notes"));
    QCOMPARE(library.read(id).text, QStringLiteral("Nobody came.\n\n"));
    QCOMPARE(library.read(id).marks, (QVector<Mark>{{0, 6, MarkKind::Pin, QStringLiteral("who")}}));
    QCOMPARE(library.read(id).done, (QVector<QByteArray>{"typed", "split"}));
    QCOMPARE(library.read(second).text, QStringLiteral("## Salt\n\nThere was no sea."));
    QCOMPARE(library.read(second).marks, (QVector<Mark>{{19, 22, MarkKind::Tag, QStringLiteral("x")}}));
    QCOMPARE(library.revisions(id).first().reason, RevisionReason::BeforeSplit);
    // Both parts together are what was there.
    merge(library, {id, second}, {});
    QCOMPARE(library.read(id).text, QStringLiteral("Nobody came.\n\n## Salt\n\nThere was no sea."));
    for (const int position : {-5, 0, 1000, static_cast<int>(library.read(id).text.size())})
      QVERIFY(refused([&] { split(library, {id, position}); }));
    library.apply(id, {{0, 0, QString::fromUcs4(U"a \U0001F30A b")}});
    QVERIFY(refused([&] { split(library, {id, 3}); }));
    QCOMPARE(library.read(split(library, {id, 2, QStringLiteral("Wave")})).title, QStringLiteral("Wave"));
  }
};

QTEST_APPLESS_MAIN(TreeTest)
#include "tree_test.moc"
