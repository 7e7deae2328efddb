// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/markdown_acts.h"

#include <algorithm>
#include <utility>

namespace lacuna::ui {
namespace {

int sizeOf(const QString& text) { return static_cast<int>(text.size()); }

QString markOf(InlineSpan::Kind kind) {
  switch (kind) {
    case InlineSpan::Bold:
      return QStringLiteral("**");
    case InlineSpan::Strike:
      return QStringLiteral("~~");
    case InlineSpan::Code:
      return QStringLiteral("`");
    default:
      return QStringLiteral("*");
  }
}

struct Line {
  int begin = 0;  // in the text
  QString text;
};

QVector<Line> linesOf(const QString& text, int begin, int end) {
  QVector<Line> lines;
  int at = begin == 0 ? 0 : static_cast<int>(text.lastIndexOf(u'\n', begin - 1)) + 1;
  while (true) {
    int stop = static_cast<int>(text.indexOf(u'\n', at));
    if (stop < 0) stop = sizeOf(text);
    // A selection that ends where a paragraph begins has none of it.
    if (!lines.isEmpty() && at == end && end > begin) break;
    lines.push_back({at, text.mid(at, stop - at)});
    at = stop + 1;
    if (at > end || at > sizeOf(text)) break;
  }
  return lines;
}

bool inWord(const QString& text, int at) {
  if (at < 0 || at >= sizeOf(text)) return false;
  const QChar c = text.at(at);
  if (c.isLetterOrNumber() || c.isMark() || c.isSurrogate()) return true;
  return (c == u'\'' || c == u'\u2019') && at > 0 && text.at(at - 1).isLetter() && at + 1 < sizeOf(text) &&
         text.at(at + 1).isLetter();
}

// [first, second) without the white space and, for `marks`, without the marks around it.
QPair<int, int> trimmed(const QString& text, int begin, int end, QStringView marks) {
  const auto goes = [&](QChar c) { return c.isSpace() || marks.contains(c); };
  while (begin < end && goes(text.at(begin))) ++begin;
  while (end > begin && goes(text.at(end - 1))) --end;
  return {begin, end};
}

// Where a place of the old text lies in the new one; behind what was put in there, if wanted.
int moved(const QVector<Edit>& edits, int position, bool behind) {
  int by = 0;
  for (const Edit& e : edits) {
    if (e.position > position || (e.position == position && e.removed == 0 && !behind)) break;
    if (e.position == position && !behind) break;
    const int taken = std::min(e.removed, position - e.position);
    by += sizeOf(e.inserted) - taken;
  }
  return position + by;
}

TextChange changed(QVector<Edit> edits, int anchor, int position) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.position < b.position; });
  TextChange change;
  change.anchor = moved(edits, anchor, true);
  change.position = anchor == position ? change.anchor : moved(edits, position, false);
  change.edits = std::move(edits);
  return change;
}

// A part of one paragraph that shall be marked or unmarked.
struct Part {
  int base = 0;  // of the paragraph, in the text
  QString text;
  int begin = 0;  // in the paragraph
  int end = 0;
  QVector<InlineSpan> spans;

  const InlineSpan* around(InlineSpan::Kind kind) const {
    for (const InlineSpan& s : spans)
      if (s.kind == kind && s.begin + s.head <= begin && s.end - s.tail >= end) return &s;
    return nullptr;
  }
};

void unmark(const Part& part, const InlineSpan& span, QVector<Edit>& edits) {
  const QString mark = part.text.mid(span.begin, span.head);
  const auto before = trimmed(part.text, span.begin + span.head, part.begin, {});
  const auto after = trimmed(part.text, part.end, span.end - span.tail, {});
  if (before.first == before.second) {
    edits.push_back({part.base + span.begin, span.head, {}});
  } else {
    edits.push_back({part.base + before.second, 0, mark});
  }
  if (after.first == after.second) {
    edits.push_back({part.base + span.end - span.tail, span.tail, {}});
  } else {
    edits.push_back({part.base + after.first, 0, mark});
  }
}

void mark(const Part& part, InlineSpan::Kind kind, QVector<Edit>& edits) {
  const QString sign = markOf(kind);
  int begin = part.begin;
  int end = part.end;
  // What has it already inside, or across an edge, is one with the rest.
  for (const InlineSpan& s : part.spans) {
    if (s.kind != kind || s.end <= begin || s.begin >= end) continue;
    if (s.begin >= part.begin || s.end - s.tail <= part.end) {
      if (s.begin >= begin) edits.push_back({part.base + s.begin, s.head, {}});
      if (s.end <= end) edits.push_back({part.base + s.end - s.tail, s.tail, {}});
    }
    begin = std::min(begin, s.begin);
    end = std::max(end, s.end);
  }
  const bool opens = begin == part.begin;
  const bool closes = end == part.end;
  if (opens) edits.push_back({part.base + begin, 0, sign});
  if (closes) edits.push_back({part.base + end, 0, sign});
}

