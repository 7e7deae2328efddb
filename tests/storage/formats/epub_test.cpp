// SPDX-License-Identifier: GPL-3.0-or-later
// An EPUB as its readers want it: the parts in their order, each in the manifest, both tables of contents, no address
// that leads nowhere. Where epubcheck is installed it has the last word.
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest/QtTest>

#include "storage/formats/formats.h"
#include "storage/formats/markdown_reader.h"
#include "storage/formats/zip_archive.h"

using namespace lacuna::storage;

namespace {

// Parts above chapters, footnotes, links, code, and what XML would stumble over.
Manuscript book() {
  Manuscript made = readMarkdown(QString::fromUtf8(
      "Words before all.\n\n# Part One & <more>\n\n## The *Ferry*\n\nShe said “no”[^a] & went.[^b]\n\n***\n\n"
      "> Quoted.\n\n- one\n- two\n\n3. three\n\n```\nif (a < b)\n  go();\n```\n\n"
      "[out](https://example.org/a?b=1&c=2), [in](chapter2.html), [here](#there), [mail](mailto:a@example.org)\n\n"
      "## Low Water\n\nMore.\n\n# Part Two\n\nThe end.\n\n"
      "[^a]: A note.\n\n[^b]: Another, *longer*.\n"));
  made.title = QString::fromUtf8("Low & High <Water>");
  made.author = QString::fromUtf8("Åsa Lee");
  made.language = QStringLiteral("en_GB");
  for (Block& block : made.blocks) block.newPage = block.kind == Block::Heading && block.level == 2;
  return made;
}

QStringList attributesOf(const QByteArray& xml, const QString& element, const QString& attribute) {
  QStringList found;
  QXmlStreamReader reader(xml);
  while (!reader.atEnd()) {
    reader.readNext();
    if (reader.isStartElement() && reader.name() == element && reader.attributes().hasAttribute(attribute))
      found.append(reader.attributes().value(attribute).toString());
  }
  return found;
}

bool wellFormed(const QByteArray& xml) {
  QXmlStreamReader reader(xml);
  while (!reader.atEnd()) reader.readNext();
  return !reader.hasError();
}

}  // namespace

class EpubTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theKindComesFirstAsItIs() {
    const QByteArray bytes = writeManuscript(QStringLiteral("epub"), book());
    QCOMPARE(bytes.left(4), QByteArray("PK\x03\x04"));
    QCOMPARE(bytes.mid(8, 2), QByteArray("\0\0", 2));   // not packed
    QCOMPARE(bytes.mid(28, 2), QByteArray("\0\0", 2));  // nothing between name and words
    QCOMPARE(bytes.mid(30, 28), QByteArray("mimetypeapplication/epub+zip"));
  }

  void everyPartIsThereAndListed() {
    const QByteArray bytes = writeManuscript(QStringLiteral("epub"), book());
    ZipReader zip(QStringLiteral("x"), bytes);
    const QByteArray package = zip.read(QStringLiteral("OEBPS/content.opf"));
    const QStringList files = attributesOf(package, QStringLiteral("item"), QStringLiteral("href"));
    const QStringList ids = attributesOf(package, QStringLiteral("item"), QStringLiteral("id"));
    QCOMPARE(files.size(), 4 + 5);  // contents twice, style, title; five pages of text
    for (const QString& file : files) {
      QVERIFY2(zip.has(QStringLiteral("OEBPS/") + file), qPrintable(file));
      if (!file.endsWith(QStringLiteral("css")))
        QVERIFY2(wellFormed(zip.read(QStringLiteral("OEBPS/") + file)), qPrintable(file));
    }
    for (const QString& id : attributesOf(package, QStringLiteral("itemref"), QStringLiteral("idref")))
      QVERIFY2(ids.contains(id), qPrintable(id));
    for (const char* file : {"OEBPS/nav.xhtml", "OEBPS/toc.ncx"}) {
      const QByteArray xml = zip.read(QLatin1String(file));
      const QStringList places = attributesOf(xml, QStringLiteral("a"), QStringLiteral("href")) +
                                 attributesOf(xml, QStringLiteral("content"), QStringLiteral("src"));
      QVERIFY(places.size() >= 5);
      for (const QString& place : places) QVERIFY2(files.contains(place), qPrintable(place));
    }
    // Chapters lie within their parts.
    const QByteArray old = zip.read(QStringLiteral("OEBPS/toc.ncx"));
    QVERIFY(old.contains("name=\"dtb:depth\" content=\"2\""));
    for (const char* meta : {"<dc:creator id=\"author\">\xC3\x85sa Lee<", "<dc:language>en-GB<", "<dc:date>",
                             "<dc:title>Low &amp; High &lt;Water&gt;<", "dcterms:modified", "urn:uuid:"})
      QVERIFY2(package.contains(meta), meta);
    const qsizetype id = package.indexOf("urn:uuid:");
    QVERIFY(old.contains("name=\"dtb:uid\" content=\"" + package.mid(id, 45) + '"'));
  }

  // An address that only had a meaning where the text came from would lead nowhere within a book.
  void onlyWholeAddressesAreLinks() {
    ZipReader zip(QStringLiteral("x"), writeManuscript(QStringLiteral("epub"), book()));
    QStringList links;
    for (int i = 1; i <= 5; ++i)
      links += attributesOf(zip.read(QStringLiteral("OEBPS/text000%1.xhtml").arg(i)), QStringLiteral("a"),
                            QStringLiteral("href"));
    links.removeIf([](const QString& link) { return link.startsWith(QStringLiteral("#fn")); });
    QCOMPARE(links,
             QStringList({QStringLiteral("https://example.org/a?b=1&c=2"), QStringLiteral("mailto:a@example.org")}));
  }

  void theWordsComeBack() {
    const Manuscript back =
        readManuscript(QStringLiteral("x"), Content::Epub, writeManuscript(QStringLiteral("epub"), book()));
    QCOMPARE(back.title, book().title);
    QCOMPARE(back.author, book().author);
    QCOMPARE(back.language, QStringLiteral("en-GB"));
    QCOMPARE(back.notes.size(), 2);
  }

  void epubcheckFindsNothing_data() {
    QTest::addColumn<int>("style");
    QTest::addColumn<bool>("empty");
    QTest::newRow("plain") << 0 << false;
    QTest::newRow("standard") << 1 << false;
    QTest::newRow("book") << 2 << false;
    QTest::newRow("nothing in it") << 0 << true;
  }
  void epubcheckFindsNothing() {
    const QString jar = QStringLiteral("/usr/share/java/epubcheck.jar");  // where Debian's package has it
    const QString java = QStandardPaths::findExecutable(QStringLiteral("java"));
    if (java.isEmpty() || !QFile::exists(jar)) QSKIP("epubcheck is not installed");
    QFETCH(int, style);
    QFETCH(bool, empty);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("book.epub")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    ManuscriptLook look;
    look.style = static_cast<ManuscriptStyle>(style);
    look.titlePage = style == 1;
    file.write(writeManuscript(QStringLiteral("epub"), empty ? Manuscript() : book(), look));
    file.close();
    QProcess check;
    check.setProcessChannelMode(QProcess::MergedChannels);
    check.start(java, {QStringLiteral("-jar"), jar, file.fileName()});
    QVERIFY(check.waitForFinished(120000));
    const QByteArray said = check.readAll();
    QVERIFY2(check.exitCode() == 0 && !said.contains("ERROR(") && !said.contains("WARNING("), said.constData());
  }
};

QTEST_GUILESS_MAIN(EpubTest)
#include "epub_test.moc"
