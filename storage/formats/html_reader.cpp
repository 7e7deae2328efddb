// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/html_reader.h"

#include <QSet>
#include <utility>

#include "storage/formats/block_builder.h"
#include "storage/formats/zip_archive.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

bool hasWord(const QString& words, const char* word) {
  return words.simplified().split(u' ').contains(QLatin1String(word));
}

bool isNoteSign(XmlNode node) {
  return node.is("a") &&
         (hasWord(node.attribute("role"), "doc-noteref") || hasWord(node.attribute("type"), "noteref") ||
          hasWord(node.attribute("class"), "footnote-ref"));
}

bool isNoteText(XmlNode node) {
  const QString role = node.attribute("role");
  const QString type = node.is("a") ? QString() : node.attribute("type");
  return hasWord(role, "doc-footnote") || hasWord(role, "doc-endnote") || hasWord(type, "footnote") ||
         hasWord(type, "endnote") || hasWord(type, "rearnote");
}

bool isWayBack(XmlNode node) {
  return node.is("a") &&
         (hasWord(node.attribute("role"), "doc-backlink") || hasWord(node.attribute("class"), "footnote-back") ||
          hasWord(node.attribute("type"), "referrer"));
}

// A place that holds nothing but notes; what is left of it when they are taken out is a line or a heading.
bool isNoteList(XmlNode node) {
  return hasWord(node.attribute("role"), "doc-endnotes") || hasWord(node.attribute("class"), "footnotes") ||
         hasWord(node.attribute("type"), "footnotes") || hasWord(node.attribute("type"), "endnotes") ||
         hasWord(node.attribute("type"), "rearnotes");
}

const QSet<QString>& silentElements() {
  static const QSet<QString> kNames = {QStringLiteral("head"),     QStringLiteral("script"),   QStringLiteral("style"),
                                       QStringLiteral("template"), QStringLiteral("noscript"), QStringLiteral("iframe"),
                                       QStringLiteral("object"),   QStringLiteral("audio"),    QStringLiteral("video"),
                                       QStringLiteral("nav"),      QStringLiteral("math"),     QStringLiteral("form")};
  return kNames;
}

const QSet<QString>& blockElements() {
  static const QSet<QString> kNames = [] {
    QSet<QString> names;
    const QStringList list = QStringLiteral(
                                 "p div section article aside header footer main body html figure figcaption dl dt dd "
                                 "table thead tbody tfoot caption tr center address details summary fieldset hgroup")
                                 .split(u' ');
    for (const QString& name : list) names.insert(name);
    return names;
  }();
  return kNames;
}

class Walk {
 public:
  using Signs = QHash<QString, XmlNode>;  // "page#id" of each note

  Walk(Manuscript& to, const Signs& notes, const QString& place, Steps& steps)
      : to_(to), notes_(notes), place_(place), steps_(steps) {}

  // The blocks of what lies in the node.
  QVector<Block> read(XmlNode node, bool isNote) {
    inNote_ = isNote;
    children(node);
    return blocks_.finish();
  }
  int images() const { return images_; }

 private:
  void children(XmlNode node) {
    for (XmlNode each = node.firstChild(); each; each = each.next()) visit(each);
  }

