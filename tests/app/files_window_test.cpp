// SPDX-License-Identifier: GPL-3.0-or-later
// Import, export and compile by the real window.
#include "storage/formats/zip_archive.h"
#include "storage/importers/importer.h"
#include "storage/spelling_notes.h"
#include "tests/app/writing_desk.h"
#include "ui/files/file_actions.h"

using namespace lacuna;
using namespace lacuna::tests;

class FilesWindowTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { isolateSettings(folder_.path()); }
  void draftsGoOutAndComeIn();

 private:
  QString path(const char* name) { return folder_.filePath(QLatin1String(name)); }
  QTemporaryDir folder_;
};

void FilesWindowTest::draftsGoOutAndComeIn() {
  WritingDesk desk(path("library.sqlite"));
  QVERIFY(desk.opened());
  auto* actions = desk.program.window().findChild<ui::FileActions*>();
  QVERIFY(actions != nullptr);
  for (const char* name : {"importFile", "exportFile", "compileProject"})
    QVERIFY2(desk.program.window().findChild<QAction*>(QLatin1String(name)) != nullptr, name);
  Q_EMIT actions->exportWanted(path("a.docx"), QStringLiteral("One *two* three.\n"), {});
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("a.docx")), 20000);
  Q_EMIT actions->importWanted(path("a.docx"));
  QTRY_COMPARE_WITH_TIMEOUT(desk.text(), QStringLiteral("One *two* three.\n"), 20000);
  desk.page().setFocus();
  desk.type(QStringLiteral("Now "));  // what was typed a moment ago is in it
  ui::CompileChoice choice;
  Q_EMIT actions->compileWanted(path("b.pdf"), choice);
  Q_EMIT actions->compileWanted(path("b.md"), choice);
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("b.md")), 20000);
  QCOMPARE(storage::importFile(path("b.md")).text, QStringLiteral("Now One *two* three.\n"));
  QFile pdf(path("b.pdf"));
  QVERIFY(pdf.open(QIODevice::ReadOnly));
  QVERIFY(pdf.readAll().startsWith("%PDF-"));
  // A book is in the language of the project's spelling.
  const QString open = desk.program.window().documentId();
  desk.program.storage().post([open](storage::Library& library) {
    QString at = open;
    for (const storage::TreeNode& node : library.tree().nodes())
      if (node.id == open && !node.parent.isEmpty()) at = node.parent;
    storage::setSpellingLanguages(library, at, {QStringLiteral("de_AT")});
  });
  Q_EMIT actions->compileWanted(path("c.epub"), choice);
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("c.epub")), 20000);
  QFile epub(path("c.epub"));
  QVERIFY(epub.open(QIODevice::ReadOnly));
  storage::ZipReader zip(QStringLiteral("c.epub"), epub.readAll());
  QVERIFY(zip.read(QStringLiteral("OEBPS/content.opf")).contains("<dc:language>de-AT</dc:language>"));
  // A bad file is a sentence, and nothing changes.
  QFile bad(path("bad.docx"));
  QVERIFY(bad.open(QIODevice::WriteOnly));
  bad.write("PK\x03\x04 and no more");
  bad.close();
  const QString before = desk.program.window().documentId();
  Q_EMIT actions->importWanted(path("bad.docx"));
  const auto said = [&desk] {
    for (const QLabel* label : desk.program.window().findChildren<QLabel*>())
      if (label->text().contains(QStringLiteral("bad.docx is cut off"))) return true;
    return false;
  };
  QTRY_VERIFY_WITH_TIMEOUT(said(), 20000);
  QCOMPARE(desk.program.window().documentId(), before);
}

QTEST_MAIN(FilesWindowTest)
#include "files_window_test.moc"
