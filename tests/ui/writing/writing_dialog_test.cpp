// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog of what was written and of goals, with a library that the test makes up.
#include "ui/writing/writing_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/desk.h"

using namespace lacuna::ui;
using lacuna::storage::DocumentKind;
using lacuna::storage::TextCounts;
using lacuna::storage::WritingCount;
using lacuna::storage::WritingGoal;
using lacuna::storage::WritingReport;

namespace {

TextCounts counts(int words, int generated = 0, int sentences = 1) {
  TextCounts made;
  made.words = words;
  made.generated = generated;
  made.characters = words * 6;
  made.letters = words * 5;
  made.sentences = sentences;
  made.paragraphs = 1;
  return made;
}

WritingCount written(int typed, int pasted = 0, int generated = 0, int minutes = 0) {
  WritingCount count;
  count.typed = typed;
  count.pasted = pasted;
  count.generated = generated;
  count.milliseconds = minutes * 60000;
  return count;
}

// A book of two chapters, one with a scene, and a note beside it; the scene is on the page.
QVector<lacuna::storage::TreeNode> book() {
  const auto at = [](const char* id, const char* title, DocumentKind kind, const char* parent, int depth) {
    return node(QString::fromLatin1(id), QString::fromLatin1(title), 0, kind, QString::fromLatin1(parent), depth);
  };
  return {at("book", "Low Water", DocumentKind::Project, "", 0), at("one", "One", DocumentKind::Chapter, "book", 1),
          at("scene", "The quay", DocumentKind::Scene, "one", 2), at("two", "Two", DocumentKind::Chapter, "book", 1),
          at("note", "A note", DocumentKind::Note, "", 0)};
}

// Answers as storage does, later and in order.
struct Library {
  explicit Library(WritingDialog& of) : dialog(of) {
    QObject::connect(&dialog, &WritingDialog::countWanted, &dialog, [this](const QString& id) { asked << id; });
    QObject::connect(&dialog, &WritingDialog::reportWanted, &dialog, [this](const QString& id) { reports << id; });
    QObject::connect(&dialog, &WritingDialog::goalChosen, &dialog, [this](const WritingGoal& goal, const QString& id) {
      goals[id] = goal;
      reports << id;
    });
  }
  void answer() {
    while (!asked.isEmpty() || !reports.isEmpty()) {
      if (!asked.isEmpty()) {
        const QString id = asked.takeFirst();
        ++counted;
        dialog.showCounts(id, texts.value(id), id == broken ? QStringLiteral("It is damaged.") : QString());
      }
      if (!reports.isEmpty()) dialog.showReport(report(reports.takeFirst()));
    }
    QTest::qWait(120);  // the list of texts follows a moment later
  }
  WritingReport report(const QString& id) {
    WritingReport made;
    made.id = id;
    made.today = today;
    made.todayCounted = today;
    made.session = today;
    const QDate day = QDate::currentDate();
    made.days = {{day.addDays(-40), written(900)}, {day.addDays(-1), written(300, 40, 20, 50)}, {day, today}};
    made.sessions = {{QDateTime::currentDateTimeUtc(), QDateTime::currentDateTimeUtc(), today}};
    made.goal = goals.value(id);
    return made;
  }

  WritingDialog& dialog;
  QStringList asked;
  QStringList reports;
  QHash<QString, WritingGoal> goals;
  QHash<QString, TextCounts> texts{{QStringLiteral("book"), counts(0, 0, 0)},
                                   {QStringLiteral("one"), counts(10, 0, 2)},
                                   {QStringLiteral("scene"), counts(90, 30, 6)},
                                   {QStringLiteral("two"), counts(100, 0, 2)},
                                   {QStringLiteral("note"), counts(7)}};
  WritingCount today = written(120, 15, 30, 30);
  QString broken;
  int counted = 0;
};

// The cells of a row, by its title.
QStringList row(WritingDialog& dialog, const QString& title) {
  const QList<QTreeWidgetItem*> found = dialog.texts()->list()->findItems(title, Qt::MatchExactly | Qt::MatchRecursive);
  QStringList cells;
  for (int i = 1; found.size() == 1 && i < dialog.texts()->list()->columnCount(); ++i) cells << found[0]->text(i);
  return cells;
}

struct Open {
  Open() : desk(QStringLiteral("Nobody came.")), dialog(&desk.window), library(dialog) {
    dialog.open();
    (void)QTest::qWaitForWindowExposed(&dialog);
    dialog.setNodes(book(), QStringLiteral("scene"));
    library.answer();
  }
  Desk desk;
  WritingDialog dialog;
  Library library;
};

}  // namespace

class WritingDialogTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }

  void figuresOfTheDays() {
    Open o;
    o.library.goals[QString()] = WritingGoal{1000};
    o.dialog.follow(QStringLiteral("scene"));
    o.library.answer();
    QCOMPARE(o.dialog.days()->figures().value(0), QStringLiteral("120 of 1,000, 15 pasted, 30 generated"));
    QCOMPARE(o.dialog.days()->figures().value(1), QStringLiteral("120, 15 pasted, 30 generated, 30 min"));
    QCOMPARE(o.dialog.days()->figures().value(2), QStringLiteral("2 days"));
    QCOMPARE(o.dialog.days()->figures().value(3), QStringLiteral("440, on 3 days"));
    QVERIFY(o.dialog.days()->figures().value(4).startsWith(QStringLiteral("900")));
    // A goal of a day is one of the whole library.
    QCOMPARE(o.dialog.scope()->count(), 3);
    o.dialog.scope()->setCurrentIndex(1);
    QCOMPARE(o.dialog.days()->figures().value(0), QStringLiteral("120, 15 pasted, 30 generated"));
  }

  void keysChooseADay() {
    Open o;
    DayChart* chart = o.dialog.days()->chart();
    QCOMPARE(chart->bars().size(), 28);
    chart->setFocus();
    QCOMPARE(chart->chosen(), 27);
    QVERIFY2(
        chart->accessibleDescription().contains(QStringLiteral("120 typed, 15 pasted, 30 generated (18%), 30 min")),
        qPrintable(chart->accessibleDescription()));
    QTest::keyClick(chart, Qt::Key_Left);
    QVERIFY(chart->accessibleDescription().contains(QStringLiteral("300 typed, 40 pasted, 20 generated (6%), 50 min")));
    QTest::keyClick(chart, Qt::Key_Home);
    QVERIFY(chart->accessibleDescription().endsWith(QStringLiteral("nothing")));
    QTest::keyClick(chart, Qt::Key_Left);
    QCOMPARE(chart->chosen(), 0);
    QTest::keyClick(chart, Qt::Key_End);
    QTest::keyClick(chart, Qt::Key_Right);
    QCOMPARE(chart->chosen(), 27);
    QTest::keyClick(chart, Qt::Key_Left);
    o.library.today.typed = 121;  // something is written meanwhile: the author's choice stays
    o.dialog.follow(QStringLiteral("scene"));
    o.library.answer();
    QCOMPARE(chart->chosen(), 26);
    o.dialog.days()->span()->setCurrentIndex(1);
    QCOMPARE(chart->bars().size(), 91);
    o.dialog.days()->span()->setCurrentIndex(2);
    QCOMPARE(chart->bars().size(), 53);
  }

  // What was typed, pasted and generated is seen apart, in every theme.
  void barsAreSeen_data() {
    QTest::addColumn<QString>("theme");
    for (const QString& name : themeNames()) QTest::newRow(qPrintable(name)) << name;
  }
  void barsAreSeen() {
    QFETCH(QString, theme);
    Open o;
    o.desk.window.setTheme(theme);
    o.library.today = written(400, 300, 300);
    o.dialog.follow(QStringLiteral("scene"));
    o.library.answer();
    DayChart* chart = o.dialog.days()->chart();
    chart->choose(0);
    const QImage picture = chart->grab().toImage();
    const Theme t = loadTheme(theme);
    int typed = 0;
    int pasted = 0;
    int generated = 0;
    for (int y = 0; y < picture.height(); ++y)
      for (int x = picture.width() * 3 / 4; x < picture.width(); ++x) {
        const QRgb pixel = picture.pixel(x, y);
        typed += pixel == t.accent2.rgb() ? 1 : 0;
        pasted += pixel == t.soft.rgb() ? 1 : 0;
        generated += pixel == t.accent.rgb() ? 1 : 0;
      }
    QVERIFY2(typed > 300 && pasted > 300 && generated > 60,
             qPrintable(QStringLiteral("%1 %2 %3").arg(typed).arg(pasted).arg(generated)));
  }

  void textsOfTheProject() {
    Open o;
    QCOMPARE(o.library.counted, 4);  // the note is in no book
    QCOMPARE(row(o.dialog, QStringLiteral("The quay")),
             (QStringList{"90", "33%", "540", "6", "15.0", "less than a minute"}));
    QCOMPARE(row(o.dialog, QStringLiteral("One")).mid(0, 5), (QStringList{"100", "30%", "600", "8", "12.5"}));
    QCOMPARE(row(o.dialog, QStringLiteral("Low Water")).mid(0, 2), (QStringList{"200", "15%"}));
    QVERIFY(row(o.dialog, QStringLiteral("A note")).isEmpty());
    // Only what was written in is counted once more.
    o.library.texts[QStringLiteral("scene")] = counts(94, 30, 6);
    o.dialog.follow(QStringLiteral("scene"));
    o.library.answer();
    QCOMPARE(o.library.counted, 5);
    QCOMPARE(row(o.dialog, QStringLiteral("Low Water")).value(0), QStringLiteral("204"));
    auto nodes = book();
    nodes[3].updated = QDateTime::currentDateTimeUtc();
    nodes[2].inBin = true;
    o.dialog.setNodes(nodes, QStringLiteral("two"));
    o.library.answer();
    QCOMPARE(o.library.counted, 6);
    QCOMPARE(row(o.dialog, QStringLiteral("Low Water")).value(0), QStringLiteral("110"));
    // Notes and what is archived are seen, and in no sum but their own.
    nodes = book();
    nodes[1].archived = true;
    nodes[3].kind = DocumentKind::Note;
    o.dialog.setNodes(nodes, QStringLiteral("two"));
    o.library.answer();
    QCOMPARE(row(o.dialog, QStringLiteral("One")).value(0), QStringLiteral("104"));
    QCOMPARE(row(o.dialog, QStringLiteral("Two")).value(0), QStringLiteral("100"));
    QCOMPARE(row(o.dialog, QStringLiteral("Low Water")).value(0), QStringLiteral("0"));
    nodes = book();
    nodes[2].inBin = true;
    o.dialog.setNodes(nodes, QStringLiteral("two"));
    // One that cannot be read holds nothing up.
    o.library.broken = QStringLiteral("one");
    o.library.texts[QStringLiteral("one")] = TextCounts();
    o.dialog.startOver();
    o.library.answer();
    QCOMPARE(row(o.dialog, QStringLiteral("Low Water")).value(0), QStringLiteral("100 !"));
    QSignalSpy chosen(&o.dialog, &WritingDialog::documentChosen);
    o.dialog.showTab(WritingDialog::Texts);
    o.dialog.texts()->list()->setFocus();
    QTest::keyClick(o.dialog.texts()->list(), Qt::Key_End);
    QTest::keyClick(o.dialog.texts()->list(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("two"));
  }

  void goalsByKeys() {
    Open o;
    o.dialog.showTab(WritingDialog::Goals);
    GoalsPage* goals = o.dialog.goals();
    goals->day()->words()->setFocus();
    goals->day()->words()->selectAll();
    QTest::keyClicks(goals->day()->words(), QStringLiteral("250"));
    QTest::keyClick(goals->day()->words(), Qt::Key_Return);
    QVERIFY(o.dialog.isVisible());
    QCOMPARE(o.library.goals.value(QString()), WritingGoal{250});
    o.library.answer();
    QVERIFY2(goals->day()->said().startsWith(QStringLiteral("120 of 250")), qPrintable(goals->day()->said()));
    // The book's: what is generated does not count. 170 are there, 120 + 15 of them since this morning.
    goals->project()->words()->setValue(1035);
    o.library.answer();
    QVERIFY2(goals->project()->said().startsWith(QStringLiteral("170 of 1,035 words are there. 30 more are generated")),
             qPrintable(goals->project()->said()));
    goals->project()->dated()->setChecked(true);
    goals->project()->by()->setDate(QDate::currentDate().addDays(9));
    o.library.answer();
    QCOMPARE(o.library.goals.value(QStringLiteral("book")), (WritingGoal{1035, QDate::currentDate().addDays(9)}));
    QVERIFY2(goals->project()->said().contains(QStringLiteral("100 words a day (10 days, today included)")),
             qPrintable(goals->project()->said()));
    QVERIFY(goals->project()->said().endsWith(QStringLiteral("today's are there.")));
    goals->text()->words()->setValue(50);
    o.library.answer();
    QVERIFY2(goals->text()->said().startsWith(QStringLiteral("Reached. 60 of 50")), qPrintable(goals->text()->said()));
    goals->project()->by()->setDate(QDate::currentDate().addDays(-1));
    o.library.answer();
    QVERIFY(goals->project()->said().endsWith(QStringLiteral("choose another one.")));
    goals->project()->words()->setValue(0);
    o.library.answer();
    QCOMPARE(o.library.goals.value(QStringLiteral("book")), WritingGoal());
    QVERIFY(!goals->project()->by()->isVisible() && !goals->project()->dated()->isEnabled());
  }

  // Answers to choices before the last one do not take the last one back; where it cannot be kept, all are shown as
  // storage has them.
  void aSlowLibrary() {
    Open o;
    GoalBox* day = o.dialog.goals()->day();
    day->words()->setValue(100);
    day->words()->setValue(200);
    WritingReport late = o.library.report({});
    late.goal = WritingGoal{100};
    o.dialog.showReport(late);
    QCOMPARE(day->words()->value(), 200);
    late.goal = WritingGoal{200};
    o.dialog.showReport(late);
    QCOMPARE(day->words()->value(), 200);
    day->words()->setValue(300);
    o.dialog.fail(QStringLiteral("The disk is full."));
    QCOMPARE(day->words()->value(), 200);
    QCOMPARE(o.dialog.said(), QStringLiteral("The disk is full."));
  }

  void tablesToCopy() {
    Open o;
    auto* copy = o.dialog.findChild<QPushButton*>(QStringLiteral("copyTable"));
    QVERIFY(copy != nullptr);
    const auto copied = [&](WritingDialog::Tab tab) {
      o.dialog.showTab(tab);
      copy->click();
      return QGuiApplication::clipboard()->text().split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
    };
    const QStringList days = copied(WritingDialog::Days);
    QCOMPARE(days.size(), 3);  // forty days ago is not in sight
    QCOMPARE(days[2], QDate::currentDate().toString(Qt::ISODate) + QStringLiteral(",120,15,30,0,30"));
    const QStringList texts = copied(WritingDialog::Texts);
    QCOMPARE(texts.size(), 5);
    QCOMPARE(texts[3], QStringLiteral("The quay,2,90,30,540,450,6,1"));
    QCOMPARE(copied(WritingDialog::Sessions).size(), 2);
    QCOMPARE(o.dialog.said(), QStringLiteral("Copied: a head and one row."));
    o.dialog.showTab(WritingDialog::Goals);
    QVERIFY(!copy->isVisible() && !o.dialog.scope()->isVisible());
  }

  // Everything in it is reached by Tab, on each of its pages, and it leaves with Esc while the page stays as it is.
  void keysGoEverywhere() {
    Open o;
    const QVector<QPair<WritingDialog::Tab, QWidget*>> stops{{WritingDialog::Days, o.dialog.days()->chart()},
                                                             {WritingDialog::Days, o.dialog.days()->span()},
                                                             {WritingDialog::Days, o.dialog.scope()},
                                                             {WritingDialog::Texts, o.dialog.texts()->list()},
                                                             {WritingDialog::Sessions, o.dialog.sessions()->list()},
                                                             {WritingDialog::Goals, o.dialog.goals()->text()->words()}};
    for (const auto& [tab, stop] : stops) {
      o.dialog.showTab(tab);
      o.dialog.activateWindow();
      o.dialog.findChild<QTabBar*>()->setFocus();
      bool reached = false;
      for (int i = 0; i < 30 && !reached; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        reached = stop->hasFocus();
      }
      QVERIFY2(reached, qPrintable(stop->accessibleName()));
    }
    QTest::keyClick(&o.dialog, Qt::Key_Escape);
    QVERIFY(!o.dialog.isVisible());
    QCOMPARE(o.desk.text(), QStringLiteral("Nobody came."));
  }

  void itFitsASmallWindow() {
    Open o;
    o.desk.window.resize(640, 400);
    WritingDialog small(&o.desk.window);
    small.setNodes(book(), QStringLiteral("scene"));
    small.open();
    QVERIFY2(small.width() <= 640 && small.height() <= 480,
             qPrintable(QStringLiteral("%1x%2").arg(small.width()).arg(small.height())));
  }
};

QTEST_MAIN(WritingDialogTest)
#include "writing_dialog_test.moc"
