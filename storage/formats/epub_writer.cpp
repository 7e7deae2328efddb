// SPDX-License-Identifier: GPL-3.0-or-later
// EPUB 3, with what readers of EPUB 2 need beside it: a table of contents of their kind, and the guide.
#include <QDateTime>
#include <QUuid>
#include <algorithm>

#include "storage/formats/manuscript_text.h"
#include "storage/formats/writers.h"
#include "storage/formats/xhtml_writer.h"
#include "storage/formats/zip_archive.h"

namespace lacuna::storage {
namespace {

using L = QLatin1String;

constexpr char kXhtml[] = "application/xhtml+xml";

// A page of the book, a file of its own.
struct Chapter {
  QString title;
  QString file;         // "text0001.xhtml"
  int depth = 1;        // in the table of contents
  qsizetype first = 0;  // of the manuscript's blocks
  qsizetype count = 0;
};

class EpubWriter {
 public:
  EpubWriter(const Manuscript& from, const ManuscriptLook& look)
      : from_(from), look_(look), chapters_(chaptersOf(from)) {
    // The same book keeps its name, so that a reader knows it again.
    const QUuid id = QUuid::createUuidV5(QUuid(), from.title + u'\n' + from.author);
    id_ = QStringLiteral("urn:uuid:") + id.toString(QUuid::WithoutBraces);
  }

  QByteArray write(const Work& work) {
    ZipWriter zip;
    // First, and as it is, so that the kind of the file can be read at a fixed place.
    zip.add(QStringLiteral("mimetype"), "application/epub+zip", true);
    zip.add(
        QStringLiteral("META-INF/container.xml"),
        "<?xml version=\"1.0\"?><container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">"
        "<rootfiles><rootfile full-path=\"OEBPS/content.opf\" "
        "media-type=\"application/oebps-package+xml\"/></rootfiles>"
        "</container>");
    const QString folder = QStringLiteral("OEBPS/");
    zip.add(folder + QStringLiteral("content.opf"), package());
    zip.add(folder + QStringLiteral("style.css"), XhtmlWriter::bookSheet(look_).toUtf8());
    zip.add(folder + QStringLiteral("nav.xhtml"), contents());
    zip.add(folder + QStringLiteral("toc.ncx"), oldContents());
    zip.add(folder + QStringLiteral("title.xhtml"), page(titleOf(from_), [this](QXmlStreamWriter& xml) {
              section(xml, "titlepage");
              XhtmlWriter(xml, from_, true).titlePage();
              xml.writeEndElement();
            }));
    Steps steps(work.part(0, 0.6), from_.blocks.size());
    for (const Chapter& chapter : chapters_)
      zip.add(folder + chapter.file, page(chapter.title, [&](QXmlStreamWriter& xml) {
                section(xml, chapters_.size() > 1 ? "chapter" : "bodymatter");
                XhtmlWriter writer(xml, from_, true);
                for (qsizetype i = 0; i < chapter.count; ++i) {
                  steps.next();
                  writer.blocks({from_.blocks[chapter.first + i]});
                }
                writer.notes();
                xml.writeEndElement();
              }));
    return zip.finish(work.part(0.6, 1));
  }

 private:
  static QVector<Chapter> chaptersOf(const Manuscript& from) {
    QVector<Chapter> chapters;
    QVector<int> open;  // levels of the headings that stand above
    for (qsizetype i = 0; i < from.blocks.size(); ++i) {
      const Block& block = from.blocks[i];
      const bool begins = block.kind == Block::Heading && (block.level == 1 || block.newPage);
      if (chapters.isEmpty() || begins) {
        Chapter chapter;
        chapter.title = begins ? soundForXml(plainText(block.spans)).simplified() : QString();
        if (chapter.title.isEmpty()) chapter.title = titleOf(from);
        chapter.file = QStringLiteral("text%1.xhtml").arg(chapters.size() + 1, 4, 10, QLatin1Char('0'));
        const int level = begins ? block.level : 1;
        while (!open.isEmpty() && open.last() >= level) open.removeLast();
        open.append(level);
        chapter.depth = static_cast<int>(open.size());
        chapter.first = i;
        chapters.append(chapter);
      }
      ++chapters.last().count;
    }
    if (chapters.isEmpty()) chapters.append({titleOf(from), QStringLiteral("text0001.xhtml")});
    return chapters;
  }

  static void section(QXmlStreamWriter& xml, const char* type) {
    xml.writeStartElement(L("section"));
    xml.writeAttribute(L("epub:type"), L(type));
  }

