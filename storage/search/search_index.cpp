// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/search/search_index.h"

#include <QFile>
#include <QSet>
#include <algorithm>

#include "storage/error.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr int kIndexId = 0x4C434E53;  // "LCNS"
constexpr int kIndexVersion = 1;
// A passage's row is its document's key and its number in the document.
constexpr int kNumberBits = 24;
constexpr quint32 kMostNumber = (1U << kNumberBits) - 1;
// Around what was found. The text has no such noncharacters when it is indexed.
constexpr char16_t kOpen = u'\uFDD0';
constexpr char16_t kClose = u'\uFDD1';

constexpr const char* kSchema =
    R"(CREATE TABLE documents(
         key INTEGER PRIMARY KEY,
         id TEXT NOT NULL UNIQUE,
         sequence INTEGER NOT NULL,
         updated INTEGER NOT NULL,
         whole INTEGER NOT NULL,
         layout BLOB NOT NULL);
       CREATE TABLE passages(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
       CREATE VIRTUAL TABLE words USING fts5(text, content = 'passages', content_rowid = 'id', prefix = '2 3',
         tokenize = 'unicode61 remove_diacritics 2');)";

qint64 rowFor(qint64 key, quint32 number) { return (key << kNumberBits) | number; }

// What can be stored as text, unit for unit: a half of a pair, and what marks the places, become U+FFFD.
QString storable(QStringView passage) {
  QString text = passage.toString();
  for (qsizetype i = 0; i < text.size(); ++i) {
    const char16_t unit = text[i].unicode();
    if (QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
      ++i;
    } else if (QChar::isSurrogate(unit) || unit == kOpen || unit == kClose || unit == 0) {
      text[i] = QChar(QChar::ReplacementCharacter);
    }
  }
  return text;
}

bool isSound(Database& database) {
  return database.number("PRAGMA application_id") == kIndexId &&
         database.number("PRAGMA user_version") == kIndexVersion &&
         database.number("SELECT count(*) FROM sqlite_schema WHERE name IN ('documents', 'passages', 'words')") == 3;
}

void make(Database& database) {
  database.useWriteAheadLog();
  Transaction transaction(database);
  database.execute(kSchema);
  database.execute(QByteArray("PRAGMA application_id = " + QByteArray::number(kIndexId)).constData());
  database.execute(QByteArray("PRAGMA user_version = " + QByteArray::number(kIndexVersion)).constData());
  transaction.commit();
}

std::unique_ptr<Database> opened(const QString& path, Database::Access access) {
  if (path.isEmpty()) {
    auto database = std::make_unique<Database>(QStringLiteral(":memory:"));
    make(*database);
    return database;
  }
  if (access == Database::Access::ReadOnly) {
    auto database = std::make_unique<Database>(path, access);
    if (!isSound(*database))
      throw StorageError(StorageCode::kNotFound,
                         Said::tr("%1 is no index of this Lacuna; open the library once in the window.").arg(path));
    return database;
  }
  if (QFile::exists(path)) {
    try {
      auto database = std::make_unique<Database>(path);
      if (isSound(*database)) {
        database->useWriteAheadLog();
        return database;
      }
    } catch (const StorageError& error) {
      if (error.code() != StorageCode::kNotOurs && error.code() != StorageCode::kDamaged) throw;
    }
    for (const char* suffix : {"", "-wal", "-shm"}) QFile::remove(path + QLatin1String(suffix));
  }
  QFile file(path);  // its rights first: SQLite's log takes them over
  if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
    throw StorageError(StorageCode::kReadOnly,
                       Said::tr("%1 cannot be made; check the rights of its folder.").arg(path));
  file.close();
  auto database = std::make_unique<Database>(path);
  make(*database);
  return database;
}

}  // namespace

SearchIndex::SearchIndex(const QString& path, Database::Access access) : database_(opened(path, access)) {
  // A lost machine may take the last seconds of the index, which are found missing by their stamps; not its soundness.
  database_->execute("PRAGMA synchronous = NORMAL");
}

