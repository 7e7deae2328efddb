// SPDX-License-Identifier: GPL-3.0-or-later
// Printing, its preview and long work by the real window: what is printed, what is said without a printer, and that
// work which is stopped leaves everything as it was.
#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

#include "storage/importers/importer.h"
#include "tests/app/writing_desk.h"
#include "ui/files/file_actions.h"
#include "ui/files/work_bar.h"
#include "ui/print/print_dialog.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

QString book(int paragraphs) {
  QString text;
  for (int i = 0; i < paragraphs; ++i) {
    if (i % 200 == 0) text += QStringLiteral("# Chapter %1\n\n").arg(i / 200 + 1);
    text +=
        QStringLiteral("The %1th tide left nothing on the sand but salt, and some weed that nobody had seen before. ")
            .arg(i)
            .repeated(4) +
        QStringLiteral("\n\n");
  }
  return text;
}

ui::PrintDialog* dialogOf(WritingDesk& desk) { return desk.program.window().findChild<ui::PrintDialog*>(); }

bool saidIn(WritingDesk& desk, const QString& words) {
  for (const QLabel* label : desk.program.window().findChildren<QLabel*>())
    if (label->accessibleName() == QStringLiteral("Message") && label->text().contains(words)) return true;
  return false;
}

}  // namespace

class PrintWindowTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { isolateSettings(folder_.path()); }
  void thePagesOfWhatIsChosen();
  void stoppedWorkLeavesTheFile();
  void oldEncodingsAreAskedFor_data();
  void oldEncodingsAreAskedFor();

 private:
  QString path(const char* name) { return folder_.filePath(QLatin1String(name)); }
  QTemporaryDir folder_;
};

void PrintWindowTest::thePagesOfWhatIsChosen() {
  QVERIFY(writeFile(path("book.md"), book(1200).toUtf8()));
  WritingDesk desk(path("library.sqlite"), path("book.md"));
  QVERIFY(desk.opened());
  QTRY_VERIFY_WITH_TIMEOUT(desk.text().contains(QStringLiteral("The 1199th tide")), 30000);
  desk.program.window().activateWindow();
  desk.page().setFocus();
  QTest::keyClick(&desk.page(), Qt::Key_P, Qt::ControlModifier);
  QTRY_VERIFY(dialogOf(desk) != nullptr);
  ui::PrintDialog* dialog = dialogOf(desk);
  // Some pages are looked at before all of them are laid out.
  QSignalSpy shown(dialog->sheets(), &ui::PageSheets::currentChanged);
  const auto place = [dialog] {
    for (const QLabel* label : dialog->findChildren<QLabel*>())
      if (label->accessibleName() == QStringLiteral("Place")) return label->text();
    return QString();
  };
  QTRY_VERIFY_WITH_TIMEOUT(dialog->sheets()->count() > 100 && !place().contains(QStringLiteral("so far")), 30000);
  QVERIFY2(place().startsWith(QStringLiteral("Page 1 of ")), qPrintable(place()));
  const int all = dialog->sheets()->count();
  QVERIFY(shown.count() > 1);
  // By the keyboard to the end.
  QTest::keyClick(dialog->sheets(), Qt::Key_End);
  QCOMPARE(dialog->sheets()->current(), all - 1);
  QTest::keyClick(dialog->sheets(), Qt::Key_PageUp);
  QCOMPARE(dialog->sheets()->current(), all - 2);
  // Without a printer there is the PDF, and a sentence.
  const auto button = [dialog](const char* words) -> QPushButton* {
    for (QPushButton* each : dialog->findChildren<QPushButton*>())
      if (each->text().remove(u'&').startsWith(QLatin1String(words))) return each;
    return nullptr;
  };
  if (QStandardPaths::findExecutable(QStringLiteral("lpstat")).isEmpty()) {
    const auto sentence = [dialog] {
      for (const QLabel* label : dialog->findChildren<QLabel*>())
        if (label->isVisible() && label->text().startsWith(QStringLiteral("No printer is set up"))) return true;
      return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(sentence(), 20000);
    QVERIFY(!button("Print")->isEnabled() && button("Save as PDF")->isEnabled());
  }
  // Another look is other pages.
  for (QComboBox* box : dialog->findChildren<QComboBox*>())
    if (box->findText(QStringLiteral("Book")) >= 0) box->setCurrentIndex(1);  // standard manuscript format
  QTRY_VERIFY_WITH_TIMEOUT(dialog->sheets()->count() > all && !place().contains(QStringLiteral("so far")), 30000);
  Q_EMIT dialog->pdfWanted(path("book.pdf"), dialog->choice());
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("book.pdf")), 60000);
  QTRY_VERIFY(dialogOf(desk) == nullptr);
  // What is chosen on the page is what is printed, unless the author wants more.
  desk.page().moveCursor(QTextCursor::Start);
  for (int i = 0; i < 9; ++i) QTest::keyClick(&desk.page(), Qt::Key_Right, Qt::ShiftModifier);
  desk.program.window().findChild<QAction*>(QStringLiteral("printPreview"))->trigger();
  QTRY_VERIFY(dialogOf(desk) != nullptr);
  QCOMPARE(dialogOf(desk)->choice().scope, ui::PrintScope::Selection);
  QTRY_COMPARE_WITH_TIMEOUT(dialogOf(desk)->sheets()->count(), 1, 30000);
  QTest::keyClick(dialogOf(desk), Qt::Key_Escape);
  QTRY_VERIFY(dialogOf(desk) == nullptr);
  QVERIFY(desk.allSaved());
}

