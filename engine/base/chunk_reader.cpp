// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/chunk_reader.h"

#include <algorithm>

#include "engine/attention/chunks.h"
#include "engine/diffusion/random.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kLatest = 6;       // readings that another may go on from
constexpr std::size_t kWorthAFile = 64;  // tokens; fewer are read anew as quickly
constexpr int kPageWithoutChunks = 512;  // tokens, where a layout has no chunks

KeyValues inHalf(const KeyValues& rows) {
  KeyValues half;
  for (const torch::Tensor& key : rows.key_RGD) half.key_RGD.push_back(key.to(torch::kHalf));
  for (const torch::Tensor& value : rows.value_RGD) half.value_RGD.push_back(value.to(torch::kHalf));
  return half;
}

KeyValues inFloat(const KeyValues& rows) {
  KeyValues whole;
  for (const torch::Tensor& key : rows.key_RGD) whole.key_RGD.push_back(key.to(torch::kFloat32));
  for (const torch::Tensor& value : rows.value_RGD) whole.value_RGD.push_back(value.to(torch::kFloat32));
  return whole;
}

KeyValues meanOf(const KeyValues& rows) {
  KeyValues mean;
  const auto ofRows = [](const torch::Tensor& all) { return all.to(torch::kFloat32).mean(0, true).to(torch::kHalf); };
  for (const torch::Tensor& key : rows.key_RGD) mean.key_RGD.push_back(ofRows(key));
  for (const torch::Tensor& value : rows.value_RGD) mean.value_RGD.push_back(ofRows(value));
  return mean;
}

struct Span {
  std::int32_t begin = 0;
  std::int32_t end = 0;
  std::vector<std::int64_t> rows;  // wanted, from its begin
  bool summary = false;            // wanted

  bool wanted() const { return summary || !rows.empty(); }
};

std::vector<Span> spansOf(const Layout& layout, const std::vector<std::int64_t>& tokens_C) {
  const DocumentRows& document = layout.documents.front();
  std::vector<std::int32_t> starts;
  if (document.chunkCount > 0) {
    for (std::int32_t i = 0; i < document.contextCount; ++i) {
      const std::int32_t chunk = layout.rows[static_cast<std::size_t>(document.context + i)].chunk;
      if (chunk == static_cast<std::int32_t>(starts.size())) starts.push_back(i);
    }
  } else {
    starts = cutChunks(tokens_C, kPageWithoutChunks);
  }
  std::vector<Span> spans;
  for (std::size_t i = 0; i < starts.size(); ++i)
    spans.push_back({starts[i], i + 1 < starts.size() ? starts[i + 1] : document.contextCount, {}, false});
  return spans;
}

}  // namespace

std::size_t TokensHash::operator()(const std::vector<TokenId>& ids) const {
  std::uint64_t hash = ids.size();
  for (const TokenId id : ids) hash = Random(hash, static_cast<std::uint64_t>(id), 1).next();
  return static_cast<std::size_t>(hash);
}

ChunkReader::ChunkReader(std::shared_ptr<const CausalBase> base, TokenId begins, std::size_t limitBytes,
                         std::unique_ptr<PageStore> store)
    : base_(std::move(base)), begins_(begins), limit_(limitBytes), store_(std::move(store)) {}

void ChunkReader::addPage(const Ids& ids, const KeyValues& all, std::int64_t own) {
  Page& page = pages_[ids];
  page.text = sliceRows(all, all.rows() - own, all.rows(), true);
  page.used = clock_;
}

bool ChunkReader::has(const Ids& ids, bool text) const {
  const auto found = pages_.find(ids);
  if (found == pages_.end()) return false;
  const Page& page = found->second;
  return !page.text.empty() || (!text && !page.summary.empty());
}

void ChunkReader::addLatest(Reading reading) {
  latest_.push_front(std::move(reading));
  if (latest_.size() > kLatest) latest_.pop_back();
}

bool ChunkReader::recall(const Ids& ids, std::int64_t own) {
  std::optional<PageReading> found = store_ == nullptr ? std::nullopt : store_->find(ids);
  if (!found) return false;
  addPage(ids, found->kept, own);
  addLatest({std::move(found->ids), std::move(found->kept)});
  return true;
}

void ChunkReader::recallNearest(const Ids& ids) {
  if (store_ == nullptr) return;
  std::size_t shared = kWorthAFile;
  for (const Reading& reading : latest_) shared = std::max(shared, sharedStart(reading.ids, ids));
  if (shared >= ids.size()) return;
  std::optional<PageReading> found = store_->nearest(ids, shared);
  if (found) addLatest({std::move(found->ids), std::move(found->kept)});
}

KeyValues ChunkReader::readOn(const Ids& ids, const CausalBase::BetweenLayers& betweenLayers) {
  recallNearest(ids);
  const Reading* best = nullptr;
  std::size_t shared = 0;
  for (const Reading& reading : latest_) {
    const std::size_t same = sharedStart(reading.ids, ids);
    if (same > shared) {
      shared = same;
      best = &reading;
    }
  }
  if (best != nullptr && shared == ids.size())
    return sliceRows(best->kept, 0, static_cast<std::int64_t>(shared), false);
  const KeyValues before =
      best == nullptr ? KeyValues() : sliceRows(best->kept, 0, static_cast<std::int64_t>(shared), false);
  const Ids rest(ids.begin() + static_cast<std::ptrdiff_t>(shared), ids.end());
  // From the 16 bits that are kept: going on or reading anew, what is handed out is the same to that rounding.
  const KeyValues own = inHalf(base_->prefill(rest, inFloat(before), false, betweenLayers).kept);
  tokensRead_ += rest.size();
  KeyValues all = before.empty() ? own : joinRows({before, own});
  addLatest({ids, all});
  return all;
}

