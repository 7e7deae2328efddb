// SPDX-License-Identifier: GPL-3.0-or-later
// A few letters find an act of the menus, and Enter does it.
#include <QSettings>
#include <QtTest/QtTest>

#include "tests/ui/desk.h"
#include "ui/palette/command_palette.h"
#include "ui/palette/fuzzy.h"
#include "ui/palette/keys_page.h"

using namespace lacuna::ui;

class PaletteTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }

  void letters() {
    QCOMPARE(fuzzyMatch(u"View › Focus", u"").score, 0);
    QVERIFY(fuzzyMatch(u"View › Focus", u"xq").score < 0);
    QVERIFY(fuzzyMatch(u"View › Focus", u"sucof").score < 0);  // in their order
    QCOMPARE(fuzzyMatch(u"View › Focus", u"FOC").places, QVector<int>({7, 8, 9}));
    QCOMPARE(fuzzyMatch(u"View › Focus", u"vf").places, QVector<int>({0, 7}));  // beginnings of words
    QCOMPARE(fuzzyMatch(u"View › Focus", u"foc view").places, QVector<int>({0, 1, 2, 3, 7, 8, 9}));
    QVERIFY(fuzzyMatch(u"Find next", u"fn").score > fuzzyMatch(u"Find one", u"fn").score);
    QVERIFY(fuzzyMatch(u"Gap › Fill here", u"fill").score > fuzzyMatch(u"Gap › of idle ill", u"fill").score);
  }

  void everyActIsThere() {
    Desk d(QStringLiteral("text\n"));
    const auto entries = entriesOf(d.window.menuBar());
    QStringList titles;
    for (const PaletteEntry& entry : entries) titles << entry.title;
    QVERIFY(titles.contains(QStringLiteral("View › Theme › Dark")));
    QVERIFY(titles.contains(QStringLiteral("Edit › Undo")));
    QCOMPARE(QSet<QString>(titles.begin(), titles.end()).size(), titles.size());
    // And each that has keys stands on their page.
    const QString page = keysPage(d.window.menuBar());
    for (const PaletteEntry& entry : entries)
      if (!entry.beside.isEmpty()) QVERIFY2(page.contains(entry.beside.toHtmlEscaped()), qPrintable(entry.title));
  }

  void enterDoesIt() {
    Desk d(QStringLiteral("text\n"));
    QTest::keyClick(&d.window, Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QPointer<CommandPalette> palette = d.window.findChild<CommandPalette*>();
    QVERIFY(palette != nullptr && palette->isVisible());
    QTest::keyClicks(palette->line(), "dark");
    QCOMPARE(palette->list()->currentItem()->text(), QStringLiteral("View › Theme › Dark"));
    QTest::keyClick(palette->line(), Qt::Key_Return);
    QTRY_COMPARE(QSettings().value(QStringLiteral("ui/theme")).toString(), QStringLiteral("dark"));
    QTRY_VERIFY(palette.isNull());
    // What was chosen last stands first.
    d.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&d.window));
    QTest::keyClick(&d.window, Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    palette = d.window.findChild<CommandPalette*>();
    QVERIFY(palette != nullptr);
    QCOMPARE(palette->list()->item(0)->text(), QStringLiteral("View › Theme › Dark"));
    const QString before = d.text();
    QTest::keyClick(palette->line(), Qt::Key_Escape);
    QTRY_VERIFY(palette.isNull());
    QCOMPARE(d.text(), before);
  }

  void whatIsNotPossibleIsNotDone() {
    bool done = false;
    auto* palette =
        new CommandPalette(QStringLiteral("Acts"), QStringLiteral("palette/test"),
                           {{QStringLiteral("a"), QStringLiteral("Alpha"), {}, false, false, [&] { done = true; }},
                            {QStringLiteral("b"), QStringLiteral("Alphabet"), {}, true, false, {}}},
                           loadTheme(QStringLiteral("light")), nullptr);
    palette->show();
    QTest::keyClicks(palette->line(), "alpha");
    QCOMPARE(palette->list()->currentItem()->text(), QStringLiteral("Alphabet"));
    Q_EMIT palette->list()->itemClicked(palette->list()->item(palette->list()->currentRow() == 0 ? 1 : 0));
    QCoreApplication::processEvents();
    QVERIFY(!done && palette->isVisible());
    palette->close();
  }
};

QTEST_MAIN(PaletteTest)
#include "palette_test.moc"
