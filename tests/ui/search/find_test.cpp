// SPDX-License-Identifier: GPL-3.0-or-later
// Looking for words on the page, by the find bar of the real window.
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include "tests/ui/desk.h"
#include "ui/search/find_bar.h"

using namespace lacuna::ui;

class FindTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  // Which place of how many, round at the ends, and true while the text and the document change.
  void findSaysWhichPlaceItIs() {
    Desk d(QStringLiteral("two one two one TWO\n"));
    d.key(Qt::Key_F, Qt::ControlModifier);
    auto* bar = d.window.findChild<FindBar*>();
    auto* line = bar->findChild<QLineEdit*>();
    const auto said = [bar] { return bar->findChild<QLabel*>()->text(); };
    const auto start = [&d] { return d.page().textCursor().selectionStart(); };
    QTest::keyClicks(line, QStringLiteral("two"));
    QCOMPARE(said(), QStringLiteral("1 of 3"));
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(said(), QStringLiteral("2 of 3"));
    QCOMPARE(start(), 8);
    for (int i = 0; i < 2; ++i) QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(said(), QStringLiteral("1 of 3"));
    QTest::keyClick(line, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(said(), QStringLiteral("3 of 3"));
    QCOMPARE(start(), 16);
    // The author writes on while the bar stands: another place, then one less, then undo.
    d.page().setFocus();
    d.cursorTo(7);
    QCOMPARE(said(), QStringLiteral("3 places"));
    d.type(QStringLiteral(" two"));
    QCOMPARE(said(), QStringLiteral("4 places"));
    d.select(0, 4);
    d.key(Qt::Key_Delete);
    QCOMPARE(said(), QStringLiteral("3 places"));
    d.undo();
    QCOMPARE(said(), QStringLiteral("4 places"));
    d.cursorTo(12);
    QTest::keyClick(line, Qt::Key_Return);  // at a place that is not selected
    QCOMPARE(said(), QStringLiteral("3 of 4"));
    QCOMPARE(start(), 12);
    // Words that a gap rewrites are not on the page.
    d.select(12, 15);
    d.ask();
    QCOMPARE(said(), QStringLiteral("3 places"));
    d.denoise({{QStringLiteral("three")}});
    d.key(Qt::Key_Escape);
    QVERIFY2(said().endsWith(QStringLiteral(" 4")) || said() == QStringLiteral("4 places"), qPrintable(said()));
    Document other;
    other.id = QStringLiteral("b");
    other.text = QStringLiteral("one two");
    d.window.openDocument(other);
    QCOMPARE(said(), QStringLiteral("1 place"));
    QTest::keyClicks(line, QStringLiteral("x"));
    QCOMPARE(said(), QStringLiteral("not found"));
    QTest::keyClick(line, Qt::Key_Escape);
    QTest::keyClick(&d.page(), Qt::Key_F3);
    QVERIFY(!d.page().finder().seeking());
  }

  // Also a place that the bar would cover.
  void whatIsFoundIsSeen() {
    Desk d(QStringLiteral("One line of a page, and a second tide.\n\n").repeated(60));
    d.window.resize(640, 480);
    d.key(Qt::Key_F, Qt::ControlModifier);
    auto* bar = d.window.findChild<FindBar*>();
    QTest::keyClicks(bar->findChild<QLineEdit*>(), QStringLiteral("tide"));
    for (int i = 0; i < 90; ++i) {
      QTest::keyClick(bar->findChild<QLineEdit*>(), Qt::Key_Return, i < 40 ? Qt::NoModifier : Qt::ShiftModifier);
      const QRect place = d.page().cursorRect().translated(d.page().viewport()->pos());
      QVERIFY2(!bar->geometry().intersects(place), qPrintable(QString::number(i)));
      QVERIFY(d.page().viewport()->geometry().contains(place));
    }
  }
};

QTEST_MAIN(FindTest)
#include "find_test.moc"
