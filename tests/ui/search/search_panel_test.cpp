// SPDX-License-Identifier: GPL-3.0-or-later
// The search over the library as the window shows it, with made-up answers.
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/ui/desk.h"
#include "ui/window/search_desk.h"

using namespace lacuna;
using namespace lacuna::ui;

namespace {

storage::TreeNode node(const QString& id, const QString& title, const QString& parent = {}) {
  storage::TreeNode made;
  made.id = id;
  made.title = title;
  made.parent = parent;
  return made;
}

storage::SearchHit hit(int begin, const QString& snippet, const QString& word) {
  const auto at = static_cast<int>(snippet.indexOf(word));
  const auto length = static_cast<int>(word.size());
  return {begin, begin + length, snippet, {{at, at + length}}};
}

struct PanelDesk : Desk {
  PanelDesk() : Desk(QStringLiteral("A tide came in. The tide went out.")), searching(*window.searching()) {
    QObject::connect(&searching, &SearchDesk::searched, &engine,
                     [this](const storage::SearchRequest& request) { asked << request; });
    QObject::connect(&window, &MainWindow::documentChosen, &engine, [this](const QString& id) { chosen << id; });
    searching.setNodes({node(QStringLiteral("p"), QStringLiteral("Book")),
                        node(QStringLiteral("a"), QStringLiteral("A draft"), QStringLiteral("p")),
                        node(QStringLiteral("b"), QStringLiteral("Tides"), QStringLiteral("p")),
                        node(QStringLiteral("c"), QStringLiteral("Third"))});
  }
  void answer(const storage::SearchResult& result) { searching.showResult(asked.last(), result); }
  SearchPanel& panel() { return searching.panel(); }
  QString said() {
    for (const QLabel* label : panel().findChildren<QLabel*>())
      if (label->accessibleName() == QStringLiteral("What was found")) return label->text();
    return {};
  }
  SearchDesk& searching;
  QVector<storage::SearchRequest> asked;
  QStringList chosen;
};

storage::SearchResult found() {
  storage::SearchResult result;
  result.documents = {
      {QStringLiteral("a"),
       QStringLiteral("A draft"),
       2,
       {hit(2, QStringLiteral("A tide came in."), QStringLiteral("tide")),
        hit(20, QStringLiteral("The tide went out."), QStringLiteral("tide"))}},
      {QStringLiteral("c"), QStringLiteral("Third"), 1, {hit(0, QStringLiteral("tide"), QStringLiteral("tide"))}}};
  result.titles = {QStringLiteral("b")};
  result.passages = 3;
  return result;
}

}  // namespace

class SearchPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    useTestSettings();
    QSettings().clear();
  }

  void whatIsChosenOnThePageIsSearched() {
    PanelDesk d;
    d.select(2, 6);
    d.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(d.panel().isVisible());
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(d.panel().line()));
    QCOMPARE(d.asked.last().text, QStringLiteral("tide"));
    QVERIFY(d.asked.last().typing);
    d.answer(found());
    // By the tree, with the document that has it in its title between.
    const QAbstractItemModel* model = d.panel().list()->model();
    QCOMPARE(model->rowCount(), 3);
    QCOMPARE(model->index(1, 0).data().toString(), QStringLiteral("Tides"));
    QCOMPARE(model->rowCount(model->index(1, 0)), 0);
    QVERIFY2(d.said().contains(u'3') && d.said().contains(u'2'), qPrintable(d.said()));
    // The tab leads back.
    for (QToolButton* tab : d.window.findChildren<QToolButton*>())
      if (tab->accessibleName() == QStringLiteral("Tab Library")) tab->click();
    QVERIFY(!d.panel().isVisible());
  }

  void placesAreShownOnThePage() {
    PanelDesk d;
    d.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(d.panel().line(), QStringLiteral("tide"));
    d.answer(found());
    QTest::keyClick(d.panel().line(), Qt::Key_Down);
    QTest::keyClick(d.panel().line(), Qt::Key_Return);
    QCOMPARE(d.page().textCursor().selectionStart(), 20);
    QCOMPARE(d.page().textCursor().selectedText(), QStringLiteral("tide"));
    // F3 goes on with the word.
    QTest::keyClick(&d.page(), Qt::Key_F3);
    QCOMPARE(d.page().textCursor().selectionStart(), 2);
    // To another document, which comes later.
    QTest::keyClick(&d.page(), Qt::Key_F4);
    QCOMPARE(d.chosen, QStringList{QStringLiteral("c")});
    Document third;
    third.id = QStringLiteral("c");
    third.text = QStringLiteral("More was written before it: the tide.");
    d.window.openDocument(third);
    QCOMPARE(d.page().textCursor().selectedText(), QStringLiteral("tide"));
    QTest::keyClick(&d.page(), Qt::Key_F4, Qt::ShiftModifier);
    QCOMPARE(d.chosen.last(), QStringLiteral("a"));
  }

  void answersOfBeforeAreLeftOut() {
    PanelDesk d;
    d.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(d.panel().line(), QStringLiteral("ti"));
    const storage::SearchRequest old = d.asked.last();
    QTest::keyClicks(d.panel().line(), QStringLiteral("de"));
    d.searching.showResult(old, found());
    QCOMPARE(d.panel().list()->model()->rowCount(), 0);
    storage::SearchResult none;
    none.pending = 4;
    d.answer(none);
    QVERIFY2(d.said().contains(QStringLiteral("Nothing")) && d.said().contains(u'4'), qPrintable(d.said()));
    d.panel().line()->clear();
    QVERIFY(!d.said().contains(QStringLiteral("Nothing")));
  }

  void theWindowIsSmall() {
    PanelDesk d;
    d.window.resize(640, 400);
    QCoreApplication::processEvents();
    d.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(d.panel().isVisible());
    QTest::keyClick(d.panel().line(), Qt::Key_Escape);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(&d.page()));
    d.key(Qt::Key_H, Qt::ControlModifier);
    const QWidget* bar = d.window.findChild<FindBar*>();
    QVERIFY(bar->isVisible());
    QVERIFY(d.page().rect().contains(bar->geometry()));
    for (const QLineEdit* line : bar->findChildren<QLineEdit*>()) QVERIFY(line->width() >= 100);
    d.window.resize(1440, 900);
    QCoreApplication::processEvents();
    QVERIFY(d.page().rect().contains(bar->geometry()));
  }

  // Without the panels the search brings them back.
  void outOfFocusMode() {
    PanelDesk d;
    d.window.setFocusMode(true);
    QVERIFY(!d.panel().isVisible());
    d.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(d.panel().isVisible());
  }
};

QTEST_MAIN(SearchPanelTest)
#include "search_panel_test.moc"
