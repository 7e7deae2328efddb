// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/infill_session.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "engine/attention/chunks.h"
#include "engine/base/causal_judge.h"
#include "engine/base/surprise_reader.h"
#include "engine/base/text_scorer.h"
#include "engine/denoiser/context_cache.h"
#include "engine/device.h"
#include "engine/sampling/choice.h"
#include "engine/sampling/denoising_run.h"
#include "engine/sampling/gap_length.h"
#include "engine/sampling/placement.h"
#include "engine/sampling/request_check.h"
#include "engine/sampling/token_draw.h"
#include "engine/sampling/trace.h"
#include "engine/weights/model_folder.h"
#include "engine/weights/speaking_voices.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kCacheBytes = std::size_t{256} << 20U;  // of keys and values kept beyond a request

struct Cancelled {};

int wordsIn(const std::string& text) {
  std::istringstream words(text);
  return static_cast<int>(std::distance(std::istream_iterator<std::string>(words), {}));
}

// From left to right a token a step is the finest there is.
int longestGap(const PreparedRequest& prepared) {
  std::int32_t longest = 1;
  for (const GapPlace& gap : prepared.plan.gaps) longest = std::max(longest, gap.length);
  return longest;
}

}  // namespace

class InfillSession : public Session, public SurpriseSource {
 public:
  InfillSession(std::shared_ptr<LoadedModel> model, const std::string& folder)
      : owned_(std::move(model)),
        loaded_(*owned_),
        lines_(*loaded_.tokenizer),
        noise_(makeNoiseProcess(loaded_.denoiser->config().noise)),
        reader_(makeContextReader(loaded_, kCacheBytes,
                                  folder.empty() ? KeepReadings::kInMemory : KeepReadings::kInFilesToo)),
        chunks_(loaded_.base == nullptr ? nullptr : static_cast<ChunkReader*>(reader_.get())) {
    const ModelConfig& config = loaded_.denoiser->config();
    if (config.isJoint()) {
      throw Error(ErrorCode::kBadModel, "The model in " + folder +
                                            " reads text and gap as one stream: it is a baseline for lacuna eval, and "
                                            "cannot fill gaps in a document. Give another with --model.");
    }
    info_ = {loaded_.name,
             folder,
             loaded_.parameters,
             config.vocabulary,
             config.layers,
             config.width,
             describeDevice(loaded_.denoiser->device()),
             loaded_.fingerprint};
  }

  // The model is this session's alone: it goes where it is quickest, and what only others would use is let go.
  void own() {
    note_ = placeModel(loaded_.denoiser.get());
    if (loaded_.denoiser->device().is_cpu()) loaded_.denoiser->keepPackedOnly();
    info_.device = describeDevice(loaded_.denoiser->device());
  }

  const ModelInfo& model() const override { return info_; }
  std::size_t countTokens(const std::string& text) const override { return loaded_.tokenizer->encode(text).size(); }
  std::vector<std::string> samplers() const override { return samplerNames(); }
  void speakWith(const std::vector<VoiceBlend>& voices) override { lacuna::engine::speakWith(owned_.get(), voices); }
  TextScore score(const std::string& text, const ContextCallback& progress, const CancelFlag& cancel) override;
  InfillResult infill(const InfillRequest& request, const InfillCallbacks& callbacks,
                      const CancelFlag& cancel) override {
    const InfillRequest known = withSampler(request);
    InfillResult result = withFallback([&] { return fill(known, callbacks, cancel); });
    result.note += std::exchange(note_, {});
    return result;
  }
  void readAhead(const std::string& text, const std::vector<GapRequest>& gaps, const ContextCallback& onContext,
                 const CancelFlag& cancel) override;
  std::unique_ptr<SurpriseReader> surpriseReader() const override {
    if (loaded_.base == nullptr) return nullptr;
    return makeSurpriseReader(owned_, loaded_.denoiser->config().readingBegins);
  }

 private:
  using Prepared = PreparedRequest;

  // Where the request names no sampler: the usual one.
  InfillRequest withSampler(InfillRequest request) const {
    if (request.sampler.empty() && chunks_ != nullptr) request.sampler = "guided";
    return request;
  }

  InfillResult fill(const InfillRequest& request, const InfillCallbacks& callbacks, const CancelFlag& cancel);
  // What a GPU's memory does not hold is done again on the CPU, where the session stays from then on.
  template <class Work>
  auto withFallback(const Work& work) -> decltype(work());

