// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/markdown_writer.h"

#include <QRegularExpression>

#include "storage/formats/manuscript_text.h"
#include "storage/formats/markdown_reader.h"

namespace lacuna::storage {
namespace {

enum Style { Bold = 1, Italic = 2, Strike = 4 };

int styleOf(const Span& span) {
  return (span.bold ? Bold : 0) | (span.italic ? Italic : 0) | (span.strike ? Strike : 0);
}

// A sign opens only before a letter or behind a space, and closes only behind a letter or before a space: a style gives
// up what stands at its ends and hinders that.
void fitStyles(QVector<Span>& spans) {
  const auto isWord = [](QChar letter) { return letter.isLetterOrNumber(); };
  for (qsizetype i = 0; i < spans.size(); ++i) {
    if (styleOf(spans[i]) == 0 || spans[i].code || spans[i].text.isEmpty()) continue;
    const auto plainPiece = [&spans, i](const QString& text) {
      Span plain;
      plain.text = text;
      plain.link = spans[i].link;
      return plain;
    };
    const int before = i > 0 ? styleOf(spans[i - 1]) : 0;
    const int after = i + 1 < spans.size() ? styleOf(spans[i + 1]) : 0;
    QString text = spans[i].text;
    qsizetype front = 0;
    qsizetype back = text.size();
    if ((styleOf(spans[i]) & ~before) != 0) {
      QChar left = i > 0 && !spans[i - 1].text.isEmpty() ? spans[i - 1].text.back() : QChar(u' ');
      while (front < back && (text[front].isSpace() || (!isWord(text[front]) && isWord(left)))) left = text[front++];
    }
    if ((styleOf(spans[i]) & ~after) != 0) {
      QChar right = i + 1 < spans.size() && !spans[i + 1].text.isEmpty() ? spans[i + 1].text.front() : QChar(u' ');
      while (back > front && (text[back - 1].isSpace() || (!isWord(text[back - 1]) && isWord(right))))
        right = text[--back];
    }
    if (back < text.size()) spans.insert(i + 1, plainPiece(text.mid(back)));
    spans[i].text = text.mid(front, back - front);
    if (front > 0) spans.insert(i++, plainPiece(text.left(front)));
  }
  spans.removeIf([](const Span& span) { return span.text.isEmpty() && !span.lineBreak && span.note < 0; });
}

QString codeSpan(const QString& text) {
  QString fence = QStringLiteral("`");
  while (text.contains(fence)) fence += u'`';
  const bool room = text.startsWith(u'`') || text.endsWith(u'`');
  return fence + (room ? QStringLiteral(" ") : QString()) + text + (room ? QStringLiteral(" ") : QString()) + fence;
}

// Brackets within a link's words would end it.
QString inLink(QString words) {
  static const QRegularExpression bare(QStringLiteral("(?<!\\\\)([\\[\\]])"));
  return words.replace(bare, QStringLiteral("\\\\\\1"));
}

class Line {
 public:
  QString write(QVector<Span> spans) {
    fitStyles(spans);
    for (qsizetype i = 0; i < spans.size(); ++i) {
      const Span& span = spans[i];
      if (span.note >= 0) {
        close(0);
        text_ += QStringLiteral("[^%1]").arg(span.note + 1);
        continue;
      }
      if (span.lineBreak) {
        close(0);
        text_ += QStringLiteral("\\\n");
        continue;
      }
      const bool sameLink = span.link == link_;
      close(sameLink && !span.code ? styleOf(span) : 0);
      if (!sameLink) {
        endLink();
        if (!span.link.isEmpty()) text_ += u'[';
        link_ = span.link;
      }
      open(spans, i);
      const bool lineStart = text_.isEmpty() || text_.endsWith(u'\n');
      QString words = span.code ? codeSpan(span.text) : escapeMarkdown(span.text, lineStart);
      if (!span.link.isEmpty() && !span.code) words = inLink(words);
      text_ += words;
    }
    close(0);
    endLink();
    return text_;
  }

 private:
  void endLink() {
    if (link_.isEmpty()) return;
    QString address = link_;
    address.replace(u' ', QStringLiteral("%20"))
        .replace(u'<', QStringLiteral("%3C"))
        .replace(u'>', QStringLiteral("%3E"));
    address.remove(u'\n');
    text_ += QStringLiteral("](<%1>)").arg(address.replace(u'\\', QStringLiteral("\\\\")));
    link_.clear();
  }