  void visit(XmlNode node) {
    if (node.isText()) {
      addText(node.text());
      return;
    }
    if (!node.isElement()) return;
    steps_.next();
    const QString name = node.name().toLower();
    if (silentElements().contains(name) || isWayBack(node)) return;
    if (name == QStringLiteral("img") || name == QStringLiteral("svg") || name == QStringLiteral("image")) {
      ++images_;
      return;
    }
    if (isNoteSign(node) && addNote(node)) return;
    if (!inNote_ && (isNoteList(node) || isTakenNote(node))) {
      lostWords(node);
      return;
    }
    if (name.size() == 2 && name[0] == u'h' && name[1] >= u'1' && name[1] <= u'6') {
      blocks_.endParagraph();
      children(node);
      blocks_.endParagraph(name[1].digitValue());
    } else if (name == QStringLiteral("br")) {
      Span span;
      span.lineBreak = true;
      blocks_.add(span);
    } else if (name == QStringLiteral("hr")) {
      Block block;
      block.kind = Block::SceneBreak;
      blocks_.addBlock(block);
    } else if (name == QStringLiteral("blockquote")) {
      within(node, Block::Quote, 0);
    } else if (name == QStringLiteral("ul")) {
      within(node, Block::List, 0);
    } else if (name == QStringLiteral("ol")) {
      bool well = false;
      const int start = node.attribute("start").toInt(&well);
      within(node, Block::List, well && start > 0 ? start : 1);
    } else if (name == QStringLiteral("li")) {
      within(node, Block::Item, 0);
    } else if (name == QStringLiteral("pre")) {
      code(node);
    } else if (name == QStringLiteral("td") || name == QStringLiteral("th")) {
      if (blocks_.hasWords()) addText(QStringLiteral(" | "));
      cell_ += 1;
      children(node);
      cell_ -= 1;
    } else if (blockElements().contains(name)) {
      if (cell_ > 0) {  // a row is one paragraph
        addText(QStringLiteral(" "));
        children(node);
        return;
      }
      blocks_.endParagraph();
      children(node);
      blocks_.endParagraph();
    } else {
      inlineElement(node, name);
    }
  }

  void inlineElement(XmlNode node, const QString& name) {
    const Span before = look_;
    if (name == QStringLiteral("b") || name == QStringLiteral("strong")) look_.bold = true;
    if (name == QStringLiteral("i") || name == QStringLiteral("em") || name == QStringLiteral("cite") ||
        name == QStringLiteral("u") || name == QStringLiteral("ins") || name == QStringLiteral("dfn"))
      look_.italic = true;
    if (name == QStringLiteral("s") || name == QStringLiteral("strike") || name == QStringLiteral("del"))
      look_.strike = true;
    if (name == QStringLiteral("code") || name == QStringLiteral("kbd") || name == QStringLiteral("tt"))
      look_.code = true;
    if (name == QStringLiteral("span")) styled(node.attribute("style"));
    if (name == QStringLiteral("a")) {
      const QString address = node.attribute("href").trimmed();
      const QString kind = address.section(u':', 0, 0).toLower();
      if (kind == QStringLiteral("http") || kind == QStringLiteral("https") || kind == QStringLiteral("mailto"))
        look_.link = address;
    }
    children(node);
    look_ = before;
  }

  // Word processors write looks so.
  void styled(const QString& style) {
    QString text = style.toLower();
    text.remove(u' ');
    if (text.contains(QStringLiteral("font-style:italic")) || text.contains(QStringLiteral("font-style:oblique")))
      look_.italic = true;
    if (text.contains(QStringLiteral("font-weight:bold")) || text.contains(QStringLiteral("font-weight:700")))
      look_.bold = true;
    if (text.contains(QStringLiteral("line-through"))) look_.strike = true;
  }

  void within(XmlNode node, Block::Kind kind, int level) {
    blocks_.open(kind, level);
    children(node);
    blocks_.close();
  }

