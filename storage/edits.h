// SPDX-License-Identifier: GPL-3.0-or-later
// What an edit does to a text and to the marks on it. Pure functions.
#pragma once

#include <QVector>
#include <optional>

#include "storage/values.h"

namespace lacuna::storage {

// True when the edit lies within a text of this length.
bool fits(const Edit& edit, qsizetype length);

// REQUIRES: fits(edit, text.size()).
void applyEdit(QString& text, const Edit& edit);

// Moves the marks with the text. A mark keeps to its own text:
// - an insertion inside a mark widens it; one at its begin or its end stays outside of it;
// - a deletion takes its part out of the mark, and a mark of which nothing is left goes away;
// - a replacement that reaches over one end of a mark cuts the mark there, one that covers all of it removes it, and
//   one inside of it, touching neither end, becomes a part of it.
QVector<Mark> mapMarks(const QVector<Mark>& marks, const Edit& edit);

// Cuts the marks to [0, length), drops empty ones and sorts them by begin: for marks that come from elsewhere.
QVector<Mark> soundMarks(const QVector<Mark>& marks, qsizetype length);

// One edit that does what `first` and then `second` do, where the two are one run of typing or of deleting; marks move
// as they would by both. Empty where they are apart.
std::optional<Edit> joined(const Edit& first, const Edit& second);

}  // namespace lacuna::storage
