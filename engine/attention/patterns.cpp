// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/patterns.h"

#include <algorithm>
#include <cstdlib>

namespace lacuna::engine {
namespace {

bool isText(const Row& row) { return row.kind == RowKind::kContext || row.kind == RowKind::kMarker; }

// What the window leaves to the options, for two gap tokens.
bool gapSees(const Visibility& rule, const Row& q, const Row& k) {
  if (rule.options.causal && k.fill > q.fill) return false;
  const std::int32_t prefix = rule.options.globalPrefix;
  return q.fill < prefix || k.fill < prefix || rule.gap.reaches(q.fill, k.fill);
}

// The text around a gap token, wherever it stands: rows of its own candidate and context.
void appendGapWindow(const DocumentRows& doc, const Row& q, const Visibility& visibility,
                     std::vector<std::int64_t>* keys) {
  const WindowPattern& pattern = visibility.gap;
  const std::int32_t prefix = visibility.options.globalPrefix;
  std::int32_t size = doc.firstPlace + doc.contextCount;  // places of the document with its gaps open
  for (const GapPlace& gap : doc.gaps) size += gap.length - 1;
  const std::int32_t last = visibility.options.causal ? q.fill : size - 1;
  const auto append = [&](std::int32_t at) {
    const std::int64_t row = doc.rowAt(at, q.candidate);
    if (row >= 0) keys->push_back(row);
  };
  if (q.fill < prefix) {
    for (std::int32_t at = 0; at <= last; ++at) append(at);
    return;
  }
  for (std::int32_t at = 0; at < std::min(prefix, last + 1); ++at) append(at);
  const std::int32_t left = std::min(pattern.window, q.fill / pattern.dilation);
  const std::int32_t right = std::min(pattern.window, (last - q.fill) / pattern.dilation);
  for (std::int32_t j = -left; j <= right; ++j) {
    const std::int32_t at = q.fill + j * pattern.dilation;
    if (at >= prefix) append(at);
  }
  if (!doc.anchors) return;
  for (std::size_t gap = 0; gap < doc.gaps.size(); ++gap) {
    const std::int64_t anchor =
        doc.filling + static_cast<std::int64_t>(q.candidate) * doc.fillingPerCandidate + doc.gapRow[gap] - 1;
    if (pattern.reaches(q.fill, doc.gapStart[gap] - 1)) keys->push_back(anchor);
  }
}

void appendFar(const Layout& layout, const DocumentRows& doc, const Row& q, const FarPattern& far,
               std::vector<std::int64_t>* keys) {
  const auto begin = layout.rows.begin() + doc.context;
  const auto end = begin + doc.contextCount;
  const auto first =
      std::partition_point(begin, end, [&](const Row& row) { return row.chunk < q.chunk - far.chunksBefore; });
  const auto last =
      std::partition_point(first, end, [&](const Row& row) { return row.chunk <= q.chunk + far.chunksAfter; });
  for (std::ptrdiff_t at = (first - begin + far.stride - 1) / far.stride * far.stride; at < last - begin;
       at += far.stride) {
    if (begin[at].kind == RowKind::kContext) keys->push_back(doc.context + at);
  }
}

void appendRange(std::int64_t first, std::int64_t count, std::vector<std::int64_t>* keys) {
  for (std::int64_t i = 0; i < count; ++i) keys->push_back(first + i);
}

}  // namespace

bool WindowPattern::reaches(std::int32_t from, std::int32_t to) const {
  const std::int32_t distance = std::abs(from - to);
  return distance % dilation == 0 && distance / dilation <= window;
}

bool FarPattern::reaches(const Row& gap, const Row& context) const {
  return stride > 0 && context.kind == RowKind::kContext && context.read % stride == 0 &&
         context.chunk >= gap.chunk - chunksBefore && context.chunk <= gap.chunk + chunksAfter;
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
          return k.candidate == q.candidate && gapSees(*this, q, k);
        case RowKind::kContext:
          return k.tagged || gap.reaches(q.fill, k.fill) || far.reaches(q, k);
        case RowKind::kMarker:
          return k.gap == q.gap;
        case RowKind::kChunk:
          return gapReadsGlobals && std::abs(k.chunk - q.chunk) <= options.chunkReach;
        case RowKind::kGlobal:
          return gapReadsGlobals || options.sinks;
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
      const std::int32_t right = (doc.contextCount - 1 - q.read) / pattern.dilation;
      for (std::int32_t j = -std::min(pattern.window, q.read / pattern.dilation); j <= std::min(pattern.window, right);
           ++j) {
        keys->push_back(doc.context + q.read + j * pattern.dilation);
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
      appendGapWindow(doc, q, visibility, keys);
      if (visibility.far.stride > 0) appendFar(layout, doc, q, visibility.far, keys);
      keys->insert(keys->end(), doc.tagged.begin(), doc.tagged.end());
      keys->push_back(doc.context + doc.gaps[static_cast<std::size_t>(q.gap)].marker);
      if (visibility.options.sinks || visibility.gapReadsGlobals) appendRange(doc.globals, doc.globalCount, keys);
      if (!visibility.gapReadsGlobals) break;
      for (std::int32_t chunk = std::max(0, q.chunk - visibility.options.chunkReach);
           chunk <= std::min(doc.chunkCount - 1, q.chunk + visibility.options.chunkReach); ++chunk) {
        keys->push_back(doc.chunks + chunk);
      }
      break;
    }
  }
  const auto first = keys->begin() + static_cast<std::ptrdiff_t>(before);
  if (!std::is_sorted(first, keys->end())) std::sort(first, keys->end());
  keys->erase(std::unique(first, keys->end()), keys->end());  // a tagged token may be within the window as well
}

}  // namespace lacuna::engine