  // Closes what is not in `keep`, and what was opened after it.
  void close(int keep) {
    qsizetype left = 0;
    while (left < open_.size() && (open_[left].style & keep) != 0) ++left;
    while (open_.size() > left) text_ += open_.takeLast().sign;
  }

  void open(const QVector<Span>& spans, qsizetype at) {
    int wanted = spans[at].code ? 0 : styleOf(spans[at]);
    for (const Opened& each : std::as_const(open_)) wanted &= ~each.style;
    // What lasts longest comes first.
    while (wanted != 0) {
      int best = 0;
      qsizetype reach = -1;
      for (const int style : {Bold, Italic, Strike}) {
        if ((wanted & style) == 0) continue;
        qsizetype end = at;
        while (end < spans.size() && (styleOf(spans[end]) & style) != 0) ++end;
        if (end > reach) {
          reach = end;
          best = style;
        }
      }
      wanted &= ~best;
      const QString sign = best == Bold     ? QStringLiteral("**")
                           : best == Strike ? QStringLiteral("~~")
                                            : italicSign(spans, at, reach);
      text_ += sign;
      open_.append({best, sign});
    }
  }

  // "_" is told from "**" beside it; within a word only "*" will do.
  QString italicSign(const QVector<Span>& spans, qsizetype begin, qsizetype end) const {
    const bool wordBefore =
        begin > 0 && !spans[begin - 1].text.isEmpty() && spans[begin - 1].text.back().isLetterOrNumber();
    const bool wordAfter =
        end < spans.size() && !spans[end].text.isEmpty() && spans[end].text.front().isLetterOrNumber();
    const bool beside = text_.endsWith(u'*') || (begin > 0 && styleOf(spans[begin - 1]) != 0) ||
                        (end < spans.size() && styleOf(spans[end]) != 0) || (spans[begin].bold);
    return beside && !wordBefore && !wordAfter ? QStringLiteral("_") : QStringLiteral("*");
  }

