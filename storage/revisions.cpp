// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/revisions.h"

#include <QTimeZone>
#include <algorithm>
#include <array>

#include "storage/codec.h"
#include "storage/database.h"

namespace lacuna::storage {
namespace {

struct Frame {
  QByteArray payload;
  qint64 bytes = 0;  // of the content
};

// The numbers in the file, which stay when the enumeration changes: its own order, from 0.
constexpr std::array kReasons = {
    RevisionReason::Folded,        RevisionReason::Named,         RevisionReason::Created,
    RevisionReason::BeforeFill,    RevisionReason::BeforeReplace, RevisionReason::Hourly,
    RevisionReason::BeforeRestore, RevisionReason::BeforeSplit,   RevisionReason::BeforeMerge,
    RevisionReason::BeforeFile,    RevisionReason::OfFile};

qint64 numberOf(RevisionReason reason) {
  return std::find(kReasons.begin(), kReasons.end(), reason) - kReasons.begin();
}

RevisionReason reasonOf(qint64 number) {
  return number >= 0 && number < static_cast<qint64>(kReasons.size()) ? kReasons[static_cast<std::size_t>(number)]
                                                                      : RevisionReason::Folded;
}

}  // namespace

qint64 Revisions::add(const New& revision, const QString& text, bool alone) {
  const QByteArray content = encodeText(text);
  QByteArray payload;
  qint64 base = 0;
  if (!alone) {
    const QVector<Head> known = heads(revision.document);
    if (!known.isEmpty()) {
      const std::optional<Chain> chain = load(known.first().id);
      // The new text is empty or the old one is: nothing to share.
      if (chain && chain->deltas < kLongestChain && !chain->content.isEmpty()) {
        payload = compress(content, chain->content);
        base = known.first().id;
      }
    }
  }
  // English prose comes to about two fifths of its bytes: a delta near that is no delta.
  if (base == 0 || payload.size() > content.size() / 4 + 512) {
    payload = compress(content);
    base = 0;
  }
  Statement insert(database_,
                   "INSERT INTO revisions(document, base, created, sequence, words, length, bytes, payload) "
                   "VALUES(?1, nullif(?2, 0), ?3, ?4, ?5, ?6, ?7, ?8)");
  insert.bind(revision.document, base, QDateTime::currentMSecsSinceEpoch(), revision.sequence, revision.words,
              text.size(), content.size(), payload);
  insert.run();
  const qint64 id = database_.lastId();
  if (revision.note.reason != RevisionReason::Folded) note(id, revision.note);
  return id;
}

QVector<Revisions::Head> Revisions::heads(qint64 document) const {
  Statement rows(database_, "SELECT id, sequence, words FROM revisions WHERE document = ?1 ORDER BY id DESC");
  rows.bind(document);
  QVector<Head> heads;
  while (rows.step()) {
    heads.append({rows.number(0), rows.number(1), static_cast<int>(rows.number(2))});
  }
  return heads;
}

QVector<RevisionInfo> Revisions::list(qint64 document) const {
  Statement rows(database_,
                 "SELECT id, created, words, length, length(payload), base, coalesce(name, ''), coalesce(reason, 0), "
                 "EXISTS(SELECT 1 FROM runs WHERE runs.revision = revisions.id) FROM revisions "
                 "LEFT JOIN revision_notes ON revision_notes.revision = revisions.id WHERE document = ?1 "
                 "ORDER BY id DESC");
  rows.bind(document);
  QVector<RevisionInfo> infos;
  while (rows.step()) {
    infos.append({rows.number(0), QDateTime::fromMSecsSinceEpoch(rows.number(1), QTimeZone::utc()),
                  static_cast<int>(rows.number(2)), static_cast<int>(rows.number(3)), rows.number(4), rows.isNull(5),
                  rows.text(6), reasonOf(rows.number(7)), rows.number(8) != 0});
  }
  return infos;
}

std::optional<QString> Revisions::text(qint64 id) const {
  const std::optional<Chain> chain = load(id);
  return chain ? decodeText(chain->content) : std::nullopt;
}

void Revisions::note(qint64 id, const RevisionNote& note) {
  Statement put(database_, "INSERT OR REPLACE INTO revision_notes(revision, reason, name) VALUES(?1, ?2, ?3)");
  put.bind(id, numberOf(note.reason), note.name);
  put.run();
}

qint64 Revisions::newestPoint(qint64 document) const {
  Statement row(database_,
                "SELECT max(created) FROM revisions JOIN revision_notes ON revision = id WHERE document = ?1");
  row.bind(document);
  return row.step() ? row.number(0) : 0;
}

bool Revisions::remove(qint64 id) {
  Transaction transaction(database_);
  Statement self(database_, "SELECT coalesce(base, 0) FROM revisions WHERE id = ?1");
  self.bind(id);
  if (!self.step()) return false;
  const qint64 base = self.number(0);
  QVector<qint64> leaning;
  {
    Statement rows(database_, "SELECT id FROM revisions WHERE base = ?1");
    rows.bind(id);
    while (rows.step()) leaning.append(rows.number(0));
  }
  for (const qint64 one : leaning) {
    if (!storeAnew(one, base)) return false;
  }
  Statement gone(database_, "DELETE FROM revisions WHERE id = ?1");
  gone.bind(id);
  gone.run();
  transaction.commit();
  return true;
}

// base: 0, or one whose chain is no longer than that of the present base.
bool Revisions::storeAnew(qint64 id, qint64 base) {
  const std::optional<Chain> now = load(id);
  if (!now) return false;
  const std::optional<Chain> under = base > 0 ? load(base) : std::nullopt;
  QByteArray payload;
  if (under && !under->content.isEmpty()) payload = compress(now->content, under->content);
  const bool leans = !payload.isEmpty() && payload.size() <= now->content.size() / 4 + 512;
  if (!leans) payload = compress(now->content);
  if (decompress(payload, leans ? under->content : QByteArray()) != now->content) return false;
  Statement update(database_, "UPDATE revisions SET base = nullif(?2, 0), payload = ?3 WHERE id = ?1");
  update.bind(id, leans ? base : 0, payload);
  update.run();
  return true;
}

std::optional<Revisions::Chain> Revisions::load(qint64 id) const {
  // A base is older than what leans on it, which also ends the walk on a damaged table.
  Statement row(database_, "SELECT payload, bytes, base FROM revisions WHERE id = ?1 AND id < ?2");
  QVector<Frame> frames;  // newest first
  qint64 below = std::numeric_limits<qint64>::max();
  for (qint64 next = id; next != 0;) {
    row.bind(next, below);
    if (!row.step()) {
      return std::nullopt;
    }
    frames.append({row.blob(0), row.number(1)});
    below = next;
    next = row.number(2);
  }
  Chain chain;
  chain.deltas = static_cast<int>(frames.size()) - 1;
  for (qsizetype i = frames.size() - 1; i >= 0; --i) {
    std::optional<QByteArray> content = decompress(frames[i].payload, chain.content);
    if (!content || content->size() != frames[i].bytes) {
      return std::nullopt;
    }
    chain.content = std::move(*content);
  }
  return chain;
}

}  // namespace lacuna::storage
