// SPDX-License-Identifier: GPL-3.0-or-later
// The manual: nothing in it leads nowhere, every key and menu that it names is the window's, and it is read by keys.
#include <QApplication>
#include <QDir>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTextBlock>

#include "tests/ui/desk.h"
#include "ui/files/file_actions.h"
#include "ui/files/folder_actions.h"
#include "ui/help/manual_search.h"
#include "ui/help/manual_window.h"
#include "ui/language.h"
#include "ui/library/library_panel.h"
#include "ui/palette/command_palette.h"
#include "ui/palette/keys_page.h"
#include "ui/panels/run_panel.h"
#include "ui/window/help_on_window.h"
#include "ui/window/history_on_page.h"
#include "ui/window/search_desk.h"

namespace lacuna::ui {
namespace {

const QString kFolder = QStringLiteral(LACUNA_SOURCE_DIR "/docs/manual/");

// The window with all menus that the program has, those that are filled by others too.
struct HelpDesk : Desk {
  HelpDesk() : Desk(QStringLiteral("# One\n\nwords\n")) {
    new FileActions(&window, {{QStringLiteral("docx"), QStringLiteral("Word")}});
    new FolderActions(&window);
    ModelItem model;
    model.path = QStringLiteral("/a");
    model.title = QStringLiteral("Small");
    model.card = QStringLiteral("# Card");
    window.setModels({model});
  }
  ManualWindow* open() {
    QTest::keyClick(&window, Qt::Key_F1, Qt::ShiftModifier);
    auto* manual = window.findChild<ManualWindow*>();
    if (manual != nullptr) (void)QTest::qWaitFor([manual] { return QApplication::activeWindow() == manual; });
    return manual;
  }
};

QStringList allOf(const QString& text, const QString& pattern, int group = 1) {
  QStringList found;
  auto each = QRegularExpression(pattern).globalMatch(text);
  while (each.hasNext()) found << each.next().captured(group);
  return found;
}

QString fill(const QString& text) { return ManualActs().filled(text); }

}  // namespace

class ManualTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }
  void cleanup() { speak(QStringLiteral("en")); }

  void everyPageIsInTheContents_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("folder");
    QTest::newRow("English") << QStringLiteral("en") << kFolder;
    QTest::newRow("German") << QStringLiteral("de") << kFolder + QStringLiteral("de/");
  }
  void everyPageIsInTheContents() {
    QFETCH(QString, language);
    QFETCH(QString, folder);
    speak(language);
    QStringList files = QDir(folder).entryList({QStringLiteral("*.md")}, QDir::Files);
    QStringList names;
    const Manual manual;
    for (const ManualPage& page : manual.pages()) {
      names << page.name + QStringLiteral(".md");
      QVERIFY2(!page.title.isEmpty() && page.source.startsWith(QStringLiteral("# ")), qPrintable(page.name));
      QVERIFY2(page.source.size() > 300, qPrintable(page.name));  // it says something
    }
    files.sort();
    names.sort();
    QCOMPARE(names, files);
    QStringList english = QDir(kFolder).entryList({QStringLiteral("*.md")}, QDir::Files);
    english.sort();
    QCOMPARE(files, english);
    QCOMPARE(manual.pages().first().name, QLatin1String(Manual::kContents));
  }

  void everyLinkAndPictureIsThere_data() { everyPageIsInTheContents_data(); }
  void everyLinkAndPictureIsThere() {
    QFETCH(QString, language);
    QFETCH(QString, folder);
    speak(language);
    const Manual manual;
    for (const ManualPage& page : manual.pages()) {
      for (const QString& target : allOf(page.source, QStringLiteral("\\]\\(<?([^)>]+)>?\\)"))) {
        const QByteArray where = QStringLiteral("%1: %2").arg(page.name, target).toUtf8();
        if (target.endsWith(QStringLiteral(".md"))) {
          QVERIFY2(manual.page(target.chopped(3)) != nullptr, where);
          QVERIFY2(target.chopped(3) != page.name, where);  // it leads somewhere
        } else if (target.endsWith(QStringLiteral(".png"))) {
          QVERIFY2(QFile::exists(folder + target), where);
          QVERIFY2(!QImage(QStringLiteral(":/lacuna/images/") + target.section(u'/', -1)).isNull(), where);
        } else {
          QVERIFY2(target.startsWith(QStringLiteral("key:")) || target == QLatin1String("act:") ||
                       target.startsWith(QStringLiteral("https://")),
                   where);
        }
      }
    }
  }

  void everyKeyIsTheKeyOfItsAct_data() { everyPageIsInTheContents_data(); }
  void everyKeyIsTheKeyOfItsAct() {
    QFETCH(QString, language);
    speak(language);
    HelpDesk d;
    const ManualActs acts(entriesOf(d.window.menuBar()));
    QStringList elsewhere;
    for (const KeyGroup& group : keysOfPlaces())
      for (const auto& [keys, what] : group.keys)
        elsewhere +=
            keys.split(QRegularExpression(QStringLiteral(", (?:then|dann) |, | (?:to|bis) ")), Qt::SkipEmptyParts);
    static const QRegularExpression isKey(QStringLiteral(
        "^((Ctrl|Alt|Shift|Strg|Umschalt)\\+.+|F\\d+|Enter|Esc|Tab|Space|Delete|Backspace|Up|Down|Left|Right|[A-Z0-9]|"
        "Leertaste|Entf|Rücktaste|Pfeil .+|Links|Rechts)$"));
    int named = 0;
    const Manual manual;
    for (const ManualPage& page : manual.pages()) {
      auto links = QRegularExpression(QStringLiteral("\\[`([^`]+)`\\]\\(<key:([^>]+)>\\)")).globalMatch(page.source);
      while (links.hasNext()) {
        const auto link = links.next();
        const PaletteEntry* act = acts.act(link.captured(2));
        const QByteArray where = QStringLiteral("%1: %2").arg(page.name, link.captured()).toUtf8();
        QVERIFY2(act != nullptr, where);
        QCOMPARE(link.captured(1), act->beside);
        ++named;
      }
      // Any other key is one that the page of all keys has.
      QString rest = page.source;
      rest.remove(QRegularExpression(QStringLiteral("\\[`[^`]+`\\]\\(<key:[^>]+>\\)")));
      QVERIFY2(!rest.contains(QStringLiteral("key:")), qPrintable(page.name));
      for (const QString& code : allOf(rest, QStringLiteral("`([^`\\n]+)`"))) {
        if (!isKey.match(code).hasMatch()) continue;
        QVERIFY2(elsewhere.contains(code), qPrintable(page.name + QStringLiteral(": ") + code));
      }
    }
    QVERIFY(named > 40);
  }

  void everyMenuIsThere_data() { everyPageIsInTheContents_data(); }
  void everyMenuIsThere() {
    QFETCH(QString, language);
    speak(language);
    HelpDesk d;
    QSet<QString> ways;
    for (const PaletteEntry& entry : entriesOf(d.window.menuBar())) {
      QString way = QString(entry.title).replace(QStringLiteral(" › "), QStringLiteral(" → "));
      for (; !way.isEmpty(); way = way.section(QStringLiteral(" → "), 0, -2)) ways.insert(way);
    }
    const Manual manual;
    for (const ManualPage& page : manual.pages()) {
      QString rest = page.source;
      rest.remove(QRegularExpression(QStringLiteral("\\(<key:[^>]+>\\)")));
      QStringList named = allOf(rest, QStringLiteral("\\[([^\\]`]+)\\]\\(act:\\)"));
      rest.remove(QRegularExpression(QStringLiteral("\\[[^\\]`]+\\]\\(act:\\)")));
      named += allOf(rest, QStringLiteral("\\*([^*\\n]+ → [^*\\n]+)\\*"));
      rest.remove(QRegularExpression(QStringLiteral("\\*[^*\\n]+ → [^*\\n]+\\*")));
      QVERIFY2(!rest.contains(u'→'), qPrintable(page.name));  // every way is written as one
      for (const QString& way : named) QVERIFY2(ways.contains(way), qPrintable(page.name + QStringLiteral(": ") + way));
    }
  }

  void whatIsFilledIn() {
    const ManualActs acts({{{}, QStringLiteral("Edit › Find"), QStringLiteral("Ctrl+9"), true, false, {}},
                           {{}, QStringLiteral("Edit › Quiet"), {}, true, false, {}}});
    QCOMPARE(acts.filled(QStringLiteral("a [`Ctrl+F`](<key:Edit → Find>) b")), QStringLiteral("a `Ctrl+9` b"));
    QCOMPARE(acts.filled(QStringLiteral("[Edit → Find](act:)")), QStringLiteral("[Edit → Find](<act:Edit → Find>)"));
    // Unknown acts and acts without keys leave what stands there, and lead nowhere.
    QCOMPARE(acts.filled(QStringLiteral("[`F5`](<key:Edit → Quiet>)")), QStringLiteral("`F5`"));
    QCOMPARE(acts.filled(QStringLiteral("[`F5`](<key:Edit → Gone>)")), QStringLiteral("`F5`"));
    QCOMPARE(acts.filled(QStringLiteral("[Edit → Gone](act:)")), QStringLiteral("*Edit → Gone*"));
    // The web is words, pages and pictures are left alone.
    QCOMPARE(fill(QStringLiteral("see [Hunspell](https://hunspell.github.io) there")),
             QStringLiteral("see Hunspell (https://hunspell.github.io) there"));
    QCOMPARE(fill(QStringLiteral("![a](../images/a.png) [b](b.md)")),
             QStringLiteral("![a](../images/a.png) [b](b.md)"));
  }

  void searching() {
    const QStringList texts{QStringLiteral("Cafés\nOne paragraph on tea.\nAnother about coffee and Évian."),
                            QStringLiteral("Drinks\nTea and coffee together in one paragraph, and tea again."),
                            QStringLiteral("Nothing\nNo word of it.")};
    QVERIFY(searchManual(texts, QStringLiteral("  ")).isEmpty());
    QVERIFY(searchManual(texts, QStringLiteral("coffee milk")).isEmpty());
    auto hits = searchManual(texts, QStringLiteral("TEA coff"));
    QCOMPARE(hits.size(), 2);
    QCOMPARE(hits.first().page, 1);  // both in one paragraph
    QVERIFY(hits.first().passage.startsWith(QStringLiteral("Tea and coffee")));
    hits = searchManual(texts, QStringLiteral("cafe"));  // accents and case aside
    QCOMPARE(hits.size(), 1);
    QCOMPARE(hits.first().page, 0);
    QCOMPARE(searchManual(texts, QStringLiteral("evian")).size(), 1);
    QVERIFY(searchManual(texts, QStringLiteral("ea")).isEmpty());  // words begin so
    const auto places = placesOf(QStringLiteral("Tea, steam, téa"), {QStringLiteral("tea")});
    QCOMPARE(places, (QVector<QPair<int, int>>{{0, 3}, {12, 3}}));
  }

  void opensAtWhatTheAuthorHasBeforeThem() {
    HelpDesk d;
    ManualWindow* manual = d.open();
    QVERIFY(manual != nullptr && manual->isVisible());
    QCOMPARE(manual->shown(), QStringLiteral("start"));
    const auto pageAt = [&d](QWidget* focus) { return manualPageFor(focus, d.window); };
    QCOMPARE(pageAt(d.window.library()->tree()), QStringLiteral("organise"));
    QCOMPARE(pageAt(d.window.searching()->panel().line()), QStringLiteral("find"));
    QCOMPARE(pageAt(d.window.runPanel()), QStringLiteral("steer"));
    d.window.activateWindow();
    QTRY_COMPARE(QApplication::activeWindow(), &d.window);
    d.cursorTo(5);
    d.ask();
    QCOMPARE(pageAt(&d.page()), QStringLiteral("take"));
    d.key(Qt::Key_Escape);
    d.key(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(pageAt(&d.page()), QStringLiteral("steer"));
    d.key(Qt::Key_Escape);
    d.window.history()->open();
    QCOMPARE(pageAt(nullptr), QStringLiteral("history"));
    // Every page that something leads to is there.
    const Manual pages;
    for (const QWidget* widget : d.window.findChildren<QWidget*>())
      if (const QString name = widget->property(kManualPage).toString(); !name.isEmpty())
        QVERIFY2(pages.page(name) != nullptr, qPrintable(name));
    // Opened again while it is open, it turns to the page about what is there now.
    d.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&d.window));
    QCOMPARE(d.open(), manual);
    QCOMPARE(manual->shown(), QStringLiteral("history"));
    // Esc is back at the page.
    QTest::keyClick(manual->view(), Qt::Key_Escape);
    QVERIFY(!manual->isVisible());
  }

  // Dialogs that wait have the key too, and the manual lies above them.
  void overADialog() {
    HelpDesk d;
    QTest::keyClick(&d.window, Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto* palette = d.window.findChild<CommandPalette*>();
    QVERIFY(palette != nullptr);
    QTest::keyClick(palette->line(), Qt::Key_F1, Qt::ShiftModifier);
    auto* manual = palette->findChild<ManualWindow*>();
    QVERIFY(manual != nullptr && manual->isVisible());
    QCOMPARE(manual->shown(), QStringLiteral("move"));
    // An act would have to wait for the dialog.
    Q_EMIT manual->view()->actChosen(QStringLiteral("View → Focus"));
    QCoreApplication::processEvents();
    for (QAction* each : d.window.actions())
      if (each->text() == QStringLiteral("&Focus")) QVERIFY(!each->isChecked());
    const QPointer<ManualWindow> gone = manual;
    QTest::keyClick(manual->view(), Qt::Key_Escape);
    QTRY_VERIFY(gone.isNull());
    QVERIFY(palette->isVisible());
    palette->close();
  }

  void readByKeys() {
    HelpDesk d;
    ManualWindow* manual = d.open();
    QVERIFY(manual != nullptr);
    QTest::keyClick(manual->view(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), manual->line());
    QTest::keyClicks(manual->line(), "bin restore");
    QVERIFY(manual->list()->count() >= 1);
    QCOMPARE(manual->list()->currentRow(), 0);
    QVERIFY(!manual->view()->extraSelections().isEmpty());
    const QString first = manual->shown();
    // Down goes through what was found, Enter reads it, Alt+Left is back where the search began.
    QTest::keyClick(manual->line(), Qt::Key_Backspace);
    for (int i = 0; i < 7; ++i) QTest::keyClick(manual->line(), Qt::Key_Backspace);
    QCOMPARE(manual->line()->text(), QStringLiteral("bin"));
    QVERIFY(manual->list()->count() > 1);
    QTest::keyClick(manual->line(), Qt::Key_Down);
    QCOMPARE(manual->list()->currentRow(), 1);
    QVERIFY(manual->shown() != first || manual->list()->currentRow() == 1);
    QTest::keyClick(manual->line(), Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), manual->view());
    const int at = manual->view()->textCursor().position();
    QTest::keyClick(manual->view(), Qt::Key_F3);
    QVERIFY(manual->view()->textCursor().position() != at || manual->view()->extraSelections().size() == 1);
    for (int i = 0; i < 3; ++i) QTest::keyClick(manual->view(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(manual->shown(), QStringLiteral("start"));
    QTest::keyClick(manual->view(), Qt::Key_Right, Qt::AltModifier);
    QVERIFY(manual->shown() != QStringLiteral("start"));
    QTest::keyClick(manual->view(), Qt::Key_Home, Qt::AltModifier);
    QCOMPARE(manual->shown(), QLatin1String(Manual::kContents));
    // What is nowhere is said.
    manual->line()->setFocus();
    manual->line()->setText(QStringLiteral("zeppelin"));
    QCOMPARE(manual->list()->count(), 0);
    // Esc first gives the contents back, then closes.
    QTest::keyClick(manual->line(), Qt::Key_Escape);
    QVERIFY(manual->isVisible());
    QCOMPARE(manual->list()->count(), manual->manual().pages().size());
    QTest::keyClick(manual->line(), Qt::Key_Escape);
    QVERIFY(!manual->isVisible());
  }

  // Tab goes to the first link of a page, Enter follows it.
  void aLinkDoesItNow() {
    HelpDesk d;
    ManualWindow* manual = d.open();
    QVERIFY(manual != nullptr);
    manual->open(entriesOf(d.window.menuBar()), QStringLiteral("calm"));
    QCOMPARE(manual->shown(), QStringLiteral("calm"));
    QTest::keyClick(manual->view(), Qt::Key_Tab);
    QTest::keyClick(manual->view(), Qt::Key_Return);
    QAction* focus = nullptr;
    for (QAction* each : d.window.actions())
      if (each->text() == QStringLiteral("&Focus")) focus = each;
    QVERIFY(focus != nullptr);
    QTRY_VERIFY(focus->isChecked());
    // What is not possible is not done, and said.
    d.window.history()->open();
    manual->open(entriesOf(d.window.menuBar()), QStringLiteral("calm"));
    QTest::keyClick(manual->view(), Qt::Key_Tab);
    QTest::keyClick(manual->view(), Qt::Key_Return);
    QCoreApplication::processEvents();
    QVERIFY(focus->isChecked());
    // From the contents to a page.
    manual->open(entriesOf(d.window.menuBar()), QLatin1String(Manual::kContents));
    QTest::keyClick(manual->view(), Qt::Key_Tab);
    QTest::keyClick(manual->view(), Qt::Key_Return);
    QCOMPARE(manual->shown(), QStringLiteral("start"));
    manual->close();
  }

  void itHasTheThemeAndItsPicturesFit() {
    HelpDesk d;
    ManualWindow* manual = d.open();
    QVERIFY(manual != nullptr);
    manual->open(entriesOf(d.window.menuBar()), QStringLiteral("gaps"));
    for (const QString& name : themeNames()) {
      d.window.setTheme(name);
      const Theme theme = loadTheme(name);
      const QTextFragment title = manual->view()->document()->begin().begin().fragment();
      QCOMPARE(title.charFormat().foreground().color(), theme.ink);
      const QImage picture = manual->view()->viewport()->grab().toImage();
      QCOMPARE(QColor(picture.pixel(3, 3)), theme.paper);
    }
    manual->resize(620, 420);
    QCoreApplication::processEvents();
    int pictures = 0;
    for (QTextBlock block = manual->view()->document()->begin(); block.isValid(); block = block.next()) {
      for (auto part = block.begin(); !part.atEnd(); ++part) {
        if (!part.fragment().charFormat().isImageFormat()) continue;
        ++pictures;
        QVERIFY(part.fragment().charFormat().toImageFormat().width() > 100);
      }
    }
    QVERIFY(pictures > 0);
    QVERIFY(!manual->view()->horizontalScrollBar()->isVisible());
    manual->close();
  }
};

}  // namespace lacuna::ui

QTEST_MAIN(lacuna::ui::ManualTest)
#include "manual_test.moc"
