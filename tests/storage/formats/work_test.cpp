// SPDX-License-Identifier: GPL-3.0-or-later
// Long reading and writing: it says how far it is, never backwards, and ends where it is told to.
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "storage/formats/compile.h"
#include "storage/formats/formats.h"
#include "storage/formats/markdown_reader.h"
#include "storage/importers/importer.h"

using namespace lacuna::storage;

namespace {

QString longText() {
  QString text;
  for (int i = 0; i < 400; ++i) {
    if (i % 50 == 0) text += QStringLiteral("# Chapter %1\n\n").arg(i / 50 + 1);
    text += QStringLiteral("The %1th paragraph has *some* words in it, and some more of them.\n\n").arg(i);
  }
  return text;
}

// Runs it to its end, then once more until the middle.
void look(const std::function<void(const Work&)>& act) {
  double last = 0;
  int asked = 0;
  bool backwards = false;
  act(Work([&](double share) {
    backwards = backwards || share < last - 1e-9;
    last = share;
    ++asked;
    return true;
  }));
  QVERIFY(!backwards);
  QVERIFY2(last > 0.55 && last < 1 + 1e-9, qPrintable(QString::number(last)));
  QVERIFY2(asked > 100, qPrintable(QString::number(asked)));
  int again = 0;
  QVERIFY_EXCEPTION_THROWN(act(Work([&again, asked](double) { return ++again < asked / 2; })), Stopped);
  QCOMPARE(again, asked / 2);
}

}  // namespace

class WorkTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void writing_data() {
    QTest::addColumn<QString>("suffix");
    for (const FormatInfo& format : writtenFormats()) QTest::newRow(qPrintable(format.suffix)) << format.suffix;
  }
  void writing() {
    QFETCH(QString, suffix);
    const Manuscript manuscript = readMarkdown(longText());
    look([&](const Work& work) { (void)writeManuscript(suffix, manuscript, {}, work); });
  }

  void reading_data() {
    QTest::addColumn<QString>("suffix");
    for (const char* suffix : {"docx", "odt", "epub", "html"}) QTest::newRow(suffix) << QString(suffix);
  }
  void reading() {
    QFETCH(QString, suffix);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("book.") + suffix));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(writeManuscript(suffix, readMarkdown(longText())));
    file.close();
    look([&](const Work& work) { (void)importFile(file.fileName(), kLargestImport, {}, work); });
  }

  void compiling() {
    QVector<CompilePart> parts{{QStringLiteral("Book"), {}, DocumentKind::Project, 0}};
    for (int i = 0; i < 4; ++i) parts.append({QStringLiteral("Part"), longText(), DocumentKind::Chapter, 1});
    look([&](const Work& work) { (void)compile(parts, work); });
  }
};

QTEST_GUILESS_MAIN(WorkTest)
#include "work_test.moc"