QHash<QString, TextStamp> SearchIndex::stamps() {
  Statement rows(*database_, "SELECT id, sequence, updated, whole FROM documents");
  QHash<QString, TextStamp> stamps;
  while (rows.step()) {
    stamps.insert(rows.text(0), rows.number(3) != 0 ? TextStamp{rows.number(1), rows.number(2)} : TextStamp());
  }
  return stamps;
}

SearchIndex::Row SearchIndex::rowOf(const QString& id) {
  Statement row(*database_, "SELECT key, layout FROM documents WHERE id = ?1");
  row.bind(id);
  if (!row.step()) return {};
  std::optional<Layout> layout = decodeLayout(row.blob(1));
  if (!layout) throw StorageError(StorageCode::kDamaged, Said::tr("The index of the search is damaged."));
  return {row.number(0), std::move(*layout)};
}

bool SearchIndex::update(const QString& id, const TextStamp& stamp, const QString& text, qint64 slice) {
  Transaction transaction(*database_);
  Row row = rowOf(id);
  if (row.key == 0) {
    Statement insert(*database_,
                     "INSERT INTO documents(id, sequence, updated, whole, layout) VALUES(?1, -1, 0, 0, x'')");
    insert.bind(id);
    insert.run();
    row.key = database_->lastId();
  }
  const std::vector<Passage> passages = passagesOf(text);
  Layout layout = laidOut(row.layout, text, passages);
  quint32 last = 0;
  for (const Indexed& one : layout) last = std::max(last, one.number);
  {
    Statement drop(*database_,
                   "INSERT INTO words(words, rowid, text) SELECT 'delete', id, text FROM passages WHERE id = ?1");
    Statement gone(*database_, "DELETE FROM passages WHERE id = ?1");
    Statement put(*database_, "INSERT INTO passages(id, text) VALUES(?1, ?2)");
    Statement index(*database_, "INSERT INTO words(rowid, text) VALUES(?1, ?2)");
    // Old rows first, so that none is left when all is in.
    while (slice > 0 && !layout.empty() && layout.back().length == 0) {
      const qint64 rowid = rowFor(row.key, layout.back().number);
      drop.bind(rowid);
      drop.run();
      gone.bind(rowid);
      gone.run();
      layout.pop_back();
      slice -= 200;  // about: the length of a paragraph that is gone is not known
    }
    for (std::size_t i = 0; slice > 0 && i < passages.size(); ++i) {
      if (layout[i].number > 0) continue;
      if (last == kMostNumber)  // after so many changes; made anew, it begins from 1
        throw StorageError(StorageCode::kDamaged, Said::tr("The index of the search has no number left."));
      layout[i].number = ++last;
      const QString passage = storable(QStringView(text).mid(passages[i].begin, passages[i].length));
      const qint64 rowid = rowFor(row.key, layout[i].number);
      put.bind(rowid, passage);
      put.run();
      index.bind(rowid, passage);
      index.run();
      slice -= passage.size();
    }
  }
  const bool whole =
      std::all_of(layout.begin(), layout.end(), [](const Indexed& one) { return one.number > 0 && one.length > 0; });
  Statement note(*database_,
                 "UPDATE documents SET sequence = ?2, updated = ?3, whole = ?4, layout = ?5 WHERE key = ?1");
  note.bind(row.key, stamp.sequence, stamp.updated, whole, encodeLayout(layout));
  note.run();
  transaction.commit();
  return whole;
}

bool SearchIndex::forget(const QString& id, qint64 slice) {
  if (!update(id, {}, {}, slice)) return false;
  Statement remove(*database_, "DELETE FROM documents WHERE id = ?1");
  remove.bind(id);
  remove.run();
  return true;
}

bool SearchIndex::rowsWith(const SearchQuery& query, const QHash<qint64, QString>& wanted, int most, Rows& found) {
  if (wanted.isEmpty()) return true;
  const auto [first, last] = std::minmax_element(wanted.keyBegin(), wanted.keyEnd());
  Statement rows(*database_, "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid <= ?3");
  rows.bind(QString::fromUtf8(query.match), rowFor(*first, 0), rowFor(*last, kMostNumber));
  qint64 key = -1;
  int count = 0;
  QVector<qint64>* list = nullptr;
  while (rows.step()) {
    const qint64 row = rows.number(0);
    if (row >> kNumberBits != key) {
      key = row >> kNumberBits;
      list = wanted.contains(key) ? &found[key] : nullptr;
      if (list != nullptr && count >= most) {
        found.remove(key);
        return false;
      }
    }
    if (list == nullptr) continue;
    list->append(row);
    ++count;
  }
  return true;
}

