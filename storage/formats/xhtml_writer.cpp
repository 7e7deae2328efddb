// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/xhtml_writer.h"

#include <QRegularExpression>
#include <QUrl>
#include <utility>

#include "storage/formats/manuscript_text.h"

namespace lacuna::storage {
namespace {

using L = QLatin1String;

// Where a reader can go from within a book: an address that is whole. One that is relative names no part of it.
bool leadsOut(const QString& link) {
  static const QRegularExpression whole(QStringLiteral("^(https?://[^\\s/]|mailto:.)"),
                                        QRegularExpression::CaseInsensitiveOption);
  return whole.match(link).hasMatch() && QUrl(link, QUrl::StrictMode).isValid();
}

}  // namespace

QString titleOf(const Manuscript& manuscript) {
  const QString title = soundForXml(manuscript.title).simplified();
  return title.isEmpty() ? QStringLiteral("Untitled") : title;
}

QString languageOf(const Manuscript& manuscript) {
  static const QRegularExpression tag(QStringLiteral("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"));
  const QString named = QString(manuscript.language).replace(u'_', u'-');
  return tag.match(named).hasMatch() ? named : QStringLiteral("en");
}

void XhtmlWriter::titlePage() {
  to_.writeTextElement(L("h1"), titleOf(from_));
  if (from_.author.isEmpty()) return;
  to_.writeStartElement(L("p"));
  to_.writeAttribute(L("class"), L("author"));
  to_.writeCharacters(soundForXml(from_.author));
  to_.writeEndElement();
}

void XhtmlWriter::spans(const QVector<Span>& spans) {
  for (const Span& span : spans) {
    if (span.lineBreak) {
      to_.writeEmptyElement(L("br"));
      continue;
    }
    if (span.note >= 0) {
      const QString number = QString::number(span.note + 1);
      to_.writeStartElement(L("a"));
      to_.writeAttribute(L("href"), QStringLiteral("#fn") + number);
      to_.writeAttribute(L("id"), QStringLiteral("fnref") + number);
      to_.writeAttribute(L("class"), L("footnote-ref"));
      to_.writeAttribute(L("role"), L("doc-noteref"));
      if (epub_) to_.writeAttribute(L("epub:type"), L("noteref"));
      to_.writeTextElement(L("sup"), number);
      to_.writeEndElement();
      waiting_.append(span.note);
      continue;
    }
    int open = 0;
    const auto start = [this, &open](const char* name) {
      to_.writeStartElement(L(name));
      ++open;
    };
    if (epub_ ? leadsOut(span.link) : !span.link.isEmpty()) {
      start("a");
      to_.writeAttribute(L("href"), soundForXml(span.link));
    }
    if (span.bold) start("strong");
    if (span.italic) start("em");
    if (span.strike) start("del");
    if (span.code) start("code");
    to_.writeCharacters(soundForXml(span.text));
    for (; open > 0; --open) to_.writeEndElement();
  }
}

void XhtmlWriter::block(const Block& block) {
  switch (block.kind) {
    case Block::Paragraph:
      to_.writeStartElement(L("p"));
      spans(block.spans);
      break;
    case Block::Heading:
      to_.writeStartElement(QStringLiteral("h%1").arg(qBound(1, block.level, 6)));
      if (block.newPage) to_.writeAttribute(L("class"), L("new-page"));
      spans(block.spans);
      break;
    case Block::Quote:
      to_.writeStartElement(L("blockquote"));
      blocks(block.blocks);
      break;
    case Block::List:
      to_.writeStartElement(block.level == 0 ? L("ul") : L("ol"));
      if (block.level > 1) to_.writeAttribute(L("start"), QString::number(block.level));
      blocks(block.blocks);
      break;
    case Block::Item:
      to_.writeStartElement(L("li"));
      blocks(block.blocks);
      break;
    case Block::SceneBreak:
      to_.writeEmptyElement(L("hr"));
      return;
    case Block::Code:
      to_.writeStartElement(L("pre"));
      for (const Span& span : block.spans)
        to_.writeCharacters(span.lineBreak ? QStringLiteral("\n") : soundForXml(span.text));
      break;
  }
  to_.writeEndElement();
  to_.writeCharacters(L("\n"));
}

void XhtmlWriter::blocks(const QVector<Block>& blocks) {
  for (const Block& each : blocks) block(each);
}

void XhtmlWriter::notes() {
  const QVector<int> numbers = std::exchange(waiting_, {});
  if (numbers.isEmpty()) return;
  to_.writeStartElement(L("section"));
  to_.writeAttribute(L("class"), L("footnotes"));
  to_.writeAttribute(L("role"), L("doc-endnotes"));
  if (epub_) to_.writeAttribute(L("epub:type"), L("footnotes"));
  to_.writeEmptyElement(L("hr"));
  to_.writeStartElement(L("ol"));
  to_.writeAttribute(L("start"), QString::number(numbers.first() + 1));
  for (const int number : numbers) {
    to_.writeStartElement(L("li"));
    to_.writeAttribute(L("id"), QStringLiteral("fn%1").arg(number + 1));
    to_.writeAttribute(L("role"), L("doc-endnote"));
    if (epub_) to_.writeAttribute(L("epub:type"), L("footnote"));
    blocks(from_.notes.value(number));
    to_.writeStartElement(L("p"));
    to_.writeStartElement(L("a"));
    to_.writeAttribute(L("href"), QStringLiteral("#fnref%1").arg(number + 1));
    to_.writeAttribute(L("class"), L("footnote-back"));
    to_.writeAttribute(L("role"), L("doc-backlink"));
    to_.writeCharacters(QStringLiteral("\u21A9\uFE0E"));
    to_.writeEndElement();
    to_.writeEndElement();
    to_.writeEndElement();
  }
  to_.writeEndElement();
  to_.writeEndElement();
}

QString XhtmlWriter::bookSheet(const ManuscriptLook& look) {
  QString css = QStringLiteral(
      "h1, h2, h3, h4, h5, h6 { text-align: center; page-break-after: avoid; break-after: avoid; }\n"
      "h1, h2 { margin: 3em 0 2em; }\n"
      "p { margin: 0; text-indent: 1.4em; }\n"
      "h1 + p, h2 + p, h3 + p, h4 + p, hr + p, li p, .author { text-indent: 0; }\n"
      "section > p:first-child { text-indent: 0; }\n"
      ".author { text-align: center; }\n"
      "blockquote { margin: 1em 2em; }\n"
      "blockquote p { text-indent: 0; }\n"
      "pre { white-space: pre-wrap; font-family: monospace; font-size: 0.9em; margin: 1em 0; }\n"
      "hr { border: 0; margin: 1.5em 0; height: 1.2em; text-align: center; }\n"
      "sup { font-size: 0.75em; line-height: 0; }\n"
      ".footnotes { font-size: 0.9em; margin-top: 2em; }\n");
  css += look.style == ManuscriptStyle::Standard ? QStringLiteral("hr::before { content: \"#\"; }\n")
                                                 : QStringLiteral("hr::before { content: \"*  *  *\"; }\n");
  if (look.style == ManuscriptStyle::Book) css += QStringLiteral("body { text-align: justify; hyphens: auto; }\n");
  if (look.style == ManuscriptStyle::Plain)
    css += QStringLiteral("p { margin: 0 0 0.8em; text-indent: 0; }\nh1, h2, h3, h4, h5, h6 { text-align: left; }\n");
  return css;
}

QString XhtmlWriter::styleSheet(const ManuscriptLook& look) {
  QString css = QStringLiteral(
      "body { max-width: 38em; margin: 2em auto; padding: 0 1em; line-height: 1.5; }\n"
      "hr { border: 0; margin: 1.5em 0; text-align: center; }\n"
      "pre { white-space: pre-wrap; }\n"
      ".new-page { page-break-before: always; }\n");
  const bool typed = look.style == ManuscriptStyle::Standard;
  css += typed ? QStringLiteral("hr::before { content: \"#\"; }\n")
               : QStringLiteral("hr::before { content: \"*  *  *\"; }\n");
  if (typed)
    css += QStringLiteral(
               "body { font-family: %1; font-size: 12pt; line-height: 2; }\nh1, h2 { text-align: center; font-size: "
               "1em; }\n")
               .arg(look.courier ? QStringLiteral("Courier, monospace") : QStringLiteral("\"Times New Roman\", serif"));
  if (look.style != ManuscriptStyle::Plain)
    css += QStringLiteral(
        "p { margin: 0; text-indent: 1.5em; }\nh1 + p, h2 + p, h3 + p, hr + p, blockquote p, li p { text-indent: 0; "
        "}\n");
  if (look.style == ManuscriptStyle::Book)
    css += QStringLiteral(
        "body { font-family: serif; text-align: justify; hyphens: auto; }\nh1, h2 { text-align: center; margin: 3em 0 "
        "2em; }\n");
  return css;
}

}  // namespace lacuna::storage
