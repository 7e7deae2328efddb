// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/layout.h"

#include <algorithm>

namespace lacuna::engine {
namespace {

std::vector<std::int32_t> chunksOf(const DocumentPlan& plan, const LayoutOptions& options) {
  if (options.chunk <= 0 || !plan.chunkStarts.empty())
    return options.chunk > 0 ? plan.chunkStarts : std::vector<std::int32_t>();
  std::vector<std::int32_t> starts;
  for (std::int32_t i = 0; i < plan.context; i += options.chunk) starts.push_back(i);
  return starts;
}

void addReadingRows(const DocumentPlan& plan, const LayoutOptions& options, Layout* layout) {
  const auto document = static_cast<std::int32_t>(layout->documents.size());
  DocumentRows rows;
  rows.context = layout->total();
  rows.contextCount = plan.context;
  rows.gaps = plan.gaps;
  rows.candidates = plan.candidates;
  rows.anchors = options.anchors();
  rows.firstPlace = rows.anchors ? 1 : 0;
  const std::vector<std::int32_t> starts = chunksOf(plan, options);
  std::int32_t chunk = -1;
  std::int32_t opened = rows.firstPlace;  // how much further right a token stands with the gaps open, up to here
  std::size_t next = 0;
  std::size_t tag = 0;
  for (std::int32_t i = 0; i < plan.context; ++i) {
    Row row;
    row.document = document;
    row.read = i;
    row.fill = i + opened;
    if (static_cast<std::size_t>(chunk + 1) < starts.size() && starts[static_cast<std::size_t>(chunk + 1)] == i)
      ++chunk;
    row.chunk = chunk;
    if (next < plan.gaps.size() && plan.gaps[next].marker == i) {
      row.kind = RowKind::kMarker;
      row.gap = static_cast<std::int32_t>(next);
      rows.gapStart.push_back(row.fill);
      rows.fillingPerCandidate += rows.firstPlace;
      rows.gapRow.push_back(rows.fillingPerCandidate);
      rows.fillingPerCandidate += plan.gaps[next].length;
      opened += plan.gaps[next].length - 1;
      ++next;
    }
    while (tag < plan.tagged.size() && plan.tagged[tag].end <= i) ++tag;
    row.tagged = row.kind == RowKind::kContext && tag < plan.tagged.size() && plan.tagged[tag].begin <= i;
    if (row.tagged) rows.tagged.push_back(layout->total());
    layout->rows.push_back(row);
  }
  rows.chunks = layout->total();
  rows.chunkCount = static_cast<std::int32_t>(starts.size());
  for (std::int32_t i = 0; i < rows.chunkCount; ++i) {
    Row row;
    row.kind = RowKind::kChunk;
    row.document = document;
    row.chunk = i;
    if (rows.anchors && !rows.gapStart.empty()) {
      const auto at = static_cast<std::size_t>(i);
      const std::int32_t end = at + 1 < starts.size() ? starts[at + 1] : plan.context;
      const std::int32_t middle = layout->rows[static_cast<std::size_t>(rows.context + (starts[at] + end) / 2)].fill;
      const std::int32_t last = rows.gapStart.back() + plan.gaps.back().length + options.sinkReach;
      row.fill = std::clamp(middle, std::max(0, rows.gapStart.front() - options.sinkReach), last);
    }
    layout->rows.push_back(row);
  }
  rows.globals = layout->total();
  rows.globalCount = options.globals;
  for (std::int32_t i = 0; i < options.globals; ++i) {
    Row row;
    row.kind = RowKind::kGlobal;
    row.document = document;
    if (rows.anchors) row.fill = rows.gapStart.empty() ? 0 : std::max(0, rows.gapStart.front() - options.sinkReach);
    layout->rows.push_back(row);
  }
  layout->documents.push_back(std::move(rows));
}

void addFillingRows(std::int32_t document, Layout* layout) {
  DocumentRows& rows = layout->documents[static_cast<std::size_t>(document)];
  rows.filling = layout->total();
  for (std::int32_t candidate = 0; candidate < rows.candidates; ++candidate) {
    for (std::size_t gap = 0; gap < rows.gaps.size(); ++gap) {
      for (std::int32_t i = rows.anchors ? -1 : 0; i < rows.gaps[gap].length; ++i) {
        Row row;
        row.anchor = i < 0;
        row.kind = RowKind::kGap;
        row.document = document;
        row.candidate = candidate;
        row.gap = static_cast<std::int32_t>(gap);
        row.chunk = layout->rows[static_cast<std::size_t>(rows.context + rows.gaps[gap].marker)].chunk;
        row.fill = rows.gapStart[gap] + i;
        layout->rows.push_back(row);
      }
    }
  }
}

}  // namespace

std::int64_t DocumentRows::rowAt(std::int32_t fill, std::int32_t candidate) const {
  if (fill < 0) return -1;
  // The last gap that begins at or before this place.
  const auto after = std::upper_bound(gapStart.begin(), gapStart.end(), fill);
  if (after == gapStart.begin()) {
    const std::int32_t index = fill - firstPlace;
    return index >= 0 && index < contextCount ? context + index : -1;
  }
  const auto gap = static_cast<std::size_t>(after - gapStart.begin()) - 1;
  const std::int32_t offset = fill - gapStart[gap];
  if (offset < gaps[gap].length) {
    return filling + static_cast<std::int64_t>(candidate) * fillingPerCandidate + gapRow[gap] + offset;
  }
  const std::int32_t index = gaps[gap].marker + 1 + (offset - gaps[gap].length);
  return index < contextCount ? context + index : -1;
}

Layout makeLayout(const std::vector<DocumentPlan>& documents, const LayoutOptions& options) {
  Layout layout;
  for (const DocumentPlan& plan : documents) addReadingRows(plan, options, &layout);
  layout.reading = layout.total();
  for (std::size_t i = 0; i < documents.size(); ++i) addFillingRows(static_cast<std::int32_t>(i), &layout);
  return layout;
}

}  // namespace lacuna::engine
