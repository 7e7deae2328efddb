// SPDX-License-Identifier: GPL-3.0-or-later
// A run is denoised in streams of random numbers, and its candidates are ranked at the end, gap by gap: the best
// candidate has the best fill of each gap, whichever stream it came from. What is shown and kept of a finished run
// stands in the candidates' order.
#pragma once

#include <QVector>
#include <algorithm>

namespace lacuna::storage {

// rows: [stream][gap]; streams: [candidate][gap], where rows have each; the result: [candidate][gap]. A candidate
// without streams keeps its place, and so do rows where there are as good as no candidates.
template <class Row>
QVector<QVector<Row>> inCandidateOrder(const QVector<QVector<Row>>& rows, const QVector<QVector<int>>& streams) {
  QVector<QVector<Row>> ordered = rows;
  for (qsizetype c = 0; c < std::min(streams.size(), rows.size()); ++c) {
    for (qsizetype gap = 0; gap < std::min(streams[c].size(), rows[c].size()); ++gap) {
      const int from = streams[c][gap];
      if (from >= 0 && from < rows.size() && gap < rows[from].size()) ordered[c][gap] = rows[from][gap];
    }
  }
  return ordered;
}

}  // namespace lacuna::storage