  // What a run begins with.
  struct Start {
    const InfillRequest& request;
    const Prepared& prepared;
    KeysOf keys;                                               // throws Cancelled
    std::function<void(DenoisingRun* run, int step)> advance;  // throws Cancelled
  };

  // Throws Cancelled.
  Prepared prepare(const InfillRequest& request, const CancelFlag& cancel);
  // Of the gaps that leave it to the engine, if there are any.
  void findLengthsOf(Prepared* prepared, const KeysOf& keys);
  // A run before its first step; of a branch, after the last step of its way.
  std::unique_ptr<DenoisingRun> begin(const Start& start) const;
  StepFrame frame(int step, const InfillRequest& request, const DenoisingRun& run, const Prepared& prepared) const;
  SlotRange spoken(const Candidate& candidate, const SlotRange& gap) const;
  static std::vector<TokenId> idsOf(const Candidate& candidate, const SlotRange& gap);
  std::vector<FillPiece> piecesOf(const Candidate& candidate, const SlotRange& gap) const;
  FillsOfGaps tokensOf(const DenoisingRun& run) const;  // up to where gaps end
  OwnOfGaps ownOf(const DenoisingRun& run) const;       // of the same tokens
  using Values = std::vector<std::vector<double>>;      // [gap][candidate], nats
  // What the base says of the fills, once all is settled: each ends where it reads on best. Empty without a base, and
  // where there is nothing to choose.
  Values judge(DenoisingRun* run, const Prepared& prepared);
  // values: what the base says, or none.
  void rank(DenoisingRun* run, const Prepared& prepared, Ranking ranking, Values values, InfillResult* result);

  std::shared_ptr<LoadedModel> owned_;
  LoadedModel& loaded_;
  LineCache lines_;
  std::unique_ptr<NoiseProcess> noise_;
  std::optional<LengthCalibration> calibration_;
  ModelInfo info_;
  std::unique_ptr<ContextReader> reader_;
  ChunkReader* chunks_ = nullptr;  // the same, over a base
  std::optional<TextScorer> scorer_;
  std::string note_;  // for the next result
};

template <class Work>
auto InfillSession::withFallback(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const c10::OutOfMemoryError&) {
    if (!loaded_.denoiser->device().is_cuda()) throw;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kOutOfMemory || !loaded_.denoiser->device().is_cuda()) throw;
  }
  reader_->forget();
  returnToCpu(loaded_.denoiser.get());
  accelerator()->releaseReserve();
  info_.device = describeDevice(torch::kCPU);
  note_ = "The GPU's memory was not enough for this, so the CPU does the work from now on.";
  return work();
}

void InfillSession::findLengthsOf(Prepared* prepared, const KeysOf& keys) {
  const auto automatic = [](const PreparedGap& gap) { return gap.automatic; };
  if (std::none_of(prepared->gaps.begin(), prepared->gaps.end(), automatic) || loaded_.base != nullptr) return;
  if (!calibration_) calibration_ = calibrateLengths(loaded_, *noise_);
  findLengths({loaded_, *noise_, *calibration_, keys}, prepared);
  for (std::size_t gap = 0; gap < prepared->gaps.size(); ++gap)
    requirePinsFit(prepared->gaps[gap], gap, prepared->plan.gaps[gap].length);
}

SlotRange InfillSession::spoken(const Candidate& candidate, const SlotRange& gap) const {
  return withoutEnd(candidate.slots, gap, loaded_.tokenizer->special().end);
}

std::vector<TokenId> InfillSession::idsOf(const Candidate& candidate, const SlotRange& gap) {
  std::vector<TokenId> ids;
  for (std::size_t i = gap.begin; i < gap.end; ++i) ids.push_back(candidate.slots[i].id);
  return ids;
}

std::vector<FillPiece> InfillSession::piecesOf(const Candidate& candidate, const SlotRange& gap) const {
  std::vector<FillPiece> pieces;
  for (std::size_t i = gap.begin; i < gap.end; ++i)
    pieces.push_back({loaded_.tokenizer->bytes(candidate.slots[i].id), candidate.slots[i].fixed});
  return pieces;
}