  template <typename Body>
  QByteArray page(const QString& title, const Body& body) const {
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.writeStartDocument();
    xml.writeDTD(L("<!DOCTYPE html>"));
    xml.writeStartElement(L("html"));
    xml.writeAttribute(L("xmlns"), L("http://www.w3.org/1999/xhtml"));
    xml.writeAttribute(L("xmlns:epub"), L("http://www.idpf.org/2007/ops"));
    xml.writeAttribute(L("lang"), languageOf(from_));
    xml.writeAttribute(L("xml:lang"), languageOf(from_));
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

  // The table of contents: enters each chapter within that above it and leaves it again; down and up are before the
  // first and behind the last of those in one.
  template <typename Enter, typename Down, typename Up, typename Leave>
  void walk(const Enter& enter, const Down& down, const Up& up, const Leave& leave) const {
    int depth = 0;
    for (const Chapter& chapter : chapters_) {
      for (; depth > chapter.depth; --depth) {
        leave();
        up();
      }
      if (depth == chapter.depth) leave();
      for (; depth < chapter.depth; ++depth) down();
      enter(chapter);
    }
    for (; depth > 0; --depth) {
      leave();
      up();
    }
  }

  QByteArray contents() const {
    return page(titleOf(from_), [this](QXmlStreamWriter& xml) {
      const auto link = [&xml](const QString& file, const QString& words) {
        xml.writeStartElement(L("a"));
        xml.writeAttribute(L("href"), file);
        xml.writeCharacters(words);
        xml.writeEndElement();
      };
      xml.writeStartElement(L("nav"));
      xml.writeAttribute(L("epub:type"), L("toc"));
      xml.writeAttribute(L("role"), L("doc-toc"));
      xml.writeTextElement(L("h1"), titleOf(from_));
      walk(
          [&](const Chapter& chapter) {
            xml.writeStartElement(L("li"));
            link(chapter.file, chapter.title);
          },
          [&] { xml.writeStartElement(L("ol")); }, [&] { xml.writeEndElement(); }, [&] { xml.writeEndElement(); });
      xml.writeEndElement();
      xml.writeStartElement(L("nav"));
      xml.writeAttribute(L("epub:type"), L("landmarks"));
      xml.writeAttribute(L("hidden"), L("hidden"));
      xml.writeStartElement(L("ol"));
      const QString places[][2] = {{QStringLiteral("titlepage"), QStringLiteral("title.xhtml")},
                                   {QStringLiteral("bodymatter"), chapters_.first().file}};
      for (const auto& [type, file] : places) {
        xml.writeStartElement(L("li"));
        xml.writeStartElement(L("a"));
        xml.writeAttribute(L("epub:type"), type);
        xml.writeAttribute(L("href"), file);
        xml.writeCharacters(type == QStringLiteral("titlepage") ? titleOf(from_) : chapters_.first().title);
        xml.writeEndElement();
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndElement();
    });
  }

  QByteArray oldContents() const {
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.writeStartDocument();
    xml.writeStartElement(L("ncx"));
    xml.writeAttribute(L("xmlns"), L("http://www.daisy.org/z3986/2005/ncx/"));
    xml.writeAttribute(L("version"), L("2005-1"));
    xml.writeAttribute(L("xml:lang"), languageOf(from_));
    xml.writeStartElement(L("head"));
    const int deepest = std::max_element(chapters_.cbegin(), chapters_.cend(), [](const auto& a, const auto& b) {
                          return a.depth < b.depth;
                        })->depth;
    const QString metas[][2] = {{QStringLiteral("dtb:uid"), id_},
                                {QStringLiteral("dtb:depth"), QString::number(deepest)},
                                {QStringLiteral("dtb:totalPageCount"), QStringLiteral("0")},
                                {QStringLiteral("dtb:maxPageNumber"), QStringLiteral("0")}};
    for (const auto& [name, content] : metas) {
      xml.writeEmptyElement(L("meta"));
      xml.writeAttribute(L("name"), name);
      xml.writeAttribute(L("content"), content);
    }
    xml.writeEndElement();
    const auto text = [&xml](const char* element, const QString& words) {
      xml.writeStartElement(L(element));
      xml.writeTextElement(L("text"), words);
      xml.writeEndElement();
    };
    text("docTitle", titleOf(from_));
    if (!from_.author.isEmpty()) text("docAuthor", soundForXml(from_.author));
    xml.writeStartElement(L("navMap"));
    int order = 0;
    walk(
        [&](const Chapter& chapter) {
          ++order;
          xml.writeStartElement(L("navPoint"));
          xml.writeAttribute(L("id"), QStringLiteral("place%1").arg(order));
          xml.writeAttribute(L("playOrder"), QString::number(order));
          text("navLabel", chapter.title);
          xml.writeEmptyElement(L("content"));
          xml.writeAttribute(L("src"), chapter.file);
        },
        [] {}, [] {}, [&] { xml.writeEndElement(); });
    xml.writeEndDocument();
    return bytes;
  }

  void metadata(QXmlStreamWriter& xml) const {
    xml.writeStartElement(L("metadata"));
    xml.writeAttribute(L("xmlns:dc"), L("http://purl.org/dc/elements/1.1/"));
    const auto element = [&xml](const char* name, const char* id, const QString& words) {
      xml.writeStartElement(L(name));
      if (id != nullptr) xml.writeAttribute(L("id"), L(id));
      xml.writeCharacters(words);
      xml.writeEndElement();
    };
    const auto meta = [&xml](const char* property, const QString& words, const char* of = nullptr) {
      xml.writeStartElement(L("meta"));
      if (of != nullptr) xml.writeAttribute(L("refines"), L(of));
      xml.writeAttribute(L("property"), L(property));
      if (of != nullptr) xml.writeAttribute(L("scheme"), L("marc:relators"));
      xml.writeCharacters(words);
      xml.writeEndElement();
    };
    const QDateTime now = QDateTime::currentDateTimeUtc();
    element("dc:identifier", "id", id_);
    element("dc:title", nullptr, titleOf(from_));
    element("dc:language", nullptr, languageOf(from_));
    if (!from_.author.isEmpty()) {
      element("dc:creator", "author", soundForXml(from_.author));
      meta("role", QStringLiteral("aut"), "#author");
    }
    element("dc:date", nullptr, now.toString(QStringLiteral("yyyy-MM-dd")));
    meta("dcterms:modified", now.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ")));
    meta("schema:accessMode", QStringLiteral("textual"));
    meta("schema:accessModeSufficient", QStringLiteral("textual"));
    meta("schema:accessibilityFeature", QStringLiteral("tableOfContents"));
    meta("schema:accessibilityHazard", QStringLiteral("none"));
    xml.writeEndElement();
  }

  QByteArray package() const {
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.writeStartDocument();
    xml.writeStartElement(L("package"));
    xml.writeAttribute(L("xmlns"), L("http://www.idpf.org/2007/opf"));
    xml.writeAttribute(L("version"), L("3.0"));
    xml.writeAttribute(L("unique-identifier"), L("id"));
    xml.writeAttribute(L("xml:lang"), languageOf(from_));
    metadata(xml);
    xml.writeStartElement(L("manifest"));
    const auto item = [&xml](const QString& name, const QString& file, const char* type,
                             const char* properties = nullptr) {
      xml.writeEmptyElement(L("item"));
      xml.writeAttribute(L("id"), name);
      xml.writeAttribute(L("href"), file);
      xml.writeAttribute(L("media-type"), L(type));
      if (properties != nullptr) xml.writeAttribute(L("properties"), L(properties));
    };
    item(QStringLiteral("nav"), QStringLiteral("nav.xhtml"), kXhtml, "nav");
    item(QStringLiteral("ncx"), QStringLiteral("toc.ncx"), "application/x-dtbncx+xml");
    item(QStringLiteral("style"), QStringLiteral("style.css"), "text/css");
    item(QStringLiteral("title"), QStringLiteral("title.xhtml"), kXhtml);
    for (const Chapter& chapter : chapters_) item(chapter.file.chopped(6), chapter.file, kXhtml);
    xml.writeEndElement();
    xml.writeStartElement(L("spine"));
    xml.writeAttribute(L("toc"), L("ncx"));
    const auto inOrder = [&xml](const QString& name) {
      xml.writeEmptyElement(L("itemref"));
      xml.writeAttribute(L("idref"), name);
    };
    inOrder(QStringLiteral("title"));
    for (const Chapter& chapter : chapters_) inOrder(chapter.file.chopped(6));
    xml.writeEndElement();
    xml.writeStartElement(L("guide"));
    const QString places[][3] = {{QStringLiteral("title-page"), QStringLiteral("title.xhtml"), titleOf(from_)},
                                 {QStringLiteral("toc"), QStringLiteral("nav.xhtml"), titleOf(from_)},
                                 {QStringLiteral("text"), chapters_.first().file, chapters_.first().title}};
    for (const auto& [type, file, title] : places) {
      xml.writeEmptyElement(L("reference"));
      xml.writeAttribute(L("type"), type);
      xml.writeAttribute(L("title"), title);
      xml.writeAttribute(L("href"), file);
    }
    xml.writeEndDocument();
    return bytes;
  }

  const Manuscript& from_;
  const ManuscriptLook& look_;
  QVector<Chapter> chapters_;
  QString id_;
};

}  // namespace

QByteArray writeEpub(const Manuscript& manuscript, const ManuscriptLook& look, const Work& work) {
  return EpubWriter(manuscript, look).write(work);
}

}  // namespace lacuna::storage
