// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/docx_reader.h"

#include <QHash>
#include <algorithm>
#include <memory>
#include <utility>

#include "storage/formats/block_builder.h"
#include "storage/formats/xml_tree.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr int kMostStyles = 12;  // that lean on each other, also in a circle

struct Style {
  QString name;  // lower case
  QString base;
  int heading = 0;
  QString list;
  XmlNode looks;
};

bool isOn(XmlNode properties, const char* name) {
  const XmlNode node = properties.child(name);
  if (!node) return false;
  const QString value = node.attribute("val");
  return value != QStringLiteral("0") && value != QStringLiteral("false") && value != QStringLiteral("off") &&
         value != QStringLiteral("none");
}

class DocxReader {
 public:
  DocxReader(const QString& name, ZipReader& archive, const Work& work)
      : name_(name), archive_(archive), work_(work), steps_(work, 0) {}

  Manuscript read() {
    const XmlTree document = tree(QStringLiteral("word/document.xml"));
    readStyles();
    readLists();
    const XmlTree links = treeIfThere(QStringLiteral("word/_rels/document.xml.rels"));
    links.forEach([this](XmlNode node) {
      if (node.is("Relationship") && node.attribute("TargetMode") == QStringLiteral("External"))
        links_.insert(node.attribute("Id"), node.attribute("Target"));
    });
    const XmlTree foot = treeIfThere(QStringLiteral("word/footnotes.xml"));
    const XmlTree end = treeIfThere(QStringLiteral("word/endnotes.xml"));
    foot.forEach([this](XmlNode node) {
      if (node.is("footnote")) notes_.insert(QStringLiteral("f") + node.attribute("id"), node);
    });
    end.forEach([this](XmlNode node) {
      if (node.is("endnote")) notes_.insert(QStringLiteral("e") + node.attribute("id"), node);
    });
    treeIfThere(QStringLiteral("docProps/core.xml")).forEach([this](XmlNode node) {
      if (node.is("title")) to_.title = node.allText().simplified();
      if (node.is("creator")) to_.author = node.allText().simplified();
      if (node.is("language")) to_.language = node.allText().simplified();
    });
    const XmlNode text = document.root().child("body");
    steps_ = Steps(work_, text.countChildren());
    to_.blocks = body(text);
    if (images_ > 0) to_.leftOut.append(Said::tr("Images were left out: %1.").arg(images_));
    return to_;
  }

 private:
  XmlTree tree(const QString& entry) { return XmlTree::fromXml(name_, archive_.read(entry)); }
  XmlTree treeIfThere(const QString& entry) {
    return archive_.has(entry) ? tree(entry) : XmlTree::fromXml(name_, QByteArrayLiteral("<none/>"));
  }

  void readStyles() {
    styleTree_ = std::make_unique<XmlTree>(treeIfThere(QStringLiteral("word/styles.xml")));
    styleTree_->forEach([this](XmlNode node) {
      if (!node.is("style")) return;
      Style style;
      style.name = node.child("name").attribute("val").toLower();
      style.base = node.child("basedOn").attribute("val");
      style.looks = node.child("rPr");
      const XmlNode paragraph = node.child("pPr");
      if (style.name.startsWith(QStringLiteral("heading "))) style.heading = style.name.mid(8).toInt();
      if (paragraph.child("outlineLvl") && style.heading == 0) {
        const int level = paragraph.child("outlineLvl").attribute("val").toInt() + 1;
        style.heading = level <= 6 ? level : 0;
      }
      style.list = paragraph.child("numPr").child("numId").attribute("val");
      styles_.insert(node.attribute("styleId"), style);
    });
  }

  void readLists() {
    lists_ = std::make_unique<XmlTree>(treeIfThere(QStringLiteral("word/numbering.xml")));
    QHash<QString, XmlNode> abstracts;
    lists_->forEach([&abstracts](XmlNode node) {
      if (node.is("abstractNum")) abstracts.insert(node.attribute("abstractNumId"), node);
    });
    lists_->forEach([this, &abstracts](XmlNode node) {
      if (!node.is("num")) return;
      const QString id = node.attribute("numId");
      for (XmlNode level = abstracts.value(node.child("abstractNumId").attribute("val")).firstChild(); level;
           level = level.next()) {
        if (!level.is("lvl")) continue;
        const QString format = level.child("numFmt").attribute("val");
        const bool bullet = format == QStringLiteral("bullet") || format == QStringLiteral("none");
        const int start = std::max(1, level.child("start").attribute("val").toInt());
        numbers_.insert(id + u'/' + level.attribute("ilvl"), bullet ? 0 : start);
      }
      for (XmlNode change = node.firstChild(); change; change = change.next()) {
        const QString key = id + u'/' + change.attribute("ilvl");
        if (change.is("lvlOverride") && change.child("startOverride") && numbers_.value(key) > 0)
          numbers_.insert(key, std::max(1, change.child("startOverride").attribute("val").toInt()));
      }
    });
  }

