// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says is so: numbers that cannot be had, candidates that are left, seams, the model's pill, the
// version.
#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTest>
#include <QTimer>

#include "tests/ui/desk.h"
#include "ui/editor/count_box.h"
#include "ui/panels/candidate_row.h"

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
    QStringList offered;
    for (const QAction* action : menu->actions())
      if (action->isEnabled() && !action->isSeparator()) offered << action->text();
    menu->close();
    QCOMPARE(offered.size(), 2);
    QSignalSpy chosen(&d.window, &MainWindow::modelChosen);
    menu->actions().last()->trigger();
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
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (box == nullptr) return;
      said = box->text();
      box->close();
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
};

QTEST_MAIN(SignsTest)
#include "signs_test.moc"
