// SPDX-License-Identifier: GPL-3.0-or-later
// Searching and replacing over a whole library, in the real window.
#include <QCheckBox>
#include <QComboBox>

#include "app/library/replace_calls.h"
#include "app/library/search_calls.h"
#include "tests/app/writing_desk.h"
#include "ui/window/search_desk.h"

using namespace lacuna;
using namespace lacuna::tests;

class SearchWindowTest : public QObject {
  Q_OBJECT

  // Three scenes of a book, one of another, and a scene in the bin.
  QString book() {
    const QString path = folder_.filePath(QStringLiteral("library-%1.lacuna").arg(++count_));
    storage::Library library(path);
    storage::NewDocument project{QStringLiteral("Low Water")};
    project.kind = storage::DocumentKind::Project;
    QVector<storage::NewDocument> documents{project};
    const auto add = [&documents](const QString& title, const QString& text, int under) {
      storage::NewDocument scene{title, text};
      scene.under = under;
      documents.push_back(scene);
    };
    add(QStringLiteral("Harbour"), QStringLiteral("Anna waits.\n\nThe grey boat of Anna is late."), 0);
    add(QStringLiteral("Dunes"), QStringLiteral("Nobody saw Anna there.\n\nThe wind was grey."), 0);
    add(QStringLiteral("Letter"), QStringLiteral("To ANNA, from the sea."), 0);
    add(QStringLiteral("Another book"), QStringLiteral("Anna is somebody else here."), -1);
    add(QStringLiteral("Gone"), QStringLiteral("Anna in the bin."), -1);
    ids_ = library.create(documents);
    library.tree().bin(ids_.last());
    library.open(ids_.at(1));
    library.close();
    return path;
  }

