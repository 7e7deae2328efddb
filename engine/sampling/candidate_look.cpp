// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/candidate_look.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <numeric>

namespace lacuna::engine {
namespace {

// Each part's rows to their places among all of them.
torch::Tensor joinRows(const std::vector<torch::Tensor>& parts, const std::vector<torch::Tensor>& rows) {
  return torch::cat(parts).index_select(0, torch::cat(rows).argsort());
}

}  // namespace

CandidateLook::CandidateLook(const Denoiser& model, DocumentPlan document, KeysOf keys)
    : model_(model), document_(std::move(document)), keys_(std::move(keys)) {}

void CandidateLook::make(Part* part) const {
  DocumentPlan document = document_;
  for (std::size_t gap = 0; gap < document.gaps.size(); ++gap) document.gaps[gap].length = part->lengths[gap];
  document.candidates = 1;
  const LayoutOptions options = model_.config().layoutOptions();
  part->layout = makeLayout({document}, options);
  if (PackedFill::serves(model_, part->layout)) {
    part->plan = makePackedPlan(model_.config(), part->layout);
    part->packed.emplace(model_, part->layout, part->plan, keys_(part->layout, part->plan.kept));
    return;
  }
  document.candidates = part->plainCandidates = static_cast<int>(part->candidates.size());
  part->layout = makeLayout({document}, options);
  part->plan = makeFillPlan(model_.config(), part->layout);
  part->plain = std::make_unique<ModelLook>(model_, document, part->plan, keys_(part->layout, part->plan.kept));
}

void CandidateLook::prepare(const std::vector<GapLengths>& lengths) {
  for (Part& part : parts_) part.candidates.clear();
  for (std::size_t c = 0; c < lengths.size(); ++c) {
    const auto known =
        std::find_if(parts_.begin(), parts_.end(), [&](const Part& part) { return part.lengths == lengths[c]; });
    Part& part = known != parts_.end() ? *known : parts_.emplace_back();
    part.lengths = lengths[c];
    part.candidates.push_back(c);
  }
  parts_.remove_if([](const Part& part) { return part.candidates.empty(); });
  for (Part& part : parts_) {
    const bool fits = part.plain && part.plainCandidates == static_cast<int>(part.candidates.size());
    if (part.packed || fits) continue;
    part.plain.reset();  // before another takes its memory
    make(&part);
  }
}

int CandidateLook::together() const {
  int all = 0;
  int fewest = 0;  // of the parts that are split; 0: none is
  for (const Part& part : parts_) {
    all += static_cast<int>(part.candidates.size());
    if (part.packed || part.plain->together() >= part.plainCandidates) continue;
    fewest = fewest == 0 ? part.plain->together() : std::min(fewest, part.plain->together());
  }
  return fewest == 0 ? all : fewest;
}

torch::Tensor CandidateLook::rowsOf(const Part& part, const std::vector<GapLengths>& lengths) {
  std::vector<std::int64_t> rows;
  std::int64_t first = 0;
  std::size_t candidate = 0;
  for (const std::size_t wanted : part.candidates) {
    for (; candidate < wanted; ++candidate)
      first = std::accumulate(lengths[candidate].begin(), lengths[candidate].end(), first);
    const auto count = std::accumulate(part.lengths.begin(), part.lengths.end(), std::int64_t{0});
    for (std::int64_t i = 0; i < count; ++i) rows.push_back(first + i);
  }
  return torch::tensor(rows, torch::kInt64);
}

Seen CandidateLook::look(Part& part, const torch::Tensor& state_FW, FillProbe* probe, int threads) {
  if (part.packed) return {(*part.packed)(state_FW, probe, threads), {}};
  return {{}, (*part.plain)(state_FW, probe)};
}

// A part's columns are its kept rows, which are other ones for other lengths, and its own tokens.
void CandidateLook::tell(const std::vector<FillProbe>& probes, const std::vector<torch::Tensor>& rows,
                         FillProbe* probe) const {
  probe->begin();
  std::int64_t all = 0;
  for (const torch::Tensor& own : rows) all += own.size(0);
  auto mass_R = torch::zeros({layout().reading});
  std::size_t index = 0;
  for (const Part& part : parts_) {
    const auto kept = static_cast<std::int64_t>(part.plan.kept.size());
    const auto mass_K = probes[index].mass_K().to(torch::kCPU, torch::kFloat32).narrow(0, 0, kept);
    const double share = static_cast<double>(rows[index++].size(0)) / static_cast<double>(all);
    mass_R.index_add_(0, torch::tensor(part.plan.kept, torch::kInt64), mass_K * share);
  }
  probe->setMean(mass_R);
  for (std::size_t layer = 0; layer < probes.front().choices().size(); ++layer) {
    std::vector<torch::Tensor> logits, experts, weights;
    for (const FillProbe& own : probes) {
      logits.push_back(own.choices()[layer].logits_TE);
      experts.push_back(own.choices()[layer].expert_TK);
      weights.push_back(own.choices()[layer].weight_TK);
    }
    probe->addChoice({joinRows(logits, rows), joinRows(experts, rows), joinRows(weights, rows)});
  }
}

Seen CandidateLook::operator()(const torch::Tensor& state_FW, const std::vector<GapLengths>& lengths, FillProbe* probe,
                               int threads) {
  prepare(lengths);
  std::vector<torch::Tensor> rows, states;
  std::vector<Part*> parts;
  for (Part& part : parts_) {
    parts.push_back(&part);
    rows.push_back(rowsOf(part, lengths));
    states.push_back(parts_.size() == 1 ? state_FW : state_FW.index_select(0, rows.back().to(state_FW.device())));
  }
  std::vector<FillProbe> probes(parts.size(), FillProbe(FillProbe::Detail::kSum));
  std::vector<Seen> seen(parts.size());
  // Packed parts are computed side by side; any other look takes the device, or LibTorch's threads, for itself.
  const bool packed = parts.front()->packed.has_value();
  const std::size_t workers = packed ? std::min<std::size_t>(parts.size(), static_cast<std::size_t>(threads)) : 1;
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    const torch::NoGradGuard noGrad;
    for (std::size_t i = next++; i < parts.size(); i = next++)
      seen[i] = look(*parts[i], states[i], probe == nullptr ? nullptr : &probes[i],
                     std::max(1, threads / static_cast<int>(workers)));
  };
  std::vector<std::future<void>> others;
  for (std::size_t i = 1; i < workers; ++i) others.push_back(std::async(std::launch::async, work));
  work();
  for (std::future<void>& other : others) other.get();
  if (probe != nullptr) tell(probes, rows, probe);
  if (seen.size() == 1) return std::move(seen.front());
  std::vector<torch::Tensor> hidden, logits;
  for (const Seen& one : seen) (packed ? hidden : logits).push_back(packed ? one.hidden_FW : one.logits_FV);
  return packed ? Seen{joinRows(hidden, rows), {}} : Seen{{}, joinRows(logits, rows)};
}

