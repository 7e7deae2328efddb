// SPDX-License-Identifier: GPL-3.0-or-later
// From document to document: what was open lately, Ctrl+Tab, back and forward, and any document by its letters.
#include <QApplication>
#include <QMenuBar>
#include <QSignalSpy>

#include "tests/ui/desk.h"
#include "ui/library/library_panel.h"
#include "ui/palette/command_palette.h"
#include "ui/palette/document_entries.h"
#include "ui/recent/recent_list.h"
#include "ui/recent/visited_places.h"
#include "ui/window/recent_on_page.h"

namespace lacuna::ui {
namespace {

// Three documents under the desk's own; chosen ones are opened as the library would.
struct RecentDesk : Desk {
  RecentDesk() : Desk(longText(QStringLiteral("a"))) {
    window.setLibrary({node(QStringLiteral("book"), QStringLiteral("Low Water"), 0, storage::DocumentKind::Project),
                       node(QStringLiteral("a"), QStringLiteral("Arrival"), 3, storage::DocumentKind::Scene,
                            QStringLiteral("book"), 1),
                       node(QStringLiteral("b"), QStringLiteral("Breakwater"), 3, storage::DocumentKind::Scene,
                            QStringLiteral("book"), 1),
                       node(QStringLiteral("c"), QStringLiteral("Cellar"), 3)});
    QObject::connect(&window, &MainWindow::documentChosen, &engine, [this](const QString& id) { open(id); });
    QObject::connect(&window, &MainWindow::viewMoved, &engine,
                     [this](const QString& id, int cursor) { cursors[id] = cursor; });
  }
  static QString longText(const QString& id) {
    QString text = QStringLiteral("# Top of %1\n\n").arg(id);
    for (int i = 0; i < 80; ++i) text += QStringLiteral("Paragraph %1 of %2 in some words.\n\n").arg(i).arg(id);
    return text + QStringLiteral("## End of %1\n\nlast words\n").arg(id);
  }
  void open(const QString& id) {
    Document document;
    document.id = id;
    document.title = window.library()->acts().node(id)->title;
    document.text = longText(id);
    document.cursor = cursors.value(id);
    window.openDocument(document);
    QCoreApplication::processEvents();
  }
  QMenu* recentMenu() {
    QMenu* file = window.menuBar()->actions().first()->menu();
    for (QAction* each : file->actions())
      if (each->text() == QStringLiteral("Recent&ly open")) {
        Q_EMIT each->menu()->aboutToShow();
        return each->menu();
      }
    return nullptr;
  }
  QStringList recentTexts() {
    QStringList texts;
    for (QAction* each : recentMenu()->actions())
      if (!each->isSeparator()) texts << each->text();
    return texts;
  }
  QHash<QString, int> cursors;
};

}  // namespace

class RecentTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }

  void listsAreOfTheirLibrary() {
    RecentList list;
    list.setLibrary(QStringLiteral("/one.lacuna"));
    list.noteDocument(QStringLiteral("a"), QStringLiteral("A title"));
    list.noteDocument(QStringLiteral("b"), QStringLiteral("B"));
    list.noteDocument(QStringLiteral("a"), QStringLiteral("A new title"));
    list.noteDocument({}, QStringLiteral("of no library"));
    list.noteFile(QStringLiteral("/x y.md"));
    list.setLibrary(QStringLiteral("/two.lacuna"));
    QVERIFY(list.documents().isEmpty() && list.files().isEmpty());
    list.noteDocument(QStringLiteral("z"), QStringLiteral("Z"));
    RecentList later;
    later.setLibrary(QStringLiteral("/one.lacuna"));
    QCOMPARE(later.ids(), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
    QCOMPARE(later.documents().first().title, QStringLiteral("A new title"));
    QCOMPARE(later.files(), QStringList{QStringLiteral("/x y.md")});
    for (int i = 0; i < 200; ++i) {
      later.noteDocument(QString::number(i), QStringLiteral("t"));
      later.noteFile(QStringLiteral("/%1").arg(i));
    }
    QCOMPARE(later.documents().size(), RecentList::kDocuments);
    QCOMPARE(later.files().size(), RecentList::kFiles);
    QCOMPARE(later.files().first(), QStringLiteral("/199"));
    later.clear();
    list.setLibrary(QStringLiteral("/one.lacuna"));
    QVERIFY(list.ids().isEmpty());
    list.setLibrary(QStringLiteral("/two.lacuna"));
    QCOMPARE(list.ids(), QStringList{QStringLiteral("z")});
  }

  void placesAreGoneAlong() {
    const auto all = [](const QString&) { return true; };
    const QString a = QStringLiteral("a");
    VisitedPlaces places;
    QVERIFY(!places.back({a, 0}, all) && !places.forward({a, 0}, all));
    places.leave({a, 1000});
    places.leave({a, 1100});  // the same place
    places.leave({QStringLiteral("gone"), 5});
    places.leave({a, 5000});
    auto place = places.back({a, 9000}, all);
    QVERIFY(place && place->position == 5000);
    place = places.back({a, 5000}, [](const QString& id) { return id != QLatin1String("gone"); });
    QVERIFY(place && place->document == a && place->position == 1100);
    QVERIFY(!places.back({a, 1100}, all));
    place = places.forward({a, 1100}, all);
    QVERIFY(place && place->position == 5000);
    place = places.forward({a, 5000}, all);
    QVERIFY(place && place->position == 9000);
    // Places move with the text; what is cut away leaves them where it was.
    place = places.back({a, 9000}, all);
    places.edited(a, {{0, 0, QStringLiteral("0123456789")}, {8000, 2000, {}}});
    place = places.forward({a, 5010}, all);
    QVERIFY(place && place->position == 8000);
    // Who goes elsewhere forgets what lay ahead.
    QVERIFY(places.back({a, 8000}, all));
    places.leave({a, 4000});
    QVERIFY(!places.forward({a, 9999}, all));
    for (int i = 0; i < 300; ++i) places.leave({a, i * 1000});
    int steps = 0;
    VisitedPlace at{a, 1'000'000};
    for (auto next = places.back(at, all); next; next = places.back(at, all)) {
      at = *next;
      ++steps;
    }
    QCOMPARE(steps, VisitedPlaces::kMost);
  }

  void theMenuListsThem() {
    RecentDesk d;
    d.open(QStringLiteral("b"));
    d.open(QStringLiteral("c"));
    QCOMPARE(d.recentTexts(),
             QStringList({QStringLiteral("Breakwater \u2014 Low Water"), QStringLiteral("Arrival \u2014 Low Water"),
                          QStringLiteral("&Clear this list")}));
    d.recentMenu()->actions().first()->trigger();
    QCOMPARE(d.window.documentId(), QStringLiteral("b"));
    // What was deleted for good stands there in grey, what is in the bin says so.
    auto nodes = d.window.library()->acts().nodes();
    nodes.removeIf([](const storage::TreeNode& each) { return each.id == QLatin1String("c"); });
    nodes[1].inBin = true;
    d.window.setLibrary(nodes);
    QMenu* menu = d.recentMenu();
    QCOMPARE(menu->actions().at(0)->text(), QStringLiteral("Cellar (was deleted for good)"));
    QVERIFY(!menu->actions().at(0)->isEnabled());
    QCOMPARE(menu->actions().at(1)->text(), QStringLiteral("Arrival (in the bin)"));
    // Files: asked for when the menu opens; one that is away is grey, and says where it was.
    QSignalSpy looked(d.window.recent(), &RecentOnPage::filesWanted);
    Q_EMIT d.window.openFileRequested(QStringLiteral("/drafts/storm & sea.md"));
    Q_EMIT d.window.openFileRequested(QStringLiteral("/drafts/tide.md"));
    menu = d.recentMenu();
    QCOMPARE(looked.count(), 1);
    QCOMPARE(looked.first().first().toStringList(),
             QStringList({QStringLiteral("/drafts/tide.md"), QStringLiteral("/drafts/storm & sea.md")}));
    d.window.recent()->setMissing({QStringLiteral("/drafts/storm & sea.md")});
    QVERIFY(d.recentTexts().contains(QStringLiteral("tide.md")));
    QVERIFY(d.recentTexts().contains(QStringLiteral("storm && sea.md (is no longer in /drafts)")));
    QSignalSpy opened(&d.window, &MainWindow::openFileRequested);
    for (QAction* each : d.recentMenu()->actions())
      if (each->text() == QStringLiteral("tide.md")) each->trigger();
    QCOMPARE(opened.count(), 1);
    // An empty list says that it is.
    d.recentMenu()->actions().last()->trigger();
    QCOMPARE(d.recentTexts(), QStringList{QStringLiteral("Nothing was open lately")});
    QVERIFY(!d.recentMenu()->actions().first()->isEnabled());
  }

  void theOneBefore() {
    RecentDesk d;
    d.open(QStringLiteral("b"));
    d.open(QStringLiteral("c"));
    // Out of the menu, or where Ctrl is not held: at once.
    const auto trigger = [&d](const QString& text) {
      for (QAction* each : d.window.actions())
        if (each->text() == text) each->trigger();
    };
    trigger(QStringLiteral("The docume&nt before this one"));
    QCOMPARE(d.window.documentId(), QStringLiteral("b"));
    trigger(QStringLiteral("The document lon&gest ago"));
    QCOMPARE(d.window.documentId(), QStringLiteral("a"));
    // Held: a list, which Ctrl opens when it is let go. c is the third by now.
    QWindow* window = d.window.windowHandle();
    QTest::keyPress(window, Qt::Key_Tab, Qt::ControlModifier);
    auto* switcher = d.window.findChild<DocumentSwitcher*>();
    QVERIFY(switcher != nullptr && switcher->isVisible());
    QCOMPARE(switcher->list()->count(), 3);
    QCOMPARE(switcher->list()->currentRow(), 1);
    QTest::keyPress(window, Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(switcher->list()->currentRow(), 2);
    QCOMPARE(d.window.documentId(), QStringLiteral("a"));
    QTest::keyRelease(window, Qt::Key_Control);
    QTRY_COMPARE(d.window.documentId(), QStringLiteral("c"));
    QTRY_VERIFY(d.window.findChild<DocumentSwitcher*>() == nullptr);
    QCOMPARE(QApplication::focusWidget(), &d.page());
    // Esc stays.
    QTest::keyPress(window, Qt::Key_Tab, Qt::ControlModifier);
    QTest::keyPress(window, Qt::Key_Escape, Qt::ControlModifier);
    QTest::keyRelease(window, Qt::Key_Control);
    QTRY_VERIFY(d.window.findChild<DocumentSwitcher*>() == nullptr);
    QCOMPARE(d.window.documentId(), QStringLiteral("c"));
    QCOMPARE(QApplication::focusWidget(), &d.page());
  }

  void backToWhereIWas() {
    RecentDesk d;
    d.cursorTo(900);
    d.open(QStringLiteral("b"));
    d.cursorTo(400);
    Q_EMIT d.window.library()->headingChosen(static_cast<int>(d.text().indexOf(QStringLiteral("## End"))));
    const int end = d.page().cursorPosition();
    QVERIFY(end > 2000);
    const auto alt = [&d](Qt::Key key) { d.key(key, Qt::AltModifier); };
    alt(Qt::Key_Left);
    QCOMPARE(d.page().cursorPosition(), 400);
    QCOMPARE(d.window.documentId(), QStringLiteral("b"));
    alt(Qt::Key_Left);
    QCOMPARE(d.window.documentId(), QStringLiteral("a"));
    QCOMPARE(d.page().cursorPosition(), 900);
    alt(Qt::Key_Left);  // no further, which is said
    QCOMPARE(d.window.documentId(), QStringLiteral("a"));
    alt(Qt::Key_Right);
    QCOMPARE(d.window.documentId(), QStringLiteral("b"));
    QCOMPARE(d.page().cursorPosition(), 400);
    alt(Qt::Key_Right);
    QCOMPARE(d.page().cursorPosition(), end);
    // A mouse with keys for it.
    QTest::mouseClick(d.page().viewport(), Qt::BackButton);
    QCOMPARE(d.page().cursorPosition(), 400);
    // What is typed meanwhile moves the place.
    d.cursorTo(0);
    d.type(QStringLiteral("abc"));
    alt(Qt::Key_Right);
    QCOMPARE(d.page().cursorPosition(), end + 3);
    // In a gap the keys are the gap's, in the tree the tree's.
    d.ask();
    QVERIFY(d.page().gaps().gapMode());
    alt(Qt::Key_Left);
    QVERIFY(d.page().gaps().gapMode());
    QCOMPARE(d.window.documentId(), QStringLiteral("b"));
    d.key(Qt::Key_Escape);
    d.window.library()->tree()->choose(QStringLiteral("b"));
    d.window.library()->tree()->setFocus();
    QSignalSpy moved(&d.window.library()->acts(), &TreeActs::changesWanted);
    QTest::keyClick(d.window.library()->tree(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(moved.count(), 1);
  }

  void anyDocumentByItsLetters() {
    RecentDesk d;
    d.open(QStringLiteral("b"));
    const auto open = [&d] {
      d.window.activateWindow();
      (void)QTest::qWaitForWindowActive(&d.window);
      QTest::keyClick(&d.window, Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
      return d.window.findChild<CommandPalette*>();
    };
    QPointer<CommandPalette> palette = open();
    QVERIFY(palette != nullptr);
    // The one before stands first: Enter goes back and forth.
    QVERIFY(palette->list()->item(0)->text().startsWith(QStringLiteral("Arrival")));
    QTest::keyClick(palette->line(), Qt::Key_Return);
    QTRY_COMPARE(d.window.documentId(), QStringLiteral("a"));
    QTRY_VERIFY(palette.isNull());
    palette = open();
    QTest::keyClicks(palette->line(), "low brea");
    QVERIFY(palette->list()->currentItem()->text().startsWith(QStringLiteral("Breakwater")));
    palette->line()->clear();
    QTest::keyClicks(palette->line(), "qqq");
    QCOMPARE(palette->list()->count(), 1);
    QVERIFY((palette->list()->item(0)->flags() & Qt::ItemIsEnabled) == 0);
    QTest::keyClick(palette->line(), Qt::Key_Return);  // nothing happens
    QVERIFY(palette->isVisible());
    palette->line()->clear();
    QTest::keyClicks(palette->line(), "#end");
    QVERIFY(palette->list()->currentItem()->text().startsWith(QStringLiteral("End of a")));
    QTest::keyClick(palette->line(), Qt::Key_Return);
    QTRY_COMPARE(d.page().cursorPosition(), int(d.text().indexOf(QStringLiteral("## End"))));
  }

  void tenThousand() {
    QVector<storage::TreeNode> nodes;
    for (int i = 0; i < 10'000; ++i) {
      const bool chapter = i % 100 == 0;
      nodes.push_back(node(QString::number(i), QStringLiteral("%1 %2").arg(chapter ? "Chapter" : "Scene").arg(i), 5,
                           chapter ? storage::DocumentKind::Chapter : storage::DocumentKind::Scene,
                           chapter ? QString() : QString::number(i / 100 * 100), chapter ? 0 : 1));
    }
    nodes[17].inBin = true;
    QString chosen;
    QWidget parent;
    auto entries = documentEntries(nodes, {QStringLiteral("9999"), QStringLiteral("5")}, QStringLiteral("9999"),
                                   [&chosen](const QString& id) { chosen = id; });
    QCOMPARE(entries.size(), 9'999);
    QCOMPARE(entries.first().id, QStringLiteral("5"));
    QCOMPARE(wayTo(nodes, QStringLiteral("205")), QStringLiteral("Chapter 200"));
    const QPointer<CommandPalette> palette =
        new CommandPalette(QStringLiteral("Go"), {}, entries, loadTheme(QStringLiteral("light")), &parent);
    palette->show();
    // Letter by letter and back again the answer is that of the whole line.
    for (const QString& typed :
         {QStringLiteral("s"), QStringLiteral("sc"), QStringLiteral("sc7"), QStringLiteral("sc77"),
          QStringLiteral("sc777"), QStringLiteral("sc7778"), QStringLiteral("sc777"), QStringLiteral("sc7777"),
          QStringLiteral("scene 7777 ch 77")}) {
      palette->line()->setText(typed);
      QVERIFY(palette->list()->count() > 0);
    }
    QCOMPARE(palette->list()->currentItem()->text(), QStringLiteral("Scene 7777   Chapter 7700"));
    QTest::keyClick(palette->line(), Qt::Key_Return);
    QTRY_COMPARE(chosen, QStringLiteral("7777"));
    QVERIFY(palette.isNull());
  }
};

}  // namespace lacuna::ui

QTEST_MAIN(lacuna::ui::RecentTest)
#include "recent_test.moc"
