// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/markdown_reader.h"

#include <libxml/HTMLparser.h>
#include <md4c.h>

#include <QHash>
#include <QRegularExpression>
#include <algorithm>
#include <functional>
#include <utility>

#include "storage/formats/manuscript_text.h"

namespace lacuna::storage {
namespace {

// "&amp;", "&#8212;" and the like; what is not known stays as it stands.
QString entity(const QString& word) {
  bool known = false;
  if (word.startsWith(QStringLiteral("&#"))) {
    const bool hex = word.size() > 3 && (word[2] == u'x' || word[2] == u'X');
    const uint code = word.mid(hex ? 3 : 2).chopped(1).toUInt(&known, hex ? 16 : 10);
    if (known && code > 0 && code <= 0x10FFFF && !QChar::isSurrogate(code))
      return QString::fromUcs4(reinterpret_cast<const char32_t*>(&code), 1);
    return word;
  }
  const QByteArray name = word.mid(1).chopped(1).toUtf8();
  const htmlEntityDesc* found = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.constData()));
  return found == nullptr ? word : QString(QChar(found->value));
}

class Reader {
 public:
  Reader(LineEnds lineEnds, const QHash<QString, int>& notes) : lineEnds_(lineEnds), notes_(notes) {}

  QVector<Block> read(const QString& text, const Work& work = {}) {
    stack_ = {{}};
    steps_ = Steps(work, text.count(QStringLiteral("\n\n")) + 1);
    stopped_ = false;
    const QByteArray bytes = text.toUtf8();
    MD_PARSER parser = {};
    parser.flags = MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
      static_cast<Reader*>(self)->enter(type, detail);
      return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
      static_cast<Reader*>(self)->leave(type);
      return static_cast<Reader*>(self)->mayGoOn() ? 0 : 1;
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
      static_cast<Reader*>(self)->change(type, detail, 1);
      return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void* detail, void* self) {
      static_cast<Reader*>(self)->change(type, detail, -1);
      return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* letters, MD_SIZE size, void* self) {
      static_cast<Reader*>(self)->add(type, QString::fromUtf8(letters, static_cast<qsizetype>(size)));
      return 0;
    };
    md_parse(bytes.constData(), static_cast<MD_SIZE>(bytes.size()), &parser, this);
    if (stopped_) throw Stopped();
    endParagraph();
    while (stack_.size() > 1) pop();
    return std::move(stack_.first().blocks);
  }

 private:
  // Nothing may be thrown through the parser, which is C.
  bool mayGoOn() {
    if (stopped_) return false;
    try {
      steps_.next();
    } catch (const Stopped&) {
      stopped_ = true;
    }
    return !stopped_;
  }

  void enter(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        push(Block::Quote, 0);
        break;
      case MD_BLOCK_UL:
        push(Block::List, 0);
        break;
      case MD_BLOCK_OL:
        push(Block::List,
             std::max(1, static_cast<int>(std::min(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start, 1000000U))));
        break;
      case MD_BLOCK_LI:
        push(Block::Item, 0);
        break;
      case MD_BLOCK_H:
        endParagraph();
        heading_ = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
        break;
      case MD_BLOCK_HR: {
        endParagraph();
        Block block;
        block.kind = Block::SceneBreak;
        stack_.last().blocks.append(block);
        break;
      }
      case MD_BLOCK_CODE:
        endParagraph();
        code_ = true;
        info_ = textOf(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->info).simplified();
        break;
      default:
        break;
    }
  }

  void leave(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_QUOTE:
      case MD_BLOCK_UL:
      case MD_BLOCK_OL:
      case MD_BLOCK_LI:
        endParagraph();
        pop();
        break;
      case MD_BLOCK_H: {
        trimSpans(spans_);
        Block block;
        block.kind = spans_.isEmpty() ? Block::SceneBreak : Block::Heading;  // "#" alone stands between scenes
        block.level = spans_.isEmpty() ? 0 : heading_;
        block.spans = std::move(spans_);
        spans_.clear();
        heading_ = 0;
        stack_.last().blocks.append(block);
        break;
      }
      case MD_BLOCK_P:
        endParagraph();
        break;
      case MD_BLOCK_CODE: {
        Block block;
        block.kind = Block::Code;
        block.info = std::exchange(info_, QString());
        if (!spans_.isEmpty() && spans_.last().lineBreak) spans_.removeLast();
        block.spans = std::move(spans_);
        spans_.clear();
        code_ = false;
        if (!block.spans.isEmpty()) stack_.last().blocks.append(block);
        break;
      }
      default:
        break;
    }
  }

  void change(MD_SPANTYPE type, void* detail, int by) {
    switch (type) {
      case MD_SPAN_EM:
        italic_ += by;
        break;
      case MD_SPAN_STRONG:
        bold_ += by;
        break;
      case MD_SPAN_DEL:
        strike_ += by;
        break;
      case MD_SPAN_CODE:
        inCode_ += by;
        break;
      case MD_SPAN_A: {
        link_ = by > 0 ? textOf(static_cast<MD_SPAN_A_DETAIL*>(detail)->href) : QString();
        break;
      }
      default:
        break;
    }
  }

  static QString textOf(const MD_ATTRIBUTE& attribute) {
    return QString::fromUtf8(attribute.text, static_cast<qsizetype>(attribute.size));
  }

  void add(MD_TEXTTYPE type, const QString& text) {
    if (code_) {
      const QStringList lines = text.split(u'\n');
      for (qsizetype i = 0; i < lines.size(); ++i) {
        if (i > 0) addBreak();
        put(lines[i]);
      }
      return;
    }
    switch (type) {
      case MD_TEXT_BR:
        addBreak();
        break;
      case MD_TEXT_SOFTBR:
        if (heading_ > 0) {
          put(QStringLiteral(" "));
        } else if (lineEnds_ == LineEnds::Paragraph) {
          endParagraph();
        } else if (lineEnds_ == LineEnds::Break) {
          addBreak();
        } else {
          put(QStringLiteral(" "));
        }
        break;
      case MD_TEXT_ENTITY:
        put(entity(text));
        break;
      case MD_TEXT_NULLCHAR:
        put(QString(QChar(QChar::ReplacementCharacter)));
        break;
      case MD_TEXT_CODE:
        put(text);
        break;
      default:
        putWithNotes(text);
    }
  }

  // "[^name]" where there is such a note.
  void putWithNotes(const QString& text) {
    static const QRegularExpression sign(QStringLiteral("\\[\\^([^\\]\\s]+)\\]"));
    qsizetype at = 0;
    if (!notes_.isEmpty() && text.contains(QStringLiteral("[^"))) {
      auto places = sign.globalMatch(text);
      while (places.hasNext()) {
        const auto place = places.next();
        const int note = notes_.value(place.captured(1), -1);
        if (note < 0) continue;
        put(text.mid(at, place.capturedStart() - at));
        Span span;
        span.note = note;
        spans_.append(span);
        at = place.capturedEnd();
      }
    }
    put(text.mid(at));
  }

  void put(const QString& text) {
    Span span;
    span.text = text;
    span.bold = bold_ > 0;
    span.italic = italic_ > 0;
    span.strike = strike_ > 0;
    span.code = inCode_ > 0;
    span.link = link_;
    addSpan(spans_, span);
  }

  void addBreak() {
    Span span;
    span.lineBreak = true;
    spans_.append(span);
  }

  void endParagraph() {
    addParagraph(stack_.last().blocks, std::move(spans_));
    spans_.clear();
  }

  void push(Block::Kind kind, int level) {
    endParagraph();
    Block block;
    block.kind = kind;
    block.level = level;
    stack_.append(block);
  }

  void pop() {
    Block block = std::move(stack_.last());
    stack_.removeLast();
    // Too deep: its paragraphs stand here instead.
    if (stack_.size() > kDeepestNesting * 2 && (block.kind == Block::Quote || block.kind == Block::List)) {
      for (Block& each : block.blocks) {
        if (each.kind == Block::Item) {
          stack_.last().blocks += each.blocks;
        } else {
          stack_.last().blocks.append(each);
        }
      }
      return;
    }
    if (!block.blocks.isEmpty() || block.kind == Block::Item) stack_.last().blocks.append(block);
  }

  Steps steps_{Work(), 0};
  bool stopped_ = false;
  LineEnds lineEnds_;
  const QHash<QString, int>& notes_;
  QVector<Block> stack_;
  QVector<Span> spans_;
  int bold_ = 0, italic_ = 0, strike_ = 0, inCode_ = 0;
  QString link_;
  QString info_;
  int heading_ = 0;
  bool code_ = false;
};

