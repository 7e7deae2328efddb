// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/causal_judge.h"

#include <algorithm>
#include <cmath>
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
  const auto isNear = [&plan](std::size_t next) {
    return plan.gaps[next].marker - plan.gaps[next - 1].marker <= kNearGaps;
  };
  while (place.firstGap > 0 && plan.gaps[place.firstGap - 1].marker >= place.begin && isNear(place.firstGap))
    --place.firstGap;
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

// The shared text's last token, the fills of gaps up to this one, and the text between them.
std::vector<TokenId> textBehind(const JudgedText& text, const Place& place, TokenId last,
                                const std::vector<std::vector<TokenId>>& fills) {
  std::vector<TokenId> behind = {last};
  for (std::size_t g = place.firstGap; g <= place.gap; ++g) {
    behind.insert(behind.end(), fills[g].begin(), fills[g].end());
    if (g == place.gap) break;
    for (std::int32_t at = text.plan.gaps[g].marker + 1; at < text.plan.gaps[g + 1].marker; ++at)
      behind.push_back(static_cast<TokenId>(text.context[static_cast<std::size_t>(at)]));
  }
  return behind;
}

}  // namespace

struct CausalVoice::Left {
  std::size_t firstGap = 0;  // the first whose fill stands behind the shared text
  CausalBase::Shared past;
  TokenId last = 0;
  std::map<std::size_t, CausalBase::Thread> threads;  // by candidate
};

CausalVoice::CausalVoice(JudgedText text, std::vector<TokenId> breaks, const CausalBase& base, ChunkReader* reader)
    : text_(text), breaks_(std::move(breaks)), base_(base), reader_(reader) {}

CausalVoice::~CausalVoice() = default;

CausalVoice::Left& CausalVoice::leftOf(std::size_t gap) {
  std::unique_ptr<Left>& left = left_[gap];
  if (left == nullptr) {
    const Place place = placeOf(text_.plan, gap);
    const SharedLeft shared = readLeft(text_, place, reader_, {});
    left = std::make_unique<Left>(Left{place.firstGap, base_.share(shared.past), shared.last, {}});
  }
  return *left;
}

torch::Tensor CausalVoice::expect(const std::vector<NextAsk>& asks) {
  std::vector<CausalBase::More> sequences;
  for (const NextAsk& ask : asks) {
    Left& left = leftOf(ask.gap);
    std::vector<TokenId> behind = textBehind(text_, {ask.gap, left.firstGap, 0}, left.last, ask.fills);
    CausalBase::Thread& thread = left.threads[ask.candidate];
    // What stands there may have changed: then it is read again.
    const std::size_t known = thread.ids.size();
    if (known >= behind.size() || !std::equal(thread.ids.begin(), thread.ids.end(), behind.begin())) thread = {};
    behind.erase(behind.begin(), behind.begin() + static_cast<std::ptrdiff_t>(thread.ids.size()));
    sequences.push_back({&left.past, &thread, std::move(behind)});
  }
  const auto next = base_.next(sequences);
  for (std::size_t i = 0; i < asks.size(); ++i) {
    if (asks[i].end < 0) continue;
    float* const row = next[static_cast<std::int64_t>(i)].data_ptr<float>();
    const auto behind = static_cast<std::size_t>(text_.plan.gaps[asks[i].gap].marker) + 1;
    const bool another = asks[i].gap + 1 < text_.plan.gaps.size() &&
                         text_.plan.gaps[asks[i].gap + 1].marker == static_cast<std::int32_t>(behind);
    if (behind < text_.context.size() && !another) {
      row[asks[i].end] = row[text_.context[behind]];
      continue;
    }
    float sum = 0;
    for (const TokenId id : breaks_) sum += std::exp(row[id]);
    row[asks[i].end] = std::log(sum);
  }
  return next;
}

namespace {

// The first tokens of what a sequence has read, without reading them again.
CausalBase::Thread beginningOf(const CausalBase::Thread& thread, std::size_t tokens) {
  CausalBase::Thread part;
  part.ids.assign(thread.ids.begin(), thread.ids.begin() + static_cast<std::ptrdiff_t>(tokens));
  for (std::size_t layer = 0; tokens > 0 && layer < thread.key_RGD.size(); ++layer) {
    part.key_RGD.push_back(thread.key_RGD[layer].narrow(0, 0, static_cast<std::int64_t>(tokens)));
    part.value_RGD.push_back(thread.value_RGD[layer].narrow(0, 0, static_cast<std::int64_t>(tokens)));
  }
  return part;
}

// A fill of a gap, read behind what stands before it.
struct ReadFill {
  const CausalBase::Shared* past = nullptr;
  CausalBase::Thread thread;
  std::vector<double> cost;  // [tokens + 1], what so many of its tokens are worth
};

// Natural log-probabilities of texts' tokens with nothing around them but the token that readings begin with.
std::vector<std::vector<float>> scoreAlone(const std::vector<std::vector<TokenId>>& texts, const CausalBase& base,
                                           ChunkReader* reader) {
  const KeyValues nothing = reader->past({}, {});
  std::vector<std::vector<TokenId>> sequences;
  for (const auto& text : texts) {
    sequences.push_back({reader->begins()});
    sequences.back().insert(sequences.back().end(), text.begin(), text.end());
  }
  return base.score(sequences, sliceRows(nothing, 0, nothing.rows() - 1, false));
}

}  // namespace

