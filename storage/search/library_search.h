// SPDX-License-Identifier: GPL-3.0-or-later
// Searches over everything that a library holds, and keeps the index for it: `library.lacuna-search` beside the
// library.
//
// When the index is fed: by step(), in pieces of some 60 ms, when the storage thread has nothing else to do; and by
// find(), which first brings the documents up to date that were written in since, as a rule a paragraph or two. Typing
// never waits for it, and nothing in it can harm the library: it is a file of its own. Where it cannot be written it is
// kept in memory. Of a library that is read only, what the file lacks is indexed in memory.
//
// Thread of the library. Errors: StorageError, of the library; what ails the index is mended here.
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>
#include <QVector>
#include <memory>
#include <optional>

#include "storage/search/search_index.h"
#include "storage/values.h"

namespace lacuna::storage {

class Library;

class LibrarySearch {
 public:
  // Up to so many units of text are indexed by find() before it looks; what is left is found later.
  static constexpr qint64 kFreshUnits = 128 * 1024;

  // `library` outlives it.
  explicit LibrarySearch(Library& library);
  // The file beside the library.
  static QString pathFor(const QString& library);

  // Indexes a piece more; false when all is in the index. `slice`: of text, in UTF-16 units.
  bool step(qint64 slice = SearchIndex::kSlice);
  SearchResult find(const SearchRequest& request);

 private:
  // Documents that are not in the index as they stand, those that are held first; and those that are gone.
  struct Work {
    QVector<QString> stale;
    QVector<QString> gone;
    QHash<QString, StampedDocument> stamps;
  };
  Work work();
  template <typename Act>
  auto mended(Act act);
  SearchIndex& writing();
  bool indexOne(const QString& id, const StampedDocument& document, qint64 slice);

  Library& library_;
  std::unique_ptr<SearchIndex> stored_;  // the file; null where there is none
  std::unique_ptr<SearchIndex> memory_;  // in place of it, or for what it lacks
};

}  // namespace lacuna::storage