// Fills in passages and places. One walk over the rows between the first and the last that are wanted: looking up each
// by itself costs more, and for beginnings of words the list of rows is made anew by every look-up.
void SearchIndex::readMatches(const SearchQuery& query, const QHash<qint64, Match*>& matches) {
  if (matches.isEmpty()) return;
  database_->execute("CREATE TEMP TABLE IF NOT EXISTS wanted(id INTEGER PRIMARY KEY); DELETE FROM temp.wanted");
  {
    Statement want(*database_, "INSERT INTO temp.wanted(id) VALUES(?1)");
    for (auto it = matches.cbegin(); it != matches.cend(); ++it) {
      want.bind(it.key());
      want.run();
    }
  }
  const auto [first, last] = std::minmax_element(matches.keyBegin(), matches.keyEnd());
  // The plus keeps SQLite from looking each up.
  Statement rows(*database_,
                 "SELECT rowid, highlight(words, 0, ?2, ?3) FROM words WHERE words MATCH ?1 AND rowid >= ?4 "
                 "AND rowid <= ?5 AND +rowid IN (SELECT id FROM temp.wanted)");
  rows.bind(QString::fromUtf8(query.match), QString(QChar(kOpen)), QString(QChar(kClose)), *first, *last);
  while (rows.step()) {
    Match* match = matches.value(rows.number(0));
    if (match == nullptr) continue;
    int begin = -1;
    for (const QChar unit : rows.text(1)) {
      if (unit.unicode() == kOpen) {
        begin = static_cast<int>(match->passage.size());
      } else if (unit.unicode() == kClose) {
        match->words.append({begin, static_cast<int>(match->passage.size())});
      } else {
        match->passage.append(unit);
      }
    }
  }
}

SearchIndex::Answer SearchIndex::find(const SearchQuery& query, const QVector<QString>& ids, const Limits& limits) {
  QHash<qint64, QString> wanted;
  QHash<QString, qint64> keys;
  {
    const QSet<QString> among(ids.begin(), ids.end());
    Statement rows(*database_, "SELECT key, id FROM documents");
    while (rows.step()) {
      if (!among.contains(rows.text(1))) continue;
      wanted.insert(rows.number(0), rows.text(1));
      keys.insert(rows.text(1), rows.number(0));
    }
  }
  Answer answer;
  QHash<QString, Found>& found = answer.found;
  Rows rows;
  answer.more = !rowsWith(query, wanted, limits.counted, rows);
  QVector<QPair<QString, QVector<qint64>>> chosen;
  int left = limits.all;
  for (const QString& id : ids) {
    const QVector<qint64> list = rows.value(keys.value(id, -1));
    if (list.isEmpty()) continue;
    found[id].passages = static_cast<int>(list.size());
    if (left <= 0) continue;
    // Rows have the numbers in which they came; the layout has the order of the text.
    QHash<quint32, qint64> numbers;
    for (const qint64 row : list) numbers.insert(static_cast<quint32>(row & kMostNumber), row);
    QVector<qint64> first;
    int begin = 0;
    for (const Indexed& one : rowOf(id).layout) {
      const int most = std::min(limits.perDocument, left);
      const auto row = one.number > 0 && one.length > 0 ? numbers.constFind(one.number) : numbers.cend();
      if (row != numbers.cend() && first.size() < most) {
        found[id].matches.append({begin, {}, {}});
        first.append(*row);
      }
      begin += static_cast<int>(one.length);
    }
    left -= static_cast<int>(first.size());
    chosen.append({id, first});
  }
  QHash<qint64, Match*> matches;
  for (const auto& [id, list] : chosen) {
    QVector<Match>& of = found[id].matches;
    for (qsizetype i = 0; i < list.size(); ++i) matches.insert(list[i], &of[i]);
  }
  readMatches(query, matches);
  return answer;
}

}  // namespace lacuna::storage
