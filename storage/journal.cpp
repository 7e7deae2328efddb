// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/journal.h"

#include <QDataStream>
#include <QDateTime>
#include <QIODevice>

#include "storage/codec.h"
#include "storage/database.h"
#include "storage/edits.h"

namespace lacuna::storage {
namespace {

quint32 digestOf(qint64 document, const Journal::Entry& entry, const QByteArray& inserted) {
  QByteArray head;
  QDataStream stream(&head, QIODevice::WriteOnly);
  stream << document << entry.sequence << entry.edit.position << entry.edit.removed << entry.length;
  return digest(inserted, digest(head));
}

}  // namespace

void Journal::append(qint64 document, const Entry& entry) {
  const QByteArray inserted = encodeText(entry.edit.inserted);
  Statement insert(database_,
                   "INSERT INTO journal(document, sequence, position, removed, inserted, length, digest) "
                   "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  insert.bind(document, entry.sequence, entry.edit.position, entry.edit.removed, inserted, entry.length,
              digestOf(document, entry, inserted));
  insert.run();
}

Journal::Replay Journal::read(qint64 document, qint64 after, qint64 length) const {
  Statement rows(database_,
                 "SELECT sequence, position, removed, inserted, length, digest FROM journal "
                 "WHERE document = ?1 AND sequence > ?2 ORDER BY sequence");
  rows.bind(document, after);
  Replay replay;
  replay.last = after;
  while (rows.step()) {
    Entry entry;
    entry.sequence = rows.number(0);
    entry.edit.position = static_cast<int>(rows.number(1));
    entry.edit.removed = static_cast<int>(rows.number(2));
    entry.length = static_cast<int>(rows.number(4));
    const QByteArray inserted = rows.blob(3);
    const std::optional<QString> text = decodeText(inserted);
    entry.edit.inserted = text.value_or(QString());
    const bool sound = replay.unsound == 0 && text.has_value() && entry.sequence == replay.last + 1 &&
                       static_cast<quint32>(rows.number(5)) == digestOf(document, entry, inserted) &&
                       fits(entry.edit, length) &&
                       entry.length == length - entry.edit.removed + entry.edit.inserted.size();
    replay.last = entry.sequence;
    if (!sound) {
      ++replay.unsound;
      continue;
    }
    length = entry.length;
    replay.bytes += inserted.size();
    replay.entries.append(std::move(entry));
  }
  return replay;
}

void Journal::forget(qint64 document, qint64 upTo) {
  Statement remove(database_, "DELETE FROM journal WHERE document = ?1 AND sequence <= ?2");
  remove.bind(document, upTo);
  remove.run();
}

QStringList Journal::setAside(qint64 document, qint64 after) {
  QStringList texts;
  Statement rows(database_, "SELECT inserted FROM journal WHERE document = ?1 AND sequence > ?2 ORDER BY sequence");
  rows.bind(document, after);
  while (rows.step()) {
    const std::optional<QString> text = decodeText(rows.blob(0));
    if (text && !text->trimmed().isEmpty()) {
      texts.append(*text);
    }
  }
  Statement copy(database_,
                 "INSERT INTO damaged(document, found, source, sequence, position, removed, payload) "
                 "SELECT document, ?1, 'journal', sequence, position, removed, inserted FROM journal "
                 "WHERE document = ?2 AND sequence > ?3");
  copy.bind(QDateTime::currentMSecsSinceEpoch(), document, after);
  copy.run();
  Statement remove(database_, "DELETE FROM journal WHERE document = ?1 AND sequence > ?2");
  remove.bind(document, after);
  remove.run();
  return texts;
}

}  // namespace lacuna::storage
