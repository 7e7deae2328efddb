// SPDX-License-Identifier: GPL-3.0-or-later
// The history in place of the page, without a library behind it: what it asks, what it shows, what keys do.
#include <QClipboard>
#include <QGuiApplication>
#include <QInputDialog>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include "tests/ui/desk.h"
#include "ui/window/history_on_page.h"

using namespace lacuna;
using namespace lacuna::ui;

namespace {

const QString kBefore = QStringLiteral("The lamp burned low.\n\nNobody came that night.\n\nThe sea was still.\n");
const QString kNow = QStringLiteral("The lamp burned.\n\nNobody came.\n\nThe sea was still.\n");

storage::RevisionInfo state(qint64 id, int words, const QDateTime& when, storage::RevisionReason reason,
                            const QString& name = {}) {
  storage::RevisionInfo info;
  info.id = id;
  info.words = words;
  info.created = when;
  info.reason = reason;
  info.name = name;
  info.stored = 1000;
  return info;
}

// A window whose history is open, with three states.
struct OpenHistory : Desk {
  OpenHistory()
      : Desk(kNow), asked(&view(), &HistoryView::compareWanted), restores(&view(), &HistoryView::restoreWanted) {
    QTest::keyClick(&window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    view().setStates(QStringLiteral("a"),
                     {state(3, 9, now, storage::RevisionReason::Hourly),
                      state(2, 12, now.addSecs(-60), storage::RevisionReason::Named, QStringLiteral("First draft")),
                      state(1, 2, now.addDays(-3), storage::RevisionReason::Created)});
  }
  HistoryView& view() { return window.history()->view(); }
  storage::Comparison comparison(qint64 before = 2, qint64 after = 0) {
    return {QStringLiteral("a"), before, after, kBefore, kNow, {{15, 19, 15, 15}, {33, 44, 29, 29}}};
  }
  // As the library would answer for state 2.
  void answer() {
    view().states()->choose(2);
    view().showComparison(comparison());
  }
  QString shown() { return view().difference()->toPlainText(); }
  QSignalSpy asked;
  QSignalSpy restores;
};

void answerDialog(const QString& text, bool accept) {
  QTimer::singleShot(0, qApp, [text, accept] {
    auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
    QVERIFY(dialog != nullptr);
    dialog->setTextValue(text);
    accept ? dialog->accept() : dialog->reject();
  });
}

}  // namespace

class HistoryViewTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void itStandsInPlaceOfThePageAndGoes() {
    OpenHistory d;
    QVERIFY(d.view().isVisible());
    QVERIFY(!d.page().isVisible());
    // No act reaches a text that is not to be seen.
    for (QAction* action : d.window.findChildren<QAction*>())
      if (action->shortcut() == QKeySequence(QStringLiteral("Ctrl+G"))) QVERIFY(!action->isEnabled());
    QTest::keyClick(d.view().states(), Qt::Key_Escape);
    QVERIFY(d.page().isVisible());
    QVERIFY(!d.view().isVisible());
    QVERIFY(d.page().hasFocus());
    for (QAction* action : d.window.findChildren<QAction*>())
      if (action->shortcut() == QKeySequence(QStringLiteral("Ctrl+G"))) QVERIFY(action->isEnabled());
    QTest::keyClick(&d.window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(d.view().isVisible());
    Document other;
    other.id = QStringLiteral("b");
    d.window.openDocument(other);
    QVERIFY(!d.view().isVisible());
  }

  void statesStandByDayWithWhyAndHowMuch() {
    OpenHistory d;
    QStringList rows;
    const QAbstractItemModel* model = d.view().states()->model();
    for (int row = 0; row < model->rowCount(); ++row) rows << model->index(row, 0).data().toString();
    QCOMPARE(rows.size(), 6);
    QVERIFY(rows.at(0).contains(QStringLiteral("as it stands")));
    QCOMPARE(rows.at(1), QStringLiteral("Today"));
    QVERIFY2(rows.at(2).contains(QStringLiteral("An hour of writing")) && rows.at(2).contains(QStringLiteral("9 word")),
             qPrintable(rows.at(2)));
    QVERIFY2(rows.at(2).contains(QStringLiteral("\u22123")), qPrintable(rows.at(2)));
    QVERIFY2(rows.at(3).contains(QStringLiteral("First draft")) && rows.at(3).contains(QStringLiteral("+10")),
             qPrintable(rows.at(3)));
    QVERIFY(rows.at(5).contains(QStringLiteral("The beginning")));
    // The newest state that is another text is asked for at once; a day is no state.
    QCOMPARE(d.asked.last().at(1).toLongLong(), 2);
    QTest::keyClick(d.view().states(), Qt::Key_Down);
    QCOMPARE(d.view().states()->chosen(), 1);
    QCOMPARE(d.asked.last().at(1).toLongLong(), 1);
    QCOMPARE(d.asked.last().at(2).toLongLong(), 0);
  }

