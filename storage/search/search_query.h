// SPDX-License-Identifier: GPL-3.0-or-later
// What an author types into the search, as an expression for SQLite's FTS5.
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace lacuna::storage {

// Words that must all stand in one paragraph, in any order; "words in quotation marks" stand as they are written; a
// word with a * is the beginning of one; a word with a - before it must not stand there. Case and accents do not
// matter. Everything else is text: nothing that is typed is an error.
struct SearchQuery {
  QByteArray match;  // for MATCH
};

// `typing`: the author has not finished, and the last word is the beginning of one, from two letters on.
// Empty where there is no word to look for.
std::optional<SearchQuery> parseQuery(const QString& typed, bool typing = false);

}  // namespace lacuna::storage
