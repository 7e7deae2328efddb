// SPDX-License-Identifier: GPL-3.0-or-later
// A writing day on the library's tree, in the real window over a real library.
#include "tests/app/writing_desk.h"
#include "ui/library/library_panel.h"

namespace lacuna::tests {
namespace {

using ui::TreeActs;
using Kind = storage::DocumentKind;

struct Book {
  explicit Book(const QString& library) : desk(library) {}
  ui::LibraryPanel& panel() { return *desk.program.window().library(); }
  TreeActs& acts() { return panel().acts(); }
  QString open() { return desk.program.window().documentId(); }
  QString idOf(const QString& title) {
    for (const storage::TreeNode& node : acts().nodes())
      if (node.title == title) return node.id;
    return {};
  }
  // Made, opened, and named by the keys in its row.
  bool make(Kind kind, const QString& title, const QString& beside) {
    const QString before = open();
    acts().create(kind, idOf(beside));
    if (!QTest::qWaitFor([&] { return open() != before && panel().tree()->findChild<QLineEdit*>() != nullptr; }, 10000))
      return false;
    auto* editor = panel().tree()->findChild<QLineEdit*>();
    editor->setText(title);
    QTest::keyClick(editor, Qt::Key_Return);
    // Its author writes on at once.
    return QTest::qWaitFor([&] { return idOf(title) == open() && desk.page().hasFocus(); }, 10000);
  }
  // As the library itself has it.
  QString onDisk() {
    QString said;
    desk.program.storage().post([&said](storage::Library& library) {
      QString all;
      for (const storage::TreeNode& node : library.tree().nodes())
        all += QString(node.depth, u'.') + node.title + (node.inBin ? QStringLiteral("! ") : QStringLiteral(" "));
      said = all.trimmed();
    });
    (void)desk.program.storage().unsaved();  // waits until the thread is there
    return said;
  }
  QString textOf(const QString& id) {
    QString said;
    desk.program.storage().post([&said, id](storage::Library& library) { said = library.read(id).text; });
    (void)desk.program.storage().unsaved();
    return said;
  }
  WritingDesk desk;
};

}  // namespace

class BookTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    isolateSettings(folder_->path());
    QSettings().clear();
    storage::Library library(folder_->filePath(QStringLiteral("book.lacuna")));
    library.create(QStringLiteral("Draft"), QStringLiteral("Begun."));
  }

  void aDay() {
    Book b(folder_->filePath(QStringLiteral("book.lacuna")));
    QVERIFY(b.desk.opened());
    QTRY_VERIFY(!b.idOf(QStringLiteral("Draft")).isEmpty());
    QVERIFY(b.make(Kind::Project, QStringLiteral("Book"), {}));
    QVERIFY(b.make(Kind::Chapter, QStringLiteral("One"), QStringLiteral("Book")));
    b.desk.type(QStringLiteral("First words."));
    QVERIFY(b.make(Kind::Chapter, QStringLiteral("Two"), QStringLiteral("One")));
    b.desk.type(QStringLiteral("More words."));
    QVERIFY(b.make(Kind::Chapter, QStringLiteral("Three"), QStringLiteral("Two")));
    QTRY_COMPARE(b.onDisk(), QStringLiteral("Draft Book .One .Two .Three"));
    // By keys, faster than storage answers.
    ui::TreeView* tree = b.panel().tree();
    tree->choose(b.idOf(QStringLiteral("Three")));
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(tree, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(b.onDisk(), QStringLiteral("Draft Book .Three .One .Two"));
    // By a drag.
    ui::TreeModel& model = b.panel().model();
    std::unique_ptr<QMimeData> dragged(model.mimeData({model.indexOf(b.idOf(QStringLiteral("Two")))}));
    QVERIFY(model.dropMimeData(dragged.get(), Qt::MoveAction, 0, 0, model.indexOf(b.idOf(QStringLiteral("Book")))));
    QCOMPARE(b.onDisk(), QStringLiteral("Draft Book .Two .Three .One"));
    QCoreApplication::processEvents();
    // What is open goes into the bin: another stands on the page, and one act brings both back.
    const QString three = b.idOf(QStringLiteral("Three"));
    QCOMPARE(b.open(), three);
    tree->choose(three);
    QTest::keyClick(tree, Qt::Key_Delete);
    QTRY_VERIFY(b.open() != three);
    QCOMPARE(b.onDisk(), QStringLiteral("Draft Book .Two .Three! .One"));
    b.acts().undo();
    QTRY_COMPARE(b.open(), three);
    QCOMPARE(b.onDisk(), QStringLiteral("Draft Book .Two .Three .One"));
    QVERIFY(b.desk.failed.isEmpty());
  }

  void splitAndMerge() {
    Book b(folder_->filePath(QStringLiteral("book.lacuna")));
    QVERIFY(b.desk.opened());
    const QString draft = b.open();
    b.desk.page().setFocus();
    b.desk.page().setCursorPosition(6);
    b.desk.type(QStringLiteral(" More."));
    b.desk.page().setCursorPosition(7);
    Q_EMIT b.panel().splitRequested();
    b.desk.type(QStringLiteral("Typed at once."));
    QTRY_VERIFY(!b.idOf(QStringLiteral("More.")).isEmpty());
    const QString second = b.idOf(QStringLiteral("More."));
    QCOMPARE(b.textOf(second), QStringLiteral("More."));
    QCOMPARE(b.textOf(draft), b.desk.text());
    QVERIFY(b.desk.text().endsWith(QStringLiteral("Typed at once.")));
    b.desk.undo();
    b.desk.undo();
    QCOMPARE(b.desk.text(), QStringLiteral("Begun. More."));
    b.desk.redo();
    QCOMPARE(b.desk.text(), QStringLiteral("Begun. "));
    b.acts().merge({draft, second});
    QTRY_COMPARE(b.desk.text(), QStringLiteral("Begun. \n\nMore."));
    QTRY_VERIFY(b.acts().node(second)->inBin);
    b.acts().undo();
    QTRY_COMPARE(b.desk.text(), QStringLiteral("Begun. "));
    QTRY_VERIFY(!b.acts().node(second)->inBin);
    QCOMPARE(b.textOf(draft), QStringLiteral("Begun. "));
    QVERIFY(b.desk.failed.isEmpty());
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
};

}  // namespace lacuna::tests

QTEST_MAIN(lacuna::tests::BookTest)
#include "book_test.moc"
