// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/formats/pdf.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <algorithm>
#include <utility>

#include "storage/formats/formats.h"

namespace lacuna::app {
namespace {

using storage::Block;
using storage::ManuscriptStyle;
using storage::Span;

constexpr qreal kPoint = 1.0;
constexpr qreal kMargin = 72 * kPoint;  // an inch

// Lays the text out in points.
class Pages {
 public:
  Pages(const storage::Manuscript& from, const storage::ManuscriptLook& look, QSizeF size)
      : from_(from), look_(look), cursor_(&text_), size_(size) {
    const bool typed = look.style == ManuscriptStyle::Standard;
    font_ = QFont(typed ? (look.courier ? QStringLiteral("Courier New") : QStringLiteral("Times New Roman"))
                  : look.style == ManuscriptStyle::Book ? QStringLiteral("EB Garamond")
                                                        : QStringLiteral("Liberation Serif"));
    font_.setPixelSize(12);
    text_.setDefaultFont(font_);
    text_.setDocumentMargin(0);
    text_.setPageSize(QSizeF(size.width() - 2 * kMargin, size.height() - 2 * kMargin));
    if (look.titlePage) titlePage();
    blocks(from.blocks, 0);
    notes();
  }

  void paint(QPagedPaintDevice& device, qreal scale) {
    QPainter painter(&device);
    painter.scale(scale, scale);
    const QSizeF page = text_.pageSize();
    const int count = text_.pageCount();
    for (int i = 0; i < count; ++i) {
      if (i > 0) device.newPage();
      head(painter, i);
      painter.save();
      painter.translate(kMargin, kMargin - i * page.height());
      QAbstractTextDocumentLayout::PaintContext context;
      context.clip = QRectF(0, i * page.height(), page.width(), page.height());
      context.palette.setColor(QPalette::Text, Qt::black);
      painter.setClipRect(context.clip);
      text_.documentLayout()->draw(&painter, context);
      painter.restore();
    }
  }

 private:
  void head(QPainter& painter, int page) const {
    if (page == 0) return;
    QString words = QString::number(page + 1);
    if (look_.style == ManuscriptStyle::Standard) {
      const QString surname = from_.author.section(u' ', -1);
      words = (surname.isEmpty() ? QString() : surname + QStringLiteral(" / ")) + from_.title.toUpper() +
              QStringLiteral(" / ") + words;
    }
    painter.setFont(font_);
    painter.setPen(Qt::black);
    painter.drawText(QRectF(kMargin, kMargin / 2, size_.width() - 2 * kMargin, kMargin / 2 - 6),
                     Qt::AlignRight | Qt::AlignTop, words);
  }

  // A new paragraph; the first of the document is there already.
  void begin(QTextBlockFormat format, const QTextCharFormat& letters = {}) {
    const bool typed = look_.style == ManuscriptStyle::Standard;
    if (format.lineHeightType() == QTextBlockFormat::SingleHeight) {
      if (typed) {
        format.setLineHeight(24, QTextBlockFormat::FixedHeight);
      } else {
        format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
      }
    }
    if (std::exchange(newPage_, false)) format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
    if (text_.isEmpty() && !begun_) {
      cursor_.setBlockFormat(format);
      cursor_.setBlockCharFormat(letters);
    } else {
      cursor_.insertBlock(format, letters);
    }
    begun_ = true;
    letters_ = letters;
  }

  void line(const QString& words, Qt::Alignment where, qreal above = 0, bool tight = false) {
    QTextBlockFormat format;
    format.setAlignment(where);
    format.setTopMargin(above);
    if (tight) format.setLineHeight(100, QTextBlockFormat::ProportionalHeight);
    begin(format);
    cursor_.insertText(words, letters_);
  }

  void titlePage() {
    qreal above = text_.pageSize().height() / 3;
    if (look_.style == ManuscriptStyle::Standard) {
      const QStringList lines = (from_.author + u'\n' + look_.contact).split(u'\n', Qt::SkipEmptyParts);
      for (const QString& each : lines) line(each, Qt::AlignLeft, 0, true);
      above -= 16.0 * static_cast<qreal>(lines.size());
    }
    line(from_.title, Qt::AlignHCenter, above);
    const bool typed = look_.style == ManuscriptStyle::Standard;
    if (!from_.author.isEmpty()) line(typed ? QStringLiteral("by ") + from_.author : from_.author, Qt::AlignHCenter);
    newPage_ = true;
  }

