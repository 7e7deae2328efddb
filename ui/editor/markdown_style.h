// SPDX-License-Identifier: GPL-3.0-or-later
// Quiet styling of Markdown source, one paragraph at a time. The text is never changed. UI thread only.
#pragma once

#include <QFont>
#include <QTextLayout>
#include <QVector>

#include "ui/theme.h"

namespace lacuna::ui {

struct BlockStyle {
  enum Kind { Text, Blank, Heading, Quote, Item, Rule, Code } kind = Text;
  int level = 0;    // heading level, 1..6
  int hanging = 0;  // characters at the start that hang in the margin: "## ", "> "
  int item = 0;     // characters of an item's mark: its other lines stand below what comes behind them
  QVector<QTextLayout::FormatRange> formats;
};

// text: one paragraph. font: the page's; colours from the theme.
BlockStyle styleOf(const QString& text, const QFont& font, const Theme& theme);
// Of a paragraph of code; fence: one of the lines around it.
BlockStyle verbatimStyle(const QString& text, bool fence, const QFont& font, const Theme& theme);
// The kind alone, which costs next to nothing.
BlockStyle::Kind kindOf(const QString& text, int* level = nullptr);
// Letters of a heading against those of the text.
qreal headingScale(int level);

}  // namespace lacuna::ui
