// SPDX-License-Identifier: GPL-3.0-or-later
// What a project, or a document, says about the spelling of what lies in it. Plain data, any thread.
#pragma once

#include <QHash>
#include <QMetaType>
#include <QString>
#include <QStringList>

namespace lacuna::storage {

struct SpellingNotes {
  QStringList words;      // that are right here; ascending, each once
  QStringList languages;  // codes of dictionaries, "en_GB"; empty: nothing is said about them
  bool isEmpty() const { return words.isEmpty() && languages.isEmpty(); }
  bool operator==(const SpellingNotes&) const = default;
};

// By the document's id; those that say nothing are not in it.
using LibrarySpelling = QHash<QString, SpellingNotes>;

}  // namespace lacuna::storage

Q_DECLARE_METATYPE(lacuna::storage::SpellingNotes)
