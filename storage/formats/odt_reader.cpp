// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/odt_reader.h"

#include <QHash>
#include <algorithm>
#include <utility>

#include "storage/formats/block_builder.h"
#include "storage/formats/xml_tree.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr int kMostStyles = 12;
constexpr int kMostSpaces = 64;  // of one element that says how many

struct Style {
  QString base;
  XmlNode looks;
};

class OdtReader {
 public:
  OdtReader(const QString& name, ZipReader& archive, const Work& work)
      : name_(name), archive_(archive), work_(work), steps_(work, 0) {}

  Manuscript read() {
    const XmlTree content = XmlTree::fromXml(name_, archive_.read(QStringLiteral("content.xml")));
    const QByteArray styleBytes = archive_.readIfThere(QStringLiteral("styles.xml"));
    const XmlTree styles = XmlTree::fromXml(name_, styleBytes.isEmpty() ? QByteArrayLiteral("<none/>") : styleBytes);
    collect(styles);
    collect(content);
    const QByteArray meta = archive_.readIfThere(QStringLiteral("meta.xml"));
    if (!meta.isEmpty()) {
      XmlTree::fromXml(name_, meta).forEach([this](XmlNode node) {
        if (node.is("title")) to_.title = node.allText().simplified();
        if (node.is("creator") || (node.is("initial-creator") && to_.author.isEmpty()))
          to_.author = node.allText().simplified();
        if (node.is("language")) to_.language = node.allText().simplified();
      });
    }
    BlockBuilder blocks;
    blocks_ = &blocks;
    const XmlNode text = content.root().child("body").child("text");
    steps_ = Steps(work_, text.countChildren());
    blocksOf(text);
    endQuote();
    to_.blocks = blocks.finish();
    if (images_ > 0) to_.leftOut.append(Said::tr("Images were left out: %1.").arg(images_));
    return to_;
  }

 private:
  void collect(const XmlTree& tree) {
    tree.forEach([this](XmlNode node) {
      if (node.is("style"))
        styles_.insert(node.attribute("name"), {node.attribute("parent-style-name"), node.child("text-properties")});
      if (node.is("list-style")) {
        for (XmlNode level = node.firstChild(); level; level = level.next()) {
          if (!level.is("list-level-style-number") || level.attribute("num-format").isEmpty()) continue;
          numbers_.insert(node.attribute("name") + u'/' + level.attribute("level"),
                          std::max(1, level.attribute("start-value").toInt()));
        }
      }
    });
  }

  bool leansOn(const QString& style, const char* name) const {
    QString at = style;
    for (int i = 0; i < kMostStyles && !at.isEmpty(); ++i, at = styles_.value(at).base)
      if (at.compare(QLatin1String(name), Qt::CaseInsensitive) == 0) return true;
    return false;
  }

  void looksOf(const QString& style, Span& span) const {
    QStringList chain;
    for (QString at = style; chain.size() < kMostStyles && !at.isEmpty(); at = styles_.value(at).base)
      chain.prepend(at);
    for (const QString& each : std::as_const(chain)) {
      const XmlNode looks = styles_.value(each).looks;
      if (!looks) continue;
      if (looks.hasAttribute("font-style")) span.italic = looks.attribute("font-style") != QStringLiteral("normal");
      if (looks.hasAttribute("font-weight")) {
        const QString weight = looks.attribute("font-weight");
        span.bold = weight == QStringLiteral("bold") || weight.toInt() >= 600;
      }
      const QString through = looks.attribute("text-line-through-style");
      if (!through.isEmpty()) span.strike = through != QStringLiteral("none");
      const QString under = looks.attribute("text-underline-style");
      if (!under.isEmpty() && under != QStringLiteral("none") && span.link.isEmpty()) span.italic = true;
    }
  }

  void blocksOf(XmlNode node) {
    for (XmlNode each = node.firstChild(); each; each = each.next()) block(each);
  }

  void block(XmlNode node) {
    if (node.is("p") || node.is("h")) {
      paragraph(node);
    } else if (node.is("list")) {
      endQuote();
      list(node);
    } else if (node.is("table")) {
      endQuote();
      table(node);
    } else if (node.is("frame")) {
      frame(node);
    } else if (node.is("section") || node.is("index-body") || node.is("numbered-paragraph")) {
      blocksOf(node);
    }
  }

  void endQuote() {
    if (std::exchange(quoted_, false)) blocks_->close();
  }

