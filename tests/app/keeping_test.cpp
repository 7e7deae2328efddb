// SPDX-License-Identifier: GPL-3.0-or-later
// What outlives switching, restart and death beside the text: undo, counts; and a model that is not there. On the real
// window.
#include <QAbstractButton>
#include <QClipboard>
#include <QMessageBox>
#include <QTimer>

#include "tests/app/writing_desk.h"

using namespace lacuna;
using namespace lacuna::tests;

class KeepingTest : public QObject {
  Q_OBJECT

  QString fresh() { return folder_.filePath(QStringLiteral("library-%1.lacuna").arg(++count_)); }
  QString withDocument(const QString& text) {
    const QString path = fresh();
    storage::Library library(path);
    library.create(QStringLiteral("Draft"), text);
    return path;
  }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("XDG_RUNTIME_DIR", folder_.path().toUtf8());
    isolateSettings(folder_.filePath("settings"));
  }
  void init() { QSettings().clear(); }

  // --- Undo -----------------------------------------------------------------------------------------------------

  void undoSurvivesSwitchingAndRestart() {
    const QString path = withDocument(QStringLiteral("Low water."));
    QString other;
    {
      storage::Library library(path);
      const QString first = library.lastOpened();
      other = library.create(QStringLiteral("Other"), QStringLiteral("Salt."));
      library.open(first);  // the next start finds it
    }
    QString id;
    QString full;
    {
      WritingDesk d(path);
      QVERIFY(d.opened());
      id = d.program.window().documentId();
      d.page().moveCursor(QTextCursor::End);
      d.type(QStringLiteral(" One."));
      QTest::keyClick(&d.page(), Qt::Key_Return);
      d.type(QStringLiteral("Two."));
      d.page().selectAll();
      QTest::keyClick(&d.page(), Qt::Key_Delete);
      QCOMPARE(d.text(), QString());
      // To the other draft at once, before anything was written, and back.
      Q_EMIT d.program.window().documentChosen(other);
      QTRY_COMPARE(d.program.window().documentId(), other);
      d.undo();
      QCOMPARE(d.text(), QStringLiteral("Salt."));
      Q_EMIT d.program.window().documentChosen(id);
      QTRY_COMPARE(d.program.window().documentId(), id);
      d.undo();
      full = d.text();
      QVERIFY(full.startsWith(QStringLiteral("Low water. One.")) && full.endsWith(QStringLiteral("Two.")));
      QVERIFY(d.allSaved());
    }  // and the window is gone, without having been closed
    WritingDesk d(path);
    QVERIFY(d.opened());
    QCOMPARE(d.program.window().documentId(), id);
    QCOMPARE(d.text(), full);
    d.redo();
    QCOMPARE(d.text(), QString());
    d.undo();
    QCOMPARE(d.text(), full);
    for (int i = 0; i < 10; ++i) d.undo();
    QCOMPARE(d.text(), QStringLiteral("Low water."));
    for (int i = 0; i < 10; ++i) d.redo();
    QCOMPARE(d.text(), QString());
  }

  // A file that another program has changed is the same draft: the author is asked, and no word of either is lost.
  void aFileThatHasChangedIsTheSameDraft_data() {
    QTest::addColumn<bool>("take");
    QTest::addRow("taken") << true;
    QTest::addRow("kept") << false;
  }
  void aFileThatHasChangedIsTheSameDraft() {
    QFETCH(bool, take);
    const QString library = fresh();
    const QString file = folder_.filePath(QStringLiteral("tide-%1.md").arg(count_));
    const auto write = [&file](const QByteArray& bytes) {
      QFile out(file);
      QVERIFY(out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size());
    };
    write("Low water.\n\nSalt.");
    WritingDesk d(library, file);
    QVERIFY(d.opened());
    const QString id = d.program.window().documentId();
    d.page().moveCursor(QTextCursor::End);
    d.type(QStringLiteral(" Own words."));
    const QString own = d.text();
    const QString theirs = QString::fromUtf8("High water \U0001f30a.\n\nSalt and sand.");
    write(theirs.toUtf8());
    int asked = 0;
    QTimer answer;
    connect(&answer, &QTimer::timeout, &answer, [&] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (box == nullptr) return;
      ++asked;
      for (QAbstractButton* button : box->buttons())
        if ((box->buttonRole(button) == QMessageBox::AcceptRole) == take) return button->click();
    });
    answer.start(10);
    Q_EMIT d.program.window().openFileRequested(file);
    QTRY_COMPARE(asked, 1);
    QTRY_COMPARE(d.text(), take ? theirs : own);
    QCOMPARE(d.program.window().documentId(), id);
    if (take) {
      d.undo();
      QCOMPARE(d.text(), own);
      d.redo();
      QCOMPARE(d.text(), theirs);
    }
    QVERIFY(d.allSaved());
    // Asked again while the draft has not the file's text; else opened without a word.
    Q_EMIT d.program.window().openFileRequested(file);
    QTest::qWait(300);
    QCOMPARE(asked, take ? 1 : 2);
    QFile left(file);
    QVERIFY(left.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(left.readAll()), theirs);
    QVERIFY(d.allSaved());
    QVERIFY(d.program.storage().close());
    storage::Library kept(library);
    QCOMPARE(kept.documents().size(), 1);
    QCOMPARE(kept.open(id).text, take ? theirs : own);
  }

  // What is typed while a draft is fetched stays, whichever draft that is.
  void typingWhileADraftIsFetched() {
    const QString path = withDocument(QStringLiteral("Low water."));
    QString other;
    {
      storage::Library library(path);
      const QString first = library.lastOpened();
      other = library.create(QStringLiteral("Other"), QStringLiteral("Salt."));
      library.open(first);
    }
    {
      WritingDesk d(path);
      QVERIFY(d.opened());
      const QString id = d.program.window().documentId();
      d.page().moveCursor(QTextCursor::End);
      // The one that is open, once more.
      Q_EMIT d.program.window().documentChosen(id);
      d.type(QStringLiteral(" one"));
      QVERIFY(d.allSaved());
      QCoreApplication::processEvents();
      QCOMPARE(d.text(), QStringLiteral("Low water. one"));
      // Away and back before the first has come.
      Q_EMIT d.program.window().documentChosen(other);
      Q_EMIT d.program.window().documentChosen(id);
      d.type(QStringLiteral(" two"));
      QVERIFY(d.allSaved());
      QTest::qWait(200);
      QTRY_COMPARE(d.program.window().documentId(), id);
      QCOMPARE(d.text(), QStringLiteral("Low water. one two"));
      QVERIFY(d.allSaved());
    }
    storage::Library library(path);
    QCOMPARE(library.open(library.lastOpened()).text, QStringLiteral("Low water. one two"));
  }

  // Many documents, many acts, switching and restarting in between: undone all the way each gives its first text.
  void undoGoesAllTheWayBack() {
    const QString path = fresh();
    QStringList ids;
    QStringList first;
    {
      storage::Library library(path);
      for (int i = 0; i < 3; ++i) {
        first << QStringLiteral("Draft %1 begins here.\n\nAnd goes on.\n").arg(i);
        ids << library.create(QStringLiteral("Draft %1").arg(i), first.last());
      }
    }
    QRandomGenerator random(7);
    QStringList last = first;
    for (int start = 0; start < 4; ++start) {
      WritingDesk d(path);
      QVERIFY(d.opened());
      for (int visit = 0; visit < 6; ++visit) {
        const int which = static_cast<int>(random.bounded(3));
        Q_EMIT d.program.window().documentChosen(ids[which]);
        QTRY_COMPARE(d.program.window().documentId(), ids[which]);
        QCOMPARE(d.text(), last[which]);
        for (int act = 0; act < 12; ++act) {
          d.page().setCursorPosition(static_cast<int>(random.bounded(d.text().size() + 1)));
          switch (random.bounded(6)) {
            case 0:
              QGuiApplication::clipboard()->setText(QStringLiteral("pasted\nwords "));
              QTest::keyClick(&d.page(), Qt::Key_V, Qt::ControlModifier);
              break;
            case 1:
              QTest::keyClick(&d.page(), Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
              QTest::keyClick(&d.page(), Qt::Key_Delete);
              break;
            case 2:
              d.undo();
              break;
            case 3:
              d.redo();
              break;
            case 4:
              QTest::keyClick(&d.page(), Qt::Key_Backspace);
              break;
            default:
              d.type(QStringLiteral("typed "));
          }
        }
        last[which] = d.text();
      }
    }
    WritingDesk d(path);
    QVERIFY(d.opened());
    for (int i = 0; i < 3; ++i) {
      Q_EMIT d.program.window().documentChosen(ids[i]);
      QTRY_COMPARE(d.program.window().documentId(), ids[i]);
      QCOMPARE(d.text(), last[i]);
      for (int step = 0; step < 400; ++step) d.undo();
      QCOMPARE(d.text(), first[i]);
    }
  }

  // --- Counts ---------------------------------------------------------------------------------------------------

  void theLibraryCountsAsTheWindowDoes() {
    const QString text = QStringLiteral("# The House\n\n* * *\n\nShe didn\u2019t \u2014 no \u2014 not 2.\n");
    const QString path = withDocument(text);
    WritingDesk d(path);
    QVERIFY(d.opened());
    QSignalSpy changed(&d.program.storage(), &app::StorageThread::libraryChanged);
    d.type(QStringLiteral("- a * b "));
    QVERIFY(d.allSaved());
    d.program.storage().listDocuments();
    QTRY_VERIFY(!changed.isEmpty());
    const auto items = changed.last().first().value<QVector<storage::DocumentInfo>>();
    QCOMPARE(items.first().words, ui::countWords(d.text()));
    QCOMPARE(items.first().words, d.page().pageDocument().manuscript().words());
  }

  // A model folder that is not there is said, and the menu offers another.
  void aMissingModelIsSaid() {
    const QString path = withDocument(QStringLiteral("Low water."));
    WritingDesk d(path);
    QVERIFY(d.opened());
    const auto pill = [&d] {
      for (const QLabel* label : d.program.window().statusBar()->findChildren<QLabel*>())
        if (label->accessibleName() == QStringLiteral("Model")) return label->text();
      return QString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(pill(), QStringLiteral("no model: choose one"), 30000);
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    QString said;
    for (const QLabel* label : d.program.window().findChildren<QLabel*>())
      if (label->accessibleName() == QStringLiteral("Message") && label->isVisible()) said = label->text();
    QVERIFY2(said.contains(QStringLiteral("no-model-here")), qPrintable(said));
    QVERIFY(d.page().pageDocument().holes().isEmpty());
    NEED_MODEL();
    QSignalSpy ready(&d.program.engine(), &app::EngineThread::ready);
    Q_EMIT d.program.window().modelChosen(modelPath());
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 60000);
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    QVERIFY(!d.page().pageDocument().holes().isEmpty());
  }

 private:
  QTemporaryDir folder_;
  int count_ = 0;
};

QTEST_MAIN(KeepingTest)
#include "keeping_test.moc"
