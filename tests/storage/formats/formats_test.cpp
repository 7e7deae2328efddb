// SPDX-License-Identifier: GPL-3.0-or-later
// What each format keeps, against this program's own readers, pandoc where it is installed, and made-up hostile files.
#include "storage/formats/formats.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "storage/error.h"
#include "storage/formats/chapters.h"
#include "storage/formats/compile.h"
#include "storage/formats/encoding.h"
#include "storage/formats/manuscript_text.h"
#include "storage/formats/markdown_reader.h"
#include "storage/formats/markdown_writer.h"
#include "storage/formats/zip_archive.h"
#include "storage/importers/importer.h"

using namespace lacuna::storage;

namespace {

// All that a manuscript needs.
const QString kSample = QString::fromUtf8(
    "# Low Water\n\n"
    "She said, “*Never* look **back**,” and ~~left~~ went — 5 < 6 & more\\*.[^a]\n\n"
    "> A quoted line.\n\n"
    "***\n\n"
    "- one\n- two\n\n  - inside\n\n"
    "3. three\n4. four\n\n"
    "A [link](<https://example.org/a>) and a line\\\nthat breaks. Über naïve 你好 😀.\n\n"
    "## The *Ferry*\n\n"
    "Last words with `code`.\n\n"
    "[^a]: A note with *italics*.\n");

QString outline(const QVector<Block>& blocks) {
  QString text;
  for (const Block& block : blocks) {
    text += QStringLiteral("{%1:%2 ").arg(block.kind).arg(block.level);
    QString before;  // .docx and .odt do not know code in a line
    for (const Span& span : block.spans) {
      const QString look = QStringLiteral("<%1%2%3%4%5>")
                               .arg(span.bold ? "b" : "", span.italic ? "i" : "", span.strike ? "s" : "",
                                    span.lineBreak ? "n" : "", span.note >= 0 ? QString::number(span.note) : span.link);
      text += (look == before ? QString() : look) + span.text;
      before = look;
    }
    text += outline(block.blocks) + u'}';
  }
  return text;
}

QString outline(const Manuscript& manuscript) {
  QString text = outline(manuscript.blocks);
  for (const QVector<Block>& note : manuscript.notes) text += QStringLiteral("[note ") + outline(note) + u']';
  return text;
}

QString refusal(const QString& suffix, const QByteArray& bytes) {
  try {
    const Content content = contentOf(QStringLiteral("x"), suffix, bytes);
    if (content == Content::Text || content == Content::Unknown) return {};
    (void)readManuscript(QStringLiteral("x"), content, bytes);
  } catch (const StorageError& error) {
    return error.sentence();
  }
  return {};
}

QByteArray docxWith(const QByteArray& document) {
  ZipWriter zip;
  zip.add(QStringLiteral("word/document.xml"), document);
  return zip.finish();
}

}  // namespace

class FormatsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void markdownComesBack();
  void randomLooksKeepTheWords();
  void everyFormatComesBack_data();
  void everyFormatComesBack();
  void pandocReadsWhatIsWritten_data() { everyFormatComesBack_data(); }
  void pandocReadsWhatIsWritten();
  void pandocsFilesAreRead_data() { everyFormatComesBack_data(); }
  void pandocsFilesAreRead();
  void codeComesBack();
  void hostileFilesAreRefused();
  void oldEncodings();
  void lineEndsAreGuessed();
  void chaptersKeepAllWords();
  void compiledInOrder();
};

void FormatsTest::markdownComesBack() {
  const Manuscript first = readMarkdown(kSample);
  QCOMPARE(first.notes.size(), 1);
  const QString again = writeMarkdown(first);
  QCOMPARE(outline(readMarkdown(again)), outline(first));
  QCOMPARE(writeMarkdown(readMarkdown(again)), again);
}

