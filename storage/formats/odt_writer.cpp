// SPDX-License-Identifier: GPL-3.0-or-later
#include <QXmlStreamWriter>
#include <algorithm>
#include <utility>

#include "storage/formats/manuscript_text.h"
#include "storage/formats/writers.h"
#include "storage/formats/zip_archive.h"

namespace lacuna::storage {
namespace {

using L = QLatin1String;

constexpr char kSpaces[] =
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
    "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" "
    "xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
    "xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" office:version=\"1.3\"";

class OdtWriter {
 public:
  OdtWriter(const Manuscript& from, const ManuscriptLook& look) : from_(from), look_(look), xml_(&body_) {}

  QByteArray write(const Work& work) {
    Steps steps(work.part(0, 0.6), from_.blocks.size());
    if (look_.titlePage) titlePage();
    for (const Block& each : from_.blocks) {
      steps.next();
      block(each, nullptr);
    }
    const QByteArray head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    ZipWriter zip;
    zip.add(QStringLiteral("mimetype"), "application/vnd.oasis.opendocument.text", true);
    zip.add(QStringLiteral("META-INF/manifest.xml"),
            head +
                "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
                "manifest:version=\"1.3\">"
                "<manifest:file-entry manifest:full-path=\"/\" "
                "manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>"
                "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
                "<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>"
                "<manifest:file-entry manifest:full-path=\"meta.xml\" "
                "manifest:media-type=\"text/xml\"/></manifest:manifest>");
    zip.add(QStringLiteral("content.xml"), head + "<office:document-content " + kSpaces + "><office:automatic-styles>" +
                                               looks() + "</office:automatic-styles><office:body><office:text>" +
                                               body_ + "</office:text></office:body></office:document-content>");
    zip.add(QStringLiteral("styles.xml"), head + styles());
    zip.add(QStringLiteral("meta.xml"),
            head + "<office:document-meta " + kSpaces + "><office:meta><dc:title>" + escaped(from_.title) +
                "</dc:title><meta:initial-creator>" + escaped(from_.author) + "</meta:initial-creator><dc:creator>" +
                escaped(from_.author) + "</dc:creator></office:meta></office:document-meta>");
    return zip.finish(work.part(0.6, 1));
  }

 private:
  static QByteArray escaped(const QString& text) { return soundForXml(text).toHtmlEscaped().toUtf8(); }

  void titlePage() {
    const bool typed = look_.style == ManuscriptStyle::Standard;
    if (typed) {
      for (const QString& line : (from_.author + u'\n' + look_.contact).split(u'\n', Qt::SkipEmptyParts))
        simple("Contact", line);
      simple("Contact", aboutWords(from_));
    }
    simple("Title", from_.title);
    if (!from_.author.isEmpty()) simple("Author", typed ? QStringLiteral("by ") + from_.author : from_.author);
    if (from_.blocks.isEmpty() || !from_.blocks.first().newPage) simple("Page_20_Break", QString());
  }

  void open(const char* name, const QString& style = {}) {
    xml_.writeStartElement(L("text:") + L(name));
    if (!style.isEmpty()) xml_.writeAttribute(L("text:style-name"), style);
  }

  void simple(const char* style, const QString& text) {
    open("p", L(style));
    words(text);
    xml_.writeEndElement();
  }

  // Several spaces in a row are told by an element of their own.
  void words(const QString& text) {
    const QString sound = soundForXml(text);
    for (qsizetype at = 0; at < sound.size();) {
      qsizetype end = at;
      if (sound[at] == u' ' && at + 1 < sound.size() && sound[at + 1] == u' ') {
        while (end < sound.size() && sound[end] == u' ') ++end;
        xml_.writeCharacters(L(" "));
        for (qsizetype left = end - at - 1; left > 0; left -= 60) {
          xml_.writeEmptyElement(L("text:s"));
          xml_.writeAttribute(L("text:c"), QString::number(std::min<qsizetype>(left, 60)));
        }
      } else {
        while (end < sound.size() && !(sound[end] == u' ' && end + 1 < sound.size() && sound[end + 1] == u' ')) ++end;
        xml_.writeCharacters(sound.mid(at, end - at));
      }
      at = end;
    }
  }

