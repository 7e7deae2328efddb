// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/revisions.h"

#include <QTimeZone>

#include "storage/codec.h"
#include "storage/database.h"

namespace lacuna::storage {
namespace {

struct Frame {
  QByteArray payload;
  qint64 bytes = 0;  // of the content
};

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
  return database_.lastId();
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
                 "SELECT id, created, words, length, length(payload), base FROM revisions WHERE document = ?1 "
                 "ORDER BY id DESC");
  rows.bind(document);
  QVector<RevisionInfo> infos;
  while (rows.step()) {
    infos.append({rows.number(0), QDateTime::fromMSecsSinceEpoch(rows.number(1), QTimeZone::utc()),
                  static_cast<int>(rows.number(2)), static_cast<int>(rows.number(3)), rows.number(4), rows.isNull(5)});
  }
  return infos;
}

std::optional<QString> Revisions::text(qint64 id) const {
  const std::optional<Chain> chain = load(id);
  return chain ? decodeText(chain->content) : std::nullopt;
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
