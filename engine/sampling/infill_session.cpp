// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/infill_session.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "engine/attention/chunks.h"
#include "engine/denoiser/context_cache.h"
#include "engine/sampling/choice.h"
#include "engine/sampling/denoising_run.h"
#include "engine/sampling/gap_length.h"
#include "engine/sampling/trace.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kCacheBytes = std::size_t{256} << 20U;  // of keys and values kept beyond a request

struct Cancelled {};

}  // namespace

class InfillSession : public Session {
 public:
  explicit InfillSession(const std::string& folder)
      : loaded_(loadModel(folder)),
        noise_(makeNoiseProcess(loaded_.denoiser->config().noise)),
        cache_(*loaded_.denoiser, kCacheBytes) {
    const ModelConfig& config = loaded_.denoiser->config();
    if (config.isJoint()) {
      throw Error(ErrorCode::kBadModel, "The model in " + folder +
                                            " reads text and gap as one stream: it is a baseline for lacuna eval, and "
                                            "cannot fill gaps in a document. Give another with --model.");
    }
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
  std::vector<std::string> samplers() const override { return samplerNames(); }
  InfillResult infill(const InfillRequest& request, const InfillCallbacks& callbacks,
                      const CancelFlag& cancel) override;
  void readAhead(const std::string& text, const std::vector<GapRequest>& gaps, const ContextCallback& onContext,
                 const CancelFlag& cancel) override;

 private:
  using Prepared = PreparedRequest;

  // False: no gap leaves its length to the engine.
  bool findLengthsOf(Prepared* prepared, const CancelFlag& cancel);
  StepFrame frame(int step, const InfillRequest& request, const DenoisingRun& run, const Prepared& prepared) const;
  std::vector<TokenId> idsOf(const Candidate& candidate, const DocumentPlan& plan, std::size_t gap,
                             std::size_t* first) const;
  void rank(const DenoisingRun& run, const Prepared& prepared, Ranking ranking, InfillResult* result) const;

  LoadedModel loaded_;
  std::unique_ptr<NoiseProcess> noise_;
  std::optional<LengthCalibration> calibration_;
  ModelInfo info_;
  ContextCache cache_;
};

bool InfillSession::findLengthsOf(Prepared* prepared, const CancelFlag& cancel) {
  const auto automatic = [](const PreparedGap& gap) { return gap.automatic; };
  if (std::none_of(prepared->gaps.begin(), prepared->gaps.end(), automatic)) return false;
  if (!calibration_) calibration_ = calibrateLengths(loaded_, *noise_);
  const auto read = [&](const Layout& layout, const FillPlan& plan) {
    const auto stopIfAsked = [&](std::size_t, std::size_t) {
      if (cancel.load()) throw Cancelled();
    };
    stopIfAsked(0, 0);
    return cache_.read(layout, prepared->context, plan.kept, stopIfAsked);
  };
  findLengths({loaded_, *noise_, *calibration_, read}, prepared);
  for (std::size_t gap = 0; gap < prepared->gaps.size(); ++gap)
    requirePinsFit(prepared->gaps[gap], gap, prepared->plan.gaps[gap].length);
  return true;
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
      shown.front() = startFill(prepared.gaps[gap].seam, shown.front());
      shown.back() = endFill(prepared.gaps[gap].seam, shown.back());
      frame.tokens.back().emplace_back();
      for (std::size_t i = 0; i < ids.size(); ++i) {
        const Slot& slot = candidate.slots[first + i];
        frame.tokens.back().back().push_back({ids[i], step == 0 && !slot.settled ? std::string() : shown[i],
                                              slot.confidence, slot.settled, slot.flipped});
      }
    }
  }
  return frame;
}