  void spans(const QVector<Span>& spans) {
    for (const Span& span : spans) {
      if (span.lineBreak) {
        xml_.writeEmptyElement(L("text:line-break"));
        continue;
      }
      if (span.note >= 0) {
        open("note");
        xml_.writeAttribute(L("text:id"), QStringLiteral("ftn%1").arg(span.note + 1));
        xml_.writeAttribute(L("text:note-class"), L("footnote"));
        xml_.writeTextElement(L("text:note-citation"), QString::number(span.note + 1));
        open("note-body");
        const int depth = std::exchange(depth_, 0);
        blocks(from_.notes.value(span.note), "Footnote");
        depth_ = depth;
        xml_.writeEndElement();
        xml_.writeEndElement();
        continue;
      }
      const int look = (span.bold ? 1 : 0) + (span.italic ? 2 : 0) + (span.strike ? 4 : 0) + (span.code ? 8 : 0);
      if (!span.link.isEmpty()) {
        open("a");
        xml_.writeAttribute(L("xlink:type"), L("simple"));
        xml_.writeAttribute(L("xlink:href"), soundForXml(span.link));
      }
      if (look > 0) open("span", QStringLiteral("T%1").arg(look));
      words(span.text);
      if (look > 0) xml_.writeEndElement();
      if (!span.link.isEmpty()) xml_.writeEndElement();
    }
  }

  void blocks(const QVector<Block>& blocks, const char* style) {
    for (const Block& each : blocks) block(each, style);
  }

  void block(const Block& block, const char* style) {
    switch (block.kind) {
      case Block::Heading:
        open("h", QStringLiteral("%1%2")
                      .arg(block.newPage ? QStringLiteral("New_20_Page_20_") : QStringLiteral("Heading_20_"))
                      .arg(qBound(1, block.level, 6)));
        xml_.writeAttribute(L("text:outline-level"), QString::number(qBound(1, block.level, 6)));
        spans(block.spans);
        xml_.writeEndElement();
        first_ = true;
        return;
      case Block::Quote:
        blocks(block.blocks, "Quotations");
        return;
      case Block::List:
        open("list", block.level == 0 ? QStringLiteral("Bullets") : QStringLiteral("Numbers"));
        ++depth_;
        begins_ = block.level;
        blocks(block.blocks, style);
        --depth_;
        xml_.writeEndElement();
        return;
      case Block::Item:
        open("list-item");
        if (begins_ > 0) xml_.writeAttribute(L("text:start-value"), QString::number(std::exchange(begins_, 0)));
        blocks(block.blocks, style);
        xml_.writeEndElement();
        return;
      case Block::SceneBreak:
        simple("Scene_20_Break",
               look_.style == ManuscriptStyle::Standard ? QStringLiteral("#") : QStringLiteral("* * *"));
        first_ = true;
        return;
      case Block::Code:
      case Block::Paragraph:
        break;
    }
    const bool lines =
        std::any_of(block.spans.cbegin(), block.spans.cend(), [](const Span& span) { return span.lineBreak; });
    const char* usual = first_ ? (lines ? "First_20_Lines" : "First_20_Paragraph") : lines ? "Lines" : "Text_20_body";
    open("p", L(block.kind == Block::Code ? "Preformatted_20_Text"
                : style != nullptr        ? style
                : depth_ > 0              ? "Standard"
                                          : usual));
    first_ = false;
    spans(block.spans);
    xml_.writeEndElement();
  }

