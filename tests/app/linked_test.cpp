// SPDX-License-Identifier: GPL-3.0-or-later
// Documents that are kept in step with files: the real window, real files, and other programs that come between.
#include <QCheckBox>
#include <QDialog>
#include <QDir>
#include <QMenuBar>
#include <QPushButton>
#include <QRandomGenerator>
#include <QToolButton>

#include "app/library/link_calls.h"
#include "storage/folders/folder_index.h"
#include "tests/app/writing_desk.h"
#include "ui/files/folder_actions.h"
#include "ui/library/library_panel.h"
#include "ui/window/link_on_page.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

constexpr int kWait = 20000;  // milliseconds, for what comes soon

struct Linked {
  explicit Linked(const QByteArray& bytes = "One two.\n") {
    writeFile(path, bytes);
    desk = std::make_unique<WritingDesk>(folder.filePath("library.lacuna"), path);
  }
  ui::LinkOnPage& links() { return *desk->program.window().links(); }
  QString line() { return links().line().isVisible() ? links().line().sentence() : QString(); }
  bool press(const QString& text) {
    for (QToolButton* button : links().line().findChildren<QToolButton*>())
      if (button->text() == text && button->isVisible()) {
        button->click();
        return true;
      }
    return false;
  }
  bool hasState(storage::LinkState state) {
    return QTest::qWaitFor([this, state] { return links().status().state == state; }, kWait);
  }
  bool linkIt() {
    return desk->opened() && waitForLine("Copied into the library") && press("Link to the file") &&
           hasState(storage::LinkState::InStep);
  }
  bool waitForLine(const QString& part) {
    return QTest::qWaitFor([this, part] { return line().contains(part); }, kWait);
  }
  bool fileIs(const QByteArray& bytes) {
    return QTest::qWaitFor([this, bytes] { return readFile(path) == bytes; }, kWait);
  }
  bool textIs(const QString& text) {
    return QTest::qWaitFor([this, text] { return desk->text() == text; }, kWait);
  }
  void check() { desk->program.storage().links().checkShown(); }
  QStringList states() {
    QStringList texts;
    desk->program.storage().post([&texts, id = desk->program.window().documentId()](storage::Library& library) {
      for (const storage::RevisionInfo& state : library.revisions(id))
        texts << QStringLiteral("%1:%2").arg(static_cast<int>(state.reason)).arg(library.revision(id, state.id));
    });
    desk->program.storage().waitForWork();
    return texts;
  }

  QTemporaryDir folder;
  QString path = folder.filePath("a draft.md");
  std::unique_ptr<WritingDesk> desk;
};

QString stateOf(storage::RevisionReason reason, const QString& text) {
  return QStringLiteral("%1:%2").arg(static_cast<int>(reason)).arg(text);
}

}  // namespace

class LinkedTest : public QObject {
  Q_OBJECT
  QTemporaryDir settings_;

 private Q_SLOTS:
  void init() { isolateSettings(settings_.path()); }

  void anOpenedFileSaysThatItWasCopiedIn() {
    Linked linked("One.\r\nTwo.\r\n");
    QVERIFY(linked.desk->opened());
    QVERIFY(linked.waitForLine("Copied into the library; a draft.md stays as it is."));
    linked.desk->page().setFocus();
    linked.desk->type("X");
    QVERIFY(linked.desk->allSaved());
    QTest::qWait(app::LinkCalls::kWriteDelay + 500);
    QCOMPARE(readFile(linked.path), QByteArray("One.\r\nTwo.\r\n"));
    // What was written here meanwhile goes into the file that nobody has changed.
    QVERIFY(linked.press("Link to the file"));
    QVERIFY(linked.fileIs("XOne.\r\nTwo.\r\n"));
    QVERIFY(linked.line().isEmpty());
  }