void InfillSession::rank(const DenoisingRun& run, const Prepared& prepared, Ranking ranking,
                         InfillResult* result) const {
  std::vector<std::vector<GapFill>> fills;
  std::vector<Fills> tokens;
  std::vector<double> values;
  for (const Candidate& candidate : run.candidates()) {
    fills.emplace_back();
    tokens.emplace_back();
    double total = 0;
    for (std::size_t gap = 0; gap < prepared.plan.gaps.size(); ++gap) {
      std::size_t first = 0;
      const std::vector<TokenId> ids = idsOf(candidate, prepared.plan, gap, &first);
      float sum = 0;
      int drawn = 0;
      for (std::size_t i = 0; i < ids.size(); ++i) {
        const Slot& slot = candidate.slots[first + i];
        if (!slot.fixed) sum += slot.logProbability;
        drawn += slot.fixed ? 0 : 1;
      }
      total += static_cast<double>(sum);
      fills.back().push_back({finishFill(prepared.gaps[gap].seam, loaded_.tokenizer->decode(ids)),
                              sum / static_cast<float>(std::max(1, drawn)), static_cast<int>(ids.size())});
      tokens.back().push_back(ids);
    }
    values.push_back(total);
  }
  if (ranking == Ranking::kConsensus) {
    // Both lie in 0..1: the overlap with the other candidates, and the mean probability of the words at the seams.
    const std::vector<double> seams = run.seamLikelihood();
    values = consensus(tokens);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] += std::exp(seams[i]);
  }
  result->order = rankedByValue(values);
  for (const int i : result->order) result->candidates.push_back(fills[static_cast<std::size_t>(i)]);
}

InfillResult InfillSession::infill(const InfillRequest& request, const InfillCallbacks& callbacks,
                                   const CancelFlag& cancel) {
  const auto start = std::chrono::steady_clock::now();
  InfillResult result;
  try {
    Prepared prepared = prepareRequest(request, *loaded_.tokenizer);
    const ModelConfig& config = loaded_.denoiser->config();
    prepared.plan.chunkStarts = cutChunks(prepared.context, config.chunk);
    const auto progress = [&](std::size_t done, std::size_t total) {
      if (cancel.load()) throw Cancelled();
      if (callbacks.onContext) callbacks.onContext(done, total);
    };
    const auto keysOf = [&](const Layout& layout, const FillPlan& plan) {
      return cache_.read(layout, prepared.context, plan.kept, progress);
    };
    Layout layout = makeLayout({prepared.plan}, config.layoutOptions());
    FillPlan plan = makeFillPlan(config, layout);
    KeyValues kept = keysOf(layout, plan);
    if (findLengthsOf(&prepared, cancel)) {
      layout = makeLayout({prepared.plan}, config.layoutOptions());
      plan = makeFillPlan(config, layout);
      kept = keysOf(layout, plan);
    }
    DenoisingRun run({loaded_.denoiser.get(), loaded_.tokenizer.get(), noise_.get(), layout, &prepared, &request},
                     std::move(plan), kept);
    if (request.trace) result.trajectory.context = contextBlocks(prepared.contextByte);
    if (callbacks.onStep) callbacks.onStep(frame(0, request, run, prepared));
    for (int step = 1; step <= request.steps && !run.done(); ++step) {
      if (cancel.load()) throw Cancelled();
      run.advance(step);
      result.steps = step;
      if (request.trace) result.trajectory.steps.push_back(run.traced(step));
      if (callbacks.onStep) callbacks.onStep(frame(step, request, run, prepared));
    }
    if (cancel.load()) throw Cancelled();
    rank(run, prepared, request.ranking, &result);
  } catch (const Cancelled&) {
    result.cancelled = true;
    result.candidates.clear();
    result.order.clear();
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

void InfillSession::readAhead(const std::string& text, const std::vector<GapRequest>& gaps,
                              const ContextCallback& onContext, const CancelFlag& cancel) {
  InfillRequest request;
  request.text = text;
  request.gaps = gaps;
  request.candidates = 1;
  Prepared prepared = prepareRequest(request, *loaded_.tokenizer);
  const ModelConfig& config = loaded_.denoiser->config();
  prepared.plan.chunkStarts = cutChunks(prepared.context, config.chunk);
  const Layout layout = makeLayout({prepared.plan}, config.layoutOptions());
  try {
    cache_.read(layout, prepared.context, makeFillPlan(config, layout).kept, [&](std::size_t done, std::size_t total) {
      if (cancel.load()) throw Cancelled();
      if (onContext) onContext(done, total);
    });
  } catch (const Cancelled&) {
  }
}

std::unique_ptr<Session> openInfillSession(const std::string& folder) {
  return std::make_unique<InfillSession>(folder);
}

}  // namespace lacuna::engine
