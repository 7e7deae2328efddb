// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/manuscript_text.h"

#include <algorithm>
#include <utility>

#include "storage/words.h"

namespace lacuna::storage {
namespace {

void shiftNotes(QVector<Block>& blocks, int by) {
  for (Block& block : blocks) {
    for (Span& span : block.spans)
      if (span.note >= 0) span.note += by;
    shiftNotes(block.blocks, by);
  }
}

}  // namespace

QString plainText(const QVector<Span>& spans) {
  QString text;
  for (const Span& span : spans) text += span.lineBreak ? QStringLiteral(" ") : span.text;
  return text;
}

int countWords(const Manuscript& manuscript) {
  int words = 0;
  forEachSpans(manuscript.blocks, [&words](const Block& block) { words += countWords(plainText(block.spans)); });
  return words;
}

bool isSceneBreak(const QString& paragraph) {
  QString text = paragraph.simplified();
  text.remove(u' ');
  if (text.isEmpty() || text.size() > 12) return false;
  static const QString signs = QStringLiteral("*#~\u2042\u2022\u00B7\u2217\u2766\u2767\u25C6\u25C7\u2619\u273B");
  const bool alone = text.size() == 1 && text != QStringLiteral("*");
  for (const QChar each : std::as_const(text))
    if (each != text.front()) return false;
  if (signs.contains(text.front())) return alone || text.size() >= 3 || text == QStringLiteral("##");
  return text.size() >= 3 && QStringLiteral("-_=\u2013\u2014").contains(text.front());
}

void addSpan(QVector<Span>& spans, const Span& span) {
  if (span.text.isEmpty() && !span.lineBreak && span.note < 0) return;
  if (!spans.isEmpty() && spans.last().sameLook(span)) {
    spans.last().text += span.text;
  } else {
    spans.append(span);
  }
}

void trimSpans(QVector<Span>& spans) {
  const auto blank = [](const Span& span) { return span.note < 0 && span.text.trimmed().isEmpty(); };
  while (!spans.isEmpty() && blank(spans.first())) spans.removeFirst();
  while (!spans.isEmpty() && blank(spans.last())) spans.removeLast();
  if (spans.isEmpty()) return;
  const auto trimFront = [](QString& text) {
    qsizetype at = 0;
    while (at < text.size() && text[at].isSpace()) ++at;
    text.remove(0, at);
  };
  const auto trimBack = [](QString& text) {
    while (!text.isEmpty() && text.back().isSpace()) text.chop(1);
  };
  trimFront(spans.first().text);
  trimBack(spans.last().text);
  for (qsizetype i = 0; i < spans.size(); ++i) {
    if (!spans[i].lineBreak) continue;
    if (i > 0) trimBack(spans[i - 1].text);
    if (i + 1 < spans.size()) trimFront(spans[i + 1].text);
  }
  spans.removeIf([](const Span& span) { return span.text.isEmpty() && !span.lineBreak && span.note < 0; });
}

void addParagraph(QVector<Block>& blocks, QVector<Span> spans) {
  trimSpans(spans);
  if (spans.isEmpty()) return;
  Block block;
  const bool notes = std::any_of(spans.cbegin(), spans.cend(), [](const Span& span) { return span.note >= 0; });
  if (!notes && isSceneBreak(plainText(spans))) {
    block.kind = Block::SceneBreak;
  } else {
    block.spans = std::move(spans);
  }
  blocks.append(block);
}

void append(Manuscript& to, const Manuscript& other) {
  QVector<Block> blocks = other.blocks;
  QVector<QVector<Block>> notes = other.notes;
  const int by = static_cast<int>(to.notes.size());
  shiftNotes(blocks, by);
  for (QVector<Block>& note : notes) shiftNotes(note, by);
  to.blocks += blocks;
  to.notes += notes;
  for (const QString& sentence : other.leftOut)
    if (!to.leftOut.contains(sentence)) to.leftOut.append(sentence);
}

QString runningHead(const Manuscript& manuscript, const ManuscriptLook& look) {
  if (!look.header) return {};
  if (look.style != ManuscriptStyle::Standard) return manuscript.title;
  const QString surname = manuscript.author.section(u' ', -1);
  const QString title = manuscript.title.toUpper();
  QStringList parts;
  if (!surname.isEmpty()) parts.append(surname);
  if (!title.isEmpty()) parts.append(title);
  if (look.numbers) parts.append(QString());
  return parts.join(QStringLiteral(" / "));
}

QString aboutWords(const Manuscript& manuscript) {
  const int all = countWords(manuscript);
  const int about = all > 1000 ? (all + 500) / 1000 * 1000 : (all + 50) / 100 * 100;
  return QStringLiteral("about %1 words").arg(about);
}

QString soundForXml(const QString& text) {
  QString sound = text;
  for (qsizetype i = 0; i < sound.size(); ++i) {
    const char16_t unit = sound[i].unicode();
    if (QChar::isHighSurrogate(unit) && i + 1 < sound.size() && sound[i + 1].isLowSurrogate()) {
      ++i;
    } else if (QChar::isSurrogate(unit) || (unit < 0x20 && unit != '\t' && unit != '\n') || unit >= 0xFFFE) {
      sound[i] = QChar(QChar::ReplacementCharacter);
    }
  }
  return sound;
}

}  // namespace lacuna::storage