  static QByteArray looks() {
    QByteArray all;
    for (int look = 1; look < 16; ++look)
      all += "<style:style style:name=\"T" + QByteArray::number(look) +
             "\" style:family=\"text\"><style:text-properties" + ((look & 1) != 0 ? " fo:font-weight=\"bold\"" : "") +
             ((look & 2) != 0 ? " fo:font-style=\"italic\"" : "") +
             ((look & 4) != 0 ? " style:text-line-through-style=\"solid\"" : "") +
             ((look & 8) != 0 ? " fo:font-family=\"Liberation Mono\"" : "") + "/></style:style>";
    for (const bool numbers : {false, true}) {
      all += QByteArray("<text:list-style style:name=\"") + (numbers ? "Numbers" : "Bullets") + "\">";
      for (int level = 1; level <= 10; ++level) {
        const QByteArray at = QByteArray::number(level);
        all += numbers ? "<text:list-level-style-number text:level=\"" + at +
                             "\" style:num-format=\"1\" style:num-suffix=\".\">"
                       : "<text:list-level-style-bullet text:level=\"" + at + "\" text:bullet-char=\"\u2022\">";
        all += "<style:list-level-properties text:space-before=\"" + QByteArray::number(level * 0.6) +
               "cm\" text:min-label-width=\"0.6cm\"/>";
        all += numbers ? "</text:list-level-style-number>" : "</text:list-level-style-bullet>";
      }
      all += "</text:list-style>";
    }
    return all;
  }

  QByteArray styles() const {
    const bool typed = look_.style == ManuscriptStyle::Standard;
    const bool book = look_.style == ManuscriptStyle::Book;
    const QByteArray font = typed  ? (look_.courier ? "Courier New" : "Times New Roman")
                            : book ? "Garamond"
                                   : "Liberation Serif";
    QByteArray all = QByteArray("<office:document-styles ") + kSpaces + "><office:styles>";
    const auto style = [&all](const QByteArray& name, const QByteArray& parent, const QByteArray& paragraph,
                              const QByteArray& letters = {}) {
      all += "<style:style style:name=\"" + name + "\" style:display-name=\"" + QByteArray(name).replace("_20_", " ") +
             "\" style:family=\"paragraph\"" +
             (parent.isEmpty() ? QByteArray() : " style:parent-style-name=\"" + parent + "\"") +
             "><style:paragraph-properties " + paragraph + "/><style:text-properties " + letters + "/></style:style>";
    };
    const QByteArray height = typed ? "200%" : book ? "125%" : "115%";
    style("Standard", {}, "fo:line-height=\"" + height + "\"",
          "fo:font-family=\"" + font + "\" style:font-family-generic=\"" +
              (look_.courier && typed ? "modern" : "roman") + "\" fo:font-size=\"12pt\"");
    style("Text_20_body", "Standard",
          typed  ? "fo:text-indent=\"1.27cm\""
          : book ? "fo:text-indent=\"0.6cm\" fo:text-align=\"justify\""
                 : "fo:margin-bottom=\"0.25cm\"");
    style("First_20_Paragraph", "Text_20_body", book ? "fo:text-indent=\"0cm\"" : "");
    // A line that the author has ended is not stretched to the margin.
    style("Lines", "Text_20_body", "fo:text-align=\"start\"");
    style("First_20_Lines", "First_20_Paragraph", "fo:text-align=\"start\"");
    const QByteArray centre = typed || book ? "fo:text-align=\"center\" " : "";
    for (int level = 1; level <= 6; ++level) {
      const QByteArray number = QByteArray::number(level);
      const QByteArray size = typed ? "12" : QByteArray::number(std::max(12, 20 - level * 2));
      const QByteArray top = level == 1 && (typed || book) ? "4cm" : "0.6cm";
      style("Heading_20_" + number, "Standard",
            centre + "fo:margin-top=\"" + top + "\" fo:margin-bottom=\"0.4cm\" fo:keep-with-next=\"always\"",
            "fo:font-size=\"" + size + "pt\"" + (typed ? "" : " fo:font-weight=\"bold\""));
      style("New_20_Page_20_" + number, "Heading_20_" + number, "fo:break-before=\"page\"");
    }
    style("Title", "Standard", "fo:text-align=\"center\" fo:margin-top=\"8cm\" fo:margin-bottom=\"0.5cm\"",
          typed ? "" : "fo:font-size=\"24pt\" fo:font-weight=\"bold\"");
    style("Author", "Standard", "fo:text-align=\"center\"");
    style("Contact", "Standard", "fo:line-height=\"100%\"");
    style("Page_20_Break", "Standard", "fo:break-before=\"page\"");
    style("Quotations", "Standard", "fo:margin-left=\"1.27cm\" fo:margin-right=\"1.27cm\"");
    style(
        "Scene_20_Break", "Standard",
        QByteArray("fo:text-align=\"center\"") + (typed ? "" : " fo:margin-top=\"0.4cm\" fo:margin-bottom=\"0.4cm\""));
    style("Preformatted_20_Text", "Standard",
          "fo:line-height=\"100%\" fo:margin-left=\"0.6cm\" fo:margin-top=\"0.2cm\" fo:margin-bottom=\"0.3cm\"",
          "fo:font-family=\"Liberation Mono\" style:font-family-generic=\"modern\" fo:font-size=\"10pt\"");
    style("Footnote", "Standard", "fo:line-height=\"100%\" fo:margin-left=\"0.6cm\" fo:text-indent=\"-0.6cm\"",
          "fo:font-size=\"10pt\"");
    style("Header", "Standard",
          QByteArray("fo:text-align=\"") + (typed ? "end" : "center") + "\" fo:line-height=\"100%\"",
          typed ? "" : "fo:font-size=\"10pt\"");
    style("Footer", "Standard", "fo:text-align=\"center\" fo:line-height=\"100%\"",
          typed ? "" : "fo:font-size=\"10pt\"");
    return all + pages();
  }

