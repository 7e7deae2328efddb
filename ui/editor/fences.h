// SPDX-License-Identifier: GPL-3.0-or-later
// Which paragraphs are code: those from a line of ``` or ~~~ to the line that ends it, both included; without such a
// line, to the end of the text. Kept as the user state of each block of the page, so that asking costs nothing.
// UI thread only.
#pragma once

#include <QTextBlock>

namespace lacuna::ui {

bool isVerbatim(const QTextBlock& block);
// Whether it is the last line of its code.
bool endsVerbatim(const QTextBlock& block);
// Whether it is one of the lines that begin or end code.
bool isFence(const QTextBlock& block);

// After a change of `added` characters from there. The number of the last block behind the change that is code now and
// was not, or the other way; -1: there is none. Looks no further than it has to.
int markFences(const QTextDocument& document, int from, int added);

}  // namespace lacuna::ui