StepFrame InfillSession::frame(int step, const InfillRequest& request, const DenoisingRun& run,
                               const Prepared& prepared) const {
  StepFrame frame;
  frame.step = step;
  frame.steps = request.steps;
  frame.entropy = run.entropy();
  for (const Candidate& candidate : run.candidates()) {
    frame.tokens.emplace_back();
    const std::vector<SlotRange> ranges = gapsOf(candidate.slots);
    for (std::size_t gap = 0; gap < ranges.size(); ++gap) {
      const std::vector<TokenId> ids = idsOf(candidate, ranges[gap]);
      // What is watched stands in the text as the result will.
      std::vector<std::string> shown =
          finishPieces(prepared.gaps[gap].seam, piecesOf(candidate, spoken(candidate, ranges[gap])));
      shown.resize(ids.size());
      frame.tokens.back().emplace_back();
      for (std::size_t i = 0; i < ids.size(); ++i) {
        const Slot& slot = candidate.slots[ranges[gap].begin + i];
        frame.tokens.back().back().push_back({ids[i], step == 0 && !slot.settled ? std::string() : shown[i],
                                              slot.confidence, slot.settled, slot.flipped});
      }
    }
  }
  return frame;
}

FillsOfGaps InfillSession::tokensOf(const DenoisingRun& run) const {
  FillsOfGaps tokens;
  for (const Candidate& candidate : run.candidates()) {
    tokens.emplace_back();
    for (const SlotRange& gap : gapsOf(candidate.slots))
      tokens.back().push_back(idsOf(candidate, spoken(candidate, gap)));
  }
  return tokens;
}

OwnOfGaps InfillSession::ownOf(const DenoisingRun& run) const {
  OwnOfGaps own;
  for (const Candidate& candidate : run.candidates()) {
    own.emplace_back();
    for (const SlotRange& gap : gapsOf(candidate.slots)) {
      const SlotRange range = spoken(candidate, gap);
      own.back().emplace_back();
      for (std::size_t i = range.begin; i < range.end; ++i)
        own.back().back().push_back(candidate.slots[i].fixed ? kNotHeard : candidate.slots[i].own);
    }
  }
  return own;
}

InfillSession::Values InfillSession::judge(DenoisingRun* run, const Prepared& prepared) {
  if (chunks_ == nullptr) return {};
  const EndsOfGaps ends = run->ends();
  const auto severalEnds = [](const auto& gaps) {
    return std::any_of(gaps.begin(), gaps.end(), [](const auto& places) { return places.size() > 1; });
  };
  if (ends.size() < 2 && std::none_of(ends.begin(), ends.end(), severalEnds)) return {};
  Values values;
  const auto judged =
      judgeFills({prepared.context, prepared.plan}, tokensOf(*run), ends, ownOf(*run), *loaded_.base, chunks_, {});
  for (std::size_t gap = 0; gap < judged.size(); ++gap) {
    values.emplace_back();
    for (std::size_t c = 0; c < judged[gap].size(); ++c) {
      run->endAt(c, gap, judged[gap][c].tokens);
      values.back().push_back(judged[gap][c].value);
    }
  }
  return values;
}