  // What the style, or one that it leans on, says.
  template <typename Ask>
  auto ofStyle(const QString& id, Ask ask) -> decltype(ask(Style())) {
    QString at = id;
    for (int i = 0; i < kMostStyles && !at.isEmpty(); ++i) {
      const Style style = styles_.value(at);
      const auto answer = ask(style);
      if (answer) return answer;
      at = style.base;
    }
    return {};
  }

  QVector<Block> body(XmlNode node) {
    BlockBuilder blocks;
    ListBuilder lists(blocks);
    blocks_ = &blocks;
    listsNow_ = &lists;
    quoted_ = false;
    blocksOf(node);
    endQuote();
    lists.end();
    return blocks.finish();
  }

  void blocksOf(XmlNode node) {
    for (XmlNode each = node.firstChild(); each; each = each.next()) {
      if (each.is("p")) {
        paragraph(each);
      } else if (each.is("tbl")) {
        table(each);
      } else if (each.is("sdt")) {
        blocksOf(each.child("sdtContent"));
      } else if (each.is("ins") || each.is("moveTo") || each.is("customXml") || each.is("smartTag")) {
        blocksOf(each);
      }
    }
  }

  // A row is a paragraph.
  void table(XmlNode node) {
    endQuote();
    listsNow_->end();
    for (XmlNode row = node.firstChild(); row; row = row.next()) {
      if (!row.is("tr")) continue;
      bool first = true;
      for (XmlNode cell = row.firstChild(); cell; cell = cell.next()) {
        if (!cell.is("tc")) continue;
        if (!first) blocks_->add(Span{QStringLiteral(" | ")});
        first = false;
        bool begun = false;
        for (XmlNode each = cell.firstChild(); each; each = each.next()) {
          if (each.is("tbl")) table(each);
          if (!each.is("p")) continue;
          if (begun) blocks_->add(Span{QStringLiteral(" ")});
          begun = true;
          runs(each, Span());
        }
      }
      blocks_->endParagraph();
    }
  }

  void endQuote() {
    if (quoted_) blocks_->close();
    quoted_ = false;
  }

  void paragraph(XmlNode node) {
    steps_.next();
    const XmlNode properties = node.child("pPr");
    const QString id = properties.child("pStyle").attribute("val");
    int heading = ofStyle(id, [](const Style& style) { return style.heading; });
    if (properties.child("outlineLvl")) {
      const int level = properties.child("outlineLvl").attribute("val").toInt() + 1;
      heading = level <= 6 ? level : 0;
    }
    const QString styleName = styles_.value(id).name;
    const bool quote = ofStyle(id, [](const Style& style) {
      return style.name.contains(QStringLiteral("quot")) || style.name == QStringLiteral("block text");
    });
    QString list = properties.child("numPr").child("numId").attribute("val");
    if (list.isEmpty() && heading == 0) {
      QString at = id;
      for (int i = 0; i < kMostStyles && !at.isEmpty() && list.isEmpty(); ++i, at = styles_.value(at).base)
        list = styles_.value(at).list;
    }
    const int depth = properties.child("numPr").child("ilvl").attribute("val").toInt();
    const QString key = list + u'/' + QString::number(depth);
    const bool inList = !list.isEmpty() && list != QStringLiteral("0") && heading == 0 && numbers_.contains(key);
    const bool mayBeTitle = !begun_ && (styleName == QStringLiteral("title") || styleName == QStringLiteral("author"));
    if (mayBeTitle) {
      BlockBuilder aside;
      BlockBuilder* const outer = std::exchange(blocks_, &aside);
      runs(node, Span());
      blocks_ = outer;
      const QVector<Block> made = aside.finish();
      const QString words = made.isEmpty() ? QString() : plainText(made.first().spans);
      QString& field = styleName == QStringLiteral("title") ? to_.title : to_.author;
      if (!words.isEmpty()) field = words;
      return;
    }
    if (quote != quoted_) {
      listsNow_->end();
      if (quoted_) endQuote();
      if (quote) blocks_->open(Block::Quote);
      quoted_ = quote;
    }
    if (inList) {
      listsNow_->item(depth, numbers_.value(key), list);
    } else if (!emptyParagraph(node)) {
      listsNow_->end();
    }
    runs(node, Span());
    if (blocks_->hasWords()) begun_ = true;
    if (line_ && !blocks_->hasWords()) {
      Block block;
      block.kind = Block::SceneBreak;
      blocks_->addBlock(block);
    }
    line_ = false;
    const bool code = !inList && !quote && heading == 0 && ofStyle(id, [](const Style& style) {
      return style.name.contains(QStringLiteral("preformatted")) || style.name == QStringLiteral("source code") ||
             style.name == QStringLiteral("code");
    });
    code ? blocks_->endCode() : blocks_->endParagraph(heading);
    for (const XmlNode& box : std::exchange(boxes_, {})) blocksOf(box);
  }