  void bothTextsAreShownInOneAndSideBySide() {
    OpenHistory d;
    d.answer();
    QVERIFY(d.shown().contains(QStringLiteral("The lamp burned low.")));
    DiffView* shown = d.view().difference();
    shown->setLayoutOf(DiffView::Beside);
    QVERIFY(d.shown().contains(QStringLiteral("Nobody came that night.")));
    QVERIFY(d.shown().contains(QStringLiteral("Nobody came.")));
    shown->setLayoutOf(DiffView::Whole);
    QCOMPARE(d.shown(), kBefore);
    // An answer that comes late is not shown.
    d.view().states()->choose(1);
    shown->setLayoutOf(DiffView::Inline);
    d.view().showComparison({QStringLiteral("a"), 3, 0, QStringLiteral("late"), kNow, {}});
    QVERIFY(!d.shown().contains(QStringLiteral("late")));
  }

  void keysWalkAndChoose() {
    OpenHistory d;
    d.answer();
    DiffView* shown = d.view().difference();
    QCOMPARE(shown->current(), 0);
    QTest::keyClick(d.view().states(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(shown->current(), 1);
    QTest::keyClick(shown, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(shown->current(), 0);
    QTest::keyClick(shown, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(shown->current(), 1);
    QTest::keyClick(shown, Qt::Key_Space);
    QCOMPARE(shown->chosen(), (QVector<Change>{{33, 44, 29, 29}}));
    QTest::keyClick(shown, Qt::Key_Space);
    QVERIFY(shown->chosen().isEmpty());
    shown->selectAll();
    QTest::keyClick(shown, Qt::Key_Space);
    QCOMPARE(shown->chosen().size(), 2);
    for (QPushButton* button : d.view().findChildren<QPushButton*>())
      if (button->text().contains(QStringLiteral("Bring back")) && button->isVisible()) button->click();
    QCOMPARE(d.restores.size(), 1);
    QCOMPARE(d.restores[0][1].toLongLong(), 2);
  }

  void whatIsBroughtBackIsOneStepThatUndoTakes() {
    OpenHistory d;
    d.answer();
    d.window.history()->restore({{15, 0, QStringLiteral(" low")}, {29, 0, QStringLiteral(" that night")}}, false);
    QCOMPARE(d.text(), kBefore);
    QCOMPARE(d.mirror, kBefore);
    QVERIFY(d.view().isVisible());
    QTest::keyClick(d.view().states(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(d.text(), kNow);
    QTest::keyClick(d.view().states(), Qt::Key_Z, Qt::ControlModifier);  // no more than was brought back
    QCOMPARE(d.text(), kNow);
    d.window.history()->restore({{15, 0, QStringLiteral(" low")}}, true);
    QVERIFY(d.page().isVisible());
    d.undo();
    QCOMPARE(d.text(), kNow);
    QCOMPARE(d.mirror, kNow);
    QVERIFY(d.histories.value(QStringLiteral("a")).told);
  }

  void whatIsCopiedIsTheTextAlone() {
    OpenHistory d;
    d.answer();
    QTest::keyClick(d.view().states(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), kBefore);
    DiffView* shown = d.view().difference();
    shown->setLayoutOf(DiffView::Whole);
    shown->selectAll();
    QTest::keyClick(shown, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), kBefore);
    shown->setLayoutOf(DiffView::Inline);
    shown->selectAll();
    shown->copy();
    QVERIFY2(!QGuiApplication::clipboard()->text().contains(QStringLiteral("Bring")),
             qPrintable(QGuiApplication::clipboard()->text()));
  }

  void statesGetNames() {
    OpenHistory d;
    QSignalSpy named(&d.view(), &HistoryView::nameWanted);
    d.view().states()->choose(2);
    answerDialog(QStringLiteral(" Second  draft "), true);
    QTest::keyClick(d.view().states(), Qt::Key_F2);
    QCOMPARE(named.size(), 1);
    QCOMPARE(named[0][2].toString(), QStringLiteral("Second draft"));
    answerDialog(QStringLiteral("x"), false);
    QTest::keyClick(d.view().states(), Qt::Key_F2);
    QCOMPARE(named.size(), 1);
  }

  void longUnchangedStretchesAreFoldedAndOpen() {
    OpenHistory d;
    QString before;
    for (int i = 0; i < 60; ++i)
      before += QStringLiteral("Paragraph %1 says little of what the others say.\n\n").arg(i);
    QString after = before;
    after.replace(before.indexOf(QStringLiteral("30")), 2, QStringLiteral("thirty"));
    const int at = int(before.indexOf(QStringLiteral("30")));
    d.view().states()->choose(2);
    d.view().showComparison({QStringLiteral("a"), 2, 0, before, after, {{at, at + 2, at, at + 6}}});
    QVERIFY(!d.shown().contains(QStringLiteral("Paragraph 10 ")));
    QVERIFY(d.shown().contains(QStringLiteral("unchanged")));
    Q_EMIT d.view().difference()->anchorClicked(QUrl(QStringLiteral("fold:0")));
    QVERIFY(d.shown().contains(QStringLiteral("Paragraph 10 ")));
    QVERIFY(!d.shown().contains(QStringLiteral("Paragraph 50 ")));
    d.view().difference()->setLayoutOf(DiffView::Beside);
    QVERIFY(d.shown().contains(QStringLiteral("Paragraph 10 ")));
    Q_EMIT d.view().difference()->anchorClicked(QUrl(QStringLiteral("part:2")));
    QCOMPARE(d.view().difference()->chosen().size(), 1);
  }

  // What would keep the window waiting comes piece by piece; a walk leads through all of it.
  void aLongOtherTextComesInPieces() {
    OpenHistory d;
    QString before;
    QVector<Change> changes;
    QString after;
    for (int i = 0; i < 4000; ++i) {
      const QString line =
          QStringLiteral("Line %1 of many that are all of some length, so that they fill pages and pages\n").arg(i);
      before += line;
      changes.push_back({int(before.size()) - 1, int(before.size()) - 1, int(after.size() + line.size()) - 1,
                         int(after.size() + line.size()) + 1});
      after += line.chopped(1) + QStringLiteral("!!\n");
    }
    d.view().states()->choose(2);
    d.view().showComparison({QStringLiteral("a"), 2, 0, before, after, changes});
    QVERIFY(d.shown().size() < before.size());
    DiffView* shown = d.view().difference();
    shown->step(-1);
    QCOMPARE(shown->current(), 3999);
    QVERIFY(d.shown().contains(QStringLiteral("Line 3999 ")));
  }

  void thinningSaysWhatItKeeps() {
    OpenHistory d;
    QSignalSpy thin(&d.view(), &HistoryView::thinWanted);
    QString text;
    const auto answer = [&text](bool yes) {
      QTimer::singleShot(0, qApp, [&text, yes] {
        auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        QVERIFY(box != nullptr);
        text = box->text() + box->informativeText();
        for (QAbstractButton* button : box->buttons())
          if ((box->buttonRole(button) == QMessageBox::AcceptRole) == yes) {
            button->click();
            return;
          }
      });
    };
    answer(false);
    d.view().askThinning(QStringLiteral("a"), {{3, 1}, {2}, QStringLiteral("2 of 3 are kept.")});
    QVERIFY2(text.contains(QStringLiteral("2 of 3 are kept.")), qPrintable(text));
    QCOMPARE(thin.size(), 0);
    answer(true);
    d.view().askThinning(QStringLiteral("a"), {{3, 1}, {2}, QStringLiteral("2 of 3 are kept.")});
    QCOMPARE(thin.size(), 1);
    d.view().askThinning(QStringLiteral("a"), {{3, 2, 1}, {}, QStringLiteral("All are kept.")});  // no dialog
    QCOMPARE(thin.size(), 1);
  }

  void aSmallWindowHasRoomForIt() {
    OpenHistory d;
    d.answer();
    QTest::keyClick(d.view().difference(), Qt::Key_Space);
    for (const QSize& size : {QSize(800, 600), QSize(640, 400)}) {
      d.window.resize(size);
      QCoreApplication::processEvents();
      QVERIFY(d.window.width() <= size.width());
      for (const QWidget* each : d.view().findChildren<QWidget*>()) {
        if (!each->isVisible() || qobject_cast<const QAbstractButton*>(each) == nullptr) continue;
        const QRect there(each->mapTo(&d.view(), QPoint()), each->size());
        QVERIFY2(d.view().rect().contains(there), qPrintable(each->objectName() + each->toolTip()));
      }
      QVERIFY(d.view().difference()->viewport()->width() > 250);
    }
  }
};

QTEST_MAIN(HistoryViewTest)
#include "history_view_test.moc"
