// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/block_builder.h"

#include <algorithm>
#include <utility>

namespace lacuna::storage {

bool BlockBuilder::hasWords() const {
  return std::any_of(spans_.cbegin(), spans_.cend(),
                     [](const Span& span) { return span.note >= 0 || !span.text.trimmed().isEmpty(); });
}

void BlockBuilder::endParagraph(int heading) {
  QVector<Span> spans = std::exchange(spans_, {});
  if (heading == 0) {
    addParagraph(stack_.last().blocks, std::move(spans));
    return;
  }
  trimSpans(spans);
  if (spans.isEmpty()) return;
  Block block;
  block.kind = Block::Heading;
  block.level = std::clamp(heading, 1, 6);
  block.spans = std::move(spans);
  stack_.last().blocks.append(block);
}

void BlockBuilder::endCode() {
  const QVector<Span> spans = std::exchange(spans_, {});
  QVector<Block>& blocks = stack_.last().blocks;
  Span lineEnd;
  lineEnd.lineBreak = true;
  if (!blocks.isEmpty() && blocks.last().kind == Block::Code) {
    blocks.last().spans.append(lineEnd);
  } else if (spans.isEmpty()) {
    return;
  } else {
    blocks.append(Block{});
    blocks.last().kind = Block::Code;
  }
  for (const Span& span : spans)
    if (span.note < 0) addSpan(blocks.last().spans, span.lineBreak ? lineEnd : Span{span.text});
}

void BlockBuilder::addBlock(const Block& block) {
  endParagraph();
  stack_.last().blocks.append(block);
}

void BlockBuilder::open(Block::Kind kind, int level) {
  endParagraph();
  if (ignored_ > 0 || stack_.size() > kDeepestNesting * 2) {
    ++ignored_;
    return;
  }
  Block block;
  block.kind = kind;
  block.level = level;
  stack_.append(block);
}

void BlockBuilder::close() {
  endParagraph();
  if (ignored_ > 0) {
    --ignored_;
    return;
  }
  if (stack_.size() < 2) return;
  const Block block = stack_.takeLast();
  if (block.blocks.isEmpty()) return;
  // What lies in a list without being an item is one; an item outside a list is what it holds.
  Block& into = stack_.last();
  if (block.kind == Block::Item && into.kind != Block::List) {
    into.blocks += block.blocks;
  } else if (into.kind == Block::List && block.kind != Block::Item) {
    Block item;
    item.kind = Block::Item;
    item.blocks = {block};
    into.blocks.append(item);
  } else {
    into.blocks.append(block);
  }
}

QVector<Block> BlockBuilder::finish() {
  while (stack_.size() > 1 || ignored_ > 0) close();
  endParagraph();
  return std::exchange(stack_, {Block{}}).first().blocks;
}

void ListBuilder::item(int depth, int number, const QString& list) {
  const int wanted = std::clamp(depth, 0, kDeepestNesting - 1) + 1;
  while (open_.size() > wanted || (open_.size() == wanted && open_.last() != list)) {
    blocks_.close();
    blocks_.close();
    open_.removeLast();
  }
  if (open_.size() == wanted) {
    blocks_.close();
    blocks_.open(Block::Item);
  }
  while (open_.size() < wanted) {
    blocks_.open(Block::List, number);
    blocks_.open(Block::Item);
    open_.append(list);
  }
}

void ListBuilder::end() {
  for (; !open_.isEmpty(); open_.removeLast()) {
    blocks_.close();
    blocks_.close();
  }
}

QString collapsed(const QString& text) {
  QString out;
  out.reserve(text.size());
  for (const QChar letter : text) {
    const bool space = letter == u' ' || letter == u'\n' || letter == u'\t' || letter == u'\r' || letter == u'\f';
    if (!space) {
      out += letter;
    } else if (out.isEmpty() || out.back() != u' ') {
      out += u' ';
    }
  }
  return out;
}

}  // namespace lacuna::storage
