// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/formats/set_text.h"

#include <algorithm>
#include <utility>

#include "storage/formats/manuscript_text.h"
#include "ui/fonts.h"

namespace lacuna::app {
namespace {

using storage::Block;
using storage::ManuscriptStyle;
using storage::Span;

constexpr qreal kPointsPerMillimetre = 72 / 25.4;
constexpr qreal kListIndent = 24;
constexpr int kNoteSize = 10;
constexpr int kCodeSize = 10;

QStringList monospace() {
  return {QStringLiteral("Courier New"),    QStringLiteral("Liberation Mono"),  QStringLiteral("Cousine"),
          QStringLiteral("Nimbus Mono PS"), QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")};
}

// What stands for the typewriter's faces where they are not installed has the same widths; the book's own face, which
// is in the program, is better than whatever a machine has at last.
QStringList familiesOf(const storage::ManuscriptLook& look) {
  const QStringList own = ui::pageFont(12).families();
  if (look.style == ManuscriptStyle::Book) return own;
  if (look.style == ManuscriptStyle::Standard && look.courier) return monospace();
  QStringList names{QStringLiteral("Times New Roman"), QStringLiteral("Liberation Serif"), QStringLiteral("Tinos"),
                    QStringLiteral("Nimbus Roman"), QStringLiteral("FreeSerif")};
  if (look.style == ManuscriptStyle::Plain) names.move(1, 0);
  return names + own;
}

class Setter {
 public:
  Setter(const storage::Manuscript& from, const storage::ManuscriptLook& look, SetText& to)
      : from_(from), look_(look), to_(to) {}

  void set(const storage::Work& work) {
    storage::Steps steps(work, from_.blocks.size());
    if (look_.titlePage) titlePage();
    for (const Block& each : from_.blocks) {
      steps.next();
      block(each, {});
    }
    to_.body = to_.paragraphs.size();
    inNote_ = true;
    for (qsizetype i = 0; i < from_.notes.size(); ++i) {
      const qsizetype first = to_.paragraphs.size();
      sign_ = QString::number(i + 1);
      for (const Block& each : from_.notes[i]) block(each, {1, 0});
      to_.notes.append({static_cast<int>(first), static_cast<int>(to_.paragraphs.size() - first)});
    }
  }

 private:
  // How deep in lists and in quotes.
  struct Depth {
    int lists = 0;
    int quotes = 0;
  };

  bool typed() const { return look_.style == ManuscriptStyle::Standard; }
  bool plain() const { return look_.style == ManuscriptStyle::Plain; }

  SetParagraph paragraph() const {
    SetParagraph made;
    made.lineHeight = typed() ? 24 : 15.5;
    return made;
  }

  void add(SetParagraph made) {
    if (std::exchange(newPage_, false)) made.newPage = true;
    to_.paragraphs.append(std::move(made));
  }

  void line(const QString& words, Qt::Alignment where, qreal above, qreal height, int size = 12) {
    SetParagraph made = paragraph();
    made.text = words;
    made.alignment = where;
    made.above = above;
    made.dropped = above > 0;
    made.lineHeight = height;
    made.size = size;
    add(made);
  }

  void titlePage() {
    qreal above = to_.height() / 3;
    if (typed()) {
      QStringList lines = (from_.author + u'\n' + look_.contact).split(u'\n', Qt::SkipEmptyParts);
      lines.append(storage::aboutWords(from_));
      for (const QString& each : std::as_const(lines)) line(each, Qt::AlignLeft, 0, 14);
      above = std::max<qreal>(24, above - 14.0 * static_cast<qreal>(lines.size()));
    }
    const QString title = from_.title.isEmpty() ? QStringLiteral("Untitled") : from_.title;
    line(title, Qt::AlignHCenter, above, typed() ? 24 : 34, typed() ? 12 : 26);
    if (!from_.author.isEmpty())
      line(typed() ? QStringLiteral("by ") + from_.author : from_.author, Qt::AlignHCenter, typed() ? 0 : 14, 24,
           typed() ? 12 : 14);
    newPage_ = true;
  }

  void spans(const QVector<Span>& list, SetParagraph& to) const {
    for (const Span& span : list) {
      QTextCharFormat format;
      if (span.bold) format.setFontWeight(QFont::Bold);
      if (span.italic) format.setFontItalic(true);
      if (span.strike) format.setFontStrikeOut(true);
      if (span.code && !to.code) {
        format.setFontFamilies(monospace());
        format.setProperty(QTextFormat::FontPixelSize, to.size * 5 / 6);
      }
      QString words = span.text;
      if (span.note >= 0) {
        to.notes.append({static_cast<int>(to.text.size()), span.note});
        format.setVerticalAlignment(QTextCharFormat::AlignSuperScript);
        words = QChar(0x2060) + QString::number(span.note + 1);  // never alone on the next line
      } else if (span.lineBreak) {
        words = QChar(QChar::LineSeparator);
      }
      if (!format.properties().isEmpty()) {
        QTextLayout::FormatRange range;
        range.start = static_cast<int>(to.text.size());
        range.length = static_cast<int>(words.size());
        range.format = format;
        to.formats.append(range);
      }
      to.text += words;
    }
  }

  void heading(const Block& block) {
    SetParagraph made = paragraph();
    const bool chapter = !plain() && (block.level == 1 || block.newPage);
    made.newPage = block.newPage && !to_.paragraphs.isEmpty();
    made.alignment = plain() ? Qt::AlignLeft : Qt::AlignHCenter;
    made.dropped = chapter;
    made.keepsNext = true;
    if (typed()) {
      made.above = chapter ? to_.height() / 4 : 24;
      made.below = chapter ? 24 : 0;
    } else {
      made.size = std::max(12, 22 - 3 * block.level);
      made.lineHeight = made.size * 1.3;
      made.bold = plain() || !chapter;
      made.above = chapter ? to_.height() / 6 : 20;
      made.below = chapter ? 32 : 8;
    }
    spans(block.spans, made);
    add(made);
    first_ = true;
  }

  void sceneBreak() {
    SetParagraph made = paragraph();
    made.text = typed() ? QStringLiteral("#") : QStringLiteral("*\u2003*\u2003*");
    made.alignment = Qt::AlignHCenter;
    made.above = typed() ? 0 : made.lineHeight / 2;
    made.below = made.above;
    made.keepsNext = true;
    add(made);
    first_ = true;
  }

  void list(const Block& block, Depth depth) {
    int number = block.level;
    ++depth.lists;
    for (const Block& item : block.blocks) {
      sign_ = block.level == 0 ? QStringLiteral("\u2022") : QStringLiteral("%1.").arg(number++);
      for (const Block& each : item.blocks) this->block(each, depth);
      sign_.clear();
    }
    first_ = true;
  }

  void block(const Block& block, Depth depth) {
    switch (block.kind) {
      case Block::Heading:
        heading(block);
        return;
      case Block::SceneBreak:
        sceneBreak();
        return;
      case Block::Quote:
        ++depth.quotes;
        for (const Block& each : block.blocks) this->block(each, depth);
        first_ = true;
        return;
      case Block::Item:
        for (const Block& each : block.blocks) this->block(each, depth);
        return;
      case Block::List:
        list(block, depth);
        return;
      case Block::Code:
      case Block::Paragraph:
        break;
    }
    text(block, depth);
  }

  void text(const Block& block, Depth depth) {
    SetParagraph made = paragraph();
    const qreal quote = typed() ? 36 : 24;
    made.left = depth.lists * kListIndent + depth.quotes * quote;
    made.right = depth.quotes * quote;
    made.sign = std::exchange(sign_, QString());
    const bool flush = depth.lists + depth.quotes > 0 || (first_ && !typed());
    made.indent = flush || plain() ? 0 : typed() ? 36 : 18;
    if (look_.style == ManuscriptStyle::Book) made.alignment = Qt::AlignJustify;
    if (plain() && depth.lists == 0) made.below = 8;
    if (depth.lists > 0 && plain()) made.below = 2;
    if (inNote_) {
      made.left -= kListIndent - 16;
      made.size = kNoteSize;
      made.lineHeight = 12;
      made.below = 0;
      made.indent = 0;
    }
    if (block.kind == Block::Code) {
      made.code = true;
      made.size = kCodeSize;
      made.lineHeight = 13;
      made.alignment = Qt::AlignLeft;
      made.indent = 0;
      made.left += 18;
      made.above = 6;
      made.below = 8;
    }
    spans(block.spans, made);
    add(made);
    first_ = false;
  }

  const storage::Manuscript& from_;
  const storage::ManuscriptLook& look_;
  SetText& to_;
  QString sign_;  // of the paragraph that comes next
  bool first_ = true;
  bool newPage_ = false;
  bool inNote_ = false;
};

}  // namespace

QFont SetText::fontOf(const SetParagraph& paragraph) const {
  QFont font;
  font.setFamilies(paragraph.code ? monospace() : families);
  font.setStyleHint(paragraph.code || look.courier ? QFont::TypeWriter : QFont::Serif);
  font.setPixelSize(paragraph.size);
  font.setHintingPreference(QFont::PreferNoHinting);
  if (paragraph.bold) font.setWeight(QFont::Bold);
  return font;
}

qreal SetText::width() const {
  return std::max(36.0, (look.sheet.width - look.sheet.left - look.sheet.right) * kPointsPerMillimetre);
}

qreal SetText::height() const {
  return std::max(72.0, (look.sheet.height - look.sheet.top - look.sheet.bottom) * kPointsPerMillimetre);
}

SetText setText(const storage::Manuscript& manuscript, const storage::ManuscriptLook& look, const storage::Work& work) {
  SetText text;
  text.look = look;
  text.head = storage::runningHead(manuscript, look);
  text.families = familiesOf(look);
  Setter(manuscript, look, text).set(work);
  return text;
}

void layLines(const SetText& text, const SetParagraph& paragraph, QTextLayout& layout) {
  layout.setFont(text.fontOf(paragraph));
  layout.setText(paragraph.text);
  layout.setFormats(paragraph.formats);
  QTextOption option(paragraph.alignment);
  option.setUseDesignMetrics(true);
  // A word that is longer than a line is broken all the same.
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  layout.setTextOption(option);
  const qreal width = std::max(36.0, text.width() - paragraph.left - paragraph.right);
  layout.beginLayout();
  for (int i = 0;; ++i) {
    QTextLine line = layout.createLine();
    if (!line.isValid()) break;
    const qreal indent = i == 0 ? paragraph.indent : 0;
    line.setLineWidth(width - indent);
    line.setPosition({paragraph.left + indent, i * paragraph.lineHeight + (paragraph.lineHeight - line.height()) / 2});
  }
  layout.endLayout();
}

}  // namespace lacuna::app
