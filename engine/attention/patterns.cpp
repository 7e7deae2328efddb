// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/patterns.h"

#include <algorithm>
#include <cstdlib>

namespace lacuna::engine {
namespace {

bool isText(const Row& row) { return row.kind == RowKind::kContext || row.kind == RowKind::kMarker; }

void appendRange(std::int64_t first, std::int64_t count, std::vector<std::int64_t>* keys) {
  for (std::int64_t i = 0; i < count; ++i) keys->push_back(first + i);
}

}  // namespace

bool WindowPattern::reaches(std::int32_t from, std::int32_t to) const {
  const std::int32_t distance = std::abs(from - to);
  return distance % dilation == 0 && distance / dilation <= window;
}

bool Visibility::visible(const Row& q, const Row& k) const {
  if (q.document != k.document) return false;
  if (q.kind != RowKind::kGap && k.kind == RowKind::kGap) return false;  // one way
  switch (q.kind) {
    case RowKind::kContext:
    case RowKind::kMarker:
      if (isText(k) && context.reaches(q.read, k.read)) return true;
      return options.contextReadsGlobals && (k.tagged || !isText(k));
    case RowKind::kChunk:
      return k.chunk == q.chunk && (isText(k) || k.kind == RowKind::kChunk);
    case RowKind::kGlobal:
      return k.kind == RowKind::kChunk || k.kind == RowKind::kGlobal;
    case RowKind::kGap:
      switch (k.kind) {
        case RowKind::kGap:
          return k.candidate == q.candidate && gap.reaches(q.fill, k.fill);
        case RowKind::kContext:
          return k.tagged || gap.reaches(q.fill, k.fill);
        case RowKind::kMarker:
          return k.gap == q.gap;
        case RowKind::kChunk:
          return std::abs(k.chunk - q.chunk) <= options.chunkReach;
        case RowKind::kGlobal:
          return true;
      }
  }
  return false;
}

void listVisible(const Layout& layout, std::int64_t query, const Visibility& visibility,
                 std::vector<std::int64_t>* keys) {
  const Row& q = layout.rows[static_cast<std::size_t>(query)];
  const DocumentRows& doc = layout.documents[static_cast<std::size_t>(q.document)];
  const std::size_t before = keys->size();
  switch (q.kind) {
    case RowKind::kContext:
    case RowKind::kMarker: {
      const WindowPattern& pattern = visibility.context;
      for (std::int32_t j = -pattern.window; j <= pattern.window; ++j) {
        const std::int32_t at = q.read + j * pattern.dilation;
        if (at >= 0 && at < doc.contextCount) keys->push_back(doc.context + at);
      }
      if (visibility.options.contextReadsGlobals) {
        keys->insert(keys->end(), doc.tagged.begin(), doc.tagged.end());
        appendRange(doc.chunks, doc.chunkCount, keys);
        appendRange(doc.globals, doc.globalCount, keys);
      }
      break;
    }
    case RowKind::kChunk: {
      // Chunks share the context evenly, so a chunk's rows are one run of it.
      std::int64_t first = doc.context;
      std::int64_t last = doc.context + doc.contextCount;
      const auto chunkOf = [&](std::int64_t row) { return layout.rows[static_cast<std::size_t>(row)].chunk; };
      first += std::partition_point(layout.rows.begin() + first, layout.rows.begin() + last,
                                    [&](const Row& row) { return row.chunk < q.chunk; }) -
               (layout.rows.begin() + first);
      for (std::int64_t row = first; row < last && chunkOf(row) == q.chunk; ++row) keys->push_back(row);
      keys->push_back(query);
      break;
    }
    case RowKind::kGlobal:
      appendRange(doc.chunks, doc.chunkCount, keys);
      appendRange(doc.globals, doc.globalCount, keys);
      break;
    case RowKind::kGap: {
      const WindowPattern& pattern = visibility.gap;
      for (std::int32_t j = -pattern.window; j <= pattern.window; ++j) {
        const std::int64_t row = doc.rowAt(q.fill + j * pattern.dilation, q.candidate);
        if (row >= 0) keys->push_back(row);
      }
      keys->insert(keys->end(), doc.tagged.begin(), doc.tagged.end());
      keys->push_back(doc.context + doc.gaps[static_cast<std::size_t>(q.gap)].marker);
      for (std::int32_t chunk = std::max(0, q.chunk - visibility.options.chunkReach);
           chunk <= std::min(doc.chunkCount - 1, q.chunk + visibility.options.chunkReach); ++chunk) {
        keys->push_back(doc.chunks + chunk);
      }
      appendRange(doc.globals, doc.globalCount, keys);
      break;
    }
  }
  const auto first = keys->begin() + static_cast<std::ptrdiff_t>(before);
  std::sort(first, keys->end());
  keys->erase(std::unique(first, keys->end()), keys->end());  // a tagged token may be within the window as well
}

}  // namespace lacuna::engine