void FormatsTest::randomLooksKeepTheWords() {
  QRandomGenerator random(7);
  const QString letters = QString::fromUtf8("ab c*_~`[]()#>-+.1\\<&;!“”—,é ");
  for (int round = 0; round < 3000; ++round) {
    Manuscript from;
    Block block;
    const int count = random.bounded(1, 5);
    for (int i = 0; i < count; ++i) {
      Span span;
      const int size = random.bounded(1, 8);
      for (int k = 0; k < size; ++k) span.text += letters[random.bounded(static_cast<int>(letters.size()))];
      span.bold = random.bounded(3) == 0;
      span.italic = random.bounded(3) == 0;
      span.strike = random.bounded(6) == 0;
      addSpan(block.spans, span);
    }
    trimSpans(block.spans);
    const QString words = plainText(block.spans);
    if (words.simplified().isEmpty() || isSceneBreak(words)) continue;
    from.blocks = {block};
    const QString text = writeMarkdown(from);
    const Manuscript back = readMarkdown(text, LineEnds::Join);
    QString found;
    for (const Block& each : back.blocks) found += plainText(each.spans);
    QVERIFY2(found.simplified() == words.simplified(),
             qPrintable(words + QStringLiteral(" | ") + text + QStringLiteral(" | ") + found));
  }
}

void FormatsTest::everyFormatComesBack_data() {
  QTest::addColumn<QString>("suffix");
  for (const char* suffix : {"docx", "odt", "epub", "html"}) QTest::newRow(suffix) << QString::fromLatin1(suffix);
}

void FormatsTest::everyFormatComesBack() {
  QFETCH(QString, suffix);
  Manuscript from = readMarkdown(kSample);
  from.title = QStringLiteral("The <Estuary> & more");
  from.author = QStringLiteral("E. Marsh");
  for (const ManuscriptStyle style : {ManuscriptStyle::Plain, ManuscriptStyle::Standard, ManuscriptStyle::Book}) {
    ManuscriptLook look;
    look.style = style;
    look.titlePage = style != ManuscriptStyle::Plain && suffix != QStringLiteral("html");
    const QByteArray bytes = writeManuscript(suffix, from, look);
    const Manuscript back = readManuscript(QStringLiteral("x"), contentOf(QStringLiteral("x"), {}, bytes), bytes);
    QCOMPARE(back.title, from.title);
    QCOMPARE(back.author, from.author);
    const QString wanted = outline(from);
    const QString found = outline(back);
    if (look.titlePage && style == ManuscriptStyle::Standard) {
      QVERIFY2(found.contains(QStringLiteral("Low Water")), qPrintable(found));
      continue;
    }
    QCOMPARE(found, wanted);
  }
}

void FormatsTest::pandocReadsWhatIsWritten() {
  QFETCH(QString, suffix);
  const QString pandoc = QStandardPaths::findExecutable(QStringLiteral("pandoc"));
  if (pandoc.isEmpty()) QSKIP("pandoc is not installed");
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("x.") + suffix);
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(writeManuscript(suffix, readMarkdown(kSample)));
  file.close();
  QProcess process;
  process.start(pandoc, {path, QStringLiteral("-t"), QStringLiteral("plain"), QStringLiteral("--wrap=none")});
  QVERIFY(process.waitForFinished(60000));
  const QString text = QString::fromUtf8(process.readAllStandardOutput());
  QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
  for (const char* words : {"Low Water", "5 < 6 & more*", "A quoted line.", "inside", "four", "link", "that breaks",
                            "你好 😀", "A note with", "Last words with"})
    QVERIFY2(text.contains(QString::fromUtf8(words)), qPrintable(text));
}

void FormatsTest::pandocsFilesAreRead() {
  QFETCH(QString, suffix);
  const QString pandoc = QStandardPaths::findExecutable(QStringLiteral("pandoc"));
  if (pandoc.isEmpty()) QSKIP("pandoc is not installed");
  QTemporaryDir folder;
  QFile source(folder.filePath(QStringLiteral("x.md")));
  QVERIFY(source.open(QIODevice::WriteOnly));
  source.write(kSample.toUtf8());
  source.close();
  const QString path = folder.filePath(QStringLiteral("y.") + suffix);
  QProcess process;
  process.start(pandoc, {source.fileName(), QStringLiteral("-s"), QStringLiteral("--metadata"),
                         QStringLiteral("title=The Estuary"), QStringLiteral("-o"), path});
  QVERIFY(process.waitForFinished(60000));
  const Imported imported = importFile(path);
  const Manuscript back = readMarkdown(imported.text);
  QCOMPARE(imported.title, QStringLiteral("The Estuary"));
  QCOMPARE(back.notes.size(), 1);
  const QString found = outline(back);
  for (const char* piece : {"{1:1 <>Low Water", "<i>Never", "<b>back", "<s>left", "{2:0 ", "{5:0 ", "inside", "{3:3 ",
                            "<https://example.org/a>link", "[note "})
    QVERIFY2(found.contains(QString::fromUtf8(piece)),
             qPrintable(QString::fromLatin1(piece) + u'\n' + found + u'\n' + imported.text));
}

