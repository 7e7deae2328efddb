// SPDX-License-Identifier: GPL-3.0-or-later
// Every way in which words come to the page says where they came from, and undo says it of what it takes back.
#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QTest>

#include "tests/ui/desk.h"
#include "tests/ui/drag.h"

using namespace lacuna::ui;

namespace {

// What the window said of the last edits.
struct Heard : Desk {
  explicit Heard(const QString& text) : Desk(text) {
    QObject::connect(&window, &MainWindow::edited, &engine,
                     [this](const QString&, const QVector<Edit>& edits, const HistoryEvent& event) {
                       if (!edits.isEmpty()) origins << event.origin;
                     });
  }
  EditOrigin last() const { return origins.isEmpty() ? EditOrigin::Unknown : origins.last(); }
  void undoAndRedo(EditOrigin origin) {
    origins.clear();
    undo();
    redo();
    QVERIFY(origins.size() >= 2);
    for (const EditOrigin each : std::as_const(origins)) QCOMPARE(each, origin);
  }
  QVector<EditOrigin> origins;
};

}  // namespace

class OriginTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void keysType() {
    Heard d(QStringLiteral("one two\n"));
    d.cursorTo(3);
    d.type(QStringLiteral(" and"));
    d.key(Qt::Key_Return);
    d.key(Qt::Key_Backspace);
    d.key(Qt::Key_Delete);
    d.select(0, 3);
    d.type(QStringLiteral("x"));
    QCOMPARE(d.origins.size(), 8);
    for (const EditOrigin each : std::as_const(d.origins)) QCOMPARE(each, EditOrigin::Typed);
    d.undoAndRedo(EditOrigin::Typed);
  }

  // Several words at once are typed where an input method brings them, and count as such.
  void anInputMethodTypes() {
    Heard d(QStringLiteral("one \n"));
    d.cursorTo(4);
    QInputMethodEvent composed;
    composed.setCommitString(QStringLiteral("two three four"));
    QCoreApplication::sendEvent(&d.page(), &composed);
    QCOMPARE(d.text(), QStringLiteral("one two three four\n"));
    QCOMPARE(d.last(), EditOrigin::Typed);
    d.undoAndRedo(EditOrigin::Typed);
  }

  void theClipboardPastes() {
    Heard d(QStringLiteral("one \n"));
    QGuiApplication::clipboard()->setText(QStringLiteral("a"));
    d.cursorTo(4);
    d.key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("one a\n"));
    QCOMPARE(d.last(), EditOrigin::Pasted);
    d.undoAndRedo(EditOrigin::Pasted);
    // One letter is no part of the typing around it.
    d.type(QStringLiteral("b"));
    QCOMPARE(d.last(), EditOrigin::Typed);
    d.undo();
    QCOMPARE(d.text(), QStringLiteral("one a\n"));
    d.select(0, 3);
    d.key(Qt::Key_X, Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral(" a\n"));
    QCOMPARE(d.last(), EditOrigin::Typed);  // deleted by hand
  }

  void whatIsDroppedIsPastedAndWhatIsMovedIsNobodysNew() {
    Heard d(QStringLiteral("one two three\n"));
    QVERIFY(d.page().dropText(QStringLiteral("from elsewhere "), 0));
    QCOMPARE(d.last(), EditOrigin::Pasted);
    d.undoAndRedo(EditOrigin::Pasted);
    d.undo();
    d.origins.clear();
    d.select(0, 4);
    QVERIFY(d.page().moveSelection(13));
    QCOMPARE(d.origins, (QVector<EditOrigin>{EditOrigin::Uncounted, EditOrigin::Uncounted}));
    d.undoAndRedo(EditOrigin::Uncounted);
    d.page().replaceText(QStringLiteral("another file\n"));
    QCOMPARE(d.last(), EditOrigin::Pasted);
  }

  void whatIsTakenIsGenerated() {
    Heard d(QStringLiteral("one two\n"));
    d.cursorTo(3);
    d.ask();
    d.denoise({{QStringLiteral(" or more")}});
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), QStringLiteral("one or more two\n"));
    QCOMPARE(d.last(), EditOrigin::Generated);
    d.undoAndRedo(EditOrigin::Generated);
  }

  // As the library hands it back.
  void aStepThatWasKeptKnowsItStill() {
    Heard d(QStringLiteral("one \n"));
    d.page().dropText(QStringLiteral("two "), 0);
    d.type(QStringLiteral("x"));
    Document document;
    document.id = QStringLiteral("b");
    document.text = d.text();
    document.done = d.histories.value(QStringLiteral("a")).done;
    QCOMPARE(document.done.size(), 2);
    d.window.openDocument(document);
    d.undo();
    QCOMPARE(d.last(), EditOrigin::Typed);
    d.undo();
    QCOMPARE(d.last(), EditOrigin::Pasted);
    QCOMPARE(d.text(), QStringLiteral("one \n"));
  }
};

QTEST_MAIN(OriginTest)
#include "origin_test.moc"
