// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows a forward pass has, and where each stands. Everything is packed: no padding, any number of documents.
//
// Two streams share the weights:
//   reading rows  what is known. Per document: its context tokens with every gap collapsed to one <gap> marker, then
//                 one summary row per chunk of context ("chunk global"), then the learned document globals.
//                 They see reading rows only, so they can be computed once and kept.
//                 Over a pretrained base the one document global is the sink: the row of the token that every reading
//                 begins with, at which its heads rest; a chunk global is the mean of its chunk's keys and values.
//   filling rows  the tokens inside the gaps. They see both streams. With several candidates per document each has
//                 its own filling rows, and none sees another's. Over a pretrained base, whose row i answers for
//                 token i + 1, the first row of a gap is its anchor: the known token before it.
//
// Positions: `read` counts the context stream (a gap is one token); `fill` counts the document with every gap at its
// full length, which is what distances mean to a token inside a gap. Rows without a place have kNowhere. Over a base
// the text begins at place 1, so that an anchor before the text has place 0.
#pragma once

#include <cstdint>
#include <vector>

namespace lacuna::engine {

constexpr std::int32_t kNowhere = -1;

enum class RowKind : std::uint8_t { kContext, kMarker, kChunk, kGlobal, kGap };

struct Row {
  RowKind kind = RowKind::kContext;
  bool tagged = false;  // context: every gap sees it, however far away
  bool anchor = false;  // filling rows only
  std::int32_t document = 0;
  std::int32_t candidate = -1;   // filling rows only
  std::int32_t gap = -1;         // markers and filling rows: index of the gap in its document
  std::int32_t chunk = -1;       // context, markers, chunk globals; filling rows: that of their marker
  std::int32_t read = kNowhere;  // position in the context stream
  std::int32_t fill = kNowhere;  // position in the document with its gaps open
};

struct GapPlace {
  std::int32_t marker = 0;   // index of the <gap> marker in the document's context stream
  std::int32_t length = 0;   // tokens, at least 1
  std::int32_t before = -1;  // the token before the gap, which an anchor holds; -1: the one that readings begin with
};

// Tokens [begin, end) of a context stream.
struct TokenRange {
  std::int32_t begin = 0;
  std::int32_t end = 0;
};

struct DocumentPlan {
  std::int32_t context = 0;    // tokens in the context stream, markers included
  std::vector<GapPlace> gaps;  // ascending by marker
  std::int32_t candidates = 1;
  // First context token of each chunk, 0 first; empty: cut every LayoutOptions::chunk tokens.
  std::vector<std::int32_t> chunkStarts = {};
  std::vector<TokenRange> tagged = {};  // ascending, not overlapping; markers among them do not count
};

struct LayoutOptions {
  std::int32_t chunk = 512;   // context tokens per chunk global, about; 0: no chunk globals
  std::int32_t globals = 16;  // learned document globals
  // Over a pretrained base: gaps have anchors, and the one global is a sink, which stands at most so far left of the
  // first gap. Chunk globals stand in the middles of their chunks, but at most so far from the gaps. 0: no base.
  std::int32_t sinkReach = 0;

  bool anchors() const { return sinkReach > 0; }
};

// Rows of one document are found by arithmetic, so that patterns can be listed without a search.
struct DocumentRows {
  std::int64_t context = 0;  // first row
  std::int32_t contextCount = 0;
  std::int64_t chunks = 0;
  std::int32_t chunkCount = 0;
  std::int64_t globals = 0;
  std::int32_t globalCount = 0;
  std::int64_t filling = 0;              // first filling row, in Layout::rows
  std::int32_t fillingPerCandidate = 0;  // anchors included
  std::int32_t firstPlace = 0;           // of the text
  bool anchors = false;                  // a row in front of each gap's tokens
  std::int32_t candidates = 0;
  std::vector<std::int64_t> tagged;  // rows of the context that are tagged, ascending
  std::vector<GapPlace> gaps;
  std::vector<std::int32_t> gapStart;  // fill position of each gap's first token
  std::vector<std::int32_t> gapRow;    // offset of each gap's first token within a candidate's filling rows

  // Row at a fill position as a candidate sees it: its own gap token there, else the context token; -1 outside.
  // Markers are at no position of their own.
  std::int64_t rowAt(std::int32_t fill, std::int32_t candidate) const;
};

struct Layout {
  std::vector<Row> rows;  // reading rows first, then filling rows
  std::int64_t reading = 0;
  std::vector<DocumentRows> documents;

  std::int64_t total() const { return static_cast<std::int64_t>(rows.size()); }
  std::int64_t filling() const { return total() - reading; }
};

// Reading rows of all documents come first, document by document (context, chunks, globals), then filling rows,
// document by document, candidate by candidate, gap by gap.
Layout makeLayout(const std::vector<DocumentPlan>& documents, const LayoutOptions& options);

}  // namespace lacuna::engine
