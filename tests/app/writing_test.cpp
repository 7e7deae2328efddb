// SPDX-License-Identifier: GPL-3.0-or-later
// What was written and goals, by the real window and a real library.
#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>

#include "app/library/writing_calls.h"
#include "tests/app/writing_desk.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

QString today(WritingDesk& d) {
  for (const QLabel* label : d.program.window().statusBar()->findChildren<QLabel*>())
    if (label->accessibleName() == QStringLiteral("Words today")) return label->text();
  return {};
}

// By its key, as an author opens it.
ui::WritingDialog* opened(WritingDesk& d) {
  d.program.window().activateWindow();  // the dialog may have been in front
  d.page().setFocus();
  QCoreApplication::processEvents();
  QTest::keyClick(&d.page(), Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
  ui::WritingDialog* dialog = d.program.writing().dialog();
  return dialog != nullptr && dialog->isVisible() ? dialog : nullptr;
}

// A cell of the first row of a list, which may not be there yet.
QString cell(const QTreeWidget* list, int column) {
  return list->topLevelItemCount() == 0 ? QString() : list->topLevelItem(0)->text(column);
}

void paste(WritingDesk& d, const QString& text) {
  QGuiApplication::clipboard()->setText(text);
  QTest::keyClick(&d.page(), Qt::Key_V, Qt::ControlModifier);
}

}  // namespace

class WritingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    isolateSettings(folder_.path());
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  }
  void init() { QSettings().clear(); }

  void todayCountsWhatWasTyped() {
    const QString path = library();
    {
      WritingDesk d(path);
      QVERIFY(d.opened());
      QTRY_COMPARE(today(d), QStringLiteral("today 0"));  // nobody has set a goal
      paste(d, QStringLiteral("pasted words do not count "));
      d.type(QStringLiteral("but these four do "));
      QTRY_COMPARE(today(d), QStringLiteral("today 4"));
      d.undo();
      d.undo();
      QTRY_COMPARE(today(d), QStringLiteral("today 0"));
      d.type(QStringLiteral("one "));
      QTRY_COMPARE(today(d), QStringLiteral("today 1"));
    }
    WritingDesk d(path);
    QVERIFY(d.opened());
    QTRY_COMPARE(today(d), QStringLiteral("today 1"));
  }

  // A new day begins without a key, also after a sleep of the machine.
  void aNewDay() {
    const QByteArray before = qgetenv("TZ");
    qputenv("TZ", "UTC+12");  // the furthest west: its day is another than that of the furthest east, at any time
    const QString path = library();
    WritingDesk d(path);
    QVERIFY(d.opened());
    ui::WritingDialog* dialog = opened(d);
    QVERIFY(dialog != nullptr);
    d.program.window().activateWindow();
    d.page().setFocus();
    d.type(QStringLiteral("one two "));
    QTRY_COMPARE(today(d), QStringLiteral("today 2"));
    QTRY_COMPARE(dialog->days()->figures().value(0), QStringLiteral("2"));
    qputenv("TZ", "UTC-14");
    QTRY_COMPARE_WITH_TIMEOUT(today(d), QStringLiteral("today 0"), 30000);
    QTRY_COMPARE(dialog->days()->figures().value(0), QStringLiteral("0"));
    QVERIFY(dialog->days()->chart()->bars().last().last == QDate::currentDate());
    if (before.isNull()) {
      qunsetenv("TZ");
    } else {
      qputenv("TZ", before);
    }
  }

  // The goal that the program kept beside its libraries goes into the first one, once.
  void theOldGoalMovesIn() {
    QSettings().setValue(QStringLiteral("today/goal"), 250);
    QSettings().setValue(QStringLiteral("today/words"), 40);
    const QString path = library();
    {
      WritingDesk d(path);
      QVERIFY(d.opened());
      QTRY_COMPARE(today(d), QStringLiteral("today 0 / 250"));
      QTRY_VERIFY(!QSettings().contains(QStringLiteral("today/goal")));
      QVERIFY(!QSettings().contains(QStringLiteral("today/words")));
    }
    QSettings().setValue(QStringLiteral("today/goal"), 99);  // of an older version, started in between
    WritingDesk d(path);
    QVERIFY(d.opened());
    QTRY_VERIFY(!QSettings().contains(QStringLiteral("today/goal")));
    QTRY_COMPARE(today(d), QStringLiteral("today 0 / 250"));
  }

  // It stays open beside the page and follows what is written there.
  void theDialogFollows() {
    const QString path = library();
    WritingDesk d(path);
    QVERIFY(d.opened());
    ui::WritingDialog* dialog = opened(d);
    QVERIFY(dialog != nullptr && !dialog->isModal());
    QTRY_COMPARE(dialog->days()->figures().value(0), QStringLiteral("0"));
    QTRY_COMPARE(cell(dialog->texts()->list(), 1), QStringLiteral("4"));
    dialog->goals()->day()->words()->setValue(3);
    QTRY_COMPARE(today(d), QStringLiteral("today 0 / 3"));
    d.page().setFocus();
    d.type(QStringLiteral("It rained. So "));
    paste(d, QStringLiteral("they say, "));
    QTRY_COMPARE(today(d), QStringLiteral("today 3 / 3 \u2713"));
    QTRY_COMPARE(dialog->days()->figures().value(0), QStringLiteral("3 of 3, 2 pasted"));
    QTRY_COMPARE(cell(dialog->texts()->list(), 1), QStringLiteral("9"));
    QCOMPARE(dialog->sessions()->list()->topLevelItemCount(), 1);
    QCOMPARE(cell(dialog->sessions()->list(), 2), QStringLiteral("3"));
    QVERIFY(dialog->goals()->day()->said().startsWith(QStringLiteral("Reached")));
    // The goal is the library's, and there at the next start.
    dialog->goals()->project()->words()->setValue(80000);
    QTRY_COMPARE(goalOf(d), (storage::WritingGoal{80000}));
    dialog->goals()->project()->dated()->setChecked(true);
    dialog->goals()->project()->by()->setDate(QDate::currentDate().addDays(99));
    QTRY_COMPARE(goalOf(d), (storage::WritingGoal{80000, QDate::currentDate().addDays(99)}));
    QTRY_VERIFY2(dialog->goals()->project()->said().contains(QStringLiteral("100 days, today included")),
                 qPrintable(dialog->goals()->project()->said()));
    QVERIFY(d.failed.isEmpty());
  }

  // Another text is opened, and another made: what the dialog is about goes with the page.
  void thePageTurns() {
    const QString path = library();
    WritingDesk d(path);
    QVERIFY(d.opened());
    ui::WritingDialog* dialog = opened(d);
    QVERIFY(dialog != nullptr);
    QTRY_COMPARE(dialog->scope()->count(), 2);
    QCOMPARE(dialog->scope()->itemText(1), QStringLiteral("Low Water"));
    d.program.storage().createDocument(QStringLiteral("High Water"), QStringLiteral("Somebody came.\n"));
    QTRY_COMPARE(dialog->scope()->itemText(1), QStringLiteral("High Water"));
    QTRY_COMPARE(cell(dialog->texts()->list(), 1), QStringLiteral("2"));
    dialog->close();
    QVERIFY(opened(d) != nullptr);
    QTRY_COMPARE(cell(dialog->texts()->list(), 0), QStringLiteral("High Water"));
  }

  // A goal of a day that the library refuses is said, and what holds is shown.
  void aGoalThatCannotBeKept() {
    const QString path = library();
    WritingDesk d(path);
    QVERIFY(d.opened());
    ui::WritingDialog* dialog = opened(d);
    QVERIFY(dialog != nullptr);
    dialog->goals()->day()->words()->setValue(100);
    QTRY_COMPARE(today(d), QStringLiteral("today 0 / 100"));
    Q_EMIT dialog->goalChosen({500}, QStringLiteral("nobody"));
    QTRY_VERIFY(!dialog->said().isEmpty());
    QCOMPARE(dialog->goals()->day()->words()->value(), 100);
  }

 private:
  QString library() {
    const QString path = folder_.filePath(QStringLiteral("library%1.lacuna").arg(++count_));
    storage::Library(path).create(QStringLiteral("Low Water"), QStringLiteral("The lamp burned low.\n"));
    return path;
  }
  // As the library has it.
  storage::WritingGoal goalOf(WritingDesk& d) {
    const QString id = d.program.window().documentId();
    QVector<storage::WritingReport> told;
    QObject context;
    connect(&d.program.storage().writing(), &app::WritingCalls::reported, &context,
            [&](const storage::WritingReport& report) {
              if (report.id == id) told << report;
            });
    d.program.storage().writing().report(id);
    return QTest::qWaitFor([&] { return !told.isEmpty(); }, 5000) ? told.last().goal : storage::WritingGoal();
  }

  QTemporaryDir folder_;
  int count_ = 0;
};

QTEST_MAIN(WritingTest)
#include "writing_test.moc"
