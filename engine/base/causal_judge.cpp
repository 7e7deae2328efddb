// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/causal_judge.h"

#include <algorithm>
#include <numeric>

namespace lacuna::engine {
namespace {

// A gap as it is judged: what all candidates share before it, and where their own tokens begin.
struct Place {
  std::size_t gap = 0;
  std::size_t firstGap = 0;  // the first whose fill stands between the shared text and this gap
  std::int32_t begin = 0;    // of the shared text, in the context stream
};

std::int32_t chunkOf(const std::vector<std::int32_t>& starts, std::int32_t at) {
  const auto after = std::upper_bound(starts.begin(), starts.end(), at);
  return after == starts.begin() ? 0 : static_cast<std::int32_t>(after - starts.begin()) - 1;
}

Place placeOf(const DocumentPlan& plan, std::size_t gap) {
  Place place;
  place.gap = gap;
  const std::int32_t marker = plan.gaps[gap].marker;
  if (!plan.chunkStarts.empty()) {
    const std::int32_t chunk = chunkOf(plan.chunkStarts, marker);
    const std::int32_t start = plan.chunkStarts[static_cast<std::size_t>(chunk)];
    const std::int32_t before = chunk == 0 ? start : plan.chunkStarts[static_cast<std::size_t>(chunk) - 1];
    place.begin = std::max(before, start - kWarmUp);
  }
  place.firstGap = gap;
  while (place.firstGap > 0 && plan.gaps[place.firstGap - 1].marker >= place.begin) --place.firstGap;
  return place;
}

// What candidates share before a gap, read: all but its last token, which is read with each of them.
struct SharedLeft {
  KeyValues past;
  TokenId last = 0;
};

SharedLeft readLeft(const JudgedText& text, const Place& place, ChunkReader* reader,
                    const CausalBase::BetweenLayers& betweenLayers) {
  std::vector<TokenId> left;
  for (std::int32_t at = place.begin; at < text.plan.gaps[place.firstGap].marker; ++at)
    left.push_back(static_cast<TokenId>(text.context[static_cast<std::size_t>(at)]));
  const KeyValues past = reader->past(left, betweenLayers);
  return {sliceRows(past, 0, past.rows() - 1, false), left.empty() ? reader->begins() : left.back()};
}

}  // namespace

torch::Tensor expectNext(const JudgedText& text, const std::vector<NextAsk>& asks, const CausalBase& base,
                         ChunkReader* reader) {
  std::vector<torch::Tensor> found(asks.size());
  for (std::size_t gap = 0; gap < text.plan.gaps.size(); ++gap) {
    const Place place = placeOf(text.plan, gap);
    std::vector<std::size_t> own;
    std::vector<std::vector<TokenId>> sequences;
    for (std::size_t i = 0; i < asks.size(); ++i) {
      if (asks[i].gap == gap) own.push_back(i);
    }
    if (own.empty()) continue;
    const SharedLeft shared = readLeft(text, place, reader, {});
    for (const std::size_t i : own) {
      std::vector<TokenId> sequence = {shared.last};
      for (std::size_t g = place.firstGap; g <= gap; ++g) {
        sequence.insert(sequence.end(), asks[i].fills[g].begin(), asks[i].fills[g].end());
        if (g == gap) break;
        for (std::int32_t at = text.plan.gaps[g].marker + 1; at < text.plan.gaps[g + 1].marker; ++at)
          sequence.push_back(static_cast<TokenId>(text.context[static_cast<std::size_t>(at)]));
      }
      sequences.push_back(std::move(sequence));
    }
    const auto next = base.next(sequences, shared.past);
    for (std::size_t i = 0; i < own.size(); ++i) found[own[i]] = next[static_cast<std::int64_t>(i)];
  }
  return torch::stack(found);
}

std::vector<double> judgeFills(const JudgedText& text, const FillsOfGaps& fills, const CausalBase& base,
                               ChunkReader* reader, const CausalBase::BetweenLayers& betweenLayers) {
  std::vector<double> values(fills.size(), 0.0);
  const auto token = [&](std::int32_t at) { return static_cast<TokenId>(text.context[static_cast<std::size_t>(at)]); };
  for (std::size_t gap = 0; gap < text.plan.gaps.size(); ++gap) {
    const Place place = placeOf(text.plan, gap);
    const auto [past, last] = readLeft(text, place, reader, betweenLayers);

    std::vector<std::vector<TokenId>> sequences;
    std::vector<std::size_t> judgedFrom, fillEnds;
    double meanLength = 0;
    for (const auto& candidate : fills) {
      std::vector<TokenId> sequence = {last};
      for (std::size_t g = place.firstGap; g <= gap; ++g) {
        if (g == gap) judgedFrom.push_back(sequence.size());
        sequence.insert(sequence.end(), candidate[g].begin(), candidate[g].end());
        if (g == gap) fillEnds.push_back(sequence.size());
        const std::int32_t next = g + 1 < text.plan.gaps.size() ? text.plan.gaps[g + 1].marker : text.plan.context;
        const std::int32_t end = g == gap ? std::min(next, text.plan.gaps[g].marker + 1 + kJudgedAfter) : next;
        for (std::int32_t at = text.plan.gaps[g].marker + 1; at < end; ++at) sequence.push_back(token(at));
      }
      meanLength += static_cast<double>(candidate[gap].size()) / static_cast<double>(fills.size());
      sequences.push_back(std::move(sequence));
    }
    const auto scores = base.score(sequences, past);
    for (std::size_t c = 0; c < fills.size(); ++c) {
      // scores[c][i] is of the sequence's token i + 1.
      const auto at = [&](std::size_t index) { return scores[c].begin() + static_cast<std::ptrdiff_t>(index) - 1; };
      const double own = std::accumulate(at(judgedFrom[c]), at(fillEnds[c]), 0.0);
      const double after = std::accumulate(at(fillEnds[c]), scores[c].end(), 0.0);
      const auto length = static_cast<double>(std::max<std::size_t>(1, fillEnds[c] - judgedFrom[c]));
      values[c] += own * meanLength / length + after;
    }
  }
  return values;
}

}  // namespace lacuna::engine
