// SPDX-License-Identifier: GPL-3.0-or-later
// The library's tree: what is shown, what the acts do and how they are taken back, and that nothing is lost from sight.
#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>

#include "tests/ui/desk.h"
#include "ui/library/library_panel.h"
#include "ui/window/main_window.h"

namespace lacuna::ui {
namespace {

using Kind = DocumentKind;

TreeNode at(const QString& id, Kind kind, const QString& parent, int depth, int words = 10) {
  return node(id, id.toUpper(), words, kind, parent, depth);
}

// A book of two chapters, three scenes, a note, and a draft beside it.
TreeNodes book() {
  return {at(QStringLiteral("book"), Kind::Project, {}, 0, 0),
          at(QStringLiteral("one"), Kind::Chapter, QStringLiteral("book"), 1),
          at(QStringLiteral("s1"), Kind::Scene, QStringLiteral("one"), 2),
          at(QStringLiteral("s2"), Kind::Scene, QStringLiteral("one"), 2),
          at(QStringLiteral("n"), Kind::Note, QStringLiteral("one"), 2),
          at(QStringLiteral("two"), Kind::Chapter, QStringLiteral("book"), 1),
          at(QStringLiteral("s3"), Kind::Scene, QStringLiteral("two"), 2),
          at(QStringLiteral("draft"), Kind::Scene, {}, 0)};
}

QString shape(const TreeNodes& nodes) {
  QStringList said;
  for (const TreeNode& n : nodes) said << QString(n.depth, u'.') + n.id + (n.inBin ? QStringLiteral("!") : QString());
  return said.join(u' ');
}

QString shape(const TreeActs& acts) {
  QStringList said;
  const QVector<ShownRow> rows = acts.rows();
  for (const ShownRow& row : rows) {
    int depth = 0;
    for (int above = row.above; above >= 0; above = rows.at(above).above) ++depth;
    said << QString(depth, u'.') + row.id;
  }
  return said.join(u' ');
}

}  // namespace

class TreeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { useTestSettings(); }

  void sums() {
    TreeActs acts;
    acts.setNodes(book());
    const QVector<ShownRow> rows = acts.rows();
    QCOMPARE(rows.at(0).sum, 50);  // the note is none of the book's words
    QCOMPARE(rows.at(1).sum, 30);
    QCOMPARE(rows.at(1).words, 10);
    acts.setWords(QStringLiteral("s1"), 110);
    QCOMPARE(acts.rows().at(0).sum, 150);
  }

  void whatIsShown() {
    TreeActs acts;
    acts.setNodes(book());
    acts.setOpen(QStringLiteral("s3"));
    acts.archive({QStringLiteral("two")}, true);
    // What is open is always in sight.
    QCOMPARE(shape(acts), QStringLiteral("book .one ..s1 ..s2 ..n .two ..s3 draft"));
    acts.setOpen(QStringLiteral("s1"));
    QCOMPARE(shape(acts), QStringLiteral("book .one ..s1 ..s2 ..n draft"));
    TreeShown shown = acts.shown();
    shown.archived = true;
    shown.filter = QStringLiteral("s3");
    acts.setShown(shown);
    QCOMPARE(shape(acts), QStringLiteral("book .two ..s3"));
    shown.filter.clear();
    shown.project = QStringLiteral("book");
    acts.setShown(shown);
    QCOMPARE(shape(acts), QStringLiteral("book .one ..s1 ..s2 ..n .two ..s3"));
    acts.setOpen(QStringLiteral("draft"));
    QVERIFY(shape(acts).endsWith(QStringLiteral("draft")));
  }

