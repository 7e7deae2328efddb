// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/markdown_style.h"

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

// *emphasis*, **strong**, _emphasis_ and `code`; a mark counts only where it touches a word.
void styleInline(const QString& text, int from, const Theme& theme, QVector<QTextLayout::FormatRange>& formats) {
  const int size = static_cast<int>(text.size());
  QTextCharFormat faint;
  faint.setForeground(mixed(theme.soft, theme.paper, 0.6));
  int i = from;
  while (i < size) {
    const QChar c = text.at(i);
    if (c != u'*' && c != u'_') {
      ++i;
      continue;
    }
    int width = 1;
    while (width < 3 && i + width < size && text.at(i + width) == c) ++width;
    const QString mark(width, c);
    const bool opens = i + width < size && !text.at(i + width).isSpace() &&
                       (c == u'*' || i == 0 || !text.at(i - 1).isLetterOrNumber());
    const int close = opens ? static_cast<int>(text.indexOf(mark, i + width + 1)) : -1;
    if (close < 0 || text.at(close - 1).isSpace()) {
      i += width;
      continue;
    }
    QTextCharFormat inner;
    if (width >= 2) inner.setFontWeight(QFont::Bold);
    if (width != 2) inner.setFontItalic(true);
    formats.push_back(range(i, width, faint));
    formats.push_back(range(i + width, close - i - width, inner));
    formats.push_back(range(close, width, faint));
    i = close + width;
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
  return text.trimmed().isEmpty() ? BlockStyle::Blank : BlockStyle::Text;
}

BlockStyle styleOf(const QString& text, const QFont& font, const Theme& theme) {
  BlockStyle style;
  style.kind = kindOf(text, &style.level);
  QTextCharFormat faint;
  faint.setForeground(mixed(theme.soft, theme.paper, 0.55));
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
      styleInline(text, style.hanging, theme, style.formats);
      break;
    case BlockStyle::Rule:
      style.formats.push_back(range(0, static_cast<int>(text.size()), faint));
      break;
    case BlockStyle::Text:
      styleInline(text, 0, theme, style.formats);
      break;
    case BlockStyle::Blank:
      break;
  }
  return style;
}

}  // namespace lacuna::ui
