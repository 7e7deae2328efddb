// SPDX-License-Identifier: GPL-3.0-or-later
// Questions and small acts on a manuscript that several readers and writers share.
#pragma once

#include "storage/values/manuscript.h"

namespace lacuna::storage {

// The words of the spans alone; a line break is a space.
QString plainText(const QVector<Span>& spans);
// Words in all blocks, notes left out.
int countWords(const Manuscript& manuscript);
// Whether a paragraph of this text stands for a break between scenes: "***", "* * *", "#", "⁂" and the like.
bool isSceneBreak(const QString& paragraph);
// Adds to the last span where both look alike.
void addSpan(QVector<Span>& spans, const Span& span);
// Without white space at its ends and before a line break; a paragraph of nothing becomes empty.
void trimSpans(QVector<Span>& spans);
// As a block: a scene break where the spans say so. Nothing where they are empty.
void addParagraph(QVector<Block>& blocks, QVector<Span> spans);
// Puts the other's blocks and notes behind these.
void append(Manuscript& to, const Manuscript& other);
// Calls with every list of spans, in reading order; notes come last.
template <typename Call>
void forEachSpans(const QVector<Block>& blocks, const Call& call) {
  for (const Block& block : blocks) {
    if (!block.spans.isEmpty()) call(block);
    forEachSpans(block.blocks, call);
  }
}

// What stands at the head of each page: of Standard "Lee / LETTERS / " with the number behind it where there are
// numbers, else the title. Empty: nothing.
QString runningHead(const Manuscript& manuscript, const ManuscriptLook& look);
// "about 82000 words", as a title page says it.
QString aboutWords(const Manuscript& manuscript);

// What XML cannot hold (control characters, halves of surrogate pairs) becomes U+FFFD.
QString soundForXml(const QString& text);

}  // namespace lacuna::storage
