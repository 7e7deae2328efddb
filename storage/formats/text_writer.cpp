// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/manuscript_text.h"
#include "storage/formats/writers.h"

namespace lacuna::storage {
namespace {

QString words(const QVector<Span>& spans) {
  QString text;
  for (const Span& span : spans) {
    if (span.note >= 0) {
      text += QStringLiteral("[%1]").arg(span.note + 1);
    } else {
      text += span.lineBreak ? QStringLiteral("\n") : span.text;
    }
  }
  return text;
}

QString blocksText(const QVector<Block>& blocks, const Work& work = {}) {
  QStringList texts;
  Steps steps(work, blocks.size());
  for (const Block& block : blocks) {
    steps.next();
    if (block.kind == Block::SceneBreak) {
      texts.append(QStringLiteral("* * *"));
    } else if (block.kind == Block::List) {
      QStringList items;
      int number = block.level;
      for (const Block& item : block.blocks) {
        const QString sign = block.level == 0 ? QStringLiteral("- ") : QStringLiteral("%1. ").arg(number++);
        items.append(sign + blocksText(item.blocks).replace(u'\n', u'\n' + QString(sign.size(), u' ')));
      }
      texts.append(items.join(u'\n'));
    } else if (block.blocks.isEmpty()) {
      texts.append(words(block.spans));
    } else {
      texts.append(blocksText(block.blocks));
    }
  }
  return texts.join(QStringLiteral("\n\n"));
}

}  // namespace

QByteArray writeText(const Manuscript& manuscript, const ManuscriptLook& look, const Work& work) {
  QStringList parts;
  if (look.titlePage && !manuscript.title.isEmpty()) {
    parts.append(manuscript.title);
    if (!manuscript.author.isEmpty()) parts.append(manuscript.author);
  }
  parts.append(blocksText(manuscript.blocks, work));
  for (qsizetype i = 0; i < manuscript.notes.size(); ++i)
    parts.append(QStringLiteral("[%1] %2").arg(i + 1).arg(blocksText(manuscript.notes[i])));
  return (parts.join(QStringLiteral("\n\n")) + u'\n').toUtf8();
}

}  // namespace lacuna::storage
