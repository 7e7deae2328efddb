// SPDX-License-Identifier: GPL-3.0-or-later
// HTML in one file, and EPUB 3.
#include <QDateTime>
#include <QUuid>

#include "storage/formats/manuscript_text.h"
#include "storage/formats/writers.h"
#include "storage/formats/xhtml_writer.h"
#include "storage/formats/zip_archive.h"

namespace lacuna::storage {
namespace {

using L = QLatin1String;

QString titleOf(const Manuscript& manuscript) {
  return manuscript.title.isEmpty() ? QStringLiteral("Untitled") : soundForXml(manuscript.title);
}

QString languageOf(const Manuscript& manuscript) {
  return manuscript.language.isEmpty() ? QStringLiteral("en") : soundForXml(manuscript.language);
}

void titlePage(QXmlStreamWriter& xml, const Manuscript& manuscript) {
  xml.writeTextElement(L("h1"), titleOf(manuscript));
  if (!manuscript.author.isEmpty()) xml.writeTextElement(L("p"), soundForXml(manuscript.author));
}

template <typename Body>
QByteArray page(const QString& title, const QString& language, const Body& body) {
  QByteArray bytes;
  QXmlStreamWriter xml(&bytes);
  xml.writeStartDocument();
  xml.writeDTD(L("<!DOCTYPE html>"));
  xml.writeStartElement(L("html"));
  xml.writeAttribute(L("xmlns"), L("http://www.w3.org/1999/xhtml"));
  xml.writeAttribute(L("xmlns:epub"), L("http://www.idpf.org/2007/ops"));
  xml.writeAttribute(L("lang"), language);
  xml.writeStartElement(L("head"));
  xml.writeTextElement(L("title"), title);
  xml.writeEmptyElement(L("link"));
  xml.writeAttribute(L("rel"), L("stylesheet"));
  xml.writeAttribute(L("type"), L("text/css"));
  xml.writeAttribute(L("href"), L("style.css"));
  xml.writeEndElement();
  xml.writeStartElement(L("body"));
  body(xml);
  xml.writeEndElement();
  xml.writeEndElement();
  xml.writeEndDocument();
  return bytes;
}

struct Chapter {
  QString title;
  QString file;
  QVector<Block> blocks;
};

QVector<Chapter> chaptersOf(const Manuscript& manuscript) {
  QVector<Chapter> chapters;
  for (const Block& block : manuscript.blocks) {
    const bool begins = block.kind == Block::Heading && (block.level == 1 || block.newPage);
    if (chapters.isEmpty() || begins)
      chapters.append({begins ? soundForXml(plainText(block.spans)) : titleOf(manuscript),
                       QStringLiteral("text%1.xhtml").arg(chapters.size() + 1, 4, 10, QLatin1Char('0')),
                       {}});
    chapters.last().blocks.append(block);
  }
  if (chapters.isEmpty()) chapters.append({titleOf(manuscript), QStringLiteral("text0001.xhtml"), {}});
  return chapters;
}

QByteArray package(const Manuscript& manuscript, const QVector<Chapter>& chapters, bool hasTitlePage) {
  QByteArray bytes;
  QXmlStreamWriter xml(&bytes);
  xml.writeStartDocument();
  xml.writeStartElement(L("package"));
  xml.writeAttribute(L("xmlns"), L("http://www.idpf.org/2007/opf"));
  xml.writeAttribute(L("version"), L("3.0"));
  xml.writeAttribute(L("unique-identifier"), L("id"));
  xml.writeStartElement(L("metadata"));
  xml.writeAttribute(L("xmlns:dc"), L("http://purl.org/dc/elements/1.1/"));
  xml.writeStartElement(L("dc:identifier"));
  xml.writeAttribute(L("id"), L("id"));
  // The same book keeps its name, so that a reader knows it again.
  const QUuid id = QUuid::createUuidV5(QUuid(), manuscript.title + u'\n' + manuscript.author);
  xml.writeCharacters(QStringLiteral("urn:uuid:") + id.toString(QUuid::WithoutBraces));
  xml.writeEndElement();
  xml.writeTextElement(L("dc:title"), titleOf(manuscript));
  xml.writeTextElement(L("dc:language"), languageOf(manuscript));
  if (!manuscript.author.isEmpty()) xml.writeTextElement(L("dc:creator"), soundForXml(manuscript.author));
  xml.writeStartElement(L("meta"));
  xml.writeAttribute(L("property"), L("dcterms:modified"));
  xml.writeCharacters(QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ")));
  xml.writeEndElement();
  xml.writeEndElement();
  xml.writeStartElement(L("manifest"));
  const auto item = [&xml](const QString& name, const QString& file, const char* type,
                           const char* properties = nullptr) {
    xml.writeEmptyElement(L("item"));
    xml.writeAttribute(L("id"), name);
    xml.writeAttribute(L("href"), file);
    xml.writeAttribute(L("media-type"), L(type));
    if (properties != nullptr) xml.writeAttribute(L("properties"), L(properties));
  };
  item(QStringLiteral("nav"), QStringLiteral("nav.xhtml"), "application/xhtml+xml", "nav");
  item(QStringLiteral("style"), QStringLiteral("style.css"), "text/css");
  if (hasTitlePage) item(QStringLiteral("title"), QStringLiteral("title.xhtml"), "application/xhtml+xml");
  for (const Chapter& chapter : chapters) item(chapter.file.chopped(6), chapter.file, "application/xhtml+xml");
  xml.writeEndElement();
  xml.writeStartElement(L("spine"));
  const auto inOrder = [&xml](const QString& name) {
    xml.writeEmptyElement(L("itemref"));
    xml.writeAttribute(L("idref"), name);
  };
  if (hasTitlePage) inOrder(QStringLiteral("title"));
  for (const Chapter& chapter : chapters) inOrder(chapter.file.chopped(6));
  xml.writeEndElement();
  xml.writeEndElement();
  xml.writeEndDocument();
  return bytes;
}

}  // namespace

QByteArray writeHtml(const Manuscript& manuscript, const ManuscriptLook& look) {
  QByteArray bytes("<!DOCTYPE html>\n");
  QXmlStreamWriter xml(&bytes);
  xml.writeStartElement(L("html"));
  xml.writeAttribute(L("lang"), languageOf(manuscript));
  xml.writeStartElement(L("head"));
  xml.writeEmptyElement(L("meta"));
  xml.writeAttribute(L("charset"), L("utf-8"));
  xml.writeTextElement(L("title"), titleOf(manuscript));
  if (!manuscript.author.isEmpty()) {
    xml.writeEmptyElement(L("meta"));
    xml.writeAttribute(L("name"), L("author"));
    xml.writeAttribute(L("content"), soundForXml(manuscript.author));
  }
  xml.writeTextElement(L("style"), XhtmlWriter::styleSheet(look).replace(u'"', u'\''));
  xml.writeEndElement();
  xml.writeStartElement(L("body"));
  XhtmlWriter writer(xml, manuscript, false);
  if (look.titlePage) titlePage(xml, manuscript);
  writer.blocks(manuscript.blocks);
  writer.notes();
  xml.writeEndElement();
  xml.writeEndElement();
  return bytes + '\n';
}

QByteArray writeEpub(const Manuscript& manuscript, const ManuscriptLook& look) {
  const QVector<Chapter> chapters = chaptersOf(manuscript);
  ZipWriter zip;
  zip.add(QStringLiteral("mimetype"), "application/epub+zip", true);
  zip.add(
      QStringLiteral("META-INF/container.xml"),
      "<?xml version=\"1.0\"?><container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">"
      "<rootfiles><rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>"
      "</container>");
  const QString folder = QStringLiteral("OEBPS/");
  zip.add(folder + QStringLiteral("content.opf"), package(manuscript, chapters, look.titlePage));
  zip.add(folder + QStringLiteral("style.css"), XhtmlWriter::styleSheet(look).toUtf8());
  zip.add(folder + QStringLiteral("nav.xhtml"),
          page(titleOf(manuscript), languageOf(manuscript), [&](QXmlStreamWriter& xml) {
            xml.writeStartElement(L("nav"));
            xml.writeAttribute(L("epub:type"), L("toc"));
            xml.writeStartElement(L("ol"));
            for (const Chapter& chapter : chapters) {
              xml.writeStartElement(L("li"));
              xml.writeStartElement(L("a"));
              xml.writeAttribute(L("href"), chapter.file);
              xml.writeCharacters(chapter.title);
              xml.writeEndElement();
              xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndElement();
          }));
  if (look.titlePage)
    zip.add(folder + QStringLiteral("title.xhtml"),
            page(titleOf(manuscript), languageOf(manuscript), [&](QXmlStreamWriter& xml) {
              xml.writeStartElement(L("section"));
              xml.writeAttribute(L("epub:type"), L("titlepage"));
              titlePage(xml, manuscript);
              xml.writeEndElement();
            }));
  for (const Chapter& chapter : chapters)
    zip.add(folder + chapter.file, page(chapter.title, languageOf(manuscript), [&](QXmlStreamWriter& xml) {
              XhtmlWriter writer(xml, manuscript, true);
              writer.blocks(chapter.blocks);
              writer.notes();
            }));
  return zip.finish();
}

}  // namespace lacuna::storage
