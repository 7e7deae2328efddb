// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/infill_session.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "engine/attention/chunks.h"
#include "engine/denoiser/context_cache.h"
#include "engine/sampling/denoising_run.h"
#include "engine/text/utf8.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {
namespace {

constexpr int kTokensUnasked = 12;               // an insertion of no stated length
constexpr int kLongestGap = 512;                 // tokens
constexpr double kTokensPerWord = 1.35;          // of our vocabulary, over prose
constexpr std::size_t kReachBytes = 48U << 10U;  // context further than this from every gap is left out (~12k tokens)

constexpr std::size_t kCacheBytes = std::size_t{256} << 20U;  // of keys and values kept beyond a request

struct Cancelled {};

void require(bool holds, const std::string& sentence) {
  if (!holds) throw Error(ErrorCode::kInvalidInput, sentence);
}

void check(const InfillRequest& request) {
  require(!request.gaps.empty(), "There is no gap to fill: mark one with [[...]], or give one.");
  require(request.candidates >= 1 && request.candidates <= 64, "The number of candidates must be 1 to 64.");
  require(request.steps >= 1 && request.steps <= 1000, "The number of steps must be 1 to 1000.");
  require(request.temperature >= 0.0F && request.temperature <= 10.0F, "The temperature must be 0 to 10.");
  require(request.topP > 0.0F && request.topP <= 1.0F, "Top-p must be above 0 and at most 1.");
  const std::size_t bad = utf8Invalid(request.text);
  require(bad == request.text.size(), "The text is not UTF-8: byte " + std::to_string(bad) + " begins no character.");
  std::size_t last = 0;
  for (std::size_t i = 0; i < request.gaps.size(); ++i) {
    const GapRequest& gap = request.gaps[i];
    const std::string name = "Gap " + std::to_string(i + 1);
    require(gap.begin <= gap.end && gap.end <= request.text.size(), name + " lies outside of the text.");
    require(i == 0 || gap.begin >= last, name + " overlaps the gap before it, or stands before it.");
    const auto splits = [&](std::size_t at) {
      return at < request.text.size() && (static_cast<unsigned char>(request.text[at]) & 0xC0U) == 0x80U;
    };
    require(!splits(gap.begin) && !splits(gap.end), name + " begins or ends in the middle of a character.");
    require(gap.tokens >= 0 && gap.tokens <= kLongestGap && gap.words >= 0 && gap.words <= kLongestGap,
            name + " is too long: " + std::to_string(kLongestGap) + " tokens at most.");
    last = gap.end;
  }
}

}  // namespace

class InfillSession : public Session {
 public:
  explicit InfillSession(const std::string& folder)
      : loaded_(loadModel(folder)),
        noise_(makeNoiseProcess(loaded_.denoiser->config().noise)),
        sampler_(makeSampler("confidence")),
        cache_(*loaded_.denoiser, kCacheBytes) {
    const ModelConfig& config = loaded_.denoiser->config();
    info_ = {loaded_.name,
             folder,
             countParameters(loaded_.denoiser->parameters()),
             config.vocabulary,
             config.layers,
             config.width,
             "CPU, " + (at::get_num_threads() == 1 ? "1 thread" : std::to_string(at::get_num_threads()) + " threads"),
             loaded_.fingerprint};
  }

  const ModelInfo& model() const override { return info_; }
  std::size_t countTokens(const std::string& text) const override { return loaded_.tokenizer->encode(text).size(); }
  InfillResult infill(const InfillRequest& request, const InfillCallbacks& callbacks,
                      const CancelFlag& cancel) override;

 private:
  struct Prepared {
    std::vector<std::int64_t> context;
    DocumentPlan plan;
    std::vector<Seam> seams;
  };

  Prepared prepare(const InfillRequest& request) const;
  int lengthOf(const GapRequest& gap, const std::string& text) const;
  StepFrame frame(int step, const InfillRequest& request, const DenoisingRun& run, const Prepared& prepared) const;
  std::vector<TokenId> idsOf(const Candidate& candidate, const DocumentPlan& plan, std::size_t gap,
                             std::size_t* first) const;
  void rank(const DenoisingRun& run, const Prepared& prepared, InfillResult* result) const;