void FormatsTest::codeComesBack() {
  const QString text = QStringLiteral("Words.\n\n```\nif (a  <  b)\n\n    go(*now*);\n```\n\nMore.\n");
  for (const char* suffix : {"docx", "odt", "epub", "html"}) {
    const QByteArray bytes = writeManuscript(QLatin1String(suffix), readMarkdown(text));
    const Content content = contentOf(QStringLiteral("x"), QLatin1String(suffix), bytes);
    QCOMPARE(writeMarkdown(readManuscript(QStringLiteral("x"), content, bytes)), text);
  }
  const QString named = QStringLiteral("```cpp\nint *a* = 1;\n```\n");
  QCOMPARE(writeMarkdown(readMarkdown(named)), named);
}

void FormatsTest::hostileFilesAreRefused() {
  // A zip bomb: a hundred megabytes of nothing.
  QVERIFY(refusal(QStringLiteral("docx"), docxWith(QByteArray(100 << 20, ' ')))
              .contains(QStringLiteral("unpacks to far more")));
  // Cut off.
  const QByteArray whole = writeDocx(readMarkdown(kSample));
  for (const qsizetype size : {qsizetype(10), whole.size() / 2, whole.size() - 5})
    QVERIFY(!refusal(QStringLiteral("docx"), whole.left(size)).isEmpty());
  // Entities in entities.
  QVERIFY(
      !refusal(
           {},
           docxWith(
               "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;&b;\">]><document><body>&c;</body></document>"))
           .isEmpty());
  // A file of the machine.
  const QString outside =
      refusal({}, docxWith("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><document>&b;</document>"));
  QVERIFY(!outside.isEmpty());
  // Too much in each other.
  QVERIFY(!refusal({}, docxWith("<document><body>" + QByteArray("<p>").repeated(100000))).isEmpty());
  const QByteArray deep =
      "<html>" + QByteArray("<blockquote>").repeated(200) + "words" + QByteArray("</blockquote>").repeated(200);
  QVERIFY(outline(readManuscript(QStringLiteral("x"), Content::Html, deep)).contains(QStringLiteral("words")));
  // A way out of the archive.
  QCOMPARE(entryBeside(QStringLiteral("OEBPS/content.opf"), QStringLiteral("../../../etc/passwd")), QString());
  QCOMPARE(entryBeside(QStringLiteral("a/b.opf"), QStringLiteral("../c/d%20e.xhtml#f")), QStringLiteral("c/d e.xhtml"));
  // Styles that lean on each other in a circle.
  ZipWriter circle;
  circle.add(QStringLiteral("word/document.xml"),
             "<document><body><p><pPr><pStyle val=\"A\"/></pPr><r><t>words</t></r></p></body></document>");
  circle.add(QStringLiteral("word/styles.xml"),
             "<styles><style styleId=\"A\"><basedOn val=\"B\"/></style><style styleId=\"B\"><basedOn "
             "val=\"A\"/></style></styles>");
  const QByteArray bytes = circle.finish();
  QVERIFY(outline(readManuscript(QStringLiteral("x"), Content::Docx, bytes)).contains(QStringLiteral("words")));
  // Others' formats, and a name that lies.
  for (const char* head : {"{\\rtf1", "%PDF-1.4", "\xD0\xCF\x11\xE0xx"})
    QVERIFY(!refusal(QStringLiteral("txt"), head).isEmpty());
  QVERIFY(!refusal(QStringLiteral("docx"), "no archive at all").isEmpty());
  // A container that names itself.
  ZipWriter loop;
  loop.add(QStringLiteral("META-INF/container.xml"),
           "<container><rootfile full-path=\"META-INF/container.xml\"/></container>");
  QVERIFY(!refusal({}, loop.finish()).isEmpty());
}