bool isFence(const QString& line) {
  const QString text = line.trimmed();
  return text.startsWith(QStringLiteral("```")) || text.startsWith(QStringLiteral("~~~"));
}

}  // namespace

LineEnds guessLineEnds(const QString& text) {
  static const QRegularExpression marked(QStringLiteral("^\\s*([#>]|[-*+]\\s|\\d+[.)]\\s|\\[\\^|```|~~~)"));
  const QStringList lines = text.split(u'\n');
  QVector<QPair<qsizetype, qsizetype>> ends;  // length of a line that goes on, and of the next line's first word
  qsizetype longest = 0;
  for (qsizetype i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].trimmed().isEmpty() || lines[i + 1].trimmed().isEmpty()) continue;
    if (marked.match(lines[i]).hasMatch() || marked.match(lines[i + 1]).hasMatch()) continue;
    if (lines[i].endsWith(QStringLiteral("  ")) || lines[i].endsWith(u'\\')) continue;
    const qsizetype word = lines[i + 1].trimmed().section(u' ', 0, 0).size();
    ends.append({lines[i].size(), word});
    longest = std::max({longest, lines[i].size(), lines[i + 1].size()});
  }
  if (ends.isEmpty()) return LineEnds::Join;
  if (longest > 130) return LineEnds::Paragraph;
  // Wrapped at a width: the next word would not have fitted any more.
  const auto forced = std::count_if(ends.cbegin(), ends.cend(),
                                    [longest](const auto& end) { return end.first + 1 + end.second > longest - 2; });
  if (longest >= 40 && forced * 4 >= ends.size() * 3) return LineEnds::Join;
  return LineEnds::Break;
}