  LoadedModel loaded_;
  std::unique_ptr<NoiseProcess> noise_;
  std::unique_ptr<Sampler> sampler_;
  ModelInfo info_;
  ContextCache cache_;
};

int InfillSession::lengthOf(const GapRequest& gap, const std::string& text) const {
  if (gap.tokens > 0) return gap.tokens;
  if (gap.words > 0) return std::clamp(static_cast<int>(std::lround(gap.words * kTokensPerWord)), 1, kLongestGap);
  if (gap.end > gap.begin) {
    const std::string replaced = text.substr(gap.begin, gap.end - gap.begin);
    // A marker such as [[...]] says nothing of a length.
    if (replaced.rfind("[[", 0) != 0) return std::clamp(static_cast<int>(countTokens(replaced)), 1, kLongestGap);
  }
  return kTokensUnasked;
}

InfillSession::Prepared InfillSession::prepare(const InfillRequest& request) const {
  Prepared prepared;
  const std::string_view text = request.text;
  std::size_t start = request.gaps.front().begin > kReachBytes ? request.gaps.front().begin - kReachBytes : 0;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) --start;
  std::size_t finish = std::min(text.size(), request.gaps.back().end + kReachBytes);
  while (finish < text.size() && (static_cast<unsigned char>(text[finish]) & 0xC0U) == 0x80U) ++finish;
  prepared.context.push_back(loaded_.tokenizer->special().document);
  const auto append = [&](std::string_view part, bool spaceBefore) {
    std::string piece;
    if (spaceBefore) piece.push_back(' ');
    piece.append(part);
    const std::vector<TokenId> ids = loaded_.tokenizer->encode(piece);
    prepared.context.insert(prepared.context.end(), ids.begin(), ids.end());
  };
  std::size_t at = start;
  bool spaceAfter = false;
  for (std::size_t i = 0; i < request.gaps.size(); ++i) {
    const GapRequest& gap = request.gaps[i];
    const std::size_t next = i + 1 < request.gaps.size() ? request.gaps[i + 1].begin : finish;
    const Seam seam = makeSeam(text.substr(at, gap.begin - at), text.substr(gap.end, next - gap.end));
    append(seam.left, spaceAfter);
    prepared.plan.gaps.push_back({static_cast<std::int32_t>(prepared.context.size()), lengthOf(gap, request.text)});
    prepared.context.push_back(loaded_.tokenizer->special().gap);
    prepared.seams.push_back(seam);
    spaceAfter = seam.spaceAfter;
    at = gap.end;
  }
  append(text.substr(at, finish - at), spaceAfter);
  prepared.plan.context = static_cast<std::int32_t>(prepared.context.size());
  prepared.plan.candidates = request.candidates;
  prepared.plan.chunkStarts = cutChunks(prepared.context, loaded_.denoiser->config().chunk);
  return prepared;
}

std::vector<TokenId> InfillSession::idsOf(const Candidate& candidate, const DocumentPlan& plan, std::size_t gap,
                                          std::size_t* first) const {
  *first = 0;
  for (std::size_t i = 0; i < gap; ++i) *first += static_cast<std::size_t>(plan.gaps[i].length);
  std::vector<TokenId> ids;
  for (std::size_t i = 0; i < static_cast<std::size_t>(plan.gaps[gap].length); ++i)
    ids.push_back(candidate.slots[*first + i].id);
  return ids;
}

