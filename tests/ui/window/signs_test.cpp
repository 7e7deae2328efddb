// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says is so, and can be read: numbers that cannot be had, candidates that are left, seams, the model's
// pill, the version, the status bar, messages, the ribbon.
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTest>
#include <QTextBrowser>
#include <QTimer>

#include "tests/ui/desk.h"
#include "tests/ui/made_up_view.h"
#include "ui/gap/count_box.h"
#include "ui/panels/candidate_row.h"
#include "ui/panels/context_ribbon.h"
#include "ui/panels/run_panel.h"
#include "ui/runs/run_steps.h"

using namespace lacuna::ui;

namespace {

QString noteOf(Desk& d) {
  for (const QLabel* label : d.window.findChildren<QLabel*>())
    if (label->accessibleName() == QStringLiteral("Message") && label->isVisible()) return label->text();
  return {};
}

QLabel* inStatus(Desk& d, const QString& name) {
  for (QLabel* label : d.window.statusBar()->findChildren<QLabel*>())
    if (label->accessibleName() == name) return label;
  return nullptr;
}

}  // namespace

class SignsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }

  void aNumberBeyondItsRangeIsSaid_data() {
    QTest::addColumn<QString>("box");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("value");
    QTest::addColumn<QString>("said");
    QTest::newRow("steps") << QStringLiteral("Steps") << QStringLiteral("200") << 128
                           << QStringLiteral("Steps can be 4 to 128: 128 is taken.");
    QTest::newRow("few steps") << QStringLiteral("Steps") << QStringLiteral("2") << 4
                               << QStringLiteral("Steps can be 4 to 128: 4 is taken.");
    QTest::newRow("candidates") << QStringLiteral("Candidates") << QStringLiteral("12") << 8
                                << QStringLiteral("Candidates can be 1 to 8: 8 is taken.");
    QTest::newRow("length") << QStringLiteral("Length") << QStringLiteral("1000") << 375
                            << QStringLiteral("Length can be 0 to 375: 375 is taken.");
    QTest::newRow("in range") << QStringLiteral("Steps") << QStringLiteral("64") << 64 << QString();
  }
  void aNumberBeyondItsRangeIsSaid() {
    QFETCH(QString, box);
    QFETCH(QString, typed);
    QFETCH(int, value);
    QFETCH(QString, said);
    Desk d(sampleDraft());
    for (const Qt::Key end : {Qt::Key_Tab, Qt::Key_Return}) {
      if (!d.page().steering().popover()->isVisible()) d.page().steering().togglePopover();
      CountBox* field = nullptr;
      for (CountBox* b : d.page().steering().popover()->findChildren<CountBox*>())
        if (b->accessibleName() == box) field = b;
      QVERIFY(field != nullptr);
      field->setValue(field->minimum());
      field->setFocus();
      field->selectAll();
      QTest::keyClicks(field, typed);
      QVERIFY2(field->text().startsWith(typed), qPrintable(field->text()));
      QTest::keyClick(field, end);
      QTRY_COMPARE(field->value(), value);
      QTRY_COMPARE(noteOf(d), said);
      d.window.showSentence({});
    }
    QCOMPARE(d.engine.asks.size(), 1);
  }

  void afterAWordOneCandidateIsLeft() {
    Desk d(sampleDraft());
    d.cursorTo(95);
    d.ask();
    d.denoise(sampleFills());
    const auto rows = [&d] {
      QStringList shown;
      for (const CandidateRow* row : d.window.findChildren<CandidateRow*>())
        if (row->isVisible()) shown << row->text();
      return shown;
    };
    QCoreApplication::processEvents();
    QTRY_COMPARE(rows().size(), 4);
    d.key(Qt::Key_Tab);
    d.key(Qt::Key_Right, Qt::ControlModifier);
    QTRY_COMPARE(rows().size(), 1);
    QCOMPARE(rows().first(), QStringLiteral("rooms were cold, and a lamp stood on the stair"));
  }

  void aSeamThatIsBeingMendedIsSaidToBe() {
    Desk d(sampleDraft());
    d.key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(noteOf(d).startsWith(QStringLiteral("There is no seam")));
    d.select(60, 80);
    d.key(Qt::Key_X, Qt::ControlModifier);
    d.key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!d.page().pageDocument().holes().isEmpty());
    QCOMPARE(noteOf(d), QString());  // what was said before is not so any more
    d.key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY2(noteOf(d).startsWith(QStringLiteral("The seams are being mended")), qPrintable(noteOf(d)));
  }

  void thePillOpensTheModelMenu() {
    Desk d(sampleDraft());
    QTimer::singleShot(0, this, [&d] { QTest::mouseClick(inStatus(d, QStringLiteral("Model")), Qt::LeftButton); });
    QTRY_VERIFY(qobject_cast<QMenu*>(QApplication::activePopupWidget()) != nullptr);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    // It covers no part of the pill, before the models are known and after.
    auto* pill = inStatus(d, QStringLiteral("Model"));
    const auto covers = [menu, pill] {
      return menu->geometry().intersects(QRect(pill->mapToGlobal(QPoint()), pill->size()));
    };
    QVERIFY(!covers());
    QVector<ModelItem> models(4);
    for (ModelItem& item : models) item.title = QStringLiteral("A model");
    d.window.setModels(models);
    QVERIFY(!covers());
    QCOMPARE(menu->height(), menu->sizeHint().height());
    d.window.setModels({});
    QStringList offered;
    for (const QAction* action : menu->actions())
      if (action->isEnabled() && !action->isSeparator()) offered << action->text();
    menu->close();
    QCOMPARE(offered.size(), 3);  // voices, the search for a model, another try
    QSignalSpy chosen(&d.window, &MainWindow::modelChosen);
    for (QAction* action : menu->actions())
      if (action->text() == QStringLiteral("&Load it again")) action->trigger();
    QCOMPARE(chosen.size(), 1);
  }

  // Without a model every asking says why, and no gap is left waiting.
  void withoutAModelAskingSaysWhy() {
    Desk d(sampleDraft(), false);
    d.window.setEngine({EngineView::Failed, {}, {}, QStringLiteral("There is no model in nowhere.")});
    d.window.showSentence({});
    d.ask();
    QCOMPARE(noteOf(d), QStringLiteral("There is no model in nowhere. The Model menu offers another."));
    QVERIFY(d.page().pageDocument().holes().isEmpty());
    // While another loads it is said to load, and begins when it is there.
    d.window.setEngine({EngineView::Loading, {}, {}, {}});
    d.ask();
    QVERIFY(noteOf(d).contains(QStringLiteral("still loading")));
    FakeEngine::ready(d.window);
    QCOMPARE(d.engine.asks.size(), 1);
  }

  void aboutSaysTheVersion() {
    QCoreApplication::setApplicationVersion(QStringLiteral("9.8.7"));
    Desk d(sampleDraft());
    QString said;
    QTimer::singleShot(100, this, [&said] {
      auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
      if (dialog == nullptr) return;
      said = dialog->findChild<QTextBrowser*>()->toPlainText();
      dialog->close();
    });
    for (QAction* action : d.window.actions())
      if (action->text() == QStringLiteral("&About Lacuna")) action->trigger();
    QVERIFY2(said.contains(QStringLiteral("9.8.7")), qPrintable(said));
  }

  void troubleStaysInSight() {
    Desk d(sampleDraft());
    const QString why = QStringLiteral("There is no room on the disk.");
    d.window.showTrouble(why);
    d.type(QStringLiteral("x"));
    QLabel* saved = inStatus(d, QStringLiteral("Saved"));
    QVERIFY(saved->text().startsWith(QStringLiteral("NOT SAVED")));
    QCOMPARE(saved->toolTip(), why);
    d.key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(noteOf(d).contains(why));
    // What was saved before the last key is not all.
    d.window.showSaved(QDateTime::currentDateTimeUtc().addSecs(-5));
    QCOMPARE(saved->text(), QStringLiteral("saving\u2026"));
    d.key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(noteOf(d).startsWith(QStringLiteral("Saving.")));
    d.window.showSaved(QDateTime::currentDateTimeUtc());
    QCOMPARE(saved->text(), QStringLiteral("saved"));
  }

  // What has no room in the status bar is left out, whole, and the least important first.
  void theStatusBarCutsNothing() {
    Desk d(sampleDraft());
    d.window.setEngine({EngineView::Ready, QStringLiteral("A model with a name that is longer than any name should be"),
                        QStringLiteral("CPU, 16 threads"), QString()});
    d.window.showSaved(QDateTime::currentDateTime());
    d.cursorTo(60);
    d.ask();
    d.window.showContextProgress(d.engine.asks.last().id, 1234, 1234);
    d.engine.step(sampleFills(), 1, 8);
    QTest::qWait(20);
    d.engine.step(sampleFills(), 2, 8);
    d.window.flush();
    qsizetype before = 100;
    for (const int width : {1700, 1440, 1100, 800, 720, 640, 480, 400}) {
      d.window.resize(width, 500);
      for (int i = 0; i < 3; ++i) QCoreApplication::processEvents();
      QStringList shown;
      for (const QLabel* part : d.window.statusBar()->findChildren<QLabel*>()) {
        if (!part->isVisible()) continue;
        shown << part->accessibleName();
        QVERIFY2(part->width() >= part->sizeHint().width(), qPrintable(part->text()));
        QVERIFY2(d.window.statusBar()->rect().contains(part->geometry()), qPrintable(part->text()));
      }
      QVERIFY(shown.contains(QStringLiteral("Saved")) && shown.contains(QStringLiteral("Words")));
      QVERIFY(shown.size() <= before);
      before = shown.size();
      if (width == 1700) QVERIFY(shown.contains(QStringLiteral("Pace")) && shown.contains(QStringLiteral("Context")));
    }
    QVERIFY(before < 4);
  }

  // A message lies where nobody writes, and gives way when the author comes there.
  void aMessageCoversNoLineThatIsWritten() {
    QString text;
    for (int i = 0; i < 120; ++i) text += QStringLiteral("Paragraph %1 waits for the tide.\n\n").arg(i);
    Desk d(text);
    for (const QSize& size : {QSize(1100, 800), QSize(640, 400)}) {
      d.window.resize(size);
      d.cursorTo(2000);
      const QLabel* note = nullptr;
      d.window.showSentence(
          QStringLiteral("Everything is saved. Each change is kept within a second of the last key."));
      for (const QLabel* label : d.page().findChildren<QLabel*>())
        if (label->accessibleName() == QStringLiteral("Message")) note = label;
      QVERIFY(note != nullptr);
      const auto line = [&d] {
        const QRect caret = d.page().cursorRect();
        return QRect(0, caret.top() - 4, d.page().width(), caret.height() + 8);
      };
      for (int i = 0; i < 60; ++i) {
        d.key(i < 30 ? Qt::Key_Down : Qt::Key_Up);
        QCoreApplication::processEvents();
        QVERIFY(note->isVisible() && d.page().rect().contains(note->geometry()));
        QVERIFY2(!note->geometry().intersects(line()), qPrintable(QString::number(i)));
      }
      d.window.showSentence({});
    }
  }

  // What a gap could see is told while the gap is there, and of a run that the author looks back at.
  void aStoppedRunTakesItsRibbonAlong() {
    Desk d(sampleDraft());
    d.cursorTo(60);
    d.ask();
    RunView made = madeUpView(sampleDraft(), {60, 60}, 5);
    made.ask = d.engine.asks.last().id;
    for (int s = 1; s <= 4; ++s) {
      d.window.showStep({made.ask, made.item.steps, made.steps.at(s), made.context});
      d.window.flush();
    }
    ContextRibbon* ribbon = d.window.ribbon();
    QCOMPARE(ribbon->passages().size(), made.context.size());
    d.key(Qt::Key_Escape);
    QVERIFY(d.page().pageDocument().holes().isEmpty());
    QVERIFY(ribbon->passages().isEmpty());
    d.engine.cancelled();
    QVERIFY(ribbon->passages().isEmpty());
    made.candidates.clear();
    d.window.showRun(made);  // its steps, as they were kept
    QVERIFY(ribbon->passages().isEmpty());
    d.window.runPanel()->model().goToStep(2);
    QCOMPARE(ribbon->passages().size(), made.context.size());
    d.cursorTo(70);
    d.ask();
    QVERIFY(ribbon->passages().isEmpty());
  }

  // A candidate's row is as high as its lines at the width that it has.
  void aCandidateHasRoomForItsLines() {
    Desk d(sampleDraft());
    d.cursorTo(60);
    d.ask();
    d.denoise(sampleFills());
    for (const int width : {1500, 1100, 980}) {
      d.window.resize(width, 800);
      for (int i = 0; i < 3; ++i) QCoreApplication::processEvents();
      for (const CandidateRow* row : d.window.findChildren<CandidateRow*>())
        if (row->isVisible()) QTRY_COMPARE(row->height(), row->heightForWidth(row->width()));
    }
  }
};

QTEST_MAIN(SignsTest)
#include "signs_test.moc"