QVector<NoteText> takeNotes(QString& text) {
  QVector<NoteText> notes;
  if (!text.contains(QStringLiteral("[^"))) return notes;
  static const QRegularExpression begin(QStringLiteral("^ {0,3}\\[\\^([^\\]\\s]+)\\]:[ \\t]*(.*)$"));
  QStringList rest;
  const QStringList lines = text.split(u'\n');
  bool fenced = false;
  for (qsizetype i = 0; i < lines.size(); ++i) {
    if (isFence(lines[i])) fenced = !fenced;
    const auto match = fenced ? QRegularExpressionMatch() : begin.match(lines[i]);
    if (!match.hasMatch()) {
      rest.append(lines[i]);
      continue;
    }
    NoteText note{match.captured(1), match.captured(2), lines[i]};
    // Further lines: those that are indented, also behind an empty line; and what follows at once is the same
    // paragraph.
    while (i + 1 < lines.size()) {
      const QString& next = lines[i + 1];
      const bool indented = next.startsWith(QStringLiteral("    ")) || next.startsWith(u'\t');
      const bool empty = next.trimmed().isEmpty();
      if (empty) {
        const bool goesOn = i + 2 < lines.size() && !lines[i + 2].trimmed().isEmpty() &&
                            (lines[i + 2].startsWith(QStringLiteral("    ")) || lines[i + 2].startsWith(u'\t'));
        if (!goesOn) break;
      } else if (!indented && begin.match(next).hasMatch()) {
        break;
      }
      note.source += u'\n' + next;
      note.text += u'\n' + (next.startsWith(u'\t') ? next.mid(1) : indented ? next.mid(4) : next);
      ++i;
    }
    notes.append(note);
  }
  if (!notes.isEmpty()) text = rest.join(u'\n');
  return notes;
}

Manuscript readMarkdown(const QString& source, LineEnds lineEnds, const Work& work) {
  QString text = source;
  if (lineEnds == LineEnds::Guess) lineEnds = guessLineEnds(text);
  const QVector<NoteText> found = takeNotes(text);
  QHash<QString, int> names;
  for (qsizetype i = 0; i < found.size(); ++i)
    if (!names.contains(found[i].name)) names.insert(found[i].name, static_cast<int>(i));
  Manuscript manuscript;
  manuscript.blocks = Reader(lineEnds, names).read(text, work);
  // In the order of their places; a note that nothing points at comes behind all others, so that its words stay.
  QVector<int> order;
  const auto collect = [&order](const Block& block) {
    for (const Span& span : block.spans)
      if (span.note >= 0 && !order.contains(span.note)) order.append(span.note);
  };
  forEachSpans(manuscript.blocks, collect);
  const QHash<QString, int> none;
  QVector<QVector<Block>> read;
  for (const NoteText& note : found) read.append(Reader(LineEnds::Join, none).read(note.text));
  QVector<int> places(found.size(), -1);
  for (const int each : std::as_const(order)) {
    places[each] = static_cast<int>(manuscript.notes.size());
    manuscript.notes.append(read[each]);
  }
  std::function<void(QVector<Block>&)> renumber = [&](QVector<Block>& blocks) {
    for (Block& block : blocks) {
      for (Span& span : block.spans)
        if (span.note >= 0) span.note = places[span.note];
      renumber(block.blocks);
    }
  };
  renumber(manuscript.blocks);
  for (qsizetype i = 0; i < found.size(); ++i)
    if (places[i] < 0) manuscript.blocks += read[i];
  return manuscript;
}

}  // namespace lacuna::storage