void InfillSession::rank(DenoisingRun* run, const Prepared& prepared, Ranking ranking, Values values,
                         InfillResult* result) {
  const FillsOfGaps tokens = tokensOf(*run);
  const std::size_t candidates = tokens.size();
  const std::size_t gaps = prepared.gaps.size();
  std::vector<std::vector<double>> seams;
  if (ranking == Ranking::kConsensus) seams = run->seamLikelihood();
  const bool judged = !values.empty();
  values.resize(gaps, std::vector<double>(candidates, 0.0));
  result->candidates.assign(candidates, std::vector<GapFill>(gaps));
  result->order.assign(candidates, std::vector<int>(gaps));
  for (std::size_t gap = 0; gap < gaps; ++gap) {
    std::vector<GapFill> fills;
    std::vector<std::vector<TokenId>> ids;
    for (std::size_t c = 0; c < candidates; ++c) {
      const Candidate& candidate = run->candidates()[c];
      const SlotRange range = spoken(candidate, gapsOf(candidate.slots)[gap]);
      ids.push_back(tokens[c][gap]);
      float sum = 0;
      int drawn = 0;
      for (std::size_t i = range.begin; i < range.end; ++i) {
        if (candidate.slots[i].fixed) continue;
        sum += candidate.slots[i].logProbability;
        ++drawn;
      }
      std::string text;
      for (const std::string& piece : finishPieces(prepared.gaps[gap].seam, piecesOf(candidate, range))) text += piece;
      const float mean = sum / static_cast<float>(std::max(1, drawn));
      fills.push_back({std::move(text), mean, static_cast<int>(range.size())});
      // A sum would prefer the fill that became the shortest.
      if (!judged) values[gap][c] = static_cast<double>(run->changesLengths() ? mean : sum);
    }
    if (ranking == Ranking::kConsensus) {
      // Both lie in 0..1: the overlap with the other candidates, and the mean probability of the words at the seams.
      values[gap] = consensus(ids);
      for (std::size_t c = 0; c < candidates; ++c) values[gap][c] += std::exp(seams[gap][c]);
    }
    std::vector<int> order = rankedByValue(values[gap]);
    if (const int words = prepared.gaps[gap].words; words > 0) {
      std::stable_partition(order.begin(), order.end(), [&](int c) {
        const int off = std::abs(wordsIn(fills[static_cast<std::size_t>(c)].text) - words);
        return off <= wordsLeeway(words);
      });
    }
    std::stable_partition(order.begin(), order.end(), [&](int c) {
      return keepsSpeech(prepared.gaps[gap].seam.speech, fills[static_cast<std::size_t>(c)].text);
    });
    std::set<std::string> said;
    std::stable_partition(order.begin(), order.end(),
                          [&](int c) { return said.insert(fills[static_cast<std::size_t>(c)].text).second; });
    for (std::size_t i = 0; i < candidates; ++i) {
      result->order[i][gap] = order[i];
      result->candidates[i][gap] = fills[static_cast<std::size_t>(order[i])];
    }
  }
}

std::unique_ptr<DenoisingRun> InfillSession::begin(const Start& start) const {
  const InfillRequest& request = start.request;
  std::vector<Stream> streams;
  for (int c = 0; c < request.candidates; ++c)
    streams.push_back({request.seed, static_cast<std::uint64_t>(request.firstCandidate + c)});
  RunSetup setup{
      loaded_.denoiser.get(), loaded_.tokenizer.get(), noise_.get(), &start.prepared, &request, start.keys, {}};
  if (chunks_ != nullptr) {
    const JudgedText text{start.prepared.context, start.prepared.plan};
    std::vector<TokenId> breaks;
    for (const char* const lines : {"\n", "\n\n"}) breaks.push_back(loaded_.tokenizer->encode(lines).front());
    setup.expect = [voice = std::make_shared<CausalVoice>(text, breaks, *loaded_.base, chunks_)](
                       const std::vector<NextAsk>& asks) { return voice->expect(asks); };
  }
  if (request.way.empty()) {
    setup.streams = std::move(streams);
    setup.trace = request.trace;
    return std::make_unique<DenoisingRun>(std::move(setup));
  }
  const auto streamOf = [](const BranchPoint& point) {
    return Stream{point.seed, static_cast<std::uint64_t>(point.candidate)};
  };
  setup.streams = {streamOf(request.way.front())};
  auto run = std::make_unique<DenoisingRun>(std::move(setup));
  int step = 0;
  for (std::size_t i = 0; i < request.way.size(); ++i) {
    const BranchPoint& point = request.way[i];
    while (step < point.step) {
      ++step;
      if (!run->done()) start.advance(run.get(), step);
    }
    run->forbid(point.forbidden);
    run->edit(start.prepared.edits[i], step);
    if (i + 1 < request.way.size()) run->branch({step, {streamOf(request.way[i + 1])}, false});
  }
  run->branch({step, std::move(streams), request.trace});
  return run;
}