  static void press(WritingDesk& desk, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : &desk.page(), key,
                    modifiers);
  }
  static QString message(WritingDesk& desk) {
    for (const QLabel* label : desk.program.window().findChildren<QLabel*>())
      if (label->accessibleName() == QStringLiteral("Message") && label->isVisible()) return label->text();
    return {};
  }
  // What the dialog lists, a line a document: its title and its places.
  static QStringList listed(ui::ReplaceDialog& dialog) {
    QStringList all;
    const ui::ReplaceModel& model = dialog.model();
    for (int row = 0; row < model.rowCount(); ++row) all << model.data(model.index(row, 0), Qt::DisplayRole).toString();
    return all;
  }
  static QPushButton* button(ui::ReplaceDialog& dialog, const QString& text) {
    for (QPushButton* each : dialog.findChildren<QPushButton*>())
      if (each->text().remove(u'&') == text) return each;
    return nullptr;
  }
  static bool show(WritingDesk& desk, const QString& id) {
    desk.program.storage().openDocument(id);
    return QTest::qWaitFor([&] { return desk.program.window().documentId() == id; }, 10000);
  }

 private Q_SLOTS:
  void initTestCase() { isolateSettings(folder_.path()); }

  void whatIsTypedIsFoundEverywhere() {
    WritingDesk desk(book());
    QVERIFY(desk.opened());
    press(desk, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    ui::SearchPanel& panel = desk.program.window().searching()->panel();
    QVERIFY(panel.isVisible());
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(panel.line()));
    QTest::keyClicks(panel.line(), QStringLiteral("grey"));
    QAbstractItemModel* model = panel.list()->model();
    QTRY_COMPARE(model->rowCount(), 2);
    QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("Harbour"));
    QCOMPARE(model->index(1, 0).data().toString(), QStringLiteral("Dunes"));
    // Down to the second hit, and there.
    press(desk, Qt::Key_Down);
    press(desk, Qt::Key_Down);
    press(desk, Qt::Key_Return);
    QTRY_COMPARE(desk.program.window().documentId(), ids_.at(2));
    QTRY_COMPARE(desk.page().textCursor().selectedText(), QStringLiteral("grey"));
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(&desk.page()));
    // On from there, round to the first document, and on the page by F3.
    press(desk, Qt::Key_F4);
    QTRY_COMPARE(desk.program.window().documentId(), ids_.at(1));
    QTRY_COMPARE(desk.page().textCursor().selectedText(), QStringLiteral("grey"));
    // What is typed now is found in a moment, its title too.
    desk.type(QStringLiteral(" quicksilver"));
    press(desk, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    panel.line()->selectAll();
    QTest::keyClicks(panel.line(), QStringLiteral("quicksi"));
    QTRY_COMPARE(model->rowCount(model->index(0, 0)), 1);
    panel.line()->selectAll();
    QTest::keyClicks(panel.line(), QStringLiteral("Letter"));
    QTRY_COMPARE(model->index(0, 0).data().toString(), QStringLiteral("Letter"));
    press(desk, Qt::Key_Return);
    QTRY_COMPARE(desk.program.window().documentId(), ids_.at(3));
    // The scope.
    press(desk, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    panel.line()->selectAll();
    QTest::keyClicks(panel.line(), QStringLiteral("anna"));
    QTRY_COMPARE(model->rowCount(), 4);
    auto* scope = panel.findChild<QComboBox*>();
    const auto choose = [scope](int index) {
      scope->setCurrentIndex(index);
      Q_EMIT scope->activated(index);
    };
    choose(1);
    QTRY_COMPARE(model->rowCount(), 3);
    choose(2);
    QTRY_COMPARE(model->rowCount(), 1);
    QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("Gone"));
    panel.line()->setFocus();
    press(desk, Qt::Key_Escape);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(&desk.page()));
  }

  // A name becomes another in three documents, after each place was seen; one stays as it is. Each document undoes it.
  void aNameBecomesAnotherInTheBook() {
    const QString path = book();
    WritingDesk desk(path);
    QVERIFY(desk.opened());
    desk.type(QStringLiteral("Anna. "));  // not on the disk yet
    press(desk, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    ui::ReplaceDialog* dialog = desk.program.window().searching()->dialog();
    QVERIFY(dialog != nullptr && dialog->isVisible());
    QLineEdit* find = dialog->findChildren<QLineEdit*>().at(0);
    QLineEdit* with = dialog->findChildren<QLineEdit*>().at(1);
    find->setText({});
    QTest::keyClicks(find, QStringLiteral("anna"));
    QTest::keyClicks(with, QStringLiteral("Berta"));
    QTRY_COMPARE(dialog->model().places(), 6);
    auto* scope = dialog->findChild<QComboBox*>();
    scope->setCurrentIndex(1);
    Q_EMIT scope->activated(1);
    QTRY_COMPARE(listed(*dialog), (QStringList{QStringLiteral("Harbour  (3)"), QStringLiteral("Dunes  (1)"),
                                               QStringLiteral("Letter  (1)")}));
    for (QToolButton* each : dialog->findChildren<QToolButton*>())
      if (each->accessibleName() == QStringLiteral("Keep capitals")) each->click();
    QTRY_COMPARE(dialog->model().places(), 5);
    QTRY_VERIFY(button(*dialog, QStringLiteral("Replace"))->isEnabled());
    ui::ReplaceModel& model = dialog->model();
    QVERIFY(model.setData(model.index(2, 0, model.index(0, 0)), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(model.ticked(), 4);
    // Enter in the lines goes on to what is to be looked at, and replaces nothing.
    find->setFocus();
    for (int i = 0; i < 2; ++i) QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(dialog->isVisible());
    QVERIFY(qobject_cast<QTreeView*>(QApplication::focusWidget()) != nullptr);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(!dialog->isVisible());
    QCOMPARE(desk.text(), QStringLiteral("Berta. Berta waits.\n\nThe grey boat of Anna is late."));
    QTRY_VERIFY2(message(desk).contains(QStringLiteral("3 documents")), qPrintable(message(desk)));
    desk.page().setFocus();
    desk.undo();
    QCOMPARE(desk.text(), QStringLiteral("Anna. Anna waits.\n\nThe grey boat of Anna is late."));
    desk.redo();
    QVERIFY(show(desk, ids_.at(2)));
    QCOMPARE(desk.text(), QStringLiteral("Nobody saw Berta there.\n\nThe wind was grey."));
    desk.page().setFocus();
    desk.undo();
    QCOMPARE(desk.text(), QStringLiteral("Nobody saw Anna there.\n\nThe wind was grey."));
    desk.redo();
    QVERIFY(show(desk, ids_.at(3)));
    QCOMPARE(desk.text(), QStringLiteral("To BERTA, from the sea."));
    desk.page().setFocus();
    desk.undo();
    QCOMPARE(desk.text(), QStringLiteral("To ANNA, from the sea."));
    QVERIFY(show(desk, ids_.at(4)));
    QCOMPARE(desk.text(), QStringLiteral("Anna is somebody else here."));
    QVERIFY(desk.allSaved());
    QVERIFY2(desk.failed.isEmpty(), qPrintable(desk.failed.value(0).value(0).toString()));
    desk.program.window().close();
    QVERIFY(desk.program.close());
    // On the disk, with the state before.
    storage::Library library(path);
    QCOMPARE(library.read(ids_.at(2)).text, QStringLiteral("Nobody saw Berta there.\n\nThe wind was grey."));
    for (int i = 1; i <= 3; ++i) {
      bool kept = false;
      for (const storage::RevisionInfo& state : library.revisions(ids_.at(i)))
        kept = kept || library.revision(ids_.at(i), state.id).contains(QStringLiteral("anna"), Qt::CaseInsensitive);
      QVERIFY2(kept, qPrintable(QString::number(i)));
    }
  }

  // In all documents at once; where one was written in since, it is left and named.
  void aReplacementIsTakenBackEverywhere() {
    WritingDesk desk(book());
    QVERIFY(desk.opened());
    press(desk, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    ui::SearchDesk* searching = desk.program.window().searching();
    ui::ReplaceDialog* dialog = searching->dialog();
    QLineEdit* find = dialog->findChildren<QLineEdit*>().at(0);
    find->selectAll();
    QTest::keyClicks(find, QStringLiteral("anna"));
    QTRY_VERIFY(button(*dialog, QStringLiteral("Replace"))->isEnabled());
    QCOMPARE(dialog->model().places(), 5);
    button(*dialog, QStringLiteral("Replace"))->click();
    QTRY_VERIFY2(message(desk).contains(QStringLiteral("4 documents")), qPrintable(message(desk)));
    QCOMPARE(desk.text(), QStringLiteral(" waits.\n\nThe grey boat of  is late."));
    QVERIFY(show(desk, ids_.at(2)));
    desk.page().setFocus();
    desk.type(QStringLiteral("Then "));
    const QString written = desk.text();
    searching->takeBack();
    QTRY_VERIFY2(message(desk).contains(QStringLiteral("Dunes")), qPrintable(message(desk)));
    QCOMPARE(desk.text(), written);
    QVERIFY(show(desk, ids_.at(1)));
    QCOMPARE(desk.text(), QStringLiteral("Anna waits.\n\nThe grey boat of Anna is late."));
    QVERIFY(show(desk, ids_.at(3)));
    QCOMPARE(desk.text(), QStringLiteral("To ANNA, from the sea."));
  }

  // A text that has become another since it was shown is left as it is, and that is said.
  void aChangedDocumentIsLeft() {
    WritingDesk desk(book());
    QVERIFY(desk.opened());
    QSignalSpy replaced(&desk.program.storage().replace(), &app::ReplaceCalls::replaced);
    ui::DocumentEdits edits{
        ids_.at(2), QStringLiteral("Dunes"), {{11, 4, QStringLiteral("Berta")}}, {QStringLiteral("Anne")}, 0};
    desk.program.storage().replace().replace({edits});
    QTRY_COMPARE(replaced.size(), 1);
    QCOMPARE(replaced.first().at(0).toInt(), 0);
    QCOMPARE(replaced.first().at(2).toStringList(), QStringList{QStringLiteral("Dunes")});
    QTRY_VERIFY(message(desk).contains(QStringLiteral("Dunes")));
    QVERIFY(show(desk, ids_.at(2)));
    QVERIFY(desk.text().contains(QStringLiteral("Anna")));
  }

  // Two expressions that never end and one that is none: the window goes on, and says it.
  void aRunawayExpressionIsSaid() {
    const QString path = folder_.filePath(QStringLiteral("long.lacuna"));
    {
      storage::Library library(path);
      library.open(library.create(QStringLiteral("Long"), QString(60000, u'a')));
      library.close();
    }
    WritingDesk desk(path);
    QVERIFY(desk.opened());
    press(desk, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    ui::ReplaceDialog* dialog = desk.program.window().searching()->dialog();
    for (QToolButton* each : dialog->findChildren<QToolButton*>())
      if (each->accessibleName() == QStringLiteral("Regular expression") && !each->isChecked()) each->click();
    QLineEdit* find = dialog->findChildren<QLineEdit*>().at(0);
    const auto said = [dialog] {
      for (const QLabel* label : dialog->findChildren<QLabel*>())
        if (label->accessibleName() == QStringLiteral("What would be replaced")) return label->text();
      return QString();
    };
    QTest::keyClicks(find, QStringLiteral("(a|aa)+b"));
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains(QStringLiteral("too long")), qPrintable(said()), 20000);
    find->selectAll();
    QTest::keyClicks(find, QStringLiteral("(a"));
    QTRY_VERIFY2(said().contains(QStringLiteral("letter")), qPrintable(said()));
    QVERIFY(!button(*dialog, QStringLiteral("Replace"))->isEnabled());
    QTest::keyClick(find, Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
  }

 private:
  QTemporaryDir folder_;
  QStringList ids_;
  int count_ = 0;
};

QTEST_MAIN(SearchWindowTest)
#include "search_window_test.moc"
