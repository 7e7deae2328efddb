// SPDX-License-Identifier: GPL-3.0-or-later
// A full-text index over the documents of a library, in an SQLite file of its own (or in memory): FTS5 over passages.
// It is made of the library and can be made again: one that is damaged, foreign or of another version is put away.
//
// Threads: one thread, the one that made it. Errors: StorageError.
#pragma once

#include <QHash>
#include <QPair>
#include <QString>
#include <QVector>
#include <memory>

#include "storage/database.h"
#include "storage/search/passages.h"
#include "storage/search/search_query.h"
#include "storage/stored_text.h"

namespace lacuna::storage {

class SearchIndex {
 public:
  // Units of text that are put in or taken out in one go: some 60 ms.
  static constexpr qint64 kSlice = 256 * 1024;

  // An empty path: in memory. ReadWrite makes the file, for its user alone, and replaces what is there and no sound
  // index of this version. ReadOnly throws kNotFound where there is none.
  explicit SearchIndex(const QString& path, Database::Access access = Database::Access::ReadWrite);

  // The documents that are in it whole, and the state of each; those of which a part is missing have no state.
  QHash<QString, TextStamp> stamps();
  // Brings one document up to date, a slice at a time, each in one transaction. True when all of it is in.
  bool update(const QString& id, const TextStamp& stamp, const QString& text, qint64 slice = kSlice);
  // Takes it out, a slice at a time. True when nothing of it is left.
  bool forget(const QString& id, qint64 slice = kSlice);

  struct Match {
    int begin = 0;                   // of the passage in the text
    QString passage;                 // as it is in the text, but for two noncharacters that became U+FFFD
    QVector<QPair<int, int>> words;  // begin and end of what was found, in the passage
  };
  struct Found {
    int passages = 0;        // in which something was found
    QVector<Match> matches;  // the first of them, in the order of the text
  };
  struct Limits {
    int perDocument = 20;  // passages
    int all = 200;
    int counted = 30000;  // after so many nothing more is counted, but the document at hand
  };
  struct Answer {
    QHash<QString, Found> found;
    bool more = false;  // not all was counted
  };
  // Looks into these documents, in this order, until `all` passages were read; of the others it only counts. Of a word
  // that stands everywhere it sees the documents that came into the index first. What is not in the index is not found.
  Answer find(const SearchQuery& query, const QVector<QString>& ids, const Limits& limits);

 private:
  struct Row {
    qint64 key = 0;  // 0: it is not there
    Layout layout;
  };
  Row rowOf(const QString& id);
  using Rows = QHash<qint64, QVector<qint64>>;  // by document
  // False where there are more than `most`.
  bool rowsWith(const SearchQuery& query, const QHash<qint64, QString>& wanted, int most, Rows& found);
  void readMatches(const SearchQuery& query, const QHash<qint64, Match*>& matches);

  std::unique_ptr<Database> database_;
};

}  // namespace lacuna::storage
