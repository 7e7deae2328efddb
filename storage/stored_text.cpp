// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/stored_text.h"

#include "storage/database.h"
#include "storage/journal.h"
#include "storage/revisions.h"
#include "storage/text_buffer.h"

namespace lacuna::storage {

std::optional<StoredText> storedText(Database& database, qint64 key) {
  const Revisions revisions(database);
  const QVector<Revisions::Head> heads = revisions.heads(key);
  for (qsizetype i = 0; i < heads.size(); ++i) {
    const std::optional<QString> text = revisions.text(heads[i].id);
    if (!text) continue;
    if (i > 0) return StoredText{*text, false};  // the journal goes on from the newest only
    const Journal::Replay replay = Journal(database).read(key, heads[i].sequence, text->size());
    if (replay.entries.isEmpty()) return StoredText{*text, replay.unsound == 0};
    TextBuffer buffer(*text);
    for (const Journal::Entry& entry : replay.entries) buffer.apply(entry.edit);
    return StoredText{buffer.text(), replay.unsound == 0};
  }
  return std::nullopt;
}

QHash<QString, StampedDocument> textStamps(Database& database) {
  Statement rows(
      database,
      "SELECT id, key, updated, max(coalesce((SELECT max(sequence) FROM journal WHERE document = key), 0), "
      "coalesce((SELECT sequence FROM revisions WHERE document = key ORDER BY revisions.id DESC LIMIT 1), 0)) "
      "FROM documents");
  QHash<QString, StampedDocument> stamps;
  while (rows.step()) stamps.insert(rows.text(0), {rows.number(1), {rows.number(3), rows.number(2)}});
  return stamps;
}

}  // namespace lacuna::storage