  void everyActIsTakenBack() {
    TreeActs acts;
    acts.setNodes(book());
    acts.setOpen(QStringLiteral("s1"));
    const QString before = shape(acts.nodes());
    const auto back = [&] {
      acts.undo();
      return shape(acts.nodes()) == before;
    };
    acts.shift({QStringLiteral("two")}, TreeActs::Up);
    QCOMPARE(shape(acts.nodes()), QStringLiteral("book .two ..s3 .one ..s1 ..s2 ..n draft"));
    acts.redo();  // nothing to do again
    QVERIFY(back());
    acts.redo();
    QCOMPARE(shape(acts.nodes()), QStringLiteral("book .two ..s3 .one ..s1 ..s2 ..n draft"));
    QVERIFY(back());
    acts.shift({QStringLiteral("s1"), QStringLiteral("s2")}, TreeActs::Down);
    QCOMPARE(shape(acts.nodes()), QStringLiteral("book .one ..n ..s1 ..s2 .two ..s3 draft"));
    QVERIFY(back());
    acts.shift({QStringLiteral("draft")}, TreeActs::In);
    QCOMPARE(shape(acts.nodes()), QStringLiteral("book .one ..s1 ..s2 ..n .two ..s3 .draft"));
    QVERIFY(back());
    acts.shift({QStringLiteral("s2")}, TreeActs::Out);
    QCOMPARE(shape(acts.nodes()), QStringLiteral("book .one ..s1 ..n .s2 .two ..s3 draft"));
    QVERIFY(back());
    acts.move({QStringLiteral("s3"), QStringLiteral("s1")}, {QStringLiteral("book"), QStringLiteral("two")});
    QCOMPARE(shape(acts.nodes()), QStringLiteral("book .one ..s2 ..n .s1 .s3 .two draft"));
    QVERIFY(back());
    acts.bin({QStringLiteral("one"), QStringLiteral("s1")});
    QCOMPARE(shape(acts.nodes()), QStringLiteral("book .one! ..s1! ..s2! ..n! .two ..s3 draft"));
    QCOMPARE(shape(acts), QStringLiteral("book .two ..s3 draft bin .one ..s1 ..s2 ..n"));
    QVERIFY(back());
    acts.rename(QStringLiteral("two"), QStringLiteral("Low Water"));
    QCOMPARE(acts.node(QStringLiteral("two"))->title, QStringLiteral("Low Water"));
    acts.undo();
    QCOMPARE(acts.node(QStringLiteral("two"))->title, QStringLiteral("TWO"));
  }

  void theNextOneOpens() {
    TreeActs acts;
    acts.setNodes(book());
    QSignalSpy opened(&acts, &TreeActs::openWanted);
    QSignalSpy draft(&acts, &TreeActs::draftWanted);
    acts.setOpen(QStringLiteral("s2"));
    acts.bin({QStringLiteral("one")});
    QCOMPARE(opened.last().first().toString(), QStringLiteral("two"));
    acts.setOpen(QStringLiteral("draft"));
    acts.bin({QStringLiteral("draft")});
    QCOMPARE(opened.last().first().toString(), QStringLiteral("s3"));
    acts.setOpen(QStringLiteral("s3"));
    acts.undo();
    QCOMPARE(opened.last().first().toString(), QStringLiteral("draft"));
    acts.bin({QStringLiteral("book"), QStringLiteral("draft")});
    QCOMPARE(draft.size(), 1);  // an empty library has a page all the same
  }

  void whereNewOnesGo() {
    const TreeNodes nodes = book();
    const auto place = [&](Kind kind, const char* chosen) {
      const TreePlace found = placeFor(nodes, kind, QString::fromLatin1(chosen));
      return found.parent + u'/' + found.before;
    };
    QCOMPARE(place(Kind::Scene, "one"), QStringLiteral("one/"));
    QCOMPARE(place(Kind::Scene, "s1"), QStringLiteral("one/s2"));
    QCOMPARE(place(Kind::Chapter, "s1"), QStringLiteral("book/two"));
    QCOMPARE(place(Kind::Chapter, "book"), QStringLiteral("book/"));
    QCOMPARE(place(Kind::Project, "s1"), QStringLiteral("/draft"));
    QCOMPARE(place(Kind::Note, "draft"), QStringLiteral("/"));
  }