KeyValues ChunkReader::past(const std::vector<TokenId>& tokens, const CausalBase::BetweenLayers& betweenLayers) {
  const torch::NoGradGuard noGrad;
  tokensRead_ = 0;
  Ids ids = {begins_};
  ids.insert(ids.end(), tokens.begin(), tokens.end());
  return inFloat(readOn(ids, betweenLayers));
}

KeyValues ChunkReader::read(const Layout& layout, const std::vector<std::int64_t>& tokens_C,
                            const std::vector<std::int64_t>& rows, const ReadProgress& progress) {
  const torch::NoGradGuard noGrad;
  tokensRead_ = 0;
  ++clock_;
  const DocumentRows& document = layout.documents.front();
  std::vector<Span> spans = spansOf(layout, tokens_C);
  bool wantsSink = false;
  for (const std::int64_t row : rows) {
    const Row& wanted = layout.rows[static_cast<std::size_t>(row)];
    if (wanted.kind == RowKind::kGlobal) {
      wantsSink = true;
    } else if (wanted.kind == RowKind::kChunk) {
      spans[static_cast<std::size_t>(wanted.chunk)].summary = true;
    } else {
      const std::int64_t token = row - document.context;
      const auto after = std::upper_bound(spans.begin(), spans.end(), token,
                                          [](std::int64_t at, const Span& span) { return at < span.begin; });
      Span& span = *(after - 1);
      span.rows.push_back(token - span.begin);
    }
  }
  const auto readingOf = [&](std::size_t i) {
    const std::int32_t from = std::max(i == 0 ? spans[i].begin : spans[i - 1].begin, spans[i].begin - kWarmUp);
    Ids ids = {begins_};
    for (std::int32_t at = from; at < spans[i].end; ++at)
      ids.push_back(static_cast<TokenId>(tokens_C[static_cast<std::size_t>(at)]));
    return ids;
  };
  std::vector<Ids> readings;
  std::size_t total = 0;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    readings.push_back(spans[i].wanted() ? readingOf(i) : Ids());
    if (!spans[i].wanted() || has(readings[i], !spans[i].rows.empty())) continue;
    if (!recall(readings[i], spans[i].end - spans[i].begin)) total += readings[i].size();
  }
  if (progress && total > 0) progress(0, total);
  std::size_t done = 0;
  std::vector<KeyValues> parts;
  std::vector<KeyValues> summaries;  // stand behind the text
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (!spans[i].wanted()) continue;
    if (!has(readings[i], !spans[i].rows.empty())) {
      const auto tokens = readings[i].size();
      const auto layers = static_cast<std::size_t>(base_->config().layers);
      const KeyValues all = readOn(readings[i], [&](int layer) {
        if (progress) progress(done + tokens * static_cast<std::size_t>(layer) / layers, total);
      });
      done += tokens;
      addPage(readings[i], all, spans[i].end - spans[i].begin);
      if (store_ != nullptr) store_->keep({readings[i], all});
    }
    Page& page = pages_.at(readings[i]);
    page.used = clock_;
    if (!spans[i].rows.empty()) parts.push_back(inFloat(selectRows(page.text, spans[i].rows)));
    if (!spans[i].summary) continue;
    if (page.summary.empty()) page.summary = meanOf(page.text);
    summaries.push_back(inFloat(page.summary));
  }
  parts.insert(parts.end(), summaries.begin(), summaries.end());
  if (wantsSink) {
    if (sink_.empty()) sink_ = base_->prefill({begins_}, {}, false).kept;
    parts.push_back(sink_);
  }
  drop();
  return joinRows(parts);
}

void ChunkReader::forget() {
  pages_.clear();
  latest_.clear();
  bytes_ = 0;
}

void ChunkReader::drop() {
  bytes_ = 0;
  for (const auto& [ids, page] : pages_) bytes_ += bytesOf(page.text) + bytesOf(page.summary);
  for (const Reading& reading : latest_) bytes_ += bytesOf(reading.kept);
  while (bytes_ > limit_) {
    auto oldest = pages_.end();
    for (auto page = pages_.begin(); page != pages_.end(); ++page) {
      if (page->second.used == clock_) continue;
      const auto order = [](const Page& of) { return std::pair(of.text.empty(), of.used); };  // texts go first
      if (oldest == pages_.end() || order(page->second) < order(oldest->second)) oldest = page;
    }
    if (oldest == pages_.end()) break;
    Page& page = oldest->second;
    if (!page.text.empty() && !page.summary.empty()) {
      bytes_ -= bytesOf(page.text);
      page.text = {};
    } else {
      bytes_ -= bytesOf(page.text) + bytesOf(page.summary);
      pages_.erase(oldest);
    }
  }
}

}  // namespace lacuna::engine