InfillResult InfillSession::fill(const InfillRequest& asked, const InfillCallbacks& callbacks,
                                 const CancelFlag& cancel) {
  const torch::NoGradGuard noGrad;
  const auto start = std::chrono::steady_clock::now();
  InfillResult result;
  try {
    InfillRequest request = asked;
    Prepared prepared = prepare(request, cancel);
    const ModelConfig& config = loaded_.denoiser->config();
    bool isRead = false;  // from then on the cache has it, and nobody is told
    const KeysOf keys = [&](const Layout& layout, const std::vector<std::int64_t>& rows) {
      KeyValues kept = reader_->read(layout, prepared.context, rows, [&](std::size_t done, std::size_t total) {
        if (cancel.load()) throw Cancelled();
        if (!isRead && callbacks.onContext) callbacks.onContext(done, total);
      });
      isRead = true;
      if (cancel.load()) throw Cancelled();
      return kept;
    };
    findLengthsOf(&prepared, keys);
    // Tokens of one step do not see each other, and side by side they have to: over a base one token a step, which
    // costs no more rows than several.
    if (request.sampler == "guided")
      request.steps = chunks_ != nullptr ? longestGap(prepared) : std::min(request.steps, longestGap(prepared));
    checkWayFits(request.way, std::max(asked.steps, request.steps));
    const ContextBlocks blocks = contextBlocks(prepared);
    if (request.trace) {
      result.trajectory.context = blocks.spans;
      DocumentPlan one = prepared.plan;
      one.candidates = 1;
      result.trajectory.reach = contextReach(config, makeLayout({one}, config.layoutOptions()), blocks);
    }
    const auto advance = [&](DenoisingRun* run, int step) {
      if (cancel.load()) throw Cancelled();
      run->advance(step);
      result.steps = step;
    };
    const auto run = begin({request, prepared, keys, advance});
    const int first = request.way.empty() ? 0 : request.way.back().step;
    const auto show = [&](int step) {
      if (!callbacks.onStep) return;
      StepFrame shown = frame(step, request, *run, prepared);
      if (request.trace) shown.trajectory = &result.trajectory;
      callbacks.onStep(shown);
    };
    show(first);
    Values values;
    for (int step = first + 1; step <= request.steps && !run->done(); ++step) {
      advance(run.get(), step);
      if (step == request.steps || run->done()) values = judge(run.get(), prepared);
      if (request.trace) result.trajectory.steps.push_back(run->traced(step, blocks));
      show(step);
    }
    if (cancel.load()) throw Cancelled();
    if (run->together() < request.candidates) {
      result.note = "The GPU's memory holds " + std::to_string(run->together()) + " of the " +
                    std::to_string(request.candidates) + " candidates at a time, so they are computed in turns. ";
    }
    rank(run.get(), prepared, request.ranking, std::move(values), &result);
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
  request = withSampler(std::move(request));
  const auto progress = [&](std::size_t done, std::size_t total) {
    if (cancel.load()) throw Cancelled();
    if (onContext) onContext(done, total);
  };
  try {
    const Prepared prepared = prepare(request, cancel);
    const ModelConfig& config = loaded_.denoiser->config();
    const Layout layout = makeLayout({prepared.plan}, config.layoutOptions());
    withFallback([&] { reader_->read(layout, prepared.context, makePackedPlan(config, layout).kept, progress); });
  } catch (const Cancelled&) {
  }
}

TextScore InfillSession::score(const std::string& text, const ContextCallback& progress, const CancelFlag& cancel) {
  if (loaded_.base == nullptr) {
    throw Error(ErrorCode::kBadModel, "The model " + loaded_.name +
                                          " is over no pretrained base, and only a base reads a text from left to "
                                          "right: choose another with --model.");
  }
  require(!text.empty(), "There is no text to read.");
  if (!scorer_) scorer_.emplace(loaded_.base, loaded_.denoiser->config().readingBegins);
  const auto stopIfAsked = [&] {
    if (cancel.load()) throw Error(ErrorCode::kCancelled, "Stopped before the text was read to its end.");
  };
  const std::vector<TokenId> ids = lines_.encode(text, stopIfAsked);
  const std::vector<float> scores = scorer_->score(ids, [&](std::size_t done, std::size_t total) {
    stopIfAsked();
    if (progress) progress(done, total);
  });
  return textScore(text, ids, scores, *loaded_.tokenizer, loaded_.baseName);
}

InfillSession::Prepared InfillSession::prepare(const InfillRequest& request, const CancelFlag& cancel) {
  Prepared prepared = prepareRequest(request, lines_, [&] {
    if (cancel.load()) throw Cancelled();
  });
  prepared.plan.chunkStarts = cutChunks(prepared.context, loaded_.denoiser->config().chunk);
  return prepared;
}

std::unique_ptr<Session> openInfillSession(const std::string& folder, Precision precision) {
  auto session = std::make_unique<InfillSession>(std::make_shared<LoadedModel>(loadModel(folder, precision)), folder);
  session->own();
  return session;
}

std::unique_ptr<Session> openInfillSession(std::shared_ptr<LoadedModel> model) {
  return std::make_unique<InfillSession>(std::move(model), "");
}

}  // namespace lacuna::engine