void PrintWindowTest::stoppedWorkLeavesTheFile() {
  QVERIFY(writeFile(path("long.md"), book(30000).toUtf8()));  // two million words
  QVERIFY(writeFile(path("kept.docx"), "as it was"));
  WritingDesk desk(path("long.sqlite"), path("long.md"));
  QVERIFY(desk.opened());
  QTRY_VERIFY_WITH_TIMEOUT(desk.text().size() > 9000000, 60000);
  ui::MainWindow& window = desk.program.window();
  auto* actions = window.findChild<ui::FileActions*>();
  auto* bar = window.findChild<ui::WorkBar*>();
  QVERIFY(bar != nullptr && !bar->isVisible() && !bar->stopAction()->isEnabled());
  for (const char* name : {"kept.docx", "none.pdf"}) {
    Q_EMIT actions->exportWanted(path(name), desk.text(), {});
    // The line itself comes for what takes longer than a moment, which this may not: it can be stopped from the first.
    QTRY_VERIFY_WITH_TIMEOUT(bar->stopAction()->isEnabled(), 30000);
    QPushButton* stop = bar->findChild<QPushButton*>();
    QVERIFY(stop != nullptr);
    stop->click();
    QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible() && saidIn(desk, QStringLiteral("Stopped: nothing was changed")), 30000);
    QTRY_VERIFY(!bar->stopAction()->isEnabled());
  }
  QCOMPARE(readFile(path("kept.docx")), QByteArray("as it was"));
  QVERIFY(!QFile::exists(path("none.pdf")));
  QVERIFY(QDir(folder_.path()).entryList({QStringLiteral(".lacuna-*")}, QDir::Files | QDir::Hidden).isEmpty());
  // Where nobody stops it the author writes on meanwhile, and the file has what was asked for.
  const QString before = desk.text();
  Q_EMIT actions->exportWanted(path("whole.txt"), before, {});
  desk.page().setFocus();
  desk.type(QStringLiteral("xx"));
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("whole.txt")), 60000);
  QVERIFY(desk.text() == QStringLiteral("xx") + before);
  QTRY_VERIFY(!bar->isVisible());
  QVERIFY(desk.allSaved());
}

void PrintWindowTest::oldEncodingsAreAskedFor_data() {
  QTest::addColumn<bool>("dropped");
  QTest::newRow("opened") << false;
  QTest::newRow("dropped") << true;
}

// A file in an old encoding is opened as the author says it reads, and a copy has its bytes.
void PrintWindowTest::oldEncodingsAreAskedFor() {
  QFETCH(bool, dropped);
  const QString file = folder_.filePath(QStringLiteral("caf\u00E9 %1.txt").arg(dropped ? 1 : 0));
  const QByteArray bytes("Caf\xE9 noir \x96 na\xEFve.\r\nNext line.\r\n");
  QVERIFY(writeFile(file, bytes));
  WritingDesk desk(folder_.filePath(QStringLiteral("old %1.sqlite").arg(dropped ? 1 : 0)));
  QVERIFY(desk.opened());
  const QString before = desk.text();
  bool take = false;
  int asked = 0;
  QString preview;
  QTimer answer;
  connect(&answer, &QTimer::timeout, &answer, [&] {
    auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
    if (dialog == nullptr || dialog->objectName() != QStringLiteral("encoding")) return;
    ++asked;
    preview = dialog->findChild<QPlainTextEdit*>()->toPlainText();
    take ? dialog->accept() : dialog->reject();
  });
  answer.start(10);
  const auto open = [&] {
    if (dropped) {
      Q_EMIT desk.page().filesDropped({file});
    } else {
      Q_EMIT desk.program.window().openFileRequested(file);
    }
  };
  open();
  QTRY_COMPARE_WITH_TIMEOUT(asked, 1, 20000);
  QTRY_VERIFY(saidIn(desk, QStringLiteral("is not UTF-8")));
  QCOMPARE(desk.text(), before);
  take = true;
  open();
  const QString words = QString::fromUtf8("Café noir – naïve.\nNext line.\n");
  QTRY_COMPARE_WITH_TIMEOUT(desk.text(), words, 20000);
  QCOMPARE(asked, 2);
  QCOMPARE(preview, words);
  const QString id = desk.program.window().documentId();
  const QString copy = folder_.filePath(QStringLiteral("copy %1.txt").arg(dropped ? 1 : 0));
  Q_EMIT desk.program.window().saveFileRequested(id, copy, desk.text());
  QTRY_COMPARE_WITH_TIMEOUT(readFile(copy), bytes, 20000);
  // A letter that it lacks makes the copy UTF-8, and that is said.
  desk.page().setFocus();
  Q_EMIT desk.program.window().saveFileRequested(id, copy, desk.text() + QString::fromUtf8("你好\n"));
  QTRY_VERIFY_WITH_TIMEOUT(saidIn(desk, QStringLiteral("was saved as UTF-8")), 20000);
  QVERIFY(readFile(copy).startsWith("Caf\xC3\xA9 noir"));
  // Opened again it is the same draft, without a question.
  open();
  QTest::qWait(300);
  QCOMPARE(asked, 2);
  QCOMPARE(desk.program.window().documentId(), id);
  QVERIFY(desk.allSaved());
}

QTEST_MAIN(PrintWindowTest)
#include "print_window_test.moc"