QVector<Part> partsOf(const QString& text, int begin, int end) {
  QVector<Part> parts;
  for (const Line& line : linesOf(text, begin, end)) {
    const LineMark mark = lineMarkOf(line.text);
    const int from = std::max(begin - line.begin, mark.length);
    const int to = std::min(end - line.begin, sizeOf(line.text));
    const auto [first, last] = trimmed(line.text, std::min(from, to), to, u"*_~`");
    if (first < last) parts.push_back({line.begin, line.text, first, last, inlineSpans(line.text, mark.length)});
  }
  return parts;
}

QString prefixOf(LineMark::Kind kind, int number) {
  switch (kind) {
    case LineMark::Heading:
      return QString(number, u'#') + u' ';
    case LineMark::Quote:
      return QStringLiteral("> ");
    case LineMark::Bullet:
      return QStringLiteral("- ");
    case LineMark::Number:
      return QString::number(number) + QStringLiteral(". ");
    default:
      return {};
  }
}

}  // namespace

TextChange toggleEmphasis(const QString& text, int begin, int end, InlineSpan::Kind kind) {
  const QString sign = markOf(kind);
  const int caret = begin;
  const bool atCaret = begin == end;
  if (atCaret) {
    while (inWord(text, begin - 1)) --begin;
    while (inWord(text, end)) ++end;
  }
  QVector<Part> parts;
  if (begin < end) parts = partsOf(text, begin, end);
  if (parts.isEmpty()) {
    const int width = sizeOf(sign);
    const bool behind = QStringView(text).mid(caret, width) == sign;
    if (behind && caret >= width && QStringView(text).mid(caret - width, width) == sign)
      return {{{caret - width, 2 * width, {}}}, caret - width, caret - width};
    return {{{caret, 0, sign + sign}}, caret + width, caret + width};
  }
  const bool all =
      std::all_of(parts.cbegin(), parts.cend(), [kind](const Part& p) { return p.around(kind) != nullptr; });
  // At the end of what has it, the key ends it.
  if (atCaret && all && caret == end) {
    const InlineSpan* span = parts.first().around(kind);
    const int close = parts.first().base + span->end - span->tail;
    if (close == caret) return {{}, caret + span->tail, caret + span->tail};
  }
  QVector<Edit> edits;
  for (const Part& part : std::as_const(parts)) {
    const InlineSpan* span = part.around(kind);
    if (all) {
      unmark(part, *span, edits);
    } else if (span == nullptr) {
      mark(part, kind, edits);
    }
  }
  if (atCaret) return changed(std::move(edits), caret, caret);
  return changed(std::move(edits), parts.first().base + parts.first().begin, parts.last().base + parts.last().end);
}

TextChange toggleLineMark(const QString& text, int begin, int end, LineMark::Kind kind, int level) {
  const QVector<Line> lines = linesOf(text, begin, end);
  const bool one = lines.size() == 1;
  const auto counts = [one](const Line& line) { return one || !line.text.trimmed().isEmpty(); };
  const bool off = kind == LineMark::Heading && level == 0;
  const bool all = off || std::all_of(lines.cbegin(), lines.cend(), [&](const Line& line) {
                     const LineMark mark = lineMarkOf(line.text);
                     return !counts(line) || (mark.kind == kind && (kind != LineMark::Heading || mark.number == level));
                   });
  QVector<Edit> edits;
  int number = 1;
  for (const Line& line : lines) {
    if (!counts(line)) continue;
    const LineMark mark = lineMarkOf(line.text);
    if (off && mark.kind != LineMark::Heading) continue;
    const int indent = mark.kind == LineMark::None ? 0 : mark.indent;
    const QString wanted = all ? QString() : prefixOf(kind, kind == LineMark::Number ? number++ : level);
    if (QStringView(line.text).mid(indent, mark.length - indent) != wanted)
      edits.push_back({line.begin + indent, std::max(0, mark.length - indent), wanted});
  }
  return changed(std::move(edits), begin, end);
}

TextChange indentItems(const QString& text, int begin, int end, bool in) {
  constexpr int kStep = 4;  // spaces of a level: enough below "- " and below "12. "
  QVector<Edit> edits;
  for (const Line& line : linesOf(text, begin, end)) {
    const LineMark mark = lineMarkOf(line.text);
    if (mark.kind != LineMark::Bullet && mark.kind != LineMark::Number) continue;

    if (in) {
      edits.push_back({line.begin, 0, QString(kStep, u' ')});
    } else if (mark.indent > 0) {
      edits.push_back({line.begin, line.text.at(0) == u'\t' ? 1 : std::min(kStep, mark.indent), {}});
    }
  }
  return changed(std::move(edits), begin, end);
}

Continuation continuationOf(const QString& paragraph, int column) {
  const LineMark mark = lineMarkOf(paragraph);
  if (mark.kind == LineMark::None || mark.kind == LineMark::Heading || column < mark.length) return {};
  if (QStringView(paragraph).mid(mark.length).trimmed().isEmpty()) return {true, {}};
  Continuation next{false, paragraph.left(mark.length)};
  if (mark.kind == LineMark::Number)
    next.mark = paragraph.left(mark.indent) + QString::number(mark.number + 1) + mark.sign + u' ';
  return next;
}

}  // namespace lacuna::ui
