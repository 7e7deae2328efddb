// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a document as the disk has it, read without opening the document: nothing is held, written or repaired.
// For the search, which reads every document, and for checking a backup.
#pragma once

#include <QHash>
#include <QString>
#include <optional>

namespace lacuna::storage {

class Database;

// Which state of a document a text is. Each write of a text or of marks changes it, also where a library was put back
// from a backup; folding a journal does not.
struct TextStamp {
  qint64 sequence = -1;  // of the last edit
  qint64 updated = 0;    // documents.updated
  bool operator==(const TextStamp&) const = default;
};

struct StoredText {
  QString text;
  bool sound = true;  // false: a part is damaged, the text is what is sound of it
};

// `key` is the key in the table documents. Empty where no state can be read any more. Errors: StorageError.
std::optional<StoredText> storedText(Database& database, qint64 key);

struct StampedDocument {
  qint64 key = 0;
  TextStamp stamp;
};
// Of every document, by id. Errors: StorageError.
QHash<QString, StampedDocument> textStamps(Database& database);

}  // namespace lacuna::storage
