// SPDX-License-Identifier: GPL-3.0-or-later
// Puts a reader's paragraphs together: nested quotes and lists, runs of text in one look. For readers of formats.
#pragma once

#include "storage/formats/manuscript_text.h"

namespace lacuna::storage {

class BlockBuilder {
 public:
  void add(const Span& span) { addSpan(spans_, span); }
  bool hasWords() const;
  // What was added so far is a paragraph, or a heading of this level.
  void endParagraph(int heading = 0);
  // It is a line of code, or several; those that follow each other are one block.
  void endCode();
  void addBlock(const Block& block);
  // What comes next lies in a quote, a list (`level` as Block has it) or an item, until close(). Deeper than
  // kDeepestNesting it stands where it is.
  void open(Block::Kind kind, int level = 0);
  void close();
  // Ends all that is open.
  QVector<Block> finish();

 private:
  QVector<Block> stack_{Block{}};
  QVector<Span> spans_;
  int ignored_ = 0;  // opened too deep
};

// A flat list of paragraphs with depths, as word processors keep them, as lists in lists.
class ListBuilder {
 public:
  explicit ListBuilder(BlockBuilder& blocks) : blocks_(blocks) {}
  // The next paragraph is an item. depth from 0; number: of a first item, 0: bullets. `list`: which list it is of.
  void item(int depth, int number, const QString& list);
  // The next paragraph is of no list.
  void end();

 private:
  BlockBuilder& blocks_;
  QStringList open_;  // the list of each depth
};

// A span with white space as a browser shows it: every run of it one space.
QString collapsed(const QString& text);

}  // namespace lacuna::storage