StepFrame InfillSession::frame(int step, const InfillRequest& request, const DenoisingRun& run,
                               const Prepared& prepared) const {
  const DocumentPlan& plan = prepared.plan;
  StepFrame frame;
  frame.step = step;
  frame.steps = request.steps;
  for (const Candidate& candidate : run.candidates()) {
    frame.tokens.emplace_back();
    for (std::size_t gap = 0; gap < plan.gaps.size(); ++gap) {
      std::size_t first = 0;
      const std::vector<TokenId> ids = idsOf(candidate, plan, gap, &first);
      std::vector<std::string> shown = loaded_.tokenizer->display(ids);
      // What is watched stands in the text as the result will.
      shown.front() = startFill(prepared.seams[gap], shown.front());
      shown.back() = endFill(prepared.seams[gap], shown.back());
      frame.tokens.back().emplace_back();
      for (std::size_t i = 0; i < ids.size(); ++i) {
        const Slot& slot = candidate.slots[first + i];
        frame.tokens.back().back().push_back(
            {ids[i], step == 0 ? std::string() : shown[i], slot.confidence, slot.settled, slot.flipped});
      }
    }
  }
  return frame;
}

void InfillSession::rank(const DenoisingRun& run, const Prepared& prepared, InfillResult* result) const {
  std::vector<std::vector<GapFill>> fills;
  std::vector<float> totals;
  for (const Candidate& candidate : run.candidates()) {
    fills.emplace_back();
    float total = 0;
    for (std::size_t gap = 0; gap < prepared.plan.gaps.size(); ++gap) {
      std::size_t first = 0;
      const std::vector<TokenId> ids = idsOf(candidate, prepared.plan, gap, &first);
      float sum = 0;
      for (std::size_t i = 0; i < ids.size(); ++i) sum += candidate.slots[first + i].logProbability;
      total += sum;
      const auto length = static_cast<int>(ids.size());
      fills.back().push_back(
          {finishFill(prepared.seams[gap], loaded_.tokenizer->decode(ids)), sum / static_cast<float>(length), length});
    }
    totals.push_back(total);
  }
  result->order.resize(fills.size());
  std::iota(result->order.begin(), result->order.end(), 0);
  std::stable_sort(result->order.begin(), result->order.end(), [&](int a, int b) {
    return totals[static_cast<std::size_t>(a)] > totals[static_cast<std::size_t>(b)];
  });
  for (const int i : result->order) result->candidates.push_back(fills[static_cast<std::size_t>(i)]);
}

InfillResult InfillSession::infill(const InfillRequest& request, const InfillCallbacks& callbacks,
                                   const CancelFlag& cancel) {
  const auto start = std::chrono::steady_clock::now();
  check(request);
  InfillResult result;
  const auto finish = [&] {
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
  };
  try {
    const Prepared prepared = prepare(request);
    const ModelConfig& config = loaded_.denoiser->config();
    Layout layout = makeLayout({prepared.plan}, config.layoutOptions());
    FillPlan plan = makeFillPlan(config, layout);
    const KeyValues kept = cache_.read(layout, prepared.context, plan.kept, [&](std::size_t done, std::size_t total) {
      if (cancel.load()) throw Cancelled();
      if (callbacks.onContext) callbacks.onContext(done, total);
    });
    RunSetup setup;
    setup.model = loaded_.denoiser.get();
    setup.tokenizer = loaded_.tokenizer.get();
    setup.noise = noise_.get();
    setup.sampler = sampler_.get();
    setup.layout = std::move(layout);
    setup.seams = prepared.seams;
    setup.options.steps = request.steps;
    setup.options.temperature = request.temperature;
    setup.options.topP = request.topP;
    setup.seed = request.seed;
    DenoisingRun run(std::move(setup), std::move(plan), kept);
    if (callbacks.onStep) callbacks.onStep(frame(0, request, run, prepared));
    for (int step = 1; step <= request.steps; ++step) {
      if (cancel.load()) throw Cancelled();
      run.advance(step);
      result.steps = step;
      if (callbacks.onStep) callbacks.onStep(frame(step, request, run, prepared));
    }
    if (cancel.load()) throw Cancelled();
    rank(run, prepared, &result);
  } catch (const Cancelled&) {
    result.cancelled = true;
    result.candidates.clear();
    result.order.clear();
  }
  return finish();
}

std::unique_ptr<Session> openInfillSession(const std::string& folder) {
  return std::make_unique<InfillSession>(folder);
}

}  // namespace lacuna::engine
