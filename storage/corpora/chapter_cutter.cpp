// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/corpora/chapter_cutter.h"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <array>

#include "storage/formats/markdown_reader.h"
#include "storage/words.h"

namespace lacuna::storage {
namespace {

constexpr int kDeepest = 6;
constexpr int kFewestWords = 30;  // of a chapter: with fewer it is a title, or a line of a table of contents
constexpr int kLong = 8000;       // words, beyond which a piece is cut at the headings in it
constexpr qsizetype kLongestTitle = 80;

struct Heading {
  qsizetype begin = 0;
  int level = 1;
  QString title;
};

// As it reads: without what Markdown makes of it.
QString plainTitle(QString title) {
  static const QRegularExpression signs(QStringLiteral("[*_`]+|\\\\(?=[^\\w\\s])|\\[\\^[^\\]]*\\]"));
  return title.remove(signs).simplified().left(kLongestTitle);
}

// Calls see(begin, line, blankBefore, blankBehind) for each line that is not in a fence.
template <typename See>
void forEachLine(QStringView text, See see) {
  bool fenced = false;
  bool blank = true;
  for (qsizetype begin = 0; begin < text.size();) {
    qsizetype end = text.indexOf(u'\n', begin);
    if (end < 0) end = text.size();
    const QStringView line = text.mid(begin, end - begin);
    const QStringView bare = line.trimmed();
    if (bare.startsWith(u"```") || bare.startsWith(u"~~~")) fenced = !fenced;
    const qsizetype next = text.indexOf(u'\n', std::min(end + 1, text.size()));
    const bool behind =
        end >= text.size() || text.mid(end + 1, (next < 0 ? text.size() : next) - end - 1).trimmed().isEmpty();
    if (!fenced) see(begin, line, blank, behind);
    blank = bare.isEmpty();
    begin = end + 1;
  }
}

QVector<Heading> markdownHeadings(QStringView text) {
  static const QRegularExpression sign(QStringLiteral("^ {0,3}(#{1,6})[ \\t]+(.*?)[ \\t]*#*[ \\t]*$"));
  QVector<Heading> headings;
  forEachLine(text, [&](qsizetype begin, QStringView line, bool, bool) {
    if (!line.trimmed().startsWith(u'#')) return;
    const auto match = sign.match(line.toString());
    if (!match.hasMatch() || match.captured(2).isEmpty()) return;
    headings.append({begin, static_cast<int>(match.captured(1).size()), plainTitle(match.captured(2))});
  });
  return headings;
}

// "CHAPTER IV", "Kapitel 3: Die Lampe", "Erstes Kapitel", "Epilogue", "XII.", between empty lines. "Part of me wants
// to." is what somebody says.
QVector<Heading> plainHeadings(QStringView text) {
  static const QRegularExpression sign(
      QStringLiteral(
          "^((chapter|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|kapitola|rozdział|fejezet|luku|глава|part|teil|"
          "partie|parte|deel|book|buch|livre|libro)"
          "(\\s+(\\d{1,3}|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
          "fifteen|sixteen|seventeen|eighteen|nineteen|twenty([ -]\\w+)?|thirty([ -]\\w+)?|the "
          "\\w+|premi(er|ère)|eins|zwei|"
          "drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf))\\s*([.:\u2013\u2014-].{0,60})?|"
          "\\w+te[rs]?\\s+(kapitel|teil|buch)\\s*([.:\u2013\u2014-].{0,60})?|"
          "(prologue?|epilog(ue)?|prólogo|epílogo)\\.?|"
          "(?=[ivxlc])(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})\\.?|\\d{1,3}\\.?)$"),
      QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
  QVector<Heading> headings;
  forEachLine(text, [&](qsizetype begin, QStringView line, bool before, bool behind) {
    if (!before || !behind || line.size() > kLongestTitle) return;
    const QStringView bare = line.trimmed();
    if (bare.isEmpty() || !sign.match(bare.toString()).hasMatch()) return;
    headings.append({begin, 1, plainTitle(bare.toString())});
  });
  return headings;
}

// What is too short for a chapter goes with the next one, and at the end with the last.
QVector<TextPiece> joined(QStringView text, const QVector<TextPiece>& pieces) {
  QVector<TextPiece> result;
  qsizetype begin = -1;
  for (const TextPiece& piece : pieces) {
    TextPiece whole = piece;
    if (begin >= 0) whole.begin = begin;
    begin = -1;
    if (countWords(text.mid(whole.begin, whole.end - whole.begin)) >= kFewestWords) {
      result.append(whole);
    } else if (&piece == &pieces.last() && !result.isEmpty()) {
      result.last().end = whole.end;
    } else if (&piece == &pieces.last()) {
      result.append(whole);
    } else {
      begin = whole.begin;
    }
  }
  return result;
}

QVector<TextPiece> cut(QStringView text, const QVector<Heading>& headings, const TextPiece& piece, int from) {
  for (int level = from; level <= kDeepest; ++level) {
    QVector<TextPiece> pieces;
    for (const Heading& heading : headings) {
      if (heading.level != level || heading.begin < piece.begin || heading.begin >= piece.end) continue;
      if (pieces.isEmpty() && heading.begin > piece.begin) pieces.append({piece.title, piece.begin, heading.begin});
      if (!pieces.isEmpty()) pieces.last().end = heading.begin;
      pieces.append({heading.title, heading.begin, piece.end});
    }
    const auto cuts = std::count_if(headings.cbegin(), headings.cend(), [&](const Heading& each) {
      return each.level == level && each.begin >= piece.begin && each.begin < piece.end;
    });
    if (cuts < 2) continue;
    QVector<TextPiece> result;
    for (const TextPiece& each : joined(text, pieces)) {
      const bool isLong = countWords(text.mid(each.begin, each.end - each.begin)) > kLong;
      result += isLong ? cut(text, headings, each, level + 1) : QVector<TextPiece>{each};
    }
    return result;
  }
  return {piece};
}

}  // namespace

QVector<TextPiece> cutAtHeadings(QStringView text) {
  const TextPiece whole{{}, 0, text.size()};
  const QVector<TextPiece> pieces = cut(text, markdownHeadings(text), whole, 1);
  return pieces.size() > 1 ? pieces : cut(text, plainHeadings(text), whole, 1);
}

QVector<TextPiece> cutEvenly(QStringView text, const TextPiece& piece, qint64 words) {
  const QStringView part = text.mid(piece.begin, piece.end - piece.begin);
  const qint64 all = countWords(part);
  const qint64 count = std::max<qint64>(1, (all + words / 2) / std::max<qint64>(1, words));
  QVector<TextPiece> pieces;
  qsizetype begin = 0;
  qint64 seen = 0;
  for (qsizetype at = 0; at < part.size();) {
    qsizetype end = part.indexOf(u'\n', at);
    end = end < 0 ? part.size() : end + 1;
    seen += countWords(part.mid(at, end - at));
    at = end;
    // Never within the words of one paragraph: empty lines stay with the one before.
    const bool next = at < part.size() && !part.mid(at, 1).trimmed().isEmpty();
    const auto goal = all * (pieces.size() + 1) / count;
    if (!next || seen < goal || pieces.size() + 1 >= count) continue;
    pieces.append({{}, piece.begin + begin, piece.begin + at});
    begin = at;
  }
  pieces.append({{}, piece.begin + begin, piece.end});
  return pieces;
}

QString unwrapped(const QString& text) {
  if (guessLineEnds(text) != LineEnds::Join) return text;
  static const QRegularExpression marked(QStringLiteral("^\\s*([#>|]|[-*+]\\s|\\d+[.)]\\s|\\[\\^|```|~~~)"));
  QString result;
  result.reserve(text.size());
  bool goesOn = false;  // the line before is one of a paragraph
  bool fenced = false;
  for (const QStringView line : QStringView(text).split(u'\n')) {
    const QStringView bare = line.trimmed();
    const bool fence = bare.startsWith(u"```") || bare.startsWith(u"~~~");
    const bool plain = !fenced && !fence && !bare.isEmpty() && !marked.match(line.toString()).hasMatch();
    if (fence) fenced = !fenced;
    if (plain && goesOn) {
      result.chop(1);
      while (result.endsWith(u' ')) result.chop(1);
      result += u' ';
      result += bare;
    } else {
      result += line;
    }
    result += u'\n';
    goesOn = plain && !line.endsWith(u"  ") && !line.endsWith(u'\\');
  }
  result.chop(1);
  return result;
}

}  // namespace lacuna::storage