void FormatsTest::oldEncodings() {
  QCOMPARE(decoded("\x93na\xEFve\x94 \x80", QStringLiteral("windows-1252")), QString::fromUtf8("“naïve” €"));
  QCOMPARE(decoded("na\xEFve", QStringLiteral("latin-1")), QString::fromUtf8("naïve"));
  QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("x.txt")));
  QVERIFY(file.open(QIODevice::WriteOnly));
  const QString words = QString::fromUtf8("Über 你好\r\nnext\r\n");
  file.write("\xFF\xFE" + QByteArray(reinterpret_cast<const char*>(words.utf16()), words.size() * 2));
  file.close();
  QCOMPARE(importFile(file.fileName()).text, QString::fromUtf8("Über 你好\nnext\n"));
  QVERIFY_EXCEPTION_THROWN(decoded("x", QStringLiteral("ebcdic")), StorageError);
}

void FormatsTest::lineEndsAreGuessed() {
  QCOMPARE(guessLineEnds(QStringLiteral("one\n\ntwo\n")), LineEnds::Join);
  QCOMPARE(guessLineEnds(QStringLiteral("Roses are red\nviolets blue\nsugar\n")), LineEnds::Break);
  QCOMPARE(guessLineEnds(QString(140, u'a') + QStringLiteral("\nb\n")), LineEnds::Paragraph);
}

void FormatsTest::chaptersKeepAllWords() {
  const QString text =
      QStringLiteral("# Book\n\nMotto.\n\n## One\n\nA[^1] b.\n\n## Two *x*\n\nC.[^2]\n\n[^1]: first\n[^2]: second\n");
  const QVector<NewDocument> documents = asProject(QStringLiteral("Book"), text);
  QCOMPARE(documents.size(), 4);
  QCOMPARE(documents[0].kind, DocumentKind::Project);
  QCOMPARE(documents[1].text, QStringLiteral("Motto.\n"));
  QCOMPARE(documents[2].title, QStringLiteral("One"));
  QCOMPARE(documents[2].text, QStringLiteral("A[^1] b.\n\n[^1]: first\n"));
  QCOMPARE(documents[3].title, QStringLiteral("Two x"));
  QVERIFY(documents[3].text.startsWith(QStringLiteral("## Two *x*")));
  QVERIFY(documents[3].text.endsWith(QStringLiteral("[^2]: second\n")));
  QVERIFY(asProject(QStringLiteral("x"), QStringLiteral("# One\n\nwords\n")).isEmpty());
}

void FormatsTest::compiledInOrder() {
  using K = DocumentKind;
  const Manuscript all = compile({{QStringLiteral("Book"), {}, K::Project, 0},
                                  {QStringLiteral("Part"), {}, K::Folder, 0},
                                  {QStringLiteral("One"), QStringLiteral("a[^1]\n\n[^1]: n1"), K::Chapter, 1},
                                  {QStringLiteral("s"), QStringLiteral("b"), K::Scene, 2},
                                  {QStringLiteral("t"), QStringLiteral("c[^1]\n\n[^1]: n2"), K::Scene, 2},
                                  {QStringLiteral("Two"), QStringLiteral("# Second\n\nd"), K::Chapter, 1}});
  QCOMPARE(outline(all),
           QStringLiteral("{1:1 <>Part}{1:2 <>One}{0:0 <>a<0>}{5:0 }{0:0 <>b}{5:0 }{0:0 <>c<1>}{1:2 <>Second}"
                          "{0:0 <>d}[note {0:0 <>n1}][note {0:0 <>n2}]"));
  QVERIFY(all.blocks[1].newPage);
  QCOMPARE(all.title, QStringLiteral("Book"));
}

QTEST_GUILESS_MAIN(FormatsTest)
#include "formats_test.moc"
