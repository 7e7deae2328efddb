// SPDX-License-Identifier: GPL-3.0-or-later
// The window around the page: documents, library, themes, status, and random hands on all of it.
#include <QFileDialog>
#include <QHash>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMouseEvent>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTest>
#include <QTreeWidget>

#include "tests/ui/desk.h"
#include "ui/library/library_panel.h"

using namespace lacuna::ui;

namespace {

QString statusOf(const MainWindow& window) {
  QStringList said;
  for (const QLabel* label : window.statusBar()->findChildren<QLabel*>())
    if (label->isVisible()) said << label->text();
  return said.join(QStringLiteral(" | "));
}

// The colour of most of a picture.
QColor groundOf(const QImage& picture) {
  QHash<QRgb, int> counts;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x) ++counts[picture.pixel(x, y)];
  QRgb most = 0;
  for (auto it = counts.cbegin(); it != counts.cend(); ++it)
    if (it.value() > counts.value(most)) most = it.key();
  return QColor(most);
}

}  // namespace

class WindowTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  // Letting go of the document scrolls the page to its top, when what stands on the page is gone already.
  void aScrolledWindowCloses() {
    QString text;
    for (int i = 0; i < 120; ++i) text += QStringLiteral("Paragraph %1 waits for the tide.\n\n").arg(i);
    for (const int from : {0, 400, 4000}) {
      Desk d(text);
      d.cursorTo(from);
      QScrollBar* const bar = d.page().verticalScrollBar();
      bar->setValue(bar->maximum());
      QCoreApplication::processEvents();
      QVERIFY(bar->value() > 0);
    }
  }

  void typingIsAnnouncedAtOnce() {
    Desk d(QStringLiteral("Hello.\n"));
    QSignalSpy edited(&d.window, &MainWindow::edited);
    d.cursorTo(6);
    d.type(QStringLiteral(" A"));
    QCOMPARE(edited.size(), 2);
    QCOMPARE(edited.at(0).at(0).toString(), QStringLiteral("a"));
    const auto edits = edited.at(0).at(1).value<QVector<Edit>>();
    QCOMPARE(edits.size(), 1);
    QCOMPARE(edits.first().position, 6);
    QCOMPARE(edits.first().inserted, QStringLiteral(" "));
    d.key(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(d.text(), QStringLiteral("Hello. A\n\n"));
    d.key(Qt::Key_Backspace, Qt::ControlModifier);
    QCOMPARE(d.mirror, d.text());
  }

  void undoSurvivesAnotherDocument() {
    const QString text = QStringLiteral("Hello.\n");
    Desk d(text);
    d.cursorTo(6);
    d.type(QStringLiteral(" Again."));
    const QString typed = d.text();
    const KeptHistory history = d.histories.value(QStringLiteral("a"));
    Document other;
    other.id = QStringLiteral("b");
    other.text = QStringLiteral("Other.");
    d.window.openDocument(other);
    QCOMPARE(d.window.documentId(), QStringLiteral("b"));
    d.undo();
    QCOMPARE(d.text(), other.text);
    Document back;
    back.id = QStringLiteral("a");
    back.text = typed;
    back.done = history.done;
    back.undone = history.undone;
    d.window.openDocument(back);
    d.undo();
    d.undo();
    QCOMPARE(d.text(), text);
    d.redo();
    d.redo();
    QCOMPARE(d.text(), typed);
  }

  void openingLeavesTheGap() {
    Desk d(QStringLiteral("Hello.\n"));
    d.cursorTo(6);
    d.ask();
    Document other;
    other.id = QStringLiteral("b");
    other.text = QStringLiteral("Other.");
    d.window.openDocument(other);
    QCOMPARE(d.engine.stops.size(), 1);
    d.engine.step(sampleFills(), 1, 2);
    d.engine.cancelled();
    QCOMPARE(d.view(), other.text);
    QCOMPARE(d.text(), other.text);
  }

  void libraryAndOutline() {
    Desk d(QStringLiteral("# One\n\ntext\n\n## Two\n\nmore\n"));
    d.window.setLibrary({node(QStringLiteral("z"), QStringLiteral("Zed"), 1200),
                         node(QStringLiteral("a"), QStringLiteral("A draft"), 4)});
    TreeView* tree = d.window.library()->tree();
    OutlineView* outline = d.window.library()->outline();
    QCOMPARE(tree->model()->rowCount(), 2);
    const QModelIndex one = outline->model()->index(0, 0);
    const QModelIndex two = outline->model()->index(0, 0, one);
    QCOMPARE(two.data().toString(), QStringLiteral("Two"));
    QTest::mouseClick(outline->viewport(), Qt::LeftButton, Qt::NoModifier, outline->visualRect(two).center());
    QCOMPARE(d.page().cursorPosition(), static_cast<int>(d.text().indexOf(QStringLiteral("## Two"))));
    QSignalSpy chosen(&d.window, &MainWindow::documentChosen);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, Qt::NoModifier,
                      tree->visualRect(tree->model()->index(0, 0)).center());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), QStringLiteral("z"));
    d.cursorTo(static_cast<int>(d.text().size()));
    d.type(QStringLiteral("# Three"));
    QTRY_COMPARE(outline->rows(), 3);
  }

  // The button goes down on one document and up on another: neither is opened.
  void aRowIsOpenedByAClick() {
    Desk d(QStringLiteral("text\n"));
    d.window.setLibrary({node(QStringLiteral("y"), QStringLiteral("Why"), 10),
                         node(QStringLiteral("z"), QStringLiteral("Zed"), 1200),
                         node(QStringLiteral("a"), QStringLiteral("A draft"), 4)});
    TreeView* tree = d.window.library()->tree();
    QSignalSpy chosen(&d.window, &MainWindow::documentChosen);
    const auto middle = [tree](int row) { return tree->visualRect(tree->model()->index(row, 0)).center(); };
    QTest::mousePress(tree->viewport(), Qt::LeftButton, Qt::NoModifier, middle(0));
    QTest::mouseRelease(tree->viewport(), Qt::LeftButton, Qt::NoModifier, middle(1));
    QCOMPARE(chosen.size(), 0);
    // Nor by choosing several.
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, Qt::ControlModifier, middle(1));
    QCOMPARE(chosen.size(), 0);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, Qt::NoModifier, middle(1));
    QCOMPARE(chosen.size(), 1);
    // Enter opens what the arrows have led to.
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Up);
    QCOMPARE(chosen.size(), 1);
    QTest::keyClick(tree, Qt::Key_Return);
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen.last().first().toString(), QStringLiteral("y"));
  }

  void theModelMenuListsModels() {
    Desk d(QStringLiteral("Hello.\n"));
    ModelItem quick{
        QStringLiteral("/m/quick"), QStringLiteral("Quick & small"), QStringLiteral("5 M"), {}, {}, false, true};
    ModelItem large{QStringLiteral("/m/large"), QStringLiteral("Large"), QStringLiteral("135 M"), {}, {}, false, false};
    ModelItem lost = large;
    lost.title = QStringLiteral("Lost");
    lost.why = QStringLiteral("Its base is not here.");
    ModelItem base{QStringLiteral("/b.gguf"), QStringLiteral("Base"), QStringLiteral("98 MB"), {}, {}, true, false};
    QSignalSpy wanted(&d.window, &MainWindow::modelsWanted);
    QSignalSpy chosen(&d.window, &MainWindow::modelChosen);
    QMenu* menu = nullptr;
    for (QAction* each : d.window.menuBar()->actions())
      if (each->text() == QLatin1String("&Model")) menu = each->menu();
    QVERIFY(menu != nullptr);
    Q_EMIT menu->aboutToShow();
    QCOMPARE(wanted.count(), 1);
    const qsizetype before = menu->actions().size();
    const auto find = [menu](const QString& title) -> QAction* {
      for (QAction* each : menu->actions())
        if (each->text().startsWith(title)) return each;
      return nullptr;
    };
    // Told twice, they stand there once.
    for (int i = 0; i < 2; ++i) d.window.setModels({quick, large, lost, base});
    QCOMPARE(menu->actions().size(), before + 6);
    QAction* small = find(QStringLiteral("Quick && small"));
    QVERIFY(small != nullptr && small->isChecked() && small->isEnabled());
    QVERIFY(!find(QStringLiteral("Lost"))->isEnabled());
    QCOMPARE(find(QStringLiteral("Lost"))->toolTip(), lost.why);
    QVERIFY(!find(QStringLiteral("Base"))->isEnabled());
    find(QStringLiteral("Large"))->trigger();
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().toString(), large.path);
    QCOMPARE(find(QStringLiteral("&About the models"))->menu()->actions().size(), 4);
  }

  // Qt's own dialogs are windows of their own, which take neither palette nor colours from ours by themselves.
  void dialogsHaveTheTheme() {
    Desk d(QStringLiteral("Hello.\n"));
    for (const QString& name : themeNames()) {
      d.window.setTheme(name);
      const Theme theme = loadTheme(name);
      QFileDialog file(&d.window);
      file.setOption(QFileDialog::DontUseNativeDialog);
      QMessageBox keys(&d.window);
      keys.setText(QStringLiteral("Keys"));
      keys.addButton(QMessageBox::Ok);
      QInputDialog input(&d.window);
      input.setLabelText(QStringLiteral("Title"));
      for (QDialog* dialog :
           {static_cast<QDialog*>(&file), static_cast<QDialog*>(&keys), static_cast<QDialog*>(&input)}) {
        dialog->show();
        QCoreApplication::processEvents();
        const QImage picture = dialog->grab().toImage();
        QCOMPARE(QColor(picture.pixel(2, 2)), theme.chrome);
        for (const QLabel* label : dialog->findChildren<QLabel*>())
          QCOMPARE(label->palette().color(QPalette::WindowText), theme.ink);
        for (const QPushButton* button : dialog->findChildren<QPushButton*>()) {
          if (!button->isVisible()) continue;
          const QPoint inside = button->mapTo(dialog, QPoint(6, button->height() / 2));
          QCOMPARE(QColor(picture.pixel(inside)), theme.card);
          if (button->isEnabled()) QCOMPARE(button->palette().color(QPalette::ButtonText), theme.ink);
        }
        for (const auto* list : dialog->findChildren<QTreeView*>()) {
          if (!list->isVisible()) continue;
          QCOMPARE(groundOf(picture.copy(QRect(list->viewport()->mapTo(dialog, QPoint()), list->viewport()->size()))),
                   theme.paper);
        }
        dialog->hide();
      }
    }
  }

  void statusSaysWhatIs() {
    Desk d(QStringLiteral("one two three\n"), false);
    QVERIFY(statusOf(d.window).contains(QStringLiteral("3 words")));
    QVERIFY(statusOf(d.window).contains(QStringLiteral("loading")));
    FakeEngine::ready(d.window);
    QVERIFY(statusOf(d.window).contains(QStringLiteral("test model")));
    QVERIFY(statusOf(d.window).contains(QStringLiteral("CPU, 2 threads")));
    d.cursorTo(0);
    d.type(QStringLiteral("zero "));
    QVERIFY(statusOf(d.window).contains(QStringLiteral("4 words")));
    QVERIFY(statusOf(d.window).contains(QStringLiteral("saving")));
    d.window.showSaved(QDateTime::currentDateTime());
    QVERIFY(statusOf(d.window).contains(QStringLiteral("saved")));
    d.window.setEngine({EngineView::Failed, {}, {}, QStringLiteral("No model lies there.")});
    QVERIFY(statusOf(d.window).contains(QStringLiteral("no model")));
    bool said = false;
    for (const QLabel* label : d.window.findChildren<QLabel*>())
      said = said || (label->isVisible() && label->text() == QStringLiteral("No model lies there."));
    QVERIFY(said);
  }

  void themesChangeThePage() {
    Desk d(QStringLiteral("Hello.\n"));
    QVector<QRgb> corners;
    for (const QString& name : themeNames()) {
      d.window.setTheme(name);
      const QRgb corner = d.grab().pixel(5, 5);
      QCOMPARE(QColor(corner), loadTheme(name).paper);
      QVERIFY(!corners.contains(corner));
      corners.push_back(corner);
    }
    d.window.setTheme(QStringLiteral("no such theme"));
    QCOMPARE(d.grab().pixel(5, 5), corners.last());
  }

  void focusModeFolds() {
    Desk d(QStringLiteral("Hello.\n"));
    auto* library = d.window.findChild<LibraryPanel*>();
    QVERIFY(library->isVisible());
    d.key(Qt::Key_F9);
    QVERIFY(!library->isVisible());
    d.key(Qt::Key_F9);
    QVERIFY(library->isVisible());
  }

  void viewMovesAreTold() {
    Desk d(QStringLiteral("one two\n"));
    QSignalSpy moved(&d.window, &MainWindow::viewMoved);
    d.cursorTo(3);
    d.cursorTo(5);
    QTRY_COMPARE(moved.size(), 1);
    QCOMPARE(moved.first().at(1).toInt(), 5);
  }

  void everyActionHasANameAndAPlace() {
    Desk d(QStringLiteral("x\n"));
    // A key may belong to two acts where these are of different parts of the window.
    QMultiHash<QKeySequence, const QAction*> keys;
    const auto disturb = [](const QAction* a, const QAction* b) {
      if (a->shortcutContext() == Qt::WindowShortcut || b->shortcutContext() == Qt::WindowShortcut) return true;
      for (QObject* each : a->associatedObjects())
        if (qobject_cast<QMenu*>(each) == nullptr && b->associatedObjects().contains(each)) return true;
      return false;
    };
    int actions = 0;
    for (const QAction* menu : d.window.menuBar()->actions()) {
      for (const QAction* action : menu->menu()->actions()) {
        if (action->isSeparator()) continue;
        ++actions;
        QVERIFY(!action->text().isEmpty());
        for (const QKeySequence& k : action->shortcuts()) {
          for (const QAction* other : keys.values(k)) QVERIFY2(!disturb(action, other), qPrintable(k.toString()));
          keys.insert(k, action);
        }
      }
    }
    QVERIFY(actions > 25);
    for (const QWidget* w : {static_cast<QWidget*>(&d.page()), static_cast<QWidget*>(d.window.library()->tree())})
      QVERIFY(!w->accessibleName().isEmpty());
  }

  void randomHands_data() {
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 6; ++seed) QTest::addRow("seed %u", seed) << seed;
  }

  void randomHands() {
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    const QString start = QStringLiteral("# T\n\nOne two [[\u2026]] three.\nFour [[2 words]] five.\n");
    Desk d(start);
    const QVector<QStringList> fills{{QStringLiteral(" a b\nc"), QStringLiteral(" d")},
                                     {QStringLiteral("x"), QString()}};
    for (int action = 0; action < 300; ++action) {
      switch (random.bounded(18)) {
        case 0:
          d.ask();
          break;
        case 1:
          d.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
          break;
        case 2:
        case 3:
          if (!d.engine.asks.isEmpty()) {
            d.engine.step(fills, random.bounded(1, 9), 8);
            if (random.bounded(2) == 0) d.page().gaps().showing().flush();
          }
          break;
        case 4:
          if (!d.engine.asks.isEmpty()) d.engine.finish(fills);
          break;
        case 5:
          d.key(Qt::Key_Return);
          break;
        case 6:
          d.key(random.bounded(2) == 0 ? Qt::Key_Tab : Qt::Key_Backtab);
          break;
        case 7:
          d.key(Qt::Key_Escape);
          break;
        case 8:
          d.undo();
          break;
        case 9:
          d.redo();
          break;
        case 10:
          d.key(Qt::Key_Backspace, random.bounded(2) == 0 ? Qt::ControlModifier : Qt::NoModifier);
          break;
        case 11:
          d.key(Qt::Key_Delete, random.bounded(2) == 0 ? Qt::ControlModifier : Qt::NoModifier);
          break;
        case 12:
          d.select(random.bounded(static_cast<int>(d.text().size()) + 1),
                   random.bounded(static_cast<int>(d.text().size()) + 1));
          break;
        case 13:
          d.cursorTo(random.bounded(static_cast<int>(d.text().size()) + 1));
          break;
        case 14:
          d.key(random.bounded(2) == 0 ? Qt::Key_Left : Qt::Key_Right,
                random.bounded(2) == 0 ? Qt::ShiftModifier : Qt::NoModifier);
          break;
        case 15:
          d.key(random.bounded(2) == 0 ? Qt::Key_Up : Qt::Key_Down);
          break;
        case 16:
          QTest::mouseClick(d.page().viewport(), Qt::LeftButton, Qt::NoModifier,
                            QPoint(random.bounded(d.page().viewport()->width()), random.bounded(300)));
          break;
        default:
          d.type(QStringLiteral("wo"));
          break;
      }
      QCOMPARE(d.text(), d.mirror);
      QString shown = d.mirror;
      const auto& holes = d.page().pageDocument().holes();
      const QString view = d.view();
      for (auto it = holes.rbegin(); it != holes.rend(); ++it)
        shown.replace(it->begin, it->length, view.mid(it->viewBegin, it->viewLength));
      QCOMPARE(view, shown);
      QVERIFY(d.page().pageDocument().holeAround(d.page().textCursor().position()) == nullptr);
    }
    d.grab();
    for (int i = 0; i < 40; ++i) {
      d.page().gaps().taking().leaveAll();
      while (d.page().pageDocument().manuscript().canUndo()) d.page().undoEdit();
    }
    QCOMPARE(d.text(), start);
    QCOMPARE(d.mirror, start);
    QCOMPARE(d.view(), start);
  }
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
