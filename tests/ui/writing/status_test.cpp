// SPDX-License-Identifier: GPL-3.0-or-later
// What the status bar says of words: of the text, of what is selected, and of today.
#include <QLabel>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTest>

#include "tests/ui/desk.h"
#include "ui/writing/selection_counter.h"

using namespace lacuna::ui;
using lacuna::storage::TextCounts;

namespace {

QLabel* part(const Desk& d, const char* name) {
  for (QLabel* label : d.window.statusBar()->findChildren<QLabel*>())
    if (label->accessibleName() == QLatin1String(name)) return label;
  return nullptr;
}

QString words(const Desk& d) { return part(d, "Words")->text(); }

}  // namespace

class StatusTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void theSelectionIsCounted() {
    Desk d(QStringLiteral("The old lamp.\n\nNobody came.\n"));
    QCOMPARE(words(d), QStringLiteral("5 words"));
    d.select(4, 17);
    QCOMPARE(words(d), QStringLiteral("3 of 5 words, 11 characters"));
    QVERIFY(part(d, "Words")->toolTip().contains(QStringLiteral("10 without spaces, 2 sentences, 2 paragraphs")));
    d.key(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(words(d), QStringLiteral("3 of 5 words, 12 characters"));
    d.key(Qt::Key_Right);
    QCOMPARE(words(d), QStringLiteral("5 words"));
    d.key(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(words(d), QStringLiteral("5 of 5 words, 25 characters"));
    d.type(QStringLiteral("x"));
    QCOMPARE(words(d), QStringLiteral("1 word"));
    d.undo();
    d.select(0, 3);
    Document other;
    other.id = QStringLiteral("b");
    other.text = QStringLiteral("Ebb tide.");
    d.window.openDocument(other);
    QCOMPARE(words(d), QStringLiteral("2 words"));
  }

  void generatedWordsOfTheSelection() {
    Desk d(QStringLiteral("The old lamp. "));
    d.cursorTo(14);
    d.ask();
    d.denoise({{QStringLiteral("It burned.")}});
    d.key(Qt::Key_Return);
    d.key(Qt::Key_A, Qt::ControlModifier);
    QVERIFY2(part(d, "Words")->toolTip().endsWith(QStringLiteral("2 of the words are generated")),
             qPrintable(part(d, "Words")->toolTip()));
  }

  // A million words are counted beside the window: the keys go on meanwhile, and the count comes.
  void aLongSelectionHoldsNothingUp() {
    const QString line = QStringLiteral("The old lamp burned and nobody came to see it. ");
    const int lines = 100000;
    const QString text = line.repeated(lines);
    SelectionCounter counter;
    QVector<TextCounts> answers;
    QObject::connect(&counter, &SelectionCounter::counted, &counter, [&](const TextCounts& c) { answers << c; });
    for (int i = 0; i < 50; ++i) counter.count({text, {}, 0, static_cast<int>(text.size()) - 50 + i});
    QVERIFY(answers.isEmpty() && counter.working());  // none of them was counted here
    counter.count({text, {}, 0, static_cast<int>(text.size())});
    QTRY_VERIFY_WITH_TIMEOUT(!counter.working(), 60000);
    QCOMPARE(answers.size(), 2);  // the first and the newest
    QCOMPARE(answers.last().words, 10 * lines);
    QCOMPARE(answers.last().sentences, lines);
    // What is not wanted any more is not told, and a short one overtakes.
    answers.clear();
    counter.count({text, {}, 0, static_cast<int>(text.size())});
    counter.count({text, {}, 0, 7});
    QCOMPARE(answers.size(), 1);
    QCOMPARE(answers.last().words, 2);
    QTRY_VERIFY_WITH_TIMEOUT(!counter.working(), 60000);
    QCOMPARE(answers.size(), 1);
  }

  void todayAndItsGoal() {
    Desk d(QStringLiteral("Nobody came."));
    lacuna::storage::WritingToday today{QDate::currentDate()};
    today.count.typed = 412;
    today.count.pasted = 5000;
    today.count.generated = 5000;
    d.window.showToday(today);
    QLabel* label = part(d, "Words today");
    QCOMPARE(label->text(), QStringLiteral("today 412"));
    today.goal = 1000;
    d.window.showToday(today);
    QCOMPARE(label->text(), QStringLiteral("today 412 / 1,000"));
    const auto line = [&] {
      const QImage picture = label->grab().toImage();
      int filled = 0;
      for (int x = 0; x < picture.width(); ++x)
        filled += picture.pixelColor(x, picture.height() - 4) == loadTheme(QStringLiteral("light")).accent2 ? 1 : 0;
      return filled;
    };
    const int some = line();
    QVERIFY(some > 10);
    today.count.typed = 1000;
    d.window.showToday(today);
    QCOMPARE(label->text(), QStringLiteral("today 1,000 / 1,000 \u2713"));
    QVERIFY(label->accessibleDescription().contains(QStringLiteral("reached")));
    QVERIFY(line() > 2 * some);
    QSignalSpy wanted(&d.window, &MainWindow::writingWanted);
    QTest::mouseClick(label, Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    QTest::keyClick(&d.page(), Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(wanted.size(), 2);
  }
};

QTEST_MAIN(StatusTest)
#include "status_test.moc"