  void code(XmlNode node) {
    Block block;
    block.kind = Block::Code;
    QString text = node.allText();
    if (text.startsWith(u'\n')) text.remove(0, 1);
    const QStringList lines = text.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
      Span lineEnd;
      lineEnd.lineBreak = true;
      if (i > 0) block.spans.append(lineEnd);
      if (!lines[i].isEmpty()) block.spans.append(Span{lines[i]});
    }
    while (!block.spans.isEmpty() && block.spans.last().lineBreak) block.spans.removeLast();
    if (!block.spans.isEmpty()) blocks_.addBlock(block);
  }

  void addText(const QString& text) {
    Span span = look_;
    span.text = collapsed(text);
    if (spaced_ && span.text.startsWith(u' ')) span.text.remove(0, 1);
    if (span.text.isEmpty()) return;
    spaced_ = span.text.endsWith(u' ');
    if (!blocks_.hasWords() && span.text.trimmed().isEmpty()) {
      spaced_ = false;
      return;
    }
    blocks_.add(span);
  }

  QString target(XmlNode sign) const {
    const QString address = sign.attribute("href");
    const QString page = address.section(u'#', 0, 0);
    return (page.isEmpty() ? place_ : entryBeside(place_, page)) + u'#' + address.section(u'#', 1);
  }

  bool addNote(XmlNode sign) {
    const QString key = target(sign);
    const auto found = notes_.constFind(key);
    if (inNote_ || found == notes_.constEnd()) return false;
    Span span;
    span.note = static_cast<int>(to_.notes.size());
    to_.notes.append(QVector<Block>());
    Walk walk(to_, notes_, key.section(u'#', 0, 0), steps_);
    to_.notes[span.note] = walk.read(*found, true);
    blocks_.add(span);
    spaced_ = false;
    return true;
  }

  bool isTakenNote(XmlNode node) const {
    return isNoteText(node) && notes_.contains(place_ + u'#' + node.attribute("id"));
  }

  // Notes stand at their signs; whatever else is here keeps its words.
  void lostWords(XmlNode node) {
    if (isTakenNote(node)) return;
    for (XmlNode each = node.firstChild(); each; each = each.next()) {
      if (!each.isElement() || each.is("hr") || isTakenNote(each)) continue;
      const QString name = each.name().toLower();
      const bool heading = name.size() == 2 && name[0] == u'h' && name[1].isDigit();
      if (heading) continue;
      if (isNoteList(each) || name == QStringLiteral("ol") || name == QStringLiteral("ul") ||
          name == QStringLiteral("div")) {
        lostWords(each);
      } else {
        blocks_.endParagraph();
        visit(each);
        blocks_.endParagraph();
      }
    }
  }

  Manuscript& to_;
  const Signs& notes_;
  QString place_;
  Steps& steps_;  // elements
  BlockBuilder blocks_;
  Span look_;
  bool spaced_ = false;
  bool inNote_ = false;
  int cell_ = 0;
  int images_ = 0;
};

}  // namespace

void HtmlReader::addPage(const QString& place, const XmlTree& tree) { pages_.append({place, tree}); }

Manuscript HtmlReader::read(const Work& work) {
  Manuscript manuscript;
  Walk::Signs notes;
  QSet<QString> wanted;
  qsizetype elements = 0;
  for (const Page& page : std::as_const(pages_)) {
    page.tree.forEach([&](XmlNode node) {
      ++elements;
      if (!isNoteSign(node)) return;
      const QString address = node.attribute("href");
      const QString file = address.section(u'#', 0, 0);
      wanted.insert((file.isEmpty() ? page.place : entryBeside(page.place, file)) + u'#' + address.section(u'#', 1));
    });
  }
  for (const Page& page : std::as_const(pages_)) {
    page.tree.forEach([&](XmlNode node) {
      const QString key = page.place + u'#' + node.attribute("id");
      if (node.hasAttribute("id") && !isNoteSign(node) && (isNoteText(node) || node.is("li")) && wanted.contains(key))
        notes.insert(key, node);
      if (node.is("title") && manuscript.title.isEmpty()) manuscript.title = node.allText().simplified();
      if (node.is("html") && manuscript.language.isEmpty()) manuscript.language = node.attribute("lang");
      if (node.is("meta") && node.attribute("name") == QStringLiteral("author"))
        manuscript.author = node.attribute("content").simplified();
    });
  }
  int images = 0;
  Steps steps(work, elements);
  for (const Page& page : std::as_const(pages_)) {
    if (!page.tree.root()) continue;
    Walk walk(manuscript, notes, page.place, steps);
    manuscript.blocks += walk.read(page.tree.root(), false);
    images += walk.images();
  }
  if (images > 0) manuscript.leftOut.append(Said::tr("Images were left out: %1.").arg(images));
  return manuscript;
}

Manuscript readHtml(const QString& name, const QByteArray& bytes, const Work& work) {
  HtmlReader reader;
  reader.addPage({}, XmlTree::fromHtml(name, bytes));
  return reader.read(work);
}

}  // namespace lacuna::storage
