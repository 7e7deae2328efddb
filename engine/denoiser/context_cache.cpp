// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/context_cache.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "engine/attention/chunks.h"
#include "engine/device.h"
#include "engine/diffusion/random.h"

namespace lacuna::engine {
namespace {

constexpr std::int32_t kRunTokens = 2048;    // read in one go: between two looks at the cancel flag, at most
constexpr std::size_t kMostPages = 1 << 14;  // with or without their tokens' keys
constexpr int kPageWithoutChunks = 128;      // tokens, where the model has no chunks

using Rows = std::vector<std::int64_t>;

// Of some rows, ascending; without a copy where they are one run of them, as mostly.
KeyValues viewRows(const KeyValues& all, const Rows& rows) {
  const auto count = static_cast<std::int64_t>(rows.size());
  if (rows.empty() || rows.back() - rows.front() + 1 != count) return selectRows(all, rows);
  KeyValues view = all;
  for (auto* layers : {&view.key_RGD, &view.value_RGD}) {
    for (torch::Tensor& layer : *layers) layer = layer.narrow(0, rows.front(), count);
  }
  return view;
}

Rows range(std::int64_t first, std::int64_t last) {
  Rows rows(static_cast<std::size_t>(std::max<std::int64_t>(0, last - first)));
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

void append(Rows* rows, const Rows& more) { rows->insert(rows->end(), more.begin(), more.end()); }

// The span that holds a token.
template <class Spans>
std::size_t spanAt(const Spans& spans, std::int32_t token) {
  const auto after = std::upper_bound(spans.begin(), spans.end(), token,
                                      [](std::int32_t at, const auto& span) { return at < span.begin; });
  return static_cast<std::size_t>(after - spans.begin()) - 1;
}

}  // namespace

ContextCache::ContextCache(const Denoiser& model, std::size_t limitBytes) : model_(model), limit_(limitBytes) {
  for (const HeadGroup& group : model.config().heads) {
    reach_ = std::max(reach_, group.contextWindow * group.contextDilation);
  }
  halo_ = reach_ * (model.config().layers - 1);
}

ContextCache::Key ContextCache::keyOf(const std::vector<std::int64_t>& tokens_C, std::int32_t first,
                                      std::int32_t last) const {
  // How far the text reaches counts as well: a border is where nothing is seen.
  const auto size = static_cast<std::int32_t>(tokens_C.size());
  const std::int32_t from = std::max(0, first - halo_);
  const std::int32_t to = std::min(size, last + halo_);
  Key key{static_cast<std::uint64_t>(first - from), static_cast<std::uint64_t>(to - last)};
  for (std::int32_t i = from; i < to; ++i) {
    const auto token = static_cast<std::uint64_t>(tokens_C[static_cast<std::size_t>(i)]);
    key.low = Random(key.low, token, 1).next();
    key.high = Random(key.high, token, 2).next();
  }
  return key;
}

std::vector<ContextCache::Span> ContextCache::spansOf(const Layout& layout,
                                                      const std::vector<std::int64_t>& tokens_C) const {
  const DocumentRows& document = layout.documents.front();
  std::vector<Span> spans;
  if (document.chunkCount > 0) {
    for (std::int32_t i = 0; i < document.contextCount; ++i) {
      const auto chunk = static_cast<std::size_t>(layout.rows[static_cast<std::size_t>(document.context + i)].chunk);
      if (chunk == spans.size()) spans.push_back({i, i, {}, false});
      spans.back().end = i + 1;
    }
  } else {
    for (const std::int32_t start : cutChunks(tokens_C, kPageWithoutChunks)) {
      if (!spans.empty()) spans.back().end = start;
      spans.push_back({start, document.contextCount, {}, false});
    }
  }
  for (Span& span : spans) span.key = keyOf(tokens_C, span.begin, span.end);
  return spans;
}

bool ContextCache::isMissing(const Span& span) const {
  const auto found = pages_.find(span.key);
  return found == pages_.end() || (span.wanted && found->second.text.key_RGD.empty());
}

bool ContextCache::isHeld(const std::vector<Span>& spans, std::int32_t first, std::int32_t last) const {
  for (std::size_t i = spanAt(spans, first); i < spans.size() && spans[i].begin < last; ++i) {
    const auto found = pages_.find(spans[i].key);
    if (found == pages_.end() || found->second.text.key_RGD.empty()) return false;
  }
  return true;
}

ContextCache::Border ContextCache::leftOf(const std::vector<Span>& spans, std::size_t span) const {
  const std::int32_t begin = spans[span].begin;
  const Border seen{std::max(0, begin - reach_), begin, true};
  if (begin == 0 || isHeld(spans, seen.first, seen.last)) return seen;
  return {std::max(0, begin - halo_), begin, false};
}

ContextCache::Border ContextCache::rightOf(const std::vector<Span>& spans, std::size_t span) const {
  const std::int32_t end = spans[span].end;
  const std::int32_t size = spans.back().end;
  const Border seen{end, std::min(size, end + reach_), true};
  if (end == size || isHeld(spans, seen.first, seen.last)) return seen;
  return {end, std::min(size, end + halo_), false};
}

KeyValues ContextCache::textOf(const std::vector<Span>& spans, std::int32_t first, std::int32_t last) const {
  std::vector<KeyValues> parts;
  if (first < last) {
    for (std::size_t i = spanAt(spans, first); i < spans.size() && spans[i].begin < last; ++i) {
      const std::int32_t from = std::max(first, spans[i].begin);
      const std::int32_t to = std::min(last, spans[i].end);
      parts.push_back(sliceRows(pages_.at(spans[i].key).text, from - spans[i].begin, to - spans[i].begin, false));
    }
  }
  return joinRows(parts);
}

ContextCache::Run ContextCache::makeRun(const std::vector<Span>& spans, std::size_t first, std::size_t last,
                                        const std::vector<std::int64_t>& tokens_C) const {
  const Border left = leftOf(spans, first);
  const Border right = rightOf(spans, last - 1);
  const std::int32_t begin = spans[first].begin;
  const std::int32_t end = spans[last - 1].end;
  // A layout of the run and its borders alone; the borders are chunks that nobody asks for.
  DocumentPlan plan;
  plan.context = right.last - left.first;
  plan.chunkStarts = {0};
  for (std::size_t i = first; i < last; ++i) {
    if (spans[i].begin > left.first) plan.chunkStarts.push_back(spans[i].begin - left.first);
  }
  if (right.last > end) plan.chunkStarts.push_back(end - left.first);
  const Layout layout = makeLayout({plan}, {model_.config().chunk, 0});
  const std::int32_t ownFirst = (left.known ? begin : left.first) - left.first;
  const std::int32_t ownLast = (right.known ? end : right.last) - left.first;
  Rows queries = range(ownFirst, ownLast);
  const std::int64_t chunks = model_.config().chunk > 0 ? static_cast<std::int64_t>(last - first) : 0;
  const std::int64_t firstChunk = layout.documents.front().chunks + (begin > left.first ? 1 : 0);
  append(&queries, range(firstChunk, firstChunk + chunks));
  Rows keys = range(0, ownFirst);
  append(&keys, range(ownLast, plan.context));
  append(&keys, queries);
  std::vector<KeyValues> borders;
  if (left.known && left.first < left.last) borders.push_back(textOf(spans, left.first, left.last));
  if (right.known && right.first < right.last) borders.push_back(textOf(spans, right.first, right.last));

  Run run;
  for (std::size_t i = first; i < last; ++i) run.keys.push_back(spans[i].key);
  run.tokens = ownLast - ownFirst;
  run.before = begin - left.first - ownFirst;
  run.leftKnown = left.known;
  run.rightKnown = right.known;
  run.borders = joinRows(borders);
  run.plan = makeReadPlan(model_.config(), layout, queries, keys).to(model_.device());
  const auto ids = torch::tensor(
      std::vector<std::int64_t>(tokens_C.begin() + left.first, tokens_C.begin() + right.last), torch::kInt64);
  const torch::Device device = model_.device();
  run.reading.state_RW =
      model_.readingInput(layout, ids.to(device)).index_select(0, torch::tensor(queries, torch::kInt64).to(device));
  return run;
}

ContextCache::Run ContextCache::takeRun(const std::vector<Span>& spans, std::size_t first, std::size_t last,
                                        const std::vector<std::int64_t>& tokens_C) {
  // A key tells the text to either side, and with it what the borders hold.
  const auto isStopped = [&] {
    if (!stopped_ || stopped_->keys.size() != last - first) return false;
    for (std::size_t i = first; i < last; ++i) {
      if (!(stopped_->keys[i - first] == spans[i].key)) return false;
    }
    return stopped_->leftKnown == leftOf(spans, first).known && stopped_->rightKnown == rightOf(spans, last - 1).known;
  };
  if (!isStopped()) return makeRun(spans, first, last, tokens_C);
  Run run = std::move(*stopped_);
  stopped_.reset();
  return run;
}

void ContextCache::readRun(const std::vector<Span>& spans, std::size_t first, Run run,
                           const std::function<void(int)>& betweenLayers) {
  const int before = run.reading.layersDone();
  const auto countLayers = [&] {
    usage_.layerTokens +=
        static_cast<std::size_t>(run.tokens) * static_cast<std::size_t>(run.reading.layersDone() - before);
  };
  try {
    model_.prefillBeside(run.borders, run.plan, &run.reading, betweenLayers);
  } catch (...) {
    countLayers();
    stopped_ = std::move(run);
    throw;
  }
  countLayers();
  usage_.tokensRead += static_cast<std::size_t>(run.tokens);
  const KeyValues& read = run.reading.kept;
  for (std::size_t i = 0; i < run.keys.size(); ++i) {
    const Span& span = spans[first + i];
    Page& page = pages_[span.key];
    const std::int64_t from = span.begin - spans[first].begin + run.before;
    page.tokens = span.end - span.begin;
    page.text = sliceRows(read, from, from + page.tokens, true);
    const std::int64_t chunk = run.tokens + static_cast<std::int64_t>(i);
    if (model_.config().chunk > 0) page.summary = sliceRows(read, chunk, chunk + 1, true);
    page.used = clock_;
    page.wanted = page.wanted || span.wanted;
  }
}

void ContextCache::readGlobals(const Layout& layout, const std::vector<Span>& spans) {
  const DocumentRows& document = layout.documents.front();
  if (document.globalCount == 0) return;
  Key key;
  for (const Span& span : spans) key = {Random(key.low, span.key.low).next(), Random(key.high, span.key.high).next()};
  if (key == globalsKey_ && !globals_.key_RGD.empty()) return;
  std::vector<KeyValues> summaries;
  for (const Span& span : spans) {
    if (document.chunkCount > 0) summaries.push_back(pages_.at(span.key).summary);
  }
  const Rows queries = range(document.globals, document.globals + document.globalCount);
  Rows keys = range(document.chunks, document.chunks + document.chunkCount);
  append(&keys, queries);
  ReadState reading{model_.globalsInput(), {}};
  model_.prefillBeside(joinRows(summaries), makeReadPlan(model_.config(), layout, queries, keys).to(model_.device()),
                       &reading);
  globals_ = std::move(reading.kept);
  globalsKey_ = key;
}

void ContextCache::readWhole(const Layout& layout, const std::vector<std::int64_t>& tokens_C,
                             const ReadProgress& progress) {
  Key key = keyOf(tokens_C, 0, static_cast<std::int32_t>(tokens_C.size()));
  for (const std::int64_t row : layout.documents.front().tagged)
    key = {Random(key.low, static_cast<std::uint64_t>(row)).next(),
           Random(key.high, static_cast<std::uint64_t>(row)).next()};
  if (key == wholeKey_ && !whole_.key_RGD.empty()) return;
  whole_ = {};
  const std::size_t total = tokens_C.size();
  const auto layers = static_cast<std::size_t>(model_.config().layers);
  if (progress) progress(0, total);
  const torch::Device device = model_.device();
  whole_ = model_.prefill(model_.readingInput(layout, torch::tensor(tokens_C, torch::kInt64).to(device)),
                          makeReadPlan(model_.config(), layout).to(device), nullptr, [&](int layer) {
                            if (progress) progress(total * (static_cast<std::size_t>(layer) + 1) / layers, total);
                          });
  wholeKey_ = key;
  usage_.tokensRead = total;
  usage_.layerTokens = total * layers;
}

KeyValues ContextCache::gather(const Layout& layout, const std::vector<Span>& spans, const Rows& rows) const {
  const DocumentRows& document = layout.documents.front();
  std::vector<KeyValues> parts;
  for (std::size_t i = 0; i < rows.size();) {
    // All rows that come from one page, or from the globals, at once.
    const std::int64_t row = rows[i];
    if (row >= document.globals) {
      Rows local;
      for (; i < rows.size(); ++i) local.push_back(rows[i] - document.globals);
      parts.push_back(viewRows(globals_, local));
    } else if (row >= document.chunks) {
      parts.push_back(pages_.at(spans[static_cast<std::size_t>(row - document.chunks)].key).summary);
      ++i;
    } else {
      const Span& span = spans[spanAt(spans, static_cast<std::int32_t>(row - document.context))];
      Rows local;
      for (; i < rows.size() && rows[i] - document.context < span.end; ++i) {
        local.push_back(rows[i] - document.context - span.begin);
      }
      parts.push_back(viewRows(pages_.at(span.key).text, local));
    }
  }
  return joinRows(parts);
}

KeyValues ContextCache::read(const Layout& layout, const std::vector<std::int64_t>& tokens_C, const Rows& rows,
                             const ReadProgress& progress) {
  const torch::NoGradGuard noGrad;
  const MixedPrecision mixed(model_.device());
  usage_.tokensRead = usage_.layerTokens = 0;
  if (model_.config().contextReadsGlobals) {
    readWhole(layout, tokens_C, progress);
    count();
    return selectRows(whole_, rows);
  }
  ++clock_;
  const DocumentRows& document = layout.documents.front();
  std::vector<Span> spans = spansOf(layout, tokens_C);
  for (const std::int64_t row : rows) {
    if (row < document.chunks) spans[spanAt(spans, static_cast<std::int32_t>(row - document.context))].wanted = true;
  }
  std::size_t total = 0;
  for (auto& [key, page] : pages_) page.wanted = false;
  for (const Span& span : spans) {
    if (isMissing(span)) {
      total += static_cast<std::size_t>(span.end - span.begin);
    } else {
      Page& page = pages_.at(span.key);
      page.used = clock_;
      page.wanted = page.wanted || span.wanted;
    }
  }
  std::size_t done = 0;
  if (progress && total > 0) progress(0, total);
  for (std::size_t first = 0; first < spans.size();) {
    if (!isMissing(spans[first])) {
      ++first;
      continue;
    }
    std::size_t last = first + 1;
    while (last < spans.size() && isMissing(spans[last]) && spans[last].end - spans[first].begin <= kRunTokens) ++last;
    const auto tokens = static_cast<std::size_t>(spans[last - 1].end - spans[first].begin);
    readRun(spans, first, takeRun(spans, first, last, tokens_C), [&](int layer) {
      if (progress) {
        progress(
            done + tokens * (static_cast<std::size_t>(layer) + 1) / static_cast<std::size_t>(model_.config().layers),
            total);
      }
    });
    done += tokens;
    first = last;
    drop(limit_);
  }
  stopped_.reset();
  readGlobals(layout, spans);
  count();
  return gather(layout, spans, rows);
}

void ContextCache::forget() {
  pages_.clear();
  stopped_.reset();
  globals_ = whole_ = {};
  globalsKey_ = wholeKey_ = {};
  count();
}

void ContextCache::drop(std::size_t limit) {
  count();
  if (usage_.bytes <= limit && pages_.size() <= kMostPages) return;
  std::vector<std::pair<std::uint64_t, Key>> oldest;
  for (const auto& [key, page] : pages_) oldest.emplace_back(page.used, key);
  std::sort(oldest.begin(), oldest.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [used, key] : oldest) {
    if (usage_.bytes <= limit && pages_.size() <= kMostPages) break;
    Page& page = pages_.at(key);
    const std::size_t text = bytesOf(page.text);
    if (usage_.bytes > limit && text > 0 && !page.wanted) {
      usage_.bytes -= text;
      page.text = {};
    }
    if (pages_.size() > kMostPages && used < clock_) pages_.erase(key);
  }
  count();
}

void ContextCache::count() {
  usage_.bytes = bytesOf(globals_) + bytesOf(whole_);
  if (stopped_) usage_.bytes += bytesOf(stopped_->reading.kept) + bytesOf(stopped_->borders);
  usage_.tokensHeld = 0;
  usage_.pages = pages_.size();
  for (const auto& [key, page] : pages_) {
    usage_.bytes += bytesOf(page.text) + bytesOf(page.summary);
    if (!page.text.key_RGD.empty()) usage_.tokensHeld += static_cast<std::size_t>(page.tokens);
  }
}

}  // namespace lacuna::engine