  void whatIsTypedGoesIntoTheFile() {
    Linked linked("\xEF\xBB\xBFOne.\r\n");
    QVERIFY(QFile::setPermissions(linked.path, QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(linked.linkIt());
    linked.desk->page().setFocus();
    linked.desk->type("Zero. ");
    QVERIFY(linked.fileIs("\xEF\xBB\xBFZero. One.\r\n"));
    linked.desk->undo();
    QVERIFY(linked.fileIs("\xEF\xBB\xBFOne.\r\n"));
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QCOMPARE(QFile::permissions(linked.path) & others, QFile::Permissions());
    // Typed a moment before the end.
    linked.desk->type("Last. ");
    linked.desk->program.window().close();
    QVERIFY(linked.desk->program.close());
    QCOMPARE(readFile(linked.path), QByteArray("\xEF\xBB\xBFLast. One.\r\n"));
    // The sign in the tree.
    linked.desk.reset();
    linked.desk = std::make_unique<WritingDesk>(linked.folder.filePath("library.lacuna"));
    QVERIFY(linked.desk->opened());
    QVERIFY(linked.hasState(storage::LinkState::InStep));
    const ui::TreeModel& model = linked.desk->program.window().library()->model();
    const QModelIndex row = model.indexOf(linked.desk->program.window().documentId());
    QCOMPARE(model.data(row, ui::TreeModel::LinkRole).toString(), QFileInfo(linked.path).canonicalFilePath());
    QVERIFY(model.data(row, Qt::ToolTipRole).toString().contains("a draft.md"));
  }

  void anotherProgramsTextIsTakenInAsOneStep() {
    Linked linked("One two three.\n");
    QVERIFY(linked.linkIt());
    writeFile(linked.path, "One 2 three, four.\r\n");  // in place
    QVERIFY(linked.textIs("One 2 three, four.\n"));
    QVERIFY(linked.states().contains(stateOf(storage::RevisionReason::BeforeFile, "One two three.\n")) ||
            linked.states().contains(stateOf(storage::RevisionReason::Created, "One two three.\n")));
    linked.desk->page().setFocus();
    linked.desk->undo();
    QCOMPARE(linked.desk->text(), QStringLiteral("One two three.\n"));
    QVERIFY(linked.fileIs("One two three.\r\n"));  // with the line ends that the file has now
    linked.desk->redo();
    QVERIFY(linked.fileIs("One 2 three, four.\r\n"));
    // By a file in the place of the old one, as most editors do it; and it goes on being watched.
    for (const char* text : {"Five.\n", "Six.\n", "Seven.\n"}) {
      writeFile(linked.path + ".new", text);
      QVERIFY(QFile::remove(linked.path) && QFile::rename(linked.path + ".new", linked.path));
      QVERIFY(linked.textIs(QString::fromLatin1(text)));
    }
    QVERIFY(linked.line().isEmpty());
  }

  void bothChangedAndNothingIsOverwritten_data() {
    QTest::addColumn<QString>("button");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("kept");
    QTest::newRow("mine") << "Keep mine" << QByteArray("Mine. One two.\n")
                          << stateOf(storage::RevisionReason::OfFile, "Theirs.\n");
    QTest::newRow("theirs") << QString::fromUtf8("Take the file’s") << QByteArray("Theirs.\n")
                            << stateOf(storage::RevisionReason::BeforeFile, "Mine. One two.\n");
    QTest::newRow("compare, mine") << QString::fromUtf8("Compare…") << QByteArray("Mine. One two.\n")
                                   << stateOf(storage::RevisionReason::OfFile, "Theirs.\n");
  }
  void bothChangedAndNothingIsOverwritten() {
    QFETCH(QString, button);
    QFETCH(QByteArray, file);
    QFETCH(QString, kept);
    Linked linked;
    QVERIFY(linked.linkIt());
    linked.desk->page().setFocus();
    linked.desk->type("Mine. ");
    writeFile(linked.path, "Theirs.\n");
    QVERIFY(linked.hasState(storage::LinkState::Conflict));
    QVERIFY(linked.waitForLine("Nothing is overwritten"));
    QTest::qWait(app::LinkCalls::kWriteDelay + 500);
    QCOMPARE(readFile(linked.path), QByteArray("Theirs.\n"));
    QCOMPARE(linked.desk->text(), QStringLiteral("Mine. One two.\n"));
    bool compared = false;
    QTimer answer;
    connect(&answer, &QTimer::timeout, this, [&] {
      auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
      if (dialog == nullptr || dialog->objectName() != "conflict") return;
      compared = true;
      dialog->findChildren<QPushButton*>().first()->click();
    });
    answer.start(50);
    QVERIFY(linked.press(button));
    QVERIFY(linked.fileIs(file));
    QVERIFY(linked.textIs(QString::fromUtf8(file)));
    QVERIFY(linked.hasState(storage::LinkState::InStep));
    QTRY_VERIFY(linked.states().contains(kept));
    QCOMPARE(compared, button.startsWith("Compare"));
    QVERIFY(linked.line().isEmpty());
  }

  // A program that copies between machines puts back what it had: what was written since does not go away.
  void anOldTextThatComesBackIsNotTaken() {
    Linked linked;
    QVERIFY(linked.linkIt());
    linked.desk->page().setFocus();
    linked.desk->type("One. ");
    QVERIFY(linked.fileIs("One. One two.\n"));
    linked.desk->type("Two. ");
    QVERIFY(linked.fileIs("One. Two. One two.\n"));
    QVERIFY(linked.hasState(storage::LinkState::InStep));
    writeFile(linked.path, "One. One two.\n");
    QVERIFY(linked.hasState(storage::LinkState::Conflict));
    QCOMPARE(linked.desk->text(), QStringLiteral("One. Two. One two.\n"));
    QVERIFY(linked.press("Keep mine"));
    QVERIFY(linked.fileIs("One. Two. One two.\n"));
  }

  void aFileThatIsGoneIsSaidOnce() {
    Linked linked;
    QVERIFY(linked.linkIt());
    QVERIFY(QFile::rename(linked.path, linked.path + ".moved"));
    QVERIFY(linked.waitForLine("was moved, renamed or deleted"));
    linked.desk->page().setFocus();
    linked.desk->type("More. ");
    QVERIFY(linked.desk->allSaved());
    QTest::qWait(app::LinkCalls::kWriteDelay + 500);
    QVERIFY(!QFile::exists(linked.path));
    QVERIFY(linked.press("Write it again"));
    QVERIFY(linked.fileIs("More. One two.\n"));
    QVERIFY(linked.hasState(storage::LinkState::InStep));
    // It came back by itself.
    QVERIFY(QFile::remove(linked.path));
    QVERIFY(linked.hasState(storage::LinkState::Missing));
    writeFile(linked.path, "More. One two.\n");
    QVERIFY(linked.hasState(storage::LinkState::InStep));
    QVERIFY(linked.line().isEmpty());
  }

  void aFileThatIsNoTextAnyMoreIsLeft() {
    Linked linked;
    QVERIFY(linked.linkIt());
    writeFile(linked.path, "caf\xe9\n");
    QVERIFY(linked.waitForLine("no text in UTF-8"));
    linked.desk->page().setFocus();
    linked.desk->type("More. ");
    QTest::qWait(app::LinkCalls::kWriteDelay + 500);
    QCOMPARE(readFile(linked.path), QByteArray("caf\xe9\n"));
    QVERIFY(linked.press("Unlink"));
    QVERIFY(linked.hasState(storage::LinkState::None));
    QVERIFY(linked.line().isEmpty());
  }

  // Another program writes at random moments while the author types: every text of both is in the file, in the
  // document or in its history.
  void nothingOfTwoWritersIsLost() {
    Linked linked("Start.\n");
    QVERIFY(linked.linkIt());
    QRandomGenerator random(7);
    QStringList theirs;
    linked.desk->page().setFocus();
    for (int round = 0; round < 12; ++round) {
      for (int key = 0; key < 6; ++key) {
        linked.desk->type("a");
        QTest::qWait(random.bounded(120));
      }
      theirs << QStringLiteral("Theirs %1.\n").arg(round);
      writeFile(linked.path, theirs.last().toUtf8());
      const QString mine = linked.desk->text();
      QTest::qWait(random.bounded(1500));
      linked.check();
      // In step, or in a conflict with the file as they left it.
      QVERIFY(QTest::qWaitFor(
          [&] {
            const bool theirsStands = readFile(linked.path) == theirs.last().toUtf8();
            return theirsStands && (linked.desk->text() == theirs.last() ||
                                    linked.links().status().state == storage::LinkState::Conflict);
          },
          kWait));
      if (linked.links().status().state != storage::LinkState::Conflict) {
        QVERIFY(!linked.states().filter(mine).isEmpty());  // what stood here is in the history
        continue;
      }
      QCOMPARE(linked.desk->text(), mine);
      const bool keep = random.bounded(2) == 0;
      QVERIFY(linked.press(keep ? QStringLiteral("Keep mine") : QString::fromUtf8("Take the file’s")));
      QVERIFY(linked.textIs(keep ? mine : theirs.last()));
      QVERIFY(linked.fileIs((keep ? mine : theirs.last()).toUtf8()));
      QVERIFY(linked.hasState(storage::LinkState::InStep));
      QTRY_VERIFY(!linked.states().filter(keep ? theirs.last() : mine).isEmpty());
    }
  }

  // Two programs with a library each, and one file.
  void twoLibrariesOneFile() {
    Linked first("Shared.\n");
    QVERIFY(first.linkIt());
    QTemporaryDir folder;
    app::StorageThread other;
    QSignalSpy opened(&other, &app::StorageThread::documentOpened);
    other.open(folder.filePath("other.lacuna"));
    other.importFile(first.path);
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, kWait);
    const QString id = opened.first().first().value<storage::Document>().id;
    QSignalSpy status(&other.links(), &app::LinkCalls::statusChanged);
    other.links().link(id, first.path);
    QTRY_VERIFY_WITH_TIMEOUT(!status.isEmpty(), kWait);
    first.desk->page().setFocus();
    first.desk->type("One. ");
    QVERIFY(first.fileIs("One. Shared.\n"));
    // The other one has it open, as far as it knows: it takes it only when the page says so.
    QSignalSpy arrived(&other.links(), &app::LinkCalls::arrived);
    other.links().check(id);
    QTRY_VERIFY_WITH_TIMEOUT(!arrived.isEmpty(), kWait);
    QCOMPARE(arrived.first().at(3).toString(), QStringLiteral("One. Shared.\n"));
    other.applyEdits(id, {{0, 0, QStringLiteral("Two. ")}});
    other.links().notTaken(id);
    QTRY_COMPARE_WITH_TIMEOUT(status.last().first().value<storage::LinkStatus>().state, storage::LinkState::Conflict,
                              kWait);
    QCOMPARE(readFile(first.path), QByteArray("One. Shared.\n"));
    other.links().keepMine(id);
    QVERIFY(first.fileIs("Two. Shared.\n"));
    QVERIFY(first.textIs("Two. Shared.\n"));
    QVERIFY(first.states().join(u' ').contains(QStringLiteral("One. Shared.")));
  }

  void aDocumentThatIsNotOpenIsKeptInStepToo() {
    Linked linked;
    QVERIFY(linked.linkIt());
    const QString id = linked.desk->program.window().documentId();
    linked.desk->program.storage().createDocument("Another", "Elsewhere.");
    QVERIFY(linked.textIs("Elsewhere."));
    writeFile(linked.path, "Theirs.\n");
    linked.desk->program.storage().links().checkAll();
    linked.desk->program.storage().openDocument(id);
    QVERIFY(linked.textIs("Theirs.\n"));
    linked.desk->page().setFocus();
    linked.desk->undo();
    QCOMPARE(linked.desk->text(), QStringLiteral("One two.\n"));
    QVERIFY(linked.fileIs("One two.\n"));
  }

  void aFolderComesInLinkedAndGrows() {
    Linked linked;
    const QString dir = linked.folder.filePath("novel");
    for (const char* name : {"01 Sea/1 One.md", "01 Sea/2 Two.md", "02 Land.md"}) {
      QVERIFY(QDir().mkpath(QFileInfo(dir + u'/' + name).path()));
      writeFile(dir + u'/' + name, QByteArray(name) + "\n");
    }
    QVERIFY(linked.desk->opened());
    auto* actions = linked.desk->program.window().findChild<ui::FolderActions*>();
    QVERIFY(actions != nullptr);
    QTimer answer;
    connect(&answer, &QTimer::timeout, this, [] {
      auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
      if (dialog == nullptr || dialog->objectName() != "askFolder") return;
      dialog->findChild<QCheckBox*>()->setChecked(true);
      for (QPushButton* button : dialog->findChildren<QPushButton*>())
        if (button->text() == "&Import") button->click();
    });
    answer.start(50);
    Q_EMIT actions->importWanted(dir);
    QVERIFY(linked.textIs("01 Sea/1 One.md\n"));
    QVERIFY(linked.hasState(storage::LinkState::InStep));
    linked.desk->page().setFocus();
    linked.desk->type("X");
    linked.path = dir + "/01 Sea/1 One.md";
    QVERIFY(linked.fileIs("X01 Sea/1 One.md\n"));
    // New texts are offered, and nothing is taken by itself.
    QVERIFY(QDir().mkpath(dir + "/03 New"));
    writeFile(dir + "/01 Sea/1b Between.md", "Between.\n");
    writeFile(dir + "/03 New/x.md", "X.\n");
    linked.desk->program.storage().links().checkAll();
    QVERIFY(linked.waitForLine("2 new texts in the folder novel"));
    const auto titles = [&] {
      QStringList all;
      for (const storage::TreeNode& node : linked.desk->program.window().library()->acts().nodes())
        all << QString(node.depth, u'>') + node.title;
      return all;
    };
    const QStringList before = titles();
    QVERIFY(!before.join(u' ').contains("Between"));
    QVERIFY(linked.press("Take in"));
    QTRY_VERIFY_WITH_TIMEOUT(titles().size() == before.size() + 3, kWait);
    const qsizetype project = titles().indexOf("novel");
    QCOMPARE(titles().mid(project),
             (QStringList{"novel", ">Sea", ">>One", ">>1b Between", ">>Two", ">Land", ">03 New", ">>x"}));
    // Not again, and what is not wanted not either.
    writeFile(dir + "/04 No.md", "No.\n");
    linked.desk->program.storage().links().checkAll();
    QVERIFY(linked.waitForLine("A new text in the folder novel: 04 No.md"));
    QVERIFY(linked.press("Not these"));
    QTRY_VERIFY_WITH_TIMEOUT(linked.line().isEmpty(), kWait);
    linked.desk->program.storage().links().checkAll();
    linked.desk->program.storage().waitForWork();
    QTest::qWait(500);
    QVERIFY(linked.line().isEmpty());
    // Out into a folder, and linked to it.
    Q_EMIT actions->exportWanted(linked.folder.filePath("out"), {true, true, false});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(linked.folder.filePath("out/lacuna.json")), kWait);
    QCOMPARE(readFile(linked.folder.filePath("out/01 Sea/01 One.md")), QByteArray("X01 Sea/1 One.md\n"));
  }

  void aFileHasOneDocument() {
    Linked linked;
    QVERIFY(linked.linkIt());
    linked.desk->program.storage().createDocument("Another", "Elsewhere.");
    QVERIFY(linked.textIs("Elsewhere."));
    QSignalSpy refused(&linked.desk->program.storage().links(), &app::LinkCalls::refused);
    linked.desk->program.storage().links().link(linked.desk->program.window().documentId(), linked.path);
    QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 1, kWait);
    QVERIFY(refused.first().first().toString().contains("is linked to “a draft” already"));
    QCOMPARE(readFile(linked.path), QByteArray("One two.\n"));
    // A new file is made; a folder that is not there is a sentence.
    linked.desk->program.storage().links().link(linked.desk->program.window().documentId(),
                                                linked.folder.filePath("new.md"));
    linked.path = linked.folder.filePath("new.md");
    QVERIFY(linked.fileIs("Elsewhere."));
    linked.desk->program.storage().links().link(linked.desk->program.window().documentId(),
                                                linked.folder.filePath("none/new.md"));
    QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 2, kWait);
  }
};

QTEST_MAIN(LinkedTest)
#include "linked_test.moc"