  void spans(const QVector<Span>& list) {
    for (const Span& span : list) {
      QTextCharFormat format = letters_;
      if (span.bold) format.setFontWeight(QFont::Bold);
      if (span.italic) format.setFontItalic(true);
      if (span.strike) format.setFontStrikeOut(true);
      if (span.code) format.setFontFamilies({QStringLiteral("Liberation Mono")});
      if (span.note >= 0) {
        format.setVerticalAlignment(QTextCharFormat::AlignSuperScript);
        cursor_.insertText(QString::number(span.note + 1), format);
      } else if (span.lineBreak) {
        cursor_.insertText(QString(QChar(QChar::LineSeparator)), format);
      } else {
        cursor_.insertText(span.text, format);
      }
    }
  }

  void blocks(const QVector<Block>& list, int depth, const QString& sign = {}) {
    QString next = sign;
    for (const Block& each : list) block(each, depth, std::exchange(next, QString()));
  }

  void block(const Block& block, int depth, const QString& sign) {
    const bool plain = look_.style == ManuscriptStyle::Plain;
    const qreal indent = plain ? 0 : look_.style == ManuscriptStyle::Standard ? 36 : 18;
    QTextBlockFormat format;
    QTextCharFormat letters;
    switch (block.kind) {
      case Block::Heading: {
        newPage_ = newPage_ || (block.newPage && begun_);
        const bool chapter = block.level <= 2 && !plain;
        format.setAlignment(plain ? Qt::AlignLeft : Qt::AlignHCenter);
        format.setTopMargin(chapter ? text_.pageSize().height() / 4 : 18);
        format.setBottomMargin(12);
        if (look_.style != ManuscriptStyle::Standard) {
          letters.setFontWeight(QFont::Bold);
          letters.setProperty(QTextFormat::FontPixelSize, std::max(12, 21 - block.level * 3));
        }
        begin(format, letters);
        spans(block.spans);
        first_ = true;
        return;
      }
      case Block::SceneBreak:
        format.setTopMargin(plain ? 6 : 0);
        format.setBottomMargin(plain ? 12 : 0);
        format.setAlignment(Qt::AlignHCenter);
        begin(format);
        cursor_.insertText(look_.style == ManuscriptStyle::Standard ? QStringLiteral("#") : QStringLiteral("*  *  *"),
                           letters_);
        first_ = true;
        return;
      case Block::Quote:
      case Block::Item:
        blocks(block.blocks, depth + (block.kind == Block::Quote ? 1 : 0), sign);
        return;
      case Block::List: {
        int number = block.level;
        for (const Block& item : block.blocks)
          this->block(item, depth + 1,
                      block.level == 0 ? QStringLiteral("\u2022 ") : QStringLiteral("%1. ").arg(number++));
        return;
      }
      case Block::Code:
      case Block::Paragraph:
        break;
    }
    format.setLeftMargin(depth * 24);
    const bool flush = depth > 0 || (first_ && look_.style == ManuscriptStyle::Book);
    format.setTextIndent(flush ? 0 : indent);
    if (look_.style == ManuscriptStyle::Book) format.setAlignment(Qt::AlignJustify);
    if (plain) format.setBottomMargin(8);
    first_ = false;
    if (block.kind == Block::Code) letters.setFontFamilies({QStringLiteral("Liberation Mono")});
    begin(format, letters);
    if (!sign.isEmpty()) cursor_.insertText(sign, letters_);
    spans(block.spans);
  }

  void notes() {
    if (from_.notes.isEmpty()) return;
    newPage_ = begun_;
    for (qsizetype i = 0; i < from_.notes.size(); ++i) blocks(from_.notes[i], 1, QStringLiteral("%1. ").arg(i + 1));
  }

  const storage::Manuscript& from_;
  const storage::ManuscriptLook& look_;
  QTextDocument text_;
  QTextCursor cursor_;
  QTextCharFormat letters_;
  QFont font_;
  QSizeF size_;
  bool begun_ = false;
  bool first_ = true;
  bool newPage_ = false;
};

}  // namespace

void paintPages(QPagedPaintDevice& device, const storage::Manuscript& manuscript, const storage::ManuscriptLook& look) {
  const QSizeF size = QPageSize(look.letterPaper ? QPageSize::Letter : QPageSize::A4).size(QPageSize::Point);
  Pages pages(manuscript, look, size);
  pages.paint(device, device.logicalDpiX() / 72.0);
}

QByteArray writePdf(const storage::Manuscript& manuscript, const storage::ManuscriptLook& look) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(look.letterPaper ? QPageSize::Letter : QPageSize::A4));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setTitle(manuscript.title);
    paintPages(writer, manuscript, look);
  }
  return buffer.data();
}

QByteArray writeAnyFormat(const QString& suffix, const storage::Manuscript& manuscript,
                          const storage::ManuscriptLook& look) {
  return suffix == QStringLiteral("pdf") ? writePdf(manuscript, look)
                                         : storage::writeManuscript(suffix, manuscript, look);
}

}  // namespace lacuna::app