  static bool emptyParagraph(XmlNode node) { return node.allText().trimmed().isEmpty(); }

  void looksOf(XmlNode properties, Span& span) {
    if (!properties) return;
    const auto set = [&properties](const char* name, bool& look) {
      if (properties.child(name)) look = isOn(properties, name);
    };
    set("b", span.bold);
    set("i", span.italic);
    set("strike", span.strike);
    if (isOn(properties, "dstrike")) span.strike = true;
    if (isOn(properties, "u") && span.link.isEmpty()) span.italic = true;
  }

  void runs(XmlNode node, Span look) {
    for (XmlNode each = node.firstChild(); each; each = each.next()) {
      if (each.is("r")) {
        run(each, look);
      } else if (each.is("hyperlink")) {
        Span linked = look;
        linked.link = links_.value(each.attribute("id"));
        runs(each, linked);
      } else if (each.is("ins") || each.is("moveTo") || each.is("smartTag") || each.is("fldSimple") ||
                 each.is("customXml")) {
        runs(each, look);
      } else if (each.is("sdt")) {
        runs(each.child("sdtContent"), look);
      }
    }
  }

  void run(XmlNode node, Span look) {
    const XmlNode properties = node.child("rPr");
    const QString style = properties.child("rStyle").attribute("val");
    const QString known = styles_.value(style).name;
    if (!style.isEmpty() && !known.contains(QStringLiteral("link"))) looksOf(styles_.value(style).looks, look);
    looksOf(properties, look);
    for (XmlNode each = node.firstChild(); each; each = each.next()) {
      Span span = look;
      if (each.is("t")) {
        span.text = each.allText();
        span.text.replace(u'\n', u' ');
      } else if (each.is("tab")) {
        span.text = QStringLiteral(" ");
      } else if (each.is("noBreakHyphen")) {
        span.text = QStringLiteral("\u2011");
      } else if (each.is("br") || each.is("cr")) {
        const QString type = each.attribute("type");
        if (type == QStringLiteral("page") || type == QStringLiteral("column")) continue;
        span = Span();
        span.lineBreak = true;
      } else if (each.is("footnoteReference") || each.is("endnoteReference")) {
        note((each.is("footnoteReference") ? u'f' : u'e') + each.attribute("id"));
        continue;
      } else if (each.is("drawing") || each.is("pict") || each.is("object") || each.is("AlternateContent")) {
        picture(each);
        continue;
      } else {
        continue;
      }
      blocks_->add(span);
    }
  }

  void picture(XmlNode node) {
    if (node.is("AlternateContent")) {
      const XmlNode other = node.child("Fallback") ? node.child("Fallback") : node.child("Choice");
      for (XmlNode each = other.firstChild(); each; each = each.next()) picture(each);
      return;
    }
    bool box = false;
    find(node, "txbxContent", [&](XmlNode found) {
      boxes_.append(found);
      box = true;
    });
    find(node, "rect", [&](XmlNode found) {
      if (found.hasAttribute("hr")) line_ = true;
    });
    if (!box && !line_) ++images_;
  }

  template <typename Call>
  static void find(XmlNode node, const char* name, Call call) {
    for (XmlNode each = node.firstChild(); each; each = each.next()) {
      if (each.is(name)) {
        call(each);
      } else {
        find(each, name, call);
      }
    }
  }

  void note(const QString& key) {
    const auto found = notes_.constFind(key);
    if (found == notes_.constEnd() || inNote_) return;
    Span span;
    span.note = static_cast<int>(to_.notes.size());
    to_.notes.append(QVector<Block>());
    blocks_->add(span);
    BlockBuilder* const outer = blocks_;
    ListBuilder* const outerLists = listsNow_;
    const bool outerQuote = quoted_;
    inNote_ = true;
    const QVector<Block> text = body(*found);
    inNote_ = false;
    to_.notes[span.note] = text;
    blocks_ = outer;
    listsNow_ = outerLists;
    quoted_ = outerQuote;
  }

  QString name_;
  ZipReader& archive_;
  Work work_;
  Steps steps_;  // paragraphs
  Manuscript to_;
  std::unique_ptr<XmlTree> styleTree_;
  std::unique_ptr<XmlTree> lists_;
  QHash<QString, Style> styles_;
  QHash<QString, int> numbers_;  // "list/depth": its first number, 0: bullets
  QHash<QString, QString> links_;
  QHash<QString, XmlNode> notes_;
  BlockBuilder* blocks_ = nullptr;
  ListBuilder* listsNow_ = nullptr;
  QVector<XmlNode> boxes_;
  int images_ = 0;
  bool quoted_ = false;
  bool inNote_ = false;
  bool begun_ = false;
  bool line_ = false;
};

}  // namespace

Manuscript readDocx(const QString& name, ZipReader& archive, const Work& work) {
  return DocxReader(name, archive, work).read();
}

}  // namespace lacuna::storage
