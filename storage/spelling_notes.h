// SPDX-License-Identifier: GPL-3.0-or-later
// The words and languages of projects and documents, kept in the library's settings under "spelling.ID" as JSON. What
// cannot be read there counts as nothing. Errors: StorageError.
#pragma once

#include "storage/values/spelling.h"

namespace lacuna::storage {

class Database;
class Library;

// The name of the setting.
QString spellingSettingOf(const QString& id);
LibrarySpelling spellingNotes(Library& library);
// Takes away, then adds; a word is a line without white space around it. Throws kNotFound for an unknown document.
void changeSpellingWords(Library& library, const QString& id, const QStringList& added, const QStringList& removed);
void setSpellingLanguages(Library& library, const QString& id, const QStringList& languages);
// What `from` says, `to` says too. Its languages only where `to` has none.
void copySpelling(Library& library, const QString& from, const QString& to);

}  // namespace lacuna::storage