bool CandidateLook::canKeep(const std::vector<GapLengths>& lengths) {
  prepare(lengths);
  return parts_.size() == 1 && parts_.front().packed.has_value();
}

Seen CandidateLook::lookKeeping(const torch::Tensor& state_FW, const GapRowsAsked* only, FillProbe* probe,
                                int threads) {
  if (only == nullptr) kept_ = KeptGapRows();
  FillProbe own(FillProbe::Detail::kSum);
  Seen seen{(*parts_.front().packed)(state_FW, probe == nullptr ? nullptr : &own, threads, &kept_, only), {}};
  if (probe != nullptr) tell({own}, {torch::arange(state_FW.size(0))}, probe);
  return seen;
}

void CandidateLook::spread(std::size_t candidates) {
  const auto times = static_cast<std::int64_t>(candidates);
  for (torch::Tensor& rows : kept_.keyValue_RX) rows = rows.repeat({times, 1});
  if (kept_.hidden_RW.defined()) kept_.hidden_RW = kept_.hidden_RW.repeat({times, 1});
  for (ExpertChoice& choice : kept_.choices) {
    for (torch::Tensor* rows : {&choice.logits_TE, &choice.expert_TK, &choice.weight_TK})
      *rows = rows->repeat({times, 1});
  }
}

}  // namespace lacuna::engine
