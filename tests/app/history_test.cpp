// SPDX-License-Identifier: GPL-3.0-or-later
// The history of a draft in the real window with a real library: kept, compared, brought back whole and in part,
// undone, and found again after a restart. And what counts as written by the author.
#include <QClipboard>
#include <QGuiApplication>
#include <QtTest/QtTest>

#include "app/library/history_calls.h"
#include "app/library/writing_calls.h"
#include "app/window/history_wiring.h"
#include "tests/app/writing_desk.h"
#include "ui/window/history_on_page.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

struct HistoryDesk : WritingDesk {
  using WritingDesk::WritingDesk;
  ui::HistoryView& view() { return program.window().history()->view(); }
  bool openHistory() {
    QTest::keyClick(&program.window(), Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    return QTest::qWaitFor([this] { return view().isVisible() && !view().states()->states().isEmpty(); }, 10000);
  }
  const storage::RevisionInfo* named(const QString& name) {
    for (const storage::RevisionInfo& state : view().states()->states())
      if (state.name == name) return &state;
    return nullptr;
  }
  int kept(storage::RevisionReason reason) {
    int count = 0;
    for (const storage::RevisionInfo& state : view().states()->states()) count += state.reason == reason ? 1 : 0;
    return count;
  }
  // That state against the text as it stands.
  bool compare(qint64 state) {
    view().states()->choose(state);
    Q_EMIT view().states()->chose(state);
    return QTest::qWaitFor(
        [this, state] {
          const storage::Comparison& shown = view().difference()->comparison();
          return shown.id == view().document() && shown.before == state && shown.after == 0 &&
                 shown.textAfter == text();
        },
        10000);
  }
};

}  // namespace

class HistoryTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    isolateSettings(folder_.path());
  }

  void aStateIsKeptComparedAndBroughtBack() {
    const QString library = folder_.filePath(QStringLiteral("kept.sqlite"));
    const QString first = QStringLiteral("The lamp burned low.\n\nNobody came that night.\n");
    QString id;
    {
      storage::Library made(library);
      id = made.create(QStringLiteral("Low Water"), first);
    }
    {
      HistoryDesk desk(library);
      QVERIFY(desk.opened());
      QVERIFY(desk.openHistory());
      Q_EMIT desk.view().keepWanted(id, QStringLiteral("Before the storm"));
      QTRY_VERIFY(desk.named(QStringLiteral("Before the storm")) != nullptr);
      const qint64 state = desk.named(QStringLiteral("Before the storm"))->id;
      QTest::keyClick(desk.view().states(), Qt::Key_Escape);
      QVERIFY(desk.page().hasFocus());

      // Two words go, two come.
      desk.page().setCursorPosition(int(first.indexOf(QStringLiteral(" low"))));
      for (int i = 0; i < 4; ++i) QTest::keyClick(&desk.page(), Qt::Key_Delete);
      desk.type(QStringLiteral(" brightly"));
      desk.page().setCursorPosition(int(desk.text().size()));
      desk.type(QStringLiteral("The end."));
      const QString now = QStringLiteral("The lamp burned brightly.\n\nNobody came that night.\nThe end.");
      QCOMPARE(desk.text(), now);

      QVERIFY(desk.openHistory());
      QVERIFY(desk.compare(state));
      ui::DiffView* shown = desk.view().difference();
      QCOMPARE(shown->comparison().textBefore, first);
      QCOMPARE(shown->changes(), 2);
      // In part: the first change alone.
      QTest::keyClick(shown, Qt::Key_Space);
      QCOMPARE(shown->chosen().size(), 1);
      QTest::keyClick(shown, Qt::Key_Return, Qt::ControlModifier);
      const QString part = QStringLiteral("The lamp burned low.\n\nNobody came that night.\nThe end.");
      QTRY_COMPARE(desk.text(), part);
      QVERIFY(desk.view().isVisible());
      QTRY_COMPARE(desk.kept(storage::RevisionReason::BeforeRestore), 1);
      // All of it, and the author is back on the page.
      QVERIFY(desk.compare(state));
      Q_EMIT desk.view().restoreWanted(id, state, {});
      QTRY_COMPARE(desk.text(), first);
      QTRY_VERIFY(desk.page().isVisible());
      desk.undo();
      QCOMPARE(desk.text(), part);
      desk.undo();
      QCOMPARE(desk.text(), now);
      desk.redo();
      desk.redo();
      QCOMPARE(desk.text(), first);
      QVERIFY(desk.allSaved());
      QVERIFY(desk.failed.isEmpty());
      desk.program.window().close();
      QVERIFY(desk.program.close());
    }
    HistoryDesk again(library);
    QVERIFY(again.opened());
    QCOMPARE(again.text(), first);
    again.undo();
    again.undo();
    QCOMPARE(again.text(), QStringLiteral("The lamp burned brightly.\n\nNobody came that night.\nThe end."));
    QVERIFY(again.openHistory());
    QVERIFY(again.named(QStringLiteral("Before the storm")) != nullptr);
    // What stood there before each restoring is there too.
    QTRY_COMPARE(again.kept(storage::RevisionReason::BeforeRestore), 2);
  }

  void onlyTheAuthorsOwnWordsCount() {
    const QString library = folder_.filePath(QStringLiteral("counted.sqlite"));
    QString id;
    {
      storage::Library made(library);
      id = made.create(QStringLiteral("Counted"), QStringLiteral("One.\n"));
    }
    HistoryDesk desk(library);
    QVERIFY(desk.opened());
    desk.page().setCursorPosition(5);
    desk.type(QStringLiteral("two three four"));
    QGuiApplication::clipboard()->setText(QStringLiteral(" five six"));
    QTest::keyClick(&desk.page(), Qt::Key_V, Qt::ControlModifier);
    QTest::keyClick(&desk.page(), Qt::Key_V, Qt::ControlModifier);
    desk.undo();
    desk.page().dropText(QStringLiteral("Dropped. "), 0);
    // Nobody's new words: what is brought back, and what is moved.
    desk.program.window().history()->restore({{0, 0, QStringLiteral("From an older state. ")}}, true);
    QTextCursor cursor = desk.page().textCursor();
    cursor.setPosition(0);
    cursor.setPosition(5, QTextCursor::KeepAnchor);
    desk.page().setTextCursor(cursor);
    QVERIFY(desk.page().moveSelection(int(desk.text().size())));
    QVERIFY(desk.allSaved());
    desk.program.window().close();
    QVERIFY(desk.program.close());
    storage::Library kept(library);
    const storage::WritingCount count = kept.writing().on(QDate::currentDate(), {id});
    QCOMPARE(count.typed, 3);
    QCOMPARE(count.pasted, 3);
    QCOMPARE(count.generated, 0);
    QCOMPARE(count.deleted, 0);
  }

  void aRunKeepsTheTextThatItReads() {
    const QString library = folder_.filePath(QStringLiteral("asked.sqlite"));
    {
      storage::Library made(library);
      made.create(QStringLiteral("Asked"), QStringLiteral("One two.\n"));
    }
    HistoryDesk desk(library);
    QVERIFY(desk.opened());
    desk.type(QStringLiteral("x"));
    QVERIFY(desk.openHistory());
    desk.program.storage().beginRun(QStringLiteral("run"), desk.program.window().documentId());
    desk.program.storage().history().list(desk.program.window().documentId());
    QTRY_COMPARE(desk.kept(storage::RevisionReason::BeforeFill), 1);
    QCOMPARE(desk.view().states()->states().first().length, 10);
  }

  // The window compares with what the library has; where the page has gone on, nothing is brought back.
  void editsBackAreThoseOfTheChosenChanges() {
    const storage::Comparison comparison{QStringLiteral("a"),
                                         1,
                                         0,
                                         QStringLiteral("one two three"),
                                         QStringLiteral("one 2 three!"),
                                         {{4, 7, 4, 5}, {13, 13, 11, 12}}};
    QCOMPARE(app::editsBack(comparison, {}),
             (QVector<storage::Edit>{{4, 1, QStringLiteral("two")}, {11, 1, QString()}}));
    QCOMPARE(app::editsBack(comparison, {{13, 13, 11, 12}}), (QVector<storage::Edit>{{11, 1, QString()}}));
  }

 private:
  QTemporaryDir folder_;
};

QTEST_MAIN(HistoryTest)
#include "history_test.moc"
