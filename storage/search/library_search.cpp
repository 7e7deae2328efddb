// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/search/library_search.h"

#include <QFile>
#include <QSet>
#include <algorithm>

#include "storage/library.h"

namespace lacuna::storage {
namespace {

constexpr int kSnippetBefore = 60;  // UTF-16 units around the first place of a hit
constexpr int kSnippetAfter = 120;

// From a word's beginning, and to a word's end, where one is near.
int snippetBegin(const QString& passage, int at) {
  int begin = std::max(0, at - kSnippetBefore);
  if (begin == 0) return 0;
  for (int i = begin; i < at; ++i)
    if (passage[i].isSpace()) return i + 1;
  return passage[begin].isLowSurrogate() ? begin + 1 : begin;
}

int snippetEnd(const QString& passage, int at) {
  const auto size = static_cast<int>(passage.size());
  int end = std::min(size, at + kSnippetAfter);
  if (end < size) {
    for (int i = end; i > at; --i)
      if (passage[i].isSpace()) return i;
    if (passage[end].isLowSurrogate()) ++end;
  }
  return end;
}

// One hit for all places that stand in one snippet.
void addHits(QVector<SearchHit>& hits, const SearchIndex::Match& match) {
  for (qsizetype i = 0; i < match.words.size();) {
    const auto [begin, end] = match.words[i];
    SearchHit hit{match.begin + begin, match.begin + end, {}, {}};
    const int from = snippetBegin(match.passage, begin);
    const int to = std::max(end, snippetEnd(match.passage, begin));
    for (; i < match.words.size() && match.words[i].second <= to; ++i)
      hit.places.append({match.words[i].first - from, match.words[i].second - from});
    hit.snippet = match.passage.mid(from, to - from);
    for (QChar& unit : hit.snippet)
      if (unit.isSpace()) unit = QLatin1Char(' ');
    while (hit.snippet.endsWith(QLatin1Char(' '))) hit.snippet.chop(1);
    hits.append(hit);
  }
}

}  // namespace

QString LibrarySearch::pathFor(const QString& library) { return library + QStringLiteral("-search"); }

LibrarySearch::LibrarySearch(Library& library) : library_(library) {
  const auto access = library.readOnly() ? Database::Access::ReadOnly : Database::Access::ReadWrite;
  try {
    stored_ = std::make_unique<SearchIndex>(pathFor(library.path()), access);
  } catch (const StorageError&) {
    // In memory, then.
  }
}

SearchIndex& LibrarySearch::writing() {
  if (stored_ != nullptr && !library_.readOnly()) return *stored_;
  if (memory_ == nullptr) memory_ = std::make_unique<SearchIndex>(QString());
  return *memory_;
}

// Once more with an index that can be used, where the act fails on the present one.
template <typename Act>
auto LibrarySearch::mended(Act act) {
  try {
    return act();
  } catch (const StorageError& error) {
    if (stored_ == nullptr) throw;
    stored_.reset();
    if (error.code() == StorageCode::kDamaged && !library_.readOnly()) {
      QFile::remove(pathFor(library_.path()));  // made anew by the constructor, which removes the rest
      QFile::remove(pathFor(library_.path()) + QStringLiteral("-wal"));
      QFile::remove(pathFor(library_.path()) + QStringLiteral("-shm"));
      try {
        stored_ = std::make_unique<SearchIndex>(pathFor(library_.path()));
      } catch (const StorageError&) {
        // In memory, then.
      }
    }
  }
  return act();
}

LibrarySearch::Work LibrarySearch::work() {
  Work work;
  work.stamps = textStamps(library_.database());
  QHash<QString, TextStamp> known;
  if (memory_ != nullptr) known = memory_->stamps();
  if (stored_ != nullptr) {
    const QHash<QString, TextStamp> stored = stored_->stamps();
    for (auto it = stored.cbegin(); it != stored.cend(); ++it) {
      const auto now = work.stamps.constFind(it.key());
      if (now == work.stamps.cend()) work.gone.append(it.key());
      if (!known.contains(it.key()) || (now != work.stamps.cend() && it.value() == now->stamp))
        known.insert(it.key(), it.value());
    }
    if (library_.readOnly()) work.gone.clear();
  }
  QVector<QString> others;
  for (auto it = work.stamps.cbegin(); it != work.stamps.cend(); ++it) {
    const auto indexed = known.constFind(it.key());
    if (indexed != known.cend() && *indexed == it->stamp) continue;
    (library_.holds(it.key()) ? work.stale : others).append(it.key());
  }
  work.stale += others;
  return work;
}

bool LibrarySearch::indexOne(const QString& id, const StampedDocument& document, qint64 slice) {
  if (library_.holds(id)) return writing().update(id, document.stamp, library_.read(id).text, slice);
  const std::optional<StoredText> stored = storedText(library_.database(), document.key);
  return writing().update(id, document.stamp, stored ? stored->text : QString(), slice);
}

bool LibrarySearch::step(qint64 slice) {
  return mended([this, slice] {
    const Work todo = work();
    if (!todo.gone.isEmpty()) {
      const bool done = writing().forget(todo.gone.first(), slice);
      return !done || todo.gone.size() > 1 || !todo.stale.isEmpty();
    }
    if (todo.stale.isEmpty()) return false;
    const QString& id = todo.stale.first();
    const bool done = indexOne(id, todo.stamps.value(id), slice);
    return !done || todo.stale.size() > 1;
  });
}

SearchResult LibrarySearch::find(const SearchRequest& request) {
  try {
    library_.commit();
  } catch (const StorageError&) {
    // What waits is searched all the same, from memory.
  }
  QHash<QString, TreeNode> nodes;
  QVector<QString> order;
  for (const TreeNode& node :
       request.within.isEmpty() ? library_.tree().nodes() : library_.tree().subtree(request.within)) {
    if (node.inBin != request.inBin) continue;
    nodes.insert(node.id, node);
    order.append(node.id);
  }
  SearchResult result;
  const QString title = request.text.trimmed();
  for (const QString& id : order) {
    if (!title.isEmpty() && nodes[id].title.contains(title, Qt::CaseInsensitive)) result.titles.append(id);
  }
  const std::optional<SearchQuery> query = parseQuery(request.text, request.typing);
  if (!query) return result;
  return mended([&] {
    SearchResult filled = result;
    Work todo = work();
    // Those that the author has open, as they stand now; of the rest as much as takes no time to speak of.
    qint64 left = kFreshUnits;
    QSet<QString> missing;
    for (const QString& id : todo.stale) {
      if (!nodes.contains(id)) continue;
      const bool done = left > 0 && indexOne(id, todo.stamps.value(id), left);
      left -= done ? std::max(1, nodes[id].words) * 6 : left;
      if (!done) missing.insert(id);
    }
    filled.pending = static_cast<int>(missing.size());
    const SearchIndex::Limits limits{request.perDocument, request.most};
    QVector<QString> inMemory;
    QVector<QString> inFile = order;
    if (memory_ != nullptr) {
      const QHash<QString, TextStamp> known = memory_->stamps();
      inFile.clear();
      for (const QString& id : order) (known.contains(id) ? inMemory : inFile).append(id);
    }
    SearchIndex::Answer answer;
    if (stored_ != nullptr) answer = stored_->find(*query, inFile, limits);
    if (!inMemory.isEmpty()) {
      const SearchIndex::Answer other = memory_->find(*query, inMemory, limits);
      answer.found.insert(other.found);
      answer.more = answer.more || other.more;
    }
    filled.more = answer.more;
    for (const QString& id : order) {
      const auto one = answer.found.constFind(id);
      if (one == answer.found.cend()) continue;
      SearchedDocument document{id, nodes[id].title, one->passages, {}};
      for (const SearchIndex::Match& match : one->matches) addHits(document.hits, match);
      filled.passages += one->passages;
      filled.documents.append(document);
    }
    return filled;
  });
}

}  // namespace lacuna::storage