  struct Opened {
    int style;
    QString sign;
  };
  QString text_;
  QVector<Opened> open_;
  QString link_;
};

// Words before looks: where the signs would not be read as they were meant, the words stand alone.
QString writeSpans(const QVector<Span>& spans) {
  const QString text = Line().write(spans);
  if (!text.contains(u'*') && !text.contains(u'_') && !text.contains(u'~')) return text;
  QVector<Span> plain = spans;
  for (Span& span : plain) span.bold = span.italic = span.strike = false;
  // A note alone is no note while its text is not there.
  QString expected;
  for (const Span& span : spans)
    expected += span.lineBreak   ? QStringLiteral(" ")
                : span.note >= 0 ? QStringLiteral("[^%1]").arg(span.note + 1)
                                 : span.text;
  const Manuscript back = readMarkdown(text, LineEnds::Join);
  const bool same = back.blocks.size() == 1 && plainText(back.blocks.first().spans) == expected.trimmed();
  return same ? text : Line().write(plain);
}

QString indented(const QString& text, const QString& by) {
  QStringList lines = text.split(u'\n');
  for (qsizetype i = 1; i < lines.size(); ++i)
    if (!lines[i].isEmpty()) lines[i].prepend(by);
  return lines.join(u'\n');
}

QString writeBlocks(const QVector<Block>& blocks, const Work& work = {});

QString writeList(const Block& list, bool other) {
  QStringList items;
  int number = list.level;
  for (const Block& item : list.blocks) {
    const QString sign = list.level == 0 ? QString(other ? u'*' : u'-') + u' '
                                         : QString::number(number++) + (other ? u')' : u'.') + u' ';
    const QString text = writeBlocks(item.blocks);
    items.append(sign + indented(text, QString(sign.size(), u' ')));
  }
  const bool tight = std::all_of(list.blocks.cbegin(), list.blocks.cend(), [](const Block& item) {
    return item.blocks.size() <= 1 || (item.blocks.size() == 2 && item.blocks[1].kind == Block::List);
  });
  return items.join(tight ? QStringLiteral("\n") : QStringLiteral("\n\n"));
}

QString writeCode(const Block& block) {
  QString text;
  for (const Span& span : block.spans) text += span.lineBreak ? QStringLiteral("\n") : span.text;
  QString fence = QStringLiteral("```");
  while (text.contains(fence)) fence += u'`';
  const QString info = block.info.contains(u'`') ? QString() : block.info;
  return fence + info + u'\n' + text + u'\n' + fence;
}

QString writeBlock(const Block& block, bool otherSign) {
  switch (block.kind) {
    case Block::Heading: {
      QVector<Span> spans = block.spans;
      for (Span& span : spans)
        if (span.lineBreak) span = Span{QStringLiteral(" ")};
      QString line = writeSpans(spans);
      if (line.endsWith(u'#')) line.insert(line.size() - 1, u'\\');
      return QString(qBound(1, block.level, 6), u'#') + u' ' + line;
    }
    case Block::Quote: {
      QStringList lines = writeBlocks(block.blocks).split(u'\n');
      for (QString& line : lines) line.prepend(line.isEmpty() ? QStringLiteral(">") : QStringLiteral("> "));
      return lines.join(u'\n');
    }
    case Block::List:
      return writeList(block, otherSign);
    case Block::SceneBreak:
      return QStringLiteral("***");
    case Block::Code:
      return writeCode(block);
    case Block::Item:
      return writeBlocks(block.blocks);
    case Block::Paragraph:
      break;
  }
  return writeSpans(block.spans);
}

QString writeBlocks(const QVector<Block>& blocks, const Work& work) {
  QStringList texts;
  bool other = false;
  Steps steps(work, blocks.size());
  for (qsizetype i = 0; i < blocks.size(); ++i) {
    steps.next();
    // Two lists in a row would be one, and two quotes too.
    const bool again = i > 0 && blocks[i].kind == Block::List && blocks[i - 1].kind == Block::List;
    other = again && !other;
    texts.append(writeBlock(blocks[i], other));
  }
  return texts.join(QStringLiteral("\n\n"));
}

}  // namespace

QString escapeMarkdown(const QString& text, bool lineStart) {
  static const QRegularExpression entityLike(
      QStringLiteral("^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,47});"));
  static const QRegularExpression number(QStringLiteral("^(\\d{1,9})([.)])(\\s|$)"));
  QString out;
  out.reserve(text.size() + 16);
  QString body = text;
  if (lineStart) {
    while (!body.isEmpty() && (body.front() == u' ' || body.front() == u'\t')) body.remove(0, 1);
    const auto match = number.match(body);
    if (match.hasMatch()) {
      out += match.captured(1) + u'\\';
      body.remove(0, match.capturedLength(1));
      out += body.front();
      body.remove(0, 1);
    } else if (!body.isEmpty() && QStringLiteral("#>+-=").contains(body.front())) {
      out += u'\\';
      out += body.front();
      body.remove(0, 1);
    }
  }
  // "[sic]" is nothing but words; what could be a link or a note is not.
  const bool brackets = body.contains(QStringLiteral("](")) || body.contains(QStringLiteral("]:")) ||
                        body.contains(QStringLiteral("[^")) || body.endsWith(u']') || body.startsWith(u'(');
  for (qsizetype i = 0; i < body.size(); ++i) {
    const QChar letter = body[i];
    const QChar next = i + 1 < body.size() ? body[i + 1] : QChar(u' ');
    bool escape = false;
    switch (letter.unicode()) {
      case u'\\':
        escape = next.isPunct() || next.isSymbol() || i + 1 == body.size();
        break;
      case u'*':
      case u'`':
      case u'~':
        escape = true;
        break;
      case u'[':
      case u']':
        escape = brackets;
        break;
      case u'_': {
        const bool inside = i > 0 && body[i - 1].isLetterOrNumber() && next.isLetterOrNumber();
        escape = !inside;
        break;
      }
      case u'<':
        escape = next.isLetter() || next == u'/' || next == u'!' || next == u'?';
        break;
      case u'&':
        escape = entityLike.match(QStringView(body).mid(i, 60).toString()).hasMatch();
        break;
      default:
        break;
    }
    // Gaps of the page are the author's own signs.
    if ((letter == u'[' && next == u'[') || (letter == u']' && next == u']')) {
      out += letter;
      out += next;
      ++i;
      continue;
    }
    if (escape) out += u'\\';
    out += letter == u'\n' ? QChar(u' ') : letter;
  }
  return out;
}

QString writeMarkdown(const Manuscript& manuscript, const Work& work) {
  QString text = writeBlocks(manuscript.blocks, work);
  for (qsizetype i = 0; i < manuscript.notes.size(); ++i) {
    const QString note = indented(writeBlocks(manuscript.notes[i]), QStringLiteral("    "));
    text +=
        QStringLiteral("%1[^%2]: %3").arg(i == 0 ? QStringLiteral("\n\n") : QStringLiteral("\n")).arg(i + 1).arg(note);
  }
  return text.isEmpty() ? text : text + u'\n';
}

}  // namespace lacuna::storage
