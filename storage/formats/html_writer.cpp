// SPDX-License-Identifier: GPL-3.0-or-later
// HTML in one file.
#include "storage/formats/manuscript_text.h"
#include "storage/formats/writers.h"
#include "storage/formats/xhtml_writer.h"

namespace lacuna::storage {

using L = QLatin1String;

QByteArray writeHtml(const Manuscript& manuscript, const ManuscriptLook& look, const Work& work) {
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
  if (look.titlePage) writer.titlePage();
  Steps steps(work, manuscript.blocks.size());
  for (const Block& block : manuscript.blocks) {
    steps.next();
    writer.blocks({block});
  }
  writer.notes();
  xml.writeEndElement();
  xml.writeEndElement();
  return bytes + '\n';
}

}  // namespace lacuna::storage