  void paragraph(XmlNode node) {
    steps_.next();
    const QString style = node.attribute("style-name");
    const bool isHeading = node.is("h");
    if (!begun_ && !isHeading && (leansOn(style, "Title") || leansOn(style, "Author"))) {
      BlockBuilder aside;
      BlockBuilder* const outer = std::exchange(blocks_, &aside);
      spans(node, Span());
      blocks_ = outer;
      const QVector<Block> made = aside.finish();
      if (made.isEmpty()) return;
      (leansOn(style, "Title") ? to_.title : to_.author) = plainText(made.first().spans);
      return;
    }
    const bool quote = !isHeading && (leansOn(style, "Quotations") || leansOn(style, "Quote"));
    if (quote != quoted_) {
      if (quoted_) blocks_->close();
      if (quote) blocks_->open(Block::Quote);
      quoted_ = quote;
    }
    Span look;
    // What a heading or a quote looks like as a whole is its style's.
    if (!isHeading && !quote) looksOf(style, look);
    spans(node, look);
    if (blocks_->hasWords()) begun_ = true;
    if (!blocks_->hasWords() && leansOn(style, "Horizontal_20_Line")) {
      Block line;
      line.kind = Block::SceneBreak;
      blocks_->addBlock(line);
    }
    const int level = isHeading ? std::max(1, node.attribute("outline-level").toInt()) : 0;
    const bool code = !isHeading && !quote && leansOn(style, "Preformatted_20_Text");
    code ? blocks_->endCode() : blocks_->endParagraph(level);
    for (const XmlNode& box : std::exchange(boxes_, {})) blocksOf(box);
  }

  void list(XmlNode node) {
    const QString named = node.attribute("style-name");
    const QString outer = listStyle_;
    if (!named.isEmpty()) listStyle_ = named;
    ++depth_;
    int number = numbers_.value(listStyle_ + u'/' + QString::number(depth_), 0);
    const QString start = node.child("list-item").attribute("start-value");
    if (number > 0 && start.toInt() > 0) number = start.toInt();
    blocks_->open(Block::List, number);
    for (XmlNode each = node.firstChild(); each; each = each.next()) {
      if (!each.is("list-item") && !each.is("list-header")) continue;
      blocks_->open(Block::Item);
      blocksOf(each);
      endQuote();
      blocks_->close();
    }
    blocks_->close();
    --depth_;
    listStyle_ = outer;
  }

  void table(XmlNode node) {
    for (XmlNode row = node.firstChild(); row; row = row.next()) {
      if (row.is("table-header-rows") || row.is("table-rows") || row.is("table-row-group")) table(row);
      if (!row.is("table-row")) continue;
      bool first = true;
      for (XmlNode cell = row.firstChild(); cell; cell = cell.next()) {
        if (!cell.is("table-cell")) continue;
        if (!first) blocks_->add(Span{QStringLiteral(" | ")});
        first = false;
        for (XmlNode each = cell.firstChild(); each; each = each.next()) {
          if (!each.is("p") && !each.is("h")) continue;
          spans(each, Span());
          if (each.next()) blocks_->add(Span{QStringLiteral(" ")});
        }
      }
      blocks_->endParagraph();
    }
  }

  void frame(XmlNode node) {
    const XmlNode box = node.child("text-box");
    if (box) {
      boxes_.append(box);
    } else {
      ++images_;
    }
  }

  void spans(XmlNode node, const Span& look) {
    for (XmlNode each = node.firstChild(); each; each = each.next()) {
      Span span = look;
      if (each.isText()) {
        span.text = collapsed(each.text());
      } else if (each.is("s")) {
        span.text = QString(std::clamp(each.attribute("c").toInt(), 1, kMostSpaces), u' ');
      } else if (each.is("tab")) {
        span.text = QStringLiteral(" ");
      } else if (each.is("line-break")) {
        span = Span();
        span.lineBreak = true;
      } else if (each.is("span")) {
        looksOf(each.attribute("style-name"), span);
        spans(each, span);
        continue;
      } else if (each.is("a")) {
        span.link = each.attribute("href");
        if (span.link.startsWith(u'#')) span.link.clear();
        spans(each, span);
        continue;
      } else if (each.is("note")) {
        note(each.child("note-body"));
        continue;
      } else if (each.is("frame")) {
        frame(each);
        continue;
      } else if (each.is("annotation") || each.is("annotation-end") || each.is("tracked-changes") ||
                 each.is("ruby-text") || each.is("bookmark")) {
        continue;
      } else {
        spans(each, look);  // fields and the like: what they show
        continue;
      }
      blocks_->add(span);
    }
  }

  void note(XmlNode body) {
    if (inNote_ || !body) return;
    Span span;
    span.note = static_cast<int>(to_.notes.size());
    to_.notes.append(QVector<Block>());
    blocks_->add(span);
    BlockBuilder inner;
    BlockBuilder* const outer = std::exchange(blocks_, &inner);
    const bool outerQuote = std::exchange(quoted_, false);
    inNote_ = true;
    blocksOf(body);
    endQuote();
    inNote_ = false;
    quoted_ = outerQuote;
    blocks_ = outer;
    to_.notes[span.note] = inner.finish();
  }

  QString name_;
  ZipReader& archive_;
  Work work_;
  Steps steps_;  // paragraphs
  Manuscript to_;
  QHash<QString, Style> styles_;
  QHash<QString, int> numbers_;  // "style/level" of those that count: the first number
  BlockBuilder* blocks_ = nullptr;
  QVector<XmlNode> boxes_;
  QString listStyle_;
  int depth_ = 0;
  int images_ = 0;
  bool quoted_ = false;
  bool inNote_ = false;
  bool begun_ = false;
};

}  // namespace

Manuscript readOdt(const QString& name, ZipReader& archive, const Work& work) {
  return OdtReader(name, archive, work).read();
}

}  // namespace lacuna::storage
