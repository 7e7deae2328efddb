// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/markdown_style.h"

#include <algorithm>

#include "ui/editor/markdown_spans.h"

namespace lacuna::ui {
namespace {

bool isRule(const QString& text) {
  int marks = 0;
  QChar kind;
  for (const QChar c : text) {
    if (c.isSpace()) continue;
    if (c != u'*' && c != u'-' && c != u'_') return false;
    if (!kind.isNull() && c != kind) return false;
    kind = c;
    ++marks;
  }
  return marks >= 3;
}

QTextLayout::FormatRange range(int begin, int length, const QTextCharFormat& format) {
  QTextLayout::FormatRange r;
  r.start = begin;
  r.length = length;
  r.format = format;
  return r;
}

void styleInline(const QString& text, int from, const QFont& font, const Theme& theme,
                 QVector<QTextLayout::FormatRange>& formats) {
  QTextCharFormat faint;
  faint.setForeground(theme.faint);
  for (const InlineSpan& span : inlineSpans(text, from)) {
    QTextCharFormat inner;
    switch (span.kind) {
      case InlineSpan::Italic:
        inner.setFontItalic(true);
        break;
      case InlineSpan::Bold:
        inner.setFontWeight(QFont::Bold);
        break;
      case InlineSpan::Strike:
        inner.setFontStrikeOut(true);
        inner.setForeground(theme.soft);
        break;
      case InlineSpan::Code:
        inner.setFontFamilies({QStringLiteral("monospace")});
        inner.setProperty(QTextFormat::FontPixelSize, qRound(font.pixelSize() * 0.82));
        break;
      case InlineSpan::Link:
      case InlineSpan::Note:
        inner.setForeground(theme.accent2);
        break;
    }
    const int begin = span.begin + span.head;
    const int end = span.end - span.tail;
    formats.push_back(range(span.begin, span.head, faint));
    formats.push_back(range(begin, end - begin, inner));
    formats.push_back(range(end, span.tail, faint));
  }
}

}  // namespace

qreal headingScale(int level) {
  static constexpr qreal kScale[] = {1.0, 1.5, 1.28, 1.14, 1.06, 1.0, 1.0};
  return kScale[qBound(0, level, 6)];
}

BlockStyle::Kind kindOf(const QString& text, int* level) {
  if (text.endsWith(u'\u200b')) return kindOf(text.chopped(1), level);  // a carriage return, as the view shows it
  if (text.isEmpty()) return BlockStyle::Blank;
  const QChar first = text.at(0);
  if (first == u'#') {
    int marks = 0;
    while (marks < text.size() && text.at(marks) == u'#') ++marks;
    if (marks <= 6 && marks < text.size() && text.at(marks) == u' ') {
      if (level != nullptr) *level = marks;
      return BlockStyle::Heading;
    }
  }
  if (first == u'>' && (text.size() == 1 || text.at(1) == u' ')) return BlockStyle::Quote;
  if ((first == u'*' || first == u'-' || first == u'_') && isRule(text)) return BlockStyle::Rule;
  const LineMark::Kind mark = lineMarkOf(text).kind;
  if (mark == LineMark::Bullet || mark == LineMark::Number) return BlockStyle::Item;
  const bool blank = std::all_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
  return blank ? BlockStyle::Blank : BlockStyle::Text;
}

BlockStyle styleOf(const QString& text, const QFont& font, const Theme& theme) {
  BlockStyle style;
  style.kind = kindOf(text, &style.level);
  QTextCharFormat faint;
  faint.setForeground(theme.faint);
  switch (style.kind) {
    case BlockStyle::Heading: {
      style.hanging = style.level + 1;
      QTextCharFormat big;
      big.setProperty(QTextFormat::FontPixelSize, qRound(font.pixelSize() * headingScale(style.level)));
      faint.setProperty(QTextFormat::FontPixelSize, qRound(font.pixelSize() * 0.9));
      if (style.level >= 3) big.setFontItalic(true);
      style.formats.push_back(range(0, style.hanging, faint));
      style.formats.push_back(range(style.hanging, static_cast<int>(text.size()) - style.hanging, big));
      break;
    }
    case BlockStyle::Quote:
      style.hanging = qMin(2, static_cast<int>(text.size()));
      style.formats.push_back(range(0, style.hanging, faint));
      styleInline(text, style.hanging, font, theme, style.formats);
      break;
    case BlockStyle::Item: {
      const LineMark mark = lineMarkOf(text);
      style.item = mark.length;
      style.formats.push_back(range(0, mark.length, faint));
      styleInline(text, mark.length, font, theme, style.formats);
      break;
    }
    case BlockStyle::Rule:
      style.formats.push_back(range(0, static_cast<int>(text.size()), faint));
      break;
    case BlockStyle::Text:
      styleInline(text, 0, font, theme, style.formats);
      break;
    case BlockStyle::Blank:
    case BlockStyle::Code:
      break;
  }
  return style;
}

BlockStyle verbatimStyle(const QString& text, bool fence, const QFont& font, const Theme& theme) {
  BlockStyle style;
  style.kind = BlockStyle::Code;
  QTextCharFormat letters;
  letters.setFontFamilies({QStringLiteral("monospace")});
  letters.setFontFixedPitch(true);
  letters.setProperty(QTextFormat::FontPixelSize, qRound(font.pixelSize() * 0.78));
  if (fence) letters.setForeground(mixed(theme.soft, theme.paper, 0.6));
  style.formats.push_back(range(0, static_cast<int>(text.size()), letters));
  return style;
}

}  // namespace lacuna::ui