std::vector<std::vector<JudgedFill>> judgeFills(const JudgedText& text, const FillsOfGaps& fills,
                                                const EndsOfGaps& ends, const OwnOfGaps& own, const CausalBase& base,
                                                ChunkReader* reader, const CausalBase::BetweenLayers& betweenLayers) {
  const std::size_t gaps = text.plan.gaps.size();
  std::vector<CausalBase::Shared> pasts(gaps);
  std::vector<ReadFill> read(gaps * fills.size());  // gap by gap, candidate by candidate
  std::vector<CausalBase::More> sequences;
  for (std::size_t gap = 0; gap < gaps; ++gap) {
    const Place place = placeOf(text.plan, gap);
    const auto [past, last] = readLeft(text, place, reader, betweenLayers);
    pasts[gap] = base.share(past);
    for (const auto& candidate : fills) {
      ReadFill& fill = read[sequences.size()];
      fill.past = &pasts[gap];
      sequences.push_back({fill.past, &fill.thread, textBehind(text, place, last, candidate)});
    }
  }
  const auto expected = base.score(sequences);
  std::vector<std::vector<TokenId>> texts;
  for (std::size_t gap = 0; gap < gaps; ++gap)
    for (const auto& candidate : fills) texts.push_back(candidate[gap]);
  const auto alone = scoreAlone(texts, base, reader);
  for (std::size_t i = 0; i < read.size(); ++i) {
    const std::size_t candidate = i % fills.size();
    const std::size_t gap = i / fills.size();
    const std::size_t length = fills[candidate][gap].size();
    read[i].cost.push_back(0);
    for (std::size_t token = 0; token < length; ++token) {
      double nats = static_cast<double>(expected[i][expected[i].size() - length + token]);
      if (!own.empty() && !std::isnan(own[candidate][gap][token]))
        nats = kBaseShare * nats + (1 - kBaseShare) * static_cast<double>(own[candidate][gap][token]);
      nats -= kAloneShare * static_cast<double>(alone[i][token]);
      read[i].cost.push_back(read[i].cost.back() + nats);
    }
  }

  // What stands behind the gap, once for each end.
  std::vector<std::vector<JudgedFill>> judged(gaps, std::vector<JudgedFill>(fills.size()));
  struct End {
    std::size_t gap, candidate, tokens;
  };
  std::vector<End> asked;
  std::vector<CausalBase::Thread> threads;
  std::vector<std::vector<TokenId>> behind;
  for (std::size_t gap = 0; gap < gaps; ++gap) {
    const std::int32_t marker = text.plan.gaps[gap].marker;
    const std::int32_t next = gap + 1 < gaps ? text.plan.gaps[gap + 1].marker : text.plan.context;
    const auto endsOf = [&](std::size_t c) {
      const bool several = c < ends.size() && !ends[c][gap].empty() && next > marker + 1;
      return several ? ends[c][gap] : std::vector<std::size_t>{fills[c][gap].size()};
    };
    std::int32_t after = kJudgedAfter;
    for (std::size_t c = 0; c < fills.size(); ++c)
      if (endsOf(c).size() > 1) after = kJudgedAtEnds;
    for (std::size_t c = 0; c < fills.size(); ++c) {
      const CausalBase::Thread& whole = read[gap * fills.size() + c].thread;
      for (const std::size_t tokens : endsOf(c)) {
        // The last token that is kept is read again: what it says comes next is what is asked.
        const std::size_t kept = whole.ids.size() - (fills[c][gap].size() - tokens);
        asked.push_back({gap, c, tokens});
        threads.push_back(beginningOf(whole, kept - 1));
        behind.push_back({whole.ids[kept - 1]});
        for (std::int32_t at = marker + 1; at < std::min(next, marker + 1 + after); ++at)
          behind.back().push_back(static_cast<TokenId>(text.context[static_cast<std::size_t>(at)]));
      }
    }
  }
  sequences.clear();
  for (std::size_t i = 0; i < asked.size(); ++i)
    sequences.push_back({read[asked[i].gap * fills.size() + asked[i].candidate].past, &threads[i], behind[i]});
  const auto scores = base.score(sequences);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto& [gap, c, tokens] = asked[i];
    double meanLength = 0;
    for (const auto& candidate : fills)
      meanLength += static_cast<double>(candidate[gap].size()) / static_cast<double>(fills.size());
    const double cost = read[gap * fills.size() + c].cost[tokens];
    const double value = cost * meanLength / static_cast<double>(std::max<std::size_t>(1, tokens)) +
                         kAfterWeight * std::accumulate(scores[i].begin(), scores[i].end(), 0.0);
    JudgedFill& best = judged[gap][c];
    const bool first = i == 0 || asked[i - 1].gap != gap || asked[i - 1].candidate != c;
    if (!first && !(value > best.value)) continue;
    const std::vector<float>& by = alone[gap * fills.size() + c];
    best = {tokens, value, std::accumulate(by.begin(), by.begin() + static_cast<std::ptrdiff_t>(tokens), 0.0)};
  }
  return judged;
}

}  // namespace lacuna::engine