  // The head and the foot of the pages stand within the margins, each in half of one; the first page has none.
  QByteArray pages() const {
    const auto length = [](const char* name, double millimetres) {
      return QByteArray(" fo:") + name + "=\"" + QByteArray::number(millimetres / 10, 'f', 3) + "cm\"";
    };
    const auto edge = [&length](const char* name, double margin) {
      const bool head = name[0] == 'h';
      return QByteArray("<style:") + name + "-style><style:header-footer-properties" +
             length("min-height", head ? margin / 2 : margin / 4) +
             length(head ? "margin-bottom" : "margin-top", head ? 0 : margin / 4) + "/></style:" + name + "-style>";
    };
    const auto line = [](const QByteArray& element, const QByteArray& style, const QByteArray& words) {
      return "<style:" + element + "><text:p text:style-name=\"" + style + "\">" + words +
             "</text:p></style:" + element + ">";
    };
    const QByteArray number = "<text:page-number text:select-page=\"current\">1</text:page-number>";
    const bool typed = look_.style == ManuscriptStyle::Standard;
    const Sheet& sheet = look_.sheet;
    return "<text:notes-configuration text:note-class=\"footnote\" style:num-format=\"1\" style:num-suffix=\"  \" "
           "text:footnotes-position=\"page\" text:start-numbering-at=\"document\"/>"
           "</office:styles><office:automatic-styles><style:page-layout style:name=\"Page\">"
           "<style:page-layout-properties" +
           length("page-width", sheet.width) + length("page-height", sheet.height) +
           length("margin-top", sheet.top / 2) + length("margin-bottom", sheet.bottom / 2) +
           length("margin-left", sheet.left) + length("margin-right", sheet.right) + "/>" + edge("header", sheet.top) +
           edge("footer", sheet.bottom) +
           "</style:page-layout></office:automatic-styles><office:master-styles><style:master-page "
           "style:name=\"Standard\" style:page-layout-name=\"Page\">" +
           line("header", "Header",
                escaped(runningHead(from_, look_)) + (typed && look_.numbers ? number : QByteArray())) +
           line("header-first", "Header", {}) +
           line("footer", "Footer", !typed && look_.numbers ? number : QByteArray()) +
           line("footer-first", "Footer", {}) + "</style:master-page></office:master-styles></office:document-styles>";
  }

  const Manuscript& from_;
  const ManuscriptLook& look_;
  QByteArray body_;
  QXmlStreamWriter xml_;
  int depth_ = 0;
  int begins_ = 0;
  bool first_ = true;
};

}  // namespace

QByteArray writeOdt(const Manuscript& manuscript, const ManuscriptLook& look, const Work& work) {
  return OdtWriter(manuscript, look).write(work);
}

}  // namespace lacuna::storage