  void mergingSaysWhatCannotBe() {
    TreeActs acts;
    acts.setNodes(book());
    QSignalSpy merged(&acts, &TreeActs::mergeWanted);
    QSignalSpy said(&acts, &TreeActs::said);
    acts.merge({QStringLiteral("one"), QStringLiteral("s1")});
    acts.merge({QStringLiteral("draft")});
    QCOMPARE(merged.size(), 0);
    QCOMPARE(said.size(), 2);
    acts.merge({QStringLiteral("two"), QStringLiteral("one")});  // in the order of the book
    QCOMPARE(merged.first().first().toStringList(), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
  }

  // Selection, unfolding and place stay over an update, also one that moves what is chosen.
  void theViewKeepsItsPlace() {
    Desk d(QStringLiteral("text\n"));
    LibraryPanel* panel = d.window.library();
    QAbstractItemModelTester tester(&panel->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    TreeNodes nodes = book();
    d.window.setLibrary(nodes);
    TreeView* tree = panel->tree();
    const auto index = [&](const char* id) { return panel->model().indexOf(QString::fromLatin1(id)); };
    QVERIFY(tree->isExpanded(index("book")));
    QVERIFY(!tree->isExpanded(index("two")));
    tree->expand(index("one"));
    tree->chooseAll({QStringLiteral("s1"), QStringLiteral("s2")});
    apply(nodes, {TreeChange::Move, QStringLiteral("one"), {}});
    d.window.setLibrary(nodes);
    QVERIFY(tree->isExpanded(index("one")));
    QVERIFY(!index("one").parent().isValid());
    QCOMPARE(tree->chosen().size(), 2);
    apply(nodes, {TreeChange::Remove, QStringLiteral("s1")});
    d.window.setLibrary(nodes);
    QCOMPARE(tree->chosen(), QStringList{QStringLiteral("s2")});
    panel->filter()->setText(QStringLiteral("S3"));
    QVERIFY(tree->isExpanded(index("two")));
    panel->filter()->clear();
    QVERIFY(!tree->isExpanded(index("two")));
    QVERIFY(tree->isExpanded(index("one")));
  }

  void draggedRowsMove() {
    Desk d(QStringLiteral("text\n"));
    LibraryPanel* panel = d.window.library();
    d.window.setLibrary(book());
    TreeModel& model = panel->model();
    const auto index = [&](const char* id) { return model.indexOf(QString::fromLatin1(id)); };
    std::unique_ptr<QMimeData> data(model.mimeData({index("s3")}));
    QVERIFY(model.dropMimeData(data.get(), Qt::MoveAction, 0, 0, index("one")));
    QCOMPARE(shape(panel->acts().nodes()), QStringLiteral("book .one ..s3 ..s1 ..s2 ..n .two draft"));
    data.reset(model.mimeData({index("one")}));
    QVERIFY(!model.dropMimeData(data.get(), Qt::MoveAction, -1, 0, index("s1")));  // not into itself
    data.reset(model.mimeData({index("book")}));
    QVERIFY(!model.canDropMimeData(data.get(), Qt::MoveAction, -1, 0, index("draft")));
  }

  void keysAndUndo() {
    Desk d(QStringLiteral("text\n"));
    LibraryPanel* panel = d.window.library();
    d.window.setLibrary(book());
    TreeView* tree = panel->tree();
    tree->choose(QStringLiteral("s2"));
    tree->setFocus();
    QSignalSpy wanted(&panel->acts(), &TreeActs::changesWanted);
    QTest::keyClick(tree, Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(tree, Qt::Key_Delete);
    QCOMPARE(wanted.size(), 2);
    QVERIFY(panel->acts().node(QStringLiteral("s2"))->inBin);
    QTest::keyClick(tree, Qt::Key_Z, Qt::ControlModifier);
    QTest::keyClick(tree, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(shape(panel->acts().nodes()), shape(book()));
    QCOMPARE(d.text(), QStringLiteral("text\n"));
    // The title is edited in its place.
    tree->choose(QStringLiteral("s2"));
    QTest::keyClick(tree, Qt::Key_F2);
    auto* editor = tree->findChild<QLineEdit*>();
    QVERIFY(editor != nullptr);
    editor->setText(QStringLiteral("The lamp"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(panel->acts().node(QStringLiteral("s2"))->title, QStringLiteral("The lamp"));
  }

  void sectionsMove() {
    const QString text = QStringLiteral("Before.\n\n# A\n\na\n\n## A1\n\na1\n\n# B\n\nb");
    Desk d(text);
    OutlineView* outline = d.window.library()->outline();
    QCOMPARE(outline->rows(), 3);
    d.cursorTo(static_cast<int>(text.indexOf(QStringLiteral("a1"))));
    QCOMPARE(outline->currentIndex().data().toString(), QStringLiteral("A1"));
    Q_EMIT outline->moved(2, 0);
    QCOMPARE(d.text(), QStringLiteral("Before.\n\n# B\n\nb\n\n# A\n\na\n\n## A1\n\na1"));
    QCOMPARE(d.mirror, d.text());
    Q_EMIT outline->moved(0, 3);
    QCOMPARE(d.text(), text);
    d.page().setFocus();
    d.undo();
    d.undo();
    QCOMPARE(d.text(), text);
    QVERIFY(!d.page().pageDocument().manuscript().canUndo());
    Q_EMIT outline->levelChanged(0, 1);
    QVERIFY(d.text().contains(QStringLiteral("## A\n\na\n\n### A1")));
    d.undo();
    QCOMPARE(d.text(), text);
  }

  // Storage makes the edit of a split itself: the window hands it over with the step of undo, and once.
  void aSplitIsHandedOver() {
    Desk d(QStringLiteral("One.\n\nTwo.\n"));
    QSignalSpy split(&d.window, &MainWindow::splitRequested);
    d.cursorTo(5);
    Q_EMIT d.window.library()->splitRequested();
    QCOMPARE(split.size(), 1);
    const auto request = split.first().first().value<storage::SplitRequest>();
    QCOMPARE(request.position, 6);
    QCOMPARE(request.event.kind, HistoryEvent::Push);
    QCOMPARE(d.text(), QStringLiteral("One.\n\n"));
    QCOMPARE(d.mirror, QStringLiteral("One.\n\nTwo.\n"));
    d.cursorTo(0);
    Q_EMIT d.window.library()->splitRequested();  // before the first word: nothing to split
    QCOMPARE(split.size(), 1);
  }

  void tenThousandDocuments() {
    Desk d(QStringLiteral("text\n"));
    TreeNodes nodes;
    for (int c = 0; c < 100; ++c) {
      const QString chapter = QStringLiteral("c%1").arg(c);
      nodes.push_back(at(chapter, Kind::Chapter, {}, 0));
      for (int s = 0; s < 100; ++s)
        nodes.push_back(at(chapter + QStringLiteral("s%1").arg(s), Kind::Scene, chapter, 1));
    }
    QElapsedTimer timer;
    timer.start();
    d.window.setLibrary(nodes);
    LibraryPanel* panel = d.window.library();
    panel->tree()->expandAll();
    panel->tree()->choose(QStringLiteral("c50s50"));
    panel->tree()->setFocus();
    for (int i = 0; i < 20; ++i) QTest::keyClick(panel->tree(), Qt::Key_Down, Qt::AltModifier);
    qInfo("ten thousand documents, 20 moves: %lld ms", timer.elapsed());
    QCOMPARE(panel->tree()->chosen(), QStringList{QStringLiteral("c50s50")});
    QVERIFY(panel->tree()->viewport()->rect().intersects(
        panel->tree()->visualRect(panel->model().indexOf(QStringLiteral("c50s50")))));
    panel->filter()->setText(QStringLiteral("c99s9"));
    QCOMPARE(panel->acts().rows().size(), 12);
  }
};

}  // namespace lacuna::ui

QTEST_MAIN(lacuna::ui::TreeTest)
#include "tree_test.moc"
