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

constexpr char kHead[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr char kWord[] = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
constexpr char kRelations[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr int kIndent = 720;  // twentieths of a point, half an inch

// Millimetres as twentieths of a point.
QString twentieths(double millimetres) { return QString::number(qRound(millimetres * 1440 / 25.4)); }

class DocxWriter {
 public:
  DocxWriter(const Manuscript& from, const ManuscriptLook& look)
      : from_(from), look_(look), xml_(&body_), notesXml_(&notes_) {}

  QByteArray write(const Work& work) {
    Steps steps(work.part(0, 0.6), from_.blocks.size());
    begin(*at_, "document");
    open("body");
    if (look_.titlePage) titlePage();
    afterTitle_ = look_.titlePage;
    for (const Block& each : from_.blocks) {
      steps.next();
      block(each, QString());
    }
    section();
    at_->writeEndDocument();
    writeNotes();
    ZipWriter zip;
    zip.add(QStringLiteral("[Content_Types].xml"), contentTypes());
    zip.add(QStringLiteral("_rels/.rels"),
            relations({{"rId1", "officeDocument", "word/document.xml"}, {"rId2", "core", "docProps/core.xml"}}));
    zip.add(QStringLiteral("docProps/core.xml"), core());
    zip.add(QStringLiteral("word/document.xml"), body_);
    zip.add(QStringLiteral("word/styles.xml"), styles());
    zip.add(QStringLiteral("word/numbering.xml"), numbering());
    zip.add(QStringLiteral("word/footnotes.xml"), notes_);
    zip.add(QStringLiteral("word/settings.xml"), settings());
    zip.add(QStringLiteral("word/fontTable.xml"), fonts());
    zip.add(QStringLiteral("word/header1.xml"), header());
    zip.add(QStringLiteral("word/footer1.xml"), footer());
    zip.add(QStringLiteral("word/_rels/footnotes.xml.rels"), relations(links_));
    QVector<Relation> all = links_;
    all.append({"rIdS", "styles", "styles.xml"});
    all.append({"rIdN", "numbering", "numbering.xml"});
    all.append({"rIdF", "footnotes", "footnotes.xml"});
    all.append({"rIdO", "settings", "settings.xml"});
    all.append({"rIdT", "fontTable", "fontTable.xml"});
    all.append({"rIdH", "header", "header1.xml"});
    all.append({"rIdB", "footer", "footer1.xml"});
    zip.add(QStringLiteral("word/_rels/document.xml.rels"), relations(all));
    return zip.finish(work.part(0.6, 1));
  }

 private:
  struct Relation {
    QString id, type, target;
    bool outside = false;
  };

  static void begin(QXmlStreamWriter& xml, const char* root) {
    xml.writeStartDocument();
    xml.writeStartElement(L("w:") + L(root));
    xml.writeAttribute(L("xmlns:w"), L(kWord));
    xml.writeAttribute(L("xmlns:r"), L(kRelations));
  }
  void open(const char* name) { at_->writeStartElement(QStringLiteral("w:") + L(name)); }
  void close() { at_->writeEndElement(); }
  void value(const char* name, const QString& text) {
    at_->writeEmptyElement(QStringLiteral("w:") + L(name));
    at_->writeAttribute(L("w:val"), text);
  }
  void flag(const char* name) { at_->writeEmptyElement(QStringLiteral("w:") + L(name)); }

  void words(const QString& text) {
    open("t");
    at_->writeAttribute(L("xml:space"), L("preserve"));
    at_->writeCharacters(soundForXml(text));
    close();
  }

  void simple(const QString& style, const QString& text) {
    open("p");
    open("pPr");
    value("pStyle", style);
    close();
    open("r");
    words(text);
    close();
    close();
  }

  void titlePage() {
    if (look_.style == ManuscriptStyle::Standard) {
      for (const QString& line : (from_.author + u'\n' + look_.contact).split(u'\n', Qt::SkipEmptyParts))
        simple(QStringLiteral("Contact"), line);
      simple(QStringLiteral("Contact"), aboutWords(from_));
    }
    simple(QStringLiteral("Title"), from_.title);
    if (!from_.author.isEmpty())
      simple(QStringLiteral("Author"),
             look_.style == ManuscriptStyle::Standard ? QStringLiteral("by ") + from_.author : from_.author);
  }

  void runs(const QVector<Span>& spans) {
    for (const Span& span : spans) {
      const bool linked = !span.link.isEmpty();
      if (linked) {
        links_.append({QStringLiteral("rLink%1").arg(links_.size() + 1), QStringLiteral("hyperlink"),
                       soundForXml(span.link), true});
        open("hyperlink");
        at_->writeAttribute(L("r:id"), links_.last().id);
      }
      open("r");
      open("rPr");
      if (linked) value("rStyle", QStringLiteral("Hyperlink"));
      if (span.note >= 0) value("rStyle", QStringLiteral("FootnoteReference"));
      if (span.code) {
        at_->writeEmptyElement(L("w:rFonts"));
        at_->writeAttribute(L("w:ascii"), L("Courier New"));
        at_->writeAttribute(L("w:hAnsi"), L("Courier New"));
      }
      if (span.bold) flag("b");
      if (span.italic) flag("i");
      if (span.strike) flag("strike");
      close();
      if (span.note >= 0) {
        at_->writeEmptyElement(L("w:footnoteReference"));
        at_->writeAttribute(L("w:id"), QString::number(span.note + 1));
      } else if (span.lineBreak) {
        flag("br");
      } else {
        words(span.text);
      }
      close();
      if (linked) close();
    }
  }

  void blocks(const QVector<Block>& blocks, const QString& style) {
    for (const Block& each : blocks) block(each, style);
  }

  void paragraph(const QString& style, const QVector<Span>& spans, bool newPage = false) {
    open("p");
    open("pPr");
    value("pStyle", style);
    if (newPage || std::exchange(afterTitle_, false)) flag("pageBreakBefore");
    afterTitle_ = false;
    if (depth_ > 0) {
      if (itemBegins_) {
        open("numPr");
        value("ilvl", QString::number(std::min(depth_, 9) - 1));
        value("numId", QString::number(list_));
        close();
      }
      // Said here too: the style of the paragraph has an indent of its own.
      at_->writeEmptyElement(L("w:ind"));
      at_->writeAttribute(L("w:left"), QString::number(kIndent * depth_));
      at_->writeAttribute(itemBegins_ ? L("w:hanging") : L("w:firstLine"), itemBegins_ ? L("360") : L("0"));
    }
    const bool lines = std::any_of(spans.cbegin(), spans.cend(), [](const Span& span) { return span.lineBreak; });
    if (lines && look_.style == ManuscriptStyle::Book) value("jc", QStringLiteral("left"));
    close();
    itemBegins_ = false;
    if (noteSign_) {
      open("r");
      open("rPr");
      value("rStyle", QStringLiteral("FootnoteReference"));
      close();
      flag("footnoteRef");
      close();
      open("r");
      words(QStringLiteral(" "));
      close();
      noteSign_ = false;
    }
    runs(spans);
    close();
    first_ = false;
  }

  void block(const Block& block, const QString& style) {
    switch (block.kind) {
      case Block::Heading:
        paragraph(QStringLiteral("Heading%1").arg(qBound(1, block.level, 6)), block.spans, block.newPage);
        first_ = true;
        break;
      case Block::Quote:
        blocks(block.blocks, QStringLiteral("Quote"));
        break;
      case Block::List: {
        const int outer = list_;
        lists_.append({std::min(depth_, 8), block.level});
        list_ = static_cast<int>(lists_.size());
        ++depth_;
        blocks(block.blocks, style);
        --depth_;
        list_ = outer;
        break;
      }
      case Block::Item:
        itemBegins_ = true;
        blocks(block.blocks, style);
        break;
      case Block::SceneBreak:
        paragraph(QStringLiteral("SceneBreak"),
                  {Span{look_.style == ManuscriptStyle::Standard ? QStringLiteral("#") : QStringLiteral("* * *")}});
        first_ = true;
        break;
      case Block::Code:
        paragraph(QStringLiteral("Code"), block.spans);
        break;
      case Block::Paragraph:
        paragraph(!style.isEmpty() ? style
                  : first_         ? QStringLiteral("FirstParagraph")
                                   : QStringLiteral("BodyText"),
                  block.spans);
        break;
    }
  }

  void section() {
    open("sectPr");
    for (const char* edge : {"header", "footer"}) {
      at_->writeEmptyElement(QStringLiteral("w:") + L(edge) + QStringLiteral("Reference"));
      at_->writeAttribute(L("w:type"), L("default"));
      at_->writeAttribute(L("r:id"), edge[0] == 'h' ? L("rIdH") : L("rIdB"));
    }
    const Sheet& sheet = look_.sheet;
    at_->writeEmptyElement(L("w:pgSz"));
    at_->writeAttribute(L("w:w"), twentieths(sheet.width));
    at_->writeAttribute(L("w:h"), twentieths(sheet.height));
    at_->writeEmptyElement(L("w:pgMar"));
    at_->writeAttribute(L("w:top"), twentieths(sheet.top));
    at_->writeAttribute(L("w:right"), twentieths(sheet.right));
    at_->writeAttribute(L("w:bottom"), twentieths(sheet.bottom));
    at_->writeAttribute(L("w:left"), twentieths(sheet.left));
    at_->writeAttribute(L("w:header"), twentieths(sheet.top / 2));
    at_->writeAttribute(L("w:footer"), twentieths(sheet.bottom / 2));
    at_->writeAttribute(L("w:gutter"), L("0"));
    flag("titlePg");  // the first page has no running head
    close();
  }

  void writeNotes() {
    at_ = &notesXml_;
    begin(*at_, "footnotes");
    // The line above the notes of a page, and above those that go on from the page before.
    const char* lines[][2] = {{"-1", "separator"}, {"0", "continuationSeparator"}};
    for (const auto& [id, kind] : lines) {
      open("footnote");
      at_->writeAttribute(L("w:type"), L(kind));
      at_->writeAttribute(L("w:id"), L(id));
      open("p");
      open("r");
      flag(kind);
      for (int i = 0; i < 3; ++i) close();
    }
    for (qsizetype i = 0; i < from_.notes.size(); ++i) {
      open("footnote");
      at_->writeAttribute(L("w:id"), QString::number(i + 1));
      noteSign_ = true;
      blocks(from_.notes[i], QStringLiteral("FootnoteText"));
      if (std::exchange(noteSign_, false)) paragraph(QStringLiteral("FootnoteText"), {});
      close();
    }
    at_->writeEndDocument();
  }

  QByteArray header() const {
    const bool number = look_.numbers && look_.style == ManuscriptStyle::Standard;
    return edge("hdr", "Header", runningHead(from_, look_), number);
  }
  QByteArray footer() const {
    return edge("ftr", "Footer", {}, look_.numbers && look_.style != ManuscriptStyle::Standard);
  }
  static QByteArray edge(const QByteArray& root, const QByteArray& style, const QString& words, bool number) {
    return QByteArray(kHead) + "<w:" + root + " xmlns:w=\"" + kWord + "\"><w:p><w:pPr><w:pStyle w:val=\"" + style +
           "\"/></w:pPr><w:r><w:t xml:space=\"preserve\">" + soundForXml(words).toHtmlEscaped().toUtf8() +
           "</w:t></w:r>" + (number ? "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>" : "") +
           "</w:p></w:" + root + ">";
  }

  static QByteArray relations(const QVector<Relation>& list) {
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.writeStartDocument();
    xml.writeStartElement(L("Relationships"));
    xml.writeAttribute(L("xmlns"), L("http://schemas.openxmlformats.org/package/2006/relationships"));
    for (const Relation& each : list) {
      xml.writeEmptyElement(L("Relationship"));
      xml.writeAttribute(L("Id"), each.id);
      xml.writeAttribute(
          L("Type"),
          each.type == QStringLiteral("core")
              ? QStringLiteral("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties")
              : L(kRelations) + u'/' + each.type);
      xml.writeAttribute(L("Target"), each.target);
      if (each.outside) xml.writeAttribute(L("TargetMode"), L("External"));
    }
    xml.writeEndDocument();
    return bytes;
  }

  static QByteArray contentTypes() {
    QByteArray types =
        QByteArray(kHead) +
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/docProps/core.xml\" "
        "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>";
    const char* parts[][2] = {{"document", "document.main"}, {"styles", "styles"},      {"numbering", "numbering"},
                              {"footnotes", "footnotes"},    {"header1", "header"},     {"footer1", "footer"},
                              {"settings", "settings"},      {"fontTable", "fontTable"}};
    for (const auto& part : parts)
      types += QByteArray("<Override PartName=\"/word/") + part[0] +
               ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml." + part[1] +
               "+xml\"/>";
    return types + "</Types>";
  }

  // A line that the author has ended is not stretched to the margin.
  static QByteArray settings() {
    return QByteArray(kHead) + "<w:settings xmlns:w=\"" + kWord +
           "\"><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote "
           "w:id=\"0\"/></w:footnotePr><w:compat><w:doNotExpandShiftReturn/><w:compatSetting "
           "w:name=\"compatibilityMode\" "
           "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>";
  }

  // What stands for a face that a machine lacks is to be alike.
  QByteArray fonts() const {
    const QByteArray own = fontName();
    return QByteArray(kHead) + "<w:fonts xmlns:w=\"" + kWord + "\"><w:font w:name=\"" + own + "\">" +
           (look_.style == ManuscriptStyle::Book ? "<w:altName w:val=\"EB Garamond\"/>" : "") + "<w:family w:val=\"" +
           (own == "Courier New" ? "modern" : "roman") + "\"/></w:font></w:fonts>";
  }

  QByteArray fontName() const {
    if (look_.style == ManuscriptStyle::Book) return "Garamond";
    if (look_.style == ManuscriptStyle::Plain) return "Liberation Serif";
    return look_.courier ? "Courier New" : "Times New Roman";
  }

  QByteArray core() const {
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.writeStartDocument();
    xml.writeStartElement(L("cp:coreProperties"));
    xml.writeAttribute(L("xmlns:cp"), L("http://schemas.openxmlformats.org/package/2006/metadata/core-properties"));
    xml.writeAttribute(L("xmlns:dc"), L("http://purl.org/dc/elements/1.1/"));
    xml.writeTextElement(L("dc:title"), soundForXml(from_.title));
    xml.writeTextElement(L("dc:creator"), soundForXml(from_.author));
    if (!from_.language.isEmpty()) xml.writeTextElement(L("dc:language"), soundForXml(from_.language));
    xml.writeEndDocument();
    return bytes;
  }

  QByteArray numbering() const {
    QByteArray bytes = QByteArray(kHead) + "<w:numbering xmlns:w=\"" + kWord + "\">";
    for (int kind = 0; kind < 2; ++kind) {
      bytes += "<w:abstractNum w:abstractNumId=\"" + QByteArray::number(kind) +
               "\"><w:multiLevelType w:val=\"multilevel\"/>";
      for (int level = 0; level < 9; ++level) {
        const QByteArray sign = kind == 0 ? QByteArray("\u2022") : '%' + QByteArray::number(level + 1) + '.';
        bytes += "<w:lvl w:ilvl=\"" + QByteArray::number(level) + "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" +
                 (kind == 0 ? "bullet" : "decimal") + "\"/><w:lvlText w:val=\"" + sign + "\"/><w:pPr><w:ind w:left=\"" +
                 QByteArray::number(kIndent * (level + 1)) + "\" w:hanging=\"360\"/></w:pPr></w:lvl>";
      }
      bytes += "</w:abstractNum>";
    }
    for (qsizetype i = 0; i < lists_.size(); ++i)
      bytes += "<w:num w:numId=\"" + QByteArray::number(i + 1) + "\"><w:abstractNumId w:val=\"" +
               QByteArray::number(lists_[i].second > 0 ? 1 : 0) + "\"/><w:lvlOverride w:ilvl=\"" +
               QByteArray::number(lists_[i].first) + "\"><w:startOverride w:val=\"" +
               QByteArray::number(std::max(1, lists_[i].second)) + "\"/></w:lvlOverride></w:num>";
    return bytes + "</w:numbering>";
  }

  QByteArray styles() const {
    const bool typed = look_.style == ManuscriptStyle::Standard;
    const bool book = look_.style == ManuscriptStyle::Book;
    const QByteArray font = fontName();
    const QByteArray spacing = typed  ? "<w:spacing w:line=\"480\" w:lineRule=\"auto\" w:before=\"0\" w:after=\"0\"/>"
                               : book ? "<w:spacing w:line=\"300\" w:lineRule=\"auto\" w:after=\"0\"/>"
                                      : "<w:spacing w:line=\"276\" w:lineRule=\"auto\" w:after=\"140\"/>";
    const QByteArray indent = typed  ? "<w:ind w:firstLine=\"720\"/>"
                              : book ? "<w:ind w:firstLine=\"340\"/><w:jc w:val=\"both\"/>"
                                     : "";
    const QByteArray flush = book ? "<w:ind w:firstLine=\"0\"/>" : typed ? indent : QByteArray();
    QByteArray bytes = QByteArray(kHead) + "<w:styles xmlns:w=\"" + kWord +
                       "\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"" + font + "\" w:hAnsi=\"" + font +
                       "\" w:cs=\"" + font + "\"/><w:sz w:val=\"24\"/></w:rPr></w:rPrDefault></w:docDefaults>";
    const auto style = [&bytes](const char* id, const char* name, const QByteArray& base, const QByteArray& paragraph,
                                const QByteArray& letters = {}) {
      bytes += QByteArray("<w:style w:type=\"paragraph\" w:styleId=\"") + id + "\"" +
               (base.isEmpty() ? " w:default=\"1\"" : "") + "><w:name w:val=\"" + name + "\"/>" +
               (base.isEmpty() ? QByteArray() : "<w:basedOn w:val=\"" + base + "\"/>") + "<w:pPr>" + paragraph +
               "</w:pPr><w:rPr>" + letters + "</w:rPr></w:style>";
    };
    style("Normal", "Normal", {}, spacing);
    style("BodyText", "Body Text", "Normal", indent);
    style("FirstParagraph", "First Paragraph", "BodyText", flush);
    for (int level = 1; level <= 6; ++level) {
      const QByteArray number = QByteArray::number(level);
      const QByteArray size = typed ? "24" : QByteArray::number(std::max(24, 38 - level * 4));
      const QByteArray space = typed && level > 1 ? ""
                                                  : "<w:spacing w:before=\"" +
                                                        QByteArray(level == 1 && (typed || book) ? "2400" : "360") +
                                                        "\" w:after=\"240\"/>";
      bytes += "<w:style w:type=\"paragraph\" w:styleId=\"Heading" + number + "\"><w:name w:val=\"heading " + number +
               "\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"FirstParagraph\"/><w:pPr><w:keepNext/>" + space +
               (typed || book ? "<w:jc w:val=\"center\"/>" : "") + "<w:outlineLvl w:val=\"" +
               QByteArray::number(level - 1) + "\"/></w:pPr><w:rPr>" + (typed ? "" : "<w:b/>") + "<w:sz w:val=\"" +
               size + "\"/></w:rPr></w:style>";
    }
    style("Title", "Title", "Normal", "<w:spacing w:before=\"4800\" w:after=\"240\"/><w:jc w:val=\"center\"/>",
          typed ? "" : "<w:b/><w:sz w:val=\"48\"/>");
    style("Author", "Author", "Normal", "<w:jc w:val=\"center\"/>");
    style("Contact", "Contact", "Normal", "<w:spacing w:line=\"240\" w:lineRule=\"auto\" w:after=\"0\"/>");
    style("Quote", "Quote", "Normal", "<w:ind w:left=\"720\" w:right=\"720\"/>");
    style("SceneBreak", "Scene Break", "Normal",
          QByteArray(typed ? "" : "<w:spacing w:before=\"240\" w:after=\"240\"/>") + "<w:jc w:val=\"center\"/>");
    style("Code", "Preformatted Text", "Normal",
          "<w:spacing w:line=\"240\" w:lineRule=\"auto\" w:before=\"120\" w:after=\"160\"/><w:ind w:left=\"360\"/>",
          "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\"/><w:sz w:val=\"20\"/>");
    style("FootnoteText", "footnote text", "Normal", "<w:spacing w:line=\"240\" w:lineRule=\"auto\" w:after=\"0\"/>",
          "<w:sz w:val=\"20\"/>");
    const QByteArray single = "<w:spacing w:line=\"240\" w:lineRule=\"auto\" w:after=\"0\"/>";
    style("Header", "header", "Normal", single + (typed ? "<w:jc w:val=\"right\"/>" : "<w:jc w:val=\"center\"/>"),
          typed ? "" : "<w:sz w:val=\"20\"/>");
    style("Footer", "footer", "Normal", single + "<w:jc w:val=\"center\"/>", typed ? "" : "<w:sz w:val=\"20\"/>");
    bytes +=
        "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:u "
        "w:val=\"single\"/></w:rPr></w:style>"
        "<w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote "
        "reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>";
    return bytes + "</w:styles>";
  }

  const Manuscript& from_;
  const ManuscriptLook& look_;
  QByteArray body_;
  QByteArray notes_;
  QXmlStreamWriter xml_;
  QXmlStreamWriter notesXml_;
  QXmlStreamWriter* at_ = &xml_;
  QVector<Relation> links_;
  QVector<QPair<int, int>> lists_;  // depth, first number
  int list_ = 0;
  int depth_ = 0;
  bool itemBegins_ = false;
  bool noteSign_ = false;
  bool afterTitle_ = false;
  bool first_ = true;
};

}  // namespace

QByteArray writeDocx(const Manuscript& manuscript, const ManuscriptLook& look, const Work& work) {
  return DocxWriter(manuscript, look).write(work);
}

}  // namespace lacuna::storage
